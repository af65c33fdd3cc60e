"""What a page is made from besides its own text: the files that it may show, quote or take words from.

Answers of the cache depend on them. Which page reads which file is not asked: a file that changed counts for all pages of its
language, and one that belongs to no language for all.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from diglot.cache import digest
from diglot.history import History
from diglot.includes import folders
from diglot.languages import LANGUAGE_FILE, SOURCE
from diglot.models import ModelsBlock
from diglot.pages import Course, Page, files_below
from diglot.states import Survey
from diglot.terms import GLOSSARY
from diglot.website import nav_of, read_config

_LISTS = re.compile(rf"^[ >]*(?:/{{3,}}|!!!|\?\?\?\+?)\s*{ModelsBlock.NAME}\b", re.MULTILINE)


def beside(course: Course, lang: str, config: Mapping[str, Any]) -> str:
    """The digest of all files that a page in a language can read and that are no page: those of its own folder, of English,
    of no language, each language's words, and what can be included. ``config`` is mkdocs.yml."""
    others = set(course.languages) - {lang, SOURCE}
    own = [
        (name, file)
        for name, file in course.other_files
        if name.partition("/")[0] not in others or name.endswith(f"/{LANGUAGE_FILE}")
    ]
    included = [folder_digest(folder) for folder in folders(course.root, config) if folder.is_dir()]
    return digest([(name, _content(file)) for name, file in own], included)


class Inputs:
    """What the pages of a course are rendered from besides their own text. ``course`` is as it stands on disk."""

    def __init__(self, course: Course) -> None:
        self.course, self.config = course, read_config(course.root)
        self._shared: dict[str, list[Any]] = {}

    def of(self, page: Page) -> list[Any]:
        """Where the page stands, the English text of its questions, and what all pages of its language may read."""
        english = self.course.pages.get((SOURCE, page.name))
        return [page.path, english.digest if english else "", *self._of_language(page.lang), *self._of_course(page)]

    def _of_language(self, lang: str) -> list[Any]:
        if lang not in self._shared:
            pages = self.course.pages
            names = [name for tag, name in pages if tag in (SOURCE, lang)]
            glossaries = [pages[tag, GLOSSARY].digest for tag in (SOURCE, lang) if (tag, GLOSSARY) in pages]
            self._shared[lang] = [digest(sorted(names), glossaries, beside(self.course, lang, self.config))]
        return self._shared[lang]

    def _of_course(self, page: Page) -> list[Any]:
        """For a page with a block that lists other pages, those."""
        if not _LISTS.search(page.text):
            return []
        return [nav_of(self.config), [(other.name, other.digest) for other in self.course.of(page.lang)]]

    def of_build(self, shown: Course, lang: str, built: list[str], survey: Survey, history: History | None) -> list[Any]:
        """All that the build of a language makes its files from, besides the configuration; ``shown`` is what readers get.

        States are those of all languages, for the dashboard. What changed since a pin follows from it, the pages, and the old
        texts that git has.
        """
        texts = [(page.path, page.digest) for page in self.course.pages.values() if page.lang in (lang, SOURCE)]
        langs = {name: shown.langs_of(name) for tag, name in shown.pages if tag in (lang, SOURCE)}
        changes = [(path, history.pages.get(path)) for path, _ in texts] if history else []
        order = [(tag, language.name) for tag, language in self.course.languages.items()]
        around = [beside(self.course, lang, self.config), order, built, survey.digest]
        return [lang, sorted(texts), langs, changes, *around]


def folder_digest(folder: Path) -> list[tuple[str, str]]:
    """Path and content of each file of a folder."""
    return [(name, _content(file)) for name, file in files_below(folder)]


def _content(file: str) -> str:
    change = os.stat(file)  # noqa: PTH116  plain strings, as in files_below
    return _digest(file, change.st_mtime_ns, change.st_size)


@cache
def _digest(file: str, _changed: int, _size: int) -> str:
    """Read again when the file changed: a live preview keeps its process."""
    with open(file, "rb") as opened:  # noqa: PTH123  as above
        return hashlib.sha256(opened.read()).hexdigest()
