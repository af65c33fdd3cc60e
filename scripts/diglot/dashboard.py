"""The page ``/translations/``: how every language stands to the English pages of today, and what there is to do.

It shows what ``diglot status`` prints, with a link behind each page; ``translations.json`` beside it is ``status --json``.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diglot.languages import SOURCE, Language, Words
from diglot.sections import Change
from diglot.states import Count, Name, State, percent

FOLDER = "translations"
PAGE = f"{FOLDER}.md"
DATA = "translations.json"

_COLUMNS: tuple[Name, ...] = ("current", "stale", "unpinned", "held", "missing")


@dataclass(frozen=True)
class Row:
    """A page in one language. Addresses are relative to the dashboard; ``act`` leads to where its text is edited or begun,
    ``compare`` to the two English versions. Both may be empty."""

    title: str
    state: State
    url: str = ""
    english: str = ""
    act: str = ""
    compare: str = ""

    @property
    def waits(self) -> bool:
        """Whether there is something to do."""
        return self.state.state != "current" or self.state.machine


@dataclass(frozen=True)
class Group:
    """One language: its pages in the order of the navigation, and those of them to begin with."""

    language: Language
    count: Count
    rows: tuple[Row, ...]
    first: tuple[Row, ...] = ()


def page(groups: Iterable[Group], words: Words, data: str) -> str:
    """The content of the page in one language; ``data`` is the address of the JSON."""
    groups = list(groups)
    return "\n".join(
        [
            '<div class="dashboard">',
            f'<h1 id="{FOLDER}">{words.html("dashboard.title")}</h1>',
            f"<p>{words.html('dashboard.text')}</p>",
            *_counts(groups, words),
            f'<p><a href="{html.escape(data)}" type="application/json">{words.html("dashboard.data")}</a></p>',
            *(line for group in groups for line in _group(group, words)),
            "</div>",
        ]
    )


def _counts(groups: Iterable[Group], words: Words) -> Iterator[str]:
    names = ["language", *_COLUMNS, "machine", "core", "all"]
    yield '<div class="dashboard__counts"><table><thead><tr>'
    yield from (f'<th scope="col">{words.html(f"dashboard.{name}")}</th>' for name in names)
    yield "</tr></thead><tbody>"
    for group in groups:
        one = group.count
        numbers = [*(one.states[name] for name in _COLUMNS), one.machine]
        shares = [percent(one.core_shown, one.core), percent(one.shown, one.pages)]
        cells = "".join(f"<td>{value}</td>" for value in [*numbers, *shares])
        yield f'<tr><th scope="row"><a href="#{one.lang}">{_name(group)}</a></th>{cells}</tr>'
    yield "</tbody></table></div>"


def _name(group: Group) -> str:
    return f'<span lang="{group.language.tag}">{html.escape(group.language.name)}</span>'


def _group(group: Group, words: Words) -> Iterator[str]:
    one, rows = group.count, [row for row in group.rows if row.waits]
    yield f'<h2 id="{one.lang}">{_name(group)}</h2>'
    yield f"<p>{words.html('dashboard.line', current=one.states['current'], pages=one.pages, shown=one.shown)}</p>"
    if group.first:
        links = ", ".join(_link(row.act or row.english, row.title) for row in group.first)
        yield f"<p>{words.html('dashboard.begin')} {links}</p>"
    if rows:
        yield "<table><thead><tr>"
        yield from (f'<th scope="col">{words.html(f"dashboard.{name}")}</th>' for name in ("page", "state", "changed", "act"))
        yield "</tr></thead><tbody>"
        for row in rows:
            title = _link(row.url, row.title) if row.url else html.escape(row.title)
            cells = (title, _state(row.state, words), _changes(row, words), _acts(row, words))
            yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        yield "</tbody></table>"
        commands = [f"<code>diglot {verb}</code>" for verb in _commands(rows, one.lang)]
        yield f"<p>{words.html('dashboard.command')} {', '.join(commands)}</p>"


def _commands(rows: Iterable[Row], lang: str) -> list[str]:
    """What lists the same in a terminal, and what shows the first page that is behind beside its lines."""
    stale = [f"diff {html.escape(f'{lang}/{row.state.name}')}" for row in rows if row.state.state == "stale"]
    return [f"status {lang}", *stale[:1]]


def _link(url: str, text: str, lang: str = "") -> str:
    attribute = f' lang="{lang}"' if lang else ""
    return f'<a href="{html.escape(url)}"{attribute}>{html.escape(text, quote=False)}</a>'


def _state(state: State, words: Words) -> str:
    machine = f"<br>{words.html('dashboard.machine')}" if state.machine else ""
    return f'<span class="dashboard__state" data-state="{state.state}">{words.html(f"dashboard.{state.state}")}</span>{machine}'


def _changes(row: Row, words: Words) -> str:
    state = row.state
    if state.why:
        return words.html(f"dashboard.{state.why}")
    if state.state != "stale":
        return ""
    if state.comparison is None:
        return words.html("dashboard.whole")
    return "<br>".join(_change(change, row.english, words) for change in state.comparison.changes)


def _change(change: Change, english: str, words: Words) -> str:
    section = change.new or change.old
    title = section.title or section.id
    link = _link(f"{english}#{change.id}", title, SOURCE) if change.new else f'<span lang="{SOURCE}">{html.escape(title)}</span>'
    return f"{link} ({words.html(f'translation.kind-{change.kind}')})"


def _acts(row: Row, words: Words) -> str:
    act = "translate" if row.state.state == "missing" else "edit"
    behind = row.state.state in ("stale", "held")
    links = {act: row.act, "compare": row.compare if behind else ""}
    return "<br>".join(
        f'<a href="{html.escape(url)}">{words.html(f"dashboard.{name}")}</a>' for name, url in links.items() if url
    )
