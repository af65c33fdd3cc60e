"""What changed in English, beside the translation it belongs to.

``differences`` pairs each changed section, paragraph by paragraph, with the lines of the translation; ``as_html`` writes
the same as a page. Words are compared, not lines, so a paragraph that was only broken anew shows what is new in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from diglot.sections import Change, Comparison, Section, Text

Op = Literal["same", "gone", "new"]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_SIGNS: Mapping[Op, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
_TAGS: Mapping[Op, str] = {"same": "span", "gone": "del", "new": "ins"}


@dataclass(frozen=True)
class Row:
    """A paragraph that changed: its words, and the numbered lines of the translation it belongs to."""

    words: tuple[tuple[Op, str], ...]
    lines: tuple[tuple[int, str], ...]

    def __str__(self) -> str:
        """The words as wdiff prints them: ``It sees [-one-]{+every+} word``."""
        return "".join(f"{_SIGNS[op][0]}{text}{_SIGNS[op][1]}" for op, text in self.words)


@dataclass(frozen=True)
class Difference:
    """A section that changed. ``line`` is where its translation begins in the file; 0 where there is none.

    ``behind`` is the line after which the translation of an added section belongs.
    """

    change: Change
    line: int
    behind: int
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """Its heading, today's if there is one."""
        section = self.change.new or self.change.old
        return section.title if section else ""


def counterparts(old: Text, translation: Text) -> dict[int, Section]:
    """The translation's section for each section of the English text it was made from, by that one's first line.

    The id names it; in a page without ids, its place, if both have as many sections.
    """
    by_id = {section.id: section for section in translation.sections}
    found = {section.first: by_id[section.id] for section in old.sections if section.id in by_id}
    if len(old.sections) == len(translation.sections):
        for section, other in zip(old.sections, translation.sections, strict=True):
            if section.first not in found and other not in found.values():
                found[section.first] = other
    return found


def differences(old: Text, new: Text, translation: Text, comparison: Comparison) -> list[Difference]:
    """The changed sections in today's order, each beside its translation."""
    places = counterparts(old, translation)
    found = []
    for change in comparison.changes:
        here = places.get(change.old.first) if change.old else None
        rows = tuple(_rows(old, change, new, translation, here))
        line = translation.line_of(here) if here else 0
        found.append(Difference(change, line, line or _behind(change, old, new, places, translation), rows))
    return found


def _behind(change: Change, old: Text, new: Text, places: Mapping[int, Section], translation: Text) -> int:
    """The last line of the translated section in front of an added one."""
    ids = {section.id: places[section.first] for section in old.sections if section.first in places}
    before = [section for section in new.sections if change.new and section.first < change.new.first and section.id in ids]
    return _last_line(translation, ids[before[-1].id]) if before else translation.front.line


def _last_line(text: Text, section: Section) -> int:
    last = max((index for index in range(section.first, section.last) if text.lines[index].strip()), default=section.first)
    return last + text.front.line


def _rows(old: Text, change: Change, new: Text, translation: Text, here: Section | None) -> Iterator[Row]:
    before, after = _chunks(old, change.old), _chunks(new, change.new)
    lines = _chunks(translation, here)
    fits = len(lines) == len(before)
    shown = False
    if change.kind == "moved" or [text for _, text in before] == [text for _, text in after]:
        yield Row((("same", "\n\n".join(text for _, text in after)),), _numbered(translation, lines))
        return
    matcher = SequenceMatcher(None, [text for _, text in before], [text for _, text in after], autojunk=False)
    for op, i, i2, j, j2 in matcher.get_opcodes():
        if op != "equal":
            left, right = ("\n\n".join(text for _, text in chunks) for chunks in (before[i:i2], after[j:j2]))
            beside = lines[i:i2] if fits else [] if shown else lines
            shown = True
            yield Row(tuple(word_diff(left, right)), _numbered(translation, beside))


def _chunks(text: Text, section: Section | None) -> list[tuple[int, str]]:
    """The paragraphs of a section as they stand, with the line of the file of each; the head's title and description first."""
    if section is None:
        return []
    head = [(1, f"{block.kind}: {block.text}") for block in text.head] if section is text.sections[0] else []
    found: list[tuple[int, str]] = []
    inside = False
    for index in range(section.first, section.last):
        line = text.lines[index]
        if not line.strip():
            inside = False
        elif inside:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}")
        else:
            found.append((index + text.front.line, line))
            inside = True
    return head + found


def _numbered(text: Text, chunks: Iterable[tuple[int, str]]) -> tuple[tuple[int, str], ...]:
    return tuple((first + at, line) for first, chunk in chunks for at, line in enumerate(chunk.split("\n")))


def word_diff(left: str, right: str) -> Iterator[tuple[Op, str]]:
    """The words of two texts: what stayed, went and came. White space alone is no change."""
    before, after = _TOKEN.findall(left), _TOKEN.findall(right)
    keys = [[token if token.strip() else " " for token in tokens] for tokens in (before, after)]
    for op, i, i2, j, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if op == "equal":
            yield "same", "".join(after[j:j2])
            continue
        if i2 > i:
            yield "gone", "".join(before[i:i2])
        if j2 > j:
            yield "new", "".join(after[j:j2])


_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; max-inline-size: 80rem; margin: 0 auto; padding: 1rem; color-scheme: light dark }}
.row {{ display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; padding-block: .5rem; border-block-start: 1px solid #8888 }}
.row > * {{ white-space: pre-wrap; overflow-wrap: anywhere; min-inline-size: 0 }}
ins {{ background: #2a82; text-decoration-thickness: 2px }} del {{ background: #d332 }}
b {{ color: GrayText; font-weight: normal; user-select: none }}
@media (max-width: 50rem) {{ .row {{ grid-template-columns: 1fr }} }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


def as_html(found: Iterable[Difference], title: str, lang: str, direction: str) -> str:
    """The differences as a page that needs nothing else."""
    body = "\n".join(_section_html(difference, lang, direction) for difference in found)
    return _PAGE.format(title=html.escape(title), body=body)


def _section_html(difference: Difference, lang: str, direction: str) -> str:
    where = f"line {difference.line}" if difference.line else f"behind line {difference.behind}"
    rows = "\n".join(
        f'<div class="row"><div lang="en" dir="ltr">{_words_html(row)}</div>'
        f'<div lang="{lang}" dir="{direction}">{_lines_html(row)}</div></div>'
        for row in difference.rows
    )
    title = html.escape(difference.title or "Before the first heading")
    return f"<h2>{title} <small>{difference.change.kind}, {where}</small></h2>\n{rows}"


def _words_html(row: Row) -> str:
    return "".join(f"<{_TAGS[op]}>{html.escape(text)}</{_TAGS[op]}>" for op, text in row.words)


def _lines_html(row: Row) -> str:
    return "\n".join(f"<b>{number}</b> {html.escape(text)}" for number, text in row.lines)
