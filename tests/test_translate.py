"""The verbs of translators, as they are typed."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from click.testing import CliRunner
from conftest import ROOT, run_command
from diglot.__main__ import main
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import Project, project

__all__ = ["project"]

PAGE = """---
title: Attention
---

# Attention

Words look at other words.

## Training

It sees one word at a time.

Then the next.

## Use

It is used.
"""

SEITE = """# Attention {#attention}

Wörter sehen Wörter an.

## Training {#training}

Es sieht immer ein Wort.

Dann das nächste.

## Einsatz {#use}

Man nutzt es.
"""


def run(project: Project, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["--course", str(project.root), *arguments])
    assert result.exit_code == code, result.output
    return "\n".join(line.rstrip() for line in result.output.splitlines())


@pytest.fixture
def stale(project) -> Project:
    project.commit(index="# Home\n", a=PAGE, b=PAGE, c="# C\n\nShort.\n", d=PAGE)
    project.translate("a", SEITE)
    project.translate("b", SEITE, draft="machine")
    project.write("docs/de/d.md", SEITE)
    project.commit(a=PAGE.replace("one word", "every word") + "\n## New\n\nMore.\n")
    return project


# --- status --------------------------------------------------------------------------------------------------------------


def test_status_is_an_aligned_table_without_colours(stale):
    stale.write("docs/fr/_lang.yml", "name: Français\n")
    assert run(stale, "status") == (
        "language  current  stale  unpinned  held  missing  machine  core   all\n"
        "de              1      1         1     0        2        1   0 %  60 %\n"
        "fr              0      0         0     0        5        0   0 %   0 %"
    )


def test_status_of_a_language_is_a_list_of_work(stale):
    assert run(stale, "status", "de") == (
        "state     page      what\n"
        "missing   index.md  2 words, core\n"
        "stale     a.md      2 of 4 sections changed: #training, #new\n"
        "current   b.md      machine draft, to be read\n"
        "missing   c.md      3 words\n"
        "unpinned  d.md      follows no known English text; stamp it once it is right\n"
        "de: 1 of 5 pages are current, 3 translated; core 0 %\n"
        "Good first pages: index.md (2 words), c.md (3 words)"
    )


def test_status_for_machines_is_what_is_promised(stale):
    assert json.loads(run(stale, "status", "--json")) == {
        "de": {
            "a.md": {"state": "stale", "sections": 4, "changed": ["training", "new"]},
            "b.md": {"state": "current", "machine": True},
            "c.md": {"state": "missing"},
            "d.md": {"state": "unpinned"},
            "index.md": {"state": "missing"},
        }
    }


def test_status_of_a_language_that_is_not_there(stale):
    assert run(stale, "status", "dee", code=2).endswith("Error: no language 'dee' is translated here; did you mean 'de'?")


# --- diff ----------------------------------------------------------------------------------------------------------------


def test_diff_shows_changed_words_beside_the_lines_of_the_translation(stale):
    lines = run(stale, "diff", "de/a.md").splitlines()
    assert lines[0] == "Training  (changed) docs/de/a.md, line 8"
    left, number, right = lines[1][:58].strip(), *lines[1][58:].split(maxsplit=1)
    assert (left, number, right) == ("It sees [-one-]{+every+} word at a time.", "10", "Es sieht immer ein Wort.")
    assert "New  (added) docs/de/a.md, to be added behind line 16" in lines


def test_diff_in_a_page_for_the_browser(stale, tmp_path):
    assert run(stale, "diff", "docs/de/a.md", "--html", str(tmp_path / "x.html")) == f"{tmp_path}/x.html: 2 of 4 sections"
    text = (tmp_path / "x.html").read_text("utf-8")
    assert (
        '<div lang="en" dir="ltr"><span>It sees </span><del>one</del><ins>every</ins><span> word at a time.</span></div>' in text
    )
    assert '<div lang="de" dir="ltr"><b>10</b> Es sieht immer ein Wort.</div>' in text


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("de/b.md", "docs/de/b.md: current, nothing to do"),
        ("de/d.md", "docs/de/d.md: it follows no English text yet; write 'diglot stamp' once it does"),
    ],
)
def test_diff_where_there_is_nothing_to_show(stale, page, expected):
    assert run(stale, "diff", page) == expected


def test_diff_without_history_names_the_cure(stale, tmp_path):
    clone = stale.clone(tmp_path / "clone", "--depth", "1")
    clone.write("docs/en/b.md", "# Else\n")
    clone.write("docs/en/d.md", "# Else\n")
    clone.git("commit", "--quiet", "-am", "x")
    other = clone.clone(tmp_path / "other", "--depth", "1")
    assert "English has changed, but its old text is not here: this clone is shallow" in run(other, "diff", "de/a.md")


# --- start ---------------------------------------------------------------------------------------------------------------


def test_start_makes_a_language_and_a_page(project):
    project.commit(**{"chapter/a": PAGE})
    assert run(project, "start", "fr").startswith("docs/fr/_lang.yml: begun")
    assert project.read("docs/fr/_lang.yml").startswith("name: Français\n")
    pin = project.id("chapter/a")
    assert run(project, "start", "docs/fr/chapter/a.md").startswith(
        f"docs/fr/chapter/a.md: begun from docs/en/chapter/a.md ({pin[:8]})"
    )
    expected = PAGE.replace("---\n", f"---\nsource: {pin}\n", 1)
    for heading, name in (("# Attention", "attention"), ("## Training", "training"), ("## Use", "use")):
        expected = expected.replace(f"{heading}\n", f"{heading} {{#{name}}}\n")
    assert project.read("docs/fr/chapter/a.md") == expected
    assert str(project.state("chapter/a", "fr")) == "current"
    assert run(project, "start", "fr/chapter/a.md", code=2).endswith("is already there; see 'diglot diff fr/chapter/a.md'")


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("xx", "'xx' is neither a language nor a page; write 'fr' or 'fr/chapter/page.md'"),
        ("pt-br", "folder 'pt-br' has a _lang.yml but its name is no language tag; write it 'pt-BR'"),
        ("en/a.md", "English is where translations begin; name another language"),
        ("fr/b.md", "there is no docs/en/b.md; did you mean 'a.md'?"),
        ("fr/../../x.md", "'fr/../../x.md' is neither a language nor a page; write 'fr' or 'fr/chapter/page.md'"),
        ("de", "docs/de/_lang.yml is already there; begin a page with 'diglot start de/index.md'"),
    ],
)
def test_start_says_what_it_cannot_begin(project, what, expected):
    project.commit(a=PAGE)
    assert run(project, "start", what, code=2).splitlines()[-1] == f"Error: {expected}"


@pytest.fixture
def begun(tmp_path):
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def test_a_begun_language_builds_strictly(begun):
    assert CliRunner().invoke(main, ["--course", str(begun), "start", "fr"]).exit_code == 0
    result = run_command("mkdocs", "build", "--strict", cwd=begun, env={"DIGLOT_LANGUAGES": "en fr"})
    assert result.returncode == 0, result.stderr
    assert (begun / "site/fr/index.html").is_file()


def test_the_check_of_a_begun_page_names_the_paragraphs_to_translate_and_nothing_else(begun):
    assert CliRunner().invoke(main, ["--course", str(begun), "start", "fr/index.md"]).exit_code == 0
    told = CliRunner().invoke(main, ["--course", str(begun), "check", "fr/index.md"])
    assert (told.exit_code, set(re.findall(r" error (\w+) ", told.output))) == (1, {"S041"})


# --- stamp ---------------------------------------------------------------------------------------------------------------


def test_stamp_says_that_a_page_follows_todays_english(stale):
    today = stale.id("a")
    assert run(stale, "stamp", "de/a.md", "docs/de/d.md").splitlines() == [
        f"docs/de/a.md follows docs/en/a.md ({today[:8]})",
        f"docs/de/d.md follows docs/en/d.md ({stale.id('d')[:8]})",
    ]
    assert stale.read("docs/de/a.md") == f"---\nsource: {today}\n---\n{SEITE}"
    assert [str(stale.state(name)) for name in "ad"] == ["current", "current"]


def test_a_humans_stamp_takes_the_mark_of_a_machine_away(stale):
    run(stale, "stamp", "--machine", "de/a.md")
    assert str(stale.state("a")) == "current machine"
    run(stale, "stamp", "de/a.md")
    assert str(stale.state("a")) == "current"


def test_stamp_warns_where_english_is_not_committed(stale):
    stale.write("docs/en/a.md", "# Draft\n")
    assert run(stale, "stamp", "de/a.md").splitlines()[1].startswith("docs/en/a.md is not committed yet")


def test_stamp_takes_translated_pages_only(stale):
    assert "is no translated page" in run(stale, "stamp", "en/a.md", code=2)
    assert "there is no docs/de/c.md; begin it with 'diglot start de/c.md'" in run(stale, "stamp", "de/c.md", code=2)


@pytest.mark.parametrize("committed", [False, True])
def test_a_cosmetic_edit_keeps_current_what_was_current_and_nothing_else(stale, committed):
    run(stale, "stamp", "de/d.md")
    stale.write("docs/fr/_lang.yml", "name: Français\n")
    stale.translate("d", "# D\n", lang="fr")
    stale.translate("a", "# A\n", lang="fr")
    stale.commit(d=PAGE.replace("used", "in use"))
    stale.translate("d", "# D\n")
    stale.commit()
    assert [str(stale.state("d", lang)) for lang in ("de", "fr")] == ["current", "stale use"]
    stale.write("docs/en/d.md", PAGE.replace("used", "in use.").replace("words.", "wörds."))
    if committed:
        stale.commit()
    assert run(stale, "stamp", "--cosmetic", "docs/en/d.md") == f"docs/de/d.md follows docs/en/d.md ({stale.id('d')[:8]})"
    assert [str(stale.state("d", lang)) for lang in ("de", "fr")] == ["current", "stale attention use"]


def test_a_cosmetic_stamp_without_history_names_the_cure(stale, tmp_path):
    clone = stale.clone(tmp_path / "clone", "--depth", "1")
    assert "this clone is shallow" in run(clone, "stamp", "--cosmetic", "en/a.md", code=1)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_was_stamped_is_current_whatever_the_texts(tmp_path_factory, english, german):
    root = tmp_path_factory.mktemp("any")
    project = Project(root)
    for path, text in {
        "en/_lang.yml": "name: English\n",
        "de/_lang.yml": "name: Deutsch\n",
        "en/a.md": english,
        "de/a.md": german,
    }.items():
        project.write(f"docs/{path}", text)
    run(project, "stamp", "de/a.md")
    assert str(project.state("a")) == "current"


# --- check ---------------------------------------------------------------------------------------------------------------


def test_check_reports_parity_and_fix_restores_it(stale):
    broken = SEITE.replace(" {#training}", "").replace("Wörter", "Wörter\u202e", 1)
    stale.translate("a", broken.replace("\n", "\r\n"))
    stale.write("docs/en/a.md", PAGE)
    stale.write("mkdocs.yml", "site_name: x\n")
    run(stale, "stamp", "de/a.md")
    assert (
        run(stale, "check", "de/a.md", code=1).splitlines()[0].startswith("docs/de/a.md:6:7: error S043 control character U+202E")
    )
    stale.write("docs/de/a.md", stale.read("docs/de/a.md").replace("\u202e", "").replace("## Training", "## Das Training"))
    assert "S011" in run(stale, "check", "de/a.md", code=1)
    assert run(stale, "check", "--fix", "de/a.md").splitlines() == ["docs/de/a.md: restored", "0 errors, 0 warnings"]
    assert stale.read("docs/de/a.md").endswith(
        "## Das Training {#training}\r\n\r\n" + SEITE.split("{#training}\n\n")[1].replace("\n", "\r\n")
    )
    assert run(stale, "check", "--fix", "de/a.md") == "0 errors, 0 warnings"


def test_an_english_edit_is_told_and_stops_nobody(stale):
    stale.write("mkdocs.yml", "site_name: x\n")
    run(stale, "stamp", "de/d.md")
    assert run(stale, "check").splitlines() == [
        "1 translated page is out of date (de); 'diglot status' says which, nothing else needs to be done here",
        "0 errors, 0 warnings",
    ]
