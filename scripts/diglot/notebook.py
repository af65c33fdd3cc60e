"""A page as a notebook: its code in cells that run, its prose between them.

``diglot notebook de/attention.md`` writes ``attention.ipynb`` beside the page, and the page offers it as a download. What a
program prints is left out: the reader's own run says it. Questions stand there without marks and answers; they can be
answered on the page. Links are absolute. The same page gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from diglot.blocks import Block, scan
from diglot.check import read_models
from diglot.furniture import as_markdown
from diglot.languages import SOURCE
from diglot.models import Registry
from diglot.output import INFO
from diglot.pages import Course, Page, read_course
from diglot.source import fences
from diglot.terminal import course_path, docs_of
from diglot.website import Site, read_site

SUFFIX = ".ipynb"

_PYTHON = ("py", "python", "python3", "ipython")
_SHELL = ("bash", "sh", "shell", "console")
_ID = re.compile(r"(?m)^(?P<heading>#{1,6} .*?)[ ]*\{[^}\n]*\}[ ]*$")
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(page: Page, registry: Registry, address: Callable[[str], str]) -> str:
    """A page as the JSON of a notebook (nbformat 4.5); ``address`` as in ``furniture.as_markdown``."""
    import nbformat.v4  # with a validator of JSON schemas, for which no other command should wait

    page = replace(page, text=as_markdown(page, registry, address))
    cells = []
    for number, (kind, text) in enumerate(_parts(page)):
        name = hashlib.sha256(f"{page.name}\0{number}".encode()).hexdigest()[:8]
        if kind == "code":
            cells.append(nbformat.v4.new_code_cell(text, id=name))
        else:
            cells.append(nbformat.v4.new_markdown_cell(text, id=name))
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(made)
    return nbformat.writes(made, indent=1, ensure_ascii=False) + "\n"


def has_code(page: Page) -> bool:
    """Whether there is anything to run in a page."""
    return any(kind == "code" for kind, _ in _parts(page))


def _parts(page: Page) -> Iterator[tuple[str, str]]:
    """Prose and code of a page in order, prose that belongs together as one."""
    lines = list(page.lines)
    blocks, _ = scan(page)
    for block in (inner for outer in blocks for inner in outer.walk()):
        _write_block(lines, block)
    waiting: list[str] = []
    behind = 0
    for fence in fences(lines):
        waiting += lines[behind : fence.first]
        behind = fence.last + 1
        language = fence.info.split(" ", 1)[0].lower()
        code = _unquoted(lines[fence.first : behind])
        if language == INFO:
            continue
        if language in (*_PYTHON, *_SHELL) and not lines[fence.first].startswith(">"):
            yield from _prose(waiting)
            waiting = []
            yield "code", "\n".join(code[1:-1]) if language in _PYTHON else "\n".join(["%%bash", *code[1:-1]])
        else:
            waiting += lines[fence.first : behind]
    yield from _prose([*waiting, *lines[behind:]])


def _prose(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if text:
        yield "prose", _ID.sub(r"\g<heading>", text)


def _unquoted(lines: list[str]) -> list[str]:
    """Code at the margin, also that of a list item."""
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    return [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines]


def _write_block(lines: list[str], block: Block) -> None:
    """What a notebook can show of a block: a link to its video or page, its title; its frame goes."""
    youtube, source = block.option("youtube"), block.option("src") if block.name == "embed" else None
    title = block.title
    if youtube:
        title = f"[▶ {block.title}](https://www.youtube.com/watch?v={youtube})"
    elif source:
        title = f"[{block.title}]({source})"
    elif title:
        title = f"**{block.title}**"
    end = min(block.last, len(lines) - 1)
    for index in range(block.line, min(block.first, len(lines))):
        lines[index] = ""
    lines[block.line] = title
    if block.closed:
        lines[end] = ""


@click.command("notebook")
@click.argument("pages", nargs=-1, metavar="[PAGE...]")
@click.option("--all", "everything", is_flag=True, help="Every page with code, in every language.")
@click.pass_obj
def write_notebooks(root: Path, pages: tuple[str, ...], everything: bool) -> None:  # noqa: FBT001  click's form
    """Write a page's code and prose as a notebook beside it; the page offers it as a download.

    PAGE is a path to the file (docs/de/x.md) or de/x.md. The same page gives the same bytes.
    """
    docs_of(root)
    course = read_course(root)
    if bool(pages) == everything:
        raise click.UsageError("name pages, or write --all")
    wanted = _wanted(course, pages) if pages else [page for page in course.pages.values() if has_code(page)]
    registry, site = read_models(course)[0], read_site(root)
    for page in wanted:
        file = (course.root / page.path).with_suffix(SUFFIX)
        text = notebook(page, registry, lambda name, lang=page.lang: _address(course, site, lang, name)).encode()
        if not file.is_file() or file.read_bytes() != text:
            file.write_bytes(text)
            click.echo(f"{course.path(file)}: written")
    click.echo(f"{len(wanted)} notebooks")


def _address(course: Course, site: Site, lang: str, name: str) -> str:
    """Where a page is published, in English if this language lacks it."""
    return site.address(lang if (lang, name) in course.pages or not name.endswith(".md") else SOURCE, name)


def _wanted(course: Course, given: Iterable[str]) -> list[Page]:
    paths = [course_path(course, one) for one in given]
    found = {page.path: page for page in course.pages.values()}
    if missing := [path for path in paths if path not in found]:
        raise click.UsageError(f"{', '.join(missing)} is no page; write a path such as docs/de/index.md or de/index.md")
    return [found[path] for path in paths]
