"""No page takes longer than its size allows.

Python-Markdown follows every ``[`` to the ``]`` that closes it, every ``(`` of a link to its ``)`` and every ``<a`` to its
``>``, up to the end of the text if nothing does, and reads a paragraph again for each line that it takes from its top:
20,000 ``[`` take over a minute. Here the pairs of a paragraph are found once, an address with its title is bounded, and what
is endless is cut: a tag without an end is text, a paragraph of a thousand lines begins anew, and lists end their nesting.
What is a link and what is not stays the same. ``check`` names pages that are too large or too deep.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.preprocessors import Preprocessor

from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import prose

# Signs of a link's address and title with the brackets around them; browsers take addresses of about this length.
ADDRESS = 2048

# Columns of indentation, marks of lists and marks of quotations before the text of a line: 32 lists in each other.
DEPTH = 128

# Lines of a paragraph, its signs, and tags of a page that never end.
PARAGRAPH = 1000
SIGNS = 50_000
DANGLING = 100

_CONTAINERS = re.compile(r"(?:[ >]|[-*+][ ]|\d{1,9}[.)][ ])*")
_DANGLING = re.compile(r"""<(?=/?[a-zA-Z])(?!/?(?:[^<>"']|"[^"]{0,2048}"|'[^']{0,2048}')*>)""")


def check(page: Page) -> Iterator[Problem]:
    """The first line that is nested deeper than anyone could read, and the first paragraph that is too long."""
    shown = prose(page.lines)
    deep = (index for index, line in shown if _CONTAINERS.match(line.expandtabs(4)).end() > DEPTH)
    for index in islice(deep, 1):
        yield page.problem(index, "P009", f"line is nested deeper than {DEPTH // 4} lists; begin it further to the left")
    length = 0
    for index, line in shown:
        length = length + len(line) if line.strip() else 0
        if length > SIGNS:
            yield page.problem(index, "P008", f"paragraph is longer than {SIGNS} signs; divide it by blank lines")
            return


@lru_cache(maxsize=8)
def closing(text: str) -> dict[int, int]:
    """For each ``[`` that is closed, by its index, the index of its ``]``."""
    found: dict[int, int] = {}
    opened = []
    for index, sign in enumerate(text):
        if sign == "[":
            opened.append(index)
        elif sign == "]" and opened:
            found[opened.pop()] = index
    return found


def bounded(lines: list[str]) -> list[str]:
    """A text without what is endless; one that anybody wrote to be read stays as it is."""
    lines = [_shallow(line) for line in lines]
    length, found = 0, []
    for line in lines:
        length = length + 1 if line.strip() else 0
        found += ["", line] if length and length % PARAGRAPH == 0 else [line]
    text = "\n".join(found)
    if sum(1 for _ in _DANGLING.finditer(text)) > DANGLING:
        found = _DANGLING.sub("&lt;", text).split("\n")
    return found


def _shallow(line: str) -> str:
    end = _CONTAINERS.match(line).end()
    return line if end <= DEPTH else line[:DEPTH] + line[end:]


class _Preprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return bounded(lines)


def _of_kind(processor: type[LinkInlineProcessor]) -> type[LinkInlineProcessor]:
    """The same kind of link, with its two loops over the rest of the paragraph bounded."""

    class Bounded(processor):
        def getText(self, data: str, index: int) -> tuple[str, int, bool]:
            end = closing(data).get(index - 1)
            return ("", index, False) if end is None else (data[index:end], end + 1, True)

        def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:
            href, title, end, handled = super().getLink(data[index : index + ADDRESS], 0)
            return href, title, end + index, handled and end > 0  # -1: it took '(' in an open title for the end

    return Bounded


class _Splitter(BlockProcessor):
    """Cuts a paragraph where a block begins in it, before pymdownx.blocks does.

    That one reads what stands above the block while it asks whether there is one. If a block begins in there too, as in a
    quotation above a heading, it forgets the first one and asks for ever.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser)
        self.cut = 0

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether there is something above a block of ours."""
        self.cut, registered = 0, self.parser.blockprocessors
        if "blocks" in registered and (begun := registered["blocks"].start.search(block)):
            self.cut = begun.start() if begun[2].lower() in registered["blocks"].blocks else 0
        return self.cut > 0

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Two paragraphs of one."""
        block = blocks.pop(0)
        blocks[:0] = [block[: self.cut], block[self.cut :].lstrip("\n")]


class BoundsExtension(Extension):
    """Puts the bounded processors of links in the place of Python-Markdown's, and a splitter before that of blocks."""

    def extendMarkdown(self, md: Markdown) -> None:
        """All links by name, each where it was; what is endless goes when code is out of the text (25), before HTML (20)."""
        for name, priority in [(item.name, item.priority) for item in md.inlinePatterns._priority]:
            found = md.inlinePatterns[name]
            if isinstance(found, LinkInlineProcessor):
                md.inlinePatterns.register(_of_kind(type(found))(found.pattern, md), name, priority)
        md.preprocessors.register(_Preprocessor(md), "diglot-bounds", 24)
        md.parser.blockprocessors.register(_Splitter(md), "diglot-bounds", 89.995)  # blocks: 89.99


def makeExtension(**options: Any) -> BoundsExtension:
    """What Python-Markdown calls."""
    return BoundsExtension(**options)
