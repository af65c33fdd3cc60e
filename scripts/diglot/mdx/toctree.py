"""``_toctree.yml``: the chapters and pages of one language.

::

    - title: 1. Transformer models
      sections:
        - local: chapter1/7
          title: Sequence-to-sequence models
          local_fw: {pt: chapter3/3, tf: chapter3/3_tf}    # a page for each framework
          quiz: 1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diglot.mdx.notes import Note
from diglot.yamlfile import load

TOCTREE = "_toctree.yml"


@dataclass(frozen=True)
class Entry:
    """One page."""

    local: str
    title: str
    quiz: bool = False
    framework: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter and its pages in order."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def folder(self) -> str:
        """The folder of its pages in the source: that of the first."""
        return self.entries[0].local.split("/")[0] if self.entries else ""


def read_toctree(text: str, path: str) -> tuple[list[Chapter], list[Note]]:
    """The chapters of a language; what cannot be read is left out and noted."""
    data = load(text, path)
    notes = [Note(path, problem.line, "dropped", problem.message) for problem in data.problems]
    chapters = []
    for index, item in enumerate(data.value if isinstance(data.value, list) else []):
        if not isinstance(item, dict) or not isinstance(item.get("sections"), list):
            notes.append(Note(path, data.place(index)[0], "dropped", "a chapter without sections"))
            continue
        entries = [entry for section in item["sections"] for entry in _entries(section)]
        chapters.append(Chapter(str(item.get("title") or ""), tuple(entries)))
    return chapters, notes


def _entries(section: Any) -> list[Entry]:
    if not isinstance(section, dict) or not section.get("local"):
        return []
    title, quiz = str(section.get("title") or ""), "quiz" in section
    frameworks = section.get("local_fw")
    if isinstance(frameworks, dict):
        return [Entry(str(local), title, quiz, str(name)) for name, local in frameworks.items()]
    return [Entry(str(section["local"]), title, quiz)]
