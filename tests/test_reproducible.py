"""The same commit gives the same bytes, wherever and whenever it is built."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, lay_out, run_command
from projects import Project, new_project
from test_publish import tree

QUIZ = "/// quiz | {0}?\n    attrs: {{id: {0}}}\n\n- [ ] One\n\n    > No.\n\n- [x] Two\n- [ ] Three\n\n///\n"

# Every Python that has this on its path lives on another day, or lists folders backwards.
SITECUSTOMIZE = """\
import datetime, os, time

if seconds := int(os.environ.get("TEST_DAYS", 0)) * 86400:
    now, now_ns = time.time, time.time_ns
    time.time = lambda: now() + seconds
    time.time_ns = lambda: now_ns() + seconds * 10**9
    for name in ("gmtime", "localtime"):
        real = getattr(time, name)
        setattr(time, name, lambda at=None, real=real: real(time.time() if at is None else at))

    class Kind(type):
        def __instancecheck__(cls, value):
            return isinstance(value, cls.__base__)

    class Datetime(datetime.datetime, metaclass=Kind):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls):
            return cls.fromtimestamp(time.time(), datetime.timezone.utc).replace(tzinfo=None)

    class Date(datetime.date, metaclass=Kind):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    datetime.datetime, datetime.date = Datetime, Date

if os.environ.get("TEST_BACKWARDS"):
    class Entries(list):
        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def __next__(self):
            if not self:
                raise StopIteration
            return self.pop(0)

        def close(self):
            pass

    scandir, listdir = os.scandir, os.listdir
    os.scandir = lambda path=".": Entries(sorted(scandir(path), key=lambda entry: entry.name, reverse=True))
    os.listdir = lambda path=".": sorted(listdir(path), reverse=True)
"""


@dataclass(frozen=True)
class Place:
    """Where and when a site is built."""

    folder: str = "course"
    zone: str = "UTC"
    locale: str = "C.UTF-8"
    seed: int = 0
    umask: int = 0o022
    days: int = 0  # from today
    backwards: bool = False  # how files are written and listed

    def env(self, tools: Path) -> Mapping[str, str]:
        return {
            "TZ": self.zone,
            "LANG": self.locale,
            "LC_ALL": self.locale,
            "PYTHONHASHSEED": str(self.seed),
            "TEST_DAYS": str(self.days),
            "TEST_BACKWARDS": "yes" if self.backwards else "",
            "PYTHONPATH": str(tools),
        }


HERE = Place()
THERE = Place("another folder/kurs ü", "Pacific/Kiritimati", "C", 4711, 0o077, 400, backwards=True)
CHANGES = {name: getattr(THERE, name) for name in vars(HERE)}


def built(project: Project, place: Place, base: Path) -> Mapping[str, str]:
    """The site of a clone with the whole history, built there: a hash of every file by name."""
    tools = base / "tools"
    tools.mkdir(parents=True, exist_ok=True)
    (tools / "sitecustomize.py").write_text(SITECUSTOMIZE, "utf-8")
    clone = project.clone(base / place.folder)
    names = sorted(clone.git("ls-files", "-z").rstrip("\0").split("\0"), reverse=place.backwards)
    for name in names:
        path = clone.root / name
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        os.utime(path, (1_500_000_000 + place.days * 86400,) * 2)
    env = {**place.env(tools), "SOURCE_DATE_EPOCH": clone.git("log", "-1", "--format=%ct").strip()}
    umask = os.umask(place.umask)
    try:
        done = run_command("mkdocs", "build", "--strict", cwd=clone.root, env=env)
    finally:
        os.umask(umask)
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(clone.root / "site")


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_a_site_is_the_same_at_two_ends_of_the_world(tmp_path):
    """With search, questions, translations, dates and a redirect."""
    project = new_project(tmp_path / "origin")
    nav = ["index.md", {"part": ["part/index.md", "part/a.md", "part/b.md"]}]
    files = {
        "docs/en/index.md": "# Home\n\nWords that can be found.\n\n- [A](part/a.md)\n",
        "docs/en/part/index.md": "# A part\n",
        "docs/en/part/a.md": f"# A\n\n## Section\n\n$e^z$ and *words*.\n\n{QUIZ.format('first')}",
        "docs/en/part/b.md": f"# B\n\n```python\nprint(1)\n```\n\n{QUIZ.format('second')}",
        "docs/de/_lang.yml": (ROOT / "docs/de/_lang.yml").read_text("utf-8"),
        "docs/de/part/a.md": "# A auf Deutsch {#a}\n\n## Abschnitt {#section}\n\nÜbersetzungsmodelle finden Wörter.\n",
    }
    lay_out(project.root, files, nav)
    project.commit()
    lay_out(project.root, {"docs/en/part/b.md": files["docs/en/part/b.md"] + "\nOne more line.\n"}, nav)
    project.commit()
    here, there = (built(project, place, tmp_path / str(number)) for number, place in enumerate((HERE, THERE)))
    assert differences(here, there) == []
    wanted = {
        "index.html",
        "de/part/a/index.html",
        "questions/first/index.html",
        "translations/index.html",
        "sitemap.xml",
        "feed.xml",
    }
    assert wanted | {"questions.json", "pagefind/pagefind-entry.json"} <= here.keys()


def test_the_other_place_is_another_one(tmp_path):
    """The test above is worth as much as this one."""
    (tmp_path / "sitecustomize.py").write_text(SITECUSTOMIZE, "utf-8")
    script = (
        "import datetime, os; print(datetime.date.today().isoformat(), *[entry.name for entry in os.scandir('names')], hash('a'))"
    )
    for name in "abc":
        (tmp_path / "names" / name).mkdir(parents=True)
    said = []
    for place in (HERE, THERE):
        env = {**os.environ, **place.env(tmp_path)}
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
        said.append(done.stdout.split())
    (today, *order, number), (later, *backwards, other) = said
    assert (date.fromisoformat(later) - date.fromisoformat(today)).days in (400, 401)
    assert (sorted(order), backwards, number == other) == (["a", "b", "c"], ["c", "b", "a"], False)


@pytest.mark.parametrize("name", [*CHANGES, "all at once"])
def test_the_course_is_the_same_when_one_thing_changes(name, tmp_path, course, pytestconfig):
    place = THERE if name == "all at once" else replace(HERE, **{name: CHANGES[name]})
    project, here = course
    assert differences(here, built(project, place, tmp_path)) == []


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> tuple[Project, Mapping[str, str]]:
    """This repository, and the site of its last commit."""
    if not pytestconfig.getoption("--long"):
        pytest.skip("takes minutes: --long")
    project = Project(ROOT)
    if project.git("rev-parse", "--is-shallow-repository").strip() == "true":
        pytest.skip("needs the whole history: git fetch --unshallow")
    return project, built(project, HERE, tmp_path_factory.mktemp("here"))
