"""The contract with other engines: ProperDocs and Zensical give readers what MkDocs gives them.

ProperDocs builds the course as it stands. Zensical runs no plugin, so each language is staged: a configuration of its own
that says what the plugin would have said. Both are compared with MkDocs page by page, as readers get it: headings with
ids, questions with options and key, videos, links, formulas, figures, code and what it prints.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml
from conftest import ROOT, run_command
from diglot.languages import SOURCE
from diglot.pages import Course, read_course
from diglot.search import Searched, write_bundle
from selectolax.lexbor import LexborHTMLParser, LexborNode

COURSE = read_course(ROOT)
LESSON = "transformer-models/sequence-to-sequence-models.md"
PAGES = [(page.lang, page.name) for lang in COURSE.languages for page in COURSE.of(lang)]

# Links that stand in the article but are no part of it: to a heading, to the page that the plugin makes of a question.
_MADE_BY_ENGINE = {"headerlink", "quiz__address"}

_SPACE = re.compile(r"\s+")


# -------------------------------------------------------------------------------------------------- what readers get


def reading(site: Path, lang: str, name: str) -> list[str]:
    """What a page's article says, one line a thing, in the order of the page."""
    file = page_file(site, lang, name)
    address = "/" + file.parent.relative_to(site).as_posix() + "/"
    article = LexborHTMLParser(file.read_text("utf-8")).css_first("article")
    for key in article.css(".worksheet"):  # on paper, made by the plugin
        key.decompose()
    return [line for node in article.traverse() if node.is_element_node for line in _things(node, address)]


def _things(node: LexborNode, address: str) -> Iterator[str]:
    classes = (node.attributes.get("class") or "").split()
    if node.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        aliases = [alias.attributes["id"] for alias in node.css(".alias")]
        yield f"{node.tag} #{node.attributes['id']} {aliases} {_text(node).removesuffix('#')}"
    elif node.tag == "a" and not _MADE_BY_ENGINE & set(classes):
        yield f"link {classes} {_text(node)!r} -> {urljoin(address, node.attributes['href'])}"
    elif node.tag == "form" and "quiz" in classes:
        yield from _question(node)
    elif node.tag == "figure" and "video" in classes:
        button = node.css_first("button")
        yield f"video {button.attributes.get('data-youtube')} {_text(button)!r}"
    elif node.tag == "svg" and "figure__drawing" in classes:
        yield f"figure {node.attributes['aria-label']!r} {_text(node)!r}"
    elif node.tag == "math":
        yield f"formula {node.attributes['display']} {_text(node)!r}"
    elif node.tag == "pre":
        yield f"{'output' if node.css_first('samp') else 'code'} {node.text(strip=True)!r}"
    elif node.tag == "table":
        yield from (f"row {[_text(cell) for cell in row.css('th, td')]}" for row in node.css("tr"))
    elif "admonition-title" in classes or "card__note" in classes:
        yield f"{classes[0]} {_text(node)!r}"


def _question(form: LexborNode) -> Iterator[str]:
    yield f"quiz #{form.attributes['id']} {form.attributes['data-kind']} {_text(form.css_first('legend'))!r}"
    for option, entry in zip(form.css(".quiz__option"), form.css(".quiz__key > li"), strict=True):
        control = option.css_first("input").attributes
        mark = "x" if "data-right" in entry.attributes else " "
        feedback = [_text(node) for node in entry.css(".quiz__feedback")]
        yield f"  [{mark}] {control['type']} #{control['id']} {_text(option.css_first('label'))!r} {feedback}"
    for part in form.css("button, .quiz__hint, .quiz__explain"):
        yield f"  {part.attributes['class']} {_text(part)!r}"


def _text(node: LexborNode) -> str:
    return _SPACE.sub(" ", node.text()).strip()


def differences(got: list[str], wanted: list[str]) -> list[str]:
    """The lines in which two readings differ, MkDocs' first."""
    pairs = zip_longest(wanted, got, fillvalue="nothing")
    return [f"MkDocs: {ours}\n other: {theirs}" for ours, theirs in pairs if ours != theirs]


def page_file(site: Path, lang: str, name: str) -> Path:
    """Where an engine writes a page: English at the root, the others in their folders."""
    address = name.removesuffix("index.md") if name.endswith("index.md") else name.removesuffix(".md") + "/"
    return site / ("" if lang == SOURCE else lang) / address / "index.html"


# --------------------------------------------------------------------------------------------------------- the engines


@pytest.fixture(scope="module")
def properdocs(tmp_path_factory):
    """This repository's site, built by ProperDocs with the same configuration."""
    target = tmp_path_factory.mktemp("properdocs") / "site"
    result = run_command("properdocs", "build", "--strict", "--site-dir", str(target), cwd=ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    return target


@pytest.fixture(scope="module")
def zensical(tmp_path_factory):
    """This repository's site, built by Zensical one language after the other."""
    root = tmp_path_factory.mktemp("zensical")
    for folder in ("docs", "overrides"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)  # it has the order of all pages
    course = read_course(root)
    for lang in course.languages:
        (root / f"docs/{lang}/translations.md").write_text("# Translations\n", "utf-8")  # the plugin makes it, pages link to it
        (root / f"{lang}.yml").write_text(yaml.safe_dump(staged(course, lang), allow_unicode=True), "utf-8")
        result = run_command("zensical", "build", "--strict", "--config-file", f"{lang}.yml", cwd=root)
        assert (result.returncode, "No issues found" in result.stdout + result.stderr) == (0, True), result.stdout + result.stderr
    return root / "site"


class _Loader(yaml.SafeLoader):
    """Reads ``!ENV [NAME, default]`` as the default."""


_Loader.add_constructor("!ENV", lambda loader, node: loader.construct_sequence(node)[-1])


def staged(course: Course, lang: str) -> dict:
    """mkdocs.yml for one language on its own, with the words and links that the plugin gives under MkDocs."""
    config = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), _Loader)
    words, folder = course.words(lang), "" if lang == SOURCE else f"{lang}/"
    for scheme in config["theme"]["palette"]:
        scheme["toggle"]["name"] = words["theme.dark" if scheme["scheme"] == "default" else "theme.light"]
    switch = [
        {"lang": tag, "name": language.name, "link": "/" if tag == SOURCE else f"/{tag}/"}
        for tag, language in course.languages.items()
    ]
    said = {"lang": lang, "dir": course.languages[lang].dir, "home": ""}
    said |= {key: words[f"not-found.{name}"] for key, name in (("title", "title"), ("text", "text"), ("link", "home"))}
    return config | {
        "docs_dir": f"docs/{lang}",
        "site_dir": f"site/{folder}",
        "site_url": config["site_url"] + folder,
        "edit_uri": f"{config['edit_uri']}{lang}/",
        "plugins": [],
        "theme": config["theme"] | {"language": lang, "variant": "classic"},
        "extra": config["extra"] | {"words": words.tree(), "alternate": switch, "not_found": [said]},
    }


# --------------------------------------------------------------------------------------------------------------- tests


@pytest.mark.parametrize(("lang", "name"), PAGES, ids=[f"{lang}/{name}" for lang, name in PAGES])
@pytest.mark.parametrize("engine", ["properdocs", "zensical"])
def test_a_page_reads_the_same(site, engine, lang, name, request):
    other = request.getfixturevalue(engine)
    got, wanted = reading(other, lang, name), reading(site, lang, name)
    assert got == wanted, "\n".join(differences(got, wanted))


def test_the_comparison_sees_every_kind_of_thing(site):
    """A reading that found nothing would be the same everywhere."""
    lesson = reading(site, "de", LESSON)
    wanted = {"h1", "h2", "h3", "video", "figure", "formula", "code", "output", "quiz", "[x]", "link", "row", "card__note"}
    assert wanted <= {line.split()[0] for line in lesson}
    assert [line[:17] if line.startswith("card__note") else line for line in lesson[:3]] == [
        "h1 #sequence-to-sequence-models ['sequence-to-sequence-modelle'] Sequence-to-Sequence-Modelle",
        "link ['term'] 'Sequence-to-Sequence-Modelle' -> /de/glossary/#sequence-to-sequence",
        "card__note 'Model",
    ]


def test_properdocs_writes_the_same_bytes_but_for_its_name(site, properdocs):
    assert _contents(properdocs) == _contents(site)


def _contents(root: Path) -> dict[str, bytes]:
    generator = re.compile(rb'<meta name="generator"[^>]*>')
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): generator.sub(b"", path.read_bytes()) for path in files}


def test_zensical_shows_the_furniture_that_needs_no_plugin(zensical):
    html = LexborHTMLParser(page_file(zensical, "de", LESSON).read_text("utf-8"))
    assert {
        "language": html.css_first("html").attributes["lang"],
        "about": html.css_first("section.furniture").attributes["aria-label"],
        "actions": [(_text(link), link.attributes["href"]) for link in html.css(".furniture a")],
        "switch": [(link.attributes["lang"], _text(link), link.attributes["href"]) for link in html.css(".md-select__link")],
        "colours": [button.attributes["title"] for button in html.css("[data-colours]")],
    } == {
        "language": "de",
        "about": "Über diese Seite",
        "actions": [
            (
                "Diese Seite bearbeiten",
                "https://forge.example.org/diglot/course/edit/main/docs/de/transformer-models/sequence-to-sequence-models.md",
            )
        ],
        "switch": [("en", "English", "/"), ("de", "Deutsch", "/de/")],
        "colours": ["Zu dunklen Farben wechseln", "Zu hellen Farben wechseln"],
    }


def test_zensical_tells_machines_the_same_outline(site, zensical):
    outlines = [
        json.loads(LexborHTMLParser(page_file(root, "de", LESSON).read_text("utf-8")).css_first("#page-outline").text())
        for root in (zensical, site)
    ]
    assert outlines[0] == outlines[1]


def test_zensical_s_404_page_speaks_its_language(zensical):
    article = LexborHTMLParser((zensical / "de/404.html").read_text("utf-8")).css_first("article")
    assert (_text(article.css_first("h1")), article.css_first("a").attributes["href"]) == ("Diese Seite gibt es nicht", "/de/")


def test_zensical_s_pages_find_every_style_and_script(zensical):
    lost = [
        f"{page.relative_to(zensical)}: {address}"
        for page in sorted(zensical.rglob("*.html"))
        for address in _assets(page.read_text("utf-8"))
        if not (zensical / urljoin("https://x/" + page.relative_to(zensical).as_posix(), address)[len("https://x/") :]).is_file()
    ]
    assert lost == []


def _assets(html: str) -> list[str]:
    tree = LexborHTMLParser(html)
    addresses = [node.attributes["href"] for node in tree.css("link[rel=stylesheet]")]
    return addresses + [node.attributes["src"] for node in tree.css("script[src]")]


def test_the_search_of_zensical_s_pages_knows_the_question_and_no_hint_and_no_answer(zensical, tmp_path):
    page = LexborHTMLParser(page_file(zensical, "en", LESSON).read_text("utf-8"))
    write_bundle([Searched("", "", page.css_first("article[data-pagefind-body]").inner_html)], "en", tmp_path)
    [file] = tmp_path.glob("fragment/*")
    found = _SPACE.sub(" ", gzip.decompress(file.read_bytes()).decode())
    said = {name: _text(page.css_first(f".quiz__{name}")) in found for name in ("question", "feedback", "hint", "explain")}
    assert said == {"question": True, "feedback": False, "hint": False, "explain": False}
