"""Words that tell arms one behind the other turned into Candidates: "A (n = 10), B or C", "1) A; 2) B".

Each is left without its size, dose and article; what a sentence says behind the last of them belongs to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from evgraph.extract.figures.words import DOSE_UNITS
from evgraph.extract.trials.phrases import words_of
from evgraph.model import Span

#: Where the name of an arm ends.
ITEM_END = re.compile(
    r"\s*(?:[;.:]\s|[;.]$|\bfor (?:up to )?(?:\d|a |the |two|three|four|six|eight|twelve)|\b(?:every|daily|twice|once"
    r"|on days?|stratified|"
    r"with stratification|in a|in an|(?-i:as)|until|at|per|during|using|via|by|who|which|within|in patients|in adults"
    r"|in children|"
    r"in women|in men|in the|in|were|was|is|are|had|has|on|after|before|among|would|could|from|because|if|than)\b"
    r"|,\s*within\b|,\s*[nN]\s?=|,\s*\d+(?:\.\d+)?\s?(?:mg|g|µg|μg|mcg|ml|iu)\b|,\s*(?:and\s+)?(?:with|in|for|at"
    r"|by|who|which|"
    r"stratified|both|each|all|we|the|then|until|administered|given)\b)",
    re.IGNORECASE,
)
#: How something is given: it ends a name, but no list of arms.
_SCHEDULE = re.compile(r"every|daily|twice|once|on days?|per|,\s*(?:\d|n\b|every|once|twice)", re.IGNORECASE)
_SPLIT = re.compile(
    r"\s*,?\s*(?<!-)\b(?:or|versus|vs\.?|v\.?|compared (?:with|to)|(?:and|or) to|against)\b(?!-)\s*|\s*;\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*,?\s*\band\b\s*", re.IGNORECASE)
_DATE = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December|(?:19|20)\d\d)\b"
)
_ADDED = re.compile(r",?\s*\bwith(?:\s(?:or|and)\s|/|\s?\(?(?:or|/)\s?)without\)?\s+", re.IGNORECASE)
_CAPITALS = re.compile(r"\b[A-Z][A-Z\d]+\b")
_ARTICLE = re.compile(r"(?:an?|the|no)\s|\d")
#: Forms of verbs with which the name of an arm may begin.
_KIND_OF = frozenset(
    ("reduced", "prolonged", "delayed", "shortened", "sustained", "increased", "continued", "enhanced")
)
_SIZE = re.compile(
    r"\(?\b[nN]\s?=\s?(\d{1,3}(?:,\d{3})+|\d+)|(?<!\w)\(\s?(\d{1,6})\s?(?:patients|participants|subjects|women"
    r"|men|children"
    r"|eyes|adults|pts)?\s?[),]"
)
_COUNTED = re.compile(
    r"(?<![:\d.,/])\b(\d{1,3}(?:,\d{3})+|\d{1,5})(?:\s+(?:patients|participants|subjects|were|women|men|children"
    r"|to|received"
    r"|assigned|in|randomly|was|the|receive|eyes)){1,5}\s*$"
)
_BRACKET = re.compile(r"\s*(?<=\s)[(\[]|[)\]](?=\s)")
#: A short form in the middle of a name: "transversus plane (TAP) block", "chemotherapy (CT) plus radiotherapy".
_SHORT_WITHIN = re.compile(
    r"\s\([A-Z][\w-]{1,9}\)\s(?=(?:plus|and|with|combined|followed|alone|block|therapy|treatment"
    r"|infusion|injections?|surgery|training|exercise|diet|inhalation|gel|cream|tablets?|vaccine|inhibitors?)\b)"
)
#: Drugs that are one regimen, since they share a short form: "A, B, and C (ABC)".
_REGIMEN = re.compile(
    r"((?:[A-Za-z][\w-]*(?: [a-z][\w-]*)?, ){1,7}(?:[A-Za-z][\w-]*(?: [a-z][\w-]*)?,? )?(?:and|plus) [a-z][\w-]*)"
    r" \(([A-Z][\w+-]{2,14})\)"
)
_MARK = re.compile(r"(?<![\w.,-])\(?(?:([1-6])|([a-fA-F])|(i{1,3}|iv))\)[:\s]\s*")
_PARTS = re.compile(
    r"\b(?:groups?|arms?|strategies|regimens?|treatments?|cohorts?|receiv\w+|randomi[sz]ed|assigned|allocated|given)\b",
    re.IGNORECASE,
)
_NO_PARTS = re.compile(
    r"\b(?:outcomes?|end\s?-?points?|criteria|questions?|included?|measures?|aims?)\b", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:(?:to|wear|use|using|take|taking|drink|consume|provide|providing|perform|apply|receive|either|the|a|an"
    r"|with|treatment|oral|intravenous|subcutaneous|single|daily|undergo|and|be"
    r"|treated|given|"
    r"once|twice|once-daily|twice-daily|weekly|receiving|open-label|double-blind|addition|of|matching"
    r"|(?:flexible|fixed)(?:[- ]doses?)?|doses?(?=\s+of)|(?:weeks|months|days)(?=\s+of)|\d+-(?:weeks?|days?"
    r"|months?|years?)|lead-in|continue(?:\s(?:on|with))?|(?:patients|participants|subjects|women|men)(?=\s(?:to"
    r"|received?)\b)"
    r"|\d+(?:\.\d+)?\s?(?:mg|g|µg|μg|mcg|iu|ml|mg/m2"
    r"|mg/kg)(?:/\w+)?|\d+)\s+)+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Candidate:
    """An arm in the making: where it is named, its size, its other names."""

    name: Span
    size: int | None = None
    names: set[str] = field(default_factory=set)


def items_of(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Yield the items of "A (n = 10) or B (n = 12)", each without its size, dose and article.

    >>> text = "to oral zelumab (n = 10) or the zelumab, arbacin, and tolin (ZAT) regimen, stratified by age."
    >>> [(item.name.of(text), item.size) for item in items_of(text, 3, len(text))]
    [('zelumab', 10), ('zelumab, arbacin, and tolin', None)]
    """
    end = min(end, start + 400)
    added = _ADDED.search(text, start, end)
    if added is not None and not _SPLIT.search(text, start, added.start()):
        yield from _with_and_without(text, start, added, end)
        return
    whole = [match.span() for match in _REGIMEN.finditer(text, start, end) if _is_short_of(match[2], match[1])]
    splits = _outside(text, start, whole, _SPLIT.finditer(text, start, end))
    splits = splits or _ands(text, _outside(text, start, whole, _AND.finditer(text, start, end)))
    splits = sorted([*splits, *_commas(text, start, splits, whole)], key=lambda match: match.start())
    cuts = [start, *(place for match in splits for place in (match.start(), match.end())), end]
    for first, last in zip(cuts[::2], cuts[1::2], strict=True):
        item = item_of(text, first, last)
        if item is not None:
            yield item
        if first != start and _closes(text, first + _lead(text, first, last), last):
            return


def _with_and_without(text: str, start: int, added: re.Match[str], end: int) -> Iterator[Candidate]:
    """Yield the two arms of "A with or without B", the second called by what it got more."""
    own, more = item_of(text, start, added.start()), item_of(text, added.end(), end)
    if own is None or more is None:
        return
    yield own
    first, second = own.name.of(text), more.name.of(text)
    more.names.update(
        f"{one}{joint}{second}" for one in joined(first) for joint in (" + ", "+", " plus ", " with ", " and ")
    )
    yield more


def joined(words: str) -> set[str]:
    """Return the ways to write what was given together, each part by its short form where it has one.

    >>> sorted(joined("standard AB plus CD"))
    ['AB + CD', 'AB plus CD', 'AB+CD', 'AB-CD', 'AB/CD', 'standard AB plus CD']
    """
    parts = [_CAPITALS.search(part) for part in re.split(r"\s(?:plus|and|with|\+)\s|/|\+", words)]
    short = [part[0] for part in parts if part]
    if len(parts) < 2 or len(short) < len(parts):
        return {words}
    return {words, *(joint.join(short) for joint in (" + ", " plus ", "+", "-", "/"))}


def _closes(text: str, start: int, end: int) -> bool:
    """Say whether the list of arms ends in an item: at "stratified by", not at "once daily"."""
    return any(not _SCHEDULE.match(match[0].strip()) for match in ITEM_END.finditer(text, start, end))


def enumerated(text: str, start: int, end: int) -> list[Candidate]:
    """Return the arms that a sentence numbers.

    >>> text = "We compared three strategies: 1) zelumab (n = 15); 2) zelumab plus tolin; and 3) tolin only."
    >>> [(item.name.of(text), item.size) for item in enumerated(text, 0, len(text))]
    [('zelumab', 15), ('zelumab plus tolin', None), ('tolin', None)]
    """
    marks: list[re.Match[str]] = []
    for match in _MARK.finditer(text, start, end):
        if _number(match) == len(marks) + 1:
            marks.append(match)
    if len(marks) < 2:
        return []
    before = text[max(start, marks[0].start() - 120) : marks[0].start()]
    if not _PARTS.search(before) or _NO_PARTS.search(before):
        return []
    ends = [*(mark.start() for mark in marks[1:]), end]
    found = [item_of(text, mark.end(), last) for mark, last in zip(marks, ends, strict=True)]
    return [item for item in found if item is not None] if all(found) else []


def size_behind(text: str, place: int) -> int | None:
    """Return the size of a group that stands right behind its name."""
    match = _SIZE.match(text[place : place + 40].lstrip())
    return next((int(g.replace(",", "")) for g in match.groups() if g), None) if match else None


def _number(mark: re.Match[str]) -> int:
    digit, letter, roman = mark.groups()
    return (
        int(digit)
        if digit
        else "abcdef".index(letter.lower()) + 1
        if letter
        else ("i", "ii", "iii", "iv").index(roman) + 1
    )


def _is_short_of(short: str, long: str) -> bool:
    """Say whether a short form is made of the first letters of a list of drugs."""
    firsts = [word[0].casefold() for word in re.findall(r"[A-Za-z][\w-]+", long) if word not in ("and", "plus")]
    return sum(first in short.casefold() for first in firsts) * 2 > len(firsts)


def _outside(
    text: str, start: int, whole: list[tuple[int, int]], splits: Iterator[re.Match[str]]
) -> list[re.Match[str]]:
    """Return the splits that stand in no bracket and in no list of drugs that is one regimen."""
    kept, depth, place = [], 0, start
    for match in splits:
        part = text[place : match.start()]
        depth = max(0, depth + sum(map(part.count, "([")) - sum(map(part.count, ")]")))
        place = match.start()
        if not depth and not any(first <= match.start() < last for first, last in whole):
            kept.append(match)
    return kept


def _ands(text: str, splits: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return of several "and" those before an article, if any: "A and B and a shortened treatment"."""
    opening = [match for match in splits if _ARTICLE.match(text, match.end())]
    return opening if len(splits) > 1 and opening else splits


def _commas(text: str, start: int, splits: list[re.Match[str]], whole: list[tuple[int, int]]) -> list[re.Match[str]]:
    """Return the commas that part arms: "A, B, or C", "drug 10 mg, drug 20 mg or placebo"."""
    if not splits:
        return []
    end = splits[0].start()
    parts = text[start:end].split(", ")
    oxford = splits[0].group().lstrip().startswith(",")
    alike = len(parts) > 1 and parts[0].split()[:1] == parts[1].split()[:1]
    if not (oxford or alike) or any(len(part.split()) > 8 for part in parts):
        return []
    return _outside(
        text,
        start,
        whole,
        re.compile(r",(?!\s*\d+(?:\.\d+)?\s?(?:mg|g|µg|μg|mcg|ml|iu)\b)\s*").finditer(text, start, end),
    )


def item_of(text: str, start: int, end: int) -> Candidate | None:
    """Return the arm that a piece of a text names, without its size, dose and article; `None` where it names none."""
    sizes = _SIZE.search(text, start, end) or _COUNTED.search(text, max(0, start - 40), start)
    size = next((int(g.replace(",", "")) for g in (sizes.groups() if sizes else ()) if g), None)
    begin = start + _lead(text, start, end)
    bracket = _BRACKET.search(text, begin, end)
    while bracket and (within := _SHORT_WITHIN.match(text, bracket.start(), end)):
        bracket = _BRACKET.search(text, within.end(), end)
    stop = ITEM_END.search(text, begin, end)
    last = min(x.start() for x in (bracket, stop) if x) if bracket or stop else end
    words = [word for word in words_of(text, begin, last) if word.kind != "S" or word.low == "+"]
    while words and words[0].kind in "DPS" and not (words[0].low == "no" and len(words) > 1):
        words.pop(0)
    while words and words[-1].kind in "DPSAV" and not text[words[-1].start : words[-1].end].isupper():
        if words[-1].low == "alone":
            break
        words.pop()
    while len(words) > 1 and words[-1].low in ("group", "groups", "arm", "arms"):
        words.pop()
    if not words or len(words) > 24 or (words[0].kind == "V" and words[0].low not in _KIND_OF):
        return None
    name = Span(words[0].start, words[-1].end)
    if _DATE.search(name.of(text)) or all(word.low in DOSE_UNITS or word.kind == "X" for word in words):
        return None
    named = any(word.kind == "N" and sum(map(str.isalpha, word.low)) > 1 for word in words) or name.of(text).isupper()
    return Candidate(name, size) if named else None


def _lead(text: str, start: int, end: int) -> int:
    """Return how long the words are that stand before a name and do not belong to it."""
    lead = _LEAD.match(text[start:end] + " ")
    return min(lead.end(), end - start) if lead else 0
