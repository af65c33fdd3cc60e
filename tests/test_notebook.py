"""Notebooks: the code of a page in cells that run, its prose between them."""

from __future__ import annotations

from pathlib import Path

import nbformat
from click.testing import CliRunner
from conftest import build_course
from diglot.__main__ import main
from diglot.notebook import notebook
from diglot.pages import Page

PAGE = """---
description: Rowing.
---

# Ferry

See the [times](times.md#winter) and [T5](model:t5).

## Row {#row}

1. Fetch the oars:

    ```py
    oars = 2
    if oars:
        print(oars)
    ```

    ```output
    2
    ```

```bash
ferry --list
```

```yaml
not: run
```

/// video | Rowing
    youtube: abcdefghijk
///

/// quiz | How many oars?
    attrs: {id: how-many-oars}

- [ ] One

    > No.

- [x] Two

    > Yes.

/// explain | Why
One for each hand.
///

///
"""


def cells(text: str) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in nbformat.reads(text, as_version=4).cells]


def test_code_runs_in_cells_and_prose_stands_between_without_answers() -> None:
    made = notebook(Page("en", "ferry.md", "docs/en/ferry.md", PAGE), {}, lambda name: f"https://course.example.org/{name}")

    assert cells(made) == [
        (
            "markdown",
            "# Ferry\n\nSee the [times](https://course.example.org/times.md#winter) and [T5](model:t5).\n\n"
            "## Row\n\n1. Fetch the oars:",
        ),
        ("code", "oars = 2\nif oars:\n    print(oars)"),
        ("code", "%%bash\nferry --list"),
        (
            "markdown",
            "```yaml\nnot: run\n```\n\n[▶ Rowing](https://www.youtube.com/watch?v=abcdefghijk)\n\n"
            "**How many oars?**\n\n- One\n\n- Two",
        ),
    ]


def test_the_same_page_gives_the_same_bytes() -> None:
    page = Page("en", "ferry.md", "docs/en/ferry.md", PAGE)

    assert notebook(page, {}, str) == notebook(page, {}, str)


def test_a_page_offers_the_notebook_that_lies_beside_it(tmp_path: Path) -> None:
    files = {
        "docs/en/_lang.yml": "name: English\n",
        "docs/en/index.md": "# Home\n",
        "docs/en/boats/ferry.md": "# Ferry\n\n```py\nprint(1)\n```\n",
        "docs/de/_lang.yml": "name: Deutsch\n",
        "docs/de/boats/ferry.md": "# Fähre {#ferry}\n\n```py\nprint(1)\n```\n",
    }
    nav = ["index.md", "boats/ferry.md"]
    build_course(tmp_path, files, nav)
    result = CliRunner().invoke(main, ["--course", str(tmp_path), "notebook", "--all"])
    assert result.output == "docs/de/boats/ferry.ipynb: written\ndocs/en/boats/ferry.ipynb: written\n2 notebooks\n"
    assert CliRunner().invoke(main, ["--course", str(tmp_path), "notebook", "--all"]).output == "2 notebooks\n"

    site = build_course(tmp_path, {}, nav)

    for folder in ("", "de/"):
        assert 'href="../ferry.ipynb" download' in (site / folder / "boats/ferry/index.html").read_text("utf-8")
        assert cells((site / folder / "boats/ferry.ipynb").read_text("utf-8"))[-1] == ("code", "print(1)")


def test_pages_or_all_must_be_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()

    assert CliRunner().invoke(main, ["--course", str(tmp_path), "notebook"]).exit_code == 2
