"""A whole course moves in: pages paired by content, ids of English, links, redirects, a report that adds up."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from conftest import ROOT, run_command
from diglot.__main__ import main
from diglot.mdx.course import Course, convert
from diglot.mdx.rendered import leftovers, leftovers_in
from diglot.mdx.sources import Source, read_source
from diglot.mdx.toctree import read_toctree
from diglot.website import read_config

ENGLISH = {
    "_toctree.yml": """
- title: 1. On the water
  sections:
  - {local: chapter1/1, title: Boats}
  - {local: chapter1/2, title: A quiz, quiz: 1}
  - {local: chapter1/3, title: Harbours}
""",
    "chapter1/1.mdx": """# Boats

Boats are many.

## Rowing boats[[rowing]]

<Youtube id="rowingboat1"/>

```py
oars = fetch("two oars")
row(oars, hard=True)
stop(row_number=17)
```

## Sailing boats

<Youtube id="sailingboat"/>

```py
sail = hoist("the main sail")
wind = wait_for_wind(sail)
tack(wind, degrees=45)
```

### Masts

See [masts](https://masts.example.org/tall) and [more](https://masts.example.org/taller) of
[them](https://masts.example.org/all).

## Motor boats

<Youtube id="motorboat01"/>

```py
engine = start("the engine")
engine.drive(knots=20, hours=3)
engine.stop(slowly=True)
```
""",
    "chapter1/2.mdx": """# A quiz

### 1. Which boat has oars?

<Question choices={[{text: "A rowing boat", explain: "Yes.", correct: true}, {text: "A sailing boat", explain: "No."}]} />

### 2. What fills a sail?

<Question choices={[{text: "Water", explain: "No."}, {text: "Wind", explain: "Yes.", correct: true},
  {text: "Oars", explain: "No."}]} />
""",
    "chapter1/3.mdx": """# Harbours

<img src="img/pier.png" alt="A pier."/>

See [the harbour](https://harbour.example.org/plan), [its tides](https://harbour.example.org/tides) and
[its lights](https://harbour.example.org/lights). Back to [rowing](/course/chapter1/1#rowing).
""",
    "chapter1/img/pier.png": "no picture, but a file",
}
# An older numbering: rowing and sailing were pages of their own, the quiz came last.
GERMAN = {
    "_toctree.yml": """
- title: 1. Auf dem Wasser
  sections:
  - {local: chapter1/1, title: Ruderboote}
  - {local: chapter1/2, title: Segelboote}
  - {local: chapter1/3, title: Häfen}
  - {local: chapter1/4, title: Quiz, quiz: 1}
- title: Glossar
  sections:
  - {local: glossary/1, title: Glossar}
""",
    "chapter1/1.mdx": """# Ruderboote

<Youtube id="rowingboat1"/>

```py
oars = fetch("two oars")
row(oars, hard=True)
stop(row_number=17)
```
""",
    "chapter1/2.mdx": """# Segelboote

<Youtube id="sailingboat"/>

```py
sail = hoist("the main sail")
wind = wait_for_wind(sail)
tack(wind, degrees=45)
```

## Mastbau

[Masten](https://masts.example.org/tall), [mehr](https://masts.example.org/taller), [alle](https://masts.example.org/all).
Zum [Quiz](/course/chapter1/4), nach [Hause](/course/chapter1).
""",
    "chapter1/3.mdx": """# Häfen

<img src="img/pier.png" alt="Ein Pier."/>

[Der Hafen](https://harbour.example.org/plan), [Gezeiten](https://harbour.example.org/tides),
[Lichter](https://harbour.example.org/lights). Zurück zum [Rudern](/course/de/chapter1/1).
""",
    "chapter1/4.mdx": """# Quiz

### 1. Welches Boot hat Ruder?

<Question choices={[{text: "Ein Ruderboot", explain: "Ja.", correct: true}, {text: "Ein Segelboot", explain: "Nein."}]} />

### 2. Was füllt ein Segel?

<Question choices={[{text: "Wasser", explain: "Nein."}, {text: "Wind", explain: "Ja.", correct: true},
  {text: "Ruder", explain: "Nein."}]} />
""",
    "glossary/1.mdx": "# Glossar\n\n| Englisch | Deutsch |\n|---|---|\n| oar | das Ruder |\n",
}


def write_source(folder: Path, **languages: dict[str, str]) -> Path:
    for lang, files in languages.items():
        for name, text in files.items():
            path = folder / "chapters" / lang / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    sources, notes = read_source(write_source(tmp_path_factory.mktemp("source"), en=ENGLISH, de=GERMAN))
    assert notes == []
    return convert(sources)


def test_pages_are_paired_by_what_is_in_them(course: Course) -> None:
    assert [str(one) for one in course.report.pairings] == [
        "de/chapter1/1.mdx: part on-the-water/boats.md (1.00) → docs/de/on-the-water/rowing-boats.md",
        "de/chapter1/2.mdx: part on-the-water/boats.md (1.00) → docs/de/on-the-water/sailing-boats.md",
        "de/chapter1/3.mdx: pair on-the-water/harbours.md (1.00) → docs/de/on-the-water/harbours.md",
        "de/chapter1/4.mdx: pair on-the-water/a-quiz.md (1.00) → docs/de/on-the-water/a-quiz.md",
        "de/glossary/1.mdx: orphan  (0.00) → docs/de/glossary/former-1.md",
    ]


def test_a_page_that_became_a_section_names_it(course: Course) -> None:
    assert course.pages["de", "on-the-water/sailing-boats.md"].startswith("---\nof: on-the-water/boats.md#sailing-boats\n---\n")
    assert course.pages["de", "on-the-water/rowing-boats.md"].startswith("---\nof: on-the-water/boats.md#rowing\n---\n")


def test_a_page_without_an_english_one_is_kept_beside_the_course(course: Course) -> None:
    assert course.files["translating/de/held/glossary/former-1.md"].decode() == (
        "# Glossar\n\n| Englisch | Deutsch |\n|---|---|\n| oar | das Ruder |\n"
    )
    assert ("de", "glossary/former-1.md") not in course.pages
    assert [str(note) for note in course.report.notes if note.kind == "held back"] == [
        "de/glossary/1.mdx:1: held back: no English page is about this; it is kept as translating/de/held/glossary/former-1.md"
    ]


def test_questions_and_headings_have_the_english_ids(course: Course) -> None:
    ids = [line for line in course.pages["de", "on-the-water/a-quiz.md"].split("\n") if "attrs" in line or line.startswith("#")]

    assert ids == [
        "# Quiz {#a-quiz}",
        "    attrs: {id: which-boat-has-oars}",
        "    attrs: {id: what-fills-a-sail}",
    ]


def test_links_lead_to_the_page_in_the_readers_language(course: Course) -> None:
    assert course.pages["en", "on-the-water/harbours.md"].endswith("Back to [rowing](boats.md#rowing).\n")
    assert course.pages["de", "on-the-water/harbours.md"].endswith("Zurück zum [Rudern](rowing-boats.md).\n")
    assert course.pages["de", "on-the-water/sailing-boats.md"].endswith("Zum [Quiz](a-quiz.md), nach [Hause](index.md).\n")


def test_former_addresses_lead_to_todays_in_each_language(course: Course) -> None:
    assert course.redirects == {
        "chapter1/index.md": "on-the-water/index.md",
        "chapter1/1.md": "on-the-water/boats.md",
        "chapter1/2.md": "on-the-water/a-quiz.md",
        "chapter1/3.md": "on-the-water/harbours.md",
        "de/chapter1/1.md": "on-the-water/rowing-boats.md",
        "de/chapter1/2.md": "on-the-water/sailing-boats.md",
        "de/chapter1/4.md": "on-the-water/a-quiz.md",
    }


def test_a_chapter_s_title_does_not_decide_which_addresses_are_former(tmp_path: Path) -> None:
    renamed = {
        lang: files | {"_toctree.yml": files["_toctree.yml"].replace("On the water", "Transformer boats")}
        for lang, files in (("en", ENGLISH), ("de", GERMAN))
    }
    found = convert(read_source(write_source(tmp_path, **renamed))[0]).redirects
    assert {old: new for old, new in found.items() if old.startswith("de/")} == {
        "de/chapter1/1.md": "transformer-boats/rowing-boats.md",
        "de/chapter1/2.md": "transformer-boats/sailing-boats.md",
        "de/chapter1/4.md": "transformer-boats/a-quiz.md",
    }


def test_a_chapter_lists_its_pages_also_those_that_became_sections(course: Course) -> None:
    assert course.pages["de", "on-the-water/index.md"].splitlines() == [
        "# 1. Auf dem Wasser",
        "",
        "- [Ruderboote](rowing-boats.md)",
        "- [Segelboote](sailing-boats.md)",
        "- [Häfen](harbours.md)",
        "- [Quiz](a-quiz.md)",
    ]


def test_every_sum_adds_up(course: Course) -> None:
    assert course.report.summary() == [
        "pages: 8 in, 7 out, 1 held back, 0 repaired",
        "questions: 4 in, 4 out, 0 held back, 0 repaired",
        "videos: 5 in, 5 out, 0 held back, 0 repaired",
        "banners: 0 in, 0 out, 0 held back, 0 repaired",
        "switches: 0 in, 0 out, 0 held back, 0 repaired",
        "conditions: 0 in, 0 out, 0 held back, 0 repaired",
        "tabs: 0 in, 0 out, 0 held back, 0 repaired",
        "boxes: 0 in, 0 out, 0 held back, 0 repaired",
        "alerts: 0 in, 0 out, 0 held back, 0 repaired",
        "fences: 5 in, 5 out, 0 held back, 0 repaired",
        "headings: 17 in, 16 out, 1 held back, 0 repaired",
        "anchors: 1 in, 1 out, 0 held back, 0 repaired",
        "images: 2 in, 2 out, 0 held back, 0 repaired",
        "iframes: 0 in, 0 out, 0 held back, 0 repaired",
        "tables: 1 in, 0 out, 1 held back, 0 repaired",
        "html: 0 in, 0 out, 0 held back, 0 repaired",
        "links: 16 in, 16 out, 0 held back, 0 repaired",
    ]


def test_a_wrong_language_code_is_named_with_the_right_one(tmp_path: Path) -> None:
    gujarati = {"_toctree.yml": "- title: હોડી\n  sections: [{local: chapter1/1, title: હોડી}]\n", "chapter1/1.mdx": "# હોડી\n"}
    sources, notes = read_source(write_source(tmp_path, en=ENGLISH, gj=gujarati))

    assert [source.tag for source in sources] == ["en", "gu"]
    assert [str(note) for note in notes] == [
        "gj:1: repaired: folder 'gj' is no language tag; its text is Gujarati, which is 'gu'"
    ]


def import_course(source: Path, dest: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--course", str(ROOT), "import", "mdx", str(source), str(dest), *options])
    return result.exit_code, result.stdout


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_imported_course_does_not_claim_the_licence_of_the_one_that_lends_its_theme(tmp_path: Path) -> None:
    source = write_source(tmp_path / "source", en=ENGLISH)
    (source / "LICENSE").write_text("Use it well.", "utf-8")
    import_course(source, tmp_path / "course", "--name", "Boats")
    config, lent = (read_config(root) for root in (tmp_path / "course", ROOT))
    assert ("copyright" in lent, "licence" in lent["extra"]) == (True, True)
    assert ("copyright" in config, "licence" in config["extra"]) == (False, False)
    assert (tmp_path / "course/LICENSE").read_text("utf-8") == "Use it well."


def test_a_second_import_changes_nothing_and_an_edited_page_is_asked_about(tmp_path: Path) -> None:
    source, dest = write_source(tmp_path / "source", en=ENGLISH, de=GERMAN), tmp_path / "course"
    code, said = import_course(source, dest)
    first = tree(dest)
    assert (code, said.splitlines()[1]) == (0, "questions: 4 in, 4 out, 0 held back, 0 repaired")

    code, said = import_course(source, dest)
    assert (code, said.splitlines()[-1]) == (0, f"course: {len(first)} files, nothing changed")
    assert tree(dest) == first

    (dest / ".git").mkdir()
    (dest / ".git" / "HEAD").write_text("ref", "utf-8")
    page = dest / "docs/de/on-the-water/harbours.md"
    page.write_text("mine", "utf-8")
    code, _ = import_course(source, dest)
    assert (code, page.read_text("utf-8")) == (1, "mine")

    code, _ = import_course(source, dest, "--overwrite")
    assert code == 0
    assert tree(dest) == {**first, ".git/HEAD": b"ref"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_an_import_that_is_stopped_leaves_no_half_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, dest = write_source(tmp_path / "source", en=ENGLISH), tmp_path / "course"

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("diglot.mdx.swap._write", stop)
    import_course(source, dest)

    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_what_a_killed_import_had_begun_is_gone_after_the_next(tmp_path: Path) -> None:
    source, dest = write_source(tmp_path / "source", en=ENGLISH), tmp_path / "course"
    (tmp_path / ".course.new-1" / "docs").mkdir(parents=True)

    import_course(source, dest)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "source"]


def test_an_import_that_is_stopped_while_other_files_move_over_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, dest = write_source(tmp_path / "source", en=ENGLISH), tmp_path / "course"
    import_course(source, dest)
    (dest / ".git").mkdir()
    (dest / ".git" / "HEAD").write_text("ref", "utf-8")
    source = write_source(tmp_path / "more", en=ENGLISH, de=GERMAN)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("diglot.mdx.swap._move_over", stop)
        import_course(source, dest)
    assert not (dest / ".git").exists()

    import_course(source, dest)
    assert (dest / ".git" / "HEAD").read_text("utf-8") == "ref"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_links_to_the_pages_of_known_models_are_model_links(tmp_path: Path) -> None:
    hub = "https://huggingface.co"
    pages = {
        "_toctree.yml": "- title: Boats\n  sections: [{local: chapter1/1, title: Boats}]\n",
        "chapter1/1.mdx": f"# Boats\n\n[BERT]({hub}/transformers/model_doc/bert.html), [small]({hub}/google-t5/t5-small), "
        f"[the model]({hub}/docs/transformers/model_doc/bert#usage), [a base]({hub}/google-t5/t5-base), [CTRL]({hub}/ctrl)\n",
    }
    dest = tmp_path / "course"
    import_course(write_source(tmp_path / "source", en=pages), dest)

    assert (dest / "docs/en/boats/boats.md").read_text("utf-8") == (
        f"# Boats\n\n[BERT](model:bert), [small](model:t5-small), "
        f"[the model]({hub}/docs/transformers/model_doc/bert#usage), [a base]({hub}/google-t5/t5-base), [CTRL]({hub}/ctrl)\n"
    )
    lent = yaml.safe_load((ROOT / "docs/models.yml").read_text("utf-8"))
    written = yaml.safe_load((dest / "docs/models.yml").read_text("utf-8"))
    assert written == {key: lent[key] for key in ("bert", "t5", "t5-small")}


def test_another_folder_is_never_written_into(tmp_path: Path) -> None:
    source, dest = write_source(tmp_path / "source", en=ENGLISH), tmp_path / "mine"
    dest.mkdir()
    (dest / "notes.txt").write_text("mine", "utf-8")

    assert import_course(source, dest)[0] == 1
    assert tree(dest) == {"notes.txt": b"mine"}


def test_the_imported_course_builds_and_nothing_of_mdx_is_left(tmp_path: Path) -> None:
    source, dest = write_source(tmp_path / "source", en=ENGLISH, de=GERMAN), tmp_path / "course"
    import_course(source, dest)

    built = run_command("mkdocs", "build", "--strict", cwd=dest)

    assert built.returncode == 0, built.stderr
    assert list(leftovers_in(dest / "site")) == []
    sailing = (dest / "site/de/on-the-water/sailing-boats/index.html").read_text("utf-8")
    assert 'data-youtube="sailingboat"' in sailing
    assert 'href="../../../on-the-water/boats/#sailing-boats"' in sailing  # the language switch leads to the section
    assert "../../on-the-water/sailing-boats/" in (dest / "site/de/chapter1/2/index.html").read_text("utf-8")
    assert "../../on-the-water/a-quiz/" in (dest / "site/chapter1/2/index.html").read_text("utf-8")
    checked = CliRunner().invoke(main, ["--course", str(dest), "check"])
    assert (checked.exit_code, checked.stdout) == (0, "0 errors, 0 warnings\n")
    status = CliRunner().invoke(main, ["--course", str(dest), "status", "de"]).stdout
    assert "is a part of on-the-water/boats.md#sailing-boats" in status


def test_chapters_without_sections_are_said() -> None:
    chapters, notes = read_toctree("- title: Empty\n", "de/_toctree.yml")

    assert (chapters, [str(note) for note in notes]) == ([], ["de/_toctree.yml:1: dropped: a chapter without sections"])


def test_a_source_has_the_pages_that_its_contents_forget() -> None:
    source = Source("en", "en", (), {"chapter1/1": "# One\n"})

    assert [entry.local for entry in source.entries] == ["chapter1/1"]


LEFTOVERS = {
    "<article><p>&lt;Tip&gt;</p></article>": ["x.html: component: <Tip>"],
    "<article><tipp>Mind</tipp></article>": ["x.html: component: <tipp>"],
    "<article><h2>Deck[[deck]]</h2></article>": ["x.html: anchor: [[deck]]"],
    "<article><p>{#if fw === 'pt'}</p></article>": ["x.html: condition: {#if fw === 'pt'}"],
    "<article><p>```py out\nx</p></article>": ["x.html: fence: ```py out"],
    "<article><p>/// quiz | Which?</p></article>": ["x.html: block: /// quiz | Which?"],
    "<article><p>[!TIP] Mind</p></article>": ["x.html: alert: [!TIP]"],
    "<article><pre><code>&lt;Tip&gt; [[1, 2]]</code></pre></article>": [],
    "<nav>[[home]]</nav><article>Text</article>": [],
}


@pytest.mark.parametrize("markup", LEFTOVERS)
def test_what_is_left_of_mdx_is_found_in_what_readers_see(markup: str) -> None:
    assert [str(one) for one in leftovers(markup, "x.html")] == LEFTOVERS[markup]
