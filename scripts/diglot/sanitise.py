"""What authors may write as HTML, and what becomes of the rest.

A page may hold raw HTML and attributes (``{#id .class}``). Whoever sends a translation must not be able to run a script in
readers' browsers, to fetch something from elsewhere, or to break out of the article. So raw HTML goes through an allow-list
(Ammonia, the library nh3) before it meets our own output, which is left alone; a tag inside a paragraph is closed where the
paragraph ends; and no element keeps an attribute or an address that is not known to be harmless. All of this is done while
Markdown is converted, under every engine. ``check`` names what would be removed, so that nothing vanishes silently.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import masked

SCHEMES = frozenset({"http", "https", "mailto", "tel", "model", "term"})

# Elements that an author may write; some have attributes beside those of all.
_PLAIN = (
    "abbr aside b bdi bdo br caption cite code dd dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i kbd mark p pre "
    "rp rt ruby s samp section small span strong sub summary sup table tbody tfoot thead tr u ul var wbr"
)
_CELL = frozenset({"colspan", "headers", "rowspan", "scope"})
ELEMENTS: dict[str, frozenset[str]] = {
    **dict.fromkeys(_PLAIN.split(), frozenset()),
    "a": frozenset({"href", "hreflang", "type"}),
    "blockquote": frozenset({"cite"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "del": frozenset({"cite", "datetime"}),
    "details": frozenset({"open"}),
    "img": frozenset({"alt", "height", "loading", "src", "width"}),
    "ins": frozenset({"cite", "datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"reversed", "start", "type"}),
    "q": frozenset({"cite"}),
    "td": _CELL,
    "th": _CELL,
    "time": frozenset({"datetime"}),
}
EVERYWHERE = frozenset({"class", "dir", "id", "lang", "title", "translate"})

_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
_ADDRESSES = ("cite", "href", "src")

# What our own blocks and the other extensions write into the tree besides.
_TREE = frozenset(
    {
        *EVERYWHERE.union(*ELEMENTS.values()),
        *("align", "checked", "disabled", "for", "hidden", "markdown", "max", "min", "name", "placeholder", "rel", "required"),
        *("role", "step", "tabindex", "cx", "cy", "d", "fill", "r", "rx", "transform", "viewBox", "x", "y", "xmlns", "display"),
    }
)
_NAMED = frozenset({"button", "details", "fieldset", "input", "output", "select"})  # elsewhere a name hides one of the page's own
_ALIGNED = re.compile(r"text-align: (?P<side>left|center|right);")  # of 'tables'; the page's policy refuses it as a style

# Ids by which the page's own scripts find their settings.
_OURS = re.compile(r"__.*|diglot|course-questions|page-outline|search-open")
_THEMES = re.compile(r"md-(?!button(?:--primary)?$).*")  # a class that could lay something over the page

_ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|\w+);")
_START = re.compile(r"""<(?P<name>[a-zA-Z][\w:.-]*)(?P<rest>(?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_LIST = re.compile(r"(?<![\w^])\{:?[ ]*(?P<list>[^{}\n]*)\}")
_INVISIBLE = "".join(map(chr, range(33)))  # control characters and the space: a browser passes over them


def is_safe(address: str) -> bool:
    """Whether a browser would follow an address as a link and nothing else; decoded as a browser does."""
    bare = re.sub(r"[\t\n\r]", "", html.unescape(address.replace(AMP_SUBSTITUTE, "&"))).lstrip(_INVISIBLE)
    scheme = re.match(r"[^/?#:]*(?=:)", bare)
    return scheme is None or scheme[0].lower() in SCHEMES


def clean(markup: str) -> str:
    """Raw HTML with only what an author may write, well-formed."""
    return nh3.clean(
        markup,
        tags=set(ELEMENTS),
        clean_content_tags={"script", "style"},
        attributes={"*": set(EVERYWHERE), **{name: set(own) for name, own in ELEMENTS.items() if own}},
        attribute_filter=_value,
        strip_comments=False,
        link_rel=None,
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(SCHEMES),
    )


def _value(tag: str, name: str, value: str) -> str | None:
    """What an attribute that is known may keep of its value; None if nothing."""
    if name in _ADDRESSES and not is_safe(value):
        return None
    if name == "id":
        return None if _OURS.fullmatch(value) and tag != "input" else value  # no author writes one: they switch tabs
    if name == "class":
        return " ".join(part for part in value.split() if not _THEMES.fullmatch(part)) or None
    if name == "name":
        return value if tag in _NAMED else None
    return value


def _known(name: str) -> bool:
    return name in _TREE or (name.startswith(("aria-", "data-")) and not name.startswith("data-md-"))


# ------------------------------------------------------------------------------------------------------------ check


class _Attributes(HTMLParser):
    """The attributes of one tag."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = [(name, value or "") for name, value in attrs]


def check(page: Page) -> Iterator[Problem]:
    """What of a page would be removed: elements, attributes, addresses."""
    text = masked(page.lines)
    for tag in _START.finditer(text):
        if reason := _refused(tag):
            yield _at(page, text, tag.start(), f"<{tag['name']}> {reason}")
    for found in _LIST.finditer(text):
        for name, value in get_attrs_and_remainder(found["list"])[0] if "=" in found["list"] else []:
            if name != "." and (not _known(name) or _value("", name, value) is None):
                message = f"attribute {name}={value!r} is not allowed; remove it, classes and ids are enough for most"
                yield _at(page, text, found.start(), message)
    for index, column, target in page.links:
        if not is_safe(target):
            message = f"address {target[:40]!r} is not allowed; write a path, or one that begins with https: or mailto:"
            yield page.problem(index, "H002", message, column=column)


def _refused(tag: re.Match[str]) -> str:
    """Why a tag would not be in the page as it is written; empty if it would be."""
    name = tag["name"].lower()
    if ":" in name or "@" in tag["rest"].partition(" ")[0]:  # <https://…>, <someone@…>
        return "" if is_safe(name) else "is no address that is allowed; write one that begins with https: or mailto:"
    if name not in ELEMENTS:
        return f"is not allowed in a page; write it in Markdown, or as `<{name}>` if it is meant to be read"
    parser = _Attributes()
    parser.feed(tag[0])
    allowed = EVERYWHERE | ELEMENTS[name] | {"markdown"}
    for attribute, value in getattr(parser, "found", []):
        if not (attribute in allowed or attribute.startswith("aria-")) or _value(name, attribute, value) is None:
            return f"has {attribute}={value[:40]!r}, which is not allowed; remove it"
    return ""


def _at(page: Page, text: str, offset: int, message: str) -> Problem:
    before = text[:offset]
    return page.problem(before.count("\n"), "H001", message, column=offset - before.rfind("\n"))


# ----------------------------------------------------------------------------------------------------------- render


class _Stash:
    """Which entries of Markdown's stash of raw HTML are single tags of an author: index → name, and whether it opens."""

    def __init__(self) -> None:
        self.tags: dict[int, tuple[str, bool]] = {}
        self.before = 0

    def tag(self, markup: str, index: int) -> str:
        """A single tag as it may stand in the page; remembers what must be closed or opened."""
        if markup.startswith("<!--"):
            return clean(markup)
        name = re.match(r"</?([a-zA-Z][\w-]*)", markup)
        known = name[1].lower() if name else ""
        if known not in ELEMENTS:
            return ""
        if markup.startswith("</"):
            self.tags[index] = known, False
            return f"</{known}>"
        cleaned = clean(markup)
        if known in _VOID:
            return cleaned
        if not cleaned.endswith(f"</{known}>"):  # <td> and its like, which mean nothing outside a table
            return ""
        self.tags[index] = known, True
        return cleaned.removesuffix(f"</{known}>")


class _Mark(Preprocessor):
    """Remembers how much of the stash is not the author's: code that is fenced."""

    def __init__(self, md: Markdown, stash: _Stash) -> None:
        super().__init__(md)
        self.stash = stash

    def run(self, lines: list[str]) -> list[str]:
        self.stash.before = self.md.htmlStash.html_counter
        return lines


class _CleanBlocks(Preprocessor):
    """Cleans the raw HTML that 'html_block' has just put into the stash."""

    def __init__(self, md: Markdown, stash: _Stash) -> None:
        super().__init__(md)
        self.stash = stash

    def run(self, lines: list[str]) -> list[str]:
        entries = self.md.htmlStash.rawHtmlBlocks
        for index in range(self.stash.before, len(entries)):
            entries[index] = self._cleaned(entries[index], index)
        return lines

    def _cleaned(self, entry: str | etree.Element, index: int) -> str | etree.Element:
        if isinstance(entry, etree.Element):
            for element in entry.iter():
                _clean_element(element)
            return entry
        single = re.fullmatch(r"</?([a-zA-Z][\w-]*)[^<>]*>", entry)
        if single and not self.md.is_block_level(single[1].lower()):  # 'md_in_html' puts these into the stash one by one
            return self.stash.tag(entry, index)
        return clean(entry) + ("\n" if entry.endswith("\n") else "")


def _clean_element(element: etree.Element) -> None:
    """An element whose content is read as Markdown, as ``clean`` would leave it."""
    if element.tag not in ELEMENTS:
        element.tag = "div"
    allowed = EVERYWHERE | ELEMENTS[element.tag] | {"markdown"}
    for name in [name for name in element.attrib if name not in allowed and not name.startswith("aria-")]:
        del element.attrib[name]


class _InlineTag(HtmlInlineProcessor):
    """A tag inside a paragraph."""

    def __init__(self, md: Markdown, stash: _Stash) -> None:
        super().__init__(HTML_RE, md)
        self.stash = stash

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:
        markup = self.backslash_unescape(self.unescape(m.group(1)))
        cleaned = self.stash.tag(markup, self.md.htmlStash.html_counter)
        return self.md.htmlStash.store(cleaned), m.start(0), m.end(0)


class _Balance(Treeprocessor):
    """Closes every tag of an author inside the element that it was opened in, and drops those that close nothing."""

    def __init__(self, md: Markdown, stash: _Stash) -> None:
        super().__init__(md)
        self.stash = stash

    def run(self, root: etree.Element) -> None:
        if self.stash.tags:
            for element in root.iter():
                self._balance(element)

    def _balance(self, element: etree.Element) -> None:
        opened: list[str] = []
        for text in (element.text, *(child.tail for child in element)):
            for found in HTML_PLACEHOLDER_RE.finditer(text or ""):
                index = int(found[1])
                name, opens = self.stash.tags.get(index, ("", False))
                if opens:
                    opened.append(name)
                elif name:
                    closed = opened[_last(opened, name) :]
                    self.md.htmlStash.rawHtmlBlocks[index] = _ends(closed)
                    del opened[len(opened) - len(closed) :]
        if opened:
            end = self.md.htmlStash.store(_ends(opened))
            if len(element):
                element[-1].tail = (element[-1].tail or "") + end
            else:
                element.text = (element.text or "") + end


def _last(names: list[str], name: str) -> int:
    """Index of the last of equal names; behind all of them if there is none."""
    return max((index for index, other in enumerate(names) if other == name), default=len(names))


def _ends(names: list[str]) -> str:
    return "".join(f"</{name}>" for name in reversed(names))


class _CleanAttributes(Treeprocessor):
    """The last look at the tree: whoever gave an element its attributes, only known ones stay."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if aligned := _ALIGNED.fullmatch(element.get("style", "")):
                element.set("class", f"align-{aligned['side']}")
            for name, value in list(element.attrib.items()):
                kept = _value(str(element.tag), name, self._text(value)) if _known(name) else None
                if kept is None:
                    del element.attrib[name]
                else:
                    element.set(name, kept)

    def _text(self, value: str) -> str:
        """A value without raw HTML in it, which would end the attribute."""
        return HTML_PLACEHOLDER_RE.sub(self._entity, value)

    def _entity(self, found: re.Match[str]) -> str:
        entries, index = self.md.htmlStash.rawHtmlBlocks, int(found[1])
        entry = entries[index] if index < len(entries) else ""
        return entry if isinstance(entry, str) and _ENTITY.fullmatch(entry) else ""


class SanitiseExtension(Extension):
    """Cleans what authors write; list it last, so that it sees what the others do."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Around 'html_block' (20), in the place of 'html' (90), behind 'inline' (20), and behind all that sets attributes."""
        self.stash = _Stash()
        md.registerExtension(self)
        md.preprocessors.register(_Mark(md, self.stash), "diglot-sanitise-mark", 20.01)
        md.preprocessors.register(_CleanBlocks(md, self.stash), "diglot-sanitise-blocks", 19.99)
        md.inlinePatterns.register(_InlineTag(md, self.stash), "html", 90)
        md.treeprocessors.register(_Balance(md, self.stash), "diglot-sanitise-balance", 19.98)
        md.treeprocessors.register(_CleanAttributes(md), "diglot-sanitise-attributes", -100)

    def reset(self) -> None:
        """Another page, another stash."""
        self.stash.tags.clear()


def makeExtension(**options: Any) -> SanitiseExtension:
    """What Python-Markdown calls."""
    return SanitiseExtension(**options)
