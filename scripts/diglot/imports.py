"""Questions from elsewhere, as a page of this course.

``from_gift`` makes a page of a GIFT file; ``from_quiztags`` gives a page back with its ``<quiz>`` as blocks of ours, all else
as it was. Nothing is lost silently: what could not be kept is a note with its line, and prints as ``file:line: what``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

from diglot import gift, quiztags
from diglot.bank import Question, Read, fault, questions, to_markdown, with_free_id
from diglot.languages import SOURCE, words_of
from diglot.pages import Course
from diglot.quiz_source import is_id
from diglot.source import split_front_matter

FORMATS = ("gift", "mkdocs-quiz")


@dataclass(frozen=True, order=True)
class Note:
    """Something that could not be kept."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Imported:
    """A page made of questions from elsewhere: how many there were, how many it holds, and what of them is lost."""

    text: str
    found: int
    kept: int
    notes: tuple[Note, ...]

    def __str__(self) -> str:
        return f"questions: {self.found} in, {self.kept} out, {self.found - self.kept} held back"


def convert(text: str, path: str, form: str, course: Course, lang: str, *, replaced: Iterable[Path] = ()) -> Imported:
    """The questions of a text in one of ``FORMATS``; they avoid the ids of the course, except those of the files ``replaced``."""
    pages = [page for page in course.of(lang) if (course.root / page.path).resolve() not in replaced]
    taken = [name for page in pages for question in questions(page) for name in question.ids]
    if form == "mkdocs-quiz":
        return from_quiztags(text, path, taken=taken, lang=lang)
    words = words_of(lang, course.languages)
    hints = {words_of(tag, course.languages)["quiz.hint"] for tag in (SOURCE, *course.languages)}
    spoken = gift.Words(words["quiz.true"], words["quiz.false"], tuple(sorted(hints)))
    return from_gift(text, path, taken=taken, lang=lang, words=spoken)


def from_gift(text: str, path: str, *, taken: Iterable[str] = (), lang: str = "en", words: gift.Words = gift.ENGLISH) -> Imported:
    """A page with the questions of a GIFT file, a heading for each category; ``taken`` are ids of the course."""
    reads = _settle(gift.read(text, lang=lang, words=words), set(taken))
    parts = [f"# {PurePosixPath(path).stem}\n"]
    for heading, group in groupby((read for read in reads if read.question), lambda read: read.heading):
        parts += [f"## {heading.rpartition('/')[2]}\n"] if heading else []
        parts += [to_markdown(read.question) for read in group]
    return _imported("\n".join(parts), path, reads)


def from_quiztags(text: str, path: str, *, taken: Iterable[str] = (), lang: str = "en") -> Imported:
    """The page with every ``<quiz>`` that can be one of ours written as a block; the others stay as they are."""
    front = split_front_matter(text)
    lines = front.body.split("\n")
    others = [(number + front.line - 1, f"the place for the {name} stays; remove it") for number, name in quiztags.others(lines)]
    reads = _settle(quiztags.read(lines, lang=lang), set(taken))
    for read in reversed(reads):
        if read.question:
            lines[read.first - 1 : read.last] = to_markdown(read.question).rstrip("\n").split("\n")
    reads = [replace(read, first=read.first + front.line - 1) for read in reads]
    return _imported(text[: len(text) - len(front.body)] + "\n".join(lines), path, reads, others)


def _settle(reads: Iterable[Read], taken: set[str]) -> list[Read]:
    """Give every question an id of its own, and hold back those that could not be read again."""
    return [_settled(read, read.question, taken) if read.question else read for read in reads]


def _settled(read: Read, question: Question, taken: set[str]) -> Read:
    notes = list(read.notes)
    named = with_free_id(question, taken)
    if question.id not in ("", named.id):
        reason = "is taken" if is_id(question.id) else "cannot be an id"
        notes.append(f"{question.id!r} {reason}; the question is now {named.id!r}")
    if reason := fault(named):
        return replace(read, question=None, notes=(*read.notes, reason))
    taken.update(named.ids)
    return replace(read, question=named, notes=tuple(notes))


def _imported(text: str, path: str, reads: list[Read], others: Iterable[tuple[int, str]] = ()) -> Imported:
    kept = sum(read.question is not None for read in reads)
    notes = [*_notes(reads, path), *(Note(path, line, message) for line, message in others)]
    return Imported(text, len(reads), kept, tuple(sorted(notes)))


def _notes(reads: Iterable[Read], path: str) -> Iterator[Note]:
    for read in reads:
        for message in read.notes:
            yield Note(path, read.first, message if read.question else f"not kept: {message}")
