"""What a page has in every language, so that the same lesson is found under another number.

Videos, addresses of links and pictures, lines of code and questions (how many choices, which are right) are not translated.
Names and numbers mostly are not. Anchors are, or are not. Each is counted once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from diglot.mdx.asked import Asked
from diglot.mdx.nodes import Box, Component, Heading, Node, Raw, Tabs, Text
from diglot.mdx.tags import code_fences
from diglot.source import plain

_ADDRESS = re.compile(r"https?://[^\s)\"'<>\]]+|(?<=\]\()/[^\s)]+")
_KEPT = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9][\w-]*|\b\d[\d.,]*\d\b")  # BERT, mBART, GPT-2, 0.75: names as no language bends them
_SPAN = re.compile(r"`([^`\n]+)`")
_COURSE = re.compile(r"/course/|hf\.co/course|/learn/|colab\.|studiolab|discuss\.huggingface")


@dataclass(frozen=True)
class Section:
    """A part of a page below one heading: its heading's level, words and anchor, and what it has."""

    level: int
    title: str
    anchor: str
    line: int
    features: frozenset[str]


def sections(nodes: Sequence[Node]) -> list[Section]:
    """The sections of a page in order; the first is what stands above the first heading."""
    found: list[tuple[Heading, set[str]]] = [(Heading(1, 0, ""), set())]
    for node in _flat(nodes):
        if isinstance(node, Heading):
            found.append((node, set()))
        else:
            found[-1][1].update(_features(node))
    asked = tuple(node.signature for node in _flat(nodes) if isinstance(node, Asked))
    if len(asked) > 1:
        found[0][1].add(f"quiz {asked}")  # so many right answers at the same places are no accident
    return [Section(head.level, plain(head.text), head.anchor, head.line, frozenset(own)) for head, own in found]


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Box):
            yield from _flat(node.content)
        elif isinstance(node, Tabs):
            for _, branch in node.branches:
                yield from _flat(branch)
        else:
            yield node


def _features(node: Node) -> Iterator[str]:
    if isinstance(node, Asked):
        yield f"question {node.signature}"
        yield from (
            f"answer {span}" for answer in node.answers.answers for span in re.findall(r"<code>(.+?)</code>", answer.text)
        )
        for part in node.stem:
            yield from _features(part)
    elif isinstance(node, Component) and node.name == "Youtube":
        yield f"video {node.attributes.get('id', '')}"
    elif isinstance(node, Component) and node.name == "iframe":
        yield f"frame {node.attributes.get('src', '')}"
    elif isinstance(node, Text | Raw):
        yield from _text_features(node.text if isinstance(node, Text) else node.html)


def _text_features(text: str) -> Iterator[str]:
    lines = text.split("\n")
    code: set[int] = set()
    for fence in code_fences(text):
        code.update(range(fence.first, fence.last + 1))
        yield from (f"code {line.strip()}" for line in lines[fence.first + 1 : fence.last] if len(line.strip()) > 8)
    prose = "\n".join(line for index, line in enumerate(lines) if index not in code)
    for address in _ADDRESS.findall(prose):
        if not _COURSE.search(address):
            yield f"address {re.sub(r'/(en|fr|de|ja|ro|fa|zh-CN)/', '/', address).rstrip('.,/')}"
    yield from (f"span {span}" for span in _SPAN.findall(prose))
    yield from (f"word {word}" for word in _KEPT.findall(_ADDRESS.sub("", prose)))
