"""What stands around a page's text: reading time, links to ask and report, dates, the page as Markdown."""

from __future__ import annotations

import hashlib
import math
import posixpath
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from urllib.parse import urlencode

from babel.core import UnknownLocaleError
from babel.dates import format_date

from diglot import models, terms
from diglot.admonitions import rewrite_page
from diglot.blocks import scan
from diglot.languages import Words
from diglot.pages import Page
from diglot.quiz_source import without_answers
from diglot.source import links, prose

# Words a minute of silent reading of non-fiction: Brysbaert 2019, "How many words do we read per minute?" (238, rounded).
WORDS_A_MINUTE = 240
# Chinese and Japanese are written without spaces: about 400 signs a minute are read, hence 0.6 of a word each.
_SIGN_IN_WORDS = 0.6

_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/#?]", re.IGNORECASE)  # a link that means the same wherever the text is read
_EDITED = re.compile(r"(?P<repo>.+?)/(?:edit|blob|tree|src)/(?P<docs>.+)")


def reading_minutes(page: Page) -> int:
    """Minutes to read a page's prose, at least one."""
    text, signs = _SIGN.subn(" ", "\n".join(line for _, line in prose(page.lines)))
    words = len(_WORD.findall(text))
    return max(1, math.ceil((words + signs * _SIGN_IN_WORDS) / WORDS_A_MINUTE))


def ask_url(forum: str, title: str, chapter: str, lang: str) -> str:
    """A new question in the forum, in the chapter's category (Discourse's /new-topic address)."""
    query = {"title": title, "category": chapter, "tags": lang}
    return f"{forum.rstrip('/')}/new-topic?{urlencode({key: value for key, value in query.items() if value})}"


def thread_of(page: Page) -> str:
    """The forum's thread on a page, from its front matter (``thread:``); empty where it names none that is safe to open."""
    return _https(page.meta.get("thread"))


def notebooks_of(page: Page) -> list[dict[str, str]]:
    """Notebooks elsewhere that a page's front matter names: ``notebooks: [{label: Colab, url: https://…}]``."""
    found = page.meta.get("notebooks")
    entries = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    return [
        {"label": str(entry.get("label") or _https(entry["url"])), "url": _https(entry["url"])}
        for entry in entries
        if _https(entry.get("url"))
    ]


def _https(value: object) -> str:
    return value if isinstance(value, str) and value.startswith("https://") else ""


def report_url(repo_url: str, title: str, page_url: str, words: Words) -> str:
    """A new issue on the forge that already names the page."""
    body = words.fill("page.report-body", url=page_url)
    return f"{repo_url.rstrip('/')}/issues/new?{urlencode({'title': title, 'body': body})}"


def edit_url(known: str, path: str, other: str) -> str:
    """Where the file ``other`` is edited, by the address ``known`` for ``path``; empty where that has another form."""
    return known.removesuffix(path) + other if path and known.endswith(path) else ""


def translate_url(edit_url: str, source: str, lang: str, name: str) -> str:
    """A new file on the forge in the place of a missing translation, as GitHub takes it: ``…/new/main/docs/de?filename=…``.

    ``edit_url`` is where the page's text in the language ``source`` is edited; empty where it has another form.
    """
    found = _forge(edit_url, source, name)
    if not found:
        return ""
    folder, _, file = f"{lang}/{name}".rpartition("/")
    return f"{found['repo']}/new/{found['docs']}/{folder}?{urlencode({'filename': file})}"


def compare_url(edit_url: str, source: str, name: str, commit: str) -> str:
    """The changes of an English page since a commit, as GitHub shows them: ``…/compare/COMMIT...main#diff-…``.

    ``edit_url`` is where the page is edited; the anchor is the SHA-256 of its path in the repository. Empty where it has
    another form, or no commit is known.
    """
    found = _forge(edit_url, source, name)
    if not found or not commit:
        return ""
    branch, _, docs = found["docs"].partition("/")
    file = f"{docs}/{source}/{name}"
    return f"{found['repo']}/compare/{commit}...{branch}#diff-{hashlib.sha256(file.encode()).hexdigest()}"


def _forge(edit_url: str, source: str, name: str) -> re.Match[str] | None:
    """The repository and the folder of pages in an address where a page is edited."""
    ending = f"/{source}/{name}"
    return _edited(edit_url.removesuffix(ending)) if edit_url.endswith(ending) else None


@cache
def _edited(folder: str) -> re.Match[str] | None:
    return _EDITED.fullmatch(folder)


def chapter_of(name: str) -> str:
    """The folder a page lies in: the chapter's key; empty for a page at the top."""
    return name.partition("/")[0] if "/" in name else ""


@cache
def long_date(day: date, lang: str) -> str:
    """``21. November 2026``, as the language writes it; ISO 8601 where its habits are not known."""
    try:
        return format_date(day, "long", locale=lang.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()


def as_markdown(page: Page, registry: Mapping[str, models.Model], address: Callable[[str], str]) -> str:
    """The page as Markdown, for readers and programs: no front matter, no marks, no answers, links that work anywhere.

    ``address`` gives the absolute address of a page or file of the page's language, empty for one that is not there.
    """
    page = rewrite_page(page)
    lines = without_answers(page, scan(page)[0])
    return "\n".join(absolute_links(lines, page, registry, address)).strip() + "\n"


def absolute_links(
    lines: list[str], page: Page, registry: Mapping[str, models.Model], address: Callable[[str], str]
) -> list[str]:
    """Lines of a page with links that work anywhere; ``address`` as in ``as_markdown``."""
    lines = list(lines)
    for index, column, target in reversed(list(links(lines))):
        before, after = lines[index][: column - 1], lines[index][column - 1 + len(target) :]
        lines[index] = before + (_absolute(target, page, registry, address) or target) + after
    return lines


def _absolute(target: str, page: Page, registry: Mapping[str, models.Model], address: Callable[[str], str]) -> str:
    scheme, _, key = target.partition(":")
    if scheme == models.SCHEME:
        return registry[key].url if key in registry else ""
    if scheme == terms.SCHEME:
        glossary = address(terms.GLOSSARY)
        return f"{glossary}#{key}" if glossary else ""
    if _ELSEWHERE.match(target):
        return ""
    path, mark, fragment = target.partition("#")
    found = address(posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path)))
    return f"{found}{mark}{fragment}" if found else ""
