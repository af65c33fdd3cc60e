"""MDX pages become ours: each quirk a small page in golden/mdx, what it becomes beside it, and what is said about it below."""

from __future__ import annotations

from pathlib import Path

import pytest
from diglot.mdx.course import convert
from diglot.mdx.report import Report
from diglot.mdx.sources import Source
from diglot.mdx.toctree import read_toctree

GOLDEN = Path(__file__).parent / "golden" / "mdx"
CASES = sorted(path.stem for path in GOLDEN.glob("*.mdx"))
TOCTREE = """
- title: 1. On the water
  sections:
  - {local: chapter1/1, title: The page}
  - {local: chapter1/2, title: Another page}
"""
OTHER = "# Another page\n\n## Deck\n\nText.\n"


def course_of(text: str, lang: str = "en") -> tuple[str, Report]:
    """One page of a course of two, as it is written, and the report on both."""
    chapters, _ = read_toctree(TOCTREE, "en/_toctree.yml")
    course = convert([Source("en", "en", tuple(chapters), {"chapter1/1": text, "chapter1/2": OTHER})])
    return course.pages["en", "on-the-water/the-page.md"], course.report


@pytest.mark.parametrize("case", CASES)
def test_a_page_becomes_what_stands_beside_it(case: str) -> None:
    page, report = course_of((GOLDEN / f"{case}.mdx").read_text("utf-8"))
    said = "".join(f"{note}\n" for note in report.notes)

    assert page + (f"\n%%%%\n{said}" if said else "") == (GOLDEN / f"{case}.md").read_text("utf-8")


def test_there_are_sixty_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_lost_on_the_way(case: str) -> None:
    _, report = course_of((GOLDEN / f"{case}.mdx").read_text("utf-8"))

    assert [str(one) for one in report.sums if not one.adds_up] == []
