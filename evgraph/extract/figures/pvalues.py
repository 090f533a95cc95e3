"""P values: operator, number and sides, in each of the forms in which they are printed."""

from __future__ import annotations

from evgraph.extract.figures.cursor import Atom, Cursor
from evgraph.extract.figures.tokens import DASHES, number_of
from evgraph.extract.figures.words import LEVELS

SIGNS = frozenset(("<", ">", "=", "≤", "≥", "⩽", "⩾", "<=", ">=", "< =", "> ="))
_OPERATORS = {"⩽": "≤", "⩾": "≥", "<=": "≤", ">=": "≥", "< =": "≤", "> =": "≥"}
_SIDES = frozenset(("sided", "tailed", "side", "tail"))


#: What may stand behind a P value.
_ENDS = frozenset((")", "]", ";", ",", ".", ""))


class PValueReader(Cursor):
    """Reads P values."""

    def p_value(self, index: int) -> Atom | None:
        """Return a P value with operator and sides; a mere level of significance is no figure."""
        i, sided = index + 1, self.sided_before(index)
        limit = i + 14
        operator = ""
        while i < limit:
            token = self.at(i)
            if token.low in SIGNS:
                operator = (
                    _OPERATORS.get(token.low, token.low) if operator in ("", "=") or token.low != "=" else operator
                )
            elif token.kind == "num" and self.at(i + 1).low in DASHES and self.at(i + 2).low in _SIDES:
                sided, i = self._sides(i + 2), i + 2
            elif token.kind == "num":
                operator = operator or ("=" if self.at(i - 1).low in ("value", "values") else "")
                break
            elif token.low == "n":  # "P-placebo (n = 8)"
                return None
            elif token.low == "ns":
                return Atom("p", index, i + 1, a="NS", note="=", sided=sided)
            elif token.low in ("less", "greater", "more") and self.at(i + 1).low == "than":
                operator, i = ("<" if token.low == "less" else ">"), i + 1
            elif token.low in ("was", "is", "were", "of"):
                operator = operator or "="
            elif operator or token.low in (";", ".") or token.kind == "":
                return None
            i += 1
        return self._p_number(index, i, operator, sided) if operator and i < limit else None

    def _p_number(self, index: int, i: int, operator: str, sided: str) -> Atom | None:
        if self.at(i + 1).low in _SIDES or (self.at(i + 1).low in DASHES and self.at(i + 2).low in _SIDES):
            return None
        words, last = self.power_of_ten(i)
        if number_of(self.at(i).text) > 1:
            if "×" not in words:
                printed = number_of(self.at(i).text) < 100 and self.at(last).low in _ENDS  # a misprint, kept as printed
                return self._p(index, last, words, operator, sided) if printed else Atom("skip", index, last)
            return (
                Atom("skip", index, last, note="P above 1")
                if number_of(words.split("×")[0]) > 100
                else self._p(index, last, words, operator, sided)
            )
        if any(self.at(last + step).low in LEVELS for step in range(1, 4)):
            return Atom("skip", index, last, note="level of significance")
        return self._p(index, last, words, operator, sided or self.sided_after(last))

    def _p(self, index: int, last: int, words: str, operator: str, sided: str) -> Atom:
        return Atom("p", index, last, a=words, note=operator, sided=sided)

    def sided_before(self, index: int) -> str:
        """Return "one-sided" or "two-sided" where it stands before the P."""
        for i in range(index - 1, max(index - 5, 0), -1):
            if self.at(i).low in _SIDES:
                return self._sides(i)
            if self.at(i).kind == "num":
                break
        return ""

    def sided_after(self, index: int) -> str:
        """Return the sides where they stand behind the P value: "P = .02, one-sided"."""
        for i in range(index, index + 5):
            if self.at(i).low in _SIDES:
                return self._sides(i)
            if self.at(i).low in (";", ".") or self.at(i).low == "p":
                break
        return ""

    def _sides(self, i: int) -> str:
        number = self.at(i - 1 if self.at(i - 1).kind == "num" else i - 2).low
        return {"1": "one-sided", "2": "two-sided"}.get(number, "")
