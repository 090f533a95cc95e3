"""Each figure of a Document bound to the arm, outcome and comparator that its sentence names, or the reason why not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from evgraph.extract.figures.words import DIFFERENCES, RATIOS
from evgraph.extract.once import once
from evgraph.extract.records import Annotated, FoundFigure, Sentence, within
from evgraph.extract.trials.aliases import Named, aliases_of, named_arms
from evgraph.extract.trials.countable import countable, is_condition, is_either
from evgraph.extract.trials.groups import group_phrases
from evgraph.extract.trials.linking import groups_of, listed_outcomes, outcomes_of
from evgraph.extract.trials.partial import counts_given, foretells, is_of_whom, is_unlabelled, why_partial
from evgraph.model import Arm, Mention, Role
from evgraph.vocabulary import CONCEPT

#: Kinds of things that a figure can be of.
OUTCOMES = ("Outcome", "AdverseEvent", "Characteristic")
_PLANNED = (
    "METHOD",
    "DESIGN",
    "SETTING",
    "OBJECTIVE",
    "AIM",
    "PURPOSE",
    "INTRODUCTION",
    "REGISTRATION",
    "FUNDING",
    "MEASURES",
    "INTERVENTIONS",
)
_BACK = re.compile(
    r"^\W*(?:It|This|These|They|The (?:corresponding|respective|rates?|difference|values?|median|estimates?"
    r"|proportions?)|Corresponding|Rates|Respective|Values)\b"
)
_EVERYONE = re.compile(
    r"\b(?:overall(?=,| (?:population|cohort|group|sample)\b)"
    r"|all (?:the )?(?:\d+ )?(?:evaluable |treated |enrolled )?patients|entire|whole (?:cohort"
    r"|population)|in total|(?:both|each|either|the two) (?:treatment |study )?(?:groups?|arms?)|pooled|combined)\b",
    re.IGNORECASE,
)
#: A leading phrase that says of whom the sentence speaks; what it names is no outcome of it.
_AMONG = re.compile(
    r"\W*(?:Among|Of|In|For) (?:[\w-]+ ){0,6}?(?:patients|those|responders|participants|subjects)\b[^,;.]{0,120},"
)
_HAD = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?:patients|children|adults|participants|them)\s+(?:had|have|were)\b")
_VERSUS = re.compile(r"\b(?:vs|versus|v|compared with)\b")
_MEASURE = re.compile(r"\b(?:hazards?|odds|risk|rate|relative) (?:ratio|risk)|\b(?:HR|OR|RR)\b|\bdifference\b")
_RANDOMISED = str(CONCEPT) + "randomized-controlled-trial"
_DIFFERENCES = frozenset(str(CONCEPT) + name for name in DIFFERENCES)
_COMPARING = frozenset(str(CONCEPT) + name for name in RATIOS | DIFFERENCES)


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure with what it is of. `reason` says what is missing; without one the figure may make a claim.

    `versus` is the other arm, of a figure that compares two; `everyone`: the figure is of all who were studied.
    """

    figure: FoundFigure
    sentence: Sentence
    outcome: Mention | None = None
    arm: Arm | None = None
    versus: Arm | None = None
    compares: bool = False
    everyone: bool = False
    either: bool = False
    reason: str = ""


@once
def bindings(read: Annotated) -> tuple[Bound, ...]:
    """Return every figure with what it was bound to; each rule asks for them, they are made once for a document."""
    names = aliases_of(read)
    found: list[Bound] = []
    order: tuple[Arm, ...] = ()
    last: Mention | None = None
    for sentence, figures, outcomes in _by_sentence(read):
        if figures:
            named = named_arms(read.document.text, sentence.span, names)
            found += _bind(read, sentence, figures, outcomes, named, order, last)
            if not _is_planned(sentence):
                order = tuple(dict.fromkeys(item.arm for item in named)) or order
        last = next((m for m in outcomes if m.kind != "Characteristic"), last)
    return tuple(found)


def _by_sentence(read: Annotated) -> Iterator[tuple[Sentence, list[FoundFigure], list[Mention]]]:
    """Yield each sentence with its figures and the outcomes it names."""
    conditions = {m.span.end: m.span.start for m in read.mentions if m.kind == "Condition"}
    figures = sorted(read.figures, key=_place)
    mentions = [m for m in read.mentions if m.kind in OUTCOMES and not is_condition(read, m, conditions)]
    for sentence in read.sentences:
        start, end = sentence.span.start, sentence.span.end
        own = figures[bisect_left(figures, start, key=_place) : bisect_left(figures, end, key=_place)]
        yield sentence, own, mentions[bisect_left(mentions, start, key=_place) : bisect_left(mentions, end, key=_place)]


def _place(item: FoundFigure | Mention) -> int:
    return item.span.start


def _bind(
    read: Annotated,
    sentence: Sentence,
    figures: list[FoundFigure],
    outcomes: list[Mention],
    named: list[Named],
    order: tuple[Arm, ...],
    last: Mention | None,
) -> Iterator[Bound]:
    text = read.document.text
    spans = [figure.span for figure in figures]
    if _is_planned(sentence):
        for figure in figures:
            yield Bound(figure, sentence, reason="stands in the methods, not among results")
        return
    among = _AMONG.match(text, sentence.span.start, sentence.span.end)
    free = [m for m in countable(text, outcomes, figures) if not among or m.span.start >= among.end()]
    free = [m for m in free if not any(within(item.span, m.span) for item in named)]
    linked = outcomes_of(text, spans, [m.span for m in free])
    groups = groups_of(text, spans, [item.span for item in named])
    listed = listed_outcomes(text, spans, [m.span for m in free])
    if len({item.arm.key for item in named}) > 1:
        listed = {}
    for number, figure in enumerate(figures):
        outcome = _chosen([free[i] for i in linked[number]])
        if number in listed:
            outcome, figure = _chosen([free[listed[number]]]), replace(figure, series=None)
        if figure.estimate.measure in _COMPARING:
            outcome = _before_measure(text, sentence, figure, free) or outcome
        if outcome is None and _BACK.match(sentence.span.of(text)):
            outcome = last
        either = outcome is not None and is_either(text, sentence, outcome, outcomes)
        bound = Bound(figure, sentence, outcome, either=either)
        if outcome is not None and _HAD.match(text, figure.span.end) and outcome.span.end <= figure.span.start:
            parted = any(outcome.span.end <= other.start < figure.span.start for other in spans)
            bound = replace(bound, outcome=None if parted else outcome)
        if is_comparison(figure):
            yield _compared(read, bound, named, order)
        else:
            group = groups[number]
            arm = named[group].arm if group is not None else None
            yield _grouped(read, bound, arm, named, order, figures)


def _is_planned(sentence: Sentence) -> bool:
    """Say whether a sentence stands where no results are told."""
    return any(word in sentence.section for word in _PLANNED) and "RESULT" not in sentence.section


def _before_measure(text: str, sentence: Sentence, figure: FoundFigure, outcomes: list[Mention]) -> Mention | None:
    """Return the outcome named last before a ratio: OS, of "OS was longer (hazard ratio for death, 0.71)"."""
    labels = list(_MEASURE.finditer(text, sentence.span.start, figure.span.end))
    named = [m for m in outcomes if labels and m.span.end <= labels[-1].start() and m.kind != "Characteristic"]
    return _chosen(named)


def _chosen(outcomes: list[Mention]) -> Mention | None:
    named = [m for m in outcomes if m.concept or m.candidates]
    return named[-1] if named else None


def is_comparison(figure: FoundFigure) -> bool:
    """Say whether a figure compares two groups: a ratio, a difference, or a P value alone."""
    estimate = figure.estimate
    alone = estimate.p is not None and not (estimate.value or estimate.percent or estimate.events is not None)
    return estimate.measure in _COMPARING or (alone and estimate.range is None)


def _compared(read: Annotated, bound: Bound, named: list[Named], order: tuple[Arm, ...]) -> Bound:
    """Bind a figure that compares: to the two arms of the sentence, else to the only two there are."""
    bound = replace(bound, compares=True)
    arms = tuple(dict.fromkeys(item.arm for item in named))
    if bound.figure.series is not None and bound.figure.estimate.measure in _DIFFERENCES:
        return replace(bound, reason="a difference, but told for each of several groups")
    if len(arms) < 2 and foretells(bound.sentence.span.of(read.document.text), names_arm=bool(arms)):
        return replace(bound, reason="compares by what foretells an outcome, not the arms")
    pair = arms if len(arms) == 2 else read.arms if len(read.arms) == 2 else ()
    if len(pair) == 2:
        own, other = sorted(pair, key=lambda arm: arm.role is Role.COMPARATOR)
        bound = replace(bound, arm=own, versus=other)
    return _judged(bound, "compares groups, but the text does not tell which two")


def _grouped(
    read: Annotated,
    bound: Bound,
    arm: Arm | None,
    named: list[Named],
    order: tuple[Arm, ...],
    figures: list[FoundFigure],
) -> Bound:
    """Bind the figure of one group: to the arm linked to it, the only arm, everyone, or by the order of a list."""
    words = bound.sentence.span.of(read.document.text)
    series = bound.figure.series
    if _is_baseline(bound) and arm is not None and not _is_beside(bound, arm, named):
        return _judged(replace(bound, everyone=True), "")
    if counts_given(read.document.text, bound.figure):
        return replace(bound, reason="counts what was given")
    if is_unlabelled(read, bound.figure):
        return replace(bound, reason="its measure is not told")
    if is_of_whom(read.document.text, bound.figure):
        return replace(bound, reason="is of some of the patients only")
    if arm is None and (reason := why_partial(read, bound.sentence, bound.figure, figures)):
        return replace(bound, reason=reason)
    if len(read.arms) < 2 and read.design == _RANDOMISED:
        return _judged(bound, "the groups of the trial were not recognised")
    if arm is None and len(read.arms) <= 1:
        return _judged(replace(bound, arm=read.arms[0] if read.arms else None, everyone=not read.arms), "")
    if (
        arm is None
        and series is not None
        and not named
        and len(order) == len(read.arms) == _length(bound.figure, figures)
    ):
        arm = order[series]
    if arm is None and series == 1 and len(read.arms) == 2 and _length(bound.figure, figures) == 2:
        arm = _other(read, bound, named, figures)
    everyone = arm is None and not named and (_EVERYONE.search(words) or _is_baseline(bound))
    if everyone and not group_phrases(read.document.text, bound.sentence.span.start, bound.sentence.span.end):
        return _judged(replace(bound, everyone=True), "")
    return _judged(replace(bound, arm=arm), "the sentence does not tell of which group it is")


def _other(read: Annotated, bound: Bound, named: list[Named], figures: list[FoundFigure]) -> Arm | None:
    """Return the other of two arms for the second figure of "longer in A (4.6 vs. 3.1)", where only A is named."""
    first = figures[figures.index(bound.figure) - 1]
    text = read.document.text[first.span.end : bound.figure.span.start]
    own = {item.arm.key for item in named if item.span.end <= first.span.start}
    if len(own) != 1 or not _VERSUS.search(text):
        return None
    return next(arm for arm in read.arms if arm.key not in own)


def _is_beside(bound: Bound, arm: Arm, named: list[Named]) -> bool:
    """Say whether an arm is named right beside a figure."""
    span = bound.figure.span
    return any(
        item.arm is arm and (0 <= item.span.start - span.end <= 30 or 0 <= span.start - item.span.end <= 30)
        for item in named
    )


def _is_baseline(bound: Bound) -> bool:
    return bound.outcome is not None and bound.outcome.kind == "Characteristic"


def _length(figure: FoundFigure, figures: list[FoundFigure]) -> int:
    """Return how many figures the list has that a figure stands in."""
    place = figures.index(figure)
    first = place - (figure.series or 0)
    last = place + 1
    while last < len(figures) and figures[last].series == last - first:
        last += 1
    return last - first


def _judged(bound: Bound, no_group: str) -> Bound:
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
