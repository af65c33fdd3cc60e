"""The questions of mkdocs-quiz (a plugin for MkDocs, its version 1) in a page::

    <quiz>
    What is 2 × 2?

    - [x] 4
    > Amazing!
    - [ ] 5

    What follows the answers is shown when they were given.
    </quiz>

Its rules (``mkdocs_quiz/parsing.py`` and ``plugin.py``, 1.7.1): all before the first answer is the question; feedback stands
directly below its answer; several ``[x]`` make checkboxes; ``[[answer]]`` anywhere makes it a gap to fill in. Ours differ in
one thing that no reader can mend: a question stands at the margin, not in a list or a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from diglot.bank import Choice, Question, Read
from diglot.source import prose

_OPEN = re.compile(r"^(?P<indent>\s*)<quiz>")
_CLOSE = "</quiz>"
_ANSWER = re.compile(r"^[-*] \[(?P<mark>.?)\] (?P<text>.*)$")
_FEEDBACK = re.compile(r"^\s*>\s?(?P<text>.*)$")
_GAP = re.compile(r"\[\[[^\]]+\]\]")
_OTHER = re.compile(r"<!-- mkdocs-quiz (?P<what>intro|results) -->")


class _NotKept(Exception):
    """Why a question cannot be one of ours."""


def read(lines: list[str], page: str = "", lang: str = "en") -> list[Read]:
    """The questions of a page, in order."""
    visible = {index for index, _ in prose(lines)}
    found: list[Read] = []
    index = 0
    while index < len(lines):
        opened = _OPEN.match(lines[index]) if index in visible else None
        if opened:
            found.append(_read(lines, index, opened["indent"], page, lang))
        index = found[-1].last if opened else index + 1
    return found


def others(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Line, from 1, and name of the plugin's other marks: where its introduction and its results would stand."""
    for number, line in enumerate(lines, 1):
        if found := _OTHER.search(line):
            yield number, found["what"]


def _read(lines: list[str], first: int, indent: str, page: str, lang: str) -> Read:
    last = next((index for index in range(first, len(lines)) if _CLOSE in lines[index]), None)
    if last is None:
        return Read(first + 1, first + 1, None, ("<quiz> is never closed",))
    try:
        return Read(first + 1, last + 1, _question(_body(lines[first : last + 1], indent), page, lang))
    except _NotKept as reason:
        return Read(first + 1, last + 1, None, (str(reason),))


def _body(lines: list[str], indent: str) -> list[str]:
    """What stands between the tags."""
    if indent:
        raise _NotKept("it is indented, and a question cannot stand in a list, a tab or a notice")
    text = "\n".join(lines).removeprefix("<quiz>")
    inside, _, behind = text.partition(_CLOSE)
    if "<quiz>" in inside:
        raise _NotKept("<quiz> is opened again before it is closed")
    if behind.strip():
        raise _NotKept(f"{behind.strip()[:30]!r} stands behind </quiz> on the same line")
    return inside.strip("\n").split("\n")


def _question(lines: list[str], page: str, lang: str) -> Question:
    if _GAP.search("\n".join(lines)):
        raise _NotKept("a gap to fill in ([[…]]) has no counterpart here")
    first = next((index for index, line in enumerate(lines) if _ANSWER.match(line)), len(lines))
    choices, end = _choices(lines, first)
    text = "\n".join(lines[:first]).strip()
    right = sum(choice.correct for choice in choices)
    if not text or not right or len(choices) < 2:
        raise _NotKept("no question" if not text else "no answer is right" if not right else "there is only one answer")
    kind = "quiz" if right == 1 else "quiz-multi"
    return Question("", page, lang, kind, text, tuple(choices), explanation="\n".join(lines[end:]).strip())


def _choices(lines: list[str], index: int) -> tuple[list[Choice], int]:
    """The answers from ``index`` on, and where what follows them begins."""
    choices: list[Choice] = []
    while index < len(lines):
        found = _ANSWER.match(lines[index])
        if found:
            if found["mark"] not in ("x", "X", " ", ""):
                raise _NotKept(f"mark '[{found['mark']}]' is neither '[ ]' nor '[x]'")
            feedback = list(_feedback(lines, index + 1))
            choices.append(Choice(found["text"].strip(), found["mark"] in ("x", "X"), "\n".join(feedback).strip()))
            index += 1 + len(feedback)
        elif not lines[index].strip():
            index += 1
        else:
            break
    if any(_ANSWER.match(line) for line in lines[index:]):
        raise _NotKept(f"{lines[index].strip()[:30]!r} stands between the answers")
    return choices, index


def _feedback(lines: list[str], first: int) -> Iterator[str]:
    for line in lines[first:]:
        found = _FEEDBACK.match(line)
        if not found:
            return
        yield found["text"]
