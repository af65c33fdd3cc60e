"""Glossary terms: ``[cross-attention](term:cross-attention)``.

The glossary is a page of each language, ``glossary.md``, a definition list whose terms carry the key::

    Cross-attention {#cross-attention}
    :   Attention whose queries come from one sequence and whose keys and values come from another.

A link goes to the entry and shows its definition when hovered or focused.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from diglot.cards import resolve_links
from diglot.page import Here, here
from diglot.pages import Page
from diglot.problems import Problem, did_you_mean
from diglot.source import links, plain, split_front_matter

SCHEME = "term"
GLOSSARY = "glossary.md"

_TERM = re.compile(r"^(?P<name>\S.*?)\s*\{:?\s*#(?P<key>[\w-]+)\s*\}\s*$")
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
    for index, line in enumerate(lines[:-1]):
        term, first = _TERM.match(line), _DEFINITION.match(lines[index + 1])
        if term and first:
            text = [first["text"]]
            for following in lines[index + 2 :]:
                if not following.startswith("    "):
                    break
                text.append(following.strip())
            found[term["key"]] = Term(term["key"], term["name"], plain(" ".join(text)), index)
    return found


def check(page: Page, known: Mapping[str, Term]) -> Iterator[Problem]:
    """Term links whose key the glossary does not have."""
    for index, column, target in links(page.lines):
        key = target.removeprefix(f"{SCHEME}:")
        if key != target and key not in known:
            yield page.problem(index, "T001", f"unknown term {key!r}; {did_you_mean(key, known)}", column=column)


def _terms_beside(place: Here | None) -> Mapping[str, Term]:
    file = place.docs / place.lang / GLOSSARY if place else None
    return terms(split_front_matter(file.read_text("utf-8-sig")).body.split("\n")) if file and file.is_file() else {}


class _LinkTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        place = here(self.md)
        known = _terms_beside(place)

        def resolve(key: str) -> tuple[str, str] | None:
            return (place.to(f"{GLOSSARY}#{key}"), known[key].definition) if key in known else None

        resolve_links(root, SCHEME, resolve)


class TermsExtension(Extension):
    """Resolves the links."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Links exist after 'inline' (20); MkDocs looks at them last (0)."""
        md.treeprocessors.register(_LinkTreeprocessor(md), "diglot-terms", 15)


def makeExtension(**options: Any) -> TermsExtension:
    """What Python-Markdown calls."""
    return TermsExtension(**options)
