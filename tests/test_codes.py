"""The table of codes in a page, and that no code in it is dead."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from diglot.problems import CODES
from selectolax.lexbor import LexborHTMLParser

TESTS = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py") if path.name != "test_codes.py")
EXPECTED = {*re.findall(r"\b([A-Z]\d{3})\b", TESTS)}


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_expected_by_some_test(code):
    assert code in EXPECTED


def table(html: str) -> list[list[str]]:
    """The rows of a table as texts, each with its id first."""
    rows = LexborHTMLParser(html).css("tbody > tr")
    return [[row.attributes["id"], *(cell.text() for cell in row.css("th, td"))] for row in rows]


def test_the_page_shows_every_code_with_its_severity_and_its_words(render):
    assert table(render("# T\n\n/// codes\n///\n")) == [
        [code.lower(), code, severity, words.replace("`", "")] for code, (severity, words) in CODES.items()
    ]


def test_code_in_the_words_is_code(render):
    row = LexborHTMLParser(render("/// codes\n///\n")).css_first("#b005 td:last-child")
    assert row.html == "<td><code>///</code> closes nothing</td>"


@pytest.mark.parametrize(
    ("lang", "marked"), [("en", {}), ("de", {"lang": "en", "dir": "ltr"}), ("ar", {"lang": "en", "dir": "ltr"})]
)
def test_in_another_language_it_says_that_it_is_english(lang, marked, render, write_course):
    root = write_course({f"docs/{lang}/_lang.yml": f"name: {lang}\n", f"docs/{lang}/x.md": ""})
    html = render("/// codes\n///\n", root / "docs" / lang / "x.md")
    assert LexborHTMLParser(html).css_first("table").attributes == marked


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_page_for_authors_has_it(lang, site):
    name = "writing-good-questions/index.html"
    html = (site / ("" if lang == "en" else lang) / name).read_text("utf-8")
    assert [row[1] for row in table(html)] == list(CODES)
