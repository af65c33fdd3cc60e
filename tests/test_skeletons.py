"""Where a translator begins: a language's file, a page's skeleton."""

from __future__ import annotations

import pytest
from diglot.languages import read_language
from diglot.skeletons import language_file, own_name, skeleton


@pytest.mark.parametrize(
    ("tag", "name"),
    [("de", "Deutsch"), ("pt-BR", "Português (Brasil)"), ("zh-Hant", "中文 (繁體)"), ("ar", "العربية"), ("tlh", "tlh")],
)
def test_a_language_is_called_by_its_own_name(tag, name):
    assert own_name(tag) == name


def test_a_language_file_is_right_at_once_and_when_all_of_it_is_uncommented():
    text = language_file("es-419")
    assert read_language("es-419", text, "x")[1] == []
    lines = [
        line.removeprefix("# ") for line in text.split("\n") if not line.startswith("# The") and not line.startswith("# end")
    ]
    language, problems = read_language("es-419", "\n".join(lines), "x")
    assert problems == []
    assert language.own["quiz.check"] == "Check"


def test_a_skeleton_keeps_the_ids_that_english_has():
    assert skeleton("# A\n\n## B {#c}\n", {}) == "# A {#a}\n\n## B {#c}\n"
