"""``check --fix`` on questions: ids, indents, blank lines; what it leaves alone."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from diglot.__main__ import main
from diglot.check import check_course
from diglot.fix import fixed, mended
from diglot.pages import Page, read_course
from diglot.problems import errors
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import project

__all__ = ["project"]

TOP = "/// quiz | Which?\n    attrs: {id: q}\n\n"
GOOD = f"{TOP}- [ ] A\n\n    > No.\n\n- [x] B\n\n    > Yes.\n\n///\n"
BANG = '!!! quiz q "Which?"\n\n    - [ ] A\n\n        > No.\n\n    - [x] B\n'


def page(text: str, lang: str = "en", name: str = "chapter/attention.md") -> Page:
    return Page(lang, name, f"docs/{lang}/{name}", text)


def mend(text: str) -> str:
    return mended(page(text)).text


# ---------------------------------------------------------------------------------------------------------- indents

INDENTS = {
    "feedback at the margin": (GOOD.replace("    > No", "> No"), GOOD),
    "feedback indented by 2": (GOOD.replace("    > ", "  > "), GOOD),
    "feedback of two lines": (
        GOOD.replace("    > No.", "  > No.\n  > Never."),
        GOOD.replace("    > No.", "    > No.\n    > Never."),
    ),
    "feedback directly below": (GOOD.replace("A\n\n", "A\n"), GOOD),
    "feedback directly below, indented by 2": (GOOD.replace("A\n\n    >", "A\n  >"), GOOD),
    "feedback by a tab too few in an admonition": (BANG.replace("        > No", "    > No"), BANG),
    "feedback indented by 2 in an admonition": (BANG.replace("        > No", "      > No"), BANG),
    "option directly below feedback": (GOOD.replace("> No.\n\n", "> No.\n"), GOOD),
    "options in a paragraph": (f"{TOP}Text\n- [ ] A\n- [x] B\n\n///\n", f"{TOP}Text\n\n- [ ] A\n- [x] B\n\n///\n"),
    "option below an option": (f"{TOP}- [ ] A\n    - [x] B\n- [ ] C\n\n///\n", f"{TOP}- [ ] A\n- [x] B\n- [ ] C\n\n///\n"),
    "option with its feedback": (
        f"{TOP}- [ ] A\n\n    - [x] B\n\n        > Yes.\n\n- [ ] C\n\n///\n",
        f"{TOP}- [ ] A\n\n- [x] B\n\n    > Yes.\n\n- [ ] C\n\n///\n",
    ),
    "option outside its admonition": (BANG.replace("\n    - [x] B", "\n    - [x] B\n- [ ] C"), f"{BANG}    - [ ] C\n"),
    "more of an option": (
        f"{TOP}- [ ] A\n\n  more\n\n- [x] B\n\n///\n",
        f"{TOP}- [ ] A\n\n    more\n\n- [x] B\n\n///\n",
    ),
}


@pytest.mark.parametrize(("text", "expected"), INDENTS.values(), ids=INDENTS)
def test_lines_are_put_where_they_belong(text, expected, write_course):
    assert mend(text) == expected
    assert mend(expected) == expected
    root = write_course({"docs/en/x.md": f"# T\n\n{expected}"})
    assert errors(check_course(read_course(root))) == []


LEFT = {
    "text between options": f"{TOP}- [ ] A\n\nBut\nperhaps\n\n- [x] B\n\n///\n",
    "heading between options": f"{TOP}- [ ] A\n## More\n- [x] B\n\n///\n",
    "code at the margin": f"{TOP}- [ ] A\n\n```\nx\n```\n\n- [x] B\n\n///\n",
    "hint between options": f"{TOP}- [ ] A\n\n/// hint\nLook.\n///\n\n- [x] B\n\n///\n",
    "numbered options": f"{TOP}1. [ ] A\n2. [x] B\n\n///\n",
    "mark that is none": f"{TOP}- [ ] A\n- [y] B\n- [x] C\n\n///\n",
    "no key": f"{TOP}- [ ] A\n- [ ] B\n\n///\n",
    "quotation outside": f"{GOOD}\n  > Text\n",
    "question in a fence": f"```\n{GOOD.replace('    > ', '> ')}```\n",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_what_could_be_meant_otherwise_is_left_to_a_human(text):
    assert mend(text) == text


# -------------------------------------------------------------------------------------------------------------- ids

BARE = "/// quiz | Which *model* is it?\n\n- [ ] A\n- [x] B\n\n///\n"
NAMED = BARE.replace("?\n", "?\n    attrs: {id: attention-which-model-is-it}\n", 1)


def with_ids(text: str, **others: str) -> str:
    """The page with its ids; ``others`` are pages of the course, ``de`` the same page in German."""
    pages = {("en", "chapter/attention.md"): page(text)}
    for name, other in others.items():
        key = ("de", "chapter/attention.md") if name == "de" else ("en", f"{name}.md")
        pages[key] = page(other, *key)
    return fixed(pages).get(("en", "chapter/attention.md"), page(text)).text


IDS = {
    "block": (BARE, NAMED),
    "block with options": (
        BARE.replace("?\n", "?\n    difficulty: 2\n", 1),
        NAMED.replace("it}\n", "it}\n    difficulty: 2\n"),
    ),
    "block with options further in": (
        BARE.replace("?\n", "?\n        difficulty: 2\n", 1),
        NAMED.replace("    attrs", "        attrs").replace("it}\n", "it}\n        difficulty: 2\n"),
    ),
    "block with other attributes": (
        BARE.replace("?\n", "?\n    attrs: {class: wide}\n", 1),
        NAMED.replace("it}", "it, class: wide}"),
    ),
    "block with empty attributes": (BARE.replace("?\n", "?\n    attrs: {}\n", 1), NAMED),
    "admonition": (
        '!!! quiz "Which model is it?"\n\n    - [ ] A\n    - [x] B\n',
        '!!! quiz attention-which-model-is-it "Which model is it?"\n\n    - [ ] A\n    - [x] B\n',
    ),
    "second question of the same words": (
        f"{BARE}\n{BARE}",
        f"{NAMED}\n{NAMED.replace('it}', 'it-n2}')}",
    ),
    "id of a heading": (
        f"## A {{#attention-which-model-is-it}}\n\n{BARE}",
        f"## A {{#attention-which-model-is-it}}\n\n{NAMED.replace('it}', 'it-n2}')}",
    ),
    "no words": (
        BARE.replace("Which *model* is it", "α"),
        NAMED.replace("Which *model* is it", "α").replace("which-model-is-it", "α"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), IDS.values(), ids=IDS)
def test_a_missing_id_is_the_name_of_the_page_and_the_words_of_the_question(text, expected):
    assert with_ids(text) == expected
    assert with_ids(expected) == expected


def test_an_id_is_unique_in_the_course():
    assert with_ids(BARE, other=f"# T\n\n{NAMED}") == NAMED.replace("it}", "it-n2}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index.md", "index-"),
        ("chapter/index.md", "chapter-"),
        ("a/7.md", "question-7-"),
        ("a/Self_Attention.md", "self_attention-"),
    ],
)
def test_an_index_page_is_called_by_its_folder(name, expected):
    text = fixed({("en", name): page(BARE, name=name)})["en", name].text
    assert f"{{id: {expected}which-model-is-it}}" in text


@pytest.mark.parametrize(
    "text",
    [
        BARE.replace("?\n", "?\n    attrs: [x]\n", 1),
        BARE.replace("?\n", "?\n    attrs: {id\n", 1),
        BARE.replace("?\n", "?\n    attrs: {id: 2nd}\n", 1),
        f"```\n{BARE}```\n",
    ],
)
def test_an_id_that_cannot_be_read_is_left_to_a_human(text):
    assert with_ids(text) == text


GERMAN = BARE.replace("Which *model* is it", "Welches Modell ist das")


def german(english: str, translated: str, *more: tuple[str, str]) -> tuple[str, str]:
    """Both pages when they have been put right."""
    pages = {(lang, "chapter/attention.md"): page(text, lang) for lang, text in (("en", english), ("de", translated), *more)}
    after = {**pages, **fixed(pages)}
    assert fixed(after) == {}
    return after["en", "chapter/attention.md"].text, after["de", "chapter/attention.md"].text


def id_of(text: str) -> list[str]:
    return re.findall(r"id: ([\w-]+)", text)


def test_a_translation_gets_the_id_of_the_question_at_the_same_place():
    english, translated = german(f"{BARE}\n{GOOD}", f"{GERMAN}\n{GOOD}")
    assert id_of(english) == id_of(translated) == ["attention-which-model-is-it", "q"]
    assert id_of(german(NAMED, GERMAN)[1]) == ["attention-which-model-is-it"]


def test_english_gets_the_id_that_a_translation_has():
    assert [id_of(text) for text in german(BARE, GERMAN.replace("?\n", "?\n    attrs: {id: which}\n", 1))] == [["which"]] * 2


UNEQUAL = {
    "kind": GERMAN.replace("quiz", "quiz-multi"),
    "number of options": GERMAN.replace("- [x] B", "- [x] B\n- [ ] C"),
    "number of questions": f"{GERMAN}\n{GERMAN}",
}


@pytest.mark.parametrize("translated", UNEQUAL.values(), ids=UNEQUAL)
def test_a_translation_that_asks_otherwise_is_left_to_a_human(translated):
    assert german(BARE, translated) == (NAMED, translated)


# -------------------------------------------------------------------------------------------------------- properties

LINES = [
    *GOOD.split("\n"),
    *BANG.split("\n"),
    "  > More.",
    "> Text",
    "  - [ ] C",
    "\t> Tab",
    "```",
    "# T",
    "/// hint",
    "- item",
    "x",
]


def prose_of(text: str) -> list[str]:
    """The lines without indents, blank ones and ids."""
    lines = [re.sub(r"(?<=quiz )[\w-]+ (?=\")", "", line.strip()) for line in text.split("\n")]
    return [line for line in lines if line and not line.startswith("attrs:")]


@given(st.lists(st.sampled_from(LINES), max_size=30), st.lists(st.sampled_from(LINES), max_size=30))
@settings(deadline=None)
def test_fixing_is_done_once_and_changes_no_prose(english, translated):
    pages = {("en", "a.md"): page("\n".join(english)), ("de", "a.md"): page("\n".join(translated), "de")}
    after = {**pages, **fixed(pages)}
    assert fixed(after) == {}
    assert {key: prose_of(page.text) for key, page in after.items()} == {key: prose_of(page.text) for key, page in pages.items()}


# ------------------------------------------------------------------------------------------------------- at a terminal


def run(project, *arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(main, ["--course", str(project.root), "check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, [line for line in result.output.splitlines() if " Q103 " not in line]


def test_both_languages_are_written_and_what_followed_english_follows_it_still(project):
    project.write("mkdocs.yml", "site_name: x\n")
    project.commit(a=f"# T\n\n{BARE}", b=f"# U\n\n{GOOD.replace('    >', '>')}")
    project.translate("a", f"# T {{#t}}\n\n{GERMAN}")
    project.translate("b", f"# U {{#u}}\n\n{GOOD}")
    project.commit()
    code, lines = run(project)
    assert (code, [line.split(" ")[2] for line in lines[:-1]]) == (1, ["Q001", "Q001", "Q009", "Q009"])
    paths = ["docs/de/a.md", "docs/de/b.md", "docs/en/a.md", "docs/en/b.md"]
    assert run(project, "--fix") == (0, [*(f"{path}: restored" for path in paths), "0 errors, 4 warnings"])
    assert id_of(project.read("docs/en/a.md")) == id_of(project.read("docs/de/a.md")) == ["a-which-model-is-it"]
    assert [str(project.state(name)) for name in "ab"] == ["current", "current"]
    assert run(project, "--fix") == (0, ["0 errors, 4 warnings"])


def test_only_what_was_named_is_written(project):
    project.write("mkdocs.yml", "site_name: x\n")
    project.commit(a=f"# T\n\n{BARE}", b=f"# U\n\n{BARE}")
    assert run(project, "--fix", "en/b.md")[1][0] == "docs/en/b.md: restored"
    assert project.read("docs/en/a.md") == f"# T\n\n{BARE}"


def test_line_ends_stay_as_they_are(project):
    project.write("mkdocs.yml", "site_name: x\n")
    project.write("docs/en/a.md", f"# T\n\n{GOOD.replace('    >', '>')}".replace("\n", "\r\n"))
    run(project, "--fix")
    assert project.read("docs/en/a.md") == f"# T\n\n{GOOD}".replace("\n", "\r\n")
