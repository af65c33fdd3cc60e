"""Pictures of other sites, which are not asked for until a reader wants them.

::

    ![Two boats.](https://pictures.example.org/boats.png)

A picture beside the page is a picture. One that lies elsewhere is a link with its description: without JavaScript it leads to
the picture, with it all pictures of that host appear in their places on the page.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from diglot.cards import NOT_SEARCHED
from diglot.languages import Words
from diglot.page import words_for

CLASS = "picture"


class _PictureTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        words = words_for(self.md)
        for parent, image, linked in list(_pictures(root, linked=False)):
            host = urlsplit(image.get("src", "")).hostname
            if host:
                parent[list(parent).index(image)] = _description(image) if linked else _link(image, host, words)


def _pictures(root: etree.Element, *, linked: bool) -> Iterator[tuple[etree.Element, etree.Element, bool]]:
    """The pictures below an element, what each stands in, and whether that is a link."""
    for child in root:
        if child.tag == "img":
            yield root, child, linked
        elif isinstance(child.tag, str):
            yield from _pictures(child, linked=linked or child.tag == "a")


def _link(image: etree.Element, host: str, words: Words) -> etree.Element:
    data = {f"data-{name}": value for name in ("alt", "width", "height") if (value := image.get(name))}
    link = etree.Element("a", {"class": CLASS, "href": image.get("src", ""), **data})
    action = etree.SubElement(link, "span", {"class": "picture__action", **NOT_SEARCHED})
    words.put(action, "picture.load", host=host)
    if alt := image.get("alt"):
        etree.SubElement(link, "span", {"class": "picture__alt"}).text = AtomicString(alt)
    link.tail = image.tail
    return link


def _description(image: etree.Element) -> etree.Element:
    """No link stands in another one: of a picture in a link its words remain."""
    words = etree.Element("span")
    words.text, words.tail = AtomicString(image.get("alt") or image.get("src", "")), image.tail
    return words


class PictureExtension(Extension):
    """Registers the pictures."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Behind 'attr_list' (8), which writes how wide a picture is."""
        md.treeprocessors.register(_PictureTreeprocessor(md), "diglot-picture", 7)


def makeExtension(**options: Any) -> PictureExtension:
    """What Python-Markdown calls."""
    return PictureExtension(**options)
