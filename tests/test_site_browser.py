"""The frame of a page in a real browser: contents that follow, the drawer of a phone, tabs that are chosen once."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from conftest import build_course
from playwright.sync_api import Page, expect
from practising import STORAGE

expect.set_options(timeout=15_000)

TABS = '=== "PyTorch"\n\n    One way\n\n=== "JAX"\n\n    Another way\n'
LONG = "".join(f"## Part {number}\n\n" + "Text.\n\n" * 40 for number in range(1, 5))


@pytest.fixture(scope="module")
def small(tmp_path_factory, serve) -> SimpleNamespace:
    files = {
        "docs/en/_lang.yml": "name: English\n",
        "docs/en/index.md": f"# Start\n\n{TABS}\n\nBetween.\n\n{TABS}",
        "docs/en/long.md": f'# Long\n\n{TABS}\n\n{LONG}\n\n??? note "More"\n\n    Folded.\n',
    }
    address = serve(build_course(tmp_path_factory.mktemp("framed"), files, ["index.md", "long.md"]))
    return SimpleNamespace(address=address, long=f"{address}long/")


def test_a_tab_is_chosen_once_for_every_set_and_page(page: Page, small):
    page.goto(small.address)
    expect(page.get_by_text("One way")).to_have_count(2)
    page.locator(".tabbed-labels label", has_text="JAX").first.click()
    for text in page.get_by_text("Another way").all():
        expect(text).to_be_visible()
    page.goto(small.long)
    expect(page.get_by_text("Another way")).to_be_visible()
    expect(page.get_by_text("One way")).to_be_hidden()


def test_contents_address_and_way_back_follow_the_reader(page: Page, small):
    page.goto(small.long)
    expect(page.locator(".md-top")).to_be_hidden()
    page.keyboard.press("Shift")  # a reader is there; an arrow key would go on scrolling for a while
    page.locator("#part-3").evaluate("heading => heading.scrollIntoView({behavior: 'instant'})")
    active = page.locator(".md-sidebar--secondary .md-nav__link--active")
    expect(active).to_have_text("Part 3")
    expect(page).to_have_url(f"{small.long}#part-3")
    page.evaluate("scrollBy({top: -200, behavior: 'instant'})")
    page.get_by_role("button", name="Back to top").click()
    expect(active).to_have_count(0)
    expect(page).to_have_url(small.long)


def test_the_drawer_of_a_phone_opens_and_closes_by_keyboard(page: Page, small):
    page.goto(small.address)
    opener = page.locator("header").get_by_role("button", name="Navigation")
    expect(opener).to_be_hidden()  # a wide window shows the navigation
    page.set_viewport_size({"width": 390, "height": 800})
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="Long")
    expect(link).to_be_hidden()
    opener.press("Enter")
    expect(link).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("how", STORAGE)
def test_the_frame_works_without_storage(page: Page, small, how):
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    page.add_init_script(STORAGE[how])
    page.goto(small.address)
    page.get_by_role("button", name="Switch to dark colours").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator(".tabbed-labels label", has_text="JAX").first.click()
    expect(page.get_by_text("Another way").last).to_be_visible()
    assert faults == []


@pytest.mark.parametrize("text", ["", "{", "7", "null", '{"a": 1}', "[[], 1, null]", '"JAX"'])
def test_what_the_frame_cannot_use_in_the_storage_is_left_out(page: Page, small, text):
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(error.message))
    page.goto(f"{small.address}feed.xml")
    page.evaluate("text => ['diglot.tabs', 'diglot.colours'].forEach((key) => localStorage.setItem(key, text))", text)
    page.goto(small.address)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    expect(page.get_by_role("button", name="Search")).to_be_visible()  # what comes last in the script
    page.locator(".tabbed-labels label", has_text="JAX").first.click()
    page.reload()
    expect(page.get_by_text("Another way").first).to_be_visible()
    assert faults == []


def test_colours_chosen_in_another_window_are_taken_over(page: Page, small):
    page.goto(small.address)
    other = page.context.new_page()
    other.goto(small.address)
    other.get_by_role("button", name="Switch to dark colours").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_on_paper_what_is_folded_is_open(page: Page, small):
    page.goto(f"{small.address}long/")
    folded = page.locator("article details")
    expect(folded).to_have_count(1)
    for event, state in (("beforeprint", True), ("afterprint", False)):
        page.evaluate("name => dispatchEvent(new Event(name))", event)
        assert folded.evaluate("details => details.open") is state
