"""Bound figures judged by the whole document: what was bound too loosely makes no claim.

Binding looks at one sentence at a time. What is kept back stays unattached, with the reason; precision goes before
completeness, since a wrong number looks like a right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from evgraph.extract.records import Annotated
from evgraph.extract.trials.bound import Bound
from evgraph.extract.trials.given import GIVEN

#: A sentence that says that it compares, without naming whom.
_BETWEEN = re.compile(
    r"\b(?:between|groups?|arms?|treatments?|regimens?|vs|versus|than|compared|randomi[sz]ed|both|either|neither"
    r"|no (?:significant )?difference|differ(?:ed)?)\b",
    re.IGNORECASE,
)
#: What no name of a group holds.
_NO_NAME = re.compile(r"[<>=]|\d%|,\s\w+ed\b|\b(?:was|were|had|underwent|suffered|if|versus|vs)\b")
_CONTROL = re.compile(
    r"(?:the |one )?(?:matching )?(?:placebo|controls?|sham|observation|usual care"
    r"|no (?:treatment|therapy|intervention))\b",
    re.IGNORECASE,
)
#: Two that are compared by words, not by their numbers alone: "low risk vs high risk", "than in the unfit".
_OTHERS = re.compile(
    r"[A-Za-z)]\s(?:vs\.?|versus|than|compared (?:with|to))\s(?!\d|expected|baseline|the other\b)[A-Za-z]"
)
_AMONG = re.compile(
    r"\s*(?:[a-z]+\s)?(?:among|in|for|of)\s(?:those|(?:the\s)?(?:patients|children|adults|participants))\s"
    r"(?:with|without|who)\b"
)
#: Behind a figure: it is of what stands there, and another of another: "84% PET- vs 81% PET+".
_BESIDE = re.compile(r"\s([A-Za-z][\w+]*[+-]?)\s(?:vs\.?|versus)\s\d")
_EVERYBODY = re.compile(r"\b(?:for|in|of|among) all (?:\d+ )?(?:patients|children|adults|participants|cases)\b")
_THAN = re.compile(r"\b(?:than|compared (?:with|to)|versus|vs\.?|relative to|against)\s[^,;()]{0,60}$")

#: Behind the verb of a change: no object of its own follows ("fell in mice by", "was reduced significantly by").
_NO_OBJECT = re.compile(
    r"\W*(?:and\b|\w+ly\b|\W)*(?:$|(?:in|at|on|with|of|from|after|over|within|during|among|for|to|under|by)\b)",
    re.IGNORECASE,
)


def sound(read: Annotated, found: Iterable[Bound]) -> tuple[Bound, ...]:
    """Return bound figures in their order, those that must not make a claim with the reason.

    What a check keeps back is not seen by the checks after it.
    """
    bounds = list(found)
    for check in _CHECKS:
        reasons = check(read, bounds)
        bounds = [
            bound if bound.reason or not reasons.get(number) else replace(bound, reason=reasons[number])
            for number, bound in enumerate(bounds)
        ]
    return tuple(bounds)


def _misread_names(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back what is of a group whose name was cut wrongly out of the text."""
    bad = {arm.key for arm in read.arms if _NO_NAME.search(arm.label) or arm.label.count("(") != arm.label.count(")")}
    return {
        number: "the name of its group could not be read"
        for number, bound in enumerate(bounds)
        if {arm.key for arm in (bound.arm, bound.versus) if arm} & bad
    }


def _counted_measures(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back a count that was taken for a measure of patients: "24 patients (median age 69 years)"."""
    return {
        number: "counts people, and is no measure of them"
        for number, bound in enumerate(bounds)
        if bound.outcome is not None
        and bound.outcome.kind == "Characteristic"
        and bound.outcome.span.start > bound.figure.span.end
        and bound.figure.estimate.events is not None
        and bound.figure.estimate.percent is None
    }


def _only_controls(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back figures given to controls because no other group was read."""
    if not read.arms or not all(_CONTROL.match(arm.label) for arm in read.arms):
        return {}
    reason = "only the control group was recognised"
    return {number: reason for number, bound in enumerate(bounds) if bound.arm is not None}


def _before_than(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back the first figure of "cases had more (8 vs 5) than controls" where it was given to the group behind."""
    text = read.document.text
    found = {}
    for number, bound in enumerate(bounds[:-1]):
        follower = bounds[number + 1]
        listed = bound.figure.series == 0 and follower.figure.series == 1 and follower.sentence == bound.sentence
        if bound.reason or bound.arm is None or not listed or follower.arm is not None:
            continue
        behind = text.find(bound.arm.label.split()[0], follower.figure.span.end, bound.sentence.span.end)
        if behind >= 0 and _THAN.search(text, follower.figure.span.end, behind):
            found[number] = "the sentence does not tell of which group it is"
    return found


def _other_groups(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back what is, by its words, of others than the arms: "responders lived longer than non-responders"."""
    text = read.document.text
    found = {}
    for number, bound in enumerate(bounds):
        span, end = bound.sentence.span, bound.figure.span.end
        if bound.reason or bound.arm is None or len(read.arms) < 2:
            continue
        beside = _BESIDE.match(text, end)
        if beside and not any(end <= item.span.start < beside.end(1) for item in bound.named):
            found[number] = "compares groups that are no arms"
        elif not bound.named:
            if _AMONG.match(text, end) or _OTHERS.search(text, span.start, span.end):
                found[number] = "compares groups that are no arms"
            elif _EVERYBODY.search(text, span.start, span.end):
                found[number] = "is of everybody, or of some; not of an arm"
    return found


def _given_things(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back what is told of a treatment by its bare name: nothing says what was measured."""
    given = {m.span.of(read.document.text).casefold() for m in read.mentions if m.kind in GIVEN and m.concept}
    return {
        number: "the sentence names no outcome for it"
        for number, bound in enumerate(bounds)
        if bound.outcome is not None
        and bound.outcome.kind == "Outcome"
        and bound.outcome.span.of(read.document.text).casefold() in given
    }


def _unnamed_pair(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back a P value that no words of its sentence give to the groups of the trial."""
    reason = "compares groups, but the text does not tell which two"
    return {
        number: reason
        for number, bound in enumerate(bounds)
        if bound.compares
        and bound.figure.estimate.measure is None
        and not _BETWEEN.search(bound.sentence.span.of(read.document.text))
    }


def _other_changes(read: Annotated, bounds: list[Bound]) -> dict[int, str]:
    """Keep back how much something changed that is not the outcome: "lived longer and reduced its spread by 68%"."""
    text, found = read.document.text, {}
    for number, bound in enumerate(bounds):
        verb, by, _ = (bound.figure.estimate.qualifier or "").partition(" by")
        end = text.rfind("by", bound.sentence.span.start, bound.figure.span.start)
        if bound.outcome is None or not by or end < 0:
            continue
        start = text.lower().rfind(verb, bound.sentence.span.start, end) + len(verb)
        before = bounds[number - 1].figure.span.end if number else 0
        if start < before <= end:  # "fell by 52% in A and its spread by 31%"
            start = max(before, text.rfind(" and ", before, end))
        among = bound.outcome.span.end > start and bound.outcome.span.start < end
        found[number] = "" if among or _NO_OBJECT.match(text, start, end) else "tells how much something else changed"
    return found


#: The checks, in the order in which they are made: the surest reason first.
_CHECKS: tuple[Callable[[Annotated, list[Bound]], dict[int, str]], ...] = (
    _other_changes,
    _counted_measures,
    _misread_names,
    _only_controls,
    _before_than,
    _given_things,
    _other_groups,
    _unnamed_pair,
)
