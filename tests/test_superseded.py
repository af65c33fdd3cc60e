"""A question that English asks differently by now stands in English in the translation."""

from __future__ import annotations

import pytest
from diglot.pages import Page
from diglot.superseded import superseded

ENGLISH = "# A\n\n/// quiz | Which?\n    attrs: {id: q}\n\n- [ ] BERT\n- [x] T5\n\n///\n\nText.\n"
GERMAN = (
    "---\nsource: x\n---\n# B\n\n/// quiz | Welches?\n    attrs: {id: q}\n\n- [ ] BERT-Modell\n- [x] T5-Modell\n\n///\n\nEnde.\n"
)


def page(text: str, lang: str = "en") -> Page:
    return Page(lang, "a.md", f"docs/{lang}/a.md", text)


@pytest.mark.parametrize(
    "today",
    [
        ENGLISH.replace("- [ ] BERT\n- [x] T5", "- [x] BERT\n- [ ] T5"),
        ENGLISH.replace("BERT", "BART"),
        ENGLISH.replace("- [ ] BERT\n", "- [ ] BERT\n- [ ] GPT-2\n"),
        ENGLISH.replace("/// quiz |", "/// quiz-multi |"),
    ],
    ids=["key", "option", "number of options", "kind"],
)
def test_another_key_option_or_kind_brings_todays_english_question(today):
    result, ids = superseded(page(GERMAN, "de"), page(today), page(ENGLISH))
    question = today[today.index("///") : today.rindex("///")]
    assert (ids, result.text) == (("q",), f"---\nsource: x\n---\n# B\n\n{question}///\n\nEnde.\n")


@pytest.mark.parametrize(
    "today",
    [
        ENGLISH,
        ENGLISH.replace("Text.", "Other text."),
        ENGLISH.replace("Which?", "Which one is it?"),
        ENGLISH.replace("- [x] T5", "- [x] *T5*"),
        ENGLISH.replace("id: q}", "id: r}"),
    ],
    ids=["nothing", "text", "wording of the question", "emphasis", "question gone"],
)
def test_any_other_change_leaves_the_translation_as_it_is(today):
    german = page(GERMAN, "de")
    assert superseded(german, page(today), page(ENGLISH)) == (german, ())


def test_where_nobody_knows_what_it_follows_key_and_kind_alone_are_compared():
    german = page(GERMAN, "de")
    assert superseded(german, page(ENGLISH.replace("BERT", "BART")), None) == (german, ())
    assert superseded(german, page(ENGLISH.replace("- [ ] BERT\n", "")), None)[1] == ("q",)


def test_both_ways_to_write_a_question_can_meet():
    today = '# A\n\n!!! quiz q "Which?"\n\n    - [x] BERT\n    - [ ] T5\n\nText.\n'
    result, ids = superseded(page(GERMAN, "de"), page(today), page(ENGLISH))
    assert (ids, "- [x] BERT" in result.text, result.text.endswith("Ende.\n")) == (("q",), True, True)


def test_several_questions_are_replaced_each_in_its_place():
    def two(first: str, second: str) -> str:
        return "".join(
            f"/// quiz | {title}\n    attrs: {{id: {title}}}\n\n{options}\n\n///\n\n"
            for title, options in (("a", first), ("b", second))
        )

    german, english = two("- [x] eins\n- [ ] zwei", "- [x] drei\n- [ ] vier"), two("- [x] 1\n- [ ] 2", "- [x] 3\n- [ ] 4")
    today = two("- [ ] 1\n- [ ] 2\n- [x] 5", "- [ ] 3\n- [x] 4")
    assert superseded(page(german, "de"), page(today), page(english)) == (page(today, "de"), ("a", "b"))
