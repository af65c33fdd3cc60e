"""Questions in the page: the form they become, and that it always is what the check has seen."""

from __future__ import annotations

import functools
import json

import markdown
import pytest
from conftest import extensions
from diglot.blocks import scan
from diglot.quiz_source import without_answers
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import BODIES, GOLDEN, WHOLE, block, check, page, parsed, shown
from selectolax.lexbor import LexborHTMLParser


def test_a_question_becomes_this_form(render):
    assert render(WHOLE) + "\n" == (GOLDEN / "whole.html").read_text("utf-8")


def test_without_a_script_the_form_offers_its_options_hints_and_answer(render):
    form = LexborHTMLParser(render(WHOLE)).css_first("form")
    controls = [(node.attributes["type"], "disabled" in node.attributes) for node in form.css("input, button:not([hidden])")]
    assert controls == [("radio", False)] * 3 + [("submit", True)]
    assert [node.text() for node in form.css("details > summary")] == ["A first hint", "Hint", "Show the answer"]
    assert form.css("details[open], details[hidden], form[action], [onchange], [onclick]") == []
    assert form.css_first("details.quiz__answer .quiz__explain p:last-child").text() == (
        "A sequence-to-sequence model pairs an encoder with a decoder."
    )


def test_several_right_answers_are_ticked(render):
    form = LexborHTMLParser(render("/// quiz-multi | Q\n    attrs: {id: q}\n\n- [x] A\n- [ ] B\n- [x] C\n\n///\n")).css_first(
        "form"
    )
    assert [node.attributes["type"] for node in form.css("input")] == ["checkbox"] * 3
    assert (form.attributes["data-kind"], form.css_first(".quiz__how").text()) == ("many", "Choose every answer that fits.")


def test_every_label_names_its_control_and_every_id_is_there_once(render):
    tree = LexborHTMLParser(
        render("\n\n".join([WHOLE, block(BODIES["tight"]), block(BODIES["loose"]).replace("which-one", "other")]))
    )
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert [node.attributes["for"] for node in tree.css("form label")] == [
        node.attributes["id"] for node in tree.css("form input")
    ]


def test_what_gives_the_answer_away_stays_out_of_the_search_index(render):
    tree = LexborHTMLParser(render(WHOLE))
    for node in tree.css("[data-search-exclude][data-pagefind-ignore]"):
        node.decompose()
    left = tree.css_first("form").text()
    secrets = ["only an encoder", "text to text", "So does", "two halves", "One half", "pairs an encoder", "Right answer"]
    assert [secret for secret in secrets if secret in left] == []
    assert [word for word in ("Which model", "BERT", "T5", "It has both halves", "print") if word not in left] == []


def test_the_form_speaks_the_language_of_its_page(render, write_course):
    german = "name: Deutsch\nlabels: {quiz: {check: Prüfen, hint: Hinweis, show: Lösung zeigen}}\n"
    austrian = "name: Deutsch (Österreich)\nlabels: {quiz: {check: Schauen}}\n"
    course = write_course({"docs/de/_lang.yml": german, "docs/de-AT/_lang.yml": austrian, "docs/de-AT/x.md": WHOLE})
    form = LexborHTMLParser(render(WHOLE, course / "docs" / "de-AT" / "x.md")).css_first("form")
    said = [(node.text(), node.attributes.get("lang")) for node in form.css("button, .quiz__hint summary, .quiz__how")]
    assert said == [
        ("Choose one answer.", "en"),
        ("Schauen", None),
        ("Try again", "en"),
        ("Lösung zeigen", "de"),
        ("A first hint", None),
        ("Hinweis", "de"),
    ]
    assert json.loads(form.attributes["data-words"])["empty"] == "Choose an answer first."


def test_a_question_without_options_keeps_its_text_and_its_hints_closed(render):
    text = "/// quiz | Q\n    attrs: {id: q}\n\nStem\n\n/// hint\nSecret\n///\n\n///\n"
    tree = LexborHTMLParser(render(text))
    assert tree.css("input, button") == []
    assert tree.css_first("form > p").text() == "Stem"
    assert "data-search-exclude" in tree.css_first("form > details.quiz__hint").attributes


# ------------------------------------------------------------------------------- what is checked is what is shown


@functools.cache
def _renderer() -> markdown.Markdown:
    names, configs = extensions()
    return markdown.Markdown(extensions=names, extension_configs=configs)


def convert(text: str) -> str:
    return _renderer().reset().convert(text)


WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "*em*", "`code`", "$x$", "**b**", "don't", "[T5](https://example.org)"]),
    min_size=1,
    max_size=4,
).map(" ".join)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=2)
CODE = st.just(["```python", ">>> x = 1", "", "- [x] no option", "# c", "```"])
LIST = st.sampled_from([["- n1", "- n2"], ["1. a", "2. b"]])
TABLE = st.just(["| a | b |", "|---|---|", "| 1 | 2 |"])
FORMULA = st.just(["$$", "x", "$$"])
NOTICE = st.just(["!!! note", "", "    text"])


def below(lines: list[str], prefix: str = "    ") -> list[str]:
    return ["", *(prefix + line if line else prefix.rstrip() for line in lines)]


@st.composite
def written_options(draw, number: int, mark: str, *, tight: bool) -> list[str]:
    lines = [f"{draw(st.sampled_from('--*+'))}{' ' * draw(st.integers(1, 3))}[{mark}] {draw(WORDS)} {number}"]
    lines += draw(st.sampled_from([[], [], ["wrapped"], ["    wrapped"]]))
    if tight:
        return lines
    for part in draw(st.lists(st.one_of(PARAGRAPH, CODE, LIST, TABLE, FORMULA, NOTICE), max_size=2)):
        lines += below(part)
    for part in draw(st.lists(st.one_of(PARAGRAPH, CODE), max_size=2)):
        lines += below(part, "    > ")[:1] + [line.rstrip() for line in below(part, "    > ")[1:]]
    return [*lines, ""]


@st.composite
def written_quizzes(draw) -> list[str]:
    """The lines of a question without a fault."""
    kind = draw(st.sampled_from(["quiz", "quiz-multi"]))
    count = draw(st.integers(2, 4))
    key = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=1 if kind == "quiz" else count))
    tight = draw(st.booleans())
    body: list[str] = []
    quote, comment = st.just(["> quote"]), st.just(["<!-- - [ ] c", "", "- [x] d -->"])
    for part in draw(st.lists(st.one_of(PARAGRAPH, CODE, TABLE, FORMULA, NOTICE, quote, comment), max_size=2)):
        body += [*part, ""]
    for number in range(count):
        body += draw(written_options(number, draw(st.sampled_from("xX")) if number in key else " ", tight=tight))
    parts = draw(st.lists(st.tuples(st.sampled_from(["hint", "explain"]), st.one_of(PARAGRAPH, CODE)), max_size=2))
    if draw(st.booleans()):
        for name, part in parts:
            body += ["", f'??? {name} "Title"', *below(part)]
        return [f'!!! {kind} q "{draw(WORDS)}"', *below(body)]
    for name, part in parts:
        body += ["", f"/// {name} | Title", *part, "///"]
    return [f"/// {kind} | {draw(WORDS)}", "    attrs: {id: q}", "", *body, "", "///"]


# What a slip of the hand or of an editor may leave in a question; → is a tab, · a protected space, ␠ a space.
STRAY = (GOLDEN / "stray.txt").read_text("utf-8").translate(str.maketrans("→·␠", "\t\u00a0 ")).split("\n")
SIGNS = st.sampled_from(" []x>`\t\u00a0-#|<$\n:*/!")


@st.composite
def mutated(draw, lines: list[str]) -> list[str]:
    lines = list(lines)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        line = lines[at] if lines else ""
        place = draw(st.integers(0, len(line)))
        change = draw(
            st.sampled_from(["remove", "insert", "indent", "dedent", "repeat", "swap", "replace", "add a sign", "lose a sign"])
        )
        if change == "insert":
            lines.insert(at, draw(st.sampled_from(STRAY)))
        elif change == "remove" or not lines:
            lines[at : at + 1] = []
        elif change == "repeat":
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
        elif change == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = {
                "indent": " " * draw(st.integers(1, 4)) + line,
                "dedent": line[draw(st.integers(1, 4)) :] if line.startswith(" ") else line.lstrip(),
                "replace": draw(st.sampled_from(STRAY)),
                "add a sign": line[:place] + draw(SIGNS) + line[place:],
                "lose a sign": line[:place] + line[place + 1 :],
            }[change]
    return lines


def as_page(lines: list[str]) -> str:
    return "\n".join(["# T", "", *lines, "", "The end."]) + "\n"


@settings(max_examples=200, derandomize=True, deadline=None)
@given(written_quizzes())
def test_a_question_without_a_fault_has_no_problem_and_shows_what_was_written(lines):
    text = as_page(lines)
    assert check(text) == []
    assert shown(convert(text)) == parsed(text)


def agrees(lines: list[str]) -> None:
    """Neither check nor renderer raises; where the check finds nothing, the form has the options and the key of the source."""
    text = as_page(lines)
    found, forms = check(text), shown(convert(text))
    assert found or forms == parsed(text)
    without_answers(page(text), scan(page(text))[0])


@settings(max_examples=400, derandomize=True, deadline=None)
@given(written_quizzes().flatmap(mutated))
def test_whatever_a_slip_makes_of_a_question_it_is_reported_or_shown_as_written(lines):
    agrees(lines)


@settings(max_examples=20000, deadline=None)
@given(written_quizzes().flatmap(mutated))
def _agrees_at_length(lines):
    agrees(lines)


def test_the_same_at_length(request):
    if not request.config.getoption("--long"):
        pytest.skip("takes minutes; --long runs it")
    _agrees_at_length()
