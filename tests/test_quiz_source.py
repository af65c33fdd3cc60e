"""What is read of a question, when its revision changes, and its page without the answers."""

from __future__ import annotations

import re

import pytest
from diglot.blocks import scan
from diglot.quiz_source import Option, Quiz, parse, without_answers
from samples import BODIES, WHOLE, admonition, block, page, questions


def test_a_question_is_read_as_its_author_wrote_it():
    assert questions(WHOLE) == [
        Quiz(
            id="which-model",
            kind="quiz",
            question="Which *model* is an encoder–decoder?",
            stem="Look at this & that:\n\n```python\nprint(1 < 2)\n```",
            options=(
                Option(text="BERT", correct=False, feedback="BERT has only an **encoder**.", line=16),
                Option(
                    text="`T5`\n\nIt has both halves.",
                    correct=True,
                    feedback="T5 casts every task as text to text.\n\nSo does mT5.",
                    line=20,
                ),
                Option(text="None of them", correct=False, feedback="", line=28),
            ),
            hints=("Look for two halves.", "One half reads."),
            explanation="A *sequence-to-sequence* model pairs an encoder with a decoder.",
            tests="training",
            line=4,
        )
    ]


def test_code_in_an_option_is_no_feedback():
    (quiz,) = questions(block(BODIES["code-in-an-option"]))
    assert quiz.options[0] == Option(
        text="This one:\n\n```python\n>>> 1 + 1\n\n2\n```", correct=True, feedback="It prints 2.", line=5
    )


def test_code_in_feedback_is_no_option():
    (quiz,) = questions(block("- [x] A\n\n    > ```\n    > - [x] B\n    > ```\n\n- [ ] C\n"))
    assert [(option.text, option.feedback) for option in quiz.options] == [("A", "```\n- [x] B\n```"), ("C", "")]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Which one?", "Which two?", False),
        ("- [x] T5", "- [ ] T5", False),
        ("BERT\n", "mBERT\n", False),
        ("/// quiz |", "/// quiz-multi |", False),
        ("encoder only", "decoder only", True),
        ("- [x] T5", "-   [X]  T5", True),
        ("which-one", "another-id", True),
    ],
    ids=["question", "key", "option", "kind", "feedback", "white-space", "id"],
)
def test_the_revision_changes_with_the_question_and_its_options_alone(old, new, same):
    text = block(BODIES["loose"])
    (before,), (after,) = questions(text), questions(text.replace(old, new))
    assert (before.revision == after.revision) == same
    assert re.fullmatch(r"[0-9a-f]{8}", after.revision)


@pytest.mark.parametrize("text", [WHOLE, *map(block, BODIES.values()), *map(admonition, BODIES.values())])
def test_the_page_without_answers_shows_no_mark_and_no_answer(text):
    (block_,), _ = scan(page(text))
    quiz = parse(page(text), block_)
    lines = without_answers(page(text), [block_])
    left = "\n".join(lines)
    assert not re.search(r"^ *[-*+] +\[[ xX]\]", left.replace("- [ ] no option", ""), re.MULTILINE)
    assert [
        part for part in (*quiz.hints, quiz.explanation, *(option.feedback for option in quiz.options)) if part and part in left
    ] == []
    assert [option.text.split("\n")[0] in left for option in quiz.options] == [True] * len(quiz.options)


def test_the_page_without_answers_keeps_everything_else_line_by_line():
    text = "# T\n\n```python\nimport re\n\n\ndef f(): ...\n```\n\n" + block(BODIES["code-in-an-option"]).removeprefix("# T\n\n")
    assert without_answers(page(text), scan(page(text))[0]) == [
        "# T",
        "",
        "```python",
        "import re",
        "",
        "",
        "def f(): ...",
        "```",
        "",
        "/// quiz | Which one?",
        "    attrs: {id: which-one}",
        "",
        "- This one:",
        "",
        "    ```python",
        "    >>> 1 + 1",
        "",
        "    2",
        "    ```",
        "",
        "- Another",
        "",
        "///",
        "",
    ]
