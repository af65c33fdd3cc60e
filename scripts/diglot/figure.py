"""Figures: one drawing, labels in every language.

::

    /// figure | The decoder reads the encoder's output at every step.
        src: encoder-decoder
        alt: "On the left … on the right …"
        labels:
            encoder: Encoder
    ///

The drawing is ``docs/figures/encoder-decoder.svg``; its ``<text data-label="encoder"/>`` elements are filled from the
page, so that a translator finds every word of the page in the page. It stands in the page itself and takes the site's
colours, light and dark. Text inside the block becomes a longer description behind a click.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import Block, SingleBlockExtension
from diglot.page import here, words_for
from diglot.pages import Page
from diglot.problems import Problem, did_you_mean

FOLDER = "figures"
_SVG = "http://www.w3.org/2000/svg"
_NAME = re.compile(r"[a-z0-9-]+")
_VIEW_BOX = re.compile(r"\s*(?:-?[\d.]+[\s,]+){2}(?P<width>[\d.]+)[\s,]+[\d.]+\s*")
WIDEST = 480  # units: on a phone of 390 pixels the smallest text, 13 units, is then 10 pixels high

# What runs, restyles the page, or fetches something; elements of other name spaces are refused as well.
_REFUSED = {"a", "animate", "animatemotion", "animatetransform", "feimage", "foreignobject", "image", "script", "set", "style"}
_ELSEWHERE = re.compile(r"url\((?!\s*[\"']?#)", re.IGNORECASE)


class BadDrawing(ValueError):
    """The drawing cannot be put into a page; the message says why."""


def draw(svg: str, labels: Mapping[str, str], alt: str) -> str:
    """The drawing as HTML, its labels filled in and named for those who cannot see it."""
    root = _parse(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
        if name := element.attrib.pop("data-label", None):
            element.text = labels.get(name, "")
    root.attrib |= {"role": "img", "aria-label": alt, "class": "figure__drawing"}
    return etree.tostring(root, encoding="unicode", short_empty_elements=True).replace("\n\n", "\n")


def label_names(svg: str) -> set[str]:
    """The labels that a drawing asks for."""
    return {element.get("data-label", "") for element in _parse(svg).iter() if element.get("data-label")}


def width(svg: str) -> float:
    """How wide the drawing is, in units of its viewBox."""
    return float(_VIEW_BOX.fullmatch(_parse(svg).get("viewBox", ""))["width"])


def _parse(svg: str) -> etree.Element:
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg:
        raise BadDrawing("it declares a document type; remove that line")
    try:
        root = etree.fromstring(svg)
    except etree.ParseError as error:
        raise BadDrawing(f"it is not XML ({error})") from error
    if root.tag != f"{{{_SVG}}}svg" or not _VIEW_BOX.fullmatch(root.get("viewBox", "")):
        raise BadDrawing("its outermost element must be <svg> with a viewBox")
    for element in root.iter():
        space, _, tag = element.tag.rpartition("}")
        if space != f"{{{_SVG}" or tag.lower() in _REFUSED:
            raise BadDrawing(f"it holds <{tag}>; use plain shapes and texts, and the classes of figure.css")
        for name, value in element.attrib.items():
            bare = name.rpartition("}")[2].lower()  # a page, unlike a drawing, does not tell onload from ONLOAD
            if bare.startswith("on") or bare in ("style", "href") or _ELSEWHERE.search(value):
                raise BadDrawing(f"it holds the attribute {name.rpartition('}')[2]!r} with {value!r}; remove it")
    return root


def check(page: Page, blocks: list[Block], folder: Path) -> Iterator[Problem]:
    """What is wrong with the figures of a page; ``folder`` holds the drawings."""
    for top in blocks:
        for block in top.walk():
            if block.name == FigureBlock.NAME:
                yield from _check_block(page, block, folder)


def _check_block(page: Page, block: Block, folder: Path) -> Iterator[Problem]:
    missing = [name for name in ("src", "alt") if not block.option(name)]
    if missing:
        yield page.problem(
            block.line,
            "B007",
            f"figure lacks {' and '.join(missing)}; write '    src: name' and '    alt: \"what it shows\"'",
        )
        return
    at = block.options.place("src")
    path = folder / f"{block.option('src')}.svg"
    if not path.is_file():
        drawings = [file.stem for file in folder.glob("*.svg")]
        yield Problem(
            page.path,
            *at,
            "F001",
            f"there is no {FOLDER}/{path.name}; {did_you_mean(str(block.option('src')), drawings)}",
        )
        return
    try:
        svg = path.read_text("utf-8")
        wanted = label_names(svg)
    except (BadDrawing, UnicodeDecodeError) as error:
        yield Problem(page.path, *at, "F001", f"{FOLDER}/{path.name} cannot be used: {error}")
        return
    if width(svg) > WIDEST:
        message = f"{FOLDER}/{path.name} is {width(svg):g} units wide; draw it at most {WIDEST} wide"
        message += ", or its words are too small on a phone"
        yield Problem(page.path, *at, "F003", message)
    labels = block.option("labels")
    given = labels if isinstance(labels, dict) else {}
    for name in sorted(wanted - set(given)):
        yield Problem(page.path, *at, "F002", f"the drawing asks for the label {name!r}; add it under 'labels:'")
    for name in sorted(set(given) - wanted, key=str):
        message = f"the drawing has no label {name!r}; {did_you_mean(str(name), wanted)}"
        yield Problem(page.path, *block.options.place("labels", name), "F002", message)


# ----------------------------------------------------------------------------------------------------------- render


def _src(value: Any) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("write the drawing's name without folder and ending: small letters, digits, hyphens")
    return value


def _alt(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("write in words what the figure shows")
    return " ".join(value.split())


def _labels(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise ValueError("write 'name: text' lines, texts that look like numbers in quotes")
    return value


class FigureBlock(Renderer):
    """A drawing with its caption."""

    NAME = "figure"
    ARGUMENT = True
    OPTIONS = {"src": ("", _src), "alt": ("", _alt), "labels": ({}, _labels)}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Drawing and caption; a description only if the author wrote one."""
        self.figure = etree.SubElement(parent, "figure", {"class": "figure"})
        self.description: etree.Element | None = None
        place = here(self.md)
        path = place.docs / FOLDER / f"{self.options['src']}.svg" if place else None
        if path and path.is_file():
            self._draw(path)
        etree.SubElement(self.figure, "figcaption").text = self.argument
        return self.figure

    def _draw(self, path: Path) -> None:
        try:
            drawing = draw(path.read_text("utf-8"), self.options["labels"], self.options["alt"])
        except (BadDrawing, UnicodeDecodeError):
            return  # the check reports it; the reader sees the caption
        self.figure.text = self.md.htmlStash.store(drawing)

    def on_add(self, block: etree.Element) -> etree.Element:
        """Content goes into a description behind a click."""
        if self.description is None:
            self.description = etree.SubElement(self.figure, "details", {"class": "figure__description"})
            words_for(self.md).put(etree.SubElement(self.description, "summary"), "figure.description")
        return self.description


class _DescriptionTreeprocessor(Treeprocessor):
    """A figure without text inside has no description (not ``on_end``: see ``quiz.QuizBlock.on_create``)."""

    def run(self, root: etree.Element) -> None:
        for figure in root.iter("figure"):
            for details in figure.findall("details"):
                if details.get("class") == "figure__description" and len(details) == 1:
                    figure.remove(details)


class FigureExtension(SingleBlockExtension):
    """Registers the block."""

    blocks = (FigureBlock,)

    def extendMarkdown(self, md: Markdown) -> None:
        """Before 'inline' (20): the tree is whole and its texts are still raw."""
        super().extendMarkdown(md)
        md.treeprocessors.register(_DescriptionTreeprocessor(md), "diglot-figure", 26)


def makeExtension(**options: Any) -> FigureExtension:
    """What Python-Markdown calls."""
    return FigureExtension(**options)
