"""A whole course: its source read, its pages paired across languages, and every file of ours.

``read_source`` is the only walk over the source. ``convert`` is pure: the source and the course that lends its theme in, the
files (path → bytes) and the report out.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from diglot.languages import SOURCE
from diglot.mdx import ids, names
from diglot.mdx.asked import Asked, with_prompts
from diglot.mdx.features import Section, sections
from diglot.mdx.languages import tag_of
from diglot.mdx.links import Links, Target
from diglot.mdx.nodes import Heading, Node, Tree, read, walk
from diglot.mdx.notes import Note
from diglot.mdx.page import Place, Written, write
from diglot.mdx.pairing import Lesson, Match, pair
from diglot.mdx.repairs import visible
from diglot.mdx.report import Pairing, Report, Sum
from diglot.mdx.sums import KINDS, found_in, placed
from diglot.mdx.toctree import TOCTREE, Chapter, Entry, read_toctree
from diglot.pages import decode

PAGE = ".mdx"
ASIDE = "translating/{lang}/{page}"  # what a language has besides its pages
HELD = ASIDE.replace("{page}", "held/{page}")  # pages that no reader gets, outside docs/
_CHAPTER = re.compile(r"chapter(?P<number>\d+)/")


@dataclass(frozen=True)
class Source:
    """One language of the source: texts by path without ending, other files by path. ``folder`` is as it is called there."""

    tag: str
    folder: str
    chapters: tuple[Chapter, ...]
    texts: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        """The pages of the table of contents that are there, then those that it does not name."""
        named = [entry for chapter in self.chapters for entry in chapter.entries if entry.local in self.texts]
        known = {entry.local for entry in named}
        return [
            *{entry.local: entry for entry in named}.values(),
            *(Entry(local, "") for local in self.texts if local not in known),
        ]


@dataclass(frozen=True)
class Read:
    """A page as read."""

    entry: Entry
    path: str
    text: str
    tree: Tree
    nodes: tuple[Node, ...]
    sections: tuple[Section, ...]

    @property
    def headings(self) -> list[Heading]:
        """The headings that are still headings."""
        return [node for node in walk(self.nodes) if isinstance(node, Heading)]

    @property
    def asked(self) -> list[Asked]:
        """The questions."""
        return [node for node in walk(self.nodes) if isinstance(node, Asked)]


@dataclass
class Course:
    """What an import makes: pages by language and name, the navigation, redirects, and what is to be said about it."""

    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    nav: list[tuple[str, list[str]]] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    report: Report = field(default_factory=lambda: Report((), (), ()))


def read_source(folder: Path, only: Iterable[str] = ()) -> tuple[list[Source], list[Note]]:
    """The languages of ``chapters/`` (or of its parent), English first; ``only`` names those that are wanted besides."""
    root = folder / "chapters" if (folder / "chapters").is_dir() else folder
    found, notes = [], []
    wanted = {*only, SOURCE}
    for path in sorted(entry for entry in root.iterdir() if (entry / TOCTREE).is_file()):
        source, own = _read_language(path)
        notes += own
        if source and (not set(only) or {source.tag, source.folder} & wanted):
            found.append(source)
    return sorted(found, key=lambda source: (source.tag != SOURCE, source.tag)), notes


def _read_language(folder: Path) -> tuple[Source | None, list[Note]]:
    text, undecodable = decode((folder / TOCTREE).read_bytes(), f"{folder.name}/{TOCTREE}")
    chapters, notes = read_toctree(text, f"{folder.name}/{TOCTREE}")
    notes += [Note(undecodable.path, undecodable.line, "held back", undecodable.message)] if undecodable else []
    texts, files = {}, {}
    for path in sorted(entry for entry in folder.rglob("*") if entry.is_file() and entry.name != TOCTREE):
        local = path.relative_to(folder).as_posix()
        if path.suffix != PAGE:
            files[local] = path.read_bytes()
            continue
        page, broken = decode(path.read_bytes(), f"{folder.name}/{local}")
        if broken:
            notes.append(Note(broken.path, broken.line, "held back", broken.message))
        else:
            texts[local.removesuffix(PAGE)] = page
    tag, message = tag_of(folder.name, "\n".join([text, *texts.values()])[:20_000])
    notes += [Note(folder.name, 1, "repaired" if tag else "held back", message)] if message else []
    return (Source(tag, folder.name, tuple(chapters), texts, files) if tag else None), notes


def convert(sources: Sequence[Source], step: Callable[[str], None] = lambda _: None) -> Course:
    """All pages of ours; ``step`` is called with each language when it is begun. The first source is English."""
    return _Import(sources, step).course()


class _Import:
    def __init__(self, sources: Sequence[Source], step: Callable[[str], None]) -> None:
        self.sources, self.step = sources, step
        self.english = sources[0]
        self.places = names.folders(self.english.chapters)
        self.read: dict[str, dict[str, Read]] = {}
        self.matches: dict[str, dict[str, Match]] = {}
        self.names: dict[str, dict[str, str]] = {}
        self.heading_ids: dict[tuple[str, str], dict[int, str]] = {}
        self.question_ids: dict[tuple[str, str], dict[int, str]] = {}
        self.targets: dict[tuple[str, str], Target] = {}
        self.sums: dict[str, Counter[str]] = {key: Counter() for key in ("in", "out", "held", "mended")}
        self.notes: list[Note] = []
        self.made = Course()

    def course(self) -> Course:
        for source in self.sources:
            self.step(source.tag)
            self.read[source.tag] = {entry.local: _read(source, entry) for entry in source.entries}
        self._pair()
        for source in self.sources:
            self._identify(source)
        for source in self.sources:
            self.step(source.tag)
            self._write(source)
        self._navigate()
        self.made.report = Report(self._sums(), tuple(self._pairings()), tuple(sorted(set(self.notes))))
        return self.made

    # ------------------------------------------------------------------------------------------------------- pairing

    def _pair(self) -> None:
        lessons = {tag: [_lesson(page) for page in pages.values()] for tag, pages in self.read.items()}
        english = lessons[SOURCE]
        self.names[SOURCE] = self._english_names()
        first = {tag: pair(english, own) for tag, own in lessons.items() if tag != SOURCE}
        elsewhere = _agreed([match for found in first.values() for match in found])
        for tag, own in lessons.items():
            if tag == SOURCE:
                continue
            unsure = any(match.kind == "orphan" and match.local in elsewhere for match in first[tag])
            found = pair(english, own, elsewhere) if unsure else first[tag]
            self.matches[tag] = {match.local: match for match in found}
            self.names[tag] = names.translated_names(found, self.names[SOURCE], self.places)

    def _english_names(self) -> dict[str, str]:
        named = names.english_names(self.english.chapters, self.places)
        others = [entry for entry in self.english.entries if entry.local not in named]
        return {local: name for local, name in named.items() if local in self.read[SOURCE]} | {
            entry.local: f"{names.place(entry.local, self.places)}/{entry.local.rpartition('/')[2]}.md" for entry in others
        }

    # ----------------------------------------------------------------------------------------------------------- ids

    def _identify(self, source: Source) -> None:
        tag, taken = source.tag, set()
        for local, page in self.read[tag].items():
            match = self.matches.get(tag, {}).get(local)
            key, twin = (tag, local), (SOURCE, match.english) if match and match.kind == "pair" else None
            if tag == SOURCE:
                self.heading_ids[key] = ids.english_ids(page.headings)
                self.question_ids[key] = ids.question_ids(page.asked, taken)
                continue
            english = self.read[SOURCE][match.english] if twin else None
            known = ids.translated_ids(_shown(english), self.heading_ids[twin], _shown(page)) if english else {}
            self.heading_ids[key] = _settled(page, known)
            asked = ids.same_question_ids(english.asked, self.question_ids[twin], page.asked) if english else {}
            rest = [question for question in page.asked if question.line not in asked]
            prefix = posixpath.splitext(self.names[tag][local])[0].rpartition("/")[2]
            if "former-" in prefix:
                prefix = f"{self.names[tag][local].split('/')[0]}-{prefix}"
            self.question_ids[key] = asked | ids.question_ids(rest, taken | set(asked.values()), prefix)
        for local, page in self.read[tag].items():
            if not self._is_orphan(tag, local):
                self.targets[tag, local] = self._target(tag, local, page)
        for folder, place in {**{chapter.folder: chapter.folder for chapter in source.chapters}, **self.places}.items():
            self.targets.setdefault((tag, folder), Target(tag, f"{place}/index.md"))

    def _is_orphan(self, tag: str, local: str) -> bool:
        match = self.matches.get(tag, {}).get(local)
        return match is not None and match.kind == "orphan"

    def _target(self, tag: str, local: str, page: Read) -> Target:
        found = self.heading_ids[tag, local]
        anchors = {ids.former_id(heading): found.get(heading.line, ids.slug(heading)) for heading in page.headings}
        anchors |= {heading.anchor: anchors[ids.former_id(heading)] for heading in page.headings if heading.anchor}
        asked = self.question_ids[tag, local]
        anchors |= {ids.former_id(question.heading): asked[question.line] for question in page.asked if question.heading}
        return Target(tag, self.names[tag][local], anchors, {*found.values(), *asked.values(), *anchors.values()})

    # -------------------------------------------------------------------------------------------------------- writing

    def _write(self, source: Source) -> None:
        tag = source.tag
        for local, page in self.read[tag].items():
            match = self.matches.get(tag, {}).get(local)
            written = self._write_page(source, page, match)
            held = self._is_orphan(tag, local)
            if held:
                place = HELD.format(lang=tag, page=self.names[tag][local])
                self.made.files[place] = written.text.encode()
                self.notes.append(Note(page.path, 1, "held back", f"no English page is about this; it is kept as {place}"))
            else:
                self.made.pages[tag, self.names[tag][local]] = written.text
            self._add_up(page, written, (tag, local), held=held)
        for local, data in source.files.items():
            folder, _, rest = local.partition("/")
            place = f"docs/{tag}/{self.places.get(folder, folder)}/{rest}" if rest else ASIDE.format(lang=tag, page=folder)
            self.made.files[place] = data

    def _write_page(self, source: Source, page: Read, match: Match | None) -> Written:
        tag, local = source.tag, page.entry.local
        number = _CHAPTER.match(f"{local}/")
        files = {*source.files, *self.english.files}  # what a language lacks it gets from English
        links = Links(tag, local, self.names[tag][local], self.targets, {one.tag for one in self.sources}, files)
        place = Place(
            path=page.path,
            lang=tag,
            name=self.names[tag][local],
            title=page.entry.title or local,
            chapter=int(number["number"]) if number else None,
            headings=self.heading_ids[tag, local],
            questions=self.question_ids[tag, local],
            of=self._section(match) if match and match.kind == "part" else "",
        )
        written = write(page.tree, page.nodes, place, links)
        written.held["links"] += links.dropped
        written.mended["links"] += len(links.repaired)
        self.notes += [*written.notes, *_link_notes(page, links)]
        return written

    def _section(self, match: Match) -> str:
        """The section of an English page that a page became: ``chapter/page.md#id``."""
        line = match.section.line if match.section else 0
        return f"{self.names[SOURCE][match.english]}#{self.heading_ids[SOURCE, match.english].get(line, '')}"

    def _add_up(self, page: Read, written: Written, key: tuple[str, str], *, held: bool) -> None:
        self.sums["in"] += found_in(page.text, page.tree.counts)
        out, lost = placed(written.text, page.headings, page.asked, self.heading_ids[key], self.question_ids[key])
        (self.sums["held"] if held else self.sums["out"]).update(written.out + out)
        self.sums["held"].update(written.held + lost)
        self.sums["mended"].update(written.mended)

    def _sums(self) -> tuple[Sum, ...]:
        return tuple(
            Sum(kind, self.sums["in"][kind], self.sums["out"][kind], self.sums["held"][kind], self.sums["mended"][kind])
            for kind in KINDS
        )

    def _pairings(self) -> Iterable[Pairing]:
        for tag, found in self.matches.items():
            for local, match in found.items():
                english = self.names[SOURCE].get(match.english, "")
                yield Pairing(tag, self.read[tag][local].path, self.names[tag][local], match.kind, english, match.confidence)

    # ----------------------------------------------------------------------------------------------------- navigation

    def _navigate(self) -> None:
        for chapter in self.english.chapters:
            place = self.places[chapter.folder]
            own = [self.names[SOURCE][entry.local] for entry in chapter.entries if entry.local in self.names[SOURCE]]
            self.made.nav.append((place, [f"{place}/index.md", *own]))
            self.made.redirects[f"{chapter.folder}/index.md"] = f"{place}/index.md"
        self.made.redirects |= {f"{local}.md": name for local, name in self.names[SOURCE].items()}
        for source in self.sources:
            if source.tag != SOURCE:
                own = {f"{local}.md": name for local, name in self.names[source.tag].items()}
                differing = {old: new for old, new in own.items() if self.made.redirects.get(old) != new}
                self.made.redirects |= {f"{source.tag}/{old}": new for old, new in differing.items() if "former-" not in new}
            for chapter in source.chapters:
                place = self.places.get(chapter.folder, chapter.folder)
                if place in self.places.values():
                    self.made.pages[source.tag, f"{place}/index.md"] = self._contents(source, chapter)

    def _contents(self, source: Source, chapter: Chapter) -> str:
        """The page of a chapter: its title and its pages, also those that became parts of an English one."""
        place = self.places.get(chapter.folder, chapter.folder)
        shown = {
            entry.local: entry.title
            for entry in chapter.entries
            if entry.local in self.names[source.tag] and not self._is_orphan(source.tag, entry.local)
        }
        lines = [f"- [{title}]({posixpath.relpath(self.names[source.tag][local], place)})" for local, title in shown.items()]
        return f"# {chapter.title}\n\n" + "".join(f"{line}\n" for line in lines)


def _read(source: Source, entry: Entry) -> Read:
    path = f"{source.folder}/{entry.local}{PAGE}"
    text, notes = visible(source.texts[entry.local], path)
    tree = read(text, path)
    tree = replace(tree, notes=(*notes, *tree.notes))
    nodes = with_prompts(tree.nodes)
    return Read(entry, path, text, tree, nodes, tuple(sections(nodes)))


def _lesson(page: Read) -> Lesson:
    return Lesson(page.entry.local, page.entry.title, page.sections, page.entry.quiz)


def _agreed(matches: Iterable[Match]) -> dict[str, str]:
    """What a number means in the languages that had enough to tell, where they agree."""
    found: dict[str, set[str]] = {}
    for match in matches:
        if match.kind == "pair" and match.local != match.english:
            found.setdefault(match.local, set()).add(match.english)
    return {local: next(iter(english)) for local, english in found.items() if len(english) == 1}


def _shown(page: Read) -> list[Section]:
    return [section for section in page.sections if section.line]


def _settled(page: Read, known: Mapping[int, str]) -> dict[int, str]:
    """The ids of all headings of a page: those of English ones first."""
    used = set(known.values())
    rest = [heading for heading in page.headings if heading.line not in known]
    return dict(known) | ids.own_ids(rest, used)


def _link_notes(page: Read, links: Links) -> Iterable[Note]:
    """The line of a link is that of its first mention."""
    for kind, entries in (("dead", links.dead), ("repaired", links.repaired)):
        for entry in dict.fromkeys(entries):
            target = entry.split(" ")[0]
            line = page.text[: max(0, page.text.find(target))].count("\n") + 1
            yield Note(page.path, line, kind, f"link to {entry}" if kind == "dead" else entry)
