"""The blocks of the pages for practice: what is in the page before any script runs, and what the check says of them."""

from __future__ import annotations

import json
import re

import markdown
import pytest
from conftest import ROOT, render_markdown
from diglot.check import check_course
from diglot.languages import english_words
from diglot.pages import read_course
from selectolax.lexbor import LexborHTMLParser, LexborNode

FRAMES = {"progress": "overview", "review": "review", "exam": "exam"}
GLOSSARY = """\
# Glossary

token {#token}
:   A piece of *text*.

vector {#vector}
:   A list of numbers.
"""
COURSE = {
    "docs/en/glossary.md": GLOSSARY,
    "docs/en/practice/review.md": "# Review\n\n/// review\n///\n",
    "docs/en/practice/flashcards.md": "# Cards\n\n/// flashcards\n///\n",
    "docs/en/practice/index.md": "# Practice\n\n/// progress\n///\n",
    "docs/de/_lang.yml": "name: Deutsch\nlabels: {practice: {start: Los}}\n",
}


def block(html: str) -> LexborNode:
    return LexborHTMLParser(html).css_first(".practice")


def answer_free(text: str) -> str:
    configs = {"diglot.practice": {"answer_free": True}}
    return markdown.markdown(text, extensions=["diglot.practice"], extension_configs=configs)


# --------------------------------------------------------------------------------------------------------------- render


@pytest.mark.parametrize(("name", "script"), FRAMES.items())
def test_a_frame_says_what_to_do_without_javascript_and_has_its_status_region(name, script):
    found = block(render_markdown(f"/// {name}\n///\n"))
    assert found.attributes["data-practice"] == script
    assert found.css_first(".practice__plain").text() == english_words()["practice.needs-script"]
    assert found.css_first("[role=status]").text() == ""
    assert not found.css("button, input, noscript")


@pytest.mark.parametrize("name", [*FRAMES, "flashcards"])
def test_a_script_gets_the_words_of_its_room_and_no_others(name):
    words = json.loads(block(render_markdown(f"/// {name}\n///\n")).attributes["data-words"])
    rooms = ("practice.", f"{name}.")
    assert words == {key.split(".", 1)[1]: text for key, text in english_words().items() if key.startswith(rooms)}


def test_no_two_words_of_a_page_share_a_name():
    shared = {key.removeprefix("practice.") for key in english_words() if key.startswith("practice.")}
    own = {key.split(".", 1)[1] for key in english_words() if key.split(".")[0] in {*FRAMES, "flashcards"}}
    assert shared & own == set()


def test_words_are_in_the_language_of_the_page(write_course):
    root = write_course({**COURSE, "docs/de/practice/exam.md": ""})
    found = block(render_markdown("/// exam\n///\n", root / "docs/de/practice/exam.md"))
    assert json.loads(found.attributes["data-words"])["start"] == "Los"
    assert found.css_first(".practice__plain").attributes["lang"] == "en"  # a word that German lacks here


def test_flashcards_are_the_glossary_closed_and_can_be_read_without_a_script(write_course):
    root = write_course(COURSE)
    found = block(render_markdown("/// flashcards\n///\n", root / "docs/en/practice/flashcards.md"))
    cards = [
        (card.attributes["data-term"], card.css_first("summary").text(), card.css_first("p").text(), "open" in card.attributes)
        for card in found.css("details")
    ]
    assert cards == [("token", "token", "A piece of text.", False), ("vector", "vector", "A list of numbers.", False)]
    assert [link.attributes["href"] for link in found.css("a")] == ["../glossary.md#token", "../glossary.md#vector"]
    assert found.css_first(".practice__plain") is None


def test_a_language_without_a_glossary_has_no_cards(write_course):
    root = write_course({**COURSE, "docs/de/practice/flashcards.md": ""})
    assert block(render_markdown("/// flashcards\n///\n", root / "docs/de/practice/flashcards.md")).css("details") == []


@pytest.mark.parametrize(
    ("files", "links"),
    [
        (["review", "flashcards"], ["../practice/review.md", "../practice/flashcards.md"]),
        (["flashcards"], ["../practice/flashcards.md"]),
        ([], []),
    ],
    ids=str,
)
def test_progress_leads_to_the_pages_that_the_course_has(write_course, files, links):
    course = {name: text for name, text in COURSE.items() if "practice/" not in name}
    pages = {f"docs/en/practice/{name}.md": f"# {name}\n" for name in files}
    root = write_course({**course, **pages, "docs/en/practice/index.md": ""})
    found = block(render_markdown("/// progress\n///\n", root / "docs/en/practice/index.md"))
    assert [link.attributes["href"] for link in found.css("a")] == links
    assert all("hidden" in row.attributes for row in found.css(".practice__due"))


def test_blocks_are_not_searched():
    for name in (*FRAMES, "flashcards"):
        assert {"data-search-exclude", "data-pagefind-ignore"} <= block(render_markdown(f"/// {name}\n///\n")).attributes.keys()


# ---------------------------------------------------------------------------------------------------------- answer-free


@pytest.mark.parametrize("name", FRAMES)
def test_an_edition_without_answers_says_so_and_asks_for_no_script(name):
    assert answer_free(f"/// {name}\n///\n") == (
        '<div class="practice" data-pagefind-ignore="" data-search-exclude="">\n'
        f'<p class="practice__plain">{english_words()["practice.answer-free"]}</p>\n</div>'
    )


def test_an_edition_without_answers_has_flashcards():
    assert block(answer_free("/// flashcards\n///\n")).attributes["data-practice"] == "flashcards"


# ---------------------------------------------------------------------------------------------------------------- check


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("/// review\n///\n", None),
        ("/// exam | Now\n///\n", "3:1: error B006 block 'exam' shows no title; write '/// exam'"),
        ("/// flashcard\n///\n", "3:1: error B001 unknown block 'flashcard'; did you mean 'flashcards'?"),
        ("/// progress\n    n: 5\n///\n", "4:5: error B002 block 'progress' has no option 'n'; known are attrs"),
        ("/// exam\n", "3:1: error B004 block 'exam' is never closed; write '///' on a line of its own after it"),
    ],
    ids=["right", "title", "misspelt", "option", "unclosed"],
)
def test_what_is_wrong_with_a_block_is_named_with_its_place(write_course, text, problem):
    problems = check_course(read_course(write_course({"docs/en/index.md": f"# T\n\n{text}"})))
    assert [str(found) for found in problems] == ([f"docs/en/index.md:{problem}"] if problem else [])


@pytest.mark.parametrize(("name", "script"), [*FRAMES.items(), ("flashcards", "flashcards")])
def test_every_word_that_a_script_asks_for_is_there(name, script):
    words = json.loads(block(render_markdown(f"/// {name}\n///\n")).attributes["data-words"])
    text = "".join((ROOT / f"overrides/assets/{file}.js").read_text("utf-8") for file in (script, "practice"))
    asked = {one or other for one, other in re.findall(r'words(?:\.(\w+)|\["([\w-]+)"\])', text)}
    assert len(asked) > 3
    assert asked - words.keys() == set()
