"""The Atom feed: whole files, and what a feed reader makes of them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest
from diglot.feed import LIMIT, Entry, atom

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
COURSE = {
    "title": "Transformer-Kurs",
    "site_url": "https://example.org/course/de/",
    "feed_url": "https://example.org/course/de/feed.xml",
    "lang": "de",
    "updated": NOON,
}
ATTENTION = Entry(
    title='Aufmerksamkeit & "Köpfe" <neu>',
    url="https://example.org/course/de/attention/",
    published=NOON - timedelta(days=9),
    updated=NOON - timedelta(days=1, microseconds=-5),
    summary="Wie ein Wort auf <andere> blickt.",
    authors=("Ana Ruiz", "Li Wei"),
)
INTRO = Entry(
    title="Einführung",
    url="https://example.org/course/de/",
    published=NOON - timedelta(days=30),
    updated=datetime(2026, 3, 4, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
)

EXPECTED = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
  <id>https://example.org/course/de/feed.xml</id>
  <title>Transformer-Kurs</title>
  <updated>2026-03-04T12:00:00Z</updated>
  <author>
    <name>Transformer-Kurs</name>
  </author>
  <link rel="self" type="application/atom+xml" href="https://example.org/course/de/feed.xml" />
  <link rel="alternate" type="text/html" hreflang="de" href="https://example.org/course/de/" />
  <entry>
    <id>https://example.org/course/de/</id>
    <title>Einführung</title>
    <published>2026-02-02T12:00:00Z</published>
    <updated>2026-03-04T12:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://example.org/course/de/" />
  </entry>
  <entry>
    <id>https://example.org/course/de/attention/</id>
    <title>Aufmerksamkeit &amp; "Köpfe" &lt;neu&gt;</title>
    <published>2026-02-23T12:00:00Z</published>
    <updated>2026-03-03T12:00:00Z</updated>
    <author>
      <name>Ana Ruiz</name>
    </author>
    <author>
      <name>Li Wei</name>
    </author>
    <link rel="alternate" type="text/html" href="https://example.org/course/de/attention/" />
    <summary>Wie ein Wort auf &lt;andere&gt; blickt.</summary>
  </entry>
</feed>
"""

EMPTY = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
  <id>https://example.org/course/de/feed.xml</id>
  <title>Transformer-Kurs</title>
  <updated>2026-03-04T12:00:00Z</updated>
  <author>
    <name>Transformer-Kurs</name>
  </author>
  <link rel="self" type="application/atom+xml" href="https://example.org/course/de/feed.xml" />
  <link rel="alternate" type="text/html" hreflang="de" href="https://example.org/course/de/" />
</feed>
"""


def read(feed: str):
    parsed = feedparser.parse(feed.encode())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def test_the_feed_is_this_text_whatever_the_order_of_its_entries():
    assert atom([ATTENTION, INTRO], **COURSE) == EXPECTED
    assert atom(iter([INTRO, ATTENTION]), **COURSE) == EXPECTED


def test_a_feed_without_entries_is_still_a_feed():
    assert atom([], **COURSE) == EMPTY
    assert read(EMPTY).entries == []


def test_a_feed_reader_sees_the_course():
    feed = read(EXPECTED).feed
    assert (feed.id, feed.title, feed.language) == (COURSE["feed_url"], "Transformer-Kurs", "de")
    assert (feed.updated, feed.link) == ("2026-03-04T12:00:00Z", COURSE["site_url"])
    assert [(link.rel, link.href) for link in feed.links] == [
        ("self", COURSE["feed_url"]),
        ("alternate", COURSE["site_url"]),
    ]


def test_a_feed_reader_sees_the_pages():
    intro, attention = read(EXPECTED).entries
    assert (intro.id, intro.link, intro.title) == (INTRO.url, INTRO.url, "Einführung")
    assert "summary" not in intro
    assert attention.title == ATTENTION.title
    assert attention.title_detail.type == "text/plain"
    assert [author.name for author in attention.authors] == ["Ana Ruiz", "Li Wei"]
    assert attention.published_parsed[:6] == (2026, 2, 23, 12, 0, 0)
    assert attention.updated_parsed[:6] == (2026, 3, 3, 12, 0, 0)


def test_equal_moments_are_sorted_by_address():
    pages = [Entry("x", f"https://example.org/{name}/", NOON, NOON) for name in "cab"]
    assert re.findall(r"<id>\S+/(\w)/</id>", atom(pages, **COURSE)) == ["a", "b", "c"]


def test_only_the_newest_pages_are_kept():
    days = range(LIMIT + 10)
    pages = [Entry(str(day), f"https://example.org/{day}/", NOON, NOON + timedelta(days=day)) for day in days]
    titles = [entry.title for entry in read(atom(pages, **COURSE)).entries]
    assert titles == [str(day) for day in reversed(days)][:50]


def test_characters_that_xml_forbids_are_dropped():
    page = Entry("a\0b\x1bc\ufffe\ud800", "https://example.org/a/", NOON, NOON, "d\x0ce", ("f\x08g",))
    entry = read(atom([page], **COURSE)).entries[0]
    assert (entry.title, entry.summary, entry.author) == ("abc", "de", "fg")


def test_right_to_left_and_emoji_come_through():
    page = Entry("مقدمه\u200cای بر 🤗", "https://example.org/fa/", NOON, NOON)
    assert read(atom([page], **COURSE | {"lang": "fa"})).entries[0].title == "مقدمه\u200cای بر 🤗"


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match=r"datetime\.datetime\(2026, 3, 4, 0, 0\) has no time zone; write e\.g\. "):
        atom([], **COURSE | {"updated": datetime(2026, 3, 4)})
