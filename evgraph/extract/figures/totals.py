"""Counts given the total that their sentence begins with: "Of 22 patients given A, 16 (73%) responded" is 16 of 22."""

from __future__ import annotations

from evgraph.extract.figures.build import Builder
from evgraph.extract.wordlists import words

_OF = words("of among in")
_LIGHT = words("the all these those a total of")
#: How many tokens may stand between the number and the first count.
_LONGEST = 30


def give_totals(builder: Builder) -> None:
    """Give a count with its percentage the number its sentence begins with.

    The first figure behind the number's own comma gets it as told, whether or not the percentage agrees; a later one
    only where the arithmetic says so.
    """
    totals = _totals(builder)
    seen: set[int] = set()
    for draft in builder.drafts:
        told = totals.get(draft.sentence)
        if told is None or draft.first <= told[1]:
            continue
        if draft.events is not None and draft.percent and draft.total is None:
            first = draft.sentence not in seen and _is_first(builder, told[1], draft.first)
            if draft.events <= told[0] and (first or builder.closes(draft.events, told[0], draft.percent)):
                draft.total = told[0]
        seen.add(draft.sentence)


def _totals(builder: Builder) -> dict[int, tuple[int, int]]:
    """Return the number that each sentence begins with, "of" before it, and the token behind it."""
    found: dict[int, tuple[int, int]] = {}
    sentence, start = 0, 0
    for atom in builder.atoms:
        if atom.kind == "stop":
            sentence, start = sentence + 1, atom.last
        elif atom.kind == "number" and not atom.unit and sentence not in found and atom.first - start <= 6:
            low = [token.low for token in builder.tokens[start : atom.first]]
            while low and low[-1] in _LIGHT and low[-1] not in _OF:
                low.pop()
            number = atom.a.replace(",", "")
            if low and low[-1] in _OF and number.isdecimal() and (len(low) == 1 or low[-2] in (":", ".", "results")):
                found[sentence] = (int(number), atom.last)
    return {key: value for key, value in found.items() if value[0] > 0}


def _is_first(builder: Builder, behind: int, first: int) -> bool:
    """Say whether one comma and no other number stands between a total and a count."""
    gap = builder.tokens[behind:first]
    commas = [token for token in gap if token.low == ","]
    return len(gap) <= _LONGEST and len(commas) == 1 and gap[-1].low == "," and all(t.kind != "num" for t in gap)
