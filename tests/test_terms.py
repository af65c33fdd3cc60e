"""Glossary terms: what a glossary page defines, links to it with their cards, and unknown keys."""

from __future__ import annotations

import pytest
from diglot.check import check_course
from diglot.pages import read_course
from diglot.terms import Term, terms

GLOSSARY = """\
---
description: The terms.
---

# Glossary

token {#token}
:   A *unit* of text, not a `word`.
    It has a [number](term:vocabulary).

    More about it.

cross-attention {#cross-attention}
:   Attention of **two** & more.
"""
COURSE = {
    "docs/en/glossary.md": GLOSSARY,
    "docs/de/_lang.yml": "name: Deutsch\n",
    "docs/de/glossary.md": "# Glossar\n\nToken {#token}\n: Eine Einheit <des> Textes.\n",
    "docs/fr/_lang.yml": "name: Français\n",
}


def card(number: int, address: str, text: str, note: str) -> str:
    """A link with its card, as it stands in the page."""
    return (
        f'<span class="card"><a aria-describedby="card-{number}" class="term" href="{address}">{text}</a>'
        f'<span class="card__note" data-pagefind-ignore="" data-search-exclude="" id="card-{number}" role="tooltip">'
        f"{note}</span></span>"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a {#a}\n:   An A.", {"a": Term("a", "a", "An A.", 0)}),
        (
            "# Title\n\nA b {: #a-b .x }\n: An *A* `b`\nand more.\n\n    Not this.",
            {"a-b": Term("a-b", "A b", "An A b and more.", 2)},
        ),
        ("a {#a}\nb {#b}\n:   Both.", {"a": Term("a", "a", "Both.", 0), "b": Term("b", "b", "Both.", 1)}),
        ("a {#a}\n\n:   After a blank line.", {"a": Term("a", "a", "After a blank line.", 0)}),
        ("a {#a}\n:   First.\n:   Second.", {"a": Term("a", "a", "First.", 0)}),
        ("用語 {#term}\n:   定義。", {"term": Term("term", "用語", "定義。", 0)}),
        ("```\na {#a}\n:   An example.\n```", {}),
        ("a {#a}\n\ntext", {}),
        ("a\n:   Without a key.", {}),
        ("## a {#a}\n:   A heading is no term.", {}),
        ("a {#a}", {}),
    ],
    ids=[
        *("short", "long", "two-terms", "blank-line", "two-definitions", "japanese", "code"),
        *("no-definition", "no-key", "heading", "end"),
    ],
)
def test_a_glossary_page_is_read(text, found):
    assert terms(text.split("\n")) == found


@pytest.mark.parametrize(
    ("page", "text", "html"),
    [
        (
            "en/lesson.md",
            "A [token](term:token).",
            f"<p>A {card(1, 'glossary.md#token', 'token', 'A unit of text, not a word. It has a number.')}.</p>",
        ),
        (
            "en/chapter/part/lesson.md",
            "[*Two*](term:cross-attention)",
            f"<p>{card(1, '../../glossary.md#cross-attention', '<em>Two</em>', 'Attention of two &amp; more.')}</p>",
        ),
        (
            "de/lesson.md",
            "[Token](term:token)",
            f"<p>{card(1, 'glossary.md#token', 'Token', 'Eine Einheit &lt;des&gt; Textes.')}</p>",
        ),
        ("en/lesson.md", "[x](term:none)", '<p><a href="term:none">x</a></p>'),
        ("fr/lesson.md", "[x](term:token)", '<p><a class="term" href="glossary.md#token">x</a></p>'),
        ("de/lesson.md", "[x](term:cross-attention)", '<p><a class="term" href="glossary.md">x</a></p>'),
        ("en/lesson.md", "`[x](term:token)`", "<p><code>[x](term:token)</code></p>"),
    ],
    ids=["english", "deep", "german", "unknown", "no-glossary", "not-explained-yet", "code"],
)
def test_a_link_goes_to_the_glossary_of_its_language(page, text, html, render, write_course):
    assert render(text, write_course(COURSE) / "docs" / page) == html


def test_a_link_in_the_glossary_itself_stays_there(render, write_course):
    page = write_course(COURSE) / "docs/en/glossary.md"
    assert render("a\n:   See [token](term:token).", page) == (
        "<dl>\n<dt>a</dt>\n"
        f"<dd>See {card(1, 'glossary.md#token', 'token', 'A unit of text, not a word. It has a number.')}.</dd>\n</dl>"
    )


def test_an_unknown_term_is_reported_in_each_language(write_course):
    lesson = "# Lesson\n\nA [token](term:tokn) of [a](term:cross-attention).\n\n```\n[x](term:tokn)\n```\n"
    root = write_course({**COURSE, "docs/en/lesson.md": lesson, "docs/de/lesson.md": lesson, "docs/fr/lesson.md": lesson})
    found = [str(problem) for problem in check_course(read_course(root)) if problem.code == "T001" and "lesson" in problem.path]
    assert found == [
        "docs/de/lesson.md:3:11: error T001 unknown term 'tokn'; did you mean 'token'?",
        "docs/en/lesson.md:3:11: error T001 unknown term 'tokn'; did you mean 'token'?",
        "docs/fr/lesson.md:3:11: error T001 unknown term 'tokn'; did you mean 'token'?",
    ]
