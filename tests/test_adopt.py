"""Adopting pages without pins: which English text was this made from?"""

from __future__ import annotations

import os

import pytest
from click.testing import CliRunner
from diglot.__main__ import main
from diglot.adopt import Version, guess
from projects import Project, project

__all__ = ["project"]

FIRST = "# A\n\nOne.\n\n## B\n\nIn 2017, Vaswani.\n\n```python\nx = 1\n```\n"
MORE = FIRST + "\n## C\n\n- [a](b.md)\n"
CODE = MORE.replace("x = 1", "x = 2")
TYPO = CODE.replace("One.", "Won.")
OTHER = "# Quiz\n\n1. one\n2. two\n\n> Said.\n\n### Deep\n"
GERMAN = "# Ah\n\nEins.\n\n## Beh\n\nVaswani, 2017.\n\n```python\nx = 1\n```\n\n## Zeh\n\n- [ah](b.md)\n"


def test_the_version_with_the_same_structure_is_followed():
    versions = [Version(name, text, 0) for name, text in (("4", OTHER), ("3", CODE), ("2", MORE), ("1", FIRST))]
    assert str(guess(GERMAN, versions)) == "sure (100 % of the structure)"
    assert guess(GERMAN, versions).id == "2"


def test_among_versions_of_one_structure_the_newest_is_only_likely():
    versions = [Version("2", MORE.replace("One.", "Won."), 0), Version("1", MORE, 0)]
    assert str(guess(GERMAN, versions)) == "likely (100 % of the structure, 1 more are as like)"
    assert guess(GERMAN, versions).id == "2"


def test_names_and_numbers_decide_before_that():
    versions = [Version("2", MORE.replace("2017", "2018"), 0), Version("1", MORE, 0)]
    assert (guess(GERMAN, versions).id, guess(GERMAN, versions).trust) == ("1", "sure")


def test_no_translation_follows_a_text_that_came_later():
    versions = [Version("2", MORE.replace("One.", "Won."), 20), Version("1", MORE, 10)]
    assert guess(GERMAN, versions, last_change=15).id == "1"
    assert guess(GERMAN, versions, last_change=15).trust == "sure"


def test_too_little_in_common_is_said_and_nothing_to_compare_is_nothing():
    assert guess(GERMAN, [Version("1", OTHER, 0)]).trust == "unsure"
    assert guess(GERMAN, []) is None


@pytest.fixture
def history(project, monkeypatch) -> Project:
    for day, text in enumerate([FIRST, MORE, CODE, TYPO], 1):
        monkeypatch.setitem(os.environ, "GIT_COMMITTER_DATE", f"{1_700_000_000 + day * 86400} +0000")
        if day == 3:
            project.write("docs/de/a.md", GERMAN)
            project.write("docs/de/b.md", "# Etwas anderes\n\n- Punkt\n")
            project.write("docs/de/c.md", "# Ohne Vorlage\n")
        project.commit(a=text, b=OTHER)
    return project


def test_adopt_pins_what_it_is_sure_of_and_says_how_sure(history):
    result = CliRunner().invoke(main, ["--course", str(history.root), "adopt", "de"])
    pins = history.git("log", "--format=%H", "--", "docs/en/a.md").split()
    pin = history.git("rev-parse", f"{pins[2]}:docs/en/a.md").strip()
    other = history.id("b")
    assert result.output.splitlines()[0] == f"docs/de/a.md: sure (100 % of the structure) → {pin[:8]}"
    assert result.output.splitlines()[1].startswith("docs/de/b.md: unsure (")
    assert result.output.splitlines()[1].endswith(f"→ {other[:8]}")
    assert result.output.splitlines()[2] == "docs/de/c.md: docs/en/c.md was never there"
    assert history.read("docs/de/a.md") == f"---\nsource: {pin}\n---\n{GERMAN}"
    assert str(history.state("a")) == "stale a b"
    assert history.read("docs/de/b.md") == "# Etwas anderes\n\n- Punkt\n"


def test_adopt_needs_history(history, tmp_path):
    clone = history.clone(tmp_path / "clone", "--depth", "1")
    result = CliRunner().invoke(main, ["--course", str(clone.root), "adopt", "de"])
    assert (result.exit_code, "this clone is shallow" in result.output) == (1, True)
