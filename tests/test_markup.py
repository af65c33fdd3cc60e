"""Every page is HTML as the standard has it.

html5lib reads pages by the rules of the standard and reports each place at which a browser would have to guess. The Nu checker
knows the elements and attributes besides; it is a Java program and runs with ``--long``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
from collections import Counter
from pathlib import Path

import html5lib
import pytest
from conftest import ROOT

NU = "vnu-jar@26.9.27"
NU_SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="

# What the theme writes on every page, outside its blocks: how often.
THEMES = {
    "Attribute “autocomplete” is only allowed when the input type is “color”, “date”, “datetime-local”, “email”, “hidden”, "
    "“month”, “number”, “password”, “range”, “search”, “tel”, “text”, “time”, “url”, or “week”.": 2,
}


def misread(text: str) -> list[str]:
    """Where a page leaves the standard, as ``line:column rule``."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"{line}:{column} {rule}" for (line, column), rule, _ in parser.errors]


def test_every_page_can_be_read_without_guessing(site):
    found = {path: misread(path.read_text("utf-8")) for path in site.rglob("*.html")}
    assert {str(path.relative_to(site)): faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("body", "rule"),
    {
        "<p>a<div></p></div>": "unexpected-end-tag",
        "<p class=a class=b>a</p>": "duplicate-attribute",
        "<p>&missing;</p>": "expected-named-entity",
        "<table><p>a</p></table>": "unexpected-start-tag-implies-table-voodoo",
        "<a href=b>c<a href=d>e</a>": "unexpected-start-tag-implies-end-tag",
        "<div/>a": "non-void-element-with-trailing-solidus",
        "<b><i>a</b></i>": "adoption-agency-1.3",
    }.items(),
)
def test_a_page_at_which_a_browser_would_guess_is_found(body, rule):
    assert rule in [fault.partition(" ")[2] for fault in misread(f"<!doctype html><title>A</title>{body}")]


@pytest.fixture(scope="session")
def nu(request: pytest.FixtureRequest) -> list[str]:
    """The command that runs the Nu checker; npm fetches it once, in the version above."""
    if not request.config.getoption("--long"):
        pytest.skip("takes minutes; --long runs it")
    java, npm = shutil.which("java"), shutil.which("npm")
    if not java or not npm:
        pytest.fail(
            "the Nu checker of HTML needs Java 11 or newer and npm; install both, for example with 'apt install default-jre npm'"
        )
    jar = ROOT / ".tools" / f"{NU}.jar"
    if not jar.is_file():
        fetch(npm, jar)
    return [java, "-jar", str(jar), "--errors-only", "--exit-zero-always", "--format", "json"]


def fetch(npm: str, jar: Path) -> None:
    jar.parent.mkdir(exist_ok=True)
    done = subprocess.run([npm, "pack", NU], cwd=jar.parent, capture_output=True, text=True)
    assert done.returncode == 0, f"npm cannot fetch {NU}; see to the connection:\n{done.stderr}"
    pack = jar.parent / done.stdout.split()[-1]
    assert base64.b64encode(hashlib.sha512(pack.read_bytes()).digest()).decode() == NU_SHA512
    with tarfile.open(pack) as packed:
        member = packed.extractfile("package/build/dist/vnu.jar")
        assert member
        jar.write_bytes(member.read())
    pack.unlink()


def errors(nu: list[str], pages: list[Path]) -> Counter[str]:
    """What the Nu checker says is wrong on pages, and how often."""
    done = subprocess.run([*nu, *map(str, pages)], capture_output=True, text=True, encoding="utf-8")
    return Counter(message["message"] for message in json.loads(done.stderr)["messages"])


def test_the_nu_checker_finds_nothing_but_what_the_theme_writes(nu, site):
    pages = sorted(site.rglob("*.html"))
    shown = [path for path in pages if 'id="__drawer"' in path.read_text("utf-8")]  # others only lead elsewhere
    assert errors(nu, pages) == {message: times * len(shown) for message, times in THEMES.items()}


def test_the_nu_checker_finds_what_is_wrong(nu, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        '<!doctype html><html lang="en"><title>A</title><p tabindex="">a</p>'
        "<figure><p>b</p><figcaption>c</figcaption><div>d</div></figure>"
    )
    assert [message[:40] for message in sorted(errors(nu, [page]))] == [
        "Bad value “” for attribute “tabindex” on",
        "Element “div” not allowed as child of el",
    ]
