"""A proposition turned into a claim: with its words, its models, its dose, and how the sentence says it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from evgraph.extract.mechanisms.doses import dose_at
from evgraph.extract.mechanisms.names import without_verb
from evgraph.extract.mechanisms.tokens import VERBAL
from evgraph.extract.mechanisms.triggers import TRIGGERS
from evgraph.extract.records import Annotated, Sentence, within
from evgraph.model import Claim, Effect, Evidence, Mention, Place, Proposition, Provenance, Span, Standing
from evgraph.vocabulary import CONCEPT

AGENTS = frozenset({"Drug", "DrugClass", "Regimen", "Target", "Process"})
TARGETS = frozenset({"Target", "Process"})
#: What a claim may be about only with one of these aspects: how well a drug works, how cells fare.
WITH_ASPECT = {
    "Drug": ("sensitivity", "cross-resistance", "uptake"),
    "DrugClass": ("sensitivity", "cross-resistance", "uptake"),
    "Condition": ("growth", "killing", "survival-of-cells"),
    "Model": ("growth", "killing", "survival-of-cells"),
}
_NAMES = AGENTS | WITH_ASPECT.keys()
#: Words of a model to the design in which such models stand, the first that fits.
_DESIGNS = (
    ("xenograft", "xenograft"), ("mouse", "animal-model"), ("mice", "animal-model"), ("rat", "animal-model"),
    ("zebrafish", "animal-model"), ("primary", "ex-vivo"), ("sample", "ex-vivo"), ("cell", "in-vitro"),
)  # fmt: skip


def named_sentences(read: Annotated) -> Iterator[tuple[Sentence, list[Mention]]]:
    """Yield the sentences that name two things or more, with the mentions that may act or be acted on, none within."""
    usable = [mention for mention in read.mentions if mention.kind in _NAMES and mention.rule != "arm"]
    starts = [mention.span.start for mention in usable]
    for sentence in read.sentences:
        first, last = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
        if last - first < 2:
            continue
        apart: list[Mention] = []
        for mention in sorted(usable[first:last], key=lambda found: (found.span.start, -found.span.end)):
            if not apart or mention.span.start >= apart[-1].span.end:
                apart.append(without_verb(mention, read))
        if len({mention.concept for mention in apart}) > 1:
            yield sentence, apart


def stated(
    proposition: Proposition,
    place: Span,
    agent: Span,
    sign: int,
    sentence: Sentence,
    mentions: list[Mention],
    read: Annotated,
) -> Claim:
    """Return the claim with its words, its models and how it is said."""
    models = tuple(mention.concept for mention in mentions if mention.kind == "Model" and mention.concept)
    named = " ".join(mention.span.of(read.document.text).lower() for mention in mentions if mention.kind == "Model")
    design = next((concept_named(name, read) for word, name in _DESIGNS if word in named), None)
    standing = said_how(read, place, agent, sign)
    if proposition.effect is Effect.NO_CHANGE:
        standing = tuple(said for said in standing if said is not Standing.NEGATED)
    evidence = Evidence(
        sources=(),
        design=design,
        models=tuple(sorted(set(models) - set(proposition.outcomes))),
        quote=sentence.span.of(read.document.text),
        span=sentence.span,
        part=read.document.part,
        dose=dose_at(read.document.text, agent),
    )
    provenance = Provenance("evgraph", "automatic-assertion", Place("", 1, 1))
    return Claim("", read.document.reference, proposition, evidence, provenance, standing=standing)


def said_how(read: Annotated, place: Span, agent: Span, sign: int) -> tuple[Standing, ...]:
    """Return how the words at a place are said: negated, hedged, told of others' work.

    A negation that already takes the agent away ("absence of X"), or that only leaves another out ("X, but not Y,
    inhibits"), does not negate the claim.
    """
    text = read.document.text
    found = set()
    for cue in read.cues:
        if cue.span.start > place.end or not within(cue.scope, place):
            continue
        if cue.standing is Standing.NEGATED:
            between = text[cue.span.end : place.start]
            aside = "," in between and text[max(0, cue.span.start - 4) : cue.span.start].lower() == "but "
            if (
                aside
                or _is_of_verb(between)
                or (sign < 0 and cue.span.end <= agent.start and place.start > agent.start)
            ):
                continue
        found.add(cue.standing)
    return tuple(standing for standing in Standing if standing in found)


def _is_of_verb(between: str) -> bool:
    """Say whether a negation is that of another verb: "did not block the A-induced rise of B" denies no rise."""
    said = re.findall(r"[a-z]{3,30}", between.lower())
    acts = (TRIGGERS.get(word) for word in said)
    verbs = any(act is not None and act.form in VERBAL and not act.light for act in acts)
    return verbs or any(word.endswith("ied") for word in said)


def concept_named(name: str, read: Annotated) -> str | None:
    """Return the IRI of a concept by its local name, where the lexicon has it."""
    iri = str(CONCEPT) + name
    return iri if iri in read.lexicon.concepts else None
