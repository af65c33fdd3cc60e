"""A reader who practises: what the tests of the exam and of the other pages for practice share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

KEY = "diglot:diglot-transformer-models"
EXAM = f"{KEY}:exam"
DAY = 24 * 60 * 60 * 1000

# What becomes of localStorage in browsers that keep nothing.
STORAGE = {
    "forbidden": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })",
    "null": "Object.defineProperty(window, 'localStorage', { value: null })",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
}

expect.set_options(timeout=15_000)  # on a busy machine a page may take its time


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
