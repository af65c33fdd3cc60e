"""How long ``diglot status`` takes: 1,000 pages in 25 languages, two thirds of them stale, history in git.

    python scripts/benchmarks/status.py [PAGES] [LANGUAGES]

The course is made in a temporary folder. Pages have about 150 lines, every English page has had three versions. Prints
one line a step; the target is 3 s for all of them on two cores.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from diglot.pins import blob_id
from diglot.states import as_json, survey

TAGS = [
    "ar",
    "bn",
    "cs",
    "de",
    "el",
    "es",
    "fa",
    "fi",
    "fr",
    "he",
    "hi",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt-BR",
    "ro",
    "ru",
    "sv",
    "th",
    "tr",
    "uk",
    "vi",
    "zh-Hans",
    "zh-Hant",
]
WORDS = [
    "attention",
    "layer",
    "token",
    "model",
    "text",
    "query",
    "key",
    "value",
    "mask",
    "vector",
    "train",
    "data",
    "loss",
    "learn",
    "batch",
    "head",
]


def page(number: int, version: int) -> str:
    """An English page; each version edits two of its ten sections."""
    rng = random.Random(number)
    parts = [f"# Page {number}\n"]
    for section in range(10):
        parts.append(f"\n## Section {section} of page {number}\n")
        edits = sum(section in (3 * step % 10, (3 * step + 4) % 10) for step in range(1, version + 1))
        for _ in range(4):
            parts.append("\n" + " ".join(rng.choices(WORDS, k=60)) + ".\n")
        parts.append(f"\n- one {edits}\n- [two](other.md)\n\n```python\nx = {number}\n```\n")
    return "".join(parts)


def git(root: Path, *arguments: str) -> None:
    """Run git there."""
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def make(root: Path, pages: int, languages: int) -> None:
    """The course: three commits of English, then the translations, each pinned to one of the three."""
    ids = {}
    git(root, "init", "--quiet")
    for version in range(3):
        for number in range(pages):
            file = root / f"docs/en/chapter-{number // 20}/page-{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page(number, version), "utf-8")
            ids[number, version] = blob_id(file.read_bytes())
        git(root, "add", "--all")
        git(root, "commit", "--quiet", "-m", "x")
    for place, tag in enumerate(TAGS[:languages]):
        for number in range(pages):
            file = root / f"docs/{tag}/chapter-{number // 20}/page-{number}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            front = f"---\nsource: {ids[number, (number + place) % 3]}\n---\n"
            file.write_text(front + page(number, 0), "utf-8")
        (root / f"docs/{tag}/_lang.yml").write_text(f"name: {tag}\n", "utf-8")


def main() -> None:
    """Make the course and time a status, three times."""
    pages, languages = (int(given) for given in [*sys.argv[1:], *("1000", "25")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, pages, languages)
        for _ in range(3):
            start = time.perf_counter()
            found = survey(root)
            middle = time.perf_counter()
            size = len(as_json(found.states))
            end = time.perf_counter()
            stale = sum(state.state == "stale" for own in found.states.values() for state in own.values())
            print(f"{pages} pages × {languages} languages  {stale:6d} stale", end="")
            print(f"  survey {middle - start:5.2f} s  json {end - middle:5.2f} s ({size} B)")


if __name__ == "__main__":
    main()
