"""What stands around the pages of an imported course: ``mkdocs.yml``, the home page, the words of each language.

The configuration is that of the course that lends its theme, with another navigation, other redirects and another name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

import yaml
from markdown.extensions.toc import slugify

from diglot.mdx.course import Course
from diglot.skeletons import language_file

_NAV = re.compile(r"^nav:\n(?:(?:[ -].*)?\n)*?(?=^\S)", re.MULTILINE)
_PLUGIN = re.compile(r"^(?P<pad> *)- diglot(?::\n(?P<options>(?:(?P=pad)    .*\n)*)|\n)", re.MULTILINE)
_LICENCE = re.compile(r"^(?:copyright|  licence): .*\n", re.MULTILINE)
_VALUE = re.compile(r'(?<=\[)(?P<name>SITE_NAME|COURSE_ID), "[^"]*"')


def configuration(template: str, course: Course, name: str) -> str:
    """``mkdocs.yml`` for an imported course, made of the one that lends its theme, whose licence is not this one's."""
    own = {"SITE_NAME": name, "COURSE_ID": slugify(name, "-") or "course"}
    text = _VALUE.sub(lambda found: f"{found['name']}, {json.dumps(own[found['name']], ensure_ascii=False)}", template)
    nav = "nav:\n  - index.md\n" + "".join(_section(folder, pages) for folder, pages in course.nav) + "\n"
    text = _LICENCE.sub("", text)
    text = _NAV.sub(lambda _: nav, text, count=1)
    return _PLUGIN.sub(lambda found: _with_redirects(found, course.redirects), text, count=1)


def home(course: Course, name: str, lang: str) -> str:
    """The first page: the course's name and its chapters, under their titles in this language where it has them."""
    lines = []
    for folder, _ in course.nav:
        text = course.pages.get((lang, f"{folder}/index.md"))
        if text:
            lines.append(f"- [{text.partition(chr(10))[0].removeprefix('# ')}]({folder}/index.md)\n")
    return f"# {name}\n\n{''.join(lines)}"


def language_files(tags: Iterable[str], lent: Mapping[str, str]) -> dict[str, str]:
    """``_lang.yml`` of each language: that of the course that lends its theme, else one to be filled."""
    return {f"docs/{tag}/_lang.yml": lent.get(tag) or language_file(tag) for tag in tags}


def registry_of(keys: Iterable[str], entries: Mapping[str, Mapping[str, object]]) -> str:
    """``models.yml`` with the models that the course links to and their families, as the lending course has them."""
    wanted = {*keys} | {str(entries[key]["of"]) for key in keys if "of" in entries[key]}
    chosen = {key: dict(entry) for key, entry in entries.items() if key in wanted}
    return yaml.safe_dump(chosen, allow_unicode=True, sort_keys=False, width=10_000)


def _section(folder: str, pages: Iterable[str]) -> str:
    return f"  - {folder}:\n" + "".join(f"      - {page}\n" for page in pages)


def _with_redirects(found: re.Match[str], redirects: Mapping[str, str]) -> str:
    pad, options = found["pad"], found["options"] or ""
    lines = "".join(f"{pad}      {_key(old)}: {new}\n" for old, new in sorted(redirects.items()))
    return f"{pad}- diglot:\n{options}{pad}    redirects:\n{lines}"


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z][\w./-]*", text) else json.dumps(text)
