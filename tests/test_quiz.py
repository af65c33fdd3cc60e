"""Questions: both ways to write one, the form they become, what is parsed of them, and that the two always agree."""

from __future__ import annotations

import functools
import json
import re
from dataclasses import replace
from pathlib import Path
from textwrap import indent

import markdown
import pytest
from conftest import extensions
from diglot.blocks import scan
from diglot.check import check_course
from diglot.languages import Language
from diglot.pages import Course, Page
from diglot.problems import errors
from diglot.quiz import Option, Quiz, parse, quizzes, rewrite_page, without_answers
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

GOLDEN = Path(__file__).parent / "golden" / "quiz"
WHOLE = (GOLDEN / "whole.md").read_text("utf-8")


def page(text: str) -> Page:
    return rewrite_page(Page("en", "x.md", "docs/en/x.md", text))


def questions(text: str) -> list[Quiz]:
    return quizzes(page(text), scan(page(text))[0])


def block(body: str) -> str:
    return f"# T\n\n/// quiz | Which one?\n    attrs: {{id: which-one}}\n\n{body}\n///\n"


def admonition(body: str) -> str:
    """The same question as an admonition: everything indented, its hints as well."""
    parts = re.compile(r"/// (?P<name>hint|explain)(?: \| (?P<title>.*))?\n(?P<text>(?:.*\n)*?)///\n")
    body = parts.sub(lambda part: _admonition_part(**part.groupdict()), body)
    return f'# T\n\n!!! quiz which-one "Which one?"\n\n{indent(body, "    ")}\n'


def _admonition_part(name: str, title: str | None, text: str) -> str:
    quoted = f' "{title}"' if title else ""
    return f"??? {name}{quoted}\n\n{indent(text, '    ')}\n"


BODIES = {
    "tight": """\
- [ ] BERT
- [x] T5
""",
    "loose": """\
- [ ] BERT

    > It has an encoder only.

- [x] T5

    > It has both.
""",
    "code-in-the-stem": """\
What does this print?

```python
print("///")

print("- [ ] no option")
```

- [ ] nothing
- [x] two lines
""",
    "code-in-an-option": """\
- [x] This one:

    ```python
    >>> 1 + 1

    2
    ```

    > It prints 2.

- [ ] Another
""",
    "formula": """\
Let

$$
x = \\frac{1}{2}
$$

- [x] $2x = 1$

    $$
    x + x
    $$

    > $x$ is a half.

- [ ] $x = 1$
""",
    "several-hints": """\
- [ ] BERT
- [x] T5

/// hint | First
Two halves.
///

/// hint | Second
One reads.
///

/// hint
One writes.
///

/// explain | Why
It has both.
///

/// explain
Really.
///
""",
    "options-of-two-paragraphs": """\
- [ ] BERT

    It is older.

    > It has an encoder only.

- [x] T5
    is newer.

    It has both.

    > Yes.
    >
    > Both.

    > And more.
""",
    "stars": """\
* [ ] BERT
* [x] T5
""",
    "pluses": """\
+ [ ] BERT

+ [X] T5
""",
    "mixed-signs-and-indents": """\
- [ ] BERT
* [ ] GPT
 +  [x] T5
""",
    "a-list-in-the-stem-and-in-an-option": """\
- one
- two

Which one?

- [ ] BERT

    - three
    - four

- [x] T5
""",
    "pictures-tables-and-notices": """\
![A model](model.svg)

| a | b |
| --- | --- |
| 1 | 2 |

!!! note
    Look closely.

- [ ] BERT

    !!! tip "Tip"

        Older.

    > No.

- [x] T5
""",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_block_and_admonition_give_the_same_html(body, render):
    assert render(block(body)) == render(admonition(body))
    assert shown(render(block(body))) == parsed(block(body)) == parsed(admonition(body))


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_block_and_admonition_are_the_same_question_without_a_fault(body):
    assert list(map(placeless, questions(block(body)))) == list(map(placeless, questions(admonition(body))))
    assert (check(block(body)), check(admonition(body))) == ([], [])


def placeless(quiz: Quiz) -> Quiz:
    return replace(quiz, line=0, options=tuple(replace(option, line=0) for option in quiz.options))


def test_options_stand_below_the_first_line_in_both(render):
    as_block = "/// quiz-multi | Q\n    attrs: {id: q}\n    difficulty: 2\n    fixed: [2]\n\n- [x] A\n- [x] B\n\n///\n"
    as_admonition = '!!! quiz-multi q "Q"\n        difficulty: 2\n        fixed: [2]\n\n    - [x] A\n    - [x] B\n'
    assert render(as_block) == render(as_admonition)
    assert (check(f"# T\n\n{as_block}"), check(f"# T\n\n{as_admonition}")) == ([], [])


ADMONITIONS = {
    "no-title-of-a-hint": ('!!! quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ??? hint\n\n        H\n', ["Hint"]),
    "quotation-marks-in-a-title": (
        '!!! quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ??? hint "A "B" C"\n        H\n',
        ['A "B" C'],
    ),
    "capital-letters": ('!!! Quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ??? Hint "H"\n        H\n', ["H"]),
    "no-spaces": ('!!!quiz q "Q"\n\n    - [ ] A\n    - [x] B\n\n    ???hint "H"\n        H\n', ["H"]),
    "directly-below-an-item": (
        '- item\n\n    text\n!!! quiz q "Q"\n    - [ ] A\n    - [x] B\n\n    ??? hint "H"\n        H\n',
        ["H"],
    ),
    "with-tabs": ('!!! quiz q "Q"\n\n\t- [ ] A\n\t- [x] B\n\n\t??? hint "H"\n\n\t\tH\n', ["H"]),
}


@pytest.mark.parametrize(("text", "titles"), ADMONITIONS.values(), ids=ADMONITIONS)
def test_an_admonition_may_be_written_like_any_other(text, titles, render):
    html = render(f"# T\n\n{text}")
    assert shown(html) == parsed(f"# T\n\n{text}") == [("q", 2, (2,))]
    assert [node.text() for node in LexborHTMLParser(html).css(".quiz__hint summary")] == titles
    assert check(f"# T\n\n{text}") == []


def test_tabs_are_spaces_in_a_block(render):
    text = block("- [ ]\tBERT\n\n\t> No.\n\n-\t[x] T5\n").replace("    attrs", "\tattrs")
    assert shown(render(text)) == parsed(text) == [("which-one", 2, (2,))]
    assert check(text) == []


# ------------------------------------------------------------------------------------------------------ the form


def test_a_question_becomes_this_form(render):
    assert render(WHOLE) + "\n" == (GOLDEN / "whole.html").read_text("utf-8")


def test_without_a_script_the_form_offers_its_options_hints_and_answer(render):
    form = LexborHTMLParser(render(WHOLE)).css_first("form")
    controls = [(node.attributes["type"], "disabled" in node.attributes) for node in form.css("input, button:not([hidden])")]
    assert controls == [("radio", False)] * 3 + [("submit", True)]
    assert [node.text() for node in form.css("details > summary")] == ["A first hint", "Hint", "Show the answer"]
    assert form.css("details[open], details[hidden], form[action], [onchange], [onclick]") == []
    assert form.css_first("details.quiz__answer .quiz__explain p:last-child").text() == (
        "A sequence-to-sequence model pairs an encoder with a decoder."
    )


def test_several_right_answers_are_ticked(render):
    form = LexborHTMLParser(render("/// quiz-multi | Q\n    attrs: {id: q}\n\n- [x] A\n- [ ] B\n- [x] C\n\n///\n")).css_first(
        "form"
    )
    assert [node.attributes["type"] for node in form.css("input")] == ["checkbox"] * 3
    assert (form.attributes["data-kind"], form.css_first(".quiz__how").text()) == ("many", "Choose every answer that fits.")


def test_every_label_names_its_control_and_every_id_is_there_once(render):
    tree = LexborHTMLParser(
        render("\n\n".join([WHOLE, block(BODIES["tight"]), block(BODIES["loose"]).replace("which-one", "other")]))
    )
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert [node.attributes["for"] for node in tree.css("form label")] == [
        node.attributes["id"] for node in tree.css("form input")
    ]


def test_what_gives_the_answer_away_stays_out_of_the_search_index(render):
    tree = LexborHTMLParser(render(WHOLE))
    for node in tree.css("[data-search-exclude][data-pagefind-ignore]"):
        node.decompose()
    left = tree.css_first("form").text()
    secrets = ["only an encoder", "text to text", "So does", "two halves", "One half", "pairs an encoder", "Right answer"]
    assert [secret for secret in secrets if secret in left] == []
    assert [word for word in ("Which model", "BERT", "T5", "It has both halves", "print") if word not in left] == []


def test_the_form_speaks_the_language_of_its_page(render, write_course):
    german = "name: Deutsch\nlabels: {quiz: {check: Prüfen, hint: Hinweis, show: Lösung zeigen}}\n"
    austrian = "name: Deutsch (Österreich)\nlabels: {quiz: {check: Schauen}}\n"
    course = write_course({"docs/de/_lang.yml": german, "docs/de-AT/_lang.yml": austrian, "docs/de-AT/x.md": WHOLE})
    form = LexborHTMLParser(render(WHOLE, course / "docs" / "de-AT" / "x.md")).css_first("form")
    said = [(node.text(), node.attributes.get("lang")) for node in form.css("button, .quiz__hint summary, .quiz__how")]
    assert said == [
        ("Choose one answer.", "en"),
        ("Schauen", None),
        ("Try again", "en"),
        ("Lösung zeigen", "de"),
        ("A first hint", None),
        ("Hinweis", "de"),
    ]
    assert json.loads(form.attributes["data-words"])["empty"] == "Choose an answer first."


def test_a_question_without_options_keeps_its_text_and_its_hints_closed(render):
    text = "/// quiz | Q\n    attrs: {id: q}\n\nStem\n\n/// hint\nSecret\n///\n\n///\n"
    tree = LexborHTMLParser(render(text))
    assert tree.css("input, button") == []
    assert tree.css_first("form > p").text() == "Stem"
    assert "data-search-exclude" in tree.css_first("form > details.quiz__hint").attributes


# ------------------------------------------------------------------------------------------------------- parsing


def test_a_question_is_read_as_its_author_wrote_it():
    assert questions(WHOLE) == [
        Quiz(
            id="which-model",
            kind="quiz",
            question="Which *model* is an encoder–decoder?",
            stem="Look at this & that:\n\n```python\nprint(1 < 2)\n```",
            options=(
                Option(text="BERT", correct=False, feedback="BERT has only an **encoder**.", line=16),
                Option(
                    text="`T5`\n\nIt has both halves.",
                    correct=True,
                    feedback="T5 casts every task as text to text.\n\nSo does mT5.",
                    line=20,
                ),
                Option(text="None of them", correct=False, feedback="", line=28),
            ),
            hints=("Look for two halves.", "One half reads."),
            explanation="A *sequence-to-sequence* model pairs an encoder with a decoder.",
            tests="training",
            line=4,
        )
    ]


def test_code_in_an_option_is_no_feedback():
    (quiz,) = questions(block(BODIES["code-in-an-option"]))
    assert quiz.options[0] == Option(
        text="This one:\n\n```python\n>>> 1 + 1\n\n2\n```", correct=True, feedback="It prints 2.", line=5
    )


def test_code_in_feedback_is_no_option():
    (quiz,) = questions(block("- [x] A\n\n    > ```\n    > - [x] B\n    > ```\n\n- [ ] C\n"))
    assert [(option.text, option.feedback) for option in quiz.options] == [("A", "```\n- [x] B\n```"), ("C", "")]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("Which one?", "Which two?", False),
        ("- [x] T5", "- [ ] T5", False),
        ("BERT\n", "mBERT\n", False),
        ("/// quiz |", "/// quiz-multi |", False),
        ("encoder only", "decoder only", True),
        ("- [x] T5", "-   [X]  T5", True),
        ("which-one", "another-id", True),
    ],
    ids=["question", "key", "option", "kind", "feedback", "white-space", "id"],
)
def test_the_revision_changes_with_the_question_and_its_options_alone(old, new, same):
    text = block(BODIES["loose"])
    (before,), (after,) = questions(text), questions(text.replace(old, new))
    assert (before.revision == after.revision) == same
    assert re.fullmatch(r"[0-9a-f]{8}", after.revision)


@pytest.mark.parametrize("text", [WHOLE, *map(block, BODIES.values()), *map(admonition, BODIES.values())])
def test_the_page_without_answers_shows_no_mark_and_no_answer(text):
    (block_,), _ = scan(page(text))
    quiz = parse(page(text), block_)
    lines = without_answers(page(text), [block_])
    left = "\n".join(lines)
    assert not re.search(r"^ *[-*+] +\[[ xX]\]", left.replace("- [ ] no option", ""), re.MULTILINE)
    assert [
        part for part in (*quiz.hints, quiz.explanation, *(option.feedback for option in quiz.options)) if part and part in left
    ] == []
    assert [option.text.split("\n")[0] in left for option in quiz.options] == [True] * len(quiz.options)


def test_the_page_without_answers_keeps_everything_else_line_by_line():
    text = "# T\n\n```python\nimport re\n\n\ndef f(): ...\n```\n\n" + block(BODIES["code-in-an-option"]).removeprefix("# T\n\n")
    assert without_answers(page(text), scan(page(text))[0]) == [
        "# T",
        "",
        "```python",
        "import re",
        "",
        "",
        "def f(): ...",
        "```",
        "",
        "/// quiz | Which one?",
        "    attrs: {id: which-one}",
        "",
        "- This one:",
        "",
        "    ```python",
        "    >>> 1 + 1",
        "",
        "    2",
        "    ```",
        "",
        "- Another",
        "",
        "///",
        "",
    ]


# ------------------------------------------------------------------------------- what is checked is what is shown


def check(text: str) -> list[str]:
    """What the check says of a page that is all of a course."""
    nowhere = Path("/nowhere")
    one = Course(
        nowhere, nowhere / "docs", {"en": Language("en", "English")}, {("en", "x.md"): Page("en", "x.md", "docs/en/x.md", text)}
    )
    return list(map(str, errors(check_course(one))))


def parsed(text: str) -> list[tuple[str, int, tuple[int, ...]]]:
    """Id, number of options and key of each question in the source."""
    return [(quiz.id, len(quiz.options), quiz.key) for quiz in questions(text)]


def shown(html: str) -> list[tuple[str, int, tuple[int, ...]]]:
    """The same, of each form in the page."""
    return [
        (
            form.attributes["id"],
            len(form.css(".quiz__option > input")),
            tuple(number for number, entry in enumerate(form.css(".quiz__key > li"), 1) if "data-right" in entry.attributes),
        )
        for form in LexborHTMLParser(html).css("form.quiz")
    ]


@functools.cache
def _renderer() -> markdown.Markdown:
    names, configs = extensions()
    return markdown.Markdown(extensions=names, extension_configs=configs)


def convert(text: str) -> str:
    return _renderer().reset().convert(text)


WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "*em*", "`code`", "$x$", "**b**", "don't", "[T5](https://example.org)"]),
    min_size=1,
    max_size=4,
).map(" ".join)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=2)
CODE = st.just(["```python", ">>> x = 1", "", "- [x] no option", "# c", "```"])
LIST = st.sampled_from([["- n1", "- n2"], ["1. a", "2. b"]])
TABLE = st.just(["| a | b |", "|---|---|", "| 1 | 2 |"])
FORMULA = st.just(["$$", "x", "$$"])
NOTICE = st.just(["!!! note", "", "    text"])


def below(lines: list[str], prefix: str = "    ") -> list[str]:
    return ["", *(prefix + line if line else prefix.rstrip() for line in lines)]


@st.composite
def written_options(draw, number: int, mark: str, *, tight: bool) -> list[str]:
    lines = [f"{draw(st.sampled_from('--*+'))}{' ' * draw(st.integers(1, 3))}[{mark}] {draw(WORDS)} {number}"]
    lines += draw(st.sampled_from([[], [], ["wrapped"], ["    wrapped"]]))
    if tight:
        return lines
    for part in draw(st.lists(st.one_of(PARAGRAPH, CODE, LIST, TABLE, FORMULA, NOTICE), max_size=2)):
        lines += below(part)
    for part in draw(st.lists(st.one_of(PARAGRAPH, CODE), max_size=2)):
        lines += below(part, "    > ")[:1] + [line.rstrip() for line in below(part, "    > ")[1:]]
    return [*lines, ""]


@st.composite
def written_quizzes(draw) -> list[str]:
    """The lines of a question without a fault."""
    kind = draw(st.sampled_from(["quiz", "quiz-multi"]))
    count = draw(st.integers(2, 4))
    key = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=1 if kind == "quiz" else count))
    tight = draw(st.booleans())
    body: list[str] = []
    quote, comment = st.just(["> quote"]), st.just(["<!-- - [ ] c", "", "- [x] d -->"])
    for part in draw(st.lists(st.one_of(PARAGRAPH, CODE, TABLE, FORMULA, NOTICE, quote, comment), max_size=2)):
        body += [*part, ""]
    for number in range(count):
        body += draw(written_options(number, draw(st.sampled_from("xX")) if number in key else " ", tight=tight))
    parts = draw(st.lists(st.tuples(st.sampled_from(["hint", "explain"]), st.one_of(PARAGRAPH, CODE)), max_size=2))
    if draw(st.booleans()):
        for name, part in parts:
            body += ["", f'??? {name} "Title"', *below(part)]
        return [f'!!! {kind} q "{draw(WORDS)}"', *below(body)]
    for name, part in parts:
        body += ["", f"/// {name} | Title", *part, "///"]
    return [f"/// {kind} | {draw(WORDS)}", "    attrs: {id: q}", "", *body, "", "///"]


# What a slip of the hand or of an editor may leave in a question; → is a tab, · a protected space, ␠ a space.
STRAY = (GOLDEN / "stray.txt").read_text("utf-8").translate(str.maketrans("→·␠", "\t\u00a0 ")).split("\n")
SIGNS = st.sampled_from(" []x>`\t\u00a0-#|<$\n:*/!")


@st.composite
def mutated(draw, lines: list[str]) -> list[str]:
    lines = list(lines)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        line = lines[at] if lines else ""
        place = draw(st.integers(0, len(line)))
        change = draw(
            st.sampled_from(["remove", "insert", "indent", "dedent", "repeat", "swap", "replace", "add a sign", "lose a sign"])
        )
        if change == "insert":
            lines.insert(at, draw(st.sampled_from(STRAY)))
        elif change == "remove" or not lines:
            lines[at : at + 1] = []
        elif change == "repeat":
            lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
        elif change == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            lines[at] = {
                "indent": " " * draw(st.integers(1, 4)) + line,
                "dedent": line[draw(st.integers(1, 4)) :] if line.startswith(" ") else line.lstrip(),
                "replace": draw(st.sampled_from(STRAY)),
                "add a sign": line[:place] + draw(SIGNS) + line[place:],
                "lose a sign": line[:place] + line[place + 1 :],
            }[change]
    return lines


def as_page(lines: list[str]) -> str:
    return "\n".join(["# T", "", *lines, "", "The end."]) + "\n"


@settings(max_examples=200, derandomize=True, deadline=None)
@given(written_quizzes())
def test_a_question_without_a_fault_has_no_problem_and_shows_what_was_written(lines):
    text = as_page(lines)
    assert check(text) == []
    assert shown(convert(text)) == parsed(text)


def agrees(lines: list[str]) -> None:
    """Neither check nor renderer raises; where the check finds nothing, the form has the options and the key of the source."""
    text = as_page(lines)
    found, forms = check(text), shown(convert(text))
    assert found or forms == parsed(text)
    without_answers(page(text), scan(page(text))[0])


@settings(max_examples=400, derandomize=True, deadline=None)
@given(written_quizzes().flatmap(mutated))
def test_whatever_a_slip_makes_of_a_question_it_is_reported_or_shown_as_written(lines):
    agrees(lines)


@settings(max_examples=20000, deadline=None)
@given(written_quizzes().flatmap(mutated))
def _agrees_at_length(lines):
    agrees(lines)


def test_the_same_at_length(request):
    if not request.config.getoption("--long"):
        pytest.skip("takes minutes; --long runs it")
    _agrees_at_length()
