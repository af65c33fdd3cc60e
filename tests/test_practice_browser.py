"""The pages for practice in a real browser: exam, review, flashcards, overview; by keyboard, without storage, and for axe-core."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, run_command
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

KEY = "diglot:diglot-transformer-models"
EXAM = f"{KEY}:exam"
DAY = 24 * 60 * 60 * 1000
LESSON = "transformer-models/sequence-to-sequence-models/"
QUESTION = "seq2seq-encoder-runs"

expect.set_options(timeout=15_000)  # on a busy machine a page may take its time

FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A new reader."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def reader(context: BrowserContext) -> Iterator[Page]:
    """The reader's page; its scripts have nothing to complain of."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.stack or error.message))
    page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
    yield page
    assert faults == []


def is_fault(message: ConsoleMessage) -> bool:
    return message.type == "error" and "favicon" not in message.location["url"]


@pytest.fixture(scope="session")
def bank(site: Path) -> list[dict]:
    """The English lessons with their questions."""
    return json.loads((site / "questions.json").read_text("utf-8"))["lessons"]


@pytest.fixture(scope="session")
def questions(bank: list[dict]) -> dict[str, dict]:
    return {question["id"]: question for lesson in bank for question in lesson["questions"]}


def rights(question: dict) -> list[str]:
    """The numbers of a question's right options."""
    entries = re.findall(r"<li( data-right=\"\")?>\s*<p class=\"quiz__verdict\">", question["html"])
    return [str(number) for number, right in enumerate(entries, 1) if right]


def button(page: Page, name: str) -> Locator:
    return page.locator(".practice").get_by_role("button", name=name, exact=True)


def status(page: Page) -> Locator:
    return page.locator(".practice__status")


def shown(page: Page) -> Locator:
    """The question of an exam or a review that is on the screen."""
    return page.locator(".practice form.quiz:visible")


def stored(page: Page, key: str = KEY) -> dict:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", key))


def items(page: Page, given: dict[str, dict], rev: dict[str, dict]) -> None:
    """Put answers into the reader's record; what is not said of one is as after a right answer of today."""
    now = page.evaluate("Date.now()")
    whole = {
        name: {
            "rev": rev[name]["rev"] if name in rev else "term",
            "chosen": [1] if name in rev else [],
            "right": True,
            "first": True,
            "n": 1,
            "sure": False,
            "box": 2,
            "due": now + 3 * DAY,
            "t": now - DAY,
            **item,
        }
        for name, item in given.items()
    }
    text = json.dumps({"v": 1, "seed": 7, "items": whole})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.reload()


def start(page: Page, address: str, *, count: int = 5, seed: str = "77", every: bool = False, minutes: int = 0) -> list[str]:
    """Set an exam up and start it; returns the ids of its questions."""
    page.goto(f"{address}practice/exam/")
    page.locator("[name=count]").fill(str(count))
    page.locator("[name=seed]").fill(seed)
    if minutes:
        page.locator("[name=minutes]").fill(str(minutes))
    if every:
        page.locator("[name=how][value=all]").check()
    page.locator(".practice__setup button").last.click()
    return drawn(page)


def drawn(page: Page) -> list[str]:
    expect(page.locator(".practice__steps")).to_be_visible()
    return page.locator(".practice form.quiz").evaluate_all("forms => forms.map(form => form.id)")


def choose(form: Locator, numbers: list[str]) -> None:
    for number in numbers:
        form.locator(f".quiz__option input[value='{number}']").check()


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press Tab until the target has the focus, as someone without a mouse does."""
    handle = target.element_handle()
    for _ in range(150):
        if handle.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never reaches {target}")


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.localName")


# ----------------------------------------------------------------------------------------------------------------- exam


def test_an_exam_of_forty_by_keyboard_alone_loses_nothing_in_a_reload(reader, address, bank, questions):
    page = reader
    page.goto(f"{address}practice/exam/")
    count = page.locator("[name=count]")
    tab_to(page, count)
    page.keyboard.press("Control+A")
    page.keyboard.type("40")
    seed = page.locator("[name=seed]")
    tab_to(page, seed)
    page.keyboard.press("Control+A")
    page.keyboard.type("forty")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your exam")).to_be_focused()
    ids = drawn(page)
    assert len(set(ids)) == 40

    wanted = {}
    for number, name in enumerate(ids):
        if number == 17:
            before = stored(page, EXAM)["given"]
            page.reload()
            expect(shown(page)).to_have_id(name)  # where the reader was
            assert drawn(page) == ids
            assert stored(page, EXAM)["given"] == before
            kept = page.locator(".practice form.quiz").evaluate_all(
                "forms => forms.map(form => [...form.querySelectorAll('.quiz__option input:checked')].map(input => input.value))"
            )
            assert [sorted(chosen) for chosen in kept] == [wanted.get(one, []) for one in ids]
            assert page.locator(".quiz__sure input:checked").count() == 4
        form = shown(page)
        expect(form).to_have_id(name)
        if number not in (0, 17):
            expect(form.locator("legend")).to_be_focused()
        wanted[name] = rights(questions[name]) if number % 4 else ["1"]
        if questions[name]["kind"] == "one":
            choose_by_arrows(page, form, wanted[name][0])
        else:
            for option in wanted[name]:
                tab_to(page, form.locator(f"input[value='{option}']"), key=direction(page, form, option))
                page.keyboard.press("Space")
        if number % 4 == 0 and number < 16:
            tab_to(page, form.locator(".quiz__sure input"))
            page.keyboard.press("Space")
        page.keyboard.press("Enter")
    hand_in = button(page, "Hand in")
    expect(hand_in).to_be_focused()  # after the last question
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your result")).to_be_focused()
    right = sum(sorted(chosen) == rights(questions[name]) for name, chosen in wanted.items())
    expect(page.locator(".practice__summary")).to_have_text(f"{right} of 40 right")
    record = stored(page)["items"]
    assert {name: sorted(map(str, item["chosen"])) for name, item in record.items()} == wanted
    assert sum(item["sure"] for item in record.values()) == 4


def direction(page: Page, form: Locator, option: str) -> str:
    """The key that leads from the element with the focus to an option."""
    before = form.locator(f"input[value='{option}']").evaluate(
        "input => !!(document.activeElement.compareDocumentPosition(input) & Node.DOCUMENT_POSITION_PRECEDING)"
    )
    return "Shift+Tab" if before else "Tab"


def choose_by_arrows(page: Page, form: Locator, option: str) -> None:
    """Reach the options with Tab, then go through them with the arrow key."""
    first = form.locator(".quiz__option input").first
    tab_to(page, first)
    page.keyboard.press("Space")
    for _ in range(form.locator(".quiz__option input").count()):
        if form.locator(f"input[value='{option}']").is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(option)


def test_the_same_number_gives_the_same_exam_in_every_language_and_another_another(reader, context, browser, address):
    ids = start(reader, address, count=12)
    orders = orders_of(reader)
    other = browser.new_context()
    stranger = other.new_page()
    assert start(stranger, f"{address}de/", count=12) == ids
    assert orders_of(stranger) == orders
    other.close()
    reader.evaluate(f"localStorage.removeItem('{EXAM}')")
    assert start(reader, address, count=12, seed="78") != ids


def orders_of(page: Page) -> list[list[str]]:
    return page.locator(".practice form.quiz").evaluate_all(
        "forms => forms.map(form => [...form.querySelectorAll('.quiz__option input')].map(input => input.value))"
    )


def test_an_exam_covers_only_the_lessons_chosen_and_these_evenly(reader, address, bank):
    reader.goto(f"{address}practice/exam/")
    button(reader, "Choose none").click()
    reader.locator(".practice__setup button").last.click()
    expect(status(reader)).to_have_text("Choose at least one lesson.")
    boxes = reader.get_by_role("group", name="Lessons").get_by_role("checkbox")
    expect(boxes.first).to_be_focused()
    boxes.nth(1).check()
    boxes.nth(3).check()
    reader.locator("[name=count]").fill("6")
    reader.locator(".practice__setup button").last.click()
    of = {question["id"]: lesson["name"] for lesson in bank for question in lesson["questions"]}
    found = sorted(of[name] for name in drawn(reader))
    assert found == sorted([bank[1]["name"], bank[3]["name"]] * 3)


def test_the_result_leads_to_paragraphs_and_questions_and_counts_in_the_lessons(reader, context, address, questions):
    ids = start(reader, address, count=4, every=True)
    form = {name: reader.locator(f"[id='{name}']") for name in ids}
    choose(form[ids[0]], rights(questions[ids[0]]))
    wrong = next(n for n in "123" if [n] != rights(questions[ids[1]]))
    choose(form[ids[1]], [wrong])
    form[ids[1]].locator(".quiz__sure input").check()
    choose(form[ids[2]], rights(questions[ids[2]]))
    button(reader, "Hand in").click()
    dialog = reader.locator(".practice__dialog")
    expect(dialog).to_contain_text("Still open: 1")
    expect(dialog.get_by_role("button", name="Go on with the exam")).to_be_focused()
    reader.keyboard.press("Escape")
    expect(button(reader, "Hand in")).to_be_focused()
    button(reader, "Hand in").click()
    dialog.get_by_role("button", name="Hand in").click()

    expect(reader.locator(".practice__summary")).to_have_text("2 of 4 right")
    states = [form[name].locator(".quiz__status").text_content().split(" – ")[0] for name in ids]
    assert states == ["✓ Right", "✗ Not right", "✓ Right", "✗ Not answered"]
    expect(form[ids[1]].locator(".quiz__note")).to_contain_text("Wrong answer")
    expect(form[ids[1]].locator(".quiz__key [data-right]").first).to_be_visible()
    expect(form[ids[1]].get_by_role("link", name="To the paragraph")).to_have_attribute(
        "href", address + questions[ids[1]]["tests"]
    )
    expect(form[ids[1]].get_by_role("link", name="Link to this question")).to_have_attribute(
        "href", f"{address}questions/{ids[1]}/"
    )
    again = reader.locator(".practice__table li a").evaluate_all("links => links.map(link => link.href)")
    assert set(again) == {address + questions[name]["tests"] for name in (ids[1], ids[3])}
    record = stored(reader)["items"]
    assert {name: (item["right"], item["sure"]) for name, item in record.items()} == {
        ids[0]: (True, False),
        ids[1]: (False, True),
        ids[2]: (True, False),
    }
    reader.reload()
    expect(reader.locator(".practice__summary")).to_have_text("2 of 4 right")  # until another is begun

    german = context.new_page()
    lesson = questions[ids[0]]["tests"].partition("#")[0]
    german.goto(f"{address}de/questions/{ids[0]}/")
    expect(german.locator(".quiz__past")).to_contain_text("richtig beantwortet")
    assert german.locator(".progress-mark").count() >= 1, lesson
    german.close()
    button(reader, "Another exam").click()
    expect(reader.locator("legend", has_text="Lessons")).to_be_focused()


def test_an_exam_goes_on_in_another_language_and_in_another_tab(reader, context, address):
    ids = start(reader, address, count=3, every=True)
    choose(reader.locator(f"[id='{ids[0]}']"), ["2"])
    german = context.new_page()
    german.goto(f"{address}de/practice/exam/")
    assert drawn(german) == ids
    expect(german.locator(f"[id='{ids[0]}'] input[value='2']")).to_be_checked()
    choose(german.locator(f"[id='{ids[1]}']"), ["1"])
    choose(reader.locator(f"[id='{ids[2]}']"), ["1"])
    assert sorted(stored(reader, EXAM)["given"]) == sorted(ids)  # neither tab loses what the other was told
    button(german, "Abgeben").click()
    expect(german.get_by_role("heading", name="Dein Ergebnis")).to_be_visible()
    expect(reader.get_by_role("heading", name="Your result")).to_be_visible()


def test_time_runs_only_if_wanted_can_be_extended_and_takes_nothing_away(reader, address):
    start(reader, address)
    expect(reader.get_by_role("timer")).to_have_count(0)
    reader.evaluate(f"localStorage.removeItem('{EXAM}')")
    reader.clock.install()
    start(reader, address, minutes=2)
    reader.clock.run_for(1000)
    expect(reader.get_by_role("timer")).to_have_text(re.compile(r"Time left: (2:00|1:5\d)"))
    reader.clock.run_for(130_000)
    expect(status(reader)).to_have_text("Time is up. You can hand in, or take more time.")
    choose(shown(reader), ["1"])
    assert len(stored(reader, EXAM)["given"]) == 1
    button(reader, "10 more minutes").click()
    expect(status(reader)).to_have_text("You have 10 more minutes.")
    expect(reader.get_by_role("timer")).to_have_text(re.compile(r"Time left: (10:00|9:5\d)"))


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '{"v": 1}', '{"v": 1, "ids": [1], "names": [], "given": {}, "at": 0}'])
def test_a_broken_exam_is_none(reader, address, text):
    reader.goto(f"{address}feed.xml")
    reader.evaluate("([key, text]) => localStorage.setItem(key, text)", [EXAM, text])
    assert len(start(reader, address, count=3)) == 3


def test_the_questions_of_an_exam_can_be_reached_in_any_order(reader, address):
    ids = start(reader, address, count=4)
    jump = reader.get_by_role("navigation", name="Questions", exact=True).get_by_role("button")
    jump.nth(2).click()
    expect(shown(reader)).to_have_id(ids[2])
    expect(shown(reader).locator("legend")).to_be_focused()
    choose(shown(reader), ["1"])
    button(reader, "Previous").click()
    expect(shown(reader)).to_have_id(ids[1])
    assert jump.evaluate_all("all => all.map(one => [one.ariaLabel, one.ariaCurrent])") == [
        ["Question 1, not answered", None],
        ["Question 2, not answered", "step"],
        ["Question 3, answered", None],
        ["Question 4, not answered", None],
    ]


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


def test_without_storage_everything_works_and_says_that_nothing_is_kept(page, address, questions):
    page.add_init_script(FORBIDDEN)
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


def test_on_paper_a_result_has_its_answers_and_no_buttons(reader, address, questions):
    ids = start(reader, address, count=2, every=True)
    reader.emulate_media(media="print")
    expect(reader.locator(".practice button:visible")).to_have_count(0)
    assert reader.locator(".practice .quiz__option:visible").count() > 4
    reader.emulate_media(media="screen")
    for name in ids:
        choose(reader.locator(f"[id='{name}']"), ["1"])
    button(reader, "Hand in").click()
    reader.emulate_media(media="print")
    expect(reader.locator(".practice button:visible")).to_have_count(0)
    expect(reader.locator(".practice .quiz__status:visible")).to_have_count(2)
    expect(reader.locator(".practice .quiz__note:visible")).not_to_have_count(0)


@pytest.mark.parametrize("lang", ["", "de/"], ids=["en", "de"])
def test_nothing_is_wider_than_a_small_phone_at_any_step(reader, address, lang, questions):
    reader.set_viewport_size({"width": 320, "height": 700})
    for name in STATES:
        STATES[name](reader, address + lang, questions)
        assert reader.evaluate("document.documentElement.scrollWidth") <= 320, name


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


# ----------------------------------------------------------------------------------------------------------- axe, 4.1.3


def open_page(name: str):
    def go(page: Page, address: str, questions: dict) -> None:
        page.goto(address + name)
        page.locator(".practice__screen > *, form.quiz[data-mode]").first.wait_for(state="attached")

    return go


def answered(name: str, form: str, *, right: bool):
    def go(page: Page, address: str, questions: dict) -> None:
        open_page(name)(page, address, questions)
        found = page.locator(f"[id='{form}']")
        numbers = rights(questions[form])
        choose(found, numbers if right else [next(n for n in "123" if n not in numbers)])
        found.locator(".quiz__check").click()
        expect(found.locator(".quiz__status")).to_have_attribute("data-state", "right" if right else "wrong")
        if not right:
            found.locator(".quiz__show").click()

    return go


def exam(*, every: bool, hand_in: bool):
    def go(page: Page, address: str, questions: dict) -> None:
        page.goto(f"{address}practice/exam/")
        page.evaluate(f"localStorage.removeItem('{EXAM}')")
        ids = start(page, address, count=3, every=every, minutes=30)
        form = page.locator(f"[id='{ids[0]}']")
        choose(form, rights(questions[ids[0]]))
        if hand_in:
            page.locator(".practice__row button:visible").last.click()
            page.locator(".practice__dialog").get_by_role("button").last.click()
            expect(page.locator(".practice__summary")).to_be_visible()

    return go


def review(*, right: bool | None):
    def go(page: Page, address: str, questions: dict) -> None:
        page.goto(f"{address}practice/review/")
        items(page, {QUESTION: {"due": 0, "right": False, "sure": True}}, questions)
        page.locator(".practice__heap button").first.click()
        if right is not None:
            numbers = rights(questions[QUESTION])
            choose(shown(page), numbers if right else [next(n for n in "123" if n not in numbers)])
            shown(page).locator(".quiz__check").click()

    return go


def card(page: Page, address: str, questions: dict) -> None:
    open_page("practice/flashcards/")(page, address, questions)
    page.locator(".practice__heap button").nth(1).click()
    page.locator(".practice__button--first:visible").click()


def overview(page: Page, address: str, questions: dict) -> None:
    page.goto(f"{address}practice/")
    items(page, {QUESTION: {"due": 0}, **{key: {} for key in list(questions)[:5]}}, questions)
    expect(page.locator(".practice__done").first).to_be_visible()


def dialog(page: Page, address: str, questions: dict) -> None:
    open_page("practice/")(page, address, questions)
    page.locator(".practice__copy button").last.click()


STATES = {
    "lesson": open_page(LESSON),
    "lesson-right": answered(LESSON, QUESTION, right=True),
    "lesson-wrong": answered(LESSON, QUESTION, right=False),
    "question": open_page(f"questions/{QUESTION}/"),
    "question-right": answered(f"questions/{QUESTION}/", QUESTION, right=True),
    "question-wrong": answered(f"questions/{QUESTION}/", QUESTION, right=False),
    "exam": open_page("practice/exam/"),
    "exam-one": exam(every=False, hand_in=False),
    "exam-all": exam(every=True, hand_in=False),
    "exam-result": exam(every=True, hand_in=True),
    "review-empty": open_page("practice/review/"),
    "review": review(right=None),
    "review-right": review(right=True),
    "review-wrong": review(right=False),
    "flashcards": open_page("practice/flashcards/"),
    "flashcards-card": card,
    "overview-empty": open_page("practice/"),
    "overview": overview,
    "overview-dialog": dialog,
}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["", "de/"], ids=["en", "de"])
def test_axe_finds_nothing(browser, address, questions, request, lang, scheme, width):
    if width == 320 and not request.config.getoption("long"):
        pytest.skip("phones with --long")
    found = []
    for name, go in STATES.items():
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        go(page, address + lang, questions)
        result = Axe().run(page)
        nodes = itertools.chain.from_iterable(
            [(violation["id"], node["target"], node["failureSummary"]) for node in violation["nodes"]]
            for violation in result.response["violations"]
        )
        found += [f"{name}: {rule} {target} {why}" for rule, target, why in nodes]
        context.close()
    assert found == [], "\n\n".join(found)
