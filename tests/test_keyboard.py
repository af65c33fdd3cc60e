"""With the keyboard alone: everything is reached by Tab, and what has the focus is seen to have it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from reading import DESKTOP, ENLARGED, restyle, walk
from test_accessibility import KINDS, LESSON, QUESTION

PAGES = [*KINDS, LESSON, f"questions/{QUESTION}/", "practice/", "practice/exam/", "practice/flashcards/"]

# How a page is looked at: window, colours, and whether they are the system's few.
WAYS = {
    "desktop": (DESKTOP, "light", False),
    "enlarged": (ENLARGED, "dark", False),
    "forced": (DESKTOP, "dark", True),
}


def look(page: Page, way: str) -> None:
    window, scheme, forced = WAYS[way]
    page.set_viewport_size(window)
    page.emulate_media(reduced_motion="reduce", color_scheme=scheme, forced_colors="active" if forced else "none")


@pytest.mark.parametrize("way", WAYS)
def test_everything_is_reached_and_seen_to_have_the_focus(page: Page, address, way, request):
    """With --long on every kind of page in every way."""
    look(page, way)
    pages = PAGES if way == "desktop" or request.config.getoption("long") else [LESSON, "de/translations/"]
    faults, numbers = [], []
    for name in pages:
        page.goto(address + name)
        number, found = walk(page)
        faults += [f"{name}, {fault}" for fault in found]
        numbers.append(number)
    assert faults == [], "\n".join(faults)
    assert min(numbers) >= 7, numbers


def test_the_drawer_of_an_enlarged_page_keeps_the_focus_in_sight(page: Page, address):
    look(page, "enlarged")
    page.goto(address + LESSON)
    page.locator("header").get_by_role("button", name="Navigation").press("Enter")
    expect(page.locator(".md-sidebar--primary").get_by_role("link", name="Encoder models")).to_be_visible()
    number, faults = walk(page)
    assert faults == [], "\n".join(faults)
    assert number > 10


def test_the_search_keeps_the_focus(page: Page, address):
    look(page, "enlarged")
    page.goto(address)
    page.keyboard.press("/")
    page.locator(".search__field").fill("attention")
    expect(page.locator(".search__link").first).to_be_visible()
    number, faults = walk(page)
    assert faults == [], "\n".join(faults)
    assert number > 2


def test_what_is_not_seen_or_not_reached_is_found(page: Page, address):
    """The tests above are worth as much as this one."""
    page.goto(address)
    restyle(
        page,
        """
        .md-typeset a:focus { outline: 0 !important; }
        .md-footer { overflow: hidden; }
        .md-footer a:focus { outline-offset: 5px !important; }
    """,
    )
    page.evaluate(
        "document.querySelector('.furniture a').addEventListener('focus', () => document.querySelector('.md-footer a').focus())"
    )
    _, faults = walk(page)
    kinds = {part.split(" by ")[0] for fault in faults for part in fault.rpartition("”")[2].strip(": ").split(", ")}
    assert kinds >= {"no frame", "cut", "is not reached"}, kinds
