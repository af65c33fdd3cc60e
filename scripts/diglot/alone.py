"""One language built by itself, by MkDocs, into a site that stands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs import utils
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs_static_i18n.plugin import I18n


def build_alone(i18n: I18n, tag: str, config: MkDocsConfig, serve_url: str | None = None) -> None:
    """Build a language as static-i18n would build it between the others, and none of those."""
    i18n.building, i18n.current_language = True, tag
    with _standing():
        build(config, serve_url=serve_url)


def put(content: bytes, file: Path | str) -> None:
    """Write a file. One that holds just this gets a new time only: to cut a file off and write it again takes far longer.

    One that the old site has as well is replaced (``kept.take``).
    """
    path = Path(file)
    if path.is_file():
        if path.read_bytes() == content:
            os.utime(path)
            return
        if path.stat().st_nlink > 1:
            path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@contextmanager
def _standing() -> Iterator[None]:
    """MkDocs leaves alone what lies in the site: it is all languages' own. static-i18n does the same between its builds."""
    before = utils.clean_directory, utils.write_file
    utils.clean_directory, utils.write_file = lambda _folder: None, put
    try:
        yield
    finally:
        utils.clean_directory, utils.write_file = before
