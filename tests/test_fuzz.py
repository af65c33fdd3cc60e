"""Whatever is written, it is read: no crash in the check, none in the renderer, and what readers get is well-formed and harmless.

A few hundred documents in the fast suite; ``--long`` reads 20,000 pages and 10,000 questions, and none may take a second
of the processor's time.
"""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from conftest import render_markdown
from diglot.check import check_course
from diglot.pages import Course, Page, read_course
from diglot.sanitise import is_safe
from hypothesis import given, settings
from hypothesis import strategies as st

# Pieces of Markdown and what is not, with '¦' between them.
_PIECES = r"""
# ¦## A\n¦\n\n¦\n¦    ¦\t¦- ¦1. ¦> ¦* ¦_ ¦** ¦`¦```\n¦```python\n¦~~~\n¦[¦](¦)¦![¦[^1]¦\n[^1]: ¦[a]: b¦<¦>¦</¦<b>¦
</b>¦<div>¦</div>¦<p markdown>¦<script>alert(1)</script>¦<img src=x onerror=alert(1)>¦<a href="javascript:alert(1)">¦
<svg onload=alert(1)>¦<!--¦-->¦<![CDATA[¦<?¦{#a}¦{.b}¦{: onclick=alert(1) }¦{¦}¦"¦'¦&amp;¦&#106;¦&¦\¦$¦$$¦\(¦
\frac{a}{b}¦\begin{matrix}¦| a | b |\n¦|-|-|\n¦/// quiz | A\n¦    attrs: {id: a}\n¦/// hint | B\n¦
/// video | C\n    youtube: 0_4KEb08xrE\n¦/// figure | D\n    src: e\n¦///\n¦!!! quiz a "B"\n¦??? hint\n¦!!! note\n¦
=== "A"\n¦> [!TIP]\n¦- [ ] a\n¦- [x] b\n¦    > c\n¦*[A]: b\n¦A\n: b\n¦---\n¦---\n¦title: A\n¦[a](javascript:b)¦
model:t5¦term:token¦[T5](model:t5)¦é¦е¦模型¦مرحبا¦(title="¦<b title="¦<img title='
"""
SIGNS = ["\u202e", "\u200b", "\u200c", "\x02", "\x03", "\x00", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "\x0258\x03"]
PIECES = [piece.replace(r"\n", "\n").replace(r"\t", "\t") for piece in _PIECES.replace("\n", "").split("¦")] + SIGNS

pages = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """Something like a question: its lines in order, some missing, some spoilt."""
    lines = [
        "/// quiz | A",
        "    attrs: {id: a}",
        "",
        "- [ ] b",
        "",
        "    > c",
        "",
        "- [x] d",
        "",
        "/// hint | E",
        "f",
        "///",
        "",
        "///",
    ]
    kept = [line for line in lines if draw(st.integers(0, 9))]
    at = draw(st.integers(0, len(kept)))
    return "\n".join([*kept[:at], draw(st.lists(st.sampled_from(PIECES), max_size=3).map("".join)), *kept[at:]]) + "\n"


_VOID = {"br", "hr", "img", "wbr", "input", "col", "link", "meta", "source", "track"}


class WellFormed(HTMLParser):
    """Every element is closed, and in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), self.get_starttag_text()
        scripted = any(name in ("href", "src") and not is_safe(value or "") for name, value in attrs)
        handler = any(name.startswith("on") for name in names)
        if scripted or handler or (tag == "script" and ("type", "application/ld+json") not in attrs):
            self.harm.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def is_read(text: str, course: Course) -> float:
    """Check and render a page of a course; the seconds of processor time that it took."""
    begun = time.process_time()
    course.pages["en", "fuzz.md"] = Page("en", "fuzz.md", "docs/en/fuzz.md", text)
    for problem in check_course(course):
        assert problem.line >= 1
        assert problem.column >= 1
    html = render_markdown(text)
    taken = time.process_time() - begun
    parser = WellFormed()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    assert parser.harm == []
    return taken


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    docs = tmp_path_factory.mktemp("fuzz") / "docs"
    (docs / "en").mkdir(parents=True)
    (docs / "en/_lang.yml").write_text("name: English\n")
    return read_course(docs.parent)


@given(text=pages)
@settings(max_examples=150)
def test_any_page_is_read(text, course):
    is_read(text, course)


@given(text=questions())
@settings(max_examples=100)
def test_any_question_is_read(text, course):
    is_read(text, course)


@pytest.mark.parametrize(("texts", "number"), [(pages, 20_000), (questions(), 10_000)], ids=["pages", "questions"])
def test_none_of_many_takes_a_second(texts, number, course, pytestconfig, capsys):
    if not pytestconfig.getoption("--long"):
        pytest.skip("takes minutes: --long")
    taken: list[tuple[float, str]] = []

    @given(text=texts)
    @settings(max_examples=number)
    def read(text: str) -> None:
        taken.append((is_read(text, course), text))

    read()
    slowest = [(min(seconds, is_read(text, course)), text) for seconds, text in sorted(taken)[-5:]]  # a pause is not the text's
    seconds, text = max(slowest)
    with capsys.disabled():
        print(f"\n{len(taken):,} read, the slowest in {seconds:.2f} s of processor time")
    assert len(taken) >= number
    assert seconds < 1, text
