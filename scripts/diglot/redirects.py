"""A page at each former address, leading to today's.

Static hosts know no redirects, so it is a page: search engines read its canonical address, browsers without JavaScript the
``refresh`` (https://html.spec.whatwg.org/#attr-meta-http-equiv-refresh), all others ``assets/redirect.js``, which takes the
anchor along.
"""

from __future__ import annotations

import html
from collections.abc import Mapping


def ends(redirects: Mapping[str, str]) -> dict[str, str]:
    """Where each former name leads in the end, through others; a name in a circle leads to itself."""
    found = {}
    for old in redirects:
        seen, name = {old}, redirects[old]
        while name in redirects and name not in seen:
            seen.add(name)
            name = redirects[name]
        found[old] = old if name in seen else name
    return found


def page(title: str, url: str, canonical: str, script: str, lang: str, direction: str) -> str:
    """The page; ``url`` and ``script`` are relative to it, ``canonical`` is absolute or empty."""
    there, link = html.escape(url), f'<link rel="canonical" href="{html.escape(canonical)}">' if canonical else ""
    return f"""<!doctype html>
<html lang="{lang}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{html.escape(title, quote=False)}</title>
{link}
<meta name="robots" content="noindex">
<script src="{html.escape(script)}"></script>
<meta http-equiv="refresh" content="0; url={there}">
</head>
<body><p><a href="{there}">{html.escape(title, quote=False)}</a></p></body>
</html>
"""
