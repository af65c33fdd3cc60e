"""A language of which nothing changed is taken from the site that stands, file by file.

The record of a build says which files a language wrote, with their digests, under a key that holds every input of that
language. A file that is not there any more, or not what it was, and the language is built again: what stands in ``site/`` is
never trusted by its name. Copies are made, no links, so that nobody who edits the site edits the next one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Files = Mapping[str, str]  # digest by path, relative to the site

_THREADS = 4  # reading and hashing let others run


def files(site: Path, folder: str, without: Collection[str] = ()) -> dict[str, str]:
    """The files below a folder of a site (``de/``; empty for all of it), but for what is named ``without`` at its root."""
    found: list[str] = []
    for place, folders, names in os.walk(site / folder):
        below = Path(place).relative_to(site).as_posix()
        if below == ".":
            folders[:], names = (list(set(entries) - set(without)) for entries in (folders, names))
        found += [name if below == "." else f"{below}/{name}" for name in names]
    return {name: _digest(site / name) for name in sorted(found)}


def take(known: Files, old: Path, new: Path) -> bool:
    """Copy these files from the old site to the new one; False, and nothing of use, if one of them is not what it was."""
    for folder in {Path(name).parent for name in known}:
        (new / folder).mkdir(parents=True, exist_ok=True)

    def copy(name: str) -> bool:
        try:
            content = (old / name).read_bytes()
        except OSError:
            return False
        if hashlib.sha256(content).hexdigest() != known[name]:
            return False
        (new / name).write_bytes(content)
        return True

    return _all(copy, known)


def stands(known: Files, site: Path) -> bool:
    """Whether a site consists of exactly these files."""
    there = sum(len(names) for _, _, names in os.walk(site))

    def same(name: str) -> bool:
        try:
            return _digest(site / name) == known[name]
        except OSError:
            return False

    return there == len(known) and _all(same, known)


def _all(true_of: Callable[[str], bool], names: Collection[str]) -> bool:
    with ThreadPoolExecutor(_THREADS) as pool:
        return all(pool.map(true_of, names))


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
