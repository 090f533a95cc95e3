"""A figure with what it was bound to: the record between binding (`bind`), its judgement (`sound`) and the rules."""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.extract.records import FoundFigure, Sentence
from evgraph.model import Arm, Mention


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure with what it is of. `reason` says what is missing; without one the figure may make a claim.

    `versus` is the other arm, of a figure that compares two; `everyone`: the figure is of all who were studied.
    """

    figure: FoundFigure
    sentence: Sentence
    outcome: Mention | None = None
    arm: Arm | None = None
    versus: Arm | None = None
    compares: bool = False
    everyone: bool = False
    either: bool = False
    reason: str = ""
