"""Questions without a fault, each as a block and as an admonition, and what source, check and page say of one."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

from diglot.admonitions import rewrite_page
from diglot.blocks import scan
from diglot.check import check_course
from diglot.languages import Language
from diglot.pages import Course, Page
from diglot.problems import errors
from diglot.quiz_source import Quiz, quizzes
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
