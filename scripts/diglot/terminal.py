"""What the verbs share at a terminal: pages as people name them, files changed in place, output in colours or plain.

Line ends, byte order marks and every line that a change is not about stay as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import click
from rich.console import Console

from diglot.languages import SOURCE, is_tag
from diglot.pages import Course, decode, read_course

_SUCH_AS = "a path such as docs/de/index.md or de/index.md"
_WIDE = 120  # columns where nobody says how wide the output may be


def docs_of(root: Path) -> Path:
    """The folder of languages, or one sentence saying that there is none."""
    if not (root / "docs").is_dir():
        raise click.UsageError(f"{root} has no docs/ folder; run this in a course, or give its folder with --course")
    return root / "docs"


def course_of(root: Path, docs: Path) -> Course:
    """The course, for a verb that writes: it stops at files that are not UTF-8."""
    course = read_course(root, docs)
    unreadable = [problem for problem in course.problems if problem.code == "P001"]
    if unreadable:
        raise click.ClickException("\n".join(map(str, unreadable)))
    return course


def known_language(course: Course, lang: str) -> str:
    """A language of the course, or one sentence saying which there are."""
    if lang not in course.languages:
        raise click.UsageError(f"no language {lang!r}; this course has {', '.join(course.languages)}")
    return lang


def course_path(course: Course, path: str) -> str:
    """A path as the reader gave it (``docs/de/x.md``, ``de/x.md``, absolute), relative to the course."""
    for candidate in (Path.cwd() / path, course.root / path, course.docs / path):
        resolved = candidate.resolve()
        if resolved.exists() and resolved.is_relative_to(course.root):
            return course.path(resolved)
    raise click.UsageError(f"there is no {path!r} in this course; write {_SUCH_AS}")


def lang_and_name(root: Path, docs: Path, given: str) -> tuple[str, str]:
    """``docs/de/x.md``, ``de/x.md``, an absolute path or ``de``: the language and the name below it, which may be empty."""
    inside = [path.resolve() for path in (Path.cwd() / given, root / given) if path.resolve().is_relative_to(docs)]
    path = inside[0].relative_to(docs) if inside else PurePosixPath(given.replace("\\", "/"))
    parts = path.parts
    if not parts or not is_tag(parts[0]) or ".." in parts or (len(parts) > 1 and not parts[-1].endswith(".md")):
        raise click.UsageError(f"{given!r} is neither a language nor a page; write 'fr' or 'fr/chapter/page.md'")
    return parts[0], "/".join(parts[1:])


def translation(root: Path, docs: Path, given: str) -> tuple[str, str]:
    """A translated page that is there."""
    lang, name = lang_and_name(root, docs, given)
    if lang == SOURCE or not name:
        raise click.UsageError(f"{given!r} is no translated page; write {_SUCH_AS}")
    if not (docs / lang / name).is_file():
        raise click.UsageError(f"there is no docs/{lang}/{name}; begin it with 'diglot start {lang}/{name}'")
    return lang, name


def read(file: Path) -> str:
    """The text with LF line ends, as ``edit`` gives it to its change."""
    return decode(file.read_bytes(), file.name)[0]


def edit(file: Path, change: Callable[[str], str]) -> bool:
    """Change a text with LF line ends; the file keeps its own, and its byte order mark. Returns whether it changed."""
    data = file.read_bytes()
    text, problem = decode(data, file.name)
    if problem:
        raise click.ClickException(str(problem))
    written = change(text)
    if written == text:
        return False
    if b"\r\n" in data:
        written = written.replace("\n", "\r\n")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    file.write_bytes(mark + written.encode())
    return True


def console() -> Console:
    """Colours and the width of the terminal; plain text elsewhere. ``COLUMNS`` sets the width of both."""
    known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(file=sys.stdout, width=None if known else _WIDE, highlight=False, emoji=False, markup=False)
