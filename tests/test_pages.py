"""The course on disk: languages, pages, and files that cannot be read."""

from __future__ import annotations

import os

import pytest
from diglot.languages import Language
from diglot.pages import Page, decode, markdown_files, read_course, words_beside

COURSE = {
    "docs/en/index.md": "# Start\n",
    "docs/en/chapter/lesson.md": "---\ntitle: Lesson\ndescription: A\n---\n\n# Lesson\n\nText.\n",
    "docs/de/_lang.yml": "name: Deutsch\n",
    "docs/de/chapter/lesson.md": "\ufeff# Lektion\r\n\r\nText.\r\n",
    "docs/ar/_lang.yml": "name: العربية\n",
    "docs/js/code.js": "1;\n",
    "docs/ml/data.txt": "not Malayalam\n",
}


def test_languages_are_the_folders_with_a_lang_yml_english_first(write_course):
    course = read_course(write_course(COURSE))
    assert list(course.languages.values()) == [
        Language("en", "English"),
        Language("ar", "العربية", "rtl"),
        Language("de", "Deutsch"),
    ]
    assert course.problems == []


def test_a_page_has_the_same_name_in_every_language(write_course):
    course = read_course(write_course(COURSE))
    assert list(course.pages) == [("de", "chapter/lesson.md"), ("en", "chapter/lesson.md"), ("en", "index.md")]
    assert [course.langs_of(name) for name in ("index.md", "chapter/lesson.md", "none.md")] == [["en"], ["en", "de"], []]
    assert [page.path for page in course.of("en")] == ["docs/en/chapter/lesson.md", "docs/en/index.md"]


def test_a_page_has_no_byte_order_mark_and_unix_line_ends(write_course):
    assert read_course(write_course(COURSE)).pages["de", "chapter/lesson.md"].text == "# Lektion\n\nText.\n"


def test_a_page_knows_its_front_matter_and_its_lines(write_course):
    page = read_course(write_course(COURSE)).pages["en", "chapter/lesson.md"]
    assert (page.meta, page.lines) == ({"title": "Lesson", "description": "A"}, ["", "# Lesson", "", "Text.", ""])
    assert str(page.problem(3, "B001", "message", column=2)) == "docs/en/chapter/lesson.md:8:2: error B001 message"


def test_front_matter_that_is_no_mapping_is_empty():
    assert Page("en", "a.md", "docs/en/a.md", "---\n- a\n---\n").meta == {}


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        ("# Старт\n\nТекст\n".encode("cp1251"), 1, 3, "byte 0xd1 is not UTF-8; save the file as UTF-8"),
        ("# A\n".encode("utf-16"), 1, 1, "byte 0xff is not UTF-8; save the file as UTF-8"),
        ("# A\n\nä".encode()[:-1], 3, 1, "byte 0xc3 is not UTF-8; save the file as UTF-8"),
        (b"# \xc3\xa4 \xc0\xaf", 1, 5, "byte 0xc0 is not UTF-8; save the file as UTF-8"),
    ],
    ids=["windows-1251", "utf-16", "cut-off", "overlong"],
)
def test_what_is_not_utf_8_is_reported_at_its_first_wrong_byte(data, line, column, message, write_course):
    root = write_course(COURSE)
    (root / "docs/en/index.md").write_bytes(data)
    course = read_course(root)
    assert [str(problem) for problem in course.problems] == [f"docs/en/index.md:{line}:{column}: error P001 {message}"]
    assert ("en", "index.md") not in course.pages


def test_a_lang_yml_that_is_not_utf_8_leaves_the_language_in_the_course(write_course):
    root = write_course(COURSE)
    (root / "docs/de/_lang.yml").write_bytes("name: Österreich".encode("latin-1"))
    course = read_course(root)
    assert [problem.code for problem in course.problems] == ["P001"]
    assert course.languages["de"] == Language("de", "de")


@pytest.mark.parametrize(
    "data", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"], ids=["unix", "windows", "old-mac", "mark"]
)
def test_line_ends_and_marks_are_the_same_text(data):
    assert decode(data, "x") == ("a\nb\n", None)


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("it", ["docs/it:1:1: error L004 folder 'it' has pages but no _lang.yml; add one with 'name: …', its own name"]),
        ("notes", []),
        ("figures", []),
    ],
)
def test_a_folder_with_pages_that_is_named_like_a_language_needs_a_lang_yml(folder, found, write_course):
    course = read_course(write_course({**COURSE, f"docs/{folder}/index.md": "# A\n"}))
    assert [str(problem) for problem in course.problems] == found


def test_a_language_folder_with_a_wrong_name_is_reported_and_left_out(write_course):
    course = read_course(write_course({**COURSE, "docs/gj/_lang.yml": "name: ગુજરાતી\n", "docs/gj/index.md": "# A\n"}))
    assert [problem.code for problem in course.problems] == ["L001"]
    assert (list(course.languages), course.of("gj")) == (["en", "ar", "de"], [])


def test_what_is_wrong_in_a_lang_yml_is_a_problem_of_the_course(write_course):
    course = read_course(write_course({**COURSE, "docs/de/_lang.yml": "nmae: Deutsch\nname: Deutsch\n"}))
    assert [str(problem) for problem in course.problems] == [
        "docs/de/_lang.yml:1:1: error L002 unknown key 'nmae'; did you mean 'name'?"
    ]


def test_pages_are_what_mkdocs_takes_for_pages(write_course):
    names = ["a.md", "b.markdown", "c.mkd", "d.txt", "e.MD", ".f.md", ".g/h.md", "i/j.md"]
    folder = write_course({f"docs/en/{name}": "# A\n" for name in names}) / "docs/en"
    assert [path.relative_to(folder).as_posix() for path in markdown_files(folder)] == ["a.md", "b.markdown", "c.mkd", "i/j.md"]


def test_words_are_read_again_when_a_lang_yml_changes(write_course):
    docs = write_course({**COURSE, "docs/de/_lang.yml": "name: Deutsch\nlabels: {quiz: {check: Prüfen}}\n"}) / "docs"
    before = words_beside(docs, "de")["quiz.check"]
    (docs / "de/_lang.yml").write_text("name: Deutsch\nlabels: {quiz: {check: Testen}}\n", "utf-8")
    os.utime(docs / "de/_lang.yml", ns=(1, 1))
    assert (before, words_beside(docs, "de")["quiz.check"]) == ("Prüfen", "Testen")


def test_words_come_from_the_parent_tag_s_folder(write_course):
    docs = write_course({"docs/pt/_lang.yml": "name: Português\nlabels: {quiz: {check: Verificar}}\n"}) / "docs"
    assert words_beside(docs, "pt-BR").html("quiz.check") == '<span lang="pt">Verificar</span>'
