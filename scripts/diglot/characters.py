"""Characters that a reader does not see, or takes for others.

Control characters, marks that turn text around (Trojan Source, CVE-2021-42574), characters without width where they change
an id, a link or a line of code, and words that mix letters of several scripts which look alike. Joiners stay where a script
or an emoji needs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from diglot.pages import Page
from diglot.problems import Problem
from diglot.source import CODE_SPAN, fences, prose

# Markdown removes U+0002 and U+0003 while it reads a page; the others would reach readers or break the feed.
_REMOVED = "\x02\x03"
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ufffd-\uffff\ufdd0-\ufdef]")
# Embeddings, overrides and isolates (UAX #9): they can make a line read as something else. Marks and joiners are letters' own.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WIDTHLESS = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
_JOINERS = "\u200c\u200d"
_UNSPACED = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "JAVANESE", "BALINESE")  # U+200B says where a line may break
_MERGE = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)")

_LETTERS = re.compile(r"[^\W\d_]+")
_PLACE = re.compile(r"\{[^}\n]*#[^}\n]*\}|\]\([^)\n]*\)|^\s*(?:attrs|tests|src|youtube|file|captions):.*|^\s*\[[^\]]+\]:.*")
_LINK_TEXT = re.compile(r"\[(?P<text>[^\]\n]*)\]\(")
_TOGETHER = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "LATIN")


def check(page: Page) -> Iterator[Problem]:
    """What is wrong with the characters of a page, its front matter included."""
    shown = dict(prose(page.lines))
    code = {index for fence in fences(page.lines) for index in range(fence.first + 1, fence.last)}
    for number, line in enumerate(page.text.split("\n"), 1):
        index = number - page.front.line
        if _MERGE.match(line) and (index < 0 or index in shown):
            yield Problem(page.path, number, 1, "S042", f"{line[:20]!r} is left of a merge; choose one text and remove the marks")
        if line.isascii() and line.isprintable():
            continue
        for column, reason, kind in _faults(line, in_code=index in code):
            yield Problem(page.path, number, column, kind, reason)


def _is_of_one_writing(word: str) -> bool:
    """Whether all letters are of scripts that are written together (UTS 39, 5.2: Latin with Han, kana, Hangul, Bopomofo)."""
    return all(sign.isascii() or unicodedata.name(sign, "").startswith(_TOGETHER) for sign in word)


def _faults(line: str, *, in_code: bool) -> Iterator[tuple[int, str, str]]:
    for found in _CONTROL.finditer(line):
        code, advice = ("C002", "Markdown removes it") if found[0] in _REMOVED else ("C001", "remove it")
        yield found.start() + 1, f"control character {_name(found[0])}; {advice}", code
    for found in _BIDI.finditer(line):
        yield (
            found.start() + 1,
            f"control character {_name(found[0])} turns text around; remove it, or write &lrm; or &rlm;",
            "S043",
        )
    strict = _strict(line, in_code=in_code)
    for at, where in _needless(line, strict):
        yield at + 1, f"invisible character {_name(line[at])} {where}; remove it", "C003"
    texts = [match.span("text") for match in _LINK_TEXT.finditer(line)]
    for first, last in [*strict, *texts]:
        for word in _LETTERS.finditer(line, first, last):
            if not _is_of_one_writing(word[0]) and _looks_like_another(word[0]):
                other = next(sign for sign in word[0] if not unicodedata.name(sign, "").startswith("LATIN"))
                message = f"word {word[0]!r} mixes scripts: {other!r} is {unicodedata.name(other, '?')}; write it in one script"
                yield word.start() + 1, message, "C004"


def _looks_like_another(word: str) -> bool:
    from confusable_homoglyphs.confusables import is_dangerous  # reads its tables: few builds need them, each would wait

    return is_dangerous(word, preferred_aliases=["latin"])


def without_invisible(line: str) -> str:
    """A line of prose without the invisible characters that nothing needs; each is a problem of the check."""
    found = {at for at, _ in _needless(line, _strict(line, in_code=False))}
    return "".join(sign for at, sign in enumerate(line) if at not in found) if found else line


def _strict(line: str, *, in_code: bool) -> list[tuple[int, int]]:
    """The places of a line where every character counts: code, ids, links."""
    if in_code:
        return [(0, len(line))]
    return [match.span() for pattern in (CODE_SPAN, _PLACE) for match in pattern.finditer(line)]


def _needless(line: str, strict: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    for found in _WIDTHLESS.finditer(line):
        inside = any(first <= found.start() < last for first, last in strict)
        if inside or not _is_needed(line, found.start()):
            yield found.start(), "in code, an id or a link" if inside else "where nothing needs it"


def _is_needed(line: str, at: int) -> bool:
    """Whether an invisible character in prose does something: joins or parts letters of a script that does so, or an emoji."""
    before, sign, behind = line[max(at - 1, 0) : at], line[at], line[at + 1 : at + 2]
    names = [unicodedata.name(neighbour, "") for neighbour in (before, behind) if neighbour]
    if sign == "\u00ad":
        return bool(before.isalpha() and behind.isalpha())
    if sign == "\u200b":
        return any(name.startswith(_UNSPACED) for name in names)
    if sign in _JOINERS:
        return any(not name.startswith(("LATIN", "GREEK", "CYRILLIC", "SPACE", "DIGIT")) for name in names)
    return sign in "\u200e\u200f"  # marks of direction: harmless, and needed where scripts meet


def _name(sign: str) -> str:
    return f"U+{ord(sign):04X}"
