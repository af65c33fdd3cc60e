"""Questions with their prompts: what is asked stands above the component, as a heading.

::

    ### 2. What does this print?      the question, its number aside

    ```py                             between the heading and the choices: part of the question
    …
    ```

    <Question choices={[…]} />

Two questions may share a heading, one in each branch of a framework condition. A heading that became a question is no
heading any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from diglot.mdx.choices import Answers, read_choices
from diglot.mdx.nodes import Box, Component, Heading, Node, Raw, Tabs, Text

_NUMBER = re.compile(r"^\s*\d{1,3}\s*[.．、)）:：]\s*")
_ASKS_FROM = 2  # the title of a page is no question


@dataclass(frozen=True)
class Asked(Node):
    """A question: its heading (None where there is none), what stands between that and the choices, and the choices."""

    heading: Heading | None
    stem: tuple[Node, ...]
    answers: Answers
    number: int = 0

    @property
    def title(self) -> str:
        """The prompt without its number."""
        return _NUMBER.sub("", self.heading.text) if self.heading else ""

    @property
    def signature(self) -> tuple[int, tuple[int, ...]]:
        """What is the same in every language: how many choices, which are right."""
        given = self.answers.answers
        return len(given), tuple(index for index, answer in enumerate(given, 1) if answer.correct)


@dataclass
class _Prompt:
    """A heading that may be asking, and what follows it so far."""

    heading: Heading
    stem: list[Node] = field(default_factory=list)
    used: bool = False


def with_prompts(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes of a page with every ``Question`` as ``Asked``; its heading and stem are taken out of the page."""
    return tuple(_placed(nodes, None))


def _placed(nodes: Sequence[Node], above: _Prompt | None) -> list[Node]:
    out: list[Node] = []
    prompt = above
    for node in nodes:
        if isinstance(node, Heading):
            prompt = _Prompt(node) if node.level >= _ASKS_FROM else None
            out.append(node)
        elif isinstance(node, Component) and node.name == "Question":
            out.append(
                Asked(
                    node.line,
                    prompt.heading if prompt else None,
                    tuple(prompt.stem) if prompt else (),
                    read_choices(node.attributes.get("choices", "")),
                )
            )
            if prompt:
                prompt.used = True
                _take_out(out, prompt)
        elif isinstance(node, Tabs):
            out.append(
                replace(node, branches=tuple((label, tuple(_placed(branch, _copy(prompt)))) for label, branch in node.branches))
            )
            if prompt and _asks_with(out[-1], prompt.heading):
                prompt.used = True
                _take_out(out, prompt)
        elif isinstance(node, Box):
            out.append(replace(node, content=tuple(_placed(node.content, None))))
        else:
            out.append(node)
            if prompt and isinstance(node, Text | Raw) and not prompt.used:
                prompt.stem.append(node)
    return out


def _copy(prompt: _Prompt | None) -> _Prompt | None:
    return replace(prompt, stem=list(prompt.stem)) if prompt else None


def _take_out(out: list[Node], prompt: _Prompt) -> None:
    gone = {id(prompt.heading), *map(id, prompt.stem)}
    out[:] = [node for node in out if id(node) not in gone]


def _asks_with(tabs: Node, heading: Heading) -> bool:
    """Whether a question in one of the branches has taken this heading for its own."""
    return isinstance(tabs, Tabs) and any(
        (isinstance(node, Asked) and node.heading is heading) or _asks_with(node, heading)
        for _, branch in tabs.branches
        for node in branch
    )
