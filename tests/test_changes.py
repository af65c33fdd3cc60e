"""What changed in English: words, not lines. (How it is shown beside a translation is in ``test_translate``.)"""

from __future__ import annotations

from diglot.changes import word_diff


def test_words_are_compared_not_lines():
    assert list(word_diff("one two\nthree", "one\ntwo four")) == [
        ("same", "one\ntwo "), ("gone", "three"), ("new", "four")
    ]  # fmt: skip
