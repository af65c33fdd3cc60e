"""The course itself: what every lesson must have, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from diglot import terms
from diglot.blocks import scan
from diglot.headings import headings
from diglot.pages import Course, Page, read_course
from diglot.quiz_source import Quiz, quizzes
from diglot.source import fences

ROOT = Path(__file__).parent.parent
CHAPTER = "transformer-models"
LESSONS = [
    "natural-language-processing",
    "what-transformers-can-do",
    "how-transformers-work",
    "attention",
    "encoder-models",
    "decoder-models",
    "sequence-to-sequence-models",
    "choosing-an-architecture",
    "bias-and-limitations",
]
PAGES = ["index", *LESSONS, "summary", "chapter-quiz"]
LANGS = ["en", "de"]

_TERM_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\(term:(?P<key>[\w-]+)\)")
_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\([^)]*\)")
_HIDDEN = re.compile(r"`[^`]*`|\$\$[^$]+\$\$|\$[^$]+\$")
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@pytest.fixture(scope="module")
def course() -> Course:
    return read_course(ROOT)


def page_of(course: Course, lang: str, name: str) -> Page:
    return course.pages[lang, f"{CHAPTER}/{name}.md"]


def quizzes_of(page: Page) -> list[Quiz]:
    return quizzes(page, scan(page)[0])


def prose_of(page: Page, *, until: str = "further-reading") -> str:
    """Paragraphs, lists and tables of a page: no code, no blocks, no headings, nothing behind the heading ``until``."""
    hidden = {index for fence in fences(page.lines) for index in range(fence.first, fence.last + 1)}
    hidden |= {index for block in scan(page)[0] for index in range(block.line, block.last + 1)}
    found = headings(page.lines)
    hidden |= {heading.index for heading in found}
    end = next((heading.index for heading in found if heading.id == until), len(page.lines))
    return "\n".join(line for index, line in enumerate(page.lines[:end]) if index not in hidden)


def section(page: Page, name: str) -> list[str]:
    """The lines below a heading, up to the next one."""
    found = headings(page.lines)
    first = next(heading.index for heading in found if heading.id == name)
    last = next((heading.index for heading in found if heading.index > first), len(page.lines))
    return page.lines[first + 1 : last]


@pytest.mark.parametrize("lang", LANGS)
def test_the_chapter_has_all_its_pages_and_the_navigation_lists_them(course: Course, lang: str) -> None:
    folder = [page.name for page in course.of(lang) if page.name.startswith(f"{CHAPTER}/")]
    nav = re.findall(rf"^ +- ({CHAPTER}/\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert sorted(folder) == sorted(f"{CHAPTER}/{name}.md" for name in PAGES)
    assert nav == [f"{CHAPTER}/{name}.md" for name in PAGES]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", LESSONS)
class TestLesson:
    def test_is_600_to_1200_words_long(self, course: Course, lang: str, name: str) -> None:
        text = _LINK.sub(r"\g<text>", prose_of(page_of(course, lang, name)))
        assert 600 <= len(_WORD.findall(text)) <= 1200

    def test_opens_with_a_question(self, course: Course, lang: str, name: str) -> None:
        page = page_of(course, lang, name)
        first, second = [heading.index for heading in headings(page.lines)][:2]
        assert "?" in "\n".join(page.lines[first:second])

    def test_has_a_figure(self, course: Course, lang: str, name: str) -> None:
        assert "figure" in {block.name for block in scan(page_of(course, lang, name))[0]}

    def test_asks_three_questions_and_explains_every_option(self, course: Course, lang: str, name: str) -> None:
        found = quizzes_of(page_of(course, lang, name))
        assert len(found) >= 3
        assert [(q.id, o.text) for q in found for o in q.options if not o.feedback.strip()] == []

    def test_every_question_names_the_heading_it_tests(self, course: Course, lang: str, name: str) -> None:
        page = page_of(course, lang, name)
        known = {heading.id for heading in headings(page.lines)}
        assert [q.id for q in quizzes_of(page) if q.tests not in known] == []

    def test_says_what_to_remember(self, course: Course, lang: str, name: str) -> None:
        points = [line for line in section(page_of(course, lang, name), "what-to-remember") if line.startswith("- ")]
        assert 3 <= len(points) <= 6

    def test_cites_each_source_with_year_and_link(self, course: Course, lang: str, name: str) -> None:
        text = "\n".join(section(page_of(course, lang, name), "further-reading"))
        sources = [entry for entry in re.split(r"^- ", text, flags=re.MULTILINE)[1:] if entry.strip()]
        assert len(sources) >= 2
        assert [entry for entry in sources if not (_YEAR.search(entry) and "](http" in entry)] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["index", *LESSONS, "summary"])
def test_the_first_use_of_a_glossary_term_on_a_page_leads_to_its_explanation(course: Course, lang: str, name: str) -> None:
    page = page_of(course, lang, name)
    text = _HIDDEN.sub(lambda found: " " * len(found[0]), prose_of(page))
    linked = {match["key"]: match.start() for match in reversed(list(_TERM_LINK.finditer(text)))}
    shown = _LINK.sub(lambda found: f"[{found['text']}" + " " * (len(found[0]) - len(found["text"]) - 1), text)
    known = terms.terms(course.pages[lang, terms.GLOSSARY].lines)
    names = sorted(known.values(), key=lambda term: -len(term.name))
    unexplained = []
    for term in names:
        plural = "(?:s|es)?" if lang == "en" else "(?:s|n|en)?"
        pattern = re.compile(rf"(?<![\w-]){re.escape(term.name)}{plural}(?![\w-])", re.IGNORECASE)
        found = pattern.search(shown)
        if found and linked.get(term.key, len(text)) > found.start():
            unexplained.append(term.key)
        shown = pattern.sub(lambda match: "·" * len(match[0]), shown)
    assert unexplained == []


@pytest.mark.parametrize(
    "name", [*(f"{CHAPTER}/{name}.md" for name in PAGES), "index.md", "about.md", "models.md", "writing-good-questions.md"]
)
class TestTheLanguagesAgree:
    def test_in_headings(self, course: Course, name: str) -> None:
        outlines = [[(h.level, h.id) for h in headings(course.pages[lang, name].lines) if h.level > 1] for lang in LANGS]
        assert outlines[0] == outlines[1]

    def test_in_questions(self, course: Course, name: str) -> None:
        banks = [
            [(q.id, q.kind, q.key, len(q.options), len(q.hints), bool(q.explanation), q.tests) for q in quizzes_of(page)]
            for page in (course.pages[lang, name] for lang in LANGS)
        ]
        assert banks[0] == banks[1]

    def test_in_code_but_for_comments(self, course: Course, name: str) -> None:
        codes = []
        for lang in LANGS:
            lines = course.pages[lang, name].lines
            blocks = ["\n".join(lines[fence.first : fence.last + 1]) for fence in fences(lines)]
            codes.append([re.sub(r"#.*", "#", block) for block in blocks])
        assert codes[0] == codes[1]


def test_the_glossaries_explain_the_same_terms(course: Course) -> None:
    english, german = (terms.terms(course.pages[lang, terms.GLOSSARY].lines) for lang in LANGS)
    assert sorted(english) == sorted(german)
    assert len(english) >= 40


@pytest.mark.parametrize("lang", LANGS)
def test_no_place_gives_the_key_away(course: Course, lang: str) -> None:
    """The right option is the longest in at most a third of the questions, and stands evenly at each place."""
    bank = [q for name in PAGES for q in quizzes_of(page_of(course, lang, name)) if q.kind == "quiz"]
    longest = [q.id for q in bank if max(q.options, key=lambda option: len(option.text)).correct]
    places = Counter(q.key[0] for q in bank)
    fair = {place: sum(1 / len(q.options) for q in bank if len(q.options) >= place) for place in places}
    assert len(longest) <= len(bank) / 3
    ratios = {place: round(places[place] / fair[place], 2) for place in places}
    assert {place: ratio for place, ratio in ratios.items() if not 0.6 <= ratio <= 1.4} == {}


def test_the_bank_holds_sixty_questions(course: Course) -> None:
    assert sum(len(quizzes_of(page_of(course, "en", name))) for name in PAGES) >= 60
