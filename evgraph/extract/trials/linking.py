"""Figures, groups and outcomes of one sentence linked by their order and by the words between them.

Trials are told in few ways: "F in G and F in G", "G (F) and G (F)", "F vs F in G and G, respectively", "G was better
than G (F vs F)". `groups_of` tells which way it is for each figure; where the sentence leaves it open, a figure gets
none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evgraph.model import Span

#: Between a figure and the group behind it: "16% of patients in the", "(P = .2) for those receiving".
_BEHIND = re.compile(
    r"[\s,()\[\]%.:;=<>≤≥\d·±+/-]*(?:(?!and\b|but\b|while\b|whereas\b|vs\b|versus\b|v\b|compared\b|than\b|was\b"
    r"|were\b|had\b)"
    r"[\w'’%/+-]+[\s,()\[\]]+){0,9}?"
    r"(?:in|for|with|on|among|receiving|received|by|of|after|to|under|from|given|taking|using|during|given|treated"
    r"|assigned)\b[\s(\[]+"
    r"(?:[\w'’/+-]+\s+){0,6}?$",
    re.IGNORECASE,
)
#: Between a group and its figure: "(", ": ", "group had a", "arm was".
_BEFORE = re.compile(
    r"^[\s()\[\]:=,-]*(?:(?!and\b|versus\b|vs\b|or\b|than\b)[\w'’/+-]+[\s()\[\],:=]+){0,7}$", re.IGNORECASE
)
_LIST = re.compile(r"\b(?:vs\.?|versus|v\.?|compared (?:with|to)|and|or|against|than)\b|,", re.IGNORECASE)
_VERSUS = re.compile(r"\b(?:vs|versus|v|compared|against|than)\b", re.IGNORECASE)
_LONGEST = 160


def groups_of(text: str, figures: Sequence[Span], groups: Sequence[Span]) -> list[int | None]:
    """Return for each figure the number of its group, or `None` where the sentence does not tell.

    >>> text = "CR was 34% in A and 16% in B"
    >>> groups_of(text, [Span(7, 10), Span(20, 23)], [Span(14, 15), Span(27, 28)])
    [0, 1]
    """
    found: list[int | None] = [None] * len(figures)
    for run in _runs(figures, groups):
        _link_run(text, figures, groups, run, found)
    for number, figure in enumerate(figures):  # "75 of 79 patients in A (95%)": the group stands within
        inside = [i for i, group in enumerate(groups) if figure.start <= group.start and group.end <= figure.end]
        inside = inside or [i for i, group in enumerate(groups) if _in_brackets(text, figure, group)]
        if inside:
            found[number] = inside[0] if len(inside) == 1 else None
    return found


def _in_brackets(text: str, figure: Span, group: Span) -> bool:
    """Say whether a group stands alone in the brackets behind a figure: "-28 (placebo)"."""
    gap = text[figure.end : max(figure.end, group.start)]
    return gap.strip() in ("(", "[") and len(gap) < 4 and text[group.end : group.end + 1] in (")", "]")


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
    lists = [part for part in _lists(text, figures, list(range(len(figures)))) if len(part) > 1]
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


def _runs(figures: Sequence[Span], groups: Sequence[Span]) -> list[list[int]]:
    """Return the figures between which no group stands, in runs."""
    runs: list[list[int]] = []
    for number, span in enumerate(figures):
        last = figures[runs[-1][-1]] if runs else None
        if last is not None and not any(last.end <= group.start and group.end <= span.start for group in groups):
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _link_run(
    text: str, figures: Sequence[Span], groups: Sequence[Span], run: list[int], found: list[int | None]
) -> None:
    first, last = figures[run[0]], figures[run[-1]]
    before = [i for i, group in enumerate(groups) if group.end <= first.start]
    behind = [i for i, group in enumerate(groups) if group.start >= last.end]
    near = _together(text, groups, behind)
    lists = _lists(text, figures, run)
    follows = bool(behind) and (
        text[last.end : groups[behind[0]].start].isspace() or _gap(text, last, groups[behind[0]], _BEHIND)
    )
    if len(near) > 1 and len(near) in {len(part) for part in lists} and (follows or not before):
        _parallel(lists, near, found)
    elif follows and not _pulls(text, groups, before, first):
        for number in run:
            found[number] = behind[0]
    else:
        _from_before(text, figures, groups, run, before or near, lists, found)


def _from_before(
    text: str,
    figures: Sequence[Span],
    groups: Sequence[Span],
    run: list[int],
    before: list[int],
    lists: list[list[int]],
    found: list[int | None],
) -> None:
    """Link a run to the groups named before it: one for each of a list, or the nearest for all."""
    distinct = _distinct(text, groups, before)
    sizes = {len(part) for part in lists}
    if len(distinct) > 1 and len(distinct) in sizes:
        _parallel(lists, distinct, found)
    elif before and max(sizes) == 1:
        for number in run:
            found[number] = before[-1]
    elif len(distinct) == 1:
        for part in lists:
            # "A was better (64% versus 61%)": the second figure is of a group that is not named.
            compared = len(part) > 1 and _VERSUS.search(text[figures[part[0]].end : figures[part[1]].start])
            for number in part[: 1 if compared else None]:
                found[number] = before[-1]


def _parallel(lists: list[list[int]], groups: list[int], found: list[int | None]) -> None:
    for part in lists:
        if len(part) == len(groups):
            for number, group in zip(part, groups, strict=True):
                found[number] = group


def _gap(text: str, left: Span, right: Span, pattern: re.Pattern[str]) -> bool:
    """Say whether the words between two spans are of a kind."""
    return right.start - left.end <= _LONGEST and pattern.fullmatch(text[left.end : right.start]) is not None


def _pulls(text: str, groups: Sequence[Span], before: list[int], first: Span) -> bool:
    """Say whether a group right before a figure, at an open bracket or colon, owns it."""
    if not before:
        return False
    gap = text[groups[before[-1]].end : first.start]
    return re.fullmatch(r"\s*(?:groups?|arms?|patients|eyes)?\s*[(\[:]\s*", gap) is not None


def _together(text: str, groups: Sequence[Span], numbers: list[int]) -> list[int]:
    """Return the first of the groups that stand side by side: "A and B", "A, B and C"."""
    kept = numbers[:1]
    for number in numbers[1:]:
        gap = text[groups[kept[-1]].end : groups[number].start]
        if len(gap) > 60 or not re.fullmatch(
            r"[\s,;()\w'’/-]*\b(?:and|or|than|as|compared (?:with|to)|vs\.?|versus|v\.?)\b[\w\s()'’-]*"
            r"|[\s,]+(?:the\s)?",
            gap,
        ):
            break
        kept.append(number)
    return kept


def _distinct(text: str, groups: Sequence[Span], numbers: list[int]) -> list[int]:
    """Return the groups in the order in which each is named first; the last two where there are more."""
    seen: dict[str, int] = {}
    for number in numbers:
        seen.setdefault(groups[number].of(text).casefold(), number)
    return list(seen.values())


def _lists(text: str, figures: Sequence[Span], run: list[int]) -> list[list[int]]:
    """Return the figures of a run in lists: between those of a list stands little but "vs.", "and" or a comma."""
    lists: list[list[int]] = []
    for number in run:
        if lists:
            gap = text[figures[lists[-1][-1]].end : figures[number].start]
            if len(gap) <= 30 and len(gap.split()) <= 3 and _LIST.search(gap) and ";" not in gap:
                lists[-1].append(number)
                continue
        lists.append([number])
    return lists


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
_COUNT = re.compile(r"\d+|[A-Za-z]+(?:-[a-z]+)?")


def _main(text: str, figure: Span, figures: Sequence[Span], outcomes: Sequence[Span], named: list[int]) -> list[int]:
    before = [i for i in named if outcomes[i].end <= figure.start]
    within = [i for i in named if outcomes[i].start < figure.end and figure.start < outcomes[i].end]
    if within:
        return within[-1:]
    behind = [i for i in named if outcomes[i].start >= figure.end]
    if behind and len(text[figure.end : outcomes[behind[0]].start].split()) <= 1 and _COUNT.fullmatch(figure.of(text)):
        return behind[:1]
    behind = [i for i in behind if ";" not in text[figure.end : outcomes[i].start]]
    if not before:
        return behind[:1]
    chosen = before[-1:]
    if behind and _object(text, figure, outcomes[behind[0]], figures, outcomes[before[-1]]):
        chosen = behind[:1]
    return chosen


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
