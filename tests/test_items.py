"""Item lint: questions that could be better, in English and German, as warnings."""

from __future__ import annotations

import pytest
from conftest import ROOT, build_course, run_command
from diglot import items
from diglot.admonitions import rewrite_page
from diglot.blocks import scan
from diglot.check import check_course
from diglot.pages import Page, read_course
from diglot.problems import errors


def question(options: str, title: str = "Which?", kind: str = "quiz") -> str:
    """A question from its options, ``x`` before the right ones: ``"short|x long|short"``; all with feedback."""
    lines = [f"/// {kind} | {title}\n    attrs: {{id: q}}\n"]
    for option in options.split("|"):
        mark, text = ("x", option.removeprefix("x ")) if option.startswith("x ") else (" ", option)
        lines.append(f"- [{mark}] {text}\n\n    > Because.\n")
    return "\n".join([*lines, "///\n"])


def found(*texts: str, lang: str = "en") -> list[str]:
    page = rewrite_page(Page(lang, "x.md", f"docs/{lang}/x.md", "# T\n\n" + "\n".join(texts)))
    return [f"{problem.line} {problem.code} {problem.message}" for problem in items.check(page, scan(page)[0])]


def codes(*texts: str, lang: str = "en") -> list[str]:
    return [line.split()[1] for line in found(*texts, lang=lang)]


FAIR = ["x one|three|seven", "eight|x two|seven", "eight|three|x six"]


def test_fair_questions_are_not_warned_of():
    assert found(*map(question, FAIR)) == []


# ----------------------------------------------------------------------------------------------------------- length


def test_the_right_option_must_not_be_the_longest_in_more_than_a_third_of_a_page():
    one = [question("x longest|three|seven"), question("eight|x two|seven"), question("eight|three|x six")]
    assert found(*one) == []
    assert found(one[0], question("eight|x longest|seven"), one[2]) == [
        "3 Q101 the right option is the longest in 2 of 3 questions here (lines 3, 20); shorten it, or say as much in a wrong one"
    ]


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        (["x longest|three|seven", "eight|x longest|seven"], "two questions say nothing"),
        (["x equal|three|seven"] * 0 + ["x three|seven|eight", "eight|x three|seven", "eight|two|x seven"], "as long as another"),
        (["x **long**|seven", "eight|x [two](https://example.org)", "x `four`|`five`"], "markup is not seen"),
    ],
)
def test_the_length_is_what_readers_see_and_the_longest_is_longer_than_all_others(texts, reason):
    assert codes(*map(question, texts)) == [], reason


def test_questions_with_several_right_options_count_for_neither_length_nor_place():
    assert found(*[question("x longest|x three|seven", kind="quiz-multi")] * 6) == []


# ------------------------------------------------------------------------------------------------------------ place


def test_the_right_option_must_not_pile_up_at_one_place():
    assert found(*[question("eight|x two|seven")] * 4)[-1] == (
        "3 Q102 option 2 is the right one in 4 of 4 questions here; move some, with their marks and feedback, in every language"
    )


PLACES = {
    "half of many": ([1, 2, 1, 3, 2, 1], False),
    "two of three": ([1, 1, 2], False),
    "all of three": ([3, 3, 3], True),
    "most of seven": ([2, 2, 1, 2, 2, 2, 2], True),
    "in turn": ([1, 2, 3] * 4, False),
}


@pytest.mark.parametrize(("keys", "warned"), PLACES.values(), ids=PLACES)
def test_a_place_is_biased_where_chance_would_hardly_make_it_so(keys, warned):
    options = ["eight", "three", "seven"]
    texts = ["|".join("x two" if at == key else text for at, text in enumerate(options, 1)) for key in keys]
    assert codes(*map(question, texts)) == (["Q102"] if warned else [])


def test_chance_is_that_of_the_poisson_binomial_distribution():
    assert items.chance([3, 3, 3], 1, 3) == pytest.approx(1 / 27)
    assert items.chance([2, 4], 1, 1) == pytest.approx(1 - 1 / 2 * 3 / 4)
    assert items.chance([3, 4], 4, 1) == pytest.approx(1 / 4)
    assert items.chance([3, 3], 1, 0) == pytest.approx(1)


# ---------------------------------------------------------------------------------------------------------- options


def test_an_option_without_feedback_is_named():
    text = question("eight|x two").replace("    > Because.\n\n- [x]", "\n- [x]").replace("    > Because.\n\n///", "///")
    assert found(text) == [
        "6 Q103 option 1 has no feedback; write below it, indented by 4, '> ' and why it is wrong",
        "9 Q103 option 2 has no feedback; write below it, indented by 4, '> ' and why it is right",
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "All of the above"),
        ("en", "*None* of the above."),
        ("en", "Both of these"),
        ("en", "All answers are correct!"),
        ("de", "Alle genannten"),
        ("de", "Keine der oben genannten."),
        ("de", "Alle Antworten sind richtig"),
        ("de", "Nichts davon"),
        ("de-AT", "Weder noch"),
        ("de", "All of the above"),
        ("fr", "None of the above"),
    ],
)
def test_an_option_must_not_stand_for_all_or_none_of_the_others(lang, text):
    assert found(question(f"eight|x two|{text}"), lang=lang) == [
        f"14 Q104 option 3, {text.replace('*', '')!r}, refers to the others, which are shuffled;"
        " write an answer, or make it a 'quiz-multi'"
    ]


@pytest.mark.parametrize("text", ["All of the tokens above the mask", "None", "Alle Tokens", "Keine Maske"])
def test_an_option_that_only_begins_like_that_is_an_answer(text):
    assert codes(question(f"eight|x two|{text}"), lang="de") == []


NEAR = {
    "a letter": ("It masks the tokens", "It masks the token", True),
    "signs alone": ("It masks tokens.", "It masks “tokens”", True),
    "emphasis alone": ("It *masks* tokens", "It masks tokens", True),
    "a number": ("A matrix of 7 rows and 4 columns", "A matrix of 4 rows and 7 columns", False),
    "code": ("It calls `model.train()` before", "It calls `model.eval()` before", False),
    "a formula": ("The sum is $a + b$ in all", "The sum is $a - b$ in all", False),
    "another word": ("It has an encoder", "It has a decoder", False),
    "another order": ("The key of one and the query of another", "The query of one and the key of another", False),
    "the same": ("It masks tokens", "It masks tokens", False),  # an error, Q008
}


@pytest.mark.parametrize(("one", "other", "near"), NEAR.values(), ids=NEAR)
def test_two_options_must_not_say_nearly_the_same(one, other, near):
    message = "10 Q105 options 1 and 2 say nearly the same (line 6); write another answer,"
    expected = [f"{message} or put what they share into the question"] if near else []
    assert found(question(f"{one}|{other}|x Something else")) == expected


# --------------------------------------------------------------------------------------------------------- question


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Which model does not generate text?", "not"),
        ("Which of these is true of all models except BERT?", "except"),
        ("Which model isn’t an encoder?", "isn’t"),
        ("Welches Modell erzeugt nicht von sich aus Text?", "nicht"),
        ("Was davon trifft nicht zu?", "nicht"),
    ],
)
def test_a_question_that_turns_on_a_small_word_emphasises_it(title, word):
    assert found(question(FAIR[0], title), lang="de") == [
        f"3 Q106 the question turns on {word!r}, which is easily missed; write '*{word}*', or ask the other way round"
    ]
    assert codes(question(FAIR[0], title.replace(word, f"*{word}*")), lang="de") == []


@pytest.mark.parametrize(
    "title",
    [
        "What goes wrong if you do not scale the scores?",
        "Which reason explains why BERT does not generate text?",
        "A model has not seen the word. Which token does it choose?",
        "Which model is NOT an encoder?",
        "Das Modell hat das Wort nicht gesehen. Welches Token wählt es?",
        "Welcher Grund erklärt, dass BERT nicht schreibt?",
        "Which notation is used?",
    ],
)
def test_a_small_word_elsewhere_is_no_trap(title):
    assert codes(question(FAIR[0], title), lang="de") == []


# ------------------------------------------------------------------------------------------------------------ a page


def test_a_question_with_an_error_is_not_warned_of_as_well():
    broken = ["A|B", "x A|x B", "x A", "x A|"]
    assert codes(*[question(text).replace("> Because.", "") for text in broken]) == []


def test_this_course_has_no_warning():
    assert [str(problem) for problem in check_course(read_course(ROOT))] == []


def test_a_warning_neither_fails_the_check_nor_the_strict_build(tmp_path):
    text = question("eight|x two").replace("    > Because.\n", "")
    build_course(tmp_path, {"docs/en/_lang.yml": "name: English\n", "docs/en/index.md": f"# T\n\n{text}"}, ["index.md"])
    problems = check_course(read_course(tmp_path))
    assert (len(problems), errors(problems)) == (2, [])
    built = run_command("mkdocs", "build", "--strict", cwd=tmp_path)
    assert [line for line in (built.stdout + built.stderr).splitlines() if "Q103" in line] == [
        f"INFO    -  {problem}" for problem in problems
    ]
    checked = run_command("diglot", "check", cwd=tmp_path)
    assert (checked.returncode, checked.stdout.splitlines()) == (0, [*map(str, problems), "0 errors, 2 warnings"])
