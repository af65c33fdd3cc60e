"""The live preview: whatever is edited, it shows what a preview shows that is begun anew."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from diglot.languages import SOURCE
from diglot.preview import Preview
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import ConfigurationError
from mkdocs.livereload import LiveReloadServer
from projects import Project
from test_build import CHANGES, make
from test_publish import tree

HOST, PORT = "127.0.0.1", 8000
LANGS = (SOURCE, "de", "es", "fr")

# In the fast part; each takes the time of a preview that begins anew.
FIRST = ("a title in the navigation", "a page more")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return make(tmp_path / "course")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """MkDocs' warnings about MkDocs 2 and the like are none of these tests'."""
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    yield
    logging.getLogger("mkdocs").setLevel(logging.NOTSET)


def begin(course: Project, site: Path) -> Preview:
    """As `mkdocs serve` begins: a first build, then what follows edits."""
    address = f"http://{HOST}:{PORT}/"
    config = load_config(str(course.root / "mkdocs.yml"), site_dir=str(site))
    config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = address
    build(config, serve_url=address)
    return Preview(config.plugins["diglot"], config, {})


def shown(preview: Preview) -> Mapping[str, str]:
    """All that is shown, when every language is looked at; but for the search, which stays as it was at the beginning."""
    for tag in LANGS:
        preview.show(tag)
    return {name: text for name, text in tree(preview.site).items() if "pagefind/" not in name}


def fresh(course: Project, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """What a preview shows that begins now, and knows nothing of earlier ones."""
    with monkeypatch.context() as without:
        without.setenv("DIGLOT_CACHE", "false")
        return shown(begin(course, course.root.parent / "fresh"))


def asked(server: LiveReloadServer, path: str) -> str:
    """What the server answers."""
    with closing(server.get_app()({"PATH_INFO": path}, lambda _status, _headers: None)) as answer:
        return b"".join(answer).decode()


@contextmanager
def served(preview: Preview) -> Iterator[LiveReloadServer]:
    """A server that shows a preview; it listens nowhere."""
    with LiveReloadServer(lambda: None, HOST, PORT, str(preview.site)) as server:
        preview.follow(server)
        yield server


def test_whatever_is_edited_is_shown_as_if_the_preview_began_anew(course, tmp_path, monkeypatch, request):
    preview = begin(course, tmp_path / "site")
    before = shown(preview)
    for what in CHANGES if request.config.getoption("--long") else FIRST:
        CHANGES[what](course)
        preview.read()
        now = shown(preview)
        assert now == fresh(course, monkeypatch), what
        assert now != before, what
        before = now


def test_a_language_is_built_when_a_page_of_it_is_asked_for(course, tmp_path):
    preview = begin(course, tmp_path / "site")
    with served(preview) as server:
        assert not (preview.site / "de").exists()
        assert "Start" in asked(server, "/de/")
        assert not (preview.site / "fr").exists()


def test_a_language_of_which_nothing_changed_is_not_built_again(course, tmp_path):
    preview = begin(course, tmp_path / "site")
    english, german = preview.site / "index.html", preview.site / "de/index.html"
    with served(preview) as server:
        asked(server, "/de/")
        before = english.stat().st_mtime_ns, german.stat().st_mtime_ns
        CHANGES["a German text"](course)
        server.builder()
        assert "Ein Text mit" in asked(server, "/de/chapter/a/")
        assert "Home" in asked(server, "/")
    assert english.stat().st_mtime_ns == before[0]
    assert german.stat().st_mtime_ns > before[1]


def test_a_course_that_cannot_be_read_leaves_what_was_shown_last(course, tmp_path):
    preview = begin(course, tmp_path / "site")
    with served(preview) as server:
        text = course.read("mkdocs.yml")
        course.write("mkdocs.yml", "site_name: [\n")
        with pytest.raises(ConfigurationError):
            server.builder()
        assert "Home" in asked(server, "/")
        course.write("mkdocs.yml", text.replace("CC BY 4.0", "CC BY-SA 4.0"))
        server.builder()
        assert "CC BY-SA 4.0" in asked(server, "/")
