"""Figures and outcomes of one sentence linked by their order and by the words between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evgraph.extract.trials.linking import lists_of
from evgraph.model import Span

#: An outcome that is only a time.
_TIME = re.compile(
    r"\W*(?:(?:at|after|baseline|within|by|through|over|months?|weeks?|days?|years?|hours?|minutes?|postoperative\w*|"
    r"follow-up|to|and|the|end|of|treatment|surgery|study|one|two|three|four|five|six|twelve|week|day|month|year"
    r"|last|visit|"
    r"cycles?|mean|period)\W+|\d+(?:\.\d+)?(?![\d.])[\s-]*)*"
    r"(?:months?|weeks?|days?|years?|hours?|h|min|minutes?|baseline|cycles?|follow-up|mo|wk|yrs?|visit|treatment"
    r"|surgery|\d+)\W*",
    re.IGNORECASE,
)


def is_time(words: str) -> bool:
    """Say whether words are nothing but a time: "3 months", "after surgery".

    >>> is_time("At 3 months"), is_time("overall survival at 3 months")
    (True, False)
    """
    return len(words) < 60 and _TIME.fullmatch(words) is not None


def outcomes_of(text: str, figures: Sequence[Span], outcomes: Sequence[Span]) -> list[tuple[int, ...]]:
    """Return for each figure the numbers of its outcome and of its time, as far as the sentence tells.

    >>> text = "OS was 7 months and PFS was 3 months"
    >>> outcomes_of(text, [Span(7, 15), Span(28, 36)], [Span(0, 2), Span(20, 23)])
    [(0,), (1,)]
    """
    named = [i for i, span in enumerate(outcomes) if not is_time(span.of(text))]
    times = [i for i, span in enumerate(outcomes) if is_time(span.of(text))]
    found = []
    for figure in figures:
        main = _main(text, figure, figures, outcomes, named)
        when = _when(text, figure, figures, outcomes, times)
        found.append(tuple(sorted({*main, *when})))
    return found


#: A bare count: what is counted stands right behind it.
_COUNT = re.compile(r"(?:\d+|[A-Za-z]+(?:-[a-z]+)?)(?: ?\([^()]{1,12}\))?$")
_AND = re.compile(r"\s*(?:and|or|versus|vs\.?)\s*")
_APPOSED = re.compile(r"\s*,\s*(?:the|an?)\s(?:[\w-]+\s){0,5}")


def _main(text: str, figure: Span, figures: Sequence[Span], outcomes: Sequence[Span], named: list[int]) -> list[int]:
    before = [i for i in named if outcomes[i].end <= figure.start]
    within = [i for i in named if outcomes[i].start < figure.end and figure.start < outcomes[i].end]
    if within:
        return within[-1:]
    behind = [i for i in named if outcomes[i].start >= figure.end]
    if behind and _is_counted(text, figure, figures, outcomes[behind[0]]):
        return behind[:1]
    behind = [i for i in behind if ";" not in text[figure.end : outcomes[i].start]]
    if not before:
        return behind[:1]
    chosen = before[-1:]
    if len(before) > 1 and _renames(text, outcomes[before[-2]], outcomes[before[-1]]):
        chosen = before[-2:-1]
    if behind and _object(text, figure, outcomes[behind[0]], figures, outcomes[before[-1]]):
        chosen = behind[:1]
    return chosen


def _is_counted(text: str, figure: Span, figures: Sequence[Span], outcome: Span) -> bool:
    """Say whether an outcome right behind a figure is what it counts: "3 deaths", "49 (18%) and 44 (16%) deaths"."""
    start = figure.end
    for other in figures:
        if start <= other.start < outcome.start and _AND.fullmatch(text, start, other.start):
            start = other.end
    near = len(text[start : outcome.start].split()) <= 1 and start <= outcome.start
    return near and _COUNT.match(text, figure.start, figure.end) is not None


def _renames(text: str, name: Span, other: Span) -> bool:
    """Say whether an outcome only says of another what it is: "rash, the most frequent event, occurred in"."""
    between = text[name.end : other.start]
    return _APPOSED.fullmatch(between) is not None and text[other.end :].lstrip()[:1] == ","


def _object(text: str, figure: Span, outcome: Span, figures: Sequence[Span], before: Span) -> bool:
    """Say whether an outcome right behind a figure is its own: "16% had fever", "3 deaths occurred"."""
    gap = text[figure.end : outcome.start]
    if len(gap) > 80 or any(figure.end <= other.start < outcome.start for other in figures):
        return False
    owned = figures[0].start < before.start or any(before.end <= other.start < figure.start for other in figures)
    verb = re.search(
        r"\b(?:had|achieved|experienced|developed|showed|reported|of|with|discontinued|died|completed)\b", gap
    )
    closes = ")" in gap.partition("(")[0] or gap.count("(") > gap.count(
        ")"
    )  # the bracket that the figure stands in ends before the outcome
    return bool(verb) and owned and "," not in gap and not closes


def _when(text: str, figure: Span, figures: Sequence[Span], outcomes: Sequence[Span], times: list[int]) -> list[int]:
    behind = [
        i
        for i in times
        if outcomes[i].start >= figure.end
        and outcomes[i].start - figure.end <= 40
        and not any(figure.end <= other.start < outcomes[i].start for other in figures)
        and not re.search(r"[;]|\band\b", text[figure.end : outcomes[i].start])
    ]
    before = [i for i in times if outcomes[i].end <= figure.start]
    return behind[:1] or before[-1:] or times[:1]


_RESPECTIVELY = re.compile(r"[^;]{0,40}?\brespectively\b")
_WERE = re.compile(r"[^.;%]{0,60}\bwere\s+")
_COORDINATED = re.compile(
    r"[\s,]*(?:(?:and|or)\s+)?(?:the\s+)?(?:rates?\s+of\s+)?(?:\([^()]{1,12}\)[\s,]*(?:and\s+)?)?"
)


def listed_outcomes(text: str, figures: Sequence[Span], outcomes: Sequence[Span]) -> dict[int, int]:
    """Return the outcome of each figure of "A and B were F and F, respectively", also of later lists as long.

    >>> text = "EFS and OS were 71% and 88%, respectively."
    >>> listed_outcomes(text, [Span(16, 19), Span(24, 27)], [Span(0, 3), Span(8, 10)])
    {0: 0, 1: 1}
    """
    lists = [part for part in lists_of(text, figures, list(range(len(figures)))) if len(part) > 1]
    if not lists:
        return {}
    told = any(_RESPECTIVELY.match(text, figures[part[-1]].end) for part in lists)
    chain: list[int] = []
    for number, span in enumerate(outcomes):
        if span.end > figures[lists[0][0]].start:
            break
        if chain and text[outcomes[chain[-1]].end : span.start].strip() == "(":
            continue  # its short form
        joined = chain and _COORDINATED.fullmatch(text, outcomes[chain[-1]].end, span.start)
        chain = [*chain, number] if joined else [number]
    if not told and not (chain and _WERE.fullmatch(text, outcomes[chain[-1]].end, figures[lists[0][0]].start)):
        return {}
    return {
        number: outcome
        for part in lists
        if len(part) == len(chain)
        for number, outcome in zip(part, chain, strict=True)
    }
