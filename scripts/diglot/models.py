"""Model links: ``[T5](model:t5)`` and the page that lists all models.

``docs/models.yml`` is the registry. A key names a family, and the link goes to its documentation page, or a checkpoint
(``of:`` a family), and the link goes to its Hub page; what a checkpoint leaves out it inherits. An address that moves is
mended in one line for every language. The block ``/// models`` … ``///`` prints the list of all models and the places
where the course speaks of them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pymdownx.blocks.block import Block as Renderer

from diglot.blocks import SingleBlockExtension
from diglot.cards import resolve_links
from diglot.headings import headings
from diglot.languages import Words
from diglot.page import Here, here, words_for
from diglot.pages import MODELS_FILE, Page, markdown_files
from diglot.problems import Problem, did_you_mean
from diglot.source import links, split_front_matter
from diglot.website import nav_of, read_config
from diglot.yamlfile import Yaml, load

SCHEME = "model"
FAMILIES = ("encoder", "decoder", "encoder-decoder")

HUB_URL = "https://huggingface.co/{}"
DOCS_URL = "https://huggingface.co/docs/transformers/model_doc/{}"
_REQUIRED: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    # key: (whether a value can be used, what to write instead)
    "name": (lambda value: isinstance(value, str) and bool(value.strip()), "the model's name"),
    "family": (lambda value: value in FAMILIES, f"one of {', '.join(FAMILIES)}"),
    "hub": (lambda value: _matches(r"[\w.-]+/[\w.-]+", value), "owner/name, as in its address on the Hub"),
    "docs": (lambda value: _matches(r"[\w-]+", value), "the last part of its documentation's address"),
    "paper": (lambda value: _matches(r"https://\S+", value), "an address that begins with https://"),
    "year": (lambda value: type(value) is int and 1900 < value < 2100, "a year in four digits"),
    "licence": (lambda value: value is None or isinstance(value, str), "its SPDX id, or null where none is stated"),
}
_KEYS = (*_REQUIRED, "of")


@dataclass(frozen=True)
class Model:
    """A family of models, or one checkpoint ``of`` a family. ``licence`` is that of the weights, None where none is stated."""

    key: str
    name: str
    family: str
    hub: str
    docs: str
    paper: str
    year: int
    licence: str | None
    of: str = ""

    @property
    def hub_url(self) -> str:
        """The page on the Hub."""
        return HUB_URL.format(self.hub)

    @property
    def docs_url(self) -> str:
        """The page of the Transformers documentation."""
        return DOCS_URL.format(self.docs)

    @property
    def url(self) -> str:
        """Where a link to this model goes: a family to its documentation, a checkpoint to its Hub page."""
        return self.hub_url if self.of else self.docs_url


Registry = Mapping[str, Model]


def read_registry(text: str, path: str) -> tuple[dict[str, Model], list[Problem]]:
    """The models of a ``models.yml`` by key; an entry that cannot be used is left out and reported."""
    data = load(text, path)
    problems = list(data.problems)
    entries = data.value if isinstance(data.value, dict) else {}
    if data.value is not None and not isinstance(data.value, dict):
        problems.append(Problem(path, 1, 1, "M002", f"the file must be a mapping of keys to {', '.join(_REQUIRED)}"))
    models = {}
    for key, entry in entries.items():
        found = list(_entry_problems(str(key), entry, entries, data, path))
        problems += found
        if not found:
            whole = {**entries[entry["of"]], **entry} if "of" in entry else entry
            models[str(key)] = Model(key=str(key), **whole)
    return models, problems


def _entry_problems(key: str, entry: Any, entries: Mapping[str, Any], data: Yaml, path: str) -> Iterator[Problem]:
    if not isinstance(entry, dict):
        yield Problem(path, *data.place(key), "M002", f"{key!r} must be a mapping with {', '.join(_REQUIRED)}")
        return
    for name in entry:
        if name not in _KEYS:
            yield Problem(
                path,
                *data.place(key, name),
                "M002",
                f"{key!r} has an unknown key {name!r}; {did_you_mean(str(name), _KEYS)}",
            )
    for name, (usable, right) in _REQUIRED.items():
        if name in entry and not usable(entry[name]):
            yield Problem(path, *data.place(key, name), "M002", f"{name} of {key!r} is {entry[name]!r}; write {right}")
    families = {name for name, other in entries.items() if isinstance(other, dict) and "of" not in other}
    family = entry.get("of")
    if "of" in entry and not (isinstance(family, str) and family in families):
        known = did_you_mean(str(family), map(str, families))
        yield Problem(path, *data.place(key, "of"), "M002", f"{key!r} is of {family!r}, which is no family; {known}")
        return
    whole = {**entries[family], **entry} if family else entry
    missing = [name for name in _REQUIRED if name not in whole]
    if missing:
        yield Problem(path, *data.place(key), "M002", f"{key!r} lacks {', '.join(missing)}; add the lines")


def _matches(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def check(page: Page, registry: Registry) -> Iterator[Problem]:
    """Model links whose key the registry does not have."""
    for index, column, target in page.links:
        key = target.removeprefix(f"{SCHEME}:")
        if key != target and key not in registry:
            yield page.problem(index, "M001", f"unknown model {key!r}; {did_you_mean(key, registry)}", column=column)


def mentions(pages: Iterable[tuple[str, list[str]]]) -> dict[str, list[str]]:
    """Model key → names of the pages that link to it, given each page's name and lines."""
    found: dict[str, list[str]] = {}
    for name, lines in pages:
        for key in sorted(
            {target.removeprefix(f"{SCHEME}:") for _, _, target in links(lines) if target.startswith(f"{SCHEME}:")}
        ):
            found.setdefault(key, []).append(name)
    return found


# ----------------------------------------------------------------------------------------------------------- render


def _registry_beside(place: Here | None) -> Registry:
    file = place.docs / MODELS_FILE if place else None
    return _registry(file, file.stat().st_mtime_ns) if file and file.is_file() else {}


@lru_cache(maxsize=8)
def _registry(file: Path, changed: int) -> Registry:
    """Read once for all pages, and again when the file changed: a live preview keeps its process."""
    return read_registry(file.read_text("utf-8-sig"), MODELS_FILE)[0]


class ModelsBlock(Renderer):
    """The list of all models."""

    NAME = "models"
    ARGUMENT = False

    def on_create(self, parent: etree.Element) -> etree.Element:
        """One table a family."""
        root = etree.SubElement(parent, "div", {"class": "models"})
        place = here(self.md)
        if place:
            pages = _pages_beside(place)
            spoken = mentions((name, lines) for name, lines, _ in pages)
            titles = {name: title for name, _, title in pages}
            table = _Table(_registry_beside(place), words_for(self.md), place, spoken, titles)
            families = {model.family for model in table.registry.values()}
            for family in (name for name in FAMILIES if name in families):
                table.build(root, family)
        return root


def _pages_beside(place: Here) -> list[tuple[str, list[str], str]]:
    """Name, lines and title of each page in the language of this one, in the order of the navigation."""
    folder = place.docs / place.lang
    order = {name: number for number, name in enumerate(nav_of(read_config(place.docs.parent)))}
    found = []
    for path in markdown_files(folder):
        lines = split_front_matter(path.read_text("utf-8-sig")).body.split("\n")
        name = path.relative_to(folder).as_posix()
        found.append((name, lines, next((heading.text for heading in headings(lines)), name)))
    return sorted(found, key=lambda page: (order.get(page[0], len(order)), page[0]))


class _Table:
    def __init__(
        self, registry: Registry, words: Words, place: Here, spoken: Mapping[str, list[str]], titles: Mapping[str, str]
    ) -> None:
        self.registry, self.words, self.place, self.spoken, self.titles = registry, words, place, spoken, titles

    def build(self, root: etree.Element, family: str) -> None:
        self.words.put(etree.SubElement(root, "h2", {"id": family}), f"models.{family}")
        table = etree.SubElement(root, "table")
        head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        for key in ("name", "year", "licence", "paper", "mentions"):
            self.words.put(etree.SubElement(head, "th", {"scope": "col"}), f"models.{key}")
        body = etree.SubElement(table, "tbody")
        for model in self.registry.values():
            if model.family == family:
                self._row(etree.SubElement(body, "tr", {"id": f"{SCHEME}-{model.key}"}), model)

    def _row(self, row: etree.Element, model: Model) -> None:
        name = etree.SubElement(row, "th", {"scope": "row"})
        _link(name, model.url).text = AtomicString(model.name)
        if not model.of:
            self.words.put(_link(etree.SubElement(name, "small"), model.hub_url), "models.hub")
        etree.SubElement(row, "td").text = str(model.year)
        licence = etree.SubElement(row, "td")
        licence.text = AtomicString(model.licence or "")
        if not model.licence:
            self.words.put(licence, "models.unknown")
        self.words.put(_link(etree.SubElement(row, "td"), model.paper), "models.paper")
        spoken = etree.SubElement(row, "td")
        places = etree.SubElement(spoken, "ul") if model.key in self.spoken else spoken
        for page in self.spoken.get(model.key, []):
            _link(etree.SubElement(places, "li"), self.place.to(page)).text = AtomicString(self.titles[page])


def _link(parent: etree.Element, address: str) -> etree.Element:
    return etree.SubElement(parent, "a", {"href": address})


def card(model: Model, words: Words) -> str:
    """``T5 · Encoder–decoder · 2019 · Apache-2.0``."""
    parts = [model.name, words[f"models.{model.family}"], str(model.year), model.licence or ""]
    return " · ".join(part for part in parts if part)


class _LinkTreeprocessor(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        registry = _registry_beside(here(self.md))
        words = words_for(self.md)
        resolve_links(root, SCHEME, lambda key: (registry[key].url, card(registry[key], words)) if key in registry else None)


class ModelsExtension(SingleBlockExtension):
    """Registers the block and the links."""

    blocks = (ModelsBlock,)

    def extendMarkdown(self, md: Markdown) -> None:
        """Links exist after 'inline' (20); MkDocs looks at them last (0)."""
        super().extendMarkdown(md)
        md.treeprocessors.register(_LinkTreeprocessor(md), "diglot-models", 15)


def makeExtension(**options: Any) -> ModelsExtension:
    """What Python-Markdown calls."""
    return ModelsExtension(**options)
