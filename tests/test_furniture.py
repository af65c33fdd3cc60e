"""What stands around a page's text: reading time, links to the forge and the forum, dates, the page as Markdown."""

from __future__ import annotations

from datetime import date

import pytest
from diglot.furniture import as_markdown, ask_url, chapter_of, long_date, reading_minutes, report_url, translate_url
from diglot.languages import Language, words_of
from diglot.models import read_registry
from diglot.pages import Page

T5 = "{name: T5, family: encoder-decoder, hub: google-t5/t5-base, docs: t5, paper: 'https://x.org/', year: 2019, licence: MIT}"
REGISTRY, _ = read_registry(f"t5: {T5}", "docs/models.yml")
ADDRESSES = {
    "glossary.md": "https://course.example.org/de/glossary/",
    "chapter/index.md": "https://course.example.org/de/chapter/",
    "chapter/next.md": "https://course.example.org/de/chapter/next/",
    "index.md": "https://course.example.org/de/",
    "chapter/talk.vtt": "https://course.example.org/de/chapter/talk.vtt",
}


def page(text: str, name: str = "chapter/lesson.md") -> Page:
    return Page("de", name, f"docs/de/{name}", text)


def markdown(text: str) -> str:
    return as_markdown(page(text), REGISTRY, lambda name: ADDRESSES.get(name, ""))


# --------------------------------------------------------------------------------------------------------- reading time


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("word " * 240, 1),
        ("word " * 241, 2),
        ("it's well-known " * 120, 1),
        ("字" * 400, 1),
        ("字" * 401, 2),
        ("かな、" * 400, 2),
        ("word " * 240 + "字" * 400, 2),
        ("```\n" + "word " * 1000 + "\n```", 1),
        ("—" * 1000, 1),
    ],
    ids=["nothing", "one", "more", "apostrophes", "chinese", "more-chinese", "japanese", "both", "code", "no-words"],
)
def test_reading_time_counts_words_and_signs_of_prose(text, minutes):
    assert reading_minutes(page(text)) == minutes


# ---------------------------------------------------------------------------------------------------------------- links


def test_a_question_names_page_chapter_and_language():
    assert ask_url("https://forum.example.org/", "Was & wie?", "transformer-models", "de") == (
        "https://forum.example.org/new-topic?title=Was+%26+wie%3F&category=transformer-models&tags=de"
    )
    assert (
        ask_url("https://forum.example.org", "Start", "", "pt-BR") == "https://forum.example.org/new-topic?title=Start&tags=pt-BR"
    )


def test_a_report_names_the_page_in_its_language():
    words = words_of("de", {"de": Language("de", "Deutsch", own={"page.report-body": "Seite: {url}\n\nWas stimmt nicht?"})})
    assert report_url("https://forge.example.org/a/b/", "Ein <Titel>", "https://course.example.org/de/x/", words) == (
        "https://forge.example.org/a/b/issues/new?title=Ein+%3CTitel%3E"
        "&body=Seite%3A+https%3A%2F%2Fcourse.example.org%2Fde%2Fx%2F%0A%0AWas+stimmt+nicht%3F"
    )


@pytest.mark.parametrize(
    ("edit_url", "lang", "name", "address"),
    [
        (
            "https://github.com/a/b/edit/main/docs/en/chapter/lesson.md",
            "de",
            "chapter/lesson.md",
            "https://github.com/a/b/new/main/docs/de/chapter?filename=lesson.md",
        ),
        (
            "https://github.com/a/b/edit/main/docs/en/index.md",
            "es-419",
            "index.md",
            "https://github.com/a/b/new/main/docs/es-419?filename=index.md",
        ),
        (
            "https://github.com/a/b/blob/edit/docs/en/en/index.md",
            "de",
            "en/index.md",
            "https://github.com/a/b/new/edit/docs/de/en?filename=index.md",
        ),
        (
            "https://gitlab.com/a/b/-/edit/main/docs/en/index.md",
            "de",
            "index.md",
            "https://gitlab.com/a/b/-/new/main/docs/de?filename=index.md",
        ),
        ("https://example.org/wiki?edit=en/index.md", "de", "index.md", ""),
        ("https://github.com/a/b/edit/main/docs/de/index.md", "de", "index.md", ""),
        ("", "de", "index.md", ""),
    ],
    ids=["chapter", "top", "blob", "gitlab", "other-forge", "other-language", "none"],
)
def test_a_missing_page_is_begun_where_its_english_page_would_be_edited(edit_url, lang, name, address):
    assert translate_url(edit_url, "en", lang, name) == address


@pytest.mark.parametrize(("name", "chapter"), [("index.md", ""), ("a/index.md", "a"), ("a/b/c.md", "a")])
def test_a_chapter_is_the_folder_a_page_lies_in(name, chapter):
    assert chapter_of(name) == chapter


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "November 21, 2026"),
        ("de", "21. November 2026"),
        ("pt-BR", "21 de novembro de 2026"),
        ("zh-Hant", "2026年11月21日"),
        ("es-419", "21 de noviembre de 2026"),
        ("fil", "Nobyembre 21, 2026"),
        ("tlh", "2026-11-21"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(lang, text):
    assert long_date(date(2026, 11, 21), lang) == text


# ------------------------------------------------------------------------------------------------- the page as Markdown


def test_the_page_as_markdown_has_no_marks_no_answers_and_links_that_work_anywhere():
    text = """\
---
description: Not this.
---

# Lektion

Ein [Token](term:token) in [T5](model:t5), [weiter](next.md#mehr "Titel"), [zurück](../index.md), [hier](#mehr).
[Draußen](https://example.org/a.md), [Datei](talk.vtt), [nirgends](none.md), `[x](next.md)`, [?](model:none).

```markdown
[T5](model:t5)
```

/// quiz | Welches?
    attrs: {id: which}

- [ ] BERT, siehe [hier](next.md)

    > Nein.

- [x] T5

    > Ja, T5.

/// hint | Hinweis
Denk nach.
///

/// explain | Warum
Darum.
///

///
"""
    assert (
        markdown(text)
        == """\
# Lektion

Ein [Token](https://course.example.org/de/glossary/#token) in \
[T5](https://huggingface.co/docs/transformers/model_doc/t5), \
[weiter](https://course.example.org/de/chapter/next/#mehr "Titel"), \
[zurück](https://course.example.org/de/), [hier](#mehr).
[Draußen](https://example.org/a.md), [Datei](https://course.example.org/de/chapter/talk.vtt), \
[nirgends](none.md), `[x](next.md)`, [?](model:none).

```markdown
[T5](model:t5)
```

/// quiz | Welches?
    attrs: {id: which}

- BERT, siehe [hier](https://course.example.org/de/chapter/next/)

- T5

///
"""
    )


ADMONITION = """\
!!! quiz which "Welches?"

    - [ ] BERT

        > Nein, weil.

    - [x] T5

    ??? hint "Hinweis"
        Denk nach.
"""
SEVERAL = """\
/// quiz-multi | Welche?
    attrs: {id: which}

- [X] BERT
- [x] T5
    > Nein, weil.

//// explain | Denk nach
x
////

///
"""


@pytest.mark.parametrize("text", [ADMONITION, SEVERAL], ids=["admonition", "several"])
def test_no_form_of_a_quiz_shows_its_answers(text):
    shown = markdown(f"# A\n\n{text}")
    assert "- BERT" in shown
    assert [word for word in ("[x]", "[X]", "[ ]", "Nein", "Denk nach") if word in shown] == []
