"""Questions of a translation that today's English page has asked differently since.

A translation repeats the key of the English text it follows. When English changes the key, an option or the kind of a
question, the translation may be wrong, and a wrong key teaches what is wrong: until a translator has looked at it, readers
get today's English question in its place.
"""

from __future__ import annotations

from dataclasses import replace

from diglot.admonitions import rewrite_page
from diglot.blocks import Block, scan
from diglot.pages import Page
from diglot.quiz_source import KINDS, Quiz, parse
from diglot.source import plain


def superseded(page: Page, today: Page, pinned: Page | None) -> tuple[Page, tuple[str, ...]]:
    """The translation with today's English question where its own may be wrong, and the ids of those questions.

    ``pinned`` is the English page that the translation follows. Where nobody knows it, kind and key alone can be compared.
    """
    written, english = rewrite_page(page), rewrite_page(today)
    own, theirs = _questions(written), _questions(english)
    before = {name: quiz for name, (_, quiz) in _questions(rewrite_page(pinned)).items()} if pinned else {}
    changed = [name for name, (_, quiz) in own.items() if name in theirs and _differs(quiz, theirs[name][1], before.get(name))]
    if not changed:
        return page, ()
    lines = list(written.lines)
    for name in reversed(changed):
        here, there = own[name][0], theirs[name][0]
        lines[here.line : here.last + 1] = english.lines[there.line : there.last + 1]
    head = page.text.removesuffix(page.front.body)
    return replace(page, text=head + "\n".join(lines)), tuple(changed)


def _questions(page: Page) -> dict[str, tuple[Block, Quiz]]:
    """The questions of a page by id, in its order."""
    blocks = [block for top in scan(page)[0] for block in top.walk() if block.name in KINDS and block.closed]
    return {quiz.id: (block, quiz) for block in blocks if (quiz := parse(page, block)).id}


def _differs(own: Quiz, today: Quiz, before: Quiz | None) -> bool:
    shape = own.kind, own.key, len(own.options)
    return shape != (today.kind, today.key, len(today.options)) or (before is not None and _said(before) != _said(today))


def _said(quiz: Quiz) -> list[str]:
    return [plain(option.text) for option in quiz.options]
