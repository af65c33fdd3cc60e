"""Parity: a translation repeats what its English page has.

Compared is the English text *that the translation was made from* (its pin), so a page that is out of date is not also a
failing one, and an English author is never stopped by translations. Headings, code, links, pictures, includes, markers and
counts are compared section by section, questions by their ids. A problem names both places.

Where git does not have the pinned text, nothing is compared and ``Result.notes`` says so in one line, with the cure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from diglot import avoided, quiz_check
from diglot.admonitions import rewrite_page
from diglot.blocks import scan
from diglot.cache import digest
from diglot.headings import headings_of
from diglot.languages import SOURCE
from diglot.pages import TERMS_FILE, Course, Page, decode
from diglot.parts import Code, EnglishParts, Part, Parts, parts_of, same_counts
from diglot.pins import blob_id
from diglot.problems import Problem, did_you_mean
from diglot.quiz_source import KINDS, Quiz, quizzes
from diglot.sections import Section, Text
from diglot.source import plain
from diglot.states import State, Survey, link_reader

_OF_OPTIONS = ("Q003", "Q004", "Q005")  # what a comparison with English says better
LONG = 25  # words: a paragraph beyond it that equals its English one was left untranslated, not chosen to be the same

_WORD = re.compile(r"\w+")
_FIXED = re.compile(r"`+(?P<code>[^`]+)`+|(?P<address>https?://[^\s<>)]+)|(?<!\w)(?P<number>\d+(?:[.,’\u00a0\u202f]\d+)*)(?!\w)")


@dataclass(frozen=True)
class Result:
    """All problems of the translations of a course, and what could not be looked at.

    ``said`` are problems of the pages themselves that stand among ``problems`` in other words.
    """

    problems: list[Problem]
    notes: list[str] = field(default_factory=list)
    said: frozenset[Problem] = frozenset()

    def beside(self, own: Iterable[Problem]) -> list[Problem]:
        """These problems and those of the pages themselves, in order. What both say is said once, with the English place."""
        return sorted({*own, *self.problems} - self.said)


@dataclass
class Pair:
    """A translation and the English text that it follows; ``version`` is empty where that is today's."""

    page: Page
    english: Page
    redirects: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    known: EnglishParts = field(default_factory=dict, repr=False)

    @cached_property
    def own(self) -> Parts:
        """The parts of the translation."""
        return parts_of(Text(self.page.text, link_reader(self.page.name, self.redirects)))

    @cached_property
    def theirs(self) -> Parts:
        """The parts of the English text; its links are read from the name with which they agree best."""
        former = [old for old, new in self.redirects.items() if new == self.english.name]
        texts = [self._parts_from(name) for name in (self.english.name, *former)]
        return min(texts, key=lambda parts: (_values(self.own.links) - _values(parts.links)).total()) if former else texts[0]

    def _parts_from(self, name: str) -> Parts:
        key = name, self.english.text
        if key not in self.known:
            self.known[key] = parts_of(Text(self.english.text, link_reader(name, self.redirects)))
        return self.known[key]

    @cached_property
    def same_levels(self) -> bool:
        """Whether both have the same headings, one for one; an id of English at another place is a section at another place."""
        own, theirs = headings_of(self.page), headings_of(self.english)
        known = {heading.id for heading in theirs}
        return len(own) == len(theirs) and all(
            ours.level == other.level and (ours.id == other.id or ours.id not in known)
            for ours, other in zip(own, theirs, strict=True)
        )

    @cached_property
    def sections(self) -> list[tuple[Section, Section]]:
        """The translation's sections and their English ones: one for one, or where the headings differ, by id."""
        own, theirs = self.own.text.sections, self.theirs.text.sections
        if self.same_levels and len(own) == len(theirs):
            return list(zip(own, theirs, strict=True))
        by_id = {section.id: section for section in theirs}
        return [(section, by_id[section.id]) for section in own if section.id in by_id]

    def there(self, index: int) -> str:
        """A place in the English text, by an index into its body."""
        when = f" in version {self.version[:8]}" if self.version else ""
        return f"{self.english.path}:{self.english.line_of(index)}{when}"

    def problem(self, index: int, code: str, message: str, *, column: int = 1) -> Problem:
        """A problem in the translation."""
        return self.page.problem(index, code, message, column=column)


def check_translations(course: Course, survey: Survey, langs: Iterable[str] | None = None) -> Result:
    """Everything that is wrong with the translations of a course, or of some languages."""
    problems: list[Problem] = []
    unknown, said = [], set()
    for lang in course.languages if langs is None else langs:
        words, found = read_words(course, lang)
        problems += found
        around = digest(words, survey.redirects)
        for page in course.of(lang) if lang != SOURCE else ():
            state = survey.states.get(lang, {}).get(page.name)
            pair = pair_of(course, survey, state) if state else None
            today = None
            if state and not pair:
                if state.pin.readable and state.why != "gone":
                    unknown.append(page.path)
                else:
                    today = course.pages.get((SOURCE, state.english or page.name))
            english = pair.english if pair else today
            against = [english.path, english.digest, pair and pair.version] if english else []
            make = partial(_compare, page, words, pair, today)
            own, also = page.answer(course.cache, "parity", [around, against], make)
            problems += [Problem(*values) for values in own]
            said |= {Problem(*values) for values in also}
            problems += _check_pin(course, page, state) if state else ()
    return Result(sorted(set(problems)), list(_notes(unknown, survey)), frozenset(said))


def _compare(page: Page, words: list[avoided.Avoided], pair: Pair | None, today: Page | None) -> tuple[list[Any], list[Any]]:
    """The problems of a translation, and those that they say in other words, as JSON holds them."""
    differing = list(check_pair(pair)) if pair else []
    unpinned = map(_of_unpinned, check_questions(Pair(page, today))) if today else ()
    problems = [*avoided.check(page, words), *differing, *unpinned]
    return [astuple(problem) for problem in problems], [astuple(problem) for problem in _said(page, differing)]


def _of_unpinned(problem: Problem) -> Problem:
    """No pin, so nobody knows whether the translation is wrong or English has changed: no English author is stopped by it."""
    return replace(problem, code="S033")


def _said(page: Page, problems: Iterable[Problem]) -> set[Problem]:
    """Problems with the options of a question of which another problem says how they differ from English."""
    differing = {problem.line for problem in problems if problem.code == "S031"}
    if not differing:
        return set()
    page = rewrite_page(page)
    blocks = scan(page)[0]
    found = [block for outer in blocks for block in outer.walk() if block.name in KINDS]
    spans = [range(page.line_of(block.line), page.line_of(block.last) + 1) for block in found]
    spans = [span for span in spans if span.start in differing]
    return {p for p in quiz_check.check(page, blocks) if p.code in _OF_OPTIONS and any(p.line in span for span in spans)}


def _notes(unknown: list[str], survey: Survey) -> Iterator[str]:
    """One line for English authors, who are told and not stopped; one for what could not be looked at."""
    every = [state for own in survey.states.values() for state in own.values()]
    behind = [state for state in every if state.state == "stale" or state.why == "replaced"]
    if behind:
        langs = sorted({state.lang for state in behind})
        pages = f"{len(behind)} translated pages are" if len(behind) > 1 else "1 translated page is"
        yield f"{pages} out of date ({', '.join(langs)}); 'diglot status' says which, nothing else needs to be done here"
    if unknown:
        pages = f"{len(unknown)} translated pages were" if len(unknown) > 1 else f"{unknown[0]} was"
        yield f"{pages} not compared with English, the text they follow is not here: {survey.store.cure}"


def pair_of(course: Course, survey: Survey, state: State) -> Pair | None:
    """A translation beside its pinned English; None where there is no pin, or no text for it here, or it is one section's."""
    whole = state.pin.readable and state.why != "gone" and not state.pin.part
    text = survey.pinned_text(state) if whole else None
    if text is None:
        return None
    english = course.pages.get((SOURCE, state.english))
    version = "" if survey.english[state.english].text == text else state.pin.source
    if english is None or english.text != text:
        english = Page(SOURCE, state.english, course.path(course.docs / SOURCE / state.english), text)
    return Pair(course.pages[state.lang, state.name], english, survey.redirects, version, survey.parts)


def read_words(course: Course, lang: str) -> tuple[list[avoided.Avoided], list[Problem]]:
    """The words that a language avoids."""
    file = course.docs / lang / TERMS_FILE
    if not file.is_file():
        return [], []
    text, undecodable = decode(file.read_bytes(), course.path(file))
    return ([], [undecodable]) if undecodable else avoided.read_terms(text, course.path(file))


def _check_pin(course: Course, page: Page, state: State) -> Iterator[Problem]:
    pin = state.pin
    if pin.source and not pin.readable:
        message = f"source {pin.source!r} is no blob id; write 'diglot stamp {page.path}' when the page follows today's English"
        yield Problem(page.path, *page.data.place("source"), "S001", message)
    if pin.draft and not pin.machine:
        yield Problem(
            page.path, *page.data.place("draft"), "S003", f"draft is {pin.draft!r}; write 'draft: machine', or remove it"
        )
    if state.why == "gone":
        yield Problem(page.path, *page.data.place("of" if pin.of else "source"), "S002", _gone(course, state))


def _gone(course: Course, state: State) -> str:
    names = [name for lang, name in course.pages if lang == SOURCE]
    moved = next((name for name in names if _is_pinned(course.pages[SOURCE, name], state)), "")
    if moved:
        return f"{state.english!r} is now {moved!r} in English; write 'diglot mv {state.english} {moved}'"
    advice = "remove this page, or write 'diglot mv OLD NEW' if the English page was moved"
    return f"there is no English page {state.english!r}; {did_you_mean(state.english, names)} Else {advice}"


def _is_pinned(page: Page, state: State) -> bool:
    return state.pin.readable and blob_id(page.text.encode(), len(state.pin.source)) == state.pin.source


# -------------------------------------------------------------------------------------------------------- one page


def check_pair(pair: Pair) -> Iterator[Problem]:
    """Everything in which a translation differs from its English and must not."""
    yield from _check_headings(pair)
    for own, theirs in pair.sections:
        yield from _check_codes(pair, own, theirs)
        yield from _check_values(pair, own, theirs, "spans", "S021", "code", "`{}`")
        yield from _check_values(pair, own, theirs, "links", "S022", "link", "{!r}")
        yield from _check_values(pair, own, theirs, "images", "S023", "picture", "{!r}")
        yield from _check_values(pair, own, theirs, "includes", "S024", "include", "{!r}")
        yield from _check_markers(pair, own, theirs)
        yield from _check_counts(pair, own, theirs)
    yield from check_questions(pair)
    yield from _check_untranslated(pair)


def _check_headings(pair: Pair) -> Iterator[Problem]:
    own, theirs = headings_of(pair.page), headings_of(pair.english)
    if pair.same_levels:
        for ours, other in zip(own, theirs, strict=True):
            if ours.id != other.id:
                message = f"heading has the id {ours.id!r}, {pair.there(other.index)} has {other.id!r}"
                yield pair.problem(ours.index, "S011", f"{message}; write '{{#{other.id}}}' behind it")
        return
    here, there = {heading.id: heading for heading in own}, {heading.id: heading for heading in theirs}
    if own and not here.keys() & there.keys():
        levels = " ".join("#" * heading.level for heading in own)
        english = " ".join("#" * heading.level for heading in theirs)
        message = f"headings are {levels or 'none'}, in {pair.there(0)} {english or 'none'}; write the same, with the same ids"
        yield pair.problem(own[0].index, "S010", message)
        return
    at = 0
    for heading in theirs:
        ours = here.get(heading.id)
        if ours is None:
            wanted = f"{'#' * heading.level} … {{#{heading.id}}}"
            message = f"heading {heading.text!r} ({pair.there(heading.index)}) is missing; write {wanted!r} behind this section"
            yield pair.problem(at, "S010", message)
            continue
        if ours.level != heading.level:
            message = f"heading is of level {ours.level}, {pair.there(heading.index)} of level {heading.level}"
            yield pair.problem(ours.index, "S010", f"{message}; write '{'#' * heading.level}'")
        elif ours.index < at:
            message = f"heading stands behind another one than in {pair.there(heading.index)}; put the sections in that order"
            yield pair.problem(ours.index, "S010", message)
        at = max(at, ours.index)
    for heading in own:
        if heading.id not in there:
            message = f"heading {heading.id!r} is not in {pair.there(0)}; {did_you_mean(heading.id, there)}"
            yield pair.problem(heading.index, "S010", message)


def _check_codes(pair: Pair, own: Section, theirs: Section) -> Iterator[Problem]:
    ours, english = pair.own.within("codes", own), pair.theirs.within("codes", theirs)
    if len(ours) != len(english):
        message = f"section has {len(ours)} code blocks, {pair.there(theirs.first)} has {len(english)}; repeat them all"
        yield pair.problem(own.first, "S020", message)
        return
    for mine, other in zip(ours, english, strict=True):
        if found := code_difference(mine, other):
            at, there, what = found
            yield pair.problem(at, "S020", f"code differs from {pair.there(there)}: {what}; only comments are translated")


def code_difference(mine: Code, other: Code) -> tuple[int, int, str] | None:
    """Where two code blocks first differ, comments and empty lines left out: both lines and what English has."""
    if mine.header != other.header:
        return mine.first, other.first, f"it begins with {'```' + other.header!r} there"
    ours, theirs = mine.code(), other.code()
    for (at, line), (there, english) in zip(ours, theirs, strict=False):
        if line != english:
            return at, there, f"{english.strip()!r} there"
    if len(ours) > len(theirs):
        return ours[len(theirs)][0], other.last, "this line is not there"
    if len(theirs) > len(ours):
        return mine.last, theirs[len(ours)][0], f"{theirs[len(ours)][1].strip()!r} is missing here"
    return None


def _check_values(pair: Pair, own: Section, theirs: Section, kind: str, code: str, noun: str, form: str) -> Iterator[Problem]:
    ours, english = pair.own.within(kind, own), pair.theirs.within(kind, theirs)
    missing, extra = same_counts(_values(english), _values(ours))
    for value in extra:
        part = [part for part in ours if part.value == value][-1]
        instead = f"write {form.format(missing.pop(0))}" if missing else "remove it"
        message = f"{noun} {form.format(value)} is not in the section at {pair.there(theirs.first)}; {instead}"
        yield pair.problem(pair.own.line(part), code, message, column=pair.own.column(part))
    for value in missing:
        part = next(part for part in english if part.value == value)
        message = f"{noun} {form.format(value)} of {pair.there(pair.theirs.line(part))} is missing in this section; add it"
        yield pair.problem(own.first, code, message)


def _check_markers(pair: Pair, own: Section, theirs: Section) -> Iterator[Problem]:
    ours, english = pair.own.within("markers", own), pair.theirs.within("markers", theirs)
    if len(ours) != len(english):
        message = (
            f"section has {len(ours)} notices, tabs and blocks, {pair.there(theirs.first)} has {len(english)}; repeat them all"
        )
        yield pair.problem(own.first, "S025", message)
        return
    for mine, other in zip(ours, english, strict=True):
        if mine.value != other.value:
            words = [part.value.split()[-1] for part in (mine, other)]
            message = (
                f"{words[0]!r} is {words[1]!r} in {pair.there(pair.theirs.line(other))}; names are not translated, write that"
            )
            yield pair.problem(pair.own.line(mine), "S025", message, column=pair.own.column(mine))


def _check_counts(pair: Pair, own: Section, theirs: Section) -> Iterator[Problem]:
    for kind, noun in (("item", "list items"), ("row", "table rows")):
        ours, english = pair.own.count(kind, own), pair.theirs.count(kind, theirs)
        if ours != english:
            message = f"section has {ours} {noun}, {pair.there(theirs.first)} has {english}; write as many"
            yield pair.problem(own.first, "S026", message)


def check_questions(pair: Pair) -> Iterator[Problem]:
    """In which questions a translation differs from its English. What has no id yet is ``quiz``'s matter, not a difference."""
    own_page, english_page = rewrite_page(pair.page), rewrite_page(pair.english)
    own, english = (quizzes(page, scan(page)[0]) for page in (own_page, english_page))
    ours, theirs = ({found.id: found for found in questions if found.id} for questions in (own, english))
    when = f" in version {pair.version[:8]}" if pair.version else ""

    def there(index: int) -> str:
        return f"{pair.english.path}:{english_page.line_of(index)}{when}"

    for other in (other for at, other in enumerate(english) if other.id and _id_at(own, at)):
        mine = ours.get(other.id)
        if mine is None:
            yield pair.problem(0, "S030", f"question {other.id!r} ({there(other.line)}) is missing; translate it, with its marks")
        elif found := question_difference(mine, other):
            yield own_page.problem(mine.line, "S031", f"question {other.id!r} {found}, as in {there(other.line)}")
        elif swapped := swapped_options(mine, other):
            at, meant, what = swapped
            message = f"option {at} of {mine.id!r} has {what} of option {meant} ({there(other.options[meant - 1].line)})"
            line = mine.options[at - 1].line
            yield own_page.problem(line, "S032", f"{message}; write the options in the same order, with the same marks")
    for mine in (mine for at, mine in enumerate(own) if mine.id and mine.id not in theirs and _id_at(english, at)):
        message = f"question {mine.id!r} is not in {pair.english.path}{when}; {did_you_mean(mine.id, theirs)}"
        yield own_page.problem(mine.line, "S030", message)


def _id_at(questions: list[Quiz], at: int) -> bool:
    """Whether the question at a place has an id; True behind the last one."""
    return at >= len(questions) or bool(questions[at].id)


def question_difference(mine: Quiz, other: Quiz) -> str:
    """What must be the same in every language and is not; empty where all is."""
    if mine.kind != other.kind:
        return f"is a {mine.kind!r}; write {other.kind!r}"
    if len(mine.options) != len(other.options):
        return f"has {len(mine.options)} options; write {len(other.options)}"
    if mine.key != other.key:
        return f"has {_listed(mine.key)} marked right; mark {_listed(other.key)}"
    if len(mine.hints) != len(other.hints):
        return f"has {len(mine.hints)} hints; write {len(other.hints)}"
    return ""


def _listed(key: tuple[int, ...]) -> str:
    return "option " + " and ".join(map(str, key)) if key else "no option"


def swapped_options(mine: Quiz, other: Quiz) -> tuple[int, int, str] | None:
    """An option, from 1, that has what in English another one has, that one's number, and what it has.

    Words are another matter in every language; numbers, code and addresses stay. Only options whose numbers, code and
    addresses are those of other options count: what is missing or changed was lost in translation, not moved.
    """
    for part in ("text", "feedback"):
        ours, theirs = ([_fixed_parts(getattr(option, part)) for option in found.options] for found in (mine, other))
        moved = [at for at, (here, there) in enumerate(zip(ours, theirs, strict=True)) if here != there]
        for at in moved if sorted(ours[at] for at in moved) == sorted(theirs[at] for at in moved) else ():
            if ours[at]:
                meant = next(to for to in moved if theirs[to] == ours[at])
                what = ", ".join(value for _, value in ours[at])
                return at + 1, meant + 1, f"{what!r} in its feedback, as that" if part == "feedback" else f"{what!r}, that"
    return None


def _fixed_parts(text: str) -> list[tuple[str, str]]:
    """Numbers, code and addresses of a text, by kind; a number without its separators, which each language sets its own way."""
    found = []
    for match in _FIXED.finditer(text):
        value = re.sub(r"\D", "", match[0]) if match.lastgroup == "number" else match[match.lastgroup]
        found.append((match.lastgroup, value))
    return sorted(found)


def _check_untranslated(pair: Pair) -> Iterator[Problem]:
    if pair.page.lang.split("-")[0] == SOURCE:
        return
    english = {block.text: block.line for blocks in pair.theirs.text.all_blocks for block in blocks if block.kind != "code"}
    for block in (block for blocks in pair.own.text.all_blocks for block in blocks):
        if block.text in english and block.kind in ("text", "item", "row") and len(_WORD.findall(plain(block.text))) > LONG:
            message = f"this paragraph is still that of {pair.there(english[block.text])}; translate it"
            yield pair.problem(block.line, "S041", message)


def _values(parts: list[Part]) -> Counter[str]:
    return Counter(part.value for part in parts)
