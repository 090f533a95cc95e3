"""Whose a figure is: the arm that its sentence names beside it, the two arms that it compares, or everyone.

Where a sentence tells of a group that is no arm, its figures are of nobody that the document names.
"""

from __future__ import annotations

import re
from dataclasses import replace

from evgraph.extract.trials.bound import DIFFERING, Bound
from evgraph.extract.trials.named import Named
from evgraph.extract.trials.orders import Told, by_order, is_whole
from evgraph.extract.trials.partial import (
    became_of,
    counts_given,
    counts_people,
    foretells,
    is_among_some,
    is_difference,
    is_of_whom,
    is_some,
    is_unlabelled,
    leads_with_some,
    why_no_share,
    why_partial,
)
from evgraph.model import Arm, Role
from evgraph.vocabulary import CONCEPT

_EVERYONE = re.compile(
    r"\b(?:overall(?=,| (?:population|cohort|group|sample)\b)"
    r"|all (?:the )?(?:\d+ )?(?:evaluable |treated |enrolled )?patients|entire|whole (?:cohort"
    r"|population)|in total|(?:both|each|either|the two) (?:treatment |study )?(?:groups?|arms?)|pooled|combined)\b",
    re.IGNORECASE,
)
#: Behind a figure: it is of every group.
_EACH = re.compile(
    r"\s+(?:\w+\s){0,2}?(?:in|for|with|among)\s(?:either|both|each|all)\s(?:of the\s)?(?:\w+\s)?(?:groups?|arms?)\b"
)
_RATIO = re.compile(r"\b(?:ratio|risk|difference|HR|OR|RR)s?\b")
_CONTRAST = re.compile(
    r"\b(?:than|compared (?:with|to)|versus|vs\.?|relative to)\s+(?:(?:with|in|those|that|the|of|for|after)\s+)*(\S+)"
)
#: A contrast with the same people at another time.
_BEFORE = re.compile(
    r"\b(?:from|than|to|with|versus|vs\.?|over) (?:the |their )?"
    r"(?:baseline|before|pre-?\w+|preoperative\w*|admission|initial|screening)\b|\bover time\b|\bwithin[- ]group"
)
_SEVERAL = re.compile(
    r"\b(?:among|between|across)\s(?:all\s)?(?:the\s)?(?:three|four|five|six|[3-6])\s(?:\w+\s)?(?:groups|arms)\b"
)
#: At the beginning of a sentence: what it tells is of one group alone.
_WITHIN = re.compile(r"\W*(?:In|Among|Within|For)\s(?:(?:the|those|patients|given|receiving)\s){0,3}")
_RANDOMISED = str(CONCEPT) + "randomized-controlled-trial"
NO_ARM = "is of a group that is no arm of the study"


def compared(told: Told, bound: Bound) -> Bound:
    """Bind a figure that compares: to the two arms of the sentence, else to the only two there are."""
    bound = replace(bound, compares=True)
    if bound.figure.series is not None and bound.figure.estimate.measure in DIFFERING:
        return replace(bound, reason="a difference, but told for each of several groups")
    if not bound.subgroup and leads_with_some(told.read, told.sentence):
        return replace(bound, reason="is of some of the patients only")
    if len(told.arms) < 2 and foretells(told.words, names_arm=bool(told.arms)):
        return replace(bound, reason="compares by what foretells an outcome, not the arms")
    if (
        told.read.arms
        and len(told.arms) < 2
        and (_compares_others(told, bound) or is_some(told.read, told.sentence, bound.figure))
    ):
        return replace(bound, reason="compares groups that are no arms")
    if _SEVERAL.search(
        told.read.document.text, max(told.sentence.span.start, bound.figure.span.start - 90), bound.figure.span.start
    ):
        return replace(bound, reason="compares more than two groups")
    pair = told.arms if len(told.arms) == 2 else told.read.arms if is_whole(told.read) == 2 else ()
    if len(pair) == 2:
        own, other = _ordered(told, bound) or sorted(pair, key=lambda arm: arm.role is Role.COMPARATOR)
        bound = replace(bound, arm=own, versus=other)
    return judged(bound, "compares groups, but the text does not tell which two")


def _ordered(told: Told, bound: Bound) -> tuple[Arm, ...]:
    """Return the two arms named between a measure and its value, in that order: "hazard ratio for A to B, 0.83"."""
    text, span = told.read.document.text, bound.figure.span
    labels = list(_RATIO.finditer(text, told.sentence.span.start, span.end))
    if not labels:
        return ()
    named = [item for item in told.named if labels[-1].end() <= item.span.start < span.end]
    pair = tuple(dict.fromkeys(item.arm for item in named if item.arm is not None))
    return pair if len(pair) == 2 else ()


def _compares_others(told: Told, bound: Bound) -> bool:
    """Say whether a figure compares what is not the arms: other groups, or the same people at two times."""
    text, sentence = told.read.document.text, told.sentence.span
    if told.strangers:
        return True
    end = min(sentence.end, bound.figure.span.end + 60)
    if _BEFORE.search(text, sentence.start, end) or (len(told.arms) == 1 and _WITHIN.fullmatch(told.before)):
        return True
    contrast = _CONTRAST.search(text, sentence.start, end)
    if contrast is None or contrast[1].strip("([").startswith(tuple("0123456789-.−")):
        return False
    # In a randomised trial of two, what one arm is compared with is the other arm, whatever it is called.
    return not told.arms or told.read.design != _RANDOMISED


def grouped(told: Told, bound: Bound, group: int | None) -> Bound:
    """Bind the figure of one group: to the arm linked to it, the only arm, everyone, or by the order of a list."""
    read, text, figure = told.read, told.read.document.text, bound.figure
    item = told.named[group] if group is not None else None
    arm = item.arm if item else None
    if _EACH.match(text, figure.span.end):
        return judged(replace(bound, everyone=True), "")
    if is_baseline(bound) and (figure.estimate.qualifier or "") in ("less than", "more than", "at least", "at most"):
        return replace(bound, reason="is a limit, not a value")
    if reason := why_no_share(text, figure, bound.outcome):
        return replace(bound, reason=reason)
    if not bound.subgroup and leads_with_some(read, told.sentence):
        return replace(bound, reason="is of some of the patients only")
    if is_baseline(bound) and item is not None and not _is_beside(bound, item):
        before_all = all(figure.span.end <= other.span.start for other in told.named)
        return judged(
            replace(bound, everyone=before_all or len(told.arms) < 2), "the sentence does not tell of which group it is"
        )
    reason = _why_not(told, bound, item)
    if reason:
        return replace(bound, reason=reason)
    if len(read.arms) < 2 and read.design == _RANDOMISED:
        return judged(bound, "the groups of the trial were not recognised")
    if arm is None and len(read.arms) <= 1:
        return judged(replace(bound, arm=read.arms[0] if read.arms else None, everyone=not read.arms), "")
    if arm is None:
        arm = by_order(told, bound)
    if arm is None and not told.named and (_is_of_all(told) or is_baseline(bound)):
        return judged(replace(bound, everyone=True), "")
    return judged(replace(bound, arm=arm), "the sentence does not tell of which group it is")


def _is_of_all(told: Told) -> bool:
    """Say whether a sentence that names no group is of all: it says so, or no group of a cohort was told of before."""
    before = told.order or told.read.design == _RANDOMISED
    return _EVERYONE.search(told.words) is not None or not before


def _why_not(told: Told, bound: Bound, item: Named | None) -> str:
    """Return why a figure is of none of the arms."""
    read, figure = told.read, bound.figure
    text = read.document.text
    if counts_given(text, figure):
        return "counts what was given"
    if counts_people(text, told.sentence, figure, bound.outcome):
        return "counts people, but does not tell of what"
    if became_of(text, figure, bound.outcome):
        return "tells what became of the outcome"
    if is_unlabelled(read, figure):
        return "its measure is not told"
    if is_difference(text, figure):
        return "is a difference, not the value of a group"
    if is_of_whom(text, figure):
        return "is of some of the patients only"
    if item is not None and item.arm is None:
        return NO_ARM
    if not bound.subgroup and is_among_some(read, figure, named=item is not None):
        return "is of some of the patients only"
    if item is None:
        return why_partial(read, told.sentence, figure, told.figures)
    return ""


def _is_beside(bound: Bound, item: Named) -> bool:
    """Say whether a group is named right beside a figure."""
    span = bound.figure.span
    return 0 <= item.span.start - span.end <= 30 or 0 <= span.start - item.span.end <= 30


def is_baseline(bound: Bound) -> bool:
    """Say whether a figure tells who the patients were."""
    return bound.outcome is not None and bound.outcome.kind == "Characteristic"


def judged(bound: Bound, no_group: str) -> Bound:
    """Return a figure with the reason why it makes no claim, if it makes none."""
    if bound.outcome is None:
        return replace(bound, reason="the sentence names no outcome for it")
    if bound.either:
        return replace(bound, reason="is of one outcome or another")
    if bound.outcome.concept is None:
        return replace(bound, reason="its outcome may mean several things")
    if bound.arm is None and not bound.everyone:
        return replace(bound, reason=no_group)
    if bound.compares and bound.versus is None:
        return replace(bound, reason=no_group)
    return bound
