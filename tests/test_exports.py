"""The bank as other programs get it: golden files and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, run_command
from diglot import bank, exports, gift
from diglot.pages import Course, read_course
from diglot.website import Site, read_site
from ua_exam.gift_parser import parse_gift_content

COURSE = ROOT / "tests/golden/exports/course"
GOLDEN = ROOT / "tests/golden/exports"


def export(root: Path, form: str, *langs: str) -> bytes:
    course = read_course(root)
    return exports.export(course, read_site(root), form, langs or list(course.languages), time=0)


@pytest.mark.parametrize("form", ["gift", "json"])
def test_the_bank_of_a_course_is_written_in_every_language(form: str):
    assert export(COURSE, form).decode() == (GOLDEN / f"bank.{form}").read_text("utf-8")


def test_json_holds_what_was_promised_and_nothing_else():
    for question in json.loads(export(ROOT, "json")):
        assert [*question] == ["id", "page", "lang", "kind", "question", "options", "hints", "explanation"]
        assert all([*option] == ["text", "correct", "feedback"] for option in question["options"])


def test_only_the_language_asked_for_is_written():
    assert {question["lang"] for question in json.loads(export(COURSE, "json", "de"))} == {"de"}


def test_this_course_comes_back_from_gift_as_it_is():
    course = read_course(ROOT)
    words = gift.Words(hints=tuple({course.words(lang)["quiz.hint"] for lang in course.languages}))
    read = gift.read(exports.export(course, Site(), "gift", course.languages, time=0).decode(), words=words)
    own = [question for lang in course.languages for page in course.of(lang) for question in bank.questions(page)]
    assert len(read) == len(own) > 0
    for back, question in zip((found.question for found in read), map(bank.normal, own), strict=True):
        if "](" in bank.to_markdown(question):  # a link is another one outside the course
            assert (back.id, back.kind, len(back.options)) == (question.id, question.kind, len(question.options))
        else:
            assert replace(back, page=question.page, lang=question.lang) == question


def test_another_program_reads_the_gift_of_this_course():
    own = json.loads(export(ROOT, "json"))
    read = parse_gift_content(export(ROOT, "gift").decode())
    assert [(q["title"], q["category"], [o["is_correct"] for o in q["options"]]) for q in read] == [
        (q["id"], f"{q['lang']}/{q['page'].removesuffix('.md')}", [o["correct"] for o in q["options"]]) for q in own
    ]


# ------------------------------------------------------------------------------------------------------------ command


def test_the_command_prints_the_bank_or_writes_it_to_a_file(tmp_path: Path):
    printed = run_command("diglot", "quiz", "export", "--format", "json", "--lang", "en", cwd=COURSE)
    file = tmp_path / "bank.json"
    written = run_command("diglot", "quiz", "export", "--format", "json", "--lang", "en", "--out", str(file), cwd=COURSE)
    assert (printed.returncode, written.returncode, written.stdout) == (0, 0, "")
    assert printed.stdout == file.read_text("utf-8") == export(COURSE, "json", "en").decode()


def test_nothing_is_written_while_a_question_is_broken(write_course):
    root = write_course({"docs/en/x.md": "# X\n\n/// quiz | Which?\n    attrs: {id: a-b}\n\n- [ ] a\n- [ ] b\n\n///\n"})
    result = run_command("diglot", "quiz", "export", "--format", "gift", "--out", "bank.gift", cwd=root)
    assert result.returncode == 1
    assert result.stderr.startswith("docs/en/x.md:3:1: error Q004 ")
    assert result.stderr.endswith("Nothing was written: 1 error, 0 warnings.\n")
    assert not (root / "bank.gift").exists()


def test_an_unknown_language_is_a_sentence():
    result = run_command("diglot", "quiz", "export", "--format", "gift", "--lang", "fr", cwd=COURSE)
    assert (result.returncode, result.stderr.splitlines()[-1]) == (2, "Error: no language 'fr'; this course has en, de")


def test_a_course_without_a_site_is_exported_with_its_own_links(write_course):
    root = write_course({"docs/en/x.md": (COURSE / "docs/en/lessons/signs.md").read_text("utf-8")})
    assert read_site(root) == Site()
    course: Course = read_course(root)
    text = exports.export(course, Site(), "gift", ["en"], time=0).decode()
    assert "[start](../index.md\\#start)" in text
