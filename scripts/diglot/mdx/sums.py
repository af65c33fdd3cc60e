"""What is counted: in a page of the source, and once more in the page that was written of it.

Tags are counted as the source is read (``nodes``), components where they are written (``page``). Links are counted in the
finished text as they are in the source, so that a sum says of itself when something is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from diglot.headings import headings as headings_of
from diglot.mdx.asked import Asked
from diglot.mdx.nodes import Heading
from diglot.mdx.repairs import IMAGE
from diglot.mdx.tags import code_fences

KINDS = (
    *("pages", "questions", "videos", "banners", "switches", "conditions", "tabs", "boxes", "alerts", "fences", "headings"),
    *("anchors", "images", "iframes", "tables", "html", "links"),
)
_TAGS = {
    "Question": "questions",
    "Youtube": "videos",
    "CourseFloatingBanner": "banners",
    "DocNotebookDropdown": "banners",
    "FrameworkSwitchCourse": "switches",
    "if": "conditions",
    "hfoptions": "tabs",
    "Tip": "boxes",
    "details": "boxes",
    "heading": "headings",
    "img": "images",
    "iframe": "iframes",
    "raw": "html",
}
_ALERT = re.compile(r"^[ >]*\[!(?:TIP|WARNING|NOTE|IMPORTANT|CAUTION)\]", re.MULTILINE | re.IGNORECASE)
_TABLE = re.compile(r"^[ >]*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$", re.MULTILINE)
_ANCHOR = re.compile(r"^ {0,3}#{1,6}[^\n]*?(?:\[\[[^\[\]\n]+\]|\[[^\[\]\n]+\]\])", re.MULTILINE)
_LINK = re.compile(r"\]\(\s*<?[^\s)]|<a\s[^>]*?href=|^[ >]*\[[^\]^\n][^\]\n]*\]:\s*\S", re.MULTILINE)
_QUESTION_ID = re.compile(r"^ *attrs: \{id: ([\w-]+)\}$", re.MULTILINE)
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t>]*\n)[\s\S])+?(?<!`)\1(?!`)")
_ASIDE = re.compile(r"<!--[\s\S]*?-->|<(?:CourseFloatingBanner|DocNotebookDropdown)\b[\s\S]*?/>")


def found_in(text: str, tags: Mapping[str, int]) -> Counter[str]:
    """What is in a page of the source; ``tags`` says how many of each it has."""
    prose = _prose(text)
    found: Counter[str] = Counter()
    for name, number in tags.items():
        if kind := _TAGS.get(name):
            found[kind] += number
    found["pages"] = 1
    found["fences"] = len(code_fences(text))
    found["alerts"] = len(_ALERT.findall(prose))
    found["tables"] = len(_TABLE.findall(prose))
    found["anchors"] = len(_ANCHOR.findall(prose))
    found["images"] += len(IMAGE.findall(_without_spans(prose)))
    found["links"] = links_in(text)
    return found


def links_in(text: str) -> int:
    """How many links a page has, in Markdown or HTML, pictures, notebooks and bare addresses aside; in code there are none."""
    prose = _without_spans(_ASIDE.sub("", _prose(text)))
    return len(_LINK.findall(prose)) - len(IMAGE.findall(prose))


def placed(
    text: str, headings: Iterable[Heading], asked: Sequence[Asked], ids: Mapping[int, str], questions: Mapping[int, str]
) -> tuple[Counter[str], Counter[str]]:
    """What can be found in a page of ours only by its id: headings that became questions, and anchors.

    ``ids`` and ``questions`` are those of headings and questions by line. Returns what is there, and what is held back with
    its question.
    """
    there = {heading.id for heading in headings_of(text.split("\n"))} | {*_QUESTION_ID.findall(text)}
    out, held = Counter({"pages": 1}), Counter()
    written = {id(question.heading) for question in asked if questions.get(question.line) in there}
    for heading in {id(question.heading): question.heading for question in asked if question.heading}.values():
        side = out if id(heading) in written else held
        side.update({"headings": 1, "anchors": int(bool(heading.anchor))})
    out["anchors"] += sum(ids.get(heading.line) in there for heading in headings if heading.anchor)
    return out, held


def _prose(text: str) -> str:
    inside = {index for fence in code_fences(text) for index in range(fence.first, fence.last + 1)}
    return "\n".join("" if index in inside else line for index, line in enumerate(text.split("\n")))


def _without_spans(prose: str) -> str:
    return _SPAN.sub("", prose)
