"""Tabs: who chooses one alternative sees it everywhere."""

from __future__ import annotations

from pathlib import Path

from conftest import build_course

TABS = "//// tab | Row\n\nOars.\n\n////\n\n//// tab | Sail\n\nWind.\n\n////\n"
PAGES = {
    "docs/en/_lang.yml": "name: English\n",
    "docs/en/index.md": f"# Home\n\n{TABS}\nBetween.\n\n{TABS}",
    "docs/en/other.md": f"# Other\n\n{TABS}",
}


def test_a_choice_holds_in_all_tabs_of_that_name_and_on_other_pages(page, serve, tmp_path: Path) -> None:
    address = serve(build_course(tmp_path, PAGES, ["index.md", "other.md"]))
    page.goto(address)
    shown = page.locator(".tabbed-block:visible")
    assert shown.all_inner_texts() == ["Oars.", "Oars."]

    page.locator("label", has_text="Sail").last.click()
    assert shown.all_inner_texts() == ["Wind.", "Wind."]

    page.goto(f"{address}other/")
    assert shown.all_inner_texts() == ["Wind."]
