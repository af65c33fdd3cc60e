"""A page on paper: questions without their answers, the key behind them."""

from __future__ import annotations

import pytest
from conftest import render_markdown
from diglot import worksheet
from diglot.languages import SOURCE, words_of
from playwright.sync_api import expect

WORDS = words_of(SOURCE, {})

ONE = """\
/// quiz | Which?
    attrs: {id: one}

- [ ] this

    > No.

- [x] `that` *word*

    > Yes: <span>it</span> is.

///
"""
MANY = """\
/// quiz-multi | Which?
    attrs: {id: many}

- [x] this
- [ ] that
- [x] $a^2$

///
"""


def key(text: str) -> str:
    return worksheet.key(render_markdown(text), WORDS)


def test_the_key_lists_the_right_options_by_the_number_of_their_question():
    formula = render_markdown("$a^2$").removeprefix("<p>").removesuffix("</p>")
    assert key(f"# T\n\n{ONE}\nText.\n\n{MANY}") == (
        '\n<section class="worksheet" hidden data-search-exclude data-pagefind-ignore>\n<h2>Answers</h2>\n<ol>\n'
        '<li value="1"><p><code>that</code> <em>word</em></p></li>\n'
        f'<li value="2"><p>this</p><p>{formula}</p></li>\n'
        "</ol>\n</section>"
    )


@pytest.mark.parametrize("text", ["# T\n\nText.\n", "# T\n\n- [x] a task\n- [ ] another\n"], ids=["prose", "tasks"])
def test_a_page_without_questions_has_no_key(text):
    assert key(text) == ""


def test_a_question_that_tells_no_answer_is_passed_over_and_counted():
    silent = '<form class="quiz" id="x"><fieldset></fieldset></form>'
    assert worksheet.key(silent, WORDS) == ""
    assert '<li value="2"><p>this</p>' in worksheet.key(silent + render_markdown(MANY), WORDS)


def test_nothing_in_the_key_has_an_id_that_the_question_has(write_course):
    root = write_course({"docs/en/glossary.md": "# Glossary\n\ntoken {#token}\n:   A piece.\n"})
    page = render_markdown(ONE.replace("`that`", "[that](term:token)"), root / "docs/en/index.md")
    assert 'id="card-' in page
    assert "<p><span" in worksheet.key(page, WORDS)
    assert " id=" not in worksheet.key(page, WORDS)


# ---------------------------------------------------------------------------------------------------------- in a browser


@pytest.mark.parametrize(
    "address_of", ["de/transformer-models/sequence-to-sequence-models/", "de/questions/seq2seq-encoder-runs/"]
)
def test_a_printed_page_asks_its_questions_and_answers_them_at_the_end(page, address, address_of):
    page.emulate_media(color_scheme="dark")
    page.goto(address + address_of)
    expect(page.locator(".worksheet")).to_be_hidden()
    form = page.locator("#seq2seq-encoder-runs")
    right = form.locator(".quiz__key [data-right] .quiz__verdict > span").text_content()
    form.get_by_label(right, exact=True).check()
    form.get_by_role("button", name="Prüfen").click()
    expect(form.locator(".quiz__explain")).to_be_visible()

    page.emulate_media(media="print")
    expect(form.locator(":is(legend, label):visible")).to_have_count(4)
    expect(page.locator("form.quiz :is(details, button, .quiz__note, .quiz__explain, .quiz__status):visible")).to_have_count(0)
    expect(page.locator(".worksheet")).to_be_visible()
    expect(page.locator(".worksheet h2")).to_have_text("Lösungen")
    expect(page.locator(".worksheet li")).to_have_count(page.locator("form.quiz").count())
    expect(page.locator(".worksheet li").first).to_have_text(right)
    last = "[...document.querySelectorAll('article > *, .questions')].filter((part) => part.checkVisibility()).pop().className"
    assert page.evaluate(last) == "worksheet"
    assert page.locator("body").evaluate("body => getComputedStyle(body).getPropertyValue('--diglot-surface')") == "#f4f6fa"
