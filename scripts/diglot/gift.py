r"""GIFT, the text format of Moodle's question bank: the course's questions written, and other people's read.

::

    $CATEGORY: en/transformer-models/sequence-to-sequence-models

    // [id:seq2seq-which-model]
    ::seq2seq-which-model::[markdown]Which model is an encoder–decoder?{
        =T5#T5 casts every task as text to text.
        ~BERT#BERT has only an encoder\: nothing generates the output.
        ####A sequence-to-sequence model pairs an encoder with a decoder.\n\n**Hint\:** Look for the one …
    }

The rules are those of Moodle's ``question/format/gift/format.php``: a question ends at a blank line; ``\`` takes the meaning
from ``~ = # { } :`` and itself, and ``\n`` is a line break; ``=`` is right and ``~`` wrong, or worth ``%50%``; a question
without ``=`` is one with several answers; ``#`` begins feedback, ``####`` the general one. What is read are multiple choice,
several answers, and true or false; the rest has no counterpart here and is named with its line.

Formulas are written as Moodle's MathJax finds them behind its Markdown: ``$d_k$`` as ``\\(d_k\\)``, with every backslash twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from diglot.bank import Choice, Question, Read

# Answers as Moodle and its users write them; the sign behind a backslash is text.
_ESCAPED = re.compile(r"\\(?P<sign>[\\~=#{}:n])")
_TO_ESCAPE = re.compile(r"[\\~=#{}:\n]")
_BEFORE_ANSWERS = re.compile(r"(?:\\.|[^\\=~])*", re.DOTALL)
_ANSWER = re.compile(rf"(?P<sign>[=~])(?P<text>{_BEFORE_ANSWERS.pattern})", re.DOTALL)
_WEIGHT = re.compile(r"%(?P<percent>-?\d+(?:\.\d*)?)%")
_TRUE_FALSE = re.compile(r"(?P<value>T|TRUE|F|FALSE)\s*(?=#|$)")
_FORMAT = re.compile(r"\[(?P<name>moodle|html|plain|markdown)\]")
_ID_COMMENT = re.compile(r"//.*\[id:(?P<id>[^\]]+)\]")
_CATEGORY = re.compile(r"\$CATEGORY:\s*(?P<path>.*)")

_CODE = r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
_DISPLAY = r"\$\$(?P<display>[^$]+)\$\$"
_DOLLARS = r"(?<![\\$])\$(?![\s$])(?P<inline>(?:\\.|(?!\n\s*\n)[^\\$])+?)(?<!\s)\$(?!\$)"  # within a paragraph
_OURS = re.compile(rf"{_CODE}|{_DISPLAY}|{_DOLLARS}", re.DOTALL)
_MATHJAX = re.compile(rf"{_CODE}|{_DISPLAY}|(?<!\\)\\\\\((?P<inline>.+?)\\\\\)", re.DOTALL)

_TAG = re.compile(r"(</?[A-Za-z][^<>]*>)")
_MARKDOWN_SIGN = re.compile(r"[*_`\[\]]")


# ------------------------------------------------------------------------------------------------------------ write


def write(bank: Iterable[Question], hint_words: Mapping[str, str]) -> str:
    """The questions as GIFT, a category for each page in each language; ``hint_words`` is "Hint" by language."""
    parts: list[str] = []
    category = ""
    for question in bank:
        if category != (category := f"{question.lang}/{question.page.removesuffix('.md')}"):
            parts.append(f"$CATEGORY: {category}\n")
        parts.append(_written(question, hint_words[question.lang]))
    return "\n".join(parts)


def _written(question: Question, hint_word: str) -> str:
    signs = _multi_signs(question) if question.kind == "quiz-multi" else ["~="[choice.correct] for choice in question.options]
    lines = [f"// [id:{question.id}]", f"::{_escape(question.id)}::[markdown]{_escape(_for_mathjax(question.question))}{{"]
    lines += [f"\t{sign}{_choice(choice)}" for sign, choice in zip(signs, question.options, strict=True)]
    hints = [f"**{hint_word}:** {_for_mathjax(hint)}" for hint in question.hints]
    general = "\n\n".join(filter(None, [_for_mathjax(question.explanation), *hints]))
    lines += [f"\t####{_text(general)}"] if general else []
    return "\n".join([*lines, "}\n"])


def _choice(choice: Choice) -> str:
    text, feedback = _for_mathjax(choice.text), _for_mathjax(choice.feedback)
    return _text(text) + (f"#{_text(feedback)}" if feedback else "")


def _text(text: str) -> str:
    """An escaped text; one that could begin with a format or a weight (``[html] is …``, ``%5% of …``) says its format."""
    return ("[markdown]" if text.startswith(("[", "%")) else "") + _escape(text)


def _for_mathjax(text: str) -> str:
    def formula(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        latex = (found["display"] or found["inline"]).replace("\\", "\\\\")
        return f"$${latex}$$" if found["display"] else rf"\\({latex}\\)"

    return _OURS.sub(formula, text)


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: "\\n" if found[0] == "\n" else f"\\{found[0]}", text)


def _multi_signs(question: Question) -> list[str]:
    """Right answers share 100 %, wrong ones take as much away between them: ticking everything is worth nothing."""
    right = [choice.correct for choice in question.options]
    gains, losses = iter(_shares(question, right.count(True))), iter(_shares(question, right.count(False)))
    return [f"~%{next(gains)}%" if correct else f"~%-{next(losses)}%" for correct in right]


def _shares(question: Question, count: int) -> list[str]:
    """100 % in ``count`` parts, of the percentages that Moodle knows.

    Moodle refuses any other (``question_bank::fraction_options_full`` in ``question/engine/bank.php``): 1/1 to 1/10 with seven
    decimals, and 1/20. From 11 on, parts of 10 % and 5 % make up the whole.
    """
    if count > 20:
        raise ValueError(f"question {question.id!r} has {count} right or wrong options; Moodle knows no part below 5 %, keep 20")
    if count > 10:
        return ["10"] * (20 - count) + ["5"] * (2 * count - 20)
    return [f"{100 / count:.5f}".rstrip("0").rstrip(".")] * count if count else []


# ------------------------------------------------------------------------------------------------------------- read


class _NotKept(Exception):
    """Why a question cannot be one of ours."""


@dataclass(frozen=True)
class Words:
    """What the reader says or expects in the language of the questions; ``hints`` are all words that may stand for "Hint"."""

    true: str = "True"
    false: str = "False"
    hints: tuple[str, ...] = ("Hint",)


ENGLISH = Words()


@dataclass(frozen=True)
class _Chunk:
    """What stands between two blank lines, without comments; ``id`` is what a comment named."""

    first: int
    last: int
    text: str
    id: str


def read(text: str, page: str = "", lang: str = "en", words: Words = ENGLISH) -> list[Read]:
    """The questions of a GIFT file, in order. Ids are those it gives, empty where it gives none."""
    heading = ""
    found: list[Read] = []
    for chunk in _chunks(text.split("\n")):
        if category := _CATEGORY.match(chunk.text):
            heading = category["path"].strip()
            continue
        try:
            question, notes = _Reader(chunk, page, lang, words).question()
            found.append(Read(chunk.first, chunk.last, question, tuple(notes), heading))
        except _NotKept as reason:
            found.append(Read(chunk.first, chunk.last, None, (str(reason),), heading))
    return found


def _chunks(lines: list[str]) -> Iterator[_Chunk]:
    kept: list[tuple[int, str]] = []
    name = ""
    for number, line in enumerate([*lines, ""], 1):
        stripped = line.strip()
        if stripped.startswith("//"):
            name = found["id"] if (found := _ID_COMMENT.match(stripped)) else name
        elif stripped:
            kept.append((number, stripped))
        if kept and (not stripped or _CATEGORY.match(kept[0][1])):
            yield _Chunk(kept[0][0], kept[-1][0], "\n".join(text for _, text in kept), name)
            kept, name = [], ""


class _Reader:
    """Reads one question; what is lost of it is collected in ``notes``."""

    def __init__(self, chunk: _Chunk, page: str, lang: str, words: Words) -> None:
        self.chunk, self.page, self.lang, self.words = chunk, page, lang, words
        self.notes: list[str] = []
        self.format = "moodle"

    def question(self) -> tuple[Question, list[str]]:
        name, text, body = self._parts()
        body, general = _cut_last(body, "####")
        plain, self.format = self._plain(text)
        text = _AS_MARKDOWN[self.format](plain)
        explanation, hints = self._general(general)
        kind, options = self._answers(body)
        return Question(self.chunk.id or name, self.page, self.lang, kind, text, options, hints, explanation), self.notes

    def _parts(self) -> tuple[str, str, str]:
        """Name, text and answers; a gap inside the text becomes ``_____``, as in Moodle."""
        name, text = "", self.chunk.text
        if text.startswith("::"):
            name, text = _cut(text[2:], "::")
        before, rest = _cut(text, "{")
        body, after = _cut(rest or "", "}")
        if rest is None:
            raise _NotKept("a description without answers" if _cut(text, "}")[1] is None else "'}' without '{'")
        if after is None:
            raise _NotKept("'{' without '}' before the next blank line")
        return _unescape(name), before + (f"_____{after}" if after.strip() else ""), body.strip()

    def _general(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Explanation and hints, as ``write`` joins them."""
        mark = "|".join(map(re.escape, self.words.hints))
        plain, form = self._plain(text)
        parts = re.split(rf"(?:\A|\n\n)\*\*(?:{mark}):\*\* ", plain)
        explanation, *hints = (_AS_MARKDOWN[form](part.strip()) for part in parts)
        return explanation, tuple(hints)

    def _answers(self, body: str) -> tuple[str, tuple[Choice, ...]]:
        kind = _kind_of(body)
        if kind == "true-false":
            return "quiz", self._true_false(body)
        if kind != "multiple choice":
            raise _NotKept(f"{kind} has no counterpart here")
        lead = _BEFORE_ANSWERS.match(body)
        if lead[0].strip():
            self.notes.append(f"text before the first answer is not kept: {lead[0].strip()[:30]!r}")
        answers = [self._answer(found) for found in _ANSWER.finditer(body, lead.end())]
        if len(answers) < 2:
            raise _NotKept("there is only one answer")
        return self._multi(answers) if not any(sign == "=" for sign, _, _ in answers) else self._single(answers)

    def _single(self, answers: list[tuple[str, float, Choice]]) -> tuple[str, tuple[Choice, ...]]:
        right = [sign == "=" for sign, _, _ in answers]
        if any(weight > 0 for sign, weight, _ in answers if sign == "~"):
            self.notes.append("part of the credit for a wrong answer is not kept")
        if right.count(True) > 1:
            self.notes.append("several answers are right and one was enough: as quiz-multi all must be chosen")
        kind = "quiz-multi" if right.count(True) > 1 else "quiz"
        return kind, tuple(Choice(c.text, correct, c.feedback) for (_, _, c), correct in zip(answers, right, strict=True))

    def _multi(self, answers: list[tuple[str, float, Choice]]) -> tuple[str, tuple[Choice, ...]]:
        gains = [weight for _, weight, _ in answers if weight > 0]
        losses = [weight for _, weight, _ in answers if weight <= 0]
        if not gains:
            raise _NotKept("no answer is right")
        if any(len(set(weights)) > 1 and {*map(abs, weights)} != {10, 5} for weights in (gains, losses)):  # as in _shares
            self.notes.append("weights are not kept: here every choice counts the same")
        return "quiz-multi", tuple(Choice(choice.text, weight > 0, choice.feedback) for _, weight, choice in answers)

    def _answer(self, found: re.Match[str]) -> tuple[str, float, Choice]:
        text = found["text"].strip()
        weight = _WEIGHT.match(text) if found["sign"] == "~" else None
        text, feedback = _cut(text[weight.end() :] if weight else text, "#")
        percent = float(weight["percent"]) if weight else 100.0 * (found["sign"] == "=")
        return found["sign"], percent, Choice(self._decode(text), percent > 0, self._decode(feedback or ""))

    def _true_false(self, body: str) -> tuple[Choice, ...]:
        """``FALSE#for the wrong answer#for the right one``."""
        value, rest = _cut(body, "#")
        wrong, right = _cut(rest or "", "#")
        is_true = value.strip().startswith("T")
        feedback = {True: self._decode(right or ""), False: self._decode(wrong)}
        return (
            Choice(self.words.true, is_true, feedback[is_true]),
            Choice(self.words.false, not is_true, feedback[not is_true]),
        )

    def _decode(self, raw: str) -> str:
        """A text as Markdown."""
        text, form = self._plain(raw)
        return _AS_MARKDOWN[form](text)

    def _plain(self, raw: str) -> tuple[str, str]:
        """A text without escapes, and its format; without one of its own it has that of the question."""
        raw = raw.strip()
        found = _FORMAT.match(raw)
        form = found["name"] if found else self.format
        text = _unescape(raw[found.end() :] if found else raw).strip()
        note = "text is HTML and stays so; look whether it reads well"
        if form in ("html", "moodle") and _TAG.search(text) and note not in self.notes:
            self.notes.append(note)
        return text, form


def _kind_of(body: str) -> str:
    """Which type Moodle takes a question for, by its answers."""
    kinds: list[tuple[str, Callable[[], object]]] = [
        ("an essay", lambda: not body),
        ("a numerical question", lambda: body.startswith("#")),
        ("multiple choice", lambda: _cut(body, "~")[1] is not None),
        ("a matching question", lambda: _cut(body, "=")[1] is not None and "->" in body),
        ("true-false", lambda: _TRUE_FALSE.match(body)),
    ]
    return next((kind for kind, fits in kinds if fits()), "a short answer")


def _cut(text: str, sign: str) -> tuple[str, str | None]:
    """The text before and behind the first ``sign`` that is not escaped; None where there is none."""
    for found in re.finditer(rf"\\.|{re.escape(sign)}", text, re.DOTALL):
        if found[0] == sign:
            return text[: found.start()], text[found.end() :]
    return text, None


def _cut_last(text: str, sign: str) -> tuple[str, str]:
    places = [found for found in re.finditer(rf"\\.|{re.escape(sign)}", text, re.DOTALL) if found[0] == sign]
    return (text[: places[-1].start()].strip(), text[places[-1].end() :]) if places else (text, "")


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found["sign"] == "n" else found["sign"], text)


def _outside_tags(text: str) -> str:
    """HTML whose text holds signs of Markdown: tags are kept, the signs escaped."""
    parts = _TAG.split(text)
    return "".join(part if index % 2 else _MARKDOWN_SIGN.sub(r"\\\g<0>", part) for index, part in enumerate(parts))


def _from_mathjax(text: str) -> str:
    def formula(found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        latex = (found["display"] or found["inline"]).replace("\\\\", "\\")
        return f"$${latex}$$" if found["display"] else f"${latex}$"

    return _MATHJAX.sub(formula, text)


_AS_MARKDOWN: Mapping[str, Callable[[str], str]] = {
    "markdown": _from_mathjax,
    "html": _outside_tags,
    "moodle": _outside_tags,
    "plain": lambda text: html.escape(_MARKDOWN_SIGN.sub(r"\\\g<0>", text), quote=False),
}
