"""The choices of a ``<Question>``: a JavaScript value, read as JSON5.

::

    choices={[ {text: "An encoder", explain: "It reads.", correct: true}, {text: "A decoder"} ]}

A key that was translated (``corect``, ``erklären``) is put right where its value says which one was meant: truth is
``correct``, a text beside ``text`` is ``explain``. A key given twice keeps both texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import json5

KEYS = ("text", "explain", "correct")
_UNQUOTED = re.compile(r"""<a\s+href=(?P<quote>['"])[^'"<>\s]+(?=>)""")
_CLOSED_IN_CODE = re.compile(r"(?P<link><a\s[^<>]*>(?:(?!</a>)[\s\S])*?)`</a>`")


@dataclass(frozen=True)
class Answer:
    """One choice as written: HTML and Markdown are still in its texts."""

    text: str
    correct: bool = False
    explain: str = ""


@dataclass(frozen=True)
class Answers:
    """The choices of a question; ``repairs`` say what was put right, ``fault`` why they cannot be used."""

    answers: tuple[Answer, ...] = ()
    repairs: tuple[str, ...] = ()
    fault: str = ""


class _Pairs(list):
    """A JSON5 object as its keys and values in order, those given twice included."""


def read_choices(expression: str) -> Answers:
    """Read ``{[…]}``, braces included."""
    inner = expression.strip()[1:-1].strip() if expression.strip().startswith("{") else expression
    try:
        value = json5.loads(inner, object_pairs_hook=_Pairs)
    except ValueError as error:
        return Answers(fault=f"its choices cannot be read: {error}")
    if not isinstance(value, list) or not value or not all(isinstance(item, _Pairs) for item in value):
        return Answers(fault="its choices are no list of {text, explain, correct}")
    repairs: list[str] = []
    answers = tuple(_answer(item, repairs) for item in value)
    return Answers(answers, tuple(dict.fromkeys(repairs)), _fault(answers))


def read_links(expression: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The notebooks of a banner, ``{[{label: …, value: …}]}``: label and address of each, and what was put right."""
    inner = expression.strip()[1:-1].strip()
    try:
        value = json5.loads(inner, object_pairs_hook=_Pairs)
    except ValueError:
        return [], []
    found, repairs = [], []
    for item in value if isinstance(value, list) else []:
        pairs = {str(key): str(text).strip() for key, text in item} if isinstance(item, _Pairs) else {}
        address = pairs.pop("value", "") or next((text for text in pairs.values() if text.lstrip("[").startswith("https://")), "")
        odd = [key for key in pairs if key != "label" and pairs[key] == address]
        repairs += [f"key {key!r} was written for 'value'" for key in odd]
        if address.startswith("["):
            address = address.rpartition("](")[2].rstrip(")")
            repairs.append("an address was written as a Markdown link")
        label = pairs.get("label") or next((text for key, text in pairs.items() if key not in odd), "")
        if address.startswith("https://"):
            found.append((label or "Notebook", address))
    return found, repairs


def _answer(pairs: Iterable[tuple[str, Any]], repairs: list[str]) -> Answer:
    texts: dict[str, list[str]] = {"text": [], "explain": []}
    marks: list[bool] = []
    given = [key for key, _ in pairs]
    for key, value in pairs:
        meant = key if key in KEYS else _meant(value, given)
        if meant != key and meant:
            repairs.append(f"key {key!r} was written for {meant!r}")
        elif not meant:
            repairs.append(f"unknown key {key!r} is left out")
        if meant == "correct":
            marks.append(value is True)
        elif meant:
            texts[meant].append(_link_repaired(str(value), repairs))
    for key in texts:
        repairs += [f"{key!r} was given {len(texts[key])} times in one choice; all are kept"] if len(texts[key]) > 1 else []
    return Answer("\n".join(texts["text"]), any(marks), "\n".join(_once(texts["explain"])))


def _link_repaired(text: str, repairs: list[str]) -> str:
    """A link whose address or words do not end, ended."""
    for sign, end, message in (
        (_UNQUOTED, r"\g<0>\g<quote>", "the address of a link had no closing quote"),
        (_CLOSED_IN_CODE, r"\g<link></a>", "the end of a link stood between backticks"),
    ):
        text, number = sign.subn(end, text)
        repairs += [message] * bool(number)
    return text


def _meant(value: Any, given: list[str]) -> str:
    """The key that a translated one stands for; empty where its value does not say."""
    if isinstance(value, bool):
        return "correct" if "correct" not in given else ""
    if isinstance(value, str):
        return "explain" if "text" in given and "explain" not in given else ""
    return ""


def _once(texts: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(text for text in texts if text.strip())


def _fault(answers: tuple[Answer, ...]) -> str:
    if not any(answer.correct for answer in answers):
        return "no choice is right; say 'correct: true' in one"
    if len(answers) < 2:
        return "it has only one choice"
    if not all(answer.text.strip() for answer in answers):
        return "a choice has no text"
    return ""
