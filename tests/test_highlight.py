"""Code is highlighted as pymdownx does it, and the same code once."""

from __future__ import annotations

import markdown
import pymdownx.highlight
import pytest
from diglot import highlight

CODE = "```python {options}\ndef f():\n    return 1\n```\n"


def rendered(text: str, extension: str = "diglot.highlight", **options: object) -> str:
    extensions = [extension, "pymdownx.superfences", "pymdownx.inlinehilite"]
    return markdown.markdown(text, extensions=extensions, extension_configs={extension: options})


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch):
    monkeypatch.setattr(highlight, "_known", {})


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """The code that Pygments has got."""
    codes = []
    pygments = pymdownx.highlight.highlight
    monkeypatch.setattr(pymdownx.highlight, "highlight", lambda code, *rest: codes.append(code) or pygments(code, *rest))
    return codes


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (CODE.format(options=""), {}),
        (CODE.format(options='hl_lines="1"'), {}),
        (CODE.format(options='linenums="3"'), {}),
        (CODE.format(options='linenums="3"'), {"linenums_style": "pymdownx-inline"}),
        (CODE.format(options='title="a<b.py"'), {}),
        (CODE.format(options=""), {"auto_title": True, "auto_title_map": {"Python": {"title": "<b>A</b>", "mode": "html"}}}),
        (CODE.format(options=""), {"auto_title": True}),
        (CODE.format(options="") * 2, {"line_spans": "line", "line_anchors": "at"}),
        (CODE.format(options="") * 2, {"linenums": True, "anchor_linenums": True}),
        (CODE.format(options=""), {"use_pygments": False}),
        ("Write `#!python x = 1` and `#!js x = 1`.", {}),
        ("    indented = code\n", {}),
    ],
)
def test_code_looks_as_pymdownx_makes_it_also_the_second_time(text, options):
    expected = rendered(text, "pymdownx.highlight", **options)
    assert [rendered(text, **options), rendered(text, **options)] == [expected, expected]


def test_the_same_code_is_highlighted_once_however_many_pages_have_it(asked):
    pages = [rendered(CODE.format(options="") + f"Page {number}\n") for number in range(3)]
    assert [asked, len(set(pages))] == [["def f():\n    return 1"], 3]


def test_what_makes_code_look_otherwise_is_asked_for_again(asked):
    for text in (CODE.format(options=""), CODE.format(options='hl_lines="1"'), CODE.format(options="").replace("python", "js")):
        rendered(text)
    rendered(CODE.format(options=""), linenums=True)
    assert asked == ["def f():\n    return 1"] * 4


def test_no_more_is_remembered_than_a_course_of_a_thousand_pages_has(monkeypatch):
    monkeypatch.setattr(highlight, "_MOST", 2)
    for number in range(5):
        rendered(f"```js\n{number}\n```\n")
    assert len(highlight._known) == 1
