"""What the theme is told in each language: its own words, the names of its switches, the 404 page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2

from diglot.alternates import home
from diglot.languages import Language, Words, nearest
from diglot.pages import Course

_WORDS = "partials/languages"

# What a switch of colours offers, by the scheme that it leaves.
_OTHER_COLOURS = {"default": "theme.dark", "slate": "theme.light"}


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
    loader = jinja2.DictLoader({f"{_WORDS}/{language.tag}.html": _language_file(language), f"{_WORDS}/lender.html": lent})
    env.loader = jinja2.ChoiceLoader([loader, env.loader])
    return lender


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
