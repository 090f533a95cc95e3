"""The tokens of a text with what every reader of them needs: signed numbers, units, two ends, powers of ten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from evgraph.extract.figures.tokens import DASHES, Token
from evgraph.extract.figures.words import DOSE_UNITS, PERCENT, TIME, UNITS
from evgraph.extract.wordlists import words

#: Empty tokens behind the last, more than any reader looks ahead or back.
_OUTSIDE = (Token(-1, -1, "", "", ""),) * 100
OPEN, CLOSE = frozenset("([{"), frozenset(")]}")
_UNREACHED = frozenset(("nr", "ne", "na", "nc", "∞"))
_OVER_BODY = words("kg m2 m day d dose week wk h hr hour min body minute daily")


@dataclass(slots=True)
class Atom:
    """What was read over the tokens [first, last): its kind, up to two numbers as printed, unit and remark.

    Kinds: percent, count (a of b), number, pair (a to b), size (n = a), p, interval, range, spread (± a), time,
    measure, versus, respectively, grade, unreached, cue (an interval announced, not yet given), stop, and skip for a
    number that is none.
    """

    kind: str
    first: int
    last: int
    a: str = ""
    b: str = ""
    unit: str = ""
    note: str = ""
    sided: str = ""


class Cursor:
    """The tokens of one text, looked at by their number."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = [*tokens, *_OUTSIDE]
        #: Returns the token at a place, or an empty one outside: places before the first count from the end.
        self.at: Callable[[int], Token] = self.tokens.__getitem__

    def signed(self, index: int) -> tuple[str, int]:
        """Return a number with its sign, and the token after it; an empty text where none stands."""
        token = self.at(index)
        if token.low in DASHES and self.at(index + 1).kind == "num" and self.at(index + 1).start == token.end:
            return _minus(token) + self.at(index + 1).text, index + 2
        if token.low == "$" or token.low == "+":
            return self.signed(index + 1)
        return (token.text, index + 1) if token.kind == "num" else ("", index)

    def sign(self, index: int) -> str:
        """Return "-" where a minus stands right before a number and is not the dash of a range or of a name."""
        before, earlier = self.at(index - 1), self.at(index - 2)
        if before.low not in DASHES or before.end != self.at(index).start:
            return ""
        return "" if earlier.end == before.start and earlier.kind in ("num", "word") else _minus(before)

    def unit(self, index: int) -> tuple[str, int]:
        """Return the unit that begins at a token and the token after it; an empty text where none does."""
        token = self.at(index)
        if token.kind == "word" and token.low in TIME and not (len(token.low) == 1 and token.text.isupper()):
            return TIME[token.low], index + 1
        if token.low == "mm" and self.at(index + 1).low in ("hg", "h2o"):
            return "mm Hg", index + 2
        if token.low in ("degrees", "degree", "°"):
            return token.text, index + 1 + (self.at(index + 1).low in ("c", "f"))
        if token.low in ("×", "x") and self.at(index + 1).text[:2] == "10" and self.at(index + 2).low == "/":
            return "".join(part.text for part in self.tokens[index : index + 4]), index + 4
        if token.low == "per" and self.at(index + 1).low in TIME:
            return f"per {self.at(index + 1).text}", index + 2
        if token.low not in UNITS and token.low not in DOSE_UNITS:
            return "", index
        last = index + 1
        while self.at(last).low in ("/", "per") and self.at(last + 1).kind in ("word", "num") and last < index + 7:
            last += 2
            if self.at(last).low in DASHES and self.at(last + 1).low in TIME:  # "episodes/patient-year"
                last += 2
        words = "".join(f" {t.text} " if t.low == "per" else t.text for t in self.tokens[index:last])
        return words, last

    def end_unit(self, i: int) -> tuple[str, int]:
        """Return the unit right behind an end of an interval, and the token after it; a plus sign is left out."""
        i += self.at(i).low == "+"
        if self.at(i).low in PERCENT:
            return "%", i + 1
        return self.unit(i)

    def dose(self, first: int, last: int) -> bool:
        """Say whether a unit is one of doses: mg, mg/m2, IU/kg; not mg/dL."""
        return self.at(first).low in DOSE_UNITS and all(
            self.at(i).low in _OVER_BODY or self.at(i).kind != "word" or self.at(i).low in ("per", "a")
            for i in range(first + 1, last)
        )

    def pair(self, index: int, *, loose: bool = False) -> Atom | None:
        """Return two ends: "0.55-0.93", "12 to 31 %", "−6.1 to −0.7"; `loose` takes a comma between them too."""
        low, i = self.signed(index)
        if not low:
            return None
        unit, i = self.end_unit(i)
        if (
            self.at(i).low == "to"
            or self.at(i).low in DASHES
            or (loose and self.at(i).low in (",", ";", "and", "/", ":"))
        ):
            i += 1
        else:
            return None
        i += self.at(i).low in ("<", ">") and loose
        high, j = self.signed(i)
        if not high and loose:
            high, j = self.open_end(i)
        if not high:
            return None
        behind, j = self.end_unit(j)
        return Atom("pair", index, j, a=low, b=high, unit=behind or unit)

    def open_end(self, index: int) -> tuple[str, int]:
        """Return the end of an interval that has none: NR, not reached."""
        if self.at(index).low in _UNREACHED:
            return self.at(index).text, index + 1
        atom = self.unreached(index) if self.at(index).low == "not" else None
        return (atom.a, atom.last) if atom else ("", index)

    def unreached(self, index: int) -> Atom | None:
        """Return what stands in place of a figure: not reached, not estimable."""
        i = index + 1
        while self.at(i).low in ("been", "yet", "be"):
            i += 1
        if self.at(i).low in ("reached", "estimable", "evaluable", "attained", "estimated"):
            return Atom("unreached", index, i + 1, a=f"not {self.at(i).low}")
        return None

    def power_of_ten(self, i: int) -> tuple[str, int]:
        """Return a number with the power of ten behind it, if any, and the token after."""
        words, j = self.at(i).text, i + 1
        if self.at(j).low in ("×", "x") and self.at(j + 1).low == "10":
            j += 2
            exponent = ""
            while self.at(j).low in DASHES | {"^", "(", "−"}:
                exponent = "-" if self.at(j).low in DASHES else exponent
                j += 1
            if self.at(j).kind == "num":
                words, j = f"{words}×10^{exponent}{self.at(j).text}", j + 1
                j += self.at(j).low == ")"
        elif self.at(j).low == "e" and self.at(j + 1).low in DASHES and self.at(j + 2).kind == "num":
            words, j = f"{words}e-{self.at(j + 2).text}", j + 3
        return words, j


def _minus(token: Token) -> str:
    """Return a minus as printed; a hyphen or en dash in its place becomes the plain one."""
    return token.text if token.text == "\N{MINUS SIGN}" else "-"
