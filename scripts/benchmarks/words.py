"""Made-up words that look like those of a language: letters of its script, syllables of its kind, a few words far more often
than the others (Zipf's law), so that the work of a highlighter, a stemmer or a search index is that of a real text.

No word is meant; where one exists, it is by chance. English has common words of the field instead, because ids and file
names are made of them.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

VOCABULARY = 3_000  # words of a language, about what a course of 1,000 pages uses more than once


@dataclass(frozen=True)
class Sounds:
    """What the words of a language are made of, as ``sounds.yml`` has it."""

    onsets: str
    middles: str = "-"
    codas: str = "-"
    syllables: tuple[int, int] = (1, 3)
    gap: str = " "
    stop: str = "."

    def parts(self) -> list[list[str]]:
        """What a syllable is drawn from, one after the other."""
        return [["" if part == "-" else part for part in listed.split()] for listed in (self.onsets, self.middles, self.codas)]


# English: the endings make many words of few.
_STEMS = """
    action answer batch block case chain chapter choice class clean code column common compare corner count course data depth
    detail draft edge error example factor field file filter first form frame gain general graph group head hidden history
    index input item label large layer learn length letter level light limit line list local loss mark mask match mean
    measure memory method model module near note number object order output page part pattern place plain point print
    problem process question random range rate reader record result rule sample scale score search second section sentence
    sequence share short side signal simple size small source space split stack state step store stream string strong
    system table target task term test text token tool train tree trial type unit update use value vector version vocabulary
    weight whole width window word work"""
_SMALL = "the of and a to in is that it for with as on this by are from at which can its an or be when so one more than"
_ENDINGS = ("", "", "s", "ed", "ing", "er", "ers", "al", "less", "ful", "able", "ly")


@dataclass(frozen=True)
class Lexicon:
    """The words of a language, the most frequent first."""

    tag: str
    words: Sequence[str]
    weights: Sequence[float]  # running sums
    gap: str = " "
    stop: str = "."

    def phrase(self, rng: random.Random, length: int) -> str:
        """Some words."""
        return self.gap.join(rng.choices(self.words, cum_weights=self.weights, k=length))

    def title(self, rng: random.Random, length: int) -> str:
        """Some words, the first with a capital."""
        text = self.phrase(rng, length)
        return text[0].upper() + text[1:]

    def sentence(self, rng: random.Random, length: int) -> str:
        """A sentence of some words."""
        return self.title(rng, length) + self.stop


@cache
def lexicon(tag: str) -> Lexicon:
    """The words of a language, always the same."""
    rng = random.Random(f"words {tag}")
    known = yaml.safe_load(Path(__file__).with_name("sounds.yml").read_text("utf-8"))
    sounds = Sounds(**known[tag]) if tag in known else None
    words = _english(rng) if sounds is None else _of(sounds, rng)
    weights = list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))
    return Lexicon(tag, words, weights, *((sounds.gap, sounds.stop) if sounds else ()))


def _english(rng: random.Random) -> list[str]:
    longer = [stem + ending for stem in _STEMS.split() for ending in dict.fromkeys(_ENDINGS)]
    rng.shuffle(longer)
    return [*_SMALL.split(), *longer]


def _of(sounds: Sounds, rng: random.Random) -> list[str]:
    """Different words, short ones first: frequent words are short."""
    parts = sounds.parts()
    least, most = sounds.syllables
    found: dict[str, None] = {}
    tries = 0
    while len(found) < VOCABULARY and tries < 20 * VOCABULARY:
        tries += 1
        length = min(most, least + int(len(found) / VOCABULARY * (most - least + 1) + rng.random()))
        found["".join("".join(map(rng.choice, parts)) for _ in range(length))] = None
    return list(found)
