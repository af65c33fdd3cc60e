"""The course's questions as its readers get them: for practice, and each on a page of its own.

Taken from the rendered pages, so that code, formulas and pictures look as they do there. ``questions.json`` stands at each
language's root; its addresses are relative to that root::

    {"v": 1, "course": "my-course", "lang": "de", "lessons": [
        {"name": "chapter/lesson.md", "title": "…", "url": "chapter/lesson/", "chapter": "chapter", "chapterTitle": "…",
         "questions": [{"id": "…", "rev": "0a1b2c3d", "kind": "one", "difficulty": 2, "question": "…",
                        "tests": "chapter/lesson/#heading", "heading": "…", "html": "<form …>…</form>"}]}]}

A question without an id in its source (an error of the check) is not among them: nothing could be kept about it.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from diglot import worksheet
from diglot.languages import Words
from diglot.pages import Course, Page
from diglot.quiz_source import revisions

FOLDER = "questions"
BANK = "questions.json"
VERSION = 1

_TO_ROOT = "../../"  # from questions/<id>/

_FORM = re.compile(r'<form class="quiz"(?P<attributes>[^>]*)>.*?</form>', re.DOTALL)  # forms do not nest
_ATTRIBUTE = re.compile(r'\s(?P<name>[\w-]+)="(?P<value>[^"]*)"')
_QUESTION = re.compile(r'<legend class="quiz__question">(?P<text>.*?)</legend>', re.DOTALL)
_OPTION = re.compile(r"<label [^>]*>(?P<text>.*?)</label>", re.DOTALL)
_TESTS = re.compile(r'<a class="quiz__tests" href="(?P<href>[^"]*)"')
_LINKS = re.compile(r'\s*<p class="quiz__links">(?P<links>.*?)</p>', re.DOTALL)
_TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ANY_TAG = re.compile(r"""</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_ADDRESS = re.compile(r"""(?P<before>\s(?:href|src|poster)=)(?P<quote>["'])(?P<url>.*?)(?P=quote)""")
_REFERENCES = re.compile(
    r"""(?P<before>\s(?:id|for|aria-describedby|aria-labelledby|aria-controls)=")(?P<ids>[^"]*)"
      | (?P<hash>(?:href="|url\()\#)(?P<id>[^")]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Article:
    """A rendered page. ``url`` is relative to its language's root, ``lang`` the language of its text (English where a
    translation is missing), ``headings`` are titles by id."""

    name: str
    title: str
    url: str
    html: str = field(repr=False)
    lang: str = "en"
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A question of a page. The addresses in ``html`` and ``tests`` are relative to the language's root."""

    id: str
    rev: str
    kind: str
    difficulty: int
    text: str
    options: tuple[str, ...]
    tests: str
    heading: str
    html: str = field(repr=False)

    @property
    def url(self) -> str:
        """The address of its own page."""
        return f"{FOLDER}/{quote(self.id)}/"


@dataclass(frozen=True)
class Lesson:
    """A page with its questions."""

    name: str
    title: str
    url: str
    lang: str
    questions: tuple[Question, ...]

    @property
    def chapter(self) -> str:
        """The folder that the page lies in; empty at the top."""
        return posixpath.dirname(self.name)


def languages(course: Course) -> dict[str, list[str]]:
    """The languages whose own text has a question, by the question's id, English first."""
    found: dict[str, list[str]] = {}
    for lang in course.languages:
        for page in course.of(lang):
            if "quiz" not in page.text:
                continue
            for name in page.answer(course.cache, "questions", [], partial(_ids, page)):
                found.setdefault(name, []).append(lang)
    return found


def _ids(page: Page) -> list[str]:
    return list(revisions(page))


# ------------------------------------------------------------------------------------------------------------- parse


def lessons(articles: Iterable[Article]) -> list[Lesson]:
    """The pages that have questions, in the order given. Of two questions with one id the first counts."""
    pages, seen = list(articles), set()
    titles = {_rebase(f"#{name}", page.url): title for page in pages for name, title in page.headings.items()}
    found = (Lesson(page.name, page.title, page.url, page.lang, tuple(_questions(page, seen, titles))) for page in pages)
    return [lesson for lesson in found if lesson.questions]


def _questions(page: Article, seen: set[str], titles: Mapping[str, str]) -> Iterator[Question]:
    for form in _FORM.finditer(page.html):
        data = _attributes(form)
        if "data-rev" in data and data["id"] not in seen:
            seen.add(data["id"])
            yield _question(page, form[0], data, titles)


def _question(page: Article, form: str, data: Mapping[str, str], titles: Mapping[str, str]) -> Question:
    tested = _TESTS.search(form)
    tests = _rebase(html.unescape(tested["href"]) if tested else "", page.url)
    return Question(
        id=data["id"],
        rev=data["data-rev"],
        kind=data["data-kind"],
        difficulty=int(data.get("data-difficulty", 0)),
        text=_plain(_QUESTION.search(form)["text"]),
        options=tuple(_plain(option["text"]) for option in _OPTION.finditer(form)),
        tests=tests,
        heading=titles.get(tests, ""),
        html=rebased(_with_own_ids(form, data["id"]), page.url),
    )


def _attributes(form: re.Match[str]) -> dict[str, str]:
    return {found["name"]: html.unescape(found["value"]) for found in _ATTRIBUTE.finditer(form["attributes"])}


def _plain(markup: str) -> str:
    return " ".join(html.unescape(_ANY_TAG.sub("", markup)).split())


# -------------------------------------------------------------------------------------------------------------- move


def rebased(markup: str, base: str) -> str:
    """Markup whose relative addresses, written for a page at ``base``, hold at the place that ``base`` is relative to."""

    def address(found: re.Match[str], tag: str) -> str:
        url = html.unescape(found["url"])
        if url.startswith("#") and not tag.startswith("<a"):
            return found[0]  # a part of a drawing
        return f"{found['before']}{found['quote']}{html.escape(_rebase(url, base))}{found['quote']}"

    return _TAG.sub(lambda tag: _ADDRESS.sub(lambda found: address(found, tag[0]), tag[0]), markup)


def _rebase(url: str, base: str) -> str:
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return url
    path = base or "./"
    if parts.path:
        path = posixpath.normpath(posixpath.join(base, parts.path)) + ("/" if parts.path.endswith(("/", ".")) else "")
    return parts._replace(path=path).geturl()


def _with_own_ids(form: str, name: str) -> str:
    """A form whose ids all begin with the question's, so that several stand on one page."""
    ids = {found["value"] for tag in _TAG.findall(form) for found in _ATTRIBUTE.finditer(tag) if found["name"] == "id"}
    foreign = {value for value in ids if value != name and not value.startswith(f"{name}-")}

    def own(value: str) -> str:
        return f"{name}-{value}" if value in foreign else value

    def reference(found: re.Match[str]) -> str:
        if found["hash"]:
            return f"{found['hash']}{own(found['id'])}"
        return f'{found["before"]}{" ".join(map(own, found["ids"].split()))}"'

    return _TAG.sub(lambda tag: _REFERENCES.sub(reference, tag[0]), form) if foreign else form


def with_addresses(page: Article, words: Words) -> str:
    """The page's HTML with a link to its own page in each question."""

    def linked(form: str, data: Mapping[str, str]) -> str:
        if "data-rev" not in data:
            return form
        to_root = "../" * page.url.count("/")
        link = f'<a class="quiz__address" href="{to_root}{FOLDER}/{quote(data["id"])}/">{words.html("quiz.address")}</a>'
        row = _LINKS.search(form)
        links = f"{row['links']} {link}" if row else link
        return f'{_LINKS.sub("", form).removesuffix("</form>")}<p class="quiz__links">{links}</p></form>'

    return replace_forms(page.html, linked)


def replace_forms(markup: str, change: Callable[[str, Mapping[str, str]], str]) -> str:
    """A page's HTML with each question as ``change`` makes it of its form and the form's attributes."""
    return _FORM.sub(lambda form: change(form[0], _attributes(form)), markup)


# ------------------------------------------------------------------------------------------------------------ output


def bank(found: Iterable[Lesson], course: str, lang: str, chapters: Mapping[str, str]) -> str:
    """``questions.json`` of a language; ``chapters`` are titles by folder."""
    listed = [
        {
            "name": lesson.name,
            "title": lesson.title,
            "url": lesson.url,
            "chapter": lesson.chapter,
            "chapterTitle": chapters.get(lesson.chapter, ""),
            "questions": [_entry(question, "" if lesson.lang == lang else lesson.lang) for question in lesson.questions],
        }
        for lesson in found
    ]
    return _json({"v": VERSION, "course": course, "lang": lang, "lessons": listed}) + "\n"


def _entry(question: Question, foreign: str) -> dict[str, Any]:
    markup = question.html.replace("<form ", f'<form lang="{foreign}" dir="ltr" ', 1) if foreign else question.html
    return {
        "id": question.id,
        "rev": question.rev,
        "kind": question.kind,
        "difficulty": question.difficulty,
        "question": question.text,
        "tests": question.tests,
        "heading": question.heading,
        "html": markup,
    }


def ids_by_lesson(found: Iterable[Lesson]) -> dict[str, list[str]]:
    """The ids of each lesson's questions by its address, for the marks in the navigation."""
    return {lesson.url: [question.id for question in lesson.questions] for lesson in found}


def page(lesson: Lesson, number: int, words: Words) -> str:
    """The content of the page of a lesson's question, counted from 1."""
    question = lesson.questions[number - 1]
    form = rebased(_LINKS.sub("", question.html), _TO_ROOT)
    heading = question.heading or lesson.title
    return "\n".join(
        [
            '<div class="questions">',
            f'<p class="questions__lesson"><a href="{_TO_ROOT}{lesson.url}">'
            f"{words.html('questions.lesson', lesson=lesson.title)}</a></p>",
            f'<h1 id="question">{words.html("questions.title", number=number, all=len(lesson.questions))}</h1>',
            form,
            f'<p class="questions__tests">{words.html("questions.tests")}: '
            f'<a href="{html.escape(_rebase(question.tests, _TO_ROOT))}">{html.escape(heading, quote=False)}</a></p>',
            *_neighbours(lesson, number, words),
            f"</div>{worksheet.key(form, words)}",
        ]
    )


def _neighbours(lesson: Lesson, number: int, words: Words) -> Iterator[str]:
    links = {"prev": ("previous", number - 1), "next": ("next", number + 1)}
    there = {rel: (word, at) for rel, (word, at) in links.items() if 1 <= at <= len(lesson.questions)}
    if there:
        yield f'<nav class="questions__neighbours" aria-label="{html.escape(words["questions.neighbours"])}">'
        for rel, (word, at) in there.items():
            other = lesson.questions[at - 1]
            yield (
                f'<a rel="{rel}" href="{_TO_ROOT}{other.url}"><strong>{words.html(f"questions.{word}")}</strong> '
                f"<span>{html.escape(other.text, quote=False)}</span></a>"
            )
        yield "</nav>"


def structured(lesson: Lesson, number: int, address: Callable[[str], str], course: str, licence: str) -> str:
    """What a question's page says to machines, without its answer (schema.org/Quiz); ``address`` makes addresses absolute.

    ``licence`` is the address of the text's licence; it may be empty.

    https://developers.google.com/search/docs/appearance/structured-data/practice-problems names the properties.
    """
    question = lesson.questions[number - 1]
    data = {
        "@context": "https://schema.org",
        "@type": "Quiz",
        "name": question.text,
        "url": address(question.url),
        "inLanguage": lesson.lang,
        "learningResourceType": "Practice problem",
        "isAccessibleForFree": True,
        **({"license": licence} if licence else {}),
        "assesses": question.heading or lesson.title,
        "about": {"@type": "Thing", "name": lesson.title},
        "isPartOf": {
            "@type": "LearningResource",
            "name": lesson.title,
            "url": address(lesson.url),
            "isPartOf": {"@type": "Course", "name": course, "url": address("")},
        },
        "hasPart": [
            {
                "@type": "Question",
                "eduQuestionType": "Checkbox" if question.kind == "many" else "Multiple choice",
                "text": question.text,
                "suggestedAnswer": [
                    {"@type": "Answer", "position": position, "text": text} for position, text in enumerate(question.options)
                ],
            }
        ],
    }
    return in_script(data)


def in_script(data: Any) -> str:
    """JSON that may stand in a ``<script>`` element."""
    return _json(data).replace("<", "\\u003c")


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
