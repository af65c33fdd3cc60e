"""Notices: ``> [!TIP]`` and ``!!! tip``, titled in the page's language.

pymdownx.quotes and admonition make the boxes and title them with the English name of their kind. A title that an author
wrote stays as it is.
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
        for box in root.iter("div"):
            classes = box.get("class", "").split()
            if classes[:1] == ["admonition"] and len(box) and box[0].get("class") == "admonition-title":
                kind = next((name for name in classes if name in KINDS), None)
                if kind and box[0].text == kind.capitalize():
                    box[0].text = words_for(self.md)[f"notices.{kind}"]


class NoticesExtension(Extension):
    """Titles the boxes."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Before 'inline' (20), after pymdownx.quotes, which works on blocks."""
        md.treeprocessors.register(_TitleTreeprocessor(md), "diglot-notices", 24)


def makeExtension(**options: Any) -> NoticesExtension:
    """What Python-Markdown calls."""
    return NoticesExtension(**options)
