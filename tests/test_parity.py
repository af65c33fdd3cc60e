"""Parity and its repair: one test for each property that a translation repeats."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from diglot.check import check_course
from diglot.pages import Page, read_course
from diglot.parity import Pair, check_pair, check_translations
from diglot.parts import parts_of
from diglot.problems import errors
from diglot.restore import restored
from diglot.sections import Text
from diglot.states import survey
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import project

__all__ = ["project"]

ENGLISH = """# Attention

Words look at [other words](words.md#other), see [the paper](https://example.org/a) and `softmax`.

![A drawing](../figures/a.svg)

## Training

- one
- two

```python title="Training"
train(steps=10)  # ten steps
print("done # no comment")
```

!!! tip "Remember"

    More data helps.

=== "First"

    One way.

| a | b |
| --- | --- |
| 1 | 2 |

--8<-- "shared.md"

/// quiz-multi | Which of these?
    attrs: {id: which}

- [x] A

    > Yes.

- [ ] B

/// hint | Hint
Look.
///

///

## Summary {#the-end}

This is a long paragraph which nobody could possibly have chosen to leave as it is in a translation, since it goes on and
on and on for a good many more than twenty-five words of plain English prose.
"""

GERMAN = """# Die Attention {#attention}

Wörter sehen [andere Wörter](words.md#other) an, siehe `softmax` und [die Arbeit](https://example.org/a).

![Eine Zeichnung](../figures/a.svg)

## Das Training {#training}

- eins
- zwei

```python title="Das Training"
train(steps=10)  # zehn Schritte
print("done # no comment")
```

!!! tip "Merke"

    Mehr Daten helfen.

=== "Erstens"

    Ein Weg.

| a | b |
| --- | --- |
| 1 | 2 |

--8<-- "shared.md"

/// quiz-multi | Welche davon?
    attrs: {id: which}

- [x] A

    > Ja.

- [ ] B

/// hint | Hinweis
Schau.
///

///

## Zusammenfassung {#the-end}

Ein kurzer Absatz.
"""


def pair(german: str = GERMAN, english: str = ENGLISH, **more) -> Pair:
    return Pair(
        Page("de", "chapter/a.md", "docs/de/chapter/a.md", german),
        Page("en", "chapter/a.md", "docs/en/chapter/a.md", english),
        **more,
    )


def found(german: str, english: str = ENGLISH, **more) -> list[str]:
    problems = sorted(check_pair(pair(german, english, **more)))
    return [f"{problem.line} {problem.code} {problem.message}" for problem in problems]


def test_a_faithful_translation_has_no_problems():
    assert found(GERMAN) == []
    assert restored(pair()) == GERMAN


# A break in the translation, the one problem it makes, and whether --fix mends it.
BREAKS = {
    "heading id": (
        "## Das Training {#training}", "## Das Training", True,
        ["7 S011 heading has the id 'das-training', docs/en/chapter/a.md:7 has 'training'; write '{#training}' behind it"],
    ),
    "heading id of another form": (
        "{#the-end}", "{.new #ende}", "{.new #the-end}",
        ["46 S011 heading has the id 'ende', docs/en/chapter/a.md:46 has 'the-end'; write '{#the-end}' behind it"],
    ),
    "heading level": (
        "## Zusammen", "### Zusammen", False,
        ["46 S010 heading is of level 3, docs/en/chapter/a.md:46 of level 2; write '##'"],
    ),
    "heading missing": (
        "## Zusammenfassung {#the-end}\n\n", "", False,
        ["7 S010 heading 'Summary' (docs/en/chapter/a.md:46) is missing; write '## … {#the-end}' behind this section"],
    ),
    "heading too many": (
        "## Zus", "## Neu {#new}\n\n## Zus", False,
        ["46 S010 heading 'new' is not in docs/en/chapter/a.md:1; known are attention, the-end, training"],
    ),
    "code": (
        "steps=10)", "steps=20)", True,
        ["13 S020 code differs from docs/en/chapter/a.md:13: 'train(steps=10)' there; only comments are translated"],
    ),
    "text in code": (
        '"done #', '"fertig #', True,
        ["14 S020 code differs from docs/en/chapter/a.md:14: 'print(\"done # no comment\")' there; only comments are translated"],
    ),
    "language of code": (
        "```python", "```py", True,
        ["12 S020 code differs from docs/en/chapter/a.md:12: it begins with '```python' there; only comments are translated"],
    ),
    "code block missing": (
        '```python title="Das Training"\ntrain(steps=10)  # zehn Schritte\nprint("done # no comment")\n```\n\n', "", False,
        ["7 S020 section has 0 code blocks, docs/en/chapter/a.md:7 has 1; repeat them all"],
    ),
    "inline code": (
        "`softmax`", "`weiches-maximum`", False,
        ["3 S021 code `weiches-maximum` is not in the section at docs/en/chapter/a.md:1; write `softmax`"],
    ),
    "inline code missing": (
        "siehe `softmax` und ", "siehe ", False,
        ["1 S021 code `softmax` of docs/en/chapter/a.md:3 is missing in this section; add it"],
    ),
    "link target": (
        "words.md#other", "../../en/chapter/words.md#other", True,
        ["3 S022 link '../en/chapter/words.md#other' is not in the section at docs/en/chapter/a.md:1; "
         "write 'chapter/words.md#other'"],
    ),
    "link missing": (
        "[die Arbeit](https://example.org/a)", "die Arbeit", False,
        ["1 S022 link 'https://example.org/a' of docs/en/chapter/a.md:3 is missing in this section; add it"],
    ),
    "picture": (
        "figures/a.svg", "figures/b.svg", True,
        ["5 S023 picture 'figures/b.svg' is not in the section at docs/en/chapter/a.md:1; write 'figures/a.svg'"],
    ),
    "include": (
        '"shared.md"', '"geteilt.md"', True,
        ["29 S024 include 'geteilt.md' is not in the section at docs/en/chapter/a.md:7; write 'shared.md'"],
    ),
    "notice": (
        "!!! tip", "!!! tipp", True,
        ["17 S025 'tipp' is 'tip' in docs/en/chapter/a.md:17; names are not translated, write that"],
    ),
    "tab missing": (
        '=== "Erstens"\n\n    Ein Weg.\n\n', "", False,
        ["7 S025 section has 1 notices, tabs and blocks, docs/en/chapter/a.md:7 has 2; repeat them all"],
    ),
    "list item": (
        "- zwei\n", "", False,
        ["7 S026 section has 1 list items, docs/en/chapter/a.md:7 has 2; write as many"],
    ),
    "table row": (
        "| 1 | 2 |\n", "| 1 | 2 |\n| 3 | 4 |\n", False,
        ["7 S026 section has 4 table rows, docs/en/chapter/a.md:7 has 3; write as many"],
    ),
    "key": (
        "- [ ] B", "- [x] B", False,
        ["31 S031 question 'which' has option 1 and 2 marked right; mark option 1, as in docs/en/chapter/a.md:31"],
    ),
    "kind": (
        "/// quiz-multi", "/// quiz", False,
        ["31 S031 question 'which' is a 'quiz'; write 'quiz-multi', as in docs/en/chapter/a.md:31"],
    ),
    "option": (
        "- [ ] B", "- [ ] B\n\n- [ ] C", False,
        ["31 S031 question 'which' has 3 options; write 2, as in docs/en/chapter/a.md:31"],
    ),
    "hint": (
        "/// hint | Hinweis\nSchau.\n///\n\n", "", False,
        ["31 S031 question 'which' has 0 hints; write 1, as in docs/en/chapter/a.md:31"],
    ),
    "question id": (
        "id: which", "id: welche", False,
        ["1 S030 question 'which' (docs/en/chapter/a.md:31) is missing; translate it, with its marks",
         "31 S030 question 'welche' is not in docs/en/chapter/a.md; known are which"],
    ),
    "left in English": (
        "Ein kurzer Absatz.", ENGLISH[ENGLISH.index("This is a long") :].strip().replace("\n", " "), False,
        ["48 S041 this paragraph is still that of docs/en/chapter/a.md:48; translate it"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "mended", "expected"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_reported_with_both_places_and_mended_where_it_can_be(old, new, mended, expected):
    assert GERMAN.count(old) == 1
    broken = GERMAN.replace(old, new)
    assert found(broken) == expected
    repaired = GERMAN.replace(old, mended) if isinstance(mended, str) else GERMAN if mended else broken
    assert restored(pair(broken)) == repaired


def test_sections_in_another_order_are_reported_and_left_alone():
    first, second, third = re.split(r"(?=^## )", GERMAN, flags=re.MULTILINE)
    swapped = f"{first}{third}\n{second}"
    assert [line[:40] for line in found(swapped)] == ["7 S010 heading stands behind another one"]
    assert restored(pair(swapped)) == swapped


def test_headings_without_any_id_get_them_all():
    broken = re.sub(r" \{#[\w-]+\}", "", GERMAN)
    assert [line.split()[1] for line in found(broken)] == ["S011"] * 3
    assert restored(pair(broken)) == GERMAN


def test_other_headings_and_no_ids_are_one_problem():
    broken = re.sub(r" \{#[\w-]+\}", "", GERMAN) + "\n### Mehr\n"
    assert found(broken) == [
        "1 S010 headings are # ## ## ###, in docs/en/chapter/a.md:1 # ## ##; write the same, with the same ids"
    ]


def test_comments_may_be_translated_and_wrapped_but_then_code_is_not_restored():
    wrapped = GERMAN.replace("  # zehn Schritte", "\n# zehn\n# Schritte")
    assert found(wrapped) == []
    broken = wrapped.replace("steps=10", "steps=20")
    assert restored(pair(broken)) == broken


def test_an_old_version_is_named():
    broken = GERMAN.replace("`softmax`", "`x`")
    assert "docs/en/chapter/a.md:1 in version 0474bcf7" in found(broken, version="0474bcf76408")[0]


def test_a_former_name_of_a_page_is_its_name():
    moved = GERMAN.replace("words.md#other", "../tokens.md#other")
    redirects = {"chapter/words.md": "tokens.md"}
    assert found(moved, redirects=redirects) == []
    broken = GERMAN.replace("words.md#other", "x.md")
    assert restored(pair(broken, redirects=redirects)) == moved


def test_links_are_read_from_where_the_english_page_stood():
    english = ENGLISH.replace("words.md#other", "chapter/words.md#other").replace("../figures", "figures")
    redirects = {"old.md": "chapter/a.md"}
    assert found(GERMAN, english, redirects=redirects) == []


def test_several_targets_are_mended_between_those_that_agree():
    english = "# A\n\n[a](a.md) [b](b.md) [c](c.md) [d](d.md)\n"
    assert restored(pair("# A\n\n[a](x.md) [b](y.md) [c](c.md) [d](z.md)\n", english)) == english
    unclear = "# A\n\n[c](c.md) [a](x.md) [b](y.md) [d](z.md) e\n"
    assert restored(pair(unclear, english)) == unclear


def test_a_link_by_reference_counts_as_inline():
    german = GERMAN.replace("(https://example.org/a)", "[p]") + "\n[p]: https://example.org/a\n"
    assert found(german) == []


# --- a course ----------------------------------------------------------------------------------------------------------


def checked(root: Path) -> list[str]:
    result = check_translations(read_course(root), survey(root))
    problems = [f"{problem.path}:{problem.line} {problem.code} {problem.message}" for problem in result.problems]
    return problems + [note for note in result.notes if "out of date" not in note]


def test_a_stale_page_is_compared_with_the_english_it_was_made_from(project):
    project.commit(a=ENGLISH)
    project.translate("a", GERMAN)
    project.commit(a=ENGLISH.replace("steps=10", "steps=20").replace("- two\n", "- two\n- three\n"))
    assert project.state("a").state == "stale"
    assert checked(project.root) == []


def test_an_english_author_is_stopped_by_a_deletion_and_a_move_without_mv_only(project):
    project.commit(a=ENGLISH, b="# B\n")
    project.translate("a", GERMAN)
    project.translate("b", "# B\n")
    project.commit(a="# Something else\n")
    assert checked(project.root) == []
    (project.root / "docs/en/a.md").unlink()
    (project.root / "docs/en/b.md").rename(project.root / "docs/en/c.md")
    assert checked(project.root) == [
        "docs/de/a.md:2 S002 there is no English page 'a.md'; did you mean 'c.md'? "
        "Else remove this page, or write 'diglot mv OLD NEW' if the English page was moved",
        "docs/de/b.md:2 S002 'b.md' is now 'c.md' in English; write 'diglot mv b.md c.md'",
    ]


def test_without_the_old_text_one_line_names_the_cure(project, tmp_path):
    project.commit(a=ENGLISH, b=ENGLISH + "\n")
    project.translate("a", GERMAN.replace("steps=10", "steps=20"))
    project.translate("b", GERMAN)
    project.commit(a=ENGLISH + "\nMore.\n", b=ENGLISH + "\nLess.\n")
    clone = project.clone(tmp_path / "clone", "--depth", "1")
    assert checked(clone.root) == [
        "2 translated pages were not compared with English, the text they follow is not here: this clone is shallow; "
        "write 'git fetch --unshallow', in CI 'fetch-depth: 0' with 'filter: blob:none'"
    ]
    assert [line.split()[1] for line in checked(project.root)] == ["S020"]


def test_one_line_tells_an_english_author_what_an_edit_means(project):
    project.commit(a=ENGLISH)
    project.translate("a", GERMAN)
    project.commit(a=ENGLISH + "\nMore.\n")
    result = check_translations(read_course(project.root), survey(project.root))
    assert result.problems == []
    assert result.notes == [
        "1 translated page is out of date (de); 'diglot status' says which, nothing else needs to be done here"
    ]


def test_a_pin_that_cannot_be_read_and_an_unknown_flag(project):
    project.commit(a="# A\n")
    project.translate("a", "# A\n", source="main", draft="robot")
    assert checked(project.root) == [
        "docs/de/a.md:2 S001 source 'main' is no blob id; write 'diglot stamp docs/de/a.md' "
        "when the page follows today's English",
        "docs/de/a.md:3 S003 draft is 'robot'; write 'draft: machine', or remove it",
    ]


def test_words_that_a_language_avoids_and_a_list_of_them_that_cannot_be_read(project):
    project.write("docs/de/_terms.csv", "english,use,avoid\nlayer,Layer,Schicht\n")
    project.write("docs/fr/_lang.yml", "name: Français\n")
    project.write("docs/fr/_terms.csv", "layer,couche\n")
    project.commit(a="# A\n\nA layer.\n")
    project.translate("a", "# A\n\nEine Schicht.\n")
    assert checked(project.root) == [
        "docs/de/a.md:6 S040 'Schicht' is avoided in this language (docs/de/_terms.csv:2); write 'Layer'",
        "docs/fr/_terms.csv:1 S044 columns are layer, couche; begin the file with 'english,use,avoid,note'",
    ]


# --- questions ---------------------------------------------------------------------------------------------------------


def asked(*options: str, kind: str = "quiz", name: str = "q", feedback: str = "") -> str:
    """A question from its options, the first of which is right."""
    said = feedback.split("|") if feedback else [""] * len(options)
    items = [f"- [{' ' if at else 'x'}] {text}\n\n    > {said[at]}\n" for at, text in enumerate(options)]
    attrs = f"    attrs: {{id: {name}}}\n" if name else ""
    return f"/// {kind} | ?\n{attrs}\n" + "\n".join(items).replace("\n    > \n", "") + "\n///\n"


ORDERS = {
    "numbers": (["7 rows", "11 rows", "none"], ["11 Zeilen", "7 Zeilen", "keine"], "option 1 of 'q' has '11', that of option 2"),
    "number written otherwise": (["0.5", "1,000", "2"], ["1.000", "0,5", "2"], "option 1 of 'q' has '1000', that of option 2"),
    "code": (["has `a`", "has `b`", "c"], ["c", "hat `b`", "hat `a`"], "option 3 of 'q' has 'a', that of option 1"),
    "address": (
        ["<https://example.org/a>", "b", "c"],
        ["b", "<https://example.org/a>", "c"],
        "option 2 of 'q' has 'https://example.org/a', that of option 1",
    ),
    "three in a ring": (["1 a", "2 a", "3 a"], ["2 b", "3 b", "1 b"], "option 1 of 'q' has '2', that of option 2"),
    "number lost in translation": (["7 rows", "11 rows"], ["sieben Zeilen", "11 Zeilen"], ""),
    "other number": (["7 rows", "11 rows"], ["7 Zeilen", "12 Zeilen"], ""),
    "words alone": (["left", "right"], ["rechts", "links"], ""),
    "the same numbers in each": (["2 × 3", "3 × 2"], ["3 × 2", "2 × 3"], ""),
    "numbers in words": (["GPT-2", "T5"], ["GPT-2", "T5"], ""),
}


@pytest.mark.parametrize(("english", "german", "expected"), ORDERS.values(), ids=ORDERS)
def test_options_that_swapped_their_places_are_known_by_numbers_code_and_addresses(english, german, expected):
    problems = found(f"# A\n\n{asked(*german)}", f"# A\n\n{asked(*english)}")
    if expected:
        at, meant = int(expected.split()[1]), int(expected[-1])
        place = f"(docs/en/chapter/a.md:{4 + 2 * meant})"
        expected = f"{4 + 2 * at} S032 {expected} {place}; write the options in the same order, with the same marks"
    assert [line for line in problems if "S032" in line] == ([expected] if expected else [])


def test_so_is_swapped_feedback():
    english, german = (f"# A\n\n{asked('a', 'b', feedback=text)}" for text in ("It is 7.|It is 8.", "Es ist 8.|Es ist 7."))
    assert found(german, english) == [
        "6 S032 option 1 of 'q' has '8' in its feedback, as that of option 2 (docs/en/chapter/a.md:10);"
        " write the options in the same order, with the same marks"
    ]


def everything(root: Path) -> list[str]:
    result = check_translations(read_course(root), survey(root))
    problems = result.beside(errors(check_course(read_course(root))))
    return [f"{problem.path}:{problem.line} {problem.code} {problem.message}" for problem in problems]


def test_questions_of_a_page_without_a_pin_are_compared_with_english_as_it_stands(project):
    project.commit(a=f"# A\n\n{asked('a', 'b')}\n{asked('c', 'd', name='r')}")
    project.write("docs/de/a.md", f"# B\n\n{asked('a', 'b', 'c')}\n{asked('c', 'd', name='s')}")
    project.write("mkdocs.yml", "site_name: x\n")
    assert everything(project.root) == [
        "docs/de/a.md:1 S033 question 'r' (docs/en/a.md:12) is missing; translate it, with its marks",
        "docs/de/a.md:3 S033 question 'q' has 3 options; write 2, as in docs/en/a.md:3",
        "docs/de/a.md:14 S033 question 's' is not in docs/en/a.md; known are q, r",
    ]


def test_a_fault_that_english_does_not_have_is_named_once_with_both_places(project):
    project.commit(a=f"# A\n\n{asked('a', 'b')}\n{asked('c', 'd', name='r')}\n{asked('e', 'f', name='s')}")
    broken = [asked("a", "b").replace("[x]", "[ ]"), asked("c", "d", name="r").replace("[ ]", "[x]"), asked("e", name="s")]
    project.translate("a", "# A\n\n" + "\n".join(broken))
    project.write("mkdocs.yml", "site_name: x\n")
    assert everything(project.root) == [
        "docs/de/a.md:6 S031 question 'q' has no option marked right; mark option 1, as in docs/en/a.md:3",
        "docs/de/a.md:15 S031 question 'r' has option 1 and 2 marked right; mark option 1, as in docs/en/a.md:12",
        "docs/de/a.md:24 S031 question 's' has 1 options; write 2, as in docs/en/a.md:21",
    ]


def test_a_question_without_an_id_is_neither_missing_nor_an_orphan(project):
    project.commit(a=f"# A\n\n{asked('a', 'b')}\n{asked('c', 'd', name='')}")
    project.translate("a", f"# A\n\n{asked('a', 'b', name='')}\n{asked('c', 'd', name='r')}")
    project.write("mkdocs.yml", "site_name: x\n")
    assert [line.split()[1] for line in everything(project.root)] == ["Q001", "Q001"]


# --- properties --------------------------------------------------------------------------------------------------------

LINES = [
    *GERMAN.split("\n"),
    "## Das",
    "[x](y.md)",
    "`a` ![p](q.png)",
    "!!! info",
    "> [!TIP]",
    "~~~",
    "--8<-- 'x'",
    "    text",
    "{#x}",
]


def prose_of(text: str) -> list[str]:
    """What a repair must leave alone: words outside code, targets, ids, names of blocks."""
    parts = parts_of(Text(text))
    hidden = {line for code in parts.codes for line in range(code.first, code.last + 1)}
    comments = [comment for code in parts.codes for comment in code.comments()]
    spots = [part for kind in (parts.links, parts.images, parts.includes, parts.markers) for part in kind]
    body = Text(text).body
    for part in sorted(spots, key=lambda part: -part.start):
        body = f"{body[: part.start]}⟨⟩{body[part.end :]}" if part.end - part.start < 60 else body
    lines = [
        re.sub(r"\s*\{[^{}]*#[^{}]*\}\s*$|\s*#*\s*$", "", line) for at, line in enumerate(body.split("\n")) if at not in hidden
    ]
    return [line for line in lines if line] + comments


@given(st.lists(st.sampled_from(LINES), max_size=40), st.lists(st.sampled_from(ENGLISH.split("\n")), max_size=40))
@settings(deadline=None)
def test_a_repair_is_done_once_and_leaves_prose_alone(german, english):
    before = pair("\n".join(german), "\n".join(english))
    after = restored(before)
    assert restored(pair(after, "\n".join(english))) == after
    assert prose_of(after) == prose_of(before.page.text)
