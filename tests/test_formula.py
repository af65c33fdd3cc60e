"""Formulas: LaTeX in, MathML out; what is no formula stays as it is; what cannot be converted is reported."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest
from conftest import render_markdown
from diglot.formula import BadFormula, check, mathml
from diglot.pages import Page
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

# Pieces of LaTeX, right and wrong, from which formulas are put together.
LATEX = [
    "x",
    "1",
    "{",
    "}",
    "_",
    "^",
    "&",
    "\\\\",
    "<",
    "(",
    "\\left(",
    "\\right)",
    "\\frac",
    "\\sqrt",
    "\\text{a}",
    "\\sum",
    "'",
]
LATEX += [
    "\\begin{matrix}",
    "\\end{matrix}",
    "\\foo",
    "\\href{a}",
    "\\limits",
    "\\color",
    "\\not",
    "\\hspace{1em}",
    "\\over",
    " ",
]

# Pieces of Markdown around them: every container that the check has to look into.
MARKDOWN = [
    "$",
    "$$",
    "`",
    "\n",
    "\n\n",
    "\n    ",
    "- ",
    "> ",
    "# ",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\\$",
    "word ",
    "5",
    "\n```\n",
    "!!! note\n    ",
]


def inline(inside: str) -> str:
    """A formula in a line, as it stands in the page."""
    return f'<span class="formula">{math(inside, "inline")}</span>'


def display(inside: str) -> str:
    """A formula in a paragraph of its own."""
    return f'<div class="formula">{math(inside, "block")}</div>'


def math(inside: str, display: str) -> str:
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" display="{display}"><mrow>{inside}</mrow></math>'


def page(text: str) -> Page:
    return Page("en", "lesson.md", "docs/en/lesson.md", text)


# ------------------------------------------------------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("$a$", f"<p>{inline('<mi>a</mi>')}</p>"),
        ("A \\(b\\).", f"<p>A {inline('<mi>b</mi>')}.</p>"),
        ("*$\\sqrt{d_k}$*", f"<p><em>{inline('<msqrt><mrow><msub><mi>d</mi><mi>k</mi></msub></mrow></msqrt>')}</em></p>"),
        ("$a < b$", f"<p>{inline('<mi>a</mi><mo>&lt;</mo><mi>b</mi>')}</p>"),
        ("$s/t$", "<p>" + inline('<mi>s</mi><mo lspace="0em" rspace="0em">/</mo><mi>t</mi>') + "</p>"),
        ('$\\text{``a"}$', f"<p>{inline('<mtext>‘‘a”</mtext>')}</p>"),
        ("$\\text{a&<b>}$", f"<p>{inline('<mtext>a&amp;&lt;b&gt;</mtext>')}</p>"),
        (
            "$$\n\\frac{a}{b} < c\n$$",
            display("<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac><mo>&lt;</mo><mi>c</mi>"),
        ),
        ("\\[\na\n\\]", display("<mi>a</mi>")),
        ("- a\n\n    $$b$$", f"<ul>\n<li>\n<p>a</p>\n{display('<mi>b</mi>')}\n</li>\n</ul>"),
    ],
    ids=["dollars", "brackets", "emphasised", "less", "slash", "quotes", "text", "display", "square", "in-a-list"],
)
def test_a_formula_becomes_mathml(text, html, render):
    assert render(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("It costs $5, not $6.", "<p>It costs $5, not $6.</p>"),
        ("$ a$ and $a $", "<p>$ a$ and $a $</p>"),
        ("\\$a\\$", "<p>$a$</p>"),
        ("`$a$`", "<p><code>$a$</code></p>"),
        ("```\n$a$\n```", '<div class="highlight"><pre><span></span><code>$a$\n</code></pre></div>'),
        ("$PATH", "<p>$PATH</p>"),
    ],
    ids=["prices", "spaces", "escaped", "code", "fence", "one"],
)
def test_dollars_that_mark_no_formula_are_left_alone(text, html, render):
    assert render(text) == html
    assert list(check(page(text))) == []


def test_a_formula_that_is_all_of_a_header_or_a_link_is_its_name(render):
    named = [
        ("| $e^z$ | a $b$ |\n|-|-|\n| $c$ | d |", ["e^z", None, None]),
        ("[$x^2$](https://example.org/) $y$", ["x^2", None]),
    ]
    for text, names in named:
        assert [formula.attributes.get("aria-label") for formula in LexborHTMLParser(render(text)).css("math")] == names


def test_a_formula_that_cannot_be_converted_is_shown_as_it_was_written(render):
    assert render("$\\foo < 1$") == '<p><span class="arithmatex">\\(\\foo &lt; 1\\)</span></p>'


def test_display_and_inline_differ_in_one_attribute():
    assert mathml("x", display=True) == math("<mi>x</mi>", "block")
    assert mathml(" x ", display=False) == math("<mi>x</mi>", "inline")


# --------------------------------------------------------------------------------------------------- what is not taken


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        ("\\foo", "unknown command \\foo"),
        ("\\text{\\foo}", "unknown command \\foo"),
        ("\\begin{aligned}a &= b\\end{aligned}", "'&' outside a table that is known; use matrix, cases, align or split"),
        ("x_", "missing super script or subscript"),
        ("\\frac", "no available tokens"),
        ("\\left(", "no available tokens"),
        ("", "no available tokens"),
        ("{" * 3000, "recursion"),
        ("\\href{javascript:alert(1)}{x}", "\\href is not allowed"),
        ("\\style{position:fixed}{x}", "\\style is not allowed"),
        ("\\class{md-search}{x}", "\\class is not allowed"),
        ("\\newcommand{\\a}{x}\\a", "\\newcommand is not allowed"),
        ("\\def\\a{\\a\\a}\\a", "\\def is not allowed"),
    ],
    ids=[
        *("command", "command-in-text", "environment", "subscript", "fraction", "bracket", "nothing", "depth"),
        *("href", "style", "class", "newcommand", "def"),
    ],
)
def test_a_formula_that_is_wrong_says_why(latex, reason):
    with pytest.raises(BadFormula) as caught:
        mathml(latex, display=False)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A $\\foo$ and $\\foo$.", ["1:3", "1:14"]),
        ("A\n\n$$\n\\foo\n$$", ["3:1"]),
        ("\\begin{align}\n\\foo\n\\end{align}", ["1:1"]),
        ("\\(\\foo\\)", ["1:1"]),
        ("line\n$a\n\\foo$", ["2:1"]),
        ("- $$\n  \\foo\n  $$", ["1:3"]),
        ("> $$\n> \\foo\n> $$", ["1:3"]),
        ("!!! note\n    $$\n    \\foo\n    $$", ["2:5"]),
        ("# Title\n$$\n\\foo\n$$", ["2:1"]),
        ("/// figure | $\\foo$\n    src: a\n$$\n\\foo\n$$\n///", ["1:14", "3:1"]),
        ("| $a$ | $\\foo$ |\n| --- | --- |", ["1:9"]),
    ],
    ids=["twice", "display", "environment", "brackets", "two-lines", "item", "quotation", "notice", "heading", "block", "table"],
)
def test_a_formula_that_is_wrong_is_reported_where_it_stands(text, places):
    assert [f"{problem.line}:{problem.column}" for problem in check(page(text))] == places


def test_a_problem_shows_the_formula_and_what_to_do():
    assert [str(problem) for problem in check(page("---\ntitle: A\n---\n\n$$\n\\foo\n+ 1\n$$\n"))] == [
        "docs/en/lesson.md:5:1: error X001 formula '\\foo + 1' cannot be converted (unknown command \\foo); "
        "use plain LaTeX such as \\frac, \\sqrt, \\mathrm"
    ]


@pytest.mark.parametrize(
    "text", ["A $$a$$ in a line.", "A:\n$$\na\n$$", "$$\na\n\nb\n$$"], ids=["line", "no-blank-line", "blank-line"]
)
def test_double_dollars_that_begin_no_formula_are_reported(text, render):
    message = "'$$' stands in a paragraph that is no formula; leave blank lines around it and none in it, or write '\\$\\$'"
    assert {problem.message for problem in check(page(text))} == {message}
    assert "$" in render(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LATEX), max_size=8).map("".join))
def test_whatever_is_written_a_formula_is_converted_or_refused(latex):
    try:
        markup = mathml(latex, display=True)
    except BadFormula:
        return
    root = etree.fromstring(markup)
    assert {"href", "style", "class"} & {name for element in root.iter() for name in element.attrib} == set()
    assert "\\foo" not in "".join(root.itertext())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LATEX[:16] + ["\\foo"] + MARKDOWN * 2), max_size=12).map("".join))
def test_what_the_check_accepts_shows_no_latex(text):
    if not list(check(page(text))):
        assert "arithmatex" not in render_markdown(text)
