"""What is made of one record and asked for several times, made once: a memory of a single entry, by identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

R = TypeVar("R")
V = TypeVar("V")


def once(make: Callable[[R], V]) -> Callable[[R], V]:
    """Let a function remember its last argument and what it made of it.

    The argument is compared by identity, since comparing texts costs more than most of what is made of them; it is
    held, so that no other can take its place in memory.

    >>> double = once(lambda items: [*items, *items])
    >>> letters = ["a"]
    >>> double(letters) is double(letters), double(["a"]) is double(letters)
    (True, False)
    """
    last: list[tuple[R, V]] = []

    @wraps(make)
    def remembered(argument: R) -> V:
        if not last or last[0][0] is not argument:
            last[:] = [(argument, make(argument))]
        return last[0][1]

    return remembered
