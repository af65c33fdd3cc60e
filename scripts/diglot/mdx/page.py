"""One page of MDX as a page of ours.

The tree (``nodes``, ``asked``) is written from top to bottom: text mended (``repairs``), components as blocks, banners into the
front matter. What was found and what was written are counted apart, so that the report can add up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import yaml

from diglot.bank import Choice, Question, fault, to_markdown
from diglot.mdx.asked import Asked
from diglot.mdx.choices import read_links
from diglot.mdx.ids import slug
from diglot.mdx.nodes import Box, Component, Heading, Node, Raw, Tabs, Text, Tree, walk
from diglot.mdx.notes import Note
from diglot.mdx.phrases import Link, plain_markdown, prose
from diglot.mdx.repairs import Repairs, repaired
from diglot.mdx.sums import links_in
from diglot.sanitise import clean
from diglot.source import TAB, plain

THREAD = "https://discuss.huggingface.co/t/chapter-{chapter}-questions"
_BANNERS = ("CourseFloatingBanner", "DocNotebookDropdown")
_TAB = "//// tab | "
_YOUTUBE = re.compile(r"[\w-]{11}")
_TABLE_CLASS = re.compile(r"(<table\b[^>]*?)\s+class=\"[^\"]*\"")


@dataclass(frozen=True)
class Place:
    """What a page knows of its course: where it stood and stands, its title there, its ids by line, the English
    text that it follows (a blob id), and its English page where that has another name."""

    path: str
    lang: str
    name: str
    title: str = ""
    chapter: int | None = None
    headings: Mapping[int, str] = field(default_factory=dict)
    questions: Mapping[int, str] = field(default_factory=dict)
    source: str = ""
    of: str = ""


@dataclass
class Written:
    """A page of ours, what of its source is in it (``out``), what not (``held``), what was put right (``mended``)."""

    text: str = ""
    out: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)


def write(tree: Tree, nodes: Sequence[Node], place: Place, link: Link) -> Written:
    """Write a page; ``nodes`` are those of ``tree`` with their questions (``asked.with_prompts``)."""
    writer = _Writer(place, link)
    writer.written.notes += tree.notes
    body = writer.blocks(nodes)
    if not any(isinstance(node, Heading) and node.level == 1 for node in walk(nodes)):
        body.insert(0, f"# {prose(place.title, link)}")
        writer.note(1, "repaired", f"the page had no title; it is that of the table of contents, {place.title!r}")
    writer.written.text = front_matter(writer.front()) + "\n\n".join(body) + "\n"
    writer.written.out.update(what for what, _, _ in writer.seen)
    writer.written.out.update({"links": links_in(writer.written.text) - writer.repeated})
    return writer.written


def front_matter(values: Mapping[str, object]) -> str:
    """The YAML at the top of a page; nothing where there is nothing to say."""
    if not values:
        return ""
    return f"---\n{yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=10_000)}---\n\n"


class _Writer:
    def __init__(self, place: Place, link: Link) -> None:
        self.place, self.link = place, link
        self.written = Written()
        self.title = place.title
        self.seen: set[tuple[str, int, int]] = set()
        self.notebooks: list[dict[str, str]] = []
        self.thread = ""
        self.stems: set[int] = set()
        self.repeated = 0  # links that stand in the page twice, because two questions share what stands above them
        self.writers: Mapping[type, Callable[..., list[str]]] = {
            Text: self._text,
            Heading: self._heading,
            Raw: self._raw,
            Box: self._box,
            Tabs: self._tabs,
            Asked: self._asked,
            Component: self._component,
        }

    def blocks(self, nodes: Iterable[Node], framework: str = "") -> list[str]:
        """The Markdown of some nodes, a text for each block."""
        out: list[str] = []
        nodes = list(nodes)
        for index, node in enumerate(nodes):
            if isinstance(node, Component) and node.name == "iframe" and _is_dark_twin(nodes, index):
                self.written.out["iframes"] += 1  # shown by its twin, in both schemes
                continue
            written = [block for block in self.writers[type(node)](node, framework) if block.strip()]
            if written and isinstance(node, Tabs) and out and out[-1].startswith(_TAB):
                written[0] = written[0].replace("\n", "\n    new: true\n", 1)  # else they join those above
            out += written
        return out

    def front(self) -> dict[str, object]:
        """The front matter."""
        values: dict[str, object] = {key: value for key in ("source", "of") if (value := getattr(self.place, key))}
        if self.notebooks:
            values["notebooks"] = self.notebooks
        if self.thread:
            values["thread"] = self.thread
        return values

    def note(self, line: int, kind: str, message: str) -> None:
        """Remember something for the report."""
        self.written.notes.append(Note(self.place.path, line, kind, message))

    # ---------------------------------------------------------------------------------------------------------- text

    def _text(self, node: Text, framework: str) -> list[str]:
        return [self._mended(node.text, node.line)]

    def _mended(self, text: str, line: int) -> str:
        found = Repairs()
        markdown = repaired(text, self.link, found, line)
        self.seen |= found.seen
        self.written.mended["fences"] += sum("quotes" in message for _, _, message in found.notes)
        for at, kind, message in found.notes:
            self.note(at, kind, message)
        return markdown

    def _heading(self, node: Heading, framework: str) -> list[str]:
        self.written.out["headings"] += 1
        self.title = plain(re.sub(r"<[^>]+>", "", node.text)) or self.title
        wanted = self.place.headings.get(node.line, "")
        own = f" {{#{wanted}}}" if wanted and wanted != slug(node) else ""
        return [f"{'#' * node.level} {prose(node.text, self.link)}{own}"]

    def _raw(self, node: Raw, framework: str) -> list[str]:
        """What an author may write, without its blank lines and indents, which Markdown would read.

        A table goes without its class: the theme draws those that have none.
        """
        self.written.out["html"] += 1
        cleaned = _TABLE_CLASS.sub(r"\1", clean(node.html))
        if "style=" in node.html and "style=" not in cleaned:
            self.note(node.line, "kept", "HTML is kept without its colours and measures")
        return ["\n".join(line.strip() for line in cleaned.split("\n") if line.strip())]

    # ---------------------------------------------------------------------------------------------------- containers

    def _box(self, node: Box, framework: str) -> list[str]:
        self.written.out["boxes"] += 1
        title = f' "{plain(node.title).replace(chr(34), "&quot;")}"' if node.title else ""
        sign = "??? note" if node.kind == "details" else f"!!! {node.kind}"
        return [f"{sign}{title}\n\n{_indented(self.blocks(node.content, framework))}"]

    def _tabs(self, node: Tabs, framework: str) -> list[str]:
        self.written.out["conditions" if node.source == "if" else "tabs"] += 1
        branches = [(label, self.blocks(branch, label)) for label, branch in node.branches]
        return [f"{_TAB}{label}\n\n{chr(10).join(_spaced(branch))}\n\n////" for label, branch in branches if branch]

    # --------------------------------------------------------------------------------------------------- components

    def _component(self, node: Component, framework: str) -> list[str]:
        if node.name in _BANNERS:
            return self._banner(node, framework)
        if node.name == "Youtube":
            return self._video(node)
        if node.name == "iframe":
            return self._frame(node)
        self.written.out["switches"] += 1  # its conditions are tabs of their own
        return []

    def _banner(self, node: Component, framework: str) -> list[str]:
        self.written.out["banners"] += 1
        written = next((key for key in ("notebooks", "options", "notebook") if key in node.attributes), "")
        expected = "notebooks" if node.name == "CourseFloatingBanner" else "options"
        found, repairs = read_links(node.attributes[written]) if written else ([], [])
        if written and written != expected:
            repairs.append(f"prop {written!r} was written for {expected!r}")
        if written and not found:
            self.note(node.line, "kept", "the banner names no notebook")
        labels = Counter(label for label, _ in found)
        for label, address in found:
            which = ", ".join(filter(None, (framework, urlsplit(address).hostname if labels[label] > 1 else "")))
            entry = {"label": f"{label} ({which})" if which else label, "url": address}
            self.notebooks += [entry] if entry not in self.notebooks else []
        chapter = node.attributes.get("chapter", "").strip("{}\"' ")
        if chapter.isdigit():
            if self.place.chapter is not None and int(chapter) != self.place.chapter:
                repairs.append(f"chapter {chapter} was written for {self.place.chapter}")
                chapter = str(self.place.chapter)
            self.thread = THREAD.format(chapter=chapter)
        for message in repairs:
            self.note(node.line, "repaired", message)
        self.written.mended["banners"] += bool(repairs)
        return []

    def _video(self, node: Component) -> list[str]:
        name = node.attributes.get("id", "").strip()
        if not _YOUTUBE.fullmatch(name):
            self.written.held["videos"] += 1
            self.note(node.line, "held back", f"{name!r} is no id of a video")
            return []
        self.written.out["videos"] += 1
        quoted = f'"{name}"' if yaml.safe_load(name) != name else name
        return [f"/// video | {self.title}\n    youtube: {quoted}\n///"]

    def _frame(self, node: Component) -> list[str]:
        source = node.attributes.get("src", "").strip()
        if not source.startswith("https://"):
            self.written.held["iframes"] += 1
            self.note(node.line, "held back", f"a frame shows {source!r}; only https addresses are shown")
            return []
        self.written.out["iframes"] += 1
        height = re.match(r"\d+", node.attributes.get("height", "").strip("{}\"' "))
        title = node.attributes.get("title", "").strip() or self.title
        lines = [f"/// embed | {plain(title)}", f"    src: {source}", *([f"    height: {height[0]}"] if height else []), "///"]
        return ["\n".join(lines)]

    # ----------------------------------------------------------------------------------------------------- questions

    def _asked(self, node: Asked, framework: str) -> list[str]:
        self.written.out["prompts"] += 1
        self.written.mended["questions"] += bool(node.answers.repairs)
        for message in node.answers.repairs:
            self.note(node.line, "repaired", message)
        stem = "\n\n".join(self.blocks(node.stem, framework))
        self.repeated += links_in(stem) if id(node.heading) in self.stems else 0
        self.stems.add(id(node.heading))
        reason = node.answers.fault or ("" if node.heading else "there is no heading above it that asks")
        if not reason:
            question = self._question(node, stem)
            if not (reason := fault(question)):
                self.written.out["questions"] += 1
                return [to_markdown(question).rstrip("\n")]
            alone = replace(question, question=question.question.split("\n\n")[0])
            if stem and not fault(alone):
                self.written.out["questions"] += 1
                self.note(node.line, "repaired", f"what stands between question and choices now stands before both: {reason}")
                return [stem, to_markdown(alone).rstrip("\n")]
        self.written.held["questions"] += 1
        self.note(node.line, "held back", f"question {plain(node.title)[:60]!r}: {reason}")
        return []

    def _question(self, node: Asked, stem: str) -> Question:
        given = node.answers.answers
        kind = "quiz" if sum(answer.correct for answer in given) == 1 else "quiz-multi"
        options = tuple(
            Choice(self._phrase(answer.text).replace("\n", " "), answer.correct, self._phrase(answer.explain)) for answer in given
        )
        title = prose(node.title, self.link)
        name = self.place.questions.get(node.line, "question")
        return Question(name, self.place.name, self.place.lang, kind, f"{title}\n\n{stem}" if stem else title, options)

    def _phrase(self, text: str) -> str:
        return prose(plain_markdown(text), self.link)


def _is_dark_twin(nodes: Sequence[Node], index: int) -> bool:
    """Whether a frame is the one for dark pages of the frame before it."""
    before = nodes[index - 1] if index else None
    dark = "dark:block" in nodes[index].attributes.get("class", "").split()
    return dark and isinstance(before, Component) and "dark:hidden" in before.attributes.get("class", "").split()


def _indented(blocks: Iterable[str]) -> str:
    text = "\n\n".join(blocks)
    return "\n".join(" " * TAB + line if line.strip() else "" for line in text.split("\n"))


def _spaced(blocks: Iterable[str]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        if number:
            yield ""
        yield block
