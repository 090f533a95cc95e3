"""A reference string to tokens, and tokens to the features the CRF knows; one source for training and for reading.

A token is a word, a number, a mark, a DOI or an address, together with the space behind it, so that the tokens of a
string laid end to end are the string. A token has a class (its shape: `Aa`, `4y`, `, `) that depends on nothing but
itself, and names of features (its letters, its ends). All that looks further is in `contexts`, on whole batches.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from evgraph.readers.reading import MONTHS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOKEN = re.compile(
    r"(?:10\.\d{4,9}/[^\s]*[^\s.,;:)\]}>]|(?:[Hh]ttps?://|www\.)[^\s]*[^\s.,;:)\]}>]|[A-Z](?=\d)|[^\W_]+(?:['\u2019][^\W_]+)*|[\W_])\s*"
)
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_QUOTES = "\"\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019'`\u201a"

#: Classes of tokens; the place in this list is the code. 0 is what stands outside the string.
CLASSES = (
    "", "A", "a", "AA", "AAA", "AAAA", "Aa", "Aaa", "Aaaa", "aa", "aaaa", "aA", "other",
    "1", "2", "3", "4", "4y", "5", "6", "a1", "1a", "m", "doi", "url",
    ".", ". ", ",", ", ", ";", "; ", ":", ": ", "(", ")", ") ", "[", "]", "] ", "-", "- ", '"', '" ', "/", "?", "mark",
    "and", "et", "al", "in", "month", "vol", "no", "pp", "ed", "doi:", "pmid:", "particle", "junior", "journal",
    "meeting", "access", "edition",
)  # fmt: skip
_CODE = {name: code for code, name in enumerate(CLASSES)}
#: Words whose class is their meaning; in lower case.
_MEANING = {
    **dict.fromkeys(("and", "&", "und", "y", "e"), "and"),
    **dict.fromkeys(("et",), "et"),
    **dict.fromkeys(("al",), "al"),
    **dict.fromkeys(("in", "dans"), "in"),
    **dict.fromkeys(MONTHS, "month"),
    **dict.fromkeys(("january", "february", "march", "april", "june", "july", "august", "sept", "september"), "month"),
    **dict.fromkeys(("october", "november", "december", "spring", "summer", "autumn", "winter"), "month"),
    **dict.fromkeys(("vol", "volume", "vols", "bd", "tome", "band", "jg"), "vol"),
    **dict.fromkeys(("no", "nr", "issue", "iss", "num", "number", "heft", "suppl", "supplement"), "no"),
    **dict.fromkeys(("p", "pp", "pages", "page", "pg", "art", "article"), "pp"),
    **dict.fromkeys(("ed", "eds", "editor", "editors", "hrsg", "hg", "edited"), "ed"),
    **dict.fromkeys(("doi",), "doi:"),
    **dict.fromkeys(("pmid", "pubmed", "pmcid", "medline"), "pmid:"),
    **dict.fromkeys(
        ("von", "van", "de", "der", "den", "di", "da", "del", "della", "du", "la", "le", "ten"), "particle"
    ),
    **dict.fromkeys(("jr", "sr", "ii", "iii", "2nd", "3rd"), "junior"),
    **dict.fromkeys(("journal", "j", "annals", "ann", "rev", "acta", "trans", "lett", "letters", "bull"), "journal"),
    **dict.fromkeys(("proceedings", "proc", "conference", "conf", "symposium", "workshop", "congress"), "meeting"),
    **dict.fromkeys(("available", "retrieved", "accessed", "epub", "internet", "online", "cited", "http"), "access"),
    **dict.fromkeys(("edition", "edn", "press", "publishers", "verlag", "publishing"), "edition"),
}
#: Only spelt like this are these words what they look like.
_ONLY_LOWER = frozenset({"y", "e", "p", "no", "in"})
_YEAR = re.compile(r"1[5-9]\d\d|20[0-4]\d")
#: How far around a token its own features reach.
REACH = (-2, -1, 0, 1, 2)
#: Blank places between the strings of a batch, so that no feature looks into the neighbour.
GAP = 3


def tokenise(text: str) -> list[str]:
    """Return the tokens of a string that has no space in front.

    >>> tokenise("Hu X, 2017;B3:836-47. doi:10.1234/x.")[3:]
    ['2017', ';', 'B', '3', ':', '836', '-', '47', '. ', 'doi', ':', '10.1234/x', '.']
    """
    return _TOKEN.findall(text)


def class_of(token: str) -> int:
    """Return the code of a token's class.

    >>> [CLASSES[class_of(token)] for token in ("Stein ", "AK", ", ", "2017 ", "e0188680", "Mar", "van ")]
    ['Aaaa', 'AA', ', ', '4y', 'a1', 'month', 'particle']
    """
    return code_of(names_of(token))


def code_of(names: list[str]) -> int:
    """Return the code of the class that stands first among the names of a token's features."""
    return _CODE[names[0][2:]]


def _shape(core: str, spaced: bool) -> str:
    if len(core) > 2 and ("'" in core or "\u2019" in core):
        core = core.replace("'", "").replace("\u2019", "")
    lower = core.lower()
    meaning = _MEANING.get(lower)
    if meaning and not (lower in _ONLY_LOWER and core != lower and not (lower == "in" and core == "In")):
        return meaning
    if core.isdecimal():
        return "4y" if _YEAR.fullmatch(core) else str(min(len(core), 6))
    if core.isalpha():
        return _letters(core)
    if core.isalnum():
        rest = core.lstrip("0123456789")
        if rest != core:
            return "1a" if rest.isalpha() else "m"
        return "a1" if core.rstrip("0123456789").isalpha() else "m"
    if len(core) > 1:
        return "doi" if core.startswith("10.") else "url"
    mark = "-" if core in _DASHES else '"' if core in _QUOTES else "?" if core in "?!" else core
    return mark + " " if spaced and mark + " " in _CODE else mark if mark in _CODE else "mark"


def _letters(word: str) -> str:
    size = len(word)
    if word.isupper():
        return "A" * min(size, 4)
    if word.islower():
        return "a" if size == 1 else "aa" if size < 4 else "aaaa"
    if word[0].isupper() and word[1:].islower():
        return "Aa" if size == 2 else "Aaa" if size < 5 else "Aaaa"
    return "aA" if word.lower() != word.upper() else "other"


def names_of(token: str) -> list[str]:
    """Return the names of a token's own features.

    >>> names_of("Blood ")
    ['c=Aaaa', 'w=blood', '<blo', '>ood', '<bl', '<bloo', '>d', '>od']
    """
    core = token.rstrip()
    shape = f"c={_shape(core, len(core) < len(token))}"
    if len(core) == 1 or not (core.isalpha() or core.replace("'", "").replace("\u2019", "").isalpha()):
        plain = "w=" + re.sub(r"\d", "0", core.lower())[:12] if not core.isdecimal() or len(core) < 3 else "w=0"
        return [shape, plain]
    low = core.lower()[:40]
    return [
        shape,
        f"w={low}",
        f"<{low[:3]}",
        f">{low[-3:]}",
        f"<{low[:2]}",
        f"<{low[:4]}",
        f">{low[-1]}",
        f">{low[-2:]}",
    ]


#: Most names that a token has, and which of them (by their place) are looked at how far away.
WIDEST = 8
SEEN = (range(WIDEST), range(4), range(1, 2))
#: The names of what stands outside the string.
EDGE = ["c=", "edge"]


@cache
def _tables() -> tuple[NDArray[np.bool_], ...]:
    """Return which classes are marks, quotes, full stops, years, opening and closing brackets."""
    import numpy as np

    marks = [not any(letter.isalnum() for letter in name) and name != "" for name in CLASSES]
    quotes = [name.startswith('"') for name in CLASSES]
    stops = [name in (". ", "?", ": ") for name in CLASSES]
    years = [name == "4y" for name in CLASSES]
    opening, closing = ([name.strip() in pair and name != "" for name in CLASSES] for pair in (("(", "["), (")", "]")))
    return tuple(np.array(table) for table in (marks, quotes, stops, years, opening, closing))


#: The features that look further, in the order of the rows of `contexts`, with how many codes each has.
_C = 64
CONTEXTS = (
    ("c-1c0", _C**2), ("c0c1", _C**2), ("c-2c-1c0", _C**3), ("c-1c0c1", _C**3), ("c0c1c2", _C**3), ("c1c2c3", _C**3),
    ("c-3c-2c-1", _C**3), ("marks", _C**3), ("near", _C * 64), ("place", _C * 16), ("end", _C * 16),
    ("quotes", _C * 8), ("years", _C * 16), ("stops", _C * 64), ("names", _C**2 * 32), ("style", _C**2 * 16),
    ("brackets", _C**2 * 4), ("sentence", _C * 64),
)  # fmt: skip


def contexts(classes: NDArray[np.int32], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return one row of codes for each of `CONTEXTS`; `classes` has `GAP` zeros before, between and after the strings.

    `starts` and `sizes` say where in `classes` each string stands.
    """
    import numpy as np

    marks, quotes, stops, years, opening, closing = _tables()
    count = len(classes)
    at = np.arange(count)
    size = np.repeat(sizes + GAP, sizes + GAP)  # the gap behind a string belongs to it
    size = np.concatenate([np.full(GAP, 1), size])[:count] - GAP
    begin = np.concatenate([np.zeros(GAP, dtype=np.int64), np.repeat(starts, sizes + GAP)])[:count]
    size, offset = np.maximum(size, 1), at - begin
    left = np.maximum(size - 1 - offset, 0)

    def shifted(by: int) -> NDArray[np.int32]:
        return np.roll(classes, -by)

    def since(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how many flags stand before each token of its own string."""
        sums: NDArray[np.int64] = np.cumsum(flags) - flags
        found: NDArray[np.int64] = sums - sums[begin]
        return found

    def total(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        sums = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(flags)])
        found: NDArray[np.int64] = sums[np.minimum(begin + size, count)] - sums[begin]
        return found

    def last_before(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the place of the last flag, or gap, strictly before each token."""
        found: NDArray[np.int64] = np.maximum.accumulate(np.where(flags | (c == 0), at, 0))
        return np.concatenate([[0], found[:-1]])

    def next_from(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the place of the next flag, or gap, at each token or behind it."""
        found: NDArray[np.int64] = np.minimum.accumulate(np.where(flags | (c == 0), at, count - 1)[::-1])[::-1]
        return found

    c = classes.astype(np.int32)
    before1, before2, before3, after1, after2, after3 = (shifted(by) for by in (-1, -2, -3, 1, 2, 3))
    is_mark = marks[c]
    last = last_before(is_mark)
    following = np.concatenate([next_from(is_mark)[1:], [count - 1]])
    beyond = np.minimum(following + 1, count - 1)
    is_year = years[c]
    year_sum, stop_sum = since(is_year), since(stops[c])
    quote = since(quotes[c])
    paren = is_year & (before1 == _CODE["("])
    early = total(paren & (offset * 2 <= size)) > 0
    late = total(paren & (offset * 2 > size)) > 0
    semicolon = total(((c == _CODE[";"]) | (c == _CODE["; "])) & (after1 >= _CODE["1"]) & (after1 <= _CODE["6"])) > 0
    quoted = total(quotes[c] & (c != 0)) > 1
    style = early * 1 + late * 2 + semicolon * 4 + quoted * 8
    first = np.concatenate([following[GAP - 1 : GAP], following[starts - 1]])  # first mark of each string
    ahead = np.clip(first[1:] - starts, 0, 3)
    kind = c[first[1:]]
    group = (
        np.where((kind == _CODE[", "]) | (kind == _CODE[","]), 1, 0)
        + np.where((kind == _CODE["."]) | (kind == _CODE[". "]), 2, 0)
        + np.where((kind == _CODE["("]), 3, 0)
        + np.where((kind == _CODE[": "]) | (kind == _CODE["; "]), 4, 0)
    )
    names = np.concatenate([np.zeros(GAP, dtype=np.int64), np.repeat(group * 4 + ahead, sizes + GAP)])[:count]
    opened, closed = opening[c], closing[c]
    close = next_from(closed)
    inside = since(opened) - since(closed) + opened > 0
    content = np.clip(close - np.where(opened, at, last_before(opened)) - 1, 0, 3)
    brackets = np.where(inside, c[np.minimum(close + 1, count - 1)] * 4 + content, 0)
    sentence = np.clip((next_from(stops[c]) - last_before(stops[c])) // 2, 0, 15)
    rows = (
        before1 * _C + c, c * _C + after1, (before2 * _C + before1) * _C + c, (before1 * _C + c) * _C + after1,
        (c * _C + after1) * _C + after2, (after1 * _C + after2) * _C + after3,
        (before3 * _C + before2) * _C + before1,
        (c[last] * _C + c[following]) * _C + c[beyond],
        (np.minimum(at - last, 7) * 8 + np.minimum(following - at, 7)) * _C + c,
        np.minimum(offset * 16 // size, 15) * _C + c,
        np.minimum(left, 15) * _C + c,
        (np.minimum(quote, 3) * 2 + quoted) * _C + c,
        (np.minimum(year_sum, 3) * 4 + np.minimum(total(is_year) - year_sum, 3)) * _C + c,
        (np.minimum(stop_sum, 7) * 8 + np.minimum(total(stops[c]) - stop_sum, 7)) * _C + c,
        (names * _C + before1) * _C + c,
        (style * _C + before1) * _C + c,
        brackets * _C + c,
        (sentence * 4 + np.minimum(total(stops[c]) - stop_sum, 3)) * _C + c,
    )  # fmt: skip
    return np.stack([np.clip(row, 0, None).astype(np.int32) for row in rows])
