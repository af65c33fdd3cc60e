"""Which page is being rendered: a tiny course whose extension notes what it is told, built with each engine.

Every build is started from another folder than the course's, as an editor or a CI job may do.
"""

from __future__ import annotations

import json
from pathlib import Path

import markdown
import pytest
from conftest import run_command
from diglot.page import Here, here, here_of, words_for

RECORDER = '''
"""A Markdown extension that adds a line to the file named by RECORD for each page it is asked to render."""

import json, os
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from diglot.page import here, words_for

class Recorder(Preprocessor):
    def run(self, lines):
        place = here(self.md)
        found = [str(place.docs), place.lang, place.name] if place else None
        with open(os.environ["RECORD"], "a", encoding="utf-8") as file:
            print(json.dumps([lines[0], found, words_for(self.md)["quiz.check"]]), file=file)
        return lines

class RecorderExtension(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Recorder(md), "recorder", 1)

def makeExtension(**options):
    return RecorderExtension(**options)
'''

GERMAN = "name: Deutsch\nlabels: {quiz: {check: Prüfen}}\n"
BRAZILIAN = "name: Português (Brasil)\n"
PORTUGUESE = "name: Português\nlabels: {quiz: {check: Verificar}}\n"

COURSE = {
    "recorder.py": RECORDER,
    "docs/stray.md": "# Stray",
    "docs/en/index.md": "# Start",
    "docs/en/chapter/lesson.md": "# Lesson",
    "docs/de/_lang.yml": GERMAN,
    "docs/de/index.md": "# Anfang",
    "docs/de/chapter/lesson.md": "---\ndescription: Eine\n---\n\n# Lektion",
    "docs/de/chapter/en/deep.md": "# Tief",
    "docs/pt/_lang.yml": PORTUGUESE,
    "docs/pt-BR/_lang.yml": BRAZILIAN,
    "docs/pt-BR/index.md": "# Início",
}


@pytest.fixture
def record(write_course, tmp_path):
    """Build the course with an engine; returns the pages that the extension saw: first line, place, a word of the site."""

    def build(engine: str, docs_dir: str) -> list:
        root = write_course(
            COURSE
            | {
                "mkdocs.yml": f"site_name: Tiny\nsite_url: https://course.example.org/\ndocs_dir: {docs_dir}\n"
                "theme: {name: material}\nplugins: []\nmarkdown_extensions: [recorder]\n"
            }
        )
        notes, elsewhere = tmp_path / "notes.jsonl", tmp_path / "elsewhere"
        elsewhere.mkdir()
        env = {"PYTHONPATH": str(root), "RECORD": str(notes)}
        result = run_command(engine, "build", "-f", str(root / "mkdocs.yml"), cwd=elsewhere, env=env)
        assert result.returncode == 0, result.stdout + result.stderr
        seen = [json.loads(line) for line in notes.read_text("utf-8").splitlines()]
        for _, place, _ in seen:
            if place:
                place[0] = Path(place[0]).relative_to(root).as_posix()
        return sorted(seen, key=str)

    return build


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs", "zensical"])
def test_every_engine_tells_folder_language_name_and_words(record, engine):
    assert record(engine, "docs") == [
        ["# Anfang", ["docs", "de", "index.md"], "Prüfen"],
        ["# Início", ["docs", "pt-BR", "index.md"], "Verificar"],
        ["# Lektion", ["docs", "de", "chapter/lesson.md"], "Prüfen"],
        ["# Lesson", ["docs", "en", "chapter/lesson.md"], "Check"],
        ["# Start", ["docs", "en", "index.md"], "Check"],
        ["# Stray", None, "Check"],
        ["# Tief", ["docs", "de", "chapter/en/deep.md"], "Prüfen"],
    ]


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs", "zensical"])
def test_a_language_built_alone_finds_the_same_course(record, engine):
    assert record(engine, "docs/de") == [
        ["# Anfang", ["docs", "de", "index.md"], "Prüfen"],
        ["# Lektion", ["docs", "de", "chapter/lesson.md"], "Prüfen"],
        ["# Tief", ["docs", "de", "chapter/en/deep.md"], "Prüfen"],
    ]


def test_a_text_rendered_on_its_own_is_no_page_and_speaks_english():
    md = markdown.Markdown()
    assert (here(md), words_for(md)["quiz.check"]) == (None, "Check")


def test_the_place_of_a_file_is_its_language_folder_s(write_course):
    root = write_course({"docs/de/_lang.yml": "name: Deutsch\n"})
    lesson = root / "docs/de/chapter/lesson.md"
    assert here_of(lesson) == Here(root / "docs", "de", "chapter/lesson.md")
    assert here_of(lesson).path == lesson
    assert here_of(root / "docs/stray.md") is None


@pytest.mark.parametrize(
    ("name", "link"),
    [("index.md", "glossary.md"), ("chapter/lesson.md", "../glossary.md"), ("a/b/c.md", "../../glossary.md")],
)
def test_a_link_to_a_page_of_the_language_climbs_out_of_the_folders(name, link):
    assert Here(Path("docs"), "en", name).to("glossary.md") == link
