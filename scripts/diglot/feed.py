"""The Atom feed (RFC 4287) of a language: its new and changed pages.

    <entry>
      <id>https://example.org/de/intro/</id>
      <title>Einführung</title>
      …

A page's id is its canonical address, so a reader's program knows the page again after any change; an entry whose
``updated`` moved is shown as changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

LIMIT = 50
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")  # not in XML 1.0, "Char"


@dataclass(frozen=True)
class Entry:
    """One page: ``url`` canonical and absolute, the moments with a time zone; an empty summary is left out."""

    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str = ""
    authors: tuple[str, ...] = ()


def atom(entries: Iterable[Entry], *, title: str, site_url: str, feed_url: str, lang: str, updated: datetime) -> str:
    """Return the feed as XML, to be written as UTF-8: the newest ``LIMIT`` entries, by ``updated``, then by address.

    ``site_url`` is the home page of the language ``lang`` (BCP 47), ``feed_url`` this file's address, ``title`` also
    the author where a page names none. ValueError for a moment without a time zone: it would mean something else on
    every machine.
    """
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": lang})
    _add(feed, "id", feed_url)
    _add(feed, "title", title)
    _add(feed, "updated", _timestamp(updated))
    _add_author(feed, title)  # RFC 4287, 4.1.1: needed where an entry names nobody
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": feed_url})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "hreflang": lang, "href": site_url})
    for entry in _newest(entries):
        _add_entry(feed, entry)
    ElementTree.indent(feed)
    return DECLARATION + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _newest(entries: Iterable[Entry]) -> list[Entry]:
    by_url = sorted(entries, key=lambda entry: entry.url)
    return sorted(by_url, key=lambda entry: entry.updated, reverse=True)[:LIMIT]


def _add_entry(feed: Element, entry: Entry) -> None:
    element = SubElement(feed, "entry")
    _add(element, "id", entry.url)
    _add(element, "title", entry.title)
    _add(element, "published", _timestamp(entry.published))
    _add(element, "updated", _timestamp(entry.updated))
    for name in entry.authors:
        _add_author(element, name)
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.summary:
        _add(element, "summary", entry.summary)


def _add_author(parent: Element, name: str) -> None:
    _add(SubElement(parent, "author"), "name", name)


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = UNPRINTABLE.sub("", text)


def _timestamp(moment: datetime) -> str:
    """RFC 3339, in UTC, whole seconds."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; write e.g. {moment.replace(tzinfo=UTC)!r}")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
