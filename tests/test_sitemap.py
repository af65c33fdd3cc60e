"""The sitemap: whole files, and what a parser reads in them."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

from diglot.sitemap import Group, sitemap

INTRO = Group(
    urls={
        "en": "https://example.org/",
        "de": "https://example.org/de/",
        "zh-Hant": "https://example.org/zh-Hant/",
    },
    source="en",
    lastmod={"en": date(2026, 3, 4), "de": date(2026, 1, 2)},
)
ENGLISH_ONLY = Group(urls={"en": "https://example.org/a/?x=1&y=2"}, source="en")
GERMAN_ONLY = Group(urls={"de": "https://example.org/de/only/"}, source="en")

EXPECTED = """\
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://example.org/</loc>
    <lastmod>2026-03-04</lastmod>
    <xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/" />
    <xhtml:link rel="alternate" hreflang="en" href="https://example.org/" />
    <xhtml:link rel="alternate" hreflang="zh-Hant" href="https://example.org/zh-Hant/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/" />
  </url>
  <url>
    <loc>https://example.org/a/?x=1&amp;y=2</loc>
    <xhtml:link rel="alternate" hreflang="en" href="https://example.org/a/?x=1&amp;y=2" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/a/?x=1&amp;y=2" />
  </url>
  <url>
    <loc>https://example.org/de/</loc>
    <lastmod>2026-01-02</lastmod>
    <xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/" />
    <xhtml:link rel="alternate" hreflang="en" href="https://example.org/" />
    <xhtml:link rel="alternate" hreflang="zh-Hant" href="https://example.org/zh-Hant/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/" />
  </url>
  <url>
    <loc>https://example.org/de/only/</loc>
    <xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/only/" />
  </url>
  <url>
    <loc>https://example.org/zh-Hant/</loc>
    <xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/" />
    <xhtml:link rel="alternate" hreflang="en" href="https://example.org/" />
    <xhtml:link rel="alternate" hreflang="zh-Hant" href="https://example.org/zh-Hant/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/" />
  </url>
</urlset>
"""

EMPTY = """\
<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" />
"""


def read(text: str) -> dict[str, dict[str, str]]:
    """Return the alternates of every address, by hreflang."""
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ElementTree.fromstring(text.encode()).findall("s:url", spaces)
    return {
        url.findtext("s:loc", None, spaces): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link[@rel='alternate']", spaces)
        }
        for url in urls
    }


def test_the_sitemap_is_this_text_whatever_the_order_of_its_pages():
    assert sitemap([INTRO, ENGLISH_ONLY, GERMAN_ONLY]) == EXPECTED
    backwards = Group(dict(reversed(INTRO.urls.items())), INTRO.source, INTRO.lastmod)
    assert sitemap(iter([GERMAN_ONLY, ENGLISH_ONLY, backwards])) == EXPECTED


def test_a_site_without_pages_has_an_empty_sitemap():
    assert sitemap([]) == EMPTY
    assert read(EMPTY) == {}


def test_every_alternate_names_the_page_that_names_it():
    alternates = read(EXPECTED)
    assert len(alternates) == 5
    for url, links in alternates.items():
        assert url in links.values()
        assert all(alternates[href] == links for href in links.values())


def test_a_page_that_exists_only_in_translation_has_no_default():
    assert read(EXPECTED)["https://example.org/de/only/"] == {"de": "https://example.org/de/only/"}
