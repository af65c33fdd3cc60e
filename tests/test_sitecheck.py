"""The check of the built site: each defect alone is found, and only it; a clean site has none."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import build_course
from diglot.built import BuiltPage, BuiltSite, read_built
from diglot.sitecheck import check_site, elsewhere

HOME = "https://course.example.org/"

ENGLISH = (
    "A language model reads a text from left to right and guesses the next word. It has seen so many books and letters that its "
    "guesses are often good. When it is wrong, a person notices at once, because the sentence stops making sense to them."
)
GERMAN = (
    "Ein Sprachmodell liest einen Text von links nach rechts und errät das nächste Wort. Es hat so viele Bücher und Briefe "
    "gesehen, dass es oft richtig liegt. Wenn es sich irrt, merkt ein Mensch das sofort, weil der Satz keinen Sinn mehr ergibt."
)
QUESTION = "/// quiz | {}\n    attrs: {{id: q}}\n\n- [ ] {}\n- [x] {}\n\n///\n"

FILES = {
    "docs/en/_lang.yml": "name: English\n",
    "docs/en/index.md": f"# Start\n\n{ENGLISH}\n\n[The lesson](lesson.md#part)\n",
    "docs/en/lesson.md": f"# Lesson\n\n## Part\n\n{ENGLISH}\n\n### Detail\n\n![A tree](a.png)\n\n<kbd>x</kbd> [more](https://example.org/)\n\n"
    + QUESTION.format("Which?", "One", "Two")
    + "\n/// video | Film\n    youtube: 0_4KEb08xrE\n///\n",
    "docs/en/only.md": f"# Only in English\n\n{ENGLISH}\n",
    "docs/en/a.png": "",
    "docs/de/_lang.yml": "name: Deutsch\n",
    "docs/de/index.md": f"# Beginn\n\n{GERMAN}\n\n[Die Lektion](lesson.md#part)\n",
    "docs/de/lesson.md": f"# Lektion\n\n## Teil {{#part}}\n\n{GERMAN}\n\n### Einzelheit {{#detail}}\n\n![Ein Baum](a.png)\n\n"
    "<kbd>x</kbd> [mehr](https://example.org/)\n\n" + QUESTION.format("Welches?", "Eins", "Zwei")
    + "\n/// video | Film\n    youtube: 0_4KEb08xrE\n///\n",
    "docs/de/a.png": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    root = tmp_path_factory.mktemp("sitecheck")
    return read_built(build_course(root, FILES, ["index.md", "lesson.md", "only.md"]), HOME)


def with_text(site: BuiltSite, path: str, change: Callable[[str], str]) -> BuiltSite:
    """The site with one page changed; the change must change something."""
    text = change(site.pages[path].text)
    assert text != site.pages[path].text
    return BuiltSite({**site.pages, path: BuiltPage(path, text)}, site.files, site.url, site.others)


def in_article(html: str) -> Callable[[str], str]:
    """Put HTML at the end of the page's text."""
    return lambda text: text.replace("</article>", f"{html}</article>", 1)


def swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def without(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, "", text, count=1)


DE, EN, ONLY = "de/lesson/index.html", "lesson/index.html", "de/only/index.html"
LINK = '<link rel="alternate" href="https://course.example.org/de/lesson/" hreflang="de">'

# name: page, change, code
SEEDED = {
    "raw link to a page that is not there": (DE, in_article('<a href="nope.md">x</a>'), "W001"),
    "raw link to another language's page that is not there": (DE, in_article('<a href="../../fr/lesson/">x</a>'), "W001"),
    "absolute link to a page that is not there": (DE, in_article(f'<a href="{HOME}nope/">x</a>'), "W001"),
    "link from the root to a page that is not there": (DE, in_article('<a href="/nope/">x</a>'), "W001"),
    "raw picture that is not there": (DE, in_article('<img src="nope.png" alt="x">'), "W001"),
    "style sheet that is not there": (DE, swap("assets/frame.css", "assets/nope.css"), "W001"),
    "script that is not there": (DE, swap("assets/video.js", "assets/nope.js"), "W001"),
    "video that is not there": (DE, in_article('<video src="nope.mp4"></video>'), "W001"),
    "anchor that is not on this page": (DE, in_article('<a href="#nope">x</a>'), "W002"),
    "anchor that is not on another page": (DE, in_article('<a href="../#nope">x</a>'), "W002"),
    "anchor that is not on the page of another language": (DE, in_article('<a href="../../lesson/#nope">x</a>'), "W002"),
    "absolute address with a wrong anchor": (DE, in_article(f'<a href="{HOME}lesson/#nope">x</a>'), "W002"),
    "id given twice": (DE, in_article('<span id="part"></span>'), "W003"),
    "id of the theme": (DE, in_article('<span id="__drawer"></span>'), "W003"),
    "no heading of the first level": (DE, lambda text: re.sub(r"(</?)h1", r"\1h2", text), "W004"),
    "two headings of the first level": (DE, in_article("<h1>x</h1>"), "W004"),
    "heading that skips a level": (DE, lambda text: re.sub(r"(</?)h3", r"\1h4", text), "W005"),
    "picture without alt": (DE, swap(' alt="Ein Baum"', ""), "W006"),
    "picture with an empty alt": (DE, swap('alt="Ein Baum"', 'alt=""'), "W006"),
    "frame without a title": (DE, in_article('<iframe src="../"></iframe>'), "W007"),
    "English in a German page": (DE, in_article(f"<p>{ENGLISH}</p>"), "W008"),
    "English instead of German": (DE, swap(GERMAN, ENGLISH), "W008"),
    "German that says it is English": (DE, in_article(f'<p lang="en">{GERMAN}</p>'), "W008"),
    "English page that is shown as German": (ONLY, swap('lang="en" dir="ltr"', 'lang="de"'), ("W008", "W012", "W016")),
    "block that was not read": (DE, in_article("<p>/// quizz | x</p>"), "W009"),
    "end of a block": (DE, in_article("<p>///</p>"), "W009"),
    "notice that was not read": (DE, in_article("<p>!!! note x</p>"), "W009"),
    "callout that was not read": (DE, in_article("<p>[!TIP]</p>"), "W009"),
    "template": (DE, in_article("<p>a {{ x }} b</p>"), "W009"),
    "code fence": (DE, in_article("<p>```python</p>"), "W009"),
    "reference that is not defined": (DE, in_article("<p>a [b][c]</p>"), "W009"),
    "link with a break in it": (DE, in_article("<p>a [b](c d e</p><p>f](g)</p>"), "W009"),
    "footnote that is not there": (DE, in_article("<p>a[^1]</p>"), "W009"),
    "attributes in the text": (DE, in_article("<h2>a {#b}</h2>"), "W009"),
    "mark of a merge": (DE, in_article("<p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD</p>"), "W009"),
    "include": (DE, in_article('<p>--8&lt;-- "a.md"</p>'), "W009"),
    "formula": (DE, in_article("<p>$$ x $$</p>"), "W009"),
    "address that is not encrypted": (DE, in_article('<a href="http://example.org/">x</a>'), "W010"),
    "hreflang that is relative": (EN, swap(LINK, LINK.replace(HOME, "../")), "W011"),
    "hreflang to a page that is not there": (EN, swap(LINK, LINK.replace("/lesson/", "/nope/")), "W011"),
    "hreflang to a page in another language": (EN, swap(LINK, LINK.replace('"de"', '"fr"')), "W011"),
    "hreflang without the page itself": (EN, without(r'<link rel="alternate" href="[^"]*" hreflang="en">'), "W011"),
    "hreflang without x-default": (EN, without(r'<link rel="alternate" href="[^"]*" hreflang="x-default">'), "W011"),
    "hreflang of one side": (EN, swap(LINK, ""), "W011"),
    "hreflang on a page without a text of its own": (ONLY, swap("</head>", f"{LINK}</head>"), "W011"),
    "no canonical address": (EN, without(r'<link rel="canonical"[^>]*>'), "W012"),
    "two canonical addresses": (EN, swap("</head>", f'<link rel="canonical" href="{HOME}lesson/"></head>'), "W012"),
    "canonical address that is relative": (EN, swap(f'rel="canonical" href="{HOME}lesson/"', 'rel="canonical" href="."'), "W012"),
    "canonical address of another page": (EN, swap(f'"canonical" href="{HOME}lesson/"', f'"canonical" href="{HOME}"'), "W012"),
    "canonical address of a fallback is its own": (
        ONLY, swap(f'"canonical" href="{HOME}only/"', f'"canonical" href="{HOME}de/only/"'), "W012"),
    "no language": ("only/index.html", lambda text: re.sub(r'(<html[^>]*) lang="en"', r"\1", text), "W013"),
    "script": (DE, in_article("<script>1</script>"), "W014"),
    "handler": (DE, in_article('<b onclick="x">x</b>'), "W014"),
    "address with a script": (DE, in_article('<a href="java&#9;script:x">x</a>'), "W014"),
    "address with a document": (DE, in_article('<a href="data:text/html,x">x</a>'), "W014"),
    "base": (DE, in_article('<base href="../../">'), "W014"),
    "refresh in the text": (DE, in_article('<meta http-equiv="refresh" content="1">'), "W014"),
    "picture from another host": (DE, in_article('<img src="https://example.org/a.png" alt="x">'), "W015"),
    "font from another host": (DE, swap("</head>", '<link rel="stylesheet" href="https://example.org/a.css"></head>'), "W015"),
    "script from another host": (DE, swap("</head>", '<script src="https://example.org/a.js"></script></head>'), "W015"),
    "connection to another host": (DE, swap("</head>", '<link rel="preconnect" href="https://example.org"></head>'), "W015"),
    "no title": (DE, lambda text: re.sub(r"<title>.*?</title>", "<title> </title>", text), "W017"),
    "link without words": (DE, in_article('<a href="../"></a>'), "W018"),
    "button without words": (DE, in_article("<button></button>"), "W018"),
    "link around a picture without words": (DE, in_article('<a href="../"><svg></svg></a>'), "W018"),
    "element that is never closed": (DE, in_article("<div>"), "W019"),
    "element that is closed twice": (DE, in_article("</b>"), "W019"),
    "field without a label": (DE, in_article("<input>"), "W020"),
}  # fmt: skip


def test_a_clean_site_has_no_problem(small):
    assert list(map(str, check_site(small))) == []


@pytest.mark.parametrize(("path", "change", "code"), SEEDED.values(), ids=SEEDED)
def test_each_defect_alone_is_found_and_only_it(small, path, change, code):
    found = check_site(with_text(small, path, change))
    assert {problem.code for problem in found} == ({code} if isinstance(code, str) else set(code))


def test_at_least_sixty_defects_are_seeded():
    assert len(SEEDED) >= 60


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (swap(f"<loc>{HOME}only/</loc>", f"<loc>{HOME}nope/</loc>"), "lacks"),
        (swap(f"<loc>{HOME}only/</loc>", f"<loc>{HOME}only/</loc><loc>{HOME}only/</loc>"), "repeats"),
        (swap("</urlset>", f"<loc>{HOME}de/only/</loc></urlset>"), "names a page that is not there or in another language,"),
    ],
)
def test_the_sitemap_is_true(small, change, message):
    text = change(small.others["sitemap.xml"])
    found = check_site(BuiltSite(small.pages, small.files, small.url, {"sitemap.xml": text}))
    assert {(problem.path, problem.code) for problem in found} == {("sitemap.xml", "W016")}
    assert any(message in problem.message for problem in found)


def test_a_problem_names_its_line(small):
    found = check_site(with_text(small, DE, in_article('\n<a href="nope.md">x</a>\n')))
    line = with_text(small, DE, in_article('\n<a href="nope.md">x</a>\n')).pages[DE].text.split('"nope.md"')[0].count("\n") + 1
    assert list(map(str, found)) == [f"{DE}:{line}:1: error W001 'nope.md' leads to no file of the site; mend the address"]


def test_what_leads_elsewhere_is_listed(small):
    assert sorted(path for path, _ in elsewhere(small)["https://example.org/"]) == [DE, EN]


def test_this_repositorys_site_is_clean(site):
    assert list(map(str, check_site(read_built(site, HOME)))) == []
