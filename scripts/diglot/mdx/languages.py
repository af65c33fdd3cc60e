"""The folders of a source as language tags; a wrong code is named with the right one.

``gj`` is no language. What is written there is: most letters of Gujarati text are of the script that bears the language's
name, so the folder is ``gu``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

import langcodes
from babel import Locale

from diglot.languages import is_tag


def tag_of(folder: str, sample: str) -> tuple[str, str]:
    """The tag for a folder and what is to be said about it; no tag where none can be found.

    ``sample`` is text in the language.
    """
    if is_tag(folder):
        return langcodes.standardize_tag(folder), ""
    script = _script(sample)
    names = {name.casefold(): code for code, name in Locale("en").languages.items() if len(code) in (2, 3)}
    if right := names.get(script.casefold()):
        return right, f"folder {folder!r} is no language tag; its text is {script.capitalize()}, which is {right!r}"
    return "", f"folder {folder!r} is no language tag; rename it to one such as 'de', 'pt-BR' or 'zh-Hant'"


def _script(sample: str) -> str:
    """The script of most letters that are not Latin, as Unicode names it: ``GUJARATI``."""
    letters = Counter(unicodedata.name(sign, "").split(" ", 1)[0] for sign in sample if sign.isalpha() and ord(sign) > 0x24F)
    return letters.most_common(1)[0][0] if letters else ""
