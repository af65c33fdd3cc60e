"""The pages for practice in a real browser: review, flashcards, overview; without network, storage, scripts or answers."""

from __future__ import annotations

import json
import re

import pytest
from conftest import ROOT, run_command
from playwright.sync_api import expect
from practising import (
    EXAM,
    KEY,
    STORAGE,
    bank,
    button,
    choose,
    context,
    items,
    questions,
    reader,
    rights,
    shown,
    start,
    status,
    stored,
)

__all__ = ["bank", "context", "questions", "reader"]


# --------------------------------------------------------------------------------------------------------------- review


def test_review_moves_boxes_and_gives_feedback(reader, address, questions):
    due, other, sure = list(questions)[:3]
    page = reader
    page.goto(f"{address}practice/review/")
    expect(page.locator(".practice__empty")).to_contain_text("You have not answered a question yet.")
    items(page, {due: {"box": 3, "due": 0}, other: {"right": False}, sure: {"right": False, "sure": True}}, questions)
    headings = page.locator(".practice h2")
    expect(headings).to_have_text(["Due today: 1", "Not right last time: 2", "Sure, and still not right: 1"])
    page.get_by_role("button", name="Start Due today: 1").press("Enter")
    form = shown(page)
    expect(form.locator("legend")).to_be_focused()
    expect(form.locator(".quiz__option input:checked")).to_have_count(0)
    expect(button(page, "Finish")).to_be_hidden()
    choose(form, rights(questions[due]))
    form.locator(".quiz__check").press("Enter")
    expect(form.locator(".quiz__status")).to_have_text("✓ Right")
    button(page, "Finish").press("Enter")
    expect(page.get_by_role("heading", name="Finished. Right at the first try: 1 of 1")).to_be_focused()
    assert stored(page)["items"][due]["box"] == 4
    button(page, "Back to the choice").press("Enter")
    expect(headings.first).to_have_text("Due today: 0")
    expect(page.locator(".practice__empty")).to_contain_text("Nothing is due today. The next question comes back on")
    expect(page.get_by_role("button", name="Start Due today: 0")).to_be_disabled()


def test_a_review_goes_through_all_and_counts_first_tries_only(reader, address, questions):
    first, second = list(questions)[:2]
    reader.goto(f"{address}de/practice/review/")
    items(reader, {first: {"right": False}, second: {"right": False}}, questions)
    reader.get_by_role("button", name="Los Zuletzt nicht richtig: 2").click()
    form = shown(reader)
    wrong = next(n for n in "123" if [n] != rights(questions[first]))
    choose(form, [wrong])
    form.locator(".quiz__check").click()
    form.locator(".quiz__retry").click()
    choose(form, rights(questions[first]))
    form.locator(".quiz__check").click()
    button(reader, "Weiter").click()
    expect(shown(reader)).to_have_id(second)
    expect(reader.locator(".practice__where")).to_have_text("Frage 2 von 2")
    choose(shown(reader), rights(questions[second]))
    shown(reader).locator(".quiz__check").click()
    button(reader, "Fertig").click()
    expect(reader.get_by_role("heading", name="Geschafft. Auf Anhieb richtig: 1 von 2")).to_be_focused()


def test_a_question_that_changed_is_due(reader, address, questions):
    reader.goto(f"{address}practice/review/")
    items(reader, {next(iter(questions)): {"rev": "00000000"}}, questions)
    expect(reader.locator(".practice h2").first).to_have_text("Due today: 1")


def test_review_needs_no_network_once_it_is_open(reader, context, address, questions):
    reader.goto(f"{address}practice/review/")
    items(reader, {key: {"due": 0} for key in list(questions)[:2]}, questions)
    expect(reader.locator(".practice h2").first).to_have_text("Due today: 2")
    context.set_offline(True)
    reader.get_by_role("button", name="Start Due today: 2").click()
    choose(shown(reader), ["1"])
    shown(reader).locator(".quiz__check").click()
    button(reader, "Next").click()
    expect(reader.locator(".practice__where")).to_have_text("Question 2 of 2")
    context.set_offline(False)


@pytest.mark.parametrize("name", ["", "review/", "exam/"])
def test_without_the_questions_a_page_says_so(page, address, name):
    page.route("**/questions.json", lambda route: route.abort())
    page.goto(f"{address}practice/{name}")
    expect(page.locator(".practice")).to_contain_text("The questions could not be loaded.")


# ----------------------------------------------------------------------------------------------------------- flashcards


def test_flashcards_come_again_until_they_are_known_and_share_the_store(reader, address):
    page = reader
    page.goto(f"{address}practice/flashcards/")
    fresh = page.locator(".practice h2").nth(1)
    expect(fresh).to_have_text(re.compile(r"New terms: \d\d"))
    number = int(fresh.text_content().split()[-1])
    page.get_by_role("button", name=f"Start New terms: {number}").press("Enter")
    name = page.locator(".practice__name")
    expect(name).to_be_focused()
    expect(page.locator(".practice__meaning")).to_be_hidden()
    missed = name.text_content()
    button(page, "Show the meaning").press("Enter")
    expect(page.locator(".practice__meaning")).to_be_visible()
    expect(page.locator(".practice__meaning")).to_be_focused()
    button(page, "Not yet").press("Enter")
    expect(status(page)).to_have_text("The last card comes again at the end of the round.")
    for left in range(10, 0, -1):
        expect(page.locator(".practice__screen > .practice__where")).to_have_text(f"Cards left: {left}")
        if left == 1:
            expect(name).to_have_text(missed)
        button(page, "Show the meaning").press("Enter")
        button(page, "I knew it").press("Enter")
    expect(page.get_by_role("heading", name="Round finished. Known at once: 9 of 10")).to_be_focused()
    found = stored(page)["items"]
    assert len(found) == 10
    assert all(name.startswith("term:") for name in found)
    assert sorted(item["box"] for item in found.values()) == [1] + [2] * 9
    button(page, "Back to the choice").click()
    expect(fresh).to_have_text(f"New terms: {number - 10}")

    text = json.dumps(stored(page)).replace('"due": ', '"due": 0, "x": ')
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.goto(f"{address}de/practice/flashcards/")
    expect(page.locator(".practice h2").first).to_have_text("Wieder dran: 10")
    page.goto(f"{address}practice/")
    expect(page.get_by_role("link", name="Flashcards due: 10")).to_have_attribute("href", re.compile("flashcards/$"))
    expect(page.locator(".practice__summary")).to_contain_text("0 of")  # terms are no questions


def test_without_javascript_the_terms_open(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}practice/flashcards/")
    card = page.locator("details[data-term=attention]")
    card.locator("summary").click()
    expect(card.locator("p").first).to_be_visible()
    for name in ("", "review/", "exam/"):
        page.goto(f"{address}practice/{name}")
        expect(page.locator(".practice__plain")).to_contain_text("This page needs JavaScript.")
        expect(page.locator(".practice button:visible")).to_have_count(0)
    context.close()


# ------------------------------------------------------------------------------------------------------------- overview


def test_the_overview_counts_lessons_and_questions(reader, address, bank, questions):
    lesson = bank[0]
    page = reader
    page.goto(f"{address}practice/")
    expect(page.locator(".practice__empty")).to_contain_text("You have not answered a question yet.")
    given = {question["id"]: {"due": 0} for question in lesson["questions"]}
    items(page, {**given, bank[1]["questions"][0]["id"]: {"right": False}}, questions)
    all_questions, done = len(questions), len(lesson["questions"])
    expect(page.locator(".practice__summary")).to_have_text(f"1 of {len(bank)} lessons, {done} of {all_questions} questions")
    rows = page.locator(".practice__table tbody tr")
    assert rows.count() == len(bank)
    expect(rows.first.locator("td")).to_have_text([f"{done} of {done} ✓", str(done)])
    expect(rows.first.get_by_role("link")).to_have_attribute("href", address + lesson["url"])
    expect(rows.nth(1).locator("td").first).to_have_text(f"0 of {len(bank[1]['questions'])}")
    expect(page.get_by_role("link", name=f"Questions due for review: {done}")).to_have_attribute("href", re.compile("review/$"))
    page.goto(f"{address}de/practice/")
    expect(page.locator(".practice__summary")).to_have_text(f"1 von {len(bank)} Lektionen, {done} von {all_questions} Fragen")


def test_progress_is_saved_as_a_file_deleted_and_read_again(reader, address, questions, tmp_path):
    page = reader
    first, second = list(questions)[:2]
    page.goto(f"{address}practice/")
    items(page, {first: {}, second: {"right": False}, "term:token": {}}, questions)
    before = stored(page)["items"]
    with page.expect_download() as waiting:
        button(page, "Save as a file").click()
    assert re.fullmatch(r"diglot-transformer-models-\d{4}-\d\d-\d\d\.json", waiting.value.suggested_filename)
    file = tmp_path / "progress.json"
    waiting.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["items"] == before

    page.evaluate(f"localStorage.setItem('{EXAM}', 'x')")
    delete = button(page, "Delete progress")
    delete.press("Enter")
    dialog = page.get_by_role("dialog", name="Delete all your progress? This cannot be undone.")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(delete).to_be_focused()
    assert stored(page)["items"] == before
    delete.press("Enter")
    dialog.get_by_role("button", name="Delete everything").press("Enter")
    expect(status(page)).to_have_text("Your progress has been deleted.")
    expect(delete).to_be_focused()
    assert stored(page)["items"] == {}
    assert page.evaluate(f"localStorage.getItem('{EXAM}')") is None
    expect(page.locator(".practice__summary")).to_have_text(re.compile(r"^0 of \d+ lessons, 0 of"))

    read = button(page, "Read the file")
    read.press("Enter")
    expect(status(page)).to_have_text("Choose a file first.")
    expect(page.get_by_label("File with your progress")).to_be_focused()
    page.get_by_label("File with your progress").set_input_files(file)
    read.press("Enter")
    expect(status(page)).to_have_text("Read from the file: 3 new, 0 more recent, 0 unusable.")
    assert stored(page)["items"] == before
    file.write_text("no record", "utf-8")
    page.get_by_label("File with your progress").set_input_files(file)
    read.press("Enter")
    expect(status(page)).to_have_text("This file holds no progress that can be read.")
    assert stored(page)["items"] == before


# --------------------------------------------------------------------------------------- no storage, no room, no answers


@pytest.mark.parametrize("how", ["forbidden", "full"])
def test_without_storage_everything_works_and_says_that_nothing_is_kept(page, address, questions, how):
    page.add_init_script(STORAGE[how])
    for name in ("", "review/", "flashcards/"):
        page.goto(f"{address}practice/{name}")
        expect(page.locator(".practice__unsaved")).to_contain_text("Your browser does not let this site store anything.")
        expect(page.locator(".practice__screen > *").first).to_be_visible()
    ids = start(page, address, count=3, every=True)
    expect(page.locator(".practice__unsaved")).to_contain_text("does not let this site store")
    expect(page.locator(".practice")).not_to_contain_text("Your answers are saved")
    for name in ids:
        choose(page.locator(f"[id='{name}']"), rights(questions[name]))
    button(page, "Hand in").click()
    expect(page.locator(".practice__summary")).to_have_text("3 of 3 right")
    page.goto(f"{address}de/practice/")
    button(page, "Fortschritt löschen").click()
    page.locator(".practice__dialog").get_by_role("button", name="Alles löschen").click()
    expect(status(page)).to_have_text("Dein Fortschritt ist gelöscht.")


def test_an_edition_without_answers_says_so(tmp_path, serve, page):
    result = run_command("mkdocs", "build", "--site-dir", str(tmp_path), cwd=ROOT, env={"DIGLOT_ANSWER_FREE": "true"})
    assert result.returncode == 0, result.stdout + result.stderr
    address = serve(tmp_path)
    for name in ("", "review/", "exam/"):
        page.goto(f"{address}de/practice/{name}")
        expect(page.locator(".practice")).to_have_text(re.compile("Diese Ausgabe enthält keine Lösungen"))
        expect(page.locator(".practice button")).to_have_count(0)
    page.goto(f"{address}practice/flashcards/")
    expect(page.locator(".practice h2").nth(1)).to_have_text(re.compile("New terms: "))
