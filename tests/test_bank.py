"""The question bank: records, and the blocks they are written as."""

from __future__ import annotations

import pytest
from diglot import bank
from diglot.bank import Choice, Question
from diglot.pages import Page
from hypothesis import given
from hypothesis import strategies as st

A_OR_B = (Choice("a", correct=True), Choice("b", correct=False))

WORD = st.sampled_from(["one", "zwei", "三", "*four*", "`five = 5`", "x < y", "6%", "[7](8.md)", "a: b", "$d_k$"])
WORDS = st.lists(WORD, min_size=1)
SENTENCE = WORDS.map(lambda words: " ".join(["A", *words]))
TEXT = st.lists(SENTENCE, min_size=1, max_size=3).map("\n\n".join)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    texts = draw(st.lists(SENTENCE, min_size=2, max_size=5, unique_by=str.casefold))
    kind = draw(st.sampled_from(["quiz", "quiz-multi"]))
    some = st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)).filter(any)
    right = draw(st.integers(0, len(texts) - 1)) if kind == "quiz" else draw(some)
    key = [index == right for index in range(len(texts))] if kind == "quiz" else right
    feedback = draw(st.lists(st.one_of(st.just(""), TEXT), min_size=len(texts), max_size=len(texts)))
    return Question(
        id=draw(st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)),
        page="x.md",
        lang="en",
        kind=kind,
        question=draw(TEXT),
        options=tuple(Choice(*parts) for parts in zip(texts, key, feedback, strict=True)),
        hints=tuple(draw(st.lists(TEXT, max_size=2))),
        explanation=draw(st.one_of(st.just(""), TEXT)),
    )


@given(questions())
def test_a_question_reads_back_from_its_block_without_a_problem(question: Question):
    assert bank.fault(question) == ""
    page = Page("en", "x.md", "x.md", bank.to_markdown(question))
    assert bank.questions(page) == [question]


def test_a_question_is_written_as_an_author_would():
    question = Question(
        "topic-question",
        "x.md",
        "en",
        "quiz",
        "Which?\n\n```text\ncode\n```",
        (Choice("this\n\n```text\nmore\n```", correct=True, feedback="Yes.\n\nReally."), Choice("that", correct=False)),
        ("First.", "Second."),
        "Because.",
    )
    assert bank.to_markdown(question) == (
        "/// quiz | Which?\n    attrs: {id: topic-question}\n\n```text\ncode\n```\n\n"
        "- [x] this\n\n    ```text\n    more\n    ```\n\n    > Yes.\n    >\n    > Really.\n\n- [ ] that\n\n"
        "/// hint\nFirst.\n///\n\n/// hint\nSecond.\n///\n\n/// explain\nBecause.\n///\n\n///\n"
    )
    assert bank.fault(question) == ""


@pytest.mark.parametrize(
    ("text", "title", "stem"),
    [
        ("One line", "One line", ""),
        ("Two\nlines", "Two lines", ""),
        ("Title\n\nThe rest\n\nof it", "Title", "The rest\n\nof it"),
        ("Title\n```py\ncode\n```", "Title", "```py\ncode\n```"),
        ("Title\n- a list", "Title", "- a list"),
        ("*Word* and **word**", "*Word* and **word**", ""),
        ("Title\n---\nThe rest", "Title", "---\nThe rest"),
        ("```py\ncode\n```", "", "```py\ncode\n```"),
    ],
)
def test_the_first_sentence_of_a_question_is_its_title(text, title, stem):
    assert bank.split_title(text) == (title, stem)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"question": "```py\ncode\n```"}, "it does not begin with a sentence"),
        ({"options": (Choice("a", correct=True), Choice("A", correct=False))}, "option 2 is the same"),
        ({"options": (Choice("a", correct=True),)}, "question has only one option"),
        ({"hints": ("///",)}, "'///' closes no block"),
        ({"explanation": "/// quiz | x"}, ""),
    ],
)
def test_a_question_that_cannot_be_a_block_says_why(change, reason):
    good = {"question": "Which?", "options": A_OR_B}
    assert bank.fault(Question("q-1", "x.md", "en", "quiz", **(good | change))).startswith(reason or "")
    assert bank.fault(Question("q-1", "x.md", "en", "quiz", **(good | change)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Which model is an encoder–decoder?", "which-model-is-an-encoderdecoder"),
        ("What does `BERT` *predict*, and where, and why at all?", "what-does-bert-predict-and-where-and"),
        ("What is <b>H<sub>2</sub>O</b>?", "what-is-h-2-o"),
        ("什么是注意力机制？", "什么是注意力机制"),
        ("2 + 2 = ?", "question-2-2"),
        ("…?", "question"),
    ],
)
def test_an_id_is_made_of_the_first_words(text, name):
    assert bank.id_of(text) == name


@pytest.mark.parametrize(
    ("given_id", "taken", "name"),
    [
        ("", [], "which"),
        ("own", ["which"], "own"),
        ("own", ["own"], "which"),
        ("own", ["own", "which"], "which-n2"),
        ("own", ["own-2"], "which"),
        ("no id", [], "which"),
    ],
    ids=["none", "free", "taken", "both taken", "that of an option is taken", "cannot be one"],
)
def test_a_question_keeps_its_id_if_nothing_of_it_is_taken(given_id, taken, name):
    question = Question(given_id, "x.md", "en", "quiz", "Which?", A_OR_B)
    assert bank.with_free_id(question, taken).id == name
