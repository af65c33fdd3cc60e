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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block as Renderer

from diglot.pages import Page
from diglot.problems import Problem, did_you_mean
from diglot.source import prose
from diglot.yamlfile import Yaml, load

# As in pymdownx.blocks.RE_START and RE_END.
_START = re.compile(r"^ {0,3}(?P<slashes>/{3,}) *(?P<name>[\w-]+) *(?:\| *(?P<title>.*?) *)?$")
_END = re.compile(r"^ {0,3}(?P<slashes>/{3,}) *$")
_OPTION = re.compile(r"^ {4,}(?!\s)")

Options = Mapping[str, tuple[Any, Callable[[Any], Any]]]


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
        """This block and all blocks inside it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def option(self, name: str) -> Any:
        """An option's value as written, or None."""
        value = self.options.value
        return value.get(name) if isinstance(value, dict) else None


class SingleBlockExtension(BlocksExtension):
    """A Markdown extension that registers the blocks named in ``blocks``."""

    blocks: tuple[type[Renderer], ...] = ()

    def extendMarkdownBlocks(self, md: Any, block_mgr: Any) -> None:
        """Register them."""
        for block in self.blocks:
            block_mgr.register(block, self.getConfigs())


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
        elif start := _START.match(line):
            block = _open(page, index, start)
            skip = block.first
            problems += _frame_problems(page, block)
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


def check_options(page: Page, block: Block, renderer: type[Renderer]) -> Iterator[Problem]:
    """Title and options of a block against what its renderer takes."""
    if renderer.ARGUMENT is True and not block.title:
        yield page.problem(block.line, "B006", f"block '{block.name}' needs a title; write '/// {block.name} | Title'")
    if renderer.ARGUMENT is False and block.title:
        yield page.problem(block.line, "B006", f"block '{block.name}' shows no title; write '/// {block.name}'")
    known: dict[str, Callable[[Any], Any] | None] = {name: check for name, (_, check) in renderer.OPTIONS.items()}
    known["attrs"] = None
    for name, value in (block.options.value or {}).items():
        at = block.options.place(name)
        if name not in known:
            yield Problem(
                page.path, *at, "B002", f"block '{block.name}' has no option {name!r}; {did_you_mean(str(name), known)}"
            )
        elif check := known[name]:
            try:
                check(value)
            except ValueError as error:
                yield Problem(page.path, *at, "B007", f"{name} of '{block.name}' is {value!r}; {error}")


def _open(page: Page, index: int, start: re.Match[str]) -> Block:
    first = index + 1
    while first < len(page.lines) and _OPTION.match(page.lines[first]):
        first += 1
    header = "\n".join(page.lines[index + 1 : first])
    options = load(textwrap.dedent(header), page.path, first_line=page.line_of(index) + 1)
    shift = len(header) - len(header.lstrip(" "))
    options.places = {keys: (line, column + shift) for keys, (line, column) in options.places.items()}
    slashes = len(start["slashes"])
    return Block(start["name"].lower(), start["title"] or "", index, first, len(page.lines), options, slashes)


def _frame_problems(page: Page, block: Block) -> Iterator[Problem]:
    if block.options.problems:
        yield from (Problem(p.path, p.line, p.column, "B003", p.message) for p in block.options.problems)
    elif block.options.value is not None and not isinstance(block.options.value, dict):
        block.options.value = None
        yield page.problem(
            block.line + 1,
            "B003",
            f"options of '{block.name}' must be 'name: value' lines; or leave a blank line before the text",
        )
