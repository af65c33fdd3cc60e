"""Flashcards for Anki, read by Anki itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest, ImportLogWithChanges
from conftest import ROOT, run_command
from diglot.exports import export
from diglot.pages import read_course
from diglot.website import read_site

COURSE = ROOT / "tests/golden/exports/course"
DAY = 86_400


def package(root: Path, *langs: str, time: float = DAY) -> bytes:
    course = read_course(root)
    return export(course, read_site(root), "anki", langs or list(course.languages), time=time)


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
    log = imported(collection, package(COURSE), tmp_path)
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
    imported(collection, package(root, time=DAY), tmp_path)
    card = card_of(collection, "signs-all (en)")
    card.reps = 7
    collection.update_card(card)
    page = root / "docs/en/lessons/signs.md"
    page.write_text(page.read_text("utf-8").replace("is no weight", "weighs nothing"), "utf-8")
    log = imported(collection, package(root, time=2 * DAY), tmp_path)
    assert (len(log.new), len(log.updated)) == (0, 3)
    card = card_of(collection, "signs-all (en)")
    assert (card.reps, "weighs nothing" in card.question()) == (7, True)


def test_languages_exported_one_by_one_go_into_one_collection(collection: Collection, tmp_path: Path):
    logs = [imported(collection, package(COURSE, lang), tmp_path) for lang in ("en", "de")]
    assert [len(log.new) for log in logs] == [2, 1]
    assert collection.note_count() == 3


def test_the_same_source_date_gives_the_same_package(tmp_path: Path):
    files = [tmp_path / "1.apkg", tmp_path / "2.apkg"]
    env = {"SOURCE_DATE_EPOCH": str(DAY)}
    for file in files:
        run_command("diglot", "quiz", "export", "--format", "anki", "--out", str(file), cwd=COURSE, env=env)
    assert files[0].read_bytes() == files[1].read_bytes() == package(COURSE)
