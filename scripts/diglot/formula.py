r"""Formulas: ``$\sqrt{d_k}$`` and ``$$ … $$`` become MathML while the page is built.

pymdownx.arithmatex finds them, latex2mathml converts them; the reader's browser lays them out without a script or a font.
What latex2mathml does not know it copies as text, so the check asks for every command to be gone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import Any

from latex2mathml import exceptions
from latex2mathml.converter import convert
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import prose

_FAULTS = tuple(fault for fault in vars(exceptions).values() if isinstance(fault, type))

# As pymdownx.arithmatex with smart dollars finds them: no space inside the signs, no digit behind the closing one.
_INLINE = re.compile(r"(?<!\\)(?<!\$)\$(?=[^\s$])(?P<latex>[^$]*?[^\s\\$])\$(?![\d$])")
_CODE_SPAN = re.compile(r"`+[^`]*`+")
_COMMAND_LEFT = re.compile(r"\\[A-Za-z]+")


class BadFormula(ValueError):
    """The formula cannot be converted; the message says why."""


def mathml(latex: str, *, display: bool) -> str:
    """A formula as a MathML ``math`` element; ``display`` puts it on a line of its own."""
    try:
        markup = convert(latex.strip(), display="block" if display else "inline")
    except _FAULTS as error:
        raise BadFormula(type(error).__name__.removesuffix("Error")) from error
    if unknown := _COMMAND_LEFT.search(markup):
        raise BadFormula(f"unknown command {unknown[0]}")
    return markup


def check(page: Page) -> Iterator[Problem]:
    """Formulas of a page that cannot be converted."""
    for index, column, latex in _formulas(page.lines):
        try:
            mathml(latex, display=False)
        except BadFormula as error:
            message = f"formula {latex.strip()!r} cannot be converted ({error}); use plain LaTeX such as \\frac, \\sqrt, \\mathrm"
            yield page.problem(index, "X001", message, column=column)


def _formulas(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Index, column (from 1) and LaTeX of each formula outside code."""
    open_at: int | None = None
    body: list[str] = []
    for index, line in prose(lines):
        if line.strip() == "$$":
            if open_at is not None:
                yield open_at, 1, "\n".join(body)
            open_at, body = (index, []) if open_at is None else (None, [])
        elif open_at is not None:
            body.append(line)
        elif line.strip().startswith("$$") and line.strip().endswith("$$") and len(line.strip()) > 4:
            yield index, line.index("$$") + 1, line.strip()[2:-2]
        else:
            masked = _CODE_SPAN.sub(lambda span: " " * len(span[0]), line)
            yield from ((index, found.start() + 1, found["latex"]) for found in _INLINE.finditer(masked))


class _MathTreeprocessor(Treeprocessor):
    """Converts what arithmatex marked: ``\\(…\\)`` in a span, ``\\[…\\]`` in a div."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.get("class") == "arithmatex":
                latex = (element.text or "").strip()[2:-2]
                try:
                    markup = mathml(latex, display=element.tag == "div")
                except BadFormula:
                    continue  # the check reports it; the reader sees the LaTeX
                element.set("class", "formula")
                element.text = self.md.htmlStash.store(markup)


class FormulaExtension(Extension):
    """Converts formulas; pymdownx.arithmatex with ``generic: true`` must be there to find them."""

    def extendMarkdown(self, md: Markdown) -> None:
        """After 'inline' (20), which makes the spans."""
        md.treeprocessors.register(_MathTreeprocessor(md), "diglot-formula", 14)


def makeExtension(**options: Any) -> FormulaExtension:
    """What Python-Markdown calls."""
    return FormulaExtension(**options)
