"""A corpus to quads: named graphs for references, for what was mined from their texts, propositions and provenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, SKOS

from evgraph.identifiers import BASE, mint
from evgraph.model import (
    Author,
    Claim,
    Corpus,
    EffectEstimate,
    Evidence,
    Findings,
    Kind,
    Meeting,
    Mention,
    Place,
    Reference,
    Review,
    Unattached,
)
from evgraph.rdf.fields import fields
from evgraph.rdf.iris import (
    PROPOSITIONS,
    PROVENANCE,
    Iris,
    evidence_iri,
    figure_iri,
    keyed_iri,
    proposition_iri,
    study_iri,
)
from evgraph.rdf.quotes import Texts, document_triples, quote_triples, texts_of
from evgraph.rdf.registrations import registration_triples
from evgraph.rdf.slots import CLAIM_CLASSES, FIGURES, figures_of
from evgraph.standards import BIOLINK, CITO, FABIO
from evgraph.vocabulary import CONCEPT, EVG
from evgraph.wording import figure_text

Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]
_Triple = tuple[URIRef, URIRef, URIRef | Literal]

_TEXTS = (BASE + "quote/", BASE + "document/")
_TERMS = BASE + "term/"
#: The kind of agent (Biolink Model, AgentTypeEnum) behind a claim that the program made from a text.
AGENT_TYPES = {
    Review.MINED: "text_mining_agent",
    Review.REJECTED: "text_mining_agent",
    Review.ACCEPTED: "manual_validation_of_automated_agent",
}


def to_quads(corpus: Corpus, labels: dict[str, str] | None = None, *, with_text: bool = False) -> list[Quad]:
    """Return every quad of a corpus, each once, in no order. `labels` name measures in printed figures.

    `with_text` writes the whole texts too, for a graph that stays with those who may read them.
    """
    iris, named = Iris.of(corpus), labels or {}
    texts = texts_of(corpus.references, corpus.documents)
    quads: dict[Quad, None] = {}
    for reference in corpus.references:
        _collect(quads, _reference(reference, iris), iris.graph(reference.key))
        _collect(quads, _places(iris.references[reference.key], reference.places), PROVENANCE)
        _collect(quads, _lookups(iris.references[reference.key], reference), PROVENANCE)
    read = {file.reference for file in corpus.mined}
    for document in (text for text in corpus.documents if with_text or text.reference in read):
        told = document_triples(document, iris.references[document.reference], with_text=with_text)
        _collect(quads, told, iris.mined(document.reference))
    for file in corpus.curated:
        _collect_findings(quads, file, iris.graph(file.reference), (iris, texts, named))
    for file in corpus.mined:
        _collect_findings(quads, file, iris.mined(file.reference), (iris, texts, named))
    for meeting in corpus.meetings:
        _collect(quads, _meeting(meeting, iris), iris.mined(meeting.reference))
    return list(quads)


def _meeting(meeting: Meeting, iris: Iris) -> Iterator[_Triple]:
    subject = URIRef(
        mint("meeting", f"{meeting.reference} {meeting.curated}", meeting.reference, meeting.curated, meeting.mined)
    )
    yield subject, RDF.type, EVG.Meeting
    yield subject, EVG.reference, iris.references[meeting.reference]
    yield subject, EVG.curatedClaim, iris.claims[f"{meeting.reference}/{meeting.curated}"]
    yield subject, EVG.minedClaim, iris.claims[f"{meeting.reference}/{meeting.mined}"]
    yield from fields(subject, meeting)


def _collect_findings(
    quads: dict[Quad, None], file: Findings, graph: URIRef, context: tuple[Iris, Texts, dict[str, str]]
) -> None:
    iris, texts, labels = context
    _collect(quads, _file(file, iris), graph)
    _collect(quads, _read_in_texts(file, iris, texts, labels), graph)
    _collect(quads, _file_places(file), PROVENANCE)
    for claim in file.claims:
        _collect(quads, _claim(claim, iris, texts, labels), graph)
        _collect(quads, _proposition(claim), PROPOSITIONS)
        _collect(quads, _provenance(claim, iris), PROVENANCE)


def _collect(quads: dict[Quad, None], triples: Iterable[_Triple], graph: URIRef) -> None:
    """Put triples into a graph; what several works may say of one node has one home, so that it is said once.

    A text and its words belong to the provenance, a term to the propositions, whichever finding names them.
    """
    for triple in triples:
        subject = str(triple[0])
        home = PROVENANCE if subject.startswith(_TEXTS) else PROPOSITIONS if subject.startswith(_TERMS) else graph
        quads[(*triple, home)] = None


def _reference(reference: Reference, iris: Iris) -> Iterator[_Triple]:
    subject = iris.references[reference.key]
    kind = FABIO.JournalArticle if reference.work_type == "article" else FABIO.Expression
    yield subject, RDF.type, kind
    yield subject, RDFS.label, Literal(reference.title or f"[title not seen] {reference.key}")
    yield from fields(subject, reference)
    for position, author in enumerate(reference.authors, 1):
        yield from _author(subject, reference.key, position, author)
    for cited in reference.cites:
        if cited in iris.references:
            yield subject, CITO.cites, iris.references[cited]


def _author(reference: URIRef, key: str, position: int, author: Author) -> Iterator[_Triple]:
    subject = URIRef(mint("author", f"{key} {position} {author.name}", key, str(position), author.name))
    yield reference, DCTERMS.creator, subject
    yield subject, RDF.type, FOAF.Agent if author.collective else FOAF.Person
    yield subject, FOAF.name, Literal(author.name)
    yield subject, EVG.position, Literal(position, datatype=XSD.integer)
    yield from fields(subject, author)


def _file(file: Findings, iris: Iris) -> Iterator[_Triple]:
    """Write the sources, studies, populations and arms of an evidence file."""
    reference, key = iris.references[file.reference], file.reference
    for source in file.sources:
        subject = keyed_iri("source", key, source.key)
        yield subject, RDF.type, EVG.Source
        yield subject, EVG.reference, reference
        yield from fields(subject, source)
    tables: tuple[tuple[str, URIRef, tuple[Any, ...]], ...] = (
        ("study", EVG.Study, file.studies),
        ("population", EVG.Population, file.populations),
        ("arm", EVG.Arm, file.arms),
    )
    for kind, cls, records in tables:
        for record in records:
            subject = study_iri(record.key) if kind == "study" else keyed_iri(kind, key, record.key)
            yield subject, RDF.type, cls
            yield subject, EVG.reference, reference
            yield from fields(subject, record)
            yield from _links(subject, key, record)
            if getattr(record, "registration", None):
                yield from registration_triples(subject, record.registration)
            for report in getattr(record, "reports", ()):
                if report in iris.references:
                    yield subject, EVG.report, iris.references[report]


def _links(subject: URIRef, reference: str, record: Any) -> Iterator[_Triple]:
    """Write what names other records of the same reference by key."""
    for source in record.sources:
        yield subject, EVG.source, keyed_iri("source", reference, source)
    if getattr(record, "regimen_of", None):
        yield subject, EVG.regimenOf, study_iri(record.regimen_of)
    if getattr(record, "study", None):
        yield subject, EVG.study, study_iri(record.study)
    groups = (
        ("part_of", EVG.partOf, "population"),
        ("population", EVG.population, "population"),
        ("arm", EVG.arm, "arm"),
        ("comparator_arm", EVG.comparatorArm, "arm"),
    )
    for name, predicate, kind in groups:
        if getattr(record, name, None):
            yield subject, predicate, keyed_iri(kind, reference, getattr(record, name))


def _read_in_texts(file: Findings, iris: Iris, texts: Texts, labels: dict[str, str]) -> Iterator[_Triple]:
    """Write the mentions, the terms and the figures that found no place."""
    reference = iris.references[file.reference]
    for term in file.terms:
        subject = URIRef(term.iri)
        yield from ((subject, RDF.type, cls) for cls in (SKOS.Concept, EVG.Term, EVG[term.kind]))
        yield subject, SKOS.prefLabel, Literal(term.label)
    records: tuple[Mention | Unattached, ...] = (*file.mentions, *file.unattached)
    for record in records:
        subject = figure_iri(record)
        yield subject, RDF.type, EVG.Mention if isinstance(record, Mention) else EVG.Unattached
        yield subject, EVG.reference, reference
        yield from fields(subject, record)
        yield from quote_triples(subject, EVG.quote, texts[record.reference, record.part], record.span)
        if isinstance(record, Unattached):
            yield from _estimate(subject, record.estimate, labels)


def _claim(claim: Claim, iris: Iris, texts: Texts, labels: dict[str, str]) -> Iterator[_Triple]:
    subject = iris.claims[f"{claim.reference}/{claim.key}"]
    evidence = evidence_iri(claim)
    yield subject, RDF.type, EVG.Claim
    yield subject, RDF.type, CLAIM_CLASSES[claim.proposition.kind]
    yield subject, EVG.reference, iris.references[claim.reference]
    yield subject, EVG.proposition, proposition_iri(claim.proposition)
    yield subject, EVG.evidence, evidence
    if claim.study:
        yield subject, EVG.study, study_iri(claim.study)
    yield from fields(subject, claim)
    yield from _evidence(evidence, claim.evidence, claim.reference, iris.references[claim.reference], texts, labels)
    for difference in claim.differs_from:
        names = (f"{claim.reference}/{claim.key}", difference.claim)
        node = URIRef(mint("difference", f"{claim.reference} {claim.key}", *names, difference.reason))
        yield subject, EVG.difference, node
        yield node, RDF.type, EVG.Difference
        yield node, EVG.reason, Literal(difference.reason)
        for name in names:
            yield node, EVG.between, iris.claims[name]


def _evidence(
    subject: URIRef, evidence: Evidence, reference: str, of: URIRef, texts: Texts, labels: dict[str, str]
) -> Iterator[_Triple]:
    yield subject, RDF.type, EVG.Evidence
    yield from fields(subject, evidence)
    yield from _links(subject, reference, evidence)
    if evidence.estimate is not None:
        yield from _estimate(subject, evidence.estimate, labels)
    for predicate, span in ((EVG.quote, evidence.span), (EVG.figureQuote, evidence.figure)):
        if span is not None:
            document = texts[reference, evidence.part or "title"]
            yield from document_triples(document, of)
            yield from quote_triples(subject, predicate, document, span)


def _estimate(subject: URIRef, estimate: EffectEstimate, labels: dict[str, str]) -> Iterator[_Triple]:
    yield from fields(subject, estimate)
    for name, figure in figures_of(estimate).items():
        number, text = FIGURES[name]
        yield subject, text, Literal(figure.text)
        if figure.value is not None:
            # Canonical (XML Schema 1.1, 3.3.3.2), as stores write it; the text beside it keeps the printed form.
            yield subject, number, Literal(f"{figure.value.normalize():f}", datatype=XSD.decimal, normalize=False)
    if estimate.p is not None:
        yield subject, EVG.pOperator, Literal(estimate.p.operator)
        if estimate.p.sided is not None:
            yield subject, EVG.pSided, Literal(estimate.p.sided)
    printed = figure_text(estimate, lambda iri: labels.get(iri, iri.rsplit("/", 1)[-1]))
    yield subject, EVG.printed, Literal(printed)


def _proposition(claim: Claim) -> Iterator[_Triple]:
    subject = proposition_iri(claim.proposition)
    yield subject, RDF.type, EVG.Proposition
    yield from fields(subject, claim.proposition)
    if claim.proposition.time_point is not None:
        yield subject, EVG.timePoint, Literal(claim.proposition.time_point, datatype=XSD.duration)


def _provenance(claim: Claim, iris: Iris) -> Iterator[_Triple]:
    subject = iris.claims[f"{claim.reference}/{claim.key}"]
    agent = URIRef(mint("agent", claim.provenance.agent, claim.provenance.agent))
    yield subject, PROV.wasAttributedTo, agent
    yield agent, RDF.type, PROV.Agent
    yield agent, FOAF.name, Literal(claim.provenance.agent)
    yield subject, EVG.method, CONCEPT[claim.provenance.method]
    agent_type = AGENT_TYPES.get(claim.review, "manual_agent")
    mined = claim.review in AGENT_TYPES
    # Biolink: a reported result is a statistical association, a conclusion or a mechanism is asserted knowledge.
    reported = mined and claim.proposition.kind in {Kind.RESULT, Kind.COMPARISON, Kind.TRANSITION, Kind.CHARACTERISTIC}
    level = "statistical_association" if reported else "knowledge_assertion"
    yield subject, BIOLINK.agent_type, Literal(agent_type)
    yield subject, BIOLINK.knowledge_level, Literal(level)
    if claim.provenance.rule is not None:
        yield subject, EVG.rule, Literal(claim.provenance.rule)
    yield from _places(subject, (claim.provenance.place,))


def _file_places(file: Findings) -> Iterator[_Triple]:
    for study in file.studies:
        yield from _places(study_iri(study.key), (study.place,) if study.place else ())
    for kind, records in (("population", file.populations), ("arm", file.arms)):
        for record in records:
            yield from _places(keyed_iri(kind, file.reference, record.key), (record.place,) if record.place else ())


def _lookups(subject: URIRef, reference: Reference) -> Iterator[_Triple]:
    """Write what a record was completed from, as activities of the services (PROV-O, section 3.1)."""
    for lookup in reference.lookups:
        parts = (reference.key, lookup.service, lookup.request, lookup.date)
        node = URIRef(mint("lookup", f"{reference.key} {lookup.service}", *parts))
        agent = URIRef(mint("agent", lookup.service, lookup.service))
        yield subject, EVG.lookup, node
        yield node, RDF.type, PROV.Activity
        yield node, PROV.wasAssociatedWith, agent
        yield agent, RDF.type, PROV.Agent
        yield agent, FOAF.name, Literal(lookup.service)
        yield from fields(node, lookup)


def _places(subject: URIRef, places: Iterable[Place]) -> Iterator[_Triple]:
    for place in places:
        name = f"{place.path} {place.line}"
        node = URIRef(mint("place", name, place.path, str(place.line), str(place.end_line)))
        yield subject, EVG.place, node
        yield node, RDF.type, EVG.Place
        yield from fields(node, place)
