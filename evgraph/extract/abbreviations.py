"""Definitions of short forms in a text: "minimal residual disease (MRD)" turned into two Spans.

After Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions in biomedical text, PSB 2003:
the characters of the short form are looked for in the words before the bracket, from the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evgraph.extract.records import Abbreviation, Sentence
from evgraph.model import Span

_BRACKET = re.compile(r"(?<=[\w\])])[ \u00a0]*\(([^\s()][^()\n]{0,80}?)\)")
_SHORT = re.compile(r"[^\W_](?:[^\s()\[\];:,]{0,11})(?: [^\s()\[\];:,]{1,6})?")


def find_abbreviations(text: str, sentences: Iterable[Sentence]) -> tuple[Abbreviation, ...]:
    """Return the short forms that the sentences define, in order.

    >>> text = "We measured minimal residual disease (MRD)."
    >>> from evgraph.extract.records import Sentence
    >>> (found,) = find_abbreviations(text, [Sentence(Span(0, len(text)))])
    >>> found.short.of(text), found.long.of(text)
    ('MRD', 'minimal residual disease')
    """
    return tuple(found for sentence in sentences for found in _in_sentence(text, sentence.span))


def _in_sentence(text: str, span: Span) -> Iterator[Abbreviation]:
    for match in _BRACKET.finditer(text, span.start, span.end):
        inner = re.split(r"[;,]", match[1])[0].rstrip()
        if not _SHORT.fullmatch(inner) or not any(char.isupper() for char in inner):
            continue
        start = _long_start(text, span.start, match.start(), inner)
        if start is not None:
            first = match.start(1)
            yield Abbreviation(Span(first, first + len(inner)), Span(start, match.start()))


def _long_start(text: str, start: int, end: int, short: str) -> int | None:
    """Return where the long form begins that ends at `end`, or `None`."""
    most = min(len(short) + 5, len(short) * 2)
    words = list(re.finditer(r"\S+", text[max(start, end - 200) : end]))[-most:]
    if not words:
        return None
    offset = max(start, end - 200)
    at = end - 1
    for index in range(len(short) - 1, -1, -1):
        char = short[index].casefold()
        if not char.isalnum():
            continue
        while at >= offset + words[0].start() and (
            text[at].casefold() != char or (index == 0 and at > start and text[at - 1].isalnum())
        ):
            at -= 1
        if at < offset + words[0].start():
            return None
        at -= 1
    return at + 1 if end - at - 1 > len(short) else None
