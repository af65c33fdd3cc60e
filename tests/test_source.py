"""What is prose in the source of a page: compared with what MkDocs and superfences make of it."""

from __future__ import annotations

import functools

import markdown
import pytest
from conftest import extensions
from diglot.source import (
    Fence,
    FrontMatter,
    RawHtml,
    fences,
    indent_of,
    links,
    plain,
    prose,
    raw_html,
    split_front_matter,
    unclosed_comments,
    unclosed_fences,
    unreadable_fences,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data

FRONT_MATTER = {
    "none": ("# Title\n", FrontMatter("", "# Title\n", 1)),
    "some": ("---\ntitle: A\n---\n# Title\n", FrontMatter("title: A\n", "# Title\n", 4)),
    "closed-with-dots": ("---\ntitle: A\n...\n\nText\n", FrontMatter("title: A\n", "\nText\n", 4)),
    "spaces-behind-the-dashes": ("---  \ntitle: A\n--- \nText\n", FrontMatter("title: A\n", "Text\n", 4)),
    "a-rule-in-the-text": ("---\ntitle: A\n---\nText\n\n---\n", FrontMatter("title: A\n", "Text\n\n---\n", 4)),
    "never-closed": ("---\ntitle: A\n\n# Title\n", FrontMatter("", "---\ntitle: A\n\n# Title\n", 1)),
    "nothing-behind-it": ("---\ntitle: A\n---", FrontMatter("", "---\ntitle: A\n---", 1)),
    "not-at-the-top": ("\n---\ntitle: A\n---\n", FrontMatter("", "\n---\ntitle: A\n---\n", 1)),
    "empty": ("---\n---\n# Title\n", FrontMatter("", "---\n---\n# Title\n", 1)),
}


@pytest.mark.parametrize(("text", "expected"), FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_a_page_is_cut_behind_its_front_matter(text, expected):
    assert split_front_matter(text) == expected


@pytest.mark.parametrize(("text", "expected"), FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_mkdocs_cuts_the_page_at_the_same_place(text, expected):
    body, data = get_data(text)
    assert (body, bool(data)) == (expected.body.lstrip("\n"), bool(expected.yaml))


FENCES = {
    "backticks": ("```python\ncode\n```", [Fence(0, 2, "python")]),
    "tildes": ("~~~\ncode\n~~~", [Fence(0, 2, "")]),
    "a-longer-fence-holds-a-shorter-one": ("````\n```\ncode\n```\n````", [Fence(0, 4, "")]),
    "indented": ("    ```\n    code\n    ```", [Fence(0, 2, "")]),
    "with-tabs": ("\t```\n\tcode\n\t```", [Fence(0, 2, "")]),
    "quoted": ("> ```\n> code\n> ```", [Fence(0, 2, "")]),
    "a-prompt-in-indented-code": ("    ```python\n    >>> 1\n    1\n    ```", [Fence(0, 3, "python")]),
    "blank-lines-inside": ("    ```\n\n    code\n\n    ```", [Fence(0, 4, "")]),
    "code-span-at-the-start-of-a-line": ("```code``` and text", []),
    "two": ("```\na\n```\n\ntext\n\n```\nb\n```", [Fence(0, 2, ""), Fence(6, 8, "")]),
    "title": ('```python title="a.py"\ncode\n```', [Fence(0, 2, 'python title="a.py"')]),
    "attributes": ("```{.python #listing}\ncode\n```", [Fence(0, 2, "{.python #listing}")]),
    "spaces-behind-the-end": ("```\ncode\n```  ", [Fence(0, 2, "")]),
}


@pytest.mark.parametrize(("text", "expected"), FENCES.values(), ids=FENCES)
def test_a_fence_lasts_until_it_is_repeated(text, expected):
    assert fences(text.split("\n")) == expected
    assert superfences(text.split("\n")) == [(fence.first, fence.last) for fence in expected]


UNCLOSED = {
    "nothing-closes-it": "```python\ncode",
    "closed-by-other-signs": "```\ncode\n~~~",
    "closed-by-a-shorter-fence": "````\ncode\n```",
    "closed-further-in": "```\ncode\n    ```",
    "closed-further-out": "    ```\n    code\n```",
    "code-further-out": "    ```\ncode\n    text",
    "out-of-the-quotation": "> ```\n> code\n\n> more",
}


@pytest.mark.parametrize("text", UNCLOSED.values(), ids=UNCLOSED)
def test_a_fence_that_is_never_closed_hides_nothing(text):
    lines = text.split("\n")
    assert (unclosed_fences(lines), fences(lines), superfences(lines)) == ([0], [], [])
    assert prose(lines) == list(enumerate(lines))


UNREADABLE = {
    "a-word-behind-the-language": "python example",
    "a-comma": "rust,no_run",
    "an-unknown-option": 'python lines="1"',
    "a-value-that-is-no-number": 'python linenums="one"',
    "notebook-braces": "python {cell} x",
}


@pytest.mark.parametrize("info", UNREADABLE.values(), ids=UNREADABLE)
def test_a_fence_with_words_that_mean_nothing_is_text_to_the_renderer(info):
    lines = ["text", "", f"```{info}", "code", "```"]
    assert unreadable_fences(lines) == [2]
    assert (2, 4) not in superfences(lines)


def test_options_of_a_fence_that_mean_something_are_read():
    options = 'hl_lines="1 3-4" linenums="1" title="x"'
    lines = [f"```python {options}", "code", "```", "", "```c++", "code", "```", "", "```", "code", "```"]
    assert unreadable_fences(lines) == []
    assert superfences(lines) == [(0, 2), (4, 6), (8, 10)]


@functools.cache
def renderer() -> markdown.Markdown:
    names, configs = extensions()
    return markdown.Markdown(extensions=names, extension_configs=configs)


def superfences(lines: list[str]) -> list[tuple[int, int]]:
    """First and last line of each fence that the renderer finds."""
    renderer().reset()
    processor = renderer().preprocessors["fenced_code_block"]
    found = []
    store = type(processor)._store

    def note(source: str, code: str, start: int, end: int) -> None:
        found.append((start, end - 1))
        store(processor, source, code, start, end)

    processor._store = note
    processor.run([line.expandtabs(4) for line in lines])
    return found


LINES = st.lists(
    st.tuples(
        st.sampled_from(["", "", " ", "    ", "     ", "> ", ">", "> > ", "\t"]),
        st.sampled_from(["```", "```", "````", "~~~", "```python", "``` ", "text", "", ">>> 1", "```a```", "# H", "```{.c}"]),
    ).map("".join),
    max_size=14,
)


@settings(max_examples=500, derandomize=True, deadline=None)
@given(LINES)
def test_fences_are_those_that_the_renderer_finds(lines):
    assert [(fence.first, fence.last) for fence in fences(lines)] == superfences(lines)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(LINES)
def test_every_line_is_in_a_fence_or_in_prose_and_never_in_both(lines):
    inside = [index for fence in fences(lines) for index in range(fence.first, fence.last + 1)]
    assert sorted([*inside, *(index for index, _ in prose(lines))]) == list(range(len(lines)))


def test_a_comment_is_no_prose():
    lines = ["a", "<!--", "# No heading", "-->", "b", "<!-- c -->", "<!-- d --> e", "f <!-- g -->"]
    assert prose(lines) == [(0, "a"), (4, "b"), (6, "           e"), (7, "f <!-- g -->")]
    assert unclosed_comments(lines) == []


def test_a_comment_in_code_is_code_and_code_in_a_comment_is_comment():
    lines = ["```html", "<!--", "```", "text", "<!--", "```", "code", "```", "-->", "end"]
    assert prose(lines) == [(3, "text"), (9, "end")]


def test_a_comment_that_is_never_closed_hides_nothing():
    lines = ["a", "<!-- b", "c"]
    assert unclosed_comments(lines) == [1]
    assert prose(lines) == [(0, "a"), (1, "<!-- b"), (2, "c")]


LINKS = {
    "inline": ("See [T5](model:t5).", [(0, 10, "model:t5")]),
    "two-on-a-line": ("[a](b) and [c](d)", [(0, 5, "b"), (0, 16, "d")]),
    "with-a-title": ('[a](b "title")', [(0, 5, "b")]),
    "in-angle-brackets": ("[a](<b>)", [(0, 6, "b")]),
    "picture": ("![a](b.svg)", [(0, 6, "b.svg")]),
    "defined-elsewhere": ("[T5][t5]\n\n[t5]: model:t5", [(2, 7, "model:t5")]),
    "in-a-code-span": ("`[a](b)` and [c](d)", [(0, 18, "d")]),
    "in-a-long-code-span": ("``[a](b) ` `` and [c](d)", [(0, 23, "d")]),
    "in-a-fence": ("```\n[a](b)\n```", []),
    "text-over-two-lines": ("[a\nb](c)", [(1, 4, "c")]),
}


@pytest.mark.parametrize(("text", "expected"), LINKS.values(), ids=LINKS)
def test_links_are_found_with_their_places(text, expected):
    assert list(links(text.split("\n"))) == expected


PLAIN = {
    "Cross-attention": "Cross-attention",
    "The *encoder* and the **decoder**": "The encoder and the decoder",
    "A `model` with snake_case_name": "A model with snake_case_name",
    "_Two_  spaces": "Two spaces",
    "[T5](model:t5) and ![a picture](b.svg)": "T5 and a picture",
    "Das Training {#training}": "Das Training",
    "Das Training { #training .wide }": "Das Training",
    "Das Training {: #training }": "Das Training",
}


@pytest.mark.parametrize(("text", "expected"), PLAIN.items())
def test_plain_text_keeps_the_words_alone(text, expected):
    assert plain(text) == expected


def test_the_indent_is_counted_in_spaces():
    assert [indent_of(line) for line in ("", "a", "  a", "    ", "\ta", "\u00a0a")] == [0, 0, 2, 4, 0, 0]


RAW_HTML = {
    "closed": ("<div>\n\ntext\n\n</div>", [RawHtml(0, 4, "div", markdown=False)]),
    "on-one-line": ("<p>text</p>", [RawHtml(0, 0, "p", markdown=False)]),
    "nested": ('<div class="a>b">\n<div>\n</div>\n</DIV>', [RawHtml(0, 3, "div", markdown=False)]),
    "read-as-markdown": ("<div markdown>\ntext\n</div>", [RawHtml(0, 2, "div", markdown=True)]),
    "never-closed": ("text\n\n<div>\n<p>text</p>", [RawHtml(2, -1, "div", markdown=False)]),
    "in-a-line": ("text <div>", []),
    "inline": ("<kbd>K", []),
    "empty": ("<hr>\n<br>\n<div/>", []),
    "component": ('<Youtube id="x"/>', []),
    "indented": ("    <div>", []),
    "in-a-fence": ("```\n<div>\n```", []),
    "in-a-comment": ("<!--\n<div>\n-->", []),
}


@pytest.mark.parametrize(("text", "expected"), RAW_HTML.values(), ids=RAW_HTML)
def test_raw_html_lasts_until_its_first_tag_is_closed(text, expected):
    assert list(raw_html(text.split("\n"))) == expected


@pytest.mark.parametrize(("text", "expected"), RAW_HTML.values(), ids=RAW_HTML)
def test_a_tag_that_is_never_closed_hides_what_follows_from_the_renderer(text, expected):
    html = renderer().reset().convert(f"{text}\n\n*read*\n")
    assert ("<em>read</em>" in html) == all(found.last >= 0 for found in expected)
