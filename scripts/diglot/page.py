"""Which page is this Markdown instance rendering?

Neither engine tells an extension, but both leave the answer in the ``Markdown`` object. This is the one place that looks;
``tests/test_page.py`` builds a site with each engine to see that it still finds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown

from diglot.languages import LANGUAGE_FILE, SOURCE, Words, words_of
from diglot.pages import words_beside

_KNOWN = "_diglot_here"  # of a Markdown object: the last path and its place


@dataclass(frozen=True)
class Here:
    """The file being rendered: ``docs`` / ``lang`` / ``name``."""

    docs: Path
    lang: str
    name: str

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.docs / self.lang / self.name

    def to(self, name: str) -> str:
        """A link from this page to another page of the same language, as an author would write it."""
        depth = self.name.count("/")
        return "../" * depth + name


def here(md: Markdown) -> Here | None:
    """The page being rendered, or None outside a course (a text rendered on its own)."""
    path = _path(md)
    known = md.__dict__.get(_KNOWN)  # every block of a page asks
    if known is None or known[0] != path:
        known = md.__dict__[_KNOWN] = path, here_of(path) if path else None
    return known[1]


def here_of(path: Path) -> Here | None:
    """The place of a file in its course: the nearest folder above it that holds a ``_lang.yml`` is its language."""
    for folder in path.parents:
        if (folder / LANGUAGE_FILE).is_file():
            return Here(folder.parent, folder.name, path.relative_to(folder).as_posix())
    return None


def words_for(md: Markdown) -> Words:
    """The site's words in the language of the text being rendered; English outside a course."""
    place = here(md)
    return words_beside(place.docs, place.lang) if place else words_of(SOURCE, {})


def _path(md: Markdown) -> Path | None:
    if "relpath" in md.treeprocessors:  # MkDocs, ProperDocs: mkdocs.structure.pages._RelativePathTreeprocessor
        relpath = md.treeprocessors["relpath"]
        return Path(relpath.file.abs_src_path or Path(relpath.config.docs_dir, relpath.file.src_uri))  # a generated page
    if "rendering_context" in md.preprocessors:  # Zensical: zensical.extensions.context.ContextPreprocessor
        context = md.preprocessors["rendering_context"]
        return Path(context.config["root_dir"], context.config["docs_dir"], context.page.path)
    return None
