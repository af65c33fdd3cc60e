"""The record of what is wrong, and the table of codes."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from diglot.problems import CODES, Problem, did_you_mean, errors, summary

FIRST = Problem("docs/de/x.md", 2, 1, "Q004", "no option is marked right; mark one with '[x]'")


def test_a_problem_prints_as_editors_read_it():
    assert str(FIRST) == "docs/de/x.md:2:1: error Q004 no option is marked right; mark one with '[x]'"


def test_problems_are_in_the_order_of_path_line_and_column():
    problems = [
        Problem("docs/en/x.md", 1, 1, "B001", "a"),
        Problem("docs/de/x.md", 10, 1, "B001", "a"),
        Problem("docs/de/x.md", 2, 7, "B001", "a"),
        FIRST,
    ]
    assert sorted(problems) == problems[::-1]


def test_the_summary_counts_errors_and_warnings():
    assert summary([]) == "0 errors, 0 warnings"
    assert summary([FIRST]) == "1 error, 0 warnings"
    assert summary([FIRST, FIRST]) == "2 errors, 0 warnings"


def test_errors_are_what_the_table_calls_errors():
    problems = [Problem("x.md", 1, 1, code, "") for code in CODES]
    assert errors(problems) == [problem for problem in problems if CODES[problem.code][0] == "error"]


PAGES = [f"page-{number:02}.md" for number in range(20)]
SUGGESTIONS = {
    "one": ("quizz", ["quiz", "hint"], "did you mean 'quiz'?"),
    "two": ("encodr", ["encoder", "decoder", "token"], "did you mean 'encoder' or 'decoder'?"),
    "none-near": ("x", ["quiz", "hint"], "known are hint, quiz"),
    "none-near-of-many": ("x", PAGES, f"known are {', '.join(PAGES[:12])} and 8 more"),
    "none-known": ("x", [], "there are none yet"),
}


@pytest.mark.parametrize(("word", "known", "expected"), SUGGESTIONS.values(), ids=SUGGESTIONS)
def test_a_misspelt_word_is_answered_with_the_nearest_ones(word, known, expected):
    assert did_you_mean(word, known) == expected


def test_every_code_is_a_letter_and_three_digits_in_order_with_a_severity_and_words():
    assert list(CODES) == sorted(CODES)
    assert all(re.fullmatch(r"[A-Z]\d{3}", code) for code in CODES)
    assert {severity for severity, _ in CODES.values()} <= {"error", "warning"}
    assert len({words for _, words in CODES.values()}) == len(CODES)


def test_the_table_holds_the_codes_that_the_package_uses_and_no_others():
    package = ROOT / "scripts" / "diglot"
    texts = [path.read_text("utf-8") for path in package.glob("*.py") if path.name != "problems.py"]
    assert {code for text in texts for code in re.findall(r'"([A-Z]\d{3})"', text)} == set(CODES)
