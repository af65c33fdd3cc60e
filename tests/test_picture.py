"""Pictures of other sites: nothing is asked for before a click."""

from __future__ import annotations

import base64

import pytest

ACTION = '<span class="picture__action" data-pagefind-ignore="" data-search-exclude="">'
SHOW = f"{ACTION}Show the pictures from pictures.example.org</span>"
BOATS = "https://pictures.example.org/boats.png"
RENDERED = {
    "![Two boats.](boats.png)": '<p><img alt="Two boats." src="boats.png" /></p>',
    f'![Two boats.]({BOATS}){{ width="80%" }} and more': (
        f'<p><a class="picture" data-alt="Two boats." data-width="80%" href="{BOATS}">{SHOW}'
        '<span class="picture__alt">Two boats.</span></a> and more</p>'
    ),
    f"![]({BOATS}#only-dark)": (
        f'<p><a class="picture" href="{BOATS}#only-dark">{SHOW}<span class="picture__alt">boats.png</span></a></p>'
    ),
    "![](<http://[a/b.png>)": (
        f'<p><a class="picture" href="http://[a/b.png">{ACTION}Show the pictures from [a</span>'
        '<span class="picture__alt">b.png</span></a></p>'
    ),
    "![Boats.](//pictures.example.org/a.png)": (
        '<p><a class="picture" data-alt="Boats." href="//pictures.example.org/a.png">'
        f'{SHOW}<span class="picture__alt">Boats.</span></a></p>'
    ),
    f"[See ![Two boats.]({BOATS}) here](boats.md) and more": (
        f'<p><a href="boats.md">See <span>Two boats.</span> here</a> <a class="picture" data-alt="Two boats." href="{BOATS}">'
        f"{SHOW}</a> and more</p>"
    ),
}


@pytest.mark.parametrize("text", RENDERED)
def test_a_picture_that_lies_elsewhere_is_a_link_with_its_words(render, text: str) -> None:
    assert render(text) == RENDERED[text]


DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def test_a_press_shows_the_pictures_of_that_host(page, serve, tmp_path) -> None:
    from conftest import build_course

    other = "https://other.example.org/c.png"
    text = f'# Home\n\n![One.]({BOATS}){{ width="40" }}\n\n![Two.]({BOATS}?2)\n\n![Three.]({other})\n'
    site = build_course(tmp_path, {"docs/en/_lang.yml": "name: English\n", "docs/en/index.md": text}, ["index.md"])
    asked: list[str] = []
    page.route("https://*/**", lambda route: (asked.append(route.request.url), route.fulfill(body=DOT, content_type="image/png")))
    page.goto(serve(site))
    assert (page.locator("article img").count(), asked) == (0, [])

    page.get_by_role("link", name="Show the pictures from pictures.example.org One.").click()

    images = page.locator("article img")
    page.wait_for_function("[...document.querySelectorAll('article img')].every((image) => image.naturalWidth === 1)")
    assert [images.nth(at).get_attribute("alt") for at in range(images.count())] == ["One.", "Two."]
    assert images.first.bounding_box()["width"] == 40
    assert page.locator("a.picture").all_inner_texts() == ["Show the pictures from other.example.org\nThree."]
    assert sorted(asked) == [BOATS, f"{BOATS}?2"]
