"""The chain from a Document to Findings: recognise, then apply the rules, then give every claim its key and its words.

Recognising and deciding are apart: what a rule may claim is only what was recognised. A figure that no rule gave to a
group and an outcome is kept as unattached, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from evgraph.extract.abbreviations import find_abbreviations
from evgraph.extract.context import find_cues
from evgraph.extract.figures import find_figures
from evgraph.extract.fulltext import doubt_of, part_of, said_once, without_asides
from evgraph.extract.matcher import Matcher
from evgraph.extract.mechanisms import MECHANISM_RULES, find_mechanism_mentions
from evgraph.extract.mentions import find_mentions
from evgraph.extract.records import Abbreviation, Annotated, Rule, term
from evgraph.extract.sentences import find_sentences
from evgraph.extract.trials import (
    TRIAL_RULES,
    find_arms,
    find_design,
    find_populations,
    find_trial_mentions,
    find_unattached,
)
from evgraph.identifiers import digest, slug
from evgraph.model import (
    Arm,
    Basis,
    Claim,
    Concept,
    Document,
    EffectEstimate,
    Findings,
    Mention,
    Place,
    Population,
    Provenance,
    Review,
    Source,
)
from evgraph.wording import Labeller, Names, claim_label

#: Every rule that makes claims, in the order of their use; of two claims that say the same the first stays.
RULES: tuple[Rule, ...] = (*TRIAL_RULES, *MECHANISM_RULES)
#: Who stands for a mined claim, and how it was made (ECO:0000203, automatic assertion).
AGENT, METHOD = "evgraph", "automatic-assertion"
_MEASURE = re.compile("ratio|difference|risk|odds|hazard|reduction", re.IGNORECASE)
_BASES = {"title": Basis.TITLE, "abstract": Basis.ABSTRACT, "full text": Basis.FULL_TEXT}


def extract(document: Document, matcher: Matcher, place: Place | None = None) -> Findings:
    """Return what a document says, each piece with its place in the text. `place`: where the text was read from."""
    return findings_of(annotate(document, matcher), place or Place("", 1, 1))


def annotate(document: Document, matcher: Matcher) -> Annotated:
    """Recognise everything that rules read: sentences, mentions, cues, figures, groups, the design."""
    sentences = find_sentences(document)
    abbreviations = find_abbreviations(document.text, sentences)
    read = Annotated(
        document,
        matcher.lexicon,
        sentences,
        abbreviations,
        find_mentions(document, sentences, abbreviations, matcher),
        find_cues(document, sentences),
        find_figures(without_asides(document), _no_measures(document.text, abbreviations)),
    )
    for find_more in (find_trial_mentions, find_mechanism_mentions):
        read = replace(read, mentions=_joined(find_more(read), read))
    design, phase = find_design(read)
    read = replace(read, design=design, phase=phase, populations=find_populations(read))
    return replace(read, arms=find_arms(read), terms=tuple(_terms(read)))


def _joined(found: Iterable[Mention], read: Annotated) -> tuple[Mention, ...]:
    """Return all mentions in text order: at one place one of a kind, what the vocabularies know before what was coined.

    What was coined as an outcome because a figure or a verb stands by it may be a thing that has a name; but a
    condition that occurs is an outcome all the same, and so is a rate.
    """
    one: dict[tuple[int, int, str], Mention] = {}
    for mention in (*found, *read.mentions):
        place = mention.span.start, mention.span.end, mention.kind
        if mention.concept is not None or place not in one:
            one[place] = mention
    things = {place[:2] for place in one if place[2] not in ("Outcome", "Condition", "Measure")}
    return tuple(
        one[place]
        for place in sorted(one)
        if place[2] != "Outcome" or place[:2] not in things or one[place].concept in read.lexicon.concepts
    )


def _no_measures(text: str, abbreviations: tuple[Abbreviation, ...]) -> frozenset[str]:
    """Return the short forms that the text defines as what is no ratio and no difference: HR, the heart rate."""
    return frozenset(pair.short.of(text) for pair in abbreviations if not _MEASURE.search(pair.long.of(text)))


def findings_of(read: Annotated, place: Place) -> Findings:
    """Apply the rules to an annotated document."""
    document = read.document
    judged = [(claim, doubt_of(claim, document, read.lexicon)) for claim in _finished(read, place)]
    doubts = {claim.evidence.figure: doubt for claim, doubt in judged if doubt}
    everything = tuple(claim for claim, doubt in judged if not doubt)
    claims = tuple(said_once(everything)) if document.part == "full text" else everything
    used = {key for claim in claims for key in claim.evidence.sources}
    # Groups are read off the whole text; the title is a source of its own where a claim stands in it.
    sources = {source.key: source for source in map(_source, ("title", "abstract", document.part))}
    own = (_source(document.part).key,)
    arms, groups = _used(read, claims)
    return Findings(
        document.reference,
        place,
        tuple(sources[key] for key in sorted({*used, *own})),
        populations=tuple(replace(group, sources=own, place=place) for group in groups),
        arms=tuple(replace(arm, sources=own, place=place) for arm in arms),
        claims=claims,
        mentions=read.mentions,
        unattached=tuple(
            replace(figure, reason=_impossible(figure.estimate) or doubts.get(figure.span) or figure.reason)
            for figure in find_unattached(read, everything)
        ),
        terms=read.terms,
    )


def _used(read: Annotated, claims: tuple[Claim, ...]) -> tuple[tuple[Arm, ...], tuple[Population, ...]]:
    """Return the groups that a claim is about; a group that a text only names says nothing by itself."""
    keys = {key for claim in claims for key in (claim.evidence.arm, claim.evidence.comparator_arm)}
    arms = tuple(arm for arm in read.arms if arm.key in keys)
    wanted = {claim.evidence.population for claim in claims} | {arm.population for arm in arms}
    wanted |= {group.part_of for group in read.populations if group.key in wanted}
    return arms, tuple(group for group in read.populations if group.key in wanted)


def _source(part: str) -> Source:
    return Source(f"mined-{part.replace(' ', '-')}", _BASES[part])


def _terms(read: Annotated) -> Iterator[Concept]:
    """Yield the things that mentions name and the vocabularies lack, called by the words they were first named with."""
    text = read.document.text
    found: dict[str, Concept] = {}
    for mention in read.mentions:
        if mention.concept is None or mention.concept in read.lexicon.concepts:
            continue
        coined = term(mention.kind, mention.span.of(text))
        if coined.iri == mention.concept:
            found[mention.concept] = coined
        elif mention.concept not in found:
            found[mention.concept] = replace(coined, iri=mention.concept)
    yield from (found[iri] for iri in sorted(found))


def _finished(read: Annotated, place: Place) -> Iterator[Claim]:
    """Yield the claims of all rules in text order, each once, with key, label, source and provenance."""
    coined = {concept.iri: concept.label for concept in read.terms}

    def label(iri: str) -> str:
        return coined.get(iri) or read.lexicon.get(iri).label

    found: dict[str, Claim] = {}
    for rule in RULES:
        for claim in rule(read):
            key = _key(claim, label)
            # A text may misprint a figure, and a rule misread one: what cannot be stays a figure of the text.
            if key not in found and not _impossible(claim.evidence.estimate):
                found[key] = _complete(claim, key, rule.__name__, read, place, label)
    yield from sorted(found.values(), key=lambda claim: (claim.evidence.span or claim.key, claim.key))


def _complete(claim: Claim, key: str, rule: str, read: Annotated, place: Place, label: Labeller) -> Claim:
    span = claim.evidence.span
    assert span is not None  # noqa: S101 - every rule points at the words it read
    part, titles = part_of(read.document, span)
    source = _source(part)
    arms = {arm.key: arm.label for arm in read.arms}
    groups = {group.key: group.label for group in read.populations}
    evidence = replace(
        claim.evidence, sources=(source.key,), quote=span.of(read.document.text), part=read.document.part,
        locator=titles,
    )  # fmt: skip
    names = Names(
        arms.get(evidence.arm or ""), arms.get(evidence.comparator_arm or ""), groups.get(evidence.population or "")
    )
    return replace(
        claim,
        key=key,
        evidence=evidence,
        provenance=Provenance(AGENT, METHOD, place, rule),
        label=claim_label(claim, label, names),
        review=Review.MINED,
    )


def _impossible(estimate: EffectEstimate | None) -> str:
    """Return why figures cannot be, as the shapes of the graph demand them; empty where they can.

    >>> from evgraph.model import Figure
    >>> _impossible(EffectEstimate(percent=Figure("130"))), _impossible(EffectEstimate(events=3, total=4))
    ('a share of more than 100 %', '')
    """
    if estimate is None:
        return ""
    percent, p = estimate.percent, estimate.p
    if percent is not None and percent.value is not None and not 0 <= percent.value <= 100:
        return "a share of more than 100 %" if percent.value > 100 else "a share below nothing"
    if estimate.events is not None and estimate.total is not None and estimate.events > estimate.total:
        return "more patients than there were"
    if p is not None and p.value.value is not None and not 0 <= p.value.value <= 1:
        return "P lies between 0 and 1"
    for interval in (estimate.interval, estimate.range):
        ends = [interval.lower.value, interval.upper.value] if interval else []
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
            return "the lower limit is above the upper"
    return ""


def _key(claim: Claim, label: Labeller) -> str:
    """Name a mined claim by what it says and where: another rule that finds the same makes no second claim."""
    proposition, evidence = claim.proposition, claim.evidence
    words = [proposition.kind.value, *map(label, proposition.outcomes[:1])]
    said = (repr(proposition), repr(evidence.estimate), str(evidence.arm), str(evidence.comparator_arm))
    return f"mined-{slug(' '.join(words), 40)}-{digest(*said, repr(evidence.span))}"
