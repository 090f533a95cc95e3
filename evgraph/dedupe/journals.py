"""Whether two journal names are one: written out, abbreviated, cut, with a parallel title or a note behind."""

from __future__ import annotations

import re
from functools import lru_cache

from evgraph.dedupe.titles import plain

#: Words that abbreviated journal names leave out.
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "a", "an", "de", "la", "le", "et", "der", "und", "i"})
_WORD = re.compile(r"[^\W_]+")
#: Where the name ends and something else begins: a note in brackets, a conference, a society, a parallel title.
_END = re.compile(r"[\[(]|\.? ?conference:| ?[:;=/] ?|\. ?(?=[^\W\d_]{4})")


def is_one_journal(one: str, other: str) -> bool:
    """Say whether two names, of which either may be abbreviated, are of one journal.

    >>> is_one_journal("The New England Journal of Medicine", "N Engl J Med"), is_one_journal("Brain", "Brain Injury")
    (True, False)
    """
    return bool(same_journal(one, other) or same_journal(other, one))


@lru_cache(maxsize=1 << 16)
def same_journal(one: str, other: str) -> str:
    """Return "same" or "like" for two names of one journal, "" for two journals.

    >>> same_journal("New Engl J Med", "The New England journal of medicine")
    'like'
    >>> same_journal("Brain [Electronic Resource]", "BRAIN."), same_journal("Brain", "Brain Injury")
    ('same', '')
    """
    mine, its = _names_of(one), _names_of(other)
    if any("".join(a) == "".join(b) for a in mine for b in its):
        return "same"
    like = any(
        _shortens_all(a, b) or _shortens_all(b, a) or _acronym(a, b) or _acronym(b, a) for a in mine for b in its
    )
    return "like" if like else ""


@lru_cache(maxsize=1 << 16)
def _names_of(name: str) -> frozenset[tuple[str, ...]]:
    """Return the words of the name, of its head, of a parallel title and of a conference, without small words."""
    text = plain(name).replace("&", " and ").strip(" .")
    pieces = (text, _END.split(text)[0], text.rpartition("/")[2], text.rpartition("conference:")[2])
    found = (tuple(word for word in _WORD.findall(piece) if word not in _SMALL) for piece in pieces)
    return frozenset(words for words in found if words)


def _shortens_all(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether each word of the one shortens the word of the other in its place."""
    return len(short) == len(long) and all(map(_shortens, short, long))


def _shortens(short: str, long: str) -> bool:
    """Say whether a word is the beginning of another, or leaves out letters of it as Natl does of National."""
    if long.startswith(short):
        return True
    if len(short) < 4 or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(letter in rest for letter in short)


def _acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether one word is the first letters of the others: JAMA, BMJ."""
    return len(short) == 1 and len(short[0]) == len(long) > 2 and short[0] == "".join(word[0] for word in long)
