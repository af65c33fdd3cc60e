"""``diglot`` at a terminal: help, what ``check`` prints and how it exits, and all the ways to name a page."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from conftest import run_command
from diglot.__main__ import main

FILES = {
    "mkdocs.yml": "nav:\n  - index.md\n  - missing.md\nnot_in_nav: chapter*\n",
    "docs/en/index.md": "# T\n\n///\n",
    "docs/en/chapter/lesson.md": "Text\n",
    "docs/en/chapter-two.md": "# T\n",
    "docs/de/_lang.yml": "name: Deutsch\n",
    "docs/de/index.md": "# T\n\n[a](model:a)\n",
}
INDEX = "docs/en/index.md:3:1: error B005 '///' closes no block; remove it, or open a block before it"
LESSON = "docs/en/chapter/lesson.md:1:1: error P004 page has no title; begin it with '# Title'"
GERMAN = "docs/de/index.md:3:5: error M001 unknown model 'a'; there are none yet"
NAV = (
    "mkdocs.yml:3:5: error N001 navigation names 'missing.md', but there is no docs/en/missing.md;"
    " known are chapter-two.md, chapter/lesson.md, index.md"
)


@pytest.fixture
def root(write_course, monkeypatch):
    folder = write_course(FILES)
    monkeypatch.chdir(folder)
    return folder


def diglot(*arguments: str) -> tuple[int, list[str]]:
    """Exit code and printed lines."""
    result = CliRunner().invoke(main, arguments, prog_name="diglot")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output.splitlines()


def test_everything_that_is_wrong_is_printed_with_a_count_last(root):
    assert diglot("check") == (1, [GERMAN, LESSON, INDEX, NAV, "4 errors, 0 warnings"])


def test_a_course_without_a_fault_exits_with_0(root):
    (root / "docs/en/index.md").write_text("# T\n", "utf-8")
    (root / "docs/en/chapter/lesson.md").write_text("# T\n", "utf-8")
    (root / "docs/de/index.md").write_text("# T\n", "utf-8")
    (root / "mkdocs.yml").unlink()
    assert diglot("check") == (0, ["0 errors, 0 warnings"])


PATHS = {
    "file": (["docs/en/index.md"], [INDEX]),
    "file-from-docs": (["en/index.md"], [INDEX]),
    "file-with-a-dot": (["./docs/en/../en/index.md"], [INDEX]),
    "folder": (["docs/en"], [LESSON, INDEX]),
    "folder-with-a-slash": (["docs/en/"], [LESSON, INDEX]),
    "language": (["de"], [GERMAN]),
    "folder-and-not-its-namesake": (["en/chapter"], [LESSON]),
    "page-without-a-fault": (["en/chapter-two.md"], []),
    "configuration": (["mkdocs.yml"], [NAV]),
    "several": (["de/index.md", "mkdocs.yml"], [GERMAN, NAV]),
    "all-of-docs": (["docs"], [GERMAN, LESSON, INDEX]),
    "whole-course": (["."], [GERMAN, LESSON, INDEX, NAV]),
}


@pytest.mark.parametrize(("paths", "problems"), PATHS.values(), ids=PATHS)
def test_paths_narrow_the_check_to_what_they_name(root, paths, problems):
    count = f"{len(problems)} error{'' if len(problems) == 1 else 's'}, 0 warnings"
    assert diglot("check", *paths) == (1 if problems else 0, [*problems, count])


def test_a_path_may_be_absolute(root):
    assert diglot("check", str(root / "docs" / "en" / "index.md")) == (1, [INDEX, "1 error, 0 warnings"])


def test_a_path_may_begin_where_the_reader_stands(root, monkeypatch):
    monkeypatch.chdir(root / "docs" / "en")
    assert diglot("--course", "../..", "check", "index.md") == (1, [INDEX, "1 error, 0 warnings"])
    assert diglot("--course", str(root), "check", "chapter/lesson.md", "de/index.md") == (
        1,
        [GERMAN, LESSON, "2 errors, 0 warnings"],
    )


def test_a_course_elsewhere_is_checked_by_its_folder(root, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert diglot("--course", "course", "check", "de") == (1, [GERMAN, "1 error, 0 warnings"])


def refused(*arguments: str) -> tuple[int, str]:
    """Exit code and last line: the usage stands above it, in click's words."""
    code, lines = diglot(*arguments)
    return code, lines[-1]


NOT_HERE = "in this course; write a path such as docs/de/index.md or de/index.md"


def test_a_path_that_is_not_there_is_wrong_usage(root):
    assert refused("check", "en/x.md") == (2, f"Error: there is no 'en/x.md' {NOT_HERE}")


def test_so_is_one_outside_the_course(root, tmp_path):
    (tmp_path / "other.md").write_text("# T\n", "utf-8")
    assert refused("check", "../other.md") == (2, f"Error: there is no '../other.md' {NOT_HERE}")


def test_so_is_a_folder_without_a_course(tmp_path):
    message = f"Error: {tmp_path} has no docs/ folder; run this in a course, or give its folder with --course"
    assert refused("--course", str(tmp_path), "check") == (2, message)


@pytest.mark.parametrize("arguments", [["chekc"], ["check", "--fast"], ["--course", "nowhere", "check"]])
def test_so_is_what_is_not_known(root, arguments):
    code, lines = diglot(*arguments)
    assert (code, lines[0].split(" ")[0], lines[-1].split(" ")[0]) == (2, "Usage:", "Error:")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_help_lists_the_verbs_and_shows_examples(option):
    code, lines = diglot(option)
    text = "\n".join(lines)
    assert code == 0
    assert "Keep a course in step in every language." in text
    assert [verb for verb in main.commands if f"\n  {verb} " not in text] == []
    assert "diglot check docs/de/glossary.md" in text


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_verb_explains_itself(verb):
    code, lines = diglot(verb, "--help")
    assert (code, lines[0].startswith(f"Usage: diglot {verb}"), len(lines) > 4) == (0, True, True)


def test_it_runs_as_a_process_with_the_same_lines_and_exit_codes(root, tmp_path):
    result = run_command("diglot", "--course", str(root), "check", "en", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (1, f"{LESSON}\n{INDEX}\n2 errors, 0 warnings\n", "")
    assert run_command("diglot", "--course", str(root), "check", "en/chapter-two.md", cwd=tmp_path).returncode == 0
    assert run_command("diglot", "check", cwd=tmp_path).returncode == 2


def test_the_built_site_is_checked_on_demand(root):
    page = '<html lang="en"><title>T</title><article><h1>T</h1>{}</article></html>'
    (root / "site").mkdir()
    (root / "site/index.html").write_text(page.format(""), "utf-8")
    assert diglot("check", "--site") == (0, ["0 errors, 0 warnings"])
    (root / "site/index.html").write_text(page.format('\n<a href="x.md">a</a>'), "utf-8")
    problem = "site/index.html:2:1: error W001 'x.md' leads to no file of the site; mend the address"
    assert diglot("check", "--site") == (1, [problem, "1 error, 0 warnings"])


def test_without_a_built_site_there_is_nothing_to_check(root):
    assert diglot("check", "--site")[0] == 2
    assert diglot("check", "--external")[1][-1] == "Error: there is no site/; build the site first"


def test_addresses_elsewhere_are_asked_on_demand(root, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    (root / "site").mkdir()
    (root / "site/index.html").write_text('<article><a href="http://127.0.0.1:1/">a</a></article>', "utf-8")
    code, lines = diglot("check", "--external")
    reason = "http://127.0.0.1:1/ is not there (no such host, or no answer)"
    assert (code, lines[0]) == (1, f"site/index.html:1:1: error W030 {reason}; mend the link, or remove it")
