"""A course reduced to what the peers understand: the same text, code, tables and links, the blocks in plain Markdown.

A question becomes a notice with a list of tasks, a hint a notice that opens, a video a link. The same words stand on every
page as before; what they cannot do any more (answers that are checked, videos behind a click) is not put in their place.

Two dialects: ``pymdownx`` for MkDocs and Zensical (``!!! question "Which?"`` and indented text), ``commonmark`` for Hugo
(``> [!question] Which?``).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from diglot.admonitions import rewrite_page
from diglot.blocks import Block, scan
from diglot.pages import Page

DIALECTS = ("pymdownx", "commonmark")
GLOSSARY = "glossary.md"

_NOTICES = {"quiz": "question", "quiz-multi": "question", "hint": "tip", "explain": "info"}
_OPENS = {"hint", "explain"}
_MODEL = re.compile(r"\]\(model:(?P<key>[\w.-]+)\)")
_TERM = re.compile(r"\]\(term:(?P<key>[\w.-]+)\)")
_INDENTED = re.compile(r"^(?P<sign>!!!|\?\?\?\+?|={3}) *(?P<kind>[\w-]*)(?: *\"(?P<title>[^\"]*)\")?\s*$")


def reduced(page: Page, dialect: str) -> str:
    """A page in plain Markdown; of its front matter only the description is left."""
    page = rewrite_page(page)
    text = "\n".join(_inside(page, scan(page)[0], 0, len(page.lines), dialect))
    if dialect == "commonmark":
        text = "\n".join(_quoted(text.split("\n")))
    text = _MODEL.sub(r"](https://huggingface.co/models?search=\g<key>)", text)
    text = _TERM.sub(rf"]({'../' * page.name.count('/')}{GLOSSARY}#\g<key>)", text)
    about = page.meta.get("description")
    return (f'---\ndescription: "{about}"\n---\n\n' if isinstance(about, str) and '"' not in about else "") + text


def notice(kind: str, title: str, lines: Sequence[str], dialect: str, *, opens: bool = False) -> list[str]:
    """A notice, or one that opens, in a dialect."""
    if dialect == "commonmark":
        return [f"> [!{kind}] {title}".rstrip(), *(f"> {line}".rstrip() for line in lines)]
    sign = "???" if opens else "!!!"
    text = textwrap.indent("\n".join(lines).strip("\n"), "    ")
    return [f'{sign} {kind} "{title.replace(chr(34), chr(39))}"', "", *text.split("\n")]


def _inside(page: Page, blocks: Sequence[Block], first: int, last: int, dialect: str) -> Iterator[str]:
    """The lines between two, with the blocks among them reduced."""
    for block in blocks:
        yield from page.lines[first : block.line]
        yield from ("", *_block(page, block, dialect), "")
        first = block.last + 1
    yield from page.lines[first:last]


def _block(page: Page, block: Block, dialect: str) -> list[str]:
    lines = list(_inside(page, block.children, block.first, block.last, dialect))
    if kind := _NOTICES.get(block.name):
        return notice(kind, block.title, lines, dialect, opens=block.name in _OPENS)
    if block.name == "tab":
        return [f'=== "{block.title}"', "", *textwrap.indent("\n".join(lines).strip("\n"), "    ").split("\n")]
    if address := block.option("youtube"):
        return [f"[{block.title}](https://www.youtube.com/watch?v={address})", *lines]
    if block.name == "figure":
        return [f"*{block.title}*", "", str(block.option("alt") or ""), *lines]
    return [block.title, *lines]


def _quoted(lines: Sequence[str]) -> Iterator[str]:
    """Notices and tabs written with an indent, as quotations."""
    index = 0
    while index < len(lines):
        found = _INDENTED.match(lines[index])
        end = index + 1
        while found and end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
            end += 1
        if found and end > index + 1:
            inner = textwrap.dedent("\n".join(lines[index + 1 : end])).strip("\n").split("\n")
            yield from notice(found["kind"] or "note", found["title"] or "", list(_quoted(inner)), "commonmark")
            yield ""
        else:
            yield lines[index]
        index = end if found and end > index + 1 else index + 1
