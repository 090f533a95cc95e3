"""A figure with what it is of, as far as its sentence tells, and whether it compares."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from evgraph.extract.figures.words import DIFFERENCES, RATIOS
from evgraph.extract.records import FoundFigure, Sentence
from evgraph.extract.trials.named import Named
from evgraph.model import Arm, Mention
from evgraph.vocabulary import CONCEPT

#: Measures that are differences, and all that compare two groups.
DIFFERING = frozenset(str(CONCEPT) + name for name in DIFFERENCES)
COMPARING = frozenset(str(CONCEPT) + name for name in RATIOS | DIFFERENCES)


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure with what it is of. `reason` says what is missing; without one the figure may make a claim.

    `versus` is the other arm, of a figure that compares two; `everyone`: the figure is of all who were studied,
    `subgroup` what sets apart those it is of, `named` the groups that the sentence names.
    """

    figure: FoundFigure
    sentence: Sentence
    outcome: Mention | None = None
    arm: Arm | None = None
    versus: Arm | None = None
    compares: bool = False
    everyone: bool = False
    either: bool = False
    subgroup: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    reason: str = ""


def is_comparison(figure: FoundFigure) -> bool:
    """Say whether a figure compares two groups: a ratio, a difference, or a P value alone."""
    estimate = figure.estimate
    alone = estimate.p is not None and not (estimate.value or estimate.percent or estimate.events is not None)
    return estimate.measure in COMPARING or (alone and estimate.range is None)


def place_in(figures: Sequence[FoundFigure], figure: FoundFigure) -> int:
    """Return the number of a figure among those of its sentence, found by bisection: a hostile text has many."""
    return bisect_left(figures, figure.span.start, key=lambda other: other.span.start)
