"""What an import has to say about a place in its source.

``kind`` is what was done: ``repaired`` (the intent was certain), ``held back`` (readers do not get it), ``dropped`` (it has no
place here), ``dead`` (a link that leads nowhere), ``kept`` (unusual, and taken over as it is).
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("held back", "repaired", "dropped", "dead", "kept")


@dataclass(frozen=True, order=True)
class Note:
    """One line of the report; ``path`` is relative to the source."""

    path: str
    line: int
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind}: {self.message}"
