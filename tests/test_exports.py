"""The bank as other programs get it: golden files, the command, and Anki itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportLogWithChanges
from conftest import ROOT, run_command
from diglot import bank, exports, gift
from diglot.pages import Course, read_course
from diglot.website import Site, read_site
from ua_exam.gift_parser import parse_gift_content

COURSE = ROOT / "tests/golden/exports/course"
GOLDEN = ROOT / "tests/golden/exports"
DAY = 86_400


def export(root: Path, form: str, *langs: str, time: float = DAY) -> bytes:
    course = read_course(root)
    return exports.export(course, read_site(root), form, langs or list(course.languages), time=time)


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


def test_the_same_source_date_gives_the_same_package(tmp_path: Path):
    files = [tmp_path / "1.apkg", tmp_path / "2.apkg"]
    env = {"SOURCE_DATE_EPOCH": str(DAY)}
    for file in files:
        run_command("diglot", "quiz", "export", "--format", "anki", "--out", str(file), cwd=COURSE, env=env)
    assert files[0].read_bytes() == files[1].read_bytes() == export(COURSE, "anki", time=DAY)


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


# --------------------------------------------------------------------------------------------------------------- Anki


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def imported(collection: Collection, data: bytes, folder: Path) -> ImportLogWithChanges.Log:
    file = folder / "bank.apkg"
    file.write_bytes(data)
    request = ImportAnkiPackageRequest(package_path=str(file), options=ImportAnkiPackageOptions())
    return collection.import_anki_package(request).log


def card_of(collection: Collection, name: str):
    (found,) = collection.find_cards(f'Id:"{name}"')
    return collection.get_card(found)


def test_anki_shows_question_and_options_and_then_the_key(collection: Collection, tmp_path: Path):
    log = imported(collection, export(COURSE, "anki"), tmp_path)
    assert (len(log.new), len(log.updated), len(log.conflicting)) == (3, 0, 0)
    card = card_of(collection, "signs-all (en)")
    question, answer = card.question(), card.answer()
    assert "<li><p>5% of x = y, <code>~</code> or C:\\new</p></li>" in question
    assert '<pre class="highlight"><code class="language-python">a = {' in question
    assert question.count("<details><summary>Hint</summary>") == 2
    assert "Yes:" not in question
    assert '<p class="sign">✓ Right answer</p><p>5% of x = y' in answer
    assert 'No: see the <a href="https://small.example.org/#start">start</a>.' in answer
    assert "<math" in answer
    assert '<a href="https://small.example.org/lessons/signs/#signs-all">Signs &amp; symbols</a>' in answer
    assert card.note().tags == ["lessons::signs"]
    assert collection.decks.name(card.did) == "A small course::English"
    assert 'lang="de" dir="ltr"' in card_of(collection, "signs-all (de)").question()


def test_a_newer_package_updates_notes_and_keeps_what_was_learned(collection: Collection, tmp_path: Path):
    root = tmp_path / "course"
    shutil.copytree(COURSE, root)
    imported(collection, export(root, "anki", time=DAY), tmp_path)
    card = card_of(collection, "signs-all (en)")
    card.reps = 7
    collection.update_card(card)
    page = root / "docs/en/lessons/signs.md"
    page.write_text(page.read_text("utf-8").replace("is no weight", "weighs nothing"), "utf-8")
    log = imported(collection, export(root, "anki", time=2 * DAY), tmp_path)
    assert (len(log.new), len(log.updated)) == (0, 3)
    card = card_of(collection, "signs-all (en)")
    assert (card.reps, "weighs nothing" in card.question()) == (7, True)


def test_languages_exported_one_by_one_go_into_one_collection(collection: Collection, tmp_path: Path):
    logs = [imported(collection, export(COURSE, "anki", lang), tmp_path) for lang in ("en", "de")]
    assert [len(log.new) for log in logs] == [2, 1]
    assert collection.note_count() == 3


# ---------------------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("lang", "name", "address"),
    [
        ("en", "index.md", "https://x.example.org/sub/"),
        ("de", "index.md", "https://x.example.org/sub/de/"),
        ("en", "a/index.md", "https://x.example.org/sub/a/"),
        ("de", "a/b.md", "https://x.example.org/sub/de/a/b/"),
        ("de", "a/b.png", "https://x.example.org/sub/de/a/b.png"),
        ("de", "../figures/c d.svg", "https://x.example.org/sub/figures/c%20d.svg"),
    ],
)
def test_a_page_has_the_address_that_mkdocs_gives_it(lang, name, address):
    assert Site(url="https://x.example.org/sub/").address(lang, name) == address


def test_addresses_follow_the_configuration(write_course):
    root = write_course({"mkdocs.yml": "site_url: !ENV [NO_SUCH_VARIABLE, 'https://x.example.org']\nuse_directory_urls: false\n"})
    assert read_site(root).address("de", "a/b.md") == "https://x.example.org/de/a/b.html"
    assert Site().address("de", "a/b.md") == ""


def test_a_course_without_a_site_is_exported_with_its_own_links(write_course):
    root = write_course({"docs/en/x.md": (COURSE / "docs/en/lessons/signs.md").read_text("utf-8")})
    assert read_site(root) == Site()
    course: Course = read_course(root)
    text = exports.export(course, Site(), "gift", ["en"], time=0).decode()
    assert "[start](../index.md\\#start)" in text
