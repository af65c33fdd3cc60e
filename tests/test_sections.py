"""Sections and their comparison: what is cosmetic and what is a change."""

from __future__ import annotations

import pytest
from diglot.sections import Change, Text, compare, remaining

PAGE = """---
title: Attention
description: How it works.
---

# Attention

Words look at *other* words, see [the paper](https://example.org/a "A paper"),
and `x  y`.

## Training

- one
- two
    - inner

    More of two.

1. first
2. second

| a | b |
| --- | --- |
| 1 | 2 |

> A quotation
> of two lines.

```python
x = 1  # one
```

/// quiz | Which?
    attrs: {id: which}

- [ ] A

    > No.

- [x] B

///

## The end

Last words.
"""


def changed(old: str, new: str) -> list[str]:
    return [f"{change.kind} {change.id}" for change in compare(Text(old), Text(new)).changes]


COSMETIC = {
    "reflow": (
        'see [the paper](https://example.org/a "A paper"),\nand',
        'see\n[the paper](https://example.org/a "A paper"), and',
    ),
    "reflow to a dash": ("Last words.", "Last\nwords."),
    "spaces": ("Last words.", "Last   words.  "),
    "blank lines": ("\n\n## The end\n\n", "\n\n\n\n## The end\n\n\n"),
    "loose list": ("- one\n- two", "- one\n\n- two"),
    "emphasis sign": ("*other*", "_other_"),
    "list marker": ("- one\n- two", "* one\n*   two"),
    "list numbers": ("2. second", "1. second"),
    "link by reference": (
        '[the paper](https://example.org/a "A paper")',
        "[the paper][p]",
        "Last words.",
        "Last words.\n\n[P]: <https://example.org/a>  'A paper'",
    ),
    "heading id": ("## Training", "## Training {#training-loop}"),
    "heading signs": ("## Training", "##  Training ##"),
    "table padding": ("| a | b |\n| --- | --- |", "| a   | b   |\n|-----|-----|"),
    "quotation reflow": ("> A quotation\n> of two lines.", "> A quotation of\ntwo lines."),
    "other front matter": ("title: Attention\n", "title: Attention\ntags: [a]\n"),
    "front matter style": ("title: Attention\ndescription: How it works.", "description: 'How it works.'\ntitle: \"Attention\""),
}

CHANGES = {
    "typo": ("Last words.", "Last word.", ["changed the-end"]),
    "title": ("title: Attention", "title: Self-attention", ["changed attention"]),
    "description": ("How it works.", "How it worked.", ["changed attention"]),
    "emphasis added": ("Last words.", "*Last* words.", ["changed the-end"]),
    "emphasis made strong": ("*other*", "**other**", ["changed attention"]),
    "link target": ("example.org/a", "example.org/b", ["changed attention"]),
    "link title": ("A paper", "The paper", ["changed attention"]),
    "paragraph cut": ("Last words.", "Last\n\nwords.", ["changed the-end"]),
    "list item removed": ("- one\n", "", ["changed training"]),
    "list nested": ("- two\n    - inner", "- two\n- inner", ["changed training"]),
    "numbered list": ("1. first\n2. second", "- first\n- second", ["changed training"]),
    "indented out of the item": ("    More of two.", "More of two.", ["changed training"]),
    "cell": ("| 1 | 2 |", "| 1 | 3 |", ["changed training"]),
    "code": ("x = 1", "x =  1", ["changed training"]),
    "code comment": ("# one", "# a", ["changed training"]),
    "key": ("- [ ] A", "- [x] A", ["changed training"]),
    "option of a block": ("id: which", "id: what", ["changed training"]),
    "quotation": ("> A quotation", "A quotation", ["changed training"]),
    "section added": ("## The end", "## New\n\nWords.\n\n## The end", ["added new"]),
    "section removed": ("## The end\n\nLast words.\n", "", ["removed the-end"]),
    "heading level": ("## The end", "### The end", ["changed the-end"]),
    "heading renamed, text edited": ("## The end\n\nLast words.", "## The very end\n\nThe last words.", ["changed the-very-end"]),
    "heading renamed": ("## The end", "## To conclude", ["changed to-conclude"]),
    "text before the first heading": ("# Attention\n", "Before.\n\n# Attention\n", ["added "]),
}


@pytest.mark.parametrize("edit", COSMETIC.values(), ids=COSMETIC)
def test_cosmetic_changes_are_none(edit):
    new = PAGE
    for old, replaced in zip(edit[::2], edit[1::2], strict=True):
        assert old in new
        new = new.replace(old, replaced, 1)
    assert changed(PAGE, new) == []
    assert changed(new, PAGE) == []


@pytest.mark.parametrize("edit", CHANGES.values(), ids=CHANGES)
def test_anything_else_changes_its_section(edit):
    old, new, expected = edit
    assert old in PAGE
    assert changed(PAGE, PAGE.replace(old, new, 1)) == expected


def test_white_space_before_the_options_of_a_block_is_no_list():
    assert changed("/// quiz | A\n    attrs: {id: a}\n///\n", "/// quiz | A\n\n    attrs: {id: a}\n///\n") != []


def test_sections_that_change_places_are_moved_as_few_as_explain_it():
    old = "# A\n\n## B\n\nb\n\n## C\n\nc\n\n## D\n\nd\n"
    assert changed(old, "# A\n\n## D\n\nd\n\n## B\n\nb\n\n## C\n\nc\n") == ["moved d"]


def test_a_section_that_goes_and_one_that_comes_are_two_unless_they_share_half_their_words():
    old = "# A\n\n## Old\n\nOne two three four.\n"
    assert changed(old, "# A\n\n## New\n\nFive six seven eight.\n") == ["removed old", "added new"]
    assert changed(old, "# A\n\n## New\n\nOne two three five.\n") == ["changed new"]


def test_headings_of_the_same_name_keep_their_order():
    old = "# A\n\n## Summary\n\nOne.\n\n## Summary\n\nTwo.\n"
    assert changed(old, old.replace("Two", "Three")) == ["changed summary_1"]


def test_sections_are_counted_with_those_that_are_gone():
    comparison = compare(Text("# A\n\n## B\n\nb b\n\n## C\n\nc\n"), Text("# A\n\n## C\n\nc\n"))
    assert comparison.sections == 3
    assert [change.new for change in comparison.changes] == [None]


def test_a_section_knows_its_lines():
    text = Text(PAGE)
    assert [(section.id, text.line_of(section)) for section in text.sections] == [
        ("attention", 6),
        ("training", 11),
        ("the-end", 44),
    ]


def left(old: str, new: str) -> float:
    return remaining(Text(old), Text(new), compare(Text(old), Text(new)))


def test_what_remains_of_the_paragraphs_is_what_is_there_word_for_word_or_edited():
    old = "# A\n\nOne two three four.\n\nFive six seven eight.\n\nNine ten eleven twelve.\n"
    assert left(old, "# B\n\nOne two three four.\n") == pytest.approx(1 / 3)
    assert left(old, "# A\n\nOne two three five.\n") == pytest.approx(1 / 3)
    assert left(old, "# A\n\nNothing of it.\n") == 0
    assert left("# A\n", "# B\n\nText.\n") == 1


@pytest.mark.parametrize(
    "text", ["", "\n", "---\n", "# ", "\ue0005\ue001 [a](\ue000)", "[a][a]\n\n[a]: x", "_" * 50 + "a", "[" * 300]
)
def test_any_text_is_the_same_as_itself(text):
    assert compare(Text(text), Text(text + "")).changes == ()
    assert Text(text).all_blocks == Text(text).all_blocks


def test_a_change_is_named_by_the_id_of_today():
    text = Text(PAGE)
    assert Change("changed", text.sections[0], text.sections[1]).id == "training"
