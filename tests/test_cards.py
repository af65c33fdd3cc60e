"""Cards: which links get a note, how it is tied to its link, and what it may not disturb."""

from __future__ import annotations

import xml.etree.ElementTree as etree

import pytest
from diglot.cards import resolve_links
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

KNOWN = {"a": ("https://example.org/a", "Note <A> & *more*"), "plain": ("https://example.org/plain", "")}


class _Resolver(Treeprocessor):
    def run(self, root):
        resolve_links(root, "thing", KNOWN.get)


class _Things(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(_Resolver(md), "things", 15)


@pytest.fixture
def convert():
    """HTML of a text whose ``thing:`` links are those of KNOWN."""
    return Markdown(extensions=[_Things()]).convert


def card(number: int, text: str) -> str:
    """A link with its card, as it stands in the page."""
    return (
        f'<span class="card"><a aria-describedby="card-{number}" class="thing" href="https://example.org/a">{text}</a>'
        f'<span class="card__note" data-pagefind-ignore="" data-search-exclude="" id="card-{number}" role="tooltip">'
        "Note &lt;A&gt; &amp; *more*</span></span>"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A [link](thing:a).", f"<p>A {card(1, 'link')}.</p>"),
        ("[one](thing:a), *[two](thing:a)* end", f"<p>{card(1, 'one')}, <em>{card(2, 'two')}</em> end</p>"),
        ("- [`x`](thing:a)", f"<ul>\n<li>{card(1, '<code>x</code>')}</li>\n</ul>"),
        ("[x][ref]\n\n[ref]: thing:a", f"<p>{card(1, 'x')}</p>"),
        ("# A [link](thing:a)", '<h1>A <a class="thing" href="https://example.org/a">link</a></h1>'),
        ("## *[link](thing:a)*", '<h2><em><a class="thing" href="https://example.org/a">link</a></em></h2>'),
        ("[link](thing:plain)", '<p><a class="thing" href="https://example.org/plain">link</a></p>'),
        ("[link](thing:none)", '<p><a href="thing:none">link</a></p>'),
        ("[link](things:a)", '<p><a href="things:a">link</a></p>'),
    ],
    ids=["link", "two", "code", "reference", "heading", "deep-in-a-heading", "no-note", "unknown", "other-scheme"],
)
def test_a_link_gets_its_address_and_a_card_where_one_can_stand(text, html, convert):
    assert convert(text) == html


@pytest.mark.parametrize("tag", ["legend", "label", "summary"])
def test_the_name_of_a_control_gets_no_card(tag):
    root = etree.fromstring(f'<div><{tag}><em><a href="thing:a">link</a></em></{tag}></div>')
    resolve_links(root, "thing", KNOWN.get)
    assert etree.tostring(root, encoding="unicode") == (
        f'<div><{tag}><em><a href="https://example.org/a" class="thing">link</a></em></{tag}></div>'
    )


def test_the_cards_of_models_and_terms_are_counted_together(render, write_course):
    model = "name: M\n  family: encoder\n  hub: o/m\n  docs: m\n  paper: https://example.org/\n  year: 2020\n  licence: MIT\n"
    files = {"docs/models.yml": f"m:\n  {model}", "docs/en/glossary.md": "# G\n\nt {#t}\n: A term.\n"}
    html = render("[m](model:m) [t](term:t) [m](model:m)", write_course(files) / "docs/en/lesson.md")
    assert sorted(f"card-{number}" in html for number in (1, 2, 3, 4)) == [False, True, True, True]
