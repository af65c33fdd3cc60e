"""The tables of ``build``: medians over the rounds, ratios within a round, the aims beside them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Measure

HERE, PLAIN, ZENSICAL, HUGO = "here", "plain", "Zensical", "Hugo"
COLD, UNCHANGED, CONFIG = "cold", "unchanged", "mkdocs.yml edited"
TRANSLATED, ENGLISH = "translated page edited", "English page edited"

# What a build here may take at most, as a share of the wall time of a peer's cold build.
AIMS = {
    ("generated", COLD, PLAIN): 0.30,
    ("generated", COLD, ZENSICAL): 0.60,
    ("generated", UNCHANGED, PLAIN): 0.03,
    ("generated", TRANSLATED, PLAIN): 0.04,
    ("generated", TRANSLATED, HUGO): 0.50,
    ("generated", ENGLISH, PLAIN): 0.08,
    ("fallbacks", COLD, PLAIN): 0.40,
}
# Times that of the smallest course, with eight times the pages.
GROWTH_AIMS = {(8, COLD): 8.5, (8, UNCHANGED): 8.0, (8, "memory"): 4.0}


@dataclass(frozen=True)
class Run:
    """One build: of which course, by which tool, after what, in which round."""

    course: str
    tool: str
    scenario: str
    round: int
    measure: Measure


def builds(runs: Sequence[Run]) -> list[list[str]]:
    """A line for each course, scenario and tool, the head first; ratios are of wall times to a peer's cold build."""
    peers = [peer for peer in (PLAIN, ZENSICAL, HUGO) if any(run.tool == peer for run in runs)]
    lines = [["Course", "Build", "Tool", "Wall", "CPU", "Memory", "Site", *(f"÷ {peer}" for peer in peers)]]
    for course, scenario, tool in dict.fromkeys((run.course, run.scenario, run.tool) for run in _by_scenario(runs)):
        own = _chosen(runs, course, scenario, tool)
        ratios = [_ratio(own, _chosen(runs, course, COLD, peer)) if tool != peer or scenario != COLD else "1" for peer in peers]
        if tool == HERE:
            ratios = [_with_aim(ratio, AIMS.get((course, scenario, peer))) for ratio, peer in zip(ratios, peers, strict=True)]
        else:
            ratios = [ratio if peer in (PLAIN, tool) else "" for ratio, peer in zip(ratios, peers, strict=True)]
        lines.append([course, scenario, tool, *_figures(own), *ratios])
    return lines


def growth(runs: Sequence[Run]) -> list[list[str]]:
    """A line for each size and scenario; ratios are to the smallest size. ``Run.course`` is how many times its pages."""
    sizes = sorted({int(run.course) for run in runs})
    lines = [["Pages", "Build", "Wall", "CPU", "Memory", "Site", "Wall ÷", "CPU ÷", "Memory ÷"]]
    for scenario in dict.fromkeys(run.scenario for run in runs):
        base = _chosen(runs, str(sizes[0]), scenario, HERE)
        for size in sizes:
            own = _chosen(runs, str(size), scenario, HERE)
            ratios = [
                _with_aim(_ratio(own, base, _wall), GROWTH_AIMS.get((size, scenario))),
                _ratio(own, base, lambda measure: measure.cpu),
                _with_aim(_ratio(own, base, lambda measure: measure.memory), GROWTH_AIMS.get((size, "memory"))),
            ]
            lines.append([f"{size}×", scenario, *_figures(own), *ratios])
    return lines


def as_markdown(lines: Sequence[Sequence[str]], note: str) -> str:
    """For the README."""
    head, *rows = lines
    words = _words(head)
    rule = [":---" if place < words else "---:" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rule, *rows]) + f"\n\n{note}"


def show(lines: Sequence[Sequence[str]], note: str, console: Console) -> None:
    """For a terminal."""
    head, *rows = lines
    table = Table(caption=note, caption_justify="left")
    for place, title in enumerate(head):
        table.add_column(title, justify="left" if place < _words(head) else "right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _words(head: Sequence[str]) -> int:
    """The columns before the first figure."""
    return list(head).index("Wall")


def _by_scenario(runs: Iterable[Run]) -> list[Run]:
    """Course by course, cold builds of all tools first, then what was edited."""
    order = [COLD, UNCHANGED, TRANSLATED, ENGLISH, CONFIG]
    courses = list(dict.fromkeys(run.course for run in runs))
    return sorted(runs, key=lambda run: (courses.index(run.course), order.index(run.scenario)))


def _chosen(runs: Iterable[Run], course: str, scenario: str, tool: str) -> list[Run]:
    return [run for run in runs if (run.course, run.scenario, run.tool) == (course, scenario, tool)]


def _wall(measure: Measure) -> float:
    return measure.wall


def _ratio(own: Iterable[Run], base: Iterable[Run], figure: Callable[[Measure], float] = _wall) -> str:
    """The median of the ratios within the rounds."""
    below = {run.round: figure(run.measure) for run in base}
    found = [figure(run.measure) / below[run.round] for run in own if below.get(run.round)]
    return f"{statistics.median(found):.3g}" if found else ""


def _with_aim(ratio: str, aim: float | None) -> str:
    return f"{ratio} (≤ {aim:.2f})" if ratio and aim else ratio


def _figures(runs: Sequence[Run]) -> list[str]:
    wall, cpu, memory, out = (
        statistics.median(getattr(run.measure, name) for run in runs) for name in ("wall", "cpu", "memory", "out")
    )
    return [f"{wall:.1f} s", f"{cpu:.1f} s", f"{memory / 1e6:,.0f} MB", f"{out / 1e6:,.1f} MB"]
