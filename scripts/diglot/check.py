"""Everything that is checked in a course before it is built."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

from pathspec import PathSpec
from pymdownx.blocks.tab import Tab as TabBlock

from diglot import (
    bounds,
    characters,
    codes,
    embed,
    figure,
    formula,
    front,
    includes,
    items,
    models,
    practice,
    quiz,
    quiz_check,
    redirects,
    sanitise,
    terms,
    tree,
    video,
)
from diglot.admonitions import rewrite_page
from diglot.blocks import Block, check_options, indented, scan
from diglot.cache import digest
from diglot.headings import headings_of
from diglot.inputs import beside
from diglot.languages import SOURCE
from diglot.pages import MODELS_FILE, Course, Page, decode, kept_with_page, markdown_files
from diglot.problems import Problem, did_you_mean
from diglot.quiz_source import KINDS, quizzes
from diglot.source import raw_html, tags_over_comments, unclosed_comments, unclosed_fences, unreadable_fences
from diglot.website import CONFIG_FILE, nav_of, read_config, redirects_of
from diglot.yamlfile import Yaml, load

BLOCKS = {
    renderer.NAME: renderer
    for extension in (
        codes.CodesExtension,
        embed.EmbedExtension,
        figure.FigureExtension,
        models.ModelsExtension,
        practice.PracticeExtension,
        quiz.QuizExtension,
        video.VideoExtension,
    )
    for renderer in extension.blocks
} | {TabBlock.NAME: TabBlock}


@dataclass(frozen=True)
class Checked:
    """What is wrong with a page alone, and what the others must know of it; places are lines and columns of its file.

    ``headings``: line by id. ``questions``: line and all ids that each takes, its own first. ``tests``: what they test.
    """

    problems: list[Problem]
    headings: dict[str, int]
    questions: list[tuple[int, list[str]]]
    tests: list[tuple[str, int, int]]


def check_course(course: Course) -> list[Problem]:
    """All problems of a course, in the order of path and line."""
    problems = [*course.problems, *read_models(course)[1], *_check_nav(course), *tree.links(course), *tree.check(course)]
    checked = check_pages(course, course.languages)
    for lang in course.languages:
        pages = course.of(lang)
        for page in pages:
            problems += checked[lang, page.name].problems
            problems += _check_tested(page, checked)
        problems += _check_ids([(page, checked[lang, page.name]) for page in pages])
    return sorted(set(problems))


def check_pages(course: Course, langs: Iterable[str]) -> dict[tuple[str, str], Checked]:
    """The pages of some languages, each alone, by language and name."""
    registry, config = read_models(course)[0], read_config(course.root)
    checked: dict[tuple[str, str], Checked] = {}
    for lang in langs:
        known = {**_glossary(course, SOURCE), **_glossary(course, lang)}
        around = digest(beside(course, lang, config), config.get("markdown_extensions"), sorted(known))
        for page in course.of(lang):
            make = partial(_check_alone, course, page, registry, known, config)
            checked[lang, page.name] = _from_json(page.answer(course.cache, "check", [around], make))
    return checked


def _check_alone(
    course: Course, page: Page, registry: models.Registry, known: Mapping[str, terms.Term], config: Mapping[str, Any]
) -> dict[str, Any]:
    """``Checked`` as JSON holds it."""
    problems = [*_check_page(course, page, registry), *terms.check(page, known), *includes.check(page, course.root, config)]
    page = rewrite_page(page)
    blocks = [inner for outer in scan(page)[0] for inner in outer.walk() if inner.name in KINDS]
    tests = [(target, *block.options.place("tests")) for block in blocks if isinstance(target := block.option("tests"), str)]
    return {
        "problems": [astuple(problem) for problem in problems],
        "headings": {heading.id: page.line_of(heading.index) for heading in headings_of(page)},
        "questions": [(page.line_of(found.line), [found.id, *found.ids]) for found in quizzes(page, scan(page)[0])],
        "tests": tests,
    }


def _from_json(values: Mapping[str, Any]) -> Checked:
    return Checked(**{**values, "problems": [Problem(*problem) for problem in values["problems"]]})


def _glossary(course: Course, lang: str) -> dict[str, terms.Term]:
    page = course.pages.get((lang, terms.GLOSSARY))
    return _entries(page) if page else {}


@kept_with_page
def _entries(page: Page) -> dict[str, terms.Term]:
    return terms.terms(page.lines)


def read_models(course: Course) -> tuple[dict[str, models.Model], list[Problem]]:
    """The registry behind model links, and what is wrong with it; empty where there is none."""
    file = course.docs / MODELS_FILE
    if not file.is_file():
        return {}, []
    text, undecodable = decode(file.read_bytes(), course.path(file))
    return ({}, [undecodable]) if undecodable else models.read_registry(text, course.path(file))


def _check_page(course: Course, page: Page, registry: models.Registry) -> Iterator[Problem]:
    yield from front.check(page)
    if not page.front.body.strip():
        yield page.problem(0, "P010", "page is empty; write its text, or remove the file and readers see the English page")
    elif not page.meta.get("title") and not any(heading.level == 1 for heading in headings_of(page)):
        yield page.problem(0, "P004", "page has no title; begin it with '# Title'")
    for index in unclosed_fences(page.lines):
        message = "code fence is never closed; repeat it on a line of its own after the code, indented as it is here"
        yield page.problem(index, "P003", message)
    for index in unclosed_comments(page.lines):
        yield page.problem(index, "P006", "comment is never closed and hides what follows; write '-->' behind it")
    for index, column, name in tags_over_comments(page.lines):
        message = f"'<{name}' has no '>' and takes in the comment below; close it, or write '&lt;{name}' where it is no tag"
        yield page.problem(index, "P007", message, column=column)
    for index in unreadable_fences(page.lines):
        message = f'code fence {page.lines[index].strip()!r} cannot be read; write the language alone, or title="…" behind it'
        yield page.problem(index, "P005", message)
    yield from characters.check(page)
    yield from bounds.check(page)
    yield from sanitise.check(page)
    yield from models.check(page, registry)
    yield from formula.check(page)
    page = rewrite_page(page)
    blocks, problems = scan(page)
    yield from problems
    yield from indented(page, BLOCKS)
    yield from _check_html(page, blocks)
    for block in (inner for outer in blocks for inner in outer.walk()):
        yield from _check_block(page, block)
    yield from quiz_check.check(page, blocks)
    yield from items.check(page, blocks)
    yield from video.check(page, blocks, (course.root / page.path).parent)
    yield from embed.check(page, blocks)
    yield from figure.check(page, blocks, course.docs / figure.FOLDER)


def _check_html(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """Raw HTML that swallows what follows, or a block."""
    for html in raw_html(page.lines):
        if html.last < 0:
            message = f"<{html.tag}> is never closed and hides what follows; write '</{html.tag}>' behind it"
            yield page.problem(html.first, "P007", message)
        for block in blocks:
            if not html.markdown and html.first < block.line < html.last:
                message = f"'{block.name}' stands inside <{html.tag}>, where Markdown is not read; write '<{html.tag} markdown>'"
                yield page.problem(block.line, "B008", message)


def _check_block(page: Page, block: Block) -> Iterator[Problem]:
    if block.name in BLOCKS:
        yield from check_options(page, block, BLOCKS[block.name])
    else:
        yield page.problem(block.line, "B001", f"unknown block {block.name!r}; {did_you_mean(block.name, BLOCKS)}")


def _check_tested(page: Page, checked: Mapping[tuple[str, str], Checked]) -> Iterator[Problem]:
    """``tests: id`` and ``tests: other.md#id`` must name a heading; ids are the same in every language."""
    own = checked[page.lang, page.name]
    for target, *at in own.tests:
        name, _, anchor = target.rpartition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), name))
        tested = (checked.get((page.lang, path)) or checked.get((SOURCE, path))) if name else own
        if tested is None:
            message = f"tests {target!r}, but there is no page {path!r}; write its path from this page"
            yield Problem(page.path, *at, "Q011", message)
        elif anchor not in tested.headings:
            message = f"tests {target!r}, but there is no such heading; {did_you_mean(anchor, tested.headings)}"
            yield Problem(page.path, *at, "Q011", message)


def _check_ids(pages: Iterable[tuple[Page, Checked]]) -> Iterator[Problem]:
    """Ids of questions are unique in the course, and no other element of their page has one of theirs."""
    seen: dict[str, str] = {}
    for page, checked in pages:
        here = dict(checked.headings)
        for line, (own, *ids) in checked.questions:
            place = f"{page.path}:{line}"
            first = seen.setdefault(own, place)
            taken = next((name for name in ids if own and name in here), None)
            if own and first != place:
                message = f"id {own!r} already stands at {first}; give this question another"
                yield Problem(page.path, line, 1, "Q002", message)
            elif taken:
                message = f"id {taken!r} already stands at {page.path}:{here[taken]}; give this question another"
                yield Problem(page.path, line, 1, "Q002", message)
            here |= dict.fromkeys(ids, line)


def _check_nav(course: Course) -> Iterator[Problem]:
    file = course.root / CONFIG_FILE
    if not file.is_file():
        return
    text, undecodable = decode(file.read_bytes(), CONFIG_FILE)
    data = load(text, CONFIG_FILE, own_tags=True) if not undecodable else Yaml(problems=[undecodable])
    yield from data.problems
    if isinstance(data.value, dict):
        folder = course.docs / SOURCE
        known = [path.relative_to(folder).as_posix() for path in markdown_files(folder)]
        yield from _check_entries(data.value.get("nav"), ("nav",), data, known)
        hidden = PathSpec.from_lines("gitignore", str(data.value.get("not_in_nav") or "").splitlines())
        listed = set(nav_of(data.value))
        for name in known if listed else []:
            if name not in listed and not hidden.match_file(f"{SOURCE}/{name}"):
                message = f"page is not in the navigation; add '- {name}' to nav in {CONFIG_FILE}"
                yield Problem(course.path(folder / name), 1, 1, "N003", message)
        yield from _check_redirects(course, data, known)


def _check_redirects(course: Course, data: Yaml, known: Sequence[str]) -> Iterator[Problem]:
    """A former name leads to a page, and no page stands there."""
    found = redirects_of(data.value)
    ends = redirects.ends(found)
    for index, plugin in enumerate(data.value.get("plugins") or []):
        for old in found if isinstance(plugin, dict) and "diglot" in plugin else ():
            at = data.place("plugins", index, "diglot", "redirects", old)
            lang, _, rest = old.partition("/")
            if lang in course.languages and (lang, ends[old]) in course.pages and (lang, rest) not in course.pages:
                continue  # one language's own
            if ends[old] not in known:
                message = f"redirect from {old!r} leads to {ends[old]!r}, which is no page; {did_you_mean(ends[old], known)}"
                yield Problem(CONFIG_FILE, *at, "N004", message)
            if old in known:
                message = f"a page stands at {old!r}, so its redirect is never seen; take the line out"
                yield Problem(CONFIG_FILE, *at, "N005", message)


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
