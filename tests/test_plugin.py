"""The plugin: small courses, really built by ``mkdocs build``, and what their readers and search engines get."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import feedparser
import pytest
from conftest import ROOT, run_command
from diglot.policy import HEADERS, NGINX
from selectolax.lexbor import LexborHTMLParser, LexborNode

NAV = """\
nav:
  - index.md
  - chapter:
      - chapter/index.md
      - chapter/lesson.md
  - odd.md
  - glossary.md
"""
QUIZ = """
/// quiz | {question}
    attrs: {{id: which}}

- [ ] BERT

    > {no}

- [x] T5

///
"""
GERMAN = """\
name: Deutsch
reviewers: [Eva Lind]
labels:
  feed: {title: "{site}: Neues"}
  language:
    missing: "{name} (Englisch)"
    fallback: Diese Seite gibt es noch nicht auf Deutsch.
    translate: Diese Seite übersetzen
  not-found: {title: Diese Seite gibt es nicht, text: Such weiter., home: Zur Startseite}
  page: {by: Von, changed: Geändert, edit: Bearbeiten, report-body: "Seite: {url}", reviewed: Durchgesehen von}
  theme: {dark: Dunkel, light: Hell}
"""
SPANISH = """\
name: Español latinoamericano
labels:
  language: {missing: "{name} (en inglés)", fallback: Esta página aún no está en español., translate: Traducir esta página}
"""
COURSE = {
    "docs/en/_lang.yml": "name: English\n",
    "docs/en/index.md": "# Start here\n\n[The lesson](chapter/lesson.md#training)\n",
    "docs/en/chapter/index.md": "# The chapter\n\nText.\n",
    "docs/en/chapter/lesson.md": "---\ndescription: How models learn.\n---\n\n# The lesson\n\n## Training\n\n"
    "A [token](term:token) of [T5](model:t5).\n" + QUIZ.format(question="Which one?", no="No, not this."),
    "docs/en/odd.md": "---\ntitle: 'A \"T\" <script>alert(1)</script> & b'\ndescription: 'Say \"hi\" & <b>'\n---\n\nText.\n",
    "docs/en/glossary.md": "<!-- A comment before the title. -->\n\n# Glossary `</title>`\n\ntoken {#token}\n:   A unit.\n",
    "docs/en/chapter/table.csv": "a,b\n",
    "docs/en/_terms.csv": "english,use,avoid,note\n",
    "docs/de/_lang.yml": GERMAN,
    "docs/de/_terms.csv": "english,use,avoid,note\ntoken,Token,,\n",
    "docs/de/index.md": "# Hier beginnen\n\n[Die Lektion](chapter/lesson.md#training)\n",
    "docs/de/chapter/index.md": "# Das Kapitel\n\nText.\n",
    "docs/de/chapter/lesson.md": "# Die Lektion {#the-lesson}\n\n## Das Training {#training}\n\n"
    "Ein [Token](term:token) von [T5](model:t5).\n" + QUIZ.format(question="Welches?", no="Nein, dieses nicht."),
    "docs/de/glossary.md": "# Glossar\n\nToken {#token}\n:   Eine Einheit.\n",
    "docs/es-419/_lang.yml": SPANISH,
    "docs/es-419/index.md": "# Empieza aquí\n",
    "docs/fil/_lang.yml": "name: Filipino\n",
    "docs/fil/index.md": "# Magsimula\n",
    "docs/zh-Hant/_lang.yml": "name: 繁體中文\n",
    "docs/zh-Hant/index.md": "# 從這裡開始\n",
    "docs/gu/_lang.yml": "name: ગુજરાતી\n",
    "docs/ar/_lang.yml": "name: العربية\n",
    "docs/ar/index.md": "# ابدأ هنا\n",
    "docs/pt-BR/_lang.yml": "name: Português (Brasil)\n",
    "docs/az-Arab/_lang.yml": "name: آذربایجان\n",
    "docs/js/code.js": "1;\n",
    "docs/ml/data.txt": "not Malayalam\n",
    "docs/models.yml": "t5:\n  name: T5\n  family: encoder-decoder\n  hub: google-t5/t5-base\n  docs: t5\n"
    "  paper: https://arxiv.org/abs/1910.10683\n  year: 2019\n  licence: Apache-2.0\n",
    "docs/figures/boxes.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>',
}
LANGUAGES = ["en", "ar", "az-Arab", "de", "es-419", "fil", "gu", "pt-BR", "zh-Hant"]
PAGES = ["", "chapter/", "chapter/lesson/", "odd/", "glossary/"]
OWN = {
    "en": PAGES,
    "de": ["", "chapter/", "chapter/lesson/", "glossary/"],
    **{tag: [""] for tag in ("ar", "es-419", "fil", "zh-Hant")},
}
HOME = "https://learn.example.net/course/"
ENVIRONMENT = {
    "SITE_NAME": "Our course",
    "SITE_URL": HOME,
    "REPO_URL": "https://github.com/team/course",
    "EDIT_URI": "edit/main/docs/",
    "FORUM_URL": "https://talk.example.net/",
}


@dataclass(frozen=True)
class Built:
    """A site and what its build said."""

    site: Path
    code: int
    output: str

    def tree(self, name: str) -> LexborHTMLParser:
        return LexborHTMLParser((self.site / name).read_text("utf-8"))


def write(root: Path, files: Mapping[str, str], nav: str = NAV) -> Path:
    """Write a course with this repository's templates and its mkdocs.yml, but for the navigation."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    shutil.copytree(ROOT / "overrides", root / "overrides")
    config = re.sub(r"(?ms)^nav:\n.*?\n\n", lambda _: f"{nav}\n", (ROOT / "mkdocs.yml").read_text("utf-8"), count=1)
    (root / "mkdocs.yml").write_text(config, "utf-8")
    return root


def build(root: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Built:
    result = run_command("mkdocs", "build", *arguments, cwd=root, env=env)
    return Built(root / "site", result.returncode, result.stdout + result.stderr)


def commit(root: Path, author: str, day: str, message: str) -> None:
    """Commit everything, on a day at noon."""
    env = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00", "GIT_CONFIG_GLOBAL": os.devnull}
    who = ["-c", "user.name=Someone", "-c", "user.email=someone@example.org"]
    made = ["commit", "-q", "-m", message, f"--author={author} <x@example.org>", f"--date={day}T12:00:00+00:00"]
    for command in (["add", "."], made):
        subprocess.run(["git", *who, *command], cwd=root, env=env, check=True)


def folder(tag: str) -> str:
    return "" if tag == "en" else f"{tag}/"


def text_of(node: LexborNode) -> str:
    return " ".join(node.text().split())


def problems_in(output: str) -> list[str]:
    return [line.removeprefix("WARNING -  ") for line in output.splitlines() if re.match(r"WARNING -  \S+:\d+:\d+: ", line)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A course in nine languages, two commits old, built strictly for addresses of its own."""
    root = write(tmp_path_factory.mktemp("world"), COURSE)
    lesson = root / "docs/de/chapter/lesson.md"
    text = lesson.read_text("utf-8")
    lesson.write_text(text.replace("Ein [Token]", "Das [Token]"), "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    commit(root, "Ana Ruiz", "2026-01-02", "All")
    lesson.write_text(text, "utf-8")
    commit(root, "Li Wei", "2026-03-04", "A better word\n\nCo-authored-by: Ana Ruiz <x@example.org>")
    return build(root, "--strict", env=ENVIRONMENT)


# ------------------------------------------------------------------------------------------------------------ languages


def test_a_course_in_any_language_builds_strictly_without_a_warning(world):
    assert (world.code, [line for line in world.output.splitlines() if line.startswith(("WARNING", "ERROR"))]) == (0, [])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_is_marked_with_its_language_and_direction(tag, world):
    for page in PAGES:
        tree = world.tree(f"{folder(tag)}{page}index.html")
        found = tree.css_first("html").attributes["lang"], tree.css_first("body").attributes["dir"]
        assert found == (tag, "rtl" if tag in ("ar", "az-Arab") else "ltr")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("de", "Zum Inhalt"),
        ("es-419", "Saltar a contenido"),
        ("fil", "I-skip tungo sa nilalaman"),
        ("zh-Hant", "跳轉至"),
        ("pt-BR", "Pular para conteúdo"),
        ("gu", "Skip to content"),
    ],
)
def test_the_theme_speaks_the_language_or_the_nearest_it_knows(tag, words, world):
    assert text_of(world.tree(f"{folder(tag)}index.html").css_first(".md-skip")) == words


def test_the_switch_of_colours_speaks_the_page_s_language(world):
    buttons = world.tree("de/index.html").css("[data-colours]")
    assert [button.attributes["title"] for button in buttons] == ["Dunkel", "Hell"]


def test_a_language_that_lacks_words_says_so_once_and_not_as_a_warning(world):
    said = [line for line in world.output.splitlines() if "site's words are not in" in line]
    assert [re.search(r"not in '(\S+)'", line)[1] for line in said] == LANGUAGES[1:]
    assert "INFO    -  Material has no words for 'fil'; it speaks 'tl' there" in world.output


def test_only_what_is_meant_to_be_read_is_published(world):
    """Theme, search and the pages of questions apart: every page and the dashboard in each language, the rest once."""
    theme = re.compile(r"(assets|(.*/)?pagefind|.*questions)(/|\.json$)")
    files = {path.relative_to(world.site).as_posix() for path in world.site.rglob("*") if path.is_file()}
    assert {name for name in files if not theme.match(name)} == {
        *(f"{folder(tag)}{page}index.html" for tag in LANGUAGES for page in [*PAGES, "translations/"]),
        *(f"{folder(tag)}{page}index.md" for tag, pages in OWN.items() for page in pages),
        *(f"{folder(tag)}{name}" for tag in LANGUAGES for name in ("404.html", "feed.xml")),
        *("js/code.js", "ml/data.txt", "chapter/table.csv", "sitemap.xml", "translations.json", HEADERS, NGINX),
    }
    assert [name for name in files if name.endswith(("_lang.yml", "_terms.csv", "models.yml", "boxes.svg", ".gz"))] == []


# ------------------------------------------------------------------------------------------------------------ fallbacks


@pytest.mark.parametrize(("tag", "page"), [("es-419", "chapter/lesson/"), ("de", "odd/"), ("ar", "chapter/"), ("gu", "")])
def test_a_missing_page_is_the_english_article_and_says_so_to_machines(tag, page, world):
    tree = world.tree(f"{tag}/{page}index.html")
    article = {name: tree.css_first("article").attributes.get(name) for name in ("lang", "dir", "data-pagefind-body")}
    assert article == {"lang": "en", "dir": "ltr", "data-pagefind-body": None}
    assert [link.attributes["href"] for link in tree.css("link[rel=canonical]")] == [f"{HOME}{page}"]
    assert tree.css("link[hreflang]") == []


@pytest.mark.parametrize(
    ("tag", "page", "sentence", "link", "address"),
    [
        (
            "es-419",
            "chapter/lesson/",
            "Esta página aún no está en español.",
            "Traducir esta página",
            "es-419/chapter?filename=lesson.md",
        ),
        ("de", "odd/", "Diese Seite gibt es noch nicht auf Deutsch.", "Diese Seite übersetzen", "de?filename=odd.md"),
    ],
    ids=["es-419", "de"],
)
def test_a_missing_page_has_a_notice_in_the_reader_s_language(tag, page, sentence, link, address, world):
    notice = world.tree(f"{tag}/{page}index.html").css_first("aside.fallback")
    assert [text_of(paragraph) for paragraph in notice.css("p")] == [sentence, link]
    assert notice.css("[lang]") == []
    assert notice.css_first("a").attributes["href"] == f"https://github.com/team/course/new/main/docs/{address}"


def test_a_word_that_a_language_lacks_is_marked_as_english(world):
    notice = world.tree("ar/chapter/index.html").css_first("aside.fallback")
    assert [span.attributes["lang"] for span in notice.css("p > span, a > span")] == ["en", "en"]


def test_a_page_of_the_language_s_own_says_nothing_of_the_kind(world):
    tree = world.tree("de/chapter/lesson/index.html")
    article = tree.css_first("article").attributes
    assert ("lang" in article, "data-pagefind-body" in article, tree.css("aside.fallback")) == (False, True, [])
    assert tree.css_first("link[rel=canonical]").attributes["href"] == f"{HOME}de/chapter/lesson/"


# ------------------------------------------------------------------------------------------------------- search engines


def test_alternates_are_absolute_mutual_and_those_of_the_sitemap(world):
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    sitemap = {
        url.findtext("s:loc", None, spaces): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", spaces)
        }
        for url in ElementTree.parse(world.site / "sitemap.xml").getroot()
    }
    pages = {}
    for path in world.site.rglob("index.html"):
        tree = world.tree(path.relative_to(world.site).as_posix())
        links = {link.attributes["hreflang"]: link.attributes["href"] for link in tree.css("link[rel~=alternate][hreflang]")}
        if links:
            pages[tree.css_first("link[rel=canonical]").attributes["href"]] = links
    assert pages == sitemap
    assert {f"{HOME}{folder(tag)}{page}" for tag, own in OWN.items() for page in own} <= set(pages)
    for url, links in pages.items():
        assert url in links.values()
        assert all(pages[href] == links for href in links.values())
        assert links["x-default"] == links["en"]
    assert list(pages[f"{HOME}de/chapter/lesson/"].items()) == [
        ("en", f"{HOME}chapter/lesson/"),
        ("de", f"{HOME}de/chapter/lesson/"),
        ("x-default", f"{HOME}chapter/lesson/"),
    ]


def test_titles_and_descriptions_are_escaped_wherever_the_theme_puts_them(world):
    tree = world.tree("odd/index.html")
    title = 'A "T" <script>alert(1)</script> & b'
    assert text_of(tree.css_first("title")) == f"{title} - Our course"
    assert tree.css_first("meta[name=description]").attributes["content"] == 'Say "hi" & <b>'
    assert tree.css_first("meta[property='og:title']").attributes["content"] == title
    assert tree.css_first("meta[property='og:description']").attributes["content"] == 'Say "hi" & <b>'
    assert title in [text_of(link) for link in tree.css(".md-nav__link")]
    assert [
        script for page in PAGES for script in world.tree(f"{page}index.html").css("script") if script.text() == "alert(1)"
    ] == []
    assert "Next: " + title in [
        link.attributes["aria-label"] for link in world.tree("chapter/lesson/index.html").css(".md-footer__link")
    ]


def test_a_title_is_the_h1_also_behind_a_comment(world):
    tree = world.tree("glossary/index.html")
    assert text_of(tree.css_first("title")) == "Glossary </title> - Our course"
    assert text_of(tree.css_first(".md-nav__link--active .md-ellipsis")) == "Glossary </title>"


# ----------------------------------------------------------------------------------------------------------- navigation


@pytest.mark.parametrize(
    ("tag", "titles"),
    [
        ("en", ["Start here", "The chapter", "The lesson"]),
        ("de", ["Hier beginnen", "Das Kapitel", "Die Lektion"]),
        ("zh-Hant", ["從這裡開始", "The chapter", "The lesson"]),
    ],
)
def test_sections_and_pages_are_shown_under_their_h1_in_each_language(tag, titles, world):
    links = world.tree(f"{folder(tag)}chapter/lesson/index.html").css(".md-nav--primary > ul a.md-nav__link")
    assert [text_of(link) for link in links][:3] == titles
    section = world.tree(f"{folder(tag)}chapter/lesson/index.html").css_first(
        ".md-nav--primary nav[data-md-level='1'] .md-nav__title"
    )
    assert text_of(section) == titles[1]


def test_a_page_shows_the_lessons_of_its_own_chapter_alone(world):
    links = world.tree("index.html").css(".md-nav--primary > ul a.md-nav__link")
    assert [text_of(link) for link in links][:2] == ["Start here", "The chapter"]
    assert "The lesson" not in map(text_of, links)


@pytest.mark.parametrize("page", ["index.html", "chapter/lesson/index.html", "glossary/index.html"])
def test_a_link_to_an_english_neighbour_says_its_language_once(page, world):
    links = re.findall(r"<a [^>]*>", (world.site / "ar" / page).read_text("utf-8"))
    said = [link.count(" hreflang=") for link in links]
    assert (max(said), 1 in said) == (1, True)


def test_the_language_switch_names_each_language_in_itself_and_says_where_it_is_english(world):
    links = world.tree("de/chapter/lesson/index.html").css("a.md-select__link")
    assert [(link.attributes["lang"], text_of(link), link.attributes["href"]) for link in links] == [
        ("en", "English", "../../../chapter/lesson/"),
        ("ar", "العربية (English)", "../../../ar/chapter/lesson/"),
        ("az-Arab", "آذربایجان (English)", "../../../az-Arab/chapter/lesson/"),
        ("de", "Deutsch", "./"),
        ("es-419", "Español latinoamericano (en inglés)", "../../../es-419/chapter/lesson/"),
        ("fil", "Filipino (English)", "../../../fil/chapter/lesson/"),
        ("gu", "ગુજરાતી (English)", "../../../gu/chapter/lesson/"),
        ("pt-BR", "Português (Brasil) (English)", "../../../pt-BR/chapter/lesson/"),
        ("zh-Hant", "繁體中文 (English)", "../../../zh-Hant/chapter/lesson/"),
    ]
    assert [link.attributes["lang"] for link in links if link.attributes.get("aria-current")] == ["de"]


def test_links_between_pages_hold_in_every_language(world):
    for tag in LANGUAGES:
        for page in PAGES:
            for link in world.tree(f"{folder(tag)}{page}index.html").css("article a[href]"):
                path, _, fragment = link.attributes["href"].partition("#")
                if not urlsplit(path).scheme:
                    target = (world.site / folder(tag) / page / path).resolve() / "index.html"
                    assert not fragment or LexborHTMLParser(target.read_text("utf-8")).css(f"[id='{fragment}']")


# ------------------------------------------------------------------------------------------------------------ 404 pages


def test_the_root_404_page_speaks_every_language(world):
    tree = world.tree("404.html")
    sections = tree.css("article section")
    assert [(section.attributes["lang"], section.attributes["dir"]) for section in sections] == [
        (tag, "rtl" if tag in ("ar", "az-Arab") else "ltr") for tag in LANGUAGES
    ]
    assert [section.css_first("a").attributes["href"] for section in sections] == [f"/course/{folder(tag)}" for tag in LANGUAGES]
    assert [text_of(section.css_first("h1, h2")) for section in sections][3] == "Diese Seite gibt es nicht"
    assert [len(tree.css(tag)) for tag in ("h1", "h2")] == [1, len(LANGUAGES) - 1]
    assert sections[1].css_first("h2 > span").attributes["lang"] == "en"


def test_the_german_404_page_speaks_german(world):
    tree = world.tree("de/404.html")
    assert tree.css_first("html").attributes["lang"] == "de"
    assert [text_of(node) for node in tree.css("article h1, article h2, article p")] == [
        *("Diese Seite gibt es nicht", "Such weiter.", "Zur Startseite"),
    ]
    assert tree.css_first("article a").attributes["href"] == "/course/de/"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_404_page_belongs_to_no_address(tag, world):
    tree = world.tree(f"{folder(tag)}404.html")
    assert tree.css("link[hreflang], link[rel=canonical], [data-pagefind-body]") == []
    switch = [(link.attributes["lang"], link.attributes["href"]) for link in tree.css("a.md-select__link")]
    assert switch == [(other, f"/course/{folder(other)}") for other in LANGUAGES]


# ------------------------------------------------------------------------------------------------------------ furniture


def test_each_language_has_a_feed_of_its_own_pages(world):
    feeds = {tag: feedparser.parse((world.site / folder(tag) / "feed.xml").read_bytes()) for tag in LANGUAGES}
    assert {tag: (feed.bozo, feed.version, feed.feed.language, len(feed.entries)) for tag, feed in feeds.items()} == {
        tag: (False, "atom10", tag, len(OWN.get(tag, []))) for tag in LANGUAGES
    }
    assert feeds["de"].feed.title == "Our course: Neues"
    first = feeds["de"].entries[0]
    assert (first.title, first.link, first.published, first.updated, [author.name for author in first.authors]) == (
        *("Die Lektion", f"{HOME}de/chapter/lesson/", "2026-01-02T12:00:00Z", "2026-03-04T12:00:00Z", ["Ana Ruiz", "Li Wei"]),
    )
    assert {entry.title: entry.get("summary") for entry in feeds["en"].entries} == {
        "Start here": None,
        "The chapter": None,
        "The lesson": "How models learn.",
        'A "T" <script>alert(1)</script> & b': 'Say "hi" & <b>',
        "Glossary </title>": None,
    }


def test_a_page_offers_itself_as_markdown_without_marks_and_answers(world):
    tree = world.tree("de/chapter/lesson/index.html")
    assert tree.css_first(".furniture a[type='text/markdown']").attributes["href"] == "index.md"
    assert (
        (world.site / "de/chapter/lesson/index.md").read_text("utf-8")
        == f"""\
# Die Lektion {{#the-lesson}}

## Das Training {{#training}}

Ein [Token]({HOME}de/glossary/#token) von [T5](https://huggingface.co/docs/transformers/model_doc/t5).

/// quiz | Welches?
    attrs: {{id: which}}

- BERT

- T5

///
"""
    )
    assert (world.site / "index.md").read_text("utf-8") == f"# Start here\n\n[The lesson]({HOME}chapter/lesson/#training)\n"
    assert world.tree("de/odd/index.html").css("a[type='text/markdown']") == []


def test_a_page_can_be_edited_asked_about_and_reported(world):
    tree = world.tree("de/chapter/lesson/index.html")
    ask, edit, report = [link.attributes["href"] for link in tree.css(".furniture__actions a")]
    assert edit == "https://github.com/team/course/edit/main/docs/de/chapter/lesson.md"
    assert ask == "https://talk.example.net/new-topic?title=Die+Lektion&category=chapter&tags=de"
    assert report.startswith("https://github.com/team/course/issues/new?")
    assert parse_qs(urlsplit(report).query) == {"title": ["Die Lektion"], "body": [f"Seite: {HOME}de/chapter/lesson/"]}


def test_a_page_says_when_and_by_whom_it_was_changed(world):
    facts = [text_of(fact) for fact in world.tree("de/chapter/lesson/index.html").css(".furniture__facts li")]
    assert [fact for fact in facts if fact.startswith(("Geändert", "Von", "Translated", "Durchgesehen"))] == [
        *("Geändert: 4. März 2026", "Von: Ana Ruiz", "Translated by: Ana Ruiz, Li Wei", "Durchgesehen von: Eva Lind"),
    ]
    assert world.tree("de/chapter/lesson/index.html").css_first("time").attributes["datetime"] == "2026-03-04"


def test_environment_variables_name_the_site(world):
    tree = world.tree("index.html")
    assert text_of(tree.css_first("title")) == "Our course"
    assert tree.css_first("link[rel=canonical]").attributes["href"] == HOME
    assert tree.css_first("a.md-source").attributes["href"] == "https://github.com/team/course"


# ------------------------------------------------------------------------------------------------------- other courses


WRONG = {
    **{name: COURSE[name] for name in ("docs/en/_lang.yml", "docs/en/index.md", "docs/en/chapter/lesson.md", "docs/models.yml")},
    "docs/en/chapter/index.md": "# The chapter\n\n/// vidoe | A\n///\n\n[x](model:t6)\n\n"
    "/// video | A\n    youtube: 0_4KEb08xrE\n    captions: a.vtt\n///\n",
    "docs/en/chapter/a.vtt": "no captions",
    "docs/en/odd.md": "# Odd\n\n$\\foo$\n\n/// figure | A\n    src: broken\n    alt: A box\n///\n",
    "docs/en/glossary.md": "# Glossary\n\ntoken {#token}\n:   A unit.\n",
    "docs/figures/broken.svg": "<svg>",
    "docs/de/_lang.yml": "name: Deutsch\ndirection: ltr\n",
    "docs/de/index.md": "# Anfang\n\n```\n",
    "docs/gj/_lang.yml": "name: ગુજરાતી\n",
    "docs/gj/index.md": "# A\n",
    "docs/stray.md": "# Stray\n",
}
WRONG_LINES = [
    "docs/de/_lang.yml:2:1: error L002",
    "docs/de/index.md:3:1: error P003",
    "docs/en/chapter/index.md:3:1: error B001",
    "docs/en/chapter/index.md:6:5: error M001",
    "docs/en/chapter/index.md:10:5: error V001",
    "docs/en/odd.md:3:1: error X001",
    "docs/en/odd.md:6:5: error F001",
    "docs/gj:1:1: error L001",
]


def test_a_page_that_is_a_part_of_an_english_one_stands_behind_it_in_its_language(tmp_path):
    parts = {"docs/en/_lang.yml": "name: English\n", "docs/de/_lang.yml": "name: Deutsch\n"}
    parts |= {f"docs/en/{name}.md": f"# {name.title()}\n\n## Rowing\n\n## Sailing\n" for name in ("index", "boats", "end")}
    parts |= {"docs/de/boats.md": "# Boote {#boats}\n"}
    parts |= {"docs/de/das-segeln.md": "---\nof: boats.md#sailing\n---\n# Segeln\n"}
    parts |= {"docs/de/ein-ruderer.md": "---\nof: boats.md#rowing\n---\n# Rudern\n"}
    root = write(tmp_path, parts, "nav:\n  - index.md\n  - Water:\n      - boats.md\n  - end.md\n")
    built = build(root, "--strict")
    titles = [text_of(link) for link in built.tree("de/boats/index.html").css(".md-nav--primary > ul a.md-nav__link")]
    assert titles == ["Index", "Boote", "Rudern", "Segeln", "End"]
    assert built.tree("end/index.html").css_first("a.md-footer__link--prev").attributes["href"] == "../boats/"
    near = [link.attributes["href"] for link in built.tree("de/das-segeln/index.html").css("a.md-footer__link")]
    assert near == ["../ein-ruderer/", "../end/"]
    assert built.tree("de/end/index.html").css_first("a.md-footer__link--prev").attributes["href"] == "../das-segeln/"


@pytest.fixture
def wrong(tmp_path):
    """A course with eight problems, and a site from better days."""
    root = write(tmp_path, WRONG)
    (root / "site/old").mkdir(parents=True)
    (root / "site/old/index.html").write_bytes(b"<p>better days</p>\r\n")
    return root


def test_problems_stop_a_strict_build_before_the_old_site_is_touched(wrong):
    built = build(wrong, "--strict")
    assert [" ".join(line.split()[:3]) for line in problems_in(built.output)] == WRONG_LINES
    assert (built.code, "Nothing was built: 8 errors, " in built.output, "Traceback" in built.output) == (
        1,
        True,
        False,
    )
    left = {path.relative_to(wrong).as_posix(): path.read_bytes() for path in (wrong / "site").rglob("*") if path.is_file()}
    assert left == {"site/old/index.html": b"<p>better days</p>\r\n"}


def test_a_preview_is_built_all_the_same_with_every_problem_as_a_warning(wrong):
    built = build(wrong)
    assert [" ".join(line.split()[:3]) for line in problems_in(built.output)] == WRONG_LINES
    assert (built.code, "Traceback" in built.output) == (0, False)
    assert "INFO    -  docs/stray.md lies in no language's folder and is not published" in built.output
    assert text_of(built.tree("odd/index.html").css_first("figure")) == "A"
    assert sorted(path.name for path in built.site.iterdir() if path.name in ("gj", "stray", "de", "old")) == ["de"]


def test_a_page_that_cannot_be_read_stops_a_preview_too(wrong):
    (wrong / "docs/en/odd.md").write_bytes("# Überschrift".encode("latin-1"))
    built = build(wrong)
    assert (built.code, "Traceback" in built.output, (built.site / "old/index.html").is_file()) == (1, False, True)
    assert "docs/en/odd.md:1:3: error P001 byte 0xdc is not UTF-8; save the file as UTF-8" in problems_in(built.output)


TINY = {
    "docs/en/_lang.yml": "name: English\n",
    "docs/en/index.md": "# Start\n\n[x](a-b.md)\n",
    "docs/en/a-b.markdown": "# A b\n",
    "docs/de/_lang.yml": "name: Deutsch\n",
    "docs/de/index.md": "# Anfang\n",
    "docs/pt-BR/_lang.yml": "name: Português\n",
    "docs/pt-BR/index.md": "# Início\n",
}
TINY_CONFIG = """\
site_name: Tiny
theme: {name: material, font: false, custom_dir: overrides}
plugins:
  - diglot: {languages: !ENV [DIGLOT_LANGUAGES, ""]}
  - i18n: {docs_structure: folder, fallback_to_default: true, languages: [{locale: en, name: English, default: true}]}
"""


@pytest.fixture
def tiny(tmp_path):
    """A course without navigation, palette, forum, repository or address."""
    root = write(tmp_path, TINY | {"docs/en/index.md": "# Start\n\n[x](a-b.markdown)\n"})
    (root / "mkdocs.yml").write_text(TINY_CONFIG, "utf-8")
    return root


def test_the_least_configuration_builds_strictly(tiny):
    built = build(tiny, "--strict")
    assert (built.code, [line for line in built.output.splitlines() if line.startswith(("WARNING", "ERROR"))]) == (0, [])
    tree = built.tree("pt-BR/a-b/index.html")
    assert {text_of(link) for link in tree.css(".md-nav--primary > ul a.md-nav__link")} == {"Início", "A b"}
    assert [link.attributes["href"] for link in tree.css("a.md-select__link")] == ["../../a-b/", "../../de/a-b/", "./"]
    assert tree.css(".furniture__actions a, aside.fallback a, link[hreflang], link[type='application/atom+xml']") == []
    assert [name for name in ("sitemap.xml", "feed.xml") if (built.site / name).exists()] == []


def test_some_of_the_languages_can_be_built_alone(tiny):
    built = build(tiny, "--strict", env={"DIGLOT_LANGUAGES": "de"})
    assert sorted(path.name for path in built.site.iterdir() if path.name in ("de", "pt-BR", "a-b")) == ["a-b", "de"]
    assert [link.attributes["lang"] for link in built.tree("index.html").css("a.md-select__link")] == ["en", "de"]


def test_a_language_that_is_not_there_cannot_be_built(tiny):
    built = build(tiny, env={"DIGLOT_LANGUAGES": "de fr"})
    assert (built.code, "Nothing was built: no language fr; there are en, de, pt-BR." in built.output) == (1, True)


def test_a_course_without_english_says_so(tiny):
    (tiny / "docs/en/_lang.yml").unlink()
    built = build(tiny)
    assert (built.code, "Traceback" in built.output) == (1, False)
    assert "Nothing was built: there is no English; add en/_lang.yml with 'name: English'." in built.output
