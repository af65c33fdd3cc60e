"""Moves: links, navigation, redirects, and states that stay what they were."""

from __future__ import annotations

import posixpath

import pytest
from click.testing import CliRunner
from diglot.__main__ import main
from diglot.moves import move_in_nav, rewrite_links, with_redirect
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import CONFIG, Project, new_project, project

__all__ = ["project"]


def mv(project: Project, old: str, new: str):
    return CliRunner().invoke(main, ["--course", str(project.root), "mv", old, new])


LINKS = {
    "to the page": ("[x](b.md#y)", "a.md", "[x](c/d.md#y)"),
    "from a folder": ("[x](../b.md)", "c/a.md", "[x](d.md)"),
    "with a title": ('[x](b.md "T")', "a.md", '[x](c/d.md "T")'),
    "by reference": ("[x][r]\n\n[r]: b.md", "a.md", "[x][r]\n\n[r]: c/d.md"),
    "to another page": ("[x](e.md)", "a.md", "[x](e.md)"),
    "in code": ("`[x](b.md)`\n\n```\n[x](b.md)\n```", "a.md", "`[x](b.md)`\n\n```\n[x](b.md)\n```"),
    "two on a line": ("[x](b.md) [y](b.md)", "a.md", "[x](c/d.md) [y](c/d.md)"),
    "what a question tests": ("/// quiz | Q\n    tests: b.md#x\n///", "a.md", "/// quiz | Q\n    tests: c/d.md#x\n///"),
    "elsewhere": ("[x](https://b.md) [y](term:b.md) [z](/b.md) [w](#b.md)", "a.md", None),
}


@pytest.mark.parametrize(("text", "name", "expected"), LINKS.values(), ids=LINKS)
def test_links_to_a_moved_page_follow_it(text, name, expected):
    assert rewrite_links(text, name, name, "b.md", "c/d.md") == (expected or text)


def test_links_of_a_moved_page_lead_where_they_led():
    text = "---\na: 1\n---\n[x](e.md) ![y](img/z.png) [self](b.md#a) [here](#a) [up](c/f.md)\n"
    moved = "---\na: 1\n---\n[x](../e.md) ![y](../img/z.png) [self](d.md#a) [here](#a) [up](f.md)\n"
    assert rewrite_links(text, "b.md", "c/d.md", "b.md", "c/d.md") == moved
    assert rewrite_links(moved, "c/d.md", "b.md", "c/d.md", "b.md") == text


def test_the_line_of_the_navigation_is_renamed_and_nothing_else():
    config = "x: a.md\nnav:\n  - a.md  # first\n  - b:\n    - b/a.md\n    - 'a.md'\n\nextra:\n  - a.md\n"
    assert move_in_nav(config, "a.md", "c.md") == (
        "x: a.md\nnav:\n  - c.md  # first\n  - b:\n    - b/a.md\n    - 'c.md'\n\nextra:\n  - a.md\n", True
    )  # fmt: skip
    assert move_in_nav(config, "z.md", "c.md") == (config, False)


REDIRECTS = {
    "plugin without options": (CONFIG, CONFIG.replace("  - diglot\n", "  - diglot:\n      redirects:\n        a.md: b.md\n")),
    "plugin with options": (
        "plugins:\n  - diglot:\n      languages: x   # c\n\n  - i18n:\n      a: 1\n",
        "plugins:\n  - diglot:\n      languages: x   # c\n      redirects:\n        a.md: b.md\n\n  - i18n:\n      a: 1\n",
    ),
    "redirects led on": (
        "plugins:\n  - diglot:\n      redirects:\n        z.md: a.md\n        b.md: y.md\n      languages: x\n",
        "plugins:\n  - diglot:\n      redirects:\n        z.md: b.md\n        a.md: b.md\n      languages: x\n",
    ),
    "redirects on one line": (
        "plugins:\n  - diglot:\n      redirects: {}\n", "plugins:\n  - diglot:\n      redirects:\n        a.md: b.md\n"
    ),
    "no plugin": ("site_name: x\n", None),
}  # fmt: skip


@pytest.mark.parametrize(("config", "expected"), REDIRECTS.values(), ids=REDIRECTS)
def test_a_redirect_is_written_and_nothing_else(config, expected):
    assert with_redirect(config, "a.md", "b.md") == expected


def test_a_page_moves_in_every_language_with_all_that_leads_to_it(project):
    project.commit(
        **{"index": "# Home\n\n[a](chapter/a.md#x)\n", "chapter/index": "# C\n", "chapter/a": "# A\n\n[c](index.md)\n"}
    )
    project.translate("index", "# Start {#home}\n\n[a](chapter/a.md#x)\n")
    project.translate("chapter/a", "# A\r\n\r\n[c](index.md)\r\n")
    project.commit()
    result = mv(project, "docs/en/chapter/a.md", "b.md")
    assert result.output.splitlines() == [
        "docs/de/chapter/a.md → docs/de/b.md",
        "docs/en/chapter/a.md → docs/en/b.md",
        "docs/de/index.md: links",
        "docs/en/index.md: links",
        "mkdocs.yml: navigation and redirect",
        "b.md stands where chapter/a.md stood in the navigation; put it where it belongs now",
    ]
    assert project.read("docs/en/b.md") == "# A\n\n[c](chapter/index.md)\n"
    assert project.read("docs/de/b.md").endswith("# A\r\n\r\n[c](chapter/index.md)\r\n")
    assert project.read("docs/de/index.md").endswith("# Start {#home}\n\n[a](b.md#x)\n")
    assert not (project.root / "docs/de/chapter").exists()
    assert project.read("mkdocs.yml") == CONFIG.replace("      - chapter/a.md", "      - b.md").replace(
        "  - diglot\n", "  - diglot:\n      redirects:\n        chapter/a.md: b.md\n"
    )
    assert {name: str(state) for name, state in project.survey().states["de"].items()} == {
        "b.md": "current", "chapter/index.md": "missing", "index.md": "current"
    }  # fmt: skip


def test_a_move_that_english_made_by_hand_is_finished(project):
    project.commit(**{"chapter/a": "# A\n"})
    project.translate("chapter/a", "# A\n")
    project.commit()
    (project.root / "docs/en/chapter/a.md").rename(project.root / "docs/en/b.md")
    assert project.state("chapter/a").why == "gone"
    assert mv(project, "chapter/a.md", "b.md").exit_code == 0
    assert str(project.state("b")) == "current"


def test_pages_that_follow_the_moved_page_under_another_name_follow_on(project):
    project.commit(a="# A\n", x="# X\n")
    project.write("docs/de/y.md", f"---\nsource: {project.id('a')}\nof: a.md\n---\n# Y\n")
    project.write("docs/de/a.md", f"---\nsource: {project.id('x')}\nof: x.md\n---\n# X\n")
    assert mv(project, "a.md", "b.md").exit_code == 0
    assert {name: (state.state, state.english) for name, state in project.survey().states["de"].items()} == {
        "a.md": ("current", "x.md"), "y.md": ("current", "b.md")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a.md", "b.md", "docs/de/b.md, docs/en/b.md is already there; choose another name"),
        ("z.md", "c.md", "no language has a page 'z.md'; write its path below docs/en"),
        ("a.md", "../c.md", "'../c.md' is no page; write a path such as docs/en/chapter/page.md"),
        ("a.md", "c", "'c' is no page; write a path such as docs/en/chapter/page.md"),
        ("docs/de/a.md", "c.md", "'docs/de/a.md' is not English; name the English page, its translations follow"),
    ],
)
def test_a_move_that_cannot_be_made_changes_nothing(project, old, new, expected):
    project.commit(a="# A\n", b="# B\n")
    project.translate("a")
    project.translate("b")
    project.commit()
    result = mv(project, old, new)
    assert (result.exit_code, result.output.splitlines()[-1]) == (2, f"Error: {expected}")
    assert project.git("status", "--short") == ""


NAMES = ["a", "b", "c/a", "c/d/e"]
WORDS = st.sampled_from(["[to a](%a)", "[to b](%b)", "![pic](pic.png)", "word", "## Head", "- item", "`code`"])


@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=4, max_size=4),
    st.lists(st.sampled_from(["current", "stale", "held", "unpinned", "missing", "cosmetic"]), min_size=4, max_size=4),
    st.sampled_from(NAMES),
    st.sampled_from(["z", "c/z", "x/y/z"]),
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_move_keeps_every_state(tmp_path_factory, bodies, kinds, old, new):
    project = new_project(tmp_path_factory.mktemp("move") / "course")

    def text(name: str, body: list[str]) -> str:
        def link(to: str) -> str:
            return posixpath.relpath(f"{to}.md", posixpath.dirname(name) or ".")

        return "# T\n\n" + "\n\n".join(body).replace("%a", link("a")).replace("%b", link("c/d/e")) + "\n"

    for name, body in zip(NAMES, bodies, strict=True):
        project.write(f"docs/en/{name}.md", text(name, [*body, "One two three."]))
    project.commit()
    for name, kind in zip(NAMES, kinds, strict=True):
        if kind != "missing":
            project.translate(name, project.read(f"docs/en/{name}.md"), **({"source": ""} if kind == "unpinned" else {}))
    for name, kind in zip(NAMES, kinds, strict=True):
        file = f"docs/en/{name}.md"
        edits = {"stale": project.read(file) + "\n## New\n", "held": "# Else\n", "cosmetic": project.read(file) + "\n\n"}
        project.write(file, edits.get(kind, project.read(file)))
    project.commit()
    before = {name: str(state) for name, state in project.survey().states["de"].items()}
    assert mv(project, f"{old}.md", f"{new}.md").exit_code == 0
    after = {name: str(state) for name, state in project.survey().states["de"].items()}
    assert after == {f"{new}.md" if name == f"{old}.md" else name: state for name, state in before.items()}
    project.commit()
    assert mv(project, f"{new}.md", f"{old}.md").exit_code == 0
    assert {name: str(state) for name, state in project.survey().states["de"].items()} == before
