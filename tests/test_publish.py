"""A site is the old one or the new one, whatever happens to its build."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import ROOT
from diglot import publish
from diglot.publish import CannotPublish, Staging, exchange

# Runs mkdocs and, at the given write, kills it or lets the write fail: "open" for writing and what changes a folder.
FAULTY = """
import os, signal, sys
fault, at, target, seen = sys.argv[1], int(sys.argv[2]), sys.argv[3], 0
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime"}

def watch(event, arguments):
    global seen
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in CHANGES) and str(arguments[0]).startswith(target):
        seen += 1
        if seen == at and fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if seen >= at and fault in ("full", "broken"):
            raise OSError(28 if fault == "full" else 5, "No space left on device" if fault == "full" else "Input/output error")

sys.addaudithook(watch)
import atexit
atexit.register(lambda: print("WRITES", seen, file=sys.stderr))
sys.argv = ["mkdocs", "build", "--strict"]
from mkdocs.__main__ import cli
cli()
"""
FAULTS = ("kill", "full", "broken")


def tree(folder: Path) -> Mapping[str, str]:
    """Every file of a folder by name, as a hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def build(root: Path, fault: str = "none", at: int = 0) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", FAULTY, fault, str(at), f"{root}{os.sep}"]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    config = "site_name: x\nsite_url: https://example.org/\ntheme: {name: material, custom_dir: overrides, font: false}\n"
    plugins = "plugins: [diglot, i18n: {docs_structure: folder, languages: [{locale: en, name: English, default: true}]}]\n"
    (root / "mkdocs.yml").write_text(config + plugins, "utf-8")
    for lang, name in {"en": "English", "de": "Deutsch"}.items():
        (root / "docs" / lang).mkdir(parents=True)
        (root / "docs" / lang / "_lang.yml").write_text(f"name: {name}\n", "utf-8")
        (root / "docs" / lang / "index.md").write_text("# Home\n\nThe old text.\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def versions(course: Path) -> tuple[Mapping[str, str], Mapping[str, str], int]:
    """The old site, the new one, and how many times a build writes. The course holds the new text, ``site/`` the old site."""
    assert build(course).returncode == 0
    old = tree(course / "site")
    (course / "docs/de/index.md").write_text("# Home\n\nThe new text.\n", "utf-8")
    shutil.copytree(course / "site", course.parent / "old")
    done = build(course)
    return old, tree(course / "site"), int(done.stderr.rpartition("WRITES ")[2])


def outcome(course: Path, versions: tuple[Mapping[str, str], Mapping[str, str], int], fault: str, at: int) -> str:
    """Which site stands there after a fault, and whether the next build mends everything."""
    old, new, _ = versions
    shutil.rmtree(course / "site")
    shutil.copytree(course.parent / "old", course / "site")
    done = build(course, fault, at)
    assert "Traceback" not in done.stderr, done.stderr
    there = tree(course / "site")
    which = "old" if there == old else "new" if there == new else "broken"
    told = done.returncode == 0
    assert build(course).returncode == 0
    mended = tree(course / "site") == new and sorted(path.name for path in course.glob(".site.*")) == [".site.lock"]
    return which if mended and (told == (which == "new") or fault == "kill") else f"{which}, exit {done.returncode}, {mended}"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_time_leaves_a_whole_site(fault, course, versions, pytestconfig):
    writes = versions[2]
    points = 200 if pytestconfig.getoption("--long") else 3
    places = sorted({1 + number * (writes - 1) // max(points - 1, 1) for number in range(points)})
    found = {at: outcome(course, versions, fault, at) for at in places}
    assert {at: which for at, which in found.items() if which not in ("old", "new")} == {}


def test_two_builds_at_once_never_mix(course, versions, pytestconfig):
    rounds = 100 if pytestconfig.getoption("--long") else 2
    codes = []
    for _ in range(rounds):
        env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}
        command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        pair = [subprocess.Popen(command, cwd=course, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        said = [process.communicate()[0] for process in pair]
        codes.append(sorted(process.returncode for process in pair))
        assert tree(course / "site") == versions[1]
        assert all(
            process.returncode == 0 or "another build is writing" in text for process, text in zip(pair, said, strict=True)
        )
    assert all(code[0] == 0 for code in codes)


def test_a_warning_in_a_strict_build_leaves_the_old_site(course, versions):
    before = tree(course / "site")
    page = course / "docs/en/index.md"
    text = page.read_text("utf-8")
    page.write_text(f"{text}\n[gone](gone.md)\n", "utf-8")
    try:
        assert build(course).returncode == 1
    finally:
        page.write_text(text, "utf-8")
    assert tree(course / "site") == before


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    site = tmp_path / "site"
    site.mkdir()
    (site / "page").write_text("old")
    return Staging(site)


def begin(staging: Staging) -> Path:
    staging.begin()
    (staging.new / "page").write_text("new")
    return staging.target / "page"


def test_a_site_appears_when_it_is_finished(staging):
    page = begin(staging)
    assert page.read_text() == "old"
    staging.finish()
    assert (page.read_text(), sorted(path.name for path in staging.target.parent.iterdir())) == ("new", [".site.lock", "site"])


def test_without_an_atomic_exchange_two_renames_do_it(staging, monkeypatch):
    monkeypatch.setattr(publish, "exchange", lambda one, other: False)
    page = begin(staging)
    staging.finish()
    assert (page.read_text(), sorted(path.name for path in staging.target.parent.iterdir())) == ("new", [".site.lock", "site"])


def test_the_next_build_puts_back_what_a_kill_between_the_renames_left(staging):
    staging.target.rename(staging.old)
    page = begin(staging)
    assert page.read_text() == "old"
    staging.abandon()
    assert sorted(path.name for path in staging.target.parent.iterdir()) == [".site.lock", "site"]


def test_a_second_build_is_told_to_wait(staging):
    begin(staging)
    with pytest.raises(CannotPublish, match=r"another build is writing .*; wait for its end"):
        Staging(staging.target).begin()
    staging.abandon()


def test_the_first_site_of_all_needs_no_old_one(tmp_path):
    staging = Staging(tmp_path / "deep" / "site")
    staging.begin()
    staging.finish()
    assert (tmp_path / "deep/site").is_dir()


def test_a_site_behind_a_link_is_exchanged_where_it_is(staging, tmp_path):
    (tmp_path / "link").symlink_to(staging.target)
    linked = Staging(tmp_path / "link")
    begin(linked)
    linked.finish()
    assert ((tmp_path / "link").is_symlink(), (staging.target / "page").read_text()) == (True, "new")


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no atomic exchange on this system")
def test_two_folders_change_places_in_one_step(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    assert exchange(tmp_path / "a", tmp_path / "b")
    assert ((tmp_path / "a/file").read_text(), (tmp_path / "b/file").read_text()) == ("b", "a")
