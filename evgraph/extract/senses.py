"""A short form that may mean several things, and the words around it, turned into the one it means, or into none.

The words are data: `evg:neighbour` and `evg:stranger` of a concept say near which words its hidden labels mean it, and
near which they mean something else. `#` is a number with decimals directly behind. Nothing is taken where two concepts
are as likely, or where no neighbour is there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evgraph.extract.words import CUT, Folds
from evgraph.model import Span

#: How many characters before and behind are looked at, within the sentence.
_NEAR = 70
_NUMBER = re.compile(r"[\s\])]{0,2}(?:[=:,;(\[]|of|was|is|were|,)?\s?[=:(\[]?\s?[0-9]*[.·][0-9]")
_DECIDES = 3


def choose(
    text: str,
    span: Span,
    sentence: Span,
    candidates: Sequence[str],
    neighbours: Mapping[str, tuple[str, ...]],
    strangers: Mapping[str, tuple[str, ...]],
    folds: Folds,
) -> str | None:
    """Return the IRI of the candidate that the words near a span speak for, if they speak for one alone.

    >>> near = {"ratio": ("#",), "risk": ("patients",)}
    >>> text = "In HR patients. Overall HR, 0.71"
    >>> [choose(text, span, Span(0, 32), ("ratio", "risk"), near, {}, Folds()) for span in (Span(3, 5), Span(24, 26))]
    ['risk', 'ratio']
    """
    before = text[max(sentence.start, span.start - _NEAR) : span.start]
    behind = text[span.end : min(sentence.end, span.end + _NEAR)]
    if not any(candidate in neighbours for candidate in candidates) or _is_shouted(before + behind):
        return None
    near = f" {_folded(before, folds)} | {_folded(behind, folds)} "
    has_number = _NUMBER.match(behind) is not None
    scores = []
    for candidate in candidates:
        friends = _count(neighbours.get(candidate, ()), near, has_number, folds)
        scores.append((friends - _count(strangers.get(candidate, ()), near, has_number, folds), candidate))
    scores.sort(reverse=True)
    is_alone = len(scores) == 1 or scores[0][0] > scores[1][0]
    return scores[0][1] if scores[0][0] > 0 and is_alone else None


def _count(words: Sequence[str], near: str, has_number: bool, folds: Folds) -> int:
    hits = sum(f" {_folded(word, folds)} " in near for word in words if word != "#")
    return hits + _DECIDES * (has_number and "#" in words)


def _folded(text: str, folds: Folds) -> str:
    return " ".join(folds[word] for word in CUT.split(text)[1::2])


def _is_shouted(words: str) -> bool:
    """Say whether words are printed in capitals, where a short form looks like any word."""
    capitals, small = sum(map(str.isupper, words)), sum(map(str.islower, words))
    return capitals > 2 * small and capitals + small > 12
