"""A short form laid along the words before it: where the words that it stands for begin.

Each character of the short form is looked for in order, at the beginning of a word, behind a hyphen, or within a word
of which something was used already; every way is scored, and the best one is taken where it is good enough. Weights
were chosen on one half of med1250.
"""

from __future__ import annotations

import re
from functools import cache

from evgraph.extract.wordlists import words

_WORD = re.compile(r"\S+")
_LINKS = words("a an and as at by for from in into of on or per the to with without de la von")
#: Numbers that are spelt out, and signs that have a name.
_SPELT = {
    "1": ("one", "first", "mono", "uni", "single", "i"), "2": ("two", "second", "di", "bi", "double", "ii"),
    "3": ("three", "third", "tri", "triple", "iii"), "4": ("four", "fourth", "tetra", "quad", "iv"),
    "5": ("five", "fifth", "penta"), "6": ("six", "sixth", "hexa"), "7": ("seven", "hepta"),
    "8": ("eight", "octa"), "9": ("nine", "ninth", "nona"), "0": ("zero", "ten"),
    "α": ("alpha",), "β": ("beta",), "γ": ("gamma",), "δ": ("delta",), "κ": ("kappa",), "μ": ("mu", "micro"),
    "x": ("ex", "cross", "trans"),
}  # fmt: skip
#: What a chemical name may have before the letter that the short form takes.
_CHEMICAL = re.compile(r"(?:[\d,'’′()\[\]+/-]|alpha|beta|gamma|delta|cis|trans|tert|[nosdlrpNOSDLR](?=-)|[α-ω])+\Z")
_INITIAL, _BEHIND, _NEXT, _WITHIN, _LONE = 3.0, 2.6, 1.6, 0.9, -1.5
_SKIPPED, _LINK_SKIPPED, _COMMA = -2.2, -0.25, -1.0
_ENOUGH = 1.45
_WORST = -1e9


def long_start(text: str, floor: int, end: int, short: str) -> int | None:
    """Return where in `text[floor:end]` the long form of a short form begins that ends at `end`, or `None`.

    >>> text = "patients with acute lymphoblastic leukaemia"
    >>> text[long_start(text, 0, len(text), "ALL"):]
    'acute lymphoblastic leukaemia'
    """
    letters = [char for char in short.casefold() if char.isalnum()]
    if letters and len(letters) > 2 and letters[-1] == "s" and short[-1] == "s" and short[-2].isupper():
        letters.pop()  # a plural: MSCs
    window = _window(text, floor, end)
    words = [(match.start() + window, match[0].casefold()) for match in _WORD.finditer(text[window:end])]
    words = words[-min(len(letters) + 6, 2 * len(letters) + 2) :]
    if not letters or not words:
        return None
    best, start = _best(tuple(letters), tuple(word for _, word in words))
    if best < _ENOUGH * len(letters) or start < 0:
        return None
    index, offset = divmod(start, 1000)
    at = words[index][0] + offset
    return _widened(text, words[index][0], at) if end - at > len(short) + 1 else None


def _window(text: str, floor: int, end: int) -> int:
    """Return where the long form may begin at the earliest: behind a bracket that is not closed, or a semicolon."""
    depth = 0
    for at in range(end - 1, floor - 1, -1):
        char = text[at]
        depth += (char in ")]") - (char in "([")
        if depth < 0 or (depth == 0 and char == ";"):
            return at + 1
    return floor


def _widened(text: str, word: int, at: int) -> int:
    """Return the beginning of the word where only the prefix of a chemical name stands before the letter taken."""
    before = text[word:at]
    return word if before and (_CHEMICAL.fullmatch(before) or (len(before) < 5 and "-" not in before)) else at


def _best(letters: tuple[str, ...], words: tuple[str, ...]) -> tuple[float, int]:
    """Return the best score, and where it begins as 1,000 times the word plus the place in it."""

    @cache
    def rest(index: int, word: int, place: int) -> float:
        """Return the best score of what remains, from a place in a word of which something was used if place > 0."""
        if index == len(letters):
            return _tail(words, word, place)
        best = _WORST
        for _, after, gain in _places(letters[index], words[word], place):
            best = max(best, gain + rest(index + 1, word, after))
        if word + 1 < len(words):
            best = max(best, (_skip(words[word]) if place == 0 else _comma(words[word])) + rest(index, word + 1, 0))
        return best

    best, start = _WORST, -1
    for number, word in enumerate(words):
        for found, after, gain in _places(letters[0], word, 0):
            if gain >= _BEHIND:
                score = gain + rest(1, number, after)
                if score >= best:
                    best, start = score, 1000 * number + found
    return best, start


def _places(letter: str, word: str, place: int) -> list[tuple[int, int, float]]:
    """Return where a letter stands in a word from a place on: where, the place behind it, what it is worth."""
    found: list[tuple[int, int, float]] = []
    at = word.find(letter, place)
    while at >= 0 and len(found) < 6:
        found.append((at, at + 1, _worth(word, place, at)))
        at = word.find(letter, at + 1)
    for spelt in _SPELT.get(letter, ()):
        at = word.find(spelt, place)
        if at == 0 or (at > 0 and not word[at - 1].isalpha()):
            found.append((at, at + len(spelt), _worth(word, place, at)))
    return found


def _worth(word: str, place: int, at: int) -> float:
    if at == 0 or (place == 0 and not any(map(str.isalnum, word[:at]))):
        return _INITIAL
    if not word[at - 1].isalnum() or (word[at].isdigit() and not word[at - 1].isdigit()):
        return _BEHIND
    if place == 0:
        return _LONE
    return _NEXT if at == place else _WITHIN


def _skip(word: str) -> float:
    return (_LINK_SKIPPED if word.strip(",") in _LINKS else _SKIPPED) + _comma(word)


def _comma(word: str) -> float:
    return _COMMA if word[-1] in ",:" else 0.0


def _tail(words: tuple[str, ...], word: int, place: int) -> float:
    """Return what it costs that words behind the last one used belong to the long form too."""
    return sum((_skip(other) - 1.0 for other in words[word + (place > 0) :]), 0.0)
