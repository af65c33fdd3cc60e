"""Everything that is checked in a course before it is built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from diglot import figure, formula, models, quiz, terms, video
from diglot.blocks import Block, check_options, scan
from diglot.headings import headings
from diglot.languages import SOURCE
from diglot.pages import MODELS_FILE, Course, Page, decode
from diglot.problems import Problem, did_you_mean
from diglot.source import unclosed_fences
from diglot.yamlfile import Yaml, load

CONFIG_FILE = "mkdocs.yml"

BLOCKS = {
    renderer.NAME: renderer
    for extension in (figure.FigureExtension, models.ModelsExtension, quiz.QuizExtension, video.VideoExtension)
    for renderer in extension.blocks
}


def check_course(course: Course) -> list[Problem]:
    """All problems of a course, in the order of path and line."""
    registry, registry_problems = read_models(course)
    problems = [*course.problems, *registry_problems, *_check_nav(course)]
    for lang in course.languages:
        glossary = course.pages.get((lang, terms.GLOSSARY))
        known = terms.terms(glossary.lines) if glossary else {}
        for page in course.of(lang):
            problems += _check_page(course, page, registry)
            problems += terms.check(page, known)
        problems += _check_ids(course.of(lang))
    return sorted(set(problems))


def read_models(course: Course) -> tuple[dict[str, models.Model], list[Problem]]:
    file = course.docs / MODELS_FILE
    if not file.is_file():
        return {}, []
    text, undecodable = decode(file.read_bytes(), course.path(file))
    return ({}, [undecodable]) if undecodable else models.read_registry(text, course.path(file))


def _check_page(course: Course, page: Page, registry: models.Registry) -> Iterator[Problem]:
    yield from (Problem(p.path, p.line, p.column, "P002", p.message) for p in page.data.problems)
    if page.data.value is not None and not isinstance(page.data.value, dict):
        yield Problem(page.path, 2, 1, "P002", "front matter must be 'key: value' lines between the two '---'")
    if not page.front.yaml and page.text.startswith("---\n") and page.text.strip("-\n "):
        yield Problem(page.path, 1, 1, "P002", "front matter is never closed; write '---' on a line of its own after it")
    if "title" not in page.meta and not any(heading.level == 1 for heading in headings(page.lines)):
        yield page.problem(0, "P004", "page has no title; begin it with '# Title'")
    for index in unclosed_fences(page.lines):
        message = "code fence is never closed; repeat it on a line of its own after the code"
        yield page.problem(index, "P003", message)
    yield from models.check(page, registry)
    yield from formula.check(page)
    page = quiz.rewrite_page(page)
    blocks, problems = scan(page)
    yield from problems
    for block in (inner for outer in blocks for inner in outer.walk()):
        yield from _check_block(page, block)
    yield from quiz.check(page, blocks)
    yield from video.check(page, blocks, (course.root / page.path).parent)
    yield from figure.check(page, blocks, course.docs / figure.FOLDER)
    yield from _check_tested(course, page, blocks)


def _check_block(page: Page, block: Block) -> Iterator[Problem]:
    if block.name in BLOCKS:
        yield from check_options(page, block, BLOCKS[block.name])
    else:
        yield page.problem(block.line, "B001", f"unknown block {block.name!r}; {did_you_mean(block.name, BLOCKS)}")


def _check_tested(course: Course, page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """``tests: id`` and ``tests: other.md#id`` must name a heading."""
    for outer in blocks:
        for block in outer.walk():
            target = block.option("tests") if block.name in quiz.KINDS else None
            if isinstance(target, str):
                name, _, anchor = target.rpartition("#")
                folder = page.name.rpartition("/")[0]
                tested = course.pages.get((page.lang, f"{folder}/{name}".strip("/"))) if name else page
                known = [heading.id for heading in headings(tested.lines)] if tested else []
                if anchor not in known:
                    message = f"tests {target!r}, but there is no such heading; {did_you_mean(anchor, known)}"
                    yield Problem(page.path, *block.options.place("tests"), "Q011", message)


def _check_ids(pages: Sequence[Page]) -> Iterator[Problem]:
    """Ids of questions are unique in the course."""
    seen: dict[str, str] = {}
    for page in map(quiz.rewrite_page, pages):
        for found in quiz.quizzes(page, scan(page)[0]):
            place = f"{page.path}:{page.line_of(found.line)}"
            first = seen.setdefault(found.id, place)
            if found.id and first != place:
                yield page.problem(found.line, "Q002", f"id {found.id!r} already stands at {first}; give this question another")


def _check_nav(course: Course) -> Iterator[Problem]:
    file = course.root / CONFIG_FILE
    if not file.is_file():
        return
    text, undecodable = decode(file.read_bytes(), CONFIG_FILE)
    data = load(text, CONFIG_FILE) if not undecodable else Yaml(problems=[undecodable])
    yield from data.problems
    if isinstance(data.value, dict):
        known = [name for tag, name in course.pages if tag == SOURCE]
        yield from _check_entries(data.value.get("nav") or [], ("nav",), data, known)


def _check_entries(entries: Any, keys: tuple[str | int, ...], data: Yaml, known: Sequence[str]) -> Iterator[Problem]:
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            for section, inner in entry.items():
                if isinstance(inner, list):
                    yield from _check_entries(inner, (*keys, index, section), data, known)
                else:
                    message = f"title {section!r} is not shown; write the path alone, each page brings its own title"
                    yield Problem(CONFIG_FILE, *data.place(*keys, index, section), "N002", message)
        elif entry not in known:
            message = f"navigation names {entry!r}, but there is no docs/{SOURCE}/{entry}; {did_you_mean(str(entry), known)}"
            yield Problem(CONFIG_FILE, *data.place(*keys, index), "N001", message)
