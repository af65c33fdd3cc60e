"""What is left of the theme's style sheets, and that no page misses what went."""

from __future__ import annotations

import gzip
import re

import pytest
from diglot.stylesheet import UNUSED, trimmed


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
