"""What came in, what went out: the summary line of each kind, and ``import-report.json``.

::

    questions: 1217 in, 1214 out, 3 held back, 21 repaired

``in`` is counted in the source, ``out`` and ``held back`` where they are written; an import whose sums do not add up says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from diglot.mdx.notes import Note

REPORT = "import-report.json"


@dataclass(frozen=True)
class Sum:
    """One kind of thing."""

    kind: str
    found: int
    out: int
    held: int
    repaired: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether everything that came in is somewhere."""
        return self.found == self.out + self.held

    def __str__(self) -> str:
        wrong = "" if self.adds_up else f", {self.found - self.out - self.held} UNACCOUNTED FOR"
        return f"{self.kind}: {self.found} in, {self.out} out, {self.held} held back, {self.repaired} repaired{wrong}"


@dataclass(frozen=True)
class Pairing:
    """What became of one translated page; ``follows`` is the English text it was made from, ``trust`` how sure that is."""

    lang: str
    source: str
    page: str
    kind: str
    english: str
    confidence: float
    follows: str = ""
    trust: str = ""

    def __str__(self) -> str:
        return f"{self.source}: {self.kind} {self.english} ({self.confidence:.2f}) → docs/{self.lang}/{self.page}"


@dataclass(frozen=True)
class Report:
    """Everything an import has to say."""

    sums: tuple[Sum, ...]
    pairings: tuple[Pairing, ...]
    notes: tuple[Note, ...]

    def summary(self) -> list[str]:
        """A line for each kind."""
        return [str(one) for one in self.sums]

    def lines(self) -> list[str]:
        """The notes as ``path:line``, and the pages that are no translation of the English page with their number."""
        return [*map(str, self.notes), *(str(one) for one in self.pairings if one.kind != "pair")]


def as_json(report: Report, files: Mapping[str, str]) -> str:
    """The report as a file; ``files`` are the ids of all files that were written, so that later edits are known."""
    data = {
        "summary": {
            one.kind: {"in": one.found, "out": one.out, "held back": one.held, "repaired": one.repaired} for one in report.sums
        },
        "pages": [asdict(one) for one in report.pairings],
        "notes": [asdict(note) for note in report.notes],
        "files": dict(sorted(files.items())),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def files_in(text: str) -> dict[str, str]:
    """The files that a report names; none where it cannot be read."""
    try:
        data = json.loads(text)
    except ValueError:
        return {}
    files = data.get("files") if isinstance(data, dict) else None
    return {str(path): str(name) for path, name in files.items()} if isinstance(files, dict) else {}
