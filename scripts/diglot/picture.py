"""Pictures of other sites, which are not asked for until a reader wants them.

::

    ![Two boats.](https://pictures.example.org/boats.png)

A picture beside the page is a picture. One that lies elsewhere is a link with its description: without JavaScript it leads to
the picture, with it all pictures of that host appear in their places on the page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from diglot.cards import NOT_SEARCHED
from diglot.languages import Words
from diglot.page import words_for

CLASS = "picture"
_WORDS = "picture__alt"
_ELSEWHERE = re.compile(r"(?:https?:)?//(?P<host>[^/?#]+)")


class _PictureTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        words = words_for(self.md)
        for path in list(_pictures([root])):
            parent, image = path[-2:]
            elsewhere = _ELSEWHERE.match(image.get("src", ""))
            host = elsewhere["host"] if elsewhere else ""
            link = next((element for element in path if element.tag == "a"), None)
            if not host:
                continue
            if link is None:
                parent[list(parent).index(image)] = _link(image, host, words)
            else:  # no link stands in another one: its words stay there, and the picture comes behind
                parent[list(parent).index(image)] = _description(image)
                around = path[path.index(link) - 1]
                shown = _link(image, host, words)
                shown.remove(shown.find(f"*[@class='{_WORDS}']"))  # they have just been read
                shown.tail, link.tail = link.tail, " "
                around.insert(list(around).index(link) + 1, shown)


def _pictures(path: list[etree.Element]) -> Iterator[list[etree.Element]]:
    """Each picture below the last element of a path, with all that it stands in."""
    for child in path[-1]:
        if child.tag == "img":
            yield [*path, child]
        elif isinstance(child.tag, str):
            yield from _pictures([*path, child])


def _link(image: etree.Element, host: str, words: Words) -> etree.Element:
    data = {f"data-{name}": value for name in ("alt", "width", "height") if (value := image.get(name))}
    link = etree.Element("a", {"class": CLASS, "href": image.get("src", ""), **data})
    action = etree.SubElement(link, "span", {"class": "picture__action", **NOT_SEARCHED})
    words.put(action, "picture.load", host=host)
    shown = image.get("alt") or re.split("[?#]", image.get("src", ""))[0].rpartition("/")[2]  # at least its file's name
    etree.SubElement(link, "span", {"class": _WORDS}).text = AtomicString(shown)
    link.tail = image.tail
    return link


def _description(image: etree.Element) -> etree.Element:
    """The words of a picture; of two for light and dark pages, those of one."""
    words = etree.Element("span")
    if not image.get("src", "").endswith("#only-dark"):
        words.text = AtomicString(image.get("alt") or image.get("src", ""))
    words.tail = image.tail
    return words


class PictureExtension(Extension):
    """Registers the pictures."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Behind 'attr_list' (8), which writes how wide a picture is."""
        md.treeprocessors.register(_PictureTreeprocessor(md), "diglot-picture", 7)


def makeExtension(**options: Any) -> PictureExtension:
    """What Python-Markdown calls."""
    return PictureExtension(**options)
