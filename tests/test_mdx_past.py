"""A course moves in with its history: each translation is pinned to the English text that it was made from."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from diglot.__main__ import main
from diglot.mdx.past import Edition, Past
from projects import Project, project

__all__ = ["project"]

TOCTREE = """- title: {title}
  sections:
  - {{local: chapter1/1, title: {boats}}}
  - {{local: chapter1/2, title: {isles}}}
  - {{local: chapter1/3, title: {ports}}}
"""
BOATS = """# Boats

There are many boats, and each has a name.

## Rowing[[rowing]]

Whoever rows needs two oars.

```py
row("two oars", hard=True)
```

### 1. Which boat has oars?

<Question choices={[{text: "A rowing boat", explain: "Yes.", correct: true}, {text: "A sailing boat", explain: "No."}]} />

## Sailing[[sailing]]

Whoever sails needs wind.

<Youtube id="sailingboat"/>
"""
ISLES = "# Isles\n\nSee [the isle](https://isle.example.org/map) and [its birds](https://isle.example.org/birds).\n"
PORTS = (
    "# Ports\n\nA port is a place\nfor [ships](https://port.example.org/ships).\n\n- [tides](https://port.example.org/tides)\n"
)
GERMAN = {
    "_toctree.yml": TOCTREE.format(title="Auf dem Wasser", boats="Boote", isles="Inseln", ports="Häfen"),
    "chapter1/1.mdx": """# Boote

Es gibt viele Boote, und jedes hat einen Namen.

## Rudern[[rowing]]

Wer rudert, braucht zwei Ruder.

```py
row("two oars", hard=True)
```

### 1. Welches Boot hat Ruder?

<Question choices={[{text: "Ein Ruderboot", explain: "Ja.", correct: true}, {text: "Ein Segelboot", explain: "Nein."}]} />

## Segeln[[sailing]]

Wer segelt, braucht Wind.

<Youtube id="sailingboat"/>
""",
    "chapter1/2.mdx": "# Inseln\n\n[Die Insel](https://isle.example.org/map) und [Vögel](https://isle.example.org/birds).\n",
    "chapter1/3.mdx": "# Häfen\n\nPlatz für [Schiffe](https://port.example.org/ships).\n\n- [Flut](https://port.example.org/tides)\n",
}
EDITED = BOATS.replace("needs wind", "needs wind, and a sail")
REFLOWED = PORTS.replace("place\nfor", "place for")


@pytest.fixture
def source(tmp_path: Path, project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """English, its translation a day later, and on the third day an English page edited, another one reflowed."""
    made = Project(tmp_path / "source")
    made.root.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")

    def day(number: int, lang: str, files: dict[str, str]) -> None:
        monkeypatch.setitem(os.environ, "GIT_COMMITTER_DATE", f"{1_700_000_000 + number * 86400} +0000")
        for path, text in files.items():
            made.write(f"chapters/{lang}/{path}", text)
        made.commit()

    english = TOCTREE.format(title="On the water", boats="Boats", isles="Isles", ports="Ports")
    day(1, "en", {"_toctree.yml": english, "chapter1/1.mdx": BOATS, "chapter1/2.mdx": ISLES, "chapter1/3.mdx": PORTS})
    day(2, "de", GERMAN)
    day(3, "en", {"chapter1/1.mdx": EDITED, "chapter1/3.mdx": REFLOWED})
    return made


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["--course", str(root), *arguments])
    return result.exit_code, result.output


def adopt(source: Project, dest: Path) -> tuple[int, str]:
    return run(ROOT, "import", "mdx", str(source.root), str(dest), "--adopt")


def states(dest: Path) -> dict[str, object]:
    found = json.loads(run(dest, "status", "--json")[1])["de"]
    return {name.rpartition("/")[2]: state for name, state in found.items() if not name.endswith("index.md")}


def test_each_page_follows_the_english_text_of_its_day(source: Project, tmp_path: Path) -> None:
    dest = tmp_path / "moved"
    code, said = adopt(source, dest)
    assert (code, "pins: 3 in, 3 out, 0 held back, 0 repaired" in said) == (0, True)
    followed = [path.relative_to(dest).as_posix() for path in sorted(dest.glob("translating/en/followed/**/*.md"))]
    assert [path.rpartition("/")[0] for path in followed] == [
        "translating/en/followed/on-the-water/boats",
        "translating/en/followed/on-the-water/ports",
    ]

    # In no repository yet: a page whose English text changed says so, and nothing of sections.
    unknown = {"state": "stale", "sections": None, "changed": None}
    assert states(dest) == {"boats.md": unknown, "isles.md": {"state": "current"}, "ports.md": unknown}

    course = Project(dest)
    course.git("init", "--quiet")
    course.commit()
    assert states(dest) == {
        "boats.md": {"state": "stale", "sections": 3, "changed": ["sailing"]},
        "isles.md": {"state": "current"},
        "ports.md": {"state": "current"},
    }
    code, shown = run(dest, "diff", "de/on-the-water/boats.md")
    assert (code, "needs wind{+, and a sail+}" in shown, "two oars" in shown) == (0, True, False)
    behind = "1 translated page is out of date (de); 'diglot status' says which, nothing else needs to be done here\n"
    assert run(dest, "check") == (0, f"{behind}0 errors, 0 warnings\n")

    assert adopt(source, dest)[1].splitlines()[-1].endswith("nothing changed")


def test_a_page_that_is_too_unlike_stays_without_a_pin(source: Project, tmp_path: Path) -> None:
    source.write(
        "chapters/de/chapter1/3.mdx", "# Häfen\n\nNur [Schiffe](https://port.example.org/ships).\n\n## Neu\n\n1. eins\n2. zwei\n"
    )
    source.commit()

    said = adopt(source, tmp_path / "moved")[1].splitlines()

    assert [line for line in said if "pin" in line] == [
        "de/chapter1/3.mdx:1: kept: it stays without a pin: the nearest English text is unsure (62 % of the structure)",
        "pins: 3 in, 2 out, 1 held back, 0 repaired",
    ]
    assert states(tmp_path / "moved")["ports.md"] == {"state": "unpinned"}


def test_without_history_nothing_is_written(source: Project, tmp_path: Path) -> None:
    shallow = source.clone(tmp_path / "shallow", "--depth=1")

    code, said = adopt(shallow, tmp_path / "moved")

    assert (code, (tmp_path / "moved").exists()) == (1, False)
    assert "this clone is shallow; write 'git fetch --unshallow'" in said


def test_no_page_follows_a_text_that_came_after_it() -> None:
    past = Past({"a": [Edition(30, "new"), Edition(20, "old"), Edition(10, "old")], "b": [Edition(15, "other")]}, {})

    assert past.before(25, "a", "b") == [Edition(15, "other"), Edition(10, "old")]
    assert past.before(5, "a") == [Edition(30, "new"), Edition(10, "old")]
    assert past.before(None, "a", "c") == [Edition(30, "new"), Edition(10, "old")]
