"""The files of a course: what may lie in ``docs/``, and where.

Everything in ``docs/`` that is not read as a page or as data is published as it is. So nothing may lead out of it, take the
place of a file that the site makes itself, or run in a reader's browser; and no two files may have one address.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from diglot.languages import SOURCE, is_tag
from diglot.pages import PAGE_SUFFIXES, Course
from diglot.policy import HEADERS, NGINX
from diglot.problems import Problem

# Folders and files of the site that the theme, the search or the toolkit writes; English is published beside them.
_OURS = {"assets", "pagefind", "questions", "search", "404.html", "feed.xml", "sitemap.xml", "sitemap.xml.gz", HEADERS, NGINX}

# Files in the same place that hosts read as settings of the whole site: Netlify, Cloudflare Pages, GitHub Pages, IIS.
_HOSTS = {"CNAME", "_redirects", "_routes.json", "_worker.js", "web.config"}
RESERVED = frozenset(_OURS | _HOSTS)

# What a browser opens as a document of the site, with its scripts; an .svg only if it has none.
_DOCUMENTS = frozenset({".htm", ".html", ".mht", ".mhtml", ".shtml", ".swf", ".xht", ".xhtml", ".xml", ".xsl", ".xslt"})
_ACTIVE = re.compile(r"<\s*(?:\w+:)?(?:script|foreignObject)\b|<!DOCTYPE|<!ENTITY|\son\w+\s*=|javascript:", re.IGNORECASE)


def check(course: Course) -> Iterator[Problem]:
    """What is wrong with the files below ``docs/``."""
    places: dict[str, str] = {}
    spellings: dict[str, str] = {}
    for file in _files(course):
        path = course.path(file)
        spelling = spellings.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if spelling != path:
            message = f"{spelling!r} has the same name but for case or accents; rename one of them"
            yield Problem(path, 1, 1, "D002", message)
            continue
        place = places.setdefault(_place(path), path)
        if place != path:
            yield Problem(path, 1, 1, "D003", f"{place!r} has the same address; rename one of them, or put both into one page")
        yield from _check_file(course, file, path)


def links(course: Course) -> Iterator[Problem]:
    """Symbolic links that lead out of ``docs/``, nowhere, or round in a circle."""
    home = course.docs.resolve()
    for folder, folders, files in os.walk(course.docs):
        for name in sorted([*folders, *files]):
            link = Path(folder, name)
            if link.is_symlink() and (reason := _astray(link, home)):
                yield Problem(course.path(link), 1, 1, "D001", f"symbolic link {reason}; put the file itself here")


def _astray(link: Path, home: Path) -> str:
    try:
        target = link.resolve(strict=True)
    except FileNotFoundError:
        return "leads nowhere"
    except (OSError, RuntimeError):  # RuntimeError up to Python 3.12
        return "leads round in a circle"
    if not target.is_relative_to(home):
        return "leads out of docs/"
    return "leads round in a circle" if link.parent.resolve().is_relative_to(target) else ""


def _files(course: Course) -> Iterator[Path]:
    for folder, folders, files in os.walk(course.docs):
        folders.sort()
        found = (Path(folder, name) for name in sorted(files) if not name.startswith("."))
        yield from (file for file in found if file.is_file())


def _place(path: str) -> str:
    """Where a file is published, relative to its language, as far as two of them can collide."""
    pure = PurePosixPath(path)
    if pure.name.endswith(PAGE_SUFFIXES):
        return str(pure.parent if pure.stem in ("index", "README") else pure.with_suffix(""))
    return path


def _check_file(course: Course, file: Path, path: str) -> Iterator[Problem]:
    parts = file.relative_to(course.docs).parts
    at_root = parts[1:] if parts[0] == SOURCE else parts if parts[0] not in course.languages else ()
    if at_root and (at_root[0] in RESERVED or (parts[0] == SOURCE and len(at_root) > 1 and is_tag(at_root[0]))):
        message = f"{at_root[0]!r} is a name that the site or its host needs; choose another"
        yield Problem(path, 1, 1, "D004", message)
    suffix = file.suffix.lower()
    if suffix in _DOCUMENTS or (suffix == ".svg" and _ACTIVE.search(file.read_text("utf-8", errors="replace"))):
        message = f"a {suffix} file can run scripts in a reader's browser; write a page in Markdown, or use a plain picture"
        yield Problem(path, 1, 1, "D005", message)
