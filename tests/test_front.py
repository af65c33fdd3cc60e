"""Front matter has the keys that we know, and the theme sees them escaped."""

import pytest
from diglot.front import check, published
from diglot.pages import Page


def problems(yaml):
    return [str(problem) for problem in check(Page("en", "a.md", "a.md", f"---\n{yaml}\n---\n# A\n"))]


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("title: A\ndescription: b\nhide: [toc]\nsearch: {exclude: true}", []),
        ("template: ../secret.html", ["a.md:2:1: error P011 unknown key 'template'; known are description, draft, hide, "
                                      "notebooks, of, search, source, thread, title"]),
        ("titel: A", ["a.md:2:1: error P011 unknown key 'titel'; did you mean 'title'?"]),
        ("title: [A]", ["a.md:2:1: error P011 title is ['A']; write a text, in quotes if it looks like a number"]),
        ("description: 7", ["a.md:2:1: error P011 description is 7; write a text, in quotes if it looks like a number"]),
        ("thread: https://a.example\nnotebooks:\n- {label: Colab, url: https://b.example}", []),
        ("thread: 7", ["a.md:2:1: error P011 thread is 7; write the address of the forum's thread, which begins with https://"]),
        ("notebooks: [x.ipynb]", ["a.md:2:1: error P011 notebooks cannot be read; write a list such as "
                                  "'- {label: Colab, url: https://…}'"]),
        ("hide: all", ["a.md:2:1: error P011 hide is 'all'; write a list of navigation, toc, footer, path, feedback"]),
    ],
)  # fmt: skip
def test_what_is_not_known_is_named(yaml, expected):
    assert problems(yaml) == expected


def test_the_theme_sees_known_keys_escaped():
    meta = {"title": '<b>&"', "description": ["<script>"], "template": "x.html", "author": "<script>", "hide": ["toc"], 1: 2}
    assert published(meta) == {"title": "&lt;b&gt;&amp;&#34;", "hide": ["toc"]}
