"""Reported figures to verdicts: whether the arithmetic of what was printed closes.

`CHECKS` is the whole list for one figure, each a pure function of it and of what is known beside it; the checks of a
whole work (parts and wholes, arms, two groups) are in `GROUP_CHECKS` of `evgraph.checks.together`. Nothing is
rounded here, and no check guesses: what was not printed makes it "not checkable", and the reason says what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evgraph.checks.bands import Band
from evgraph.checks.counts import PERCENT, ZERO, check_percent, check_zero
from evgraph.checks.possible import INSIDE, POSSIBLE, RANGE, check_inside, check_possible, check_range
from evgraph.checks.ratios import P_OF_INTERVAL, SYMMETRY, check_p, check_symmetry
from evgraph.checks.recognise import INTERVAL, check_interval
from evgraph.checks.verdict import Context, Result, Verdict, overall
from evgraph.model import EffectEstimate

__all__ = ["CHECKS", "Band", "Context", "Result", "Verdict", "check_estimate", "or_alone", "overall"]

ALONE = "a figure alone"
_TWO = "a check needs two figures that bear on each other"

#: Name of a check to the function that makes it.
CHECKS: Mapping[str, Callable[[EffectEstimate, Context], Verdict | None]] = {
    POSSIBLE: check_possible,
    PERCENT: check_percent,
    ZERO: check_zero,
    INTERVAL: check_interval,
    INSIDE: check_inside,
    RANGE: check_range,
    SYMMETRY: check_symmetry,
    P_OF_INTERVAL: check_p,
}


def check_estimate(estimate: EffectEstimate, context: Context | None = None) -> tuple[Verdict, ...]:
    """Return the verdict of every check that concerns a figure.

    >>> from evgraph.model import Figure
    >>> [str(verdict.result) for verdict in check_estimate(EffectEstimate(events=16, total=22, percent=Figure("73")))]
    ['consistent']
    """
    found = (check(estimate, context or Context()) for check in CHECKS.values())
    return tuple(verdict for verdict in found if verdict is not None)


def or_alone(verdicts: tuple[Verdict, ...], estimate: EffectEstimate) -> tuple[Verdict, ...]:
    """Return the verdicts, or where there are none one that says what the figure lacks.

    >>> from evgraph.model import Figure
    >>> or_alone((), EffectEstimate(percent=Figure("40"), qualifier="about"))[0].why
    'told as "about"'
    """
    if verdicts:
        return verdicts
    if estimate.qualifier is not None:
        why = f'told as "{estimate.qualifier}"'
    elif estimate.interval is not None or estimate.range is not None:
        why = "limits that are no numbers, or with nothing between them"
    elif estimate.p is not None:
        why = "a P value without the figures that were tested"
    else:
        why = "nothing printed beside it that it could be recomputed from"
    return (Verdict(ALONE, Result.NOT_CHECKABLE, why, _TWO),)
