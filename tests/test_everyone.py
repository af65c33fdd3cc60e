"""For readers with a system of few colours, without motion, with a screen reader: what can be computed of the page."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, Page, expect
from practising import bank, choose, context, questions, reader, rights
from reading import ENLARGED, cramped, restyle
from test_accessibility import KINDS, LESSON, QUESTION, wrong

__all__ = ["bank", "context", "questions", "reader"]

SEVERAL = "seq2seq-which-models"


def look(place: Locator, script: str) -> list:
    """A script's answer for each of the elements."""
    return place.evaluate_all(f"elements => elements.map({script})")


# -------------------------------------------------------------------------------------------------------------- colours

# Icons are masks: what shows is their background, and forced colours take backgrounds away.
HIDDEN_ICONS = """() => {
  const colour = (element, part) => getComputedStyle(element, part).backgroundColor;
  const paper = Object.assign(document.createElement("div"), { style: "background-color: Canvas" });
  document.body.append(paper);
  return [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()).flatMap((element) =>
    ["::before", "::after"].filter((part) => getComputedStyle(element, part).maskImage !== "none")
      .filter((part) => getComputedStyle(element, part).content !== "none" && getComputedStyle(element, part).display !== "none")
      .filter((part) => [colour(paper), "rgba(0, 0, 0, 0)"].includes(colour(element, part)))
      .map((part) => `${element.localName}.${element.className}${part}`));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_nothing_is_told_by_a_background(reader, address, questions, scheme):
    reader.emulate_media(forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    reader.goto(f"{address}feed.xml")
    reader.evaluate("localStorage.clear()")
    reader.goto(address + LESSON)
    form = reader.locator(f"[id='{QUESTION}']")
    choose(form, wrong(questions[QUESTION]))
    form.locator(".quiz__check").click()
    form.locator(".quiz__show").click()
    several = reader.locator(f"[id='{SEVERAL}']")
    choose(several, rights(questions[SEVERAL]))
    several.locator(".quiz__check").click()

    notes = reader.locator(".quiz__note, .quiz__answer[open] .quiz__key > li")
    said = look(notes, "note => [note.dataset.right !== undefined, note.querySelector('.quiz__sign').innerText]")
    assert dict(said) == {True: "Right answer", False: "Wrong answer"}
    signs = look(notes.locator(".quiz__sign"), "sign => getComputedStyle(sign, '::before').content")
    assert [sign == '"✓ "' for sign in signs] == [right for right, _ in said]
    assert {*look(notes, "note => getComputedStyle(note).borderInlineStartStyle")} == {"solid"}
    assert {*look(reader.locator(".quiz__option input:checked"), "input => getComputedStyle(input).appearance")} == {"auto"}

    mark = reader.locator(".md-sidebar--primary a .progress-mark")
    expect(mark).to_have_text("1 of 5")
    assert look(mark, "mark => [getComputedStyle(mark).borderStyle, mark.checkVisibility()]") == [["solid", True]]
    here = reader.locator(
        ".md-sidebar--primary a.md-nav__link--active:visible, .md-sidebar--primary label.md-nav__link--active:visible"
    )
    assert {*look(here, "link => getComputedStyle(link).borderInlineStartStyle")} == {"solid"}
    assert reader.evaluate(HIDDEN_ICONS) == []


def test_in_forced_colours_it_is_seen_which_tab_and_which_question_is_open(page: Page, address):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{address}practice/exam/")
    page.locator("[name=count]").fill("3")
    page.locator(".practice__setup button").last.click()
    steps = page.locator(".practice__steps button")
    expect(steps).to_have_count(3)
    widths = look(steps, "step => getComputedStyle(step).borderInlineStartWidth")
    assert widths == ["3px", "1px", "1px"]


# --------------------------------------------------------------------------------------------------------------- motion

MOVES = """() => [...document.querySelectorAll("*")].flatMap((element) =>
  ["", "::before", "::after"].map((part) => getComputedStyle(element, part || null)).flatMap((style) =>
    ["transitionDuration", "transitionDelay", "animationDuration", "animationDelay"]
      .filter((name) => style[name].split(",").some((time) => parseFloat(time) > 0.0001))
      .map((name) => `${element.localName}.${element.className} ${name} ${style[name]}`)))
  .concat(getComputedStyle(document.documentElement).scrollBehavior === "auto" ? [] : "scrolls slowly")"""


def test_who_wants_no_motion_gets_none(page: Page, address):
    page.emulate_media(reduced_motion="reduce")
    moves = []
    for name in [*KINDS, LESSON, "practice/flashcards/"]:
        page.goto(address + name)
        moves += [f"{name} {move}" for move in page.evaluate(MOVES)]
    assert moves == []


# ------------------------------------------------------------------------------------------------------- screen readers


def tree(page: Page) -> list[tuple[str, str, int]]:
    """Role, name and level of what a screen reader comes to, in its order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def below(node: dict) -> list[tuple[str, str, int]]:
        levels = [one["value"]["value"] for one in node.get("properties", []) if one["name"] == "level"]
        own = (node.get("role", {}).get("value", ""), node.get("name", {}).get("value", ""), (levels or [0])[0])
        children = [found for child in node.get("childIds", []) if child in by_id for found in below(by_id[child])]
        return children if node["ignored"] else [own, *children]

    return below(next(node for node in nodes if "parentId" not in node))


def test_a_screen_reader_meets_the_parts_of_a_lesson_in_their_order(page: Page, address, questions):
    page.goto(address + LESSON)
    page.locator(f"[id='{QUESTION}'] .quiz__past").wait_for(state="attached")
    parts = tree(page)
    roles = [role for role, _, _ in parts]
    landmarks = [(role, name) for role, name, _ in parts if role in ("banner", "main", "contentinfo", "article")]
    assert landmarks == [("banner", ""), ("main", ""), ("article", ""), ("contentinfo", "")]
    navigations = [name for role, name, _ in parts if role == "navigation"]
    assert "" not in navigations
    assert len({*navigations}) == len(navigations)

    headings = [(name, level) for role, name, level in parts if role == "heading"]
    assert headings[0] == ("Sequence-to-sequence models#", 1)
    assert [level for _, level in headings].count(1) == 1
    assert [(one, other) for (_, one), (other, level) in pairwise(headings) if level > one + 1] == []
    seen = page.locator("article :is(h1, h2, h3):visible").all_inner_texts()
    assert [name for name, _ in headings][: len(seen)] == seen

    at = parts.index(("group", re.sub("<[^>]+>", "", questions[QUESTION]["question"]), 0))
    inside = roles[at : roles.index("status", at) + 1]
    assert [role for role in inside if role in ("radio", "checkbox", "button", "status")] == [
        *["radio"] * 3,
        "checkbox",
        "button",
        "status",
    ]
    assert all(name for role, name, _ in parts if role in ("radio", "checkbox", "button", "link"))


def test_the_result_of_an_answer_is_announced(page: Page, address, questions):
    page.goto(address + LESSON)
    form = page.locator(f"[id='{QUESTION}']")
    choose(form, rights(questions[QUESTION]))
    form.locator(".quiz__check").click()
    expect(form.locator(".quiz__status")).to_have_attribute("data-state", "right")
    parts = tree(page)
    at = next(number for number, (role, _, _) in enumerate(parts) if role == "status")
    assert "✓ Right" in [name for _, name, _ in parts[at : at + 4]]


# -------------------------------------------------------------------------------------------------------------- at 400 %


def test_at_400_percent_the_page_shows_what_is_cut(page: Page, address):
    """The test of the steps in test_accessibility.py is worth as much as this one."""
    page.set_viewport_size(ENLARGED)
    page.goto(address + LESSON)
    assert cramped(page) == []
    restyle(
        page,
        """
        .md-header { height: 90px; }
        .md-typeset h2 { height: 10px; overflow: hidden; }
        .md-typeset p { min-width: 500px; }
    """,
    )
    kinds = {re.sub(r"\d+ |:.*", "", fault) for fault in cramped(page)}
    assert kinds == {"outside", "cut", "px wide", "px stay where they are"}


def test_at_400_percent_a_question_is_answered(page: Page, address, questions):
    page.set_viewport_size(ENLARGED)
    page.goto(address + LESSON)
    form = page.locator(f"[id='{QUESTION}']")
    form.locator(".quiz__option input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(form.locator(".quiz__status")).not_to_be_empty()
    for part in (form.locator(".quiz__note"), form.locator(".quiz__status"), form.locator(".quiz__check")):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport()
    assert cramped(page) == []
