"""Tokens turned into atoms: a percentage, an interval, a P value, a measure named, each over its tokens.

An atom says what a number is by the tokens right beside it. What belongs together is decided in `build`.
"""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.extract.figures.tokens import DASHES, Token, number_of
from evgraph.extract.figures.words import (
    CAPITALS,
    DOSE_UNITS,
    ISO,
    LEVELS,
    MEASURES,
    MONTHS,
    NAMED,
    PERCENT,
    TIME,
    UNITS,
    words,
)

#: Stands in for the tokens before the first and after the last.
_NONE = Token("", -1, -1, "", "")
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")
_SIGNS = frozenset(("<", ">", "=", "≤", "≥", "⩽", "⩾", "<=", ">=", "< =", "> ="))
_OPERATORS = {"⩽": "≤", "⩾": "≥", "<=": "≤", ">=": "≥", "< =": "≤", "> =": "≥"}
_UNREACHED = frozenset(("nr", "ne", "na", "nc", "∞"))
_CI = frozenset(("ci", "cis", "cri", "cl", "bci", "hdi"))
_INTERVAL_WORDS = words(
    "confidence credible interval intervals limits limit ci cis cri of for the was were from between is"
)
_SIDES = frozenset(("sided", "tailed", "side", "tail"))
_STATISTICS = words("t z f r q h u χ χ2 x2 β b κ rho df")
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


class Reader:
    """The tokens of one text, read from left to right into atoms."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens

    def at(self, index: int) -> Token:
        """Return the token at a place, or an empty one outside."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else _NONE

    def atoms(self) -> list[Atom]:
        """Return the atoms, left to right; words that mean nothing here make none."""
        found: list[Atom] = []
        index = 0
        while index < len(self.tokens):
            atom = self.atom(index)
            if atom is None:
                index += 1
            else:
                found.append(atom)
                index = max(atom.last, index + 1)
        return found

    def atom(self, index: int) -> Atom | None:
        """Return the atom that begins at a token."""
        token = self.tokens[index]
        if token.kind == "num":
            return self.interval(index) or self.number(index)
        if token.kind == "word":
            handler = _WORDS.get(token.low)
            if handler is not None:
                return handler(self, index)
            return self.other_word(index)
        if token.low in ("±", "+/-", "+ or -") or token.low.startswith("+"):
            return self.spread(index)
        if token.low == ".":
            return self.stop(index)
        return None

    def stop(self, index: int) -> Atom | None:
        """Return the end of a sentence: a full stop before a capital, a figure or the end, not in "vs."."""
        before, after = self.at(index - 1), self.at(index + 1)
        if before.low in ("vs", "v", "p", "no", "i", "e", "al", "approx", "dr", "st", "mt"):
            return None
        if after.kind == "" or (
            after.start > self.tokens[index].end and (after.text[:1].isupper() or after.kind == "num")
        ):
            return Atom("stop", index, index + 1)
        return None

    # -- words ------------------------------------------------------------------------------------------------------

    def other_word(self, index: int) -> Atom | None:
        """Return the atom of a word that carries its number in itself: CI95, twofold."""
        low = self.tokens[index].low
        if low.startswith("ci9") and low[2:].isdecimal():
            return self.interval(index)
        if low.endswith("fold") and low[:-4] in _FOLDS:
            return Atom("number", index, index + 1, a=_FOLDS[low[:-4]], unit="fold")
        return None

    def measure(self, index: int) -> Atom | None:
        """Return a measure named; the names that are common words must stand in capitals."""
        for size in (4, 3, 2, 1):
            words = self.tokens[index : index + size]
            if len(words) < size:
                continue
            low = " ".join(token.low for token in words).replace(" - ", "-").replace(" ' s", "")
            name = MEASURES.get(low)
            if name and (low not in CAPITALS or sum(map(str.isupper, words[0].text)) >= 2):
                return Atom("measure", index, index + size, note=name)
        return None

    def versus(self, index: int) -> Atom | None:
        """Return the word between two figures of a list; a lone "v" only between figures."""
        token = self.tokens[index]
        if token.low == "v" and not (self.at(index - 1).kind != "word" and self.number_near(index + 1)):
            return None
        return Atom("versus", index, index + 1)

    def number_near(self, index: int) -> bool:
        """Say whether a number stands within three tokens."""
        return any(self.at(i).kind == "num" for i in range(index, index + 4))

    def respectively(self, index: int) -> Atom:
        """Return the word that makes a list one figure for each."""
        return Atom("respectively", index, index + 1)

    def grade(self, index: int) -> Atom | None:
        """Return the grade of an adverse event: "grade 3 or 4", "grade ≥3", "grades 3-5", "grade III/IV"."""
        i, least = index + 1, False
        if self.at(i).low in _SIGNS and self.at(i).low not in ("=", "<"):
            least, i = True, i + 1
        low = _roman(self.at(i))
        if not low:
            return None
        i, high = i + 1, ""
        if self.at(i).low in DASHES | {"or", "to", "and", "/", "through"}:
            high = _roman(self.at(i + 1))
            if high:
                i += 2
            elif self.at(i + 1).low in ("higher", "greater", "above", "worse", "more"):
                least, i = True, i + 2
        note = f">={low}" if least else f"{low}-{high}" if high else low
        return Atom("grade", index, i, note=note)

    def size(self, index: int) -> Atom | None:
        """Return the size of a group: "n = 22"."""
        if self.at(index + 1).low in ("=", ":") and self.at(index + 2).kind == "num":
            return Atom("size", index, index + 3, a=self.at(index + 2).text)
        return None

    def none_of(self, index: int) -> Atom | None:
        """Return "none of the 22 patients" as a count."""
        i = index + 1
        while self.at(i).low in ("of", "the", "these", "all"):
            i += 1
        if i == index + 1 or not self.at(i).text.isdecimal() or int(self.at(i).text) == 0:
            return None
        return Atom("count", index, i + 1, a="0", b=self.at(i).text)

    def unreached(self, index: int) -> Atom | None:
        """Return what stands in place of a figure: not reached, not estimable."""
        i = index + 1
        while self.at(i).low in ("been", "yet", "be"):
            i += 1
        if self.at(i).low in ("reached", "estimable", "evaluable", "attained", "estimated"):
            return Atom("unreached", index, i + 1, a=f"not {self.at(i).low}")
        return None

    # -- P values ---------------------------------------------------------------------------------------------------

    def p_value(self, index: int) -> Atom | None:
        """Return a P value with operator and sides; a mere level of significance is no figure."""
        i, sided = index + 1, self.sided_before(index)
        limit = i + 14
        operator = ""
        while i < limit:
            token = self.at(i)
            if token.low in _SIGNS:
                operator = (
                    _OPERATORS.get(token.low, token.low) if operator in ("", "=") or token.low != "=" else operator
                )
            elif token.kind == "num" and self.at(i + 1).low in DASHES and self.at(i + 2).low in _SIDES:
                sided, i = self._sides(i + 2), i + 2
            elif token.kind == "num":
                break
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

    # -- intervals --------------------------------------------------------------------------------------------------

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
            if token.kind == "" or token.low in ("p", ";") or (token.low in _WORDS and token.low in MEASURES):
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
        while i < index + 10 and (self.at(i).low in _RANGE_WORDS or self.at(i).low in _OPEN | _CLOSE):
            i += 1
        pair = self.pair(i, loose=True)
        if pair is None or (self.at(i - 1).low == "of" and kind == "range"):
            return Atom("cue", index, index + 1, note=kind)
        return Atom("range", index, pair.last, a=pair.a, b=pair.b, unit=pair.unit, note=kind)

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

    def end_unit(self, i: int) -> tuple[str, int]:
        """Return the unit right behind an end of an interval, and the token after it; a plus sign is left out."""
        i += self.at(i).low == "+"
        if self.at(i).low in PERCENT:
            return "%", i + 1
        return self.unit(i)

    def signed(self, index: int) -> tuple[str, int]:
        """Return a number with its sign, and the token after it; an empty text where none stands."""
        token = self.at(index)
        if token.low in DASHES and self.at(index + 1).kind == "num" and self.at(index + 1).start == token.end:
            return _minus(token) + self.at(index + 1).text, index + 2
        if token.low == "$" or token.low == "+":
            return self.signed(index + 1)
        return (token.text, index + 1) if token.kind == "num" else ("", index)

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

    # -- numbers ----------------------------------------------------------------------------------------------------

    def number(self, index: int) -> Atom:
        """Return what a number is by its neighbours."""
        return (
            self.named(index)
            or self.count(index)
            or self.pair_of(index)
            or self.share(index)
            or self.with_unit(index)
            or Atom("number", index, index + 1, a=self.sign(index) + self.at(index).text)
        )

    def sign(self, index: int) -> str:
        """Return "-" where a minus stands right before a number and is not the dash of a range or of a name."""
        before, earlier = self.at(index - 1), self.at(index - 2)
        if before.low not in DASHES or before.end != self.at(index).start:
            return ""
        return "" if earlier.end == before.start and earlier.kind in ("num", "word") else _minus(before)

    def named(self, index: int) -> Atom | None:
        """Return a skip where a number is part of a name, a date, a ratio of allocation or a plan."""
        token, before, after = self.at(index), self.at(index - 1), self.at(index + 1)
        glued = before.end == token.start and (
            before.low in DASHES and self.at(index - 2).end == before.start and self.at(index - 2).kind == "word"
        )
        if (glued and self.at(index - 2).low not in PERCENT) or (
            before.low in NAMED and not self.behind_percent(index)
        ):
            return Atom("skip", index, index + 1, note="name")
        if (
            after.low in DASHES
            and after.start == token.end
            and self.at(index + 2).start == after.end
            and self.at(index + 2).kind == "word"
        ):
            return self.compound(index)
        if after.kind == "word" and after.start == token.end and not self.unit(index + 1)[0]:
            return Atom("skip", index, index + 1, note="name")
        if after.low == ":" and self.at(index + 2).kind == "num" and after.start == token.end:
            last = index + 3
            while self.at(last).low == ":" and self.at(last + 1).kind == "num":
                last += 2
            return Atom("skip", index, last, note="ratio of allocation")
        if before.low == "=" and self.at(index - 2).low in _STATISTICS:
            return Atom("skip", index, index + 1, note="test statistic")
        return self.date(index)

    def behind_percent(self, index: int) -> bool:
        """Say whether a number is a percentage or a count out of others, whatever word stands before it."""
        after = self.at(index + 1).low
        return (
            after in PERCENT
            or after == "of"
            or (after == "/" and self.at(index + 2).kind == "num")
            or after in ("patients", "±", "+/-")
        )

    def compound(self, index: int) -> Atom:
        """Return "6-month" as a time, "2-fold" as a number, any other compound as a name."""
        word = self.at(index + 2).low
        if word in TIME and len(word) > 1:
            return Atom("time", index, index + 3, a=self.at(index).text, unit=TIME[word], note="compound")
        if word == "fold":
            return Atom("number", index, index + 3, a=self.at(index).text, unit="fold")
        if self.unit(index + 2)[0] and self.at(index).text.count("."):
            unit, last = self.unit(index + 2)
            return Atom("number", index, last, a=self.at(index).text, unit=unit, note="compound")
        return Atom("skip", index, index + 3, note="name")

    def date(self, index: int) -> Atom | None:
        """Return a skip for a year or a day: "March 18, 2010", "between 2003 and 2009"."""
        token, before, after = self.at(index), self.at(index - 1), self.at(index + 1)
        if before.low in MONTHS or (after.low in MONTHS and after.text[:1].isupper()):
            return Atom("skip", index, index + 1, note="date")
        year = len(token.text) == 4 and token.text.isdecimal() and "1900" <= token.text <= "2099"
        if not year:
            return None
        loose = (
            before.low in ("in", "since", "between", "from", "until", "to", "and", ",", "©", "(", "of", "by")
            or before.low in DASHES
            or before.kind == "num"
        )
        if loose and not (
            after.kind == "word"
            and after.low not in ("to", "and", "at", "in", "through", "were", "was", "with", "by", "the", "we", "until")
        ):
            return Atom("skip", index, index + 1, note="date")
        return None

    def count(self, index: int) -> Atom | None:
        """Return "16 of 22", "16/22", "16 out of 22", "seven of the 28 patients"."""
        i = index + 1
        if not self.at(index).text.isdecimal():
            return None
        if self.at(i).low == "/" or (self.at(i).low == "in" and self.at(index).text == "1"):
            i += 1
        elif self.at(i).low in ("of", "out"):
            i += 1
            while self.at(i).low in ("of", "the", "these", "those", "all", "a", "total"):
                i += 1
        else:
            return None
        total = self.at(i).text.replace(",", "")
        if not total.isdecimal() or not int(total) > 0 or int(self.at(index).text) > int(total):
            return None
        if self.at(i + 1).low == "/" or self.at(i + 1).low in PERCENT or self.unit(i + 1)[0] in ("mmHg", "mm Hg"):
            return None
        if self.at(index - 1).low == "/":
            return None
        return Atom("count", index, i + 1, a=self.at(index).text, b=total)

    def pair_of(self, index: int) -> Atom | None:
        """Return two numbers joined by a dash or "to", with their unit."""
        start = index - 1 if self.sign(index) else index
        pair = self.pair(start)
        if pair is None and self.at(start - 1).low in _OPEN:
            pair = self.pair(start, loose=True)
            joint = {token.low for token in self.tokens[start + 1 : pair.last - 1]} if pair else set()
            if pair is not None and (
                self.at(pair.last).low not in _CLOSE or pair.unit == "%" or not joint & {",", ";"}
            ):
                pair = None
        if pair is None or self.at(pair.last).low in ("±", "+/-"):
            return None
        pair.first = index
        return pair

    def share(self, index: int) -> Atom | None:
        """Return a percentage, or a difference in percentage points."""
        i = index + 1
        per_cent = self.at(i).low == "per" and self.at(i + 1).low in ("cent", "cents")
        points = self.at(i).low in ("percentage", "percent", "%") and self.at(i + per_cent + 1).low.startswith("point")
        if self.at(i).low not in PERCENT and not per_cent and not points:
            return None
        words = self.sign(index) + self.at(index).text
        if points or (
            self.at(i).low in PERCENT and self.at(i + 1).low in DASHES and self.at(i + 2).low.startswith("point")
        ):
            return Atom("number", index, i + (2 if points else 3), a=words, unit="percentage points")
        return Atom("percent", index, i + 1 + per_cent, a=words)

    def with_unit(self, index: int) -> Atom | None:
        """Return a number with its unit: a time, a dose (which is a skip) or something measured."""
        words = self.sign(index) + self.at(index).text
        first = index
        if self.at(index - 1).low in ("$", "€", "£"):
            return Atom("number", index, index + 1, a=words, unit=self.at(index - 1).text)
        _, after = self.power_of_ten(index)
        unit, last = self.unit(after)
        if after > index + 1:
            unit = "".join(token.text for token in self.tokens[index + 1 : last])
        if not unit:
            return None
        if unit in ISO:
            return Atom("number", first, last, a=words, unit=unit, note="time")
        return Atom("number", first, last, a=words, unit=unit, note="dose" if self.dose(after, last) else "")

    def dose(self, first: int, last: int) -> bool:
        """Say whether a unit is one of doses: mg, mg/m2, IU/kg; not mg/dL."""
        return self.at(first).low in DOSE_UNITS and all(
            self.at(i).low in _OVER_BODY or self.at(i).kind != "word" or self.at(i).low in ("per", "a")
            for i in range(first + 1, last)
        )

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
        words = "".join(f" {t.text} " if t.low == "per" else t.text for t in self.tokens[index:last])
        return words, last


def _minus(token: Token) -> str:
    """Return a minus as printed; a hyphen or en dash in its place becomes the plain one."""
    return token.text if token.text == "\N{MINUS SIGN}" else "-"


def _roman(token: Token) -> str:
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}.get(
        token.low, token.text if token.text in "12345" else ""
    )


_RANGE_WORDS = frozenset(
    ("range", "iqr", "from", "of", "was", ",", ":", "=", "between", "<", ">", "q1", "q3", ";", "(", ")", "[", "]")
)
_FOLDS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "ten": "10"}
_WORDS = {
    **{name.split()[0].split("-")[0]: Reader.measure for name in MEASURES},
    "p": Reader.p_value,
    "n": Reader.size,
    "ci": Reader.interval,
    "cis": Reader.interval,
    "confidence": Reader.interval,
    "credible": Reader.interval,
    "range": Reader.range,
    "ranges": Reader.range,
    "ranging": Reader.range,
    "ranged": Reader.range,
    "iqr": Reader.range,
    "interquartile": Reader.range,
    "sd": Reader.deviation,
    "se": Reader.deviation,
    "sem": Reader.deviation,
    "grade": Reader.grade,
    "grades": Reader.grade,
    "vs": Reader.versus,
    "versus": Reader.versus,
    "v": Reader.versus,
    "respectively": Reader.respectively,
    "not": Reader.unreached,
    "none": Reader.none_of,
    "neither": Reader.none_of,
}
