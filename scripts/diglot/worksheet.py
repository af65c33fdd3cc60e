"""A page on paper is a worksheet: its questions without marks, and behind everything else the key to them.

On the screen the key does not exist: it is hidden, found by no search, and left out of the edition without answers.
"""

from __future__ import annotations

import re

from diglot.cards import NOT_SEARCHED
from diglot.languages import Words

_FORM = re.compile(r'<form class="quiz".*?</form>', re.DOTALL)  # forms do not nest
_RIGHT = re.compile(r'<li data-right="">\s*<p class="quiz__verdict">.*?: <span>(?P<text>.*?)</span></p>', re.DOTALL)
_REFERENCE = re.compile(r'\s(?:id|aria-describedby)="[^"]*"')  # they stand in the question already


def key(markup: str, words: Words) -> str:
    """The right options of all questions in a page's HTML, numbered as on paper; empty where no question has any."""
    rights = [[_REFERENCE.sub("", right["text"]) for right in _RIGHT.finditer(form)] for form in _FORM.findall(markup)]
    entries = "".join(
        f'<li value="{number}">{"".join(f"<p>{text}</p>" for text in texts)}</li>\n'
        for number, texts in enumerate(rights, 1)
        if texts
    )
    if not entries:
        return ""
    hidden = " ".join(["hidden", *NOT_SEARCHED])
    return f'\n<section class="worksheet" {hidden}>\n<h2>{words.html("quiz.key")}</h2>\n<ol>\n{entries}</ol>\n</section>'
