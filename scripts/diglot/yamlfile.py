"""YAML that knows its lines.

``load`` gives plain values, the place of every key, and the problems. Aliases are refused, so that a file of a few lines
cannot unfold into gigabytes; a key given twice is a problem, never silently the last one. So is a tag such as ``!foo``,
except where ``own_tags`` says that another program gives it a meaning.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from diglot.problems import Problem

Place = tuple[int, int]
_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Texts without the signs that libyaml and PyYAML read differently: of these it takes none that PyYAML refuses.
_CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\uf8ff\ufeff\ufffe\uffff"
_SIGNS = rf"{_CONTROLS}!#%&*>?@`|"
# A question mark within a flow collection is a key for one of them; within words neither it nor a brace is anything.
_PLAIN = re.compile(rf"[^{_SIGNS}]*|(?:[^{_SIGNS}{{\[]|(?<=\w)\?|(?<=\w )[{{\[]|(?<=„)[{{\[])*")
_LITERAL = re.compile(  # comments and quoted texts: no sign in there is one
    rf'(?<=[:-] )"[^"\n{_CONTROLS}]*"(?=[\n,\]}}]|\Z)|(?:^|(?<= ))#[^\n{_CONTROLS}]*', re.MULTILINE
)
_TAG = "tag:yaml.org,2002:"
_COLLECTIONS = {yaml.SequenceNode: f"{_TAG}seq", yaml.MappingNode: f"{_TAG}map"}


@dataclass
class Yaml:
    """A parsed text: ``value``, and ``places`` from a key's path (``("labels", "edit")``) to its line and column from 1."""

    value: Any = None
    places: dict[tuple[str | int, ...], Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, *keys: str | int) -> Place:
        """Where a key stands; the start of the text for one that is not there."""
        return self.places.get(keys, (1, 1))


def load(text: str, path: str, *, first_line: int = 1, own_tags: bool = False) -> Yaml:
    """Parse one document; ``first_line`` is the line of ``path`` on which ``text`` begins.

    With ``own_tags`` the value of a tag such as ``!ENV`` is the text behind it.
    """
    result = Yaml()
    try:
        node = _compose(text)
        for event in yaml.parse(text, Loader=yaml.SafeLoader) if "*" in text else ():
            if isinstance(event, yaml.AliasEvent):
                raise _fault("aliases (*name) are not allowed here", event)
        if node is not None:
            result.value = _Builder(result, path, first_line, own_tags=own_tags).build(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        result.problems.append(_not_yaml(path, line + first_line, column + 1, error.problem or str(error)))
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + first_line, len(before) - before.rfind("\n")
        result.problems.append(_not_yaml(path, line, column, f"control character U+{ord(text[error.position]):04X}"))
    except RecursionError:
        result.problems.append(_not_yaml(path, first_line, 1, "it is nested too deeply"))
    except (ValueError, OverflowError) as error:  # "\U00110000"
        result.problems.append(_not_yaml(path, first_line, 1, str(error)))
    return result


@lru_cache(maxsize=256)  # some files are asked for by several rooms, and a live preview reads all again
def _compose(text: str) -> yaml.Node | None:
    """Parse plain texts with libyaml, which is ten times as fast, all others with the loader that the renderer has."""
    if is_plain(text):
        with suppress(yaml.YAMLError):  # read again for the words and the place of the fault
            return yaml.compose(text, Loader=_QUICK)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def is_plain(text: str) -> bool:
    """Whether libyaml may read a text: what it then takes, PyYAML takes as well, and as the same."""
    return _PLAIN.fullmatch(_LITERAL.sub("", text)) is not None


def _not_yaml(path: str, line: int, column: int, reason: str) -> Problem:
    return Problem(path, line, column, "Y001", f"this is not YAML: {reason}; quote text that holds ': ' or begins with a sign")


class _Builder:
    """Turns nodes into values, and keeps their places and problems."""

    def __init__(self, result: Yaml, path: str, first_line: int, *, own_tags: bool) -> None:
        self.result, self.path, self.first_line, self.own_tags = result, path, first_line, own_tags
        self.constructor = yaml.constructor.SafeConstructor()  # it keeps all nodes that it has seen

    def build(self, node: yaml.Node, keys: tuple[str | int, ...]) -> Any:
        self.result.places.setdefault(keys, self._place(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if node.tag != _COLLECTIONS[type(node)] and not self.own_tags:
            raise _fault(f"unknown tag {node.tag!r}", node)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*keys, index)) for index, item in enumerate(node.value)]
        return self._mapping(node, keys)

    def _mapping(self, node: yaml.MappingNode, keys: tuple[str | int, ...]) -> dict[Any, Any]:
        value: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _fault("a key must be plain text", key_node)
            key = self._scalar(key_node)
            at = self._place(key_node)
            if key in value:
                self.result.problems.append(Problem(self.path, *at, "Y002", f"key {str(key)!r} is given twice; keep one of them"))
            self.result.places[(*keys, key)] = at
            value[key] = self.build(value_node, (*keys, key))
        return value

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        known = node.tag.startswith(_TAG) and not node.tag.startswith(f"{_TAG}python/")
        if not known and not self.own_tags:
            raise _fault(f"unknown tag {node.tag!r}", node)
        try:
            return self.constructor.construct_object(node, deep=True) if known else node.value
        except (ArithmeticError, AttributeError, LookupError, ValueError) as error:  # 2024-02-30, !!bool x
            raise _fault(f"{node.value[:30]!r} is no value ({error})", node) from error

    def _place(self, node: yaml.Node) -> Place:
        return node.start_mark.line + self.first_line, node.start_mark.column + 1


def _fault(problem: str, where: yaml.Node | yaml.Event) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=where.start_mark)
