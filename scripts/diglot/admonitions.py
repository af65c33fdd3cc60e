"""``!!! quiz`` rewritten as the block it stands for.

::

    !!! quiz seq2seq-which-model "Which model is an encoder–decoder?"

        - [ ] BERT

        - [x] T5

        ??? hint "Hint"

            Look for the one that was trained to turn one text into another.

Everything is indented, options too. The renderer and the checks see the same lines; each knows its place in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from diglot.blocks import option_lines
from diglot.pages import Page, kept_with_page
from diglot.problems import Problem
from diglot.source import TAB, fences, is_blank

_HEADER = re.compile(
    r"""^\ {0,3}(?:!!!\ *(?P<kind>quiz-multi|quiz)|\?\?\?\ *(?P<part>hint|explain))
        (?:\ +(?P<id>[\w-]+))?(?:\ +"(?P<title>.*)")?\ *$""",
    re.VERBOSE | re.IGNORECASE,
)


class Line(NamedTuple):
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


@kept_with_page
def rewrite_page(page: Page) -> RewrittenPage:
    """The page with every ``!!! quiz`` as the block it stands for."""
    return RewrittenPage(page.lang, page.name, page.path, page.text, tuple(rewrite(page.lines)))


def rewrite(lines: list[str]) -> list[Line]:
    """``!!! quiz id "Question"`` and its body as the block it stands for; code is left alone."""
    return _rewrite_lines([Line(line.expandtabs(TAB), number) for number, line in enumerate(lines)])


def _rewrite_lines(lines: list[Line]) -> list[Line]:
    texts = [line.text for line in lines]
    code = {index for fence in fences(texts) for index in range(fence.first, fence.last + 1)}
    out: list[Line] = []
    index = 0
    while index < len(lines):
        found = None if index in code else _HEADER.match(texts[index])
        if not found:
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
    yield Line(f"/// {found['kind'] or found['part']}{title}", header.number, header.shift)
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
        elif not is_blank(lines[index]):
            break
    return last
