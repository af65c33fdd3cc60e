"""What a page may do, said to the browser: a Content-Security-Policy, the wall behind the sanitiser.

Nothing is allowed but what this site needs, so that a script which came in with a text does not run even if everything before
has failed. A script inside a page runs only by its hash, and the hashes are those of the site's own templates, never of what
stands in the page. Data (JSON, JSON-LD) is no script and needs none. Other sites may be framed where a page has a video or
an ``embed`` block for them, and pictures come from other sites where a page offers some. Whatever no directive names
(objects, fonts) falls to ``default-src``.

Each page carries its policy in a ``<meta>``. For hosts that send headers the site has two files, with the sum of the pages'
policies and what only a header can say::

    _headers            Netlify, Cloudflare Pages and others read it; they do not serve it
    _headers.nginx      to be included in a server block of nginx

https://www.w3.org/TR/CSP3/ is the rule for every line here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from diglot import embed, picture, video

HEADERS, NGINX = "_headers", "_headers.nginx"

# Directives and what they allow. The search is WebAssembly and works beside the page; icons of the theme are data addresses.
_NEEDED = {
    "default-src": ("'none'",),
    "script-src": ("'self'", "'wasm-unsafe-eval'"),
    "worker-src": ("'self'",),
    "connect-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "media-src": ("'self'",),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
}

# What only a header can say. A player of YouTube refuses to play without a referrer.
_IN_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
_FRAMED = "frame-ancestors 'none'"

_HEAD = re.compile(r"""<head>\s*(?:<meta\ charset="utf-8">)?""", re.VERBOSE)  # which must stand at the very beginning
_META = '<meta http-equiv="Content-Security-Policy" content="{}">'
_WRITTEN = re.compile(re.escape(_META).replace(re.escape("{}"), '(?P<policy>[^"]*)'))
_SCRIPT = re.compile(r"<script>(?P<text>.*?)</script>", re.DOTALL)
_INSIDE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_EMBEDDED = re.compile(rf'<button [^>]*data-src="(?P<origin>{embed.ORIGIN.pattern})')


def own_scripts(templates: Path) -> list[str]:
    """The scripts that the templates of a folder put into pages as they are."""
    texts = [path.read_text("utf-8") for path in sorted(templates.rglob("*.html"))]
    found = {script["text"] for text in texts for script in _SCRIPT.finditer(text)}
    return sorted(text for text in found if "{{" not in text and "{%" not in text)


def policy(page: str, scripts: Iterable[str], styles: Iterable[str] = ()) -> str:
    """The policy of a page; ``scripts`` are those that may run inside it, ``styles`` the sheets that may stand in it."""
    there = set(_INSIDE.findall(page))
    hashes = [_hash(text) for text in scripts if ("script", text) in there]
    sheets = [_hash(text) for text in styles if ("style", text) in there]
    frames = {found["origin"] for found in _EMBEDDED.finditer(page)} | ({video.PLAYER} if 'data-youtube="' in page else set())
    pictures = ["https:"] if f'class="{picture.CLASS}"' in page else []  # any host: what holds many of them redirects
    return _written(_NEEDED, {"script-src": hashes, "style-src": sheets, "frame-src": frames, "img-src": pictures})


def guarded(page: str, scripts: Iterable[str], styles: Iterable[str] = ()) -> str:
    """The page with its policy before everything that the policy is for."""
    head = _HEAD.search(page)
    if head is None:
        raise ValueError("a page without <head> cannot carry its policy")
    return page[: head.end()] + _META.format(policy(page, scripts, styles)) + page[head.end() :]


def write_headers(site: Path) -> None:
    """The files for hosts that send headers, from the policies that the pages of a built site carry."""
    found = {_policy_of(path) for path in site.rglob("*.html")} - {""}
    whole = f"{_written(*map(_read, sorted(found)))}; {_FRAMED}"
    headers = {"Content-Security-Policy": whole, **_IN_HEADERS}
    (site / HEADERS).write_text(_netlify(headers), "utf-8", newline="\n")
    (site / NGINX).write_text(_nginx(headers), "utf-8", newline="\n")


def _policy_of(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        found = next(filter(None, map(_WRITTEN.search, lines)), None)
    return found["policy"] if found else ""


def _read(text: str) -> dict[str, list[str]]:
    directives = (directive.split() for directive in text.split(";"))
    return {name: sources for name, *sources in directives}


def _written(*policies: dict[str, Collection[str]]) -> str:
    """What any of the policies allows, in one line; a directive that allows nothing is left to ``default-src``."""
    allowed: dict[str, set[str]] = {}
    for directives in policies:
        for name, sources in directives.items():
            allowed.setdefault(name, set()).update(sources)
    return "; ".join(f"{name} {' '.join(sorted(sources))}" for name, sources in allowed.items() if sources)


@cache
def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _netlify(headers: dict[str, str]) -> str:
    return "/*\n" + "".join(f"  {name}: {value}\n" for name, value in headers.items())


def _nginx(headers: dict[str, str]) -> str:
    lines = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    return "\n".join(
        [
            "# For a server block of nginx. A location with an add_header of its own inherits none of these.",
            *lines,
            f"location ~ /{HEADERS} {{ return 404; }}",
            "",
        ]
    )
