"""Questions from elsewhere become pages that pass the check; what is lost is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT, run_command
from diglot import bank, gift, imports
from diglot.bank import Question
from diglot.check import check_course
from diglot.pages import Page, read_course
from diglot.problems import errors
from hypothesis import given
from test_gift import HINTS, WORDS, banks

A_OR_B = (bank.Choice("a", correct=True), bank.Choice("b", correct=False))
GOLDEN = ROOT / "tests/golden/exports"
FOREIGN = {"moodle.gift": imports.from_gift, "quiztags.md": imports.from_quiztags}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_from_elsewhere_becomes_a_page_and_a_report(name: str):
    imported = FOREIGN[name]((GOLDEN / "foreign" / name).read_text("utf-8"), name)
    report = "\n".join([*map(str, imported.notes), str(imported)]) + "\n"
    assert imported.text == (GOLDEN / "foreign" / f"{Path(name).stem}.expected.md").read_text("utf-8")
    assert report == (GOLDEN / "foreign" / f"{Path(name).stem}.report.txt").read_text("utf-8")


@pytest.mark.parametrize("name", FOREIGN)
def test_an_imported_page_passes_the_check_but_for_the_tags_of_what_was_held_back(name: str, write_course):
    imported = FOREIGN[name]((GOLDEN / "foreign" / name).read_text("utf-8"), name)
    root = write_course({"docs/en/new.md": imported.text})
    left = imported.found - imported.kept if name == "quiztags.md" else 0
    assert [problem.code for problem in errors(check_course(read_course(root)))] == ["H001"] * left
    assert len(bank.questions(read_course(root).pages["en", "new.md"])) == imported.kept


@given(banks())
def test_whatever_is_in_a_file_the_page_has_no_problem_and_all_that_is_missing_is_noted(questions: list[Question]):
    imported = imports.from_gift(gift.write(questions, HINTS), "x.gift", words=WORDS)
    page = Page("en", "x.md", "x.md", imported.text)
    assert bank.problems(page) == []
    assert len(bank.questions(page)) == imported.kept
    assert sum("not kept:" in note.message for note in imported.notes) >= imported.found - imported.kept
    assert imported.found == len(questions)


def test_an_id_that_the_course_has_is_replaced_and_said():
    text = gift.write([Question("a-b", "x.md", "en", "quiz", "Which?", A_OR_B)], HINTS)
    imported = imports.from_gift(text, "x.gift", taken=["a-b", "which"])
    assert [str(note) for note in imported.notes] == ["x.gift:4: 'a-b' is taken; the question is now 'which-n2'"]


def test_the_command_writes_the_page_and_reports_beside_it(write_course):
    root = write_course({"docs/en/old.md": "# Old\n"})
    file = GOLDEN / "foreign/moodle.gift"
    result = run_command("diglot", "quiz", "import", str(file), "--out", "docs/en/new.md", cwd=root)
    assert result.returncode == 1  # questions were held back
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == "questions: 17 in, 10 out, 7 held back"
    assert errors(check_course(read_course(root))) == []
    again = run_command("diglot", "quiz", "import", str(file), "--out", "docs/en/new.md", cwd=root)
    assert (again.returncode, "there is already a docs/en/new.md" in again.stderr) == (2, True)


def test_the_command_rewrites_a_page_of_mkdocs_quiz_in_place(write_course):
    root = write_course(
        {"docs/de/_lang.yml": "name: Deutsch\n", "docs/de/x.md": "# X\n\n<quiz>\nWas?\n- [x] a\n- [ ] b\n</quiz>\n"}
    )
    result = run_command("diglot", "quiz", "import", "docs/de/x.md", "--out", "docs/de/x.md", cwd=root)
    assert (result.returncode, result.stderr) == (0, "questions: 1 in, 1 out, 0 held back\n")
    assert (root / "docs/de/x.md").read_text("utf-8") == (
        "# X\n\n/// quiz | Was?\n    attrs: {id: was}\n\n- [x] a\n\n- [ ] b\n\n///\n"
    )


def test_true_and_false_are_words_of_the_language(write_course):
    labels = 'name: Deutsch\nlabels:\n  quiz:\n    "true": Richtig\n    "false": Falsch\n'
    root = write_course({"docs/de/_lang.yml": labels, "x.gift": "Stimmt das? {T}\n"})
    result = run_command("diglot", "quiz", "import", "x.gift", "--lang", "de", cwd=root)
    assert (result.returncode, result.stderr) == (0, "questions: 1 in, 1 out, 0 held back\n")
    assert "- [x] Richtig\n\n- [ ] Falsch\n" in result.stdout
