"""Small git repositories that hold a course: what the tests of translations build."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from diglot.pins import blob_id
from diglot.states import State, Survey, survey

CONFIG = """site_name: Course  # kept as it is
nav:
  - index.md
  - chapter:
      - chapter/index.md
      - chapter/a.md

plugins:
  - search
  - diglot
"""


@dataclass(frozen=True)
class Project:
    """A course in English and German in a repository of its own."""

    root: Path

    def git(self, *arguments: str, check: bool = True) -> str:
        identity = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", "-C", str(self.root), *identity, *arguments]
        return subprocess.run(command, capture_output=True, check=check, text=True, encoding="utf-8").stdout

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def commit(self, **files: str) -> None:
        """Commit the working tree and ``files``: the English page ``a.md`` is given as ``a``."""
        for name, text in files.items():
            self.write(f"docs/en/{name}.md", text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "x")

    def id(self, name: str) -> str:
        """The blob id of an English page as it stands."""
        return blob_id((self.root / f"docs/en/{name}.md").read_bytes())

    def translate(self, name: str, text: str = "# Seite\n", lang: str = "de", **front: str) -> None:
        """Write a translation that follows today's English page."""
        keys = {"source": self.id(name), **front}
        lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
        self.write(f"docs/{lang}/{name}.md", f"---\n{lines}---\n{text}")

    def survey(self) -> Survey:
        return survey(self.root)

    def state(self, name: str, lang: str = "de") -> State:
        return self.survey().states[lang][f"{name}.md"]

    def clone(self, to: Path, *options: str) -> Project:
        self.git("clone", "--quiet", "--no-local", *options, self.root.as_uri(), str(to))
        return Project(to)


def new_project(root: Path, *options: str) -> Project:
    """An empty course in English and German, nothing committed."""
    root.mkdir(parents=True)
    project = Project(root)
    project.git("init", "--quiet", "--initial-branch=main", *options)
    project.git("config", "uploadpack.allowFilter", "true")
    project.git("config", "uploadpack.allowAnySHA1InWant", "true")
    project.write("docs/en/_lang.yml", "name: English\n")
    project.write("docs/de/_lang.yml", "name: Deutsch\n")
    project.write("mkdocs.yml", CONFIG)
    return project


def lend(project: Project, nav: str) -> None:
    """Give a project this course's theme, its settings but for the navigation, and its German words."""
    shutil.copytree(ROOT / "overrides", project.root / "overrides")
    config = re.sub(r"(?ms)^nav:\n.*?\n\n", lambda _: f"{nav}\n", (ROOT / "mkdocs.yml").read_text("utf-8"), count=1)
    project.write("mkdocs.yml", config)
    project.write("docs/de/_lang.yml", (ROOT / "docs/de/_lang.yml").read_text("utf-8"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An empty course, and git as it is without anyone's configuration."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return new_project(tmp_path / "course")
