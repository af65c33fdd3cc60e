"""What the benchmarks build: a generated course that is the same in every run and has nothing wrong with it."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from benchmarks import generated
from benchmarks.words import VOCABULARY, lexicon
from click.testing import CliRunner
from diglot.__main__ import main
from diglot.blocks import scan
from diglot.pages import read_course
from diglot.states import survey

HAS = {"en": 12, "de": 12, "ar": 1}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve pages in English and in German, one in Arabic."""
    root = tmp_path_factory.mktemp("generated") / "course"
    generated.make(root, 12, HAS)
    return root


def test_a_generated_course_is_the_same_from_the_same_seed_and_another_from_another():
    first, again, other = (generated.files(12, HAS, seed) for seed in (1, 1, 2))
    assert first == again
    assert first["docs/en/index.md"] != other["docs/en/index.md"]


def test_a_generated_course_checks_clean(course):
    result = CliRunner().invoke(main, ["--course", str(course), "check"])
    assert (result.output, result.exit_code) == ("0 errors, 0 warnings\n", 0)


def test_its_translations_follow_todays_english_and_the_others_are_missing(course):
    states = survey(course).states
    assert {lang: Counter(state.state for state in own.values()) for lang, own in states.items()} == {
        "de": {"current": 12},
        "ar": {"current": 1, "missing": 11},
    }


def test_it_has_the_blocks_of_a_real_course(course):
    pages = [page for page in read_course(course).of("de") if page.name.startswith("chapter-01/")]
    blocks = Counter(block.name for page in pages for top in scan(page)[0] for block in top.walk())
    fences = Counter(re.findall(r"^```(\w+)$", "\n".join(page.text for page in pages), re.MULTILINE))
    assert sorted(blocks) == ["explain", "figure", "hint", "quiz", "quiz-multi", "video"]
    assert sorted(fences) == ["bash", "json", "output", "python"]
    text = "\n".join(page.text for page in pages)
    for sign in ("](term:", "](model:", ".md#", "| --- |", "$$", "> [!", "!!! "):
        assert sign in text


def test_the_fallbacks_are_those_of_the_reference_course():
    has = generated.has(104, fallbacks=True)
    assert (len(has), sum(has.values()), has["de"], has["ar"]) == (24, 1041, 25, 1)


@pytest.mark.parametrize("tag", generated.LANGUAGES)
def test_every_language_has_many_words_of_its_own(tag):
    words = lexicon(tag)
    assert len({*words.words}) == len(words.words) > VOCABULARY / 10
    assert words.phrase(random.Random(1), 20) == words.phrase(random.Random(1), 20)
