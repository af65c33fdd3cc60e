"""What a page is rendered from is in the key under which it is kept: no extension reads a file that the key leaves out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from conftest import ROOT
from diglot.inputs import Inputs, beside
from diglot.languages import SOURCE
from diglot.pages import PAGE_SUFFIXES, Course, read_course
from diglot.terms import GLOSSARY
from diglot.website import read_config

# Renders each page of the course, and prints which files below docs/ were opened meanwhile.
READS = """
import json, sys
from diglot import rendering
from mkdocs.__main__ import cli

reads, page = {}, None

def watch(event, arguments):
    if event == "open" and page and "/docs/" in str(arguments[0]):
        reads.setdefault(page, set()).add(str(arguments[0]))

def kept(built, render, cache, inputs):
    def rendered(config, files):
        global page
        page = built.file.src_uri
        render(config, files)
        page = None
    return rendered

rendering.kept = kept
sys.addaudithook(watch)
cli(["build", "--quiet", "--site-dir", sys.argv[1]], standalone_mode=False)
print(json.dumps({name: sorted(files) for name, files in reads.items()}))
"""


def test_rendering_a_page_reads_no_file_that_its_key_leaves_out(tmp_path):
    command = [sys.executable, "-c", READS, str(tmp_path / "site")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    reads = json.loads(done.stdout.splitlines()[-1])
    assert {"en/models.md", "de/models.md"} <= reads.keys()
    for name, files in reads.items():
        lang, _, rest = name.partition("/")
        pages = {f"{tag}/{page}" for tag in (SOURCE, lang) for page in (rest, GLOSSARY)}
        opened = {Path(file).relative_to(ROOT / "docs").as_posix() for file in files}
        others = {file for file in opened - pages if file.endswith(PAGE_SUFFIXES)}
        assert name.endswith("/models.md") or others == set(), name  # the list of models reads all of its language


def course(root: Path) -> Course:
    for name in ("en/_lang.yml", "de/_lang.yml", "fr/_lang.yml"):
        (root / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / name).write_text("name: x\n", "utf-8")
    for name in ("en/a.md", "en/b.md", "de/a.md", "en/glossary.md"):
        (root / "docs" / name).write_text("# A\n", "utf-8")
    return read_course(root)


def key(root: Path, lang: str, name: str) -> list[object]:
    found = read_course(root)
    return Inputs(found).of(found.pages[lang, name])


def test_a_page_depends_on_its_english_questions_and_on_the_glossary_but_not_on_other_pages(tmp_path):
    course(tmp_path)
    before = key(tmp_path, "de", "a.md")
    (tmp_path / "docs/en/b.md").write_text("# B\n", "utf-8")
    assert key(tmp_path, "de", "a.md") == before
    for name in ("en/a.md", "en/glossary.md"):
        (tmp_path / "docs" / name).write_text("# Another\n", "utf-8")
        changed = key(tmp_path, "de", "a.md")
        assert changed != before
        before = changed


def test_a_page_that_lists_models_depends_on_all_pages_of_its_language(tmp_path):
    course(tmp_path)
    (tmp_path / "docs/en/a.md").write_text("# A\n\n/// models\n///\n", "utf-8")
    before = key(tmp_path, "en", "a.md")
    (tmp_path / "docs/en/b.md").write_text("# B\n", "utf-8")
    assert key(tmp_path, "en", "a.md") != before


def test_files_beside_pages_count_for_their_language_those_of_english_and_of_none_for_all(tmp_path):
    course(tmp_path)

    def digests() -> dict[str, str]:
        found = read_course(tmp_path)
        return {lang: beside(found, lang, read_config(tmp_path)) for lang in ("en", "de", "fr")}

    changed = {}
    for name in ("de/x.vtt", "en/x.vtt", "models.yml", "fr/_lang.yml"):
        before = digests()
        (tmp_path / "docs" / name).write_text("name: y\n", "utf-8")
        changed[name] = {lang for lang, digest in digests().items() if digest != before[lang]}
    every = {"en", "de", "fr"}
    assert changed == {"de/x.vtt": {"de"}, "en/x.vtt": every, "models.yml": every, "fr/_lang.yml": every}
