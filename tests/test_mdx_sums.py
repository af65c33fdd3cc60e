"""What an import counts: links and anchors in the source, and once more in what was written."""

from __future__ import annotations

from collections import Counter

import pytest
from diglot.mdx.asked import Asked, with_prompts
from diglot.mdx.nodes import Heading, read, walk
from diglot.mdx.report import Sum
from diglot.mdx.sums import found_in, links_in, placed

LINKS = {
    "See [one](a.md), [two](<b c.md>) and <a class='x' href='d.md'>three</a>.": 3,
    "[one][here]\n\n[here]: https://one.example.org\n[^1]: A note.": 1,
    "![a picture](a.png), [![its link](a.png)](b.md), <https://bare.example.org>": 1,
    "`[code](a.md)` and `code that\ngoes on [b](b.md)`": 0,
    "```md\n[in a fence](a.md)\n```\n<!-- [in a comment](a.md) -->": 0,
    '<CourseFloatingBanner notebooks={[{label: "A", value: "[a](https://a.example.org)"}]} />': 0,
}


@pytest.mark.parametrize("text", LINKS)
def test_links_are_counted_alike_in_source_and_page(text: str) -> None:
    assert links_in(text) == LINKS[text]


SOURCE = """# Boats[[boats]]

## Deck[deck]]

### 1. Which?[[which]]

<Question choices={[{text: "a", correct: true}, {text: "b"}]} />
"""


def test_anchors_are_counted_where_their_ids_are_written() -> None:
    tree = read(SOURCE, "x.mdx")
    nodes = with_prompts(tree.nodes)
    headings = [node for node in walk(nodes) if isinstance(node, Heading)]
    asked = [node for node in walk(nodes) if isinstance(node, Asked)]
    page = "# Boats\n\n## Deck {#the-deck}\n\n/// quiz | Which?\n    attrs: {id: which}\n\n- [x] a\n- [ ] b\n\n///\n"
    ids, questions = {1: "boats", 3: "the-deck"}, {asked[0].line: "which"}

    assert found_in(SOURCE, tree.counts)["anchors"] == 3
    assert placed(page, headings, asked, ids, questions) == (Counter(pages=1, headings=1, anchors=3), Counter())
    assert placed("# Boats\n", headings, asked, ids, questions) == (
        Counter(pages=1, anchors=1),
        Counter(headings=1, anchors=1),
    )


def test_a_sum_that_does_not_add_up_says_so() -> None:
    assert str(Sum("links", 3, 1, 1)) == "links: 3 in, 1 out, 1 held back, 0 repaired, 1 UNACCOUNTED FOR"
