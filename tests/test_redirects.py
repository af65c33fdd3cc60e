"""Former addresses lead to today's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from diglot import redirects as room
from diglot.redirects import ends
from playwright.sync_api import Page as Browsed


@pytest.mark.parametrize(
    ("redirects", "expected"),
    [
        ({}, {}),
        ({"a.md": "b.md"}, {"a.md": "b.md"}),
        ({"a.md": "b.md", "b.md": "c.md"}, {"a.md": "c.md", "b.md": "c.md"}),
        ({"a.md": "b.md", "b.md": "a.md"}, {"a.md": "a.md", "b.md": "b.md"}),
        ({"a.md": "a.md"}, {"a.md": "a.md"}),
    ],
)
def test_a_name_leads_through_others_to_the_end_and_in_a_circle_to_itself(redirects, expected):
    assert ends(redirects) == expected


def test_a_reader_arrives_at_the_anchor_asked_for(tmp_path: Path, serve: Callable[[Path], str], page: Browsed):
    script = Path(__file__).parent.parent / "overrides/assets/redirect.js"
    (tmp_path / "redirect.js").write_text(script.read_text("utf-8"), "utf-8")
    (tmp_path / "new.html").write_text("<title>New</title><p id='there'>Here", "utf-8")
    (tmp_path / "old.html").write_text(room.page('A "title"', "new.html", "", "redirect.js", "en", "ltr"), "utf-8")
    page.goto(f"{serve(tmp_path)}old.html#there")
    page.wait_for_url("**/new.html*")
    assert page.url.endswith("/new.html#there")
