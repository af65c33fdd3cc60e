"""Moving a page in every language: file, links to it and from it, navigation, redirect, pins.

The former name stays known: ``redirects:`` of the diglot plugin in ``mkdocs.yml`` leads from it to today's. The site makes
a page of each, and old English texts are compared as if their links had always led there, so a move changes no state.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from diglot.languages import SOURCE
from diglot.pins import pin_in, with_pin
from diglot.source import indent_of, links, split_front_matter
from diglot.states import Survey
from diglot.yamlfile import load

Key = tuple[str, str]  # language and name of a page

_TESTS = re.compile(r"^ +tests: *[\"']?(?P<target>[^\s\"'#]+\.md)(?=[#\"'\s]|$)")
_PLAIN = re.compile(r"[A-Za-z0-9][\w./-]*")


@dataclass
class Move:
    """What a move does: the new text of each page that changes, the pages that go, and the new ``mkdocs.yml``.

    ``stamps`` are the translations to pin anew once all is written, each with the name of its English page.
    """

    writes: dict[Key, str] = field(default_factory=dict)
    removes: list[Key] = field(default_factory=list)
    stamps: list[tuple[Key, str]] = field(default_factory=list)
    config: str = ""
    notes: list[str] = field(default_factory=list)


class CannotMove(ValueError):
    """The message says why."""


def plan(pages: Mapping[Key, str], found: Survey, config: str, old: str, new: str) -> Move:
    """The move of a page from one name to another. ``pages`` are the texts of all pages, with LF line ends."""
    moving = [key for key in pages if key[1] == old and _follows(pages[key], key, old)]
    taken = [lang for lang, _ in moving if (lang, new) in pages]
    if not moving:
        raise CannotMove(f"no language has a page {old!r}; write its path below docs/{SOURCE}")
    if taken or ((SOURCE, old) not in pages and (SOURCE, new) not in pages):
        where = ", ".join(f"docs/{lang}/{new}" for lang in taken)
        raise CannotMove(f"{where} is already there; choose another name" if taken else f"there is no docs/{SOURCE}/{old}")
    move = Move(config=config)
    for key, text in pages.items():
        name = new if key in moving else key[1]
        changed = rewrite_links(text, key[1], name, old, new)
        if (pin := pin_in(changed.encode())).of == old:
            changed = with_pin(changed, {"of": None if key in moving else f"{new}#{pin.part}" if pin.part else new})
        if key in moving:
            move.removes.append(key)
        if changed != text or key in moving:
            move.writes[key[0], name] = changed
    move.stamps = list(_to_stamp(move, pages, found, old, new))
    _write_config(move, old, new)
    return move


def _follows(text: str, key: Key, old: str) -> bool:
    """Whether the page of that name is a translation of that page, rather than of another one (``of:``)."""
    return pin_in(text.encode()).of in ("", old, key[1])


def _to_stamp(move: Move, pages: Mapping[Key, str], found: Survey, old: str, new: str) -> Iterator[tuple[Key, str]]:
    """The translations that were current and whose English text changes: by links alone, as their own does."""
    for lang, states in found.states.items():
        for state in states.values():
            english = new if state.english == old else state.english
            text = move.writes.get((SOURCE, english))
            if state.state == "current" and text is not None and text != pages.get((SOURCE, state.english)):
                yield (lang, new if (lang, state.name) in move.removes else state.name), english


def rewrite_links(text: str, before: str, after: str, old: str, new: str) -> str:
    """A page that goes from the name ``before`` to ``after`` (often the same), its links right once ``old`` is ``new``."""
    front = split_front_matter(text)
    lines = front.body.split("\n")
    places = [(index, column - 1, target) for index, column, target in links(lines)]
    places += [(index, found.start("target"), found["target"]) for index, found in _tested(lines)]
    for index, start, target in sorted(places, reverse=True):
        instead = _target(target, before, after, old, new)
        lines[index] = lines[index][:start] + instead + lines[index][start + len(target) :]
    return text[: len(text) - len(front.body)] + "\n".join(lines)


def _tested(lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    return ((index, found) for index, line in enumerate(lines) if (found := _TESTS.match(line)))


def _target(target: str, before: str, after: str, old: str, new: str) -> str:
    path, rest = re.match(r"([^#?]*)(.*)", target, re.DOTALL).groups()
    if not path or ":" in path or path.startswith("/"):
        return target
    full = posixpath.normpath(posixpath.join(posixpath.dirname(before), unquote(path)))
    aim = new if full == old else full
    if aim == full and posixpath.dirname(before) == posixpath.dirname(after):
        return target
    relative = posixpath.relpath(aim, posixpath.dirname(after) or ".")
    return (quote(relative) if path != unquote(path) else relative) + ("/" if path.endswith("/") else "") + rest


# ---------------------------------------------------------------------------------------------------------- mkdocs.yml


def _write_config(move: Move, old: str, new: str) -> None:
    if not move.config:
        move.notes.append(f"there is no mkdocs.yml; who follows a link to {old} will not find {new}")
        return
    config, moved = move_in_nav(move.config, old, new)
    written = with_redirect(config, old, new)
    if moved and posixpath.dirname(old) != posixpath.dirname(new):
        move.notes.append(f"{new} stands where {old} stood in the navigation; put it where it belongs now")
    if written is None:
        move.notes.append(f"mkdocs.yml has no plugin 'diglot'; add it with 'redirects: {{{old}: {new}}}'")
    move.config = written or config


def move_in_nav(config: str, old: str, new: str) -> tuple[str, bool]:
    """``mkdocs.yml`` with a page of the navigation renamed, all else as it was, and whether it was there."""
    line = re.compile(rf"^(?P<start>\s*-\s+(?:[^#\n]*:\s+)?)(?P<quote>[\"']?){re.escape(old)}(?P=quote)(?P<end>\s*(?:#.*)?)$")
    inside, moved = False, False
    lines = config.split("\n")
    for index, text in enumerate(lines):
        inside = text.startswith("nav:") or (inside and (text[:1] in " -#\t" or not text))
        if inside and (found := line.match(text)):
            lines[index] = f"{found['start']}{found['quote']}{new}{found['quote']}{found['end']}"
            moved = True
    return "\n".join(lines), moved


def with_redirect(config: str, old: str, new: str) -> str | None:
    """``mkdocs.yml`` with a redirect added, those to the old name led on; None where there is no plugin ``diglot``."""
    lines = config.split("\n")
    at = next((index for index, line in enumerate(lines) if re.match(r"\s*-\s+diglot:?\s*(?:#.*)?$", line)), None)
    if at is None:
        return None
    dash = lines[at].index("-")
    end = _end_of(lines, at, dash)
    options = [index for index in range(at + 1, end) if lines[index].strip() and not lines[index].lstrip().startswith("#")]
    pad = " " * (indent_of(lines[options[0]]) if options else dash + 4)
    first = next((index for index in options if re.match(rf"{pad}redirects:", lines[index])), None)
    known = {}
    if first is None:
        first = last = (options[-1] + 1) if options else at + 1
    else:
        last = _end_of(lines, first, len(pad))
        known = _read_redirects("\n".join(lines[first:last]))
    known = {before: new if after == old else after for before, after in known.items() if before != new} | {old: new}
    written = [f"{pad}redirects:", *(f"{pad}  {_scalar(before)}: {_scalar(after)}" for before, after in known.items())]
    if not re.search(r"diglot:", lines[at]):
        lines[at] = lines[at].replace("diglot", "diglot:", 1)
    return "\n".join([*lines[:first], *written, *lines[last:]])


def _read_redirects(text: str) -> dict[str, str]:
    value = load(text, "").value
    found = value.get("redirects") if isinstance(value, dict) else None
    return {str(old): str(new) for old, new in found.items()} if isinstance(found, dict) else {}


def _end_of(lines: list[str], first: int, indent: int) -> int:
    """Index behind the last line that is deeper than ``indent``, from the one below ``first`` on."""
    end = first + 1
    for index in range(first + 1, len(lines)):
        if lines[index].strip() and indent_of(lines[index]) <= indent:
            break
        end = index + 1 if lines[index].strip() else end
    return end


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
