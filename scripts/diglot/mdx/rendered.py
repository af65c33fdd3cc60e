"""What is left over in a built site: the words that readers see, not the source.

``leftovers`` reads the article of a page as a browser does and names every sign of MDX in it: a component's tag, also one that
the browser takes for an unknown element, ``[[…]]``, a framework condition, a fence that was not read, a block of ours that is
still text. What stands in code is no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

_SIGNS = {
    "component": re.compile(r"</?(?:[A-Z][A-Za-z]{2,}|hfoptions?|tip)\b[^<>]*/?>"),
    "anchor": re.compile(r"\[\[[^\]\n]*\]?\]?"),
    "condition": re.compile(r"\{[#:/](?:if|else)[^}\n]*\}?"),
    "fence": re.compile(r"(?:^|\n)\s*(?:`{3,}|~{3,})[^\n]*"),
    "block": re.compile(r"(?:^|\n)\s*/{3,} *(?:\w[^\n]*)?(?=\n|$)"),
    "alert": re.compile(r"\[!(?:TIP|WARNING|NOTE|IMPORTANT|CAUTION)\]"),
}
_COMPONENTS = {"question", "youtube", "coursefloatingbanner", "docnotebookdropdown", "frameworkswitchcourse", "tip", "tipp"}
_COMPONENTS |= {"hfoption", "hfoptions"}
_CODE = {"code", "pre", "samp", "kbd", "math", "script", "style", "textarea"}


@dataclass(frozen=True, order=True)
class Leftover:
    """A sign of MDX in a built page."""

    path: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.kind}: {self.text}"


class _Article(HTMLParser):
    """The text of ``<article>`` outside code, and its components."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside = self.code = 0
        self.text: list[str] = []
        self.components: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "article"
        self.code += tag in _CODE
        if self.inside and tag in _COMPONENTS:
            self.components.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "article"
        self.code -= tag in _CODE and self.code > 0

    def handle_data(self, data: str) -> None:
        if self.inside and not self.code:
            self.text.append(data)


def leftovers(markup: str, path: str = "") -> list[Leftover]:
    """The signs of MDX in one built page."""
    article = _Article()
    article.feed(markup)
    article.close()
    text = "".join(article.text)
    found = [Leftover(path, "component", tag) for tag in article.components]
    found += [Leftover(path, kind, match[0].strip()[:80]) for kind, sign in _SIGNS.items() for match in sign.finditer(text)]
    return found


def leftovers_in(site: Path) -> Iterator[Leftover]:
    """The signs of MDX in all pages of a built site."""
    for file in sorted(site.rglob("*.html")):
        yield from leftovers(file.read_text("utf-8"), file.relative_to(site).as_posix())
