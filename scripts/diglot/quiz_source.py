"""Questions as their authors wrote them: options, key, feedback, hints, and the page without its answers.

``quiz`` has the syntax and the form that readers see, ``quiz_check`` what can be wrong.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pymdownx.blocks.block import RE_IDENT

from diglot.admonitions import rewrite_page
from diglot.blocks import Block, scan
from diglot.pages import Page
from diglot.source import TAB, fences, indent_of, is_blank, prose

KINDS = ("quiz", "quiz-multi")
PARTS = ("hint", "explain")

# Options of a question: nobody reads more, and every one is compared with the others.
MOST = 50

_ID = re.compile(r"[^\W\d_][\w-]*")

# An item of a list (not a rule such as `* * *`); what stands in brackets is a mark, unless it is the text of a link.
OPTION = re.compile(
    r"""^\ {0,3}(?!(?:[-*]\ *){3,}$)(?P<sign>[-*+]|\d+\.)\ +
        (?:\[(?P<mark>[^\]]*)\](?![(\[])(?P<gap>\s*))?(?P<text>.*)$""",
    re.VERBOSE,
)
# The item with which the options begin: its brackets hold one sign at most.
_FIRST_OPTION = re.compile(r"^ {0,3}(?:[-*+]|\d+\.) +\[[^\]]?\](?![(\[:])")
# A note, an address or an abbreviation: read and taken out of the text.
_DEFINITION = re.compile(r"^ {0,3}\*?\[[^\]]+\]:")
# A line behind which a list may begin without a blank one.
_SPLITS = re.compile(r"^ {0,3}(?:#|!!!|\?\?\?|={3}|(?:[-_*] *){3,}$)")


@dataclass(frozen=True)
class Option:
    """One answer to choose: ``line`` is an index into the page's body."""

    text: str
    correct: bool
    feedback: str
    line: int


@dataclass(frozen=True)
class Quiz:
    """A question as its author wrote it. ``line`` is an index into the page's body; ``id`` is empty where it is missing."""

    id: str
    kind: str
    question: str
    stem: str
    options: tuple[Option, ...]
    hints: tuple[str, ...]
    explanation: str
    tests: str
    line: int

    @property
    def key(self) -> tuple[int, ...]:
        """The right options, counted from 1."""
        return tuple(number for number, option in enumerate(self.options, 1) if option.correct)

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids that the question takes in its page."""
        return ids_of(self.id, len(self.options))

    @property
    def revision(self) -> str:
        """Eight hexadecimal digits that change when the question, its options or its key do (not its feedback)."""
        parts = [self.kind, self.question, self.stem, *(f"{option.correct}{option.text}" for option in self.options)]
        return hashlib.sha256("\0".join(" ".join(part.split()) for part in parts).encode()).hexdigest()[:8]


def parse(page: Page, block: Block) -> Quiz:
    """Read a question from its block. What is missing stays empty; ``check`` says so."""
    body = _body(page, block)
    listed = _list_lines(page, block)
    first = listed[0] if listed else block.last
    attrs = block.option("attrs")
    return Quiz(
        id=str(attrs.get("id") or "") if isinstance(attrs, dict) else "",
        kind=block.name,
        question=block.title,
        stem="\n".join(line for index, line in body if index < first).strip(),
        options=tuple(_options(page, block, listed)),
        hints=tuple(text_of(page, child) for child in block.children if child.name == "hint"),
        explanation="\n\n".join(text_of(page, child) for child in block.children if child.name == "explain"),
        tests=str(block.option("tests") or ""),
        line=block.line,
    )


def text_of(page: Page, block: Block) -> str:
    """The text of a hint or an explanation."""
    return "\n".join(page.lines[block.first : block.last]).strip()


def quizzes(page: Page, blocks: list[Block]) -> list[Quiz]:
    """The questions of a page, in order."""
    return [parse(page, block) for top in blocks for block in top.walk() if block.name in KINDS]


def revisions(page: Page) -> dict[str, str]:
    """The revision of each question of a page by its id."""
    page = rewrite_page(page)
    return {found.id: found.revision for found in quizzes(page, scan(page)[0]) if found.id}


def without_answers(page: Page, blocks: list[Block]) -> list[str]:
    """The lines of a page without marks, feedback, hints and explanations."""
    lines = list(page.lines)
    gone: set[int] = set()
    for block in (inner for outer in blocks for inner in outer.walk()):
        if block.name in PARTS:
            gone.update(range(block.line, block.last + 1))
        elif block.name in KINDS:
            options = parse(page, block).options
            for option in options:
                lines[option.line] = f"- {OPTION.match(page.lines[option.line])['text']}"
            first = options[0].line if options else block.last
            gone |= {first + offset for offset in _quoted(page.lines[first : block.last])}
    kept: list[str] = []
    for index, line in enumerate(lines):
        doubled = is_blank(line) and index - 1 in gone and kept and is_blank(kept[-1])
        if index in gone or doubled:
            gone.add(index)
        else:
            kept.append(line)
    return kept


def ids_of(name: str, options: int) -> tuple[str, ...]:
    """All ids that a question with this id and so many options takes in its page."""
    return name, *(f"{name}-{number}" for number in range(1, options + 1))


def is_id(name: str) -> bool:
    """Whether a question can have this id."""
    return bool(RE_IDENT.fullmatch(name) and _ID.fullmatch(name))


def _body(page: Page, block: Block) -> list[tuple[int, str]]:
    """Index and text of the lines of a question, without the blocks inside it."""
    inner = {index for child in block.children for index in range(child.line, child.last + 1)}
    return [(index, page.lines[index]) for index in range(block.first, block.last) if index not in inner]


def _list_lines(page: Page, block: Block) -> list[int]:
    """Indexes of the lines that begin an option: the items of the list with the first mark, and all items behind it."""
    visible = {block.first + index: line for index, line in prose(page.lines[block.first : block.last])}
    items: list[int] = []
    marked, blank, paragraph, previous = False, True, False, block.first - 1
    for index, _ in _body(page, block):
        line = visible.get(index, "")
        if index not in visible or _DEFINITION.match(line):
            continue
        if index > previous + 1 and not marked and _ends_list(page.lines[previous + 1], blank=blank):
            items, blank = [], True
        if _FIRST_OPTION.match(line) or (OPTION.match(line) and (marked or blank or not paragraph)):
            marked = marked or bool(_FIRST_OPTION.match(line))
            items.append(index)
            paragraph = False
        elif not marked and not is_blank(line) and indent_of(line) < TAB and (blank or _SPLITS.match(line)):
            items, paragraph = [], not _SPLITS.match(line)
        elif blank and not is_blank(line):
            paragraph = False  # code, or more of an item
        blank, previous = is_blank(line), index
    return items if marked else []


def _ends_list(line: str, *, blank: bool) -> bool:
    """Whether a comment, a block or code that begins with this line ends the list above; code only behind a blank line."""
    return indent_of(line) < TAB and (blank or not line.lstrip().startswith(("```", "~~~")))


def _options(page: Page, block: Block, listed: list[int]) -> Iterator[Option]:
    body = dict(_body(page, block))
    for first, end in pairwise([*listed, block.last]):
        found = OPTION.match(page.lines[first])
        rest = [body[index] for index in range(first + 1, end) if index in body]
        quoted = _quoted(rest)
        more = [line[min(indent_of(line), TAB) :] for offset, line in enumerate(rest) if offset not in quoted]
        feedback = [
            _unquoted(line) if offset in quoted else "" for offset, line in enumerate(rest) if offset in quoted or is_blank(line)
        ]
        text, said = ("\n".join(lines).strip() for lines in ([found["text"], *more], feedback))
        yield Option(text, (found["mark"] or "").lower() == "x", said, first)


def _quoted(lines: list[str]) -> set[int]:
    """Offsets of the lines that are feedback: those behind ``>`` outside code, and what continues them without a blank line."""
    own = [fence for fence in fences(lines) if not lines[fence.first].lstrip().startswith(">")]
    code = {offset for fence in own for offset in range(fence.first, fence.last + 1)}
    found: set[int] = set()
    for offset, line in enumerate(lines):
        continues = offset - 1 in found and not is_blank(line)
        if offset not in code and (line.lstrip().startswith(">") or continues):
            found.add(offset)
    return found


def _unquoted(line: str) -> str:
    text = line.lstrip()
    return text.removeprefix("> ") if text.startswith("> ") else text.removeprefix(">")
