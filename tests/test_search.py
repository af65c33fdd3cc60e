"""The search: what a bundle holds, which pages are in it, and how German compounds are found by their parts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from conftest import build_course
from diglot import search
from diglot.cache import NO_CACHE, Cache
from diglot.search import BREAK, Searched, broken, compounds, document, german, write_bundle

PAGE = """# Page

/// video | The film
    youtube: 0_4KEb08xrE
    captions: film.vtt
///

/// quiz | The question
    attrs: {id: one}

- [ ] Option wrong

    > Feedback wrong

- [x] Option right

    > Feedback right

/// hint | Hint
The clue.
///

/// explain | Why
The reason.
///

///
"""

NOUNS = {
    "Modelle": "Modell",
    "Daten": "Datum",
    "Sprache": "Sprache",
    "Training": "Training",
    "Zeit": "Zeit",
    "Rechnen": "Rechnen",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A course whose second page is not translated."""
    files = {
        "en/_lang.yml": "name: English\n",
        "en/index.md": PAGE,
        "en/film.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nSpoken words\n",
        "en/only.md": "# Only\n",
        "de/_lang.yml": "name: Deutsch\n",
        "de/index.md": PAGE.replace("    captions: film.vtt\n", ""),
    }
    return build_course(
        tmp_path_factory.mktemp("searched"), {f"docs/{name}": text for name, text in files.items()}, ["index.md", "only.md"]
    )


def fragments(bundle: Path) -> dict[str, dict]:
    """What the index knows of each page, by address; Pagefind puts its name before the JSON."""
    texts = [gzip.decompress(path.read_bytes()).decode() for path in sorted(bundle.glob("fragment/*"))]
    return {page["url"]: page for page in (json.loads(text.removeprefix("pagefind_dcd")) for text in texts)}


# ------------------------------------------------------------------------------------------------------------ compounds


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Sprachmodelle", ["Sprach", "modelle"]),
        ("Trainingsdaten", ["Trainings", "daten"]),
        ("Rechenzeit", ["Rechen", "zeit"]),
        ("Trainingszeit", ["Trainings", "zeit"]),
        ("Modelle", ["Modelle"]),
        ("Datensatz", ["Datensatz"]),
    ],
)
def test_a_german_noun_falls_into_nouns(word, parts):
    at = german(NOUNS)(word)
    assert [part for part in (word[:at], word[at:]) if part] == parts


def test_only_words_of_the_text_are_marked():
    text = '<h1 id="Sprachmodelle" title="a > b">Sprachmodelle und <b>Trainingsdaten</b></h1>'
    assert broken(text, german(NOUNS)) == (
        f'<h1 id="Sprachmodelle" title="a > b">Sprach{BREAK}modelle und <b>Trainings{BREAK}daten</b></h1>'
    )


def test_a_page_without_a_heading_begins_with_its_title():
    assert document(Searched("a/", "A & B", "<p>Text</p>"), "en") == (
        '<html lang="en"><body><article data-pagefind-body><h1>A &amp; B</h1><p>Text</p></article></body></html>'
    )


def test_german_in_every_country_is_split_and_english_is_not():
    page = Searched("", "", "<h1>Sprachmodelle</h1>")
    found = {lang: compounds([page], lang, NO_CACHE) for lang in ("de", "de-AT", "en", "nl")}
    assert [BREAK in document(page, lang, split) for lang, split in found.items()] == [True, True, False, False]


def test_the_dictionary_is_asked_once_for_the_words_of_a_page(tmp_path, monkeypatch):
    loaded = []
    monkeypatch.setitem(search._SPLITTERS, "de", lambda: loaded.append(True) or german(NOUNS))

    def built(*texts: str) -> list[str]:
        kept = Cache(tmp_path / "cache.sqlite")
        pages = [Searched("", "", text) for text in texts]
        split = compounds(pages, "de", kept)
        kept.close()
        return [broken(page.html, split) for page in pages]

    once = [f"Viele Sprach{BREAK}modelle", f"<p>Trainings{BREAK}daten</p>"]
    assert built("Viele Sprachmodelle", "<p>Trainingsdaten</p>") == once
    asked = len(loaded)
    assert built("<b>Zwei</b> Sprachmodelle", "Trainingsdaten") == [f"<b>Zwei</b> Sprach{BREAK}modelle", f"Trainings{BREAK}daten"]
    assert len(loaded) == asked
    assert built("Sprachmodelle, Rechenzeit") == [f"Sprach{BREAK}modelle, Rechen{BREAK}zeit"]
    assert len(loaded) > asked


def test_most_compounds_of_the_course_are_found_by_their_parts():
    """Counted by hand in the German pages: compounds, and the parts that a reader would look for."""
    lines = (Path(__file__).parent / "golden/search/compounds.txt").read_text("utf-8").splitlines()
    wanted = [(word, part) for word, *parts in map(str.split, lines) for part in parts]
    page = Searched("", "", " ".join(f"<h1>{word}</h1>" for word, _ in wanted))
    split = compounds([page], "de", NO_CACHE)
    pieces = {word: broken(word, split) for word, _ in wanted}
    found = [(word, part) for word, part in wanted if _begins(pieces[word], part)]
    assert len(found) / len(wanted) > 0.95, sorted(set(wanted) - set(found))


def _begins(text: str, part: str) -> bool:
    """Whether one of the pieces begins with the word looked for, as the index finds it."""
    pieces = text.lower().split(BREAK)
    return len(pieces) > 1 and any(piece.startswith(part) for piece in pieces)


# -------------------------------------------------------------------------------------------------------------- bundles


def test_the_same_pages_give_the_same_bytes(tmp_path):
    pages = [Searched(f"page-{number}/", f"Page {number}", f"<p>Text {number}</p>") for number in range(30)]
    for folder in ("one", "two"):
        write_bundle(pages, "en", tmp_path / folder)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / folder).rglob("*.*")} for folder in ("one", "two"))
    assert one == two


def test_a_bundle_holds_the_loader_the_engine_and_the_index_and_no_interface(tmp_path):
    write_bundle([Searched("", "Start", "<p>Text</p>")], "de", tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".pf_meta")
    assert names == [
        "fragment",
        "index",
        "pagefind-entry.json",
        "pagefind-worker.js",
        "pagefind.js",
        "wasm.de.pagefind",
        "wasm.unknown.pagefind",
    ]


@pytest.mark.parametrize(("lang", "text"), [("zh-Hans", "注意力机制"), ("ja", "注意機構は"), ("th", "แบบจำลองภาษา")])
def test_languages_without_spaces_are_cut_into_words(tmp_path, lang, text):
    write_bundle([Searched("", "A", f"<p>{text}</p>")], lang, tmp_path)
    assert fragments(tmp_path)["/"]["word_count"] > 2


# ------------------------------------------------------------------------------------------------------------- the site


def test_each_language_is_searched_in_its_own_pages(site):
    german, english = fragments(site / "de/pagefind"), fragments(site / "pagefind")
    assert sorted(german) == sorted(english)
    assert german["/glossary/"]["meta"] == {"title": "Glossar"}
    assert english["/glossary/"]["meta"] == {"title": "Glossary"}


def test_an_english_page_is_not_found_in_a_language_that_lacks_it(small):
    assert sorted(fragments(small / "pagefind")) == ["/", "/only/"]
    assert sorted(fragments(small / "de/pagefind")) == ["/"]
    assert (small / "de/only/index.html").is_file()


def test_headings_are_places_of_their_own_and_named_without_their_sign(site):
    page = fragments(site / "pagefind")["/transformer-models/sequence-to-sequence-models/"]
    headings = {anchor["id"]: anchor["text"] for anchor in page["anchors"] if anchor["element"] in ("h1", "h2", "h3")}
    assert list(headings.items())[:2] == [
        ("sequence-to-sequence-models", "Sequence-to-sequence models"),
        ("one-half-reads-the-other-writes", "One half reads, the other writes"),
    ]


def test_questions_and_transcripts_are_found_and_nothing_that_gives_an_answer_away(small):
    content = fragments(small / "pagefind")["/"]["content"]
    said = ["The film", "Spoken words", "The question", "Option", "Feedback", "clue", "reason", "Check", "youtube"]
    assert [part for part in said if part in content] == ["The film", "Spoken words", "The question"]


def test_a_page_of_a_single_question_is_not_found(site):
    assert [url for url in fragments(site / "pagefind") if url.startswith("/questions/")] == []
