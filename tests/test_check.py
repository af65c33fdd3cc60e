"""Every fault an author or translator can make, and what the check says of it: file, line, column, code, words."""

from __future__ import annotations

import pytest
from faults import FRONT_MATTER, QUIZ, TWO, Table, check, moved

QUOTE = "quote text that holds ': ' or begins with a sign"

PAGES = Table()
row = PAGES.row


# ---------------------------------------------------------------------------------------------------------- blocks

row("misspelt-block", "/// quizz | Which?\n///\n", "⟨3:1⟩ error B001 unknown block 'quizz'; did you mean 'quiz'?")
row(
    "translated-block",
    "/// Frage | Welches?\n///\n",
    "⟨3:1⟩ error B001 unknown block 'frage'; known are codes, embed, exam, explain, figure, flashcards, hint, models,"
    " progress, quiz, quiz-multi, review and 2 more",
)
row("misspelt-admonition", '!!! qiuz q "Which?"\n', "⟨3:5⟩ error B001 unknown block 'qiuz'; did you mean 'quiz'?")
row(
    "misspelt-option",
    "/// quiz | Which?\n    attrs: {id: q}\n    dificulty: 2\n\n- [ ] A\n- [x] B\n\n///\n",
    "⟨5:5⟩ error B002 block 'quiz' has no option 'dificulty'; did you mean 'difficulty'?",
)
row(
    "misspelt-option-of-an-admonition",
    '!!! quiz q "Which?"\n        dificulty: 2\n\n    - [ ] A\n    - [x] B\n',
    "⟨4:9⟩ error B002 block 'quiz' has no option 'dificulty'; did you mean 'difficulty'?",
)
row(
    "bad-option-values",
    "/// quiz | Which?\n    attrs: {id: q}\n    difficulty: hard\n    fixed: [0]\n    tests: 3\n\n- [ ] A\n- [x] B\n\n///\n",
    "⟨5:5⟩ error B007 difficulty of 'quiz' is 'hard'; write 1, 2 or 3",
    "⟨6:5⟩ error B007 fixed of 'quiz' is [0]; write the numbers of the options that keep their place, for example [4]",
    "⟨7:5⟩ error B007 tests of 'quiz' is 3; write the id of the heading that the question tests, or 'page.md#id'",
)
row(
    "fixed-option-that-is-not-there",
    "/// quiz | Which?\n    attrs: {id: q}\n    fixed: [2, 3]\n\n- [ ] A\n- [x] B\n\n///\n",
    "⟨5:5⟩ error B007 fixed names option 3, but there are only 2; write one of them, or remove it",
)
row(
    "options-not-yaml",
    f"/// quiz | Which?\n    attrs: {{id: q\n\n{TWO}///\n",
    f"⟨4:18⟩ error B003 this is not YAML: expected ',' or '}}', but got '<stream end>'; {QUOTE}",
)
row(
    "options-with-an-alias",
    f"/// quiz | Which?\n    attrs: {{id: q}}\n    tests: *x\n\n{TWO}///\n",
    f"⟨5:12⟩ error B003 this is not YAML: found undefined alias 'x'; {QUOTE}",
)
row(
    "text-for-options",
    "/// video | V\n    text\n///\n",
    "⟨3:1⟩ error B007 video has neither youtube nor file; write one line, '    youtube: ID' or '    file: name.mp4'",
    "⟨4:5⟩ error B003 options of 'video' must be 'name: value' lines; or leave a blank line before the text",
)
row(
    "no-title",
    f"/// quiz\n    attrs: {{id: q}}\n\n{TWO}///\n",
    "⟨3:1⟩ error B006 block 'quiz' needs a title; write '/// quiz | Title'",
)
row(
    "no-bar",
    f"/// quiz Which?\n    attrs: {{id: q}}\n\n{TWO}///\n",
    "⟨3:1⟩ error B006 '/// quiz Which?' opens no block; write '/// quiz | Which?'",
)
row(
    "no-quotation-marks",
    "!!! quiz q Which?\n\n    - [ ] A\n    - [x] B\n",
    """⟨3:1⟩ error B006 '!!! quiz q Which?' cannot be read; write '!!! quiz topic-question "Question"'""",
)
row(
    "no-title-of-an-admonition",
    "!!! quiz q\n\n    - [ ] A\n    - [x] B\n",
    "⟨3:1⟩ error B006 block 'quiz' needs a title; write '/// quiz | Title'",
)
row("never-closed", f"{QUIZ}{TWO}", "⟨3:1⟩ error B004 block 'quiz' is never closed; write '///' on a line of its own after it")
row("closes-nothing", "///\n", "⟨3:1⟩ error B005 '///' closes no block; remove it, or open a block before it")
row(
    "closed-with-other-slashes",
    f"{QUIZ}{TWO}////\n",
    "⟨3:1⟩ error B004 block 'quiz' is never closed; write '///' on a line of its own after it",
    "⟨9:1⟩ error B005 '////' closes no block; '///' would close 'quiz'",
)
row(
    "quiz-in-a-quiz",
    f"{QUIZ}{TWO}{QUIZ.replace('q}', 'r}')}{TWO}///\n\n///\n",
    "⟨9:1⟩ error B008 'quiz' stands inside 'quiz' from line ⟨3⟩; close that one first with '///'",
    "⟨9:1⟩ error Q009 'quiz' stands behind the options; move it before the first one",
)
row(
    "quiz-in-a-list",
    "- item\n\n    /// quiz | Which?\n    ///\n",
    "⟨5:5⟩ error B008 block 'quiz' is indented; write it at the margin, outside lists, quotations and notices",
)
row(
    "admonition-in-a-notice",
    '!!! note\n\n    !!! quiz q "Which?"\n\n        - [ ] A\n',
    "⟨5:5⟩ error B008 'quiz' is indented; write it at the margin, outside lists, quotations and notices",
)
row(
    "below-an-indented-paragraph",
    f"- item\n\n    more\n{QUIZ}{TWO}///\n",
    "⟨6:1⟩ error B008 '/// quiz | Which?' belongs to the item above; leave a blank line before it",
)
row(
    "hint-outside-a-quiz",
    "/// hint\nLook.\n///\n",
    "⟨3:1⟩ error B008 'hint' belongs inside '/// quiz'; move it before the '///' that closes one",
)
row(
    "hint-in-an-option",
    f"{QUIZ}- [ ] A\n\n    /// hint\n    Look.\n    ///\n\n- [x] B\n\n///\n",
    "⟨8:5⟩ error B008 block 'hint' is indented; write it at the margin, outside lists, quotations and notices",
)
row("empty-hint", f"{QUIZ}{TWO}/// hint\n///\n\n///\n", "⟨9:1⟩ error Q010 'hint' is empty; write its text, or remove it")
row(
    "empty-explanation",
    f"{QUIZ}{TWO}/// explain | Why\n\n///\n\n///\n",
    "⟨9:1⟩ error Q010 'explain' is empty; write its text, or remove it",
)
row(
    "open-hint",
    '!!! quiz q "Which?"\n\n    - [ ] A\n    - [x] B\n\n    ???+ hint "Look"\n\n        Here.\n',
    """⟨8:5⟩ error B006 '???+ hint "Look"' cannot be read; write '??? hint "Hint"'""",
)

# --------------------------------------------------------------------------------------------------- ids of a course

row(
    "id-of-a-heading",
    f"## Attention\n\n{QUIZ.replace('q}', 'attention}')}{TWO}///\n",
    "⟨5:1⟩ error Q002 id 'attention' already stands at docs/en/x.md:⟨3⟩; give this question another",
)
row(
    "id-that-is-another-option's",
    f"{QUIZ}{TWO}///\n\n{QUIZ.replace('q}', 'q-1}')}{TWO}///\n",
    "⟨11:1⟩ error Q002 id 'q-1' already stands at docs/en/x.md:⟨3⟩; give this question another",
)
row(
    "unknown-heading",
    f"## Training\n\n/// quiz | Which?\n    attrs: {{id: q}}\n    tests: trainig\n\n{TWO}///\n",
    "⟨7:5⟩ error Q011 tests 'trainig', but there is no such heading; did you mean 'training'?",
)
row(
    "unknown-page",
    f"/// quiz | Which?\n    attrs: {{id: q}}\n    tests: ../y.md#a\n\n{TWO}///\n",
    "⟨5:5⟩ error Q011 tests '../y.md#a', but there is no page '../y.md'; write its path from this page",
)

# -------------------------------------------------------------------------------------------------- the rest of a page

row("quiz-in-a-fence", f"```markdown\n{QUIZ}- [y] A\n```\n\n~~~\n///\n~~~\n")
row("quiz-in-a-comment", f"<!--\n{QUIZ}- [y] A\n-->\n")
row(
    "fence-never-closed",
    "```python\nprint()\n",
    "⟨3:1⟩ error P003 code fence is never closed; repeat it on a line of its own after the code, indented as it is here",
)
row(
    "fence-closed-further-out",
    "- item\n\n    ```python\n    print()\n```\n",
    "⟨5:1⟩ error P003 code fence is never closed; repeat it on a line of its own after the code, indented as it is here",
)
row(
    "fence-that-cannot-be-read",
    "```python example\nprint()\n```\n",
    """⟨3:1⟩ error P005 code fence '```python example' cannot be read; write the language alone, or title="…" behind it""",
)
row(
    "comment-never-closed",
    "<!-- later\n\n## More\n",
    "⟨3:1⟩ error P006 comment is never closed and hides what follows; write '-->' behind it",
)
row(
    "tag-never-closed",
    "<div>\n\nText\n",
    "⟨3:1⟩ error P007 <div> is never closed and hides what follows; write '</div>' behind it",
)
row(
    "tag-over-a-comment",
    "More: `<b` 2 > 1.\n\nLess: x <y\n\n<!-- later -->\n\n<!-- again -->\n",
    "⟨5:9⟩ error P007 '<y' has no '>' and takes in the comment below; close it, or write '&lt;y' where it is no tag",
)
row(
    "quiz-in-a-tag",
    f"<div>\n\n{QUIZ}{TWO}///\n\n</div>\n",
    "⟨5:1⟩ error B008 'quiz' stands inside <div>, where Markdown is not read; write '<div markdown>'",
)
row("quiz-in-a-tag-that-is-read", f"<div markdown>\n\n{QUIZ}{TWO}///\n\n</div>\n")
row("unknown-model", "See [T5](model:t5).\n", "⟨3:10⟩ error M001 unknown model 't5'; there are none yet")
row("unknown-model-by-reference", "See [T5][].\n\n[T5]: model:t5\n", "⟨5:7⟩ error M001 unknown model 't5'; there are none yet")
row("unknown-term", "See [tokens](term:tokn).\n", "⟨3:14⟩ error T001 unknown term 'tokn'; there are none yet")
row(
    "unknown-command",
    "Then $x \\foo y$.\n",
    "⟨3:6⟩ error X001 formula 'x \\foo y' cannot be converted (unknown command \\foo);"
    " use plain LaTeX such as \\frac, \\sqrt, \\mathrm",
)
row(
    "no-figure",
    '/// figure | F\n    src: drawing\n    alt: "A drawing"\n///\n',
    "⟨4:5⟩ error F001 there is no figures/drawing.svg; there are none yet",
)


@pytest.mark.parametrize("front_matter", ["", FRONT_MATTER], ids=["bare", "with-front-matter"])
@pytest.mark.parametrize(("text", "problems"), PAGES.values(), ids=PAGES)
def test_a_fault_is_reported_with_its_place_and_its_cure(text, problems, front_matter, write_course):
    root = write_course({"docs/en/x.md": f"{front_matter}# Title\n\n{text}"})
    assert sorted(check(root)) == sorted(moved(problem, front_matter.count("\n")) for problem in problems)


# ---------------------------------------------------------------------------------------------------- front matter

FRONT = {
    "not-yaml": (
        "---\ntitle: a: b\n---\n\n# T\n",
        f"2:9: error P002 this is not YAML: mapping values are not allowed here; {QUOTE}",
    ),
    "key-given-twice": (
        "---\ntitle: A\ndescription: B\ntitle: C\n---\nD\n",
        "4:1: error P002 key 'title' is given twice; keep one of them",
    ),
    "alias": (
        "---\na: &x [1]\nb: *x\n---\n\n# T\n",
        f"3:4: error P002 this is not YAML: aliases (*name) are not allowed here; {QUOTE}",
    ),
    "no-mapping": ("---\n- a\n---\n\n# T\n", "2:1: error P002 front matter must be 'key: value' lines between the two '---'"),
    "only-a-comment": (
        "---\n# T\n---\n\n# T\n",
        "2:1: error P002 front matter must be 'key: value' lines between the two '---'",
    ),
    "never-closed": (
        "---\ntitle: A\n\n# T\n",
        "1:1: error P002 front matter is never closed; write '---' on a line of its own after it",
    ),
    "empty": (
        "---\n---\n\n# T\n",
        "1:1: error P002 front matter is empty; write 'key: value' lines in it, or remove both '---'",
    ),
    "without-its-dashes": (
        "description: A page.\n\n# T\n",
        "1:1: error P002 'description: A page.' would be taken for metadata and not be shown; begin the page with '# Title'",
    ),
    "page-without-a-title": ("Text\n", "1:1: error P004 page has no title; begin it with '# Title'"),
    "page-with-an-empty-title": ("---\ntitle:\n---\n\nText\n", "4:1: error P004 page has no title; begin it with '# Title'"),
    "empty-page": (
        "",
        "1:1: error P010 page is empty; write its text, or remove the file and readers see the English page",
    ),
    "front-matter-alone": (
        "---\ntitle: A\n---\n\n",
        "4:1: error P010 page is empty; write its text, or remove the file and readers see the English page",
    ),
    "title-in-a-fence": ("```\n# T\n```\n", "1:1: error P004 page has no title; begin it with '# Title'"),
}


@pytest.mark.parametrize(("text", "problem"), FRONT.values(), ids=FRONT)
def test_a_fault_at_the_top_of_a_page_is_reported(text, problem, write_course):
    assert check(write_course({"docs/en/x.md": text})) == [f"docs/en/x.md:{problem}"]


@pytest.mark.parametrize(
    "text", ["---\ntitle: A\n---\nB\n", "# T\n", "# T #\n", "\ufeff# T\n", "---\nsearch: 1\n---\n# T\n\n---\n"]
)
def test_a_page_without_a_fault_has_no_problem(text, write_course):
    assert check(write_course({"docs/en/x.md": text})) == []


# ------------------------------------------------------------------------------------------------------ whole courses

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text data-label="encoder"/><text data-label="decoder"/></svg>'
MODELS = """\
bart:
  name: BART
  family: encoder-decoder
  hub: facebook/bart-base
  docs: bart
  paper: https://arxiv.org/abs/1910.13461
  year: 2019
  licence: Apache-2.0
"""
QUESTION = "# T\n\n/// quiz | Which?\n    attrs: {id: q}\n\n- [ ] A\n- [x] B\n\n///\n"

COURSES = {
    "redirects-that-lead-nowhere-or-hide-behind-a-page": (
        {
            "mkdocs.yml": "site_name: X\nnav: [index.md, lesson.md]\nplugins:\n  - diglot:\n      redirects:\n"
            "        old.md: lessn.md\n        o.md: old.md\n        index.md: lesson.md\n        fine.md: lesson.md\n",
            "docs/en/index.md": "# T\n",
            "docs/en/lesson.md": "# T\n",
        },
        [
            "mkdocs.yml:6:9: error N004 redirect from 'old.md' leads to 'lessn.md', which is no page; did you mean 'lesson.md'?",
            "mkdocs.yml:7:9: error N004 redirect from 'o.md' leads to 'lessn.md', which is no page; did you mean 'lesson.md'?",
            "mkdocs.yml:8:9: error N005 a page stands at 'index.md', so its redirect is never seen; take the line out",
        ],
    ),
    "page-of-the-navigation-is-missing": (
        {
            "mkdocs.yml": "site_name: X\nnav:\n  - index.md\n  - chapter:\n      - chapter/lesso.md\n",
            "docs/en/index.md": "# T\n",
            "docs/en/chapter/lesson.md": "# T\n",
        },
        [
            "docs/en/chapter/lesson.md:1:1: error N003 page is not in the navigation;"
            " add '- chapter/lesson.md' to nav in mkdocs.yml",
            "mkdocs.yml:5:9: error N001 navigation names 'chapter/lesso.md', but there is no docs/en/chapter/lesso.md;"
            " did you mean 'chapter/lesson.md'?",
        ],
    ),
    "navigation-with-titles": (
        {"mkdocs.yml": "nav:\n  - Start: index.md\n", "docs/en/index.md": "# T\n"},
        ["mkdocs.yml:2:5: error N002 title 'Start' is not shown; write the path alone, each page brings its own title"],
    ),
    "configuration-not-yaml": (
        {"mkdocs.yml": "site_name: !ENV [X, 'a'\n", "docs/en/index.md": "# T\n"},
        [f"mkdocs.yml:2:1: error Y001 this is not YAML: expected ',' or ']', but got '<stream end>'; {QUOTE}"],
    ),
    "unknown-model": (
        {"docs/models.yml": MODELS, "docs/en/x.md": "# T\n\n[Ba](model:bart) and [Bo](model:bort)\n"},
        ["docs/en/x.md:3:27: error M001 unknown model 'bort'; did you mean 'bart'?"],
    ),
    "unknown-term": (
        {
            "docs/en/glossary.md": "# G\n\ntoken {#token}\n:   A part.\n",
            "docs/en/x.md": "# T\n\n[a](term:token) [b](term:tokens)\n",
        },
        ["docs/en/x.md:3:21: error T001 unknown term 'tokens'; did you mean 'token'?"],
    ),
    "figure-and-its-labels": (
        {
            "docs/figures/pair.svg": SVG,
            "docs/en/x.md": '# T\n\n/// figure | F\n    src: pair\n    alt: "Two"\n'
            "    labels:\n        encodr: E\n        decoder: D\n///\n",
        },
        [
            "docs/en/x.md:4:5: error F002 the drawing asks for the label 'encoder'; add it under 'labels:'",
            "docs/en/x.md:7:9: error F002 the drawing has no label 'encodr'; did you mean 'encoder' or 'decoder'?",
        ],
    ),
    "unknown-key-of-a-language": (
        {"docs/en/x.md": "# T\n", "docs/de/_lang.yml": "name: Deutsch\nreviewer: [Ana]\n"},
        ["docs/de/_lang.yml:2:1: error L002 unknown key 'reviewer'; did you mean 'reviewers'?"],
    ),
    "unknown-label": (
        {"docs/en/x.md": "# T\n", "docs/de/_lang.yml": "name: Deutsch\nlabels:\n  quiz: {chek: Prüfen}\n"},
        ["docs/de/_lang.yml:3:10: error L002 unknown label 'quiz.chek'; did you mean 'quiz.check' or 'quiz.changed'?"],
    ),
    "folder-that-is-no-language": (
        {"docs/en/x.md": "# T\n", "docs/deutsch/_lang.yml": "name: Deutsch\n"},
        [
            "docs/deutsch:1:1: error L001 folder 'deutsch' has a _lang.yml but its name is no language tag;"
            " rename it to a BCP 47 tag such as 'de', 'pt-BR' or 'zh-Hant', or remove its _lang.yml"
        ],
    ),
    "tag-in-another-form": (
        {"docs/en/x.md": "# T\n", "docs/pt-br/_lang.yml": "name: Português\n"},
        ["docs/pt-br:1:1: error L001 folder 'pt-br' has a _lang.yml but its name is no language tag; write it 'pt-BR'"],
    ),
    "language-without-its-file": (
        {"docs/en/x.md": "# T\n", "docs/fr/x.md": "# T\n"},
        ["docs/fr:1:1: error L004 folder 'fr' has pages but no _lang.yml; add one with 'name: …', its own name"],
    ),
    "id-on-two-pages": (
        {"docs/en/a.md": QUESTION, "docs/en/b.md": f"---\ntitle: B\n---\n\n{QUESTION}"},
        ["docs/en/b.md:7:1: error Q002 id 'q' already stands at docs/en/a.md:3; give this question another"],
    ),
    "id-twice-on-a-page": (
        {"docs/en/a.md": QUESTION + QUESTION.removeprefix("# T")},
        ["docs/en/a.md:12:1: error Q002 id 'q' already stands at docs/en/a.md:3; give this question another"],
    ),
    "same-id-in-two-languages": (
        {"docs/en/a.md": QUESTION, "docs/de/_lang.yml": "name: Deutsch\n", "docs/de/a.md": QUESTION},
        [],
    ),
    "heading-of-another-page": (
        {
            "docs/en/b/one.md": QUESTION.replace("q}", "q}\n    tests: ../a.md#trainig"),
            "docs/en/b/two.md": QUESTION.replace("q}", "r}\n    tests: ../a.md#training"),
            "docs/en/b/three.md": QUESTION.replace("q}", "s}\n    tests: two.md#t"),
            "docs/en/a.md": "# T\n\n## Training\n",
        },
        ["docs/en/b/one.md:5:5: error Q011 tests '../a.md#trainig', but there is no such heading; did you mean 'training'?"],
    ),
    "heading-of-a-page-that-is-not-translated": (
        {
            "docs/en/a.md": "# T\n\n## Training\n",
            "docs/de/_lang.yml": "name: Deutsch\n",
            "docs/de/b.md": QUESTION.replace("q}", "q}\n    tests: a.md#training"),
        },
        [],
    ),
    "heading-with-an-id-of-its-own": (
        {"docs/en/a.md": QUESTION.replace("q}", "q}\n    tests: training") + "\n## Das Training {#training}\n"},
        [],
    ),
}


@pytest.mark.parametrize(("files", "problems"), COURSES.values(), ids=COURSES)
def test_a_fault_of_a_course_is_reported_where_it_stands(files, problems, write_course):
    assert check(write_course(files)) == problems


BYTES = {
    "windows-1251": (b"# T\n\n\xcf\xf0\xe8\xe2\xe5\xf2\n", "3:1: error P001 byte 0xcf is not UTF-8; save the file as UTF-8"),
    "latin-1-behind-utf-8": (
        "# Ä\nTür und ".encode() + b"T\xfcr\n",
        "2:10: error P001 byte 0xfc is not UTF-8; save the file as UTF-8",
    ),
    "utf-16": ("# T\n".encode("utf-16"), "1:1: error P001 byte 0xff is not UTF-8; save the file as UTF-8"),
    "cut-off": ("# T\n\nTü".encode()[:-1], "3:2: error P001 byte 0xc3 is not UTF-8; save the file as UTF-8"),
    "overlong": (b"# T\n\xc0\xaf\n", "2:1: error P001 byte 0xc0 is not UTF-8; save the file as UTF-8"),
}


@pytest.mark.parametrize(("data", "problem"), BYTES.values(), ids=BYTES)
def test_a_file_that_is_not_utf_8_is_reported_at_its_first_wrong_byte(data, problem, write_course):
    root = write_course({"docs/en/x.md": "", "mkdocs.yml": "nav: [x.md]\n"})
    (root / "docs/en/x.md").write_bytes(data)
    assert check(root) == [f"docs/en/x.md:{problem}"]


@pytest.mark.parametrize("path", ["mkdocs.yml", "docs/models.yml", "docs/en/_lang.yml"])
def test_so_is_a_file_that_is_no_page(path, write_course):
    root = write_course({path: ""})
    (root / path).write_bytes(b"a: b\n\xff")
    assert check(root) == [f"{path}:2:1: error P001 byte 0xff is not UTF-8; save the file as UTF-8"]


def test_lines_may_end_as_on_other_systems(write_course):
    root = write_course({"docs/en/x.md": ""})
    for end in (b"\r\n", b"\r"):
        (root / "docs/en/x.md").write_bytes(b"# T" + end * 2 + b"///" + end)
        assert check(root) == ["docs/en/x.md:3:1: error B005 '///' closes no block; remove it, or open a block before it"]


def test_all_problems_of_all_files_are_listed_in_order(write_course):
    root = write_course(
        {
            "mkdocs.yml": "nav:\n  - missing.md\n",
            "docs/en/b.md": "# T\n\n///\n\n[a](model:a) $\\foo$ [b](term:b)\n\n/// quizz | Q\n///\n",
            "docs/en/a.md": "Text\n\n```\n",
            "docs/de/_lang.yml": "name: 1\nnmae: x\n",
            "docs/de/a.md": "---\na: b: c\n---\n\n# T\n",
            "docs/models.yml": "t5: 1\n",
        }
    )
    assert [problem.split(" ")[:3:2] for problem in check(root)] == [
        ["docs/de/_lang.yml:1:1:", "L003"],
        ["docs/de/_lang.yml:2:1:", "L002"],
        ["docs/de/a.md:2:5:", "P002"],
        ["docs/en/a.md:1:1:", "N003"],
        ["docs/en/a.md:1:1:", "P004"],
        ["docs/en/a.md:3:1:", "P003"],
        ["docs/en/b.md:1:1:", "N003"],
        ["docs/en/b.md:3:1:", "B005"],
        ["docs/en/b.md:5:5:", "M001"],
        ["docs/en/b.md:5:14:", "X001"],
        ["docs/en/b.md:5:25:", "T001"],
        ["docs/en/b.md:7:1:", "B001"],
        ["docs/models.yml:1:1:", "M002"],
        ["mkdocs.yml:2:5:", "N001"],
    ]


def test_a_question_without_a_fault_has_no_problem(write_course):
    assert check(write_course({"docs/en/x.md": QUESTION})) == []


def test_questions_inside_each_other_without_end_do_not_stop_the_check(write_course):
    root = write_course({"docs/en/x.md": "# T\n\n" + "/// quiz | Q\n" * 1500})
    assert {problem.split(" ")[2] for problem in check(root)} == {"B004", "B008", "Q001", "Q003"}
