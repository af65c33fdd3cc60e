"""A page in other languages: where each is published, the switch in the header, ``hreflang`` for search engines.

English is published at the root of the site, every other language in a folder with its tag.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from diglot.languages import SOURCE
from diglot.pages import Course

Address = Callable[[str], str]


def folder(tag: str) -> str:
    """Where a language is published, relative to the site."""
    return "" if tag == SOURCE else f"{tag}/"


def home(tag: str, site_url: str | None) -> str:
    """The path of a language's first page, for a page that may be served at any address."""
    return f"{urlsplit(site_url or '/').path.rstrip('/')}/{folder(tag)}"


def absolute(site_url: str | None, relative: str) -> str:
    """The address of a page or file; ``relative`` is that from the root of the site. A path, where nobody knows the host."""
    return f"{(site_url or '/').rstrip('/')}/{relative}"


def hreflang(langs: Iterable[str], address: Address) -> list[dict[str, str]]:
    """Links among real translations, English as ``x-default``. ``address`` gives absolute ones, by language."""
    links = [{"lang": tag, "link": address(tag), "name": tag} for tag in langs]
    return [*links, *({**link, "lang": "x-default"} for link in links if link["lang"] == SOURCE)]


def switch(course: Course, built: Iterable[str], langs: Iterable[str], address: Address, current: str) -> list[dict[str, Any]]:
    """The language switch: every language by its own name; English stands in where a page is not among ``langs``.

    ``address`` gives addresses relative to the root of the site, by language; ``built`` are the languages there are now.
    """
    built, langs = set(built), set(langs)
    return [
        {
            "lang": tag,
            "name": language.name if tag in langs else course.words(tag).fill("language.missing", name=language.name),
            "link": address(tag) or ".",
            "current": tag == current,
        }
        for tag, language in course.languages.items()
        if tag in built
    ]
