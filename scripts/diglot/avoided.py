"""Words to avoid: ``docs/<tag>/_terms.csv``.

::

    english,use,avoid,note
    attention,Attention,Aufmerksamkeit,"die Attention, nur Singular"
    layer,Layer,Schicht;Schichten,der Layer

``avoid`` lists, with ``;`` between them, translations that the course has decided against; ``use`` says what to write.
A whole word is meant, in any case; in scripts written without spaces, any place. A page may speak of a word that it avoids:
alone between quotation marks it is no fault.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import prose

COLUMNS = ("english", "use", "avoid", "note")

_NOT_PROSE = re.compile(
    r"""(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)         # code
      | (?<=\]\()[^)\s]* | (?<=\]:)\s*\S+     # targets
      | <[^<>\s][^<>]*> | \{[^{}]*\#[^{}]*\}   # tags, ids
      | \$[^$]+\$""",
    re.VERBOSE,
)
_ATTRIBUTES = re.compile(r"^ {4,}(?:attrs|tests|src|youtube|file|captions): ")
_QUOTES = tuple("„“”‚‘’«»‹›「」『』\"'")
# Names of letters of scripts that put no space between words (Unicode 16, chapters 16 and 18).
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


@dataclass(frozen=True)
class Avoided:
    """A word to avoid, what to write instead (the English term where ``use`` is empty) and the line that says so."""

    word: str
    use: str
    path: str
    line: int
    pattern: re.Pattern[str]


def read_terms(text: str, path: str) -> tuple[list[Avoided], list[Problem]]:
    """The words of a ``_terms.csv``; a line that cannot be read is left out and reported."""
    rows = csv.reader(io.StringIO(text), strict=True)
    found: list[Avoided] = []
    problems: list[Problem] = []
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if header[:3] != list(COLUMNS[:3]):
            message = f"columns are {', '.join(header) or 'missing'}; begin the file with '{','.join(COLUMNS)}'"
            return [], [Problem(path, 1, 1, "S044", message)]
        for row in rows:
            line = rows.line_num
            if len(row) >= 3:
                found += [_avoided(word, row[1].strip() or row[0].strip(), path, line) for word in _list(row[2])]
            elif any(cell.strip() for cell in row):
                message = f"line has {len(row)} columns; write '{','.join(COLUMNS)}', texts with a comma in quotes"
                problems.append(Problem(path, line, 1, "S044", message))
    except csv.Error as error:
        problems.append(
            Problem(path, rows.line_num or 1, 1, "S044", f"this is no CSV: {error}; put texts with a comma in quotes")
        )
    return found, problems


def _list(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(";") if word.strip()]


def _avoided(word: str, use: str, path: str, line: int) -> Avoided:
    pattern = re.compile(r"\s+".join(map(re.escape, word.split())), re.IGNORECASE)
    return Avoided(word, use, path, line, pattern)


def check(page: Page, avoided: Iterable[Avoided]) -> Iterator[Problem]:
    """Where a page uses a word that its language avoids, outside code."""
    for index, line in prose(page.lines):
        if _ATTRIBUTES.match(line):
            continue
        masked = _NOT_PROSE.sub(lambda found: " " * len(found[0]), line)
        for term in avoided:
            for found in term.pattern.finditer(masked):
                if _whole(masked, *found.span()) and not _spoken_of(masked, *found.span()):
                    message = f"{found[0]!r} is avoided in this language ({term.path}:{term.line}); write {term.use!r}"
                    yield page.problem(index, "S040", message, column=found.start() + 1)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no letter of the same word stands before or behind."""
    before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (_joins(before, text[start]) or _joins(behind, text[end - 1]))


def _spoken_of(text: str, start: int, end: int) -> bool:
    """Whether the word stands alone between quotation marks: then the page explains it rather than uses it."""
    return text[max(start - 1, 0) : start] in _QUOTES and text[end : end + 1] in _QUOTES


def _joins(outside: str, inside: str) -> bool:
    """Marks belong to the letter before them: in Hindi a word may end with one."""
    if not outside or unicodedata.category(outside)[0] not in "LMN":
        return False
    return not unicodedata.name(inside, "").startswith(_UNSPACED)
