"""Pages of other sites: nothing is loaded before a click."""

from __future__ import annotations

import pytest
from diglot.blocks import check_options, scan
from diglot.check import BLOCKS
from diglot.embed import check
from diglot.pages import Page

BLOCK = "/// embed | Masked words\n    src: https://demo.example.org/a?b=1\n    height: 300\n///\n"


def test_a_button_stands_for_the_frame(render) -> None:
    assert render(BLOCK) == (
        '<figure class="embed">'
        '<button class="embed__load" data-height="300" data-src="https://demo.example.org/a?b=1" type="button">'
        '<span class="embed__action">Load this page</span><span class="embed__title">Masked words</span></button>'
        "<figcaption>\n<p><span>Loads a page from demo.example.org; until then nothing is sent there.</span> "
        '<a class="embed__link" href="https://demo.example.org/a?b=1">Open it on its own</a></p>\n</figcaption>\n</figure>'
    )


FAULTS = {
    "/// embed | Demo\n///": ["B007 'embed' needs an address; write '    src: https://…' on the line below"],
    **{
        f"/// embed | Demo\n    src: {address}\n///": [
            f"B007 src of 'embed' is '{address}'; write an address that begins with https:// and a host's name"
        ]
        for address in ("http://x.org", "https://", "https://a@x.org", "https://x.org;y", "https://x.org:z")
    },
    "/// embed | Demo\n    src: https://x.org\n    height: tall\n///": [
        "B007 height of 'embed' is 'tall'; write a number of pixels from 50 to 2000, such as 300"
    ],
    BLOCK: [],
}


@pytest.mark.parametrize("text", FAULTS)
def test_what_is_wrong_is_named(text: str) -> None:
    page = Page("en", "x.md", "docs/en/x.md", text)
    blocks, _ = scan(page)
    found = [*check(page, blocks), *check_options(page, blocks[0], BLOCKS["embed"])]

    assert [f"{problem.code} {problem.message}" for problem in found] == FAULTS[text]


def test_the_frame_comes_at_a_click(page, serve, tmp_path) -> None:
    from conftest import build_course

    site = build_course(
        tmp_path, {"docs/en/_lang.yml": "name: English\n", "docs/en/index.md": f"# Home\n\n{BLOCK}"}, ["index.md"]
    )
    asked: list[str] = []
    page.route("https://demo.example.org/**", lambda route: (asked.append(route.request.url), route.fulfill(body="<p>demo</p>")))
    page.goto(serve(site))
    assert (page.locator("iframe").count(), asked) == (0, [])

    page.get_by_role("button", name="Masked words").click()

    frame = page.locator(".embed iframe")
    assert (frame.get_attribute("src"), frame.get_attribute("title")) == ("https://demo.example.org/a?b=1", "Masked words")
