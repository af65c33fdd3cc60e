"""Where lines break: numbers and names that no line may break, line ends of the source that are no spaces.

Browsers break a line at every space and behind a hyphen. A piece like ``15 mg``, ``= 0.861``, ``14 · 14``, ``CC BY 4.0`` or
``GPT-3`` is put into a ``span`` that keeps it together, so that the text itself stays as the author wrote it: what is searched
for or copied holds no special spaces and hyphens.

Browsers show a line end as a space, which Chinese and Japanese do not write between their characters: it is taken out there
(CSS Text Module Level 3, 4.1.3 "Segment Break Transformation Rules", which not every browser follows). Korean has spaces.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

# Signs and units with a space between them and the number: ISO 80000-1, 7.1.4; DIN 5008 has the same rule.
_PIECE = re.compile(
    r"""
      NUMBER-(?:fach|fold|mal)\b
    | (?:[=≈+−]\ \(?)? NUMBER (?:\ [·×/]\ NUMBER)* (?:\ UNIT)?
    | \b (?: CC\ BY (?:-[A-Z]{2})* (?:\ \d\.\d)? | License\ \d\.\d )
    | (?<![A-Za-z\d_-]) [a-z\d]*[A-Z][A-Za-z\d]*-\d[A-Za-z\d]* (?![A-Za-z\d_-]|\.\d)  # a model's name
    """.replace("NUMBER", r"−?(?<![\w.,:])\d+(?:[.,]\d+)*²?").replace(
        "UNIT", r"(?:[%‰]|°C|[KMGT]i?B|[km]?g|[kcm]?m|m?s|min|h|[kM]?Wh?|px)(?![\w/])"
    ),
    re.VERBOSE,
)
_ANY_PIECE = re.compile(r"\d|CC BY")  # every piece has one; most text has none
# Not Hangul.
_WIDE = "\u2e80-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
_LINE_END = re.compile(rf"(?<=[{_WIDE}]) *\n *(?=[{_WIDE}])")
_AS_IS = {"code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea"}


class _NobreakTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for element in list(_text_elements(root)):
            _join_lines(element)
            for child in reversed(list(element)):
                _keep_together(element, child)
            _keep_together(element, None)


def _text_elements(element: etree.Element) -> Iterator[etree.Element]:
    """The element and all below it, except where the text is a program's or a formula."""
    if element.tag not in _AS_IS:
        yield element
        for child in element:
            yield from _text_elements(child)


def _join_lines(element: etree.Element) -> None:
    """Take out the line ends between wide characters, also where one of the two is in an element before or behind."""
    children = list(element)
    if element.text and "\n" in element.text:
        element.text = _joined("", element.text, _text(children[:1]))
    for number, child in enumerate(children, 1):
        if child.tail and "\n" in child.tail:
            child.tail = _joined(_text([child])[-1:], child.tail, _text(children[number : number + 1]))


def _text(elements: Iterable[etree.Element]) -> str:
    return "".join(text for element in elements for text in element.itertext())


def _joined(before: str, text: str, after: str) -> str:
    """The text without those line ends; ``after`` begins with the character behind it."""
    return _LINE_END.sub("", f"{before}{text}{after[:1]}").removeprefix(before).removesuffix(after[:1])


def _keep_together(parent: etree.Element, child: etree.Element | None) -> None:
    """Wrap the pieces of the text behind a child, or of the parent's own text."""
    text = (parent.text if child is None else child.tail) or ""
    found = _PIECE.finditer(text) if _ANY_PIECE.search(text) else ()
    pieces = [match for match in found if " " in match[0] or "-" in match[0]]
    if not pieces:
        return
    spans = []
    for match, end in zip(pieces, [*(match.start() for match in pieces[1:]), len(text)], strict=True):
        span = etree.Element("span", {"class": "nobreak"})
        span.text, span.tail = match[0], text[match.end() : end]
        spans.append(span)
    before = text[: pieces[0].start()]
    if child is None:
        parent.text, place = before, 0
    else:
        child.tail, place = before, list(parent).index(child) + 1
    for span in reversed(spans):
        parent.insert(place, span)


class NobreakExtension(Extension):
    """Keeps the pieces together."""

    def extendMarkdown(self, md: Markdown) -> None:
        """After 'toc' (5), which reads the headings; before MkDocs, which reads the title (-1)."""
        md.treeprocessors.register(_NobreakTreeprocessor(md), "diglot-nobreak", 4)


def makeExtension(**options: Any) -> NobreakExtension:
    """What Python-Markdown calls."""
    return NobreakExtension(**options)
