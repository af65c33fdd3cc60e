"""Cards: a short note that opens when a link is hovered or focused.

The note is plain text in the page, tied to its link with ``aria-describedby``; style and Escape key are in
``overrides/assets/cards.*``. It stays out of the search index.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown.util import AtomicString

# Material's search, Pagefind.
NOT_SEARCHED = {"data-search-exclude": "", "data-pagefind-ignore": ""}

_NO_CARD_INSIDE = {"h1", "h2", "h3", "h4", "h5", "h6", "legend", "label", "summary", "a"}


def resolve_links(root: etree.Element, scheme: str, resolve: Callable[[str], tuple[str, str] | None]) -> None:
    """Give every link ``scheme:key`` below ``root`` its address and its card.

    ``resolve`` turns a key into address and card text, or None where the key is unknown (the check reports that). Inside
    headings, labels and questions a link gets no card: its text would become part of their name.
    """
    prefix = f"{scheme}:"
    for parent, link, carded in list(_links(root, prefix, allowed=True)):
        found = resolve(link.get("href", "").removeprefix(prefix))
        if not found:
            continue
        address, text = found
        link.set("href", address)
        link.set("class", scheme)
        if carded and text:
            number = sum(1 for element in root.iter("span") if element.get("role") == "tooltip") + 1
            _wrap(parent, link, f"card-{number}", text)


def _links(root: etree.Element, prefix: str, *, allowed: bool) -> list[tuple[etree.Element, etree.Element, bool]]:
    found = []
    for child in root:
        if child.tag == "a" and child.get("href", "").startswith(prefix):
            found.append((root, child, allowed and root.tag not in _NO_CARD_INSIDE))
        elif isinstance(child.tag, str):
            found += _links(child, prefix, allowed=allowed and child.tag not in _NO_CARD_INSIDE)
    return found


def _wrap(parent: etree.Element, link: etree.Element, name: str, text: str) -> None:
    index = list(parent).index(link)
    wrapper = etree.Element("span", {"class": "card"})
    wrapper.tail, link.tail = link.tail, None
    parent.remove(link)
    parent.insert(index, wrapper)
    link.set("aria-describedby", name)
    wrapper.append(link)
    note = etree.SubElement(wrapper, "span", {"class": "card__note", "role": "tooltip", "id": name, **NOT_SEARCHED})
    note.text = AtomicString(text)
