"""A language of which nothing changed is taken from the site that stands, file by file.

The record of a build says which files a language wrote, with their digests, under a key that holds every input of that
language. A file that is not there any more, or not what it was, and the language is built again: what stands in ``site/`` is
never trusted by its name. Files that are taken are linked: until the old site goes, both have them, and ``alone.put``, which
writes all others, never writes into a file that has two names.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

Files = Mapping[str, str]  # digest by path, relative to the site

_NONE: Files = {}
_THREADS = 4  # reading and hashing let others run


def files(site: Path, folder: str, without: Collection[str] = (), known: Files = _NONE) -> dict[str, str]:
    """The files below a folder of a site (``de/``; empty for all of it), but for what is named ``without`` at its root.

    ``known`` are digests of files that have just been written, or looked at.
    """
    found: list[str] = []
    for place, folders, names in os.walk(site / folder):
        below = os.path.relpath(place, site).replace(os.sep, "/")
        if below == ".":
            folders[:], names = (list(set(entries) - set(without)) for entries in (folders, names))
        found += [name if below == "." else f"{below}/{name}" for name in names]
    return {name: known.get(name) or _digest(f"{site}/{name}") for name in sorted(found)}


def take(known: Files, old: Path, new: Path) -> bool:
    """Put these files of the old site into the new one; False, and nothing is put, if one of them is not what it was."""
    if not _all(known, old):
        return False
    for folder in sorted({os.path.dirname(name) for name in known}):  # noqa: PTH120  no path object each
        os.makedirs(f"{new}/{folder}", exist_ok=True)  # noqa: PTH103
    link = os.link
    for name in known:
        try:
            link(f"{old}/{name}", f"{new}/{name}")
        except OSError:  # another disk, or one without links
            link = shutil.copyfile
            link(f"{old}/{name}", f"{new}/{name}")
    return True


def stands(known: Files, site: Path) -> bool:
    """Whether a site consists of exactly these files."""
    there = sum(len(names) for _, _, names in os.walk(site))
    return there == len(known) and _all(known, site)


def _all(known: Files, site: Path) -> bool:
    """Whether all of these files are there as they were."""

    def same(names: Collection[str]) -> bool:
        try:
            return all(_digest(f"{site}/{name}") == known[name] for name in names)
        except OSError:
            return False

    with ThreadPoolExecutor(_THREADS) as pool:
        return all(pool.map(same, (list(known)[first::_THREADS] for first in range(_THREADS))))


def _digest(file: str) -> str:
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123  no path object each
        return hashlib.sha256(opened.read()).hexdigest()
