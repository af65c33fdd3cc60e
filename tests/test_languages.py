"""Languages: tags, directions, words and their fallbacks, and the sentences for a ``_lang.yml`` that is wrong."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from pathlib import Path

import pytest
from conftest import ROOT
from diglot.languages import (
    Language,
    Words,
    braces,
    english_words,
    is_tag,
    nearest,
    parents,
    read_language,
    right_to_left,
    tag_problem,
    words_of,
)

NO_TAG = "rename it to a BCP 47 tag such as 'de', 'pt-BR' or 'zh-Hant', or remove its _lang.yml"

# What Material for MkDocs has words for, as far as the cases below ask for it.
THEME = {"ar", "de", "en", "es", "fr", "nb", "pt", "pt-BR", "sh", "tl", "zh", "zh-Hant"}


# ----------------------------------------------------------------------------------------------------------------- tags


@pytest.mark.parametrize(
    "tag", ["de", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "fil", "gu", "yue", "ml", "sr-Latn", "az-Arab", "ca-valencia"]
)
def test_a_folder_named_by_a_tag_is_no_problem(tag):
    assert tag_problem(tag, f"docs/{tag}") is None


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("gj", NO_TAG),
        ("xx", NO_TAG),
        ("js", NO_TAG),
        ("figures", NO_TAG),
        ("German", NO_TAG),
        ("de-", NO_TAG),
        ("de_DE", "write it 'de-DE'"),
        ("DE", "write it 'de'"),
        ("zh-hant", "write it 'zh-Hant'"),
        ("pt-br", "write it 'pt-BR'"),
        ("iw", "write it 'he'"),
        ("tl", "write it 'fil'"),
        ("i-klingon", "write it 'tlh'"),
    ],
)
def test_a_folder_of_another_name_is_reported(name, advice):
    assert str(tag_problem(name, f"docs/{name}")) == (
        f"docs/{name}:1:1: error L001 folder {name!r} has a _lang.yml but its name is no language tag; {advice}"
    )


def test_some_shared_folders_are_named_like_a_language():
    """Hence a language is known by its ``_lang.yml``, not by its name."""
    names = ("js", "css", "img", "ml", "figures", "assets", "data")
    assert [name for name in names if is_tag(name)] == ["css", "ml"]


@pytest.mark.parametrize(
    "tag", ["ar", "he", "fa", "ur", "ps", "sd", "ug", "ckb", "dv", "yi", "nqo", "az-Arab", "ku-Arab", "pa-PK"]
)
def test_right_to_left_follows_from_the_tag(tag):
    assert right_to_left(tag)
    assert read_language(tag, "name: X\n", "x")[0].dir == "rtl"


@pytest.mark.parametrize("tag", ["de", "zh-Hant", "az", "ku", "pa", "gu", "sr-Latn", "ar-Latn"])
def test_left_to_right_follows_from_the_tag(tag):
    assert not right_to_left(tag)
    assert read_language(tag, "name: X\n", "x")[0].dir == "ltr"


def test_a_language_may_say_its_direction_itself():
    assert read_language("ku", "name: Kurdî\ndir: rtl\n", "x") == (Language("ku", "Kurdî", "rtl"), [])


@pytest.mark.parametrize(
    ("tag", "found"),
    [("zh-Hant-TW", ["zh-Hant-TW", "zh-Hant", "zh"]), ("es-419", ["es-419", "es"]), ("de", ["de"])],
)
def test_a_tag_has_parents(tag, found):
    assert parents(tag) == found


@pytest.mark.parametrize(
    ("tag", "lender"),
    [
        *(("de", "de"), ("es-419", "es"), ("fil", "tl"), ("pt-BR", "pt-BR"), ("pt-PT", "pt"), ("zh-Hant", "zh-Hant")),
        *(("zh-TW", "zh-Hant"), ("zh-CN", "zh"), ("no", "nb"), ("gu", "en"), ("ckb", "en"), ("az-Arab", "en")),
    ],
)
def test_the_theme_speaks_the_nearest_language_it_knows(tag, lender):
    assert nearest(tag, THEME) == lender


# ---------------------------------------------------------------------------------------------------------------- words


@pytest.fixture
def spanish() -> Words:
    """Words of ``es-419``: two of its own, two of ``es``, the others English."""
    own = {
        "es": {"quiz.check": "Comprobar", "quiz.hint": "Pista <1>", "page.reading": "{minutes} min de lectura"},
        "es-419": {"quiz.check": "Revisar & más", "video.play": "Ver"},
    }
    return words_of("es-419", {tag: Language(tag, tag, own=words) for tag, words in own.items()})


@pytest.mark.parametrize(
    ("key", "values", "bare", "marked"),
    [
        ("video.play", {}, "Ver", "Ver"),
        ("quiz.check", {}, "Revisar & más", "Revisar &amp; más"),
        ("quiz.hint", {}, "Pista <1>", '<span lang="es">Pista &lt;1&gt;</span>'),
        ("page.reading", {"minutes": 3}, "3 min de lectura", '<span lang="es">3 min de lectura</span>'),
        ("page.edit", {}, "Edit this page", '<span lang="en">Edit this page</span>'),
        ("language.missing", {"name": "<T>"}, "<T> (English)", '<span lang="en">&lt;T&gt; (English)</span>'),
    ],
)
def test_a_word_comes_from_the_language_its_parent_or_english(key, values, bare, marked, spanish):
    assert (spanish.fill(key, **values), spanish.html(key, **values)) == (bare, marked)


def test_an_element_says_that_its_word_is_borrowed(spanish):
    elements = [spanish.put(etree.Element("p"), key) for key in ("video.play", "quiz.hint", "page.edit")]
    assert [etree.tostring(element, encoding="unicode") for element in elements] == [
        "<p>Ver</p>",
        '<p lang="es">Pista &lt;1&gt;</p>',
        '<p lang="en">Edit this page</p>',
    ]


def test_templates_get_every_word_by_room_and_key(spanish):
    tree = spanish.tree()
    assert {f"{room}.{key}" for room, words in tree.items() for key in words} == set(english_words())
    assert tree["quiz"]["check"] == "Revisar &amp; más"


def test_borrowed_words_are_counted(spanish):
    assert spanish.borrowed() == len(english_words()) - 2
    assert words_of("en", {}).borrowed() == 0


def test_english_may_be_worded_differently_by_a_course():
    words = words_of("en", {"en": Language("en", "English", own={"quiz.check": "Submit"})})
    assert (words["quiz.check"], words.borrowed()) == ("Submit", 0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("no braces", set()),
        ("{right} of {all}", {"right", "all"}),
        ("{{right}}", set()),
        ("{right:>9}", {"right>9"}),
        ("{right", None),
        ("right}", None),
    ],
)
def test_braces_are_read_as_they_will_be_filled(text, names):
    assert braces(text) == names


# ------------------------------------------------------------------------------------------------------------ _lang.yml


def test_a_whole_file_is_read():
    text = (
        "name: Deutsch\ndir: ltr\nreviewers: [Ana Ruiz, Li Wei]\nlabels: {quiz: {check: Prüfen}, feed: {title: '{site}: neu'}}\n"
    )
    own = {"quiz.check": "Prüfen", "feed.title": "{site}: neu"}
    assert read_language("de", text, "x") == (Language("de", "Deutsch", "ltr", ("Ana Ruiz", "Li Wei"), own), [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["1:1: error L003 the language's own name is missing; write 'name: Deutsch'"]),
        ("dir: ltr", ["1:1: error L003 the language's own name is missing; write 'name: Deutsch'"]),
        ("name: 5", ["1:1: error L003 name is 5; write the language's own name in quotes"]),
        ("name: ' '", ["1:1: error L003 name is ' '; write the language's own name in quotes"]),
        ("- Deutsch", ["1:1: error L003 the file must be a mapping, for example 'name: Deutsch'"]),
        ("nmae: Deutsch\nname: Deutsch", ["1:1: error L002 unknown key 'nmae'; did you mean 'name'?"]),
        ("name: Deutsch\nflag: de", ["2:1: error L002 unknown key 'flag'; known are dir, labels, name, reviewers"]),
        ("name: Deutsch\ndir: left", ["2:1: error L003 dir is 'left'; write 'ltr' or 'rtl'"]),
        ("name: Deutsch\nreviewers: Ana", ["2:1: error L003 reviewers is 'Ana'; write a list of names"]),
        ("name: Deutsch\nreviewers: [1]", ["2:1: error L003 reviewers is [1]; write a list of names"]),
        ("name: Deutsch\nlabels: Prüfen", ["2:1: error L003 labels is 'Prüfen'; write a mapping"]),
        ("name: Deutsch\nlabels:\n  quiz: Prüfen", ["3:3: error L003 labels.quiz must be a mapping of words"]),
        (
            "name: Deutsch\nlabels:\n  video:\n    transcirpt: Text",
            ["4:5: error L002 unknown label 'video.transcirpt'; did you mean 'video.transcript'?"],
        ),
        (
            "name: Deutsch\nlabels:\n  quiz:\n    check: 1\n    hint:",
            [
                "4:5: error L003 label 'quiz.check' is 1; write a word in quotes, or leave the line out",
                "5:5: error L003 label 'quiz.hint' is None; write a word in quotes, or leave the line out",
            ],
        ),
        (
            "name: Deutsch\nlabels:\n  quiz:\n    parts: '{richtig} von {all}'",
            ["4:5: error L003 label 'quiz.parts' must hold {all} and {right}, as English does"],
        ),
        (
            "name: Deutsch\nlabels: {page: {reading: Minuten}}",
            ["2:17: error L003 label 'page.reading' must hold {minutes}, as English does"],
        ),
        (
            "name: Deutsch\nlabels: {quiz: {check: 'Prüfen }'}}",
            ["2:17: error L003 label 'quiz.check' must hold no braces, as English does"],
        ),
    ],
    ids=[
        *("empty", "no-name", "number", "blank", "list", "misspelt-key", "unknown-key", "direction", "reviewers", "reviewer"),
        *("labels", "room", "unknown-label", "no-word", "other-braces", "lost-braces", "stray-brace"),
    ],
)
def test_a_file_that_is_wrong_is_reported_line_by_line(text, found):
    _, problems = read_language("de", text, "docs/de/_lang.yml")
    assert [str(problem) for problem in problems] == [f"docs/de/_lang.yml:{line}" for line in found]


def test_what_is_not_yaml_is_one_problem():
    language, problems = read_language("de", "name: [", "docs/de/_lang.yml")
    assert (language, [problem.code for problem in problems]) == (Language("de", "de"), ["Y001"])


def test_what_is_right_in_a_wrong_file_is_kept():
    text = "name: Deutsch\ndir: left\nlabels: {quiz: {check: Prüfen, chekc: x}}"
    assert read_language("de", text, "x")[0] == Language("de", "Deutsch", own={"quiz.check": "Prüfen"})


@pytest.mark.parametrize("file", sorted(ROOT.glob("docs/*/_lang.yml")), ids=lambda path: path.parent.name)
def test_this_course_s_languages_say_every_word_themselves(file: Path):
    tag = file.parent.name
    language, problems = read_language(tag, file.read_text("utf-8"), str(file))
    assert problems == []
    assert words_of(tag, {tag: language}).borrowed() == 0
