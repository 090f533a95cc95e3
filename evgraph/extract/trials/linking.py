"""Figures and groups of one sentence linked by their order and by the words between them.

Trials are told in few ways: "F in G and F in G", "G (F) and G (F)", "F vs F in G and G, respectively", "G was better
than G (F vs F)". `groups_of` tells which way it is for each figure; where the sentence leaves it open, a figure gets
none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

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
#: Between two figures, where the second is told of another group than the first.
_CONTRAST = re.compile(r"\b(?:whereas|while|but|compared (?:with|to)|versus|vs|against)\b")
#: A group that another one is held against, not one that something is said of.
_AGAINST = re.compile(r"\b(?:than|compared (?:with|to)|versus|vs\.?|against) (?:[\w-]+ ){0,3}$")
_P_VALUE = re.compile(r"[(\[]\s*[Pp]\s?[<>=≤≥]\s?[\d.·]+\s*[)\]]")
_IN_BRACKETS = re.compile(r"\s*[(\[]\s*")
_THAN = re.compile(r"\b(?:than|compared (?:with|to)|relative to) (?:[\w-]+ ){0,5}$")
_LONGEST = 160
#: A group as near as this, in characters, behind a figure is that figure's.
_TAKEN = 30
#: How far, in characters, a figure may stand behind a group that it is said of.
_SAID = 120
_AND = re.compile(r"\band\b")


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
    near = _together(text, figures, groups, behind)
    lists = lists_of(text, figures, run)
    follows = bool(behind) and (
        text[last.end : groups[behind[0]].start].isspace()
        or _gap(text, last, groups[behind[0]], _BEHIND)
        or _bracketed(text, last, groups[behind[0]])
    )
    parts = _contrasted(text, figures, groups, run, before, behind) if follows else None
    if parts:
        for part, group in zip(parts, (before[-1], behind[0]), strict=True):
            for number in part:
                found[number] = group
    elif len(near) > 1 and len(near) in {len(part) for part in lists} and (follows or not before):
        _parallel(lists, near, found)
    elif follows and not _pulls(text, groups, before, first):
        for number in run:
            found[number] = behind[0]
    else:
        _from_before(text, figures, groups, run, before or near, lists, found)
        if (
            before
            and behind
            and _THAN.search(text, max(last.end, groups[behind[0]].start - 60), groups[behind[0]].start)
        ):
            for part in lists:  # "B was more (64% versus 61%) than in A"
                if len(part) == 2 and found[part[0]] is not None and found[part[1]] is None:
                    found[part[1]] = behind[0]


def _bracketed(text: str, figure: Span, group: Span) -> bool:
    """Say whether a group stands alone in brackets right behind a figure: "8.6% (A)"."""
    return _IN_BRACKETS.fullmatch(text, figure.end, group.start) is not None and text[group.end :].lstrip()[:1] in (
        ")",
        "]",
    )


def _contrasted(
    text: str, figures: Sequence[Span], groups: Sequence[Span], run: list[int], before: list[int], behind: list[int]
) -> tuple[list[int], list[int]] | None:
    """Return a run cut in two where its second part is of the group behind: "in A it was 6, whereas it was 7 in B"."""
    if not before or len(run) < 2:
        return None
    own, other = groups[before[-1]], groups[behind[0]]
    if own.of(text).casefold() == other.of(text).casefold():
        return None
    gaps = [text[figures[one].end : figures[two].start] for one, two in pairwise(run)]
    if _pulls(text, groups, before, figures[run[0]]):  # "12 of 30 given A (40%) and 3 of 30 given B"
        cuts = [i for i, gap in enumerate(gaps, 1) if ")" in gap or "]" in gap]
        return (run[: cuts[0]], run[cuts[0] :]) if cuts else None
    taken = any(figure.end <= own.start and own.start - figure.end < _TAKEN for figure in figures)
    said = text[own.end : figures[run[0]].start]
    if taken or len(said) > _SAID or ";" in said or _AGAINST.search(text, max(0, own.start - 40), own.start):
        return None
    cuts = [i for i, gap in enumerate(gaps, 1) if _CONTRAST.search(gap)]
    if not cuts and len(run) == 2 and len(gaps[0]) <= _TAKEN and _AND.search(gaps[0]):
        cuts = [1]  # "in A it was 6 and 7 in B"
    return (run[: cuts[0]], run[cuts[0] :]) if len(cuts) == 1 else None


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
    between = _P_VALUE.sub("", text[left.end : min(right.start, left.end + 2 * _LONGEST)])
    return right.start - left.end <= _LONGEST and pattern.fullmatch(between) is not None


def _pulls(text: str, groups: Sequence[Span], before: list[int], first: Span) -> bool:
    """Say whether a group right before a figure, at an open bracket or colon, owns it."""
    if not before:
        return False
    gap = text[groups[before[-1]].end : first.start]
    return re.fullmatch(r"\s*(?:groups?|arms?|patients|eyes)?\s*[(\[:]\s*", gap) is not None


def _together(text: str, figures: Sequence[Span], groups: Sequence[Span], numbers: list[int]) -> list[int]:
    """Return the first of the groups that stand side by side: "A and B", "A, B and C"."""
    kept = numbers[:1]
    for number in numbers[1:]:
        left, right = groups[kept[-1]].end, groups[number].start
        gap = text[left:right]
        if any(left <= figure.start < right for figure in figures):
            break
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


def lists_of(text: str, figures: Sequence[Span], run: list[int]) -> list[list[int]]:
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
