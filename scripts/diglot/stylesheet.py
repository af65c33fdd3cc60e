"""The style sheets: one for the frame of all pages, and what a page needs besides in the page itself.

Sheets block the first paint, and each that a page links to is one more request before it. So the theme's and those of
``overrides/assets/`` that every page needs are joined into ``frame.css``, which a browser fetches once for the whole site.
The other rooms' sheets are short; ``main.html`` puts those of the rooms that a page has into its head, and with them the rules
for tabs and footnotes, an eighth of the frame that few pages need: without them it fits into what a server sends before it
waits for an answer (ten segments, RFC 6928).

Half of the theme's rules are for parts of it that this site does not have: its own search, tooltips, annotations, blog,
versions, a palette of forty colours. A rule goes if every one of its selectors names such a part; a custom property goes if
nothing that is left asks for it. What pages may contain is not looked at: every kind of content that the Markdown extensions
can make keeps its rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import tinycss2

FOLDER = "assets/"
FRAME = f"{FOLDER}frame.css"
THEME = f"{FOLDER}stylesheets/"

_EVERYWHERE = (f"{FOLDER}site.css", f"{FOLDER}furniture.css")
_FETCHED = (f"{FOLDER}search.css",)  # by a script, when it is needed

# Parts of the theme without a template, an extension or a script on this site, by the beginning of their class. An entry that
# the site comes to use is found by tests/test_stylesheet.py.
UNUSED = (
    "md-annotation",
    "md-author",
    "md-banner",
    "md-clipboard",
    "md-consent",
    "md-content--post",
    "md-draft",
    "md-feedback",
    "md-header--lifted",
    "md-input",
    "md-meta",
    "md-nav--integrated",
    "md-nav--lifted",
    "md-pagination",
    "md-path",
    "md-pin",
    "md-post",
    "md-profile",
    "md-progress",
    "md-search",
    "md-sidebar--post",
    "md-social",
    "md-source-file",
    "md-source__fact",
    "md-status",
    "md-tabs",
    "md-tag",
    "md-tooltip",
    "md-version",
    "critic",
    "emojione",
    "gemoji",
    "giscus",
    "grid",
    "keys",
    "mermaid",
    "task-list",
    "twemoji",
)

_UNUSED = re.compile(
    rf"""
    \.(?:{"|".join(map(re.escape, UNUSED))})(?![a-z])
    | \[data-md-toggle=["']?search\b
    | \[data-md-color-(?:primary|accent)=["']?(?!custom\b)
    """,
    re.VERBOSE,
)
_FUNCTION = re.compile(r":(?:not|is|where|has)\([^()]*\)")  # what it names need not be there, or is one of several
_APART = {"tabs": re.compile(r"\.tabbed-"), "footnotes": re.compile(r"\.footnote")}
_GROUPS = {"media", "supports", "layer"}
_GAP = r"(?:\s|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)"  # a comment ends at its first end, else it could swallow rules
_SPACE = re.compile(rf"""(?P<kept>"[^"]*"|'[^']*')|{_GAP}*(?P<sign>[{{}};,]){_GAP}*|{_GAP}+""")


def frame(sheets: Mapping[str, str]) -> dict[str, str]:
    """The sheet of every page, and those of pages with tabs or footnotes, by path.

    ``sheets`` are all, by path: the theme's, and ours in any order.
    """
    ours = "".join(sheets[name] for name in sheets if not name.startswith(THEME))
    theme = [name for name in sheets if name.startswith(THEME)]
    left = [trimmed(sheets[name], ours + "".join(sheets[other] for other in theme if other != name)) for name in theme]
    rules = _parsed("".join([*left, *(minified(sheets[name]) for name in _EVERYWHERE)]))
    found = {FRAME: "".join(_kept(rules, lambda selector: not any(part.search(selector) for part in _APART.values())))}
    for name, part in _APART.items():
        found[f"{FOLDER}{name}.css"] = "".join(
            _kept(rules, lambda selector, part=part: bool(part.search(selector)), others=False)
        )
    return found


def rooms(sheets: Mapping[str, str]) -> dict[str, str]:
    """The sheets that are put into pages, by path."""
    apart = (*_EVERYWHERE, *_FETCHED)
    return {name: minified(text) for name, text in sheets.items() if not name.startswith(THEME) and name not in apart}


def has_ours(sheets: Mapping[str, str]) -> bool:
    """Whether these are of a course with templates of its own; one without has the theme's as they are."""
    return all(name in sheets for name in _EVERYWHERE)


def is_sheet(name: str) -> bool:
    """Whether a file of the theme, or of ``overrides/``, is a style sheet."""
    return name.startswith(FOLDER) and name.endswith(".css")


def is_joined(name: str) -> bool:
    """Whether what is in a sheet reaches readers in the frame or in the pages; the sheet itself is not published."""
    return is_sheet(name) and name not in _FETCHED


def minified(css: str) -> str:
    """A sheet of ours without comments and without the white space that means nothing."""
    return _SPACE.sub(lambda found: found["kept"] or found["sign"] or " ", css).strip()


def trimmed(css: str, asked: str = "") -> str:
    """The style sheet without what the site does not have. ``asked`` is text that may ask for its custom properties too."""
    rules = list(_kept(_parsed(css), lambda selector: not _UNUSED.search(selector)))
    while True:
        text = "".join(rules)
        names = set(re.findall(r"var\(\s*(--[\w-]+)", text + asked))
        fewer = [kept for rule in rules if (kept := _without_properties(rule, names))]
        if fewer == rules:
            return text
        rules = fewer


def _parsed(css: str) -> list[Any]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def _kept(rules: list[Any], wanted: Callable[[str], bool], *, others: bool = True) -> Iterator[str]:
    """The rules with those of their selectors that are wanted; ``others``: also what has none, such as ``@keyframes``."""
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [selector for selector in _selectors(rule.prelude) if wanted(_FUNCTION.sub("", selector))]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.at_keyword in _GROUPS and rule.content is not None:
            within = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            inner = "".join(_kept(within, wanted, others=others))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif others:
            yield rule.serialize()


def _selectors(prelude: list[Any]) -> list[str]:
    """The selectors of a rule; a comma inside of brackets is part of one."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _without_properties(rule: str, names: set[str]) -> str:
    """A plain rule without the theme's custom properties that nobody asks for; empty if nothing is left of it."""
    if rule.startswith("@") or "--md-" not in rule:
        return rule
    [parsed] = tinycss2.parse_rule_list(rule)
    declarations = tinycss2.parse_blocks_contents(parsed.content, skip_comments=True, skip_whitespace=True)
    left = [one for one in declarations if not one.name.startswith("--md-") or one.name in names]
    if len(left) == len(declarations):
        return rule
    return f"{tinycss2.serialize(parsed.prelude)}{{{';'.join(one.serialize() for one in left)}}}" if left else ""
