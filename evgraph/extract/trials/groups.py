"""Sentences turned into the phrases that name a group of a trial: "the 5-FU group", "patients receiving A", "arm B".

What such a phrase means is told by the arms of the document (`arms`); here is only the grammar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evgraph.extract.figures.tokens import NUMBER_WORDS
from evgraph.extract.trials.phrases import Word, words_of
from evgraph.model import Span

GROUP = frozenset(
    (
        "schedule",
        "protocol",
        "group",
        "groups",
        "arm",
        "arms",
        "cohort",
        "cohorts",
        "recipients",
        "regimen",
        "regimens",
        "treated",
    )
)
PEOPLE = frozenset(
    [
        "patients",
        "patient",
        "participants",
        "subjects",
        "women",
        "men",
        "children",
        "adults",
        "infants",
        "eyes",
        "those",
        "individuals",
        "people",
        "pts",
    ]
)
_GIVEN = frozenset(
    [
        "receiving",
        "received",
        "treated",
        "given",
        "taking",
        "assigned",
        "allocated",
        "randomized",
        "randomised",
        "on",
        "administered",
    ]
)
_CONTROLS = frozenset(("controls", "placebo", "control", "sham"))
#: What a phrase is found by.
_HEADS = GROUP | _CONTROLS | PEOPLE
_JOIN = frozenset(("and", "or", "vs", "versus", "v", "than", ",", "compared", "/", "&"))
_NEVER = frozenset(
    [
        "both",
        "two",
        "three",
        "four",
        "each",
        "all",
        "these",
        "treatment-by",
        "study",
        "respective",
        "other",
        "same",
        "different",
        "either",
        "treatment",
        "entire",
        "whole",
        "between",
        "age",
        "patient",
        "dose",
        "dosing",
        "parallel",
        "trial",
        "comparison",
        "one",
        "single",
        "recommended",
        "matched",
        "n",
    ]
)
_PREPOSED = frozenset(
    ("with", "for", "after", "on", "than", "versus", "vs", "v", "receiving", "by", "under", "to", "from", "in")
)
_NAME = re.compile(r"[A-Z]|\d{1,2}|[IVX]{1,4}")


@dataclass(frozen=True, slots=True)
class GroupPhrase:
    """Words that name a group: their place, and the name in them, without "the" and "group"."""

    span: Span
    name: Span


def group_phrases(text: str, start: int, end: int) -> list[GroupPhrase]:
    """Return the groups that a sentence names by grammar alone.

    >>> text = "CR was 34% in the A3 group and 16% in patients given placebo (arm B)."
    >>> [phrase.span.of(text) for phrase in group_phrases(text, 0, len(text))]
    ['A3 group', 'placebo', 'arm B']
    """
    words = words_of(text, start, end)
    found: list[GroupPhrase] = []
    for index, word in enumerate(words):
        if word.low not in _HEADS and not word.low.endswith("-treated"):
            continue
        if word.low in GROUP:
            found += _grouped(text, words, index)
        elif word.low in _CONTROLS and not (index + 1 < len(words) and words[index + 1].low in GROUP):
            found.append(_phrase(words, index, index + 1))
        elif word.low.endswith("-treated"):
            found.append(_phrase(words, index, index + 1 + (index + 1 < len(words) and words[index + 1].low in PEOPLE)))
        elif word.low in PEOPLE:
            found += _given(words, index)
    return _disjoint(found)


def _grouped(text: str, words: list[Word], index: int) -> list[GroupPhrase]:
    """Return the groups before or behind the word "group": "the A and B groups", "group II"."""
    after = words[index + 1] if index + 1 < len(words) else None
    if after is not None and _NAME.fullmatch(text[after.start : after.end]) and words[index].low != "treated":
        found = [_phrase(words, index, index + 2)]
        following = words[index + 2 : index + 4]
        if (
            len(following) == 2
            and following[0].low in _JOIN
            and _NAME.fullmatch(text[following[1].start : following[1].end])
            and not text.startswith("%", following[1].end)
        ):
            found.append(_phrase(words, index + 3, index + 4))
        return found
    if words[index].low in ("treated", "schedule", "protocol"):
        return []
    first = _left(words, index)
    if _is_none(text, words, first, index):
        return []
    if first == index or all(word.low in _NEVER or word.kind in "XS" for word in words[first:index]):
        return []
    found = [_phrase(words, first, index + 1)]
    while first >= 2 and words[first - 1].low in _JOIN and len(found) < 4:
        earlier = _left(words, first - 1)
        if earlier == first - 1 or words[earlier].low in GROUP or not _joins(words, earlier, first - 1, len(found)):
            break
        found.insert(0, _phrase(words, earlier, first - 1))
        first = earlier
    return found


def _joins(words: list[Word], earlier: int, join: int, known: int) -> bool:
    """Say whether a word joins the name before it to a group: a comma in a list, "than" behind "in A"."""
    if words[join].low == ",":
        return known > 1
    return words[join].low not in ("than", "compared") or (earlier > 0 and words[earlier - 1].low in _PREPOSED)


def _is_none(text: str, words: list[Word], first: int, index: int) -> bool:
    """Say whether words before "group" name no group that was treated: "risk groups", "the Research Group"."""
    name = words[first:index]
    if not name:
        return True
    counted = any(word.low in NUMBER_WORDS for word in name)
    society = text[words[index].start].isupper() and len(name) > 1 and all(text[word.start].isupper() for word in name)
    return (
        counted or society or name[-1].low in ("risk", "age", "sex", "stage", "response", "blood", "ethnic", "trials")
    )


def _left(words: list[Word], index: int) -> int:
    """Return where the name begins that ends before a word; at most six words."""
    first = index
    while first > 0 and index - first < 6:
        word = words[first - 1]
        if word.kind not in "NX" and word.low not in (
            "plus",
            "+",
            "/",
            "alone",
            "higher",
            "lower",
            '"',
            "treated",
            "given",
        ):
            break
        if word.low in PEOPLE or word.low in GROUP:
            break
        first -= 1
    while first < index and words[first].low in ("/", "+", '"', "plus"):
        first += 1
    return first


def _given(words: list[Word], index: int) -> list[GroupPhrase]:
    """Return what patients were given: "patients who received A", "those treated with B"."""
    i = index + 1
    seen = False
    while i < len(words) and i < index + 7:
        low = words[i].low
        if low in _GIVEN and words[i - 1].low not in ("who", "that") and low == "received":
            return []  # "patients received A" tells what was done, and names no group
        if low in _GIVEN:
            seen = True
        elif not (
            low
            in ("who", "were", "was", "with", "to", "the", "a", "an", "receive", "randomly", "initially", "only", "in")
            and (seen or low in ("who", "were", "randomly", "initially", "in", "with"))
        ):
            break
        i += 1
    if not seen or i >= len(words):
        return []
    last = i
    while last < len(words) and last < i + 6 and (words[last].kind in "NX" or words[last].low in ("plus", "+", "/")):
        last += 1
    if last == i or words[i].low in _NEVER or words[i].low in PEOPLE:
        return []
    return [_phrase(words, i, last)]


def _phrase(words: list[Word], first: int, last: int) -> GroupPhrase:
    start, end = first, last
    while end - 1 > start and words[end - 1].low in GROUP | PEOPLE:
        end -= 1
    return GroupPhrase(Span(words[first].start, words[last - 1].end), Span(words[start].start, words[end - 1].end))


def _disjoint(found: list[GroupPhrase]) -> list[GroupPhrase]:
    """Return phrases in order; of two that meet the longer stays."""
    kept: list[GroupPhrase] = []
    for phrase in sorted(found, key=lambda p: (p.span.start, -p.span.end)):
        if not kept or kept[-1].span.end <= phrase.span.start:
            kept.append(phrase)
    return kept
