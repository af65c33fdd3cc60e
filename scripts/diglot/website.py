"""What mkdocs.yml says, for the tools that run without MkDocs: the published site, the navigation, the redirects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from mkdocs.utils.yaml import yaml_load

from diglot.languages import SOURCE
from diglot.pages import decode
from diglot.yamlfile import load

CONFIG_FILE = "mkdocs.yml"


@dataclass(frozen=True)
class Site:
    """``url`` ends with a slash, or is empty where there is none; ``course`` is the id under which readers' progress is kept."""

    name: str = ""
    url: str = ""
    course: str = ""
    directory_urls: bool = True

    def address(self, lang: str, name: str) -> str:
        """The absolute address of a page or file of a language; ``../x`` is a file of all languages. Empty without ``url``."""
        if not self.url:
            return ""
        path = PurePosixPath(name)
        if path.suffix == ".md":
            index = path.stem in ("index", "README")  # as MkDocs names them
            target = path.parent if index else path.with_suffix("")
            name = f"{target}/".removeprefix("./") if self.directory_urls else str(path.with_suffix(".html"))
        folder = "" if lang == SOURCE or name.startswith("../") else f"{lang}/"
        return self.url + quote(folder + name.removeprefix("../"))


def read_site(root: Path) -> Site:
    """The site of a course, environment variables (``!ENV``) included; an empty one where there is no mkdocs.yml."""
    file = root / CONFIG_FILE
    if not file.is_file():
        return Site()
    with file.open(encoding="utf-8") as stream:
        config = yaml_load(stream)
    url = str(config.get("site_url") or "")
    extra = config.get("extra") or {}
    return Site(
        name=str(config.get("site_name") or ""),
        url=f"{url.rstrip('/')}/" if url else "",
        course=str(extra.get("course") or ""),
        directory_urls=config.get("use_directory_urls", True) is not False,
    )


def read_config(root: Path) -> Mapping[str, Any]:
    """``mkdocs.yml`` as plain values; empty where it cannot be read, which the check reports."""
    file = root / CONFIG_FILE
    value = load(decode(file.read_bytes(), CONFIG_FILE)[0], CONFIG_FILE, own_tags=True).value if file.is_file() else None
    return value if isinstance(value, dict) else {}


def redirects_of(config: Mapping[str, Any]) -> dict[str, str]:
    """``redirects:`` of the diglot plugin: former name → today's. A former name that begins with a language's tag is that
    language's alone."""
    for plugin in config.get("plugins") or []:
        options = plugin.get("diglot") if isinstance(plugin, dict) else None
        found = options.get("redirects") if isinstance(options, dict) else None
        if isinstance(found, dict):
            return {str(old): str(new) for old, new in found.items()}
    return {}


def nav_of(config: Mapping[str, Any]) -> list[str]:
    """The pages of the navigation in order."""
    return list(_flat(config.get("nav")))


def _flat(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    for inner in entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ():
        yield from _flat(inner)
