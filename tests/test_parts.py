"""The parts of a page that every language repeats: where they stand, and where a comment in code begins."""

from __future__ import annotations

import pytest
from diglot.parts import parts_of, split_comment
from diglot.sections import Text

PAGE = """# Attention

Words look at [other words](words.md#other), see [the paper](https://example.org/a) and `softmax`.
"""


def test_parts_know_their_place():
    parts = parts_of(Text(PAGE))
    assert [(part.value, parts.line(part), parts.column(part)) for part in parts.links] == [
        ("words.md#other", 2, 29), ("https://example.org/a", 2, 62)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "sign", "expected"),
    [
        ("x = 1  # one", "#", ("x = 1  ", "# one")),
        ("x = '#'", "#", ("x = '#'", "")),
        ('f("a # b")  # c', "#", ('f("a # b")  ', "# c")),
        ("echo $#", "#", ("echo $#", "")),
        ("# all", "#", ("", "# all")),
        ('url = "http://x"  // y', "//", ('url = "http://x"  ', "// y")),
        ("text # no", "", ("text # no", "")),
    ],
)
def test_a_comment_begins_outside_quotes(line, sign, expected):
    assert split_comment(line, sign) == expected
