"""Every Python block of the course runs, page by page in order, and prints what the page says it prints."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser

DOCS = Path(__file__).parent.parent / "docs"
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if "```python" in path.read_text("utf-8")]


def _run(example: Example) -> None:
    """Run a block in its page's namespace and keep what it prints."""
    printed = io.StringIO()
    code = compile("\n" * (example.line + example.parsed.line_offset) + example.parsed, example.path, "exec")
    with contextlib.redirect_stdout(printed):
        exec(code, example.namespace)
    example.namespace["__printed__"] = printed.getvalue()


def _compare(example: Example) -> str | None:
    """A block of output must be what the block above it has printed."""
    printed = example.namespace.pop("__printed__", "")
    if printed.rstrip() == example.parsed.rstrip():
        return None
    return f"{example.path}:{example.line}: shown output\n{example.parsed}\nis not what the code above prints\n{printed}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_the_code_of_a_page_runs_and_prints_what_is_shown(path: Path) -> None:
    parsers = [CodeBlockParser("python", _run), CodeBlockParser("output", _compare)]
    document = Document.parse(str(path), *parsers)
    for example in document.examples():
        example.evaluate()
    assert "__printed__" not in document.namespace or not document.namespace["__printed__"], "printed, but not shown"


def test_there_is_code_to_run_in_both_languages() -> None:
    pages = {lang: [path.name for path in PAGES if path.is_relative_to(DOCS / lang)] for lang in ("en", "de")}
    assert "attention.md" in pages["en"]
    assert pages["en"] == pages["de"]
