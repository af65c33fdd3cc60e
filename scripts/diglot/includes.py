"""Files that a page takes in: ``--8<-- "name"``, where ``mkdocs.yml`` has pymdownx.snippets; nowhere else.

A page may be written by a stranger, so it includes only files below the folders that ``base_path`` names, none that is
hidden, and nothing from an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import prose

EXTENSION = "pymdownx.snippets"

_MARK = re.compile(r"""^\s*-+8<-+\s*(?:(?P<quote>["'])(?P<name>.*)(?P=quote))?\s*$""")
_LINES = re.compile(r"(?<=.)(?::-?\d*(?:[:,]-?\d*)*|:[a-z][-_0-9a-z]*)$", re.IGNORECASE)  # name.md:3:5, name.md:section


def check(page: Page, root: Path, config: Mapping[str, Any]) -> Iterator[Problem]:
    """Includes that are not read, or lead elsewhere. ``root`` is the course, ``config`` its mkdocs.yml."""
    options = _options(config)
    block = False
    for index, line in prose(page.lines):
        found = _MARK.match(line)
        if found and found["name"] is None:
            block = not block
        name = found["name"] if found else line.strip() if block else None
        if found and options is None:
            yield page.problem(index, "I001", "nothing can be included here; write the text itself")
        elif options is not None and name and (reason := _astray(name, root, options)):
            yield page.problem(index, "I001", f"{name!r} {reason}")


def folders(root: Path, config: Mapping[str, Any]) -> list[Path]:
    """The folders whose files pages may include; none where nothing can be included."""
    options = _options(config)
    return _folders(root, options) if options is not None else []


def _folders(root: Path, options: Mapping[str, Any]) -> list[Path]:
    bases = options.get("base_path", ".")
    return [(root / base).resolve() for base in ([bases] if isinstance(bases, str) else bases)]


def _options(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for extension in config.get("markdown_extensions") or []:
        name, options = next(iter(extension.items())) if isinstance(extension, dict) else (extension, {})
        if name == EXTENSION:
            return options or {}
    return None


def _astray(name: str, root: Path, options: Mapping[str, Any]) -> str:
    name = _LINES.sub("", name)
    path = PurePosixPath(name)
    if "://" in name or path.is_absolute() or "\\" in name or any(part.startswith(".") for part in path.parts):
        return "leads elsewhere; include a file below the folder for includes, by its name from there"
    for folder in _folders(root, options):
        file = (folder / name).resolve()
        if file.is_file() and file.is_relative_to(folder) and folder != root:
            return ""
    return "is in no folder for includes; put it there, or mend the name ('base_path' must name a folder of its own)"
