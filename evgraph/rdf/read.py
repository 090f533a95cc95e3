"""Quads back to a corpus. What does not read as a record raises `GraphError`, naming the node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, PROV, SKOS

from evgraph.errors import EvgraphError, GraphError
from evgraph.model import (
    Arm,
    Author,
    Claim,
    Concept,
    Corpus,
    Difference,
    EffectEstimate,
    Evidence,
    Figure,
    Findings,
    Interval,
    Lookup,
    Meeting,
    Mention,
    Place,
    Population,
    Proposition,
    Provenance,
    PValue,
    Reference,
    Source,
    Span,
    Study,
    Unattached,
)
from evgraph.rdf.iris import MINED
from evgraph.rdf.registrations import registration_of
from evgraph.rdf.slots import FIGURES, SLOTS
from evgraph.rdf.write import Quad
from evgraph.standards import CITO, FABIO, OA
from evgraph.vocabulary import EVG

_T = TypeVar("_T")


def from_quads(quads: Iterable[Quad]) -> Corpus:
    """Return the corpus that `to_quads` wrote, its records in the order of their keys."""
    graph = _Graph(quads)
    references = [graph.reference(node) for node in graph.of_class(FABIO.JournalArticle, FABIO.Expression)]
    return Corpus(
        tuple(sorted(references, key=lambda reference: reference.key)),
        tuple(graph.findings(key, mined=False) for key in sorted(graph.reporting(mined=False))),
        tuple(graph.findings(key, mined=True) for key in sorted(graph.reporting(mined=True))),
        meetings=tuple(sorted(map(graph.meeting, graph.of_class(EVG.Meeting)), key=str)),
    )


class _Graph:
    """Triples by subject and predicate, with the readers of each record."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.index: dict[URIRef, dict[URIRef, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.mined: set[URIRef] = set()
        self.classes: dict[URIRef, list[URIRef]] = defaultdict(list)
        for subject, predicate, value, graph in dict.fromkeys(quads):
            if value not in self.index[subject][predicate]:
                self.index[subject][predicate].append(value)
            if predicate == RDF.type:
                self.classes[value].append(subject)  # type: ignore[index]
                if MINED in graph:
                    self.mined.add(subject)

    def of_class(self, *classes: URIRef) -> list[URIRef]:
        return list(dict.fromkeys(node for cls in classes for node in self.classes.get(cls, ())))

    def all(self, node: URIRef, predicate: URIRef) -> list[Any]:
        return self.index[node].get(predicate, [])

    def one(self, node: URIRef, predicate: URIRef) -> Any:
        values = self.all(node, predicate)
        if len(values) > 1:
            raise GraphError(f"{node} has {len(values)} values of {predicate}, one is allowed")
        return values[0] if values else None

    def key(self, node: Any) -> str | None:
        return None if node is None else str(self.one(node, EVG.key))

    def keys(self, node: URIRef, predicate: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(self.key(value)) for value in self.all(node, predicate)))

    def record(self, cls: type[_T], node: URIRef, **more: Any) -> _T:
        fields: dict[str, Any] = {}
        for slot in SLOTS[cls]:
            if slot.many:
                fields[slot.field] = tuple(sorted(slot.codec.from_term(v) for v in self.all(node, slot.predicate)))
            elif (value := self.one(node, slot.predicate)) is not None:
                fields[slot.field] = slot.codec.from_term(value)
        try:
            return cls(**fields, **more)
        except (TypeError, ValueError, EvgraphError) as error:
            raise GraphError(f"{node} does not read as {cls.__name__}: {error}") from error

    def places(self, node: URIRef) -> tuple[Place, ...]:
        found = [self.record(Place, place) for place in self.all(node, EVG.place)]
        return tuple(sorted(found, key=lambda place: (place.path, place.line)))

    def reference(self, node: URIRef) -> Reference:
        people = sorted(self.all(node, DCTERMS.creator), key=lambda author: int(self.one(author, EVG.position)))
        return self.record(
            Reference,
            node,
            authors=tuple(self.record(Author, author) for author in people),
            cites=self.keys(node, CITO.cites),
            places=self.places(node),
            lookups=tuple(sorted(self.lookup(lookup) for lookup in self.all(node, EVG.lookup))),
        )

    def lookup(self, node: URIRef) -> Lookup:
        agent = self.one(node, PROV.wasAssociatedWith)
        return self.record(Lookup, node, service=str(self.one(agent, FOAF.name)))

    def reporting(self, *, mined: bool) -> set[str]:
        """Return the keys of the references that an evidence file speaks of, or whose texts were mined."""
        sources = (node for node in self.of_class(EVG.Source, EVG.Study) if (node in self.mined) is mined)
        return {str(self.key(self.one(node, EVG.reference))) for node in sources}

    def findings(self, reference: str, *, mined: bool) -> Findings:
        def own(cls: URIRef, read: Callable[[URIRef, str], _T]) -> tuple[_T, ...]:
            nodes = [node for node in self.of_reference(cls).get(reference, ()) if (node in self.mined) is mined]
            return tuple(read(node, reference) for node in sorted(nodes, key=lambda n: str(self.one(n, EVG.key) or n)))

        claims = own(EVG.Claim, self.claim)
        populations, arms, studies = (
            own(EVG.Population, self.population),
            own(EVG.Arm, self.arm),
            own(EVG.Study, self.study),
        )
        records: list[Any] = [*studies, *populations, *arms]
        places = [claim.provenance.place for claim in claims] + [r.place for r in records if r.place]
        path = places[0].path if places else ""
        return Findings(
            reference,
            Place(path, 1, max((place.end_line for place in places), default=1)),
            own(EVG.Source, lambda node, _: self.record(Source, node)),
            studies,
            populations,
            arms,
            claims,
            *((self.mentions(reference), self.unattached(reference), self.terms(reference)) if mined else ()),
        )

    @cache  # noqa: B019 - lives as long as one reading
    def of_reference(self, cls: URIRef) -> dict[str, list[URIRef]]:
        """Return the nodes of a class by the key of their reference."""
        found: dict[str, list[URIRef]] = defaultdict(list)
        for node in self.of_class(cls):
            found[str(self.key(self.one(node, EVG.reference)))].append(node)
        return found

    def mentions(self, reference: str) -> tuple[Mention, ...]:
        nodes = self.of_reference(EVG.Mention).get(reference, ())
        return _in_order(self.record(Mention, node, reference=reference, **self.place_of(node)) for node in nodes)

    def unattached(self, reference: str) -> tuple[Unattached, ...]:
        nodes = self.of_reference(EVG.Unattached).get(reference, ())
        return _in_order(
            self.record(Unattached, n, reference=reference, estimate=self.estimate(n), **self.place_of(n))
            for n in nodes
        )

    def terms(self, reference: str) -> tuple[Concept, ...]:
        """Return the things that the texts of a reference name and no vocabulary holds."""
        known = set(self.of_class(EVG.Term))
        nodes = sorted({URIRef(one.concept) for one in self.mentions(reference) if one.concept} & known)
        return tuple(Concept(str(node), self._kind(node), str(self.one(node, SKOS.prefLabel))) for node in nodes)

    def _kind(self, node: URIRef) -> str:
        return next(
            str(cls).rsplit("#", 1)[-1] for cls in self.all(node, RDF.type) if cls not in (SKOS.Concept, EVG.Term)
        )

    def place_of(self, node: URIRef) -> dict[str, Any]:
        """Return the part and the span that a mention or a figure points to."""
        part, span, _ = self.quoted(self.one(node, EVG.quote))
        return {"part": part, "span": span}

    def quoted(self, quote: URIRef | None) -> tuple[str | None, Span | None, str | None]:
        """Return which part of a reference is quoted, where, and the words."""
        span, words = None, None
        for selector in self.all(quote, OA.hasSelector) if quote is not None else ():
            if (exact := self.one(selector, OA.exact)) is not None:
                words = str(exact)
            if (start := self.one(selector, OA.start)) is not None:
                span = Span(int(start), int(self.one(selector, OA.end)))
        source = self.one(quote, OA.hasSource) if quote is not None else None
        return _text(self.one(source, EVG.part)) if source is not None else None, span, words

    def _place(self, node: URIRef) -> Place | None:
        return next(iter(self.places(node)), None)

    def study(self, node: URIRef, reference: str) -> Study:
        sources = self.keys(node, EVG.source)
        return self.record(
            Study,
            node,
            reference=reference,
            reports=self.keys(node, EVG.report),
            sources=sources,
            place=self._place(node),
            regimen_of=self.key(self.one(node, EVG.regimenOf)),
            registration=registration_of(node, self),
        )

    def population(self, node: URIRef, reference: str) -> Population:
        return self.record(
            Population,
            node,
            reference=reference,
            study=self.key(self.one(node, EVG.study)),
            part_of=self.key(self.one(node, EVG.partOf)),
            sources=self.keys(node, EVG.source),
            place=self._place(node),
        )

    def arm(self, node: URIRef, reference: str) -> Arm:
        return self.record(
            Arm,
            node,
            reference=reference,
            study=self.key(self.one(node, EVG.study)),
            population=self.key(self.one(node, EVG.population)),
            sources=self.keys(node, EVG.source),
            place=self._place(node),
        )

    def claim(self, node: URIRef, reference: str) -> Claim:
        agent = self.one(node, PROV.wasAttributedTo)
        method = str(self.one(node, EVG.method)).rsplit("/", 1)[-1]
        place = self._place(node)
        if place is None:
            raise GraphError(f"{node} does not say which lines it was read from")
        return self.record(
            Claim,
            node,
            reference=reference,
            proposition=self.record(Proposition, self.one(node, EVG.proposition)),
            evidence=self.evidence(self.one(node, EVG.evidence)),
            provenance=Provenance(str(self.one(agent, FOAF.name)), method, place, _text(self.one(node, EVG.rule))),
            study=self.key(self.one(node, EVG.study)),
            differs_from=tuple(sorted((self.difference(node, d) for d in self.all(node, EVG.difference)), key=str)),
        )

    def difference(self, claim: URIRef, node: URIRef) -> Difference:
        other = next(target for target in self.all(node, EVG.between) if target != claim)
        return Difference(
            f"{self.key(self.one(other, EVG.reference))}/{self.key(other)}", str(self.one(node, EVG.reason))
        )

    def meeting(self, node: URIRef) -> Meeting:
        reference = str(self.key(self.one(node, EVG.reference)))
        curated, mined = (str(self.key(self.one(node, name))) for name in (EVG.curatedClaim, EVG.minedClaim))
        return self.record(Meeting, node, reference=reference, curated=curated, mined=mined)

    def evidence(self, node: URIRef) -> Evidence:
        part, span, words = self.quoted(self.one(node, EVG.quote))
        return self.record(
            Evidence,
            node,
            sources=self.keys(node, EVG.source),
            population=self.key(self.one(node, EVG.population)),
            arm=self.key(self.one(node, EVG.arm)),
            comparator_arm=self.key(self.one(node, EVG.comparatorArm)),
            estimate=self.estimate(node),
            quote=words,
            span=span,
            figure=self.quoted(self.one(node, EVG.figureQuote))[1],
            part=part,
        )

    def estimate(self, node: URIRef) -> EffectEstimate | None:
        figures = {name: self._figure(node, text) for name, (_, text) in FIGURES.items()}
        p = figures["p.value"]
        estimate = self.record(
            EffectEstimate,
            node,
            value=figures["value"],
            percent=figures["percent"],
            interval=_interval(figures["interval.lower"], figures["interval.upper"], figures["interval.level"]),
            range=_interval(figures["range.lower"], figures["range.upper"], None),
            p=PValue(p, str(self.one(node, EVG.pOperator)), _text(self.one(node, EVG.pSided))) if p else None,
            sd=figures["sd"],
        )
        return estimate if estimate != EffectEstimate() else None

    def _figure(self, node: URIRef, predicate: URIRef) -> Figure | None:
        text = self.one(node, predicate)
        return Figure(str(text)) if text is not None else None


def _in_order(records: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(sorted(records, key=lambda record: (record.span, record.kind if isinstance(record, Mention) else "")))  # type: ignore[attr-defined]


def _text(term: Literal | None) -> str | None:
    return None if term is None else str(term)


def _interval(lower: Figure | None, upper: Figure | None, level: Figure | None) -> Interval | None:
    return Interval(lower, upper, level) if lower and upper else None
