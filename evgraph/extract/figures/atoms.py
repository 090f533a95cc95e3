"""Tokens turned into atoms: a percentage, an interval, a P value, a measure named, each over its tokens.

An atom says what a number is by the tokens right beside it. What belongs together is decided in `build`.
"""

from __future__ import annotations

from evgraph.extract.figures.cursor import Atom
from evgraph.extract.figures.numbers import NumberReader
from evgraph.extract.figures.pvalues import SIGNS
from evgraph.extract.figures.tokens import DASHES, Token
from evgraph.extract.figures.words import CAPITALS, MEASURES
from evgraph.extract.stretches import Remembered


class Reader(NumberReader):
    """The tokens of one text, read from left to right into atoms.

    `others`: short forms of measures that the text defines as something else, such as HR for a heart rate.
    """

    def __init__(self, tokens: list[Token], others: frozenset[str] = frozenset()) -> None:
        super().__init__(tokens)
        self.others = others

    def atoms(self) -> list[Atom]:
        """Return the atoms, left to right; words that mean nothing here make none."""
        found: list[Atom] = []
        done = 0
        for index in [i for i, token in enumerate(self.tokens) if token.kind == "num" or _BEGINS[token.low]]:
            atom = self.atom(index) if index >= done else None
            if atom is not None:
                found.append(atom)
                done = atom.last
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
            if low in CAPITALS and words[0].text in self.others:
                continue
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
        if self.at(i).low in SIGNS and self.at(i).low not in ("=", "<"):
            least, i = True, i + 1
        low = _roman(self.at(i))
        if not low:
            return None
        i, high = i + 1, ""
        while self.at(i).low == "," and _roman(self.at(i + 1)):  # "grade 3, 4, and 5"
            high, i = _roman(self.at(i + 1)), i + 2
        i += self.at(i).low == "," and self.at(i + 1).low in ("and", "or") and bool(_roman(self.at(i + 2)))
        if self.at(i).low in DASHES | {"or", "to", "and", "/", "through"}:
            high = _roman(self.at(i + 1)) or high
            if _roman(self.at(i + 1)):
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


def _roman(token: Token) -> str:
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}.get(
        token.low, token.text if token.text in "12345" else ""
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


def _begins(low: str) -> bool:
    """Say whether an atom may begin with a word or a sign."""
    return low in _WORDS or low in (".", "±") or low.startswith(("+", "ci9")) or low.endswith("fold")


_BEGINS = Remembered(_begins)
