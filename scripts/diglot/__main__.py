"""``diglot VERB``: the tools of a course at a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from diglot.check import check_course
from diglot.pages import Course, read_course
from diglot.problems import Problem, errors, summary

_EXAMPLES = """
\b
Examples:
  diglot check                         everything that is wrong in this course
  diglot check docs/de/glossary.md     the same, for one page
  diglot --course ../other check       a course elsewhere
  diglot serve --lang de               live preview of the German pages
"""


@click.group(epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder that holds mkdocs.yml and docs/ (default: this one).",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Keep a course in step in every language."""
    context.obj = root.resolve()


@main.command()
@click.argument("paths", nargs=-1)
@click.pass_obj
def check(root: Path, paths: tuple[str, ...]) -> None:
    """Print everything that is wrong as path:line:column, and exit 1 if anything is.

    PATH is a page as a path to its file (docs/de/x.md) or as de/x.md; a folder stands for what is below it.
    """
    course = open_course(root)
    wanted = [resolve_path(course, path) for path in paths]
    problems = [problem for problem in check_course(course) if not wanted or _below(problem, wanted)]
    for problem in problems:
        click.echo(problem)
    click.echo(summary(problems))
    sys.exit(1 if errors(problems) else 0)


@main.command()
@click.option("--lang", help="Build this language besides English (default: English alone).")
@click.option("--all", "everything", is_flag=True, help="Build every language.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def serve(root: Path, lang: str | None, everything: bool, arguments: tuple[str, ...]) -> None:  # noqa: FBT001  click's form
    """Live preview at http://127.0.0.1:8000/; further ARGUMENTS go to mkdocs serve."""
    course = open_course(root)
    if lang and lang not in course.languages:
        raise click.UsageError(f"no language {lang!r}; this course has {', '.join(course.languages)}")
    only = "" if everything else " ".join(filter(None, ["en", lang]))
    command = [sys.executable, "-m", "mkdocs", "serve", *arguments]
    sys.exit(subprocess.run(command, cwd=root, env={**os.environ, "DIGLOT_LANGUAGES": only}, check=False).returncode)


def open_course(root: Path) -> Course:
    """The course in a folder, or one sentence saying that there is none."""
    if not (root / "docs").is_dir():
        raise click.UsageError(f"{root} has no docs/ folder; run this in a course, or give its folder with --course")
    return read_course(root)


def resolve_path(course: Course, path: str) -> str:
    """A path as the reader gave it (``docs/de/x.md``, ``de/x.md``, absolute), relative to the course."""
    for candidate in (Path.cwd() / path, course.root / path, course.docs / path):
        resolved = candidate.resolve()
        if resolved.exists() and resolved.is_relative_to(course.root):
            return course.path(resolved)
    raise click.UsageError(f"there is no {path!r} in this course; write a path such as docs/de/index.md or de/index.md")


def _below(problem: Problem, wanted: list[str]) -> bool:
    return any(problem.path == path or problem.path.startswith(f"{path.rstrip('/')}/") for path in wanted)


if __name__ == "__main__":
    main()
