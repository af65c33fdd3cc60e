"""What makes a question easy to guess or hard to learn from: warnings, never errors.

The rules follow Haladyna, Downing & Rodriguez (2002), doi:10.1207/S15324818AME1503_5, as far as a program can see them: the
right option must not be the longest, nor stand at one place more often than chance would put it there; none is "all of the
above"; no two say nearly the same; a "not" that decides is emphasised. That each option has its feedback follows Van der
Kleij, Feskens & Eggen (2015), doi:10.3102/0034654314564881. Only questions without an error are looked at, and of those with
several right options neither length nor place.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diglot.blocks import Block
from diglot.languages import SOURCE
from diglot.pages import Page
from diglot.problems import Problem
from diglot.quiz_source import MOST, Option, Quiz, quizzes
from diglot.source import plain

ENOUGH = 3  # questions on a page before their lengths and places say anything
LONGEST = 1 / 3  # the share of questions whose right option may be the longest: by chance it is that of three options
CHANCE = 1 / 8  # how unlikely a pile of right options at one place must be before it is called one
NEAR = 0.9  # difflib's ratio from which two options say nearly the same
FORM = 0.87  # and two words are forms of one: "token" and "tokens" are (0.91), "encoder" and "decoder" are not (0.86)


@dataclass(frozen=True)
class Language:
    """What a language's warnings look for: whole options, and a question whose word ``not`` stands without emphasis."""

    all_or_none: frozenset[str]
    negative: re.Pattern[str]


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(line.split()) for line in text.split(","))


# By the first part of the tag. English is looked for in every language, since a translation may have left it.
LANGUAGES = {
    "en": Language(
        _phrases(
            """all of the above, all the above, all above, any of the above, both of the above, neither of the above,
            none of the above, none of the answers above, all of the answers above, all of the options above,
            none of the options above, all of these, none of these, both of these, neither of these, all of them,
            none of them, both of them, neither of them, all answers are correct, all answers are right,
            all options are correct, all options are right, no answer is correct, no answer is right,
            none is correct, none is right, none are correct, all are correct, all are right"""
        ),
        re.compile(
            r"""\b[Ww]hich\b (?:(?!\b(?:because|how|if|that|what|when|why)\b)[^,.;:?!])*?
                (?<![*_])(?P<not>\b(?:not|except|least)\b|\b\w+n[’']t\b)""",
            re.VERBOSE,
        ),
    ),
    "de": Language(
        _phrases(
            """alle genannten, alle oben genannten, alle der genannten, alle der oben genannten, alles genannte,
            alles oben genannte, alle obigen, alle obigen antworten, alle der obigen, alle davon, alles davon, beide davon,
            beides, keine davon, keiner davon, keines davon, keins davon, nichts davon, keine der genannten,
            keiner der genannten, keines der genannten, keine der oben genannten, keiner der oben genannten,
            keines der oben genannten, nichts von alledem, nichts von dem genannten, keine der obigen, keine der antworten,
            keine der obigen antworten, keine der genannten antworten, alle antworten, alle antworten sind richtig,
            alle antworten stimmen, alle antworten treffen zu, alle sind richtig, alle stimmen, keine antwort ist richtig,
            keine antwort stimmt, keine antwort trifft zu, keine ist richtig, weder noch"""
        ),
        re.compile(r"\b[Ww](?:elche[rsnm]?|as davon)\b[^,.;:?!]*?(?<![*_])(?P<not>\b(?:nicht|außer)\b)"),
    ),
}

_FIGURES = re.compile(r"`+[^`]+`+|\$[^$]+\$|\d+(?:[.,]\d+)*")
_SIGNS = re.compile(r"[^\w\s]+")


def check(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """What could be better about the questions of one page."""
    found = [quiz for quiz in quizzes(page, blocks) if _sound(quiz)]
    languages = [LANGUAGES[tag] for tag in dict.fromkeys([SOURCE, page.lang.split("-")[0]]) if tag in LANGUAGES]
    for quiz in found:
        yield from _check_question(page, quiz, languages)
        yield from _check_feedback(page, quiz)
        yield from _check_all_or_none(page, quiz, languages)
        yield from _check_near(page, quiz)
    single = [quiz for quiz in found if quiz.kind == "quiz"]
    if len(single) >= ENOUGH:
        yield from _check_length(page, single)
        yield from _check_place(page, single)


def _sound(quiz: Quiz) -> bool:
    """Whether the question can be answered at all; else its errors come first."""
    many = quiz.kind != "quiz"
    return len(quiz.options) > 1 and (many or len(quiz.key) == 1) and all(option.text for option in quiz.options)


def _check_length(page: Page, found: Sequence[Quiz]) -> Iterator[Problem]:
    longest = [quiz for quiz in found if _key_is_longest(quiz)]
    if len(longest) > len(found) * LONGEST:
        lines = ", ".join(str(page.line_of(quiz.line)) for quiz in longest)
        message = f"the right option is the longest in {len(longest)} of {len(found)} questions here (lines {lines})"
        yield page.problem(longest[0].line, "Q101", f"{message}; shorten it, or say as much in a wrong one")


def _key_is_longest(quiz: Quiz) -> bool:
    lengths = [len(plain(option.text)) for option in quiz.options]
    key = lengths.pop(quiz.key[0] - 1)
    return key > max(lengths)


def _check_place(page: Page, found: Sequence[Quiz]) -> Iterator[Problem]:
    place, number = Counter(quiz.key[0] for quiz in found).most_common(1)[0]
    sizes = [len(quiz.options) for quiz in found]
    if chance(sizes, place, number) * max(sizes) < CHANCE:
        message = f"option {place} is the right one in {number} of {len(found)} questions here"
        first = next(quiz for quiz in found if quiz.key[0] == place)
        yield page.problem(first.line, "Q102", f"{message}; move some, with their marks and feedback, in every language")


def chance(sizes: Sequence[int], place: int, number: int) -> float:
    """How likely ``number`` or more of the keys stand at one place, if each is as likely at each of its ``sizes`` places.

    The tail of the Poisson binomial distribution, one question added after the other.
    """
    odds = [1.0]
    for size in sizes:
        here = 1 / size if place <= size else 0.0
        odds = [stay * (1 - here) + come * here for stay, come in zip([*odds, 0.0], [0.0, *odds], strict=True)]
    return sum(odds[number:])


def _check_feedback(page: Page, quiz: Quiz) -> Iterator[Problem]:
    for number, option in enumerate(quiz.options, 1):
        if not option.feedback:
            wanted = "right" if option.correct else "wrong"
            message = f"option {number} has no feedback; write below it, indented by 4, '> ' and why it is {wanted}"
            yield page.problem(option.line, "Q103", message)


def _check_all_or_none(page: Page, quiz: Quiz, languages: Sequence[Language]) -> Iterator[Problem]:
    for number, option in enumerate(quiz.options, 1):
        if any(_bare(option.text) in language.all_or_none for language in languages):
            message = f"option {number}, {plain(option.text)!r}, refers to the others, which are shuffled; write an answer"
            yield page.problem(option.line, "Q104", f"{message}, or make it a 'quiz-multi'")


def _check_near(page: Page, quiz: Quiz) -> Iterator[Problem]:
    for (first, one), (second, other) in itertools.combinations(enumerate(quiz.options[:MOST], 1), 2):
        if _near(one, other):
            message = f"options {first} and {second} say nearly the same (line {page.line_of(one.line)})"
            yield page.problem(other.line, "Q105", f"{message}; write another answer, or put what they share into the question")


def _near(one: Option, other: Option) -> bool:
    """Whether two options differ in a few letters: not in numbers, code or a formula, nor in words that are no forms of each
    other. What differs in case or white space alone is an error already."""
    if _FIGURES.findall(one.text) != _FIGURES.findall(other.text):
        return False
    texts = [_bare(option.text) for option in (one, other)]
    if texts[0] == texts[1]:
        return " ".join(one.text.casefold().split()) != " ".join(other.text.casefold().split())
    if _likeness(*texts) <= NEAR:
        return False
    words, others = (text.split() for text in texts)
    changes = difflib.SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    replaced = [(" ".join(words[i:j]), " ".join(others[k:m])) for what, i, j, k, m in changes if what == "replace"]
    return all(_likeness(*pair) > FORM for pair in replaced)


def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > FORM else 0.0


def _bare(text: str) -> str:
    """An option's words alone."""
    return " ".join(_SIGNS.sub(" ", plain(text)).casefold().split())


def _check_question(page: Page, quiz: Quiz, languages: Sequence[Language]) -> Iterator[Problem]:
    for language in languages:
        if found := language.negative.search(quiz.question):
            word = found["not"]
            message = f"the question turns on {word!r}, which is easily missed; write '*{word}*', or ask the other way round"
            yield page.problem(quiz.line, "Q106", message)
