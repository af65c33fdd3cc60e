"""``!!! quiz`` and the block it stands for: the same page, the same question, in every way to write one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from diglot.quiz_source import Quiz
from samples import BODIES, admonition, block, check, parsed, questions, shown
from selectolax.lexbor import LexborHTMLParser


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_block_and_admonition_give_the_same_html(body, render):
    assert render(block(body)) == render(admonition(body))
    assert shown(render(block(body))) == parsed(block(body)) == parsed(admonition(body))


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_block_and_admonition_are_the_same_question_without_a_fault(body):
    assert list(map(placeless, questions(block(body)))) == list(map(placeless, questions(admonition(body))))
    assert (check(block(body)), check(admonition(body))) == ([], [])


def placeless(quiz: Quiz) -> Quiz:
    return replace(quiz, line=0, options=tuple(replace(option, line=0) for option in quiz.options))


def test_options_stand_below_the_first_line_in_both(render):
    as_block = "/// quiz-multi | Q\n    attrs: {id: q}\n    difficulty: 2\n    fixed: [2]\n\n- [x] A\n- [x] B\n\n///\n"
    as_admonition = '!!! quiz-multi q "Q"\n        difficulty: 2\n        fixed: [2]\n\n    - [x] A\n    - [x] B\n'
    assert render(as_block) == render(as_admonition)
    assert (check(f"# T\n\n{as_block}"), check(f"# T\n\n{as_admonition}")) == ([], [])


ADMONITIONS = {
    "no-title-of-a-hint": ('!!! quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ??? hint\n\n        H\n', ["Hint"]),
    "quotation-marks-in-a-title": (
        '!!! quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ??? hint "A "B" C"\n        H\n',
        ['A "B" C'],
    ),
    "capital-letters": ('!!! Quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ??? Hint "H"\n        H\n', ["H"]),
    "no-spaces": ('!!!quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ???hint "H"\n        H\n', ["H"]),
    "directly-below-an-item": (
        '- item\n\n    text\n!!! quiz q "Q"\n    - [ ] A\n    - [x] B\n\n    ??? hint "H"\n        H\n',
        ["H"],
    ),
    "with-tabs": ('!!! quiz q "Q"\n\n\t- [ ] A\n\t- [x] B\n\n\t??? hint "H"\n\n\t\tH\n', ["H"]),
}


@pytest.mark.parametrize(("text", "titles"), ADMONITIONS.values(), ids=ADMONITIONS)
def test_an_admonition_may_be_written_like_any_other(text, titles, render):
    html = render(f"# T\n\n{text}")
    assert shown(html) == parsed(f"# T\n\n{text}") == [("q", 2, (2,))]
    assert [node.text() for node in LexborHTMLParser(html).css(".quiz__hint summary")] == titles
    assert check(f"# T\n\n{text}") == []


def test_tabs_are_spaces_in_a_block(render):
    text = block("- [ ]\tBERT\n\n\t> No.\n\n-\t[x] T5\n").replace("    attrs", "\tattrs")
    assert shown(render(text)) == parsed(text) == [("which-one", 2, (2,))]
    assert check(text) == []
