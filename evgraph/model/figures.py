"""Figures as they were printed: numbers, intervals, P values, and the estimate that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed. Arithmetic uses `value`; whatever is shown uses `text`, so 0.80 stays 0.80.

    >>> Figure("0.80").value
    Decimal('0.80')
    >>> Figure("not reached").value is None
    True
    """

    text: str

    @property
    def value(self) -> Decimal | None:
        """The number, or `None` for words such as "not reached"."""
        plain = self.text.replace("\N{MIDDLE DOT}", ".").replace("\N{MINUS SIGN}", "-")
        return Decimal(plain) if plain.lstrip("-").replace(".", "", 1).isdecimal() else None


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, its level in percent, `assumed` where the source does not state the level."""

    lower: Figure
    upper: Figure
    level: Figure | None = None


@dataclass(frozen=True, slots=True)
class PValue:
    """A P value with its operator and, only where told, its sides."""

    value: Figure
    operator: str = "="
    sided: str | None = None


@dataclass(frozen=True, slots=True)
class EffectEstimate:
    """What was reported, as reported: counts, a value with its unit, interval, P value.

    `measure` and `unit` say what `value` is (a hazard ratio; a median in months). A percentage stands in
    `percent`, as printed; it is never computed from the counts here. `sd` is a standard deviation,
    `range_kind` what `range` is where it is no plain one ("interquartile range"). `qualifier`: "more than", "about",
    of a change its verb ("reduced by").
    """

    measure: str | None = None
    value: Figure | None = None
    unit: str | None = None
    events: int | None = None
    total: int | None = None
    percent: Figure | None = None
    interval: Interval | None = None
    range: Interval | None = None
    p: PValue | None = None
    qualifier: str | None = None
    sd: Figure | None = None
    range_kind: str | None = None
