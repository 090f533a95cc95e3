"""Literal lists of words, as the grammar of texts has many: written as a text, used as a set."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set.

    >>> sorted(words("via by"))
    ['by', 'via']
    """
    return frozenset(text.split())
