"""A whole course: its pages paired across languages, and every file of ours.

``convert`` is pure: the languages of the source in, the files (path → bytes) and the report out.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from diglot.adopt import Version, guess
from diglot.languages import SOURCE
from diglot.mdx import ids, names
from diglot.mdx.features import Section
from diglot.mdx.links import Links, Target
from diglot.mdx.notes import Note
from diglot.mdx.page import Place, Written, write
from diglot.mdx.pairing import Lesson, Match, pair
from diglot.mdx.past import Followed, Past
from diglot.mdx.report import Pairing, Report, Sum
from diglot.mdx.sources import Read, Source, read_page
from diglot.mdx.sums import KINDS, found_in, placed
from diglot.mdx.toctree import Chapter
from diglot.models import Registry
from diglot.pins import blob_id

ASIDE = "translating/{lang}/{page}"  # what a language has besides its pages
HELD = ASIDE.replace("{page}", "held/{page}")  # pages that no reader gets, outside docs/
FOLLOWED = ASIDE.format(lang=SOURCE, page="followed/{page}")  # English texts that translations follow, if not today's
_CHAPTER = re.compile(r"chapter(?P<number>\d+)/")


@dataclass
class Course:
    """What an import makes: pages by language and name, navigation, redirects, models, and what is to be said."""

    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    nav: list[tuple[str, list[str]]] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    models: set[str] = field(default_factory=set)
    report: Report = field(default_factory=lambda: Report((), (), ()))


@dataclass(frozen=True)
class _Known:
    """An English page, today's or a former one, with the ids of its headings and questions by line."""

    page: Read
    headings: Mapping[int, str]
    questions: Mapping[int, str]


def convert(
    sources: Sequence[Source],
    step: Callable[[str], None] = lambda _: None,
    past: Past | None = None,
    registry: Registry | None = None,
) -> Course:
    """All pages of ours; ``step`` is called with each language when it is begun. The first source is English.

    Where the ``past`` of the source is known, each translation names the English text that it follows. Links to models of
    ``registry`` become model links.
    """
    return _Import(sources, step, past, {model.url: key for key, model in (registry or {}).items()}).course()


class _Import:
    def __init__(
        self, sources: Sequence[Source], step: Callable[[str], None], past: Past | None, models: Mapping[str, str]
    ) -> None:
        self.sources, self.step, self.past, self.models = sources, step, past, models
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
        self.taken: set[str] = set()  # ids of English questions
        self.follows: dict[tuple[str, str], Followed] = {}
        self.formers: dict[tuple[str, str], tuple[_Known, str]] = {}

    def course(self) -> Course:
        for source in self.sources:
            self.step(source.tag)
            self.read[source.tag] = {entry.local: read_page(source, entry) for entry in source.entries}
        self._pair()
        for source in self.sources:
            self._identify(source)
        if self.past:
            self._follow(self.past)
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
        tag = source.tag
        for local, page in self.read[tag].items():
            match = self.matches.get(tag, {}).get(local)
            if tag == SOURCE:
                self.heading_ids[tag, local] = ids.english_ids(page.headings)
                self.question_ids[tag, local] = ids.question_ids(page.asked, self.taken)
            else:
                self._identify_page(tag, page, self._today(match.english) if match and match.kind == "pair" else None)
        for local, page in self.read[tag].items():
            if not self._is_orphan(tag, local):
                self.targets[tag, local] = self._target(tag, local, page)
        for folder, place in {**{chapter.folder: chapter.folder for chapter in source.chapters}, **self.places}.items():
            self.targets.setdefault((tag, folder), Target(tag, f"{place}/index.md"))

    def _identify_page(self, tag: str, page: Read, english: _Known | None) -> None:
        """The ids of a translated page: those of the English one, then its own."""
        local = page.entry.local
        known = ids.translated_ids(_shown(english.page), english.headings, _shown(page)) if english else {}
        self.heading_ids[tag, local] = _settled(page, known)
        asked = ids.same_question_ids(english.page.asked, english.questions, page.asked) if english else {}
        rest = [question for question in page.asked if question.line not in asked]
        prefix = posixpath.splitext(self.names[tag][local])[0].rpartition("/")[2]
        if self._is_orphan(tag, local):
            prefix = f"{self.names[tag][local].split('/')[0]}-{prefix}"
        self.question_ids[tag, local] = asked | ids.question_ids(rest, {*asked.values()}, prefix)

    def _today(self, local: str) -> _Known:
        key = (SOURCE, local)
        return _Known(self.read[SOURCE][local], self.heading_ids[key], self.question_ids[key])

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

    # ------------------------------------------------------------------------------------------------------ following

    def _follow(self, past: Past) -> None:
        """Find the English text that each translated page was made from; the page has the ids of that text."""
        for source in self.sources[1:]:
            self.step(source.tag)
            for local, match in self.matches[source.tag].items():
                if match.kind == "pair":
                    self._follow_page(source, self.read[source.tag][local], match.english, past)

    def _follow_page(self, source: Source, page: Read, english: str, past: Past) -> None:
        key = (source.tag, page.entry.local)
        changed = past.changed.get((source.folder, page.entry.local))
        editions = past.before(changed, english, page.entry.local)
        former = {one.text: self._former(english, one.text) for one in editions}
        versions = [
            Version(blob_id(former[one.text][1].encode(), past.digits), former[one.text][1], one.time) for one in editions
        ]
        place = Place(page.path, source.tag, self.names[source.tag][page.entry.local], headings=self.heading_ids[key])
        found = guess(self._written(source, page, place)[0].text, versions, changed)
        self.sums["in"]["pins"] += 1
        if found is None or found.trust == "unsure":
            self.sums["held"]["pins"] += 1
            reason = f"the nearest English text is {found}" if found else "its English page is in no commit"
            self.notes.append(Note(page.path, 1, "kept", f"it stays without a pin: {reason}"))
            return
        self.sums["out"]["pins"] += 1
        edition = next(one for one, version in zip(editions, versions, strict=True) if version.id == found.id)
        known, text = former[edition.text]
        self.follows[key] = Followed(found.id, found.trust)
        self._identify_page(source.tag, page, known)
        self.targets[key] = self._target(source.tag, page.entry.local, page)
        if edition.text != self.english.texts[english]:
            name = posixpath.splitext(self.names[SOURCE][english])[0]
            self.made.files[FOLLOWED.format(page=f"{name}/{found.id}.md")] = text.encode()

    def _former(self, local: str, text: str) -> tuple[_Known, str]:
        """What an English page once was, and how that is written here; links and names are today's."""
        if (local, text) not in self.formers:
            today = self._today(local)
            page = read_page(replace(self.english, texts={local: text}), today.page.entry)
            asked = ids.former_question_ids(today.page.asked, today.questions, page.asked, self.taken)
            known = _Known(page, ids.english_ids(page.headings), asked)
            place = Place(page.path, SOURCE, self.names[SOURCE][local], headings=known.headings, questions=known.questions)
            self.formers[local, text] = known, self._written(self.english, page, place)[0].text
        return self.formers[local, text]

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
        key = (source.tag, page.entry.local)
        place = Place(
            path=page.path,
            lang=source.tag,
            name=self.names[source.tag][page.entry.local],
            headings=self.heading_ids[key],
            questions=self.question_ids[key],
            source=self.follows[key].id if key in self.follows else "",
            of=self._section(match) if match and match.kind == "part" else "",
        )
        written, links = self._written(source, page, place)
        self.made.models |= links.spoken_of
        written.held["links"] += links.dropped
        written.mended["links"] += len(links.repaired)
        self.notes += [*written.notes, *_link_notes(page, links)]
        return written

    def _written(self, source: Source, page: Read, place: Place) -> tuple[Written, Links]:
        local, number = page.entry.local, _CHAPTER.match(f"{page.entry.local}/")
        files = {*source.files, *self.english.files}  # what a language lacks it gets from English
        links = Links(source.tag, local, place.name, self.targets, {one.tag for one in self.sources}, files, self.models)
        place = replace(place, title=page.entry.title or local, chapter=int(number["number"]) if number else None)
        return write(page.tree, page.nodes, place, links), links

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
            for kind in (*KINDS, *(["pins"] if self.past else []))
        )

    def _pairings(self) -> Iterable[Pairing]:
        for tag, found in self.matches.items():
            for local, match in found.items():
                english = self.names[SOURCE].get(match.english, "")
                follows = self.follows.get((tag, local), Followed())
                path, name = self.read[tag][local].path, self.names[tag][local]
                yield Pairing(tag, path, name, match.kind, english, match.confidence, follows.id, follows.trust)

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
                names = self.names[source.tag].items()
                own = {f"{local}.md": name for local, name in names if not self._is_orphan(source.tag, local)}
                differing = {old: new for old, new in own.items() if self.made.redirects.get(old) != new}
                self.made.redirects |= {f"{source.tag}/{old}": new for old, new in differing.items()}
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
