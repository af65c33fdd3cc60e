"""Notices: the three ways to write one, titled in the page's language."""

from __future__ import annotations

import pytest

COURSE = {
    "docs/de/_lang.yml": "name: Deutsch\nlabels: {notices: {tip: Tipp, note: Hinweis & mehr}}\n",
    "docs/de-AT/_lang.yml": "name: Österreichisch\n",
}


def box(kind: str, title: str, lang: str = "", text: str = "Text.") -> str:
    """A notice as it stands in the page."""
    marked = f' lang="{lang}"' if lang else ""
    return f'<div class="admonition {kind}">\n<p class="admonition-title"{marked}>{title}</p>\n<p>{text}</p>\n</div>'


def folded(kind: str, title: str, lang: str = "", opened: str = "") -> str:
    """A notice behind a click."""
    marked = f' lang="{lang}"' if lang else ""
    return f'<details class="{kind}"{opened}>\n<summary{marked}>{title}</summary>\n<p>Text.</p>\n</details>'


@pytest.mark.parametrize(
    ("lang", "text", "html"),
    [
        ("en", "> [!TIP]\n> Text.", box("tip", "Tip")),
        ("en", "!!! important\n    Text.", box("important", "Important")),
        ("de", "> [!TIP]\n> Text.", box("tip", "Tipp")),
        ("de", "> [!NOTE]\n>\n> Text.", box("note", "Hinweis &amp; mehr")),
        ("de", "!!! tip\n    Text.", box("tip", "Tipp")),
        ("de", "??? tip\n    Text.", folded("tip", "Tipp")),
        ("de", "???+ tip\n    Text.", folded("tip", "Tipp", opened=' open="open"')),
        ("de", "> [!TIP]-\n> Text.", folded("tip", "Tipp")),
        ("de", "> [!WARNING]\n> Text.", box("warning", "Warning", "en")),
        ("de", "??? caution\n    Text.", folded("caution", "Caution", "en")),
        ("de-AT", "!!! tip\n    Text.", box("tip", "Tipp", "de")),
        ("de", '!!! tip "My *own*"\n    Text.', box("tip", "My <em>own</em>")),
        ("de", "> [!TIP] My own\n> Text.", box("tip", "My own")),
        ("de", '!!! tip "*Tip*"\n    Text.', box("tip", "<em>Tip</em>")),
        ("de", "!!! example\n    Text.", box("example", "Example")),
        ("de", '!!! note ""\n    Text.', '<div class="admonition note">\n<p>Text.</p>\n</div>'),
        ("de", "!!! tip\n    Tip", box("tip", "Tipp", text="Tip")),
        ("de", "> Tip", "<blockquote>\n<p>Tip</p>\n</blockquote>"),
    ],
    ids=[
        *("callout", "admonition", "german-callout", "with-an-ampersand", "german-admonition", "german-details", "open-details"),
        *("folded-callout", "english-word", "english-word-folded", "parent-s-word", "own-title", "own-callout-title"),
        *("own-title-marked-up", "unknown-kind", "no-title", "same-text", "quotation"),
    ],
)
def test_a_notice_is_titled_in_the_language_of_its_page(lang, text, html, render, write_course):
    assert render(text, write_course(COURSE) / "docs" / lang / "lesson.md") == html


def test_outside_a_course_a_notice_speaks_english(render):
    assert render("> [!CAUTION]\n> Text.") == box("caution", "Caution")
