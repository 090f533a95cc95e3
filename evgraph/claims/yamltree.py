"""YAML text to plain values that remember their lines.

Every scalar stays the text that was typed: a figure of 0.80 must not become 0.8, and "no" is a word.
Anchors, aliases and duplicate keys are refused: the first can blow up memory, the second loses a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from evgraph.errors import InputError

#: A path into the tree: keys of mappings and numbers of list items.
Path = tuple[str | int, ...]

MAX_BYTES = 5_000_000
MAX_DEPTH = 30
#: libyaml, where PyYAML was built with it, is ten times faster than the same loader in Python.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Tree:
    """Plain values (dict, list, str) and the line, from 1, on which each of them starts and ends."""

    value: Any
    lines: Mapping[Path, tuple[int, int]]

    def line(self, path: Path) -> int:
        """Return the line of a path, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, (1, 1))[0]

    def span(self, path: Path) -> tuple[int, int]:
        """Return first and last line of a path that is in the tree."""
        return self.lines[path]


def parse_yaml(text: str, name: str) -> Tree:
    r"""Parse YAML; `name` is what errors call the file. Raises `InputError` with the line and a mend.

    >>> tree = parse_yaml("a: 0.80\nb: [x, y]", "sample.yaml")
    >>> tree.value
    {'a': '0.80', 'b': ['x', 'y']}
    >>> tree.line(("b", 1))
    2
    """
    if len(text) > MAX_BYTES:
        raise InputError(f"more than {MAX_BYTES} characters", path=name, mend="split the file by work")
    _check_depth(text, name)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            f"not YAML: {error.problem or error.context}",
            path=name,
            line=mark.line + 1 if mark else None,
            mend="check quotes, colons and the indentation; put texts with ': ' or '#' in quotes",
        ) from error
    except yaml.reader.ReaderError as error:
        raise InputError(
            f"not text: {error.reason}", path=name, mend="save the file as UTF-8 without control characters"
        ) from error
    lines: dict[Path, tuple[int, int]] = {}
    value = {} if node is None else _plain(node, (), lines, set(), name)
    return Tree(value, lines)


def _check_depth(text: str, name: str) -> None:
    """Refuse what would exhaust the parser's stack before it is parsed: brackets or indentation too deep."""
    depth = 0
    for number, line in enumerate(text.splitlines(), 1):
        depth = max(0, depth + line.count("[") + line.count("{") - line.count("]") - line.count("}"))
        dashes = line[: len(line) - len(line.lstrip("- "))].count("-")
        if depth > MAX_DEPTH or len(line) - len(line.lstrip(" ")) > 20 * MAX_DEPTH or dashes > MAX_DEPTH:
            raise InputError(f"nested more than {MAX_DEPTH} deep", path=name, line=number, mend="close what is open")
        if len(line) > 100_000:
            raise InputError("a line of over 100,000 characters", path=name, line=number, mend="wrap the text")


def _plain(node: Any, path: Path, lines: dict[Path, tuple[int, int]], seen: set[int], name: str) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise InputError("anchors and aliases are not allowed here", path=name, line=line, mend="write the value out")
    seen.add(id(node))
    # A block ends where the next thing begins: column 0 of a later line belongs to that thing.
    end = node.end_mark.line + (1 if node.end_mark.column else 0)
    lines[path] = (line, max(line, end))
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), lines, seen, name) for number, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise InputError("a key must be a word", path=name, line=key_line, mend="write `key: value`")
        key = key_node.value
        if key in result:
            raise InputError(f"the key {key!r} stands twice", path=name, line=key_line, key=key, mend="keep one")
        result[key] = _plain(value_node, (*path, key), lines, seen, name)
        lines[(*path, key)] = (key_line, lines[(*path, key)][1])
    return result
