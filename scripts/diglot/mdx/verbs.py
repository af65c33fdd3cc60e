"""``diglot import mdx SRC DEST``: the edge of this room."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from diglot.languages import LANGUAGE_FILE
from diglot.mdx.course import Course, convert
from diglot.mdx.past import Past, read_past
from diglot.mdx.rendered import leftovers_in
from diglot.mdx.report import REPORT, Report, as_json
from diglot.mdx.settings import configuration, home, language_files, registry_of
from diglot.mdx.sources import Source, read_source
from diglot.mdx.swap import CannotWrite, write_whole
from diglot.models import read_registry
from diglot.pages import MODELS_FILE
from diglot.pins import blob_id, read_store
from diglot.website import CONFIG_FILE
from diglot.yamlfile import load

_LICENCES = ("LICENSE", "LICENSE.md", "LICENSE.txt", "COPYING")


@click.group("import")
def import_group() -> None:
    """Move a course in."""


@import_group.command("mdx")
@click.argument("source", metavar="SRC", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("dest", metavar="DEST", type=click.Path(path_type=Path))
@click.option(
    "--lang", "langs", multiple=True, metavar="TAG", help="Only English and this language; may be given more than once."
)
@click.option("--name", default="Course", show_default=True, help="What the course is called.")
@click.option("--adopt", is_flag=True, help="Pin each translation to the English text it follows, found in SRC's git history.")
@click.option("--overwrite", is_flag=True, help="Also replace files that were edited since the last import.")
@click.pass_obj
def import_mdx(root: Path, source: Path, dest: Path, langs: tuple[str, ...], name: str, adopt: bool, overwrite: bool) -> None:  # noqa: FBT001
    """Turn MDX chapters (SRC/chapters/<lang>/_toctree.yml) into a complete course in DEST.

    DEST gets the theme and the settings of this course. It is written whole or not at all; a second import changes nothing.
    What could not be kept is listed as path:line and in DEST/import-report.json.
    """
    if not (root / CONFIG_FILE).is_file() or not (root / "overrides").is_dir():
        raise click.UsageError(
            f"{root} has no {CONFIG_FILE} and overrides/ to lend; run this in a course, or name one with --course"
        )
    dest = dest.resolve()
    with _progress() as bar:
        task = bar.add_task("Reading", total=None)
        sources, notes = read_source(source, langs)
        missing = {*langs} - {name for one in sources for name in (one.tag, one.folder)}
        if not sources or sources[0].tag != "en" or missing:
            what = f"no language {', '.join(sorted(missing))}" if missing else "no en/_toctree.yml"
            raise click.UsageError(f"{source} has {what}; name the folder that holds chapters/<lang>/_toctree.yml")
        bar.update(task, total=(3 if adopt else 2) * len(sources) + 1)
        past = _past(source, sources, dest) if adopt else None
        models = _models(root)
        registry, _ = read_registry(models, MODELS_FILE)
        course = convert(sources, lambda tag: bar.update(task, advance=1, description=tag), past, registry)
        bar.update(task, advance=1, description="Writing")
        report = Report(course.report.sums, course.report.pairings, (*notes, *course.report.notes))
        for one in sources:
            course.pages[one.tag, "index.md"] = home(course, name, one.tag)
        files = (
            {path: text.encode() for path, text in _texts(root, sources, course, name).items()}
            | course.files
            | _lent(root, source)
        )
        if course.models:
            files[f"docs/{MODELS_FILE}"] = registry_of(course.models, load(models, MODELS_FILE).value).encode()
        files[REPORT] = as_json(report, {path: blob_id(data) for path, data in files.items()}).encode()
        try:
            changed = write_whole(dest, files, overwrite=overwrite)
        except CannotWrite as error:
            raise click.ClickException(str(error)) from error
    for line in report.lines():
        click.echo(line, err=True)
    click.echo("\n".join([*report.summary(), f"{dest.name}: {len(files)} files{'' if changed else ', nothing changed'}"]))
    sys.exit(0 if all(one.adds_up for one in report.sums) else 1)


@import_group.command("leftovers")
@click.argument("site", metavar="SITE", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_leftovers(site: Path) -> None:
    """List what is left of MDX in the pages of a built SITE: tags, [[anchors]], conditions and fences that readers see."""
    found = list(leftovers_in(site))
    click.echo("\n".join([*map(str, found), f"{len(found)} left over"]))
    sys.exit(1 if found else 0)


def _models(root: Path) -> str:
    file = root / "docs" / MODELS_FILE
    return file.read_text("utf-8-sig") if file.is_file() else ""


def _past(source: Path, sources: list[Source], dest: Path) -> Past:
    past, store = read_past(source, sources, read_store(dest if dest.is_dir() else dest.parent).digits)
    if past is None:
        raise click.ClickException(f"the history of {source} is not here: {store.cure}")
    return past


def _texts(root: Path, sources: list[Source], course: Course, name: str) -> dict[str, str]:
    tags = [one.tag for one in sources]
    lent = {tag: file.read_text("utf-8-sig") for tag in tags if (file := root / "docs" / tag / LANGUAGE_FILE).is_file()}
    pages = {f"docs/{tag}/{page}": text for (tag, page), text in course.pages.items()}
    template = (root / CONFIG_FILE).read_text("utf-8-sig")
    return pages | language_files(tags, lent) | {CONFIG_FILE: configuration(template, course, name)}


def _lent(root: Path, source: Path) -> dict[str, bytes]:
    """The theme of this course and what git needs to know of one, and the licence of the one that moves in."""
    lent = [*(root / "overrides").rglob("*"), root / ".gitattributes", root / ".gitignore"]
    theme = {file.relative_to(root).as_posix(): file.read_bytes() for file in sorted(lent) if file.is_file()}
    places = (source, source.parent)
    licence = next((folder / name for folder in places for name in _LICENCES if (folder / name).is_file()), None)
    return theme | ({licence.name: licence.read_bytes()} if licence else {})


def _progress() -> Progress:
    return Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
