"""What a reader has answered, in a real browser: kept over languages, tabs, visits and new editions of the course.

The course is a small one, so that the tests can move and rewrite its pages while a reader comes back to them.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import ROOT, build_course
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, WebError, expect
from practising import DAY, KEY, STORAGE, context

__all__ = ["context"]

BUDGET = 6 * 1024

COLOURS = """\
/// quiz | {question}
    attrs: {{id: colours}}
    fixed: [4]

- [ ] {red}
- [ ] {blue}
- [x] {green}
- [ ] {none}

/// explain | Why
It is so.
///

///
"""
NUMBERS = """\
/// quiz-multi | {question}
    attrs: {{id: numbers}}

- [x] 2
- [ ] 4
- [x] 3
- [ ] 6

///
"""
ENGLISH = {
    "colours": COLOURS.format(question="Which colour?", red="Red", blue="Blue", green="Green", none="None of them"),
    "numbers": NUMBERS.format(question="Which are prime?"),
}
GERMAN = {
    "colours": COLOURS.format(question="Welche Farbe?", red="Rot", blue="Blau", green="Grün", none="Keine davon"),
    "numbers": NUMBERS.format(question="Welche sind Primzahlen?"),
}
NAV = ["index.md", {"chapter": ["chapter/index.md", "chapter/lesson.md"]}]


def course(lesson: str, english: list[str], german: list[str]) -> dict[str, str]:
    """The files of a course whose questions stand in one lesson."""
    return {
        "docs/en/_lang.yml": "name: English\n",
        "docs/en/index.md": "# Home\n",
        "docs/en/chapter/index.md": "# The chapter\n",
        f"docs/en/{lesson}": "\n".join(["# The lesson", "", "## Part", "", *english]),
        "docs/de/_lang.yml": (ROOT / "docs/de/_lang.yml").read_text("utf-8"),
        "docs/de/index.md": "# Start {#home}\n",
        "docs/de/chapter/index.md": "# Das Kapitel {#the-chapter}\n",
        f"docs/de/{lesson}": "\n".join(["# Die Lektion {#the-lesson}", "", "## Teil {#part}", "", *german]),
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory, serve) -> SimpleNamespace:
    """The small course, built and served: its folder and its address."""
    site = build_course(
        tmp_path_factory.mktemp("progress"), course("chapter/lesson.md", list(ENGLISH.values()), list(GERMAN.values())), NAV
    )
    address = serve(site)
    return SimpleNamespace(site=site, address=address, lesson=f"{address}chapter/lesson/")


@pytest.fixture
def faults(context: BrowserContext) -> list[str]:
    """What the course's own scripts complain of, on all pages of this reader."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "favicon" not in message.location["url"]:
            found.append(message.text)

    context.on("console", note)

    def fail(error: WebError) -> None:
        text = error.error.stack or error.error.message
        if "executing a cancelled action" not in text:  # the theme's timers, when a test sets the clock
            found.append(text)

    context.on("weberror", fail)
    return found


@pytest.fixture
def lesson(context, small, faults) -> Iterator[Page]:
    """The English lesson, whose scripts have nothing to complain of."""
    page = context.new_page()
    page.goto(f"{small.address}chapter/lesson/")
    yield page
    assert faults == []


def visit(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def visit_with(context: BrowserContext, small: SimpleNamespace, text: str) -> Page:
    """The lesson for a reader whose browser already keeps this text as the record."""
    page = visit(context, f"{small.address}feed.xml")  # a place of the site without scripts
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.goto(small.lesson)
    return page


def answer(page: Page, name: str, *labels: str, sure: bool = False) -> Locator:
    """Choose and check; returns the question's form."""
    form = page.locator(f"#{name}")
    for label in labels:
        form.get_by_label(label, exact=True).check()
    if sure:
        form.locator(".quiz__sure input").check()
    form.locator(".quiz__check").click()
    return form


def record(page: Page) -> dict:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))


def options(page: Page, name: str) -> list[str]:
    """The numbers of a question's options, in the order in which they are shown."""
    return page.locator(f"#{name} .quiz__option input").evaluate_all("inputs => inputs.map(input => input.value)")


def marks(page: Page) -> list[str]:
    return page.locator(".progress-mark").evaluate_all(
        "marks => marks.filter(mark => mark.checkVisibility()).map(mark => `${mark.textContent} (${mark.ariaLabel})`)"
    )


# ------------------------------------------------------------------------------------------------- languages and visits


def test_what_is_answered_in_english_is_answered_in_german(lesson, context, small):
    form = answer(lesson, "colours", "Green", sure=True)
    expect(form.get_by_role("status")).to_have_text("✓ Right")
    answer(lesson, "numbers", "2", "4")
    assert marks(lesson) == ["1 of 2 (1 of 2 questions answered right)"]

    german = visit(context, f"{small.address}de/chapter/lesson/")
    colours, numbers = german.locator("#colours"), german.locator("#numbers")
    expect(colours.get_by_label("Grün")).to_be_checked()
    expect(colours.locator(".quiz__past")).to_have_text(
        re.compile(r"^Am \d+\. \w+ \d{4} hast du diese Frage richtig beantwortet\.$")
    )
    expect(numbers.locator(".quiz__past")).to_contain_text("noch nicht richtig")
    expect(numbers.locator("input:checked")).to_have_count(2)
    assert marks(german) == ["1 von 2 (1 von 2 Fragen richtig beantwortet)"]
    for form in (colours, numbers):
        expect(form.get_by_role("status")).to_be_empty()  # nothing is announced that the reader has not done
        expect(form.locator(".quiz__note")).to_have_count(0)


def test_a_question_s_own_page_and_its_lesson_are_one(lesson, context, small):
    alone = visit(context, f"{small.address}questions/numbers/")
    expect(answer(alone, "numbers", "2", "3").get_by_role("status")).to_have_text("✓ Right")
    expect(lesson.locator("#numbers .quiz__past")).to_contain_text("You answered this right on")
    assert marks(alone) == marks(lesson) == ["1 of 2 (1 of 2 questions answered right)"]


def test_the_mark_of_a_finished_lesson_is_a_tick_with_words(lesson):
    answer(lesson, "colours", "Green")
    answer(lesson, "numbers", "2", "3")
    assert marks(lesson) == ["✓ (2 of 2 questions answered right)"]
    expect(lesson.get_by_role("link", name="The lesson 2 of 2 questions answered right").first).to_be_visible()


def test_on_a_phone_the_open_page_has_its_mark_too(context, small):
    page = visit(context, small.lesson)
    page.set_viewport_size({"width": 390, "height": 800})
    answer(page, "colours", "Green")
    page.locator(".md-header__drawer").click()
    expect(page.locator("label.md-nav__link .progress-mark").last).to_be_visible()


def test_trying_again_forgets_the_choice_and_focus_goes_to_the_first_option(lesson):
    form = answer(lesson, "colours", "Green", sure=True)
    form.get_by_role("button", name="Try again").click()
    expect(form.locator("input:checked")).to_have_count(0)
    expect(form.locator(".quiz__option input").first).to_be_focused()
    lesson.reload()
    form.get_by_role("button", name="Try again").click()  # also what was restored
    expect(form.locator("input:checked")).to_have_count(0)


def test_an_empty_answer_is_said_to_be_one_and_is_not_kept(lesson):
    form = answer(lesson, "colours")
    expect(form.get_by_role("status")).to_have_text("Choose an answer first.")
    assert record(lesson)["items"] == {}


def test_a_right_answer_after_a_wrong_one_leaves_no_button_for_the_answer(lesson):
    form = answer(lesson, "colours", "Red")
    expect(form.get_by_role("button", name="Show the answer")).to_be_visible()
    answer(lesson, "colours", "Green")
    expect(form.get_by_role("button", name="Show the answer")).to_be_hidden()
    expect(form.locator(".quiz__explain")).to_be_visible()


# ----------------------------------------------------------------------------------------------------------------- tabs


def test_tabs_lose_nothing_of_each_other_and_show_it(lesson, context, small):
    other = visit(context, small.lesson)
    answer(lesson, "colours", "Green")
    answer(other, "numbers", "2", "3")
    assert {name: item["right"] for name, item in record(lesson)["items"].items()} == {"colours": True, "numbers": True}
    for page in (lesson, other):
        expect(page.locator(".progress-mark").first).to_have_text("✓")
    expect(lesson.locator("#numbers .quiz__past")).to_contain_text("You answered this right on")
    expect(lesson.locator("#numbers input:checked")).to_have_count(2)


def test_another_tab_does_not_change_what_is_being_answered(lesson, context, small):
    lesson.locator("#colours").get_by_label("Red").check()
    answer(visit(context, small.lesson), "colours", "Green")
    expect(lesson.locator(".progress-mark").first).to_have_text("1 of 2")
    expect(lesson.locator("#colours").get_by_label("Red")).to_be_checked()


def test_what_another_tab_forgets_stays_forgotten(lesson, context, small):
    answer(lesson, "colours", "Green")
    other = visit(context, small.lesson)
    other.evaluate("localStorage.clear()")
    expect(lesson.locator(".progress-mark")).to_have_count(0)
    answer(lesson, "numbers", "2", "3")
    assert list(record(lesson)["items"]) == ["numbers"]


# -------------------------------------------------------------------------------------------------------------- storage

ITEM = {"rev": "x", "chosen": [1], "right": True, "first": True, "n": 1, "sure": False, "box": 2, "due": 5, "t": 4}
BROKEN = ["", "{", "null", "[]", '"text"', "7", '{"v": 1}', '{"v": 1, "items": null}', '{"v": -1, "items": {}}', '{"v": 0.5}']


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_record_is_put_aside_and_the_page_works(context, small, faults, text):
    page = visit_with(context, small, text)
    expect(answer(page, "colours", "Green").get_by_role("status")).to_have_text("✓ Right")
    assert list(record(page)["items"]) == ["colours"]
    assert page.evaluate(f"localStorage.getItem('{KEY}:broken')") == text
    assert faults == []


@pytest.mark.parametrize(
    "items",
    [
        {"colours": None},
        {"colours": 7},
        {"colours": {**ITEM, "chosen": "1"}},
        {"colours": {**ITEM, "chosen": [1.5]}},
        {"colours": {**ITEM, "box": 6}},
        {"colours": {**ITEM, "right": 1}},
        {"colours": {**ITEM, "rev": 1}},
        {"colours": {**ITEM, "t": "today"}},
        {"colours": {**ITEM, "due": 1e300}},
        {"__proto__": ITEM, "constructor": ITEM, "x" * 200: ITEM},
    ],
    ids=str,
)
def test_an_item_that_cannot_be_used_is_no_answer(context, small, faults, items):
    text = json.dumps({"v": 1, "seed": 5, "items": items})
    page = visit_with(context, small, text)
    expect(page.locator("#colours .quiz__past")).to_be_empty()
    expect(answer(page, "colours", "Green").get_by_role("status")).to_have_text("✓ Right")
    assert record(page)["items"]["colours"]["right"] is True
    assert faults == []


def test_a_record_of_a_later_version_is_left_alone_and_the_page_says_so(context, small, faults):
    text = json.dumps({"v": 2, "answers": []})
    page = visit_with(context, small, text)
    status = answer(page, "colours", "Green").get_by_role("status")
    expect(status).to_have_text("✓ RightThis browser does not keep your answer.")
    assert page.evaluate("({...localStorage})")[KEY] == text
    assert faults == []


def test_a_record_of_an_earlier_version_is_brought_up_to_date(context, small, faults):
    text = json.dumps({"v": 0, "items": {"old": ITEM}})
    page = visit_with(context, small, text)
    answer(page, "colours", "Green")
    found = record(page)
    assert (found["v"], found["items"]["old"], "colours" in found["items"]) == (1, ITEM, True)
    assert found["seed"] > 0
    assert faults == []


@pytest.mark.parametrize("how", STORAGE)
def test_without_storage_the_page_works_and_says_that_it_keeps_nothing(context, small, faults, how):
    context.add_init_script(STORAGE[how])
    page = visit(context, small.lesson)
    order = options(page, "colours")
    expect(answer(page, "colours", "Red").get_by_role("status")).to_contain_text("✗ Not right")
    expect(answer(page, "colours", "Green").get_by_role("status")).to_have_text("✓ RightThis browser does not keep your answer.")
    assert marks(page) == ["1 of 2 (1 of 2 questions answered right)"]  # as long as the page is open
    page.reload()
    assert options(page, "colours") == order
    expect(page.locator("#colours .quiz__past")).to_be_empty()
    assert faults == []


def test_when_there_is_room_again_nothing_is_lost(lesson):
    lesson.evaluate("() => { const { setItem } = Storage.prototype; window.room = () => (Storage.prototype.setItem = setItem); }")
    lesson.evaluate(f"() => {{ {STORAGE['full']} }}")
    expect(answer(lesson, "colours", "Green").get_by_role("status")).to_contain_text("does not keep")
    lesson.evaluate("() => { window.room(); }")
    expect(answer(lesson, "numbers", "2", "3").get_by_role("status")).to_have_text("✓ Right")
    assert sorted(record(lesson)["items"]) == ["colours", "numbers"]


# --------------------------------------------------------------------------------------------------------- new editions


def test_progress_survives_a_page_that_moves_and_questions_that_change_places(context, faults, tmp_path, serve):
    site = build_course(tmp_path, course("chapter/lesson.md", list(ENGLISH.values()), list(GERMAN.values())), NAV)
    address = serve(site)
    page = visit(context, f"{address}chapter/lesson/")
    answer(page, "colours", "Green")
    answer(page, "numbers", "2", "3")

    for lang in ("en", "de"):
        (tmp_path / f"docs/{lang}/chapter/lesson.md").unlink()
    later = "/// quiz | New?\n    attrs: {id: new}\n\n- [x] Yes\n- [ ] No\n\n///\n"
    edited = {**ENGLISH, "colours": ENGLISH["colours"].replace("- [ ] Red", "- [ ] Crimson")}
    build_course(
        tmp_path,
        course("part/renamed.md", [later, edited["numbers"], edited["colours"]], [later, GERMAN["numbers"], GERMAN["colours"]]),
        ["index.md", {"part": ["part/renamed.md"]}, {"chapter": ["chapter/index.md"]}],
        site=site,
    )
    changed = {"": "This question has changed since you answered it on", "de/": "Diese Frage hat sich geändert, seit du sie"}
    for folder, text in changed.items():
        page.goto(f"{address}{folder}part/renamed/")
        expect(page.locator("#new .quiz__past")).to_be_empty()
        expect(page.locator("#numbers input:checked")).to_have_count(2)
        expect(page.locator("#colours .quiz__past")).to_contain_text(text)
        expect(page.locator("#colours input:checked")).to_have_count(0)
        expect(page.locator(".progress-mark").first).to_contain_text("2")
    answer(page, "colours", "Grün")
    item = record(page)["items"]["colours"]
    assert (item["n"], item["right"], item["box"]) == (1, True, 2)  # another question: it starts again
    page.reload()
    expect(page.locator("#colours").get_by_label("Grün")).to_be_checked()
    assert faults == []


# -------------------------------------------------------------------------------------------------------------- shuffle


def test_options_stand_in_one_order_in_every_language_and_at_every_visit(lesson, context, small):
    orders = {name: options(lesson, name) for name in ("colours", "numbers")}
    for address in (small.lesson, f"{small.address}de/chapter/lesson/"):
        page = visit(context, address)
        assert {name: options(page, name) for name in orders} == orders
    assert options(visit(context, f"{small.address}de/questions/colours/"), "colours") == orders["colours"]
    key = lesson.locator("#numbers .quiz__key > li").evaluate_all("entries => entries.map(entry => 'right' in entry.dataset)")
    assert key == [number in ("1", "3") for number in orders["numbers"]]  # the answers in the order of the options


def test_readers_see_different_orders_and_what_is_fixed_stays(lesson):
    orders = lesson.evaluate(
        """async () => {
            const { shuffled } = await import("/assets/progress.js");
            return Array.from({ length: 6000 }, (_, seed) => shuffled([1, 2, 3, 4], `${seed * 7919}:colours`, [4]).join(""));
        }"""
    )
    wanted = {"".join(order) + "4" for order in itertools.permutations("123")}
    assert set(orders) == wanted
    assert all(800 < orders.count(order) < 1200 for order in wanted)
    assert options(lesson, "colours")[3] == "4"


# ---------------------------------------------------------------------------------------------------------------- store


def in_store(page: Page, script: str, course: str = "tests") -> object:
    """Run a script in which ``store`` is a new store of a course."""
    return page.evaluate(
        f"""async () => {{
            const {{ open }} = await import("/assets/progress.js");
            const {{ importInto }} = await import("/assets/backup.js");
            const store = open("{course}");
            {script}
        }}"""
    )


def said(page: Page, *, right: bool, rev: str = "a", sure: bool = False) -> dict:
    given = json.dumps({"rev": rev, "chosen": [1], "right": right, "sure": sure})
    return in_store(page, f'store.answer("q", {given}); return store.get("q");')


def test_boxes_follow_leitner_and_only_answers_that_are_due_count(lesson):
    start = 1_800_000_000_000
    lesson.clock.set_fixed_time(start / 1000)
    now = start

    def step(days: float, **given: bool) -> tuple:
        nonlocal now
        now += int(days * DAY)
        lesson.clock.set_fixed_time(now / 1000)
        item = said(lesson, **given)
        return item["box"], (item["due"] - start) / DAY, item["right"], item["n"]

    assert step(0, right=True, sure=True) == (2, 3, True, 1)
    assert step(1, right=False) == (2, 3, False, 2)  # a day later: too early to count
    assert step(2, right=True) == (3, 10, True, 3)
    assert step(7, right=True) == (4, 26, True, 4)
    assert step(16, right=True) == (5, 61, True, 5)
    assert step(35, right=True) == (5, 96, True, 6)  # there is no sixth box
    assert step(35, right=False) == (1, 97, False, 7)
    assert step(1, right=True) == (2, 100, True, 8)
    assert step(0.5, right=True, rev="b") == (2, 100.5, True, 1)  # a changed question
    first = in_store(lesson, 'return [store.due().length, store.due(Date.now() + 3 * 864e5), store.get("q").first];')
    assert first == [0, ["q"], True]


def test_the_store_lists_what_was_wrong_and_what_was_not_sure(lesson):
    found = in_store(
        lesson,
        """const say = (id, right, sure) => store.answer(id, { rev: "a", chosen: [2], right, sure });
        say("known", true, true); say("guessed", true, false); say("mistaken", false, true); say("open", false);
        store.forget("known");
        return [store.wrong(), store.unsure(), [...store.all().keys()], store.get("known") === undefined];""",
    )
    assert found == [["mistaken", "open"], ["guessed", "open"], ["guessed", "mistaken", "open"], True]


def test_a_saved_file_is_merged_by_time_and_never_trusted(lesson):
    lesson.clock.set_fixed_time(1_800_000_000)
    item = {**ITEM, "t": 1_700_000_000_000, "due": 1_700_000_000_000}
    given = {
        "v": 1,
        "items": {
            "new": item,
            "newer": {**item, "t": item["t"] + 5, "n": 9, "foreign": "<img>"},
            "older": {**item, "t": item["t"] - 5, "n": 9},
            "future": {**item, "t": 1_900_000_000_000, "due": 1_900_000_000_000},
            "wrong": {**item, "box": 0},
        },
    }
    found = in_store(
        lesson,
        f"""const item = {json.dumps(item)};
        store.take([["newer", item], ["older", item]]);
        const counts = importInto(store, {json.dumps(json.dumps(given))});
        return [counts, store.all().size, store.get("newer"), store.get("older").n];""",
    )
    assert found == [{"added": 1, "updated": 1, "refused": 2}, 3, {**item, "t": item["t"] + 5, "n": 9}, 1]
    again = in_store(
        lesson,
        """const text = store.export(); store.reset();
        const empty = store.all().size; const counts = importInto(store, text);
        return [empty, counts, store.export() === text];""",
    )
    assert again == [0, {"added": 3, "updated": 0, "refused": 0}, True]


@pytest.mark.parametrize("text", [*BROKEN, '{"v": 2, "items": {}}', "<html>"])
def test_a_file_that_is_no_record_changes_nothing(lesson, text):
    found = in_store(
        lesson, f'store.answer("q", {{ rev: "a", chosen: [1], right: true }}); return importInto(store, {json.dumps(text)});'
    )
    assert found == {"added": 0, "updated": 0, "refused": 0, "unreadable": True}
    assert in_store(lesson, "return store.all().size;") == 1


def test_an_exam_only_hears_what_is_chosen(lesson):
    heard = lesson.evaluate(
        """async () => {
            const { enhance } = await import("/assets/quiz.js");
            const form = document.querySelector("#numbers").cloneNode(true);
            document.querySelector("article").append(form);
            form.querySelectorAll(".quiz__past, .quiz__sure").forEach((part) => part.remove());
            const heard = [];
            const quiz = enhance(form, { mode: "exam", onAnswer: (said) => heard.push(said) });
            quiz.choose([2]);
            form.querySelector("input[value='3']").click();
            form.requestSubmit();
            const parts = [...form.querySelectorAll("button, .quiz__note, .quiz__answer, .quiz__hint")];
            const visible = parts.filter((part) => part.checkVisibility()).length;
            return [heard, form.querySelector(".quiz__status").textContent, visible];
        }"""
    )
    [[event], status, visible] = heard
    assert {key: event[key] for key in ("id", "chosen", "right", "sure")} == {
        "id": "numbers",
        "chosen": [2, 3] if event["chosen"] == [2, 3] else [3, 2],
        "right": False,
        "sure": False,
    }
    assert (status, visible) == ("", 0)


# -------------------------------------------------------------------------------------------------------------- scripts


def scripts(site: Path, name: str) -> set[str]:
    """The course's own scripts that a page loads, those that they import included."""
    text = (site / name / "index.html").read_text("utf-8")
    found = {Path(src).name for src in re.findall(r'<script[^>]* src="([^"]+)"', text) if "/javascripts/" not in src}
    for _ in range(3):
        imports = [re.findall(r'from "\./([\w.]+)"', (site / "assets" / file).read_text("utf-8")) for file in found]
        found |= set(itertools.chain.from_iterable(imports))
    return found


def test_the_scripts_of_a_lesson_weigh_no_more_than_the_budget(site):
    """The frame of every page is no part of it."""
    lesson = scripts(site, "transformer-models/sequence-to-sequence-models") - {"site.js"}
    assert lesson == {"video.js", "cards.js", "quiz.js", "progress.js"}
    assert sum(len(gzip.compress((site / "assets" / name).read_bytes(), 9)) for name in lesson) <= BUDGET


def test_pages_without_a_question_load_nothing_of_it(small):
    for name in ("", "chapter", "de"):
        assert scripts(small.site, name) == {"site.js"}
        assert "course-questions" not in (small.site / name / "index.html").read_text("utf-8")


def test_without_scripts_there_is_no_button_that_does_nothing(browser, small):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{small.address}questions/colours/")
    expect(page.locator(".quiz__buttons")).to_be_hidden()
    expect(page.get_by_label("Green")).to_be_visible()
    page.locator("summary", has_text="Show the answer").click()
    expect(page.locator(".quiz__key")).to_be_visible()
    expect(page.get_by_role("link", name="Next question")).to_be_visible()
    context.close()
