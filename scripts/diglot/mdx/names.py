"""What pages are called here: a chapter's folder and a page's file are named by their English titles, never by a number."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

from markdown.extensions.toc import slugify

from diglot.mdx.pairing import Match
from diglot.mdx.toctree import Chapter

_NUMBER = re.compile(r"^\s*(?:chapter\s+)?\d+\s*[.:]\s*", re.IGNORECASE)


def folders(english: Sequence[Chapter]) -> dict[str, str]:
    """The folder of each chapter: from that in the source to the one here."""
    found: dict[str, str] = {}
    for chapter in english:
        if chapter.folder and chapter.folder not in found:
            wanted = slugify(_NUMBER.sub("", chapter.title), "-") or chapter.folder
            found[chapter.folder] = _free(wanted, found.values())
    return found


def english_names(english: Sequence[Chapter], places: Mapping[str, str]) -> dict[str, str]:
    """The name of each English page, by its path in the source."""
    found: dict[str, str] = {}
    for chapter in english:
        for entry in chapter.entries:
            title = (
                f"{entry.title} {entry.framework}"
                if entry.framework and entry.local.endswith(f"_{entry.framework}")
                else entry.title
            )
            word = slugify(title, "-") or _last(entry.local)
            taken = [*found.values(), f"{place(entry.local, places)}/index.md"]
            found[entry.local] = _free(f"{place(entry.local, places)}/{word}", taken, ".md")
    return found


def translated_names(matches: Iterable[Match], english: Mapping[str, str], places: Mapping[str, str]) -> dict[str, str]:
    """The name of each page of a language: that of its English page, of its section, or ``former-`` and its number."""
    found: dict[str, str] = {}
    for match in matches:
        if match.kind == "pair":
            found[match.local] = english[match.english]
        elif match.kind == "part" and match.section:
            folder = posixpath.dirname(english[match.english])
            found[match.local] = _free(
                f"{folder}/{slugify(match.section.title, '-')}", [*english.values(), *found.values()], ".md"
            )
        else:
            name = f"{place(match.local, places)}/former-{_last(match.local)}"
            found[match.local] = _free(name, [*english.values(), *found.values()], ".md")
    return found


def place(local: str, places: Mapping[str, str]) -> str:
    """The folder here of a page in the source."""
    folder = local.split("/")[0]
    return places.get(folder, folder)


def _last(local: str) -> str:
    return slugify(local.rpartition("/")[2].replace("_", "-"), "-")


def _free(wanted: str, taken: Iterable[str], ending: str = "") -> str:
    taken = set(taken)
    name, number = f"{wanted}{ending}", 1
    while name in taken:
        number += 1
        name = f"{wanted}-part-{number}{ending}"
    return name
