"""What a program prints: ```` ```output ```` behind the code that prints it.

It is labelled in the page's language, marked up as ``samp``, and gets no copy button.
"""

from __future__ import annotations

import html
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from diglot.page import words_for

INFO = "output"


def _format(src: str = "", language: str = "", *, md: Markdown, **_: Any) -> str:
    """A superfences formatter."""
    label = words_for(md).html("code.output")
    return f'<figure class="output"><figcaption>{label}</figcaption><pre><samp>{html.escape(src)}</samp></pre></figure>'


def _takes_no_options(
    language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, Any], md: Markdown
) -> bool:
    """A superfences validator."""
    return not inputs


class OutputExtension(Extension):
    """Registers the fence with superfences, which must stand before it in mkdocs.yml."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Here rather than as ``!!python/name`` in the configuration, which would run code on reading."""
        superfences = md.preprocessors["fenced_code_block"].extension
        superfences.extend_super_fences(INFO, _format, _takes_no_options, None)


def makeExtension(**options: Any) -> OutputExtension:
    """What Python-Markdown calls."""
    return OutputExtension(**options)
