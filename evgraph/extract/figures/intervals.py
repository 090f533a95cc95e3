"""Intervals and spreads: confidence intervals with their level, ranges, deviations; those only announced are cues."""

from __future__ import annotations

from evgraph.extract.figures.cursor import CLOSE, OPEN, Atom
from evgraph.extract.figures.pvalues import PValueReader
from evgraph.extract.figures.tokens import DASHES, number_of
from evgraph.extract.figures.words import MEASURES, PERCENT
from evgraph.extract.wordlists import words

_CI = frozenset(("ci", "cis", "cri", "cl", "bci", "hdi"))
_INTERVAL_WORDS = words(
    "confidence credible interval intervals limits limit ci cis cri of for the was were from between is"
)
_RANGE_WORDS = frozenset(
    ("range", "iqr", "from", "of", "was", ",", ":", "=", "between", "<", ">", "q1", "q3", ";", "(", ")", "[", "]")
)


class IntervalReader(PValueReader):
    """Reads intervals."""

    def interval(self, index: int) -> Atom | None:
        """Return a confidence interval with its level; one that is announced only is a cue."""
        i, level = index, ""
        token = self.at(i)
        if token.kind == "num":
            if self.at(i + 1).low not in PERCENT:
                return None
            level, i = token.text, i + 2
            i += self.at(i).low in DASHES
            if not (
                self.at(i).low in _CI or self.at(i).low in ("confidence", "credible") or self.at(i).low.startswith("ci")
            ):
                return None
        elif token.low.startswith("ci9"):
            level = token.low[2:]
        i += 1
        free = 5
        while free and i < index + 24:
            token = self.at(i)
            if token.kind == "num":
                if not level and self.at(i + 1).low in PERCENT and number_of(token.text) >= 80 and not self.pair(i):
                    level, i = token.text, i + 2
                    continue
                break
            if token.low in DASHES and self.at(i + 1).kind == "num":
                break
            if token.kind == "" or token.low in ("p", ";") or (token.low in MEASURES):
                break
            free -= token.kind == "word" and token.low not in _INTERVAL_WORDS
            i += 1
        pair = self.pair(i, loose=True)
        if pair is None:
            return Atom("cue", index, i, note="interval", a=level)
        return Atom("interval", index, pair.last, a=pair.a, b=pair.b, unit=pair.unit, note=level)

    def range(self, index: int) -> Atom | None:
        """Return a range or an interquartile range; one that is announced only is a cue."""
        kind = "range" if self.at(index).low.startswith(("rang", "min")) else "interquartile range"
        i = index + 1
        while i < index + 10 and (self.at(i).low in _RANGE_WORDS or self.at(i).low in OPEN | CLOSE):
            i += 1
        pair = self.pair(i, loose=True)
        if pair is None or (self.at(i - 1).low == "of" and kind == "range"):
            return Atom("cue", index, index + 1, note=kind)
        return Atom("range", index, pair.last, a=pair.a, b=pair.b, unit=pair.unit, note=kind)

    def spread(self, index: int) -> Atom | None:
        """Return what stands behind a plus-minus sign."""
        i = index + 1
        if self.at(index).low not in ("±", "+/-", "+ or -") and "/" not in self.at(index).low:
            return None
        if self.at(i).kind != "num":
            return None
        unit, last = self.end_unit(i + 1)
        return Atom("spread", index, last, a=self.at(i).text, unit=unit)

    def deviation(self, index: int) -> Atom | None:
        """Return a standard deviation or error in words: "SD 2.2", "SD = 2.2"; announced only, it is a cue."""
        name = "SE" if self.at(index).low in ("se", "sem") else "SD"
        i = index + 1
        while self.at(i).low in ("=", ":", ",", "±", "of"):
            i += 1
        if self.at(i).kind == "num":
            return Atom("spread", index, i + 1, a=self.at(i).text, note=name)
        return Atom("cue", index, index + 1, note=name)
