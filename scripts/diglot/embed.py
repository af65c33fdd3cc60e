"""A page of another site inside this one, which loads nothing until it is asked for.

::

    /// embed | Masked words, guessed
        src: https://demo.example.org/
        height: 300
    ///

``height`` is in CSS pixels. The frame may run its own scripts and forms, nothing of ours. A link works without JavaScript.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import Block, SingleBlockExtension
from diglot.page import words_for
from diglot.pages import Page
from diglot.problems import Problem

ORIGIN = re.compile(r"https://[\w.-]+(?::\d+)?(?![^/?#\"])", re.ASCII)  # a name of other letters is written as browsers send it

_HEIGHT = 450  # CSS pixels


def check(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """Blocks that do not say what to show; what they say wrongly is found with their options."""
    for block in (inner for outer in blocks for inner in outer.walk()):
        if block.name == "embed" and not block.option("src") and not block.options.problems:
            message = "'embed' needs an address; write '    src: https://…' on the line below"
            yield page.problem(block.line, "B007", message)


def _address(value: Any) -> str:
    if not isinstance(value, str) or not ORIGIN.match(value):
        raise ValueError("write an address that begins with https:// and a host's name")
    return value


def _height(value: Any) -> int:
    if type(value) is not int or not 50 <= value <= 2000:
        raise ValueError("write a number of pixels from 50 to 2000, such as 300")
    return value


class EmbedBlock(Renderer):
    """A button with the title and the host that it leads to; the frame comes when it is pressed."""

    NAME = "embed"
    ARGUMENT = True
    OPTIONS = {"src": ("", _address), "height": (_HEIGHT, _height)}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """The whole figure; what the author writes inside the block stands in its caption."""
        words = words_for(self.md)
        address, host = self.options["src"], urlsplit(self.options["src"]).hostname or ""
        figure = etree.SubElement(parent, "figure", {"class": "embed"})
        data = {"data-src": address, "data-height": str(self.options["height"])}
        button = etree.SubElement(figure, "button", {"type": "button", "class": "embed__load", **data})
        words.put(etree.SubElement(button, "span", {"class": "embed__action"}), "embed.load")
        etree.SubElement(button, "span", {"class": "embed__title"}).text = self.argument
        self.caption = etree.SubElement(figure, "figcaption")
        line = etree.SubElement(self.caption, "p")
        words.put(etree.SubElement(line, "span"), "embed.notice", host=host).tail = " "
        words.put(etree.SubElement(line, "a", {"class": "embed__link", "href": address}), "embed.open")
        return figure

    def on_add(self, block: etree.Element) -> etree.Element:
        """Content goes into the caption."""
        return self.caption


class EmbedExtension(SingleBlockExtension):
    """Registers the block."""

    blocks = (EmbedBlock,)


def makeExtension(**options: Any) -> EmbedExtension:
    """What Python-Markdown calls."""
    return EmbedExtension(**options)
