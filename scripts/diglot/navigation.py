"""Pages and sections of MkDocs' navigation: their order, their titles, and what the theme shows of them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import markupsafe
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as BuiltPage
from mkdocs.structure.toc import AnchorLink

from diglot import front


def in_order(nav: Navigation, files: Files) -> list[BuiltPage]:
    """All pages: those of the navigation in its order, then the others."""
    return list({page.file.src_uri: page for page in [*nav.pages, *(file.page for file in files.documentation_pages())]}.values())


def put_parts(nav: Navigation, parts: Mapping[str, Sequence[BuiltPage]]) -> None:
    """Put pages that are parts of an English page, by its name, behind it: in its section, and in the order of reading."""
    for whole in [page for page in nav.pages if page.file.norm_src_uri in parts]:
        own = parts[whole.file.norm_src_uri]
        for pages in (nav.pages, whole.parent.children if whole.parent else nav.items):
            place = pages.index(whole) + 1
            pages[place:place] = own
        for page in own:
            page.parent = whole.parent
    for before, after in pairwise(nav.pages) if parts else ():
        before.next_page, after.previous_page = after, before


def shown(items: list[Any], level: int = 1) -> Iterator[BuiltPage]:
    """The pages that the theme's navigation lists: with navigation.prune, closed sections below the first level are left out."""
    for item in items:
        if isinstance(item, BuiltPage):
            yield item
        elif isinstance(item, Section) and (level == 1 or item.active):
            yield from shown(item.children, level + 1)


def pages_below(item: Any) -> Iterator[BuiltPage]:
    """The pages of a section, also those of the sections in it."""
    for child in item.children or []:
        yield from [child] if isinstance(child, BuiltPage) else pages_below(child)


def headings(page: BuiltPage) -> dict[str, str]:
    """The headings of a rendered page: plain titles by id."""
    return {link.id: html.unescape(link.title) for first in page.toc for link in _walk(first)}


def title_page(page: BuiltPage) -> None:
    """Make front matter fit for the theme, which writes it as it is; the title is the H1 wherever it stands."""
    page.meta = front.published(page.meta)
    first = next((item for item in page.toc if item.level == 1), None)
    if "title" not in page.meta and first:
        page.title = markupsafe.escape(html.unescape(first.title))


def title_sections(items: list[Any]) -> None:
    """A section is shown under the title of its first page."""
    for item in items:
        if isinstance(item, Section):
            title_sections(item.children)
            first = next((child for child in item.children if isinstance(child, BuiltPage)), None)
            if first:
                item.title = first.title


def _walk(link: AnchorLink) -> Iterator[AnchorLink]:
    yield link
    for child in link.children:
        yield from _walk(child)
