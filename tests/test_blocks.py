"""Blocks in the source: what is found where, and whether the renderer agrees."""

from __future__ import annotations

import pytest
from diglot.blocks import Block, check_options, indented, option_lines, scan
from diglot.figure import FigureBlock
from diglot.models import ModelsBlock
from diglot.pages import Page
from diglot.quiz import QuizBlock
from selectolax.lexbor import LexborHTMLParser


def page(text: str) -> Page:
    return Page("en", "x.md", "docs/en/x.md", text)


def outline(block: Block) -> str:
    """``quiz 0-5 (hint 2-4)``: name, first and last line of a block and of those inside it."""
    inner = " ".join(map(outline, block.children))
    return f"{block.name} {block.line}-{block.last}" + (f" ({inner})" if inner else "")


def texts(problems) -> list[str]:
    return [str(problem).removeprefix("docs/en/x.md:") for problem in problems]


UNCLOSED = "block 'quiz' is never closed; write '///' on a line of its own after it"

FOUND = {
    "none": ("text\n", []),
    "one": ("/// quiz | Q\n///\n", ["quiz 0-1"]),
    "two": ("/// quiz | Q\n///\n\n/// video | V\n///\n", ["quiz 0-1", "video 3-4"]),
    "one-inside": ("/// quiz | Q\n\n/// hint | H\ntext\n///\n\n///\n", ["quiz 0-6 (hint 2-4)"]),
    "without-blank-lines": (
        "/// quiz | Q\n/// hint\ntext\n///\n/// explain\ntext\n///\n///",
        ["quiz 0-7 (hint 1-3 explain 4-6)"],
    ),
    "more-slashes-outside": ("//// quiz | Q\n\n/// hint\ntext\n///\n\n////\n", ["quiz 0-6 (hint 2-4)"]),
    "behind-a-paragraph": ("text\n/// quiz | Q\n///\n", ["quiz 1-2"]),
    "a-little-indented": ("   /// quiz | Q\n  ///\n", ["quiz 0-1"]),
    "capital-letters": ("/// Quiz | Q\n///\n", ["quiz 0-1"]),
    "no-spaces": ("///quiz|Q\n///\n", ["quiz 0-1"]),
    "in-a-fence": ("```\n/// quiz | Q\n```\n\n~~~\n///\n~~~\n", []),
    "in-a-comment": ("<!--\n/// quiz | Q\n\n///\n-->\n", []),
    "end-in-a-fence": ("/// quiz | Q\n\n```\n///\n```\n\n///\n", ["quiz 0-6"]),
    "in-indented-code": ("text\n\n    /// example | Q\n    ///\n", []),
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_blocks_are_found_with_their_lines(text, expected):
    blocks, problems = scan(page(text))
    assert (list(map(outline, blocks)), problems) == (expected, [])


@pytest.mark.parametrize("text", [text for text, _ in FOUND.values()], ids=FOUND)
def test_the_renderer_finds_the_same_blocks(text, render):
    shown = {"form.quiz": "quiz", "details.quiz__hint": "hint", "details.quiz__explain": "explain", "figure.video": "video"}
    tree = LexborHTMLParser(render(text))
    rendered = [name for selector, name in shown.items() for _ in tree.css(selector)]
    assert rendered == sorted((block.name for top in scan(page(text))[0] for block in top.walk()), key=list(shown.values()).index)


OPTIONS = {
    "none": ("/// quiz | Q\n\n    code\n", None, {}),
    "one": ("/// quiz | Q\n    tests: x\n", {"tests": "x"}, {"tests": (2, 5)}),
    "deeper": ("/// quiz | Q\n      tests: x\n", {"tests": "x"}, {"tests": (2, 7)}),
    "several": ("/// quiz | Q\n    tests: x\n    difficulty: 2\n", {"tests": "x", "difficulty": 2}, {"difficulty": (3, 5)}),
    "nested": ("/// figure | F\n    labels:\n        a: A\n", {"labels": {"a": "A"}}, {"labels": (2, 5)}),
    "up-to-a-blank-line": ("/// quiz | Q\n    tests: x\n      \n    code\n", {"tests": "x"}, {}),
    "up-to-the-text": ("/// quiz | Q\n    tests: x\ntext\n", {"tests": "x"}, {}),
}


@pytest.mark.parametrize(("text", "value", "places"), OPTIONS.values(), ids=OPTIONS)
def test_options_stand_directly_below_the_first_line(text, value, places):
    (block,), _ = scan(page(f"{text}///\n"))
    assert block.options.value == value
    assert {name: block.options.place(name) for name in places} == places


def test_places_of_options_count_the_front_matter():
    (block,), _ = scan(page("---\ntitle: T\n---\n\n/// figure | F\n    labels:\n        a: A\n///\n"))
    assert block.options.place("labels", "a") == (7, 9)


def test_a_block_gives_its_options_and_all_blocks_inside_it():
    (block,), _ = scan(page("/// quiz | Q\n    difficulty: 2\n\n/// hint\n/// video | V\n///\n///\n/// explain\n///\n///\n"))
    assert [inner.name for inner in block.walk()] == ["quiz", "hint", "video", "explain"]
    assert (block.option("difficulty"), block.option("tests"), block.title, block.closed) == (2, None, "Q", True)


FRAME = {
    "never-closed": (
        "/// quiz | Q\ntext\n",
        [f"1:1: error B004 {UNCLOSED}"],
    ),
    "closed-with-other-slashes": (
        "//// quiz | Q\n///\n",
        [
            "1:1: error B004 block 'quiz' is never closed; write '////' on a line of its own after it",
            "2:1: error B005 '///' closes no block; '////' would close 'quiz'",
        ],
    ),
    "inner-one-never-closed": (
        "/// quiz | Q\n/// hint\ntext\n///\n",
        [f"1:1: error B004 {UNCLOSED}"],
    ),
    "closes-nothing": ("text\n\n///\n", ["3:1: error B005 '///' closes no block; remove it, or open a block before it"]),
    "no-bar": ("/// quiz Which?\n///\n", ["1:1: error B006 '/// quiz Which?' opens no block; write '/// quiz | Which?'"]),
    "colon-for-bar": (
        "/// quiz: Which?\n///\n",
        ["1:1: error B006 '/// quiz: Which?' opens no block; write '/// quiz | Which?'"],
    ),
    "no-name": (
        "/// | Which?\n///\n",
        [
            "1:1: error B006 '/// | Which?' opens no block; write '/// name | Which?'",
            "2:1: error B005 '///' closes no block; remove it, or open a block before it",
        ],
    ),
    "protected-space-behind-the-end": (
        "/// quiz | Q\n///\u00a0\n",
        [
            f"1:1: error B004 {UNCLOSED}",
            "2:1: error B006 '///' opens no block; write '/// name | Title'",
        ],
    ),
    "options-not-yaml": (
        "/// quiz | Q\n    tests: a: b\n///\n",
        [
            "2:13: error B003 this is not YAML: mapping values are not allowed here;"
            " quote text that holds ': ' or begins with a sign"
        ],
    ),
    "options-no-mapping": (
        "/// quiz | Q\n    text\n///\n",
        ["2:5: error B003 options of 'quiz' must be 'name: value' lines; or leave a blank line before the text"],
    ),
    "option-given-twice": (
        "/// quiz | Q\n    tests: a\n    tests: b\n///\n",
        ["3:5: error B003 key 'tests' is given twice; keep one of them"],
    ),
    "below-an-indented-paragraph": (
        "- item\n\n    text\n/// quiz | Q\n    tests: a\n///\n",
        ["4:1: error B008 '/// quiz | Q' belongs to the item above; leave a blank line before it"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FRAME.values(), ids=FRAME)
def test_what_is_wrong_with_the_frame_is_reported(text, expected):
    assert texts(sorted(scan(page(text))[1])) == expected


CHECKED = {
    "fine": ("/// quiz | Q\n    attrs: {id: q, class: wide}\n    tests: a\n    fixed: [2]\n", QuizBlock, []),
    "no-title": ("/// quiz\n", QuizBlock, ["1:1: error B006 block 'quiz' needs a title; write '/// quiz | Title'"]),
    "empty-title": ("/// quiz | \n", QuizBlock, ["1:1: error B006 block 'quiz' needs a title; write '/// quiz | Title'"]),
    "title-too-many": ("/// models | All\n", ModelsBlock, ["1:1: error B006 block 'models' shows no title; write '/// models'"]),
    "misspelt-option": (
        "/// quiz | Q\n    test: a\n",
        QuizBlock,
        ["2:5: error B002 block 'quiz' has no option 'test'; did you mean 'tests'?"],
    ),
    "unknown-option": (
        "/// models\n    1: a\n",
        ModelsBlock,
        ["2:5: error B002 block 'models' has no option 1; known are attrs"],
    ),
    "bad-values": (
        "/// quiz | Q\n    difficulty: 4\n    fixed: 2\n    tests:\n",
        QuizBlock,
        [
            "2:5: error B007 difficulty of 'quiz' is 4; write 1, 2 or 3",
            "3:5: error B007 fixed of 'quiz' is 2; write the numbers of the options that keep their place, for example [4]",
            "4:5: error B007 tests of 'quiz' is None; write the id of the heading that the question tests, or 'page.md#id'",
        ],
    ),
    "truth-is-no-number": (
        "/// quiz | Q\n    difficulty: yes\n    fixed: [yes]\n",
        QuizBlock,
        [
            "2:5: error B007 difficulty of 'quiz' is True; write 1, 2 or 3",
            "3:5: error B007 fixed of 'quiz' is [True]; write the numbers of the options that keep their place, for example [4]",
        ],
    ),
    "id-that-is-a-number": (
        "/// figure | F\n    attrs: {id: 5}\n",
        FigureBlock,
        [
            "2:5: error B007 attrs of 'figure' is {'id': 5};"
            " write '{id: name}'; names begin with a letter, values are texts, numbers in quotes"
        ],
    ),
    "attributes-that-are-none": (
        "/// figure | F\n    attrs: wide\n",
        FigureBlock,
        [
            "2:5: error B007 attrs of 'figure' is 'wide';"
            " write '{id: name}'; names begin with a letter, values are texts, numbers in quotes"
        ],
    ),
}


@pytest.mark.parametrize(("text", "renderer", "expected"), CHECKED.values(), ids=CHECKED)
def test_title_and_options_are_checked_against_the_renderer(text, renderer, expected):
    source = page(f"{text}///\n")
    (block,), _ = scan(source)
    assert texts(check_options(source, block, renderer)) == expected


@pytest.mark.parametrize(("text", "renderer", "expected"), CHECKED.values(), ids=CHECKED)
def test_the_renderer_leaves_as_text_what_is_reported(text, renderer, expected, render):
    assert ("///" in render(f"{text}\n///\n")) == bool(expected)


INDENTED = {
    "in-a-list": ("- item\n\n    /// quiz | Q\n", [(3, 5)]),
    "behind-a-bullet": ("- /// quiz | Q\n", [(1, 3)]),
    "in-a-numbered-list": ("1. /// quiz | Q\n", [(1, 4)]),
    "in-a-quotation": ("> /// quiz | Q\n", [(1, 3)]),
    "in-a-notice": ("!!! note\n    /// quiz | Q\n", [(2, 5)]),
    "of-another-name": ("    /// example\n", []),
    "in-a-fence": ("```\n    /// quiz | Q\n```\n", []),
    "at-the-margin": ("   /// quiz | Q\n", []),
}


@pytest.mark.parametrize(("text", "places"), INDENTED.values(), ids=INDENTED)
def test_a_block_inside_something_else_is_reported(text, places):
    message = "error B008 block 'quiz' is indented; write it at the margin, outside lists, quotations and notices"
    assert texts(indented(page(text), ["quiz"])) == [f"{line}:{column}: {message}" for line, column in places]


def test_options_end_at_a_blank_line_and_at_the_margin():
    lines = ["/// quiz | Q", "    a: 1", "      b", "", "    c"]
    assert (option_lines(lines, 1), option_lines(lines, 3), option_lines(lines, 4), option_lines([], 0)) == (3, 3, 5, 0)


def test_a_thousand_blocks_inside_each_other_are_scanned():
    (block,), problems = scan(page("/// hint\n" * 1000 + "///\n" * 1000))
    assert (problems, sum(1 for _ in block.walk())) == ([], 1000)
