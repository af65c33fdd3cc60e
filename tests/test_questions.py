"""Questions as readers get them: taken from rendered pages, in the bank, and each on a page of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import ROOT, build_course, render_markdown
from diglot import questions
from diglot.languages import SOURCE, words_of
from diglot.pages import read_course
from diglot.questions import Article, Lesson, Question
from selectolax.lexbor import LexborHTMLParser

WORDS = words_of(SOURCE, {})

FORM = (
    '<form class="quiz" data-difficulty="2" data-kind="one" data-rev="0a1b2c3d" data-tests="why" data-words="{}" id="first">'
    '<fieldset><legend class="quiz__question">Is <code>a &lt; b</code>?</legend>'
    '<ul class="quiz__options"><li><input id="first-1"><label for="first-1">Yes, <em>always</em></label></li>'
    '<li><input id="first-2"><label for="first-2">No &amp; never</label></li></ul></fieldset>'
    '<p class="quiz__links"><a class="quiz__tests" href="#why">To the paragraph</a></p></form>'
)
LESSON = Article(
    "chapter/lesson.md",
    "A & B",
    "chapter/lesson/",
    f"<h1>A</h1>{FORM}<p>Text.</p>{FORM.replace('first', 'second')}",
    "en",
    {"why": "Why, then?"},
)


def question(form: str, url: str = "chapter/lesson/") -> Question:
    """The one question of a page."""
    [[found]] = [lesson.questions for lesson in questions.lessons([Article("x.md", "X", url, form)])]
    return found


# ------------------------------------------------------------------------------------------------------- what is found


def test_a_question_is_read_from_its_form():
    [lesson] = questions.lessons([Article("index.md", "Home", "", "<p>No question.</p>"), LESSON])
    first, second = lesson.questions
    assert lesson == Lesson("chapter/lesson.md", "A & B", "chapter/lesson/", "en", (first, second))
    assert lesson.chapter == "chapter"
    assert (first.id, first.rev, first.kind, first.difficulty) == ("first", "0a1b2c3d", "one", 2)
    assert (first.text, first.options) == ("Is a < b?", ("Yes, always", "No & never"))
    assert (first.tests, first.heading) == ("chapter/lesson/#why", "Why, then?")
    assert first.url == "questions/first/"


def test_a_question_may_test_the_heading_of_another_page():
    form = FORM.replace('href="#why"', 'href="../other/#there"')
    pages = [Article("x.md", "X", "chapter/x/", form), Article("o.md", "O", "chapter/other/", "", "en", {"there": "There"})]
    [[found]] = [lesson.questions for lesson in questions.lessons(pages)]
    assert (found.tests, found.heading) == ("chapter/other/#there", "There")


def test_without_an_id_of_its_own_or_with_one_already_seen_a_question_is_left_out():
    copy = Article("copy.md", "Copy", "copy/", LESSON.html)
    nameless = Article("nameless.md", "Nameless", "nameless/", FORM.replace(' data-rev="0a1b2c3d"', ""))
    assert [lesson.name for lesson in questions.lessons([LESSON, copy, nameless])] == ["chapter/lesson.md"]


@pytest.mark.parametrize(
    ("markup", "base", "expected"),
    [
        ('<a href="#why">', "chapter/lesson/", '<a href="chapter/lesson/#why">'),
        ('<a href="#why">', "", '<a href="./#why">'),
        ('<a href="./#why">', "../../", '<a href="../../#why">'),
        ('<a href="../other/?q=1#x">', "chapter/lesson/", '<a href="chapter/other/?q=1#x">'),
        ('<a href="../../">', "chapter/lesson/", '<a href="./">'),
        ('<a class="a" href="..">', "chapter/lesson/", '<a class="a" href="chapter/">'),
        ('<img src="../../../assets/a b.svg">', "chapter/lesson/", '<img src="../assets/a b.svg">'),
        ('<a href="../other/?a=1&amp;b=2">', "chapter/lesson/", '<a href="chapter/other/?a=1&amp;b=2">'),
        ('<a href="https://example.org/a">', "chapter/lesson/", '<a href="https://example.org/a">'),
        ('<a href="mailto:a@example.org">', "chapter/lesson/", '<a href="mailto:a@example.org">'),
        ('<a href="/root/">', "chapter/lesson/", '<a href="/root/">'),
        ('<use href="#arrow">', "chapter/lesson/", '<use href="#arrow">'),
        ('<code>&lt;a href="x"&gt;</code>', "chapter/lesson/", '<code>&lt;a href="x"&gt;</code>'),
        ('<i title="a > b" /><a href="x/">', "chapter/", '<i title="a > b" /><a href="chapter/x/">'),
    ],
)
def test_addresses_are_rebased(markup, base, expected):
    assert questions.rebased(markup, base) == expected


def test_ids_of_several_questions_on_one_page_do_not_meet():
    card = '<p><span class="card"><a aria-describedby="card-1" href="#x">T5</a><span id="card-1">Note</span></span></p>'
    drawing = '<svg><marker id="arrow"/><path marker-end="url(#arrow)"/><use href="#arrow"/></svg>'
    found = question(FORM.replace("</form>", f"{card}{drawing}</form>"))
    assert re.findall(r'id="([^"]+)"', found.html) == ["first", "first-1", "first-2", "first-card-1", "first-arrow"]
    assert 'aria-describedby="first-card-1"' in found.html
    assert '<path marker-end="url(#first-arrow)"/><use href="#first-arrow"/>' in found.html
    assert '<label for="first-1">' in found.html


def test_a_lesson_links_each_question_to_its_page():
    linked = questions.with_addresses(LESSON, WORDS)
    assert len(LexborHTMLParser(linked).css(".quiz__links")) == 2
    assert (
        '<p class="quiz__links"><a class="quiz__tests" href="#why">To the paragraph</a> '
        '<a class="quiz__address" href="../../questions/first/">Link to this question</a></p></form>'
    ) in linked


# ------------------------------------------------------------------------------------------------------------ the bank


def test_the_bank_is_what_the_module_says():
    bank = json.loads(questions.bank(questions.lessons([LESSON]), "course", "de", {"chapter": "Chapter"}))
    [lesson] = bank.pop("lessons")
    assert bank == {"v": 1, "course": "course", "lang": "de"}
    first, second = lesson.pop("questions")
    assert lesson == {
        "name": "chapter/lesson.md",
        "title": "A & B",
        "url": "chapter/lesson/",
        "chapter": "chapter",
        "chapterTitle": "Chapter",
    }
    assert first.pop("html").startswith('<form lang="en" dir="ltr" class="quiz"')  # not the language's own text
    assert first == {
        "id": "first",
        "rev": "0a1b2c3d",
        "kind": "one",
        "difficulty": 2,
        "question": "Is a < b?",
        "tests": "chapter/lesson/#why",
        "heading": "Why, then?",
    }
    assert second["id"] == "second"


def test_what_stands_in_a_script_cannot_end_it():
    assert questions.in_script({"a": "</script>"}) == '{"a":"\\u003c/script>"}'


# --------------------------------------------------------------------------------------------------------- in the site

ENGLISH = """\
# The lesson

## Attention

See [home](../index.md).

/// quiz | What does `[x]` mean?
    attrs: {id: what-x}
    tests: attention

- [ ] [Home](../index.md)
- [x] Right

/// explain | Why
It is the mark.
///

///

/// quiz-multi | Which two?
    attrs: {id: which-two}

- [x] One
- [ ] Two
- [x] Three

///
"""
GERMAN = """\
# Die Lektion {#the-lesson}

## Attention {#attention}

/// quiz | Was heißt `[x]`?
    attrs: {id: what-x}
    tests: attention

- [ ] [Start](../index.md)
- [x] Richtig

///

/// quiz-multi | Welche zwei?
    attrs: {id: which-two}

- [x] Eins
- [ ] Zwei
- [x] Drei

///
"""
COURSE = {
    "docs/en/_lang.yml": "name: English\n",
    "docs/en/index.md": "# Home\n",
    "docs/en/chapter/index.md": "# The chapter\n",
    "docs/en/chapter/lesson.md": ENGLISH,
    "docs/en/chapter/later.md": ENGLISH.replace("which-two", "later-two").replace("what-x", "later-x"),
    "docs/de/_lang.yml": (ROOT / "docs/de/_lang.yml").read_text("utf-8"),
    "docs/de/index.md": "# Start {#home}\n",
    "docs/de/chapter/index.md": "# Das Kapitel {#the-chapter}\n",
}
NAV = ["index.md", {"chapter": ["chapter/index.md", "chapter/lesson.md", "chapter/later.md"]}]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A site whose German has one lesson of its own and one that falls back to English."""
    return build_course(
        tmp_path_factory.mktemp("questions"),
        {**COURSE, "docs/de/chapter/lesson.md": GERMAN},
        NAV,
    )


def tree(site: Path, name: str) -> LexborHTMLParser:
    return LexborHTMLParser((site / name / "index.html").read_text("utf-8"))


def links(html: LexborHTMLParser, selector: str) -> list[str]:
    return [node.attributes["href"] for node in html.css(selector)]


def test_every_question_has_a_page_in_every_language_and_the_bank_holds_it(small):
    ids = ["what-x", "which-two", "later-x", "later-two"]
    for folder in ("", "de/"):
        bank = json.loads((small / folder / "questions.json").read_text("utf-8"))
        assert [question["id"] for lesson in bank["lessons"] for question in lesson["questions"]] == ids
        assert sorted(path.parent.name for path in (small / folder / "questions").glob("*/index.html")) == sorted(ids)
    assert [lesson["chapterTitle"] for lesson in bank["lessons"]] == ["Das Kapitel"] * 2


def test_one_revision_serves_all_languages(small):
    english, german = (json.loads((small / folder / "questions.json").read_text("utf-8")) for folder in ("", "de"))
    revisions = [
        [question["rev"] for lesson in bank["lessons"] for question in lesson["questions"]] for bank in (english, german)
    ]
    assert revisions[0] == revisions[1]
    assert all(re.fullmatch("[0-9a-f]{8}", revision) for revision in revisions[0])


def test_addresses_in_the_bank_lead_from_the_language_s_root_to_what_is_there(small):
    for folder in ("", "de/"):
        bank = json.loads((small / folder / "questions.json").read_text("utf-8"))
        for question in (question for lesson in bank["lessons"] for question in lesson["questions"]):
            for href in [question["tests"], *links(LexborHTMLParser(question["html"]), "a")]:
                path, _, fragment = urljoin(f"/{folder}", href).partition("#")
                page = tree(small, path.strip("/"))
                assert not fragment or page.css_first(f'[id="{fragment}"]'), href


def test_the_page_of_a_question_says_what_it_is_and_leads_on(small):
    page = tree(small, "de/questions/what-x")
    article = page.css_first("article")
    assert page.css_first("title").text() == "Was heißt [x]? - Diglot"
    assert article.css_first("h1").text() == "Frage 1 von 2"
    assert links(page, "link[rel=canonical]") == ["https://course.example.org/de/questions/what-x/"]
    alternates = {node.attributes["hreflang"]: node.attributes["href"] for node in page.css("link[rel=alternate][hreflang]")}
    assert alternates == {
        "en": "https://course.example.org/questions/what-x/",
        "de": "https://course.example.org/de/questions/what-x/",
        "x-default": "https://course.example.org/questions/what-x/",
    }
    assert links(article, ".questions__lesson a, .questions__tests a") == [
        "../../chapter/lesson/",
        "../../chapter/lesson/#attention",
    ]
    assert links(article, "nav a") == ["../../questions/which-two/"]
    assert links(article, "form .quiz__links a") == []
    assert links(article, "form label a") == ["../../"]
    assert page.css_first("article").attributes.get("data-pagefind-body", "none") == "none"


def test_the_page_of_a_question_does_not_tell_machines_the_answer(small):
    page = tree(small, "questions/which-two")
    [data] = [json.loads(node.text()) for node in page.css('script[type="application/ld+json"]')]
    assert data["@type"] == "Quiz"
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert data["url"] == "https://course.example.org/questions/which-two/"
    assert data["isPartOf"]["url"] == "https://course.example.org/chapter/lesson/"
    assert data["isPartOf"]["isPartOf"]["url"] == "https://course.example.org/"
    assert data["hasPart"] == [
        {
            "@type": "Question",
            "eduQuestionType": "Checkbox",
            "text": "Which two?",
            "suggestedAnswer": [
                {"@type": "Answer", "position": position, "text": text} for position, text in enumerate(["One", "Two", "Three"])
            ],
        }
    ]
    assert "acceptedAnswer" not in page.html


def test_where_a_lesson_falls_back_so_do_its_questions(small):
    page = tree(small, "de/questions/later-x")
    assert page.css_first("article").attributes["lang"] == "en"
    assert page.css_first(".fallback")
    assert links(page, "link[rel=canonical]") == ["https://course.example.org/questions/later-x/"]
    assert page.css("link[rel=alternate][hreflang]") == []
    bank = json.loads((small / "de/questions.json").read_text("utf-8"))
    assert ['<form lang="en"' in lesson["questions"][0]["html"] for lesson in bank["lessons"]] == [False, True]


def test_where_a_translated_lesson_lacks_a_question_the_switch_leads_to_the_lesson(tmp_path):
    german = GERMAN.partition("/// quiz-multi")[0]
    site = build_course(tmp_path, {**COURSE, "docs/de/chapter/lesson.md": german}, NAV)
    there = {
        name: [(link.text(), link.attributes["href"]) for link in tree(site, f"questions/{name}").css("[data-language-switch]")]
        for name in ("what-x", "which-two", "later-x")
    }
    assert there == {
        "what-x": [("English", "./"), ("Deutsch", "../../de/questions/what-x/")],
        "which-two": [("English", "./"), ("Deutsch", "../../de/chapter/lesson/")],
        "later-x": [("English", "./"), ("Deutsch (Englisch)", "../../de/questions/later-x/")],
    }
    assert not (site / "de/questions/which-two").exists()


def test_the_sitemap_has_the_questions_and_the_feed_does_not(small):
    sitemap = (small / "sitemap.xml").read_text("utf-8")
    addresses = [address for address in re.findall("<loc>(.*?)</loc>", sitemap) if "/questions/" in address]
    assert addresses == [
        f"https://course.example.org/{path}/"
        for path in (
            "de/questions/what-x",
            "de/questions/which-two",
            "questions/later-two",
            "questions/later-x",
            "questions/what-x",
            "questions/which-two",
        )
    ]
    assert "/questions/" not in (small / "feed.xml").read_text("utf-8")


def test_a_question_page_has_no_markdown_beside_it(small):
    assert list((small / "questions").rglob("*.md")) == []
    assert tree(small, "questions/what-x").css('a[type="text/markdown"], link[type="text/markdown"]') == []


def test_lessons_carry_the_ids_behind_the_links_of_their_navigation(small):
    page = tree(small, "de/chapter/lesson")
    assert json.loads(page.css_first("#course-questions").text()) == {
        "chapter/lesson/": ["what-x", "which-two"],
        "chapter/later/": ["later-x", "later-two"],
    }
    place = page.css_first("#diglot").attributes
    assert (place["data-course"], urljoin("/de/chapter/lesson/", place["data-root"])) == ("diglot-transformer-models", "/de/")
    assert sorted(json.loads(place["data-words"])) == ["mark", "some"]
    assert tree(small, "de").css("#diglot, #course-questions") == []


def test_a_lesson_outside_a_course_has_questions_without_a_revision():
    assert "data-rev" not in render_markdown(ENGLISH)


def test_the_languages_of_a_question_are_those_whose_own_text_has_it(write_course):
    course = read_course(write_course({**COURSE, "docs/de/chapter/lesson.md": GERMAN}))
    assert questions.languages(course) == {
        "later-x": ["en"],
        "later-two": ["en"],
        "what-x": ["en", "de"],
        "which-two": ["en", "de"],
    }
