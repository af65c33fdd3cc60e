"""Front matter: the few keys that a page may have, and what of them reaches the theme.

::

    ---
    description: What attention is, with a small example.
    ---

The theme writes these values into every page of the site as they are, so they are escaped, and only keys that are known
reach it. ``template``, for one, would choose the file that a page is made with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import markupsafe

from diglot.pages import Page
from diglot.problems import Problem, did_you_mean

_TEXTS = ("title", "description")
_PARTS = ("navigation", "toc", "footer", "path", "feedback")  # of the theme, which ``hide`` leaves out
KEYS = (*_TEXTS, "draft", "hide", "notebooks", "of", "search", "source", "thread")

# As in mkdocs.utils.meta.META_RE: without front matter, such lines at the top are metadata to MkDocs and are not shown.
_TAKEN_FOR_DATA = re.compile(r"^ {0,3}[A-Za-z0-9_-]+:")


def check(page: Page) -> Iterator[Problem]:
    """What is wrong with the front matter of a page; ``draft``, ``of`` and ``source`` are the matter of ``pins``."""
    yield from (Problem(p.path, p.line, p.column, "P002", p.message) for p in page.data.problems)
    if page.front.yaml:
        if not isinstance(page.data.value, dict) and not page.data.problems:
            yield Problem(page.path, 2, 1, "P002", "front matter must be 'key: value' lines between the two '---'")
        for key, value in page.meta.items():
            if reason := _fault(key, value):
                yield Problem(page.path, *page.data.place(key), "P011", reason)
        return
    first, _, rest = page.text.partition("\n")
    if first.rstrip() == "---" and rest.lstrip(" ").startswith("---"):
        yield Problem(page.path, 1, 1, "P002", "front matter is empty; write 'key: value' lines in it, or remove both '---'")
    elif first.rstrip() == "---" and rest.strip("-\n "):
        yield Problem(page.path, 1, 1, "P002", "front matter is never closed; write '---' on a line of its own after it")
    elif _TAKEN_FOR_DATA.match(first):
        message = f"{first.strip()[:30]!r} would be taken for metadata and not be shown; begin the page with '# Title'"
        yield Problem(page.path, 1, 1, "P002", message)


def published(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What the theme gets to see of a page's front matter."""
    return {
        key: markupsafe.escape(value) if key in _TEXTS else value
        for key, value in meta.items()
        if value is not None and not _fault(key, value)
    }


def _fault(key: Any, value: Any) -> str:
    if key not in KEYS:
        return f"unknown key {key!r}; {did_you_mean(str(key), KEYS)}"
    if key in _TEXTS and not isinstance(value, str | None):
        return f"{key} is {value!r}; write a text, in quotes if it looks like a number"
    if key == "hide" and not (isinstance(value, list) and set(map(str, value)) <= set(_PARTS)):
        return f"hide is {value!r}; write a list of {', '.join(_PARTS)}"
    if key == "thread" and not _is_address(value):
        return f"thread is {value!r}; write the address of the forum's thread, which begins with https://"
    if key == "notebooks" and not (isinstance(value, list) and all(map(_is_notebook, value))):
        return "notebooks cannot be read; write a list such as '- {label: Colab, url: https://…}'"
    return ""


def _is_notebook(value: object) -> bool:
    return isinstance(value, dict) and set(value) <= {"label", "url"} and _is_address(value.get("url"))


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith("https://")
