"""Texts that once took minutes are read in a time that grows with their size alone."""

import markdown
import pytest
from diglot.bounds import ADDRESS, DEPTH, PARAGRAPH, bounded, check, closing
from diglot.pages import Page


def test_pairs_of_brackets_are_found_once():
    assert closing("[a [b] ] ] [c") == {0: 7, 3: 5}


@pytest.mark.parametrize(
    "text",
    [
        "[a](b.md)",
        "[a [b]](c.md 'd')",
        "[![a](b.png)](c.md)",
        "[a][b] [b] [c][] ![a][b]\n\n[b]: d.md 'e'\n",
        "[a](b(c)d) [a](<b c>) [a]( b 'c\"d' )",
        "[a [b](c.md)",
        "[a](b 'c",
        "a] [b",
        "[^1]\n\n[^1]: a",
    ],
)
def test_links_are_what_they_are_without_bounds(text):
    names = ["attr_list", "footnotes"]
    assert markdown.markdown(text, extensions=[*names, "diglot.bounds"]) == markdown.markdown(text, extensions=names)


def test_an_address_ends_somewhere(render):
    assert f'href="{"a" * (ADDRESS - 10)}"' in render(f"[b]({'a' * (ADDRESS - 10)})")
    assert "href" not in render(f"[b]({'a' * ADDRESS})")


# Without bounds each of these takes between 5 seconds and several minutes, or ends in RecursionError.
ENDLESS = [
    "[",
    "![",
    "[a](",
    "[a][",
    "[^",
    "<![CDATA[",
    "<a ",
    '<a href="',
    "*[",
    "a\n: ",
    "*[a]: b\n",
    "---\n",
    "1. ",
    '[x](y "',
]


@pytest.mark.parametrize("sign", ENDLESS)
def test_an_endless_text_comes_to_its_end(render, sign):
    assert render(f"# A\n\n{sign * 3000}\n\nend\n").endswith("<p>end</p>")


@pytest.mark.parametrize("above", ["> /// quiz | A\n# B", "Text", "> /// quiz | A", "- a\n- b", "# B"])
def test_a_block_that_begins_within_a_paragraph_is_read_once(render, above):
    html = render(f"{above}\n/// quiz | C\n\n- [ ] d\n\n- [x] e\n\n///\n")
    assert html == render(f"{above}\n\n/// quiz | C\n\n- [ ] d\n\n- [x] e\n\n///\n")
    assert html.count("<legend") == 1


def test_a_text_that_somebody_wrote_stays_as_it_is():
    lines = ["# A", "", "- a", "    - b", "> > c <d e", "", *(["f"] * (PARAGRAPH - 1)), ""]
    assert bounded(lines) == lines


def test_a_paragraph_of_a_thousand_lines_begins_anew():
    assert bounded(["a"] * (PARAGRAPH + 1)) == [*["a"] * (PARAGRAPH - 1), "", "a", "a"]


def test_lists_end_their_nesting():
    assert bounded(["- " * 200 + "a", " " * 200 + "b"]) == ["- " * (DEPTH // 2) + "a", " " * DEPTH + "b"]


def test_a_line_that_is_nested_too_deeply_is_named():
    page = Page("en", "a.md", "docs/en/a.md", "# A\n\n" + "\n".join(f"{' ' * 4 * depth}- a" for depth in range(100)) + "\n")
    assert list(map(str, check(page))) == [
        "docs/en/a.md:35:1: error P009 line is nested deeper than 32 lists; begin it further to the left"
    ]


def test_a_paragraph_that_is_too_long_is_named():
    page = Page("en", "a.md", "docs/en/a.md", "# A\n\n" + f"{'a ' * 100}\n" * 300)
    assert list(map(str, check(page))) == [
        "docs/en/a.md:253:1: error P008 paragraph is longer than 50000 signs; divide it by blank lines"
    ]
