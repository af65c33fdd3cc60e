"""Files of a site are taken over only as they were written."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from diglot.alone import put
from diglot.kept import files, stands, take


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A site in English and German."""
    for name in ("index.html", "404.html", "a/index.html", "a/404.html", "de/index.html", "de/a/de/x.html"):
        (tmp_path / "old" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "old" / name).write_text(name, "utf-8")
    return tmp_path / "old"


def test_the_files_of_a_language_are_those_of_its_folder_and_of_english_the_others(old):
    assert list(files(old, "de/")) == ["de/a/de/x.html", "de/index.html"]
    assert list(files(old, "", {"de", "404.html"})) == ["a/404.html", "a/index.html", "index.html"]


def test_a_language_is_taken_into_the_new_site_which_can_go_on_without_touching_the_old_one(old, tmp_path):
    known, before = files(old, "de/"), files(old, "")
    assert take(known, old, tmp_path / "new")
    assert files(tmp_path / "new", "") == known
    put(b"another text", tmp_path / "new/de/index.html")
    assert files(old, "") == before


def test_on_a_disk_without_links_files_are_copied(old, tmp_path, monkeypatch):
    def refused(*_: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    assert take(files(old, "de/"), old, tmp_path / "new")
    assert files(tmp_path / "new", "") == files(old, "de/")
    assert not (old / "de/index.html").samefile(tmp_path / "new/de/index.html")


@pytest.mark.parametrize("change", [lambda file: file.unlink(), lambda file: file.write_text("de/index.htmL", "utf-8")])
def test_a_language_of_which_a_file_is_gone_or_another_is_not_taken(old, tmp_path, change):
    known = files(old, "de/")
    change(old / "de/index.html")
    assert not take(known, old, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not stands(known, old / "de")


def test_a_site_stands_where_it_has_its_files_and_no_other(old):
    known = files(old, "")
    assert stands(known, old)
    (old / "more.html").write_text("", "utf-8")
    assert not stands(known, old)
