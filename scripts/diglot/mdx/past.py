"""What a source once was: the English texts that its translations may have been made from.

A translation does not say which English text it follows. Its last change in the history of the source says when it was made;
of the English texts of that time the one with the same structure is taken (``adopt``). Read here is every version of the
English pages, and when each page of today came into the history, under whatever path it did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from diglot.mdx.sources import PAGE, Source, chapters_of
from diglot.pages import decode
from diglot.pins import Store, blob_id, read_store, read_texts, versions


@dataclass(frozen=True)
class Edition:
    """A text that an English page once had; ``time`` is when it came, in seconds since the epoch."""

    time: int
    text: str


@dataclass(frozen=True)
class Followed:
    """The English text that a translation follows, by blob id, and how sure that is (``adopt.Guess``)."""

    id: str = ""
    trust: str = ""


@dataclass(frozen=True)
class Past:
    """``editions`` are those of each English page, ``changed`` is when each page (folder of its language, path) got its text.

    ``digits`` is the length of the ids in the repository that the course moves into.
    """

    editions: Mapping[str, Sequence[Edition]]
    changed: Mapping[tuple[str, str], int]
    digits: int = 40

    def before(self, time: int | None, *pages: str) -> list[Edition]:
        """What some English pages were up to a time, each text once, newest first; all that they were if nothing is as old."""
        first: dict[str, int] = {}
        for edition in (one for page in pages for one in self.editions.get(page, ())):
            first[edition.text] = min(edition.time, first.get(edition.text, edition.time))
        found = sorted((Edition(when, text) for text, when in first.items()), key=lambda one: -one.time)
        return [one for one in found if time is None or one.time <= time] or found


def read_past(folder: Path, sources: Sequence[Source], digits: int = 40) -> tuple[Past | None, Store]:
    """The past of a source; none where git does not have it, and what git says about the repository."""
    root = chapters_of(folder)
    store = read_store(root)
    if not store.found or store.shallow:
        return None, store
    history = versions(root, ".")
    came: dict[str, int] = {}
    for time, name in (entry for entries in history.values() for entry in entries):
        came[name] = min(time, came.get(name, time))
    changed = {}
    for source in sources:
        for local in source.texts:
            name = blob_id((root / source.folder / f"{local}{PAGE}").read_bytes(), store.digits)
            if name in came:
                changed[source.folder, local] = came[name]
    english = {
        path.removeprefix(f"{sources[0].folder}/").removesuffix(PAGE): entries
        for path, entries in history.items()
        if path.startswith(f"{sources[0].folder}/") and path.endswith(PAGE)
    }
    texts = read_texts(root, [name for entries in english.values() for _, name in entries])
    editions = {
        page: [Edition(time, decode(texts[name], page)[0]) for time, name in entries if name in texts]
        for page, entries in english.items()
    }
    return Past(editions, changed, digits), store
