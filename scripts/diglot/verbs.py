"""The verbs of authors: what is wrong with the course, questions out and in."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from diglot import exports, imports, problems, translate
from diglot.built import read_built
from diglot.check import check_course
from diglot.external import CACHE, ask_all
from diglot.languages import SOURCE
from diglot.pages import Course, decode, read_course
from diglot.parity import check_translations
from diglot.problems import errors, summary
from diglot.sitecheck import check_site, elsewhere
from diglot.states import survey
from diglot.terminal import course_path, docs_of, known_language
from diglot.website import read_site

SITE = "site"


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--site", is_flag=True, help="Check the built pages in site/ instead of their sources.")
@click.option("--external", is_flag=True, help="Ask whether the pages elsewhere that site/ links to are still there.")
@click.option("--fix", is_flag=True, help="First write missing ids, mend indents, restore what translations lost; never prose.")
@click.option(
    "--format",
    "form",
    type=click.Choice(problems.FORMATS),
    default="text",
    help="Lines for people and editors, annotations for GitHub, or a JSON list.",
)
@click.pass_obj
def check(root: Path, paths: tuple[str, ...], site: bool, external: bool, fix: bool, form: str) -> None:  # noqa: FBT001  click's
    """Print everything that is wrong as path:line:column, and exit 1 if an error is among it.

    PATH is a page as a path to its file (docs/de/x.md) or as de/x.md; a folder stands for what is below it.
    """
    if site or external:
        _check_built(root, site=site, external=external, form=form)
    course = read_course(root, docs_of(root))
    wanted = [course_path(course, path) for path in paths]
    found = survey(root, course.docs)
    if fix:
        for path in translate.fix(course, found, lambda path: not wanted or _below(path, wanted)):
            click.echo(f"{path}: restored", err=True)
        course, found = read_course(root, course.docs), survey(root, course.docs)
    translations = check_translations(course, found)
    everything = translations.beside(check_course(course))
    reported = [problem for problem in everything if not wanted or _below(problem.path, wanted)]
    click.echo(problems.report(reported, translations.notes, form))
    sys.exit(1 if errors(reported) else 0)


def _check_built(root: Path, *, site: bool, external: bool, form: str) -> NoReturn:
    folder = root / SITE
    if not folder.is_dir():
        raise click.UsageError(f"there is no {SITE}/; build the site first")
    built = read_built(folder, read_site(root).url)
    found, notes = check_site(built) if site else [], []
    if external:
        dead, notes = ask_all(elsewhere(built), root / CACHE)
        found += dead
    reported = sorted(replace(problem, path=f"{SITE}/{problem.path}") for problem in found)
    click.echo(problems.report(reported, notes, form))
    sys.exit(1 if errors(reported) else 0)


@click.group()
def quiz() -> None:
    """Take questions out of the course, and bring others in."""


@quiz.command("export")
@click.option("--format", "form", type=click.Choice(exports.FORMATS), required=True, help="Moodle's GIFT, Anki's .apkg, or JSON.")
@click.option("--lang", metavar="TAG", help="Only this language (default: all).")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write (default: print it).")
@click.pass_obj
def export_quizzes(root: Path, form: str, lang: str | None, out: Path | None) -> None:
    """Write the question bank for another program.

    Import a later Anki package over an earlier one: it updates the cards and keeps what you have learned. With
    SOURCE_DATE_EPOCH set, the same questions give the same bytes.
    """
    course = read_course(root, docs_of(root))
    langs = [known_language(course, lang)] if lang else list(course.languages)
    if found := exports.problems(course, langs):
        click.echo("\n".join([*map(str, found), f"Nothing was written: {summary(found)}."]), err=True)
        sys.exit(1)
    try:
        data = exports.export(
            course, read_site(root), form, langs, time=float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
        )
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    with click.open_file(str(out or "-"), "wb") as stream:
        stream.write(data)


@quiz.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(imports.FORMATS), help="Default: mkdocs-quiz for .md, else gift.")
@click.option("--lang", metavar="TAG", help="Language of the questions (default: English, or that of --out).")
@click.option("--out", default="-", metavar="PAGE.md", help="Page to write (default: print it).")
@click.pass_obj
def import_quizzes(root: Path, file: Path, form: str | None, lang: str | None, out: str) -> None:
    """Turn the questions in FILE into blocks of ours.

    GIFT becomes a page; a page of mkdocs-quiz stays what it is but for its <quiz>, and --out may name FILE itself. What could
    not be kept is listed as path:line; the exit code is 1 if a question was held back.
    """
    text, undecodable = decode(file.read_bytes(), str(file))
    if undecodable:
        raise click.ClickException(str(undecodable))
    form = form or ("mkdocs-quiz" if file.suffix == ".md" else "gift")
    target = (Path.cwd() / out).resolve()
    in_place = form == "mkdocs-quiz" and target == file.resolve()
    if out != "-" and target.exists() and not in_place:
        raise click.UsageError(f"there is already a {out}; give another name, or remove it first")
    course = read_course(root) if (root / "docs").is_dir() else Course(root, root / "docs")
    imported = imports.convert(
        text, str(file), form, course, lang or language_of(course, target), replaced=(target, file.resolve())
    )
    with click.open_file(out, "w", encoding="utf-8") as stream:
        stream.write(imported.text)
    click.echo("\n".join([*map(str, imported.notes), str(imported)]), err=True)
    sys.exit(1 if imported.kept < imported.found else 0)


def language_of(course: Course, file: Path) -> str:
    """The language whose folder a file lies in; English for one that lies elsewhere."""
    return next((tag for tag in course.languages if file.is_relative_to(course.docs / tag)), SOURCE)


def _below(path: str, wanted: list[str]) -> bool:
    return any(folder in (".", path) or path.startswith(f"{folder}/") for folder in wanted)
