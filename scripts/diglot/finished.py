"""A page whose every ingredient is as it was is taken from the site that stands, instead of through the theme's templates.

Templates look at the page, the navigation, the configuration and what the plugin tells them. All of that is in the key, so
that whatever changes makes another page; the page itself is trusted only with the digest that it was written with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from diglot.cache import Cache, digest, text_digest
from diglot.rendering import entry

GIVEN = "finished"  # in a template's context: the page as it was, to be given back


class Template(jinja2.Template):
    """A template that gives back what its context holds already."""

    def render(self, context: dict[str, Any]) -> str:  # MkDocs passes it so
        """The page."""
        return context.get(GIVEN) or super().render(context)


class Finished:
    """The pages of the site that stands. ``shared`` is what all pages of a language are made from."""

    def __init__(self, cache: Cache, site: Path, shared: Iterable[Any]) -> None:
        self.cache, self.site, self.shared = cache, site, digest(*shared)

    def key(self, page: Page, *told: Any) -> str:
        """Everything that a page is made from; ``told`` is what its templates get to know besides."""
        near = [(other.title, other.url) if other else None for other in (page.previous_page, page.next_page)]
        own = page.file.dest_uri, page.title, text_digest(page.content or ""), [entry(link) for link in page.toc], page.meta
        return digest(
            self.shared, own, page.edit_url, page.canonical_url, near, [str(item.title) for item in page.ancestors], told
        )

    def get(self, key: str, page: Page) -> str | None:
        """The page; None where it is not there, or not as it was written."""
        known = self.cache.get(GIVEN, [key])
        if known is None:
            return None
        try:
            content = (self.site / page.file.dest_uri).read_bytes()
        except OSError:
            return None
        return content.decode() if hashlib.sha256(content).hexdigest() == known else None

    def put(self, key: str, output: str) -> None:
        """Remember a page by its digest."""
        content = output.encode("utf-8", "xmlcharrefreplace")  # as MkDocs writes it
        self.cache.put(GIVEN, [key], hashlib.sha256(content).hexdigest())


def shown(nav: Navigation) -> list[Any]:
    """What templates can show of a navigation."""
    return list(map(_item, nav.items))


def _item(item: StructureItem) -> list[Any]:
    children = [_item(child) for child in item.children or ()]
    return [type(item).__name__, str(item.title), getattr(item, "url", None), getattr(item, "meta", None), children]
