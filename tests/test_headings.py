"""Headings: the English id in every language, the translation's own as a second address, and the same ids in the source."""

from __future__ import annotations

import pytest
from conftest import render_markdown
from diglot.headings import Heading, headings
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

COURSE = {"docs/de/_lang.yml": "name: Deutsch\n", "docs/fa/_lang.yml": "name: فارسی\n"}


def heading(tag: str, name: str, inside: str, alias: str = "") -> str:
    """A heading as it stands in the page."""
    second = f'<span class="alias" id="{alias}"></span>' if alias else ""
    link = f'<a class="headerlink" href="#{name}" title="Permanent link">#</a>'
    return f'<{tag} id="{name}">{second}{inside}{link}</{tag}>'


@pytest.mark.parametrize(
    ("lang", "text", "html"),
    [
        ("en", "## Training {#learn}", heading("h2", "learn", "Training")),
        ("en", "## The training", heading("h2", "the-training", "The training")),
        ("de", "## Das Training {#training}", heading("h2", "training", "Das Training", "das-training")),
        ("de", "## Training {#training}", heading("h2", "training", "Training")),
        ("de", "## Das Training", heading("h2", "das-training", "Das Training")),
        (
            "de",
            "# Das *große* `a < b` & [mehr](https://example.org/) {#big}",
            heading(
                "h1",
                "big",
                'Das <em>große</em> <code>a &lt; b</code> &amp; <a href="https://example.org/">mehr</a>',
                "das-groe-a-b-mehr",
            ),
        ),
        (
            "de",
            "## Fazit {#summary}\n\n## Fazit {#summary-of-the-chapter}",
            heading("h2", "summary", "Fazit", "fazit") + "\n" + heading("h2", "summary-of-the-chapter", "Fazit", "fazit_1"),
        ),
        (
            "de",
            "## Encoder {#the-encoder}\n\n## Der Encoder {#encoder}",
            heading("h2", "the-encoder", "Encoder") + "\n" + heading("h2", "encoder", "Der Encoder", "der-encoder"),
        ),
        ("fa", "## آموزش {#training}", heading("h2", "training", "آموزش")),
        ("fa", "## آموزش T5 {#training}", heading("h2", "training", "آموزش T5", "t5")),
    ],
    ids=[
        *(
            "english",
            "english-slug",
            "german",
            "same",
            "no-id",
            "marked-up",
            "twice",
            "taken",
            "no-latin-letter",
            "some-latin-letters",
        ),
    ],
)
def test_a_translation_has_the_english_id_and_keeps_its_own(lang, text, html, render, write_course):
    assert render(text, write_course(COURSE) / "docs" / lang / "lesson.md") == html


def test_a_text_of_no_course_has_no_second_addresses(render):
    assert render("## Das Training {#training}") == heading("h2", "training", "Das Training")


def test_no_id_stands_twice_on_a_page(render, write_course):
    text = "# A {#b}\n\n## B {#a}\n\n## A\n\n### a {#c}\n\n## B\n\n## C {#d}\n\n## d\n"
    tree = LexborHTMLParser(render(text, write_course(COURSE) / "docs/de/lesson.md"))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# A *b* {#c}", [Heading(1, "A b", "c", 0, explicit=True)]),
        ("## A & `b` ##", [Heading(2, "A & b", "a-b", 0, explicit=False)]),
        ("```\n# A\n```\n\n### B", [Heading(3, "B", "b", 4, explicit=False)]),
        ("# A\n\n# A", [Heading(1, "A", "a", 0, explicit=False), Heading(1, "A", "a_1", 2, explicit=False)]),
        ("# A\n\n# B {#a}", [Heading(1, "A", "a_1", 0, explicit=False), Heading(1, "B", "a", 2, explicit=True)]),
        ("#hashtag and\ntext # text", []),
    ],
    ids=["explicit", "closed", "code", "twice", "taken-later", "none"],
)
def test_headings_are_read_from_the_source(text, found):
    assert headings(text.split("\n")) == found


LINES = ["# A", "## A", "## B {#a}", "### *B* `c`", "# Ä ö & [x](y.md)", "text", "```", "# T5 {: #t .x}", "## a_1"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_the_source_has_the_ids_of_the_page(lines):
    lines = [part for line in lines for part in (line, "")]
    tree = LexborHTMLParser(render_markdown("\n".join(lines)))
    assert [found.id for found in headings(lines)] == [node.attributes["id"] for node in tree.css("h1, h2, h3")]
