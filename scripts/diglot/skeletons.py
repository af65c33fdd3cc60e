"""Where a translator begins: a language's folder, a page's skeleton.

A new language has one file that needs to be there, ``_lang.yml`` with the language's own name; every word of the site
stands below as a comment, to be translated one after the other. A page's skeleton is the English page with the ids of its
headings written out and its pin set: code, blocks, links are there, and the check finds what is still in English.
"""

from __future__ import annotations

from collections.abc import Mapping

import langcodes
import yaml
from babel import Locale, UnknownLocaleError

from diglot.headings import headings
from diglot.languages import english_words
from diglot.pins import with_pin
from diglot.restore import with_id
from diglot.source import split_front_matter


def own_name(tag: str) -> str:
    """A language's name for itself, capitalised as in a list (CLDR); the tag where nobody has written it down."""
    try:
        name = Locale.parse(langcodes.standardize_tag(tag), sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name[0].upper() + name[1:] if name else tag


def language_file(tag: str) -> str:
    """The ``_lang.yml`` of a language that has nothing yet."""
    rooms: dict[str, dict[str, str]] = {}
    for key, text in english_words().items():
        room, name = key.split(".", 1)
        rooms.setdefault(room, {})[name] = text
    words = yaml.safe_dump({"labels": rooms}, allow_unicode=True, sort_keys=False, width=10_000)
    return (
        f"name: {_scalar(own_name(tag))}\n"
        "\n"
        "# The site's own words. Translate what stands behind a colon and take the '# ' away, also from the lines above it that\n"
        "# end with a colon; leave the {braces} as they are. What is missing here shows in English.\n"
        "\n" + "".join(f"# {line}\n" for line in words.splitlines())
    )


def skeleton(english: str, pin: Mapping[str, str]) -> str:
    """The English text of a page, made ready to be translated."""
    front = split_front_matter(english)
    lines = front.body.split("\n")
    for heading in headings(lines):
        if not heading.explicit:
            lines[heading.index] = with_id(lines[heading.index], heading.id)
    text = english[: len(english) - len(front.body)] + "\n".join(lines)
    return with_pin(text, pin)


def _scalar(text: str) -> str:
    return yaml.safe_dump(text, allow_unicode=True, width=10_000).split("\n")[0]
