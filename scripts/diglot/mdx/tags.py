"""Components in the text of an MDX page, where they stand and what they say.

::

    <Youtube id="0_4KEb08xrE"/>          a component with attributes: quoted, in braces, or bare
    <Question choices={[ … ]} />         braces and quotes are counted, nothing is run
    {#if fw === 'pt'} … {:else} … {/if}  a condition

What stands in a code fence, a code span or a comment is no component.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from diglot.source import Fence, fences

# Block HTML that is read as a component: the rest of HTML is left to Markdown.
HTML = ("div", "p", "center", "table", "details", "iframe", "img", "h1", "h2", "h3", "h4", "h5", "h6")

_TOKEN = re.compile(
    rf"""(?P<code>(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t>]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`))
       | (?P<comment><!--[\s\S]*?-->)
       | <(?P<close>/?)(?P<name>[A-Z][A-Za-z]*|tip|hfoptions?|{"|".join(HTML)})(?=[\s/>])
       | \{{[#:/](?P<condition>if\b[^}}\n]*|else(?:\ if\b[^}}\n]*)?)\}}[ \t]*
    """,
    re.VERBOSE,
)
_NAME = re.compile(r"[\w:-]+")
_PAIRS = {"{": "}", "[": "]", "(": ")"}


@dataclass(frozen=True)
class Tag:
    """A component's tag. ``start`` and ``end`` are offsets in the text, ``line`` counts from 1.

    ``form`` is ``open``, ``close`` or ``whole`` for a tag, ``if``, ``else`` or ``endif`` for a condition, ``comment`` for one.
    ``attributes`` are as written: texts without their quotes, expressions with their braces.
    """

    name: str
    form: str
    start: int
    end: int
    line: int
    attributes: dict[str, str] = field(default_factory=dict)


class Unreadable(ValueError):
    """A tag that never ends."""


def tags(text: str) -> Iterator[Tag]:
    """The components of a page in order; one inside another's attributes belongs to that."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    code = [(starts[fence.first], starts[fence.last]) for fence in code_fences(text)]
    at = 0
    while found := _TOKEN.search(text, at):
        inside = next((last for first, last in code if first <= found.start() < last + 1), None)
        if inside is not None:
            end = text.find("\n", inside)
            at = end if end >= 0 else len(text)
            continue
        line = bisect_right(starts, found.start())
        tag = _tag(text, found, line)
        if tag is None:
            at = found.end()
            continue
        yield tag
        at = tag.end


def code_fences(text: str) -> list[Fence]:
    """The code fences of a text, those in quotations and lists included."""
    return fences(text.split("\n"))


def _tag(text: str, found: re.Match[str], line: int) -> Tag | None:
    if found["comment"]:
        return Tag("", "comment", found.start(), found.end(), line)
    if found["condition"]:
        return _condition(found, line)
    if found["code"]:
        return _banner_in_code(text, found, line)
    if found["close"]:
        end = text.find(">", found.end())
        return Tag(found["name"], "close", found.start(), end + 1, line) if end >= 0 else None
    try:
        attributes, end, whole = _attributes(text, found.end())
    except Unreadable:
        return None
    return Tag(found["name"], "whole" if whole else "open", found.start(), end, line, attributes)


def _condition(found: re.Match[str], line: int) -> Tag:
    sign, word = found[0][1], found["condition"].strip()
    form = "else" if word.startswith("else") else {"#": "if", "/": "endif", ":": "else"}[sign]
    wrong = {"sign": sign} if form == "else" and sign != ":" else {}
    return Tag(word.removeprefix("if").strip(), form, found.start(), found.end(), line, wrong)


def _banner_in_code(text: str, found: re.Match[str], line: int) -> Tag | None:
    """A banner between backticks, over several lines: nobody shows one as code there."""
    inner = re.match(r"`+\s*<(?P<name>CourseFloatingBanner)(?=\s)", found[0])
    if not inner or "\n" not in found[0]:
        return None
    attributes, _, _ = _attributes(text, found.start() + inner.end())
    return Tag(inner["name"], "whole", found.start(), found.end(), line, attributes | {"in code": ""})


def _attributes(text: str, at: int) -> tuple[dict[str, str], int, bool]:
    """The attributes of a tag, the offset behind it, and whether it closes itself."""
    found: dict[str, str] = {}
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text.startswith("/>", at):
            return found, at + 2, True
        elif text[at] == ">":
            return found, at + 1, False
        elif text[at] == "{":
            at = balanced(text, at)
        elif name := _NAME.match(text, at):
            at = name.end()
            if text.startswith("=", at):
                found[name[0]], at = _value(text, at + 1)
            else:
                found[name[0]] = ""
        else:
            at += 1
    raise Unreadable


def _value(text: str, at: int) -> tuple[str, int]:
    while at < len(text) and text[at].isspace():
        at += 1
    if at < len(text) and text[at] in "\"'":
        end = text.find(text[at], at + 1)
        if end < 0:
            raise Unreadable
        return text[at + 1 : end], end + 1
    if text.startswith("{", at):
        end = balanced(text, at)
        return text[at:end], end
    bare = re.compile(r"[^\s>]*?(?=\s|/?>)").match(text, at)
    if not bare:
        raise Unreadable
    return bare[0], bare.end()


def balanced(text: str, at: int) -> int:
    """The offset behind the bracket that closes the one at ``at``; quoted texts are skipped."""
    waiting: list[str] = []
    while at < len(text):
        sign = text[at]
        if sign in "\"'`":
            at = _end_of_string(text, at)
            continue
        if sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
            if not waiting:
                return at + 1
        at += 1
    raise Unreadable


def _end_of_string(text: str, at: int) -> int:
    quote, at = text[at], at + 1
    while at < len(text) and text[at] != quote:
        at += 2 if text[at] == "\\" else 1
    if at >= len(text):
        raise Unreadable
    return at + 1
