"""What readers do, in a real browser: read, watch, answer, change the language, look words up, print.

Nothing here knows how a page is made; it is reached, pressed and read as a reader would.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import ROOT
from diglot import source
from diglot.bank import questions
from diglot.pages import read_course
from diglot.terms import terms
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, Route, expect

LESSON = "transformer-models/sequence-to-sequence-models/"
ENCODER_RUNS = "#seq2seq-encoder-runs"
WHICH_MODELS = "#seq2seq-which-models"

expect.set_options(timeout=15_000)  # on a busy machine a page may take its time

# What the lesson says is its author's to change.
ASKED = {question.id: question for question in questions(read_course(ROOT).pages["de", f"{LESSON.rstrip('/')}.md"])}
CHOICES = {choice.correct: choice for choice in ASKED[ENCODER_RUNS[1:]].options}
RIGHT, WRONG = (source.plain(CHOICES[correct].text) for correct in (True, False))


@pytest.fixture
def lesson(page: Page, address: str) -> Page:
    """The German lesson."""
    page.goto(f"{address}de/{LESSON}", wait_until="domcontentloaded")
    return page


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    """The German lesson in a browser without JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}de/{LESSON}")
    yield page
    context.close()


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press Tab until the target has the focus, as someone without a mouse does."""
    handle = target.element_handle()
    for _ in range(80):
        page.keyboard.press(key)
        if handle.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{key} never reaches {target}")


def choose(page: Page, form: Locator, answer: str) -> None:
    """Move through the options with the arrow key until the answer is chosen."""
    wanted = form.get_by_role("radio", name=answer)
    for _ in range(form.get_by_role("radio").count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


# ---------------------------------------------------------------------------------------------------------- every page


# Scroll to the end, and move the pointer and the focus over everything that could wait for them.
WANDER = """() => {
    scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
    for (const element of document.querySelectorAll("a, button, summary, label, input, figure, img, [tabindex]")) {
        for (const name of ["pointerover", "mouseover", "touchstart", "focusin"]) {
            element.dispatchEvent(new Event(name, { bubbles: true }));
        }
        for (const name of ["pointerenter", "mouseenter"]) element.dispatchEvent(new Event(name));
    }
}"""


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_asks_another_host_for_anything_and_nothing_is_missing(page, address, addresses, colours):
    faults = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            faults.append(f"request to {request.url}")

    def note_response(response: Response) -> None:
        if response.status >= 400:
            faults.append(f"{response.status} for {response.url}")

    def note_message(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(f"console of {page.url}: {message.text}")

    page.on("request", note_request)
    page.on("response", note_response)
    page.on("console", note_message)
    page.on("pageerror", lambda error: faults.append(f"script on {page.url}: {error}"))
    page.emulate_media(color_scheme=colours)
    for place in addresses:
        page.goto(address + place)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", {"light": "default", "dark": "slate"}[colours])
        page.evaluate(WANDER)
    page.wait_for_load_state("networkidle")
    assert faults == [], "\n".join(faults)
    assert page.context.cookies() == []


@pytest.mark.parametrize("lang", ["en", "de"])
def test_the_page_on_privacy_lists_what_is_kept(page, address, lang):
    page.goto(address + LESSON)
    page.locator("[data-colours=slate]").click()
    form = page.locator(ENCODER_RUNS)
    form.get_by_role("radio").first.check()
    form.locator(".quiz__check").click()
    page.goto(f"{address}practice/exam/")
    page.locator(".practice__setup button").last.click()
    expect(page.locator(".practice__steps")).to_be_visible()
    course = "diglot:diglot-transformer-models"
    assert page.evaluate("Object.keys(localStorage).sort()") == ["diglot.colours", course, f"{course}:exam"]
    elsewhere = "Promise.all([sessionStorage.length, caches.keys(), indexedDB.databases(), cookieStore.getAll()])"
    assert page.evaluate(elsewhere) == [0, [], [], []]

    text = (ROOT / f"docs/{lang}/about.md").read_text("utf-8")
    assert re.findall(r"^\| .*`(\S+)`.* \|.*\|$", text, re.MULTILINE) == ["diglot:", ":exam", "diglot.colours", "diglot.tabs"]


def test_no_page_is_wider_than_a_phone(page, address, addresses):
    wide = []
    for place in addresses:
        page.goto(address + place, wait_until="domcontentloaded")
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate("document.documentElement.scrollWidth")
            wide += [f"{place or 'index'} is {found} px wide on {width} px"] if found > width else []
    assert wide == [], "\n".join(wide)


# -------------------------------------------------------------------------------------------------------------- videos


@pytest.mark.parametrize(
    ("folder", "lang", "title"),
    [("", "en", "Transformer models: encoder–decoders"), ("de/", "de", "Transformer-Modelle: Encoder-Decoder")],
    ids=["en", "de"],
)
def test_a_video_is_loaded_only_when_it_is_asked_for_and_in_the_reader_s_language(page, address, folder, lang, title):
    asked = []

    def block(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(lambda url: not url.startswith(address), block)
    page.goto(f"{address}{folder}{LESSON}")
    page.wait_for_load_state("networkidle")
    assert (asked, page.locator("iframe").count()) == ([], 0)

    page.locator(".video__play").press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", title)
    expect(page.locator(".video__play")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    [url] = map(urlsplit, asked)
    assert (url.scheme, url.hostname, url.path) == ("https", "www.youtube-nocookie.com", "/embed/0_4KEb08xrE")
    assert parse_qs(url.query) == {
        "autoplay": ["1"],
        "rel": ["0"],
        "hl": [lang],
        "cc_load_policy": ["1"],
        "cc_lang_pref": [lang],
    }


# ------------------------------------------------------------------------------------------------------------ questions


def test_a_question_is_answered_with_the_keyboard_alone(page, address):
    page.goto(f"{address}de/{LESSON}#one-half-reads-the-other-writes")
    form = page.locator(ENCODER_RUNS)
    status = form.get_by_role("status")
    tab_to(page, form.get_by_role("radio").first)

    choose(page, form, WRONG)
    expect(status).to_have_text("")
    expect(form.locator(".quiz__note")).to_have_count(0)

    page.keyboard.press("Enter")
    expect(status).to_have_text("✗ Noch nicht richtig")
    choose(page, form, RIGHT)
    expect(status).to_have_text("✗ Noch nicht richtig")
    page.keyboard.press("Enter")
    expect(status).to_have_text("✓ Richtig")


@pytest.mark.parametrize(
    ("answer", "sign", "verdict", "feedback"),
    [
        (RIGHT, "✓", "Richtige Antwort", source.plain(CHOICES[True].feedback)),
        (WRONG, "✗", "Falsche Antwort", source.plain(CHOICES[False].feedback)),
    ],
    ids=["right", "wrong"],
)
def test_feedback_stands_beside_the_chosen_option_with_sign_and_word(lesson, answer, sign, verdict, feedback):
    form = lesson.locator(ENCODER_RUNS)
    form.get_by_role("radio", name=answer).check()
    form.get_by_role("button", name="Prüfen").click()
    option = form.locator(".quiz__option").filter(has=lesson.locator(":checked"))
    note = form.locator(".quiz__note")
    expect(note).to_have_count(1)
    expect(option.locator(".quiz__note")).to_contain_text(feedback)
    expect(note.locator(".quiz__sign")).to_have_text(verdict)
    assert note.locator(".quiz__sign").evaluate("sign => getComputedStyle(sign, '::before').content") == f'"{sign} "'
    expect(option.get_by_role("radio")).to_have_accessible_description(re.compile(f"{verdict}.*{re.escape(feedback)}"))


def test_an_empty_answer_is_told_so_and_not_scored(lesson):
    form = lesson.locator(ENCODER_RUNS)
    form.get_by_role("button", name="Prüfen").click()
    expect(form.get_by_role("status")).to_have_text("Wähle zuerst eine Antwort.")
    expect(form.get_by_role("radio").first).to_be_focused()
    expect(form.locator(".quiz__note")).to_have_count(0)
    assert [button.inner_text() for button in form.locator("button:visible").all()] == ["Prüfen"]


def test_try_again_clears_the_question(lesson):
    form = lesson.locator(ENCODER_RUNS)
    before = form.evaluate("form => form.innerText")
    form.get_by_role("radio", name=RIGHT).check()
    form.get_by_role("button", name="Prüfen").press("Enter")
    expect(form.locator(".quiz__explain")).to_be_visible()

    form.get_by_role("button", name="Noch einmal").press("Enter")
    expect(form.get_by_role("status")).to_have_text("")
    expect(form.locator(":checked")).to_have_count(0)
    expect(form.locator("[aria-describedby]")).to_have_count(0)
    expect(form.get_by_role("radio").first).to_be_focused()
    assert form.evaluate("form => form.innerText") == before


def test_the_answer_opens_when_it_is_asked_for_and_can_be_read_on(lesson):
    form = lesson.locator(ENCODER_RUNS)
    expect(form.locator(".quiz__answer")).to_be_hidden()
    form.get_by_role("radio", name=WRONG).check()
    lesson.keyboard.press("Enter")
    tab_to(lesson, form.get_by_role("button", name="Lösung zeigen"))
    lesson.keyboard.press("Enter")
    answer = form.locator(".quiz__answer")
    expect(answer.locator("summary")).to_be_focused()
    expect(answer.locator("[data-right]")).to_contain_text(RIGHT)
    expect(answer.locator("[data-right]")).to_be_visible()
    expect(form.locator(".quiz__explain")).to_be_visible()


def test_options_can_be_reached_after_the_answer_was_checked(lesson):
    form = lesson.locator(ENCODER_RUNS)
    form.get_by_role("radio", name=RIGHT).check()
    form.get_by_role("button", name="Prüfen").click()
    expect(form.get_by_role("status")).to_have_text("✓ Richtig")
    assert [control.is_enabled() for control in form.get_by_role("radio").all()] == [True, True, True]
    tab_to(lesson, form.get_by_role("radio", name=RIGHT), key="Shift+Tab")


def test_a_hint_opens_without_touching_the_answer(lesson):
    form = lesson.locator(ENCODER_RUNS)
    form.get_by_role("radio", name=WRONG).check()
    form.locator(".quiz__hint summary").press("Enter")
    expect(form.locator(".quiz__hint p")).to_have_text(ASKED[ENCODER_RUNS[1:]].hints[0])
    expect(form.get_by_role("radio", name=WRONG)).to_be_checked()
    expect(form.get_by_role("status")).to_have_text("")


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        (["T5", "GPT-2"], "✗ Noch nicht richtig – richtig angekreuzt oder frei gelassen: 2 von 4"),
        (["T5"], "✗ Noch nicht richtig – richtig angekreuzt oder frei gelassen: 3 von 4"),
        (["T5", "BART"], "✓ Richtig"),
    ],
    ids=["one-wrong", "one-missing", "all"],
)
def test_a_question_with_several_answers_counts_the_choices_that_are_right(lesson, chosen, status):
    form = lesson.locator(WHICH_MODELS)
    for name in chosen:
        form.get_by_role("checkbox", name=name).focus()
        lesson.keyboard.press("Space")
    expect(form.get_by_role("status")).to_have_text("")
    lesson.keyboard.press("Enter")
    expect(form.get_by_role("status")).to_have_text(status)
    expect(form.locator(".quiz__note")).to_have_count(len(chosen))


def test_two_questions_of_a_page_do_not_touch_each_other(lesson):
    first, second = lesson.locator(ENCODER_RUNS), lesson.locator("#seq2seq-span-corruption")
    first.get_by_role("radio", name=RIGHT).check()
    second.get_by_role("radio").first.check()
    second.get_by_role("button", name="Prüfen").click()
    expect(first.get_by_role("radio", name=RIGHT)).to_be_checked()
    expect(first.get_by_role("status")).to_have_text("")


# --------------------------------------------------------------------------------------------------------------- words


def test_the_site_speaks_german_on_a_german_page(lesson):
    expect(lesson.locator("html")).to_have_attribute("lang", "de")
    expect(lesson.locator(ENCODER_RUNS)).to_match_aria_snapshot(f"""
        - group {json.dumps(ASKED[ENCODER_RUNS[1:]].question, ensure_ascii=False)}:
          - paragraph: Wähle eine Antwort.
          - list
        - paragraph:
          - button "Prüfen"
        - status
        - group: Denkanstoß
    """)
    expect(lesson.locator(".video")).to_match_aria_snapshot("""
        - figure:
          - 'button "Video abspielen Transformer-Modelle: Encoder-Decoder 6:47 min"'
          - paragraph:
            - text: /^Erst mit dem Abspielen wird das Video von youtube-nocookie\\.com geladen; vorher .* übertragen\\.$/
            - link "Auf YouTube ansehen"
    """)
    expect(lesson.locator(".output figcaption").first).to_have_text("Ausgabe")
    expect(lesson.get_by_role("region", name="Über diese Seite")).to_match_aria_snapshot("""
        - list:
          - listitem:
            - link "Frage stellen"
          - listitem:
            - link "Diese Seite bearbeiten"
          - listitem:
            - link "Fehler melden"
        - list:
          - listitem: "/Lesezeit: \\\\d+ Min\\\\./"
          - listitem:
            - link "Diese Seite als Markdown"
          - listitem:
            - link "Feed der neuen und geänderten Seiten"
    """)


@pytest.mark.parametrize("served", ["404.html", "de/404.html"])
def test_the_404_page_speaks_german_and_leads_home_from_any_depth(page, site, address, served):
    page.route("**/de/gone/for/good/", lambda route: route.fulfill(status=404, path=site / served))
    page.goto(f"{address}de/gone/for/good/")
    german = page.locator("section[lang=de]")
    expect(german.get_by_role("heading")).to_have_text("Diese Seite gibt es nicht")
    expect(german.get_by_role("link")).to_have_css("display", "inline-block")
    german.get_by_role("link", name="Zur Startseite").click()
    expect(page).to_have_url(f"{address}de/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wie Transformer aus")


def test_the_colours_are_switched_by_a_german_name_and_stay(lesson, address):
    body = lesson.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    lesson.get_by_title("Zu dunklen Farben wechseln").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(lesson.get_by_title("Zu hellen Farben wechseln")).to_be_visible()
    lesson.goto(address)
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


# ------------------------------------------------------------------------------------------------------ language switch


@pytest.mark.parametrize("heading", ["cross-attention-connects-the-halves", "marian-learns-from-translations"])
def test_the_language_switch_keeps_page_and_heading(lesson, address, heading):
    lesson.locator(f"#{heading}").evaluate("heading => heading.scrollIntoView()")
    lesson.get_by_role("button", name="Sprache wechseln").hover()
    lesson.get_by_role("link", name="English", exact=True).click()
    expect(lesson).to_have_url(f"{address}{LESSON}#{heading}")
    expect(lesson.locator("html")).to_have_attribute("lang", "en")
    expect(lesson.locator(f"#{heading}")).to_be_in_viewport()


def test_the_language_switch_works_with_the_keyboard_and_starts_at_the_top(lesson, address):
    lesson.get_by_role("button", name="Sprache wechseln").focus()
    link = lesson.get_by_role("link", name="English", exact=True)
    tab_to(lesson, link)
    expect(link).to_be_visible()
    lesson.keyboard.press("Enter")
    expect(lesson).to_have_url(address + LESSON)


def test_languages_are_listed_by_their_own_names(lesson):
    links = lesson.locator("[data-language-switch]")
    assert [(link.text_content(), link.get_attribute("lang"), link.get_attribute("aria-current")) for link in links.all()] == [
        ("English", "en", None),
        ("Deutsch", "de", "true"),
    ]


# --------------------------------------------------------------------------------------------------------------- cards


@pytest.mark.parametrize(
    ("kind", "name", "note"),
    [
        ("model", "T5", "T5 · Encoder-Decoder · 2019 · Apache-2.0"),
        (
            "term",
            "autoregressiv",
            terms((ROOT / "docs/de/glossary.md").read_text("utf-8").split("\n"))["autoregressive"].definition,
        ),
    ],
    ids=["model", "term"],
)
@pytest.mark.parametrize("how", ["hover", "focus"])
def test_a_card_opens_and_escape_closes_it(lesson, kind, name, note, how):
    link = lesson.locator(f"a.{kind}", has_text=name).first
    card = lesson.locator(f"#{link.get_attribute('aria-describedby')}")
    expect(card).to_be_hidden()
    getattr(link, how)()
    expect(card).to_be_visible()
    expect(card).to_have_text(note)
    expect(link).to_have_accessible_description(note)
    lesson.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_pointer_can_move_onto_a_card(lesson):
    lesson.locator("a.model", has_text="T5").first.hover()
    card = lesson.locator(".card__note", has_text="T5 · Encoder-Decoder").first
    card.hover()
    expect(card).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_an_open_card_stays_inside_the_window(lesson, width):
    lesson.set_viewport_size({"width": width, "height": 900})
    spans = lesson.locator("article .card > a").evaluate_all("""links => links.map(link => {
        link.focus();
        const { left, right } = link.nextElementSibling.getBoundingClientRect();
        return { text: link.innerText, left, right };
    })""")
    assert len(spans) > 30
    assert [span for span in spans if span["left"] < 0 or span["right"] > width or span["left"] == span["right"]] == []


# ---------------------------------------------------------------------------------------------------------------- code


def test_code_is_copied_with_the_keyboard_and_what_it_prints_has_no_button(lesson):
    lesson.context.grant_permissions(["clipboard-read", "clipboard-write"])
    code = lesson.locator("article .highlight").first
    code.scroll_into_view_if_needed()
    button = code.get_by_role("button", name="In Zwischenablage kopieren")
    lesson.locator("#cross-attention-connects-the-halves").get_by_role("link").focus()
    tab_to(lesson, button)
    lesson.keyboard.press("Enter")
    expect(lesson.locator(".md-dialog")).to_contain_text("In Zwischenablage kopiert")
    copied = lesson.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == "import numpy as np"
    assert copied.splitlines()[-1] == '    print(f"{word:<5}{weight:.2f}")'
    expect(lesson.locator(".output")).to_have_count(1)
    expect(lesson.locator(".output button")).to_have_count(0)


# -------------------------------------------------------------------------------------------- no JavaScript, and on paper


def test_without_javascript_a_video_is_a_link_and_no_button_is_dead(plain):
    expect(plain.get_by_role("link", name="Auf YouTube ansehen")).to_be_visible()
    expect(plain.locator("article button:visible")).to_have_count(0)


def test_without_javascript_questions_hints_and_answers_can_be_used(plain):
    form = plain.locator(ENCODER_RUNS)
    form.get_by_role("radio", name=RIGHT).check()
    for part, text in (
        (".quiz__hint", "Welcher der beiden Texte"),
        (".quiz__answer", RIGHT),
        (".quiz__answer", "Der Encoder hängt nur"),
    ):
        inside = form.locator(f"{part} :is(p, li)", has_text=text).first
        if not inside.is_visible():
            form.locator(f"{part} > summary").click()
        expect(inside).to_be_visible()


def test_without_javascript_the_language_links_work(plain, address):
    plain.get_by_role("button", name="Sprache wechseln").hover()
    plain.get_by_role("link", name="English", exact=True).click()
    expect(plain).to_have_url(address + LESSON)


def test_on_paper_questions_stay_and_buttons_go(lesson):
    lesson.locator(ENCODER_RUNS).get_by_role("radio", name=RIGHT).check()
    lesson.locator(ENCODER_RUNS).get_by_role("button", name="Prüfen").click()
    lesson.emulate_media(media="print")
    forms = lesson.locator("form.quiz")
    assert [form.locator(".quiz__question").is_visible() for form in forms.all()] == [True] * forms.count()
    assert [option.is_visible() for option in forms.first.locator(".quiz__option label").all()] == [True, True, True]
    expect(lesson.get_by_role("link", name="Auf YouTube ansehen")).to_be_visible()
    expect(lesson.locator("button:visible")).to_have_count(0)
    expect(lesson.locator(".furniture__actions")).to_be_hidden()
