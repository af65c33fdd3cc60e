"""The source of a page: front matter, code fences, prose lines.

Every check that reads raw Markdown uses these, so that a page which *documents* a construct in a code fence is never
reported for it. The rules are those of the renderer (MkDocs for front matter, pymdownx.superfences for fences).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# As in mkdocs.utils.meta.YAML_RE.
_FRONT_MATTER = re.compile(r"^-{3}[ \t]*\n(?P<yaml>.*?\n)(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL)

# As in pymdownx.superfences: the closing fence is the same run of signs behind the same quote marks.
_FENCE = re.compile(r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_LINK = re.compile(r"\]\((?P<target>[^\s)]+)[^)]*\)")


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


def split_front_matter(text: str) -> FrontMatter:
    """Cut a page at the end of its front matter."""
    found = _FRONT_MATTER.match(text)
    if not found:
        return FrontMatter("", text, 1)
    return FrontMatter(found["yaml"], text[found.end() :], text[: found.end()].count("\n") + 1)


def fences(lines: list[str]) -> list[Fence]:
    """The fenced code blocks of a text, in order. A fence that is never closed is no fence (see ``unclosed_fences``)."""
    return [fence for fence in _scan_fences(lines) if fence.last >= 0]


def unclosed_fences(lines: list[str]) -> list[int]:
    """Indexes of the lines that open a fence which nothing closes."""
    return [fence.first for fence in _scan_fences(lines) if fence.last < 0]


def prose(lines: list[str]) -> list[tuple[int, str]]:
    """Index and text of each line outside fenced code."""
    hidden = {index for fence in fences(lines) for index in range(fence.first, fence.last + 1)}
    return [(index, line) for index, line in enumerate(lines) if index not in hidden]


def links(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Index, column (from 1) and target of each inline link outside code."""
    for index, line in prose(lines):
        masked = _CODE_SPAN.sub(lambda span: " " * len(span[0]), line)
        for found in _LINK.finditer(masked):
            yield index, found.start("target") + 1, found["target"]


def plain(text: str) -> str:
    """A line of Markdown as bare text: link texts, no emphasis, no code marks, no attributes."""
    text = re.sub(r"\{[#.:][^}]*\}", "", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return " ".join(re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", text).split())


def indent_of(line: str) -> int:
    """Number of leading spaces."""
    return len(line) - len(line.lstrip(" "))


def _scan_fences(lines: list[str]) -> Iterator[Fence]:
    index = 0
    while index < len(lines):
        opening = _FENCE.match(lines[index])
        if opening:
            last = _closing(lines, index, opening)
            yield Fence(index, last, opening["info"].strip())
            index = max(index, last)
        index += 1


def _closing(lines: list[str], first: int, opening: re.Match[str]) -> int:
    """Index of the line that closes a fence, or -1."""
    depth = opening["indent"].count(">")
    for index in range(first + 1, len(lines)):
        indent = re.match(r"[ >]*", lines[index])[0]
        if indent.count(">") != depth:
            return -1
        content = lines[index][len(indent) :].rstrip()
        if content == opening["fence"]:
            return index
        if content and not depth and len(indent) < len(opening["indent"]):
            return -1
    return -1
