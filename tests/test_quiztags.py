"""The <quiz> of mkdocs-quiz, read as it reads them."""

from __future__ import annotations

import pytest
from diglot import quiztags
from diglot.bank import Choice, Question


def read(text: str):
    return quiztags.read(text.split("\n"))


def question(kind: str, options: str, explanation: str = "", **feedback: str) -> Question:
    """ "Q?" with an option for each letter, of which the capital ones are right."""
    choices = (Choice(letter.lower(), letter.isupper(), feedback.get(letter, "")) for letter in options)
    return Question("", "", "en", kind, "Q?", tuple(choices), (), explanation)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<quiz>\nQ?\n- [ ] a\n> no\n> no\n- [x] b\n\n- [ ] c\n\nMore.\n\n- a list\n</quiz>",
            question("quiz", "aBc", "More.\n\n- a list", a="no\nno"),
        ),
        ("<quiz>Q?\n* [X] a\n* [] b</quiz>", question("quiz", "Ab")),
        ("<quiz>\nQ?\n- [x] a\n- [x] b\n</quiz>", question("quiz-multi", "AB")),
        ("<quiz>\nQ?\n- [x] a\n- [ ] b\n\n> no feedback\n</quiz>", question("quiz", "Ab", "> no feedback")),
    ],
    ids=["single", "tags on the lines of the text", "several", "a quotation behind the answers"],
)
def test_a_question_is_read(text, expected):
    (found,) = read(text)
    assert found.question == expected
    assert (found.first, found.last) == (1, text.count("\n") + 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<quiz>\nQ [[a]]\n</quiz>", "a gap to fill in ([[…]]) has no counterpart here"),
        ("<quiz>\n- [x] a\n- [ ] b\n</quiz>", "no question"),
        ("<quiz>\nQ?\n- [ ] a\n- [ ] b\n</quiz>", "no answer is right"),
        ("<quiz>\nQ?\n- [x] a\n</quiz>", "there is only one answer"),
        ("<quiz>\nQ?\n- [y] a\n- [x] b\n</quiz>", "mark '[y]' is neither '[ ]' nor '[x]'"),
        ("<quiz>\nQ?\n- [x] a\n\n> no\n- [ ] b\n</quiz>", "'> no' stands between the answers"),
        ("<quiz>\nQ?\n- [x] a\n- [ ] b\n", "<quiz> is never closed"),
        ("<quiz>\nQ?\n<quiz>\n- [x] a\n- [ ] b\n</quiz>", "<quiz> is opened again before it is closed"),
        ("<quiz>\nQ?\n- [x] a\n- [ ] b\n</quiz> behind", "'behind' stands behind </quiz> on the same line"),
        (
            "  <quiz>\n  Q?\n  - [x] a\n  - [ ] b\n  </quiz>",
            "it is indented, and a question cannot stand in a list, a tab or a notice",
        ),
    ],
)
def test_a_question_that_cannot_be_kept_says_why(text, reason):
    (found,) = read(text)
    assert (found.question, found.notes) == (None, (reason,))


@pytest.mark.parametrize("text", ["```\n<quiz>\nQ?\n</quiz>\n```", "<!--\n<quiz>\n</quiz>\n-->", "`<quiz>`", "<Quiz>\n</Quiz>"])
def test_what_is_only_shown_is_no_question(text):
    assert read(text) == []
