"""Printed figures to the bands of values they may stand for. Rounded numbers are compared as bands, never as points.

A figure printed as 0.71 stands for anything from 0.705 to 0.715. Two figures disagree only where no value of the one
band goes with any value of the other (Nuijten and colleagues, 10.3758/s13428-015-0664-2, treat reported tests so).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from evgraph.model import Figure, PValue

#: Room for the rounding of binary numbers, relative to their size; far below any printed digit.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Band:
    """All values from `lower` to `upper`, both included."""

    lower: float
    upper: float

    def holds(self, value: float) -> bool:
        """Say whether a value lies in the band."""
        return self.meets(Band(value, value))

    def meets(self, other: Band) -> bool:
        """Say whether two bands share a value.

        >>> Band(0.005, 0.015).meets(Band(0.0073, 0.0148)), Band(0.005, 0.015).meets(Band(0.02, 0.03))
        (True, False)
        """
        limits = [abs(x) for x in (self.lower, self.upper, other.lower, other.upper) if math.isfinite(x)]
        slack = _SLACK * max(limits, default=0.0)
        return self.lower <= other.upper + slack and other.lower <= self.upper + slack

    def clipped(self, lower: float, upper: float) -> Band:
        """Return the part of the band between two limits."""
        return Band(min(max(self.lower, lower), upper), max(min(self.upper, upper), lower))


def band_of(figure: Figure, *, cut: bool = False) -> Band | None:
    """Return the band of a printed number, `None` for words; `cut` allows as well that later digits were cut off.

    >>> band_of(Figure("0.71"))
    Band(lower=0.705, upper=0.715)
    >>> band_of(Figure("55"), cut=True)
    Band(lower=54.5, upper=56.0)
    """
    value = figure.value
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    unit = 10.0 ** (exponent if isinstance(exponent, int) else 0)
    away = unit if cut else unit / 2
    below, above = (away, unit / 2) if value < 0 else (unit / 2, away)
    return Band(_tidy(float(value) - below), _tidy(float(value) + above))


def p_band(p: PValue, *, cut: bool = False) -> Band | None:
    """Return the band of a printed P value: from 0 to the bound for "<", from the bound to 1 for ">".

    >>> p_band(PValue(Figure("0.03"))), p_band(PValue(Figure(".001"), "<"))
    (Band(lower=0.025, upper=0.035), Band(lower=0.0, upper=0.001))
    """
    band = band_of(p.value, cut=cut)
    if band is None or p.value.value is None:
        return None
    bound = float(p.value.value)
    if p.operator.startswith("<"):
        return Band(0.0, bound)
    if p.operator.startswith(">"):
        return Band(bound, 1.0)
    return band.clipped(0.0, 1.0)


def log(band: Band) -> Band:
    """Return the natural logarithms of a band; what is not above zero has minus infinity."""
    return Band(*(math.log(x) if x > 0 else -math.inf for x in (band.lower, band.upper)))


def shown(value: float) -> str:
    """Return a recomputed number with three significant digits, for people to read.

    >>> shown(0.010571), shown(72.727), shown(0.0000312), shown(1.0)
    ('0.0106', '72.7', '3.12e-05', '1')
    """
    return f"{_tidy(value):.3g}"


def span(band: Band) -> str:
    """Return a band for people to read."""
    low, high = shown(band.lower), shown(band.upper)
    return low if low == high else f"{low} to {high}"


def _tidy(value: float) -> float:
    """Drop the digits that binary arithmetic adds."""
    return float(f"{value:.12g}")
