"""Words that a language avoids."""

from __future__ import annotations

import pytest
from diglot.avoided import check, read_terms
from diglot.pages import Page

TERMS = """english,use,avoid,note
attention,Attention,Aufmerksamkeit,"die Attention, nur Singular"
layer,,Schicht;Schichten,
beam search,Beam Search,gierige  Suche,
mask,掩码,面具,
mask,ध्यान,मास्क,
"""


def found(text: str) -> list[str]:
    words, problems = read_terms(TERMS, "docs/de/_terms.csv")
    assert problems == []
    return [
        f"{problem.line}:{problem.column} {problem.message}" for problem in check(Page("de", "a.md", "docs/de/a.md", text), words)
    ]


def test_an_avoided_word_is_reported_with_what_to_write_and_who_says_so():
    assert found("---\na: 1\n---\n\nDie Aufmerksamkeit.\n") == [
        "5:5 'Aufmerksamkeit' is avoided in this language (docs/de/_terms.csv:2); write 'Attention'"
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("schichten", 1),
        ("Schichtung, Altschicht", 0),
        ("Schicht-Norm", 1),
        ("gierige Suche", 1),
        ("`Schicht` [x](Schicht.md) <a href='Schicht'> {#Schicht} $Schicht$", 0),
        ("[Schicht](x.md)", 1),
        ("```\nSchicht\n```", 0),
        ("<!-- Schicht -->", 0),
        ("    attrs: {id: Schicht}", 0),
        ("这是面具的", 1),
        ("मास्क", 1),
        ("मास्की", 0),
        ("wörtlich „Schicht“, 'Schicht'", 0),
        ("„Die Schicht“", 1),
    ],
)
def test_whole_words_in_prose_are_meant(text, number):
    assert len(found(text)) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1 columns are missing; begin the file with 'english,use,avoid,note'"),
        ("a;b\n", "1 columns are a;b; begin the file with 'english,use,avoid,note'"),
        ("english,use,avoid\nx,y\n", "2 line has 2 columns; write 'english,use,avoid,note', texts with a comma in quotes"),
        ('english,use,avoid\nx,"y"z,\n', "2 this is no CSV: ',' expected after '\"'; put texts with a comma in quotes"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported(text, expected):
    assert [f"{problem.line} {problem.message}" for problem in read_terms(text, "docs/de/_terms.csv")[1]] == [expected]
