"""``diglot VERB``: the tools of a course at a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click

from diglot.languages import SOURCE
from diglot.pages import read_course
from diglot.terminal import docs_of, known_language

# The other verbs, by where they are: what one of them needs is loaded for that one alone.
_ELSEWHERE = {
    "adopt": "diglot.translate:adopt",
    "check": "diglot.verbs:check",
    "diff": "diglot.overview:diff",
    "import": "diglot.mdx.verbs:import_group",
    "mv": "diglot.translate:mv",
    "notebook": "diglot.notebook:write_notebooks",
    "quiz": "diglot.verbs:quiz",
    "stamp": "diglot.translate:stamp",
    "start": "diglot.translate:start",
    "status": "diglot.overview:status",
}

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


class _Verbs(click.Group):
    """Verbs that are loaded when they are called (Click's documentation, "Lazily Loading Subcommands")."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs."""
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A verb."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _ELSEWHERE[cmd_name].partition(":")
        return getattr(import_module(module), attribute)


@click.group(cls=_Verbs, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


if __name__ == "__main__":
    main()
