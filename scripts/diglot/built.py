"""The built site, read back: its pages, what they link to, and where such a link arrives."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

SITEMAP = "sitemap.xml"

# Attributes that hold an address, by element; those of ``LOADED`` are fetched without a click.
LINKED = {"a": "href", "area": "href"}
LOADED = {
    **dict.fromkeys(("audio", "embed", "iframe", "img", "input", "script", "source", "track", "video"), "src"),
    "link": "href",
    "object": "data",
}
_TEMPLATE = re.compile(r"<(/?)template\b")
_PASSIVE = {"alternate", "author", "canonical", "edit", "help", "license", "next", "prev"}  # kinds of <link> that fetch nothing


@dataclass(frozen=True)
class Target:
    """Where a link goes: ``path`` is a file of the site, empty for an address elsewhere, which is ``url``."""

    path: str = ""
    anchor: str = ""
    url: str = ""


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file of the site; ``path`` is relative to it."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as a browser reads it, with what its templates hold back: the scripts that start after the first paint."""
        return LexborHTMLParser(_TEMPLATE.sub(r"<\1div", self.text))

    @cached_property
    def lang(self) -> str:
        """The language that the page declares."""
        return (self.tree.root.attributes.get("lang") if self.tree.root else "") or ""

    @cached_property
    def article(self) -> LexborNode | None:
        """What is the page's own; there is none on a page that only leads to another."""
        return self.tree.css_first("article")

    @cached_property
    def text_lang(self) -> str:
        """The language of the article: another than the page's where English stands in."""
        return (self.article.attributes.get("lang") if self.article else "") or self.lang

    @cached_property
    def ids(self) -> list[str]:
        """Every id, as often as it is given."""
        return [node.attributes["id"] or "" for node in self.tree.css("[id]")]

    @cached_property
    def anchors(self) -> set[str]:
        """What a link may name behind its ``#``."""
        return {"", "top", *self.ids, *(node.attributes["name"] or "" for node in self.tree.css("a[name]"))}

    def line_of(self, needle: str) -> int:
        """The line on which something is written, 1 if it cannot be told."""
        at = self.text.find(needle)
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 1

    def links(self) -> Iterator[tuple[LexborNode, str, bool]]:
        """Elements with an address, the address, and whether it is fetched without a click."""
        for tag, name in (*LINKED.items(), *LOADED.items()):
            for node in self.tree.css(f"{tag}[{name}]"):
                passive = tag == "link" and bool(_PASSIVE & set((node.attributes.get("rel") or "").split()))
                yield node, (node.attributes[name] or "").strip(), tag in LOADED and not passive


@dataclass(frozen=True)
class BuiltSite:
    """The pages of a site by path, and the paths of all files. ``url`` is its address, with a slash at the end.

    ``others`` are the texts of files that are read besides: the sitemap.
    """

    pages: dict[str, BuiltPage]
    files: frozenset[str]
    url: str = ""
    others: dict[str, str] = field(default_factory=dict)

    def target(self, page: BuiltPage, address: str) -> Target | None:
        """Where a link on a page arrives; None for one that is no address of a page or file (``mailto:``)."""
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") or parts.netloc:
            if not self.url or not address.startswith(self.url):
                return Target(url=address)
            parts = urlsplit(address.removeprefix(self.url.rstrip("/")))
        elif parts.scheme:
            return None
        elif parts.path.startswith("/"):
            home = urlsplit(self.url).path.rstrip("/")
            parts = parts._replace(path=parts.path.removeprefix(home))
        folder = "" if parts.path.startswith("/") else posixpath.dirname(page.path)
        path = posixpath.normpath(posixpath.join(folder, unquote(parts.path).lstrip("/"))) if parts.path else page.path
        if parts.path.endswith("/") or f"{path}/index.html".removeprefix("./") in self.files:
            path = posixpath.join(path, "index.html")
        return Target(path=posixpath.normpath(path), anchor=unquote(parts.fragment))

    def address(self, path: str) -> str:
        """The absolute address of a page."""
        return self.url + (path.removesuffix("index.html") if path.endswith("index.html") else path)


def read_built(folder: Path, url: str = "") -> BuiltSite:
    """Read all HTML of a built site."""
    files = frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    pages = {name: BuiltPage(name, (folder / name).read_text("utf-8")) for name in sorted(files) if name.endswith(".html")}
    others = {SITEMAP: (folder / SITEMAP).read_text("utf-8")} if SITEMAP in files else {}
    return BuiltSite(pages, files, url, others)
