"""A generated course: 24 languages, as many pages as wanted, the same from the same seed.

    python scripts/benchmarks/generated.py DEST [--pages 45] [--languages 24] [--fallbacks] [--seed 1]

It has the measures of the reference course (1,044 pages in 26 languages): of its pages the deciles of words and of code
blocks, of its questions, videos, notices, tables, formulas and links so many a page. Code, formulas, ids and targets are
those of English in every language, words are made up. With ``--fallbacks`` each language has as many pages as it has
there (104 in English, 25 in German, 1 in Arabic), else all have all.

A page is made in two steps: a template, the same for every language, with holes for words; then the words of a language.
DEST becomes a complete course in a git repository with one commit, every translation pinned to its English page.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from diglot.languages import LANGUAGE_FILE, SOURCE
from diglot.mdx.course import Course
from diglot.mdx.settings import configuration, language_files
from diglot.pins import blob_id
from markdown.extensions.toc import slugify

from benchmarks.snippets import DRAWING, DRAWING_LABELS, FORMULAS, INLINE_FORMULAS, code, name
from benchmarks.words import Lexicon, lexicon

ROOT = Path(__file__).resolve().parent.parent.parent

# Pages of each language in the reference course (two of its languages, with three pages, are left out): 1,041.
REFERENCE = {
    **{"en": 104, "my": 104, "ro": 103, "fr": 81, "zh": 80, "ru": 80, "zh-TW": 79, "vi": 78, "it": 50, "es": 45, "th": 43},
    **{"pt": 42, "ja": 35, "ko": 32, "de": 25, "hi": 19, "fa": 13, "te": 12, "tr": 7, "bn": 3, "id": 3, "ar": 1, "he": 1},
    "pl": 1,
}  # fmt: skip
LANGUAGES = ("en", "de", *sorted(REFERENCE.keys() - {"en", "de"}))  # English and German first: a few are enough for a test

# Deciles of the reference course's English pages; long pages are those with much code.
WORDS = (70, 220, 370, 600, 880, 1180, 1550, 1900, 2500, 3600)
FENCES = (0, 0, 1, 2, 4, 8, 15, 24, 40, 60)
FENCE_KINDS = {"python": 64, "output": 27, "bash": 4, "": 3, "json": 2}  # per cent
QUIZ_PAGE = 5  # questions at the end of a chapter
CHAPTER = 9  # pages
TERMS = 40

_HOLE = re.compile(r"‹(?P<kind>[sth]|w):(?P<value>[^›]*)›")


@dataclass(frozen=True)
class Plan:
    """What is known of a page before it is written: its name, its place in the course, its English title and headings."""

    name: str
    number: int
    kind: str  # index, opening, lesson, quiz or glossary
    title: str
    headings: tuple[str, ...]

    @property
    def ids(self) -> list[str]:
        """Of the headings below the title."""
        return [slugify(heading, "-") for heading in self.headings]


@dataclass(frozen=True)
class Parts:
    """What a page can point at."""

    plans: Sequence[Plan]
    terms: Sequence[str]
    models: Sequence[str]


def files(pages: int, languages: Mapping[str, int], seed: int, lent: Path = ROOT) -> dict[str, bytes]:
    """All files of a course by path; ``languages``: how many pages each has, the first ones. ``lent`` lends the theme."""
    plans = plan(pages, seed)
    parts = Parts(plans, terms(seed), sorted(yaml.safe_load((lent / "docs/models.yml").read_text("utf-8")))[:20])
    course, glossaries = Course(), {}
    for own in plans:
        folder = own.name.partition("/")[0]
        if own.kind == "opening":
            course.nav.append((folder, []))
        if "/" in own.name:
            course.nav[-1][1].append(own.name)
        template = "\n\n".join(_template(own, parts, random.Random(f"{seed} {own.name}"))) + "\n"
        english = fill(template, own, SOURCE, seed)
        pin = blob_id(english.encode())
        for tag, has in languages.items():
            if own.number < has:
                text = english if tag == SOURCE else fill(template, own, tag, seed, pin)
                (glossaries if own.kind == "glossary" else course.pages)[tag, own.name] = text
    words = {tag: file.read_text("utf-8") for tag in languages if (file := lent / "docs" / tag / LANGUAGE_FILE).is_file()}
    settings = configuration((lent / "mkdocs.yml").read_text("utf-8"), course, "Generated")
    settings = settings.replace("nav:\n  - index.md\n", "nav:\n  - index.md\n  - glossary.md\n")
    texts = {f"docs/{tag}/{path}": text for (tag, path), text in (course.pages | glossaries).items()}
    texts |= language_files(languages, words) | {"mkdocs.yml": settings, "docs/figures/boxes.svg": DRAWING}
    shared = [lent / "docs/models.yml", *(file for file in sorted((lent / "overrides").rglob("*")) if file.is_file())]
    return {path: text.encode() for path, text in texts.items()} | {
        file.relative_to(lent).as_posix(): file.read_bytes() for file in shared
    }


def plan(pages: int, seed: int) -> list[Plan]:
    """The pages of a course, first page, chapters and glossary. Of the first so many a language may have translations."""
    rng, found = random.Random(f"{seed} plan"), []
    for number in range(pages):
        chapter, place = divmod(number - 2, CHAPTER)
        last = place == CHAPTER - 1 or number == pages - 1
        kind = "index" if number == 0 else "glossary" if number == 1 else "quiz" if last else "lesson" if place else "opening"
        title = lexicon(SOURCE).title(rng, rng.randint(2, 5))
        file = "index" if place == 0 else f"{name(rng)}-{name(rng)}-{chr(97 + place)}"
        words = WORDS[_decile(number)]
        headings = [f"{lexicon(SOURCE).title(rng, rng.randint(2, 4))} {name(rng)}" for _ in range(1 + min(words // 190, 12))]
        path = {"index": "index.md", "glossary": "glossary.md"}.get(kind, f"chapter-{chapter + 1:02}/{file}.md")
        found.append(Plan(path, number, kind, title, tuple(dict.fromkeys(headings))))
    return found


def terms(seed: int) -> list[str]:
    """The English words that the glossary explains."""
    rng = random.Random(f"{seed} terms")
    return sorted({f"{name(rng)} {name(rng)}" for _ in range(TERMS)})


def fill(template: str, own: Plan, tag: str, seed: int, pin: str = "") -> str:
    """The words of a language in the holes of a template; a translation names its pin and the ids of its headings."""
    words, rng = lexicon(tag), random.Random(f"{seed} {own.name} {tag}")
    filled = _HOLE.sub(lambda hole: _words(hole["kind"], hole["value"], words, rng), template)
    front = f'description: "{words.phrase(rng, 12)}"\n' + (f"source: {pin}\n" if pin else "")
    return f"---\n{front}---\n\n{filled}"


def _words(kind: str, value: str, words: Lexicon, rng: random.Random) -> str:
    if kind == "h":
        is_english = words.tag == SOURCE
        return value if is_english else f"{words.title(rng, len(value.split()))} {{#{slugify(value, '-')}}}"
    return {"s": words.sentence, "t": words.title, "w": words.phrase}[kind](rng, int(value))


def _decile(number: int) -> int:
    return number * 7 % 10  # one after the other, mixed


def _template(own: Plan, parts: Parts, rng: random.Random) -> Iterator[str]:
    """The blocks of a page."""
    yield f"# ‹h:{own.title}›"
    if own.kind == "index":
        chapters = [other for other in parts.plans if other.kind == "opening"]
        yield _sentences(rng, 4)
        yield "\n".join(f"- [‹t:3›]({other.name}): ‹w:6›" for other in chapters)
    elif own.kind == "glossary":
        yield _sentences(rng, 1)
        yield "\n\n".join(f"‹w:2› {{#{slugify(term, '-')}}}\n:   ‹s:{rng.randint(8, 24)}›" for term in parts.terms)
    elif own.kind == "quiz":
        yield _sentences(rng, 1)
        for number in range(QUIZ_PAGE):
            yield from _quiz(own, number, rng)
    else:
        yield from _lesson(own, parts, rng)


def _lesson(own: Plan, parts: Parts, rng: random.Random) -> Iterator[str]:
    """Paragraphs and what stands between them, by section; a question or two where a section ends."""
    decile = _decile(own.number)
    paragraphs = max(1, WORDS[decile] // 42 - len(own.headings))
    kinds = list(FENCE_KINDS)
    fences = [code(rng, kind) for kind in rng.choices(kinds, weights=FENCE_KINDS.values(), k=FENCES[decile])]
    things: list[Callable[[], str]] = [
        *(lambda: _paragraph(own, parts, rng) for _ in range(paragraphs)),
        *(lambda text=text: text for text in fences),
        *_some(rng, 0.3, lambda: _video(rng)),
        *_some(rng, 2.1, lambda: _notice(rng)),
        *_some(rng, 1.3, lambda: "\n".join(f"- ‹t:{rng.randint(4, 12)}›" for _ in range(rng.randint(2, 5)))),
        *_some(rng, 0.3, lambda: _table(rng)),
        *_some(rng, 0.4, lambda: f"$$\n{rng.choice(FORMULAS)}\n$$"),
        *_some(rng, 0.4, lambda: _figure(rng)),
    ]
    rng.shuffle(things)
    yield _sentences(rng, 2)
    yield _video(rng)
    size = -(-len(things) // len(own.headings))
    questions = 0
    for place, heading in enumerate(own.headings):
        yield f"{'###' if place % 3 == 2 else '##'} ‹h:{heading}›"
        yield _paragraph(own, parts, rng)
        yield from (thing() for thing in things[place * size : (place + 1) * size])
        if place < 2 and rng.random() < 0.5:
            yield from _quiz(own, questions, rng, tests=own.ids[place])
            questions += 1


def _some(rng: random.Random, mean: float, make: Callable[[], str]) -> list[Callable[[], str]]:
    """So many on average."""
    return [make] * (int(mean) + (rng.random() < mean % 1))


def _sentences(rng: random.Random, number: int) -> str:
    return " ".join(f"‹s:{rng.randint(6, 18)}›" for _ in range(number))


def _paragraph(own: Plan, parts: Parts, rng: random.Random) -> str:
    """Two to five sentences; in one of them a link, code, a formula or an emphasis, as often as there."""
    sentences = [f"‹s:{rng.randint(6, 18)}›" for _ in range(rng.randint(2, 5))]
    lessons = [other for other in parts.plans if other.kind in ("lesson", "opening")]
    target = rng.choice(lessons)
    up = "../" if "/" in own.name else ""
    inserts = [
        lambda: f"`{name(rng)}`",
        lambda: f"`{name(rng)}.{name(rng)}()`",
        lambda: f"**‹w:2›** `{name(rng)}`",
        lambda: f"[‹w:2›](term:{slugify(rng.choice(parts.terms), '-')})",
        lambda: f"[‹w:1›](model:{rng.choice(parts.models)})",
        lambda: f"[‹w:3›]({up}{target.name}#{rng.choice(target.ids)})",
        lambda: f"[‹w:3›](https://docs.example.org/{name(rng)}/{name(rng)})",
        lambda: f"${rng.choice(INLINE_FORMULAS)}$",
    ]
    if rng.random() < 0.7:
        insert = rng.choices(inserts, weights=(30, 20, 10, 12, 12, 8, 6, 2))[0]()
        sentences[rng.randrange(len(sentences))] = f"‹t:{rng.randint(3, 8)}› {insert} ‹w:{rng.randint(2, 8)}›."
    return " ".join(sentences)


def _notice(rng: random.Random) -> str:
    kind = rng.choice(("tip", "warning", "note"))
    text = f"‹s:{rng.randint(8, 16)}› ‹s:{rng.randint(8, 16)}›"
    return rng.choice((f"> [!{kind.upper()}]\n> {text}", f'!!! {kind} "‹t:3›"\n\n    {text}'))


def _table(rng: random.Random) -> str:
    rows = [f"| `{name(rng)}` | ‹w:3› | {rng.randint(1, 900)} |" for _ in range(rng.randint(3, 8))]
    return "\n".join(["| ‹t:1› | ‹t:2› | ‹t:1› |", "| --- | --- | ---: |", *rows])


def _video(rng: random.Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    minutes = f"{rng.randint(1, 14)}:{rng.randint(0, 59):02}"
    return f'/// video | ‹t:4›\n    youtube: {"".join(rng.choices(letters, k=11))}\n    duration: "{minutes}"\n///'


def _figure(rng: random.Random) -> str:
    labels = "".join(f'        {label}: "‹w:1›"\n' for label in DRAWING_LABELS)
    return f'/// figure | ‹s:{rng.randint(6, 12)}›\n    src: boxes\n    alt: "‹w:18›"\n    labels:\n{labels}///'


def _quiz(own: Plan, number: int, rng: random.Random, tests: str = "") -> Iterator[str]:
    """Three or four options with feedback, one right, in three of ten questions two; the right ones are the shorter texts."""
    many = rng.random() < 0.3
    size = rng.choice((3, 3, 4, 4, 5))
    right = {number % size, (number + 2) % size} if many else {number % size}
    stem = own.name.removesuffix(".md").replace("/", "-")
    yield f"/// quiz{'-multi' if many else ''} | ‹t:{rng.randint(6, 14)}›?\n    attrs: {{id: {stem}-{number + 1}}}" + (
        f"\n    tests: {tests}\n    difficulty: {rng.randint(1, 3)}" if tests else ""
    )
    for option in range(size):
        mark, length = ("x", 4) if option in right else (" ", 6)
        yield f"- [{mark}] ‹t:{length}›\n\n    > ‹s:{rng.randint(8, 20)}›"
    if rng.random() < 0.6:
        yield f"/// hint | ‹t:1›\n‹s:{rng.randint(6, 14)}›\n///"
    if rng.random() < 0.6:
        yield f"/// explain | ‹t:1›\n{_sentences(rng, 2)}\n///"
    yield "///"


def make(dest: Path, pages: int, languages: Mapping[str, int], seed: int = 1) -> None:
    """Write a course into a new folder and commit it."""
    for path, data in files(pages, languages, seed).items():
        target = dest / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (dest / ".gitignore").write_text("/site/\n/.site.*\n.cache/\n", "utf-8")
    commit(dest)


def commit(root: Path) -> None:
    """Put everything there into a repository, at a fixed time."""
    time = "2026-01-01T00:00:00Z"
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in
           {"NAME": "Ana", "EMAIL": "ana@example.org", "DATE": time}.items()}  # fmt: skip
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"], ["commit", "--quiet", "-m", "A course"]):
        subprocess.run(["git", "-C", str(root), *command], env={**os.environ, **who}, check=True, capture_output=True)


def has(pages: int, languages: int = len(LANGUAGES), *, fallbacks: bool = False) -> dict[str, int]:
    """How many pages each language has: all, or as many as in the reference course."""
    return {tag: min(pages, REFERENCE[tag]) if fallbacks else pages for tag in LANGUAGES[:languages]}


def main() -> None:
    """Write a course."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dest", type=Path)
    parser.add_argument("--pages", type=int, default=45, help="in English; 45")
    parser.add_argument("--languages", type=int, default=len(LANGUAGES), help="24, which is also the most")
    parser.add_argument("--fallbacks", action="store_true", help="as many translations as in the reference course")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    make(given.dest, given.pages, has(given.pages, given.languages, fallbacks=given.fallbacks), given.seed)
    print(f"{given.dest}: {sum(1 for _ in given.dest.glob('docs/*/**/*.md'))} pages")


if __name__ == "__main__":
    main()
