"""Expressions that are asked only of texts and sentences in which one of their telltale words stands.

An expression walks over every character, and most sentences hold none of its words. Which stretches of a text hold
which words is therefore looked up once, for all expressions together (the first look of RE2's FilteredRE2 and of
Google Code Search, with words named by hand). That every match holds one of them is tested.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from evgraph.extract.once import once
from evgraph.extract.stretches import Remembered, found_in

#: The name of an expression, and the words of which every match of it holds one, cut as short as three letters.
TELLTALES: dict[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "age": "age years yrs",
        "animal": "mice mouse rat murine vivo",
        "allocation": "random assigned allocat divided",
        "case report": "case report describe present",
        "case series": "case report describe",
        "clinical trial": "clinical open-label multicent pilot prospective",
        "cohort": "cohort",
        "composite": "progression relapse recurrence hospitali infarction stroke readmission",
        "end point": "point outcome",
        "ex vivo": "vivo primary samples",
        "event": "died relapsed responded progressed survived recurred",
        "group": "group arm cohort recipients placebo control sham regimen treated receiv given",
        "in vitro": "cell vitro",
        "meta-analysis": "meta",
        "next": "proceed went bridged underwent able continued subsequent transitioned moved consolidated",
        "observational": "registry real-world observational",
        "other work": "previous prior earlier future further larger other warrant needed required should",
        "phase": "phase",
        "randomised": "random rct blind placebo cross",
        "retrospective": "retrospective chart",
        "review": "review",
        "single arm": "arm uncontrolled comparative",
        "systematic review": "systematic",
        "treated": "treat receiv given administ combination addition therapy efficacy safety study trial evaluat "
        "activity",
        "xenograft": "xenograft pdx nod nsg",
        "who": "patient adult child participant subject women men adolescent infant individual people volunteer pts "
        "boys girls neonate males smoker survivor recipient",
    }.items()
}
_BITS = {name: 1 << number for number, name in enumerate(TELLTALES)}


@dataclass(frozen=True, slots=True)
class Telltale:
    """An expression with the bit of its words; it is asked of places in a whole text."""

    pattern: re.Pattern[str]
    bit: int

    def may_stand_in(self, text: str) -> bool:
        """Say whether a whole text holds one of the words."""
        return _look(text).all & self.bit != 0

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """Say whether one of the words stands between two places."""
        return _look(text).holds(self.bit, start, end)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Return the first match between two places."""
        return self.pattern.search(text, start, end) if _look(text).holds(self.bit, start, end) else None

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return the matches between two places."""
        return self.pattern.finditer(text, start, end) if _look(text).holds(self.bit, start, end) else iter(())


def telltale(name: str, pattern: str, flags: int = re.IGNORECASE) -> Telltale:
    r"""Compile an expression of which the telltale words are listed.

    >>> assigned = telltale("allocation", r"\b(?:assigned|allocated) to (A|B)")
    >>> assigned.search("Some were assigned to B.", 0, 24)[1], assigned.search("Others were not.", 0, 16)
    ('B', None)
    """
    return Telltale(re.compile(pattern, flags), _BITS[name])


@dataclass(frozen=True, slots=True)
class _Look:
    """The stretches of a text that hold telltale words: where they begin and end, and which words."""

    stretches: list[tuple[int, int, int]]
    all: int
    places: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)

    def holds(self, bit: int, start: int, end: int) -> bool:
        """Say whether a word of an expression stands, or reaches, between two places."""
        if not self.all & bit:
            return False
        if bit not in self.places:
            own = [(first, last) for first, last, bits in self.stretches if bits & bit]
            self.places[bit] = [first for first, _ in own], [last for _, last in own]
        firsts, lasts = self.places[bit]
        at = bisect_right(lasts, start)
        return at < len(lasts) and firsts[at] < end


@once
def _look(text: str) -> _Look:
    found = [(place, place + length, bits) for place, held in found_in(text, _HELD) for length, bits in held]
    return _Look(found, reduce(or_, [bits for *_, bits in found], 0))


#: The first three letters of each word, to the words that begin so and the bits of what they tell.
_BY_START: dict[str, list[tuple[str, int]]] = {}
for _name, _words in TELLTALES.items():
    for _word in _words:
        _BY_START.setdefault(_word[:3], []).append((_word, _BITS[_name]))


def _held(stretch: str) -> tuple[tuple[int, int], ...]:
    """Return the length of a stretch and the bits of all telltale words within it, if there are any."""
    low, bits = stretch.lower(), 0
    for start in range(len(low) - 2):
        for word, bit in _BY_START.get(low[start : start + 3], ()):
            if low.startswith(word, start):
                bits |= bit
    return ((len(stretch), bits),) if bits else ()


_HELD = Remembered(_held)
