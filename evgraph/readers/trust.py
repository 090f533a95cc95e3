"""How much a field read from free text is to be believed: what two ways of reading say, as a probability.

The CRF is too sure of itself where it is not quite sure. `training/calibrate` compares what it said with the gold, on
strings it has not seen, and fits one logistic curve a field (Platt 1999, "Probabilistic outputs for support vector
machines"); the weights ship with the model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

#: The fields with weights of their own; the others share those of the last row.
FIELDS = ("author", "title", "container", "year", "volume", "issue", "pages", "doi")
_EDGE = 1e-4


class Told(IntEnum):
    """What the grammar says of a field beside the CRF."""

    NOTHING = 0
    SAME = 1
    OTHER = 2  # and the CRF is followed
    INSTEAD = 3  # and the grammar is followed
    ALONE = 4  # the CRF has nothing


@dataclass(frozen=True, slots=True)
class Trust:
    """Weights for each field: one, `logit` of its own and of the least sure field's confidence, then each `Told`."""

    weights: dict[str, tuple[float, ...]]

    def of(self, name: str, sure: float, least: float, told: Told) -> float:
        """Return the probability that a field is right, of which the CRF is so sure; `least`: the least sure `logit`.

        >>> Trust({"title": (0, 1, 0, 0, 2, -2, 0, 0)}).of("title", 0.5, 0.0, Told.SAME)
        0.881
        """
        weights = self.weights[name] if name in self.weights else self.weights["other"]
        score = weights[0] + weights[1] * logit(sure) + weights[2] * least + weights[3 + told]
        return round(1 / (1 + math.exp(-score)), 3)


def logit(chance: float) -> float:
    """Return the logarithm of the odds, bounded near 0 and 1.

    >>> logit(0.5), round(logit(1.0), 1), round(logit(0.0), 1)
    (0.0, 9.2, -9.2)
    """
    return math.log((chance + _EDGE) / (1 - chance + _EDGE))
