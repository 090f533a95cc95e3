"""Text turned into tokens for the grammar of figures: numbers, words, signs, each with its place.

A number keeps the form in which it was printed ("0·71", ".0105", "1,024"); number words are numbers too.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from evgraph.extract.once import once
from evgraph.extract.stretches import Remembered, stretches_of

_SPACE_IN_NUMBER = "\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}\N{HAIR SPACE}"
_POINT = r"[.\u00b7\u2219\u22c5\u2027]"
_TOKEN = re.compile(
    rf"</?(?:i|b|em|sup|sub|u)>|(?P<num>\d{{1,3}}(?:[,{_SPACE_IN_NUMBER}]\d{{3}})+(?!\d)(?:\.\d+)?"
    rf"|\d+(?:{_POINT}\d+)?|(?<![\w.)]){_POINT}\d+)"
    r"|(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<sym>\+\s?/\s?[-\N{MINUS SIGN}\N{EN DASH}]|\+ or -|[<>] ?=|[<>]\s?or\s?=|\S)"
)
#: What stands in a text where a token may have a blank within it: "< =", "+ or -".
_ACROSS = ("+ /", "/ -", "/ \N{MINUS SIGN}", "/ \N{EN DASH}", "+ or -", "< =", "> =", "< or", "> or", "or =")

#: Signs that stand between two ends of an interval, or before a negative number.
DASHES = frozenset("-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}")

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
#: Number words and their values; "hundred" multiplies.
NUMBER_WORDS = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS, 2)
}


class Token(NamedTuple):
    """One token: its place, its kind ("num", "word", "sym"), its text in lower case and as printed."""

    start: int
    end: int
    kind: str
    low: str
    text: str

    @property
    def is_spelt(self) -> bool:
        """Say whether a number stands in words."""
        return self.kind == "num" and self.end - self.start != len(self.text)


@once
def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, number words as numbers with their digits for text.

    >>> [token.text for token in tokens_of("P=0·04 in twenty-one (75.0%) CD19+")]
    ['P', '=', '0·04', 'in', '21', '(', '75.0', '%', ')', 'CD19', '+']
    """
    whole = any(sign in text for sign in _ACROSS)
    make = tuple.__new__  # skips the look at the number of fields, which costs as much again
    stretches, places = ([text], [0]) if whole else stretches_of(text)
    found = [
        make(Token, (place + start, place + end, kind, low, words))
        for place, rows in zip(places, map(_TOKENS.__getitem__, stretches), strict=True)
        for start, end, kind, low, words in rows
    ]
    return _with_number_words(found)


def _tokens_in(stretch: str) -> tuple[tuple[int, int, str, str, str], ...]:
    if stretch.isalpha():
        return ((0, len(stretch), "word", stretch.lower(), stretch),)
    found = []
    for match in _TOKEN.finditer(stretch):
        words = match.group()
        if match.lastgroup is None:  # markup that abstracts carry: <i>P</i>
            continue
        low = {"<": "≤", ">": "≥"}.get(words[0], "") if len(words) > 1 else ""
        found.append((match.start(), match.end(), match.lastgroup, low or words.lower(), words))
    return tuple(found)


_TOKENS = Remembered(_tokens_in)


def _with_number_words(tokens: list[Token]) -> list[Token]:
    spelt = [index for index, token in enumerate(tokens) if token.low in NUMBER_WORDS]
    found: list[Token] = []
    done = 0
    for index in spelt:
        if index >= done:
            token, used = _spelt(tokens, index)
            found += (*tokens[done:index], token)
            done = index + used
    return [*found, *tokens[done:]] if spelt else tokens


def _spelt(tokens: list[Token], index: int) -> tuple[Token, int]:
    """Return the token at a place, and how many tokens it takes: "two hundred and forty-four" is one number."""
    token = tokens[index]
    value, last = NUMBER_WORDS[token.low], index
    if _low(tokens, last + 1) == "hundred" and value < 10:
        value, last = value * 100, last + 1
        step = 2 if _low(tokens, last + 1) == "and" else 1
        if _low(tokens, last + step) in NUMBER_WORDS:
            last += step
            value += NUMBER_WORDS[tokens[last].low]
    if value % 100 >= 20 and value % 10 == 0:
        step = 2 if _low(tokens, last + 1) in DASHES else 1
        unit = NUMBER_WORDS.get(_low(tokens, last + step), 0)
        if 0 < unit < 10:
            value, last = value + unit, last + step
    return Token(token.start, tokens[last].end, "num", str(value), str(value)), last - index + 1


def _low(tokens: list[Token], index: int) -> str:
    return tokens[index].low if index < len(tokens) else ""


def number_of(text: str) -> Decimal:
    """Return the value of a printed number.

    >>> number_of("1,024"), number_of("\N{MINUS SIGN}0·7"), number_of(".05")
    (Decimal('1024'), Decimal('-0.7'), Decimal('0.05'))
    """
    plain = re.sub(f"[,\\s{_SPACE_IN_NUMBER}]", "", text)
    return Decimal(re.sub(_POINT, ".", plain).replace("\N{MINUS SIGN}", "-"))
