"""Bound figures turned into claims: results of arms, comparisons, characteristics, adverse events, transitions.

A claim is made only of a figure whose sentence names what it needs. Its quote is the sentence, its figure the place of
the numbers. A P value told for a list belongs to the comparison, not to the result of an arm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from evgraph.extract.records import Annotated, Rule, mentions_in, term, within
from evgraph.extract.telltales import telltale
from evgraph.extract.trials.bind import bindings
from evgraph.extract.trials.bound import Bound
from evgraph.extract.trials.contrast import contrast_of
from evgraph.extract.trials.phrases import noun_phrases, words_of
from evgraph.model import (
    Claim,
    Contrast,
    EffectEstimate,
    Evidence,
    Kind,
    Mention,
    Place,
    Proposition,
    Provenance,
    Role,
    Span,
    Standing,
    Unattached,
)

_NEXT = telltale(
    "next",
    r"\b(?:proceed(?:ed|ing)? to|went on to|bridged (?:to|into)|underwent|(?:were able|continued) to (?:proceed"
    r"|undergo)|"
    r"subsequently (?:received|underwent|had)|received (?:a )?subsequent|transitioned to|moved on to|consolidated "
    r"with)\b",
)
#: Between a figure and a therapy they part the two.
_APART = re.compile(r"[;]|\d\s?%|\bwhile\b|\bwhereas\b")


def arm_results(read: Annotated) -> Iterator[Claim]:
    """Yield what happened in one arm: "Remission occurred in 34% of patients given A and in 16% given B."."""
    for bound in _ready(read):
        if (
            not bound.compares
            and bound.outcome is not None
            and bound.outcome.kind == "Outcome"
            and not _is_next(read, bound)
        ):
            yield _claim(read, bound, Kind.RESULT)


def adverse_events(read: Annotated) -> Iterator[Claim]:
    """Yield how often an adverse event was seen: "Grade 3 or 4 rash occurred in 12 of 60 patients (20%)."."""
    for bound in _ready(read):
        if not bound.compares and bound.outcome is not None and bound.outcome.kind == "AdverseEvent":
            yield _claim(read, bound, Kind.RESULT)


def characteristics(read: Annotated) -> Iterator[Claim]:
    """Yield who the patients were: "The median age was 41 years (range, 18 to 80)."."""
    for bound in _ready(read):
        if not bound.compares and bound.outcome is not None and bound.outcome.kind == "Characteristic":
            yield _claim(read, bound, Kind.CHARACTERISTIC)


def comparisons(read: Annotated) -> Iterator[Claim]:
    """Yield how two arms differed: "Survival was longer with A than with B (hazard ratio, 0.71; P = .01)."."""
    for bound in _ready(read):
        if bound.compares:
            yield _claim(read, bound, Kind.COMPARISON)
    yield from _from_lists(read)


def transitions(read: Annotated) -> Iterator[Claim]:
    """Yield what came next: "Of 20 patients in remission, 12 (60%) proceeded to transplantation."."""
    for bound in bindings(read):
        if bound.compares or bound.reason.startswith("stands in"):
            continue
        following = _next(read, bound)
        arm = bound.arm or (read.arms[0] if len(read.arms) == 1 else None)
        if (
            following is None
            or following.concept is None
            or (arm is None and len(read.arms) > 1 and not bound.everyone)
        ):
            continue
        state = _state(read, bound, following)
        claim = _claim(read, replace(bound, outcome=following, arm=arm), Kind.TRANSITION)
        yield replace(claim, proposition=replace(claim.proposition, after=state))


def find_next_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return what patients went on to where no vocabulary names it: "went on to allogeneic transplantation"."""
    text = read.document.text
    known = [m.span for m in read.mentions if m.kind in ("Procedure", "Drug", "Regimen")]
    found = []
    for sentence in read.sentences:
        match = _NEXT.search(text, sentence.span.start, sentence.span.end)
        if match is None:
            continue
        words = words_of(text, match.end(), min(sentence.span.end, match.end() + 90))
        phrase = next(iter(noun_phrases(words)), None)
        if phrase is None or not words[phrase[1] - 1].low.startswith(
            ("transplant", "surgery", "infusion", "radiotherapy")
        ):
            continue
        span = Span(words[phrase[0]].start, words[phrase[1] - 1].end)
        if not any(span.start < other.end and other.start < span.end for other in known):
            concept = term("Procedure", span.of(text)).iri
            reference, part = read.document.reference, read.document.part
            found.append(Mention(reference, part, span, "Procedure", concept, (), "next therapy"))
    return tuple(found)


def find_unattached(read: Annotated, claims: tuple[Claim, ...]) -> tuple[Unattached, ...]:
    """Return the figures that no claim holds, each with the reason."""
    used = {claim.evidence.figure for claim in claims}
    return tuple(
        Unattached(
            read.document.reference,
            read.document.part,
            bound.figure.span,
            bound.figure.estimate,
            bound.reason or "no rule makes a claim of it",
        )
        for bound in bindings(read)
        if bound.figure.span not in used
    )


def _ready(read: Annotated) -> Iterator[Bound]:
    return (bound for bound in bindings(read) if not bound.reason)


def _from_lists(read: Annotated) -> Iterator[Claim]:
    """Yield the comparison behind "34% vs. 16%, P < .001": the P value of the list, between its first two arms."""
    bounds = bindings(read)
    for first, second, third in zip(bounds, bounds[1:], (*bounds[2:], None), strict=False):
        if first.reason or second.reason or (third is not None and third.figure.series == 2):
            continue
        p = first.figure.estimate.p
        if p is None or first.compares or second.compares or second.figure.series != 1 or first.figure.series != 0:
            continue
        if first.arm is None or second.arm is None or first.arm is second.arm or first.outcome != second.outcome:
            continue
        own, other = sorted((first.arm, second.arm), key=lambda arm: arm.role is Role.COMPARATOR)
        bound = replace(first, arm=own, versus=other, compares=True)
        claim = _claim(read, bound, Kind.COMPARISON)
        yield replace(claim, evidence=replace(claim.evidence, estimate=EffectEstimate(p=p)))


def _is_graded(read: Annotated, outcome: Mention) -> bool:
    """Say whether an outcome can have a grade: an adverse event, or what may be one that no vocabulary holds."""
    return outcome.kind == "AdverseEvent" or (
        outcome.kind == "Outcome" and outcome.concept not in read.lexicon.concepts
    )


def _claim(read: Annotated, bound: Bound, kind: Kind) -> Claim:
    """Return the claim that a bound figure makes; its key, label, source and provenance come later."""
    outcome = bound.outcome
    assert outcome is not None and outcome.concept is not None  # noqa: S101, PT018 - callers hold bound figures
    population = read.populations[0] if read.populations else None
    figure = bound.figure
    proposition = Proposition(
        kind,
        agents=bound.arm.interventions if bound.arm else (),
        comparators=bound.versus.interventions if bound.versus else (),
        outcomes=(outcome.concept,),
        population=bound.subgroup or (population.criteria if population else ()),
        grade=figure.grade if _is_graded(read, outcome) else None,
        time_point=figure.time_point,
    )
    estimate = figure.estimate
    if kind is not Kind.COMPARISON and figure.series is not None:
        estimate = replace(estimate, p=None)
    evidence = Evidence(
        (),
        population=population.key if population and not bound.subgroup else None,
        arm=bound.arm.key if bound.arm else None,
        comparator_arm=bound.versus.key if bound.versus else None,
        design=read.design,
        estimate=estimate,
        quote=bound.sentence.span.of(read.document.text),
        span=bound.sentence.span,
        figure=figure.span,
        part=read.document.part,
        contrast=_contrast(read, bound) if kind is Kind.COMPARISON else None,
    )
    return Claim(
        "",
        read.document.reference,
        proposition,
        evidence,
        Provenance("evgraph", "automatic-assertion", Place("", 1, 1)),
        standing=_standing(read, figure.span),
    )


def _contrast(read: Annotated, bound: Bound) -> Contrast | None:
    beside = [other for other in bindings(read) if other.sentence is bound.sentence]
    return contrast_of(read.document.text, bound, beside)


def _standing(read: Annotated, span: Span) -> tuple[Standing, ...]:
    found = {cue.standing for cue in read.cues if within(cue.scope, span) and cue.standing is not Standing.NEGATED}
    return tuple(sorted(found))


def _is_next(read: Annotated, bound: Bound) -> bool:
    return _next(read, bound) is not None


def _next(read: Annotated, bound: Bound) -> Mention | None:
    """Return the therapy that a figure's patients went on to."""
    text, figure = read.document.text, bound.figure.span
    if bound.figure.estimate.events is None and bound.figure.estimate.percent is None:
        return None
    for mention in mentions_in(read, bound.sentence.span.start, bound.sentence.span.end):
        if mention.kind not in ("Procedure", "Drug", "Regimen") or not within(bound.sentence.span, mention.span):
            continue
        if mention.span.start < figure.end or mention.span.start - figure.end > 140:
            continue
        between = figure.end, mention.span.start
        if _NEXT.search(text, *between) and not _APART.search(text, *between):
            return mention
    return None


def _state(read: Annotated, bound: Bound, following: Mention) -> str | None:
    """Return the state that was left: the outcome named before the therapy in the sentence."""
    states = [
        m.concept
        for m in read.mentions
        if m.kind == "Outcome"
        and m.concept
        and within(bound.sentence.span, m.span)
        and m.span.end <= following.span.start
    ]
    return states[-1] if states else None


#: The rules of trials, in the order in which they are asked.
TRIAL_RULES: tuple[Rule, ...] = (arm_results, adverse_events, characteristics, comparisons, transitions)
