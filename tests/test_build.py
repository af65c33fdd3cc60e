"""The languages at once, from whatever earlier builds have left: byte for byte the site that MkDocs builds from nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from building import run
from click.testing import CliRunner
from diglot.__main__ import main
from projects import Project, lend, new_project
from test_publish import tree

NAV = "nav: [index.md, chapter: [chapter/index.md, chapter/a.md, chapter/b.md], glossary.md, models.md]\n"
QUIZ = """
/// quiz | {question}
    attrs: {{id: one}}

- [x] {right}

    > {why}

- [ ] {wrong}

    > {why}

///
"""
ENGLISH = {
    "index": "# Home\n\nSee [a](chapter/a.md#part) and [the term](term:token).\n",
    "chapter/index": "# Chapter\n\nWhat it is about.\n",
    "chapter/a": "# Page A\n\n## Part {#part}\n\nText with `code` and [T5](model:t5).\n\n```python\nprint(1)\n```\n"
    + QUIZ.format(question="Which one?", right="This.", wrong="That.", why="Because."),
    "chapter/b": "# Page B\n\nAnother page; see [A](a.md).\n",
    "glossary": "# Glossary\n\nToken {#token}\n:   A piece of text.\n",
    "models": "# Models\n\n/// models\n///\n",
}
GERMAN = {
    "index": "# Start {#home}\n\nSiehe [a](chapter/a.md#part) und [den Begriff](term:token).\n",
    "chapter/a": "# Seite A {#page-a}\n\n## Teil {#part}\n\nText mit `code` und [T5](model:t5).\n\n```python\nprint(1)\n```\n"
    + QUIZ.format(question="Welche?", right="Diese.", wrong="Jene.", why="Darum."),
}
MODELS = """\
t5:
  name: T5
  hub: google-t5/t5-base
  docs: t5
  paper: https://example.org/t5-paper
  family: encoder-decoder
  licence: apache-2.0
  year: 2019
"""


@pytest.fixture
def course(tmp_path: Path) -> Project:
    return make(tmp_path / "course")


def make(root: Path) -> Project:
    """English, German with two of six pages, French with none."""
    project = new_project(root)
    lend(project, NAV)
    project.write(".gitignore", "site/\n.site.*\n.cache/\n")
    project.write("docs/fr/_lang.yml", "name: Français\n")
    project.write("docs/models.yml", MODELS)
    project.commit(**ENGLISH)
    for name, text in GERMAN.items():
        project.translate(name, text)
    project.commit()
    return project


def build(course: Project, *options: str) -> str:
    """Build ``site/``, and give what was said."""
    code, said = run(course.root, "diglot", "build", *options)
    assert code == 0, said
    return said


def fresh(course: Project) -> Mapping[str, str]:
    """The site as MkDocs builds it from nothing, one language after the other."""
    code, said = run(course.root, "mkdocs", "build", "--strict", "-d", "fresh", DIGLOT_CACHE="false")
    assert code == 0, said
    found = tree(course.root / "fresh")
    shutil.rmtree(course.root / "fresh")
    return found


def site(course: Project) -> Mapping[str, str]:
    return tree(course.root / "site")


def test_all_languages_at_once_give_the_bytes_of_one_after_the_other(course):
    build(course, "--jobs", "3", "--no-cache")
    assert not (course.root / ".cache").exists()
    assert site(course) == fresh(course)
    build(course, "--jobs", "1")
    assert site(course) == fresh(course)


def test_a_site_of_which_nothing_changed_stays_as_it_is(course):
    build(course)
    before = (course.root / "site").stat().st_ino
    assert "Nothing has changed" in build(course)
    assert (course.root / "site").stat().st_ino == before
    (course.root / "site/de/index.html").write_text("edited", "utf-8")
    assert "Nothing has changed" not in build(course)
    assert site(course) == fresh(course)


def test_former_addresses_are_those_of_one_language_after_the_other(course):
    replace("mkdocs.yml", "  - diglot:\n", "  - diglot:\n      redirects: {chapter/old.md: chapter/a.md}\n")(course)
    build(course, "--jobs", "2")
    assert site(course) == fresh(course)
    assert "chapter/old/index.html" in site(course)


def replace(path: str, *texts: str) -> Callable[[Project], None]:
    def change(course: Project) -> None:
        text = course.read(path)
        for old, new in zip(texts[::2], texts[1::2], strict=True):
            assert old in text
            text = text.replace(old, new)
        course.write(path, text)

    return change


def write(path: str, text: str) -> Callable[[Project], None]:
    return lambda course: course.write(path, text) and None


CHANGES: dict[str, Callable[[Project], None]] = {
    "a German text": replace("docs/de/chapter/a.md", "Text mit", "Ein Text mit"),
    "an English text that other languages show": replace("docs/en/chapter/b.md", "Another page", "One more page"),
    "an English text that German follows": replace("docs/en/chapter/a.md", "Text with", "A text with"),
    "the key of an English question": replace("docs/en/chapter/a.md", "- [x] This.", "- [ ] This.", "- [ ] That.", "- [x] That."),
    "a title in the navigation": replace("docs/en/chapter/index.md", "# Chapter", "# First chapter"),
    "a term": replace("docs/en/glossary.md", "A piece of text.", "A piece of a text."),
    "a model": replace("docs/models.yml", "licence: apache-2.0", "licence: mit"),
    "a word of the site": write("docs/fr/_lang.yml", "name: français\nlabels: {page: {edit: Modifier cette page}}\n"),
    "a page more": write("docs/de/chapter/b.md", "# Seite B {#page-b}\n\nNoch eine; siehe [A](a.md).\n"),
    "a page less": lambda course: (course.root / "docs/de/chapter/b.md").unlink(),
    "a picture": write("docs/en/chapter/dot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>\n'),
    "a setting": replace("mkdocs.yml", "CC BY 4.0", "CC BY-SA 4.0"),
    "a feature of the theme": replace("mkdocs.yml", "    - navigation.top\n", ""),
    "the order of the pages": replace("mkdocs.yml", "chapter/a.md, chapter/b.md", "chapter/b.md, chapter/a.md"),
    "a template": replace("overrides/main.html", "{% block footer %}", "{% block footer %}<!-- changed -->"),
    "a style sheet": replace("overrides/assets/quiz.css", "}", "  color: inherit;\n}"),
    "a commit": lambda course: course.commit(),
    "a language more": write("docs/es/_lang.yml", "name: Español\n"),
    "a language less": lambda course: shutil.rmtree(course.root / "docs/es"),
}

# In the long part only: each takes two builds, and another change goes the same way.
LATER = {
    "an English text that German follows",
    "a term",
    "a model",
    "a word of the site",
    "a page more",
    "a page less",
    "a picture",
    "a setting",
    "a feature of the theme",
    "the order of the pages",
    "a style sheet",
    "a commit",
    "a language more",
    "a language less",
}


def test_whatever_changes_the_site_is_the_one_that_is_built_from_nothing(course, request):
    build(course)
    every = request.config.getoption("--long")
    for what, change in CHANGES.items():
        if not every and what in LATER:
            continue
        before = site(course)
        change(course)
        build(course)
        assert site(course) == fresh(course), what
        assert site(course) != before, what


def test_of_languages_whose_pages_did_not_change_none_is_built(course):
    build(course)
    CHANGES["a German text"](course)
    said = [line for line in build(course).splitlines() if "Building '" in line]
    assert [line.split("'")[1] for line in said] == ["de"]


# ------------------------------------------------------------------------------------------------------------- shards


def test_a_site_is_merged_from_shards_that_were_built_in_checkouts_of_their_own(course, tmp_path):
    expected = fresh(course)
    for number in (1, 2):
        checkout = tmp_path / f"checkout-{number}"
        course.git("clone", "-q", str(course.root), str(checkout))
        code, said = run(checkout, "diglot", "build", "--shard", f"{number}/2", "-d", str(tmp_path / f"shards/{number}"))
        assert code == 0, said
    merged = tmp_path / "merged"
    course.git("clone", "-q", str(course.root), str(merged))

    def merge() -> tuple[list[str], Mapping[str, str]]:
        """The languages that were built all the same, and the site."""
        code, said = run(merged, "diglot", "build", "--no-cache", "--merge", str(tmp_path / "shards"))
        assert code == 0, said
        return [line.split("'")[1] for line in said.splitlines() if "Building '" in line], tree(merged / "site")

    assert merge() == ([], expected)
    (tmp_path / "shards/2/de/index.html").write_text("poison", "utf-8")
    assert merge() == (["de"], expected)
    record = tmp_path / "shards/1/shard.sqlite"
    record.write_bytes(record.read_bytes()[:5000])
    assert sorted(merge()[0]) == ["de", "en", "fr"]
    assert tree(merged / "site") == expected


def test_a_shard_of_another_text_is_not_taken(course, tmp_path):
    assert run(course.root, "diglot", "build", "--shard", "1/1", "-d", str(tmp_path / "shards/1"))[0] == 0
    CHANGES["a German text"](course)
    said = build(course, "--merge", str(tmp_path / "shards"))
    assert ["Building 'de'" in said, "Building 'fr'" in said] == [True, False]
    assert site(course) == fresh(course)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shard", "3/2", "-d", "x"], "'3/2' is no shard; write K/N, such as 2/3 for the second of three"),
        (["--shard", "1/2"], "a shard is no site; say with --site-dir where it is put."),
    ],
)
def test_a_shard_has_a_number_and_a_place(options, message):
    result = CliRunner().invoke(main, ["build", *options])
    assert [result.exit_code, message in result.output] == [2, True]


# --------------------------------------------------------------------------------------------------- a poisoned cache


def flip(course: Project) -> None:
    """One bit of every answer."""
    with sqlite3.connect(course.root / ".cache/diglot.sqlite") as database:
        for key, value in database.execute("SELECT key, value FROM answers").fetchall():
            place = key[0] * len(value) // 256
            flipped = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
            database.execute("UPDATE answers SET value = ? WHERE key = ?", (flipped, key))


def exchange(course: Project) -> None:
    """Every answer under the key of another."""
    with sqlite3.connect(course.root / ".cache/diglot.sqlite") as database:
        rows = database.execute("SELECT key, value FROM answers").fetchall()
        values = [value for _, value in rows[1:] + rows[:1]]
        database.executemany("UPDATE answers SET value = ? WHERE key = ?", zip(values, [key for key, _ in rows], strict=True))


def halve(course: Project) -> None:
    file = course.root / ".cache/diglot.sqlite"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def deface(course: Project) -> None:
    for page in (course.root / "site").rglob("*.html"):
        page.write_text("poison", "utf-8")


@pytest.mark.parametrize("poison", [flip, exchange, halve, deface])
def test_a_poisoned_cache_never_reaches_a_page(course, poison):
    build(course)
    expected = site(course)
    poison(course)
    build(course)
    assert site(course) == expected


def test_two_builds_at_once_share_a_cache_and_not_a_site(course):
    command = [sys.executable, "-m", "diglot", "build", "-d"]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
    both = [subprocess.Popen([*command, name], cwd=course.root, env=env, stderr=subprocess.DEVNULL) for name in ("one", "other")]
    assert [one.wait() for one in both] == [0, 0]
    assert tree(course.root / "one") == tree(course.root / "other") == fresh(course)


def test_a_build_that_fails_leaves_the_old_site_and_says_what_is_wrong_in_every_language(course):
    build(course)
    before = site(course)
    course.write("docs/de/index.md", "# Start {#home}\n\n[a](nowhere.md)\n")
    course.write("docs/en/chapter/b.md", "# B\n\n[b](nothing.md)\n")
    for _ in range(2):
        code, said = run(course.root, "diglot", "build")
        assert code == 1
        assert [name for name in ("nowhere.md", "nothing.md") if name in said] == ["nowhere.md", "nothing.md"]
        assert "Traceback" not in said
        assert site(course) == before
