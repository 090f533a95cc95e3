"""Groups that a text calls by a letter or a number, turned into Candidates with the words for what they were given.

"Group I received A; group II received B", "group 1 (A, n = 20)", "A (arm 1) or B (arm 2)": whoever reads a result of
group I wants to read A. Where the text does not say it of every group, all of them keep their letters.
"""

from __future__ import annotations

import re
from dataclasses import replace

from evgraph.extract.trials.items import Candidate, item_of
from evgraph.extract.trials.phrases import words_of
from evgraph.model import Span

_LETTERED = re.compile(r"(?i:groups?|arms?|cohorts?|schedule)\s(?:[A-Z]|\d{1,2}|[IVX]{1,4})")
_RECEIVED = (
    r"\s*(?:\([^()]{1,40}\)\s*)?(?:patients\s)?(?:\w+\s)?"
    r"(?:received|receiving|were given|was given|given|w(?:ere|as) treated with|treated with|underwent"
    r"|consisted of|got|took)\s+"
)
_AS = r"\s*(?:\(\s?[nN]\s?=\s?\d+\)\s*)?[(:,=]\s*"
#: Where the words for what one group was given end: in a bracket, and in a sentence that goes on to the next group.
_CLOSED = re.compile(r"[;),]|\.\s")
_NEXT = re.compile(
    r"[;)]|\.\s|,?\s(?:and|while|whereas|or)\s(?:the\s)?(?:group|arm|those|patients|in)\b", re.IGNORECASE
)
#: What cannot be the whole of what a group was given.
_PART = re.compile(r"\b(?:combination|combined|followed by|plus|and|then)\W*(?:with\W*)?(?:\w+\W+)?$", re.IGNORECASE)
_LEFT = frozenset(("plus", "+", "/", "alone", "with", "no"))


def with_words(text: str, found: list[Candidate]) -> list[Candidate]:
    """Return lettered groups by what they were given, their letters kept as other names; all or none of them.

    >>> text = "Group I received zelumab 5 mg; group II received tolin. Pain was rare in group I."
    >>> groups = [Candidate(Span(0, 7)), Candidate(Span(31, 39))]
    >>> [(item.name.of(text), sorted(item.names)) for item in with_words(text, groups)]
    [('zelumab 5 mg', ['Group I']), ('tolin', ['group II'])]
    """
    lettered = [item for item in found if _LETTERED.fullmatch(item.name.of(text))]
    told = [_told(text, item) for item in lettered]
    names = [item.name.of(text).casefold() for item in told if item is not None]
    if len(lettered) < 2 or len(names) < len(lettered) or len(set(names)) < len(names):
        return found
    return [item for item in told if item is not None]


def _told(text: str, item: Candidate) -> Candidate | None:
    """Return a lettered group by the words for what it was given, from the first place that tells them."""
    name = re.escape(item.name.of(text))
    for pattern in (_RECEIVED, _AS):
        for match in re.finditer(rf"\b{name}\b{pattern}", text, re.IGNORECASE):
            found = item_of(text, match.end(), _end(text, match.end(), bracket=pattern is _AS))
            if found is not None:
                return replace(found, size=item.size or found.size, names={item.name.of(text)})
    for match in re.finditer(rf"\s[(\[](?:[nN]\s?=\s?\d+[;,]\s*)?{name}\b", text, re.IGNORECASE):
        span = _before(text, match.start())
        if span is not None:
            return Candidate(span, item.size, {item.name.of(text)})
    return None


def _end(text: str, start: int, *, bracket: bool) -> int:
    """Return where the words for what was given end at the latest."""
    stop = (_CLOSED if bracket else _NEXT).search(text, start, start + 160)
    return stop.start() if stop else min(len(text), start + 160)


def _before(text: str, end: int) -> Span | None:
    """Return the noun phrase right before a bracket, if it is the whole of what was given."""
    words = words_of(text, max(0, end - 80), end)
    first = len(words)
    while first and (words[first - 1].kind in "NX" or words[first - 1].low in _LEFT):
        first -= 1
    while first < len(words) and (words[first].kind != "N" and words[first].low != "no"):
        first += 1
    if first == len(words) or _PART.search(text[max(0, words[first].start - 40) : words[first].start]):
        return None
    return Span(words[first].start, words[-1].end)
