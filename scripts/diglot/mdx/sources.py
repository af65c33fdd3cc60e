"""The languages of a source and their pages, as they are read.

``read_source`` is the only walk over the source; ``read_page`` makes the tree of one page, its questions and sections.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from diglot.languages import SOURCE
from diglot.mdx.asked import Asked, with_prompts
from diglot.mdx.features import Section, sections
from diglot.mdx.languages import tag_of
from diglot.mdx.nodes import Heading, Node, Tree, read, walk
from diglot.mdx.notes import Note
from diglot.mdx.repairs import visible
from diglot.mdx.toctree import TOCTREE, Chapter, Entry, read_toctree
from diglot.pages import decode

PAGE = ".mdx"


@dataclass(frozen=True)
class Source:
    """One language of the source: texts by path without ending, other files by path. ``folder`` is as it is called there."""

    tag: str
    folder: str
    chapters: tuple[Chapter, ...]
    texts: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        """The pages of the table of contents that are there, then those that it does not name."""
        named = [entry for chapter in self.chapters for entry in chapter.entries if entry.local in self.texts]
        known = {entry.local for entry in named}
        return [
            *{entry.local: entry for entry in named}.values(),
            *(Entry(local, "") for local in self.texts if local not in known),
        ]


@dataclass(frozen=True)
class Read:
    """A page as read."""

    entry: Entry
    path: str
    text: str
    tree: Tree
    nodes: tuple[Node, ...]
    sections: tuple[Section, ...]

    @property
    def headings(self) -> list[Heading]:
        """The headings that are still headings."""
        return [node for node in walk(self.nodes) if isinstance(node, Heading)]

    @property
    def asked(self) -> list[Asked]:
        """The questions."""
        return [node for node in walk(self.nodes) if isinstance(node, Asked)]


def chapters_of(folder: Path) -> Path:
    """The folder of the languages: ``chapters/`` in a source, or a source that is that folder itself."""
    return folder / "chapters" if (folder / "chapters").is_dir() else folder


def read_source(folder: Path, only: Iterable[str] = ()) -> tuple[list[Source], list[Note]]:
    """The languages of a source, English first; ``only`` names those that are wanted besides."""
    found, notes = [], []
    wanted = {*only, SOURCE}
    for path in sorted(entry for entry in chapters_of(folder).iterdir() if (entry / TOCTREE).is_file()):
        source, own = _read_language(path)
        notes += own
        if source and (not set(only) or {source.tag, source.folder} & wanted):
            found.append(source)
    return sorted(found, key=lambda source: (source.tag != SOURCE, source.tag)), notes


def _read_language(folder: Path) -> tuple[Source | None, list[Note]]:
    text, undecodable = decode((folder / TOCTREE).read_bytes(), f"{folder.name}/{TOCTREE}")
    chapters, notes = read_toctree(text, f"{folder.name}/{TOCTREE}")
    notes += [Note(undecodable.path, undecodable.line, "held back", undecodable.message)] if undecodable else []
    texts, files = {}, {}
    for path in sorted(entry for entry in folder.rglob("*") if entry.is_file() and entry.name != TOCTREE):
        local = path.relative_to(folder).as_posix()
        if path.suffix != PAGE:
            files[local] = path.read_bytes()
            continue
        page, broken = decode(path.read_bytes(), f"{folder.name}/{local}")
        if broken:
            notes.append(Note(broken.path, broken.line, "held back", broken.message))
        else:
            texts[local.removesuffix(PAGE)] = page
    tag, message = tag_of(folder.name, "\n".join([text, *texts.values()])[:20_000])
    notes += [Note(folder.name, 1, "repaired" if tag else "held back", message)] if message else []
    return (Source(tag, folder.name, tuple(chapters), texts, files) if tag else None), notes


def read_page(source: Source, entry: Entry) -> Read:
    """A page of a language, read."""
    path = f"{source.folder}/{entry.local}{PAGE}"
    text, notes = visible(source.texts[entry.local], path)
    tree = read(text, path)
    tree = replace(tree, notes=(*notes, *tree.notes))
    nodes = with_prompts(tree.nodes)
    return Read(entry, path, text, tree, nodes, tuple(sections(nodes)))
