"""Questions with one or several right answers.

::

    /// quiz | Which model is an encoder–decoder?
        attrs: {id: seq2seq-which-model}
        tests: cross-attention
        difficulty: 2

    - [ ] BERT

        > BERT has only an encoder: nothing generates the output.

    - [x] T5

        > T5 casts every task as text to text.

    /// hint | Hint
    Look for the one that was trained to turn one text into another.
    ///

    /// explain | Why
    A sequence-to-sequence model pairs an encoder with a decoder.
    ///

    ///

``quiz`` has exactly one ``[x]``, ``quiz-multi`` one or more. Code, formulas and prose may stand between the question and
the list. ``tests`` names the heading that the question tests, ``difficulty`` is 1 to 3, ``fixed`` lists the options
(from 1) that keep their place when the others are shuffled. ``!!! quiz seq2seq-which-model "Which model …?"`` with
everything indented, options too, and ``??? hint "Hint"`` inside it, is the same thing.
"""

from __future__ import annotations

import copy
import difflib
import hashlib
import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks.block import RE_IDENT
from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import Block, SingleBlockExtension, option_lines, scan
from diglot.cards import NOT_SEARCHED
from diglot.languages import SOURCE, Words
from diglot.page import Here, here, words_for
from diglot.pages import Page, decode
from diglot.problems import Problem, did_you_mean
from diglot.source import TAB, fences, indent_of, prose

KINDS = ("quiz", "quiz-multi")
PARTS = ("hint", "explain")
_TREE = "diglot-quiz"
_WORDS_FOR_SCRIPT = ("empty", "right", "wrong", "parts", "sure", "was-right", "was-wrong", "changed", "unsaved")

_ID = re.compile(r"[^\W\d_][\w-]*")

# An item of a list (not a rule such as `* * *`); what stands in brackets is a mark, unless it is the text of a link.
_OPTION = re.compile(
    r"""^\ {0,3}(?!(?:[-*]\ *){3,}$)(?P<sign>[-*+]|\d+\.)\ +
        (?:\[(?P<mark>[^\]]*)\](?![(\[])(?P<gap>\s*))?(?P<text>.*)$""",
    re.VERBOSE,
)
# The item with which the options begin: its brackets hold one sign at most.
_FIRST_OPTION = re.compile(r"^ {0,3}(?:[-*+]|\d+\.) +\[[^\]]?\](?![(\[:])")
# What an author meant for an option.
_LIKE_OPTION = re.compile(r"^(?:(?:[-*+–—•]|\d+\.)\s*\[[ xX]?\]|\[[ xX]\])(?![(\[:])\s*(?P<text>.*)$")
# What begins a block of its own in the middle of a paragraph, or would at its margin.
_BLOCK_SIGN = re.compile(r"(?:>|`{3}|~{3}|\$\$|!!!|\?\?\?|={3}|/{3})")
_MARGIN_SIGN = re.compile(r"[#<|]|\d+\. |: |(?:[-=_*|:] *)+$")

# A note, an address or an abbreviation: read and taken out of the text.
_DEFINITION = re.compile(r"^ {0,3}\*?\[[^\]]+\]:")
# A line behind which a list may begin without a blank one.
_SPLITS = re.compile(r"^ {0,3}(?:#|!!!|\?\?\?|={3}|(?:[-_*] *){3,}$)")

_MARKED = re.compile(r"^\[(?P<mark>[ xX])\]\s+")
_BORROWED = re.compile(r'<span lang="(?P<lang>[^"]+)">')  # as languages.Words.html writes it
_ADMONITION = re.compile(
    r"""^\ {0,3}(?P<sign>!!!|\?\?\?)\ *(?P<name>quiz-multi|quiz|hint|explain)
        (?:\ +(?P<id>[\w-]+))?(?:\ +"(?P<title>.*)")?\ *$""",
    re.VERBOSE | re.IGNORECASE,
)
_LIKE_ADMONITION = re.compile(r"^(?P<indent>[ >*+\d.-]*)(?:!!!|\?\?\?\+?) *(?P<name>[\w-]+)(?P<rest>.*)$")


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


# ------------------------------------------------------------------------------------------------------------ parse


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
        hints=tuple(_text(page, child) for child in block.children if child.name == "hint"),
        explanation="\n\n".join(_text(page, child) for child in block.children if child.name == "explain"),
        tests=str(block.option("tests") or ""),
        line=block.line,
    )


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
        if _FIRST_OPTION.match(line) or (_OPTION.match(line) and (marked or blank or not paragraph)):
            marked = marked or bool(_FIRST_OPTION.match(line))
            items.append(index)
            paragraph = False
        elif not marked and not _blank(line) and indent_of(line) < TAB and (blank or _SPLITS.match(line)):
            items, paragraph = [], not _SPLITS.match(line)
        elif blank and not _blank(line):
            paragraph = False  # code, or more of an item
        blank, previous = _blank(line), index
    return items if marked else []


def _ends_list(line: str, *, blank: bool) -> bool:
    """Whether a comment, a block or code that begins with this line ends the list above; code only behind a blank line."""
    return indent_of(line) < TAB and (blank or not line.lstrip().startswith(("```", "~~~")))


def _options(page: Page, block: Block, listed: list[int]) -> Iterator[Option]:
    body = dict(_body(page, block))
    for first, end in pairwise([*listed, block.last]):
        found = _OPTION.match(page.lines[first])
        rest = [body[index] for index in range(first + 1, end) if index in body]
        quoted = _quoted(rest)
        more = [line[min(indent_of(line), TAB) :] for offset, line in enumerate(rest) if offset not in quoted]
        feedback = [
            _unquoted(line) if offset in quoted else "" for offset, line in enumerate(rest) if offset in quoted or _blank(line)
        ]
        text, said = ("\n".join(lines).strip() for lines in ([found["text"], *more], feedback))
        yield Option(text, (found["mark"] or "").lower() == "x", said, first)


def _quoted(lines: list[str]) -> set[int]:
    """Offsets of the lines that are feedback: those behind ``>`` outside code, and what continues them without a blank line."""
    own = [fence for fence in fences(lines) if not lines[fence.first].lstrip().startswith(">")]
    code = {offset for fence in own for offset in range(fence.first, fence.last + 1)}
    found: set[int] = set()
    for offset, line in enumerate(lines):
        continues = offset - 1 in found and not _blank(line)
        if offset not in code and (line.lstrip().startswith(">") or continues):
            found.add(offset)
    return found


def _unquoted(line: str) -> str:
    text = line.lstrip()
    return text.removeprefix("> ") if text.startswith("> ") else text.removeprefix(">")


def _blank(line: str) -> bool:
    """As Python-Markdown sees it: a line of protected spaces is not blank."""
    return not line.strip(" \t")


def _text(page: Page, block: Block) -> str:
    return "\n".join(page.lines[block.first : block.last]).strip()


def ids_of(name: str, options: int) -> tuple[str, ...]:
    """All ids that a question with this id and so many options takes in its page."""
    return name, *(f"{name}-{number}" for number in range(1, options + 1))


def is_id(name: str) -> bool:
    """Whether a question can have this id."""
    return bool(RE_IDENT.fullmatch(name) and _ID.fullmatch(name))


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
                lines[option.line] = f"- {_OPTION.match(page.lines[option.line])['text']}"
            first = options[0].line if options else block.last
            gone |= {first + offset for offset in _quoted(page.lines[first : block.last])}
    kept: list[str] = []
    for index, line in enumerate(lines):
        doubled = _blank(line) and index - 1 in gone and kept and _blank(kept[-1])
        if index in gone or doubled:
            gone.add(index)
        else:
            kept.append(line)
    return kept


# ------------------------------------------------------------------------------------------------------------ check


def check(page: RewrittenPage, blocks: list[Block]) -> Iterator[Problem]:
    """What is wrong with the questions of one page."""
    inside: set[int] = set()
    waiting: list[tuple[Block | None, Block]] = [(None, block) for block in blocks]
    while waiting:
        parent, block = waiting.pop()
        waiting += [(block, child) for child in block.children]
        if block.name in KINDS:
            inside.update(range(block.first, block.last))
            yield from _check_quiz(page, block, parent)
        elif block.name in PARTS:
            yield from _check_part(page, block, parent)
    yield from _check_admonitions(page, inside)


def _check_admonitions(page: Page, inside: set[int]) -> Iterator[Problem]:
    """What ``rewrite_page`` has left: the renderer would make a notice of it, marks and all."""
    for index, line in prose(page.lines):
        found = _LIKE_ADMONITION.match(line)
        name = found["name"].lower() if found else ""
        if name in KINDS or (name in PARTS and index in inside):
            sign, example = ("!!!", 'topic-question "Question"') if name in KINDS else ("???", f'"{name.capitalize()}"')
            if found["indent"].strip() or len(found["indent"]) >= TAB:
                message = f"{name!r} is indented; write it at the margin, outside lists, quotations and notices"
                yield page.problem(index, "B008", message, column=len(found["indent"]) + 1)
            else:
                message = f"{line.strip()!r} cannot be read; write '{sign} {name} {example}'"
                yield page.problem(index, "B006", message)
        elif name and difflib.get_close_matches(name, KINDS, cutoff=0.75):
            message = f"unknown block {name!r}; {did_you_mean(name, KINDS)}"
            yield page.problem(index, "B001", message, column=found.start("name") + 1)


def _check_quiz(page: RewrittenPage, block: Block, parent: Block | None) -> Iterator[Problem]:
    quiz = parse(page, block)
    if parent:
        message = (
            f"'{block.name}' stands inside '{parent.name}' from line {page.line_of(parent.line)}; close that one first with '///'"
        )
        yield page.problem(block.line, "B008", message)
    yield from _check_id(page, block, quiz)
    if cut := _cut_off(page, block):
        yield cut
        return
    if len(quiz.options) < 2:
        number = "only one option" if quiz.options else "no options"
        message = f"question has {number}; write a list of '- [ ] text' and '- [x] text', two or more"
        yield page.problem(block.line, "Q003", message)
        return
    yield from _check_key(page, quiz)
    yield from _check_list(page, block, quiz)
    yield from _check_fixed(page, block, quiz)
    seen: dict[str, Option] = {}
    for number, option in enumerate(quiz.options, 1):
        yield from _check_option(page, option, number)
        same = seen.setdefault(" ".join(option.text.casefold().split()), option)
        if same is not option and option.text:
            message = f"option {number} is the same as the one on line {page.line_of(same.line)}; write another answer"
            yield page.problem(option.line, "Q008", message)


def _check_id(page: RewrittenPage, block: Block, quiz: Quiz) -> Iterator[Problem]:
    attrs = block.option("attrs")
    if block.options.problems:
        return  # it may be there
    if attrs is None or (isinstance(attrs, dict) and "id" not in attrs):
        here = f"'!!! {block.name} topic-question \"…\"'" if _is_admonition(page, block) else "'    attrs: {id: topic-question}'"
        where = "" if _is_admonition(page, block) else " on the line below"
        yield page.problem(block.line, "Q001", f"question has no id; write {here}{where}, the same in every language")
    elif isinstance(attrs, dict) and RE_IDENT.fullmatch(str(attrs["id"])) and not _ID.fullmatch(str(attrs["id"])):
        message = f"id {attrs['id']!r} cannot be used; write letters, digits and hyphens, a letter first"
        yield Problem(page.path, *block.options.place("attrs", "id"), "B007", message)


def _is_admonition(page: RewrittenPage, block: Block) -> bool:
    return page.written[page.line_of(block.line) - 1].lstrip().startswith("!!!")


def _cut_off(page: RewrittenPage, block: Block) -> Problem | None:
    """A line that ends the body of ``!!! quiz`` too early: not blank, not indented, directly below it."""
    if not _is_admonition(page, block):
        return None
    following = next(iter(page.written[page.line_of(block.last) :]), "")
    if _blank(following):
        return None
    message = f"{following.strip()[:30]!r} ends the question; indent it by 4, or leave a blank line before it"
    return Problem(page.path, page.line_of(block.last) + 1, 1, "Q009", message)


def _check_key(page: Page, quiz: Quiz) -> Iterator[Problem]:
    if not quiz.key:
        yield page.problem(quiz.line, "Q004", "no option is marked right; mark one with '[x]'")
    if len(quiz.key) > 1 and quiz.kind == "quiz":
        second = quiz.options[quiz.key[1] - 1]
        message = f"{len(quiz.key)} options are marked right; keep one '[x]', or write '/// quiz-multi | …'"
        yield page.problem(second.line, "Q005", message)


def _check_fixed(page: Page, block: Block, quiz: Quiz) -> Iterator[Problem]:
    fixed = block.option("fixed")
    for number in fixed if isinstance(fixed, list) else []:
        if isinstance(number, int) and number > len(quiz.options):
            message = f"fixed names option {number}, but there are only {len(quiz.options)}; write one of them, or remove it"
            yield Problem(page.path, *block.options.place("fixed"), "B007", message)


def _check_option(page: Page, option: Option, number: int) -> Iterator[Problem]:
    found = _OPTION.match(page.lines[option.line])
    column = found.start("text") + 1 if found["mark"] is None else found.start("mark")
    if found["sign"] not in "-*+":
        message = f"option {number} begins with {found['sign']!r}; write '- [ ] …', or a sentence between the two lists"
        yield page.problem(option.line, "Q009", message, column=found.start("sign") + 1)
    elif found["mark"] is None:
        yield page.problem(option.line, "Q006", f"option {number} has no mark; write '- [ ] {found['text']}'", column=column)
    elif found["mark"] not in (" ", "x", "X"):
        message = f"mark {'[' + found['mark'] + ']'!r} is neither '[ ]' nor '[x]' (a protected space, perhaps); write one of them"
        yield page.problem(option.line, "Q006", message, column=column)
    elif option.text and not found["gap"]:
        message = f"write a space between the mark and {found['text']!r}"
        yield page.problem(option.line, "Q006", message, column=column)
    if not found["text"].strip():
        yield page.problem(option.line, "Q007", f"option {number} is empty; write its text behind the mark", column=column)


def _check_list(page: Page, block: Block, quiz: Quiz) -> Iterator[Problem]:
    """The options must be one list for the renderer, and each line of it must belong where its author sees it.

    Python-Markdown cuts a list where a line less indented than 4 follows a blank one, takes everything up to the next blank
    line for one paragraph, and begins a quotation or a code block only behind a blank line.
    """
    starts = {option.line for option in quiz.options}
    first, last = quiz.options[0].line, quiz.options[-1].line
    parts = {index for child in block.children for index in range(child.line, child.last + 1)}
    inner = fences(page.lines[block.first : block.last])
    code = {block.first + index for fence in inner for index in range(fence.first + 1, fence.last + 1)}
    if first > block.first and first - 1 not in parts and not _blank(page.lines[first - 1]):
        yield page.problem(first, "Q009", "the options begin in the middle of a paragraph; leave a blank line before them")
    blank, text = True, True  # a blank line is above; the line above is still text of the option itself
    stray = False  # the line above stands there by mistake, and so does its paragraph
    for index in range(first, block.last):
        line = page.lines[index]
        if index in starts:
            if not blank and not text:
                message = f"{line.strip()[:30]!r} belongs to the option above; leave a blank line before it"
                yield page.problem(index, "Q009", message, column=indent_of(line) + 1)
            text = True
        elif index not in parts and index not in code and not _blank(line):
            text = text and not blank
            found = list(_check_line(page, index, text=text, where="between" if index < last else "behind"))
            yield from (problem for problem in found if blank or not stray or problem.code == "Q006")
            stray = bool(found) or (stray and not blank)
        blank = _blank(line) or index in parts
    for child in block.children:
        if first < child.line < last:
            yield page.problem(child.line, "Q009", f"'{child.name}' stands between the options; move it behind the last one")
        elif child.line > last and child.name not in PARTS:
            yield page.problem(child.line, "Q009", f"'{child.name}' stands behind the options; move it before the first one")


def _check_line(page: Page, index: int, *, text: bool, where: str) -> Iterator[Problem]:
    """A line below an option, not in code; ``text`` says that the line above is still text of the option itself."""
    line = page.lines[index].strip()
    indent = indent_of(page.lines[index])
    what = "feedback" if line.startswith(">") else repr(line[:30])
    like = _LIKE_OPTION.match(line)
    admonition = _LIKE_ADMONITION.match(line)
    if line.startswith("///") or (admonition and admonition["name"].lower() in (*KINDS, *PARTS)):
        return  # reported as block
    if like:
        mark = "x" if re.search(r"\[[xX]\]", line) else " "
        message = f"{line[:30]!r} is no option as it stands; write '- [{mark}] {like['text']}' at the margin"
        yield page.problem(index, "Q006", message, column=indent + 1)
    elif indent < TAB and (not text or _BLOCK_SIGN.match(line) or _MARGIN_SIGN.match(line)):
        message = f"{what} stands {where} the options; indent it by 4 spaces to make it part of the option above"
        yield page.problem(index, "Q009", message, column=indent + 1)
    elif text and _BLOCK_SIGN.match(line):
        yield page.problem(index, "Q009", f"{what} would be text of the option; leave a blank line before it", column=indent + 1)


def _check_part(page: Page, block: Block, parent: Block | None) -> Iterator[Problem]:
    if parent is None or parent.name not in KINDS:
        yield page.problem(
            block.line, "B008", f"'{block.name}' belongs inside '/// quiz'; move it before the '///' that closes one"
        )
    if not _text(page, block):
        yield page.problem(block.line, "Q010", f"'{block.name}' is empty; write its text, or remove it")


# ----------------------------------------------------------------------------------------------------------- render


@dataclass(frozen=True)
class Line:
    """A line as the renderer sees it, and where it comes from: line of the body, columns cut off before it."""

    text: str
    number: int
    shift: int = 0

    def dedented(self) -> Line:
        """The line as part of the body of an admonition."""
        return Line(self.text[TAB:], self.number, self.shift + TAB)


@dataclass(frozen=True)
class RewrittenPage(Page):
    """A page as the renderer sees it, for the checks: tabs are spaces, ``!!! quiz`` are blocks. Places are the file's."""

    rewritten: tuple[Line, ...] = ()

    @cached_property
    def lines(self) -> list[str]:
        """The rewritten lines of the body."""
        return [line.text for line in self.rewritten]

    @cached_property
    def written(self) -> list[str]:
        """The lines of the file."""
        return self.text.split("\n")

    def line_of(self, index: int) -> int:
        """The line of the file that a rewritten line comes from."""
        return self.rewritten[min(index, len(self.rewritten) - 1)].number + self.front.line

    def problem(self, index: int, code: str, message: str, *, column: int = 1) -> Problem:
        """A problem at a rewritten line."""
        shift = self.rewritten[min(index, len(self.rewritten) - 1)].shift
        return super().problem(index, code, message, column=column + shift)


def rewrite_page(page: Page) -> RewrittenPage:
    """The page with every ``!!! quiz`` as the block it stands for."""
    return RewrittenPage(page.lang, page.name, page.path, page.text, tuple(_rewrite(page.lines)))


def _rewrite(lines: list[str]) -> list[Line]:
    """``!!! quiz id "Question"`` and its body as the block it stands for; code is left alone."""
    return _rewrite_lines([Line(line.expandtabs(TAB), number) for number, line in enumerate(lines)])


def _rewrite_lines(lines: list[Line]) -> list[Line]:
    texts = [line.text for line in lines]
    code = {index for fence in fences(texts) for index in range(fence.first, fence.last + 1)}
    out: list[Line] = []
    index = 0
    while index < len(lines):
        found = None if index in code else _ADMONITION.match(texts[index])
        if not found or (found["sign"] == "!!!") != (found["name"].lower() in KINDS):
            out.append(lines[index])
            index += 1
            continue
        end = _end_of_indented(texts, index + 1)
        out += _as_block(lines[index], found, [line.dedented() for line in lines[index + 1 : end]])
        index = end
    return out


def _as_block(header: Line, found: re.Match[str], body: list[Line]) -> Iterator[Line]:
    title = f" | {found['title']}" if found["title"] else ""
    yield Line("", header.number, header.shift)
    yield Line(f"/// {found['name']}{title}", header.number, header.shift)
    if found["id"]:
        yield Line(f'    attrs: {{id: "{found["id"]}"}}', header.number, header.shift + found.start("id") - TAB)
    options = option_lines([line.text for line in body], 0)
    yield from body[:options]
    yield Line("", header.number, header.shift)
    yield from _rewrite_lines(body[options:])
    last = body[-1].number if body else header.number
    yield from (Line(text, last, header.shift) for text in ("", "///", ""))


def _end_of_indented(lines: list[str], first: int) -> int:
    """Index behind the last line that is indented by 4, from ``first`` on."""
    last = first
    for index in range(first, len(lines)):
        if lines[index].startswith(" " * TAB):
            last = index + 1
        elif not _blank(lines[index]):
            break
    return last


class _AdmonitionPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [line.text for line in _rewrite(lines)]


def _difficulty(value: Any) -> int:
    if type(value) is not int or value not in (1, 2, 3):
        raise ValueError("write 1, 2 or 3")
    return value


def _heading(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("write the id of the heading that the question tests, or 'page.md#id'")
    return value


def _numbers(value: Any) -> list[int]:
    if not isinstance(value, list) or not all(type(item) is int and item > 0 for item in value):
        raise ValueError("write the numbers of the options that keep their place, for example [4]")
    return value


class QuizBlock(Renderer):
    """A question with exactly one right answer."""

    NAME = "quiz"
    ARGUMENT = True
    OPTIONS = {"tests": ("", _heading), "difficulty": (0, _difficulty), "fixed": ([], _numbers)}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Collect the content as it is parsed; the tree processor puts it in order.

        Not ``on_end``: with nested blocks of as many slashes, pymdownx calls it on the outer block at the end of the inner one.
        """
        form = etree.SubElement(parent, "form", {"class": "quiz"})
        self.md.treeprocessors[_TREE].pending.append((form, self))
        return form


class QuizMultiBlock(QuizBlock):
    """A question with one or more right answers."""

    NAME = "quiz-multi"


class HintBlock(Renderer):
    """A hint inside a question; several open one after another."""

    NAME = "hint"
    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        """A closed ``details``, out of the search index."""
        details = etree.SubElement(parent, "details", {"class": f"quiz__{self.NAME}", **NOT_SEARCHED})
        if self.argument:
            etree.SubElement(details, "summary").text = self.argument
        else:
            _word(details, "summary", words_for(self.md), self.NAME)
        return details


class ExplainBlock(HintBlock):
    """What every reader of the question should know in the end."""

    NAME = "explain"


class _FormTreeprocessor(Treeprocessor):
    """Turns question, list, hints and explanation into a form."""

    def __init__(self, md: Markdown, *, answer_free: bool) -> None:
        super().__init__(md)
        self.answer_free = answer_free
        self.pending: list[tuple[etree.Element, QuizBlock]] = []

    def run(self, root: etree.Element) -> None:
        words = words_for(self.md) if self.pending else None
        # A revision would give the key away: with eight digits and all texts known, few keys are left to try.
        known = _revisions_beside(here(self.md)) if self.pending and not self.answer_free else {}
        for number, (form, block) in enumerate(self.pending, 1):
            if form.get("id") in known:
                form.set("data-rev", known[form.attrib["id"]])
            form.attrib.setdefault("id", f"quiz-{number}")
            made = _Form(form, block.argument, many=block.NAME == "quiz-multi", options=block.options, words=words)
            made.build(answer_free=self.answer_free)
        self.pending.clear()


def _revisions_beside(place: Here | None) -> Mapping[str, str]:
    """The English revisions of a page's questions: what a reader answered counts in every language. Its own for the others."""
    if place is None:
        return {}
    files = {lang: place.docs / lang / place.name for lang in (place.lang, SOURCE)}
    read = [_revisions(lang, place.name, file, file.stat().st_mtime_ns) for lang, file in files.items() if file.is_file()]
    return {key: revision for found in read for key, revision in found.items()}


@lru_cache(maxsize=4)
def _revisions(lang: str, name: str, file: Path, _changed: int) -> Mapping[str, str]:
    """Read again when a file changed: a live preview keeps its process."""
    text, _ = decode(file.read_bytes(), str(file))
    return revisions(Page(lang, name, str(file), text))


class _Form:
    """Builds the form of one question from the elements that Markdown made of its content."""

    def __init__(self, form: etree.Element, question: str, *, many: bool, options: dict[str, Any], words: Words) -> None:
        self.form, self.question, self.many, self.options, self.words = form, question, many, options, words
        self.id = form.attrib["id"]

    def build(self, *, answer_free: bool) -> None:
        """Put the content in order. Without answers hints stay, closed as ever; there is nothing to check or to show."""
        children = list(self.form)
        listed = next((child for child in children if child.tag == "ul" and _is_option_list(child)), None)
        if listed is None:
            return
        hints = [child for child in children if child.get("class") == "quiz__hint"]
        explanations = [child for child in children if child.get("class") == "quiz__explain"]
        stem = [child for child in children if child is not listed and child not in hints and child not in explanations]
        for child in children:
            self.form.remove(child)
        self.form.attrib |= {"data-words": self._script_words(), **self._data()}
        key = etree.Element("ol", {"class": "quiz__key"})
        self._fieldset(stem, listed, key)
        if answer_free:
            _word(self.form, "p", self.words, "answer-free", cls="quiz__answer-free")
            self.form.extend(hints)
        else:
            self._buttons()
            self.form.extend(hints)
            self._answer(key, explanations)
        self._links()

    def _data(self) -> dict[str, str]:
        data = {"data-kind": "many" if self.many else "one"}
        if self.options["difficulty"]:
            data["data-difficulty"] = str(self.options["difficulty"])
        if self.options["tests"]:
            data["data-tests"] = self.options["tests"]
        if self.options["fixed"]:
            data["data-fixed"] = " ".join(map(str, self.options["fixed"]))
        return data

    def _script_words(self) -> str:
        return json.dumps({key: self.words[f"quiz.{key}"] for key in _WORDS_FOR_SCRIPT}, ensure_ascii=False)

    def _fieldset(self, stem: list[etree.Element], listed: etree.Element, key: etree.Element) -> None:
        fieldset = etree.SubElement(self.form, "fieldset", {"class": "quiz__choices"})
        etree.SubElement(fieldset, "legend", {"class": "quiz__question"}).text = self.question
        if stem:
            etree.SubElement(fieldset, "div", {"class": "quiz__stem"}).extend(stem)
        _word(fieldset, "p", self.words, "many" if self.many else "one", cls="quiz__how")
        options = etree.SubElement(fieldset, "ul", {"class": "quiz__options"})
        for number, item in enumerate(listed, 1):
            self._option(options, item, number, key)

    def _option(self, options: etree.Element, item: etree.Element, number: int, key: etree.Element) -> None:
        correct = _take_mark(item)
        feedback = [child for child in item if child.tag == "blockquote"]
        for child in feedback:
            item.remove(child)
        option = etree.SubElement(options, "li", {"class": "quiz__option"})
        name = f"{self.id}-{number}"
        control = {"type": "checkbox" if self.many else "radio", "name": self.id, "value": str(number), "id": name}
        etree.SubElement(option, "input", control)
        label = etree.SubElement(option, "label", {"for": name})
        blocks = _move_phrasing(item, label)
        if blocks:
            etree.SubElement(option, "div", {"class": "quiz__more"}).extend(blocks)
        self._key_entry(key, label, feedback, correct=correct)

    def _key_entry(self, key: etree.Element, label: etree.Element, feedback: list[etree.Element], *, correct: bool) -> None:
        entry = etree.SubElement(key, "li", {"data-right": ""} if correct else {})
        line = etree.SubElement(entry, "p", {"class": "quiz__verdict"})
        _word(line, "strong", self.words, "is-right" if correct else "is-wrong", cls="quiz__sign").tail = ": "
        answer = etree.SubElement(line, "span")
        answer.text = label.text
        answer.extend(copy.deepcopy(child) for child in label)
        for quote in feedback:
            quote.tag = "div"
            quote.set("class", "quiz__feedback")
            entry.append(quote)

    def _buttons(self) -> None:
        row = etree.SubElement(self.form, "p", {"class": "quiz__buttons"})
        _word(row, "button", self.words, "check", cls="quiz__check", type="submit", disabled="")
        _word(row, "button", self.words, "retry", cls="quiz__retry", type="button", hidden="")
        _word(row, "button", self.words, "show", cls="quiz__show", type="button", hidden="")
        etree.SubElement(self.form, "p", {"class": "quiz__status", "role": "status"})

    def _answer(self, key: etree.Element, explanations: list[etree.Element]) -> None:
        details = etree.SubElement(self.form, "details", {"class": "quiz__answer", **NOT_SEARCHED})
        _word(details, "summary", self.words, "show")
        details.append(key)
        for explanation in explanations:
            explanation.tag = "div"
            explanation.attrib.pop("data-search-exclude")
            explanation.attrib.pop("data-pagefind-ignore")
            title = explanation[0]
            title.tag = "p"
            title.set("class", "quiz__title")
            details.append(explanation)

    def _links(self) -> None:
        target = self.options["tests"]
        if target:
            row = etree.SubElement(self.form, "p", {"class": "quiz__links"})
            _word(row, "a", self.words, "tests", cls="quiz__tests", href=target if "#" in target else f"#{target}")


def _word(parent: etree.Element, tag: str, words: Words, key: str, *, cls: str = "", **attrs: str) -> etree.Element:
    """An element with one of the site's words; one that is borrowed from another language says from which."""
    element = etree.SubElement(parent, tag, {**({"class": cls} if cls else {}), **attrs})
    element.text = words[f"quiz.{key}"]
    if borrowed := _BORROWED.match(words.html(f"quiz.{key}")):
        element.set("lang", borrowed["lang"])
    return element


def _is_option_list(element: etree.Element) -> bool:
    return any(_MARKED.match(_lead(item).text or "") for item in element)


def _lead(item: etree.Element) -> etree.Element:
    """The element that holds a list item's first text: its paragraph in a loose list, itself in a tight one."""
    return item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item


def _take_mark(item: etree.Element) -> bool:
    """Remove ``[x] `` from an option and say whether it was there."""
    lead = _lead(item)
    found = _MARKED.match(lead.text or "")
    if not found:
        return False
    lead.text = lead.text[found.end() :]
    return found["mark"] != " "


def _move_phrasing(item: etree.Element, label: etree.Element) -> list[etree.Element]:
    """Put an option's first line into its label; what a label cannot hold (code, further paragraphs) is returned."""
    lead = _lead(item)
    label.text = lead.text
    if lead is item:
        return list(item)
    label.extend(list(lead))
    return [child for child in item if child is not lead]


class QuizExtension(SingleBlockExtension):
    """Registers the blocks and the rewriting of ``!!! quiz``."""

    blocks = (QuizBlock, QuizMultiBlock, HintBlock, ExplainBlock)

    def __init__(self, **options: Any) -> None:
        self.config = {"answer_free": [False, "Leave out marks, feedback and explanations, for use in class."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Before superfences (25), which would take the fences inside out of reach; after whitespace is normalised (30)."""
        super().extendMarkdown(md)
        md.preprocessors.register(_AdmonitionPreprocessor(md), "diglot-quiz-admonition", 27)
        forms = _FormTreeprocessor(md, answer_free=self.getConfig("answer_free"))
        md.treeprocessors.register(forms, _TREE, 26)  # before pymdownx.tasklist (25), which would take the marks


def makeExtension(**options: Any) -> QuizExtension:
    """What Python-Markdown calls."""
    return QuizExtension(**options)
