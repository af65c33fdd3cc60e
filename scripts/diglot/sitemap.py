"""The sitemap (https://www.sitemaps.org/protocol.html): every real translation, and what it is a translation of.

Each address lists all languages of its page, itself included, as search engines want it
(https://developers.google.com/search/docs/specialty/international/localized-versions):

    <url>
      <loc>https://example.org/de/intro/</loc>
      <xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/intro/" />
      <xhtml:link rel="alternate" hreflang="en" href="https://example.org/intro/" />
      <xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/intro/" />
    </url>

A language that only falls back to the source text has no address here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACES = {
    "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xmlns:xhtml": "http://www.w3.org/1999/xhtml",
}


@dataclass(frozen=True)
class Group:
    """One page in all its real languages: absolute addresses by BCP 47 tag, the tag it is translated from, days by tag.

    The source language need not be among them (a page that exists only in German); then there is no ``x-default``.
    """

    urls: Mapping[str, str]
    source: str
    lastmod: Mapping[str, date] = field(default_factory=dict)


def sitemap(pages: Iterable[Group]) -> str:
    """Return the sitemap as XML, to be written as UTF-8, sorted by address; languages by tag, ``x-default`` last."""
    urlset = Element("urlset", NAMESPACES)
    entries = [(url, tag, group) for group in pages for tag, url in group.urls.items()]
    for url, tag, group in sorted(entries, key=lambda entry: entry[:2]):
        _add_url(urlset, url, tag, group)
    ElementTree.indent(urlset)
    return DECLARATION + ElementTree.tostring(urlset, encoding="unicode") + "\n"


def _add_url(urlset: Element, url: str, tag: str, group: Group) -> None:
    element = SubElement(urlset, "url")
    SubElement(element, "loc").text = url
    if tag in group.lastmod:
        SubElement(element, "lastmod").text = group.lastmod[tag].isoformat()
    for hreflang, href in _alternates(group):
        SubElement(element, "xhtml:link", {"rel": "alternate", "hreflang": hreflang, "href": href})


def _alternates(group: Group) -> Iterator[tuple[str, str]]:
    yield from sorted(group.urls.items())
    if group.source in group.urls:
        yield "x-default", group.urls[group.source]
