r"""Formulas: ``$\sqrt{d_k}$`` and ``$$ … $$`` become MathML while the page is built.

pymdownx.arithmatex finds them, latex2mathml converts them; the reader's browser lays them out without a script or a font.
What latex2mathml does not know it copies as text, so the check asks for every command to be gone.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import Any

from latex2mathml.converter import convert_to_element
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pymdownx import arithmatex

from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import prose

# What pymdownx.arithmatex takes for a formula: a paragraph of its own, or a part of one.
_BLOCK = re.compile(rf"(?s)(?:{arithmatex.RE_DOLLAR_BLOCK}|{arithmatex.RE_BRACKET_BLOCK}|{arithmatex.RE_TEX_BLOCK}) *")
_INLINE = re.compile(rf"(?s){arithmatex.RE_SMART_DOLLAR_INLINE}|{arithmatex.RE_BRACKET_INLINE}")
_SIGN = re.compile(r"[$\\]")  # a formula begins with one of them
_DOUBLE = re.compile(r"(?<!\\)\$\$")
_CONTAINER = re.compile(r"[ >]*(?:(?:[-*+:]|\d+[.)])[ ]+)?")  # of a quotation, a list item, a definition
_OPENER = re.compile(r" *(?:#{1,6}|!!!|\?\?\?|===)")  # a heading, an admonition, a tab
_CODE_SPAN = re.compile(r"(?s)(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")

_COMMAND = re.compile(r"\\[A-Za-z]+")
_DEFINITION = re.compile(r"\\(?:(?:re|provide)?newcommand|def)\b")  # a few of them unfold into gigabytes
_QUOTES = str.maketrans({"`": "‘", '"': "”"})  # as TeX sets them: ``a"
_UNSAFE = {"class", "href", "style"}

# Elements that a screen reader names by their text, of which a formula has none.
_NAMED_BY_TEXT = {"a", "th"}


class BadFormula(ValueError):
    """The formula cannot be converted; the message says why."""


def mathml(latex: str, *, display: bool, named: bool = False) -> str:
    """A formula as a MathML ``math`` element; ``display`` puts it on a line of its own, ``named`` names it by its LaTeX."""
    if defined := _DEFINITION.search(latex):
        raise BadFormula(f"{defined[0]} is not allowed")
    try:
        root = convert_to_element(latex.strip(), display="block" if display else "inline")
    except Exception as error:  # it has a dozen of its own, and lets StopIteration, ValueError and TypeError through
        raise BadFormula(_in_words(error)) from error
    for element in root.iter():
        element.text = html.unescape(element.text or "").translate(_QUOTES)  # it writes signs as references
        if unknown := _COMMAND.search(element.text):
            raise BadFormula(f"unknown command {unknown[0]}")
        if element.text == "&" and element.tag == "mi":
            raise BadFormula("'&' outside a table that is known; use matrix, cases, align or split")
        if unsafe := _UNSAFE & set(element.attrib):
            raise BadFormula(f"\\{unsafe.pop()} is not allowed")
        if element.text == "/":  # for TeX an ordinary sign, for MathML an operator with space around it (The TeXbook, chapter 18)
            element.attrib |= {"lspace": "0em", "rspace": "0em"}
    if named:
        root.set("aria-label", latex.strip())
    return etree.tostring(root, encoding="unicode")


def _in_words(error: Exception) -> str:
    """``MissingEndError`` as ``missing end``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()


def check(page: Page) -> Iterator[Problem]:
    """Formulas of a page that cannot be converted, and ``$$`` where it begins none."""
    for first, block in _blocks(page.lines):
        for offset, latex in _formulas(block):
            if message := _fault(latex):
                line, column = block.count("\n", 0, offset), offset - block.rfind("\n", 0, offset)
                yield page.problem(first + line, "X001", message, column=column)


def _fault(latex: str | None) -> str:
    if latex is None:
        return "'$$' stands in a paragraph that is no formula; leave blank lines around it and none in it, or write '\\$\\$'"
    try:
        mathml(latex, display=False)
    except BadFormula as error:
        shown = " ".join(latex.split())
        return f"formula '{shown}' cannot be converted ({error}); use plain LaTeX such as \\frac, \\sqrt, \\mathrm"
    return ""


def _blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs outside code: index of the first line, and text. A line that opens something stands alone."""
    first, found, options = 0, "", False
    for index, line in prose(lines):
        options = line.lstrip().startswith("///") or (options and line.startswith("    "))
        alone = options or not line.strip() or bool(_OPENER.match(line))
        if found and (alone or index != first + found.count("\n") + 1):
            yield first, found
            found = ""
        if alone:
            yield index, line
        else:
            first, found = (first, f"{found}\n{line}") if found else (index, line)
    if found:
        yield first, found


def _formulas(block: str) -> Iterator[tuple[int, str | None]]:
    """Offset and LaTeX of each formula of a paragraph; None for a ``$$`` that begins none."""
    if not _SIGN.search(block):
        return
    start = _CONTAINER.match(block).end()
    if whole := _BLOCK.fullmatch(block, start):
        latex = whole["math"] or whole["math2"] or whole["math3"]
        yield start, re.sub(r"(?m)^ *>", "", latex) if ">" in block[:start] else latex
        return
    masked = _CODE_SPAN.sub(lambda span: "\2" * len(span[0]), block)
    if double := _DOUBLE.search(masked):
        yield double.start(), None
        return
    for found in _INLINE.finditer(masked):
        if found[0].endswith("$"):
            yield found.start(), found[0][1:-1]
        elif found[0].endswith("\\)"):
            yield found.start(), found[0][2:-2]


class _MathTreeprocessor(Treeprocessor):
    """Converts what arithmatex marked: ``\\(…\\)`` in a span, ``\\[…\\]`` in a div."""

    def run(self, root: etree.Element) -> None:
        alone = set(_alone(root))
        for element in root.iter():
            if element.get("class") == "arithmatex":
                latex = (element.text or "").strip()[2:-2]
                display = element.tag == "div"
                if display:
                    latex = html.unescape(latex)  # as arithmatex left it
                try:
                    markup = mathml(latex, display=display, named=element in alone)
                except BadFormula:
                    continue  # the check reports it; the reader sees the LaTeX
                element.set("class", "formula")
                element.text = self.md.htmlStash.store(markup)


def _alone(root: etree.Element) -> Iterator[etree.Element]:
    """The formulas that are all the text of an element named by its text."""
    for holder in root.iter():
        if holder.tag in _NAMED_BY_TEXT:
            text = "".join(holder.itertext()).strip()
            yield from (element for element in holder.iter() if element.get("class") == "arithmatex" and element.text == text)


class FormulaExtension(Extension):
    """Converts formulas; pymdownx.arithmatex with ``generic: true`` must be there to find them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """After 'inline' (20), which makes the spans."""
        md.treeprocessors.register(_MathTreeprocessor(md), "diglot-formula", 14)


def makeExtension(**options: Any) -> FormulaExtension:
    """What Python-Markdown calls."""
    return FormulaExtension(**options)
