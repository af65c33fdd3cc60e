"""The table of all codes that the check knows.

::

    /// codes
    ///

It is made from ``problems.CODES`` when the page is built, so it cannot lag behind. It is in English in every language, and
says so: it is what the check prints. A row's address is its code in small letters (``#q004``).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown.util import AtomicString
from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import SingleBlockExtension
from diglot.languages import SOURCE
from diglot.page import here
from diglot.problems import CODES

_COLUMNS = ("Code", "Severity", "What is wrong")


class CodesBlock(Renderer):
    """The table of codes."""

    NAME = "codes"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """One row a code, in their order."""
        place = here(self.md)
        foreign = place is not None and place.lang != SOURCE
        table = etree.SubElement(parent, "table", {"lang": SOURCE, "dir": "ltr"} if foreign else {})
        head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        for name in _COLUMNS:
            etree.SubElement(head, "th", {"scope": "col"}).text = name
        body = etree.SubElement(table, "tbody")
        for code, (severity, words) in CODES.items():
            row = etree.SubElement(body, "tr", {"id": code.lower()})
            etree.SubElement(row, "th", {"scope": "row"}).text = code
            etree.SubElement(row, "td").text = severity
            _put(etree.SubElement(row, "td"), words)
        return table


def _put(cell: etree.Element, words: str) -> None:
    """Words as they are, what stands between backticks as code."""
    first, *rest = words.split("`")
    cell.text = AtomicString(first)
    for number, part in enumerate(rest):
        if number % 2:
            cell[-1].tail = AtomicString(part)
        else:
            etree.SubElement(cell, "code").text = AtomicString(part)


class CodesExtension(SingleBlockExtension):
    """Registers the block."""

    blocks = (CodesBlock,)


def makeExtension(**options: Any) -> CodesExtension:
    """What Python-Markdown calls."""
    return CodesExtension(**options)
