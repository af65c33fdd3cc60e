"""Headings: the English id is the id in every language.

A translation writes ``## Das Training {#training}``; English stays clean. What the translated words alone would have given
stays as a second address, so that links already shared keep working.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import remove_fnrefs, render_inner_html, slugify, strip_tags, unique
from markdown.treeprocessors import Treeprocessor

from diglot.languages import SOURCE
from diglot.page import here
from diglot.pages import Page, kept_with_page
from diglot.source import plain, prose

_HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_ID = re.compile(r"\{[^}]*#(?P<id>[\w-]+)[^}]*\}\s*$")
_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True)
class Heading:
    """A heading in the source; ``index`` is its line in the page's body. ``explicit`` says that its id is written out."""

    level: int
    text: str
    id: str
    index: int
    explicit: bool


def headings(lines: list[str]) -> list[Heading]:
    """The ``#`` headings of a text, with the ids that the table of contents gives them."""
    matches = [(index, match, _ID.search(match["text"])) for index, line in prose(lines) if (match := _HEADING.match(line))]
    used = {written["id"] for _, _, written in matches if written}
    found = []
    for index, match, written in matches:
        text = plain(match["text"])
        name = written["id"] if written else unique(slugify(text, "-"), used)
        found.append(Heading(len(match["level"]), text, name, index, explicit=bool(written)))
    return found


@kept_with_page
def headings_of(page: Page) -> list[Heading]:
    """The headings of a page."""
    return headings(page.lines)


class _AliasTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        place = here(self.md)
        if place is None or place.lang == SOURCE:
            return
        used = {element.get("id") for element in root.iter() if element.get("id")}
        own: set[str] = set()
        for heading in [element for element in root.iter() if element.tag in _TAGS and element.get("id")]:
            slug = slugify(self._text(heading), "-")
            alias = unique(slug, own) if slug else ""
            if alias and alias not in used:
                heading.insert(0, _anchor(alias, heading))

    def _text(self, heading: etree.Element) -> str:
        """A heading's words as 'toc' reads them, without the permalink behind them."""
        copy = remove_fnrefs(deepcopy(heading))
        for link in copy.findall("*[@class='headerlink']"):
            copy.remove(link)
        return html.unescape(strip_tags(render_inner_html(copy, self.md)))


def _anchor(alias: str, heading: etree.Element) -> etree.Element:
    anchor = etree.Element("span", {"id": alias, "class": "alias"})
    anchor.tail, heading.text = heading.text, None
    return anchor


class HeadingsExtension(Extension):
    """Adds the second addresses."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Right after 'toc' (5) has given every heading its id."""
        md.treeprocessors.register(_AliasTreeprocessor(md), "diglot-headings", 4)


def makeExtension(**options: Any) -> HeadingsExtension:
    """What Python-Markdown calls."""
    return HeadingsExtension(**options)
