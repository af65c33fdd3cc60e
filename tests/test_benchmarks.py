"""What the benchmarks build, and what they say: the generated course, the same course for the peers, the tables."""

from __future__ import annotations

import io
import random
import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from benchmarks import build, generated, peers, preview, table
from benchmarks.measure import Failed, Measure, run
from benchmarks.plain import DIALECTS, reduced
from benchmarks.table import Run
from benchmarks.words import VOCABULARY, lexicon
from click.testing import CliRunner
from diglot.__main__ import main
from diglot.blocks import scan
from diglot.pages import Page, read_course
from diglot.states import survey
from rich.console import Console

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


QUESTION = """\
---
description: About layers.
source: 0123456789012345678901234567890123456789
---

# Layers {#layers}

[T5](model:t5) has many [layers](term:layer), see [the end](../a/index.md#end).

/// quiz | Which?
    attrs: {id: which}

- [ ] One

    > No.

- [x] Two

    > Yes.

/// hint | Hint
Count.
///

///

!!! tip "Careful"

    Slowly.

/// video | Watch
    youtube: abcdefghijk
    duration: "1:00"
///
"""

REDUCED = {
    "pymdownx": """\
---
description: "About layers."
---

# Layers {#layers}

[T5](https://huggingface.co/models?search=t5) has many [layers](../glossary.md#layer), see [the end](../a/index.md#end).

!!! question "Which?"

    - [ ] One

        > No.

    - [x] Two

        > Yes.

    ??? tip "Hint"

        Count.

!!! tip "Careful"

    Slowly.

[Watch](https://www.youtube.com/watch?v=abcdefghijk)
""",
    "commonmark": """\
---
description: "About layers."
---

# Layers {#layers}

[T5](https://huggingface.co/models?search=t5) has many [layers](../glossary.md#layer), see [the end](../a/index.md#end).

> [!question] Which?
>
> - [ ] One
>
>     > No.
>
> - [x] Two
>
>     > Yes.
>
> > [!tip] Hint
> > Count.
>

> [!tip] Careful
> Slowly.

[Watch](https://www.youtube.com/watch?v=abcdefghijk)
""",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_peers_get_the_same_words_in_plain_markdown(dialect):
    page = Page("en", "b/layers.md", "docs/en/b/layers.md", QUESTION)
    written, wanted = (
        [line for line in text.split("\n") if line.strip("> ")] for text in (reduced(page, dialect), REDUCED[dialect])
    )
    assert written == wanted


NAV = """\
site_name: Course
nav:
  - index.md
  # the first part
  - one:
      - one/index.md
      - one/layers.md
  - two:
      - two/only-in-german.md

plugins: []
"""


def test_the_peers_get_the_navigation_of_the_english_pages():
    nav = peers.nav_of(NAV, {"index.md", "one/index.md", "one/layers.md"})
    assert nav == ["index.md", {"one": ["one/index.md", "one/layers.md"]}]
    assert list(peers.flat(nav)) == ["index.md", "one/index.md", "one/layers.md"]


def test_a_course_is_laid_out_for_every_peer(course, tmp_path):
    pages = {}
    for peer in peers.PEERS:
        (tmp_path / peer.name).mkdir()
        peers.stage(peer, course, tmp_path / peer.name)
        folder = tmp_path / peer.name / peer.pages
        pages[peer.name] = {tag: len([*Path(str(folder).format(tag)).rglob("*.md")]) for tag in HAS}
    assert pages == {
        "plain": {"en": 12, "de": 12, "ar": 1},  # static-i18n shows English by itself
        "Zensical": {"en": 12, "de": 12, "ar": 12},
        "Hugo": {"en": 12, "de": 12, "ar": 12},
    }


def test_the_pages_that_are_edited_stand_in_the_middle_of_the_navigation(course):
    translated, english = build.pages_to_edit(course)
    assert (translated[0], translated[1] == english[1], english[1].startswith("chapter-01/")) == ("de", True, True)


def test_an_edit_is_taken_back_with_the_site_and_the_cache(course):
    project = build.here(course)
    page, settings = course / "docs/de/index.md", course / "mkdocs.yml"
    before = page.read_bytes(), settings.read_bytes()
    (course / "site").mkdir()
    project.add("de", "index.md")
    project.add("de", "index.md")
    project.rename_section()
    assert page.read_text("utf-8").endswith("\n\nOne more line.\n\nOne more line.\n")
    assert "\n  - chapter-01-new:\n      - chapter-01/index.md\n" in settings.read_text("utf-8")
    project.clean()
    assert (page.read_bytes(), settings.read_bytes(), (course / "site").exists()) == (*before, False)


def runs(course: str, tool: str, scenario: str, *walls: float) -> list[Run]:
    return [Run(course, tool, scenario, place, Measure(wall, 2 * wall, 10_000_000, 500_000)) for place, wall in enumerate(walls)]


def test_the_table_of_builds_has_medians_ratios_within_rounds_and_aims():
    given = [
        *runs("generated", table.PLAIN, table.COLD, 10.0, 20.0, 40.0),
        *runs("generated", table.HERE, table.COLD, 3.0, 5.0, 8.0),
        *runs("generated", table.HERE, table.UNCHANGED, 0.2, 0.5, 0.3),
        *runs("generated", table.ZENSICAL, table.COLD, 6.0, 20.0, 16.0),
        *runs("mine", table.HERE, table.COLD, 1.0),
    ]
    assert table.as_markdown(table.builds(given), "Medians.") == (
        "| Course | Build | Tool | Wall | CPU | Memory | Site | ÷ plain | ÷ Zensical |\n"
        "| :--- | :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| generated | cold | plain | 20.0 s | 40.0 s | 10 MB | 0.5 MB | 1 |  |\n"
        "| generated | cold | here | 5.0 s | 10.0 s | 10 MB | 0.5 MB | 0.25 (≤ 0.30) | 0.5 (≤ 0.60) |\n"
        "| generated | cold | Zensical | 16.0 s | 32.0 s | 10 MB | 0.5 MB | 0.6 | 1 |\n"
        "| generated | unchanged | here | 0.3 s | 0.6 s | 10 MB | 0.5 MB | 0.02 (≤ 0.03) | 0.025 |\n"
        "| mine | cold | here | 1.0 s | 2.0 s | 10 MB | 0.5 MB |  |  |\n"
        "\n"
        "Medians."
    )


def test_the_table_of_growth_compares_with_the_smallest_course():
    given = [*runs("1", table.HERE, table.COLD, 2.0), *runs("8", table.HERE, table.COLD, 15.0)]
    assert table.growth(given) == [
        ["Pages", "Build", "Wall", "CPU", "Memory", "Site", "Wall ÷", "CPU ÷", "Memory ÷"],
        ["1×", "cold", "2.0 s", "4.0 s", "10 MB", "0.5 MB", "1", "1", "1"],
        ["8×", "cold", "15.0 s", "30.0 s", "10 MB", "0.5 MB", "7.5 (≤ 8.50)", "7.5", "1 (≤ 4.00)"],
    ]


def test_the_table_fits_a_wide_terminal():
    text = io.StringIO()
    table.show([["Course", "Wall"], ["mine", "1.0 s"]], "Medians.", Console(file=text, width=40))
    assert [line.split() for line in text.getvalue().splitlines() if "mine" in line] == [["│", "mine", "│", "1.0", "s", "│"]]


def test_a_run_counts_what_a_command_and_its_processes_use(tmp_path):
    child = "held = bytes(b'x' * 60_000_000); import time; time.sleep(0.5); open('site/page', 'w').write('12345')"
    (tmp_path / "site").mkdir()
    command = [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"]
    measure = run(command, tmp_path, out=tmp_path / "site")
    assert (measure.memory > 60_000_000, measure.cpu > 0, measure.out) == (True, True, 5)


def test_a_command_that_fails_stops_the_benchmark_and_says_why(tmp_path):
    with pytest.raises(Failed, match="ends with 3:\nno such page\n"):
        run([sys.executable, "-c", "print('no such page'); raise SystemExit(3)"], tmp_path)


def test_the_note_says_how_often_each_course_was_built():
    given = [*runs("generated", table.HERE, table.COLD, 1.0, 2.0, 3.0), *runs("fallbacks", table.HERE, table.COLD, 1.0)]
    assert build.note(given).startswith("Medians of 3 rounds (1 of fallbacks), 20")


def test_only_a_course_with_fallbacks_has_fewer_peers(course, tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "environment", lambda _folder: tmp_path)
    found = {
        name: [project.tool for project in build.beside(name, course, tmp_path / name)] for name in ("generated", "fallbacks")
    }
    assert found == {"generated": ["plain", "Zensical", "Hugo"], "fallbacks": ["plain"]}


@pytest.mark.parametrize(
    ("lang", "name", "url"),
    [
        ("en", "index.md", ""),
        ("de", "index.md", "de/"),
        ("en", "chapter/a.md", "chapter/a/"),
        ("de", "chapter/index.md", "de/chapter/"),
    ],
)
def test_the_page_that_is_edited_is_opened_at_its_address(lang, name, url):
    assert preview.url_of(lang, name) == url


def test_an_edit_is_told_by_its_median_its_least_and_its_most():
    assert preview.line("de/a.md edited", [0.9, 0.7, 1.2]).split() == ["de/a.md", "edited", "0.90", "0.70", "to", "1.20"]
