"""YAML text to plain values that remember their lines.

Every scalar stays the text that was typed: a figure of 0.80 must not become 0.8, and "no" is a word. Anchors and
duplicate keys are refused: the first can blow up memory, the second loses a value. The tree is made from the
parser's events with a stack of our own, so that no nesting can exhaust Python's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from evgraph.errors import InputError

#: A path into the tree: keys of mappings and numbers of list items.
Path = tuple[str | int, ...]

MAX_CHARACTERS = 5_000_000
MAX_LINE = 100_000
MAX_DEPTH = 30
#: libyaml, where PyYAML was built with it, is ten times faster than the same parser in Python.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Tree:
    """Plain values (dict, list, str) and the lines, from 1, on which each of them starts and ends."""

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
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"more than {MAX_CHARACTERS} characters", path=name, mend="split the file by work")
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise InputError(f"a line of over {MAX_LINE:,} characters", path=name, line=number, mend="wrap the text")
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        # A quote that is never closed is found at the end of the file; it is mended where it was opened.
        marks = (error.problem_mark, error.context_mark)
        mark = marks[1] or marks[0] if "end of stream" in (error.problem or "") else marks[0] or marks[1]
        raise InputError(
            f"not YAML: {error.problem or error.context}",
            path=name,
            line=mark.line + 1 if mark else None,
            mend="check quotes, colons and the indentation; put texts with ': ' or '#' in quotes",
        ) from error
    except yaml.reader.ReaderError as error:
        mend = "save the file as UTF-8 without control characters"
        raise InputError(f"not text: {error.reason}", path=name, mend=mend) from error
    return Tree(builder.root, builder.lines)


@dataclass
class _Frame:
    """A list or mapping that is still open."""

    value: Any
    path: Path
    line: int
    key: str | None = None
    key_line: int = 0


@dataclass
class _Builder:
    """Takes the parser's events one by one and puts the tree together."""

    name: str
    root: Any = field(default_factory=dict)
    lines: dict[Path, tuple[int, int]] = field(default_factory=dict)
    stack: list[_Frame] = field(default_factory=list)
    documents: int = 0
    last_line: int = 1

    def take(self, event: Any) -> None:
        """Take one event of the parser."""
        mark: Any = event.end_mark
        start: Any = event.start_mark
        line = start.line + 1
        if getattr(event, "anchor", None) and not isinstance(event, yaml.AliasEvent):
            self._refuse("anchors and aliases are not allowed here", line, "write the value out")
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse("not YAML: a second document", line, "one file holds one work; take out the '---'")
        elif isinstance(event, yaml.AliasEvent):
            self._refuse("not YAML: an alias of nothing", line, "put a text that begins with '*' in quotes")
        elif isinstance(event, yaml.ScalarEvent):
            # A block text ends where the next thing begins: column 0 of a later line belongs to that thing.
            end = mark.line + (1 if mark.column else 0)
            self._scalar(event.value, line, max(line, end))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            closing = mark.line + 1 if mark.index > start.index else 0
            self.last_line = max(self.last_line, closing)
            frame = self.stack.pop()
            self.lines[frame.path] = (self.lines[frame.path][0], max(frame.line, self.last_line))

    def _scalar(self, text: str, line: int, end: int) -> None:
        frame = self.stack[-1] if self.stack else None
        self.last_line = end
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            if text in frame.value:
                self._refuse(f"the key {text!r} stands twice", line, "keep one", text)
            frame.key, frame.key_line = text, line
        elif frame is None and not text:
            self.root = {}
        else:
            self._place(text, line, end)

    def _open(self, value: Any, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self._refuse(f"nested more than {MAX_DEPTH} deep", line, "close what is open")
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._refuse("a key must be a word", line, "write `key: value`")
        path = self._place(value, line, line)
        self.stack.append(_Frame(value, path, line))

    def _place(self, value: Any, line: int, end: int) -> Path:
        """Put a value where it belongs; return its path. A value of a key begins on the line of the key."""
        path: Path = ()
        if not self.stack:
            self.root = value
        else:
            frame = self.stack[-1]
            if isinstance(frame.value, dict):
                path, line = (*frame.path, str(frame.key)), frame.key_line
                frame.value[str(frame.key)] = value
                frame.key = None
            else:
                path = (*frame.path, len(frame.value))
                frame.value.append(value)
        self.lines[path] = (line, end)
        return path

    def _refuse(self, message: str, line: int, mend: str, key: str = "") -> None:
        raise InputError(message, path=self.name, line=line, key=key, mend=mend)
