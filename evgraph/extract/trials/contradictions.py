"""Bound figures of a sentence that cannot all be right, taken back.

One group has one value of one outcome at one time. Where a sentence gives two, something tells them apart that was not
recognised: other people, another time, another definition. Then none of them is claimed.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import replace

from evgraph.extract.figures.words import PEOPLE
from evgraph.extract.trials.bound import COMPARING, Bound
from evgraph.extract.wordlists import words
from evgraph.model import EffectEstimate

_WORD = re.compile(r"[^\W\d_]{2,}")
#: What makes a list of two figures, and what else may stand in it where they are of the groups named around it.
_VERSUS = words("vs versus compared than")
_BETWEEN = PEOPLE | words(
    "vs versus and or compared with to in for of the at on against than respectively only months month years year "
    "weeks days by per percent points was were had is as from after while whereas ci"
)


def without_contradictions(text: str, found: list[Bound]) -> list[Bound]:
    """Return the figures of a sentence, those that contradict one another with the reason why they make no claim.

    Of "higher in A than expected (40% vs 25%)" nobody knows whose the second is: then the first is not claimed either.
    """
    told: dict[tuple[object, ...], list[EffectEstimate]] = defaultdict(list)
    for bound in found:
        if not bound.reason:
            told[_question(bound)].append(bound.figure.estimate)
    doubtful = {question for question, figures in told.items() if _contradict(figures)}
    found = _without_half_lists(_without_labels(text, found))
    return [
        replace(bound, reason="another figure of the sentence seems to be of the same")
        if not bound.reason and _question(bound) in doubtful
        else bound
        for bound in found
    ]


def _without_labels(text: str, found: list[Bound]) -> list[Bound]:
    """Return the figures of a sentence, those of "40% marker-positive vs 25% marker-negative" with a reason."""
    kept = list(found)
    for number, (left, right) in enumerate(itertools.pairwise(found)):
        if left.figure.series != 0 or right.figure.series != 1:
            continue
        start, end = left.figure.span.end, right.figure.span.start
        named = any(start <= item.span.start < end for item in left.named)
        gap = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", text[start:end])
        told = {word.lower() for word in _WORD.findall(gap)}
        if not named and told & _VERSUS and told - _BETWEEN:
            for place in (number, number + 1):
                if not kept[place].reason:
                    kept[place] = replace(kept[place], reason="compares groups that are no arms")
    return kept


def _without_half_lists(found: list[Bound]) -> list[Bound]:
    """Return the figures of a sentence, the first of two without a reason only where the second has a group too."""
    kept = list(found)
    for number, (left, right) in enumerate(itertools.pairwise(found)):
        two = left.figure.series == 0 and right.figure.series == 1 and not right.reason.startswith("is of some")
        last = number + 2 == len(found) or found[number + 2].figure.series != 2
        if two and last and not left.reason and left.arm is not None and right.arm is None and not right.everyone:
            kept[number] = replace(left, reason="the sentence does not tell of which group it is")
    return kept


def _is_share(bound: Bound) -> bool:
    return bound.figure.estimate.percent is not None or bound.figure.estimate.events is not None


def _question(bound: Bound) -> tuple[object, ...]:
    """Return what a figure answers: of whom, of what, when, as what kind of figure."""
    figure, estimate = bound.figure, bound.figure.estimate
    share = _is_share(bound)
    kind = "share" if share else "P" if estimate.value is None and estimate.range is None else "value"
    return (
        bound.outcome.concept if bound.outcome else None,
        bound.arm.key if bound.arm else None,
        bound.versus.key if bound.versus else None,
        bound.compares,
        figure.time_point,
        figure.grade,
        bound.subgroup,
        kind,
        estimate.measure if estimate.measure in COMPARING else "",
        "" if share else estimate.unit,
    )


def _contradict(figures: list[EffectEstimate]) -> bool:
    """Say whether figures of one question differ; a count and its share are one answer."""
    return any(not _agree(left, right) for left, right in itertools.combinations(figures, 2))


def _agree(left: EffectEstimate, right: EffectEstimate) -> bool:
    if left.percent and right.percent:
        return left.percent.value == right.percent.value
    if left.events is not None and right.events is not None:
        return (left.events, left.total) == (right.events, right.total)
    counted, shared = (left, right) if left.events is not None else (right, left)
    if counted.events is not None and shared.percent is not None:
        value = shared.percent.value
        return not counted.total or value is None or abs(100 * counted.events / counted.total - float(value)) <= 1
    if left.value or right.value:
        return left.value == right.value
    return left.range == right.range and left.p == right.p
