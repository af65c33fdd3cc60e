"""The build for use in class: not one byte of it tells an answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, render_markdown, run_command
from diglot import bank
from diglot.pages import read_course
from selectolax.lexbor import LexborHTMLParser

LESSON = "transformer-models/sequence-to-sequence-models/index.html"

QUESTION = """\
/// quiz | Which?
    attrs: {id: a-b}

- [ ] this

    > Not this.

- [x] that

    > Yes, that.

/// hint
Think.
///

/// explain
Because.
///

///
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("answer-free") / "site"
    env = {"DIGLOT_ANSWER_FREE": "true"}
    result = run_command("mkdocs", "build", "--strict", "--site-dir", str(target), cwd=ROOT, env=env)
    assert result.returncode == 0, result.stdout + result.stderr
    return target


def test_no_byte_of_the_site_tells_an_answer(built: Path):
    course = read_course(ROOT)
    questions = [question for lang in course.languages for page in course.of(lang) for question in bank.questions(page)]
    told = {part for question in questions for part in [question.explanation, *(choice.feedback for choice in question.options)]}
    pieces = {piece for text in told for piece in _plain_pieces(text)}
    assert len(pieces) > 20
    for file in (path for path in built.rglob("*") if path.is_file() and "assets" not in path.relative_to(built).parts):
        text = " ".join(file.read_bytes().decode("utf-8", "replace").split())
        assert not [piece for piece in pieces if piece in text], file


def test_no_form_tells_its_key_or_a_number_that_would_give_it_away(built: Path):
    pages = [LexborHTMLParser(file.read_text("utf-8")) for file in built.rglob("*.html")]
    forms = [form for page in pages for form in page.css("form.quiz")]
    assert forms
    assert not [page for page in pages if page.css(".worksheet")]
    for form in forms:
        assert not form.css(".quiz__key, .quiz__answer, .quiz__explain, .quiz__check, .quiz__show, .quiz__retry, [data-right]")
        assert "data-rev" not in form.attributes
        assert form.css_first(".quiz__answer-free").text()


def test_a_page_without_answers_still_has_options_and_closed_hints(built: Path):
    form = LexborHTMLParser((built / "transformer-models/sequence-to-sequence-models/index.html").read_text("utf-8")).css_first(
        "form.quiz"
    )
    assert len(form.css(".quiz__options input")) > 1
    assert form.css_first("details.quiz__hint").attributes.get("open", "closed") == "closed"


def test_pages_are_whole_by_default():
    assert "Yes, that." in render_markdown(QUESTION)


def test_the_line_that_answers_are_left_out_is_in_the_language_of_the_page(built: Path):
    page = LexborHTMLParser((built / "de" / LESSON).read_text("utf-8"))
    assert page.css_first(".quiz__answer-free").text() == "Diese Ausgabe enthält keine Lösungen."


def _plain_pieces(markdown: str) -> list[str]:
    """Runs of text that no renderer changes, long enough to be told by nothing else."""
    return [piece.strip() for piece in re.split(r"[*`_\[\]()<>&\"'$\n]+", markdown) if len(piece.strip()) > 40]
