"""What is left of the theme's style sheets, and that no page misses what went."""

from __future__ import annotations

import gzip
import re

import pytest
from diglot.stylesheet import UNUSED, frame, is_joined, minified, rooms, trimmed


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".md-nav{color:red}", ".md-nav{color:red}"),
        (".md-search{color:red}", ""),
        (".md-search__form,.md-nav{color:red}", ".md-nav{color:red}"),
        (".md-grid{color:red}.grid{color:red}", ".md-grid{color:red}"),
        (".md-tag{a:b}.md-tags{a:b}", ".md-tags{a:b}"),
        ("@media print{.md-search{color:red}}", ""),
        ("@media print{.md-nav{color:red}}", "@media print{.md-nav{color:red}}"),
        (".md-nav:not(.md-tag){color:red}", ".md-nav:not(.md-tag){color:red}"),
        (":is(.md-tag,.md-nav){color:red}", ":is(.md-tag,.md-nav){color:red}"),
        ("[data-md-color-accent=red]{a:b}[data-md-color-accent=custom]{c:d}", "[data-md-color-accent=custom]{c:d}"),
        (":root{--md-a:1;--md-b:var(--md-a);--md-c:2}p{top:var(--md-c)}", ":root{--md-c:2}p{top:var(--md-c)}"),
        ("@keyframes spin{to{top:0}}", "@keyframes spin{to{top:0}}"),
    ],
)
def test_a_rule_goes_if_all_it_is_for_is_not_there(css, left):
    assert trimmed(css) == left


def test_a_custom_property_that_another_sheet_asks_for_stays():
    assert trimmed(":root{--md-a:1}", "p{top:var(--md-a)}") == ":root{--md-a:1}"


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("/* it's */\np :hover ,\n a  b {\n  top: 1px;\n}\n", "p :hover,a b{top: 1px;}"),
        ("a {b: c}\n\n/* a { */\n\nd {e: f}\n/* } */", "a{b: c}d{e: f}"),
        ('a::after{content: "x  ; /* y */  z"}', 'a::after{content: "x  ; /* y */  z"}'),
    ],
)
def test_our_sheets_lose_what_means_nothing(css, left):
    assert minified(css) == left


SHEETS = {
    "assets/stylesheets/main.0a1b.min.css": ".md-nav{top:0}.md-search{top:0}",
    "assets/stylesheets/palette.2c3d.min.css": ":root{--md-a:1;--md-b:2}",
    "assets/furniture.css": ".furniture { top: 0 }",
    "assets/quiz.css": ".quiz { top: var(--md-b) }",
    "assets/search.css": ".search { top: 0 }",
    "assets/site.css": "/* The frame. */ p { top: 0 }",
}


def test_the_frame_is_the_theme_then_what_every_page_needs():
    assert frame(SHEETS)["assets/frame.css"] == ".md-nav{top:0}:root{--md-b:2}p{top: 0}.furniture{top: 0}"


def test_rules_for_tabs_and_footnotes_are_for_the_pages_that_have_some():
    theme = ".tabbed-set,.md-nav{top:0}@media print{.tabbed-set>p{top:0}}@keyframes spin{to{top:0}}.footnote{top:0}"
    site = ".md-nav:not(.tabbed-set) { top: 0 }"
    assert frame({"assets/stylesheets/main.0a1b.min.css": theme, "assets/site.css": site, "assets/furniture.css": ""}) == {
        "assets/frame.css": ".md-nav{top:0}@keyframes spin{to{top:0}}.md-nav:not(.tabbed-set){top: 0}",
        "assets/tabs.css": ".tabbed-set{top:0}@media print{.tabbed-set>p{top:0}}",
        "assets/footnotes.css": ".footnote{top:0}",
    }


def test_the_frame_fits_into_the_first_ten_segments_that_a_server_sends(site):
    """Of 1,460 bytes each, with room for the headers of an answer. https://www.rfc-editor.org/rfc/rfc6928"""
    assert len(gzip.compress((site / "assets/frame.css").read_bytes(), 6)) <= 10 * 1460 - 400


def test_a_room_s_sheet_is_for_the_pages_that_have_it_and_the_search_fetches_its_own():
    assert rooms(SHEETS) == {"assets/quiz.css": ".quiz{top: var(--md-b)}"}
    assert [name for name in SHEETS if not is_joined(name)] == ["assets/search.css"]


def test_no_page_has_a_part_whose_rules_went(site):
    used = {
        name
        for page in site.rglob("*.html")
        for names in re.findall(r'\sclass="([^"]+)"', page.read_text("utf-8"))
        for name in names.split()
    }
    gone = re.compile(rf"(?:{'|'.join(map(re.escape, UNUSED))})(?![a-z])")
    assert sorted(name for name in used if gone.match(name)) == []


def test_a_lesson_with_a_video_and_questions_keeps_its_budget(site):
    """Bytes of page, styles, scripts and icon, compressed as hosts do; headers come on top. The aim is 52 kB."""
    page = site / "de/transformer-models/sequence-to-sequence-models/index.html"
    text = page.read_text("utf-8")
    addresses = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', text) + re.findall(
        r'<script[^>]* src="([^"]+)"', text
    )
    files = [page, site / "assets/progress.js", *((page.parent / address).resolve() for address in addresses)]
    assert {"quiz.js", "video.js"} <= {file.name for file in files}
    assert sum(len(gzip.compress(file.read_bytes(), 6)) for file in files) <= 55_000
