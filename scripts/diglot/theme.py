"""What the theme is told in each language: its own words, the names of its switches, the 404 page."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

from diglot.alternates import home
from diglot.finished import Template
from diglot.languages import Language, Words, nearest
from diglot.pages import Course

_WORDS = "partials/languages"

_compiled: dict[str, bytes] = {}

# What a switch of colours offers, by the scheme that it leaves.
_OTHER_COLOURS = {"default": "theme.dark", "slate": "theme.light"}


class _Loader(jinja2.FileSystemLoader):
    """Lists no hidden folder, of which MkDocs takes nothing: nearly all of Material's 15,000 files are icons in one."""

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for root in self.searchpath:
            for place, folders, names in os.walk(root):
                folders[:] = [name for name in folders if not name.startswith(".")]
                below = os.path.relpath(place, root).replace(os.sep, "/")
                found.update(name if below == "." else f"{below}/{name}" for name in names)
        return sorted(found)


class _Compiled(jinja2.BytecodeCache):
    """Templates are compiled once for all languages. A bucket knows the text that it was made from."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := _compiled.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        _compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


def share_templates(theme: Theme) -> None:
    """Let the languages of one build have the theme's templates compiled once, and its files listed quickly.

    MkDocs makes an environment for each language, and asks it for its files before any event.
    """
    get_env = type(theme).get_env

    def shared() -> jinja2.Environment:
        env = get_env(theme)
        env.loader, env.bytecode_cache, env.template_class = _Loader(theme.dirs), _Compiled(), Template
        return env

    theme.get_env = shared


def name_colours(palette: Any, words: Words) -> None:
    """Name the switches of a palette; one without switches is left alone."""
    for scheme in palette if isinstance(palette, list) else []:
        if "toggle" in scheme and scheme.get("scheme") in _OTHER_COLOURS:
            scheme["toggle"]["name"] = words[_OTHER_COLOURS[scheme["scheme"]]]


def lend_words(env: jinja2.Environment, language: Language) -> str:
    """Give the theme the words of the language, or of the nearest that it knows; returns the tag of that one."""
    known = {Path(name).stem for name in env.list_templates() if name.startswith(f"{_WORDS}/")}
    lender = nearest(language.tag, known)
    lent, _, _ = env.loader.get_source(env, f"{_WORDS}/{lender}.html")
    put_before(env, {f"{_WORDS}/{language.tag}.html": _language_file(language), f"{_WORDS}/lender.html": lent})
    return lender


def put_before(env: jinja2.Environment, templates: Mapping[str, str]) -> None:
    """Put templates (name → text) before those of the theme."""
    env.loader = jinja2.ChoiceLoader([jinja2.DictLoader(templates), env.loader])


def _language_file(language: Language) -> str:
    """A Material language file: the words of ``lender.html``, this language's tag and direction."""
    own = f'{{"language": "{language.tag}", "direction": "{language.dir}"}}'
    return (
        f'{{% import "{_WORDS}/lender.html" as lender %}}'
        f"{{% macro t(key) %}}{{{{ {own}[key] or lender.t(key) }}}}{{% endmacro %}}"
    )


def not_found(course: Course, langs: Iterable[str], site_url: str | None) -> list[dict[str, str]]:
    """What a 404 page says in some languages."""
    return [
        {
            "lang": tag,
            "dir": course.languages[tag].dir,
            "home": home(tag, site_url),
            **{key: course.words(tag).html(f"not-found.{key}") for key in ("title", "text")},
            "link": course.words(tag).html("not-found.home"),
        }
        for tag in langs
    ]
