"""The question bank: every question of a course as a record that other programs can read.

::

    {"id": "seq2seq-which-model", "page": "transformer-models/sequence-to-sequence-models.md", "lang": "en", "kind": "quiz",
     "question": "Which model is an encoder–decoder?", "options": [{"text": "T5", "correct": true, "feedback": "…"}, …],
     "hints": ["…"], "explanation": "…"}

Texts are Markdown as their author wrote them. ``question`` is the question and, behind a blank line, what stands between
it and the options. The way back, a record as the block of a page, is ``to_markdown``; ``fault`` says when there is none.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, replace

import yaml
from markdown.extensions.toc import slugify, slugify_unicode

from diglot import quiz_check
from diglot.admonitions import rewrite_page
from diglot.blocks import scan
from diglot.pages import Page
from diglot.problems import Problem, errors
from diglot.quiz_source import KINDS, Quiz, ids_of, is_id, quizzes
from diglot.source import TAB, plain

_WORDS_IN_AN_ID = 7

# Where the first sentence of a question ends because a block of another kind begins.
_BLOCK = re.compile(r" {0,3}(?:`{3}|~{3}|\$\$|[-*+][ \t]|(?:-{3,}|\*{3,})\s*$|[>|#]|\d+[.)] |!!!|\?\?\?|/{3})")
# Not a protected space: it belongs to the text („7 Tokens").
_SPACE = re.compile(r"[ \t\n]+")


@dataclass(frozen=True)
class Choice:
    """One option of a question."""

    text: str
    correct: bool
    feedback: str = ""


@dataclass(frozen=True)
class Question:
    """One question in one language; ``page`` is the page's name, the same in every language."""

    id: str
    page: str
    lang: str
    kind: str
    question: str
    options: tuple[Choice, ...]
    hints: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids that the question takes in its page."""
        return ids_of(self.id, len(self.options))


@dataclass(frozen=True)
class Read:
    """What a reader of another format made of one question.

    It stands on the lines ``first`` to ``last`` of its file, from 1. ``question`` is None where ``notes`` say why it cannot be
    one of ours, else they say what of it is lost. ``heading`` is what it was filed under.
    """

    first: int
    last: int
    question: Question | None
    notes: tuple[str, ...] = ()
    heading: str = ""


def questions(page: Page) -> list[Question]:
    """The questions of one page, in order."""
    page = rewrite_page(page)
    return [_question(page, found) for found in quizzes(page, scan(page)[0])]


def problems(page: Page) -> list[Problem]:
    """What keeps a page's questions from being exported: errors in its blocks and questions."""
    page = rewrite_page(page)
    blocks, found = scan(page)
    return errors([*found, *quiz_check.check(page, blocks)]) if any(block.name in KINDS for block in blocks) else []


def to_json(bank: Iterable[Question]) -> str:
    """The bank as JSON: a list of objects with the fields of ``Question``."""
    return json.dumps([asdict(question) for question in bank], ensure_ascii=False, indent=2) + "\n"


def to_markdown(question: Question) -> str:
    """A question as the block that an author writes; the text ends with a line break."""
    title, stem = split_title(question.question)
    parts = [f"/// {question.kind} | {title}\n    attrs: {{id: {_yaml(question.id)}}}"]
    parts += [stem] if stem else []
    parts += [_option(choice) for choice in question.options]
    parts += [f"/// hint\n{hint}\n///" for hint in question.hints]
    parts += [f"/// explain\n{question.explanation}\n///"] if question.explanation else []
    return "\n\n".join([*parts, "///\n"])


def fault(question: Question) -> str:
    """Why a question cannot be written as a block and read back the same; empty if it can."""
    title, _ = split_title(question.question)
    if not title:
        return "it does not begin with a sentence"
    page = Page(question.lang, question.page, question.page, to_markdown(question))
    if found := problems(page):
        return found[0].message
    if questions(page) != [normal(question)]:
        return "its texts would read as other parts of the page"
    return ""


def normal(question: Question) -> Question:
    """A question as it comes back from its block: its first sentence on one line, feedback without indents."""
    title, stem = split_title(question.question)
    options = [replace(choice, feedback=_unindented(choice.feedback)) for choice in question.options]
    return replace(question, question=_join(title, stem), options=tuple(options))


def split_title(text: str) -> tuple[str, str]:
    """A question's first paragraph, on one line, and what follows it."""
    lines = text.strip().split("\n")
    end = next((index for index, line in enumerate(lines) if not line.strip() or _BLOCK.match(line)), len(lines))
    return " ".join(_SPACE.split(" ".join(lines[:end]).strip(" \t"))), "\n".join(lines[end:]).strip()


def id_of(text: str) -> str:
    """An id made of the first words of a question."""
    text = html.unescape(re.sub(r"<[^<>]+>|[_\\]+", " ", plain(text)))
    words = slugify(text, "-") if re.search("[A-Za-z]", text) else slugify_unicode(text, "-")
    name = "-".join(words.strip("-_").split("-")[:_WORDS_IN_AN_ID])
    return name if is_id(name) else f"question-{name}".rstrip("-")


def with_free_id(question: Question, taken: Collection[str]) -> Question:
    """The question with an id of which nothing is taken: its own, or one made of its words, with a number if need be."""
    made = id_of(split_title(question.question)[0])
    numbered = (f"{made}-n{number}" for number in itertools.count(2))  # not '-2': that would be its second option
    names = itertools.chain([question.id] if is_id(question.id) else [], [made], numbered)
    found = (replace(question, id=name) for name in names)
    return next(candidate for candidate in found if not set(candidate.ids) & set(taken))


def _question(page: Page, found: Quiz) -> Question:
    options = tuple(Choice(option.text, option.correct, option.feedback) for option in found.options)
    text = _join(found.question, found.stem)
    return Question(found.id, page.name, page.lang, found.kind, text, options, found.hints, found.explanation)


def _join(title: str, stem: str) -> str:
    return f"{title}\n\n{stem}" if stem else title


def _yaml(name: str) -> str:
    """An id as YAML: in quotes where it would not be read as text (``on``, ``null``)."""
    return name if yaml.safe_load(name) == name else json.dumps(name)


def _option(choice: Choice) -> str:
    first, *more = choice.text.split("\n")
    lines = [f"- [{'x' if choice.correct else ' '}] {first}", *_indented(more)]
    if choice.feedback:
        lines += ["", *_indented(f"> {line}".rstrip() for line in choice.feedback.split("\n"))]
    return "\n".join(lines)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (" " * TAB + line if line.strip() else "" for line in lines)


def _unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.split("\n"))
