"""What mkdocs.yml says: addresses, the navigation, redirects."""

from __future__ import annotations

import pytest
from diglot.website import Site, nav_of, read_config, read_site, redirects_of

CONFIG = """\
site_url: !ENV [NO_SUCH_VARIABLE, 'https://x.example.org']
use_directory_urls: false
nav:
  - index.md
  - Chapter:
      - One: chapter/one.md
      - chapter/two.md
plugins:
  - search
  - diglot:
      redirects: {old.md: index.md}
"""


@pytest.mark.parametrize(
    ("lang", "name", "address"),
    [
        ("en", "index.md", "https://x.example.org/sub/"),
        ("de", "index.md", "https://x.example.org/sub/de/"),
        ("en", "a/index.md", "https://x.example.org/sub/a/"),
        ("de", "a/b.md", "https://x.example.org/sub/de/a/b/"),
        ("de", "a/b.png", "https://x.example.org/sub/de/a/b.png"),
        ("de", "../figures/c d.svg", "https://x.example.org/sub/figures/c%20d.svg"),
    ],
)
def test_a_page_has_the_address_that_mkdocs_gives_it(lang, name, address):
    assert Site(url="https://x.example.org/sub/").address(lang, name) == address


def test_addresses_follow_the_configuration(write_course):
    assert read_site(write_course({"mkdocs.yml": CONFIG})).address("de", "a/b.md") == "https://x.example.org/de/a/b.html"
    assert Site().address("de", "a/b.md") == ""


def test_navigation_and_redirects_are_read_without_mkdocs(write_course):
    config = read_config(write_course({"mkdocs.yml": CONFIG}))
    assert nav_of(config) == ["index.md", "chapter/one.md", "chapter/two.md"]
    assert redirects_of(config) == {"old.md": "index.md"}


@pytest.mark.parametrize("text", ["", "- a\n", "nav: [\n", "plugins: [diglot]\n"])
def test_what_is_not_there_or_cannot_be_read_is_empty(text, write_course):
    config = read_config(write_course({"mkdocs.yml": text}))
    assert (nav_of(config), redirects_of(config)) == ([], {})
