"""What a check says: a `Verdict` with its reason, the band it recomputed and where its formula comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evgraph.checks.bands import Band


class Result(StrEnum):
    """How a figure came out of a check.

    CONSISTENT: some unrounded values give all that was printed. ROUNDING: only if a figure was cut off instead of
    rounded. INCONSISTENT: no unrounded values do. NOT_CHECKABLE: something needed was not printed; `why` says what.
    """

    CONSISTENT = "consistent"
    ROUNDING = "rounding only"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not checkable"


#: From what a person should look at first to what says least.
_WEIGHT = (Result.INCONSISTENT, Result.ROUNDING, Result.CONSISTENT, Result.NOT_CHECKABLE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check. `band` holds what was recomputed, in the unit of the figure; `of` names it.

    `counts` are the numbers of patients that a percentage can stand for; `formula` cites the rule.
    """

    check: str
    result: Result
    why: str
    formula: str
    of: str = ""
    band: Band | None = None
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside a figure: the size of its group, and whether it is a curve's estimate at a time."""

    total: int | None = None
    timed: bool = False


def overall(verdicts: Iterable[Verdict]) -> Result:
    """Return the result that matters most of several; nothing checked is not checkable.

    >>> overall([])
    <Result.NOT_CHECKABLE: 'not checkable'>
    """
    found = {verdict.result for verdict in verdicts}
    return next((result for result in _WEIGHT if result in found), Result.NOT_CHECKABLE)
