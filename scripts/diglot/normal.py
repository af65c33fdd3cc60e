"""The normal form of a page's blocks: what is left of Markdown when everything cosmetic is set aside.

The one definition of a cosmetic change. It sets aside

- white space and line breaks inside a paragraph, a list item, a row; the number of blank lines between them
- ``*`` or ``_`` for emphasis, ``-``, ``*``, ``+`` for a list item, and the numbers of a numbered list
- whether a link is written inline or by reference, and where its reference is defined
- the ids of headings

and nothing else: emphasis that comes or goes, a paragraph cut in two, a link's target, a letter are changes. Code is
compared as it stands, and so are the options of a block. Where the renderer might see code, this room does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diglot.source import TAB

Target = Callable[[str], str]
Definitions = Mapping[str, tuple[str, str]]  # targets and titles of reference links by name

_QUOTE = re.compile(r"(?:>[ ]?)+")
_HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<text>.*?)\s*#*\s*$")
_ATTRIBUTES = re.compile(r"\{:?(?P<inside>[^{}]*#[^{}]*)\}\s*$")
_ITEM = re.compile(r"^(?P<sign>[-*+]|\d+[.)])[ \t]+(?P<text>.*)$")
_DEFINED = re.compile(r"^:[ \t]+")
_RULE = re.compile(r"^(?:(?:[-*_][ \t]*){3,})$")
_MARKER = re.compile(r"^(?:/{3,}|!!!|\?\?\?\+?|===\+?!?[ ]*\"|--8<--)")
_CONTAINER = re.compile(r"^(?:!!!|\?\?\?\+?|===\+?!?[ ]*\"|\[\^[^\]]+\]:)")
_DELIMITER_CELL = re.compile(r"^:?-+:?$")
_DEFINITION = re.compile(
    r"""^\ {0,3}\[(?P<name>(?!\^)[^\]]+)\]:[ \t]*<?(?P<target>[^\s<>]+)>?
        (?:[ \t]+(?P<quote>["'(])(?P<title>.*)["')])?[ \t]*$""",
    re.VERBOSE,
)
_OPAQUE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)|\$\$.+?\$\$|\$(?=\S)[^$]*?\S\$(?!\d)|<[^<>\s][^<>]*>", re.DOTALL)
_TEXT = r"(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)"
_INLINE_LINK = re.compile(
    rf"""\[{_TEXT}\]\(\s*(?P<target>(?:[^\s()]|\([^\s()]*\))*)
         (?:\s+(?P<quote>["'])(?P<title>.*?)(?P=quote))?\s*\)""",
    re.VERBOSE,
)
_REFERENCE_LINK = re.compile(rf"\[{_TEXT}\](?:\ ?\[(?P<name>[^\]]*)\])?(?![(\[:])", re.VERBOSE)
_UNDERSCORES = re.compile(r"(?<![\w\\])(?P<sign>_{1,3})(?=\S)(?P<text>.{1,800}?)(?<=[^\s\\])(?P=sign)(?!\w)")
_NESTED = 3  # emphasis in emphasis in emphasis: deeper means nothing
_SPECIAL = re.compile("[`$<\\[_\ue000]")
_HELD = re.compile("\ue000(?P<number>\\d+)\ue001")  # a private character: no author types it


@dataclass(frozen=True)
class Block:
    """The normal form of one paragraph, item, row, line of code …; ``line`` is an index into the body."""

    kind: str
    text: str
    line: int = field(default=0, compare=False)


def definitions_of(lines: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Targets and titles of the reference links that a page defines."""
    found: dict[str, tuple[str, str]] = {}
    for line in lines:
        if match := _DEFINITION.match(line):
            found.setdefault(_name(match["name"]), (match["target"], match["title"] or ""))
    return found


def blocks_of(lines: Sequence[str], first: int, last: int, code: Mapping[int, int]) -> Iterator[Block]:
    """The blocks of the lines ``first`` to ``last`` (excluded), their texts still as they stand.

    ``code`` has the first and last line of each fenced code block.
    """
    reader = _Reader()
    index = first
    while index < last:
        line = lines[index].expandtabs(TAB).rstrip() if "\t" in lines[index] else lines[index].rstrip()
        if index in code:
            yield from reader.close()
            yield Block("code", "\n".join(text.rstrip() for text in lines[index : code[index] + 1]), index)
            index = code[index]
        else:
            yield from reader.read(index, line)
        index += 1
    yield from reader.close()


class _Reader:
    """Reads a section line by line.

    ``paragraph`` is the one still open, its block's ``kind``, first line, level of indent and depth of quotation; ``allowed``
    the level up to which indented text belongs to a list or a notice rather than being code; ``options`` says that the line
    above begins a block or is one of its options.
    """

    def __init__(self) -> None:
        self.paragraph: list[str] = []
        self.at, self.kind, self.level, self.depth = 0, "text", 0, 0
        self.allowed = 0
        self.options = False

    def close(self) -> Iterator[Block]:
        """The paragraph that ends here, if one is open."""
        if self.paragraph:
            yield Block(self.kind, f"{' ' * TAB * self.level}{'>' * self.depth}{' '.join(self.paragraph)}", self.at)
            self.paragraph.clear()

    def read(self, index: int, line: str) -> Iterator[Block]:
        """The blocks that end with this line, which is outside fenced code."""
        level, depth, content = _measure(line)
        if content and self.options and level:
            yield Block("option", line, index)
            return
        self.options = False
        if not content:
            yield from self.close()
        elif not self.paragraph and level > self.allowed and not depth:
            yield Block("code", line, index)
        elif level or depth or not _DEFINITION.match(line):
            yield from self._text(index, level, depth, content)

    def _text(self, index: int, level: int, depth: int, content: str) -> Iterator[Block]:
        sign = _sign(content, level)
        continues = sign == "text" or (self.kind == "text" and sign in ("item", "row"))  # those need a blank line before them
        if self.paragraph and depth <= self.depth and continues:
            self.paragraph.append(content)
            return
        yield from self.close()
        self.at, self.kind, self.level, self.depth = index, sign, level, depth
        self.allowed = level + 1 if sign == "item" or _CONTAINER.match(content) else min(level, self.allowed)
        self.paragraph.append(content)
        self.options = sign == "marker" and content.startswith("///")
        if sign in ("heading", "marker", "row", "rule"):
            yield from self.close()


def _measure(line: str) -> tuple[int, int, str]:
    """How deep a line stands: indents of 4, quote marks; and what is left of it."""
    indent = len(line) - len(line.lstrip(" "))
    rest = line[indent:]
    quote = _QUOTE.match(rest)
    return indent // TAB, quote[0].count(">") if quote else 0, rest[quote.end() if quote else 0 :].strip()


def _sign(content: str, level: int) -> str:
    """What kind of block a line begins; ``text`` where it may as well continue one."""
    if not level and _HEADING.match(content):
        return "heading"
    if _MARKER.match(content) or content.startswith("[!"):
        return "marker"
    if _RULE.match(content):
        return "rule"
    if _ITEM.match(content) or _DEFINED.match(content):
        return "item"
    return "row" if content.startswith("|") else "text"


def normal(block: Block, definitions: Definitions, target: Target) -> Block:
    if block.kind in ("code", "option"):
        return block
    text = block.text
    indent = text[: len(text) - len(text.lstrip(" >"))]
    content = text[len(indent) :]
    if block.kind == "heading":
        content = _normal_heading(content)
    elif block.kind == "item":
        content = _normal_item(content)
    elif block.kind == "rule":
        content = "---"
    content = _normal_inline(content, definitions, target)
    if block.kind == "row":
        content = _normal_row(content)
    return Block(block.kind, indent + " ".join(content.split()), block.line)


def _normal_heading(content: str) -> str:
    found = _HEADING.match(content)
    text = _ATTRIBUTES.sub(_without_id, found["text"])
    return f"{found['level']} {text}"


def _without_id(found: re.Match[str]) -> str:
    others = [word for word in found["inside"].split() if not word.startswith("#")]
    return f"{{{' '.join(others)}}}" if others else ""


def _normal_item(content: str) -> str:
    found = _ITEM.match(content)
    if not found:
        return content
    return f"{'1.' if found['sign'][0].isdigit() else '-'} {found['text']}"


def _normal_row(content: str) -> str:
    cells = [cell.strip() for cell in content.strip("|").split("|")]
    if all(_DELIMITER_CELL.match(cell) for cell in cells):
        cells = [re.sub("-+", "-", cell) for cell in cells]
    return "|".join(cells)


def _normal_inline(content: str, definitions: Definitions, target: Target) -> str:
    """Code, formulas, tags and targets are put aside while links and emphasis are rewritten."""
    if not _SPECIAL.search(content):
        return content
    held: list[str] = []

    def hold(text: str) -> str:
        held.append(text)
        return f"\ue000{len(held) - 1}\ue001"

    def inline(found: re.Match[str]) -> str:
        return link(found["text"], _release(found["target"], held).strip("<>"), found["title"] or "")

    def reference(found: re.Match[str]) -> str:
        name = _name(_release(found["name"] or found["text"], held))
        return link(found["text"], *definitions[name]) if name in definitions else found[0]

    def link(text: str, address: str, title: str) -> str:
        return f"[{text}]" + hold(f"({target(address)}{' ' + repr(title) if title else ''})")

    content = _OPAQUE.sub(lambda found: hold(found[0]), content.replace("\ue000", ""))
    if "](" in content:
        content = _nested(_INLINE_LINK, inline, content)
    if definitions:
        content = _nested(_REFERENCE_LINK, reference, content)
    for _ in range(_NESTED if "_" in content else 0):
        content = _UNDERSCORES.sub(_starred, content)
    return _release(content, held)


def _nested(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], content: str) -> str:
    """A picture may stand in the text of a link: the inner one is rewritten first, then it is in nobody's way."""
    content = pattern.sub(lambda found: replace(found), content)
    return pattern.sub(lambda found: replace(found), content) if pattern is _INLINE_LINK else content


def _starred(found: re.Match[str]) -> str:
    sign = "*" * len(found["sign"])
    return f"{sign}{found['text']}{sign}"


def _release(text: str, held: list[str]) -> str:
    while _HELD.search(text):
        text = _HELD.sub(lambda found: held[int(found["number"])], text)
    return text


def _name(name: str) -> str:
    return " ".join(name.split()).casefold()
