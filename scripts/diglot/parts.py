"""What a translation repeats: the parts of a page that are the same in every language.

Headings' levels and ids, code, link targets, pictures, includes, the markers of notices and tabs, the number of list items
and table rows. Each part knows where it is written, so that the check can name the line and the fixer can put it right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from diglot.normal import Target
from diglot.sections import Section, Text
from diglot.source import Fence, fences, prose

# How a comment begins, by the language of a code block; what is not here has no comments.
_HASH = "python py python3 pycon bash sh shell zsh console yaml yml toml r ruby perl makefile dockerfile ini julia"
_SLASHES = "js javascript ts typescript java c cpp c++ cs csharp go rust swift kotlin scala php dart"
COMMENTS = dict.fromkeys(_HASH.split(), "#") | dict.fromkeys(_SLASHES.split(), "//") | dict.fromkeys(["sql", "lua"], "--")

_QUOTED = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
_FENCE_TITLE = re.compile(r"""\s*\btitle=(?:"[^"]*"|'[^']*')""")
_CODE_SPAN = re.compile(r"(?<!`)(?P<sign>`+)(?!`)(?P<code>(?:(?!\n[ \t]*\n).)+?)(?<!`)(?P=sign)(?!`)", re.DOTALL)
_DEFINITION = re.compile(r"^ {0,3}\[(?P<name>(?!\^)[^\]\n]+)\]:[ \t]*<?(?P<target>[^\s<>]+)", re.MULTILINE)
_TEXT = r"(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)"
_TARGET = r"\(\s*<?(?P<target>(?:[^\s()<>]|\([^\s()]*\))+)[^()]*\)"
_IMAGE = re.compile(rf"!\[{_TEXT}\]{_TARGET}")
_LINK = re.compile(rf"(?<!!)\[{_TEXT}\]{_TARGET}")
_REFERENCE = re.compile(rf"(?P<image>!?)\[{_TEXT}\](?:\ ?\[(?P<name>[^\]\n]*)\])?(?![(\[:])")
_AUTOMATIC = re.compile(r"<(?P<target>https?://[^\s<>]+)>")
_IMAGE_TAG = re.compile(r"<img\b[^<>]*?\bsrc=[\"'](?P<target>[^\"']+)", re.IGNORECASE)
_LINK_TAG = re.compile(r"<a\b[^<>]*?\bhref=[\"'](?P<target>[^\"']+)", re.IGNORECASE)
_INCLUDE = re.compile(r"^[ \t]*(?:--8<--|;--8<--)[ \t]+[\"'](?P<target>[^\"']+)", re.MULTILINE)
_MARKER = re.compile(
    r"""^[ >]*(?:
          (?:!!!|\?\?\?\+?)\ *(?P<notice>[\w-]+)
        | (?P<tab>===)[+!]?\ *["']
        | \[!(?P<callout>[\w-]+)\]
        | /{3,}\ *(?P<block>[\w-]+)
        )""",
    re.VERBOSE | re.MULTILINE,
)
_OF_QUESTIONS = ("quiz", "quiz-multi", "hint", "explain")  # compared question by question


@dataclass(frozen=True)
class Part:
    """One repeated thing: what it is, and its place in the body (``start`` and ``end`` of what is written)."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Code:
    """A fenced block of code: its lines without the indent of the fence, ``first`` and ``last`` in the body."""

    info: str
    lines: tuple[str, ...]
    first: int
    last: int
    indent: str

    @property
    def sign(self) -> str:
        """How a comment begins in it; empty where it has none."""
        language = re.match(r"\{?\s*\.?(?P<name>[\w+#-]*)", self.info)
        return COMMENTS.get(language["name"].lower(), "") if language else ""

    @property
    def header(self) -> str:
        """The info string without the title, which may be translated."""
        return _FENCE_TITLE.sub("", self.info).strip()

    def split(self) -> list[tuple[str, str]]:
        """Each line as code and comment."""
        return [split_comment(line, self.sign) for line in self.lines]

    def code(self) -> list[tuple[int, str]]:
        """Index in the body and text of each line that holds code, without comments."""
        return [(self.first + 1 + at, code.rstrip()) for at, (code, _) in enumerate(self.split()) if code.strip()]

    def comments(self) -> list[str]:
        """The comments in order."""
        return [comment for _, comment in self.split() if comment]


def split_comment(line: str, sign: str) -> tuple[str, str]:
    """A line of code cut where its comment begins, outside quotes: ``x = "#"  # one`` → ``x = "#"  ``, ``# one``."""
    if not sign or sign not in line:
        return line, ""
    for found in re.finditer(rf"{_QUOTED}|(?:^|(?<=\s)){re.escape(sign)}", line):
        if found[0] == sign:
            return line[: found.start()], line[found.start() :]
    return line, ""


@dataclass
class Parts:
    """The parts of a page by kind, each in the order of the page."""

    text: Text
    codes: list[Code] = field(default_factory=list)
    spans: list[Part] = field(default_factory=list)
    links: list[Part] = field(default_factory=list)
    images: list[Part] = field(default_factory=list)
    includes: list[Part] = field(default_factory=list)
    markers: list[Part] = field(default_factory=list)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.lines)]

    def line(self, part: Part | Code) -> int:
        """The index of the line on which a part stands."""
        return part.first if isinstance(part, Code) else bisect_right(self._starts, part.start) - 1

    def column(self, part: Part) -> int:
        """Its column, from 1."""
        return part.start - self._starts[self.line(part)] + 1

    def within(self, kind: str, section: Section) -> list:
        """The parts of a kind in a section."""
        return [part for part in getattr(self, kind) if section.first <= self.line(part) < section.last]

    def count(self, kind: str, section: Section) -> int:
        """The number of list items (``item``) or table rows (``row``) in a section, questions left out."""
        hidden = self._in_questions
        return sum(block.kind == kind and block.line not in hidden for block in self.text.blocks(section))

    @cached_property
    def _in_questions(self) -> set[int]:
        """Lines of questions: what is in them is compared question by question."""
        return set(_question_lines(self.text.lines))


EnglishParts = dict[tuple[str, str], Parts]  # by the name from which links are read, and text


def parts_of(text: Text) -> Parts:
    """Find the parts of a page."""
    found = Parts(text)
    lines = text.lines
    found.codes = [_code(lines, fence) for fence in fences(lines)]
    visible = dict(prose(lines))
    shown = "\n".join(visible.get(index, " " * len(line)) for index, line in enumerate(lines))
    found.includes = [Part(match["target"], *match.span("target")) for match in _INCLUDE.finditer(shown)]
    found.markers = list(_markers(shown))
    found.spans = [Part(" ".join(match["code"].split()), *match.span("code")) for match in _CODE_SPAN.finditer(shown)]
    shown = _CODE_SPAN.sub(_blank, shown)
    definitions = {}
    for match in _DEFINITION.finditer(shown):
        definitions.setdefault(_name(match["name"]), Part(match["target"], *match.span("target")))
    shown = _DEFINITION.sub(_blank, shown)
    found.images = [*_targets(_IMAGE, shown, text.target), *_targets(_IMAGE_TAG, shown, text.target)]
    shown = _IMAGE.sub(_blank, shown)
    found.links = [part for pattern in (_LINK, _AUTOMATIC, _LINK_TAG) for part in _targets(pattern, shown, text.target)]
    for match in _REFERENCE.finditer(_LINK.sub(_blank, shown)) if definitions else ():
        if definition := definitions.get(_name(match["name"] or match["text"])):
            place = Part(text.target(definition.value), match.start(), match.end())
            (found.images if match["image"] else found.links).append(place)
    found.links.sort(key=lambda part: part.start)
    found.images.sort(key=lambda part: part.start)
    return found


def _targets(pattern: re.Pattern[str], shown: str, read: Target) -> Iterator[Part]:
    for match in pattern.finditer(shown):
        yield Part(read(match["target"]), *match.span("target"))


def _markers(shown: str) -> Iterator[Part]:
    for match in _MARKER.finditer(shown):
        name = match.lastgroup
        if match[name].lower() not in _OF_QUESTIONS:
            yield Part(f"{name} {match[name].lower()}", *match.span(name))


def _code(lines: list[str], fence: Fence) -> Code:
    opening = lines[fence.first]
    indent = opening[: len(opening) - len(opening.lstrip(" >\t"))]
    inner = [_dedent(line, indent) for line in lines[fence.first + 1 : fence.last]]
    return Code(fence.info, tuple(inner), fence.first, fence.last, indent)


def _dedent(line: str, indent: str) -> str:
    return line.removeprefix(indent) if line.startswith(indent) else line.lstrip(" >\t") if line.strip(" >") else ""


def _question_lines(lines: list[str]) -> Iterator[int]:
    """Indexes of the lines between ``/// quiz`` and the ``///`` that closes it, or in the body of ``!!! quiz``."""
    depth, indented = 0, False
    for index, line in prose(lines):
        block = re.match(r" {0,3}/{3,} *(?P<name>[\w-]*)", line)
        if block and (depth or block["name"].lower() in ("quiz", "quiz-multi")):
            depth += 1 if block["name"] else -1
            yield index
        elif depth:
            yield index
        indented = bool(re.match(r" {0,3}!!! *quiz", line)) or (indented and (line[:1] in " \t" or not line.strip()))
        if indented:
            yield index


def same_counts(left: Counter[str], right: Counter[str]) -> tuple[list[str], list[str]]:
    """What is missing on either side."""
    return sorted((left - right).elements()), sorted((right - left).elements())


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _name(name: str) -> str:
    return " ".join(name.split()).casefold()
