"""Search: one Pagefind bundle per language, from the pages that are that language's own.

A bundle is a folder ``pagefind/`` at the language's root: a small loader, the search itself as WebAssembly with the
language's stemmer, and the index in pieces of which a reader fetches only those that a query needs. Its window is
``overrides/assets/search.js``. What must not be found carries ``data-pagefind-ignore`` where it is made: hints, answers,
feedback, notes on links.

German writes compounds as one word, so *Modelle* would not be found in *Sprachmodelle*. The text that Pagefind gets has a
mark between the two parts; it indexes the whole word and both parts. The published page has no marks.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from pagefind_bin_extended import get_executable

from diglot import alone
from diglot.cache import NO_CACHE, Cache

Split = Callable[[str], int]  # where a word falls into two; 0 for one that does not

FOLDER = "pagefind"

# Between the parts of a compound. Pagefind breaks words at ASCII punctuation only, so a hyphen it is; the soft hyphen, which
# no text has before a hyphen of its own, is how search.js knows the pair and leaves it out of what it shows.
BREAK = "\u00ad-"

# Interfaces of Pagefind's own, and what belongs to them.
_UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js")

# What the site says around headings, questions, videos and code, and what a question lets readers choose from, right or wrong.
_NOT_TEXT = [
    ".headerlink",
    ".quiz__how",
    ".quiz__options",
    ".quiz__buttons",
    ".quiz__links",
    ".video__action",
    ".video__duration",
    ".video figcaption > p",
    ".output figcaption",
]

_FORM = re.compile(r"(?<=<)(/?)form\b")  # Pagefind passes over forms; a question is one
_TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_NOUN = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{7,}\b")
_SHORTEST = 4  # letters of a part; with 3, *Modelle* falls into *Mod* and *Elle*


@dataclass(frozen=True)
class Searched:
    """A page as it is searched; ``url`` is relative to the language's root, ``html`` the content of its article."""

    url: str
    title: str
    html: str


def write_bundle(pages: Sequence[Searched], lang: str, folder: Path, cache: Cache = NO_CACHE) -> None:
    """Write the bundle of a language. The same pages in the same order give the same bytes."""
    split = compounds(pages, lang, cache)
    with tempfile.TemporaryDirectory() as site:
        for page in pages:
            file = Path(site, f"{page.url}index.html" if page.url.endswith("/") or not page.url else page.url)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(document(page, lang, split), "utf-8")
        _index(Path(site), lang, folder)
    for pattern in _UNUSED:
        for file in folder.glob(pattern):
            file.unlink()
    entry = folder / "pagefind-entry.json"
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), "utf-8")


def as_text(pages: Sequence[Searched], lang: str, cache: Cache) -> dict[str, str]:
    """The bundle of a language by path, its bytes as Base64: for the cache, which holds JSON."""
    with tempfile.TemporaryDirectory() as folder:
        write_bundle(pages, lang, Path(folder), cache)
        return {name: b64encode(content).decode() for name, content in files(Path(folder)).items()}


def files(folder: Path) -> dict[str, bytes]:
    """A written bundle, by path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(bundle: Mapping[str, bytes], folder: Path) -> None:
    """Write a bundle that was written before."""
    for name, content in bundle.items():
        alone.put(content, folder / name)


def compounds(pages: Iterable[Searched], lang: str, cache: Cache) -> Split | None:
    """Where the words of these pages fall into two; None for a language that writes no compounds as one word.

    The answers for the words of each page are kept: the dictionary is loaded for a page that has others.
    """
    load = _SPLITTERS.get(lang.partition("-")[0])
    if load is None:
        return None
    places: dict[str, int] = {}
    for page in pages:
        words = sorted({word for part in _TAG.split(page.html)[::2] for word in _NOUN.findall(part)})
        places |= cache.answer("compounds", [lang, words], partial(_places, words, load))
    return places.__getitem__


def _places(words: Iterable[str], load: Callable[[], Split]) -> dict[str, int]:
    split = load()
    return {word: split(word) for word in words}


def document(page: Searched, lang: str, split: Split | None = None) -> str:
    """What Pagefind reads of a page, its compounds marked. One without a heading begins with its title, as on the site."""
    heading = "" if "<h1" in page.html else f"<h1>{html.escape(page.title, quote=False)}</h1>"
    text = _FORM.sub(r"\1div", page.html)
    body = broken(text, split) if split else text
    return f'<html lang="{lang}"><body><article data-pagefind-body>{heading}{body}</article></body></html>'


def broken(text: str, split: Split) -> str:
    """The HTML with a mark in each word that ``split`` finds a boundary in."""

    def mark(match: re.Match[str]) -> str:
        word = match[0]
        at = split(word)
        return word[:at] + BREAK + word[at:] if at else word

    parts = _TAG.split(text)
    parts[::2] = [_NOUN.sub(mark, part) for part in parts[::2]]
    return "".join(parts)


def _index(site: Path, lang: str, folder: Path) -> None:
    """Run Pagefind. Its Python service waits 0.1 s a page, and is stopped before its last files are whole.

    https://github.com/Pagefind/pagefind/issues/1271
    """
    options = {"site": site, "output-path": folder, "force-language": lang, "exclude-selectors": ",".join(_NOT_TEXT)}
    command = [str(get_executable()), "--quiet", *(f"--{name}={value}" for name, value in options.items())]
    subprocess.run(command, check=True)


def german(nouns: Mapping[str, str]) -> Split:
    """Where a German noun falls into two. ``nouns`` are forms with their lemmas.

    The last part is a noun as it stands, the longest one. The first may have a linking *s* or lack an *e*
    (*Trainings-daten*, *Sprach-modelle*), or be what is left of a verb (*Rechen-zeit*).
    """

    def noun(word: str) -> bool:
        return nouns.get(word, "")[:1].isupper()

    def first(word: str) -> bool:
        return (
            noun(word)
            or (word.endswith("s") and len(word) > _SHORTEST + 1 and noun(word[:-1]))
            or noun(word + "e")
            or (word.endswith("en") and noun(word[:-2] + "nen"))
        )

    def split(word: str) -> int:
        places = range(_SHORTEST, len(word) - _SHORTEST + 1)
        return next((at for at in places if noun(word[at:].capitalize()) and first(word[:at])), 0)

    return lru_cache(None)(split)


@lru_cache
def _german() -> Split:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # a second, for one language only

    return german(DefaultDictionaryFactory().get_dictionary("de"))


_SPLITTERS = {"de": _german}
