"""A site is the old one or the new one, whatever happens to its build."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from diglot import publish
from diglot.publish import CannotPublish, Staging, exchange

# Runs builds, each in a process of its own that has mkdocs imported already: [fault, at, files for what each of them says].
# At the given write, counted over all processes of a build, the one that writes is killed, or from there on each write fails:
# "open" for writing and what changes a folder.
BUILDS = """
import errno, json, mmap, os, signal, sys
import diglot.__main__, diglot.build, diglot.plugin, mkdocs.__main__, mkdocs_static_i18n.plugin
root, program, *command = sys.argv[1:]
seen = memoryview(mmap.mmap(-1, 4096)).cast("q")  # shared with the processes that a build forks
CHANGES = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.utime"}
ERRORS = {"full": errno.ENOSPC, "broken": errno.EIO, "read-only": errno.EROFS}

def watch(event, arguments):
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in CHANGES) and str(arguments[0]).startswith(root):
        seen[0] += 1
        if seen[0] == at and fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if seen[0] >= at and fault in ERRORS:
            raise OSError(ERRORS[fault], os.strerror(ERRORS[fault]))

for line in sys.stdin:
    fault, at, outputs = json.loads(line)
    children, seen[0] = [], 0
    for output in outputs:
        if (pid := os.fork()) == 0:
            said = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            sys.addaudithook(watch)
            import atexit
            atexit.register(lambda: print("WRITES", seen[0], file=sys.stderr))
            sys.argv = [program, *command]
            mkdocs.__main__.cli() if program == "mkdocs" else diglot.__main__.main()
        children.append(pid)
    print(json.dumps([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]), flush=True)
"""
COMMANDS = {"mkdocs": "mkdocs build --strict", "languages-at-once": "diglot build --jobs 2"}
FAULTS = ("kill", "full", "broken", "read-only")


def tree(folder: Path) -> Mapping[str, str]:
    """Every file of a folder by name, as a hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@dataclass(frozen=True)
class Done:
    returncode: int
    said: str


@dataclass(frozen=True)
class Course:
    """A small course, and the process that builds it."""

    root: Path
    builds: subprocess.Popen[str]

    @property
    def site(self) -> Path:
        return self.root / "site"

    def keep(self) -> None:
        """Remember the site that stands and what builds have kept for the next."""
        for name in self._lasting():
            shutil.copytree(self.root / name, self.root.parent / "kept" / name)

    def restore(self) -> None:
        """Put back what was kept."""
        for name in self._lasting():
            shutil.rmtree(self.root / name)
        shutil.copytree(self.root.parent / "kept", self.root, dirs_exist_ok=True)

    def _lasting(self) -> list[str]:
        return [name for name in ("site", ".cache") if (self.root / name).is_dir()]

    def build(self, fault: str = "none", at: int = 0) -> Done:
        return self.together(1, fault, at)[0]

    def together(self, number: int, fault: str = "none", at: int = 0) -> list[Done]:
        """Some builds at the same time."""
        outputs = [self.root.parent / f"said-{index}" for index in range(number)]
        self.builds.stdin.write(json.dumps([fault, at, list(map(str, outputs))]) + "\n")
        self.builds.stdin.flush()
        codes = json.loads(self.builds.stdout.readline())
        return [Done(code, output.read_text("utf-8")) for code, output in zip(codes, outputs, strict=True)]


@pytest.fixture(scope="module", params=COMMANDS)
def course(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Course]:
    root = tmp_path_factory.mktemp("publish") / "course"
    root.mkdir()
    shutil.copytree(ROOT / "overrides", root / "overrides")
    config = "site_name: x\nsite_url: https://example.org/\ntheme: {name: material, custom_dir: overrides, font: false}\n"
    plugins = "plugins: [diglot, i18n: {docs_structure: folder, languages: [{locale: en, name: English, default: true}]}]\n"
    (root / "mkdocs.yml").write_text(config + plugins, "utf-8")
    for lang, name in {"en": "English", "fr": "Français"}.items():
        (root / "docs" / lang).mkdir(parents=True)
        (root / "docs" / lang / "_lang.yml").write_text(f"name: {name}\n", "utf-8")
        (root / "docs" / lang / "index.md").write_text("# Home\n\nThe old text.\n", "utf-8")
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", BUILDS, f"{root}{os.sep}", *COMMANDS[request.param].split()]
    with subprocess.Popen(command, cwd=root, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as builds:
        yield Course(root, builds)
        builds.stdin.close()


@dataclass(frozen=True)
class Versions:
    """The old site, the new one, and how many times a build writes."""

    old: Mapping[str, str]
    new: Mapping[str, str]
    writes: int


@pytest.fixture(scope="module")
def versions(course: Course) -> Versions:
    """The course holds the new text, ``site/`` the old site."""
    first = course.build()
    assert first.returncode == 0, first.said
    old = tree(course.site)
    (course.root / "docs/fr/index.md").write_text("# Home\n\nThe new text.\n", "utf-8")
    course.keep()
    done = course.build()
    assert done.returncode == 0, done.said
    return Versions(old, tree(course.site), int(done.said.rpartition("WRITES ")[2]))


def outcome(course: Course, versions: Versions, fault: str, at: int) -> str:
    """Which site stands there after a fault, and whether the next build mends everything after a kill."""
    course.restore()
    done = course.build(fault, at)
    assert "Traceback" not in done.said, done.said
    there = tree(course.site)
    which = "old" if there == versions.old else "new" if there == versions.new else "broken"
    told = done.returncode == 0
    if which == "broken" or (fault != "kill" and told != (which == "new")):
        return f"{which}, exit {done.returncode}"
    return which if fault != "kill" or is_mended(course, versions) else f"{which}, not mended"


def is_mended(course: Course, versions: Versions) -> bool:
    """Whether the next build leaves the new site and nothing else, once what a killed one had begun has noticed it."""
    done = course.build()
    for _ in range(50):
        if "another build is writing" not in done.said:
            break
        done = course.build()
    left = sorted(path.name for path in course.root.glob(".site.*"))
    return (done.returncode, tree(course.site), left) == (0, versions.new, [".site.lock"])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_any_time_leaves_a_whole_site(fault, course, versions, pytestconfig, capsys):
    """At 200 points, spread over all writes of a build; the four faults take turns."""
    writes = versions.writes
    points = 200 if pytestconfig.getoption("--long") else 8
    places = {1 + number * (writes - 1) // (points - 1) for number in range(FAULTS.index(fault), points, len(FAULTS))}
    found = {at: outcome(course, versions, fault, at) for at in sorted(places)}
    broken = {at: which for at, which in found.items() if which not in ("old", "new")}
    assert is_mended(course, versions)
    with capsys.disabled():
        count = list(found.values()).count
        print(f"\n{fault} at {len(found)} of {writes} writes: {count('old')} old, {count('new')} new, {len(broken)} broken")
    assert broken == {}


def test_two_builds_at_once_never_mix(course, versions, pytestconfig, capsys):
    rounds = 100 if pytestconfig.getoption("--long") else 2
    codes = []
    for _ in range(rounds):
        course.restore()
        pair = course.together(2)
        codes.append(sorted(done.returncode for done in pair))
        assert tree(course.site) == versions.new
        assert all(done.returncode == 0 or "another build is writing" in done.said for done in pair)
    with capsys.disabled():
        refused = codes.count([0, 1])
        print(f"\n{rounds} rounds of two builds: one refused in {refused}, one after the other in {rounds - refused}, 0 mixed")
    assert all(code[0] == 0 for code in codes)


def test_a_warning_in_a_strict_build_leaves_the_old_site(course, versions):
    course.restore()
    before = tree(course.site)
    page = course.root / "docs/en/index.md"
    text = page.read_text("utf-8")
    page.write_text(f"{text}\n[gone](gone.md)\n", "utf-8")
    try:
        assert course.build().returncode == 1
    finally:
        page.write_text(text, "utf-8")
    assert tree(course.site) == before


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
