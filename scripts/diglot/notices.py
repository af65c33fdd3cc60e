"""Notices: ``> [!TIP]``, ``!!! tip`` and ``??? tip``, titled in the page's language.

pymdownx.quotes, admonition and pymdownx.details make the boxes and title them with the English name of their kind. A title
that an author wrote stays as it is.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from diglot.page import words_for

KINDS = ("note", "tip", "important", "warning", "caution")


class _TitleTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for box in (element for element in root.iter() if element.tag in ("div", "details")):
            kind = next((name for name in box.get("class", "").split() if name in KINDS), None)
            title = next((child for child in box if child.tag == "summary" or child.get("class") == "admonition-title"), None)
            if kind and title is not None and title.text == kind.capitalize() and not len(title):
                words_for(self.md).put(title, f"notices.{kind}")


class NoticesExtension(Extension):
    """Titles the boxes."""

    def extendMarkdown(self, md: Markdown) -> None:
        """After 'inline' (20) and pymdownx.quotes (19.99), which makes its boxes then."""
        md.treeprocessors.register(_TitleTreeprocessor(md), "diglot-notices", 19)


def makeExtension(**options: Any) -> NoticesExtension:
    """What Python-Markdown calls."""
    return NoticesExtension(**options)
