"""Characters that nobody sees are named where they change something, and only there."""

import pytest
from diglot.characters import check, without_invisible
from diglot.pages import Page


def problems(text, lang="en"):
    return [(problem.line, problem.column, problem.code) for problem in check(Page(lang, "a.md", f"docs/{lang}/a.md", text))]


FAULTS = {
    "NUL": ("# A\n\nb\0c\n", (3, 2, "C001")),
    "bell": ("# A\n\n\ab\n", (3, 1, "C001")),
    "what is left of a wrong encoding": ("# A\n\nb\ufffdc\n", (3, 2, "C001")),
    "Markdown's own mark": ("# A\n\nb\x02c\n", (3, 2, "C002")),
    "override in prose": ("# A\n\nb\u202ec\n", (3, 2, "S043")),
    "isolate in an option": ("# A\n\n- [ ] b\u2066c\n", (3, 8, "S043")),
    "override in front matter": ("---\ntitle: b\u202ec\n---\n# A\n", (2, 9, "S043")),
    "space without width in an id": ("## A {#b\u200bc}\n", (1, 9, "C003")),
    "space without width in code": ("# A\n\n```python\nb\u200bc\n```\n", (4, 2, "C003")),
    "space without width in a code span": ("# A\n\n`b\u200bc`\n", (3, 3, "C003")),
    "space without width in a link": ("# A\n\n[b](c\u200b.md)\n", (3, 6, "C003")),
    "space without width between Latin letters": ("# A\n\nb\u200bc\n", (3, 2, "C003")),
    "joiner between Latin letters": ("# A\n\nb\u200dc\n", (3, 2, "C003")),
    "byte order mark in the middle": ("# A\n\nb\ufeffc\n", (3, 2, "C003")),
    "Cyrillic letter in a Latin name": ("# A\n\n```python\nloss = b\u0430tch\n```\n", (4, 8, "C004")),
    "Cyrillic letter in a link's text": ("# A\n\n[p\u0430ypal](b.md)\n", (3, 2, "C004")),
    "marks of a merge": ("---\n<<<<<<< HEAD\nsource: a\n---\n# T\n\n>>>>>>> one\n", (2, 1, "S042"), (7, 1, "S042")),
}

ALLOWED = {
    "joiner in Persian": "# الف\n\nمی\u200cخواهم\n",
    "joiner in Hindi": "# A\n\nक्\u200dष\n",
    "emoji of several": "# A 👩\u200d💻\n",
    "soft hyphen in a word": "# A\n\nDonau\u00addampf\n",
    "break in Thai": "# A\n\nภาษา\u200bไทย\n",
    "mark of direction": "# A\n\nשלום\u200f (b)\n",
    "comment in Russian": "# A\n\n```python\nx = 1  # это комментарий\n```\n",
    "Greek in code": "# A\n\n`σ_max`, `Δx` and `μm`\n",
    "Chinese beside Latin": "# A\n\n[BERT模型](b.md)\n",
    "Japanese in its three scripts": "# A\n\n[Transformerのアーキテクチャ要約](b.md) und `トークン分類`\n",
    "marks of a merge in code": "# A\n\n```diff\n<<<<<<< HEAD\n```\n",
    "accents": "# Überblick\n\nnaïve façade, ﬁ\n",
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_a_character_that_does_harm_is_named(case):
    text, *expected = case
    assert problems(text) == expected


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_a_character_that_does_its_work_stays(text):
    assert problems(text, "fa") == []


def test_a_mixed_word_is_explained():
    found = check(Page("en", "a.md", "docs/en/a.md", "# A\n\n`b\u0430tch`\n"))
    assert list(map(str, found)) == [
        "docs/en/a.md:3:2: error C004 word 'b\u0430tch' mixes scripts: "
        "'\u0430' is CYRILLIC SMALL LETTER A; write it in one script"
    ]


def test_a_line_loses_only_the_invisible_characters_that_nothing_needs():
    assert (
        without_invisible("b\u200bc \ufeff`d\u200b` کتاب\u200cها 👩\u200d💻 a\u00adb")
        == "bc `d` کتاب\u200cها 👩\u200d💻 a\u00adb"
    )
