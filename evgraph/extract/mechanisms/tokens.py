"""A stretch of text turned into tokens: names as one token each, triggers with their sign, everything else as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evgraph.extract.mechanisms.triggers import TRIGGERS, Form, Trigger
from evgraph.model import Span

_HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}"
#: Prefixes that stay with their word: "down-regulated" is one token, "X-induced" is three.
_TOKEN = re.compile(
    rf"\b(?:down|up|over|co|de|re|in|auto|trans|dys)[{_HYPHENS}](?=[a-z])[a-z]{{1,40}}|[^\W_]{{1,80}}|[^\w\s]",
    re.IGNORECASE,
)
_HYPHEN = re.compile(f"[{_HYPHENS}]")
#: Numbers of cited works, and words that the end of a printed line divided: "[12, 13]", "acti- vation".
_ASIDE = re.compile(r"\[\d{1,3}(?:\s?[,\N{EN DASH}-]\s?\d{1,3}){0,20}\]|\b[a-z]{2,14}- [a-z]{2,14}\b")
_TIED = re.compile(
    r" ([a-z]{4,15}ing) (?=(?:kinase|enzyme|protein|factor|agent|drug|receptor|antibod|compound)\w{0,4}\b)"
)
_GIVEN = re.compile(r" (treated|exposed|deficient|stimulated|null) (?=mice|cells?|rats?|animals?|mouse|neurons?)")
_SENTENCE_END = re.compile(r"\s*$|\s+[A-Z(\[]")

VERBAL = frozenset({Form.BASE, Form.PAST, Form.ING})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign or name. `text` is in lower case; `name` is the number of the name it stands for, else -1."""

    text: str
    start: int
    end: int
    trigger: Trigger | None = None
    name: int = -1


def find_tokens(text: str, start: int, end: int, names: Sequence[Span]) -> list[Token]:
    """Return the tokens of `text[start:end]`; each of the names, in text order and apart, is one token.

    A full stop within a sentence has the text "·", so that "5.3" and "e.g." end nothing.

    >>> [token.text for token in find_tokens("Drug A up-regulates p53.", 0, 24, (Span(0, 6), Span(20, 23)))]
    ['drug a', 'up-regulates', 'p53', '.']
    """
    tokens: list[Token] = []
    place = start
    for number, name in enumerate(names):
        if name.end <= place or name.start >= end:
            continue
        tokens += _words(text, place, name.start)
        tokens.append(Token(text[name.start : name.end].lower(), name.start, name.end, None, number))
        place = name.end
        tied = _TIED.match(text, place, end)
        if (tied is not None and tied[1] in TRIGGERS) or _GIVEN.match(text, place, end):
            # "The X activating kinase": the participle goes with the name before it, as with a hyphen.
            tokens.append(Token("-", place, place + 1))
    tokens += _words(text, place, end)
    return tokens


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    while start < end:
        aside = _ASIDE.search(text, start, end)
        stop = aside.start() if aside is not None else end
        yield from _plain_words(text, start, stop)
        if aside is None:
            return
        start = aside.end()
        joined = aside[0].replace("- ", "")
        if joined in TRIGGERS:
            yield Token(joined, *aside.span(), TRIGGERS[joined])
        elif "[" not in joined:
            yield from _plain_words(text, *aside.span())


def _plain_words(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        word = match[0].lower()
        trigger = TRIGGERS.get(word)
        if not word.isalnum():
            if len(word) > 1:
                trigger = TRIGGERS.get(_HYPHEN.sub("", word))
            elif word in _HYPHENS:
                word = "-"
            elif word == "." and not _SENTENCE_END.match(text, match.end(), min(end, match.end() + 20)):
                word = "·"
        yield Token(word, match.start(), match.end(), trigger)
