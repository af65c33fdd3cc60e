"""Questions with one or several right answers.

::

    /// quiz | Which model is an encoder–decoder?
        attrs: {id: seq2seq-which-model}
        tests: cross-attention
        difficulty: 2

    - [ ] BERT

        > BERT has only an encoder: nothing generates the output.

    - [x] T5

        > T5 casts every task as text to text.

    /// hint | Hint
    Look for the one that was trained to turn one text into another.
    ///

    /// explain | Why
    A sequence-to-sequence model pairs an encoder with a decoder.
    ///

    ///

``quiz`` has exactly one ``[x]``, ``quiz-multi`` one or more. Code, formulas and prose may stand between the question and
the list. ``tests`` names the heading that the question tests, ``difficulty`` is 1 to 3, ``fixed`` lists the options
(from 1) that keep their place when the others are shuffled. ``!!! quiz seq2seq-which-model "Which model …?"`` with
everything indented, options too, and ``??? hint "Hint"`` inside it, is the same thing.
"""

from __future__ import annotations

import copy
import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks.block import Block as Renderer

from diglot.admonitions import rewrite
from diglot.blocks import SingleBlockExtension
from diglot.cards import NOT_SEARCHED
from diglot.languages import SOURCE, Words
from diglot.page import Here, here, words_for
from diglot.pages import Page, decode
from diglot.quiz_source import revisions

_TREE = "diglot-quiz"
_WORDS_FOR_SCRIPT = ("empty", "right", "wrong", "parts", "sure", "was-right", "was-wrong", "changed", "unsaved")

_MARKED = re.compile(r"^\[(?P<mark>[ xX])\]\s+")


class _AdmonitionPreprocessor(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [line.text for line in rewrite(lines)]


def _difficulty(value: Any) -> int:
    if type(value) is not int or value not in (1, 2, 3):
        raise ValueError("write 1, 2 or 3")
    return value


def _heading(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("write the id of the heading that the question tests, or 'page.md#id'")
    return value


def _numbers(value: Any) -> list[int]:
    if not isinstance(value, list) or not all(type(item) is int and item > 0 for item in value):
        raise ValueError("write the numbers of the options that keep their place, for example [4]")
    return value


class QuizBlock(Renderer):
    """A question with exactly one right answer."""

    NAME = "quiz"
    ARGUMENT = True
    OPTIONS = {"tests": ("", _heading), "difficulty": (0, _difficulty), "fixed": ([], _numbers)}

    def on_create(self, parent: etree.Element) -> etree.Element:
        """Collect the content as it is parsed; the tree processor puts it in order.

        Not ``on_end``: with nested blocks of as many slashes, pymdownx calls it on the outer block at the end of the inner one.
        """
        form = etree.SubElement(parent, "form", {"class": "quiz"})
        self.md.treeprocessors[_TREE].pending.append((form, self))
        return form


class QuizMultiBlock(QuizBlock):
    """A question with one or more right answers."""

    NAME = "quiz-multi"


class HintBlock(Renderer):
    """A hint inside a question; several open one after another."""

    NAME = "hint"
    ARGUMENT = None

    def on_create(self, parent: etree.Element) -> etree.Element:
        """A closed ``details``, out of the search index."""
        details = etree.SubElement(parent, "details", {"class": f"quiz__{self.NAME}", **NOT_SEARCHED})
        if self.argument:
            etree.SubElement(details, "summary").text = self.argument
        else:
            _word(details, "summary", words_for(self.md), self.NAME)
        return details


class ExplainBlock(HintBlock):
    """What every reader of the question should know in the end."""

    NAME = "explain"


class _FormTreeprocessor(Treeprocessor):
    """Turns question, list, hints and explanation into a form."""

    def __init__(self, md: Markdown, *, answer_free: bool) -> None:
        super().__init__(md)
        self.answer_free = answer_free
        self.pending: list[tuple[etree.Element, QuizBlock]] = []

    def run(self, root: etree.Element) -> None:
        words = words_for(self.md) if self.pending else None
        # A revision would give the key away: with eight digits and all texts known, few keys are left to try.
        asked = () if self.answer_free else {form.get("id") for form, _ in self.pending}
        known = _revisions_beside(here(self.md), asked) if asked else {}
        for number, (form, block) in enumerate(self.pending, 1):
            if form.get("id") in known:
                form.set("data-rev", known[form.attrib["id"]])
            form.attrib.setdefault("id", f"quiz-{number}")
            made = _Form(form, block.argument, many=block.NAME == "quiz-multi", options=block.options, words=words)
            made.build(answer_free=self.answer_free)
        self.pending.clear()


def _revisions_beside(place: Here | None, asked: Iterable[str | None]) -> Mapping[str, str]:
    """The English revisions of a page's questions: what a reader answered counts in every language. Its own for the others."""
    found: dict[str, str] = {}
    for lang in (SOURCE, place.lang) if place else ():
        file = place.docs / lang / place.name
        if file.is_file() and not found.keys() >= set(asked):
            found = {**_revisions(lang, place.name, file, file.stat().st_mtime_ns), **found}
    return found


@lru_cache(maxsize=1024)
def _revisions(lang: str, name: str, file: Path, _changed: int) -> Mapping[str, str]:
    """Read English once for all languages, and again when a file changed: a live preview keeps its process."""
    text, _ = decode(file.read_bytes(), str(file))
    return revisions(Page(lang, name, str(file), text))


class _Form:
    """Builds the form of one question from the elements that Markdown made of its content."""

    def __init__(self, form: etree.Element, question: str, *, many: bool, options: dict[str, Any], words: Words) -> None:
        self.form, self.question, self.many, self.options, self.words = form, question, many, options, words
        self.id = form.attrib["id"]

    def build(self, *, answer_free: bool) -> None:
        """Put the content in order. Without answers hints stay, closed as ever; there is nothing to check or to show."""
        children = list(self.form)
        listed = next((child for child in children if child.tag == "ul" and _is_option_list(child)), None)
        if listed is None:
            return
        hints = [child for child in children if child.get("class") == "quiz__hint"]
        explanations = [child for child in children if child.get("class") == "quiz__explain"]
        stem = [child for child in children if child is not listed and child not in hints and child not in explanations]
        for child in children:
            self.form.remove(child)
        self.form.attrib |= {"data-words": self._script_words(), **self._data()}
        key = etree.Element("ol", {"class": "quiz__key"})
        self._fieldset(stem, listed, key)
        if answer_free:
            _word(self.form, "p", self.words, "answer-free", cls="quiz__answer-free")
            self.form.extend(hints)
        else:
            self._buttons()
            self.form.extend(hints)
            self._answer(key, explanations)
        self._links()

    def _data(self) -> dict[str, str]:
        data = {"data-kind": "many" if self.many else "one"}
        if self.options["difficulty"]:
            data["data-difficulty"] = str(self.options["difficulty"])
        if self.options["tests"]:
            data["data-tests"] = self.options["tests"]
        if self.options["fixed"]:
            data["data-fixed"] = " ".join(map(str, self.options["fixed"]))
        return data

    def _script_words(self) -> str:
        return json.dumps({key: self.words[f"quiz.{key}"] for key in _WORDS_FOR_SCRIPT}, ensure_ascii=False)

    def _fieldset(self, stem: list[etree.Element], listed: etree.Element, key: etree.Element) -> None:
        fieldset = etree.SubElement(self.form, "fieldset", {"class": "quiz__choices"})
        etree.SubElement(fieldset, "legend", {"class": "quiz__question"}).text = self.question
        if stem:
            etree.SubElement(fieldset, "div", {"class": "quiz__stem"}).extend(stem)
        _word(fieldset, "p", self.words, "many" if self.many else "one", cls="quiz__how")
        options = etree.SubElement(fieldset, "ul", {"class": "quiz__options"})
        for number, item in enumerate(listed, 1):
            self._option(options, item, number, key)

    def _option(self, options: etree.Element, item: etree.Element, number: int, key: etree.Element) -> None:
        correct = _take_mark(item)
        feedback = [child for child in item if child.tag == "blockquote"]
        for child in feedback:
            item.remove(child)
        option = etree.SubElement(options, "li", {"class": "quiz__option"})
        name = f"{self.id}-{number}"
        control = {"type": "checkbox" if self.many else "radio", "name": self.id, "value": str(number), "id": name}
        etree.SubElement(option, "input", control)
        label = etree.SubElement(option, "label", {"for": name})
        blocks = _move_phrasing(item, label)
        if blocks:
            etree.SubElement(option, "div", {"class": "quiz__more"}).extend(blocks)
        self._key_entry(key, label, feedback, correct=correct)

    def _key_entry(self, key: etree.Element, label: etree.Element, feedback: list[etree.Element], *, correct: bool) -> None:
        entry = etree.SubElement(key, "li", {"data-right": ""} if correct else {})
        line = etree.SubElement(entry, "p", {"class": "quiz__verdict"})
        _word(line, "strong", self.words, "is-right" if correct else "is-wrong", cls="quiz__sign").tail = ": "
        answer = etree.SubElement(line, "span")
        answer.text = label.text
        answer.extend(copy.deepcopy(child) for child in label)
        for quote in feedback:
            quote.tag = "div"
            quote.set("class", "quiz__feedback")
            entry.append(quote)

    def _buttons(self) -> None:
        row = etree.SubElement(self.form, "p", {"class": "quiz__buttons"})
        _word(row, "button", self.words, "check", cls="quiz__check", type="submit", disabled="")
        _word(row, "button", self.words, "retry", cls="quiz__retry", type="button", hidden="")
        _word(row, "button", self.words, "show", cls="quiz__show", type="button", hidden="")
        etree.SubElement(self.form, "p", {"class": "quiz__status", "role": "status"})

    def _answer(self, key: etree.Element, explanations: list[etree.Element]) -> None:
        details = etree.SubElement(self.form, "details", {"class": "quiz__answer", **NOT_SEARCHED})
        _word(details, "summary", self.words, "show")
        details.append(key)
        for explanation in explanations:
            explanation.tag = "div"
            explanation.attrib.pop("data-search-exclude")
            explanation.attrib.pop("data-pagefind-ignore")
            title = explanation[0]
            title.tag = "p"
            title.set("class", "quiz__title")
            details.append(explanation)

    def _links(self) -> None:
        target = self.options["tests"]
        if target:
            row = etree.SubElement(self.form, "p", {"class": "quiz__links"})
            _word(row, "a", self.words, "tests", cls="quiz__tests", href=target if "#" in target else f"#{target}")


def _word(parent: etree.Element, tag: str, words: Words, key: str, *, cls: str = "", **attrs: str) -> etree.Element:
    """An element with one of the site's words."""
    element = etree.SubElement(parent, tag, {**({"class": cls} if cls else {}), **attrs})
    return words.put(element, f"quiz.{key}")


def _is_option_list(element: etree.Element) -> bool:
    return any(_MARKED.match(_lead(item).text or "") for item in element)


def _lead(item: etree.Element) -> etree.Element:
    """The element that holds a list item's first text: its paragraph in a loose list, itself in a tight one."""
    return item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item


def _take_mark(item: etree.Element) -> bool:
    """Remove ``[x] `` from an option and say whether it was there."""
    lead = _lead(item)
    found = _MARKED.match(lead.text or "")
    if not found:
        return False
    lead.text = lead.text[found.end() :]
    return found["mark"] != " "


def _move_phrasing(item: etree.Element, label: etree.Element) -> list[etree.Element]:
    """Put an option's first line into its label; what a label cannot hold (code, further paragraphs) is returned."""
    lead = _lead(item)
    label.text = lead.text
    if lead is item:
        return list(item)
    label.extend(list(lead))
    return [child for child in item if child is not lead]


class QuizExtension(SingleBlockExtension):
    """Registers the blocks and the rewriting of ``!!! quiz``."""

    blocks = (QuizBlock, QuizMultiBlock, HintBlock, ExplainBlock)

    def __init__(self, **options: Any) -> None:
        self.config = {"answer_free": [False, "Leave out marks, feedback and explanations, for use in class."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Before superfences (25), which would take the fences inside out of reach; after whitespace is normalised (30)."""
        super().extendMarkdown(md)
        md.preprocessors.register(_AdmonitionPreprocessor(md), "diglot-quiz-admonition", 27)
        forms = _FormTreeprocessor(md, answer_free=self.getConfig("answer_free"))
        md.treeprocessors.register(forms, _TREE, 26)  # before pymdownx.tasklist (25), which would take the marks


def makeExtension(**options: Any) -> QuizExtension:
    """What Python-Markdown calls."""
    return QuizExtension(**options)
