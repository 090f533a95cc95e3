"""Each figure of a Document bound to the arm, outcome and comparator that its sentence names, or the reason why not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from evgraph.extract.once import once
from evgraph.extract.records import Annotated, FoundFigure, Sentence, within
from evgraph.extract.trials.aliases import aliases_of
from evgraph.extract.trials.bound import COMPARING, Bound, is_comparison
from evgraph.extract.trials.contradictions import without_contradictions
from evgraph.extract.trials.countable import countable, is_condition, is_either, is_generic, names_no_outcome
from evgraph.extract.trials.grouping import compared, grouped
from evgraph.extract.trials.linking import groups_of
from evgraph.extract.trials.named import named_arms, with_other, with_strangers
from evgraph.extract.trials.noresults import why_no_result
from evgraph.extract.trials.orders import Told, is_whole
from evgraph.extract.trials.outcome_links import listed_outcomes, outcomes_of
from evgraph.extract.trials.sound import sound
from evgraph.extract.trials.subgroups import subgroup_of
from evgraph.model import Arm, Mention

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
    r"\bthe (?:mean|median|rate|incidence|frequency|value|figure)s? (?:was|were)\b|^\W*(?:It|This|These|They"
    r"|The (?:corresponding|respective|rates?|differences?|values?|median|estimates?"
    r"|proportions?|hazard ratio|HR|odds ratio|relative risk|risk ratio)|Th[eo]se differences|Corresponding|Rates"
    r"|Respective|Values)\b(?! (?:of|in) )"
)
#: A leading phrase that says of whom the sentence speaks; what it names is no outcome of it.
_AMONG = re.compile(
    r"\W*(?:Among|Of|In|For) (?:[\w-]+ ){0,6}?(?:patients|those|responders|participants|subjects)\b[^,;.]{0,120},"
)
_HAD = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?(?:patients|children|adults|participants|them)\s+(?:had|have|were)\b")
_MEASURE = re.compile(r"\b(?:hazards?|odds|risk|rate|relative) (?:ratio|risk)|\b(?:HR|OR|RR)\b|\bdifference\b")


@once
def bindings(read: Annotated) -> tuple[Bound, ...]:
    """Return every figure with what it was bound to; each rule asks for them, they are made once for a document."""
    names = aliases_of(read)
    found: list[Bound] = []
    order: tuple[Arm, ...] = ()
    last: Mention | None = None
    for sentence, figures, outcomes in _by_sentence(read):
        if figures:
            spans = [figure.span for figure in figures]
            named = named_arms(read.document.text, sentence.span, names)
            named = with_strangers(read.document.text, sentence.span, named, spans)
            named = with_other(read.document.text, named, read.arms if is_whole(read) == 2 else ())
            told = Told(read, sentence, figures, named, order)
            found += without_contradictions(read.document.text, list(_bind(told, outcomes, last)))
            if not _is_planned(sentence):
                order = tuple(dict.fromkeys(item.arm for item in named if item.arm is not None)) or order
        last = _only([m for m in outcomes if m.kind != "Characteristic"], last)
    return sound(read, found)


def _only(outcomes: list[Mention], last: Mention | None) -> Mention | None:
    """Return the outcome that a sentence names, if it is one; else none to point back to."""
    if not outcomes:
        return last
    return outcomes[0] if len({m.concept for m in outcomes}) == 1 else None


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


def _bind(told: Told, outcomes: list[Mention], last: Mention | None) -> Iterator[Bound]:
    """Yield each figure of a sentence with what it is of; `last`: the outcome named before the sentence."""
    read, sentence, figures = told.read, told.sentence, told.figures
    text = read.document.text
    spans = [figure.span for figure in figures]
    if _is_planned(sentence):
        for figure in figures:
            yield Bound(figure, sentence, reason="stands in the methods, not among results")
        return
    among = _AMONG.match(text, sentence.span.start, sentence.span.end)
    free = [m for m in countable(text, outcomes, figures) if not among or m.span.start >= among.end()]
    free = [m for m in free if not any(within(item.span, m.span) for item in told.named)]
    free = [m for m in free if not names_no_outcome(read, m)]
    if not all(is_generic(m, text) for m in free):
        free = [m for m in free if not is_generic(m, text)]
    linked = outcomes_of(text, spans, [m.span for m in free])
    single = [number for number, figure in enumerate(figures) if not is_comparison(figure)]
    linked_groups = groups_of(text, [spans[number] for number in single], [item.span for item in told.named])
    groups = dict(zip(single, linked_groups, strict=True))
    listed = listed_outcomes(text, spans, [m.span for m in free]) if len(told.arms) < 2 else {}
    for number, figure in enumerate(figures):
        if any(within(item.span, figure.span) for item in told.named):
            yield Bound(figure, sentence, reason="is part of the name of a group")
            continue
        if reason := why_no_result(read, figure):
            yield Bound(figure, sentence, reason=reason)
            continue
        outcome = _chosen([free[i] for i in linked[number]])
        if number in listed:
            outcome, figure = _chosen([free[listed[number]]]), replace(figure, series=None)
        if figure.estimate.measure in COMPARING:
            outcome = _before_measure(text, sentence, figure, free) or outcome
        if outcome is None and not free and _BACK.search(sentence.span.of(text)):
            outcome = last
        if outcome is not None and _HAD.match(text, figure.span.end) and outcome.span.end <= figure.span.start:
            parted = any(outcome.span.end <= other.start < figure.span.start for other in spans)
            outcome = None if parted else outcome
        if outcome is not None and _opens(text[figure.span.end : max(figure.span.end, outcome.span.start)]):
            outcome = None
        either = outcome is not None and is_either(text, sentence, outcome, outcomes)
        subgroup = subgroup_of(read, sentence, figure.span)
        bound = Bound(figure, sentence, outcome, either=either, subgroup=subgroup, named=tuple(told.named))
        yield compared(told, bound) if is_comparison(figure) else grouped(told, bound, groups.get(number))


def _opens(gap: str) -> bool:
    """Say whether a bracket opens between a figure and what is named behind it: "688 (92%) (median age, 5 years)"."""
    return gap.count("(") + gap.count("[") > gap.count(")") + gap.count("]")


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
