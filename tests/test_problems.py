"""The record of what is wrong, and the table of codes."""

from __future__ import annotations

import json
import re

import pytest
from conftest import ROOT
from diglot.problems import CODES, Problem, did_you_mean, errors, report, summary

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


SECOND = Problem("docs/de/a:b,c.md", 3, 7, "Q103", "100 %\nof: a, b")


def test_a_report_for_people_has_the_notes_and_the_count_last():
    assert report([FIRST, SECOND], ["One note"], "text").split("\n") == [
        *f"{FIRST}\n{SECOND}".split("\n"),
        "One note",
        "1 error, 1 warning",
    ]


def test_a_report_for_github_is_annotations_with_what_it_would_misread_escaped():
    assert report([FIRST, SECOND], ["50 %"], "github").split("\n") == [
        "::error file=docs/de/x.md,line=2,col=1,title=Q004::no option is marked right; mark one with '[x]'",
        "::warning file=docs/de/a%3Ab%2Cc.md,line=3,col=7,title=Q103::100 %25%0Aof: a, b",
        "::notice::50 %25",
        "1 error, 1 warning",
    ]


def test_a_report_for_programs_is_a_list_of_records():
    assert json.loads(report([FIRST], ["One note"], "json")) == [
        {
            "path": "docs/de/x.md",
            "line": 2,
            "column": 1,
            "severity": "error",
            "code": "Q004",
            "message": "no option is marked right; mark one with '[x]'",
        }
    ]
    assert json.loads(report([], [], "json")) == []


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
