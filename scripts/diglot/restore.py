"""Putting a translation right where only a machine can have an opinion.

``check --fix`` restores from the pinned English text: ids of headings, code (a translation keeps its comments), targets of
links, pictures and includes, names of notices, tabs and blocks. It never touches prose, and where two readings are
possible it leaves the place to a human: another number of headings, blocks or links, two targets that could each be meant.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from diglot.headings import headings_of
from diglot.pages import Page
from diglot.parity import Pair, code_difference
from diglot.parts import Code, Part, Parts, same_counts
from diglot.sections import Section

Edit = tuple[int, int, str]  # from, to (offsets into the body), what to write there

_CLOSED = re.compile(r"\s*#*\s*$")
_ATTRIBUTES = re.compile(r"\s*\{:?(?P<inside>[^{}]*)\}\s*$")
_FENCE = re.compile(r"[ >\t]*(?P<sign>`{3,}|~{3,})")
_TITLE = re.compile(r"""\btitle=(?:"[^"]*"|'[^']*')""")


def restored(pair: Pair) -> str:
    """The text of a translation, put right as far as can be. Doing it again changes nothing.

    One repair may leave a single reading for another place, so they are repeated until nothing is left to do.
    """
    before = ""
    while pair.page.text != before:
        before = pair.page.text
        for repair in (_ids, _codes, _targets, _markers):
            pair = _repaired(pair, repair)
    return before


def _repaired(pair: Pair, repair: Callable[[Pair], Iterator[Edit]]) -> Pair:
    body = pair.page.front.body
    for start, end, text in sorted(set(repair(pair)), reverse=True):
        body = body[:start] + text + body[end:]
    if body == pair.page.front.body:
        return pair
    front = pair.page.text[: len(pair.page.text) - len(pair.page.front.body)]
    page = Page(pair.page.lang, pair.page.name, pair.page.path, front + body)
    return replace(pair, page=page)


def _line_edit(pair: Pair, first: int, last: int, lines: list[str]) -> Edit:
    """Put ``lines`` in the place of the lines ``first`` to ``last`` (excluded)."""
    start = sum(len(line) + 1 for line in pair.page.lines[:first])
    end = sum(len(line) + 1 for line in pair.page.lines[:last])
    return start, end, "".join(f"{line}\n" for line in lines)


def _ids(pair: Pair) -> Iterator[Edit]:
    if not pair.same_levels:
        return
    for ours, other in zip(headings_of(pair.page), headings_of(pair.english), strict=True):
        if ours.id != other.id:
            line = with_id(pair.page.lines[ours.index], other.id)
            start, end, _ = _line_edit(pair, ours.index, ours.index + 1, [])
            yield start, min(end - 1, len(pair.page.front.body)), line


def with_id(line: str, name: str) -> str:
    """A heading with an id, its other attributes kept: ``## Das {.new #old}`` → ``## Das {.new #name}``."""
    found = _ATTRIBUTES.search(line)
    if found and re.search(r"(?:^|\s)[#.]", found["inside"]):
        others = [word for word in found["inside"].split() if not word.startswith("#")]
        return f"{line[: found.start()]} {{{' '.join([*others, '#' + name])}}}"
    return f"{_CLOSED.sub('', line)} {{#{name}}}"


def _codes(pair: Pair) -> Iterator[Edit]:
    for own, theirs in pair.sections:
        ours, english = pair.own.within("codes", own), pair.theirs.within("codes", theirs)
        for mine, other in zip(ours, english, strict=False) if len(ours) == len(english) else ():
            if code_difference(mine, other) and len(mine.comments()) == len(other.comments()):
                yield _line_edit(pair, mine.first, mine.last + 1, _restored_code(pair, mine, other))


def _restored_code(pair: Pair, mine: Code, other: Code) -> list[str]:
    """The English code with the comments of the translation, indented as it was."""
    sign = _FENCE.match(pair.english.lines[other.first])["sign"]
    own_title = _TITLE.search(mine.info)
    info = _TITLE.sub(lambda found: own_title[0] if own_title else found[0], other.info)
    comments = iter(mine.comments())
    lines = [code + (next(comments) if comment else "") for code, comment in other.split()]
    return [f"{mine.indent}{line}" if line or ">" in mine.indent else "" for line in (f"{sign}{info}", *lines, sign)]


def _targets(pair: Pair) -> Iterator[Edit]:
    for own, theirs in pair.sections:
        for kind in ("links", "images", "includes"):
            for mine, other in _meant(pair, kind, own, theirs):
                text = other.value if kind == "includes" else _written(pair, other)
                if other.value in (text, pair.own.text.target(text)):
                    yield mine.start, mine.end, text


def _meant(pair: Pair, kind: str, own: Section, theirs: Section) -> Iterator[tuple[Part, Part]]:
    """The parts whose value is wrong, with the one that is meant: the only one left, or the one at the same place between
    others that agree."""
    ours, english = pair.own.within(kind, own), pair.theirs.within(kind, theirs)
    left, right = [part.value for part in ours], [part.value for part in english]
    missing, extra = same_counts(Counter(right), Counter(left))
    if len(missing) == len(extra) == 1:
        pairs = [(ours[left.index(extra[0])], english[right.index(missing[0])])]
    else:
        blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
        equal = [(i, j, i2 - i) for what, i, i2, j, j2 in blocks if what == "replace" and i2 - i == j2 - j]
        pairs = [(ours[i + at], english[j + at]) for i, j, number in equal for at in range(number)]
        pairs = [(mine, other) for mine, other in pairs if mine.value in extra and other.value in missing]
    yield from ((mine, other) for mine, other in pairs if _is_inline(pair.own, mine) and _is_inline(pair.theirs, other))


def _is_inline(parts: Parts, part: Part) -> bool:
    """Whether the target itself stands there, rather than a reference to it."""
    raw = parts.text.body[part.start : part.end]
    return part.value in (raw, parts.text.target(raw))


def _written(pair: Pair, other: Part) -> str:
    """An English target as the translation has to write it, from its own place and with today's names."""
    raw = pair.theirs.text.body[other.start : other.end]
    path, _, _ = raw.partition("#")
    if not path or ":" in path or path.startswith("/") or pair.own.text.target(raw) == other.value == _plain(pair, raw):
        return raw
    full, sign, anchor = other.value.partition("#")
    return posixpath.relpath(full, posixpath.dirname(pair.page.name) or ".") + sign + anchor


def _plain(pair: Pair, raw: str) -> str:
    """Where a target leads from the translation's place, redirects aside."""
    path, sign, anchor = raw.partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(pair.page.name), path)) + sign + anchor


def _markers(pair: Pair) -> Iterator[Edit]:
    for own, theirs in pair.sections:
        ours, english = pair.own.within("markers", own), pair.theirs.within("markers", theirs)
        for mine, other in zip(ours, english, strict=False) if len(ours) == len(english) else ():
            same_kind = mine.value.split()[0] == other.value.split()[0]
            if same_kind and mine.value != other.value:
                yield mine.start, mine.end, pair.theirs.text.body[other.start : other.end]
