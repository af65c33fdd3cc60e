"""Sections of a page, and what two versions of a page have in common.

A section goes from one heading, of any level, to the next and is named by the heading's id; the title and the description
in the front matter belong to the first one, all other front matter to none. Two sections are the same when their normal
forms are (``normal``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from diglot.headings import headings
from diglot.normal import Block, Target, blocks_of, definitions_of, normal
from diglot.source import FrontMatter, fences, split_front_matter
from diglot.yamlfile import load

Kind = Literal["changed", "added", "removed", "moved"]

NEAR = 0.5  # share of words in common from which a paragraph or a section is an edited one, not another

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Section:
    """Lines ``first`` to ``last`` (excluded) of a body; ``id`` is empty for what stands before the first heading."""

    id: str
    level: int
    title: str
    first: int
    last: int
    text: str = field(repr=False)


@dataclass
class Text:
    """A version of a page. ``target`` gives the one form in which link targets are compared."""

    source: str
    target: Target = field(default=str, repr=False)
    _normal: dict[int, tuple[Block, ...]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def front(self) -> FrontMatter:
        """Front matter and body."""
        return split_front_matter(self.source)

    @property
    def yaml(self) -> str:
        """The front matter."""
        return self.front.yaml

    @property
    def body(self) -> str:
        """What stands behind the front matter."""
        return self.front.body

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the body."""
        return self.body.split("\n")

    def line_of(self, section: Section) -> int:
        """The line of the file on which a section begins, from 1."""
        return section.first + self.front.line

    @cached_property
    def code(self) -> dict[int, int]:
        """First and last line of each fenced code block."""
        return {fence.first: fence.last for fence in fences(self.lines)}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in order; at least one."""
        hidden = {index for first, last in self.code.items() for index in range(first, last + 1)}
        return tuple(_split(self.lines, ["" if index in hidden else line for index, line in enumerate(self.lines)]))

    @cached_property
    def head(self) -> tuple[Block, ...]:
        """Title and description, as far as they are given."""
        data = load(self.yaml, "").value
        data = data if isinstance(data, dict) else {}
        return tuple(Block(key, " ".join(str(data[key]).split())) for key in ("title", "description") if data.get(key))

    @cached_property
    def definitions(self) -> dict[str, tuple[str, str]]:
        """Targets and titles of reference links by name."""
        return definitions_of(self.lines) if "]:" in self.body else {}

    def blocks(self, section: Section) -> tuple[Block, ...]:
        """The normal form of a section."""
        if section.first not in self._normal:
            found = tuple(map(self.normal, self.written(section)))
            self._normal[section.first] = self.head_of(section) + found
        return self._normal[section.first]

    def written(self, section: Section) -> list[Block]:
        """The blocks of a section as they stand."""
        return list(blocks_of(self.lines, section.first, section.last, self.code))

    def normal(self, block: Block) -> Block:
        """The normal form of one of its blocks."""
        return normal(block, self.definitions, self.target)

    def head_of(self, section: Section) -> tuple[Block, ...]:
        """Title and description where they belong to this section: the first one."""
        return self.head if section is self.sections[0] else ()

    @cached_property
    def all_blocks(self) -> tuple[tuple[Block, ...], ...]:
        """The normal forms of all sections."""
        return tuple(map(self.blocks, self.sections))

    @cached_property
    def paragraphs(self) -> Counter[str]:
        """What the page says: its paragraphs, items, rows and code, without headings and marks."""
        said = ("text", "item", "row", "code")
        return Counter(block.text for blocks in self.all_blocks for block in blocks if block.kind in said and block.text)


@dataclass(frozen=True)
class Change:
    """A section that differs. ``old`` is missing where it was added, ``new`` where it was removed."""

    kind: Kind
    old: Section | None
    new: Section | None

    @property
    def id(self) -> str:
        """Today's id, or the last one it had."""
        section = self.new or self.old
        return section.id if section else ""


@dataclass(frozen=True)
class Comparison:
    """``sections`` is how many there are, today's and those that were removed."""

    sections: int
    changes: tuple[Change, ...] = ()


def compare(old: Text, new: Text) -> Comparison:
    """What changed from one version of a page to the next; no changes where all of them are cosmetic."""
    pairs = pair_sections(old, new)
    kept = _in_order([before.first for before, after in pairs if before and after])
    changes = []
    for before, after in pairs:
        if before is None or after is None:
            changes.append(Change("added" if after else "removed", before, after))
        elif not _same(old, before, new, after):
            changes.append(Change("changed", before, after))
        elif before.first not in kept:
            changes.append(Change("moved", before, after))
    changes = [change for change in changes if change.id or not _empty(change, old, new)]
    return Comparison(len(new.sections) + sum(change.new is None for change in changes), tuple(changes))


def _empty(change: Change, old: Text, new: Text) -> bool:
    """A section without a word that comes or goes: the nothing before the first heading."""
    return (change.old is None or not old.blocks(change.old)) and (change.new is None or not new.blocks(change.new))


def _same(old: Text, before: Section, new: Text, after: Section) -> bool:
    same_around = old.definitions == new.definitions and old.target is new.target
    first = before is old.sections[0] or after is new.sections[0]
    if before.text == after.text and same_around and (not first or old.yaml == new.yaml):
        return True
    left, right = old.written(before), new.written(after)
    if len(left) != len(right) or old.head_of(before) != new.head_of(after):
        return False
    pairs = zip(left, right, strict=True)
    return all((same_around and mine == other) or old.normal(mine) == new.normal(other) for mine, other in pairs)


def pair_sections(old: Text, new: Text) -> list[tuple[Section | None, Section | None]]:
    """Each section of either version with its counterpart, in the order of the new one; removed ones where they stood.

    The same id is the same section. Then the same heading is, or the same text below it; last, between two sections that
    are paired, one that shares half of its words: a heading renamed with its text left alone.
    """
    found: dict[int, int] = {}  # new → old
    _pair(found, [section.id for section in old.sections], [section.id for section in new.sections])
    if len(found) < max(len(old.sections), len(new.sections)):
        _pair(found, [_title(section) for section in old.sections], [_title(section) for section in new.sections])
        _pair(found, [_body(old, section) for section in old.sections], [_body(new, section) for section in new.sections])
        _pair_near(found, old, new)
    return list(_merge(found, old, new))


def _title(section: Section) -> tuple[int, str] | None:
    return (section.level, section.title) if section.title else None


def _body(text: Text, section: Section) -> tuple[Block, ...] | None:
    return tuple(block for block in text.blocks(section) if block.kind != "heading") or None


def _pair(found: dict[int, int], old: list, new: list) -> None:
    """Pair what has the same key and no partner yet; None is no key."""
    free: dict[object, list[int]] = {}
    taken = set(found.values())
    for index, key in enumerate(old):
        if index not in taken and key is not None:
            free.setdefault(key, []).append(index)
    for index, key in enumerate(new):
        if index not in found and free.get(key):
            found[index] = free[key].pop(0)


def _pair_near(found: dict[int, int], old: Text, new: Text) -> None:
    for index, section in enumerate(new.sections):
        if index in found:
            continue
        before = next((found[other] for other in range(index - 1, -1, -1) if other in found), -1)
        taken = set(found.values())
        after = next((other for other in range(before + 1, len(old.sections)) if other in taken), len(old.sections))
        words = _words_of(section)
        near = [(_likeness(_words_of(old.sections[other]), words), -other) for other in range(before + 1, after)]
        if near and max(near)[0] >= NEAR:
            found[index] = -max(near)[1]


def _merge(found: Mapping[int, int], old: Text, new: Text) -> Iterator[tuple[Section | None, Section | None]]:
    gone = set(range(len(old.sections))) - set(found.values())

    def behind(place: int) -> Iterator[tuple[Section | None, Section | None]]:
        while (place := place + 1) in gone:
            yield old.sections[place], None

    yield from behind(-1)
    for index, section in enumerate(new.sections):
        yield (old.sections[found[index]] if index in found else None), section
        if index in found:
            yield from behind(found[index])


def _in_order(places: list[int]) -> set[int]:
    """The most that can stay where they are while the others move: a longest increasing subsequence."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(tails, place)
        before[place] = tails[at - 1] if at else None
        tails[at : at + 1] = [place]
    kept: set[int] = set()
    place = tails[-1] if tails else None
    while place is not None:
        kept.add(place)
        place = before[place]
    return kept


def remaining(old: Text, new: Text, comparison: Comparison) -> float:
    """The share of a version's paragraphs that are still in the next one, word for word or edited.

    Edited is one with half of its words left: a page of one paragraph, reworded, is still the same page. Where the sections
    that did not change hold half of the lines, that is the answer; looking at every paragraph is for the few others.
    """
    touched = {change.old.first for change in comparison.changes if change.old and change.kind != "moved"}
    same = sum(section.last - section.first for section in old.sections if section.first not in touched)
    if same * 2 >= len(old.lines):
        return same / len(old.lines)
    total = sum(old.paragraphs.values())
    fresh = [Counter(_WORD.findall(text)) for text in new.paragraphs - old.paragraphs]
    missing = old.paragraphs - new.paragraphs
    if 1 - missing.total() / (total or 1) >= NEAR:
        return 1 - missing.total() / (total or 1)
    lost = sum(number for text, number in missing.items() if not _has_like(fresh, text))
    return 1 - lost / total if total else 1.0


def _has_like(others: list[Counter[str]], text: str) -> bool:
    words = Counter(_WORD.findall(text))
    return any(_likeness(words, other) >= NEAR for other in others)


def _words_of(section: Section) -> Counter[str]:
    return Counter(_WORD.findall(section.text))


def _likeness(left: Counter[str], right: Counter[str]) -> float:
    """Words in common among all words: 1 for the same, 0 for nothing (Dice's coefficient over multisets)."""
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _split(lines: list[str], outside_code: list[str]) -> Iterator[Section]:
    found = headings(outside_code)
    starts = [heading.index for heading in found]
    if not found or any(line.strip() for line in lines[: starts[0]]):
        last = starts[0] if found else len(lines)
        yield Section("", 0, "", 0, last, "\n".join(lines[:last]).strip())
    for heading, (first, last) in zip(found, pairwise([*starts, len(lines)]), strict=True):
        yield Section(heading.id, heading.level, heading.text, first, last, "\n".join(lines[first:last]).strip())
