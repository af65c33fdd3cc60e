"""Adopting a course without pins: which English text was each page made from?

Over the git history of an English page, the version with the most in common is found: first by structure, which every
language repeats (headings, code, links, pictures, lists, questions), then among equals by the words that a translation keeps
(names, numbers). No translation follows a text that came after its own last change. What is still equal then is decided
for the newest, and the guess says so: ``sure`` where no other version was possible, ``likely`` where one was, ``unsure``
below 0.9, which is not written down. On a course of 940 pages that threshold took 94 % of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from diglot.parts import Parts, parts_of
from diglot.sections import Text, compare
from diglot.source import plain, prose

SURE_FROM = 0.9

Trust = Literal["sure", "likely", "unsure"]
_KEPT = re.compile(r"\d[\d.,]*\d|\d|\b[A-Z][\w-]*\b")


@dataclass(frozen=True)
class Version:
    """A text that an English page once had; ``time`` is when it came, in seconds since the epoch."""

    id: str
    text: str
    time: int


@dataclass(frozen=True)
class Guess:
    """The version that a translation most likely follows. ``likeness`` is that of the structures, 1 for the same."""

    id: str
    likeness: float
    trust: Trust
    rivals: int = 0

    def __str__(self) -> str:
        rivals = f", {self.rivals} more are as like" if self.rivals else ""
        return f"{self.trust} ({100 * self.likeness:.0f} % of the structure{rivals})"


def guess(translation: str, versions: Sequence[Version], last_change: int | None = None) -> Guess | None:
    """The version that a translation follows; None where there are none. ``versions`` are newest first."""
    known = [version for version in versions if last_change is None or version.time <= last_change] or list(versions)
    if not known:
        return None
    own, words = structure(parts_of(Text(translation))), kept_words(translation)
    scores = [(likeness(own, structure(parts_of(Text(version.text)))), version) for version in known]
    best = max(score for score, _ in scores)
    equals = [version for score, version in scores if score == best]
    shared = [(likeness(words, kept_words(version.text)), version) for version in equals]
    most = max(score for score, _ in shared)
    chosen, *others = [version for score, version in shared if score == most]
    rivals = sum(bool(compare(Text(other.text), Text(chosen.text)).changes) for other in others)
    trust: Trust = "unsure" if best < SURE_FROM else "likely" if rivals or best < 1 else "sure"
    return Guess(chosen.id, best, trust, rivals)


def structure(parts: Parts) -> Counter[str]:
    """What a page has in every language: levels of headings in pairs (so that order counts), code, targets, counts."""
    text = parts.text
    levels = [str(section.level) for section in text.sections]
    found = Counter(f"levels {before} {after}" for before, after in zip(["0", *levels], [*levels, "0"], strict=True))
    for code in parts.codes:
        found.update([f"code {code.header}", *(f"line {line.strip()}" for _, line in code.code())])
    for kind in ("links", "images", "includes", "markers", "spans"):
        found.update(f"{kind} {part.value}" for part in getattr(parts, kind))
    for blocks in text.all_blocks:
        found.update(block.kind for block in blocks if block.kind in ("item", "row", "text", "option"))
    return found


def kept_words(text: str) -> Counter[str]:
    """Numbers and capitalised words: names stay as they are in most translations."""
    body = Text(text)
    return Counter(word for _, line in prose(body.lines) for word in _KEPT.findall(plain(line)))


def likeness(left: Counter[str], right: Counter[str]) -> float:
    """What two multisets share: 1 for the same, 0 for nothing (Dice's coefficient)."""
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 1.0


def newest_first(entries: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Each version once, at the time it came first."""
    first: dict[str, int] = {}
    for time, name in entries:
        first[name] = min(time, first.get(name, time))
    return sorted(((time, name) for name, time in first.items()), key=lambda entry: -entry[0])
