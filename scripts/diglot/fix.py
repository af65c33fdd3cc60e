"""Putting questions right where only a machine can have an opinion: ids that are missing, lines that are not indented.

``check --fix`` writes ``attrs: {id: …}`` under a question that has none: the name of its page and the first words of the
English question, unique in the course. A translation gets the id of the English question at the same place, if both
pages ask as many questions of the same kinds with as many options. It indents feedback so that it belongs to the option
above, puts options at the margin and leaves the blank lines that Markdown wants. Words stay as they are, and a change is
made only where the check finds less to say afterwards. What a translation lost is the matter of ``restore``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from markdown.extensions.toc import slugify_unicode

from diglot.admonitions import RewrittenPage, rewrite_page
from diglot.bank import id_of
from diglot.blocks import Block, scan
from diglot.headings import headings_of
from diglot.languages import SOURCE
from diglot.pages import Page
from diglot.quiz_check import check
from diglot.quiz_source import KINDS, Quiz, ids_of, is_id, parse
from diglot.source import TAB, indent_of

Key = tuple[str, str]  # language and name of a page

_MENDED = ("Q006", "Q009")  # an option that is none as it stands; something between the options
_OPTION = re.compile(r"[-*+] ?\[[ xX]?\]")
_HEADER = re.compile(r"^(?P<before> *!!! *(?:quiz-multi|quiz))(?= *(?:\"|$))", re.IGNORECASE)
_FLOW = re.compile(r"^(?P<before> *attrs: *\{) *(?P<rest>.*)$")


@dataclass(frozen=True)
class _Asked:
    """A question and where it stands in the rewritten page."""

    quiz: Quiz
    block: Block


def fixed(pages: Mapping[Key, Page], wanted: Callable[[Page], bool] = lambda page: True) -> dict[Key, Page]:
    """The pages that had to be put right, as far as could be; only those ``wanted``. Doing it again changes nothing."""
    found = with_ids({key: mended(page) if wanted(page) else page for key, page in pages.items()}, wanted)
    return {key: page for key, page in found.items() if page.text != pages[key].text}


# ---------------------------------------------------------------------------------------------------------- indents


def mended(page: Page) -> Page:
    """A page with the lines of its questions where they belong."""
    faults = _faults(page)
    while faults:
        places = [line for line, code in faults if code in _MENDED]
        tried = [replace(page, text=text) for line in places for text in _attempts(page.text, line - 1)]
        asked = _sizes(page)
        better = [(other, left) for other in tried if len(left := _faults(other)) < len(faults) and _sizes(other) >= asked]
        if not better:
            break
        page, faults = max(better, key=lambda mend: _sizes(mend[0]))
    return page


def _faults(page: Page) -> list[tuple[int, str]]:
    """Line and code of what is wrong with the blocks and questions of a page, in order."""
    page = rewrite_page(page)
    blocks, problems = scan(page)
    return sorted((problem.line, problem.code) for problem in (*problems, *check(page, blocks)))


def _sizes(page: Page) -> tuple[int, int]:
    """How many questions and options there are; a page that loses one was not mended."""
    questions = [asked.quiz for asked in _asked(page)[1]]
    return len(questions), sum(len(quiz.options) for quiz in questions)


def _attempts(text: str, at: int) -> Iterator[str]:
    """A text with the line ``at`` and what belongs to it elsewhere: a blank line above, indented as its kind is, or both."""
    lines = [line.expandtabs(TAB) if index >= at else line for index, line in enumerate(text.split("\n"))]
    line = lines[at]
    option, feedback = _OPTION.match(line.lstrip()), line.lstrip().startswith(">")
    last = _end(lines, at, deeper=bool(option))
    indents = (0, TAB) if option else (TAB, 2 * TAB) if feedback or indent_of(line) % TAB else ()
    shifted = [_shifted(lines[at:last], indent - indent_of(line)) for indent in indents if indent != indent_of(line)]
    if option or feedback:
        yield "\n".join([*lines[:at], "", *lines[at:]])
    for moved in shifted:
        yield "\n".join([*lines[:at], *moved, *lines[last:]])
        yield "\n".join([*lines[:at], "", *moved, *lines[last:]])


def _end(lines: Sequence[str], at: int, *, deeper: bool) -> int:
    """Index behind the paragraph that begins at a line; ``deeper``: behind all that is indented further."""
    indent = indent_of(lines[at])
    end = at + 1
    for index in range(at + 1, len(lines)):
        line = lines[index]
        if line.strip() and (_OPTION.match(line.lstrip()) or line.lstrip().startswith("///")) and indent_of(line) <= indent:
            break
        if (deeper and line.strip() and indent_of(line) <= indent) or (not deeper and not line.strip()):
            break
        end = index + 1 if line.strip() else end
    return end


def _shifted(lines: Sequence[str], by: int) -> list[str]:
    return [" " * max(indent_of(line) + by, 0) + line.lstrip(" ") if line.strip() else line for line in lines]


# -------------------------------------------------------------------------------------------------------------- ids


def with_ids(pages: Mapping[Key, Page], wanted: Callable[[Page], bool] = lambda page: True) -> dict[Key, Page]:
    """Pages in which every question has an id, as far as one can be given: English first, then what follows it."""
    found = dict(pages)
    taken: dict[str, set[str]] = {}
    for (lang, _), page in pages.items():
        taken.setdefault(lang, set()).update(_names(page))
    for (lang, name), page in sorted(pages.items(), key=lambda item: (item[0][0] != SOURCE, item[0])):
        if not wanted(page):
            continue
        english = found.get((SOURCE, name)) if lang != SOURCE else None
        others = [other for (tag, other_name), other in found.items() if other_name == name and tag != lang]
        ids = [name if name not in taken[lang] else "" for name in _lent(page, [english] if english else others)]
        found[lang, name] = _named(page, ids, taken, make=lang == SOURCE)
    return found


def _named(page: Page, ids: Sequence[str], taken: Mapping[str, set[str]], *, make: bool) -> Page:
    """A page whose questions have these ids, in order; ``make`` new ones where there is none."""
    for at, asked in enumerate(_asked(page)[1]):
        if asked.quiz.id or not (ids[at] or make):
            continue
        name = ids[at] or _free(page, asked.quiz, set().union(*taken.values()))
        written = _written(page, at, name)
        if written is not None:
            page = written
            taken[page.lang].update(ids_of(name, len(asked.quiz.options)))
    return page


def _lent(page: Page, others: Sequence[Page]) -> list[str]:
    """For each question of a page the id that another language has at the same place, if both ask alike; else nothing."""
    own = [asked.quiz for asked in _asked(page)[1]]
    ids = [""] * len(own)
    for other in others:
        theirs = [asked.quiz for asked in _asked(other)[1]]
        if list(map(_form, own)) == list(map(_form, theirs)) and all(
            quiz.id in ("", english.id) or not english.id for quiz, english in zip(own, theirs, strict=True)
        ):
            ids = [name or quiz.id for name, quiz in zip(ids, theirs, strict=True)]
    return ids


def _form(quiz: Quiz) -> tuple[str, int]:
    return quiz.kind, len(quiz.options)


def _free(page: Page, quiz: Quiz, taken: set[str]) -> str:
    """The name of the page and the first words of the question, with a number if need be."""
    path = PurePosixPath(page.name)
    place = path.parent.name if path.stem == "index" and path.parent.name else path.stem
    made = f"{slugify_unicode(place, '-')}-{id_of(quiz.question)}"
    made = made if is_id(made) else f"question-{made}"
    numbered = (f"{made}-n{number}" for number in itertools.count(2))  # not '-2': that would be its second option
    return next(name for name in itertools.chain([made], numbered) if taken.isdisjoint(ids_of(name, len(quiz.options))))


def _written(page: Page, at: int, name: str) -> Page | None:
    """The page with an id for its question ``at``; None where it cannot be told how to write it."""
    rewritten, asked = _asked(page)
    for text in _ways(page.text, rewritten, asked[at].block, name):
        other = replace(page, text=text)
        now = [asked.quiz for asked in _asked(other)[1]]
        before = [replace(one.quiz, line=0) for one in asked]
        before[at] = replace(before[at], id=name)
        same = [_without_lines(quiz) for quiz in now] == [_without_lines(quiz) for quiz in before]
        if same and len(_faults(other)) < len(_faults(page)):
            return other
    return None


def _ways(text: str, page: RewrittenPage, block: Block, name: str) -> Iterator[str]:
    """The text with an id in the header of ``!!! quiz``, in the attributes that there are, or on a line of its own."""
    lines = text.split("\n")
    header = page.line_of(block.line) - 1
    if _HEADER.match(lines[header]):
        yield "\n".join([*lines[:header], _HEADER.sub(rf"\g<before> {name}", lines[header]), *lines[header + 1 :]])
        return
    if block.option("attrs") is not None:
        at = block.options.place("attrs")[0] - 1
        rest = _FLOW.match(lines[at])
        if rest:
            comma = "" if rest["rest"].startswith("}") else ", "
            yield "\n".join([*lines[:at], f"{rest['before']}id: {name}{comma}{rest['rest']}", *lines[at + 1 :]])
        return
    margin = indent_of(lines[header])
    indent = margin + TAB
    if isinstance(block.options.value, dict) and block.options.value:
        indent = indent_of(lines[header + 1].expandtabs(TAB))
    yield "\n".join([*lines[: header + 1], f"{' ' * indent}attrs: {{id: {name}}}", *lines[header + 1 :]])


def _without_lines(quiz: Quiz) -> Quiz:
    return replace(quiz, line=0, options=tuple(replace(option, line=0) for option in quiz.options))


def _names(page: Page) -> Iterator[str]:
    """All ids of a page that a question must not take."""
    yield from (heading.id for heading in headings_of(page))
    for asked in _asked(page)[1]:
        yield from asked.quiz.ids if asked.quiz.id else ()


def _asked(page: Page) -> tuple[RewrittenPage, list[_Asked]]:
    rewritten = rewrite_page(page)
    blocks = [block for top in scan(rewritten)[0] for block in top.walk() if block.name in KINDS]
    return rewritten, [_Asked(parse(rewritten, block), block) for block in blocks]
