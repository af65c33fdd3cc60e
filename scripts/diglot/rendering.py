"""A page's Markdown is rendered once: the next build takes what it gave from the cache.

The key holds the text, the configuration of the renderer and all files that an extension may read (``inputs``). Links are
looked up again: which paths a page asks for follows from its text, and what they lead to, seen from the page, is part of the
key, so that an English page shown in another language is rendered once for all. A page about which the renderer said
anything is not kept, so that it says it again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import get_relative_url

from diglot.cache import Cache, digest, text_digest

Render = Callable[[MkDocsConfig, Files], None]


def settings(config: MkDocsConfig) -> str:
    """The digest of what the renderer is told."""
    return digest(config.markdown_extensions, config.mdx_configs, dict(config.validation.links), config.use_directory_urls)


def kept(page: Page, render: Render, cache: Cache, inputs: Callable[[], list[Any]]) -> Render:
    """A function in the place of ``page.render`` that asks the cache first.

    ``inputs`` is all that the page is made from besides its text, the ``settings`` among it.
    """

    def rendered(config: MkDocsConfig, files: Files) -> None:
        question = digest(page.file.src_uri, text_digest(page.markdown or ""), *inputs()) if cache.file else ""
        paths = cache.get("links", [question])
        if paths is not None:
            found = cache.get("page", [question, _places(paths, page, files)])
            if found is not None:
                _fill(page, found, files)
                return
        asked = _Asked(files)
        heard = _Heard()
        logging.getLogger().addHandler(heard)
        try:
            render(config, asked)
        finally:
            logging.getLogger().removeHandler(heard)
        if not heard.anything and page.links_to_anchors is not None:  # MkDocs keeps no links when it is told to say more
            paths = sorted(asked.found)
            cache.put("links", [question], paths)
            cache.put("page", [question, _places(paths, page, files)], _taken(page, asked))

    return rendered


class _Asked:
    """Stands for the files of a build while a page is rendered, and remembers which paths it asked for."""

    def __init__(self, files: Files) -> None:
        self.files, self.found = files, dict[str, File | None]()

    def get_file_from_path(self, path: str) -> File | None:
        self.found[path] = self.files.get_file_from_path(path)
        return self.found[path]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.files, name)


class _Heard(logging.Handler):
    """Whether anything was said."""

    anything = False

    def __init__(self) -> None:
        super().__init__(logging.INFO)

    def emit(self, _record: logging.LogRecord) -> None:
        self.anything = True


def _places(paths: Iterable[str], page: Page, files: Files) -> list[tuple[str, str | None]]:
    found = ((path, files.get_file_from_path(path)) for path in paths)
    return [(path, get_relative_url(file.url, page.file.url) if file else None) for path, file in found]


def _taken(page: Page, asked: _Asked) -> dict[str, Any]:
    """What rendering has given a page."""
    path_of = {file: path for path, file in asked.found.items()} | {page.file: ""}
    return {
        "content": page.content,
        "toc": [entry(link) for link in page.toc],
        "title": page._title_from_render,  # MkDocs has no other way to it
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": [(path_of[file], anchors) for file, anchors in page.links_to_anchors.items()],
    }


def _fill(page: Page, found: dict[str, Any], files: Files) -> None:
    toc = [_link(entry) for entry in found["toc"]]
    for first in toc[:1]:
        first.active = True  # as mkdocs.structure.toc.get_toc does
    page.content, page.toc = found["content"], TableOfContents(toc)
    page._title_from_render = found["title"]
    page.present_anchor_ids = set(found["anchors"])
    page.links_to_anchors = {(files.get_file_from_path(path) if path else page.file): anchors for path, anchors in found["links"]}


def entry(link: AnchorLink) -> list[Any]:
    """An entry of a table of contents, with those below it, as JSON holds it."""
    return [link.title, link.id, link.level, [entry(child) for child in link.children]]


def _link(entry: list[Any]) -> AnchorLink:
    link = AnchorLink(*entry[:3])
    link.children = [_link(child) for child in entry[3]]
    return link
