"""Glossary terms: ``[cross-attention](term:cross-attention)``.

The glossary is a page of each language, ``glossary.md``, a definition list whose terms carry the key::

    Cross-attention {#cross-attention}
    :   Attention whose queries come from one sequence and whose keys and values come from another.

A link goes to the entry and shows its definition when hovered or focused.
"""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from diglot.cards import resolve_links
from diglot.languages import SOURCE
from diglot.page import Here, here
from diglot.pages import Page
from diglot.problems import Problem, did_you_mean
from diglot.source import plain, prose, split_front_matter

SCHEME = "term"
GLOSSARY = "glossary.md"

_TERM = re.compile(r"^(?P<name>[^\s#].*?)\s*\{[^{}]*#(?P<key>[\w-]+)[^{}]*\}\s*$")
_DEFINITION = re.compile(r"^:\s+(?P<text>.*)$")


@dataclass(frozen=True)
class Term:
    """An entry of the glossary: ``definition`` is plain text, ``index`` the line of the term in the page's body."""

    key: str
    name: str
    definition: str
    index: int


def terms(lines: list[str]) -> dict[str, Term]:
    """The entries of a glossary page by key."""
    found = {}
    seen = dict(prose(lines))
    text = [seen.get(index, "") for index in range(len(lines))]
    for index, line in enumerate(text):
        term = _TERM.match(line)
        if term and (definition := _definition(text, index + 1)):
            found[term["key"]] = Term(term["key"], term["name"], definition, index)
    return found


def _definition(lines: list[str], index: int) -> str:
    """The first paragraph of the definition below a term, which it may share with the terms between; empty if there is none."""
    while index < len(lines) and _TERM.match(lines[index]):
        index += 1
    if index < len(lines) and not lines[index].strip():
        index += 1
    first = _DEFINITION.match(lines[index]) if index < len(lines) else None
    if not first:
        return ""
    following = (lines[at] for at in range(index + 1, len(lines)))
    more = itertools.takewhile(lambda line: line.strip() and not _DEFINITION.match(line), following)
    return plain(" ".join([first["text"], *map(str.strip, more)]))


def check(page: Page, known: Mapping[str, Term]) -> Iterator[Problem]:
    """Term links whose key the glossary does not have."""
    for index, column, target in page.links:
        key = target.removeprefix(f"{SCHEME}:")
        if key != target and key not in known:
            yield page.problem(index, "T001", f"unknown term {key!r}; {did_you_mean(key, known)}", column=column)


def terms_beside(place: Here, lang: str) -> Mapping[str, Term] | None:
    """The glossary of a language; None where it has none."""
    file = place.docs / lang / GLOSSARY
    return _terms(file, file.stat().st_mtime_ns) if file.is_file() else None


@lru_cache(maxsize=64)
def _terms(file: Path, changed: int) -> Mapping[str, Term]:
    """Read once for all pages, and again when the file changed: a live preview keeps its process."""
    return terms(split_front_matter(file.read_text("utf-8-sig")).body.split("\n"))


def _resolve(place: Here, key: str) -> tuple[str, str] | None:
    """Address and card of a term. One that this language does not explain yet leads to the glossary, without a card.

    Where the language has no glossary at all, the English one is shown at its place, with every term.
    """
    own, english = terms_beside(place, place.lang), terms_beside(place, SOURCE) or {}
    if own and key in own:
        return place.to(f"{GLOSSARY}#{key}"), own[key].definition
    if key in english:
        return place.to(GLOSSARY if own is not None else f"{GLOSSARY}#{key}"), ""
    return None


class _LinkTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        if place := here(self.md):
            resolve_links(root, SCHEME, lambda key: _resolve(place, key))


class TermsExtension(Extension):
    """Resolves the links."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Links exist after 'inline' (20); MkDocs looks at them last (0)."""
        md.treeprocessors.register(_LinkTreeprocessor(md), "diglot-terms", 15)


def makeExtension(**options: Any) -> TermsExtension:
    """What Python-Markdown calls."""
    return TermsExtension(**options)
