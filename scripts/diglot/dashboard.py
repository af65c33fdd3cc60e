"""The page ``/translations/``: how every language stands to the English pages of today, and what there is to do.

It shows what ``diglot status`` prints, with a link behind each page; ``translations.json`` beside it is ``status --json``.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from diglot.alternates import folder
from diglot.furniture import compare_url, edit_url, translate_url
from diglot.languages import SOURCE, Language, Words
from diglot.sections import Change
from diglot.states import Count, Name, State, Survey, count, good_first, percent

FOLDER = "translations"
PAGE = f"{FOLDER}.md"
DATA = "translations.json"

_COLUMNS: tuple[Name, ...] = ("current", "stale", "unpinned", "held", "missing")


@dataclass(frozen=True)
class Place:
    """A page: its title, its address from the root of a language, and where its English text is edited."""

    title: str
    url: str
    edit: str


@dataclass(frozen=True)
class Row:
    """A page in one language. ``url`` and ``english`` are addresses from the root of the site, empty where nothing is there;
    ``act`` leads to where its text is edited or begun, ``compare`` to the two English versions, if anywhere."""

    title: str
    state: State
    url: str | None = None
    english: str | None = None
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


def groups(
    survey: Survey, languages: Mapping[str, Language], places: Mapping[str, Place], core: list[str], commits: Mapping[str, str]
) -> list[Group]:
    """Every language of a course. ``places`` are its pages by name, in order; ``commits`` those that brought an English text."""
    order = {name: at for at, name in enumerate(places)}
    found = []
    for lang, states in survey.states.items():
        rows = {state.name: _row(state, places.get(state.english), commits) for state in states.values()}
        first = tuple(rows[name] for name in good_first(states, survey.english, core))
        in_order = sorted(rows.values(), key=lambda row: order.get(row.state.english, -1))
        found.append(Group(languages[lang], count(lang, states, core), tuple(in_order), first))
    return found


def _row(state: State, place: Place | None, commits: Mapping[str, str]) -> Row:
    if place is None:
        return Row(state.name, state)
    compare = compare_url(place.edit, SOURCE, state.english, commits.get(state.pin.source, ""))
    if state.state == "missing":
        act = translate_url(place.edit, SOURCE, state.lang, state.name)
    else:
        act = edit_url(place.edit, f"{SOURCE}/{state.english}", f"{state.lang}/{state.name}")
    return Row(place.title, state, folder(state.lang) + place.url, place.url, act, compare)


def page(groups: Iterable[Group], words: Words, home: str) -> str:
    """The content of the page in one language; ``home`` is the way from it to the root of the site, as ``../``."""
    groups = list(groups)
    return "\n".join(
        [
            '<div class="dashboard">',
            f'<h1 id="{FOLDER}">{words.html("dashboard.title")}</h1>',
            f"<p>{words.html('dashboard.text')}</p>",
            *_counts(groups, words),
            f'<p><a href="{html.escape(home)}{DATA}" type="application/json">{words.html("dashboard.data")}</a></p>',
            *(line for group in groups for line in _group(group, words, home)),
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


def _group(group: Group, words: Words, home: str) -> Iterator[str]:
    one, rows = group.count, [row for row in group.rows if row.waits]
    yield f'<h2 id="{one.lang}">{_name(group)}</h2>'
    yield f"<p>{words.html('dashboard.line', current=one.states['current'], pages=one.pages, shown=one.shown)}</p>"
    if group.first:
        links = ", ".join(_link(row.act or home + row.english, row.title) for row in group.first)
        yield f"<p>{words.html('dashboard.begin')} {links}</p>"
    if rows:
        yield "<table><thead><tr>"
        yield from (f'<th scope="col">{words.html(f"dashboard.{name}")}</th>' for name in ("page", "state", "changed", "act"))
        yield "</tr></thead><tbody>"
        for row in rows:
            title = html.escape(row.title) if row.url is None else _link(home + row.url, row.title)
            cells = (title, _state(row.state, words), _changes(row, words, home), _acts(row, words))
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


def _changes(row: Row, words: Words, home: str) -> str:
    state = row.state
    if state.why:
        return words.html(f"dashboard.{state.why}")
    if state.state != "stale":
        return ""
    if state.comparison is None:
        return words.html("dashboard.whole")
    return "<br>".join(_change(change, home + row.english, words) for change in state.comparison.changes)


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
