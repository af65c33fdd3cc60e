"""The course on disk: its languages and pages, read once.

What cannot be read is a problem, never an exception. (``states`` has a quicker walk, which reads no page that it need not.)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from diglot.cache import NO_CACHE, Cache, text_digest
from diglot.languages import (
    LANGUAGE_FILE,
    SOURCE,
    Language,
    Words,
    is_tag,
    parents,
    read_language,
    tag_problem,
    words_of,
)
from diglot.problems import Problem
from diglot.source import FrontMatter, links, split_front_matter
from diglot.yamlfile import Yaml, load

T = TypeVar("T")

# Files of a course that are read and never published.
TERMS_FILE = "_terms.csv"
DATA_FILES = (LANGUAGE_FILE, TERMS_FILE)
MODELS_FILE = "models.yml"

# The largest page, in bytes: seven times the longest of a course of a thousand. All work on a page grows with it.
LARGEST = 512 * 1024

PAGE_SUFFIXES = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")  # as in mkdocs.utils.markdown_extensions


@dataclass(frozen=True)
class Page:
    """One page of one language. ``name`` is the same in every language; ``path`` is relative to the course."""

    lang: str
    name: str
    path: str
    text: str = field(repr=False)

    @cached_property
    def digest(self) -> str:
        """Of its text."""
        return text_digest(self.text)

    def answer(self, cache: Cache, kind: str, inputs: list[Any], make: Callable[[], T]) -> T:
        """What the cache answers to a question about this page; the page keeps the last answer, for a live preview."""
        known = self.__dict__.get(f"_{kind}")
        if known is None or known[0] != inputs:
            known = self.__dict__[f"_{kind}"] = inputs, cache.answer(kind, [self.path, self.digest, *inputs], make)
        return known[1]

    @cached_property
    def front(self) -> FrontMatter:
        """Front matter and body."""
        return split_front_matter(self.text)

    @cached_property
    def data(self) -> Yaml:
        """The front matter as values; its first line is line 2 of the file."""
        return load(self.front.yaml, self.path, first_line=2)

    @property
    def meta(self) -> Mapping[str, Any]:
        """The front matter's keys; empty where there is none that can be read."""
        return self.data.value if isinstance(self.data.value, dict) else {}

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the body."""
        return self.front.body.split("\n")

    @cached_property
    def links(self) -> list[tuple[int, int, str]]:
        """Index, column and target of each link outside code."""
        return list(links(self.lines))

    def line_of(self, index: int) -> int:
        """The line of the file on which a line of the body stands; the body counts from 0, the file from 1."""
        return index + self.front.line

    def problem(self, index: int, code: str, message: str, *, column: int = 1) -> Problem:
        """A problem at a line of the body, counted from 0."""
        return Problem(self.path, self.line_of(index), column, code, message)


def kept_with_page(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of a page that is asked by several rooms: its answer is kept with the page, as a cached property is."""

    @wraps(answer)
    def kept(page: Page) -> Any:
        known = page.__dict__
        key = f"_{answer.__module__}.{answer.__name__}"
        if key not in known:
            known[key] = answer(page)
        return known[key]

    return kept


@dataclass
class Course:
    """All of a course: languages by tag (English first), pages by language and name, and what could not be read."""

    root: Path
    docs: Path
    languages: dict[str, Language] = field(default_factory=dict)
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    cache: Cache = field(default=NO_CACHE, repr=False, compare=False)
    _stamps: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _words: dict[str, Words] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, lang: str) -> list[Page]:
        """The pages of one language, by name."""
        return [page for (tag, _), page in sorted(self.pages.items()) if tag == lang]

    @cached_property
    def other_files(self) -> list[tuple[str, str]]:
        """Name below ``docs/`` and path of each file that is no page, listed once for all languages."""
        return [(name, file) for name, file in files_below(self.docs) if not name.endswith(PAGE_SUFFIXES)]

    def words(self, lang: str) -> Words:
        """The site's words in one language."""
        if lang not in self._words:
            self._words[lang] = words_of(lang, self.languages)
        return self._words[lang]

    def langs_of(self, name: str) -> list[str]:
        """The languages that have a page of their own under this name, English first."""
        return [tag for tag in self.languages if (tag, name) in self.pages]

    def path(self, file: Path) -> str:
        """A file's path relative to the course, as problems name it."""
        text, root = os.fspath(file), f"{self.root}{os.sep}"
        below = text.removeprefix(root) if text.startswith(root) else os.fspath(file.relative_to(self.root))
        return below.replace(os.sep, "/")


def read_course(root: Path, docs: Path | None = None, before: Course | None = None) -> Course:
    """Read a course; ``docs`` is its folder of languages, ``root/docs`` if not given.

    ``before`` is the course as it was read last: pages whose files have not changed since are taken from it.
    """
    course = Course(root, docs or root / "docs")
    for folder in sorted(path for path in course.docs.iterdir() if path.is_dir()):
        if (folder / LANGUAGE_FILE).is_file():
            _read_language(course, folder, before)
        elif is_tag(folder.name) and any(markdown_files(folder)):
            message = f"folder {folder.name!r} has pages but no {LANGUAGE_FILE}; add one with 'name: …', its own name"
            course.problems.append(Problem(course.path(folder), 1, 1, "L004", message))
    course.languages = dict(sorted(course.languages.items(), key=lambda item: (item[0] != SOURCE, item[0])))
    return course


def words_beside(docs: Path, lang: str) -> Words:
    """The site's words in one language, for an extension that knows only its page."""
    files = [file for tag in parents(lang) if (file := docs / tag / LANGUAGE_FILE).is_file()]
    return _words(lang, tuple((file, file.stat().st_mtime_ns) for file in files))


@lru_cache
def _words(lang: str, files: tuple[tuple[Path, int], ...]) -> Words:
    """Read again when a file changed: a live preview keeps its process."""
    read = {file.parent.name: read_language(file.parent.name, file.read_text("utf-8-sig"), file.name)[0] for file, _ in files}
    return words_of(lang, read)


def decode(data: bytes, path: str) -> tuple[str, Problem | None]:
    """The text of a file; where it is not UTF-8, the place of the first byte that is not."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), None
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        return "", Problem(path, before.count(b"\n") + 1, column, "P001", message)


def markdown_files(folder: Path) -> Iterator[Path]:
    """The pages below a folder, in a fixed order; hidden files and folders are not pages."""
    for path in sorted(path for path in folder.rglob("*") if path.name.endswith(PAGE_SUFFIXES)):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def files_below(folder: Path) -> list[tuple[str, str]]:
    """Name below the folder and path of each file; plain strings, as there may be thousands."""
    found = []
    for place, _, names in os.walk(folder):
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        found += [(name if below == "." else f"{below}/{name}", f"{place}/{name}") for name in names]
    return sorted((name, file) for name, file in found if os.path.isfile(file))  # noqa: PTH113  no path object each


def _read_language(course: Course, folder: Path, before: Course | None) -> None:
    tag = folder.name
    if found := tag_problem(tag, course.path(folder)):
        course.problems.append(found)
        return
    file = folder / LANGUAGE_FILE
    text, undecodable = decode(file.read_bytes(), course.path(file))
    language, problems = read_language(tag, text, course.path(file)) if not undecodable else (Language(tag, tag), [undecodable])
    course.languages[tag] = language
    course.problems += problems
    for path in markdown_files(folder):
        change, key = path.stat(), (tag, path.relative_to(folder).as_posix())
        stamp = change.st_mtime_ns, change.st_size
        if before and key in before.pages and before._stamps.get(key) == stamp:
            course.pages[key], course._stamps[key] = before.pages[key], stamp
            continue
        if change.st_size > LARGEST:
            message = f"page has {change.st_size:,} bytes, more than {LARGEST:,}; divide it into several"
            course.problems.append(Problem(course.path(path), 1, 1, "P008", message))
            continue
        text, undecodable = decode(path.read_bytes(), course.path(path))
        if undecodable:
            course.problems.append(undecodable)
        else:
            course.pages[key], course._stamps[key] = Page(*key, course.path(path), text), stamp
