"""Ids of headings and questions: those of the English page in every language.

An English heading's id is its anchor (``[[…]]``), else its words. A translated heading takes the id of the English one that
it stands for: the one with the same anchor, else the one at the same place between two that are known. Questions are aligned
by how many choices they have and which are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from markdown.extensions.toc import slugify, slugify_unicode, unique

from diglot.bank import id_of
from diglot.mdx.asked import Asked
from diglot.mdx.features import Section
from diglot.mdx.nodes import Heading
from diglot.quiz_source import ids_of
from diglot.source import plain

_STABLE = ("code", "video", "question", "address", "frame", "span")


def slug(heading: Heading) -> str:
    """The id that a heading gets of its words."""
    return slugify(plain(re.sub(r"<[^>]+>", "", heading.text)), "-")


def english_ids(headings: Sequence[Heading]) -> dict[int, str]:
    """Line → id of the headings of an English page."""
    used: set[str] = set()
    found = {}
    for heading in headings:
        wanted = slugify(heading.anchor, "-") or slug(heading) or f"section-{len(found) + 1}"
        found[heading.line] = unique(wanted, used)
    return found


def translated_ids(english: Sequence[Section], known: Mapping[int, str], own: Sequence[Section]) -> dict[int, str]:
    """Line → id of the headings of a translation that stand for an English one; ``known`` are the English ids by line."""
    left, right = [section for section in english if section.line], [section for section in own if section.line]
    pairs = dict(_by_anchor(left, right))
    if [section.level for section in left] == [section.level for section in right]:
        pairs = dict(enumerate(range(len(left)))) | pairs if _rises(pairs) else pairs
    else:
        pairs |= {there: here for there, here in _by_content(left, right) if there not in pairs and here not in pairs.values()}
        pairs |= dict(_between(left, right, pairs))
    return {right[here].line: known[left[there].line] for there, here in pairs.items() if left[there].line in known}


def own_ids(headings: Sequence[Heading], taken: Iterable[str]) -> dict[int, str]:
    """Line → id of headings that stand for no English one: their anchor or their words, in any script."""
    used = set(taken)
    found = {}
    for heading in headings:
        if name := former_id(heading):
            found[heading.line] = unique(name, used)
    return found


def former_id(heading: Heading) -> str:
    """The id by which a heading was known before: its anchor, else its words."""
    return slugify_unicode(heading.anchor or plain(re.sub(r"<[^>]+>", "", heading.text)), "-").strip("-_")


def question_ids(asked: Sequence[Asked], taken: set[str], prefix: str = "") -> dict[int, str]:
    """Line → id of the questions of a page that no English one stands for; ``taken`` grows.

    English questions are named by their words, others by their place.
    """
    found = {}
    for number, question in enumerate(asked, 1):
        name = f"{prefix}-question-{number}" if prefix else id_of(question.title)
        found[question.line] = _free(name, len(question.answers.answers), taken)
    return found


def same_question_ids(english: Sequence[Asked], known: Mapping[int, str], own: Sequence[Asked]) -> dict[int, str]:
    """Line → id of the questions of a translation that stand for an English one."""
    matcher = SequenceMatcher(None, [one.signature for one in english], [one.signature for one in own], autojunk=False)
    found = {}
    for there, here, size in matcher.get_matching_blocks():
        for offset in range(size):
            found[own[here + offset].line] = known[english[there + offset].line]
    if len(english) == len(own):  # one whose choices or key differ is still the same question
        found |= {
            two.line: known[one.line]
            for one, two in zip(english, own, strict=True)
            if two.line not in found and known[one.line] not in found.values()
        }
    return found


def former_question_ids(
    english: Sequence[Asked], known: Mapping[int, str], former: Sequence[Asked], taken: Iterable[str]
) -> dict[int, str]:
    """Line → id of the questions of a former English page: those of today's in the same words, then of those like them."""
    titles: dict[str, list[Asked]] = {}
    for question in english:
        titles.setdefault(question.title, []).append(question)
    found = {question.line: known[titles[question.title].pop(0).line] for question in former if titles.get(question.title)}
    used = {*found.values()}
    rest = [question for question in former if question.line not in found]
    found |= same_question_ids([question for question in english if known[question.line] not in used], known, rest)
    return found | question_ids([question for question in rest if question.line not in found], {*taken})


def _free(name: str, options: int, taken: set[str]) -> str:
    number, candidate = 1, name
    while taken & set(ids_of(candidate, options)):
        number += 1
        candidate = f"{name}-n{number}"
    taken.update(ids_of(candidate, options))
    return candidate


def _by_anchor(left: Sequence[Section], right: Sequence[Section]) -> Iterable[tuple[int, int]]:
    anchors = {section.anchor: index for index, section in enumerate(left) if section.anchor}
    anchors |= {slugify(section.title, "-"): index for index, section in enumerate(left) if not section.anchor}
    seen: set[int] = set()
    for here, section in enumerate(right):
        there = anchors.get(section.anchor)
        if section.anchor and there is not None and there not in seen:
            seen.add(there)
            yield there, here


def _by_content(left: Sequence[Section], right: Sequence[Section]) -> Iterable[tuple[int, int]]:
    """Sections with the same level and mostly the same code, videos and addresses, in the same order."""
    keys = [[(section.level, frozenset(_stable(section))) for section in side] for side in (left, right)]
    for there, here, size in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
        yield from ((there + offset, here + offset) for offset in range(size) if keys[0][there + offset][1])


def _between(left: Sequence[Section], right: Sequence[Section], pairs: dict[int, int]) -> Iterable[tuple[int, int]]:
    """As many headings of the same levels between two that are known."""
    if not _rises(pairs):
        return
    marks = [(-1, -1), *sorted(pairs.items()), (len(left), len(right))]
    for (there, here), (next_there, next_here) in pairwise(marks):
        if [s.level for s in left[there + 1 : next_there]] == [s.level for s in right[here + 1 : next_here]]:
            yield from zip(range(there + 1, next_there), range(here + 1, next_here), strict=True)


def _rises(pairs: dict[int, int]) -> bool:
    places = [here for _, here in sorted(pairs.items())]
    return places == sorted(places)


def _stable(section: Section) -> Iterable[str]:
    return (feature for feature in section.features if feature.split(" ", 1)[0] in _STABLE)
