"""A corpus to quads: one named graph for each reference, one for propositions, one for provenance."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV

from evgraph.identifiers import mint
from evgraph.model import Author, Claim, Corpus, Curated, Document, EffectEstimate, Evidence, Place, Reference
from evgraph.rdf.iris import PROPOSITIONS, PROVENANCE, Iris, evidence_iri, keyed_iri, proposition_iri, study_iri
from evgraph.rdf.slots import CLAIM_CLASSES, FIGURES, SLOTS, figures_of
from evgraph.vocabulary import BIOLINK, CITO, CONCEPT, EVG, FABIO, OA
from evgraph.wording import figure_text

Quad = tuple[URIRef, URIRef, URIRef | Literal, URIRef]
_Triple = tuple[URIRef, URIRef, URIRef | Literal]

#: Characters of context that a quotation carries, so that it can be found again in a text that moved.
_CONTEXT = 24


def to_quads(corpus: Corpus, labels: dict[str, str] | None = None) -> list[Quad]:
    """Return every quad of a corpus, each once, in no order. `labels` name measures in printed figures."""
    iris = Iris.of(corpus)
    titles = {reference.key: reference.title or "" for reference in corpus.references}
    quads: dict[Quad, None] = {}
    for reference in corpus.references:
        _collect(quads, _reference(reference, iris), iris.graph(reference.key))
        _collect(quads, _places(iris.references[reference.key], reference.places), PROVENANCE)
        _collect(quads, _lookups(iris.references[reference.key], reference), PROVENANCE)
    for file in corpus.curated:
        graph = iris.graph(file.reference)
        _collect(quads, _file(file, iris), graph)
        _collect(quads, _file_places(file), PROVENANCE)
        for claim in file.claims:
            _collect(quads, _claim(claim, iris, titles[file.reference], labels or {}), graph)
            _collect(quads, _proposition(claim), PROPOSITIONS)
            _collect(quads, _provenance(claim, iris), PROVENANCE)
    return list(quads)


def _collect(quads: dict[Quad, None], triples: Iterable[_Triple], graph: URIRef) -> None:
    quads.update(((*triple, graph), None) for triple in triples)


def _fields(subject: URIRef, record: Any) -> Iterator[_Triple]:
    """Write the plain fields of a record by the table of slots; `None` and False are not written."""
    for slot in SLOTS[type(record)]:
        value = getattr(record, slot.field)
        for item in value if slot.many else [value]:
            if item is not None and item is not False and item != "":
                yield subject, slot.predicate, slot.codec.to_term(item)


def _reference(reference: Reference, iris: Iris) -> Iterator[_Triple]:
    subject = iris.references[reference.key]
    kind = FABIO.JournalArticle if reference.work_type == "article" else FABIO.Expression
    yield subject, RDF.type, kind
    yield subject, RDFS.label, Literal(reference.title or f"[title not seen] {reference.key}")
    yield from _fields(subject, reference)
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
    yield from _fields(subject, author)


def _file(file: Curated, iris: Iris) -> Iterator[_Triple]:
    """Write the sources, studies, populations and arms of an evidence file."""
    reference, key = iris.references[file.reference], file.reference
    for source in file.sources:
        subject = keyed_iri("source", key, source.key)
        yield subject, RDF.type, EVG.Source
        yield subject, EVG.reference, reference
        yield from _fields(subject, source)
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
            yield from _fields(subject, record)
            yield from _links(subject, key, record)
            for report in getattr(record, "reports", ()):
                if report in iris.references:
                    yield subject, EVG.report, iris.references[report]


def _links(subject: URIRef, reference: str, record: Any) -> Iterator[_Triple]:
    """Write what names other records of the same reference by key."""
    for source in record.sources:
        yield subject, EVG.source, keyed_iri("source", reference, source)
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


def _claim(claim: Claim, iris: Iris, title: str, labels: dict[str, str]) -> Iterator[_Triple]:
    subject = iris.claims[f"{claim.reference}/{claim.key}"]
    evidence = evidence_iri(claim)
    yield subject, RDF.type, EVG.Claim
    yield subject, RDF.type, CLAIM_CLASSES[claim.proposition.kind]
    yield subject, EVG.reference, iris.references[claim.reference]
    yield subject, EVG.proposition, proposition_iri(claim.proposition)
    yield subject, EVG.evidence, evidence
    if claim.study:
        yield subject, EVG.study, study_iri(claim.study)
    yield from _fields(subject, claim)
    yield from _evidence(evidence, claim.evidence, claim.reference, title, labels)
    for difference in claim.differs_from:
        names = (f"{claim.reference}/{claim.key}", difference.claim)
        node = URIRef(mint("difference", f"{claim.reference} {claim.key}", *names, difference.reason))
        yield subject, EVG.difference, node
        yield node, RDF.type, EVG.Difference
        yield node, EVG.reason, Literal(difference.reason)
        for name in names:
            yield node, EVG.between, iris.claims[name]


def _evidence(
    subject: URIRef, evidence: Evidence, reference: str, title: str, labels: dict[str, str]
) -> Iterator[_Triple]:
    yield subject, RDF.type, EVG.Evidence
    yield from _fields(subject, evidence)
    yield from _links(subject, reference, evidence)
    if evidence.estimate is not None:
        yield from _estimate(subject, evidence.estimate)
        printed = figure_text(evidence.estimate, lambda iri: labels.get(iri, iri.rsplit("/", 1)[-1]))
        yield subject, EVG.printed, Literal(printed)
    if evidence.span is not None:
        document = Document(reference, "title", title)
        start, end = evidence.span.start, evidence.span.end
        node = URIRef(mint("quote", f"{reference} title {start}", reference, "title", str(start), str(end), title))
        yield subject, EVG.quote, node
        yield from _quote(node, document, start, end)


def _estimate(subject: URIRef, estimate: EffectEstimate) -> Iterator[_Triple]:
    yield from _fields(subject, estimate)
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


def _quote(node: URIRef, document: Document, start: int, end: int) -> Iterator[_Triple]:
    """Write words with both selectors of the Web Annotation model: by quotation and by position."""
    text = document.text
    source = URIRef(mint("document", f"{document.reference} {document.part}", document.reference, document.part, text))
    words, place = URIRef(f"{node}-words"), URIRef(f"{node}-place")
    yield node, RDF.type, OA.SpecificResource
    yield node, OA.hasSource, source
    yield source, RDFS.label, Literal(f"{document.part} of {document.reference}")
    yield source, EVG.sha256, Literal(hashlib.sha256(text.encode()).hexdigest())
    yield node, OA.hasSelector, words
    yield words, RDF.type, OA.TextQuoteSelector
    yield words, OA.exact, Literal(text[start:end])
    yield words, OA.prefix, Literal(text[max(0, start - _CONTEXT) : start])
    yield words, OA.suffix, Literal(text[end : end + _CONTEXT])
    yield node, OA.hasSelector, place
    yield place, RDF.type, OA.TextPositionSelector
    yield place, OA.start, Literal(start, datatype=XSD.integer)
    yield place, OA.end, Literal(end, datatype=XSD.integer)


def _proposition(claim: Claim) -> Iterator[_Triple]:
    subject = proposition_iri(claim.proposition)
    yield subject, RDF.type, EVG.Proposition
    yield from _fields(subject, claim.proposition)
    if claim.proposition.time_point is not None:
        yield subject, EVG.timePoint, Literal(claim.proposition.time_point, datatype=XSD.duration)


def _provenance(claim: Claim, iris: Iris) -> Iterator[_Triple]:
    subject = iris.claims[f"{claim.reference}/{claim.key}"]
    agent = URIRef(mint("agent", claim.provenance.agent, claim.provenance.agent))
    yield subject, PROV.wasAttributedTo, agent
    yield agent, RDF.type, PROV.Agent
    yield agent, FOAF.name, Literal(claim.provenance.agent)
    yield subject, EVG.method, CONCEPT[claim.provenance.method]
    yield subject, BIOLINK.agent_type, Literal("manual_agent")
    yield subject, BIOLINK.knowledge_level, Literal("knowledge_assertion")
    yield from _places(subject, (claim.provenance.place,))


def _file_places(file: Curated) -> Iterator[_Triple]:
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
        yield from _fields(node, lookup)


def _places(subject: URIRef, places: Iterable[Place]) -> Iterator[_Triple]:
    for place in places:
        name = f"{place.path} {place.line}"
        node = URIRef(mint("place", name, place.path, str(place.line), str(place.end_line)))
        yield subject, EVG.place, node
        yield node, RDF.type, EVG.Place
        yield from _fields(node, place)
