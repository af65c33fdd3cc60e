"""Practice: what a reader has answered, what is due again, an exam, and the glossary as cards::

    /// review
    ///

``/// progress``, ``/// review`` and ``/// exam`` are frames; the script of the room (``overrides/assets/overview.js``,
``review.js``, ``exam.js``) fills them from the language's ``questions.json``. Without it they say that every question stands in
its lesson. ``/// flashcards`` lists the terms of the glossary, each closed; ``flashcards.js`` deals them one by one.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as etree
from typing import Any

from markdown.util import AtomicString
from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import SingleBlockExtension
from diglot.cards import NOT_SEARCHED
from diglot.languages import SOURCE, Words, english_words
from diglot.page import Here, here, words_for
from diglot.terms import GLOSSARY, terms_beside

# Where the overview leads, as far as the course has these pages.
REVIEW = "practice/review.md"
CARDS = "practice/flashcards.md"

_SHARED = "practice"  # the words of all four


# ----------------------------------------------------------------------------------------------------------- render


class PracticeBlock(Renderer):
    """A frame for a script, with words and a status region that are there from the start."""

    ARGUMENT = False
    SCRIPT = ""
    PLAIN = "needs-script"

    def on_create(self, parent: etree.Element) -> etree.Element:
        """The frame. Without answers nothing can be marked, so there is nothing for the script to do."""
        words = words_for(self.md)
        root = etree.SubElement(parent, "div", {"class": "practice", **NOT_SEARCHED})
        if self.config["answer_free"] and self.PLAIN:
            words.put(etree.SubElement(root, "p", {"class": "practice__plain"}), f"{_SHARED}.answer-free")
            return root
        root.attrib |= {"data-practice": self.SCRIPT, "data-words": _script_words(words, self.NAME)}
        if self.PLAIN:
            words.put(etree.SubElement(root, "p", {"class": "practice__plain"}), f"{_SHARED}.{self.PLAIN}")
        self.fill(root, words, here(self.md))
        etree.SubElement(root, "p", {"class": "practice__status", "role": "status"})
        return root

    def fill(self, root: etree.Element, words: Words, place: Here | None) -> None:
        """What this block shows beside the frame."""


class ProgressBlock(PracticeBlock):
    """How far the reader is."""

    NAME = "progress"
    SCRIPT = "overview"

    def fill(self, root: etree.Element, words: Words, place: Here | None) -> None:
        """Links to where something is due; the script adds how much, and shows them."""
        found = {key: name for key, name in (("review", REVIEW), ("cards", CARDS)) if _exists(place, name)}
        if place and found:
            listed = etree.SubElement(root, "ul", {"class": "practice__due", "hidden": ""})
            for key, name in found.items():
                link = etree.SubElement(etree.SubElement(listed, "li"), "a", {"href": place.to(name), "data-due": key})
                link.text = AtomicString(words.fill(f"progress.due-{key}", n=0))


class ReviewBlock(PracticeBlock):
    """Questions that are worth another answer."""

    NAME = "review"
    SCRIPT = "review"


class ExamBlock(PracticeBlock):
    """An exam drawn from all questions."""

    NAME = "exam"
    SCRIPT = "exam"


class FlashcardsBlock(PracticeBlock):
    """The terms of the glossary, to be opened one by one. They are no answers."""

    NAME = "flashcards"
    SCRIPT = "flashcards"
    PLAIN = ""

    def fill(self, root: etree.Element, words: Words, place: Here | None) -> None:
        """Each term with its definition, closed."""
        listed = etree.SubElement(root, "div", {"class": "practice__terms"})
        for term in (terms_beside(place, place.lang) or {}).values() if place else ():
            details = etree.SubElement(listed, "details", {"class": "practice__term", "data-term": term.key})
            etree.SubElement(details, "summary").text = AtomicString(term.name)
            etree.SubElement(details, "p").text = AtomicString(term.definition)
            link = etree.SubElement(etree.SubElement(details, "p"), "a", {"href": place.to(f"{GLOSSARY}#{term.key}")})
            words.put(link, "flashcards.glossary")


def _script_words(words: Words, room: str) -> str:
    keys = [key.split(".", 1) for key in english_words()]
    return json.dumps({name: words[f"{of}.{name}"] for of, name in keys if of in (_SHARED, room)}, ensure_ascii=False)


def _exists(place: Here | None, name: str) -> bool:
    return place is not None and (place.docs / SOURCE / name).is_file()


class PracticeExtension(SingleBlockExtension):
    """Registers the blocks."""

    blocks = (ProgressBlock, ReviewBlock, ExamBlock, FlashcardsBlock)

    def __init__(self, **options: Any) -> None:
        self.config = {"answer_free": [False, "Say that there is nothing to mark: the edition for use in class."]}
        super().__init__(**options)


def makeExtension(**options: Any) -> PracticeExtension:
    """What Python-Markdown calls."""
    return PracticeExtension(**options)
