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
everything indented, and ``??? hint "Hint"`` inside it, is the same thing.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import Block, SingleBlockExtension
from diglot.cards import NOT_SEARCHED
from diglot.languages import Words
from diglot.page import words_for
from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import fences, indent_of

KINDS = ("quiz", "quiz-multi")
_TREE = "diglot-quiz"
_WORDS_FOR_SCRIPT = ("empty", "right", "wrong", "parts")

_OPTION = re.compile(r"^ {0,3}[-*+] +(?:\[(?P<mark>[^\]]*)\](?P<gap>\s*))?(?P<text>.*)$")
_MARKED = re.compile(r"^\[(?P<mark>[ xX])\]\s+")
_LIST = re.compile(r"^ {0,3}[-*+] +\[")
_ADMONITION = re.compile(
    r"""^(?P<indent>\ {0,3})(?P<sign>!!!|\?\?\?)\ *
        (?P<name>quiz|quiz-multi|hint|explain)(?:\ +(?P<id>[\w-]+))?\ +"(?P<title>.*)"\ *$""",
    re.VERBOSE,
)


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
    def revision(self) -> str:
        """Eight hexadecimal digits that change when the question, its options or its key do (not its feedback)."""
        parts = [self.kind, self.question, self.stem, *(f"{option.correct}{option.text}" for option in self.options)]
        return hashlib.sha256("\0".join(" ".join(part.split()) for part in parts).encode()).hexdigest()[:8]


# ------------------------------------------------------------------------------------------------------------ parse


def parse(page: Page, block: Block) -> Quiz:
    """Read a question from its block. What is missing stays empty; ``check`` says so."""
    inner = {index for child in block.children for index in range(child.line, child.last + 1)}
    body = [(index, page.lines[index]) for index in range(block.first, block.last) if index not in inner]
    listed = _list_lines(page, body)
    first = listed[0] if listed else block.last
    attrs = block.option("attrs")
    return Quiz(
        id=str(attrs.get("id", "")) if isinstance(attrs, dict) else "",
        kind=block.name,
        question=block.title,
        stem="\n".join(line for index, line in body if index < first).strip(),
        options=tuple(_options(body, listed)),
        hints=tuple(_text(page, child) for child in block.children if child.name == "hint"),
        explanation="\n\n".join(_text(page, child) for child in block.children if child.name == "explain"),
        tests=str(block.option("tests") or ""),
        line=block.line,
    )


def _list_lines(page: Page, body: list[tuple[int, str]]) -> list[int]:
    """Indexes of the lines that begin an option: list items from the first marked one on, outside code."""
    code = {index for fence in fences(page.lines) for index in range(fence.first, fence.last + 1)}
    items = [(index, line) for index, line in body if index not in code and _OPTION.match(line)]
    marked = [index for index, line in items if _LIST.match(line)]
    return [index for index, _ in items if marked and index >= marked[0]]


def _options(body: list[tuple[int, str]], listed: list[int]) -> Iterator[Option]:
    lines = dict(body)
    for number, index in enumerate(listed):
        following = listed[number + 1] if number + 1 < len(listed) else max(lines) + 1
        found = _OPTION.match(lines[index])
        rest = [lines[at] for at in range(index + 1, following) if at in lines]
        quoted = [line.strip()[1:].strip() for line in rest if line.strip().startswith(">")]
        more = [line.strip() for line in rest if line.strip() and not line.strip().startswith(">")]
        text = "\n".join([found["text"].strip(), *more]).strip()
        yield Option(text, (found["mark"] or "").lower() == "x", "\n".join(quoted), index)


def _text(page: Page, block: Block) -> str:
    return "\n".join(page.lines[block.first : block.last]).strip()


def quizzes(page: Page, blocks: list[Block]) -> list[Quiz]:
    """The questions of a page, in order."""
    return [parse(page, block) for top in blocks for block in top.walk() if block.name in KINDS]


def without_answers(page: Page, blocks: list[Block]) -> list[str]:
    """The lines of a page without marks, feedback, hints and explanations."""
    lines: list[str | None] = list(page.lines)
    for block in (inner for outer in blocks for inner in outer.walk()):
        if block.name in ("hint", "explain"):
            lines[block.line : block.last + 1] = [None] * (block.last + 1 - block.line)
        elif block.name in KINDS:
            options = parse(page, block).options
            for option in options:
                lines[option.line] = f"- {_OPTION.match(page.lines[option.line])['text']}"
            for index in range(options[0].line if options else block.last, block.last):
                if page.lines[index].lstrip().startswith(">"):
                    lines[index] = None
    kept = [line for line in lines if line is not None]
    return [line for index, line in enumerate(kept) if line.strip() or (index and kept[index - 1].strip())]


# ------------------------------------------------------------------------------------------------------------ check


def check(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """What is wrong with the questions of one page."""
    for top in blocks:
        for parent, block in _with_parents(top, None):
            if block.name in KINDS:
                yield from _check_quiz(page, block, parent)
            elif block.name in ("hint", "explain"):
                yield from _check_part(page, block, parent)


def _with_parents(block: Block, parent: Block | None) -> Iterator[tuple[Block | None, Block]]:
    yield parent, block
    for child in block.children:
        yield from _with_parents(child, block)


def _check_quiz(page: Page, block: Block, parent: Block | None) -> Iterator[Problem]:
    quiz = parse(page, block)
    if parent:
        message = (
            f"'{block.name}' stands inside '{parent.name}' from line {page.line_of(parent.line)}; close that one first with '///'"
        )
        yield page.problem(block.line, "B008", message)
    if not quiz.id:
        message = "question has no id; write '    attrs: {id: topic-question}' on the line below, the same in every language"
        yield page.problem(block.line, "Q001", message)
    if len(quiz.options) < 2:
        message = f"question has {len(quiz.options)} options; write a list of '- [ ] text' and '- [x] text', two or more"
        yield page.problem(block.line, "Q003", message)
        return
    yield from _check_key(page, quiz)
    yield from _check_list(page, block, quiz)
    seen: dict[str, Option] = {}
    for number, option in enumerate(quiz.options, 1):
        yield from _check_option(page, option, number)
        same = seen.setdefault(" ".join(option.text.casefold().split()), option)
        if same is not option and option.text:
            message = f"option {number} is the same as the one on line {page.line_of(same.line)}; write another answer"
            yield page.problem(option.line, "Q008", message)


def _check_key(page: Page, quiz: Quiz) -> Iterator[Problem]:
    if not quiz.key:
        yield page.problem(quiz.line, "Q004", "no option is marked right; mark one with '[x]'")
    if len(quiz.key) > 1 and quiz.kind == "quiz":
        second = quiz.options[quiz.key[1] - 1]
        message = f"{len(quiz.key)} options are marked right; keep one '[x]', or write '/// quiz-multi | …'"
        yield page.problem(second.line, "Q005", message)


def _check_option(page: Page, option: Option, number: int) -> Iterator[Problem]:
    line = page.lines[option.line]
    found = _OPTION.match(line)
    column = line.find("[") + 1 or indent_of(line) + 3
    if found["mark"] is None:
        yield page.problem(option.line, "Q006", f"option {number} has no mark; write '- [ ] {option.text}'", column=column)
    elif found["mark"] not in (" ", "x", "X"):
        message = f"mark {'[' + found['mark'] + ']'!r} is neither '[ ]' nor '[x]' (a protected space, perhaps); write one of them"
        yield page.problem(option.line, "Q006", message, column=column)
    elif option.text and not found["gap"]:
        yield page.problem(option.line, "Q006", f"write a space between the mark and {option.text!r}", column=column)
    if not option.text:
        yield page.problem(option.line, "Q007", f"option {number} is empty; write its text behind the mark", column=column)


def _check_list(page: Page, block: Block, quiz: Quiz) -> Iterator[Problem]:
    """The options must be one list: a line less indented than 4 after a blank line ends it for the renderer."""
    parts = {index for child in block.children for index in range(child.line, child.last + 1)}
    starts = {option.line for option in quiz.options}
    last = quiz.options[-1].line
    blank = False
    for index in range(quiz.options[0].line, block.last):
        line = page.lines[index]
        if index in parts or index in starts or not line.strip():
            blank = not line.strip()
            continue
        indent = indent_of(line)
        if indent < 4 and (blank or line.lstrip().startswith(">")):
            what = "feedback" if line.lstrip().startswith(">") else f"{line.strip()[:30]!r}"
            where = "stands between the options" if index < last else "stands behind the options"
            message = f"{what} {where} with {indent} spaces before it; indent it by 4 to make it part of the option above"
            yield page.problem(index, "Q009", message, column=indent + 1)
        blank = False
    for child in block.children:
        if quiz.options[0].line < child.line < last:
            yield page.problem(child.line, "Q009", f"'{child.name}' stands between the options; move it behind the last one")


def _check_part(page: Page, block: Block, parent: Block | None) -> Iterator[Problem]:
    if parent is None or parent.name not in KINDS:
        yield page.problem(
            block.line, "B008", f"'{block.name}' belongs inside '/// quiz'; move it before the '///' that closes one"
        )
    if not _text(page, block):
        yield page.problem(block.line, "Q010", f"'{block.name}' is empty; write its text, or remove it")


# ----------------------------------------------------------------------------------------------------------- render


@dataclass(frozen=True)
class RewrittenPage(Page):
    """A page whose ``!!! quiz`` are written as blocks, for the checks; ``origins`` are the lines they come from."""

    rewritten: tuple[str, ...] = ()
    origins: tuple[int, ...] = ()

    @property
    def lines(self) -> list[str]:  # type: ignore[override]
        """The rewritten lines of the body."""
        return list(self.rewritten)

    def line_of(self, index: int) -> int:
        """The line of the file that a rewritten line comes from."""
        return self.origins[min(index, len(self.origins) - 1)] + self.front.line


def rewrite_page(page: Page) -> Page:
    """The page with every ``!!! quiz`` as the block it stands for; the page itself where there is none."""
    pairs = _rewrite(list(enumerate(page.lines)))
    if len(pairs) == len(page.lines):
        return page
    origins, lines = zip(*pairs, strict=True)
    return RewrittenPage(page.lang, page.name, page.path, page.text, lines, origins)


def _rewrite(numbered: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """``!!! quiz id "Question"`` and its body as the block it stands for; lines keep their numbers, code is left alone."""
    lines = [line for _, line in numbered]
    code = {index for fence in fences(lines) for index in range(fence.first, fence.last + 1)}
    out: list[tuple[int, str]] = []
    index = 0
    while index < len(lines):
        found = None if index in code else _ADMONITION.match(lines[index])
        if not found or (found["sign"] == "!!!") != (found["name"] in KINDS):
            out.append(numbered[index])
            index += 1
            continue
        first, last = index + 1, _end_of_indented(lines, index + 1)
        options = [f"    attrs: {{id: {found['id']}}}"] if found["id"] else []
        out += [(numbered[index][0], line) for line in (f"/// {found['name']} | {found['title']}", *options, "")]
        out += _rewrite([(number, line[4:]) for number, line in numbered[first:last]])
        out += [(numbered[last - 1][0], line) for line in ("", "///", "")]
        index = last
    return out


def _end_of_indented(lines: list[str], first: int) -> int:
    """Index behind the last line that is indented by 4, from ``first`` on."""
    last = first
    for index in range(first, len(lines)):
        if lines[index].startswith("    "):
            last = index + 1
        elif lines[index].strip():
            break
    return last


class _AdmonitionPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [line for _, line in _rewrite(list(enumerate(lines)))]


def _difficulty(value: Any) -> int:
    if value not in (1, 2, 3) or isinstance(value, bool):
        raise ValueError("write 1, 2 or 3")
    return value


def _heading(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("write the id of the heading that the question tests, or 'page.md#id'")
    return value


def _numbers(value: Any) -> list[int]:
    if not isinstance(value, list) or not all(isinstance(item, int) and item > 0 for item in value):
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
        etree.SubElement(details, "summary").text = self.argument or words_for(self.md)[f"quiz.{self.NAME}"]
        return details


class ExplainBlock(HintBlock):
    """What every reader of the question should know in the end."""

    NAME = "explain"


class _FormTreeprocessor(Treeprocessor):
    """Turns question, list, hints and explanation into a form."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.pending: list[tuple[etree.Element, QuizBlock]] = []

    def run(self, root: etree.Element) -> None:
        words = words_for(self.md) if self.pending else None
        for number, (form, block) in enumerate(self.pending, 1):
            form.attrib.setdefault("id", f"quiz-{number}")
            _Form(form, block.argument, many=block.NAME == "quiz-multi", options=block.options, words=words).build()
        self.pending.clear()


class _Form:
    """Builds the form of one question from the elements that Markdown made of its content."""

    def __init__(self, form: etree.Element, question: str, *, many: bool, options: dict[str, Any], words: Words) -> None:
        self.form, self.question, self.many, self.options, self.words = form, question, many, options, words
        self.id = form.attrib["id"]

    def build(self) -> None:
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
        self._buttons()
        self.form.extend(hints)
        self._answer(key, explanations)

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
        self._word(fieldset, "p", "quiz__how", "many" if self.many else "one")
        options = etree.SubElement(fieldset, "ul", {"class": "quiz__options"})
        for number, item in enumerate(listed, 1):
            self._option(options, item, number, key)

    def _option(self, options: etree.Element, item: etree.Element, number: int, key: etree.Element) -> None:
        correct = _take_mark(item)
        feedback = [child for child in item if child.tag == "blockquote"][-1:]
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
        self._word(line, "strong", "quiz__sign", "is-right" if correct else "is-wrong").tail = ": "
        copy = etree.SubElement(line, "span")
        copy.text = label.text
        copy.extend(_copies(label))
        for quote in feedback:
            quote.tag = "div"
            quote.set("class", "quiz__feedback")
            entry.append(quote)

    def _buttons(self) -> None:
        row = etree.SubElement(self.form, "p", {"class": "quiz__buttons"})
        self._word(row, "button", "quiz__check", "check", type="submit", disabled="")
        self._word(row, "button", "quiz__retry", "retry", type="button", hidden="")
        self._word(row, "button", "quiz__show", "show", type="button", hidden="")
        etree.SubElement(self.form, "p", {"class": "quiz__status", "role": "status"})

    def _answer(self, key: etree.Element, explanations: list[etree.Element]) -> None:
        details = etree.SubElement(self.form, "details", {"class": "quiz__answer", **NOT_SEARCHED})
        self._word(details, "summary", "", "show")
        details.append(key)
        for explanation in explanations:
            explanation.tag = "div"
            explanation.attrib.pop("data-search-exclude")
            explanation.attrib.pop("data-pagefind-ignore")
            title = explanation[0]
            title.tag = "p"
            title.set("class", "quiz__title")
            details.append(explanation)

    def _word(self, parent: etree.Element, tag: str, cls: str, key: str, **attrs: str) -> etree.Element:
        element = etree.SubElement(parent, tag, {**({"class": cls} if cls else {}), **attrs})
        text = self.words[f"quiz.{key}"]
        if html.escape(text, quote=False) != self.words.html(f"quiz.{key}"):
            element.set("lang", "en")
        element.text = text
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


def _copies(element: etree.Element) -> list[etree.Element]:
    return [etree.fromstring(etree.tostring(child)) for child in element]


class QuizExtension(SingleBlockExtension):
    """Registers the blocks and the rewriting of ``!!! quiz``."""

    blocks = (QuizBlock, QuizMultiBlock, HintBlock, ExplainBlock)

    def extendMarkdown(self, md: Markdown) -> None:
        """Before superfences (25), which would take the fences inside out of reach; after whitespace is normalised (30)."""
        super().extendMarkdown(md)
        md.preprocessors.register(_AdmonitionPreprocessor(md), "diglot-quiz-admonition", 27)
        md.treeprocessors.register(_FormTreeprocessor(md), _TREE, 26)  # before pymdownx.tasklist (25), which would take the marks


def makeExtension(**options: Any) -> QuizExtension:
    """What Python-Markdown calls."""
    return QuizExtension(**options)
