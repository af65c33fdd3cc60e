"""GIFT: what is written is read back, here and by another program; what others write is read as Moodle reads it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from diglot import gift
from diglot.bank import Choice, Question
from hypothesis import given
from hypothesis import strategies as st
from ua_exam.gift_parser import parse_gift_content

# Signs that mean something in GIFT, in Markdown or in both. Not '&': the other program reads HTML's references.
SIGNS = [*"~=#{}:\\%[]$`*_->/'\"() ", "\n", "\\n", "::", "####", "->", "//", "%50%", "[html]", "$d_k$", "a", "Ü", "漢", "1"]
TEXT = st.lists(st.sampled_from(SIGNS), max_size=12).map("".join).map(str.strip)
FILLED = TEXT.filter(bool)
HINTS = {"en": "Hint", "de": "Hinweis"}
WORDS = gift.Words(hints=("Hint", "Hinweis"))


@st.composite
def banks(draw: st.DrawFn, text: st.SearchStrategy[str] = FILLED) -> list[Question]:
    return [
        Question(
            id=f"question-{number}",
            page=draw(st.sampled_from(["a/b.md", "a/index.md", "c.md"])),
            lang=draw(st.sampled_from(["en", "de"])),
            kind=kind,
            question=draw(text),
            options=tuple(
                Choice(draw(text), correct, draw(TEXT))
                for correct in (draw(st.permutations([True, False, False])) if kind == "quiz" else [*draw(KEYS), True])
            ),
            hints=tuple(draw(st.lists(FILLED, max_size=2))),
            explanation=draw(TEXT),
        )
        for number, kind in enumerate(draw(st.lists(st.sampled_from(["quiz", "quiz-multi"]), min_size=1, max_size=3)))
    ]


KEYS = st.lists(st.booleans(), min_size=1, max_size=12)


def survives(question: Question) -> bool:
    """Not what only looks like our way of writing a hint or a formula."""
    texts = [question.question, question.explanation, *question.hints]
    texts += [text for choice in question.options for text in (choice.text, choice.feedback)]
    return not any("**Hin" in text or "\\\\(" in text for text in texts)


@given(banks())
def test_questions_of_any_signs_are_read_back(bank: list[Question]):
    bank = [question for question in bank if survives(question)]
    found = gift.read(gift.write(bank, HINTS), words=WORDS)
    assert [
        replace(read.question, page=question.page, lang=question.lang) for read, question in zip(found, bank, strict=True)
    ] == bank
    assert [read.heading for read in found] == [f"{question.lang}/{question.page.removesuffix('.md')}" for question in bank]
    assert [read.notes for read in found] == [()] * len(bank)


@given(banks())
def test_another_program_reads_the_same_questions_options_and_keys(bank: list[Question]):
    bank = [question for question in bank if survives(question)]
    found = parse_gift_content(gift.write(bank, HINTS))
    assert [_of_other(read) for read in found] == [_as_other(question) for question in bank]


def _as_other(question: Question) -> tuple[object, ...]:
    """A question as ua-exam gives it: it leaves line breaks as ``\\n``, formats as they are, and joins no gaps."""
    options = [(_written(choice.text), choice.correct) for choice in question.options]
    category = f"{question.lang}/{question.page.removesuffix('.md')}"
    return category, question.id, "multiple_choice", _written(question.question), options


def _of_other(read: dict) -> tuple[object, ...]:
    options = [(_shown(option["text"]), option["is_correct"]) for option in read["options"]]
    return read["category"], read["title"], read["type"], _shown(read["text"]), options


def _written(text: str) -> str:
    return gift._for_mathjax(text).replace("\n", "\\n").strip()


def _shown(text: str) -> str:
    return text.removeprefix("[markdown]").strip()


@given(st.integers(1, 20), st.integers(0, 20))
def test_shares_are_percentages_that_moodle_knows_and_make_up_the_whole(right: int, wrong: int):
    # question_bank::fraction_options_full in Moodle's question/engine/bank.php
    known = [100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5]
    options = tuple(Choice(f"option {number}", number < right) for number in range(right + wrong))
    written = gift.write([Question("q-1", "x.md", "en", "quiz-multi", "Which?", options)], HINTS)
    weights = [float(weight) for weight in re.findall(r"~%(-?[\d.]+)%", written)]
    assert len(weights) == right + wrong
    assert all(abs(weight) in known for weight in weights)
    assert sum(weight for weight in weights if weight > 0) == pytest.approx(100, abs=1e-4)
    assert sum(weight for weight in weights if weight < 0) == pytest.approx(-100 if wrong else 0, abs=1e-4)


def test_more_options_than_moodle_has_shares_for_are_refused():
    options = tuple(Choice(str(number), correct=True) for number in range(21))
    with pytest.raises(ValueError, match="'q-1' has 21 right or wrong options"):
        gift.write([Question("q-1", "x.md", "en", "quiz-multi", "Which?", options)], HINTS)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("with $d_k$ and $\\sqrt{2}$", r"with \\(d_k\\) and \\(\\sqrt{2}\\)"),
        ("$$\n\\frac{a}{b} \\\\ c\n$$", "$$\n\\\\frac{a}{b} \\\\\\\\ c\n$$"),
        ("`$x$` and ``a ` $b$``", "`$x$` and ``a ` $b$``"),
        ("5 $ or \\$6\\$", "5 $ or \\$6\\$"),
        ("```sh\necho $a$\n```", "```sh\necho $a$\n```"),
    ],
)
def test_formulas_are_written_for_mathjax_and_code_is_left_alone(text, latex):
    assert gift._for_mathjax(text) == latex
    assert gift._from_mathjax(latex) == text


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Q {=a ~b}", [("a", True, ""), ("b", False, "")]),
        ("Q { ~ b # no\n = a # yes }", [("b", False, "no"), ("a", True, "yes")]),
        ("Q {~%100%a ~%-100%b#no}", [("a", True, ""), ("b", False, "no")]),
        ("Q {~%33.33333%a ~%33.33333%b ~%33.33333%c ~d}", [(n, n != "d", "") for n in "abcd"]),
        ("Q {T}", [("True", True, ""), ("False", False, "")]),
        ("Q {FALSE#wrong#right}", [("True", False, "wrong"), ("False", True, "right")]),
        ("Q {TRUE#only wrong}", [("True", True, ""), ("False", False, "only wrong")]),
        (r"Q {=a \= b \# c#\{d\} ~\~e\n}", [("a = b # c", True, "{d}"), ("~e", False, "")]),
    ],
)
def test_answers_are_read_as_moodle_reads_them(text, options):
    (read,) = gift.read(text)
    assert [(choice.text, choice.correct, choice.feedback) for choice in read.question.options] == options


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("::Name::Text {T}", "Text"),
        ("Text\nover lines {T}", "Text\nover lines"),
        ("Sun rises in the {=east ~west}.", "Sun rises in the \\_\\_\\_\\_\\_."),
        ("[markdown]Sun rises in the {=east ~west}.", "Sun rises in the _____."),
        ("[markdown]a *b* _c_ {T}", "a *b* _c_"),
        ("[html]a *b* <a href='x_y_z'>c_d</a> {T}", "a \\*b\\* <a href='x_y_z'>c\\_d</a>"),
        ("[plain]a < b & *c* {T}", "a &lt; b &amp; \\*c\\*"),
        ("[other]a {T}", "\\[other\\]a"),
    ],
)
def test_texts_become_markdown_by_their_format(text, question):
    (read,) = gift.read(text)
    assert read.question.question == question


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("::a-b::Q {T}", "a-b"),
        ("// [id:c-d] [tag:e]\n::a-b::Q {T}", "c-d"),
        ("// question: 5  name: x\nQ {T}", ""),
        (r"::a\:\:b::Q {T}", "a::b"),
    ],
)
def test_ids_come_from_a_comment_or_the_name(text, name):
    (read,) = gift.read(text)
    assert read.question.id == name
