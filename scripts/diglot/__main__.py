"""``diglot VERB``: the tools of a course at a terminal."""

from __future__ import annotations

import os
import re
import subprocess
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
from diglot.mdx.verbs import import_group
from diglot.notebook import write_notebooks
from diglot.pages import Course, decode, read_course
from diglot.parity import check_translations
from diglot.problems import errors, summary
from diglot.sitecheck import check_site, elsewhere
from diglot.states import survey
from diglot.terminal import course_path, docs_of, known_language
from diglot.website import read_site

SITE = "site"

_EXAMPLES = """
\b
Examples:
  diglot check                         everything that is wrong in this course
  diglot check docs/de/glossary.md     the same, for one page
  diglot check --site                  what is wrong in the pages that were built
  diglot --course ../other check       a course elsewhere
  diglot check --fix docs/de           put right what only a machine can judge, then check
  diglot status                        how the translations stand; "status de" is a translator's list
  diglot diff de/glossary.md           what changed in English, beside the translation
  diglot start fr                      begin a language; "start fr/index.md" a page
  diglot stamp de/glossary.md          it follows today's English
  diglot mv about.md course/about.md   move a page in every language
  diglot serve --lang de               live preview of the German pages
  diglot quiz export --format gift     the questions for Moodle
  diglot notebook --all                each page with code as a notebook to download
  diglot import mdx SRC DEST           a course of MDX chapters moves in
"""


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Shard(click.ParamType):
    """``2/3``: the second of three."""

    name = "K/N"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> tuple[int, int]:
        """The two numbers."""
        found = re.fullmatch(r"(\d+)/(\d+)", value)
        number, count = (int(part) for part in found.groups()) if found else (0, 0)
        if not 1 <= number <= count:
            self.fail(f"{value!r} is no shard; write K/N, such as 2/3 for the second of three", param, context)
        return number, count


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--course",
    "root",
    type=_FOLDER,
    default=".",
    help="Folder that holds mkdocs.yml and docs/ (default: this one).",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Keep a course in step in every language."""
    context.obj = root.resolve()


@main.command()
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


@main.command()
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=_cores, help="How many languages at once (default: all cores).")
@click.option("-d", "--site-dir", help="Where the site is put (default: what mkdocs.yml says).")
@click.option("--no-cache", is_flag=True, help="Take nothing from earlier builds, and keep nothing for later ones.")
@click.option("--shard", type=_Shard(), help="Build every Nth language from the Kth alone, into --site-dir.")
@click.option("--merge", type=_FOLDER, help="Take languages from the shards in the folders of this one.")
@click.pass_obj
def build(
    root: Path,
    jobs: int,
    site_dir: str | None,
    no_cache: bool,  # noqa: FBT001  click's form
    shard: tuple[int, int] | None,
    merge: Path | None,
) -> None:
    """Build the site, all languages at once: the same as mkdocs build --strict, sooner."""
    if shard and not site_dir:
        raise click.UsageError("a shard is no site; say with --site-dir where it is put.")
    if no_cache:
        os.environ["DIGLOT_CACHE"] = "false"
    from diglot.build import build as build_site
    from diglot.build import log_to_terminal

    log_to_terminal()
    shards = sorted(path for path in merge.iterdir() if path.is_dir()) if merge else []
    build_site(root / "mkdocs.yml", jobs=jobs, site_dir=site_dir, shard=shard, shards=shards)


@main.command(context_settings={"ignore_unknown_options": True})
@click.option("--lang", help="Build this language besides English (default: English alone).")
@click.option("--all", "everything", is_flag=True, help="Build every language.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def serve(root: Path, lang: str | None, everything: bool, arguments: tuple[str, ...]) -> None:  # noqa: FBT001  click's form
    """Live preview at http://127.0.0.1:8000/; further ARGUMENTS go to mkdocs serve."""
    course = read_course(root, docs_of(root))
    only = "" if everything else " ".join(filter(None, [SOURCE, known_language(course, lang) if lang else ""]))
    command = [sys.executable, "-m", "mkdocs", "serve", *arguments]
    sys.exit(subprocess.run(command, cwd=root, env={**os.environ, "DIGLOT_LANGUAGES": only}, check=False).returncode)


@main.group()
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


translate.register(main)
main.add_command(import_group)
main.add_command(write_notebooks)


if __name__ == "__main__":
    main()
