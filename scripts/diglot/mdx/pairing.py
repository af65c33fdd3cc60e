"""Which English page is a translated page about? By content, not by number.

A page that keeps its number and most of what it has keeps its English page. Others are compared with every English page,
rare features weighing more (inverse document frequency). Each English page has one translation in a language; a page that is
contained in another's section, or in one that is taken, follows that page without being its translation.

========  ==========================================================================================
pair      the translation of this English page
part      it became a part of this English page, in the section that is named
orphan    no English page is about this
========  ==========================================================================================
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from diglot.mdx.features import Section

# Of 305 translated pages of a real course these put all on the page that a reader would name, or on none.
PAIR_FROM, PART_FROM = 0.3, 0.5  # shares
MOVED_FROM, PART_OF_FROM = 1.1, 2.2  # weights: with less in common, nothing is said of a page under another number
LITTLE = 2.6  # weight below which a page has too little to be compared
_HOME = 0.15  # what a page's own number counts for
_UNKNOWN = 0.2
_REWRITTEN_FROM, _TOO_LIKE_FOR_A_PART = 0.1, 0.6
_MUCH_LARGER, _MUCH_LARGER_AT_HOME = 1.8, 2.5
_KINDS = {"video": 4.0, "quiz": 2.0, "question": 0.5, "frame": 2.0, "word": 0.5, "span": 0.7}


@dataclass(frozen=True)
class Lesson:
    """A page as the pairing sees it: ``local`` is its path without language and ending (``chapter1/7``)."""

    local: str
    title: str
    sections: tuple[Section, ...]
    quiz: bool = False

    @cached_property
    def features(self) -> frozenset[str]:
        """What the whole page has."""
        return frozenset().union(*(section.features for section in self.sections))


@dataclass(frozen=True)
class Match:
    """What a translated page is about; ``confidence`` is 0 to 1, ``section`` the English heading it became."""

    local: str
    kind: str
    english: str = ""
    confidence: float = 0.0
    section: Section | None = None

    def __str__(self) -> str:
        about = f" #{self.section.title}" if self.section else ""
        return f"{self.local} {self.kind} {self.english}{about} ({self.confidence:.2f})"


def pair(english: Sequence[Lesson], translated: Sequence[Lesson], elsewhere: Mapping[str, str] | None = None) -> list[Match]:
    """What each page of one language is about, in the order given.

    ``elsewhere`` says which English page a number means in other languages, for pages that have too little to tell.
    """
    scale = Scale(english)
    tries = [_Try(lesson, other, scale) for lesson in translated for other in english]
    tries.sort(key=lambda one: (-one.rank, one.lesson.local, one.other.local))
    nearest = {one.lesson.local: one.other.local for one in sorted(tries, key=lambda one: one.score)}
    found: dict[str, Match] = {}
    taken: set[str] = set()
    for accept in (_moved_or_stays, lambda one: _as_elsewhere(one, elsewhere or {}), lambda one: _stays(one, nearest)):
        for one in tries:
            if one.lesson.local not in found and one.other.local not in taken and accept(one):
                found[one.lesson.local] = Match(one.lesson.local, "pair", one.other.local, round(one.score, 2))
                taken.add(one.other.local)
    return [found.get(lesson.local) or _part(lesson, english, scale) for lesson in translated]


class Scale:
    """How much each feature says: 1 for what one English page alone has, less for what more have, and 0.2 for what none has.

    Times what its kind is worth: a video says more than a word.
    """

    def __init__(self, english: Sequence[Lesson]) -> None:
        number = Counter(feature for lesson in english for feature in lesson.features)
        all_of_them = math.log(1 + len(english))
        self.of = {
            feature: math.log((1 + len(english)) / count) / all_of_them * _of_kind(feature) for feature, count in number.items()
        }
        self.totals: dict[int, tuple[Lesson, float]] = {}

    def weigh(self, features: frozenset[str]) -> float:
        """What some features say together."""
        return math.fsum(self.of.get(feature, _UNKNOWN * _of_kind(feature)) for feature in features)

    def whole(self, lesson: Lesson) -> float:
        """What all of a page says."""
        if id(lesson) not in self.totals:
            self.totals[id(lesson)] = lesson, self.weigh(lesson.features)
        return self.totals[id(lesson)][1]

    def likeness(self, left: Lesson, right: Lesson) -> tuple[float, float]:
        """The share that two pages have in common (Dice's coefficient), and its weight."""
        total, shared = self.whole(left) + self.whole(right), self.weigh(left.features & right.features)
        return (2 * shared / total if total else 0.0), shared


class _Try:
    """A translated page beside an English one."""

    def __init__(self, lesson: Lesson, other: Lesson, scale: Scale) -> None:
        self.lesson, self.other, self.scale = lesson, other, scale
        self.home = lesson.local == other.local
        self.score, self.shared = scale.likeness(lesson, other)
        self.rank = self.score + (_HOME if self.home else 0.0)

    @property
    def little(self) -> bool:
        """Whether the translated page has too little to be compared."""
        return self.scale.whole(self.lesson) < LITTLE

    @property
    def part(self) -> bool:
        """Whether most of the page is in one section of a much larger one."""
        larger = _MUCH_LARGER_AT_HOME if self.home else _MUCH_LARGER
        own = self.scale.whole(self.lesson)
        if self.score >= _TOO_LIKE_FOR_A_PART or self.scale.whole(self.other) <= larger * own:
            return False
        return _nearest_section(self.lesson, self.other, self.scale)[1] >= PART_FROM


def _moved_or_stays(one: _Try) -> bool:
    """Whether two pages have enough in common to be the same lesson."""
    return one.score >= PAIR_FROM and (one.home or one.shared >= MOVED_FROM) and not one.part


def _as_elsewhere(one: _Try, elsewhere: Mapping[str, str]) -> bool:
    """Whether a page with little in common means what its number means in other languages."""
    return one.little and one.score > 0 and elsewhere.get(one.lesson.local) == one.other.local


def _stays(one: _Try, nearest: Mapping[str, str]) -> bool:
    """Whether a page keeps its number: no English page is nearer, or there is little to compare and the shape is the same."""
    if not one.home or any(feature.startswith("question") for feature in one.lesson.features ^ one.other.features):
        return False
    few, many = sorted((len(one.lesson.sections), len(one.other.sections)))
    return (one.little and many <= 2 * few) or (
        one.score >= _REWRITTEN_FROM and nearest[one.lesson.local] == one.other.local and not one.part
    )


def _part(lesson: Lesson, english: Sequence[Lesson], scale: Scale) -> Match:
    """The English page with the section that holds most of this page."""
    other, section, share = max(
        ((other, *_nearest_section(lesson, other, scale)) for other in english), key=lambda entry: entry[2]
    )
    if section is None or share < PART_FROM or share * scale.whole(lesson) < PART_OF_FROM:
        return Match(lesson.local, "orphan", other.local if share else "", round(share, 2))
    return Match(lesson.local, "part", other.local, round(share, 2), section)


def _nearest_section(lesson: Lesson, other: Lesson, scale: Scale) -> tuple[Section | None, float]:
    """The section of a page that holds most of what a lesson has, with those below it, and how much that is."""
    own = scale.whole(lesson)
    best: tuple[Section | None, float] = (None, 0.0)
    if not own or not lesson.features & other.features:
        return best
    for index, section in enumerate(other.sections):
        if section.level > 1:
            share = scale.weigh(lesson.features & _with_below(other.sections, index)) / own
            best = (section, share) if share > best[1] else best
    return best


def _with_below(sections: Sequence[Section], index: int) -> frozenset[str]:
    """What a section has, and the deeper ones that follow it."""
    below = itertools.takewhile(lambda inner: inner.level > sections[index].level, sections[index + 1 :])
    return sections[index].features.union(*(inner.features for inner in below))


def _of_kind(feature: str) -> float:
    return _KINDS.get(feature.split(" ", 1)[0], 1.0)
