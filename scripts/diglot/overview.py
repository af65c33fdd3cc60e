"""The verbs that show how translations stand: ``status`` and ``diff``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text as Styled

from diglot.changes import Difference, Row, as_html, differences
from diglot.languages import LANGUAGE_FILE, read_language
from diglot.pages import decode
from diglot.problems import did_you_mean
from diglot.sections import Text
from diglot.states import (
    Count,
    State,
    Survey,
    as_json,
    core_pages,
    count,
    good_first,
    link_reader,
    percent,
    survey,
)
from diglot.terminal import console, docs_of, read, translation
from diglot.website import nav_of, read_config

_STYLES = {"same": "", "gone": "red strike", "new": "green underline"}
_LONG = 40  # columns from which a line of a translation may wrap
_COLOURS = {"current": "green", "stale": "yellow", "unpinned": "cyan", "missing": "dim", "held": "red"}


# -------------------------------------------------------------------------------------------------------------- status


@click.command()
@click.argument("lang", required=False)
@click.option("--json", "machine_readable", is_flag=True, help="Print the states as JSON, for a bot or a dashboard.")
@click.pass_obj
def status(root: Path, lang: str | None, machine_readable: bool) -> None:  # noqa: FBT001  click's form
    """Show how the translations stand to today's English; with LANG what there is to do in that language."""
    docs = docs_of(root)
    found = survey(root, docs)
    if lang and lang not in found.states:
        raise click.UsageError(f"no language {lang!r} is translated here; {did_you_mean(lang, found.states)}")
    states = {tag: own for tag, own in found.states.items() if lang in (None, tag)}
    if machine_readable:
        click.echo(as_json(states))
        return
    nav = nav_of(read_config(root))
    core = core_pages(found.english, nav)
    if lang:
        _print_work(found, lang, nav, core)
    else:
        _print_counts([count(tag, own, core) for tag, own in states.items()])
    if found.unknown:
        click.echo(f"{len(found.unknown)} pages follow an English text that is not here: {found.store.cure}")


def _print_counts(counts: Iterable[Count]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("language", "current", "stale", "unpinned", "held", "missing", "machine", "core", "all"):
        table.add_column(name, justify="left" if name == "language" else "right")
    for one in counts:
        numbers = [one.states[name] for name in ("current", "stale", "unpinned", "held", "missing")]
        row = [one.lang, *map(str, [*numbers, one.machine]), percent(one.core_shown, one.core), percent(one.shown, one.pages)]
        table.add_row(*row)
    console().print(table)


def _print_work(found: Survey, lang: str, nav: list[str], core: list[str]) -> None:
    """What there is to do: in the order of the navigation, then by name."""
    order = {name: place for place, name in enumerate(nav)}
    states = sorted(found.states[lang].values(), key=lambda state: (order.get(state.name, len(order)), state.name))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("state", "page", "what"):
        table.add_column(name, overflow="fold")
    for state in states:
        if state.state != "current" or state.machine:
            table.add_row(Styled(state.state, _COLOURS[state.state]), state.name, _what(state, found, core=state.name in core))
    counted = count(lang, found.states[lang], core)
    if table.rows:
        console().print(table)
    click.echo(
        f"{lang}: {counted.states['current']} of {counted.pages} pages are current, "
        f"{counted.shown} translated; core {percent(counted.core_shown, counted.core)}"
    )
    if first := good_first(found.states[lang], found.english, core):
        click.echo("Good first pages: " + ", ".join(f"{name} ({found.english[name].words} words)" for name in first))


def _what(state: State, found: Survey, *, core: bool) -> str:
    parts = ["machine draft, to be read"] if state.machine else []
    if state.english != state.name and state.why != "gone":
        parts.append(f"{'is a part' if state.pin.part else 'is a translation'} of {state.follows}")
    if state.state == "stale" and state.comparison:
        changes = state.comparison.changes
        ids = ", ".join(f"#{change.id}" if change.id else "the top" for change in changes)
        parts.append(f"{len(changes)} of {state.comparison.sections} sections changed: {ids}")
    elif state.state == "stale":
        parts.append("English changed, its old text is not here")
    elif state.state == "unpinned":
        parts.append("follows no known English text; stamp it once it is right")
    elif state.why == "gone":
        parts.append(f"there is no English page {state.english}; readers see nothing")
    elif state.state == "held":
        parts.append("English is about something else here by now; readers see English")
    if place := found.now_at(state):
        parts.append(f"{100 * place[1]:.0f} % of what it follows is now in {place[0]}")
    if state.state == "missing":
        parts.append(f"{found.english[state.name].words} words{', core' if core else ''}")
    return "; ".join(parts)


# ---------------------------------------------------------------------------------------------------------------- diff


@click.command()
@click.argument("page")
@click.option("--html", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for the browser instead.")
@click.pass_obj
def diff(root: Path, page: str, target: Path | None) -> None:
    """Show what changed in English since PAGE was translated, beside its lines.

    PAGE is a path to the file (docs/de/x.md) or de/x.md.
    """
    docs = docs_of(root)
    lang, name = translation(root, docs, page)
    found = survey(root, docs, only=[lang])
    state = found.states[lang].get(name)
    if state is None or state.state == "missing":
        raise click.UsageError(f"there is no docs/{lang}/{name}; begin it with 'diglot start {lang}/{name}'")
    result = _differences(found, state, read(docs / lang / name))
    if isinstance(result, str):
        click.echo(f"docs/{lang}/{name}: {result}")
        return
    if target:
        language, _ = read_language(lang, decode((docs / lang / LANGUAGE_FILE).read_bytes(), LANGUAGE_FILE)[0], LANGUAGE_FILE)
        target.write_text(as_html(result, f"{lang}/{name}", lang, language.dir), "utf-8", newline="\n")
        click.echo(f"{target}: {len(result)} of {state.comparison.sections} sections")
        return
    _print_differences(result, lang, name)


def _differences(found: Survey, state: State, text: str) -> list[Difference] | str:
    """What changed, or one sentence saying why there is nothing to show."""
    if state.why == "gone":
        return f"there is no English page {state.english!r} any more"
    if not state.pin.readable:
        return "it follows no English text yet; write 'diglot stamp' once it does"
    if state.state == "current":
        return "current, nothing to do"
    old = found.pinned_text(state)
    if old is None or state.comparison is None:
        return f"English has changed, but its old text is not here: {found.store.cure}"
    read = link_reader(state.english, found.redirects)
    return differences(Text(old, read), Text(found.english[state.english].text, read), Text(text), state.comparison)


def _print_differences(found: Iterable[Difference], lang: str, name: str) -> None:
    out = console()
    for difference in found:
        where = f"line {difference.line}" if difference.line else f"to be added behind line {difference.behind}"
        title = difference.title or "Before the first heading"
        out.print(Styled(f"{title}  ({difference.change.kind})", "bold"), Styled(f"docs/{lang}/{name}, {where}", "dim"))
        out.print(_beside(difference, terminal=out.is_terminal))


def _beside(difference: Difference, *, terminal: bool) -> Table:
    """English on the left, the numbered lines of the translation on the right; a long line keeps its number beside it."""
    table = Table(box=None, pad_edge=False, show_header=False, expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for row in difference.rows:
        words = _styled(row) if terminal else Styled(str(row))
        if any(len(text) > _LONG for _, text in row.lines):
            for at, (number, text) in enumerate(row.lines):
                table.add_row(words if at == 0 else "", str(number), text)
        else:
            table.add_row(words, "\n".join(str(number) for number, _ in row.lines), "\n".join(text for _, text in row.lines))
        table.add_row()
    return table


def _styled(row: Row) -> Styled:
    """Colours for a terminal; elsewhere stand the signs of wdiff."""
    text = Styled()
    for op, words in row.words:
        text.append(words, _STYLES[op])
    return text
