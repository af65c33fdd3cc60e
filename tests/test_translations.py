"""What readers see of the translations, on a built site: English goes on after the pages were translated."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import run_command
from diglot.__main__ import main
from diglot.languages import words_of
from diglot.translations import Link, Notice, marked, unmarked
from projects import Project, lend, new_project
from selectolax.lexbor import LexborHTMLParser

HOME = "https://learn.example.net/course/"
NAV = """nav:
  - index.md
  - chapter:
      - chapter/index.md
      - chapter/changed.md
      - chapter/asked.md
      - chapter/replaced.md
      - chapter/machine.md
      - chapter/missing.md
      - chapter/renamed.md
"""


def question(name: str, title: str, *marks: str) -> str:
    options = "".join(f"- [{mark}] {title} {number}\n\n    > Because.\n\n" for number, mark in enumerate(marks, 1))
    return f"/// quiz | {title}\n    attrs: {{id: {name}}}\n\n{options}///\n"


LONG = "\n\n".join(f"Paragraph {number} says what only this page says, in words of its own." for number in range(1, 7))
ENGLISH = {
    "index": "# Home\n\n[The lesson](chapter/changed.md#training)\n",
    "chapter/index": "# Chapter\n",
    "chapter/changed": "# Lesson\n\nIntro.\n\n## Training\n\nIt takes long.\n\n## Data\n\nMuch.\n\n## Kept\n\nAs it _is_.\n",
    "chapter/asked": f"# Asked\n\n{question('one', 'Which', 'x', ' ')}\n{question('two', 'What', ' ', 'x')}",
    "chapter/replaced": f"# Old subject\n\n{LONG}\n",
    "chapter/machine": "# Machine\n\nText.\n",
    "chapter/missing": "# Missing\n\nText.\n",
    "chapter/renamed": "# Renamed\n\nText.\n",
}
GERMAN = {
    "index": "# Start {#home}\n\n[Die Lektion](chapter/changed.md#training)\n",
    "chapter/index": "# Kapitel {#chapter}\n",
    "chapter/changed": "# Lektion {#lesson}\n\nAnfang.\n\n## Das Training {#training}\n\nEs dauert.\n\n"
    "## Die Daten {#data}\n\nViele.\n\n## Wie es war {#kept}\n\nSo.\n",
    "chapter/asked": f"# Gefragt {{#asked}}\n\n{question('one', 'Welches', 'x', ' ')}\n{question('two', 'Was', ' ', 'x')}",
    "chapter/replaced": "# Altes Thema {#old-subject}\n\n" + re.sub("Paragraph", "Absatz", LONG) + "\n",
}
TODAY = {
    "chapter/changed": "# Lesson\n\nIntro.\n\n## Training\n\nIt takes longer.\n\n## Testing\n\nNew.\n\n## Kept\n\nAs it *is*.\n",
    "chapter/asked": f"# Asked\n\n{question('one', 'Which', ' ', 'x')}\n{question('two', 'What', ' ', 'x')}",
    "chapter/replaced": "# New subject\n\nNothing of what stood here once is left.\n\nIt is about something else.\n",
}


@dataclass(frozen=True)
class World:
    """A project and its site."""

    project: Project
    output: str

    @property
    def site(self) -> Path:
        return self.project.root / "site"

    def tree(self, page: str) -> LexborHTMLParser:
        return LexborHTMLParser((self.site / page / "index.html").read_text("utf-8"))

    def texts(self, page: str, selector: str) -> list[str]:
        return [" ".join(node.text().split()) for node in self.tree(page).css(selector)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """German has seven pages, Arabic three; then English changes three of them. Built strictly."""
    project = new_project(tmp_path_factory.mktemp("world") / "course")
    lend(project, NAV)
    redirects = "  - diglot:\n      redirects: {chapter/before.md: chapter/changed.md}\n"
    project.write("mkdocs.yml", project.read("mkdocs.yml").replace("  - diglot:\n", redirects))
    project.write(".gitignore", "site/\n")
    project.write("docs/ar/_lang.yml", "name: العربية\n")
    project.commit(**ENGLISH)
    for name, text in GERMAN.items():
        project.translate(name, text)
    project.translate("chapter/machine", "# Maschine {#machine}\n\nText.\n", draft="machine")
    renamed = project.id("chapter/renamed")
    project.write(
        "docs/de/chapter/umbenannt.md",
        f"---\nsource: {renamed}\nof: chapter/renamed.md\n---\n# Umbenannt {{#renamed}}\n\nTextlein.\n",
    )
    for name, title in {
        "index": "البداية {#home}",
        "chapter/index": "الفصل {#chapter}",
        "chapter/machine": "الآلة {#machine}",
    }.items():
        body = {"index": "\n[الدرس](chapter/changed.md#training)\n", "chapter/machine": "\nنص.\n"}.get(name, "")
        project.translate(name, f"# {title}\n{body}", lang="ar")
    project.commit()
    project.commit(**TODAY)
    env = {"SITE_URL": HOME, "REPO_URL": "https://github.com/team/course"}
    result = run_command("mkdocs", "build", "--strict", cwd=project.root, env=env)
    assert result.returncode == 0, result.stdout + result.stderr
    return World(project, result.stdout + result.stderr)


def test_a_stale_page_says_which_sections_have_changed_and_leads_to_them(world):
    assert world.texts("de/chapter/changed", ".translation p")[0] == (
        "3 von 5 Abschnitten haben sich im englischen Original geändert, seit diese Übersetzung entstanden ist."
    )
    assert [
        (item.text(), item.css_first("a").attributes) for item in world.tree("de/chapter/changed").css(".translation li")
    ] == [
        ("Das Training (geändert)", {"href": "#training"}),
        ("Die Daten (im Englischen gestrichen)", {"href": "#data"}),
        ("Testing (im Englischen neu)", {"href": "../../../chapter/changed/#testing", "hreflang": "en", "lang": "en"}),
    ]


def test_the_notice_leads_to_the_comparison_on_the_forge_and_names_the_command(world):
    first = world.project.git("log", "--reverse", "--format=%H").split()[0]
    assert world.tree("de/chapter/changed").css_first(".translation__more a").attributes["href"] == (
        f"https://github.com/team/course/compare/{first}...main#diff-{sha256(b'docs/en/chapter/changed.md').hexdigest()}"
    )
    assert world.texts("de/chapter/changed", ".translation__more code") == ["diglot diff de/chapter/changed.md"]


def test_the_headings_whose_section_changed_are_marked(world):
    marks = world.tree("de/chapter/changed").css(".translation__mark")
    assert [(mark.prev.prev.attributes["id"] if mark.prev.tag == "-text" else mark.prev.attributes["id"]) for mark in marks] == [
        "training",
        "data",
    ]
    assert [mark.text() for mark in marks] == ["Im Englischen geändert", "Im Englischen gestrichen"]
    assert marks[0].css_first("a").attributes["href"] == "../../../chapter/changed/#training"


def test_what_is_searched_in_a_page_is_the_same_without_the_marks():
    page = '<h2 id="a">A</h2>\n<p class="b">Text</p>\n<h2 id="c">C</h2>\n<p>More</p>'
    found = Notice(stale=True, machine=False, sections=2, links=(Link("changed", "a", "A"), Link("removed", "c", "C")))
    shown = marked(page, found, words_of("en", {}), "../a/")
    assert [shown.count("translation__mark"), unmarked(shown)] == [2, page]


@pytest.mark.parametrize("page", ["de", "de/chapter", "chapter/changed", "ar", "ar/chapter"])
def test_a_page_that_is_current_says_nothing(page, world):
    assert (world.texts(page, ".translation, .translation__mark, .fallback"), page) == ([], page)


def test_a_question_whose_key_changed_stands_in_english_with_a_note(world):
    forms = {form.id: form for form in world.tree("de/chapter/asked").css("form.quiz")}
    assert {name: form.css_first("legend").text() for name, form in forms.items()} == {"one": "Which", "two": "Was"}
    assert forms["one"].css_first(".translation__question").text() == (
        "Diese Frage wird im Englischen inzwischen anders gestellt. Bis die Übersetzung nachzieht, steht sie hier auf Englisch."
    )
    assert [(node.tag, node.attributes["lang"]) for node in forms["one"].css("[lang]")] == [
        *(("fieldset", "en"), ("p", "de"), ("details", "en"), ("summary", "de"), ("strong", "de"), ("strong", "de")),
    ]
    assert [item.attributes.get("data-right") is not None for item in forms["one"].css(".quiz__key > li")] == [False, True]
    assert forms["two"].css_first(".translation__question, [lang]") is None


def test_the_page_of_a_question_says_that_its_lesson_is_behind_and_names_no_section_that_it_lacks(world):
    assert world.texts("de/questions/two", ".translation p")[0] == (
        "Die englische Seite hat sich geändert, seit diese Übersetzung entstanden ist."
    )
    assert world.texts("de/questions/two", ".translation li") == []


def test_the_page_as_markdown_asks_the_same(world):
    text = (world.site / "de/chapter/asked/index.md").read_text("utf-8")
    assert re.findall(r"/// quiz \| (\w+)", text) == ["Which", "Was"]


def test_a_held_page_is_the_english_article_and_its_text_is_not_published(world):
    article = world.tree("de/chapter/replaced").css_first("article")
    assert (article.attributes["lang"], article.attributes["dir"], article.css_first("h1").text()) == (
        "en",
        "ltr",
        "New subject#",
    )
    assert len(world.texts("de/chapter/replaced", ".fallback")) == 1
    assert [file for file in (world.site / "de").rglob("*") if file.is_file() and b"Absatz 1" in file.read_bytes()] == []


def test_a_machine_s_page_says_so_and_leads_to_english_first(world):
    assert world.texts("de/chapter/machine", ".translation p") == [
        "Englische Seite lesen",
        "Diese Übersetzung ist maschinell entstanden und noch von niemandem geprüft worden.",
    ]
    assert world.tree("de/chapter/machine").css_first(".translation a").attributes["href"] == "../../../chapter/machine/"


def test_a_translation_of_a_page_with_another_name_stands_at_the_english_address(world):
    assert world.texts("de/chapter/renamed", "h1") == ["Umbenannt#"]
    assert "diglot status" not in world.output.replace("'diglot status' says", "")
    assert redirect(world, "de/chapter/umbenannt") == ("../renamed/", f"{HOME}de/chapter/renamed/")


def redirect(world: World, page: str) -> tuple[str, str]:
    tree = world.tree(page)
    target = tree.css_first("meta[http-equiv=refresh]").attributes["content"].removeprefix("0; url=")
    assert tree.css_first("a").attributes["href"] == target
    return target, tree.css_first("link[rel=canonical]").attributes["href"]


@pytest.mark.parametrize("lang", ["", "de/", "ar/"])
def test_a_former_address_leads_to_today_s_in_every_language(lang, world):
    where = "" if lang == "ar/" else lang  # English stands in where Arabic has no page of its own
    assert redirect(world, f"{lang}chapter/before") == ("../changed/", f"{HOME}{where}chapter/changed/")


def test_alternates_and_sitemap_hold_what_readers_get(world):
    pages = {
        "chapter/changed": ["de", "en"],
        "chapter/replaced": ["en"],
        "chapter/missing": ["en"],
        "chapter/renamed": ["de", "en"],
    }
    found = {page: world.tree(page).css("link[rel=alternate][hreflang]") for page in pages}
    tags = {page: sorted({link.attributes["hreflang"] for link in links} - {"x-default"}) for page, links in found.items()}
    assert tags == pages
    sitemap = (world.site / "sitemap.xml").read_text("utf-8")
    urls = [url.removeprefix(HOME) for url in re.findall("<loc>(.*?)</loc>", sitemap)]
    assert sorted(url for url in urls if url.startswith("ar/") and "questions" not in url) == [
        *("ar/", "ar/chapter/", "ar/chapter/machine/", "ar/translations/"),
    ]
    assert [url for url in urls if "replaced" in url or "missing" in url] == ["chapter/missing/", "chapter/replaced/"]


def test_english_pages_in_the_navigation_are_marked_as_english(world):
    links = world.tree("ar/chapter").css(".md-nav--primary a.md-nav__link")
    marked = {" ".join(link.text().split()): link.attributes.get("lang") for link in links}
    assert {title: lang for title, lang in marked.items() if title in ("الفصل", "الآلة", "Lesson", "Missing")} == {
        "الفصل": None,
        "الآلة": None,
        "Lesson": "en",
        "Missing": "en",
    }


def test_arabic_runs_from_right_to_left_and_its_english_pages_do_not(world):
    page, missing = world.tree("ar/chapter"), world.tree("ar/chapter/missing")
    assert (page.css_first("html").attributes["lang"], page.css_first("body").attributes["dir"]) == ("ar", "rtl")
    assert page.css_first("article").attributes.get("lang") is None
    article = missing.css_first("article").attributes
    assert (missing.css_first("body").attributes["dir"], article["lang"], article["dir"]) == ("rtl", "en", "ltr")


def test_the_dashboard_counts_what_status_counts(world):
    rows = [
        [" ".join(cell.text().split()) for cell in row.css("th, td")]
        for row in world.tree("translations").css("table")[0].css("tr")
    ]
    assert rows == [
        [
            "Language",
            "Up to date",
            "Out of date",
            "Unknown version",
            "Held back",
            "Not translated",
            "Machine translation",
            "Core",
            "All pages",
        ],
        ["العربية", "3", "0", "0", "0", "5", "0", "37 %", "37 %"],
        ["Deutsch", "4", "2", "0", "1", "1", "1", "75 %", "75 %"],
    ]


def test_the_dashboard_lists_what_there_is_to_do_with_a_link_to_each(world):
    table = world.tree("de/translations").css("table")[2]
    rows = {row.css_first("td").text(): row for row in table.css("tbody tr")}
    assert {name: row.css("td")[1].text() for name, row in rows.items()} == {
        "Lektion": "Veraltet",
        "Gefragt": "Veraltet",
        "New subject": "Zurückgehalten",
        "Maschine": "AktuellMaschinell übersetzt",
        "Missing": "Nicht übersetzt",
    }
    links = [link.attributes["href"] for link in rows["Missing"].css("a")]
    assert links == [
        "../../de/chapter/missing/",
        "https://github.com/team/course/new/main/docs/de/chapter?filename=missing.md",
    ]
    assert [link.attributes["href"] for link in rows["Lektion"].css("td:nth-child(3) a")] == [
        "../../chapter/changed/#training",
        "../../chapter/changed/#testing",
    ]


def test_the_same_is_there_as_data(world):
    printed = CliRunner().invoke(main, ["--course", str(world.project.root), "status", "--json"])
    published = json.loads((world.site / "translations.json").read_text("utf-8"))
    assert published == json.loads(printed.output)
    assert published["de"]["chapter/changed.md"] == {"state": "stale", "sections": 5, "changed": ["training", "data", "testing"]}


def test_the_build_tells_english_authors_in_one_line_and_stops_nobody(world):
    told = [line for line in world.output.splitlines() if "out of date" in line]
    assert told == [
        "INFO    -  3 translated pages are out of date (de); 'diglot status' says which, nothing else needs to be done here"
    ]


def test_a_shallow_clone_builds_strictly_and_says_what_it_cannot_know(world, tmp_path):
    clone = world.project.clone(tmp_path / "clone", "--depth=1")
    result = run_command("mkdocs", "build", "--strict", cwd=clone.root, env={"SITE_URL": HOME})
    assert result.returncode == 0, result.stdout + result.stderr
    notice = World(clone, "").texts("de/chapter/changed", ".translation p")[0]
    assert notice == "Die englische Seite hat sich geändert, seit diese Übersetzung entstanden ist."
    assert "git fetch --unshallow" in result.stderr + result.stdout


@pytest.mark.parametrize(
    ("old", "new", "sections", "changed"),
    [
        ("## Data\n\nMuch.\n\n", "", 4, {"data": "im Englischen gestrichen"}),
        ("## Data\n", "## Corpora\n", 4, {"corpora": "geändert"}),
        ("## Kept\n", "## New\n\nIt is new.\n\n## Kept\n", 5, {"new": "im Englischen neu"}),
    ],
    ids=["removed", "renamed", "added"],
)
def test_a_section_removed_renamed_or_added_shows_the_same_everywhere_and_nowhere_else(old, new, sections, changed, tmp_path):
    project = new_project(tmp_path / "course")
    lend(project, "nav: [index.md, chapter: [chapter/index.md, chapter/changed.md, chapter/asked.md]]\n")
    names = ("index", "chapter/index", "chapter/changed", "chapter/asked")
    project.commit(**{name: ENGLISH[name] for name in names})
    for name in names:
        project.translate(name, GERMAN[name])
    project.commit()
    project.commit(**{"chapter/changed": ENGLISH["chapter/changed"].replace(old, new)})
    result = run_command("mkdocs", "build", "--strict", cwd=project.root)
    assert result.returncode == 0, result.stdout + result.stderr
    site = World(project, "")

    ids = list(changed)
    expected = {f"{name}.md": {"state": "current"} for name in names}
    expected["chapter/changed.md"] = {"state": "stale", "sections": sections, "changed": ids}
    assert json.loads((site.site / "translations.json").read_text("utf-8"))["de"] == expected
    status = CliRunner().invoke(main, ["--course", str(project.root), "status", "de"]).output
    assert [line.split() for line in status.splitlines() if line.startswith(("stale", "held", "missing", "unpinned"))] == [
        ["stale", "chapter/changed.md", "1", "of", str(sections), "sections", "changed:", f"#{ids[0]}"]
    ]
    notices = {name: site.texts(f"de/{name.removesuffix('index')}", ".translation li") for name in names}
    kinds = {name: [item.rpartition(" (")[2].rstrip(")") for item in items] for name, items in notices.items()}
    assert kinds == {name: list(changed.values()) if name == "chapter/changed" else [] for name in names}
    rows = [row.css("td") for row in site.tree("translations").css("table")[1].css("tbody tr")]
    assert [(row[0].text(), row[1].text(), len(row[2].css("a, span"))) for row in rows] == [("Lesson", "Out of date", 1)]
