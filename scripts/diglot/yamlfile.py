"""YAML that knows its lines.

``load`` gives plain values, the place of every key, and the problems. Aliases are refused, so that a file of a few lines
cannot unfold into gigabytes; a key given twice is a problem, never silently the last one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from diglot.problems import Problem

Place = tuple[int, int]
_CONSTRUCTOR = yaml.constructor.SafeConstructor()


@dataclass
class Yaml:
    """A parsed text: ``value``, and ``places`` from a key's path (``("labels", "edit")``) to its line and column from 1."""

    value: Any = None
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, *keys: str | int) -> Place:
        """Where a key stands; the start of the text for one that is not there."""
        return self.places.get(keys, (1, 1))


def load(text: str, path: str, *, first_line: int = 1) -> Yaml:
    """Parse one document; ``first_line`` is the line of ``path`` on which ``text`` begins."""
    result = Yaml()
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise yaml.YAMLError("aliases (*name) are not allowed here")
        if node is not None:
            result.value = _build(node, (), result, path, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        result.problems.append(_not_yaml(path, line + first_line, column + 1, error.problem or str(error)))
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        result.problems.append(_not_yaml(path, first_line, 1, (str(error) or type(error).__name__).splitlines()[0]))
    return result


def _not_yaml(path: str, line: int, column: int, reason: str) -> Problem:
    return Problem(path, line, column, "Y001", f"this is not YAML: {reason}; quote text that holds ': ' or begins with a sign")


def _build(node: yaml.Node, keys: tuple[str | int, ...], result: Yaml, path: str, first_line: int) -> Any:
    place = (node.start_mark.line + first_line, node.start_mark.column + 1)
    result.places.setdefault(keys, place)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*keys, index), result, path, first_line) for index, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return _scalar(node)
    value: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = _scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else str(key_node)
        at = (key_node.start_mark.line + first_line, key_node.start_mark.column + 1)
        if key in value:
            result.problems.append(Problem(path, *at, "Y002", f"key {str(key)!r} is given twice; keep one of them"))
        result.places[(*keys, key)] = at
        value[key] = _build(value_node, (*keys, key), result, path, first_line)
    return value


def _scalar(node: yaml.Node) -> Any:
    """A scalar's value; a tag of mkdocs.yml such as ``!ENV`` stays the text behind it."""
    if node.tag.startswith("tag:yaml.org,2002:") and not node.tag.startswith("tag:yaml.org,2002:python/"):
        return _CONSTRUCTOR.construct_object(node, deep=True)
    return node.value
