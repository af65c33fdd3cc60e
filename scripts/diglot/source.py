"""The source of a page: front matter, code fences, prose lines.

Every check that reads raw Markdown uses these, so that a page which *documents* a construct in a code fence is never
reported for it; what an HTML comment hides is no prose either. The rules are those of the renderer (MkDocs for front
matter, pymdownx.superfences for fences).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown.util import BLOCK_LEVEL_ELEMENTS
from pymdownx import superfences

TAB = 4
_PAGES_AT_ONCE = 16  # every check of a page asks where its code is: answers are kept for the texts at hand

# As in mkdocs.utils.meta.YAML_RE.
_FRONT_MATTER = re.compile(r"^-{3}[ \t]*\n(?P<yaml>.*?\n)(?:-{3}|\.{3})[ \t]*\n", re.DOTALL)

_FENCES = ("```", "~~~")
_FENCE = re.compile(r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
# What superfences takes behind the language, and the form of its value.
_FENCE_OPTIONS = {
    "hl_lines": superfences.RE_HL_LINES,
    "linenums": superfences.RE_LINENUMS,
    "title": re.compile(""),
    "title_mode": re.compile(""),
}

_COMMENT = re.compile(r"^ {0,3}<!--")
_TAG_BEGUN = re.compile(r"<(?P<name>[A-Za-z][\w-]*)")
_TAG = re.compile(r"""<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_READ = re.compile(r"\smarkdown\b(?!-)")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_CODE_SPANS = re.compile(r"(?<!`)(`+)(?!`)(?:[^\n]|\n(?!\s*\n))*?(?<!`)\1(?!`)")  # it may go on in the next line
_LINK = re.compile(r"\]\(\s*<?(?P<target>[^\s<>)]+)[^)]*\)")
_LINK_DEFINITION = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(?P<target>[^\s<>]+)")


@dataclass(frozen=True)
class FrontMatter:
    """The YAML at the top of a page and what follows it: ``line`` is where ``body`` begins, from 1."""

    yaml: str
    body: str
    line: int


@dataclass(frozen=True)
class Fence:
    """A fenced code block: indexes of its first and last line (from 0, both fences included) and its info string."""

    first: int
    last: int
    info: str


@dataclass(frozen=True)
class RawHtml:
    """Raw HTML that begins a line: indexes of its first and last line (-1 if nothing closes it) and its outermost tag.

    ``markdown`` says that the text inside is read as Markdown.
    """

    first: int
    last: int
    tag: str
    markdown: bool


def split_front_matter(text: str) -> FrontMatter:
    """Cut a page at the end of its front matter."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return FrontMatter("", text, 1)
    return FrontMatter(found["yaml"], text[found.end() :], text[: found.end()].count("\n") + 1)


def fences(lines: Sequence[str]) -> list[Fence]:
    """The fenced code blocks of a text, in order. A fence that is never closed is no fence (see ``unclosed_fences``)."""
    return [fence for fence in _scan_fences(lines) if fence.last >= 0]


def unclosed_fences(lines: list[str]) -> list[int]:
    """Indexes of the lines that open a fence which nothing closes."""
    return [fence.first for fence in _scan_fences(lines) if fence.last < 0]


def unreadable_fences(lines: list[str]) -> list[int]:
    """Indexes of the lines that open a fence which the renderer leaves as text, for what stands behind its language."""
    return [fence.first for fence in _scan_fences(lines) if not _readable(lines[fence.first].lstrip("> \t"))]


def unclosed_comments(lines: list[str]) -> list[int]:
    """Index of the line that opens a comment which nothing closes, if there is one."""
    shown = _outside_code(lines)
    return [first for first, last in _comments(shown) if last < 0]


def tags_over_comments(lines: list[str]) -> list[tuple[int, int, str]]:
    """Index, column (from 1) and name of each tag that nothing ends before a comment: its own '>' is then the comment's."""
    found = {}
    shown = masked(lines).split("\n") if _has(lines, "<!--") else []
    for first, _ in _comments(_outside_code(lines)) if shown else ():
        above = "\n".join(shown[:first])
        if tag := _TAG_BEGUN.search(above, above.rfind(">") + 1):
            index = above.count("\n", 0, tag.start())
            found[index, tag.start() - above.rfind("\n", 0, tag.start())] = tag["name"]
    return [(*place, name) for place, name in found.items()]


def raw_html(lines: list[str]) -> Iterator[RawHtml]:
    """The raw HTML of a text, in order; a tag inside other raw HTML is part of that."""
    found: RawHtml | None = None
    depth = 0
    for index, line in prose(lines):
        for tag in _TAG.finditer(line):
            if tag["rest"].endswith("/"):
                continue
            if found and tag["name"].lower() == found.tag:
                depth += -1 if tag["end"] else 1
                if not depth:
                    yield replace(found, last=index)
                    found = None
            elif not found and _begins_html(line, tag):
                found, depth = RawHtml(index, -1, tag["name"].lower(), bool(_READ.search(tag["rest"]))), 1
    if found:
        yield found


def prose(lines: list[str]) -> list[tuple[int, str]]:
    """Index and text of each line outside fenced code and comments; what stands behind a comment keeps its column."""
    return list(_prose(tuple(lines)) if _has(lines, *_FENCES, "<!--") else enumerate(lines))


@lru_cache(maxsize=_PAGES_AT_ONCE)
def _prose(lines: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    shown = _outside_code(lines)
    for first, last in list(_comments(shown)):
        for index in range(first, last):
            shown.pop(index, None)
        if last >= 0:
            before, end, rest = shown[last].partition("-->")
            shown[last] = " " * len(before + end) + rest
            if not rest.strip():
                del shown[last]
    return tuple(shown.items())


def masked(lines: list[str]) -> str:
    """A text in which all that is no prose is spaces or gone: what is left stands at its line and column."""
    shown = dict(prose(lines))
    text = "\n".join(shown.get(index, "") for index in range(len(lines)))
    return _CODE_SPANS.sub(lambda span: re.sub(r"[^\n]", " ", span[0]), text)


def links(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Index, column (from 1) and target of each link outside code: ``[T5](target)``, ``[t5]: target``."""
    for index, line in prose(lines):
        masked = CODE_SPAN.sub(lambda span: " " * len(span[0]), line)
        for found in (*_LINK_DEFINITION.finditer(masked), *_LINK.finditer(masked)):
            yield index, found.start("target") + 1, found["target"]


def plain(text: str) -> str:
    """A line of Markdown as bare text: link texts, no emphasis, no code marks, no attributes."""
    text = re.sub(r"\{:?\s*[#.][^}]*\}", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", text).split())


def indent_of(line: str) -> int:
    """Number of leading spaces."""
    return len(line) - len(line.lstrip(" "))


def is_blank(line: str) -> bool:
    """As Python-Markdown sees it: a line of protected spaces is not blank."""
    return not line.strip(" \t")


def _scan_fences(lines: Sequence[str]) -> tuple[Fence, ...]:
    """All fences; the last line of one that is never closed is -1. As in superfences, a line that breaks one opens none."""
    return _scanned(tuple(lines)) if _has(lines, *_FENCES) else ()


def _has(lines: Sequence[str], *signs: str) -> bool:
    """Most texts that are asked about, such as an option of a question, have none of them."""
    text = "\n".join(lines)
    return any(sign in text for sign in signs)


@lru_cache(maxsize=_PAGES_AT_ONCE)
def _scanned(written: tuple[str, ...]) -> tuple[Fence, ...]:
    return tuple(_scan(written))


def _scan(written: Sequence[str]) -> Iterator[Fence]:
    lines = [line.expandtabs(TAB) if "\t" in line else line for line in written]
    behind = 0
    for index in [index for index, line in enumerate(lines) if "```" in line or "~~~" in line]:  # few: every check begins here
        opening = _FENCE.match(lines[index]) if index >= behind else None
        if opening and not (opening["fence"][0] == "`" and "`" in opening["info"]):
            end, closed = _end_of_fence(lines, index, opening)
            yield Fence(index, end if closed else -1, opening["info"].strip())
            behind = end + 1


def _end_of_fence(lines: list[str], first: int, opening: re.Match[str]) -> tuple[int, bool]:
    """Index of the line that ends a fence, and whether it closes it; one with less indent or other quote marks breaks it."""
    depth = opening["indent"].count(">")
    for index in range(first + 1, len(lines)):
        indent, content = _content(lines[index], opening)
        if indent.count(">") != depth or (content.strip() and len(indent) < len(opening["indent"])):
            return index, False
        if content == opening["fence"]:
            return index, True
    return len(lines), False


def _content(line: str, opening: re.Match[str]) -> tuple[str, str]:
    """A line cut behind the indent and quote marks that it shares with its fence."""
    width = len(opening["indent"])
    content = line[:width].lstrip("> ") + line[width:]
    return line[: len(line) - len(content)], content.rstrip(" ")


def _readable(header: str) -> bool:
    """Whether superfences takes a line for the first one of a fence."""
    found = superfences.RE_NESTED_FENCE_START.match(header)
    if not found or found["unrecognized"]:
        return False
    given = [option for option in superfences.RE_OPTIONS.finditer(found["options"] or "") if option["key"]]
    return all(
        option["key"] in _FENCE_OPTIONS and _FENCE_OPTIONS[option["key"]].match(option["value"] or option["key"])
        for option in given
    )


def _begins_html(line: str, tag: re.Match[str]) -> bool:
    """Whether a tag begins a block of raw HTML: only at the start of a line."""
    blocks = {*BLOCK_LEVEL_ELEMENTS} - {"hr"}
    return not tag["end"] and tag["name"].lower() in blocks and tag.start() < TAB and not line[: tag.start()].strip()


def _outside_code(lines: Sequence[str]) -> dict[int, str]:
    code = {index for fence in fences(lines) for index in range(fence.first, fence.last + 1)}
    return {index: line for index, line in enumerate(lines) if index not in code}


def _comments(shown: dict[int, str]) -> Iterator[tuple[int, int]]:
    """First and last line of each HTML comment that begins a line; the last one of a comment that is never closed is -1."""
    ends = [index for index, line in shown.items() if "-->" in line]
    behind = 0
    for index, line in shown.items():
        if index >= behind and _COMMENT.match(line):
            following = bisect_left(ends, index)
            if following == len(ends):
                yield index, -1
                return
            yield index, ends[following]
            behind = ends[following] + 1
