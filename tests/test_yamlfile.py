"""YAML with the place of every key, and what is refused."""

from __future__ import annotations

import datetime

import pytest
import yaml
from diglot.yamlfile import Yaml, is_plain, load
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = """\
name: Deutsch
labels:
  quiz: {check: Prüfen, retry: "Noch einmal"}
reviewers:
  - Ana
  - Ben
"""


def test_a_text_becomes_values_with_the_places_of_its_keys():
    assert load(TEXT, "x.yml") == Yaml(
        value={
            "name": "Deutsch",
            "labels": {"quiz": {"check": "Prüfen", "retry": "Noch einmal"}},
            "reviewers": ["Ana", "Ben"],
        },
        places={
            (): (1, 1),
            ("name",): (1, 1),
            ("labels",): (2, 1),
            ("labels", "quiz"): (3, 3),
            ("labels", "quiz", "check"): (3, 10),
            ("labels", "quiz", "retry"): (3, 25),
            ("reviewers",): (4, 1),
            ("reviewers", 0): (5, 5),
            ("reviewers", 1): (6, 5),
        },
        problems=[],
    )


def test_places_are_those_of_the_file_that_the_text_is_part_of():
    data = load("a: 1\nb: 2\n", "x.md", first_line=2)
    assert (data.place("b"), data.place("c")) == ((3, 1), (1, 1))


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_nothing_is_no_value_and_no_problem(text):
    assert (load(text, "x.yml").value, load(text, "x.yml").problems) == (None, [])


VALUES = {
    "2024-01-31": datetime.date(2024, 1, 31),
    "0x10": 16,
    "6:47": 407,
    "yes": True,
    "~": None,
    '"1"': "1",
    "!!str 1": "1",
    "[1, [2]]": [1, [2]],
    "{1: a, yes: b}": {1: "b"},
}


@pytest.mark.parametrize(("text", "value"), VALUES.items())
def test_values_are_those_of_the_library(text, value):
    assert load(f"a: {text}", "x.yml").value == {"a": value} == yaml.safe_load(f"a: {text}")


ADVICE = "; quote text that holds ': ' or begins with a sign"
REFUSED = {
    "colon-in-text": ("a: b: c", f"1:5: error Y001 this is not YAML: mapping values are not allowed here{ADVICE}"),
    "quote-never-closed": ("a: 1\nb: 'x", f"2:6: error Y001 this is not YAML: found unexpected end of stream{ADVICE}"),
    "brace-never-closed": ("{a", f"1:3: error Y001 this is not YAML: expected ',' or '}}', but got '<stream end>'{ADVICE}"),
    "tab": ("a:\n\t- b", f"2:1: error Y001 this is not YAML: found character '\\t' that cannot start any token{ADVICE}"),
    "alias": ("a: &x 1\nb: *x", f"2:4: error Y001 this is not YAML: aliases (*name) are not allowed here{ADVICE}"),
    "unknown-alias": ("a: *x", f"1:4: error Y001 this is not YAML: found undefined alias 'x'{ADVICE}"),
    "bold": ("a: **x**", f"1:5: error Y001 this is not YAML: expected alphabetic or numeric character, but found '*'{ADVICE}"),
    "own-tag": ("a: 1\nb: !ENV X", f"2:4: error Y001 this is not YAML: unknown tag '!ENV'{ADVICE}"),
    "tag-on-a-list": ("a: !x [1]", f"1:4: error Y001 this is not YAML: unknown tag '!x'{ADVICE}"),
    "code": (
        "a: !!python/name:os.system x",
        f"1:4: error Y001 this is not YAML: unknown tag 'tag:yaml.org,2002:python/name:os.system'{ADVICE}",
    ),
    "no-such-day": (
        "a: 1\nb: 2024-02-30",
        f"2:4: error Y001 this is not YAML: '2024-02-30' is no value (day is out of range for month){ADVICE}",
    ),
    "no-truth": ("a: !!bool x", f"1:4: error Y001 this is not YAML: 'x' is no value ('x'){ADVICE}"),
    "control-character": ("a: 1\nb: c\x01", f"2:5: error Y001 this is not YAML: control character U+0001{ADVICE}"),
    "no-such-character": (
        'a: "\\U00110000"',
        f"1:1: error Y001 this is not YAML: chr() arg not in range(0x110000){ADVICE}",
    ),
    "list-as-key": ("a: 1\n[b]: c", f"2:1: error Y001 this is not YAML: a key must be plain text{ADVICE}"),
    "nested-too-deeply": ("a: " + "[" * 5000, f"1:1: error Y001 this is not YAML: it is nested too deeply{ADVICE}"),
    "two-documents": ("a: 1\n---\nb: 2", f"2:1: error Y001 this is not YAML: but found another document{ADVICE}"),
}


@pytest.mark.parametrize(("text", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_a_problem_with_its_place(text, problem):
    data = load(text, "x.yml")
    assert (data.value, [str(found) for found in data.problems]) == (None, [f"x.yml:{problem}"])


def test_a_key_given_twice_is_a_problem_and_the_last_value_counts():
    data = load("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", "x.yml", first_line=2)
    assert data.value == {"a": 3, "b": {"c": 2}}
    assert [str(problem) for problem in data.problems] == [
        "x.yml:5:3: error Y002 key 'c' is given twice; keep one of them",
        "x.yml:6:1: error Y002 key 'a' is given twice; keep one of them",
    ]


def test_tags_that_another_program_reads_stand_for_the_text_behind_them():
    text = 'url: !ENV [URL, "https://example.org"]\nname: !ENV NAME\nformat: !!python/name:a.b ""\n'
    data = load(text, "mkdocs.yml", own_tags=True)
    assert data == Yaml(
        value={"url": ["URL", "https://example.org"], "name": "NAME", "format": ""},
        places={
            (): (1, 1),
            ("url",): (1, 1),
            ("url", 0): (1, 12),
            ("url", 1): (1, 17),
            ("name",): (2, 1),
            ("format",): (3, 1),
        },
    )


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.text(st.sampled_from("ab:1 \n-[]{},'\"#&*!|>%@`~?\t\\é\x07"), max_size=40))
def test_any_text_is_read_or_refused_and_what_is_read_is_what_the_library_reads(text):
    data = load(text, "x.yml")
    if not data.problems:
        assert data.value == yaml.safe_load(text)


_PIECES = [
    ", ",
    "}",
    "\xa0",
    "„{",
    "c {",
    "a: ",
    "b: ",
    "- ",
    "  ",
    "\n",
    '"x & y"',
    '"{z}? !"',
    "# c & d",
    " # e: |",
    "f?",
    "'",
    '"',
    "&",
    "%",
    "!",
    "{",
    "]",
    ": ",
    "|",
    "\\",
]


@settings(max_examples=2000, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_the_quick_parser_reads_what_the_careful_one_reads_at_the_same_places(text):
    def told(loader: type) -> str:
        try:
            return yaml.serialize(node) + places(node) if (node := yaml.compose(text, Loader=loader)) else ""
        except yaml.YAMLError:
            return "refused"

    def places(node: yaml.Node) -> str:
        if node.start_mark.index == node.end_mark.index:  # of what is not there they name different places
            return "()"
        inner = "" if isinstance(node, yaml.ScalarNode) else "".join(places(one) for one in _nodes(node))
        return f"({node.start_mark.line}:{node.start_mark.column}{inner})"

    if is_plain(text) and (quick := told(yaml.CSafeLoader)) != "refused":
        assert quick == told(yaml.SafeLoader)


def _nodes(node: yaml.Node) -> list[yaml.Node]:
    return [one for pair in node.value for one in pair] if isinstance(node, yaml.MappingNode) else node.value
