"""Definitions of short forms in a text: "minimal residual disease (MRD)" turned into two Spans.

Where a bracket follows, after Schwartz and Hearst (A simple algorithm for identifying abbreviation definitions in
biomedical text, PSB 2003); also "MRD (minimal residual disease)", "(minimal residual disease; MRD)" and square
brackets. How a short form is spelt out is decided by `evgraph.extract.alignment`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from evgraph.extract.alignment import long_start
from evgraph.extract.records import Abbreviation, Sentence
from evgraph.extract.wordlists import words
from evgraph.model import Span

#: What is in brackets, one level of brackets in it.
_BRACKET = re.compile(
    r"[(\[]\s?((?:[^\s()\[\]]|\([^()\s]{1,12}\)|\[[^\[\]\s]{1,12}\])"
    r"(?:[^()\[\]\n]|\([^()]{0,40}\)|\[[^\[\]]{0,40}\]){0,160}?)\s?[)\]]"
)
_OPENING = re.compile(r"[(\[]")
_SHORT = re.compile(
    r"(?:\[[^\W_][^\s\[\]]{0,10}\]\w?|[^\W_%](?:[^\s()\[\];:,<>=]|\([\w+-]{1,4}\)){0,13}"
    r"|[a-zA-Z][\w./-]{1,6} (?:[A-Z][\w-]{1,5}|[a-z]{3,8}))"
)
_PART = re.compile(r"\s*(?:[;,]|\bor\b|=|:)\s+")
_TOKEN_BEFORE = re.compile(r"[^\s()\[\];:,<>=]{2,12}\Z")
#: Words in brackets that a definition of the form "SF (word word)" never begins with.
_NO_LONG = re.compile(r"[\d<>=≥≤~±]|(?:n|p|r|see|e\.g|i\.e|mean|median|range|and|or|vs|versus|including|such)\b", re.I)
_UNIT = re.compile(
    r"\d+(?:[.,·]\d+)?\s?(?:[a-zA-Zµμ%°/]+[1-9]?)|(?:Type|Group|Grade|Stage|Fig|Table|Phase|Arm|Class|Part)\b.*"
)
_FARTHEST = 240
#: Words that stand in brackets for themselves.
_WORDS = words(
    "the this that with and for not see all but are was were more less both each data only also men women male "
    "female I II III IV V VI VII mean range total left right here i.e e.g"
)


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
    for opening in [mark.start() for mark in _OPENING.finditer(text, span.start, span.end)]:
        match = _BRACKET.match(text, opening, span.end)
        if match is None:
            continue
        first, last = match.span(1)
        found = _short_last(text, span.start, opening, first, last) or _short_first(
            text, span.start, opening, first, last
        )
        if found is not None:
            yield found


def _short_last(text: str, floor: int, opening: int, first: int, last: int) -> Abbreviation | None:
    """Return "long form (SF)", also where more follows: "long form (SF; n = 12)", or both in the bracket."""
    parts = list(_PART.finditer(text, first, last))
    end = parts[0].start() if parts else last
    if _is_short(text[first:end]):
        start = long_start(text, max(floor, opening - _FARTHEST), opening, text[first:end])
        return _made(first, end, start, opening, text)
    if parts and _is_short(text[parts[-1].end() : last]):
        start = long_start(text, first, parts[-1].start(), text[parts[-1].end() : last])
        return _made(parts[-1].end(), last, start, parts[-1].start(), text)
    return None


def _short_first(text: str, floor: int, opening: int, first: int, last: int) -> Abbreviation | None:
    """Return "SF (long form)": the whole bracket, or its beginning, spells the word before it out."""
    end = opening - (text[opening - 1].isspace())
    short = _TOKEN_BEFORE.search(text, max(floor, end - 14), end)
    if short is None or " " not in text[first:last] or not _is_short(short[0]) or _NO_LONG.match(text, first, last):
        return None
    if not (any(map(str.isupper, short[0][1:])) or short[0].isupper()):
        return None
    part = _PART.search(text, first, last)
    stop = part.start() if part else last
    start = long_start(text, first, stop, short[0])
    return _made(short.start(), short.end(), start, stop, text) if start == first else None


def _made(first: int, end: int, start: int | None, stop: int, text: str) -> Abbreviation | None:
    if start is None:
        return None
    stop = start + len(text[start:stop].rstrip(" \u00a0\n,;:"))
    return Abbreviation(Span(first, end), Span(start, stop))


@lru_cache(maxsize=10_000)
def _is_short(words: str) -> bool:
    """Say whether words may be a short form: few characters, a letter among them, no unit behind a number.

    >>> [_is_short(words) for words in ("MRD", "E2", "2D", "10 mg", "5mg", "n = 5", "the patients")]
    [True, True, True, False, False, False, False]
    """
    if not _SHORT.fullmatch(words) or (_UNIT.fullmatch(words) and words[-1:] != "D"):
        return False
    letters = sum(map(str.isalpha, words))
    is_mixed = any(map(str.isupper, words)) or any(map(str.isdigit, words))
    return letters > 0 and (is_mixed or 1 < len(words) <= 5) and words not in _WORDS
