"""Tables of faults: the text of a page below its title, and every line that the check prints of it."""

from __future__ import annotations

import re
from pathlib import Path

from diglot.check import check_course
from diglot.pages import read_course
from diglot.problems import errors

# A page may begin with it; places in a table are written ⟨line:column⟩, because they move with it.
FRONT_MATTER = "---\ndescription: A page.\n---\n\n"

# The beginning of a question and its options.
QUIZ = "/// quiz | Which?\n    attrs: {id: q}\n\n"
TWO = "- [ ] A\n- [x] B\n\n"


class Table(dict[str, tuple[str, tuple[str, ...]]]):
    """Text and problems by the name of the case."""

    def row(self, name: str, text: str, *problems: str) -> None:
        self[name] = (text, problems)


def moved(problem: str, lines: int) -> str:
    """A line of the table as the check prints it when ``lines`` lines stand before the page."""
    return "docs/en/x.md:" + re.sub(
        r"⟨(\d+)(:\d+)?⟩", lambda place: f"{int(place[1]) + lines}{place[2] + ':' if place[2] else ''}", problem
    )


def check(root: Path) -> list[str]:
    """What is wrong; how a question could be better is the matter of ``test_items``."""
    return list(map(str, errors(check_course(read_course(root)))))
