"""What readers see of the translations: which pages are published, a notice above those that are behind, marks in them.

The states come from ``states``; nothing here reads a file. Pages are named as their English page is, also a translation
whose file has another name (``of:``): it is published at the English address, so that every link to it holds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from diglot.cards import NOT_SEARCHED
from diglot.changes import counterparts
from diglot.dashboard import PAGE
from diglot.languages import SOURCE, Words
from diglot.pages import Course, Page
from diglot.sections import Change, Section, Text
from diglot.states import State, Survey, link_reader
from diglot.superseded import superseded

_MARK = re.compile(r'\n<p class="translation__mark".*?</p>')
_HEADING = r'<h(?P<level>[2-6])\b[^>]*\sid="{id}"[^>]*>.*?</h(?P=level)>'
_ATTRIBUTES = "".join(f" {name}" for name in NOT_SEARCHED)


@dataclass(frozen=True)
class Published:
    """The pages that readers get in each language, by language and English name.

    ``states`` and ``notices`` are those of the translations among them; ``english_questions`` are the ids of the questions
    that stand in a translation in English, because its own may be wrong by now. ``redirects`` lead to them, by language and
    former name.
    """

    course: Course
    states: Mapping[tuple[str, str], State] = field(default_factory=dict)
    notices: Mapping[tuple[str, str], Notice] = field(default_factory=dict)
    english_questions: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    redirects: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def published(course: Course, survey: Survey) -> Published:
    """What readers get of a course: not the pages that are held, and no question that English has changed since."""
    pages = {key: page for key, page in course.pages.items() if key[0] == SOURCE}
    states: dict[tuple[str, str], State] = {}
    notices: dict[tuple[str, str], Notice] = {}
    replaced: dict[tuple[str, str], tuple[str, ...]] = {}
    redirects = {lang: redirects_in(lang, survey.redirects, course.languages) for lang in course.languages}
    own = [(key, page) for key, page in course.pages.items() if key[0] != SOURCE]
    for (lang, name), page in sorted(own, key=lambda entry: _place(survey, *entry[0]) != entry[0][1]):  # its own name first
        state = survey.states.get(lang, {}).get(name)
        key = lang, _place(survey, lang, name)
        if (state and not state.shown) or key in pages:
            continue
        if key[1] != name:
            redirects[lang][name] = key[1]
        if state:
            states[key] = state
            page, ids = _with_todays_questions(course, survey, state, page)
            replaced |= {key: ids} if ids else {}
            if said := notice(survey, state, page):
                notices[key] = said
        pages[key] = page
    for lang in course.languages if survey.states else ():
        pages.setdefault((lang, PAGE), Page(lang, PAGE, "", ""))  # the dashboard, which the build writes
    return Published(replace(course, pages=pages), states, notices, replaced, redirects)


def redirects_in(lang: str, redirects: Mapping[str, str], languages: Collection[str]) -> dict[str, str]:
    """The redirects of one language: those of all, and its own (``de/chapter1/7.md``), which go before them."""
    shared = {old: new for old, new in redirects.items() if old.split("/")[0] not in languages}
    own = {old.removeprefix(f"{lang}/"): new for old, new in redirects.items() if old.startswith(f"{lang}/")}
    return shared | own


def _place(survey: Survey, lang: str, name: str) -> str:
    """The name of the English page that a page follows; a page about one section of it has a place of its own."""
    state = survey.states.get(lang, {}).get(name)
    return state.english if state and state.english and not state.pin.part else name


def _with_todays_questions(course: Course, survey: Survey, state: State, page: Page) -> tuple[Page, tuple[str, ...]]:
    today = course.pages.get((SOURCE, state.english))
    if state.state == "current" or today is None:
        return page, ()
    text = survey.pinned_text(state)
    return superseded(page, today, replace(today, text=text) if text is not None else None)


# ------------------------------------------------------------------------------------------------------------ notice


@dataclass(frozen=True)
class Link:
    """A section that changed: ``kind`` as in ``sections.Change``. ``id`` is its heading in the translation, or, where it has
    none there (``english``), in the English page."""

    kind: str
    id: str
    title: str
    english: bool = False


@dataclass(frozen=True)
class Notice:
    """What stands above a translation. ``sections`` counts those of the English page; 0 where nothing says what changed."""

    stale: bool
    machine: bool
    sections: int = 0
    links: tuple[Link, ...] = ()

    @property
    def without_places(self) -> Notice:
        """The same for a page that does not have the sections: that of a question."""
        return replace(self, sections=0, links=())

    def sentence(self, words: Words) -> str:
        """How far the translation is behind, as HTML; empty where it is not."""
        if not self.stale:
            return ""
        if not self.links or self.sections == 1:
            return words.html("translation.stale-whole")
        key = "translation.stale-one" if len(self.links) == 1 else "translation.stale"
        return words.html(key, changed=len(self.links), all=self.sections)


def notice(survey: Survey, state: State, page: Page) -> Notice | None:
    """What readers of a translation should know; None where there is nothing."""
    stale = state.state == "stale"
    if not stale and not state.machine:
        return None
    old = survey.pinned_text(state) if stale else None
    if old is None or state.comparison is None:
        return Notice(stale, state.machine)
    places = counterparts(Text(old, link_reader(state.english, survey.redirects)), Text(page.text))
    links = tuple(_link(change, places.get(change.old.first) if change.old else None) for change in state.comparison.changes)
    return Notice(stale, state.machine, state.comparison.sections, links)


def _link(change: Change, here: Section | None) -> Link:
    if here:
        return Link(change.kind, here.id, here.title)
    section = change.new or change.old
    return Link(change.kind, section.id, section.title, english=True)


def marked(markup: str, found: Notice, words: Words, english: str) -> str:
    """A rendered page with a small mark under each heading whose section changed; ``english`` is the English page's address."""
    for link in found.links:
        if link.id and not link.english:
            mark = _mark(link, words, english)
            pattern = _HEADING.format(id=re.escape(html.escape(link.id)))
            markup = re.sub(pattern, lambda heading, mark=mark: f"{heading[0]}\n{mark}", markup, count=1, flags=re.DOTALL)
    return markup


def unmarked(markup: str) -> str:
    """A page without these marks, in which nothing is to be found: what English does is no change of its text."""
    return _MARK.sub("", markup)


def _mark(link: Link, words: Words, english: str) -> str:
    text = words.html(f"translation.mark-{link.kind}")
    if link.kind != "removed":
        text = f'<a href="{html.escape(english)}#{html.escape(link.id)}" hreflang="{SOURCE}">{text}</a>'
    return f'<p class="translation__mark"{_ATTRIBUTES}>{text}</p>'


def with_note(form: str, words: Words) -> str:
    """The form of a question that stands in English in a translation: it says so, and what is English is marked as it."""
    note = f'<p class="translation__question"{_ATTRIBUTES}>{words.html("translation.question")}</p>'
    english, own = f' lang="{SOURCE}" dir="ltr"', f' lang="{words.lang}"'
    form = re.sub(r'<(?:fieldset|details) class="quiz__[\w-]+"', rf"\g<0>{english}", form)
    form = re.sub(r'<p class="quiz__(?:how|title)"|<strong class="quiz__sign"|<summary', rf"\g<0>{own}", form)
    return re.sub(r"^<form[^>]*>", rf"\g<0>\n{note}", form)
