"""The translator's first hour is run as it stands in the guide, in every language it is written in."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from diglot.__main__ import main
from diglot.source import fences
from projects import Project, new_project

WIDE = 76  # columns
GUIDES = sorted(ROOT.glob("docs/*/translating.md"))


def steps(guide: Path) -> list[tuple[str, str]]:
    """The guide's fenced blocks in order: the file they are, or empty for what happens at a terminal, and their text."""
    lines = guide.read_text("utf-8").split("\n")
    blocks = [(lines[fence.first], "\n".join(lines[fence.first + 1 : fence.last])) for fence in fences(lines)]
    return [(header.partition('title="')[2].rstrip('"'), text) for header, text in blocks]


def run(project: Project, command: str) -> str:
    """What a command prints, as a terminal shows it: longer lines go on below."""
    result = CliRunner().invoke(main, ["--course", str(project.root), *shlex.split(command)[1:]], env={"COLUMNS": str(WIDE)})
    lines = [line[at : at + WIDE] for line in result.output.strip().split("\n") for at in range(0, len(line) or 1, WIDE)]
    return "\n".join(line.rstrip() for line in lines)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.parent.name)
def test_every_command_of_the_guide_prints_what_the_guide_says(guide, tmp_path, monkeypatch):
    project = new_project(tmp_path / "course")
    project.write("docs/en/chapter/lesson.md", next(text for name, text in steps(guide) if name))
    project.write("docs/en/index.md", "# A course\n")
    project.write("mkdocs.yml", "site_name: x\nnav: [index.md, chapter: [chapter/lesson.md]]\n")
    monkeypatch.chdir(project.root)
    shown, printed = [], []
    for name, text in steps(guide):
        if name:
            project.write(name, f"{text}\n")
            project.commit()
        else:
            command, _, output = text.removeprefix("$ ").partition("\n")
            shown.append((command, output))
            printed.append((command, run(project, command)))
    assert printed == shown
    assert len(printed) == 7
