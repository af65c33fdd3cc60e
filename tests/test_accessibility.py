"""For readers with a screen reader, on a small phone, in dark colours: what axe-core finds.

On every kind of page, and at every step of someone who answers questions and practises.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from practising import EXAM, bank, choose, context, items, questions, reader, rights, shown, start
from reading import DESKTOP, ENLARGED, cramped, restyle

__all__ = ["bank", "context", "questions", "reader"]

LESSON = "transformer-models/sequence-to-sequence-models/"
QUESTION = "seq2seq-encoder-runs"

# Violations alone, and one rule that axe leaves out unless asked: targets of 24 px.
EVERYTHING = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# In other colours and in a narrow window nothing else can have changed.
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
NARROW = {"resultTypes": ["violations"], "runOnly": ["scrollable-region-focusable"]}

SCHEMES = {"light": "default", "dark": "slate"}


def steps(page: Page, address: str, questions: dict[str, dict]) -> Iterator[str]:
    """Lead a reader through every kind of page for practice; at each step its name, while the page shows it."""
    yield from _overview(page, address, questions)
    yield from _flashcards(page, address)
    yield from _review(page, address, questions)
    for name in (LESSON, f"questions/{QUESTION}/"):
        page.goto(f"{address}feed.xml")
        page.evaluate("localStorage.clear()")
        yield from _question(page, address + name, questions)
    yield from _exam(page, address, questions)


def wrong(question: dict) -> list[str]:
    return [next(number for number in "123" if number not in rights(question))]


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".practice__screen > *, form.quiz[data-mode]").first.wait_for(state="attached")


def _overview(page: Page, address: str, questions: dict[str, dict]) -> Iterator[str]:
    opened(page, f"{address}practice/")
    yield "overview, empty"
    items(page, {QUESTION: {"due": 0}, **{name: {} for name in list(questions)[:5]}}, questions)
    expect(page.locator(".practice__done").first).to_be_visible()
    yield "overview"
    page.locator(".practice__copy button").last.click()
    yield "overview, asked before progress is deleted"
    page.keyboard.press("Escape")


def _flashcards(page: Page, address: str) -> Iterator[str]:
    opened(page, f"{address}practice/flashcards/")
    yield "flashcards"
    page.locator(".practice__heap button").nth(1).click()
    yield "flashcards, a term"
    page.locator(".practice__button--first:visible").click()
    yield "flashcards, its meaning"


def _review(page: Page, address: str, questions: dict[str, dict]) -> Iterator[str]:
    opened(page, f"{address}practice/review/")
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator(".practice__empty")).to_be_visible()
    yield "review, empty"
    items(page, {QUESTION: {"due": 0, "right": False, "sure": True}}, questions)
    expect(page.locator(".practice__heap").first).to_be_visible()
    yield "review"
    page.locator(".practice__heap button").first.click()
    yield "review, unanswered"
    for state, numbers in (("wrong", wrong(questions[QUESTION])), ("right", rights(questions[QUESTION]))):
        choose(shown(page), numbers)
        shown(page).locator(".quiz__check").click()
        expect(shown(page).locator(".quiz__status")).to_have_attribute("data-state", state)
        yield f"review, answered {state}"
    page.locator(".practice__row button:visible").first.click()
    yield "review, finished"


def _question(page: Page, address: str, questions: dict[str, dict]) -> Iterator[str]:
    name = "question" if "/questions/" in address else "lesson"
    opened(page, address)
    form = page.locator(f"[id='{QUESTION}']")
    yield f"{name}, unanswered"
    form.locator(".quiz__check").click()
    form.locator(".quiz__hint summary").click()
    yield f"{name}, checked without an answer, hint open"
    choose(form, wrong(questions[QUESTION]))
    form.locator(".quiz__check").click()
    form.locator(".quiz__show").click()
    yield f"{name}, answered wrong, answer shown"
    choose(form, rights(questions[QUESTION]))
    form.locator(".quiz__check").click()
    expect(form.locator(".quiz__status")).to_have_attribute("data-state", "right")
    yield f"{name}, answered right"


def _exam(page: Page, address: str, questions: dict[str, dict]) -> Iterator[str]:
    opened(page, f"{address}practice/exam/")
    yield "exam, set up"
    ids = start(page, address, count=3, minutes=30)
    choose(shown(page), rights(questions[ids[0]]))
    yield "exam, one by one"
    page.evaluate(f"localStorage.removeItem('{EXAM}')")
    ids = start(page, address, count=3, every=True)
    choose(page.locator(f"[id='{ids[0]}']"), rights(questions[ids[0]]))
    choose(page.locator(f"[id='{ids[1]}']"), wrong(questions[ids[1]]))
    yield "exam, all at once"
    page.locator(".practice__row button:visible").last.click()
    yield "exam, asked before it is handed in"
    page.locator(".practice__dialog button").last.click()
    expect(page.locator(".practice__summary")).to_be_visible()
    yield "exam, result"


def switch(page: Page, scheme: str) -> None:
    """Change the colours as the button in the header does; it may lie behind a dialog."""
    page.evaluate("name => document.querySelector(`[data-colours=${name}]`).click()", SCHEMES[scheme])
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", SCHEMES[scheme])


def violations(page: Page, options: dict) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']} {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def faults(page: Page, *, thorough: bool) -> list[str]:
    """What is wrong with the page as it stands, in both schemes and at 400 %, which is also a small phone."""
    found = []
    for scheme, options in (("light", EVERYTHING), ("dark", EVERYTHING if thorough else COLOURS)):
        switch(page, scheme)
        found += [f"{scheme}: {fault}" for fault in violations(page, options)]
    page.set_viewport_size(ENLARGED)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")  # else the header covers a part of something by chance
    found += [f"enlarged: {fault}" for fault in violations(page, EVERYTHING if thorough else NARROW) + cramped(page)]
    page.set_viewport_size(DESKTOP)
    return found


@pytest.mark.parametrize("lang", ["", "de/"], ids=["en", "de"])
def test_at_no_step_axe_finds_anything_or_something_is_cut_at_400_percent(reader, address, lang, questions, request):
    reader.emulate_media(reduced_motion="reduce")
    found = []
    for step in steps(reader, address + lang, questions):
        found += [f"{step}, {fault}" for fault in faults(reader, thorough=request.config.getoption("long"))]
    assert found == [], "\n\n".join(found)


KINDS = [
    "",
    "de/glossary/",
    "models/",
    "de/translations/",
    "de/writing-good-questions/",
    "404.html",
    "transformer-models/attention/",
]


def test_axe_finds_nothing_on_any_kind_of_page(reader, site, address, request):
    """With --long on every page, where of the pages of questions one stands for all."""
    long = request.config.getoption("long")
    every = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    pages = [name for name in every if "questions" not in name.split("/") or QUESTION in name] if long else KINDS
    reader.emulate_media(reduced_motion="reduce")
    found = []
    for name in pages:
        reader.goto(address + name, wait_until="domcontentloaded")
        found += [f"{name}, {fault}" for fault in faults(reader, thorough=long)]
    assert found == [], "\n\n".join(found)


def test_axe_sees_what_is_wrong(reader, address):
    """The test above is worth as much as this one."""
    opened(reader, f"{address}practice/")
    switch(reader, "dark")
    restyle(reader, ".practice__summary { color: #555 !important } .practice__button { font-size: 0; padding: 0 }")
    reader.evaluate("document.querySelector('.practice__file label').remove()")
    assert {fault.split()[0] for fault in violations(reader, COLOURS)} == {"color-contrast"}
    assert {fault.split()[0] for fault in violations(reader, EVERYTHING)} == {"color-contrast", "label"}
