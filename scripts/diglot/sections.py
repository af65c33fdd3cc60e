"""Sections of a page, and what two versions of a page have in common.

A section goes from one heading, of any level, to the next and is named by the heading's id; the title and the description
in the front matter belong to the first one. Two sections are the same when their *normal forms* are: the one definition
of a cosmetic change. It sets aside

- white space and line breaks inside a paragraph, a list item, a row; the number of blank lines between them
- ``*`` or ``_`` for emphasis, ``-``, ``*``, ``+`` for a list item, and the numbers of a numbered list
- whether a link is written inline or by reference, and where its reference is defined
- the ids of headings, and all front matter but title and description

and nothing else: emphasis that comes or goes, a paragraph cut in two, a link's target, a letter are changes. Code is
compared as it stands, and so are the options of a block. Where the renderer might see code, this room does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from diglot.headings import headings
from diglot.source import TAB, FrontMatter, fences, split_front_matter
from diglot.yamlfile import load

Kind = Literal["changed", "added", "removed", "moved"]
Target = Callable[[str], str]

NEAR = 0.5  # share of words in common from which a paragraph or a section is an edited one, not another

_INDENT = re.compile(r" *")
_QUOTE = re.compile(r"(?:>[ ]?)+")
_HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_ATTRIBUTES = re.compile(r"\{:?(?P<inside>[^{}]*#[^{}]*)\}\s*$")
_ITEM = re.compile(r"^(?P<sign>[-*+]|\d+[.)])[ \t]+(?P<text>.*)$")
_DEFINED = re.compile(r"^:[ \t]+")
_RULE = re.compile(r"^(?:(?:[-*_][ \t]*){3,})$")
_MARKER = re.compile(r"^(?:/{3,}|!!!|\?\?\?\+?|===\+?!?[ ]*\"|--8<--)")
_CONTAINER = re.compile(r"^(?:!!!|\?\?\?\+?|===\+?!?[ ]*\"|\[\^[^\]]+\]:)")
_DELIMITER_CELL = re.compile(r"^:?-+:?$")
_DEFINITION = re.compile(
    r"""^\ {0,3}\[(?P<name>(?!\^)[^\]]+)\]:[ \t]*<?(?P<target>[^\s<>]+)>?
        (?:[ \t]+(?P<quote>["'(])(?P<title>.*)["')])?[ \t]*$""",
    re.VERBOSE,
)
_OPAQUE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\$\$.+?\$\$|\$(?=\S)[^$]*?\S\$(?!\d)|<[^<>\s][^<>]*>", re.DOTALL)
_TEXT = r"(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)"
_INLINE_LINK = re.compile(
    rf"""\[{_TEXT}\]\(\s*(?P<target>(?:[^\s()]|\([^\s()]*\))*)
         (?:\s+(?P<quote>["'])(?P<title>.*?)(?P=quote))?\s*\)""",
    re.VERBOSE,
)
_REFERENCE_LINK = re.compile(rf"\[{_TEXT}\](?:\ ?\[(?P<name>[^\]]*)\])?(?![(\[:])", re.VERBOSE)
_UNDERSCORES = re.compile(r"(?<![\w\\])(?P<sign>_{1,3})(?=\S)(?P<text>.+?)(?<=[^\s\\])(?P=sign)(?!\w)")
_SPECIAL = re.compile("[`$<\\[_\ue000]")
_HELD = re.compile("\ue000(?P<number>\\d+)\ue001")  # a private character: no author types it
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Block:
    """The normal form of one paragraph, item, row, line of code …; ``line`` is an index into the body."""

    kind: str
    text: str
    line: int = field(default=0, compare=False)


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
        return tuple(_split(self.lines))

    @cached_property
    def head(self) -> tuple[Block, ...]:
        """Title and description, as far as they are given."""
        data = load(self.yaml, "").value
        data = data if isinstance(data, dict) else {}
        return tuple(Block(key, " ".join(str(data[key]).split())) for key in ("title", "description") if data.get(key))

    @cached_property
    def definitions(self) -> dict[str, tuple[str, str]]:
        """Targets and titles of reference links by name."""
        found: dict[str, tuple[str, str]] = {}
        if "]:" in self.body:
            for line in self.lines:
                if match := _DEFINITION.match(line):
                    found.setdefault(_name(match["name"]), (match["target"], match["title"] or ""))
        return found

    def blocks(self, section: Section) -> tuple[Block, ...]:
        """The normal form of a section."""
        if section.first not in self._normal:
            code = {first: last for first, last in self.code.items() if section.first <= first < section.last}
            own = _blocks(self.lines[: section.last], section.first, code)
            normal = tuple(_normal(block, self.definitions, self.target) for block in own)
            self._normal[section.first] = self.head + normal if section is self.sections[0] else normal
        return self._normal[section.first]

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
    return old.blocks(before) == new.blocks(after)


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


# ------------------------------------------------------------------------------------------------------- normal form


def _split(lines: list[str]) -> Iterator[Section]:
    found = headings(lines)
    starts = [heading.index for heading in found]
    if not found or any(line.strip() for line in lines[: starts[0]]):
        last = starts[0] if found else len(lines)
        yield Section("", 0, "", 0, last, "\n".join(lines[:last]).strip())
    for heading, (first, last) in zip(found, pairwise([*starts, len(lines)]), strict=True):
        yield Section(heading.id, heading.level, heading.text, first, last, "\n".join(lines[first:last]).strip())


def _blocks(lines: list[str], first: int, code: Mapping[int, int]) -> Iterator[Block]:
    """The blocks from a line to the end, their texts still as they stand."""
    paragraph: list[str] = []
    at, kind, key, allowed, index, options = 0, "text", (0, 0), 0, first - 1, False

    def close() -> Iterator[Block]:
        if paragraph:
            level, depth = key
            yield Block(kind, f"{'    ' * level}{'>' * depth}{' '.join(paragraph)}", at)
            paragraph.clear()

    while (index := index + 1) < len(lines):
        line = lines[index].expandtabs(TAB).rstrip() if "\t" in lines[index] else lines[index].rstrip()
        if index in code:
            yield from close()
            last = code[index]
            yield Block("code", "\n".join(text.rstrip() for text in lines[index : last + 1]), index)
            index = last
            continue
        level, depth, content = _measure(line)
        if not content:
            yield from close()
            options = False
            continue
        if options and level:
            yield Block("option", line, index)
            continue
        options = False
        if not paragraph and level > allowed and not depth:
            yield Block("code", line, index)
            continue
        if not depth and not level and _DEFINITION.match(line):
            continue
        sign = _sign(content, level)
        if paragraph and depth <= key[1] and (sign == "text" or (kind == "text" and sign in ("item", "row"))):
            paragraph.append(content)  # a list or a table begins behind a blank line only
            continue
        yield from close()
        at, kind, key = index, sign, (level, depth)
        allowed = level + 1 if sign == "item" or _CONTAINER.match(content) else min(level, allowed)
        paragraph.append(content)
        options = sign == "marker" and content.startswith("///")
        if sign in ("heading", "marker", "row", "rule"):
            yield from close()
    yield from close()


def _measure(line: str) -> tuple[int, int, str]:
    """How deep a line stands: indents of 4, quote marks; and what is left of it."""
    indent = len(line) - len(line.lstrip(" "))
    rest = line[indent:]
    quote = _QUOTE.match(rest)
    return indent // TAB, quote[0].count(">") if quote else 0, rest[quote.end() if quote else 0 :].strip()


def _sign(content: str, level: int) -> str:
    """What kind of block a line begins; ``text`` where it may as well continue one."""
    if not level and _HEADING.match(content):
        return "heading"
    if _MARKER.match(content) or content.startswith("[!"):
        return "marker"
    if _RULE.match(content):
        return "rule"
    if _ITEM.match(content) or _DEFINED.match(content):
        return "item"
    return "row" if content.startswith("|") else "text"


def _normal(block: Block, definitions: Mapping[str, tuple[str, str]], target: Target) -> Block:
    if block.kind in ("code", "option"):
        return block
    text = block.text
    indent = text[: len(text) - len(text.lstrip(" >"))]
    content = text[len(indent) :]
    if block.kind == "heading":
        content = _normal_heading(content)
    elif block.kind == "item":
        content = _normal_item(content)
    elif block.kind == "rule":
        content = "---"
    content = _normal_inline(content, definitions, target)
    if block.kind == "row":
        content = _normal_row(content)
    return Block(block.kind, indent + " ".join(content.split()), block.line)


def _normal_heading(content: str) -> str:
    found = _HEADING.match(content)
    text = _ATTRIBUTES.sub(_without_id, found["text"])
    return f"{found['level']} {text}"


def _without_id(found: re.Match[str]) -> str:
    others = [word for word in found["inside"].split() if not word.startswith("#")]
    return f"{{{' '.join(others)}}}" if others else ""


def _normal_item(content: str) -> str:
    found = _ITEM.match(content)
    if not found:
        return content
    return f"{'1.' if found['sign'][0].isdigit() else '-'} {found['text']}"


def _normal_row(content: str) -> str:
    cells = [cell.strip() for cell in content.strip("|").split("|")]
    if all(_DELIMITER_CELL.match(cell) for cell in cells):
        cells = [re.sub("-+", "-", cell) for cell in cells]
    return "|".join(cells)


def _normal_inline(content: str, definitions: Mapping[str, tuple[str, str]], target: Target) -> str:
    """Code, formulas, tags and targets are put aside while links and emphasis are rewritten."""
    if not _SPECIAL.search(content):
        return content
    held: list[str] = []

    def hold(text: str) -> str:
        held.append(text)
        return f"\ue000{len(held) - 1}\ue001"

    def inline(found: re.Match[str]) -> str:
        return link(found["text"], _release(found["target"], held).strip("<>"), found["title"] or "")

    def reference(found: re.Match[str]) -> str:
        name = _name(_release(found["name"] or found["text"], held))
        return link(found["text"], *definitions[name]) if name in definitions else found[0]

    def link(text: str, address: str, title: str) -> str:
        return f"[{text}]" + hold(f"({target(address)}{' ' + repr(title) if title else ''})")

    content = _OPAQUE.sub(lambda found: hold(found[0]), content.replace("\ue000", ""))
    if "](" in content:
        content = _nested(_INLINE_LINK, inline, content)
    if definitions:
        content = _nested(_REFERENCE_LINK, reference, content)
    if "_" in content:
        content = _UNDERSCORES.sub(_starred, content)
    return _release(content, held)


def _nested(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], content: str) -> str:
    """A picture may stand in the text of a link: the inner one is rewritten first, then it is in nobody's way."""
    content = pattern.sub(lambda found: replace(found), content)
    return pattern.sub(lambda found: replace(found), content) if pattern is _INLINE_LINK else content


def _starred(found: re.Match[str]) -> str:
    sign = "*" * len(found["sign"])
    return f"{sign}{_UNDERSCORES.sub(_starred, found['text'])}{sign}"


def _release(text: str, held: list[str]) -> str:
    while _HELD.search(text):
        text = _HELD.sub(lambda found: held[int(found["number"])], text)
    return text


def _name(name: str) -> str:
    return " ".join(name.split()).casefold()
