"""The search in a real browser: served under a path, by keyboard, without JavaScript."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

LESSON = "transformer-models/sequence-to-sequence-models/"

expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def below(site: Path) -> Iterator[str]:
    """The address of the site served below ``/sub/path/``, as a project's pages often are."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix("/sub/path")) if path.startswith("/sub/path/") else "/nowhere"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/sub/path/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def lesson(page: Page, below: str) -> Page:
    page.goto(f"{below}de/{LESSON}")
    return page


def look_for(page: Page, text: str) -> None:
    """Open the search with its key and write."""
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.get_by_role("searchbox").fill(text)


def pages(page: Page) -> list[str]:
    """The titles of the pages found."""
    expect(page.locator(".search__status")).to_contain_text("Gefundene Seiten")
    return page.locator(".search__title").all_inner_texts()


def test_nothing_of_the_search_is_fetched_before_it_is_opened(page, below):
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(below)))
    page.goto(f"{below}de/{LESSON}")
    page.wait_for_load_state("networkidle")
    assert [address for address in asked if "search" in address or "pagefind" in address] == []
    page.get_by_role("button", name="Suche").click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    assert {"assets/search.js", "assets/search.css", "de/pagefind/pagefind.js"} <= set(asked)


def test_a_compound_is_found_by_its_part_and_shown_as_it_is_written(lesson):
    look_for(lesson, "Übersetzung")
    assert "Sequence-to-Sequence-Modelle" in pages(lesson)
    marked = lesson.locator(".search mark").all_inner_texts()
    assert any("Übersetzungsmodelle" in text for text in marked)
    assert "\u00ad" not in lesson.locator(".search").inner_text()


def test_each_language_finds_its_own_pages(page, below):
    page.goto(below + LESSON)
    look_for(page, "Übersetzungsmodelle")
    expect(page.get_by_role("status").filter(has_text="Nothing found")).to_have_text("Nothing found for “Übersetzungsmodelle”.")


def test_arrow_keys_and_enter_lead_to_the_heading(lesson, below):
    look_for(lesson, "Sentinel")
    part = lesson.locator(".search__link--part").first
    expect(part).to_be_visible()
    heading, address = part.locator(".search__heading").inner_text(), part.get_attribute("href")
    for _ in range(lesson.locator(".search__results a").all_inner_texts().index(part.inner_text()) + 1):
        lesson.keyboard.press("ArrowDown")
    expect(part).to_be_focused()
    lesson.keyboard.press("ArrowUp")
    lesson.keyboard.press("ArrowDown")
    lesson.keyboard.press("Enter")
    expect(lesson).to_have_url(below.partition("/sub/")[0] + address)
    target = lesson.locator(f"[id='{address.partition('#')[2]}']")
    expect(target).to_contain_text(heading)
    expect(target).to_be_in_viewport()


def test_a_letter_goes_back_to_the_field_and_escape_to_the_page(lesson):
    lesson.get_by_role("button", name="Suche").focus()
    lesson.keyboard.press("Control+k")
    expect(lesson.get_by_role("searchbox")).to_be_focused()
    lesson.get_by_role("searchbox").fill("Atten")
    assert pages(lesson)
    lesson.keyboard.press("ArrowDown")
    lesson.keyboard.type("tion")
    expect(lesson.get_by_role("searchbox")).to_have_value("Attention")
    lesson.keyboard.press("Escape")
    expect(lesson.get_by_role("dialog")).to_be_hidden()
    expect(lesson.get_by_role("button", name="Suche")).to_be_focused()


def test_a_slash_in_a_field_is_a_slash(lesson):
    look_for(lesson, "a")
    lesson.keyboard.type("/b")
    expect(lesson.get_by_role("searchbox")).to_have_value("a/b")


def test_what_is_empty_or_not_there_is_said(lesson):
    look_for(lesson, "привет")
    expect(lesson.locator(".search__status")).to_have_text("Nichts gefunden für „привет“.")
    lesson.get_by_role("searchbox").fill("")
    expect(lesson.locator(".search__status")).to_have_text("")


def test_an_index_that_cannot_be_fetched_is_said(lesson):
    lesson.route("**/pagefind/*", lambda route: route.abort())
    look_for(lesson, "Modelle")
    expect(lesson.locator(".search__status")).to_contain_text("Die Suche konnte nicht geladen werden.")
    lesson.unroute("**/pagefind/*")
    lesson.keyboard.type(" lernen")
    assert pages(lesson)


def test_axe_finds_nothing_wrong_with_the_results(lesson):
    look_for(lesson, "Modelle")
    assert pages(lesson)
    assert Axe().run(lesson).response["violations"] == []


def test_without_javascript_there_is_no_button(browser: Browser, below):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(below)
    expect(page.get_by_role("button", name="Search")).to_have_count(0)
    context.close()
