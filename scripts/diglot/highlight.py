"""Code is highlighted once for all languages: translators leave it as it is.

The extension of pymdownx with its options; ``mkdocs.yml`` names it in that one's place.
"""

from __future__ import annotations

from typing import Any

from pymdownx import highlight

_MOST = 5000  # blocks; a course of a thousand pages has about so many of its own

_known: dict[str, str] = {}


class Highlight(highlight.Highlight):
    """Remembers what it made, as long as the process runs."""

    def highlight(self, src: str, language: str, *args: Any, **options: Any) -> str:
        """HTML of a block of code. Code in a line is an element, and a title that is HTML leaves it with the page."""
        if options.get("inline") or self.title_mode == "html" or self.auto_title_map:
            return super().highlight(src, language, *args, **options)
        if not (self.line_spans or self.line_anchors):
            options["code_block_count"] = 0  # the number that ids of lines would begin with
        settings = {name: value for name, value in vars(self).items() if name != "md"}
        key = repr((settings, src, language, args, options))
        if key not in _known:
            if len(_known) >= _MOST:
                _known.clear()
            _known[key] = super().highlight(src, language, *args, **options)
        return _known[key]


class HighlightExtension(highlight.HighlightExtension):
    """pymdownx asks it for the class that highlights."""

    def get_pymdownx_highlighter(self) -> type[Highlight]:
        """The class."""
        return Highlight


def makeExtension(**options: Any) -> HighlightExtension:
    """What Python-Markdown calls."""
    return HighlightExtension(**options)
