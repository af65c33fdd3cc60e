"""Blocks of CommonMark, as Python-Markdown reads them.

markdown-it says where each block begins and ends. Each is written out again: a blank line between any two (so a list may
follow its sentence), list items and what is in them indented by four, ``1.`` for ``1)``, a language of one word behind a
fence. What a program prints gets a fence of its own kind, ``output``. Nothing in a code fence changes, except typographic
quotes in Python that cannot be run with them and can without.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt

from diglot.characters import without_invisible
from diglot.mdx.notes import Note
from diglot.mdx.phrases import Link, prose, tight_emphasis
from diglot.mdx.tags import code_fences
from diglot.source import TAB

_OUTPUT = {"out", "output", "trace"}
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_MARKER = re.compile(r"^(?P<indent>[ \t]*)(?P<sign>[-+*]|\d{1,9}[.)])(?P<gap>[ \t]*)(?P<rest>.*)$")
_FENCE = re.compile(r"^(?P<ticks>`{3,}|~{3,})(?P<info>.*)$")
_HASH = re.compile(r"^( {0,3})(#{1,6})(?=[^#\s])", re.MULTILINE)
IMAGE = re.compile(r"!\[(?:[^\[\]\\]|\\.|\[[^\]]*\])*\]\(")
_RULE = re.compile(r"^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$")
_GLUED_ITEM = re.compile(r"-(?=[^\W\d_])")
_DISPLAYED = re.compile(r"(\${2,3})((?:(?!\$\$)[\s\S])+?)\1")


@dataclass
class Repairs:
    """What was found in some Markdown, each with its line: ``alerts``, ``fences``, ``outputs``, ``tables``, ``images``; notes."""

    seen: set[tuple[str, int, int]] = field(default_factory=set)
    notes: list[tuple[int, str, str]] = field(default_factory=list)

    def count(self, what: str, line: int, number: int = 0) -> None:
        """One more, unless it was counted: what two questions share is written twice."""
        self.seen.add((what, line, number))


def repaired(text: str, link: Link, found: Repairs, line: int = 0) -> str:
    """Markdown for Python-Markdown; ``found`` collects what was in it, ``line`` is where the text begins."""
    lines = [part.expandtabs(TAB) if "\t" in part[: len(part) - len(part.lstrip())] else part for part in text.split("\n")]
    _fill_corners(lines, found, line)
    lines = _whole_formulas(lines)
    blocks = _read_blocks(lines)
    if _space_items(lines, blocks, found, line):
        blocks = _read_blocks(lines)
    parts: list[str] = []
    for block in blocks:
        inside = lines[block.first : block.last]
        part = _WRITERS.get(block.kind, _paragraph)(inside, link, found, line + block.first)
        if part.strip():
            separated = parts and block.kind in _LISTS and parts[-1].startswith(_LIST_STARTS) and _same_kind(parts[-1], part)
            parts += ["<!-- -->"] if separated else []
            parts.append(part)
    return "\n\n".join(parts)


def visible(text: str, path: str) -> tuple[str, list[Note]]:
    """A page without characters that nobody sees and nothing needs, and what is to be said; code blocks stay as they are."""
    lines = text.split("\n")
    code = {index for fence in code_fences(text) for index in range(fence.first, fence.last + 1)}
    notes = []
    for index, line in enumerate(lines):
        if index not in code and not line.isascii() and (cleared := without_invisible(line)) != line:
            lines[index] = cleared
            notes.append(Note(path, index + 1, "repaired", f"invisible characters taken out: {len(line) - len(cleared)}"))
    return "\n".join(lines), notes


@dataclass(frozen=True)
class _Block:
    kind: str
    first: int
    last: int


def _read_blocks(lines: list[str]) -> list[_Block]:
    return [_Block(kind, first, last) for kind, first, last in _blocks("\n".join(lines), len(lines))]


_PARSER = MarkdownIt("commonmark").enable("table").disable("code")  # MDX knows no code by indentation
_PARSER.core.ruler.disable(["inline"])
_LISTS = ("bullet_list_open", "ordered_list_open")
_LIST_STARTS = ("- ", "1. ", "2. ", "3. ")


def _same_kind(before: str, after: str) -> bool:
    """Whether Python-Markdown would take two lists for one."""
    return before.startswith("- ") == after.startswith("- ") and not re.match(r"(?!1\.)\d", after)


def _blocks(text: str, number: int) -> Iterator[tuple[str, int, int]]:
    """Kind and lines of each outermost block; what markdown-it takes out (definitions of links and notes) is one too."""
    behind = 0
    lines = text.split("\n")
    for token in _PARSER.parse(text):
        if token.level or token.nesting < 0 or not token.map:
            continue
        first, last = token.map
        yield from _between(lines, behind, first)
        while last > first and not lines[last - 1].strip():
            last -= 1
        yield token.type, first, last
        behind = last
    yield from _between(lines, behind, number)


def _between(lines: list[str], first: int, last: int) -> Iterator[tuple[str, int, int]]:
    if any(line.strip() for line in lines[first:last]):
        yield "definition", first, last


# ----------------------------------------------------------------------------------------------------------- writers


def _paragraph(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    text = "\n".join(
        part.strip() + ("  " if part.endswith("  ") and index + 1 < len(lines) else "") for index, part in enumerate(lines)
    )
    for number, _ in enumerate(IMAGE.finditer(text)):
        found.count("images", line, number)
    if (tight := tight_emphasis(text)) != text:
        found.notes.append((line, "repaired", "a space inside '**' was taken out"))
        text = tight
    text = re.sub(r"\$\$\\\\\((.+?)\\\\\)\$\$", r"$$\1$$", text)  # both kinds of signs at once
    parts = _DISPLAYED.split(text)  # text, dollars, formula, text, …
    if len(parts) > 1:
        return _with_formulas(parts, link)
    return _plain_paragraph(text, link)


def _plain_paragraph(text: str, link: Link) -> str:
    text = _HASH.sub(lambda sign: f"{sign[1]}\\{sign[2]}", text)
    text = re.sub(r"^(?=/{3}|!{3} |\?{3} |={3} )", r"\\", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", prose(text, link)).strip("\n")


def _with_formulas(parts: list[str], link: Link) -> str:
    """``$$ … $$`` on lines of its own is a block; in the middle of a line it is a formula of that line."""
    out = ""
    for index in range(0, len(parts), 3):
        before, behind = parts[index], parts[index + 3] if index + 3 < len(parts) else ""
        out += before
        if index + 2 < len(parts):
            formula = "\n".join(part for part in parts[index + 2].strip().split("\n") if part.strip() not in ("", "%"))
            alone = re.search(r"(?:\A|\n)[ \t]*\Z", before) and re.match(r"[ \t]*(?:\n|\Z)", behind)
            out += f"\n\n$$\n{formula}\n$$\n\n" if alone else f"${' '.join(formula.split())}$"
    blocks = [block.strip("\n") for block in re.split(r"\n{2,}", out) if block.strip()]
    return "\n\n".join(block if block.startswith("$$\n") else _plain_paragraph(block, link) for block in blocks)


def _definition(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    """Definitions of links (``[name]: address``) and of notes (``[^1]: text``)."""
    target = re.compile(r"^( {0,3}\[[^\]^][^\]]*\]:\s*<?)([^\s<>]+)")
    written = [
        target.sub(lambda address: address[1] + link(address[2]), part) if target.match(part) else prose(part, link)
        for part in lines
        if part.strip()
    ]
    return "\n".join(written)


def _heading(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    """A heading inside a list or a quotation, or one with a line below it."""
    if len(lines) > 1 and re.fullmatch(r" {0,3}(=+|-+)\s*", lines[-1]):
        level = 1 if "=" in lines[-1] else 2
        return f"{'#' * level} {prose(' '.join(part.strip() for part in lines[:-1]), link)}"
    return prose(lines[0].strip(), link)


def _fence(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    indent = len(lines[0]) - len(lines[0].lstrip())
    opening = _FENCE.match(lines[0].strip())
    closed = (
        len(lines) > 1 and set(lines[-1].strip()) == {opening["ticks"][0]} and len(lines[-1].strip()) >= len(opening["ticks"])
    )
    code = [part[min(indent, len(part) - len(part.lstrip())) :] for part in lines[1 : -1 if closed else None]]
    if not closed:
        found.notes.append((line, "repaired", "code fence is never closed; closed at the end of its text"))
    language = _language(opening["info"])
    found.count("fences", line)
    if language == "output":
        found.count("outputs", line)
    if language in ("py", "python"):
        code = _straight(code, found, line)
    ticks = max(
        [opening["ticks"].replace("~", "`"), *(run + "`" for run in re.findall(r"^`{3,}", "\n".join(code), re.MULTILINE))],
        key=len,
    )
    return "\n".join([f"{ticks}{language}", *code, ticks])


def _language(info: str) -> str:
    """``python out`` is what Python prints; of other second words (``no-format``) nothing remains."""
    words = info.split()
    if _OUTPUT & set(words):
        return "output"
    return re.sub(r"[^\w+#.-].*", "", words[0]).rstrip(":") if words else ""


def _straight(code: list[str], found: Repairs, line: int) -> list[str]:
    """Code with straight quotes, where it cannot be read with the typographic ones and can with these."""
    text = "\n".join(code)
    straight = text.translate(_QUOTES)
    if text == straight or _is_python(text) or not _is_python(straight):
        return code
    found.notes.append((line, "repaired", "typographic quotes in code were written for straight ones"))
    return straight.split("\n")


def _is_python(text: str) -> bool:
    lines = [part for part in textwrap.dedent(text).split("\n") if not part.lstrip().startswith(("!", "%"))]
    try:
        ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return False
    return True


def _fill_corners(lines: list[str], found: Repairs, line: int) -> None:
    """A table whose first cell is empty and has no bar before it."""
    for index in range(1, len(lines)):
        head, rule = lines[index - 1], lines[index]
        if _RULE.match(rule) and head.lstrip().startswith("|") and _cells(head) + 1 == _cells(rule):
            lines[index - 1] = f"| {head.lstrip()}"
            found.notes.append((line + index - 1, "repaired", "the empty first cell of a table had no bar before it"))


def _space_items(lines: list[str], blocks: list[_Block], found: Repairs, line: int) -> bool:
    """Whether there were items without a space behind their sign directly above a list of others."""
    glued = [
        block
        for block, below in pairwise(blocks)
        if block.kind == "paragraph_open" and below.kind == "bullet_list_open" and block.last == below.first
        if all(_GLUED_ITEM.match(item) for item in lines[block.first : block.last]) and lines[below.first].startswith("- ")
    ]
    for index in [index for block in glued for index in range(block.first, block.last)]:
        lines[index] = f"- {lines[index][1:]}"
        found.notes.append((line + index, "repaired", "an item of a list had no space behind '-'"))
    return bool(glued)


def _whole_formulas(lines: list[str]) -> list[str]:
    """No blank line inside ``$$``: it would end the paragraph. A comment of TeX holds its place."""
    code = {index for fence in code_fences("\n".join(lines)) for index in range(fence.first, fence.last + 1)}
    bounds = [index for index, line in enumerate(lines) if index not in code and line.strip("> ") == "$$"]
    blank = {
        index
        for first, last in zip(bounds[::2], bounds[1::2], strict=False)
        for index in range(first, last)
        if not lines[index].strip("> ")
    }
    return [f"{line}%" if index in blank else line for index, line in enumerate(lines)]


def _cells(row: str) -> int:
    return len(re.split(r"(?<!\\)\|", row.strip().strip("|")))


def _table(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    found.count("tables", line)
    return "\n".join(prose(part.strip(), link) for part in lines)


def _quote(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    inner = [re.sub(r"^ {0,3}> ?", "", part) for part in lines]
    alert = re.fullmatch(r"\s*\[!(?P<kind>[A-Za-z]+)\]\s*", inner[0])
    if not alert:
        return _prefixed(repaired("\n".join(inner), link, found, line), "> ")
    found.count("alerts", line)
    body = repaired("\n".join(inner[1:]), link, found, line + 1)
    return _prefixed(f"[!{alert['kind'].upper()}]\n{body}", "> ")


def _list(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    items = list(_items(lines))
    written = [repaired("\n".join(item), link, found, line + first) for first, _, item in items]
    loose = any("\n\n" in _tight(text) for text in written)
    texts = [_indented(text if loose else _tight(text), sign) for text, (_, sign, _) in zip(written, items, strict=True)]
    return ("\n\n" if loose else "\n").join(texts)


def _items(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Line, sign and content of each item of a list that begins with the first line."""
    starts = [token.map for token in _PARSER.parse("\n".join(lines)) if token.type == "list_item_open" and token.level == 1]
    numbered = re.match(r"\s*\d", lines[0])
    for number, (first, last) in enumerate(starts):
        marker = _MARKER.match(lines[first])
        gap = len(marker["gap"])
        width = len(marker["indent"]) + len(marker["sign"]) + (gap if 1 <= gap <= TAB and marker["rest"] else 1)
        content = [marker["rest"] if gap <= TAB else " " * (gap - 1) + marker["rest"]]
        content += [part[min(width, len(part) - len(part.lstrip(" "))) :] for part in lines[first + 1 : last]]
        while content and not content[-1].strip():
            content.pop()
        start = int(re.match(r"\s*(\d+)", lines[0])[1]) if numbered else 0
        yield first, f"{start + number}." if numbered else "-", content or [""]


def _tight(text: str) -> str:
    """A nested list directly below its item, as in a tight list."""
    return re.sub(r"\n\n(?=\s*(?:[-]|\d+\.) )", "\n", text)


def _indented(text: str, sign: str) -> str:
    first, *rest = text.split("\n")
    if first.startswith(("```", "~~~")):  # a fence does not begin on the line of its sign
        first, rest = "&nbsp;", ["", first, *rest]
    return "\n".join([f"{sign} {first}", *(" " * TAB + part if part.strip() else "" for part in rest)])


def _prefixed(text: str, sign: str) -> str:
    return "\n".join((sign + part).rstrip() for part in text.split("\n"))


def _html(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    """HTML that is left: tags inside a line, mostly."""
    return _paragraph(lines, link, found, line)


def _rule(lines: list[str], link: Link, found: Repairs, line: int) -> str:
    return "---"


_WRITERS: dict[str, Callable[[list[str], Link, Repairs, int], str]] = {
    "paragraph_open": _paragraph,
    "definition": _definition,
    "heading_open": _heading,
    "fence": _fence,
    "table_open": _table,
    "blockquote_open": _quote,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "html_block": _html,
    "hr": _rule,
}
