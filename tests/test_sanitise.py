"""What authors write as HTML reaches readers only as far as it is harmless."""

import re
from pathlib import Path

import pytest
from diglot.pages import Page
from diglot.sanitise import check, clean, is_safe

KEPT = {
    "inline tags": ("Press <kbd>Ctrl</kbd> and H<sub>2</sub>O.", "<p>Press <kbd>Ctrl</kbd> and H<sub>2</sub>O.</p>"),
    "a line break": ("a<br>b", "<p>a<br>b</p>"),
    "a comment": ("a <!-- b --> c", "<p>a <!-- b --> c</p>"),
    "entities": ("&copy; &amp; a", "<p>&copy; &amp; a</p>"),
    "details": ("<details>\n<summary>A</summary>\nB\n</details>", "<details>\n<summary>A</summary>\nB\n</details>"),
    "Markdown in HTML": ('<div class="a" markdown>\n*b*\n</div>', '<div class="a">\n<p><em>b</em></p>\n</div>'),
    "HTML in Markdown in HTML": ("<div markdown>\n<p>a <b>c</b></p>\n</div>", "<div>\n<p>a <b>c</b></p>\n</div>"),
    "classes and ids": ("a\n{: .b #c title='d &amp; e'}", '<p class="b" id="c" title="d &amp; e">a</p>'),
    "links": ('<a href="b.md">a</a>', '<p><a href="b.md">a</a></p>'),
    "languages": ('<span lang="fr" dir="ltr">a</span>', '<p><span lang="fr" dir="ltr">a</span></p>'),
    "aligned cells": ("|a|\n|-:|\n|b|", '<th class="align-right">a</th>'),
    "a wide code fence": ('```{.python title="a"}\nb\n```', '<span class="filename">a</span>'),
}

# What a stranger may try, and what is left of it.
REMOVED = {
    "script": ("a <script>alert(1)</script> b", "<p>a alert(1) b</p>"),
    "script in a block": ("<script>alert(1)</script>", "<p></p>"),
    "handler": ('<img src="a.png" onerror="alert(1)">', '<p><img src="a.png"></p>'),
    "handler in a block": ("<div onclick=alert(1)>a</div>", "<div>a</div>"),
    "handler through attributes": ("a\n{: onclick=alert(1) }", "<p>a</p>"),
    "handler inside an attribute": (
        "a\n{: title=\"<img title='onmouseover=alert(1) x='>\" }",
        '<p title="">a</p>',
    ),
    "link with a script": ("[a](javascript:alert(1))", "<p><a>a</a></p>"),
    "link with a tab": ("[a](java&#9;script:alert(1))", "<p><a>a</a></p>"),
    "link with a colon as entity": ("[a](javascript&colon;alert(1))", "<p><a>a</a></p>"),
    "link with an escaped colon": ("[a](javascript\\:alert(1))", "<p><a>a</a></p>"),
    "link by reference": ("[a]\n\n[a]: <javascript:alert(1)>", "<p><a>a</a></p>"),
    "link in angle brackets": ("<javascript:alert(1)>", "<p></p>"),
    "raw link": ('<a href="JAVASCRIPT:alert(1)">a</a>', "<p><a>a</a></p>"),
    "document in an address": ("[a](data:text/html,<script>alert(1)</script>)", "<p><a>a</a></p>"),
    "picture from an address": ("![a](data:image/svg+xml,x)", '<p><img alt="a" /></p>'),
    "drawing": ("<svg onload=alert(1)></svg>", "<p></p>"),
    "frame": ('<iframe srcdoc="<script>alert(1)</script>"></iframe>', "<p></p>"),
    "form": ('<form action="https://evil.example.org/"><input name="password"></form>', "<p></p>"),
    "form with Markdown": ("<form markdown action=//evil.example.org>\na\n</form>", "<div>\n<p>a</p>\n</div>"),
    "button with an address": ("a\n{: formaction=//evil.example.org }", "<p>a</p>"),
    "base": ("a <base href=//evil.example.org> b", "<p>a  b</p>"),
    "base in a block": ("<base href=//evil.example.org>\n\na", "<p></p><p>a</p>"),
    "refresh": ('a <meta http-equiv="refresh" content="0;url=//evil.example.org">', "<p>a </p>"),
    "style": ('a <style>body{display:none}</style> <b style="position:fixed">c</b>', "<p>a body{display:none} <b>c</b></p>"),
    "settings of the theme": ('<div id="__config">{}</div>', "<div>{}</div>"),
    "settings of the theme as a heading's": ("a\n{: #__config }", "<p>a</p>"),
    "classes of the theme": ('<div class="md-overlay b">a</div>', '<div class="b">a</div>'),
    "controls of the theme": ("a\n{: data-md-component=search data-a=b }", '<p data-a="b">a</p>'),
    "names of the document": ("![a](b.png){name=cookie}", '<p><img alt="a" src="b.png" /></p>'),
    "end of the article": ("a </p></article></div> b", "<p>a  b</p>"),
    "tag left open": ("a <b>b *c</b> d*", "<p>a <b>b <em>c d</em></b></p>"),
    "block left open": ("<div>a", "<div>a</div>"),
    "cell outside a table": ("a <td>b</td>", "<p>a b</p>"),
    "marks of the stash": ("a \x02wzxhzdk:0\x03 <b>c</b>", "<p>a wzxhzdk:0 <b>c</b></p>"),
    "unknown element": ("a <pad> b", "<p>a  b</p>"),
}


@pytest.mark.parametrize(("text", "expected"), KEPT.values(), ids=KEPT)
def test_what_a_course_needs_is_kept(render, text, expected):
    assert expected in render(text)


@pytest.mark.parametrize(("text", "expected"), REMOVED.values(), ids=REMOVED)
def test_what_could_do_harm_is_removed(render, text, expected):
    assert "".join(render(text).split()) == "".join(expected.split())


def test_our_own_blocks_are_left_alone(render):
    video = "/// video | <b>A</b>\n    youtube: 0_4KEb08xrE\n///\n"
    quiz = "/// quiz | B\n    attrs: {id: b, action: '//evil.example.org'}\n\n- [x] c\n- [ ] d\n\n///\n"
    shown = render(f"{video}\n{quiz}")
    assert '<button class="video__play" data-youtube="0_4KEb08xrE" type="button">' in shown
    assert '<script type="application/ld+json">' in shown
    assert '<form class="quiz" ' in shown
    assert shown.count('<input id="b-') == 2
    assert "evil" not in shown


def test_a_block_cannot_smuggle_marks_of_the_stash_into_an_attribute(render):
    video = '/// video | A\n    youtube: 0_4KEb08xrE\n    attrs: {data-a: "\\x02wzxhzdk:0\\x03"}\n///\n'
    assert 'data-a=""' in render(f'<b title="x onmouseover=alert(1)">a</b>\n\n{video}')


ADDRESSES = {
    "https://example.org": True,
    "mailto:a@example.org": True,
    "../a.md#b": True,
    "a/b:c": True,
    "#a:b": True,
    "?a:b": True,
    "model:t5": True,
    "": True,
    "javascript:alert(1)": False,
    " javascript:alert(1)": False,
    "\x01java\nscript:alert(1)": False,
    "&#x6a;avascript:alert(1)": False,
    "vbscript:a": False,
    "file:///etc/passwd": False,
    "blob:https://example.org/a": False,
}


@pytest.mark.parametrize(("address", "safe"), ADDRESSES.items())
def test_an_address_is_read_as_a_browser_reads_it(address, safe):
    assert is_safe(address) is safe


def test_clean_html_is_well_formed():
    assert clean("<div><b>a<p>b</div>") == "<div><b>a<p>b</p></b></div>"


def problems(text):
    return [str(problem) for problem in check(Page("en", "a.md", "docs/en/a.md", text))]


def test_a_tag_that_would_be_removed_is_named_with_its_place():
    assert problems("# A\n\na <pad> b <b onclick='c'>d</b>\n") == [
        "docs/en/a.md:3:3: error H001 <pad> is not allowed in a page; "
        "write it in Markdown, or as `<pad>` if it is meant to be read",
        "docs/en/a.md:3:11: error H001 <b> has onclick='c', which is not allowed; remove it",
    ]


def test_a_tag_over_two_lines_is_named():
    assert problems("# A\n\n<img\nonerror=a>\n")[0].startswith("docs/en/a.md:3:1: error H001 <img> has onerror='a'")


def test_an_attribute_that_would_be_removed_is_named():
    assert problems("# A\n\n[a](b.md){onclick=c}\n") == [
        "docs/en/a.md:3:10: error H001 attribute onclick='c' is not allowed; remove it, classes and ids are enough for most"
    ]


def test_an_address_that_would_be_removed_is_named():
    assert problems("# A\n\n[a](javascript:b)\n") == [
        "docs/en/a.md:3:5: error H002 address 'javascript:b' is not allowed; "
        "write a path, or one that begins with https: or mailto:"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`<script>` and ``<b onclick=c>``\n",
        "a `<b\nonclick=c>` d\n",
        "```html\n<script>alert(1)</script>\n```\n",
        "<!-- <script> -->\n",
        "<https://example.org> <a@example.org>\n",
        "$x_{t=1} < y$ and {#id}\n",
        '## A {#a .b title="c"}\n',
        '<div class="a" aria-label="b" markdown>\nc\n</div>\n',
    ],
)
def test_what_is_allowed_or_only_shown_is_no_problem(text):
    assert problems(text) == []


def test_this_course_has_nothing_that_would_be_removed():
    for file in (Path(__file__).parent.parent / "docs").rglob("*.md"):
        assert problems(file.read_text("utf-8")) == [], file


def test_the_switches_of_tabs_keep_the_ids_that_their_labels_name(render):
    markup = render("//// tab | Row\n\nOars.\n\n////\n\n//// tab | Sail\n\nWind.\n\n////\n")
    assert (
        re.findall(r"<input[^>]* id=\"(\w+)\"", markup)
        == re.findall(r"<label for=\"(\w+)\"", markup)
        == ["__tabbed_1_1", "__tabbed_1_2"]
    )
