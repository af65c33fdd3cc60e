"""The policy of a page: what the page needs, and nothing that came in with its text."""

from __future__ import annotations

import base64
import hashlib

import pytest
from diglot.plugin import DiglotPlugin
from diglot.policy import guarded, own_scripts, policy, write_headers

OWN = 'document.body.className="js"'
HASH = "'sha256-20/XlQE65qAzPKJr6juqTShS9205/9GRqeGLA+UG1Z8='"

PLAIN = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'"
)
WITH_SCRIPT = PLAIN.replace("script-src 'self'", f"script-src 'self' {HASH}")
YOUTUBE = '<button class="video__play" data-youtube="0_4KEb08xrE" type="button">'
EMBED = '<button class="embed__load" data-height="300" data-src="https://demo.example.org:8443/a?b=1&amp;c" type="button">'


@pytest.mark.parametrize(
    ("page", "expected"),
    {
        "<p>text</p>": PLAIN,
        f"<script>{OWN}</script>": WITH_SCRIPT,
        f"<script>{OWN}</script><script>alert(1)</script>": WITH_SCRIPT,
        '<script type="application/ld+json">{}</script><script src="a.js"></script>': PLAIN,
        YOUTUBE: f"{PLAIN}; frame-src https://www.youtube-nocookie.com",
        EMBED: f"{PLAIN}; frame-src https://demo.example.org:8443",
        YOUTUBE + EMBED + EMBED: f"{PLAIN}; frame-src https://demo.example.org:8443 https://www.youtube-nocookie.com",
        EMBED.replace("demo.example.org", "a; script-src *"): PLAIN,
        '<a class="picture" href="https://pictures.example.org/a.png">': PLAIN.replace("data:", "data: https:"),
    }.items(),
)
def test_a_page_may_do_what_it_needs_and_no_more(page, expected):
    assert policy(page, [OWN]) == expected


def test_the_policy_stands_before_everything_that_it_is_for():
    meta = f'<meta http-equiv="Content-Security-Policy" content="{PLAIN}">'
    head = '<head>\n  <meta charset="utf-8">'
    assert guarded(f"{head}<title>A</title></head><head>", []) == f"{head}{meta}<title>A</title></head><head>"
    assert guarded("<head><script>1</script>", []) == f"<head>{meta}<script>1</script>"
    with pytest.raises(ValueError, match="without <head>"):
        guarded("<p>A</p>", [])


def test_only_scripts_that_the_templates_put_into_pages_as_they_are_may_run(tmp_path):
    (tmp_path / "partials").mkdir()
    (tmp_path / "main.html").write_text('<script src="a.js"></script><script>let a = {{ b }}</script><script>\n  c()\n</script>')
    (tmp_path / "partials/d.html").write_text('<script type="application/json">{}</script><script>d()</script>')
    assert own_scripts(tmp_path) == ["\n  c()\n", "d()"]


def test_the_files_for_hosts_hold_the_sum_of_the_pages(tmp_path):
    pages = {"index.html": YOUTUBE, "404.html": f"<script>{OWN}</script>", "de/index.html": EMBED}
    for name, text in pages.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(guarded(f"<html>\n<head>\n</head>\n{text}", [OWN]))
    write_headers(tmp_path)
    whole = f"{WITH_SCRIPT}; frame-src https://demo.example.org:8443 https://www.youtube-nocookie.com; frame-ancestors 'none'"
    assert (tmp_path / "_headers").read_text() == (
        f"/*\n  Content-Security-Policy: {whole}\n"
        "  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n"
    )
    assert (tmp_path / "_headers.nginx").read_text() == (
        "# For a server block of nginx. A location with an add_header of its own inherits none of these.\n"
        f'add_header Content-Security-Policy "{whole}" always;\n'
        'add_header X-Content-Type-Options "nosniff" always;\n'
        'add_header Referrer-Policy "strict-origin-when-cross-origin" always;\n'
        "location ~ /_headers { return 404; }\n"
    )


def test_a_sheet_in_the_page_is_allowed_by_its_hash_and_no_other():
    page = "<style>p{top:0}</style><style>body{display:none}</style>"
    hashed = base64.b64encode(hashlib.sha256(b"p{top:0}").digest()).decode()
    assert policy(page, [], ["p{top:0}", "q{top:0}"]) == PLAIN.replace("style-src 'self'", f"style-src 'self' 'sha256-{hashed}'")


def test_a_preview_has_no_policy_because_mkdocs_puts_a_script_of_its_own_into_its_pages():
    plugin = DiglotPlugin()
    plugin.scripts, plugin.styles = [], {}
    for command, expected in {"serve": "<head>", "build": guarded("<head>", [])}.items():
        plugin.on_startup(command=command, dirty=False)
        assert plugin._guarded("<head>") == expected
