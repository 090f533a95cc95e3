"""A text cut into the words that labels are compared by, and where each stands; the words are folded, the text is not.

A word is a run of letters, a run of digits or a sign. White space and hyphens only separate, but a hyphen at the end
of a word ("Ph-") is a sign. So "IL-2", "IL 2" and "IL2" are the same words, and no place is ever counted on altered
text.
"""

from __future__ import annotations

import re
import unicodedata

_HYPHENS = "\\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}\N{SOFT HYPHEN}"
#: Cuts a text into what separates and what is a word, by turns.
CUT = re.compile(rf"([^\W\d_]+|\d+|[^\w\s{_HYPHENS}]|(?<=\w)[-\N{{MINUS SIGN}}\N{{EN DASH}}](?=[\s,;)]|$))")
_APOSTROPHES = {"’": "'", "‘": "'", "`": "'", "´": "'", "′": "'"}
_MINUS = frozenset("-\N{MINUS SIGN}\N{EN DASH}")
#: How many folded words are remembered; a hostile text may not fill the memory.
_REMEMBERED = 2_000_000
#: Endings of the plural, the longest first; the Greek ones only where the word is long enough.
_PLURALS = (("yses", "ysis", 6), ("oses", "osis", 8), ("stases", "stasis", 8), ("ies", "y", 5), ("sses", "ss", 5),
            ("xes", "x", 5), ("ches", "ch", 6), ("shes", "sh", 6), ("omata", "oma", 7), ("ae", "a", 6))  # fmt: skip
_KEPT = ("ss", "us", "is", "ys")
#: British spellings to American ones.
_SPELLINGS = (
    (re.compile("(?<=.)ae|(?<=h)ae|^ae(?=[mrst])"), "e"),
    (re.compile("oe(?=[admnprst])"), "e"),
    (re.compile("our(?=(?:ed|ing|al|able|ite)?$)"), "or"),
    (re.compile("(?<=.{3})is(?=(?:e|ed|er|es|ing|ation|ations)$)"), "iz"),
    (re.compile("yse(?=[drs]?$)"), "yze"),
    (re.compile("(?<=[ne]t)re$|(?<=b)re$"), "er"),
    (re.compile("ogue$"), "og"),
    (re.compile("sulph"), "sulf"),
    (re.compile("(?<=l)l(?=ed$|ing$)"), ""),
    (re.compile("^grey$"), "gray"),
    (re.compile("^programme$"), "program"),
)


class Folds(dict[str, str]):
    """Words and their folded forms, made when first asked for."""

    def __missing__(self, word: str) -> str:
        folded = fold_word(word)
        if len(self) < _REMEMBERED:
            self[word] = folded
        return folded


def fold_word(word: str) -> str:
    r"""Return a word without case, accent and plural, Greek letters spelt out, in American spelling.

    >>> [fold_word(word) for word in ("Tumours", "leukaemia", "\N{GREEK SMALL LETTER KAPPA}B", "ALLs", "metastases")]
    ['tumor', 'leukemia', 'kappab', 'all', 'metastasis']
    """
    if not word.isalpha():
        return _APOSTROPHES.get(word, "-" if word in _MINUS else unicodedata.normalize("NFKC", word))
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        return _letters(word[:-1])
    folded = _letters(word)
    if not 4 <= len(folded) <= 60:
        return folded
    folded = _singular(folded)
    if len(folded) > 4:
        for spelling, american in _SPELLINGS:
            folded = spelling.sub(american, folded)
    return folded


def _letters(word: str) -> str:
    """Return letters without case and accent, Greek ones by their names."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    return "".join(_latin(char) for char in unicodedata.normalize("NFKD", folded))


def _latin(char: str) -> str:
    if "\u0370" <= char <= "\u03ff":
        name = unicodedata.name(char, "")
        return name.rsplit(" ", 1)[-1].lower() if name.startswith("GREEK SMALL LETTER") else char
    return "" if unicodedata.combining(char) else char


def _singular(word: str) -> str:
    for ending, single, least in _PLURALS:
        if len(word) >= least and word.endswith(ending):
            return word[: -len(ending)] + single
    return word[:-1] if word[-1] == "s" and not word.endswith(_KEPT) else word
