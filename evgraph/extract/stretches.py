"""A text cut at its blanks into stretches, and a memory of what is read off them.

Most stretches come again and again, in a text and from text to text. What a token, a word or a cue is within one is
therefore found once, by an expression, and looked up ever after. That holds for whatever has no blank within it and
does not ask what stands behind the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Generic, TypeVar

from evgraph.extract.once import once

V = TypeVar("V")

#: How many entries are remembered, and how long they may be; a hostile text may not fill the memory.
_REMEMBERED, _LONGEST = 500_000, 60


class Remembered(dict[str, V], Generic[V]):
    """Texts and what a function makes of them, made when first asked for.

    >>> lengths = Remembered(len)
    >>> lengths["of"], lengths["of"], len(lengths)
    (2, 2, 1)
    """

    def __init__(self, make: Callable[[str], V]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, words: str) -> V:
        made = self.make(words)
        if len(self) < _REMEMBERED and len(words) <= _LONGEST:
            self[words] = made
        return made


#: Each stretch as one object, whose hash Python computes once.
_SAME: Remembered[str] = Remembered(str)


@once
def stretches_of(text: str) -> tuple[list[str], list[int]]:
    """Return the stretches of a text between its blanks, and where each begins; other white space cuts nothing.

    >>> stretches_of("P = .01  for all")
    (['P', '=', '.01', '', 'for', 'all'], [0, 2, 4, 8, 9, 13])
    """
    stretches = [_SAME[stretch] for stretch in text.split(" ")]
    starts = accumulate((len(stretch) + 1 for stretch in stretches[:-1]), initial=0)
    return stretches, list(starts)


def found_in(text: str, known: Remembered[V]) -> list[tuple[int, V]]:
    """Return what is remembered of the stretches of a text, where it is not nothing, and where each stretch begins.

    >>> found_in("the 34% of 50", Remembered(lambda stretch: [char for char in stretch if char.isdigit()]))
    [(4, ['3', '4']), (11, ['5', '0'])]
    """
    return [(place, made) for stretch, place in zip(*stretches_of(text), strict=True) if (made := known[stretch])]
