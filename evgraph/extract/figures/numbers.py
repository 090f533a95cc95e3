"""Numbers by their neighbours: counts, shares, values with a unit; names, dates and doses are told apart."""

from __future__ import annotations

from evgraph.extract.figures.cursor import CLOSE, OPEN, Atom
from evgraph.extract.figures.intervals import IntervalReader
from evgraph.extract.figures.tokens import DASHES
from evgraph.extract.figures.words import ISO, MONTHS, NAMED, PERCENT, PERSONS, TIME
from evgraph.extract.wordlists import words

_STATISTICS = words("t z f r q h u χ χ2 x2 β beta b κ rho df")


class NumberReader(IntervalReader):
    """Reads numbers."""

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
        if not total.isdecimal() or not int(total) > 0:
            return None
        if int(self.at(index).text) > int(total) and self.at(i + 1).low not in PERSONS:  # of people a misprint, kept
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
        if pair is None and self.at(start - 1).low in OPEN:
            pair = self.pair(start, loose=True)
            joint = {token.low for token in self.tokens[start + 1 : pair.last - 1]} if pair else set()
            if pair is not None and (self.at(pair.last).low not in CLOSE or pair.unit == "%" or not joint & {",", ";"}):
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
