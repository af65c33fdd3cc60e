"""States: how each translated page stands to the English of today.

One pass over ``docs/`` reads the English pages whole and the pins of all others; one git process reads the old English
texts (``pins.read_texts``). Nothing here is ever written down: a state is computed, from

========  ======================================================================================================
current   the pin is today's English page, or only cosmetic changes came since (``sections``)
stale     the English text changed; which sections did is known where the old text is
unpinned  no ``source:``
missing   no file
held      under 20 % of the pinned paragraphs remain at this path, or the English page is gone: the page is about
          something else by now, and is not published
========  ======================================================================================================

and ``machine`` beside any of them: a human has not read it yet.
"""

from __future__ import annotations

import json
import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from diglot.cache import digest
from diglot.languages import LANGUAGE_FILE, SOURCE, is_tag
from diglot.normal import Target
from diglot.pages import decode
from diglot.parts import EnglishParts
from diglot.pins import Pin, Store, blob_id, pin_in, read_store, read_texts
from diglot.sections import Comparison, Text, compare, remaining
from diglot.website import read_config, redirects_of

Name = Literal["current", "stale", "unpinned", "missing", "held"]
STATES: tuple[Name, ...] = ("current", "stale", "unpinned", "missing", "held")

NO_PIN, NO_STORE = Pin(), Store()

# Below this share of its paragraphs a page is another one: of 96 pages known to be wrong all kept less.
HELD_BELOW = 0.2
_HEAD = 2048


@dataclass(frozen=True)
class State:
    """The state of one page. ``comparison`` is None where nothing changed, or nothing says what did.

    ``english`` is the name of the English page it follows; ``why`` says of a held page ``gone`` or ``replaced``.
    """

    lang: str
    name: str
    state: Name
    pin: Pin = NO_PIN
    english: str = ""
    comparison: Comparison | None = None
    why: str = ""

    @property
    def machine(self) -> bool:
        """Whether no human has read it yet."""
        return self.pin.machine

    @property
    def follows(self) -> str:
        """The English page, with the section if it is only about that one."""
        return f"{self.english}#{self.pin.part}" if self.pin.part else self.english

    @property
    def shown(self) -> bool:
        """Whether readers get this page, rather than the English one."""
        return self.state in ("current", "stale", "unpinned")

    @property
    def changed(self) -> tuple[str, ...] | None:
        """The ids of the changed sections; None for a page of which nothing says what changed."""
        if self.state not in ("stale", "held"):
            return ()
        return tuple(change.id for change in self.comparison.changes) if self.comparison else None

    def __str__(self) -> str:
        about = f" {' '.join(self.changed)}" if self.changed else ""
        return f"{self.state}{about}{' machine' if self.machine else ''}"


@dataclass
class English:
    """An English page as it stands on disk."""

    name: str
    data: bytes = field(repr=False)
    ids: dict[int, str] = field(default_factory=dict, repr=False)

    @cached_property
    def text(self) -> str:
        """Its text; empty where it is not UTF-8, which the check reports."""
        return decode(self.data, self.name)[0]

    @cached_property
    def words(self) -> int:
        """Its length, for those who look for a short page to begin with."""
        return len(self.data.split())

    def id(self, digits: int) -> str:
        """Its blob id."""
        if digits not in self.ids:
            self.ids[digits] = blob_id(self.data, digits)
        return self.ids[digits]


@dataclass(frozen=True)
class Survey:
    """What one pass over a course found. ``states`` are by language and name, English pages that are missing included.

    ``old`` holds the English texts that pins name and the repository has, ``unknown`` the pins whose text it lacks.
    ``redirects`` lead from the former name of a page to today's. ``parts`` keeps what all translations are compared with.
    """

    english: Mapping[str, English]
    states: Mapping[str, Mapping[str, State]]
    store: Store = NO_STORE
    old: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    redirects: Mapping[str, str] = field(default_factory=dict)
    parts: EnglishParts = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def digest(self) -> str:
        """Of how all pages stand, for all languages that show it."""
        return digest(as_json(self.states), sorted(self.old))

    @cached_property
    def unknown(self) -> list[State]:
        """The pages that follow an English text which is not here."""
        every = (state for states in self.states.values() for state in states.values())
        return [state for state in every if state.state == "stale" and state.comparison is None]

    @cached_property
    def paragraphs(self) -> Mapping[str, Counter[str]]:
        """What each English page says: for the few pages that are held, not for every status."""
        return {name: Text(page.text).paragraphs for name, page in self.english.items()}

    def now_at(self, state: State) -> tuple[str, float] | None:
        """Where most of the English text that a held page follows is today, and what share of it: at least a fifth."""
        text = self.pinned_text(state) if state.state == "held" and state.pin.readable else None
        old = Text(text).paragraphs if text else Counter()
        shares = {name: (old & said).total() / old.total() for name, said in self.paragraphs.items()} if old else {}
        name = max(shares, key=lambda name: shares[name], default="")
        return (name, shares[name]) if name and shares[name] >= HELD_BELOW else None

    def pinned_text(self, state: State) -> str | None:
        """The English text that a page follows; None where this repository does not have it."""
        page = self.english.get(state.english)
        if page and page.id(len(state.pin.source)) == state.pin.source:
            return page.text
        data = self.old.get(state.pin.source)
        return decode(data, state.english)[0] if data is not None else None


def survey(root: Path, docs: Path | None = None, *, only: Iterable[str] | None = None) -> Survey:
    """The states of all pages of a course, or of ``only`` some languages; the one edge of this room."""
    docs = docs or root / "docs"
    tags = [tag for tag in _tags(docs) if only is None or tag in set(only)]
    english = {name: English(name, _read(f"{docs}/{SOURCE}/{name}")) for name in _names(docs / SOURCE)}
    pins = {tag: {name: _read_pin(f"{docs}/{tag}/{name}") for name in _names(docs / tag)} for tag in tags}
    store = read_store(root)
    config = read_config(root)
    old = read_texts(root, _ids_to_read(english, pins))
    return derive(english, pins, store, old, redirects_of(config))


def derive(
    english: Mapping[str, English],
    pins: Mapping[str, Mapping[str, Pin]],
    store: Store,
    old: Mapping[str, bytes],
    redirects: Mapping[str, str],
) -> Survey:
    """The states that follow from the English pages, the pins by language and name, and the old texts by blob id."""
    judge = _Judge(english, old, redirects)
    states = {tag: dict(sorted([*_of_pages(tag, own, judge), *_of_missing(tag, own, english)])) for tag, own in pins.items()}
    return Survey(english, states, store, old, redirects)


def _of_pages(tag: str, pins: Mapping[str, Pin], judge: _Judge) -> Iterator[tuple[str, State]]:
    for name, pin in pins.items():
        yield name, judge.state(tag, name, pin)


def _of_missing(tag: str, pins: Mapping[str, Pin], english: Mapping[str, English]) -> Iterator[tuple[str, State]]:
    followed = {pin.of for pin in pins.values() if not pin.part}
    for name in english:
        if name not in pins and name not in followed:
            yield name, State(tag, name, "missing", english=name)


class _Judge:
    """Compares an old English text with today's once, however many languages follow it."""

    def __init__(self, english: Mapping[str, English], old: Mapping[str, bytes], redirects: Mapping[str, str]) -> None:
        self.english, self.old, self.redirects = english, old, redirects
        self.today: dict[str, Text] = {}
        self.known: dict[tuple[str, str], tuple[Name, Comparison | None, str]] = {}

    def state(self, tag: str, name: str, pin: Pin) -> State:
        followed = pin.of or name
        page = self.english.get(followed)
        if page is None:
            return State(tag, name, "held", pin, followed, why="gone")
        if not pin.readable:
            return State(tag, name, "unpinned", pin, followed)
        if page.id(len(pin.source)) == pin.source:
            return State(tag, name, "current", pin, followed)
        key = (pin.source, followed)
        if key not in self.known:
            self.known[key] = self._compare(*key)
        state, comparison, why = self.known[key]
        return State(tag, name, state, pin, followed, comparison, why)

    def _compare(self, source: str, name: str) -> tuple[Name, Comparison | None, str]:
        if source not in self.old:
            return "stale", None, ""
        old, today = self._nearest(decode(self.old[source], name)[0], name)
        comparison = compare(old, today)
        if not comparison.changes:
            return "current", None, ""
        if remaining(old, today, comparison) < HELD_BELOW:
            return "held", comparison, "replaced"
        return "stale", comparison, ""

    def _nearest(self, old: str, name: str) -> tuple[Text, Text]:
        """Both versions, the links of the old one read from where the page was then: the name with the fewest changes."""
        if not self.redirects:
            today = self.today.setdefault(name, Text(self.english[name].text))
            return Text(old, today.target), today
        target = link_reader(name, self.redirects)
        today = self.today.setdefault(name, Text(self.english[name].text, target))
        former = [name, *(before for before, after in self.redirects.items() if after == name)]
        readers = [today.target, *(link_reader(place, self.redirects) for place in former[1:])]
        texts = [Text(old, reader) for reader in readers]
        return min(texts, key=lambda text: len(compare(text, today).changes)) if len(texts) > 1 else texts[0], today


def link_reader(name: str, redirects: Mapping[str, str]) -> Target:
    """What makes link targets of the page ``name`` comparable with those of another: paths from the language's folder.

    Former names become today's, so that ``mv`` changes nothing.
    """

    def read(target: str) -> str:
        path, sign, anchor = target.partition("#")
        if not path or ":" in path or path.startswith("/"):
            return target
        full = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
        return redirects.get(full, full) + sign + anchor

    return read


# ------------------------------------------------------------------------------------------------------------ output


def as_json(states: Mapping[str, Mapping[str, State]]) -> str:
    """``{"de": {"page.md": {"state": "stale", "sections": 9, "changed": ["training"]}}}``.

    Where nothing says what changed in a stale page, ``sections`` and ``changed`` are null. ``"machine": true`` is added
    where it is, and ``"of": "page.md#section"`` where the English page has another name.
    """
    tree = {tag: {name: _values(state) for name, state in own.items()} for tag, own in states.items()}
    return json.dumps(tree, ensure_ascii=False, indent=1)


def _values(state: State) -> dict[str, Any]:
    values: dict[str, Any] = {"state": state.state}
    if state.state == "stale" or state.comparison:
        changed = state.changed
        values["sections"] = state.comparison.sections if state.comparison else None
        values["changed"] = list(changed) if changed is not None else None
    if state.english != state.name:
        values["of"] = state.follows
    return values | ({"machine": True} if state.machine else {})


@dataclass(frozen=True)
class Count:
    """The figures of one language. ``core`` and ``pages`` count English pages, ``core_shown`` those of them that readers
    get in their language."""

    lang: str
    states: Mapping[str, int]
    machine: int
    pages: int
    core: int
    core_shown: int

    @property
    def shown(self) -> int:
        """How many pages readers get in their language."""
        return sum(self.states[name] for name in ("current", "stale", "unpinned"))


def count(lang: str, states: Mapping[str, State], core: Iterable[str]) -> Count:
    """Sum up one language."""
    shown = {state.english for state in states.values() if state.shown and not state.pin.part}
    core = set(core)
    numbers = dict.fromkeys(STATES, 0) | Counter(state.state for state in states.values())
    pages = len({state.english for state in states.values() if state.why != "gone"})
    machine = sum(state.machine for state in states.values())
    return Count(lang, numbers, machine, pages, len(core), len(core & shown))


def percent(part: int, whole: int) -> str:
    """``66 %``, rounded down, so that 100 % is all of it."""
    return f"{100 * part // whole} %" if whole else "–"


def core_pages(names: Iterable[str], nav: list[str]) -> list[str]:
    """What a language should have first, in the order of the navigation: the home page, all index pages, the first chapter.

    Python's translations are listed once a small fixed core is complete (PEP 545); here the navigation says what it is.
    """
    known = set(names)
    ordered = [name for name in nav if name in known] or sorted(known)
    first = next((name.split("/")[0] for name in ordered if "/" in name), "")
    return [name for name in ordered if posixpath.basename(name) == "index.md" or (first and name.startswith(f"{first}/"))]


def good_first(states: Mapping[str, State], english: Mapping[str, English], core: Iterable[str], number: int = 3) -> list[str]:
    """The missing pages to begin with: those of the core first, then the shortest."""
    core = set(core)
    missing = [name for name, state in states.items() if state.state == "missing"]
    return sorted(missing, key=lambda name: (name not in core, english[name].words, name))[:number]


# -------------------------------------------------------------------------------------------------------------- disk


def _tags(docs: Path) -> list[str]:
    return sorted(
        folder.name
        for folder in docs.iterdir()
        if folder.name != SOURCE and (folder / LANGUAGE_FILE).is_file() and is_tag(folder.name)
    )


def _names(folder: Path) -> list[str]:
    """The pages of a language, as ``pages.markdown_files`` finds them, without a Path for each of 25,000."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        found += [name if below == "." else f"{below}/{name}" for name in files if name.endswith(".md") and name[0] != "."]
    return sorted(found)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123  a Path for each of 25,000 pages takes half a second
        return file.read()


def _read_pin(path: str) -> Pin:
    """The pin of a page, from its first bytes unless its front matter is longer."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  as above
        head = file.read(_HEAD)
        found = pin_in(head)
        whole = found.source or len(head) < _HEAD or not head.lstrip(b"\xef\xbb\xbf").startswith(b"---")
        return found if whole else pin_in(head + file.read())


def _ids_to_read(english: Mapping[str, English], pins: Mapping[str, Mapping[str, Pin]]) -> set[str]:
    """The pins that are not today's page: only their texts are needed."""
    return {
        pin.source
        for own in pins.values()
        for name, pin in own.items()
        if pin.readable and (page := english.get(pin.of or name)) and page.id(len(pin.source)) != pin.source
    }
