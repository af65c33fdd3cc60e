"""Blocks in the source: ``/// name | title`` … ``///``.

pymdownx.blocks leaves a misspelt block or option in the page as raw text, and an unclosed block swallows what follows,
both silently. This room reads the same syntax with line numbers, so that the check can say where and what to write::

    /// video | Title
        youtube: 0_4KEb08xrE
    ///
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension, BlocksMgrExtension, BlocksProcessor, BlocksTreeprocessor
from pymdownx.blocks.block import Block as Renderer
from pymdownx.blocks.block import type_html_attribute_dict

from diglot.pages import Page, kept_with_page
from diglot.problems import Problem, did_you_mean
from diglot.source import TAB, indent_of, prose
from diglot.yamlfile import Place, Yaml, load

# As in pymdownx.blocks.RE_START and RE_END.
_START = re.compile(r"^ {0,3}(?P<slashes>/{3,}) *(?P<name>[\w-]+) *(?:\| *(?P<title>.*?) *)?$")
_END = re.compile(r"^ {0,3}(?P<slashes>/{3,}) *$")
_OPTION = re.compile(r"^ {4,}(?=\S)")

# What stays raw text: `/// quiz Which?`, `/// quiz: Which?`.
_LIKE_START = re.compile(r"^ {0,3}(?P<slashes>/{3,}) *(?P<name>[\w-]*)[ :|]*(?P<title>.*?)\s*$")

# A block in a list, a quotation or a notice, which this room does not follow there.
_INDENTED_START = re.compile(r"^(?! {0,3}/)[ >*+\d.-]+/{3,} *(?P<name>[\w-]+)")


@dataclass
class Block:
    """A block in a page. Lines are indexes into the page's body: ``line`` opens it, ``first`` is the first line of its
    content, ``last`` the line that closes it (the number of lines, if nothing does)."""

    name: str
    title: str
    line: int
    first: int
    last: int
    options: Yaml
    slashes: int = 3
    closed: bool = False
    children: list[Block] = field(default_factory=list)

    def walk(self) -> Iterator[Block]:
        """This block and all blocks inside it, in the order of the page."""
        waiting = [self]
        while waiting:
            block = waiting.pop()
            yield block
            waiting += reversed(block.children)

    def option(self, name: str) -> Any:
        """An option's value as written, or None."""
        value = self.options.value
        return value.get(name) if isinstance(value, dict) else None


class _Processor(BlocksProcessor):
    """Takes a block whose options have names that are no text (``1: a``) for no block, instead of raising TypeError."""

    def split_header(self, block: str, length: int) -> tuple[dict[str, Any] | None, str]:
        options, rest = super().split_header(block, length)
        return (options if all(isinstance(name, str) for name in options or {}) else None), rest


class _Manager(BlocksMgrExtension):
    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        self.extension = _Processor(md.parser, md)
        md.parser.blockprocessors.register(self.extension, "blocks", 89.99)  # As in pymdownx.blocks.
        md.treeprocessors.register(BlocksTreeprocessor(md, self.extension), "blocks_on_inline_end", 19.99)


class SingleBlockExtension(BlocksExtension):
    """A Markdown extension that registers the blocks named in ``blocks``."""

    blocks: tuple[type[Renderer], ...] = ()

    def register_block_mgr(self, md: Markdown) -> BlocksProcessor:
        """The processor of all blocks."""
        if "blocks" not in md.parser.blockprocessors:
            _Manager().extendMarkdown(md)
        return super().register_block_mgr(md)

    def extendMarkdownBlocks(self, md: Any, block_mgr: Any) -> None:
        """Register them."""
        for block in self.blocks:
            block_mgr.register(block, self.getConfigs())


@kept_with_page
def scan(page: Page) -> tuple[list[Block], list[Problem]]:
    """The outermost blocks of a page, and what is wrong with their frame: never closed, closing nothing, broken options."""
    top: list[Block] = []
    stack: list[Block] = []
    problems: list[Problem] = []
    skip = -1
    for index, line in prose(page.lines):
        if index < skip:
            continue
        if end := _END.match(line):
            if stack and stack[-1].slashes == len(end["slashes"]):
                stack[-1].last, stack[-1].closed = index, True
                stack.pop()
            else:
                wanted = (
                    f"'{'/' * stack[-1].slashes}' would close '{stack[-1].name}'"
                    if stack
                    else "remove it, or open a block before it"
                )
                problems.append(page.problem(index, "B005", f"{line.strip()!r} closes no block; {wanted}"))
        elif start := _START.match(line) or _LIKE_START.match(line):
            if not _START.match(line):
                message = f"{line.strip()!r} opens no block; write '/// {start['name'] or 'name'} | {start['title'] or 'Title'}'"
                problems.append(page.problem(index, "B006", message))
            if not start["name"]:
                continue
            block = _open(page, index, start)
            skip = block.first
            problems += block.options.problems
            if _below_indented(page, index):
                message = f"{line.strip()[:30]!r} belongs to the item above; leave a blank line before it"
                problems.append(page.problem(index, "B008", message))
            (stack[-1].children if stack else top).append(block)
            stack.append(block)
    problems += [
        page.problem(
            block.line,
            "B004",
            f"block '{block.name}' is never closed; write '{'/' * block.slashes}' on a line of its own after it",
        )
        for block in stack
    ]
    return top, problems


def indented(page: Page, names: Iterable[str]) -> Iterator[Problem]:
    """Blocks that stand in a list, a quotation or a notice, where none of the checks sees them."""
    for index, line in prose(page.lines):
        found = _INDENTED_START.match(line)
        if found and found["name"].lower() in names:
            message = f"block '{found['name']}' is indented; write it at the margin, outside lists, quotations and notices"
            yield page.problem(index, "B008", message, column=line.index("/") + 1)


def check_options(page: Page, block: Block, renderer: type[Renderer]) -> Iterator[Problem]:
    """Title and options of a block against what its renderer takes."""
    if renderer.ARGUMENT is True and not block.title:
        yield page.problem(block.line, "B006", f"block '{block.name}' needs a title; write '/// {block.name} | Title'")
    if renderer.ARGUMENT is False and block.title:
        yield page.problem(block.line, "B006", f"block '{block.name}' shows no title; write '/// {block.name}'")
    known: dict[str, Callable[[Any], Any]] = {name: check for name, (_, check) in renderer.OPTIONS.items()}
    known["attrs"] = _attributes
    for name, value in (block.options.value or {}).items():
        at = block.options.place(name)
        if name not in known:
            yield Problem(
                page.path, *at, "B002", f"block '{block.name}' has no option {name!r}; {did_you_mean(str(name), known)}"
            )
            continue
        try:
            known[name](value)
        except ValueError as error:
            yield Problem(page.path, *at, "B007", f"{name} of '{block.name}' is {value!r}; {error}")


def option_lines(lines: list[str], first: int) -> int:
    """Index behind the options that begin at ``first``: lines indented by 4, up to an empty one."""
    while first < len(lines) and _OPTION.match(lines[first]):
        first += 1
    return first


def _open(page: Page, index: int, start: re.Match[str]) -> Block:
    first = option_lines(page.lines, index + 1)
    header = page.lines[index + 1 : first]
    options = load(textwrap.dedent("\n".join(header)), page.path, first_line=0)
    shift = min(map(indent_of, header), default=0)

    def place(line: int, column: int) -> Place:
        there = page.problem(index + 1 + line, "B003", "", column=column + shift)  # the page knows, also if it was rewritten
        return there.line, there.column

    options.places = {keys: place(*at) for keys, at in options.places.items()}
    options.problems = [Problem(page.path, *place(p.line, p.column), "B003", p.message) for p in options.problems]
    block = Block(start["name"].lower(), start["title"] or "", index, first, len(page.lines), options, len(start["slashes"]))
    if options.value is not None and not isinstance(options.value, dict):
        message = f"options of '{block.name}' must be 'name: value' lines; or leave a blank line before the text"
        options.problems.append(Problem(page.path, *options.place(), "B003", message))
        options.value = None
    return block


def _attributes(value: Any) -> Any:
    try:
        return type_html_attribute_dict(value)
    except ValueError as error:
        raise ValueError("write '{id: name}'; names begin with a letter, values are texts, numbers in quotes") from error


def _below_indented(page: Page, index: int) -> bool:
    """Whether a line is part of an indented paragraph: the renderer would unindent the options below it."""
    first = index
    while first and page.lines[first - 1].strip():
        first -= 1
        if page.lines[first].lstrip(" ").startswith("///"):
            return False
    return first < index and indent_of(page.lines[first]) >= TAB
