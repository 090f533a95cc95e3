"""The table of which field of which record is which predicate, and how its value is written and read.

To add a field: one line here, one in `model.py`, one in `ontology/evgraph.ttl`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import RDFS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV

from evgraph.model import (
    Agreement,
    Arm,
    Author,
    Basis,
    Claim,
    Contrast,
    Direction,
    Effect,
    EffectEstimate,
    Evidence,
    Figure,
    Kind,
    Lookup,
    Meeting,
    Mention,
    Place,
    Population,
    Proposition,
    Reference,
    Registration,
    RegistryFigure,
    Review,
    Role,
    Source,
    Standing,
    State,
    Study,
    Unattached,
)
from evgraph.standards import BIBO
from evgraph.vocabulary import EVG

Term = URIRef | Literal


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value becomes a term, and a term a value."""

    to_term: Callable[[Any], Term]
    from_term: Callable[[Term], Any]


def _enum(kind: type[Any]) -> Codec:
    return Codec(lambda value: Literal(value.value), lambda term: kind(str(term)))


TEXT = Codec(Literal, str)
INTEGER = Codec(lambda value: Literal(value, datatype=XSD.integer), lambda term: int(str(term)))
BOOLEAN = Codec(lambda value: Literal(value, datatype=XSD.boolean), lambda term: str(term) == "true")
YEAR = Codec(lambda value: Literal(f"{value:04d}", datatype=XSD.gYear), lambda term: int(str(term)))
TIME = Codec(lambda value: Literal(value, datatype=XSD.dateTime), str)
IRI = Codec(URIRef, str)
#: A named value as one text, "publisher=Example Press"; a name holds no equals sign.
PAIR = Codec(lambda pair: Literal("=".join(pair)), lambda term: tuple(str(term).split("=", 1)))


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a record under one predicate. `many`: a tuple, one triple for each of its values."""

    field: str
    predicate: URIRef
    codec: Codec = TEXT
    many: bool = False


#: Fields that are values. What names another record, or is a record, stands in `write.py` and `read.py`.
SLOTS: Mapping[type[Any], tuple[Slot, ...]] = {
    Reference: (
        Slot("key", EVG.key),
        Slot("title", DCTERMS.title),
        Slot("et_al", EVG.etAl, BOOLEAN),
        Slot("journal", EVG.journal),
        Slot("year", DCTERMS.issued, YEAR),
        Slot("month", EVG.month, INTEGER),
        Slot("volume", BIBO.volume),
        Slot("issue", BIBO.issue),
        Slot("first_page", BIBO.pageStart),
        Slot("last_page", BIBO.pageEnd),
        Slot("article_number", EVG.articleNumber),
        Slot("doi", BIBO.doi),
        Slot("pmid", BIBO.pmid),
        Slot("pmcid", EVG.pmcid),
        Slot("issn", BIBO.issn),
        Slot("url", RDFS.seeAlso, IRI),
        Slot("work_type", DCTERMS.type),
        Slot("note", RDFS.comment),
        Slot("extra", EVG.extra, PAIR, many=True),
        Slot("state", EVG.state, _enum(State)),
        Slot("state_source", EVG.stateSource),
        Slot("state_date", EVG.stateDate),
        Slot("notice", EVG.notice),
    ),
    Lookup: (
        Slot("request", PROV.used, IRI),
        Slot("date", PROV.endedAtTime, TIME),
        Slot("fields", EVG.filled, TEXT, many=True),
    ),
    Author: (
        Slot("family", FOAF.familyName),
        Slot("given", FOAF.givenName),
        Slot("particle", EVG.particle),
        Slot("suffix", EVG.suffix),
        Slot("collective", EVG.collective),
    ),
    Place: (Slot("path", EVG.file), Slot("line", EVG.line, INTEGER), Slot("end_line", EVG.endLine, INTEGER)),
    Source: (
        Slot("key", EVG.key),
        Slot("basis", EVG.basis, _enum(Basis)),
        Slot("url", RDFS.seeAlso, IRI),
        Slot("about", EVG.about),
        Slot("recheck", EVG.recheck, BOOLEAN),
    ),
    Study: (
        Slot("key", EVG.key),
        Slot("label", RDFS.label),
        Slot("design", EVG.design, IRI),
        Slot("phase", EVG.phase, IRI),
        Slot("registry", EVG.registryId, TEXT, many=True),
        Slot("acronyms", EVG.acronym, TEXT, many=True),
        Slot("facts", EVG.fact, TEXT, many=True),
        Slot("protocols", EVG.protocolNumber, TEXT, many=True),
        Slot("groups", EVG.studyGroup, TEXT, many=True),
        Slot("centres", EVG.centre, TEXT, many=True),
        Slot("accrual", EVG.accrual),
    ),
    Registration: (
        Slot("registry", EVG.registryId),
        Slot("request", PROV.used, IRI),
        Slot("date", PROV.endedAtTime, TIME),
        Slot("title", DCTERMS.title),
        Slot("status", EVG.status),
        Slot("study_type", EVG.studyType),
        Slot("phases", EVG.registeredPhase, TEXT, many=True),
        Slot("design", EVG.registeredDesign, TEXT, many=True),
        Slot("enrolment", EVG.enrolment, INTEGER),
        Slot("enrolment_kind", EVG.enrolmentKind),
        Slot("start", EVG.startDate),
        Slot("completion", EVG.completionDate),
        Slot("arms", EVG.registeredArm, TEXT, many=True),
        Slot("outcomes", EVG.registeredOutcome, TEXT, many=True),
        Slot("has_results", EVG.hasResults, BOOLEAN),
    ),
    RegistryFigure: (
        Slot("place", EVG.registryPath),
        Slot("outcome", EVG.registryOutcome),
        Slot("value", EVG.valueText),
        Slot("rank", EVG.rank),
        Slot("time_frame", EVG.timeFrame),
        Slot("category", EVG.category),
        Slot("groups", EVG.registryGroup, TEXT, many=True),
        Slot("size", EVG.analysed),
        Slot("parameter", EVG.parameter),
        Slot("unit", EVG.postedUnit),
        Slot("dispersion", EVG.dispersion),
        Slot("spread", EVG.postedSpread),
        Slot("lower", EVG.postedLower),
        Slot("upper", EVG.postedUpper),
        Slot("level", EVG.ciLevelText),
        Slot("p_value", EVG.pValueText),
        Slot("method", EVG.statisticalMethod),
        Slot("remark", EVG.remark),
    ),
    Population: (
        Slot("key", EVG.key),
        Slot("label", RDFS.label),
        Slot("criteria", EVG.criterion, IRI, many=True),
        Slot("age", EVG.age),
        Slot("eligibility", EVG.eligibility),
        Slot("size", EVG.size, INTEGER),
    ),
    Arm: (
        Slot("key", EVG.key),
        Slot("label", RDFS.label),
        Slot("role", EVG.role, _enum(Role)),
        Slot("size", EVG.size, INTEGER),
        Slot("interventions", EVG.intervention, IRI, many=True),
        Slot("experimental", EVG.experimental, IRI, many=True),
        Slot("dose", EVG.dose),
    ),
    Proposition: (
        Slot("kind", EVG.kind, _enum(Kind)),
        Slot("agents", EVG.agent, IRI, many=True),
        Slot("comparators", EVG.comparator, IRI, many=True),
        Slot("outcomes", EVG.outcome, IRI, many=True),
        Slot("population", EVG.criterion, IRI, many=True),
        Slot("effect", EVG.effect, _enum(Effect)),
        Slot("aspect", EVG.aspect, IRI),
        Slot("after", EVG.after, IRI),
        Slot("grade", EVG.grade),
        Slot("time_point", EVG.timePointText),
        Slot("statement", EVG.statement),
        Slot("definition", EVG.endpointDefinition),
    ),
    Claim: (
        Slot("key", EVG.key),
        Slot("label", RDFS.label),
        Slot("direction", EVG.direction, _enum(Direction)),
        Slot("review", EVG.review, _enum(Review)),
        Slot("statement", EVG.statement),
        Slot("standing", EVG.standing, _enum(Standing), many=True),
        Slot("reviewer", EVG.reviewer),
        Slot("remark", EVG.remark),
    ),
    Evidence: (
        Slot("design", EVG.design, IRI),
        Slot("models", EVG.model, IRI, many=True),
        Slot("locator", EVG.locator),
        Slot("dose", EVG.dose),
        Slot("contrast", EVG.contrast, _enum(Contrast)),
    ),
    Mention: (
        Slot("kind", EVG.kind),
        Slot("concept", EVG.concept, IRI),
        Slot("candidates", EVG.candidate, IRI, many=True),
        Slot("rule", EVG.rule),
    ),
    Unattached: (Slot("reason", EVG.reason),),
    Meeting: (Slot("agreement", EVG.agreement, _enum(Agreement)), Slot("detail", EVG.detail)),
    EffectEstimate: (
        Slot("measure", EVG.measure, IRI),
        Slot("unit", EVG.unit),
        Slot("qualifier", EVG.qualifier),
        Slot("events", EVG.events, INTEGER),
        Slot("total", EVG.total, INTEGER),
        Slot("range_kind", EVG.rangeKind),
    ),
}

#: A figure is two triples: the number for arithmetic, and the text as it was printed.
FIGURES: Mapping[str, tuple[URIRef, URIRef]] = {
    "value": (EVG.value, EVG.valueText),
    "percent": (EVG.percent, EVG.percentText),
    "interval.lower": (EVG.ciLower, EVG.ciLowerText),
    "interval.upper": (EVG.ciUpper, EVG.ciUpperText),
    "interval.level": (EVG.ciLevel, EVG.ciLevelText),
    "range.lower": (EVG.rangeLower, EVG.rangeLowerText),
    "range.upper": (EVG.rangeUpper, EVG.rangeUpperText),
    "p.value": (EVG.pValue, EVG.pValueText),
    "sd": (EVG.sd, EVG.sdText),
}

#: The classes of claims, by kind.
CLAIM_CLASSES: Mapping[Kind, URIRef] = {
    Kind.RESULT: EVG.ResultClaim,
    Kind.COMPARISON: EVG.ComparisonClaim,
    Kind.CHARACTERISTIC: EVG.CharacteristicClaim,
    Kind.TRANSITION: EVG.TransitionClaim,
    Kind.MECHANISM: EVG.MechanismClaim,
    Kind.CONCLUSION: EVG.ConclusionClaim,
}


def figures_of(estimate: EffectEstimate) -> dict[str, Figure]:
    """Return the figures an estimate has, by their name in `FIGURES`.

    >>> figures_of(EffectEstimate(percent=Figure("80")))
    {'percent': Figure(text='80')}
    """
    found: dict[str, Figure] = {}
    for name in FIGURES:
        value: Any = estimate
        for step in name.split("."):
            value = getattr(value, step) if value is not None else None
        if value is not None:
            found[name] = value
    return found
