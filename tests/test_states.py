"""States: the known ways in which detectors go wrong, each as a small repository, before and after."""

from __future__ import annotations

import json
import shutil

import pytest
from diglot.pins import Pin
from diglot.states import State, as_json, core_pages, count, good_first, link_reader
from diglot.website import nav_of, read_config
from projects import Project, new_project, project

__all__ = ["project"]

PAGE = """# Attention

Words look at *other* words, see [the paper](https://example.org/a).

## Training

A model learns from text. It sees one word at a time.

- one
- two

```python
train(steps=10)
```

## Use

Then it is used. Every word counts.

## Summary

That was all there is to say.
"""

OTHER = """# Quiz

Nothing of the first page can be found here.

## First question

Whose idea was this?

## Second question

And when did they have it?
"""


LAST = "## Summary\n\nThat was all there is to say.\n"


def edit(old: str, new: str):
    assert old in PAGE
    return PAGE.replace(old, new)


# What happened to the English page, and the state of its translation then.
EDITS = {
    "reflow": (edit("text. It", "text.\nIt"), "current"),
    "emphasis swap": (edit("*other*", "_other_"), "current"),
    "link made a reference": (edit("(https://example.org/a)", "[p]") + "\n[p]: https://example.org/a\n", "current"),
    "link canonicalised": (edit("https://example.org/a", "https://example.org/a/"), "stale attention"),
    "typo": (edit("learns", "lerns"), "stale training"),
    "section added": (edit("## Use", "## Cost\n\nMoney.\n\n## Use"), "stale cost"),
    "section removed": (edit("## Use\n\nThen it is used. Every word counts.\n\n", ""), "stale use"),
    "paragraph rewritten in place": (edit("Then it is used. Every word counts.", "No longer in use."), "stale use"),
    "heading renamed": (edit("## Use", "## Usage"), "stale usage"),
    "code flag changed": (edit("steps=10", "steps=20"), "stale training"),
    "list item removed": (edit("- two\n", ""), "stale training"),
    "reorder": (edit(LAST, "").replace("## Training", f"{LAST}\n## Training"), "stale summary"),
    "every section reworded": (PAGE.replace("word", "token").replace("That", "This"), "stale attention training use summary"),
    "another page": (OTHER, "held attention training use summary quiz first-question second-question"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EDITS.values(), ids=EDITS)
def test_an_english_edit_gives_the_state_that_it_should(project, text, expected):
    project.commit(a=PAGE)
    project.translate("a")
    project.commit()
    assert str(project.state("a")) == "current"
    project.commit(a=text)
    state = project.state("a")
    assert state.state == expected.split()[0]
    assert sorted(state.changed) == sorted(expected.split()[1:])


def test_a_typo_fixed_in_the_translation_after_english_changed_leaves_it_stale(project):
    project.commit(a=PAGE)
    project.translate("a", "# Zeite\n")
    project.commit(a=edit("learns", "lerns"))
    project.write("docs/de/a.md", project.read("docs/de/a.md").replace("Zeite", "Seite"))
    project.commit()
    assert str(project.state("a")) == "stale training"


def test_a_page_split_in_two_is_stale_and_its_other_half_missing(project):
    project.commit(a=PAGE)
    project.translate("a")
    first, second = PAGE.split("## Use")
    project.commit(a=first, b="# Use" + second)
    assert str(project.state("a")) == "stale use summary"
    assert str(project.state("b")) == "missing"


def test_two_pages_that_changed_places_are_both_held(project):
    project.commit(a=PAGE, b=OTHER)
    project.translate("a")
    project.translate("b")
    project.commit(a=OTHER, b=PAGE)
    assert [project.state(name).state for name in "ab"] == ["held", "held"]
    assert project.state("a").why == "replaced"


def test_a_held_page_says_where_its_text_is_now(project):
    project.commit(a=PAGE, b=OTHER)
    project.translate("a")
    project.commit(a=OTHER, b=PAGE.replace("Then it is used. Every word counts.", "Gone."))
    found = project.survey()
    name, share = found.now_at(found.states["de"]["a.md"])
    assert (name, 0.7 < share < 1) == ("b.md", True)
    assert found.now_at(found.states["de"]["b.md"]) is None


def test_a_page_that_english_lost_is_held_and_says_so(project):
    project.commit(a=PAGE)
    project.translate("a")
    (project.root / "docs/en/a.md").unlink()
    project.commit()
    assert (project.state("a").state, project.state("a").why, project.state("a").shown) == ("held", "gone", False)


def test_a_squash_keeps_the_state(project):
    project.commit(a=PAGE)
    project.git("checkout", "--quiet", "-b", "work")
    project.commit(a=edit("learns", "lerns"))
    project.translate("a")
    project.commit()
    project.git("checkout", "--quiet", "main")
    project.git("merge", "--squash", "--quiet", "work")
    project.commit()
    project.git("branch", "-D", "work")
    project.git("reflog", "expire", "--expire=now", "--all")
    project.git("gc", "--quiet", "--prune=now")
    assert str(project.state("a")) == "current"


def test_a_rebase_keeps_the_state(project):
    project.commit(a=PAGE)
    project.git("checkout", "--quiet", "-b", "work")
    project.translate("a")
    project.commit()
    project.git("checkout", "--quiet", "main")
    project.commit(b=OTHER, a=edit("learns", "lerns"))
    project.git("checkout", "--quiet", "work")
    project.git("rebase", "--quiet", "main")
    assert str(project.state("a")) == "stale training"


def test_english_and_german_change_in_one_commit(project):
    project.commit(a=PAGE)
    project.translate("a")
    project.commit()
    project.write("docs/en/a.md", edit("learns", "lerns"))
    project.translate("a")
    assert str(project.state("a")) == "current"
    project.commit()
    assert str(project.state("a")) == "current"


@pytest.fixture
def stale(project) -> Project:
    project.commit(a=PAGE, b=PAGE + "\nMore.\n")
    project.translate("a")
    project.translate("b")
    project.commit(a=edit("learns", "lerns"))
    return project


def test_a_shallow_clone_knows_that_a_page_is_stale_but_not_where(stale, tmp_path):
    clone = stale.clone(tmp_path / "clone", "--depth", "1")
    assert (clone.state("a").state, clone.state("a").changed) == ("stale", None)
    assert str(clone.state("b")) == "current"
    found = clone.survey()
    assert [state.name for state in found.unknown] == ["a.md"]
    assert "fetch-depth: 0" in found.store.cure


def test_a_clone_without_old_texts_fetches_those_that_are_needed(stale, tmp_path):
    clone = stale.clone(tmp_path / "clone", "--filter=blob:none")
    assert str(clone.state("a")) == "stale training"


def test_without_git_a_page_is_stale_without_sections(stale):
    shutil.rmtree(stale.root / ".git")
    assert (stale.state("a").state, stale.state("a").changed) == ("stale", None)
    assert str(stale.state("b")) == "current"
    assert "clone the course" in stale.survey().store.cure


def test_crlf_in_the_working_tree_changes_nothing(stale):
    for lang in ("en", "de"):
        for name in "ab":
            file = stale.root / f"docs/{lang}/{name}.md"
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert str(stale.state("a")) == "stale training"
    assert str(stale.state("b")) == "current"


def test_a_sha256_repository(tmp_path, project):
    other = new_project(tmp_path / "sha256", "--object-format=sha256")
    other.commit(a=PAGE, b=PAGE)
    pin = other.git("rev-parse", "HEAD:docs/en/a.md").strip()
    assert len(pin) == 64
    for name in "ab":
        other.write(f"docs/de/{name}.md", f"---\nsource: {pin}\n---\n# Seite\n")
    other.commit(a=edit("learns", "lerns"))
    assert str(other.state("a")) == "stale training"
    assert str(other.state("b")) == "current"
    assert other.survey().store.digits == 64


def test_two_translators_who_stamp_the_same_english_merge_cleanly(project):
    project.commit(a=PAGE)
    project.translate("a", PAGE)
    project.commit(a=edit("learns", "lerns").replace("Every", "Each"))
    assert str(project.state("a")) == "stale training use"
    for branch, old, new in (("one", "A model learns", "Ein Modell lernt"), ("two", "Then it", "Dann")):
        project.git("checkout", "--quiet", "-b", branch, "main")
        project.translate("a", PAGE.replace(old, new))
        project.commit()
        assert str(project.state("a")) == "current"
    project.git("merge", "--quiet", "one", "-m", "x")
    assert str(project.state("a")) == "current"
    assert "Ein Modell lernt" in project.read("docs/de/a.md")
    assert "Dann" in project.read("docs/de/a.md")


def test_two_translators_who_stamp_different_english_meet_in_the_pin(project):
    project.commit(a=PAGE)
    project.translate("a", PAGE)
    project.commit()
    project.git("checkout", "--quiet", "-b", "one")
    project.commit(a=edit("learns", "lerns"))
    project.translate("a", PAGE)
    project.commit()
    project.git("checkout", "--quiet", "-b", "two", "main")
    project.commit(a=edit("Every", "Each"))
    project.translate("a", PAGE)
    project.commit()
    project.git("merge", "one", "-m", "x", check=False)
    assert "<<<<<<<" in project.read("docs/de/a.md")
    assert project.state("a").state == "stale"


def test_a_pin_that_is_no_id_pins_nothing(project):
    project.commit(a=PAGE)
    project.translate("a", source="main")
    assert str(project.state("a")) == "unpinned"


def test_a_machine_draft_may_have_any_state(project):
    project.commit(a=PAGE)
    project.translate("a", draft="machine")
    assert str(project.state("a")) == "current machine"
    project.commit(a=edit("learns", "lerns"))
    assert str(project.state("a")) == "stale training machine"


def test_a_translation_may_follow_an_english_page_of_another_name(project):
    project.commit(b=PAGE)
    project.write("docs/de/a.md", f"---\nsource: {project.id('b')}\nof: b.md\n---\n# Seite\n")
    assert str(project.state("a")) == "current"
    assert list(project.survey().states["de"]) == ["a.md"]


def test_a_folder_below_another_repository_is_read_from_its_own_place(tmp_path, project):
    inner = project.root / "courses" / "nlp"
    shutil.copytree(project.root / "docs", inner / "docs")
    project.write("courses/nlp/docs/en/a.md", PAGE)
    project.commit()
    course = Project(inner)
    course.translate("a")
    course.write("docs/en/a.md", edit("learns", "lerns"))
    assert str(course.state("a")) == "stale training"


def test_a_redirect_is_no_change_of_the_links_that_it_mends(project):
    project.commit(a="# A\n\nSee [b](b.md#x).\n", b=PAGE)
    project.translate("a")
    project.commit(a="# A\n\nSee [b](chapter/c.md#x).\n")
    assert str(project.state("a")) == "stale a"
    project.write("mkdocs.yml", "plugins:\n  - diglot:\n      redirects:\n        b.md: chapter/c.md\n")
    assert str(project.state("a")) == "current"


def test_links_are_read_from_the_place_of_their_page():
    read = link_reader("chapter/a.md", {"chapter/b.md": "c.md"})
    assert [read(target) for target in ("b.md#x", "../c.md", "#x", "term:b.md", "https://x/b.md", "/b.md", "d%20e.md")] == [
        "c.md#x", "c.md", "#x", "term:b.md", "https://x/b.md", "/b.md", "chapter/d e.md"
    ]  # fmt: skip


def test_the_record_for_machines(stale):
    stale.translate("c", draft="machine") if stale.write("docs/en/c.md", PAGE) else None
    stale.write("docs/en/d.md", PAGE)
    assert json.loads(as_json(stale.survey().states)) == {
        "de": {
            "a.md": {"state": "stale", "sections": 4, "changed": ["training"]},
            "b.md": {"state": "current"},
            "c.md": {"state": "current", "machine": True},
            "d.md": {"state": "missing"},
        }
    }


def test_figures_of_a_language(stale):
    stale.write("docs/en/index.md", PAGE)
    found = stale.survey()
    counted = count("de", found.states["de"], ["index.md", "a.md"])
    assert (counted.pages, counted.shown, counted.core, counted.core_shown) == (3, 2, 2, 1)
    assert counted.states == {"current": 1, "stale": 1, "unpinned": 0, "missing": 1, "held": 0}


def test_the_core_is_the_home_page_the_index_pages_and_the_first_chapter(project):
    nav = nav_of(read_config(project.root))
    assert nav == ["index.md", "chapter/index.md", "chapter/a.md"]
    names = ["index.md", "chapter/index.md", "chapter/a.md", "late/index.md", "late/b.md"]
    assert core_pages(names, [*nav, "late/index.md", "late/b.md"]) == names[:4]


def test_good_first_pages_are_missing_ones_of_the_core_then_short_ones(project):
    project.commit(long=PAGE, short="# Short\n", core=PAGE + PAGE, done="# Done\n")
    project.translate("done")
    found = project.survey()
    assert good_first(found.states["de"], found.english, ["core.md"]) == ["core.md", "short.md", "long.md"]


def test_a_state_prints_as_one_word_and_what_changed():
    assert str(State("de", "a.md", "current", Pin(draft="machine"))) == "current machine"
