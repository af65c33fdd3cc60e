"""Figures: a drawing with its labels filled in, what a drawing may not hold, and the sentences for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from diglot.check import check_course
from diglot.figure import BadDrawing, draw, label_names
from diglot.pages import read_course

GOLDEN = Path(__file__).parent / "golden" / "figure"

HALVES = """\
<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">
  <rect class="box-a" width="20" height="20"/><!-- two boxes -->
  <text class="text" data-label="left" x="10" y="10"/>
  <text class="text" data-label="right" x="30" y="10">placeholder</text>
  <text class="mono">&lt;s&gt;</text>
</svg>
"""
COURSE = {
    "docs/figures/halves.svg": HALVES,
    "docs/figures/broken.svg": "<svg>",
    "docs/figures/wide.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0,-5 480.5 9"/>',
    "docs/de/_lang.yml": "name: Deutsch\nlabels: {figure: {description: Was die Abbildung zeigt}}\n",
}


def svg(inside: str, attributes: str = "") -> str:
    """A drawing that holds something."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"{attributes}>{inside}</svg>'


# ------------------------------------------------------------------------------------------------------------- the page


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.stem)
def test_a_figure_becomes_this_html(source, render, write_course):
    lang = "de" if source.stem.endswith(".de") else "en"
    page = write_course(COURSE) / "docs" / lang / "lesson.md"
    assert render(source.read_text("utf-8"), page) + "\n" == source.with_suffix(".html").read_text("utf-8")


@pytest.mark.parametrize("name", ["broken", "lost"])
def test_without_its_drawing_a_figure_still_has_its_caption(name, render, write_course):
    page = write_course(COURSE) / "docs/en/lesson.md"
    assert render(f"/// figure | Caption\n    src: {name}\n    alt: A box\n///", page) == (
        '<figure class="figure">\n<figcaption>Caption</figcaption>\n</figure>'
    )


def test_a_drawing_names_the_labels_it_asks_for():
    assert label_names(HALVES) == {"left", "right"}


def test_a_drawing_keeps_everything_but_its_labels():
    inside = '<g fill="url(#shade)"><text data-label="a">old</text>\n\n<path d="M0 0"/></g>'
    assert draw(svg(inside), {"a": "new"}, "A box") == (
        '<svg viewBox="0 0 9 9" role="img" aria-label="A box" class="figure__drawing">'
        '<g fill="url(#shade)"><text>new</text>\n<path d="M0 0" /></g></svg>'
    )


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (svg("<script>alert(1)</script>"), "it holds <script>; use plain shapes and texts, and the classes of figure.css"),
        (svg("<SCRIPT>alert(1)</SCRIPT>"), "it holds <SCRIPT>; use plain shapes and texts, and the classes of figure.css"),
        (
            svg('<script xmlns="">alert(1)</script>'),
            "it holds <script>; use plain shapes and texts, and the classes of figure.css",
        ),
        (
            svg('<x:p xmlns:x="http://www.w3.org/1999/xhtml"/>'),
            "it holds <p>; use plain shapes and texts, and the classes of figure.css",
        ),
        (svg("<style>*{}</style>"), "it holds <style>; use plain shapes and texts, and the classes of figure.css"),
        (svg("<foreignObject/>"), "it holds <foreignObject>; use plain shapes and texts, and the classes of figure.css"),
        (svg('<a><set attributeName="href"/></a>'), "it holds <a>; use plain shapes and texts, and the classes of figure.css"),
        (svg('<rect style="fill:red"/>'), "it holds the attribute 'style' with 'fill:red'; remove it"),
        (svg("", ' onload="alert(1)"'), "it holds the attribute 'onload' with 'alert(1)'; remove it"),
        (svg('<rect ONCLICK="alert(1)"/>'), "it holds the attribute 'ONCLICK' with 'alert(1)'; remove it"),
        (svg('<use href="#x"/>'), "it holds the attribute 'href' with '#x'; remove it"),
        (
            svg('<use xmlns:x="http://www.w3.org/1999/xlink" x:href="https://example.org/x.svg#x"/>'),
            "it holds the attribute 'href' with 'https://example.org/x.svg#x'; remove it",
        ),
        (
            svg('<rect fill="URL( https://example.org/x#y)"/>'),
            "it holds the attribute 'fill' with 'URL( https://example.org/x#y)'; remove it",
        ),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "it declares a document type; remove that line"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "its outermost element must be <svg> with a viewBox"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9"/>', "its outermost element must be <svg> with a viewBox"),
        ('<svg viewBox="0 0 9 9"/>', "its outermost element must be <svg> with a viewBox"),
        ("<html/>", "its outermost element must be <svg> with a viewBox"),
        ("", "it is not XML (no element found: line 1, column 0)"),
    ],
    ids=[
        *("script", "script-in-capitals", "script-of-html", "html", "style-element", "foreign-object", "link", "style", "onload"),
        *(
            "onclick-in-capitals",
            "href",
            "xlink",
            "address",
            "doctype",
            "no-view-box",
            "short-view-box",
            "no-name-space",
            "not-svg",
            "empty",
        ),
    ],
)
def test_a_drawing_that_could_do_harm_is_refused(drawing, reason):
    with pytest.raises(BadDrawing) as caught:
        draw(drawing, {}, "A box")
    assert str(caught.value) == reason


# ------------------------------------------------------------------------------------------------------------ the check


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("src: halves\n    alt: Boxes\n    labels: {left: A, right: B}", []),
        ("alt: Boxes", ["3:1: error B007 figure lacks src; write '    src: name' and '    alt: \"what it shows\"'"]),
        ("src: halves", ["3:1: error B007 figure lacks alt; write '    src: name' and '    alt: \"what it shows\"'"]),
        ("src: halve\n    alt: Boxes", ["4:5: error F001 there is no figures/halve.svg; did you mean 'halves'?"]),
        (
            "src: broken\n    alt: Boxes",
            ["4:5: error F001 figures/broken.svg cannot be used: it is not XML (no element found: line 1, column 5)"],
        ),
        (
            "src: halves\n    alt: Boxes\n    labels:\n        left: A\n        rihgt: B",
            [
                "4:5: error F002 the drawing asks for the label 'right'; add it under 'labels:'",
                "8:9: error F002 the drawing has no label 'rihgt'; did you mean 'right'?",
            ],
        ),
        (
            "src: halves\n    alt: Boxes\n    labels: {left: 1, right: B}",
            [
                "6:5: error B007 labels of 'figure' is {'left': 1, 'right': 'B'}; "
                "write 'name: text' lines, texts that look like numbers in quotes"
            ],
        ),
        (
            "src: halves\n    alt: Boxes\n    labels: 5",
            [
                "4:5: error F002 the drawing asks for the label 'left'; add it under 'labels:'",
                "4:5: error F002 the drawing asks for the label 'right'; add it under 'labels:'",
                "6:5: error B007 labels of 'figure' is 5; write 'name: text' lines, texts that look like numbers in quotes",
            ],
        ),
        (
            "src: halves\n    alt: [Boxes]\n    labels: {left: A, right: B}",
            ["5:5: error B007 alt of 'figure' is ['Boxes']; write in words what the figure shows"],
        ),
        (
            "src: halves\n    alt: Boxes\n    label: {left: A}\n    labels: {left: A, right: B}",
            ["6:5: error B002 block 'figure' has no option 'label'; did you mean 'labels'?"],
        ),
        (
            "src: wide\n    alt: Boxes",
            [
                "4:5: warning F003 figures/wide.svg is 480.5 units wide; "
                "draw it at most 480 wide, or its words are too small on a phone"
            ],
        ),
    ],
    ids=["right", "no-src", "no-alt", "unknown", "broken", "other-label", "number", "no-labels", "list", "misspelt", "wide"],
)
def test_a_figure_that_is_wrong_is_reported_where_it_stands(options, found, write_course):
    root = write_course({**COURSE, "docs/en/lesson.md": f"# Lesson\n\n/// figure | Caption\n    {options}\n///\n"})
    assert [str(problem) for problem in check_course(read_course(root))] == [f"docs/en/lesson.md:{line}" for line in found]


def test_a_drawing_s_name_has_no_folder(write_course):
    root = write_course(
        {**COURSE, "docs/en/lesson.md": "# Lesson\n\n/// figure | Caption\n    src: ../halves.svg\n    alt: A\n///\n"}
    )
    assert str(check_course(read_course(root))[0]) == (
        "docs/en/lesson.md:4:5: error B007 src of 'figure' is '../halves.svg'; "
        "write the drawing's name without folder and ending: small letters, digits, hyphens"
    )
