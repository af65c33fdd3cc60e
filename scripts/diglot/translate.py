"""The verbs of translators: ``status``, ``diff``, ``start``, ``stamp``, ``mv``.

Each maps its arguments to a function of another room and writes what comes back. Line ends, byte order marks and every
line that a verb is not about stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from diglot import moves, skeletons
from diglot.changes import Difference, Row, as_html, differences
from diglot.languages import LANGUAGE_FILE, SOURCE, is_tag, read_language, tag_problem
from diglot.pages import Course, decode, read_course
from diglot.parity import pair_of
from diglot.pins import MACHINE, Store, blob_id, earlier_ids, id_at, pin_in, read_store, read_texts, with_pin
from diglot.problems import did_you_mean
from diglot.restore import restored
from diglot.sections import Text, compare
from diglot.states import (
    CONFIG_FILE,
    Count,
    State,
    Survey,
    as_json,
    core_pages,
    count,
    good_first,
    link_reader,
    nav_of,
    read_config,
    survey,
)

_WIDE = 120  # columns where nobody says how wide the output may be
_STYLES = {"same": "", "gone": "red strike", "new": "green underline"}
_COLOURS = {"current": "green", "stale": "yellow", "unpinned": "cyan", "missing": "dim", "held": "red"}


def register(main: click.Group) -> None:
    """Add the verbs to the command line."""
    for verb in (status, diff, start, stamp, mv):
        main.add_command(verb)


# -------------------------------------------------------------------------------------------------------------- status


@click.command()
@click.argument("lang", required=False)
@click.option("--json", "machine_readable", is_flag=True, help="Print the states as JSON, for a bot or a dashboard.")
@click.pass_obj
def status(root: Path, lang: str | None, machine_readable: bool) -> None:  # noqa: FBT001  click's form
    """Show how the translations stand to today's English; with LANG what there is to do in that language."""
    docs = _docs(root)
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
        row = [one.lang, *map(str, [*numbers, one.machine]), _share(one.core_shown, one.core), _share(one.shown, one.pages)]
        table.add_row(*row)
    _console().print(table)


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
        _console().print(table)
    click.echo(
        f"{lang}: {counted.states['current']} of {counted.pages} pages are current, "
        f"{counted.shown} translated; core {_share(counted.core_shown, counted.core)}"
    )
    if first := good_first(found.states[lang], found.english, core):
        click.echo("Good first pages: " + ", ".join(f"{name} ({found.english[name].words} words)" for name in first))


def _what(state: State, found: Survey, *, core: bool) -> str:
    parts = ["machine draft, to be read"] if state.machine else []
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
    elif state.state == "missing":
        parts.append(f"{found.english[state.name].words} words{', core' if core else ''}")
    return "; ".join(parts)


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "–"


# ---------------------------------------------------------------------------------------------------------------- diff


@click.command()
@click.argument("page")
@click.option("--html", "target", type=click.Path(dir_okay=False, path_type=Path), help="Write a page for the browser instead.")
@click.pass_obj
def diff(root: Path, page: str, target: Path | None) -> None:
    """Show what changed in English since PAGE was translated, beside its lines.

    PAGE is a path to the file (docs/de/x.md) or de/x.md.
    """
    docs = _docs(root)
    lang, name = _translation(root, docs, page)
    found = survey(root, docs, only=[lang])
    state = found.states[lang].get(name)
    if state is None or state.state == "missing":
        raise click.UsageError(f"there is no docs/{lang}/{name}; begin it with 'diglot start {lang}/{name}'")
    result = _differences(found, state, _read(docs / lang / name))
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
    console = _console()
    for difference in found:
        where = f"line {difference.line}" if difference.line else f"to be added behind line {difference.behind}"
        title = difference.title or "Before the first heading"
        console.print(Styled(f"{title}  ({difference.change.kind})", "bold"), Styled(f"docs/{lang}/{name}, {where}", "dim"))
        table = Table(box=None, pad_edge=False, show_header=False, expand=True)
        table.add_column(ratio=1, overflow="fold")
        table.add_column(justify="right", style="dim", no_wrap=True)
        table.add_column(ratio=1, overflow="fold")
        for row in difference.rows:
            numbers = "\n".join(str(number) for number, _ in row.lines)
            if any(len(text) > 40 for _, text in row.lines):
                _add_lines(table, row, console)
            else:
                table.add_row(_styled(row, console), numbers, "\n".join(text for _, text in row.lines))
            table.add_row()
        console.print(table)


def _add_lines(table: Table, row: Row, console: Console) -> None:
    """A long line wraps: each gets a row of its own, so that its number stays beside it."""
    for at, (number, text) in enumerate(row.lines):
        table.add_row(_styled(row, console) if at == 0 else "", str(number), Styled(text))


def _styled(row: Row, console: Console) -> Styled:
    """Colours at a terminal, the signs of wdiff elsewhere."""
    if not console.is_terminal:
        return Styled(str(row))
    text = Styled()
    for op, words in row.words:
        text.append(words, _STYLES[op])
    return text


# --------------------------------------------------------------------------------------------------------------- start


@click.command()
@click.argument("what", metavar="LANG|PAGE")
@click.pass_obj
def start(root: Path, what: str) -> None:
    """Begin a language (fr) or a page of it (fr/transformer-models/attention.md)."""
    docs = _docs(root)
    lang, name = _lang_and_name(root, docs, what)
    if lang == SOURCE or tag_problem(lang, lang):
        problem = tag_problem(lang, f"docs/{lang}")
        raise click.UsageError(problem.message if problem else "English is where translations begin; name another language")
    if name and not (docs / SOURCE / name).is_file():
        names = [path.relative_to(docs / SOURCE).as_posix() for path in (docs / SOURCE).rglob("*.md")]
        raise click.UsageError(f"there is no docs/{SOURCE}/{name}; {did_you_mean(name, names)}")
    _start_language(docs, lang, needed=not name)
    if name:
        _start_page(root, docs, lang, name)


def _start_language(docs: Path, lang: str, *, needed: bool) -> None:
    file = docs / lang / LANGUAGE_FILE
    if file.exists():
        if needed:
            raise click.UsageError(
                f"docs/{lang}/{LANGUAGE_FILE} is already there; begin a page with 'diglot start {lang}/index.md'"
            )
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(skeletons.language_file(lang), "utf-8", newline="\n")
    click.echo(f"docs/{lang}/{LANGUAGE_FILE}: begun; every page shows in English until it is translated")


def _start_page(root: Path, docs: Path, lang: str, name: str) -> None:
    target = docs / lang / name
    if target.exists():
        raise click.UsageError(f"docs/{lang}/{name} is already there; see 'diglot diff {lang}/{name}'")
    data = (docs / SOURCE / name).read_bytes()
    text, problem = decode(data, f"docs/{SOURCE}/{name}")
    if problem:
        raise click.ClickException(str(problem))
    target.parent.mkdir(parents=True, exist_ok=True)
    pin = blob_id(data, read_store(root).digits)
    target.write_text(skeletons.skeleton(text, {"source": pin}), "utf-8", newline="\n")
    click.echo(
        f"docs/{lang}/{name}: begun from docs/{SOURCE}/{name} ({pin[:8]}); translate it, then 'diglot check {lang}/{name}'"
    )


# --------------------------------------------------------------------------------------------------------------- stamp


@click.command()
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option("--machine", is_flag=True, help="Mark as translated by a machine, not yet read by a human.")
@click.option("--cosmetic", is_flag=True, help="PAGE is English; its last edit changes nothing for translations.")
@click.pass_obj
def stamp(root: Path, pages: tuple[str, ...], machine: bool, cosmetic: bool) -> None:  # noqa: FBT001  click's form
    """Say that each PAGE now follows today's English, or was reviewed and needs nothing.

    Without --machine this is a human's word, and a machine's mark is taken away.
    """
    docs = _docs(root)
    store = read_store(root)
    if cosmetic and machine:
        raise click.UsageError("--cosmetic keeps the mark of a machine as it is; leave --machine out")
    if cosmetic:
        for page in pages:
            _stamp_cosmetic(root, docs, store, page)
        return
    wanted = [_translation(root, docs, page) for page in pages]
    for lang, name in wanted:
        _stamp(root, docs, store, lang, name, machine=machine)


def _stamp(root: Path, docs: Path, store: Store, lang: str, name: str, *, machine: bool) -> None:
    file = docs / lang / name
    followed = pin_in(file.read_bytes()).of or name
    english = docs / SOURCE / followed
    if not english.is_file():
        raise click.UsageError(f"docs/{lang}/{name} follows docs/{SOURCE}/{followed}, which is not there; see 'diglot mv --help'")
    pin = blob_id(english.read_bytes(), store.digits)
    _edit(file, lambda text: with_pin(text, {"source": pin, "draft": MACHINE if machine else None}))
    click.echo(f"docs/{lang}/{name} follows docs/{SOURCE}/{followed} ({pin[:8]})")
    if store.found and pin not in read_texts(root, [pin]):
        click.echo(f"docs/{SOURCE}/{followed} is not committed yet; commit it as it is, or stamp again", err=True)


def _stamp_cosmetic(root: Path, docs: Path, store: Store, page: str) -> None:
    """Re-pin every language that was current before this English edit."""
    lang, name = _lang_and_name(root, docs, page)
    file = docs / SOURCE / name
    if lang != SOURCE or not file.is_file():
        raise click.UsageError(f"{page!r} is no English page; write a path such as docs/{SOURCE}/index.md")
    today = blob_id(file.read_bytes(), store.digits)
    before = _before(root, file.relative_to(root).as_posix(), today)
    if not before:
        raise click.ClickException(f"what docs/{SOURCE}/{name} was before is not here: {store.cure}")
    old = read_texts(root, [before]).get(before, b"")
    found = survey(root, docs)
    for tag, states in found.states.items():
        for state in states.values():
            if state.english == name and state.pin.readable and _was_current(found, state, before, old):
                _edit(docs / tag / state.name, lambda text: with_pin(text, {"source": today}))
                click.echo(f"docs/{tag}/{state.name} follows docs/{SOURCE}/{name} ({today[:8]})")


def _before(root: Path, path: str, today: str) -> str:
    """The version before the last edit: that of the last commit if the edit is not committed, else the one before it."""
    committed = id_at(root, path, "HEAD")
    earlier = [name for name in [committed, *earlier_ids(root, path)] if name and name != today]
    return earlier[0] if earlier else ""


def _was_current(found: Survey, state: State, before: str, old: bytes) -> bool:
    if state.pin.source == before:
        return True
    text = found.pinned_text(state)
    return text is not None and not compare(Text(text), Text(decode(old, state.english)[0])).changes


# ------------------------------------------------------------------------------------------------------------------ mv


@click.command()
@click.argument("old")
@click.argument("new")
@click.pass_obj
def mv(root: Path, old: str, new: str) -> None:
    """Move a page in every language: files, links, navigation, redirect, pins.

    OLD and NEW are English pages: docs/en/x.md, en/x.md or x.md.
    """
    docs = _docs(root)
    before, after = (_english_name(root, docs, page) for page in (old, new))
    course = _course(root, docs)
    pages = {key: page.text for key, page in course.pages.items()}
    config = root / CONFIG_FILE
    text = _read(config) if config.is_file() else ""
    try:
        move = moves.plan(pages, survey(root, docs), text, before, after, SOURCE)
    except moves.CannotMove as problem:
        raise click.UsageError(str(problem)) from problem
    for lang, name in move.removes:
        (docs / lang / after).parent.mkdir(parents=True, exist_ok=True)
        (docs / lang / name).rename(docs / lang / after)
        _remove_empty((docs / lang / name).parent, docs / lang)
        click.echo(f"docs/{lang}/{name} → docs/{lang}/{after}")
    for (lang, name), written in move.writes.items():
        if _edit(docs / lang / name, lambda _, written=written: written) and name != after:
            click.echo(f"docs/{lang}/{name}: links")
    for (lang, name), english in move.stamps:
        data = (docs / SOURCE / english).read_bytes()
        _edit(docs / lang / name, lambda text, data=data: with_pin(text, {"source": blob_id(data, _digits(text))}))
    if text and _edit(config, lambda _: move.config):
        click.echo(f"{CONFIG_FILE}: navigation and redirect")
    for note in move.notes:
        click.echo(note, err=True)


def _digits(text: str) -> int:
    return len(pin_in(text.encode()).source)


def _english_name(root: Path, docs: Path, page: str) -> str:
    first = PurePosixPath(page).parts[:1]
    if first in ((SOURCE,), (docs.name,)) or (Path.cwd() / page).is_relative_to(docs):
        lang, name = _lang_and_name(root, docs, page)
        if lang != SOURCE:
            raise click.UsageError(f"{page!r} is not English; name the English page, its translations follow")
    else:
        name = page
    if not name.endswith(".md") or ".." in PurePosixPath(name).parts or name.startswith("/"):
        raise click.UsageError(f"{page!r} is no page; write a path such as docs/{SOURCE}/chapter/page.md")
    return name


def _remove_empty(folder: Path, above: Path) -> None:
    while folder != above and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


# ----------------------------------------------------------------------------------------------------------- check --fix


def fix(course: Course, found: Survey, wanted: Callable[[str], bool]) -> list[str]:
    """Put the translations right where only a machine can have an opinion; returns the paths of those that changed."""
    changed = []
    for (lang, name), page in course.pages.items():
        state = found.states.get(lang, {}).get(name)
        pair = pair_of(course, found, state) if state and wanted(page.path) else None
        if pair and (text := restored(pair)) != page.text:
            _edit(course.root / page.path, lambda _, text=text: text)
            changed.append(page.path)
    return changed


# ---------------------------------------------------------------------------------------------------------------- disk


def _docs(root: Path) -> Path:
    if not (root / "docs").is_dir():
        raise click.UsageError(f"{root} has no docs/ folder; run this in a course, or give its folder with --course")
    return root / "docs"


def _course(root: Path, docs: Path) -> Course:
    course = read_course(root, docs)
    unreadable = [problem for problem in course.problems if problem.code == "P001"]
    if unreadable:
        raise click.ClickException("\n".join(map(str, unreadable)))
    return course


def _lang_and_name(root: Path, docs: Path, given: str) -> tuple[str, str]:
    """``docs/de/x.md``, ``de/x.md``, an absolute path or ``de``: the language and the name below it, which may be empty."""
    inside = [path.resolve() for path in (Path.cwd() / given, root / given) if path.resolve().is_relative_to(docs)]
    path = inside[0].relative_to(docs) if inside else PurePosixPath(given.replace("\\", "/"))
    parts = path.parts
    if not parts or not is_tag(parts[0]) or ".." in parts or (len(parts) > 1 and not parts[-1].endswith(".md")):
        raise click.UsageError(f"{given!r} is neither a language nor a page; write 'fr' or 'fr/chapter/page.md'")
    return parts[0], "/".join(parts[1:])


def _translation(root: Path, docs: Path, given: str) -> tuple[str, str]:
    """A translated page that is there."""
    lang, name = _lang_and_name(root, docs, given)
    if lang == SOURCE or not name:
        raise click.UsageError(f"{given!r} is no translated page; write a path such as docs/de/index.md or de/index.md")
    if not (docs / lang / name).is_file():
        raise click.UsageError(f"there is no docs/{lang}/{name}; begin it with 'diglot start {lang}/{name}'")
    return lang, name


def _read(file: Path) -> str:
    return decode(file.read_bytes(), file.name)[0]


def _edit(file: Path, change: Callable[[str], str]) -> bool:
    """Change a text with LF line ends; the file keeps its own, and its byte order mark. Returns whether it changed."""
    data = file.read_bytes()
    text, problem = decode(data, file.name)
    if problem:
        raise click.ClickException(str(problem))
    written = change(text)
    if written == text:
        return False
    if b"\r\n" in data:
        written = written.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    file.write_bytes(mark + written.encode())
    return True


def _console() -> Console:
    """Colours and the width of the terminal; plain text elsewhere."""
    terminal = sys.stdout.isatty()
    return Console(
        file=click.get_text_stream("stdout"), width=None if terminal else _WIDE, highlight=False, emoji=False, markup=False
    )
