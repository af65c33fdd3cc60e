"""Every fault a question can have, and what the check says of it."""

from __future__ import annotations

import pytest
from faults import FRONT_MATTER, QUIZ, TWO, Table, check, moved

ATTRIBUTES = "write '{id: name}'; names begin with a letter, values are texts, numbers in quotes"
FEEDBACK = "error Q009 feedback stands between the options; indent it by 4 spaces to make it part of the option above"

PAGES = Table()
row = PAGES.row

row(
    "missing-id",
    f"/// quiz | Which?\n\n{TWO}///\n",
    "⟨3:1⟩ error Q001 question has no id; write '    attrs: {id: topic-question}' on the line below, the same in every language",
)
row(
    "missing-id-of-an-admonition",
    '!!! quiz "Which?"\n\n    - [ ] A\n    - [x] B\n',
    """⟨3:1⟩ error Q001 question has no id; write '!!! quiz topic-question "…"', the same in every language""",
)
row(
    "id-that-begins-with-a-digit",
    f"/// quiz | Which?\n    attrs: {{id: 2nd}}\n\n{TWO}///\n",
    f"⟨4:5⟩ error B007 attrs of 'quiz' is {{'id': '2nd'}}; {ATTRIBUTES}",
)
row(
    "id-of-an-admonition-that-begins-with-a-digit",
    '!!! quiz 2nd "Which?"\n\n    - [ ] A\n    - [x] B\n',
    f"⟨3:10⟩ error B007 attrs of 'quiz' is {{'id': '2nd'}}; {ATTRIBUTES}",
)
row(
    "id-with-a-sign-that-cannot-be-seen",
    f"/// quiz | Which?\n    attrs: {{id: \u200bq}}\n\n{TWO}///\n",
    "⟨4:13⟩ error B007 id '\\u200bq' cannot be used; write letters, digits and hyphens, a letter first",
    "⟨4:17⟩ error C003 invisible character U+200B in code, an id or a link; remove it",
)
row(
    "no-options",
    f"{QUIZ}A or B?\n\n///\n",
    "⟨3:1⟩ error Q003 question has no options; write a list of '- [ ] text' and '- [x] text', two or more",
)
row(
    "no-marks",
    f"{QUIZ}- A\n- B\n\n///\n",
    "⟨3:1⟩ error Q003 question has no options; write a list of '- [ ] text' and '- [x] text', two or more",
)
row(
    "one-option",
    f"{QUIZ}- [x] A\n\n///\n",
    "⟨3:1⟩ error Q003 question has only one option; write a list of '- [ ] text' and '- [x] text', two or more",
)
row("no-key", f"{QUIZ}- [ ] A\n- [ ] B\n\n///\n", "⟨3:1⟩ error Q004 no option is marked right; mark one with '[x]'")
row(
    "two-keys",
    f"{QUIZ}- [x] A\n- [ ] B\n- [X] C\n\n///\n",
    "⟨8:1⟩ error Q005 2 options are marked right; keep one '[x]', or write '/// quiz-multi | …'",
)
row(
    "no-key-of-many",
    f"{QUIZ}- [ ] A\n- [ ] B\n\n///\n".replace("quiz", "quiz-multi"),
    "⟨3:1⟩ error Q004 no option is marked right; mark one with '[x]'",
)
row(
    "translated-mark",
    f"{QUIZ}- [ ] A\n- [y] B\n- [x] C\n\n///\n",
    "⟨7:3⟩ error Q006 mark '[y]' is neither '[ ]' nor '[x]' (a protected space, perhaps); write one of them",
)
row(
    "mark-without-a-space",
    f"{QUIZ}- [] A\n- [x] B\n\n///\n",
    "⟨6:3⟩ error Q006 mark '[]' is neither '[ ]' nor '[x]' (a protected space, perhaps); write one of them",
)
row(
    "mark-with-a-protected-space",
    f"{QUIZ}- [\u00a0] A\n- [x] B\n\n///\n",
    "⟨6:3⟩ error Q006 mark '[\\xa0]' is neither '[ ]' nor '[x]' (a protected space, perhaps); write one of them",
)
row(
    "mark-with-too-many-spaces",
    f"{QUIZ}- [ ] A\n- [ x ] B\n- [x] C\n\n///\n",
    "⟨7:3⟩ error Q006 mark '[ x ]' is neither '[ ]' nor '[x]' (a protected space, perhaps); write one of them",
)
row("no-space-behind-the-mark", f"{QUIZ}- [ ] B\n- [x]a\n\n///\n", "⟨7:3⟩ error Q006 write a space between the mark and 'a'")
row(
    "no-space-before-the-mark",
    f"{QUIZ}- [x] A\n- [ ] B\n-[ ] C\n\n///\n",
    "⟨8:1⟩ error Q006 '-[ ] C' is no option as it stands; write '- [ ] C' at the margin",
)
row("unmarked-option", f"{QUIZ}- [ ] A\n- [x] B\n- C\n\n///\n", "⟨8:3⟩ error Q006 option 3 has no mark; write '- [ ] C'")
row("unmarked-first-option", f"{QUIZ}- A\n- [ ] B\n- [x] C\n\n///\n", "⟨6:3⟩ error Q006 option 1 has no mark; write '- [ ] A'")
row(
    "link-for-a-mark",
    f"{QUIZ}- [ ] A\n- [x](https://example.org)\n- [x] C\n\n///\n",
    "⟨7:3⟩ error Q006 option 2 has no mark; write '- [ ] [x](https://example.org)'",
)
row(
    "option-in-an-option",
    f"{QUIZ}- [ ] A\n    - [x] B\n- [x] C\n\n///\n",
    "⟨7:5⟩ error Q006 '- [x] B' is no option as it stands; write '- [x] B' at the margin",
)
row(
    "mark-in-an-admonition",
    '!!! quiz q "Which?"\n\n    - [x] A\n    -  [y] B\n',
    "⟨6:8⟩ error Q006 mark '[y]' is neither '[ ]' nor '[x]' (a protected space, perhaps); write one of them",
)
row("empty-option", f"{QUIZ}- [ ]\n- [x] B\n\n///\n", "⟨6:3⟩ error Q007 option 1 is empty; write its text behind the mark")
row(
    "same-options",
    f"{QUIZ}- [ ] A\n- [ ] B\n- [x] A\n\n///\n",
    "⟨8:1⟩ error Q008 option 3 is the same as the one on line ⟨6⟩; write another answer",
)
row(
    "same-options-but-for-case",
    f"{QUIZ}- [ ] the Encoder\n- [x] The encoder\n\n///\n",
    "⟨7:1⟩ error Q008 option 2 is the same as the one on line ⟨6⟩; write another answer",
)
row(
    "same-options-but-for-white-space",
    f"{QUIZ}- [ ] the  encoder\n- [x] the\n  encoder\n\n///\n",
    "⟨7:1⟩ error Q008 option 2 is the same as the one on line ⟨6⟩; write another answer",
)
row(
    "numbered-options",
    f"{QUIZ}1. [ ] A\n2. [x] B\n\n///\n",
    "⟨6:1⟩ error Q009 option 1 begins with '1.'; write '- [ ] …', or a sentence between the two lists",
    "⟨7:1⟩ error Q009 option 2 begins with '2.'; write '- [ ] …', or a sentence between the two lists",
)
row(
    "list-directly-before-the-options",
    f"{QUIZ}1. one\n\n- [ ] A\n- [x] B\n\n///\n",
    "⟨6:1⟩ error Q009 option 1 begins with '1.'; write '- [ ] …', or a sentence between the two lists",
)
row(
    "text-directly-before-the-options",
    f"{QUIZ}Text\n- [ ] A\n- [x] B\n\n///\n",
    "⟨7:1⟩ error Q009 the options begin in the middle of a paragraph; leave a blank line before them",
)
row("feedback-at-the-margin", f"{QUIZ}- [ ] A\n\n> No.\n\n- [x] B\n\n///\n", f"⟨8:1⟩ {FEEDBACK}")
row("feedback-indented-by-2", f"{QUIZ}- [ ] A\n\n  > No.\n\n- [x] B\n\n///\n", f"⟨8:3⟩ {FEEDBACK}")
row(
    "feedback-in-an-admonition-indented-by-2",
    '!!! quiz q "Which?"\n\n    - [ ] A\n\n      > No.\n\n    - [x] B\n',
    f"⟨7:7⟩ {FEEDBACK}",
)
row(
    "feedback-of-the-last-option",
    f"{QUIZ}- [ ] A\n- [x] B\n\n  > Yes.\n\n///\n",
    f"⟨9:3⟩ {FEEDBACK.replace('between', 'behind')}",
)
row(
    "feedback-directly-below",
    f"{QUIZ}- [ ] A\n    > No.\n- [x] B\n\n///\n",
    "⟨7:5⟩ error Q009 feedback would be text of the option; leave a blank line before it",
)
row(
    "option-directly-below-feedback",
    f"{QUIZ}- [ ] A\n\n    > No.\n- [x] B\n\n///\n",
    "⟨9:1⟩ error Q009 '- [x] B' belongs to the option above; leave a blank line before it",
)
row(
    "text-between-options",
    f"{QUIZ}- [ ] A\n\nBut\nperhaps\n\n- [x] B\n\n///\n",
    "⟨8:1⟩ error Q009 'But' stands between the options; indent it by 4 spaces to make it part of the option above",
)
row(
    "text-behind-the-options",
    f"{QUIZ}{TWO}Choose.\n\n///\n",
    "⟨9:1⟩ error Q009 'Choose.' stands behind the options; indent it by 4 spaces to make it part of the option above",
)
row(
    "heading-between-options",
    f"{QUIZ}- [ ] A\n## More\n- [x] B\n\n///\n",
    "⟨7:1⟩ error Q009 '## More' stands between the options; indent it by 4 spaces to make it part of the option above",
)
row(
    "code-at-the-margin",
    f"{QUIZ}- [ ] A\n\n```\n> x\n\n- [ ] y\n```\n\n- [x] B\n\n///\n",
    "⟨8:1⟩ error Q009 '```' stands between the options; indent it by 4 spaces to make it part of the option above",
)
row(
    "hint-between-options",
    f"{QUIZ}- [ ] A\n\n/// hint\nLook.\n///\n\n- [x] B\n\n///\n",
    "⟨8:1⟩ error Q009 'hint' stands between the options; move it behind the last one",
)
row(
    "end-of-an-admonition-in-the-middle",
    '!!! quiz q "Which?"\n\n    - [ ] A\n    - [x] B\nor so\n    - [ ] C\n',
    "⟨7:1⟩ error Q009 'or so' ends the question; indent it by 4, or leave a blank line before it",
)


@pytest.mark.parametrize("front_matter", ["", FRONT_MATTER], ids=["bare", "with-front-matter"])
@pytest.mark.parametrize(("text", "problems"), PAGES.values(), ids=PAGES)
def test_a_fault_of_a_question_is_reported_with_its_place_and_its_cure(text, problems, front_matter, write_course):
    root = write_course({"docs/en/x.md": f"{front_matter}# Title\n\n{text}"})
    assert sorted(check(root)) == sorted(moved(problem, front_matter.count("\n")) for problem in problems)
