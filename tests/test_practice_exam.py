"""The practice exam in a real browser: drawn, answered, interrupted, handed in, read and printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from practising import (
    EXAM,
    bank,
    button,
    choose,
    context,
    drawn,
    questions,
    reader,
    rights,
    shown,
    start,
    status,
    stored,
    tab_to,
)

__all__ = ["bank", "context", "questions", "reader"]


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


def test_on_paper_an_exam_is_a_worksheet_and_its_result_has_the_answers(reader, address, questions):
    ids = start(reader, address, count=2)
    reader.emulate_media(media="print")
    expect(reader.locator(".practice button:visible")).to_have_count(0)
    expect(reader.locator(".practice form.quiz:visible")).to_have_count(2)  # both, though one after another is shown
    expect(reader.locator(".practice :is(.quiz__answer, .quiz__hint, .quiz__status):visible")).to_have_count(0)
    reader.emulate_media(media="screen")
    for name in ids:
        choose(reader.locator(f"[id='{name}']"), ["1"])
        reader.locator(".practice__row button:visible").get_by_text(re.compile("Next|Hand in")).first.click()
    reader.emulate_media(media="print")
    expect(reader.locator(".practice button:visible")).to_have_count(0)
    expect(reader.locator(".practice .quiz__status:visible")).to_have_count(2)
    expect(reader.locator(".practice .quiz__note:visible")).not_to_have_count(0)
