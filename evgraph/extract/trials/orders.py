"""What a sentence tells of groups, and the arm of a figure in a list that names no groups, or only one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evgraph.extract.once import once
from evgraph.extract.records import Annotated, FoundFigure, Sentence
from evgraph.extract.trials.bound import Bound, place_in
from evgraph.extract.trials.named import Named
from evgraph.model import Arm

_VERSUS = re.compile(r"\b(?:vs|versus|v|compared with)\b")
_UP = re.compile(r"\b(?:more|higher|greater|longer|larger|increased|improved|better)\b", re.IGNORECASE)
_DOWN = re.compile(r"\b(?:less|fewer|lower|shorter|smaller|reduced|decreased|rarer)\b", re.IGNORECASE)
_HOW_MANY = re.compile(
    r"\b(three|four|five|six|[3-6])[-\s]"
    r"(?:(?:parallel|treatment|study|different|equal|randomi[sz]ed|therapeutic|dose)[- ]){0,2}"
    r"(?:arms?|groups?|regimens|strategies|schedules|treatments|interventions)\b",
    re.IGNORECASE,
)
_NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6}


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells: its figures, the groups it names, the arms in the order of the sentence before."""

    read: Annotated
    sentence: Sentence
    figures: list[FoundFigure]
    named: list[Named]
    order: tuple[Arm, ...]

    @property
    def words(self) -> str:
        """The sentence."""
        return self.sentence.span.of(self.read.document.text)

    @property
    def arms(self) -> tuple[Arm, ...]:
        """The arms that the sentence names, each once."""
        return tuple(dict.fromkeys(item.arm for item in self.named if item.arm is not None))

    @property
    def before(self) -> str:
        """The words before the first group that is named."""
        return self.read.document.text[self.sentence.span.start : self.named[0].span.start] if self.named else ""

    @property
    def strangers(self) -> bool:
        """Whether the sentence names groups that are no arms."""
        return any(item.arm is None for item in self.named)


@once
def is_whole(read: Annotated) -> int:
    """Return how many arms there are; none where the text counts more of them than were recognised."""
    told = max(
        (
            _NUMBERS.get(match[1].lower()) or int(match[1])
            for sentence in read.sentences
            if not any(word in sentence.section for word in ("RESULT", "CONCLUSION"))
            for match in _HOW_MANY.finditer(read.document.text, sentence.span.start, sentence.span.end)
        ),
        default=0,
    )
    return len(read.arms) if told <= len(read.arms) else 0


def by_order(told: Told, bound: Bound) -> Arm | None:
    """Return the arm of a figure in a list that names no groups, or only the first."""
    series, arms = bound.figure.series, told.read.arms
    if series is None:
        return None
    length = _length(bound.figure, told.figures)
    if not told.named and len(told.order) == len(arms) == length:
        return told.order[series]
    if series == 1 and is_whole(told.read) == 2 and length == 2:
        return _other(told, bound)
    return None


def _other(told: Told, bound: Bound) -> Arm | None:
    """Return the other of two arms for the second figure of "longer in A (4.6 vs. 3.1)", where only A is named.

    Named behind the figures, as in "rash (63% v 49%) was more common with A", A has the first of them only if that is
    what the words say.
    """
    first = told.figures[place_in(told.figures, bound.figure) - 1]
    if (
        len(told.arms) != 1
        or told.strangers
        or not _VERSUS.search(told.read.document.text, first.span.end, bound.figure.span.start)
    ):
        return None
    behind = all(item.span.start >= bound.figure.span.end for item in told.named)
    if behind and not _as_told(told.words, first, bound.figure):
        return None
    return next(arm for arm in told.read.arms if arm.key != told.arms[0].key)


def _as_told(words: str, first: FoundFigure, second: FoundFigure) -> bool:
    """Say whether the first of two figures is the higher one where the words say so, the lower one likewise."""
    up, down = _UP.search(words), _DOWN.search(words)
    left, right = (figure.estimate.percent or figure.estimate.value for figure in (first, second))
    if (up is None) == (down is None) or left is None or right is None or left.value is None or right.value is None:
        return False
    return left.value > right.value if up else left.value < right.value


def _length(figure: FoundFigure, figures: list[FoundFigure]) -> int:
    """Return how many figures the list has that a figure stands in; no text has more arms than ten."""
    place = place_in(figures, figure)
    first = place - (figure.series or 0)
    last = place + 1
    while last < min(len(figures), first + 10) and figures[last].series == last - first:
        last += 1
    return last - first
