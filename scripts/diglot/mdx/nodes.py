"""A page of MDX as a tree: text, headings, components, and what holds others.

``read`` finds the components (``tags``), keeps what only lays things out off the page (``<div class="flex">``), and makes
pictures of ``<img>``. Names of components that are clearly meant (``<Tipp>``) are put right, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from diglot.mdx.notes import Note
from diglot.mdx.tags import Tag, code_fences, tags

_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*$")
_GLUED = re.compile(r"^(?P<level>#{2,6})(?P<text>[^\s#].*)$")
_ANCHOR = re.compile(r"\s*(?:\[\[(?P<anchor>[^\]]*)\]+|\[(?P<half>[^\[\]]*)\]\])(?P<rest>.*)$")
_ALERT = re.compile(r"(?:^|\n)(?P<alert>[ ]{0,3}>[ ]*\[![A-Za-z]+\][ ]*\n)\Z")
_KINDS = {"tip": "Tip", "Tipp": "Tip"}
_FRAMEWORKS = {"pt": "PyTorch", "tf": "TensorFlow"}
_LAYOUT = ("div", "p", "center")
_MERGE = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$")


@dataclass(frozen=True)
class Node:
    """A part of a page; ``line`` is where it begins in the source, from 1."""

    line: int


@dataclass(frozen=True)
class Text(Node):
    """Markdown."""

    text: str


@dataclass(frozen=True)
class Heading(Node):
    """A heading; ``anchor`` is what stands in ``[[…]]`` behind it."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Component(Node):
    """A component without content: ``Question``, ``Youtube``, ``CourseFloatingBanner``, ``DocNotebookDropdown``, ``iframe``."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw(Node):
    """HTML that stays as it is."""

    html: str


@dataclass(frozen=True)
class Box(Node):
    """``<Tip>`` and ``<details>``."""

    kind: str
    title: str
    content: tuple[Node, ...]


@dataclass(frozen=True)
class Tabs(Node):
    """Alternatives, each with its label."""

    branches: tuple[tuple[str, tuple[Node, ...]], ...]
    source: str = "if"


@dataclass
class _Open:
    """What has begun and not ended."""

    tag: Tag
    nodes: list[Node] = field(default_factory=list)
    label: str = ""
    branches: list[tuple[str, tuple[Node, ...]]] = field(default_factory=list)
    alert: _Piece | None = None


@dataclass(frozen=True)
class _Piece:
    """Text that waits to become a node: from the source as it is, or put there for a tag."""

    text: str
    line: int
    kept: bool


@dataclass(frozen=True)
class Tree:
    """A page as read, what was noticed on the way, and how many tags of each kind there were."""

    nodes: tuple[Node, ...]
    notes: tuple[Note, ...]
    counts: dict[str, int]


def read(text: str, path: str) -> Tree:
    """Read a page; ``path`` is for the notes."""
    return _Reader(text, path).read()


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """All nodes of a page in the order of the page."""
    for node in nodes:
        yield node
        if isinstance(node, Box):
            yield from walk(node.content)
        elif isinstance(node, Tabs):
            for _, branch in node.branches:
                yield from walk(branch)


class _Reader:
    def __init__(self, text: str, path: str) -> None:
        self.text, self.path = text, path
        self.notes: list[Note] = []
        self.counts: dict[str, int] = {}
        self.stack = [_Open(Tag("", "page", 0, 0, 1))]
        self.pending: list[_Piece] = []
        self.skip_to = ""
        self.titled = False

    def read(self) -> Tree:
        at, depth, began = 0, 0, 0
        for tag in tags(self.text):
            if self.skip_to:  # inside raw HTML: wait for its end
                depth += {"open": 1, "close": -1}.get(tag.form, 0) if tag.name == self.skip_to else 0
                if not depth:
                    self._count("raw")
                    self._add(Raw(self.text.count("\n", 0, began) + 1, self.text[began : tag.end]))
                    self.skip_to, at = "", tag.end
                continue
            self._keep(at, tag.start)
            at = tag.end
            if tag.form == "open" and (
                tag.name == "table" or (tag.name in _LAYOUT and tag.attributes.get("style", "").count(":"))
            ):
                self._flush()
                self.skip_to, depth, began = tag.name, 1, tag.start
            else:
                self._take(tag)
        if self.skip_to:
            self._note(self.text.count("\n", 0, began) + 1, "kept", f"<{self.skip_to}> is never closed")
            at, self.skip_to = began, ""
        self._keep(at, len(self.text))
        while len(self.stack) > 1:
            self._note(
                self.stack[-1].tag.line,
                "repaired",
                f"{_shown(self.stack[-1].tag)} is never closed; closed at the end of the page",
            )
            self._close()
        self._flush()
        return Tree(tuple(self.stack[0].nodes), tuple(self.notes), self.counts)

    # ---------------------------------------------------------------------------------------------------------- tags

    def _take(self, tag: Tag) -> None:
        name = _KINDS.get(tag.name, tag.name)
        if tag.form == "comment":
            if "DISABLE-FRONTMATTER-SECTIONS" not in self.text[tag.start : tag.end]:
                self._put(self.text[tag.start : tag.end], tag)
        elif tag.form in ("if", "else", "endif"):
            self._condition(tag)
        elif name in ("Tip", "hfoptions", "hfoption", "details"):
            self._container(tag, name)
        elif name == "img":
            self._count("img")
            self._put(_picture(tag.attributes), tag)
        elif name in _LAYOUT or name == "center":
            self._put("\n\n", tag)
        elif re.fullmatch("h[1-6]", name):
            self._put(f"\n\n{'#' * int(name[1])} " if tag.form == "open" else "\n\n", tag)
        elif name == "iframe":
            if tag.form != "close":
                self._leaf(tag, name)
        elif name in ("Question", "Youtube", "CourseFloatingBanner", "DocNotebookDropdown", "FrameworkSwitchCourse"):
            self._leaf(tag, name)
        elif tag.form == "close":
            self._note(tag.line, "dropped", f"</{tag.name}> closes nothing")
        else:
            self._note(tag.line, "kept", f"unknown component <{tag.name}> is shown as text")
            self._put(self.text[tag.start : tag.end].replace("<", "&lt;"), tag)

    def _leaf(self, tag: Tag, name: str) -> None:
        self._count(name)
        if "in code" in tag.attributes:
            self._note(tag.line, "repaired", f"<{name}> stood between backticks, as code")
        self._flush()
        self._add(Component(tag.line, name, {key: value for key, value in tag.attributes.items() if key != "in code"}))

    def _condition(self, tag: Tag) -> None:
        inside = self.stack[-1].tag.form == "if"
        if tag.form == "if":
            self._count("if")
            alert = self._take_alert()
            self._flush()
            label = re.search(r"['\"](\w+)['\"]", tag.name)
            self.stack.append(_Open(tag, label=_framework(label[1]) if label else tag.name, alert=alert))
            self.pending += [alert] if alert else []
        elif not inside:
            self._note(tag.line, "dropped", f"{_shown(tag)} belongs to no condition")
        elif tag.form == "else":
            if tag.attributes:
                self._note(tag.line, "repaired", "'{#else}' was written for '{:else}'")
            self._end_branch()
            top = self.stack[-1]
            top.label = next((name for name in _FRAMEWORKS.values() if name != top.label), tag.name)
            self.pending += [top.alert] if top.alert else []
        else:
            self._close()

    def _container(self, tag: Tag, name: str) -> None:
        if tag.form == "open":
            self._count(name)
            if tag.name != name:
                self._note(tag.line, "repaired", f"<{tag.name}> was written for <{name}>")
            self._flush()
            self.stack.append(
                _Open(replace(tag, name=name), label=tag.attributes.get("label") or tag.attributes.get("title", ""))
            )
        elif tag.form == "close" and self.stack[-1].tag.name == name:
            self._close()
        elif tag.form == "close":
            self._note(tag.line, "dropped", f"</{tag.name}> closes nothing")

    def _close(self) -> None:
        """End what is open: it becomes one node of what is around it."""
        self._flush()
        top = self.stack[-1]
        name = top.tag.name
        if top.tag.form == "if":
            self._end_branch()
            self.stack.pop()
            self._add(Tabs(top.tag.line, tuple(sorted(top.branches, key=_rank))))
        elif name == "hfoption":
            self.stack.pop()
            self.stack[-1].branches.append((_label(top), tuple(top.nodes)))
        elif name == "hfoptions":
            self.stack.pop()
            self._add(Tabs(top.tag.line, tuple(top.branches), "hfoptions"))
        else:
            self.stack.pop()
            self._add(_box(top))

    def _end_branch(self) -> None:
        self._flush()
        top = self.stack[-1]
        top.branches.append((top.label, tuple(top.nodes)))
        top.nodes = []

    def _take_alert(self) -> _Piece | None:
        """``> [!TIP]`` directly above a condition in a quotation: each branch gets it."""
        text = "".join(piece.text for piece in self.pending)
        quoted = re.search(r"\n[ ]{0,3}>[ ]*\Z", text)
        before = text[: quoted.start() + 1] if quoted else text
        found = _ALERT.search(before) if quoted else None
        if not found:
            return None
        line = _places(self.pending)[text.count("\n", 0, found.start("alert"))]
        self.pending[-1] = replace(self.pending[-1], text=self.pending[-1].text[: found.start("alert") - len(text)])
        return _Piece(found["alert"].rstrip("\n"), line, kept=True)

    # ---------------------------------------------------------------------------------------------------------- text

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            self.pending.append(_Piece(self.text[start:end], self.text.count("\n", 0, start) + 1, kept=True))

    def _put(self, text: str, tag: Tag) -> None:
        self.pending.append(_Piece(text, tag.line, kept=False))

    def _flush(self) -> None:
        text = "".join(piece.text for piece in self.pending)
        lines = _places(self.pending)
        self.pending = []
        text = re.sub(r"(?:\A|(?<=\n))[ \t]*>?[ \t]*\Z", "", text)  # what stood before a component on its line
        self.stack[-1].nodes += list(self._split(text, [*lines, 1]))

    def _split(self, text: str, places: list[int]) -> Iterator[Node]:
        """Headings, and what stands between them; ``places`` are the lines of the source that its lines come from."""
        lines = text.split("\n")
        code = {index for fence in code_fences(text) for index in range(fence.first, fence.last + 1)}
        start = 0
        for index, line in enumerate(lines):
            if index in code:
                continue
            if _MERGE.match(line):
                self._note(places[index], "dropped", f"{line[:7]!r} is left over from a merge")
                lines[index] = ""
            found = _HEADING.match(line)
            if not found and (found := _GLUED.match(line)):
                self._note(places[index], "repaired", f"there was no space behind {found['level']!r}")
            if found:
                yield from _text(lines[start:index], places[start])
                heading, rest = self._heading(found, places[index])
                yield heading
                yield from _text([rest], places[index])
                start = index + 1
        if start < len(lines):
            yield from _text(lines[start:], places[start])

    def _heading(self, found: re.Match[str], line: int) -> tuple[Heading, str]:
        """A heading, and the text that stands behind its anchor by mistake."""
        text, anchor, rest = found["text"] or "", "", ""
        self._count("heading")
        if named := _ANCHOR.search(text):
            text, anchor = text[: named.start()], (named["anchor"] or named["half"] or "").strip()
            if named["rest"].strip() or (named[0].count("["), named[0].count("]")) != (2, 2):
                self._note(line, "repaired", f"the brackets of the anchor {named[0].strip()[:40]!r} were not those of one")
            rest = named["rest"].strip()
        level = len(found["level"])
        if level == 1 and self.titled:
            self._note(line, "repaired", "a page has one title; this heading is one of the second level")
            level = 2
        self.titled = self.titled or level == 1
        return Heading(line, level, text.strip(), anchor), rest

    def _add(self, node: Node) -> None:
        self._flush()
        self.stack[-1].nodes.append(node)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def _note(self, line: int, kind: str, message: str) -> None:
        self.notes.append(Note(self.path, line, kind, message))


def _places(pieces: Iterable[_Piece]) -> list[int]:
    """The source line of each line of some pieces put together."""
    found: list[int] = []
    for piece in pieces:
        lines = [piece.line + (offset if piece.kept else 0) for offset in range(piece.text.count("\n") + 1)]
        found += lines[1:] if found else lines  # its first line continues the last one of the piece before
    return found


def _text(lines: list[str], line: int) -> Iterator[Text]:
    text = "\n".join(lines)
    if text.strip():
        yield Text(line + len(text) - len(text.lstrip("\n")), text.strip("\n"))


def _box(top: _Open) -> Box:
    kind = "note" if top.tag.name == "details" else "tip"
    if top.tag.attributes.get("warning", "").strip("{} ") == "true":
        kind = "warning"
    title, content = top.label, tuple(top.nodes)
    if top.tag.name == "details" and content and isinstance(content[0], Text):
        found = re.match(r"\s*<summary>(?P<title>[\s\S]*?)</summary>\s*", content[0].text)
        if found:
            title, content = found["title"].strip(), (replace(content[0], text=content[0].text[found.end() :]), *content[1:])
    return Box(top.tag.line, "details" if top.tag.name == "details" else kind, title, content)


def _rank(branch: tuple[str, tuple[Node, ...]]) -> int:
    """The place of a framework's branch: the same in every condition of the course, whichever the source asks for first."""
    labels = [*_FRAMEWORKS.values()]
    return labels.index(branch[0]) if branch[0] in labels else len(labels)


def _label(top: _Open) -> str:
    """What a tab is called."""
    return top.label or top.tag.attributes.get("value") or top.tag.attributes.get("id") or "…"


def _framework(name: str) -> str:
    return _FRAMEWORKS.get(name, name)


def _picture(attributes: dict[str, str]) -> str:
    """``<img>`` as Markdown; a picture for light or dark pages says so behind its address, as the theme reads it."""
    names = attributes.get("class", "").split()
    scheme = "#only-light" if "dark:hidden" in names else "#only-dark" if "dark:block" in names else ""
    source = re.sub(r"^(https?):/(?=[^/])", r"\1://", attributes.get("src", "").strip())
    alt = " ".join(attributes.get("alt", "").split()).replace("[", r"\[").replace("]", r"\]")
    width = attributes.get("width", "").strip("{}\"' ")
    size = f'{{ width="{width}" }}' if re.fullmatch(r"\d+(?:px|%)?", width) else ""
    return f"![{alt}](<{source}{scheme}>){size}" if re.search(r"[\s()]", source) else f"![{alt}]({source}{scheme}){size}"


def _shown(tag: Tag) -> str:
    if tag.form in ("if", "else", "endif"):
        return {"if": f"{{#if {tag.name}}}", "else": "{:else}", "endif": "{/if}"}[tag.form]
    return f"<{tag.name}>"
