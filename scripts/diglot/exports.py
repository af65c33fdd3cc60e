"""The question bank in the formats of other programs: ``gift`` for Moodle, ``anki``, and ``json``.

In GIFT and Anki, links lead to the published site; in JSON, texts are as their author wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from diglot import bank, gift
from diglot.bank import Question
from diglot.check import read_models
from diglot.furniture import absolute_links
from diglot.headings import headings_of
from diglot.models import Registry
from diglot.pages import Course, Page
from diglot.problems import Problem
from diglot.website import Site

FORMATS = ("gift", "anki", "json")


def problems(course: Course, langs: Iterable[str]) -> list[Problem]:
    """What must be mended before the questions of these languages can leave the course."""
    return [problem for lang in langs for page in course.of(lang) for problem in bank.problems(page)]


def export(course: Course, site: Site, form: str, langs: Iterable[str], *, time: float) -> bytes:
    """The questions of these languages as a file; ``form`` is one of ``FORMATS``, ``time`` is Anki's, in seconds since 1970.

    A question that the format cannot hold raises ValueError.
    """
    pages = [page for lang in langs for page in course.of(lang)]
    if form == "json":
        return bank.to_json(question for page in pages for question in bank.questions(page)).encode()
    registry = read_models(course)[0]
    found = [question for page in pages for question in bank.questions(_published(page, site, registry))]
    return gift.write(found, _hint_words(course)).encode() if form == "gift" else _anki(found, course, site, time)


def _published(page: Page, site: Site, registry: Registry) -> Page:
    """The page with links that work outside the course."""
    lines = absolute_links(page.lines, page, registry, lambda name: site.address(page.lang, name))
    return replace(page, text=page.text[: len(page.text) - len(page.front.body)] + "\n".join(lines))


def _hint_words(course: Course) -> dict[str, str]:
    return {lang: course.words(lang)["quiz.hint"] for lang in course.languages}


def _anki(found: list[Question], course: Course, site: Site, time: float) -> bytes:
    from diglot import anki  # here, because no other verb needs genanki

    return anki.package(
        found,
        course=site.course or site.name,
        title=site.name or "Diglot",
        voices={lang: anki.Voice(language.name, language.dir, course.words(lang)) for lang, language in course.languages.items()},
        source=lambda question: anki.Source(*place) if (place := _place(question, course, site)) else None,
        time=time,
    )


def _place(question: Question, course: Course, site: Site) -> tuple[str, str] | None:
    """The address of a question and the title of its page; None where the site has no address."""
    url = site.address(question.lang, question.page)
    page = course.pages[question.lang, question.page]
    titles = [heading.text for heading in headings_of(page) if heading.level == 1]
    return (f"{url}#{question.id}", str(page.meta.get("title") or (titles or [page.name])[0])) if url else None
