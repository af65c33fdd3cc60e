"""What can be wrong with a question: its id, its key, its options, and the lines between them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from pymdownx.blocks.block import RE_IDENT

from diglot.admonitions import RewrittenPage
from diglot.blocks import Block
from diglot.pages import Page
from diglot.problems import Problem, did_you_mean
from diglot.quiz_source import KINDS, MOST, OPTION, PARTS, Option, Quiz, is_id, parse, text_of
from diglot.source import TAB, fences, indent_of, is_blank, prose

# What an author meant for an option.
_LIKE_OPTION = re.compile(r"^(?:(?:[-*+–—•]|\d+\.)\s*\[[ xX]?\]|\[[ xX]\])(?![(\[:])\s*(?P<text>.*)$")
# What begins a block of its own in the middle of a paragraph, or would at its margin.
_BLOCK_SIGN = re.compile(r"(?:>|`{3}|~{3}|\$\$|!!!|\?\?\?|={3}|/{3})")
_MARGIN_SIGN = re.compile(r"[#<|]|\d+\. |: |(?:[-=_*|:] *)+$")
_LIKE_ADMONITION = re.compile(r"^(?P<indent>[ >*+\d.-]*)(?:!!!|\?\?\?\+?) *(?P<name>[\w-]+)(?P<rest>.*)$")


# Blocks in which a question may stand: the alternatives of a lesson.
_MAY_HOLD = ("tab",)


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
    if parent and parent.name not in _MAY_HOLD:
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
    if len(quiz.options) > MOST:
        yield page.problem(block.line, "Q012", f"question has {len(quiz.options)} options, more than {MOST}; write several")
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
    elif isinstance(attrs, dict) and RE_IDENT.fullmatch(str(attrs["id"])) and not is_id(str(attrs["id"])):
        message = f"id {attrs['id']!r} cannot be used; write letters, digits and hyphens, a letter first"
        yield Problem(page.path, *block.options.place("attrs", "id"), "B007", message)


def _is_admonition(page: RewrittenPage, block: Block) -> bool:
    return page.written[page.line_of(block.line) - 1].lstrip().startswith("!!!")


def _cut_off(page: RewrittenPage, block: Block) -> Problem | None:
    """A line that ends the body of ``!!! quiz`` too early: not blank, not indented, directly below it."""
    if not _is_admonition(page, block):
        return None
    following = next(iter(page.written[page.line_of(block.last) :]), "")
    if is_blank(following):
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
    found = OPTION.match(page.lines[option.line])
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
    if first > block.first and first - 1 not in parts and not is_blank(page.lines[first - 1]):
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
        elif index not in parts and index not in code and not is_blank(line):
            text = text and not blank
            found = list(_check_line(page, index, text=text, where="between" if index < last else "behind"))
            yield from (problem for problem in found if blank or not stray or problem.code == "Q006")
            stray = bool(found) or (stray and not blank)
        blank = is_blank(line) or index in parts
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
    if not text_of(page, block):
        yield page.problem(block.line, "Q010", f"'{block.name}' is empty; write its text, or remove it")
