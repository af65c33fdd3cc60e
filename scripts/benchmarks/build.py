"""How long builds take, beside MkDocs with Material and static-i18n as they come, Zensical and Hugo.

    python3 scripts/run.py benchmark build                       a generated course, one with fallbacks, and this one
    python3 scripts/run.py benchmark build generated --rounds 3  one of them
    python3 scripts/run.py benchmark build ../imported-course    another course
    python3 scripts/run.py benchmark build --growth              1, 2, 4, 8 times the pages, this project alone
    python3 scripts/run.py benchmark build --alone               this project alone
    python3 scripts/run.py benchmark build --quick               small courses, one round

A round builds a course with every tool in turn: cold, without a site or a cache; then, here and with Zensical, which keep
something between builds, unchanged and with edited pages. MkDocs and Hugo keep nothing: each of their builds is a cold one,
so each builds once a round. The peers build the course as ``plain`` reduces it, with the settings in ``peers``. Figures are
medians over the rounds; a ratio is the median of the ratios within the rounds.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from diglot.languages import SOURCE
from diglot.pages import read_course
from rich.console import Console
from run import command_for, this_machine

from benchmarks import generated, measure, peers, table
from benchmarks.measure import Measure
from benchmarks.table import COLD, CONFIG, ENGLISH, HERE, PLAIN, TRANSLATED, UNCHANGED, ZENSICAL, Run

ROOT = generated.ROOT
COURSES = ("generated", "fallbacks", "course")
GROWTH = (1, 2, 4, 8)
ROUNDS = {"fallbacks": 3}  # where it is not 5: 2,500 pages take their time, and the aims are about two of its builds
BESIDE = {"fallbacks": (PLAIN,)}  # where it is not all peers
KEPT = ("site", "public", "resources", ".cache")  # what builds leave behind
# The time of the last change, as `run.py build` gives it; a cache in the home folder is none of this build's.
_ENV = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600", "XDG_CACHE_HOME": ".cache"}
_SECTION = re.compile(r"^ +- [\w-]+(?=:\n +- )", re.MULTILINE)


@dataclass
class Project:
    """A course laid out for a tool: what builds it, where its site and the pages of a language are ({} is the tag), what is
    built after the cold build."""

    tool: str
    root: Path
    command: Sequence[str]
    site: str
    pages: str
    then: Sequence[str] = ()
    edited: dict[Path, bytes] = field(default_factory=dict)  # what edits have replaced

    def build(self) -> Measure:
        """Build it as it stands."""
        return measure.run(self.command, self.root, _ENV, self.root / self.site)

    def clean(self) -> None:
        """As it was laid out: no site, no cache, no edit."""
        for name in KEPT:
            shutil.rmtree(self.root / name, ignore_errors=True)
        for file, data in self.edited.items():
            file.write_bytes(data)
        self.edited.clear()

    def add(self, tag: str, name: str) -> None:
        """Add a paragraph to a page."""
        file = self.root / self.pages.format(tag) / name
        self._replace(file, file.read_text("utf-8").rstrip("\n") + "\n\nOne more line.\n")

    def rename_section(self) -> None:
        """Give the first section of the navigation another name."""
        file = self.root / "mkdocs.yml"
        self._replace(file, _SECTION.sub(lambda found: f"{found[0]}-new", file.read_text("utf-8"), count=1))

    def _replace(self, file: Path, text: str) -> None:
        self.edited.setdefault(file, file.read_bytes())
        file.write_text(text, "utf-8")


def here(root: Path) -> Project:
    """A course built by this project, with what `scripts/run.py build` stands for."""
    return Project(HERE, root, command_for(this_machine(), "build"), "site", "docs/{}", (UNCHANGED, TRANSLATED, ENGLISH, CONFIG))


def beside(name: str, course: Path, folder: Path) -> list[Project]:
    """The same course laid out for its peers."""
    programs = peers.environment(ROOT / ".cache/peers")
    found = []
    for peer in peers.PEERS:
        if peer.name not in BESIDE.get(name, (peer.name,)):
            continue
        root = folder / peer.name
        root.mkdir(parents=True)
        peers.stage(peer, course, root)
        command = [str(programs / peer.command[0]), *peer.command[1:]]
        then = (UNCHANGED, TRANSLATED) if peer.name == ZENSICAL else ()
        found.append(Project(peer.name, root, command, peer.site, peer.pages, then))
    return found


def pages_to_edit(course: Path) -> tuple[tuple[str, str], tuple[str, str]]:
    """Language and name of a translated page and of an English one: those in the middle of the navigation."""
    read = read_course(course)
    names = {tag: {page.name for page in read.of(tag)} for tag in read.languages}
    tag = max(names.keys() - {SOURCE}, key=lambda tag: (tag == "de", len(names[tag])))
    order = list(peers.flat(peers.nav_of((course / "mkdocs.yml").read_text("utf-8"), names[SOURCE])))
    both = [name for name in order if name in names[tag]]
    return (tag, both[len(both) // 2]), (SOURCE, order[len(order) // 2])


def measured(name: str, projects: Sequence[Project], course: Path, rounds: int, console: Console) -> Iterator[Run]:
    """All builds of a course: the tools in turn, round after round. Says each to the console."""
    translated, english = pages_to_edit(course)
    before = {
        COLD: lambda project: project.clean(),
        UNCHANGED: lambda project: None,
        TRANSLATED: lambda project: project.add(*translated),
        ENGLISH: lambda project: project.add(*english),
        CONFIG: lambda project: project.rename_section(),
    }
    for number in range(rounds):
        for project in projects:
            for scenario in (COLD, *project.then):
                before[scenario](project)
                run = Run(name, project.tool, scenario, number, project.build())
                took = f"{run.measure.wall:.1f} s, {run.measure.cpu:.1f} s CPU, {run.measure.memory / 1e6:.0f} MB"
                console.print(f"{name} {number + 1}/{rounds} {project.tool}, {scenario}: {took}", highlight=False)
                yield run


def made(name: str, base: Path, *, quick: bool) -> Path:
    """A course to measure: one of ``COURSES``, or a copy of the one in a folder."""
    root = base / "courses" / Path(name).resolve().name
    if name == "generated":
        generated.make(root, *((9, generated.has(9, 3)) if quick else (45, generated.has(45))))
    elif name == "fallbacks":
        generated.make(root, *((20, {"en": 20, "de": 9}) if quick else (104, generated.has(104, fallbacks=True))))
    else:
        source = ROOT if name == "course" else Path(name)
        for part in ("docs", "overrides"):
            shutil.copytree(source / part, root / part)
        shutil.copy(source / "mkdocs.yml", root)
        generated.commit(root)
    return root


def growth(base: Path, sizes: Sequence[int], rounds: int, console: Console) -> Iterator[Run]:
    """The generated course with more and more pages, cold and unchanged, here alone."""
    for size in sizes:
        root = base / f"x{size}"
        generated.make(root, 45 * size, generated.has(45 * size))
        project = here(root)
        project.then = (UNCHANGED,)
        yield from measured(str(size), [project], root, rounds, console)
        shutil.rmtree(root)


def note(runs: Sequence[Run]) -> str:
    """What stands below a table: how often, when, on what."""
    rounds = {
        course: max(run.round for run in runs if run.course == course) + 1 for course in dict.fromkeys(r.course for r in runs)
    }
    most = max(rounds.values())
    fewer = "".join(f" ({number} of {course})" for course, number in rounds.items() if number < most)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"Medians of {most} round{'s' if most > 1 else ''}{fewer}, {datetime.date.today()}, {machine}."


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("courses", nargs="*", default=COURSES, help=f"{', '.join(COURSES)}, or the folder of a course; all three")
    parser.add_argument("--rounds", type=int, help="5; of fallbacks 3, for --growth 1")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--growth", action="store_true", help="the generated course with 1, 2, 4, 8 times the pages")
    parser.add_argument("--quick", action="store_true", help="small courses, one round")
    parser.add_argument("--markdown", action="store_true", help="print the table for the README")
    given = parser.parse_args()
    once = 1 if given.quick or given.growth else 0
    console = Console(stderr=True)
    runs: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        if given.growth:
            runs += growth(base, GROWTH[:2] if given.quick else GROWTH, given.rounds or once, console)
        for name in () if given.growth else given.courses:
            course = made(name, base, quick=given.quick)
            others = [] if given.alone else beside(name, course, base / "peers" / course.name)
            rounds = given.rounds or once or ROUNDS.get(name, 5)
            runs += measured(course.name, [*others[:1], here(course), *others[1:]], course, rounds, console)
    lines = table.growth(runs) if given.growth else table.builds(runs)
    if given.markdown:
        print(table.as_markdown(lines, note(runs)))
    else:
        table.show(lines, note(runs), Console(width=None if sys.stdout.isatty() else 200))


if __name__ == "__main__":
    main()
