"""Words turned into what the tagger knows of them: of each word by itself, and of its place in the sentence.

The sentences of a text are laid end to end with gaps between them, so that a whole text is a few arrays. What a word
says by itself is a handful of names ("its last four letters are -ival"); what its place says is one code for each of
`CONTEXTS`. Training and tagging read both from here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from evgraph.extract.trials.phrases import VERBS, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

#: How far a word is seen from, and how many of its names are seen at each distance.
REACH = (-3, -2, -1, 0, 1, 2, 3)
SEEN = {0: 7, 1: 7, 2: 3, 3: 2}
#: Empty places before, between and behind sentences.
GAP = max(REACH)
#: What the empty places are called.
EDGE = ("edge",)
_KINDS = " NDPVAXS"
_VERBS = {verb: number for number, verb in enumerate(sorted(VERBS), 1)}
_FIGURES = 4
_DISTANCES = (0, 1, 2, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 6)
#: What the place of a word is told by, with the number of codes of each.
CONTEXTS = (
    ("figures", _FIGURES**3), ("kinds before", 512), ("kinds around", 512), ("kinds behind", 512),
    ("pair before", 64), ("pair behind", 64), ("verb before", len(_VERBS) + 1), ("verb behind", len(_VERBS) + 1),
    ("since a figure", 8), ("to a figure", 8), ("brackets", 3), ("verbs", 9), ("begin", 4), ("among figures", 12),
)  # fmt: skip
_CAPITALS, _SMALL, _DIGITS = re.compile("[A-Z]+"), re.compile("[a-z]+"), re.compile(r"\d+")


class Known(NamedTuple):
    """What is known of a word by itself: its names, its class, which verb it is, whether it opens or closes."""

    names: tuple[str, ...]
    kind: int
    verb: int
    step: int


def known_of(words: str, word: Word) -> Known:
    """Return what is known of a word; the names that are seen from furthest come first.

    >>> known_of("Survival", Word(0, 8, "survival", "N")).names
    ('w=survival', 'k=N', '3=val', '4=ival', '5=vival', 'b=surv', 'h=Aa')
    """
    low = _DIGITS.sub("0", word.low)
    shape = _CAPITALS.sub("A", _SMALL.sub("a", _DIGITS.sub("0", words)))[:6]
    names = (
        f"w={low}",
        f"k={word.kind}",
        f"3={low[-3:]}",
        f"4={low[-4:]}",
        f"5={low[-5:]}",
        f"b={low[:4]}",
        f"h={shape}",
    )
    step = 1 if low in ("(", "[") else -1 if low in (")", "]") else 0
    return Known(names, _KINDS.index(word.kind), _VERBS.get(low, 0) if word.kind == "V" else 0, step)


#: The empty place between sentences.
NOTHING = Known(EDGE, 0, 0, 0)


@cache
def _distances() -> Codes:
    import numpy as np

    return np.array(_DISTANCES, dtype=np.int32)


def contexts(kinds: Codes, verbs: Codes, steps: Codes, figures: Codes) -> Codes:
    """Return for each of `CONTEXTS` one row: the code of every place but the first and last `GAP`.

    Places of kind 0 lie between sentences. `figures`: 1 where a figure begins, 2 where it goes on, 3 between
    sentences, else 0.
    """
    import numpy as np

    size = len(kinds)
    places = np.arange(size, dtype=np.int32)
    gap = kinds == 0
    is_verb = kinds == _KINDS.index("V")
    told = figures > 0
    left = _last(gap, places)
    right = _next(gap, places)
    since = _last(told, places)
    until = _next(told, places)
    count = np.cumsum(is_verb, dtype=np.int32)
    begun = np.cumsum(figures == 1, dtype=np.int32)
    depth = np.cumsum(steps, dtype=np.int32)
    before, whole = begun - begun[left], begun[right] - begun[left]
    among = np.where(before == 0, 0, np.where(before == whole, 1, 2))
    pair = kinds[:-1] * 8 + kinds[1:]
    three = pair[:-1] * 8 + kinds[2:]
    shown = (figures[:-2] * _FIGURES + figures[1:-1]) * _FIGURES + figures[2:]
    stopped = is_verb | gap
    rows = (
        (shown, -1),
        (three, -2),
        (three, -1),
        (three, 0),
        (pair, -1),
        (pair, 0),
        (verbs[_last(stopped, places)], -1),
        (verbs[_next(stopped, places)], 1),
        (np.where(gap[since], 7, _distances()[np.minimum(places - since, 13)]), 0),
        (np.where(gap[until], 7, _distances()[np.minimum(until - places, 13)]), 0),
        (np.minimum(np.maximum(depth - depth[left], 0), 2), 0),
        (np.minimum(count - is_verb - count[left], 2) * 3 + np.minimum(count[right] - count, 2), 0),
        (np.minimum(places - left - 1, 3), 0),
        (among * 4 + np.minimum(whole, 3), 0),
    )
    found = np.empty((len(rows), size - 2 * GAP), dtype=np.int32)
    for row, (values, by) in zip(found, rows, strict=True):
        row[:] = values[GAP + by : size - GAP + by]
    np.maximum(found, 0, out=found)  # between sentences a count may run below nothing
    return found


def _last(marked: NDArray[np.bool_], places: Codes) -> Codes:
    """Return for each place the last marked place up to there."""
    import numpy as np

    found: Codes = np.maximum.accumulate(np.where(marked, places, 0))
    return found


def _next(marked: NDArray[np.bool_], places: Codes) -> Codes:
    """Return for each place the first marked place from there on."""
    import numpy as np

    found: Codes = np.minimum.accumulate(np.where(marked, places, len(places) - 1)[::-1])[::-1]
    return found
