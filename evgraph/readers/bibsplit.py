r"""BibTeX lines to blocks: where each begins and ends, and the fields of those that are well formed.

A block begins at a line that begins with `@word{`, wherever the reading stands; so does bibtexparser, which is why
one that is not understood here can be given to it alone. Understood is an entry in braces whose values are braces,
quotes, numbers or names, without `#` and without a doubled backslash: nearly all that programs write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

START = re.compile(r"[^\S\n]*@\w*[ \t]*[{(]")

_KEY = r"[^\s,={}\"\\@]+"
_NAME = r"[A-Za-z][\w:.+/-]*"
_BARE = r"[A-Za-z0-9][\w:.+/-]*"


def _nested(plain: str, depth: int) -> str:
    """Return the pattern of a text with braces in braces; each step is atomic, so that time is linear."""
    inner = rf"(?:{plain}++|\\[^\\])*+"
    for _ in range(depth):
        inner = rf"(?:{plain}++|\\[^\\]|\{{{inner}\}})*+"
    return inner


_BRACED, _QUOTED = _nested(r"[^{}\\]", 3), _nested(r"[^{}\\\"]", 2)
_FIELD = re.compile(rf'({_NAME})\s*=\s*(?:\{{({_BRACED})\}}|"({_QUOTED})"|({_BARE}))\s*(?:,\s*)?')
_ENTRY = re.compile(
    rf"[^\S\n]*@(\w+)[ \t]*\{{\s*({_KEY})\s*,\s*"
    rf'((?:{_NAME}\s*=\s*(?:\{{{_BRACED}\}}|"{_QUOTED}"|{_BARE})\s*(?:,\s*|(?=\}})))*+)\}}\s*'
)
_NO_ENTRIES = frozenset({"comment", "preamble", "string"})


def segments(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the first line of each block and its text, to the next block; first what stands before all blocks."""
    start, rows = 1, list[str]()
    for number, line in enumerate(lines, start=1):
        if line.lstrip()[:1] == "@" and START.match(line):
            if rows:
                yield start, "".join(rows)
            start, rows = number, []
        rows.append(line)
    if rows:
        yield start, "".join(rows)


def split_entry(text: str) -> tuple[str, str, list[tuple[str, str, str, str]]] | None:
    """Return type, key and fields of a block, each as (name, in braces, in quotes, bare), or `None`.

    >>> split_entry('@article{a, title = {On {B} cells}, month = jul, year = "2001"}')
    ('article', 'a', [('title', 'On {B} cells', '', ''), ('month', '', '', 'jul'), ('year', '', '2001', '')])
    >>> split_entry('@article{a, journal = jco # { (Camb)}}')
    """
    match = _ENTRY.fullmatch(text)
    if match is None or match[1].lower() in _NO_ENTRIES:
        return None
    return match[1].lower(), match[2], _FIELD.findall(match[3])


def line_within(text: str, name: str) -> int:
    """Return how many lines below the beginning of an entry a field stands."""
    match = _ENTRY.fullmatch(text)
    fields = _FIELD.finditer(text, match.start(3)) if match else ()
    return next((text.count("\n", 0, found.end(1)) for found in fields if found[1].lower() == name), 0)
