"""Languages: tags, ``_lang.yml``, words.

A language is a folder ``docs/<tag>/`` with a ``_lang.yml``::

    name: Deutsch            # its own name, as its speakers write it
    dir: ltr                 # only where it differs from the tag's default
    reviewers: [Name]
    labels:                  # the site's own words, see labels.yml
        quiz: {check: Prüfen}

The tag is BCP 47 (``de``, ``pt-BR``, ``zh-Hant``, ``es-419``). Words that a language lacks come from its parent tag
(``es-419`` → ``es``), then from English.
"""

from __future__ import annotations

import html
import string
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import langcodes
import yaml
from markdown.util import AtomicString

from diglot.problems import Problem, did_you_mean
from diglot.yamlfile import Yaml, load

SOURCE = "en"
LANGUAGE_FILE = "_lang.yml"

_KEYS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    # key: (whether a value can be used, what to write instead)
    "name": (lambda value: _is_text(value), "the language's own name in quotes"),
    "dir": (lambda value: value in ("ltr", "rtl"), "'ltr' or 'rtl'"),
    "reviewers": (lambda value: isinstance(value, list) and all(map(_is_text, value)), "a list of names"),
    "labels": (lambda value: isinstance(value, dict), "a mapping"),
}

# Scripts written from right to left: CLDR, scriptMetadata.txt.
_RIGHT_TO_LEFT = {"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}


@dataclass(frozen=True)
class Word:
    """A word of the site and the language it is in."""

    text: str
    lang: str


@dataclass(frozen=True)
class Language:
    """One language of a course. ``own`` are the words of its ``_lang.yml``, by dotted key (``quiz.check``)."""

    tag: str
    name: str
    dir: str = "ltr"
    reviewers: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)


class Words:
    """The site's words in one language, with the fallbacks filled in."""

    def __init__(self, lang: str, words: Mapping[str, Word]) -> None:
        self.lang = lang
        self._words = words

    def __getitem__(self, key: str) -> str:
        """The bare word, for a place that cannot carry markup."""
        return self._words[key].text

    def fill(self, key: str, **values: object) -> str:
        """The bare word with its braces filled in."""
        return self[key].format(**values)

    def html(self, key: str, **values: object) -> str:
        """The word, escaped; a word of another language says so: ``<span lang="en">Check</span>``."""
        word = self._words[key]
        text = html.escape(word.text.format(**values) if values else word.text, quote=False)
        return text if word.lang == self.lang else f"<span{_as_html(self._attributes(word.lang))}>{text}</span>"

    def put(self, element: etree.Element, key: str, **values: object) -> etree.Element:
        """The word as an element's text; an element whose word is of another language says so with ``lang``."""
        word = self._words[key]
        element.text = AtomicString(word.text.format(**values) if values else word.text)
        for name, value in self._attributes(word.lang).items():
            element.set(name, value)
        return element

    def _attributes(self, lang: str) -> dict[str, str]:
        """What an element with a word of another language says: which, and the direction where it runs the other way."""
        if lang == self.lang:
            return {}
        turned = right_to_left(lang) != right_to_left(self.lang)
        return {"lang": lang} | ({"dir": "rtl" if right_to_left(lang) else "ltr"} if turned else {})

    def borrowed(self) -> int:
        """How many words come from another language."""
        return sum(word.lang != self.lang for word in self._words.values())

    def tree(self) -> dict[str, dict[str, str]]:
        """All words as HTML, by room and key, for the templates."""
        rooms: dict[str, dict[str, str]] = {}
        for key in self._words:
            room, name = key.split(".", 1)
            rooms.setdefault(room, {})[name] = self.html(key)
        return rooms


def _as_html(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes.items())


@cache
def english_words() -> Mapping[str, str]:
    """The words of ``labels.yml`` by dotted key: the list of all words there are."""
    rooms = yaml.safe_load(Path(__file__).with_name("labels.yml").read_text("utf-8"))
    return {f"{room}.{key}": text for room, words in rooms.items() for key, text in words.items()}


def words_of(tag: str, languages: Mapping[str, Language]) -> Words:
    """The words of a language: its own, then its parent tags', then English."""
    found = {key: Word(text, SOURCE) for key, text in english_words().items()}
    for parent in reversed(parents(tag)):
        if parent in languages:
            found |= {key: Word(text, parent) for key, text in languages[parent].own.items()}
    return Words(tag, found)


def parents(tag: str) -> list[str]:
    """The tag and what it is a kind of: ``zh-Hant-TW`` → ``zh-Hant-TW``, ``zh-Hant``, ``zh``."""
    parts = tag.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def is_tag(name: str) -> bool:
    """Whether a name is a BCP 47 tag whose parts are registered."""
    try:
        return langcodes.tag_is_valid(name)
    except langcodes.LanguageTagError:
        return False


@cache
def right_to_left(tag: str) -> bool:
    """Whether the tag's likely script runs from right to left."""
    return langcodes.Language.get(tag).maximize().script in _RIGHT_TO_LEFT


def nearest(tag: str, known: Iterable[str]) -> str:
    """The known tag that stands in for this one: itself, a parent, a relative a reader understands, or English."""
    match, _ = langcodes.closest_match(tag, sorted(known), max_distance=10)
    return match if match != "und" else SOURCE


def tag_problem(tag: str, path: str) -> Problem | None:
    """What is wrong with the name of a language folder."""
    if is_tag(tag) and langcodes.standardize_tag(tag) == tag:
        return None
    if is_tag(tag):
        advice = f"write it {langcodes.standardize_tag(tag)!r}"
    else:
        advice = "rename it to a BCP 47 tag such as 'de', 'pt-BR' or 'zh-Hant', or remove its _lang.yml"
    return Problem(path, 1, 1, "L001", f"folder {tag!r} has a {LANGUAGE_FILE} but its name is no language tag; {advice}")


def read_language(tag: str, text: str, path: str) -> tuple[Language, list[Problem]]:
    """Parse a ``_lang.yml``; what cannot be used is left out and reported."""
    data = load(text, path)
    problems = list(data.problems)
    value = data.value if isinstance(data.value, dict) else {}
    if data.value is not None and not isinstance(data.value, dict):
        problems.append(Problem(path, 1, 1, "L003", "the file must be a mapping, for example 'name: Deutsch'"))
    elif "name" not in value and not problems:
        problems.append(Problem(path, 1, 1, "L003", "the language's own name is missing; write 'name: Deutsch'"))
    good = {
        key: entry
        for key, entry in value.items()
        if not (found := _key_problem(key, entry, data, path)) or problems.append(found)
    }
    own, label_problems = _labels(good.get("labels", {}), data, path)
    default = "rtl" if is_tag(tag) and right_to_left(tag) else "ltr"
    language = Language(tag, good.get("name", tag), good.get("dir", default), tuple(good.get("reviewers", ())), own)
    return language, problems + label_problems


def _key_problem(key: Any, entry: Any, data: Yaml, path: str) -> Problem | None:
    at = data.place(key)
    if key not in _KEYS:
        return Problem(path, *at, "L002", f"unknown key {key!r}; {did_you_mean(str(key), _KEYS)}")
    usable, right = _KEYS[key]
    return None if usable(entry) else Problem(path, *at, "L003", f"{key} is {entry!r}; write {right}")


def _labels(rooms: dict[str, Any], data: Yaml, path: str) -> tuple[dict[str, str], list[Problem]]:
    own: dict[str, str] = {}
    problems = []
    for room, words in rooms.items():
        if not isinstance(words, dict):
            problems.append(Problem(path, *data.place("labels", room), "L003", f"labels.{room} must be a mapping of words"))
            continue
        for name, text in words.items():
            found = _label_problem(f"{room}.{name}", text, data.place("labels", room, name), path)
            if found:
                problems.append(found)
            else:
                own[f"{room}.{name}"] = text
    return own, problems


def _label_problem(key: str, text: Any, place: tuple[int, int], path: str) -> Problem | None:
    known = english_words()
    if key not in known:
        return Problem(path, *place, "L002", f"unknown label {key!r}; {did_you_mean(key, known)}")
    if not _is_text(text):
        return Problem(path, *place, "L003", f"label {key!r} is {text!r}; write a word in quotes, or leave the line out")
    if braces(text) != braces(known[key]):
        return Problem(
            path,
            *place,
            "L003",
            f"label {key!r} must hold {_in_braces(known[key])}, as English does",
        )
    return None


def braces(text: str) -> set[str] | None:
    """The names in braces: ``{right}`` and ``{all}``; None where a brace is open or closes nothing."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    return {f"{name}{spec}{conversion or ''}" for _, name, spec, conversion in parts if name is not None}


def _in_braces(text: str) -> str:
    return " and ".join(f"{{{name}}}" for name in sorted(braces(text) or ())) or "no braces"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
