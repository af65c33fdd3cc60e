"""The live preview: what is looked at follows an edit at once.

After an edit MkDocs would build every page of every language again. Here the course is read and checked again, browsers reload,
and a language is built when one of its pages is asked for: only then, and only if something has changed of what it is made
from. Its files stay where they are from one build to the next; those that a build does not write any more go.

MkDocs' server is used as it is: another builder, and an application before its own. Requests have threads, the builder has
one, and only one of them works at a time.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

from diglot.alone import build_alone
from diglot.alternates import folder
from diglot.cache import digest
from diglot.languages import SOURCE

if TYPE_CHECKING:
    from diglot.plugin import DiglotPlugin

log = logging.getLogger("mkdocs.plugins.diglot")

# Seconds. To look at a thousand files takes a hundredth.
_INTERVAL = 0.2
_SETTLED = 0.03  # without another change: those that were made at once are seen at once

Stamps = dict[str, tuple[int, int]]


class Preview:
    """The languages as they were built last.

    ``config`` is that of the first build, which has built English; ``options`` are what the command line says of it.
    """

    def __init__(self, plugin: DiglotPlugin, config: MkDocsConfig, options: Mapping[str, Any]) -> None:
        self.plugin, self.site, self.address = plugin, Path(config.site_dir), config.site_url
        self.file, self.options = config.config_file_path, {"site_dir": config.site_dir, **options}
        self.config: MkDocsConfig | None = config
        self.lock = threading.Lock()
        self.made_from = {SOURCE: self._key(SOURCE)}
        self.ready = {SOURCE}

    def follow(self, server: LiveReloadServer) -> None:
        """Let a server show this preview, and look for edits more often than MkDocs does, in templates as well."""
        self._watch(server)
        server.builder, show = self.read, server.get_app()

        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = environ["PATH_INFO"]
            if path.startswith(server.mount_path) and not path.startswith("/livereload/"):
                self.show(path.removeprefix(server.mount_path).partition("/")[0])
            return show(environ, start_response)

        server.set_app(application)

    def _watch(self, server: LiveReloadServer) -> None:
        paths = list(filter(None, (self.config.docs_dir, self.file, self.config.theme.custom_dir)))
        for path in paths:
            with suppress(KeyError):  # it watches templates only where it is told to
                server.unwatch(path)
        server.observer, server.build_delay = PollingObserver(timeout=_INTERVAL), _SETTLED
        for path in paths:
            server.watch(path)

    def read(self) -> None:
        """Read and check the course after an edit."""
        with self.lock:
            self.config, self.ready = None, set()  # until the end is reached, what was built last is shown
            config = load_config(self.file, **self.options)
            config.site_url = self.address
            listed, not_found = self.plugin.listed, self.plugin.not_found
            self.plugin.prepare(config)
            tags = self.plugin.tags
            self.plugin.listed = {tag: pages for tag, pages in listed.items() if tag in tags}
            self.plugin.not_found = {tag: page for tag, page in not_found.items() if tag in tags}
            for gone in self.made_from.keys() - tags:
                shutil.rmtree(self.site / gone, ignore_errors=True)
                del self.made_from[gone]
            self.config = config

    def show(self, tag: str) -> None:
        """See that a language is as it should be; any other name is of English."""
        with self.lock:
            if self.config is None:
                return
            tag = tag if tag in self.plugin.tags else SOURCE
            if tag in self.ready:
                return
            self.ready.add(tag)  # also if it cannot be built: the log says why, and what stands is shown
            key = self._key(tag)
            if key is not None and self.made_from.get(tag) == key:
                return
            try:
                self._build(tag, self.config)
            except Exception:  # as MkDocs' server does: whatever is wrong in a course, the preview goes on
                log.exception("'%s' could not be built; its pages are those of the last build", tag)
            else:
                self.made_from[tag] = key

    def _key(self, tag: str) -> str | None:
        inputs = self.plugin.made_from(tag)
        return digest(inputs, self.plugin.made_whole_from()) if inputs is not None else None

    def _build(self, tag: str, config: MkDocsConfig) -> None:
        plugin, before = self.plugin, self._stamps(tag)
        plugin.listed.pop(tag, None)
        build_alone(plugin.i18n, tag, config, config.site_url if tag == SOURCE else None)
        for name, stamp in self._stamps(tag).items():
            if before.get(name) == stamp:
                (self.site / name).unlink()

    def _stamps(self, tag: str) -> Stamps:
        """When each file of a language was written."""
        found: Stamps = {}
        others = {self.site / other for other in self.plugin.tags} if tag == SOURCE else ()
        for place, folders, names in os.walk(self.site / folder(tag)):
            folders[:] = [name for name in folders if Path(place, name) not in others]
            for name in names:
                change = os.stat(f"{place}/{name}")  # noqa: PTH116  no path object for each
                found[os.path.relpath(f"{place}/{name}", self.site)] = change.st_mtime_ns, change.st_ino
        return found
