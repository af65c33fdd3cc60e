"""The peers: MkDocs with Material and static-i18n as they come, Zensical, and Hugo with a bare theme.

They live in an environment of their own, made from ``requirements.lock`` beside this file, and build the course that
``plain`` has reduced. Each has the settings that its documentation begins with; what is added is what the text needs (the
Markdown extensions, links between pages). Where a language lacks a page, static-i18n shows the English one by itself; for the
other two it is copied.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import material
import yaml
from diglot.languages import SOURCE, nearest
from diglot.pages import Course, read_course

from benchmarks.plain import reduced

LOCK = Path(__file__).with_name("requirements.lock")
EXTENSIONS = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", {"toc": {"permalink": True}}),
    *({"pymdownx.arithmatex": {"generic": True}}, "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite"),
    *({"pymdownx.quotes": {"callouts": True}}, "pymdownx.superfences", {"pymdownx.tabbed": {"alternate_style": True}}),
    {"pymdownx.tasklist": {"custom_checkbox": True}},
]

# The smallest theme with which a reader finds every page: title, pages of this part, other languages, contents.
_LAYOUT = """\
<!doctype html>
<html lang="{{ site.Language.Lang }}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}"></head>
<body>
<nav>{{ range .CurrentSection.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}
{{ range .Translations }}<a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a> {{ end }}</nav>
<main>{{ .Content }}</main>
<aside>{{ .TableOfContents }}</aside>
</body>
</html>
"""
_TITLE = re.compile(r"^# (?P<title>.+?)(?: *\{#[^}]*\})? *$", re.MULTILINE)
_INDEX_LINK = re.compile(r"(?<=[(/])index\.md(?=[)#])")


@dataclass(frozen=True)
class Peer:
    """A tool that builds the reduced course: how a folder is laid out for it, what builds it, where the site then is."""

    name: str
    stage: Callable[[Course, list, Path], None]
    command: tuple[str, ...]
    site: str
    pages: str  # the folder in which a language's pages are, with {} for the tag


def environment(folder: Path) -> Path:
    """The folder with the programs of the peers; made when it is not there or the lock has changed."""
    made = folder / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    programs = made / "bin"
    if not (programs / "mkdocs").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        uv = [sys.executable, "-m", "uv", "--quiet"]
        subprocess.run([*uv, "venv", "--no-project", "--python", sys.executable, str(made)], check=True)
        whole = ["--require-hashes", "--no-build", "--python", str(programs / "python")]
        subprocess.run([*uv, "pip", "sync", *whole, "--compile-bytecode", str(LOCK)], check=True)  # as our own are
    return programs


def stage_plain(course: Course, nav: list, root: Path) -> None:
    """MkDocs, Material, its search, and static-i18n."""
    _write(root / "docs", _texts(course, "pymdownx", fallbacks=False))
    known = [file.stem for file in (Path(material.__file__).parent / "templates/partials/languages").glob("*.html")]
    languages = [  # the theme's language is said for each: it stops at one that it does not know, and one's leaks into the next
        {
            **{"locale": tag, "name": language.name, "build": True, "default": tag == SOURCE},
            "theme": {"language": nearest(tag, known)},
        }
        for tag, language in course.languages.items()
    ]
    i18n = {"docs_structure": "folder", "fallback_to_default": True, "languages": languages}
    _write_yaml(root / "mkdocs.yml", _material(nav) | {"plugins": ["search", {"i18n": i18n}]})


def stage_zensical(course: Course, nav: list, root: Path) -> None:
    """One project with every language as a folder: it has nothing for languages, and so builds them in one run."""
    _write(root / "docs", _texts(course, "pymdownx", fallbacks=True))
    folders = [{tag: _prefixed(nav, tag)} for tag in course.languages]
    config = _material(folders)
    config["theme"]["features"].append("navigation.prune")  # or every page would list those of all languages
    _write_yaml(root / "mkdocs.yml", config)


def stage_hugo(course: Course, nav: list, root: Path) -> None:
    """Pages by language, the layout above, and nothing else."""
    texts = _texts(course, "commonmark", fallbacks=True)
    _write(root / "content", {_hugo_name(path): _hugo_page(text) for path, text in texts.items()})
    _write(root / "layouts", {"all.html": _LAYOUT})
    config = {
        "baseURL": "https://course.example.org/",
        "title": "Plain",
        "defaultContentLanguage": SOURCE,
        "disableKinds": ["taxonomy", "term", "rss"],
        "languages": {tag: {"contentDir": f"content/{tag}", "weight": place} for place, tag in enumerate(course.languages, 1)},
        "markup": {"goldmark": {"renderer": {"unsafe": True}, "renderHooks": {"link": {"useEmbedded": "fallback"}}}},
    }
    _write(root, {"hugo.json": json.dumps(config)})


PEERS = (
    Peer("plain", stage_plain, ("mkdocs", "build"), "site", "docs/{}"),
    Peer("Zensical", stage_zensical, ("zensical", "build"), "site", "docs/{}"),
    Peer("Hugo", stage_hugo, ("hugo",), "public", "content/{}"),
)


def stage(peer: Peer, course: Path, root: Path) -> None:
    """Lay the reduced course out for a peer in a new folder."""
    read = read_course(course)
    peer.stage(read, nav_of((course / "mkdocs.yml").read_text("utf-8"), {page.name for page in read.of(SOURCE)}), root)


def nav_of(settings: str, names: set[str]) -> list:
    """The navigation of a course, pages alone that are in English; sections without one are left out."""
    found = re.search(r"^nav:\n(?:[ #-].*\n|\n)+", settings, re.MULTILINE)
    return _present(yaml.safe_load(found[0])["nav"], names) if found else []


def flat(items: Iterable) -> Iterator[str]:
    """The pages of a navigation, in order."""
    for item in items:
        yield from [item] if isinstance(item, str) else flat([below for value in item.values() for below in value])


def _present(items: Iterable, names: set[str]) -> list:
    kept = []
    for item in items:
        if isinstance(item, dict):
            [(key, value)] = item.items()
            if below := _present([value] if isinstance(value, str) else value, names):
                kept.append({key: below})
        elif item in names:
            kept.append(item)
    return kept


def _prefixed(items: Iterable, tag: str) -> list:
    return [
        {key: _prefixed(value, tag) for key, value in item.items()} if isinstance(item, dict) else f"{tag}/{item}"
        for item in items
    ]


def _texts(course: Course, dialect: str, *, fallbacks: bool) -> dict[str, str]:
    """The pages by path below the folder of all languages."""
    english = {page.name: reduced(page, dialect) for page in course.of(SOURCE)}
    texts = {}
    for tag in course.languages:
        own = english if tag == SOURCE else {page.name: reduced(page, dialect) for page in course.of(tag)}
        shown = english | own if fallbacks else own
        texts |= {f"{tag}/{name}": text for name, text in shown.items()}
    return texts


def _material(nav: list) -> dict:
    return {
        "site_name": "Plain",
        "site_url": "https://course.example.org/",
        "nav": nav,
        "theme": {"name": "material", "font": False, "features": ["content.code.copy", "navigation.indexes"]},
        "markdown_extensions": EXTENSIONS,
        "validation": {"omitted_files": "ignore", "links": {"not_found": "ignore", "unrecognized_links": "ignore"}},
    }


def _hugo_name(path: str) -> str:
    return f"{path.removesuffix('index.md')}_index.md" if path.endswith("/index.md") else path


def _hugo_page(text: str) -> str:
    """Hugo takes the title of a page from its front matter."""
    found = _TITLE.search(text)
    title = json.dumps(found["title"] if found else "", ensure_ascii=False)
    front = f"---\ntitle: {title}\n"
    text = _INDEX_LINK.sub("_index.md", text)
    return front + text.removeprefix("---\n") if text.startswith("---\n") else f"{front}---\n\n{text}"


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _write_yaml(file: Path, value: dict) -> None:
    file.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")
