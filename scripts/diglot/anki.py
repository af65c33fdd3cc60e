"""Flashcards of the questions for Anki, as one package (``.apkg``) of a deck for each language.

A note's GUID is made of course, question and language, and so are the ids of the decks: to import a newer package updates the
notes that are there and keeps what Anki knows of the learner. Anki takes the newer of two notes, so the time counts. Question,
options and hints are on the front, the right answers with all feedback and the explanation on the back; the tag is the lesson.
"""

from __future__ import annotations

import hashlib
import html
import io
import itertools
import json
import sqlite3
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import genanki
import markdown

from diglot.bank import Question
from diglot.languages import Words

# Anki tells note types apart by this number: keep it while the fields stay the same.
_MODEL_ID = 1_742_915_083
_FIELDS = ("Id", "Question", "Options", "Hints", "Answer", "Explanation", "Source", "Language", "Direction")

_FRONT = """\
<div class="question" lang="{{Language}}" dir="{{Direction}}">
{{Question}}
{{Options}}
{{Hints}}
</div>
"""
_BACK = """\
<div class="question" lang="{{Language}}" dir="{{Direction}}">
{{Question}}
<hr id="answer">
{{Answer}}
{{Explanation}}
{{Source}}
</div>
"""
_STYLE = """\
.card { font-family: system-ui, sans-serif; font-size: 1.1rem; line-height: 1.5; max-width: 40rem; margin: 0 auto; }
.question { text-align: start; }
.options > li, .key > li { margin-block: 0.4rem; }
.sign { font-weight: bold; }
.feedback { margin-inline-start: 1rem; opacity: 0.85; }
pre { overflow-x: auto; }
"""

# What a question may hold, as the site renders it. Links are absolute by now, ids would have nothing to point at.
_EXTENSIONS = (
    "abbr",
    "attr_list",
    "def_list",
    "tables",
    "pymdownx.arithmatex",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.superfences",
    "diglot.formula",
)
_CONFIGS = {"pymdownx.arithmatex": {"generic": True}, "pymdownx.highlight": {"use_pygments": False}}

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time that a ZIP file can hold


@dataclass(frozen=True)
class Source:
    """Where a question stands in the course: the address of its place and the title of its page."""

    url: str
    title: str


@dataclass(frozen=True)
class Voice:
    """A language as its cards speak it."""

    name: str
    direction: str
    words: Words


def package(
    bank: Iterable[Question],
    *,
    course: str,
    title: str,
    voices: Mapping[str, Voice],
    source: Callable[[Question], Source | None],
    time: float,
) -> bytes:
    """An ``.apkg`` file. ``course`` is the course's id, ``title`` its name; ``time``, in seconds since 1970, is when the notes
    were last changed. Same arguments, same bytes."""
    decks = []
    for lang, questions in groupby(sorted(bank, key=lambda question: question.lang), key=lambda question: question.lang):
        deck = genanki.Deck(_deck_id(course, lang), f"{title}::{voices[lang].name}")
        for question in questions:
            deck.add_note(_note(question, course, voices[lang], source(question)))
        decks.append(deck)
    return _zipped(_database(decks, time))


def _database(decks: list[genanki.Deck], time: float) -> bytes:
    """The collection; written here and not by genanki, whose file holds the time of the day."""
    connection = sqlite3.connect(":memory:")
    with warnings.catch_warnings():
        # It takes a formula's '<' for a tag; our HTML comes from the renderer.
        warnings.filterwarnings("ignore", message="Field contained the following invalid HTML tags")
        genanki.Package(decks).write_to_db(connection.cursor(), time, itertools.count(int(time * 1000)))
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def _zipped(database: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:  # not compressed: that depends on the version of zlib
        for name, data in (("collection.anki2", database), ("media", b"{}")):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
    return buffer.getvalue()


def _deck_id(course: str, lang: str) -> int:
    """A number from 2**30 to 2**31, as genanki advises."""
    digest = hashlib.sha256(json.dumps([course, lang]).encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


@cache
def _model() -> genanki.Model:
    fields = [{"name": name} for name in _FIELDS]
    templates = [{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}]
    return genanki.Model(_MODEL_ID, "Diglot question", fields=fields, templates=templates, css=_STYLE)


def _note(question: Question, course: str, voice: Voice, source: Source | None) -> genanki.Note:
    explain = voice.words.html("quiz.explain")
    fields = {
        "Id": f"{question.id} ({question.lang})",
        "Question": _html(question.question),
        "Options": _options(question, voice.words),
        "Hints": "".join(_details(voice.words.html("quiz.hint"), _html(hint)) for hint in question.hints),
        "Answer": _answer(question, voice.words),
        "Explanation": f"<p><strong>{explain}</strong></p>{_html(question.explanation)}" if question.explanation else "",
        "Source": f'<p><a href="{html.escape(source.url)}">{html.escape(source.title)}</a></p>' if source else "",
        "Language": question.lang,
        "Direction": voice.direction,
    }
    return genanki.Note(
        model=_model(),
        fields=[fields[name] for name in _FIELDS],
        tags=["::".join(question.page.removesuffix(".md").replace(" ", "_").split("/"))],
        guid=genanki.guid_for(course, question.id, question.lang),
    )


def _options(question: Question, words: Words) -> str:
    how = words.html("quiz.many" if question.kind == "quiz-multi" else "quiz.one")
    items = "".join(f"<li>{_html(choice.text)}</li>" for choice in question.options)
    return f'<p>{how}</p><ol class="options" type="A">{items}</ol>'


def _answer(question: Question, words: Words) -> str:
    items = []
    for choice in question.options:
        sign = f"{'✓' if choice.correct else '✗'} {words.html('quiz.is-right' if choice.correct else 'quiz.is-wrong')}"
        feedback = f'<div class="feedback">{_html(choice.feedback)}</div>' if choice.feedback else ""
        items.append(f'<li><p class="sign">{sign}</p>{_html(choice.text)}{feedback}</li>')
    return f'<ol class="key" type="A">{"".join(items)}</ol>'


def _details(summary: str, body: str) -> str:
    return f"<details><summary>{summary}</summary>{body}</details>"


def _html(text: str) -> str:
    return markdown.markdown(text, extensions=list(_EXTENSIONS), extension_configs=_CONFIGS)
