"""The dataset: quads to files and into an embedded Oxigraph store, the ontology, and SHACL validation.

Why Oxigraph on disk: one to two orders of magnitude faster than rdflib's own store on the same questions, in a
tenth of the memory, and its batches are atomic. rdflib's interface stays available over it (`as_dataset`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, SKOS, XSD

from evgraph.errors import GraphError, InputError
from evgraph.identifiers import BASE
from evgraph.lexicon import Lexicon, concept_files, ontology_home
from evgraph.model import Concept
from evgraph.rdf import Quad
from evgraph.rdf.iris import BUILD, COMPUTED, ONTOLOGY
from evgraph.vocabulary import EVG, PREFIXES

if TYPE_CHECKING:
    from rdflib import Dataset

SCHEMA, SHAPES = "evgraph.ttl", "shapes.ttl"


def to_oxigraph(quad: Quad) -> ox.Quad:
    """Turn a quad of rdflib terms into one of Oxigraph's."""
    subject, predicate, value, graph = quad
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), _term(value), ox.NamedNode(graph))


def _term(value: URIRef | Literal) -> ox.NamedNode | ox.Literal:
    if isinstance(value, URIRef):
        return ox.NamedNode(value)
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(value.datatype)) if value.datatype else ox.Literal(str(value))


def record_quads(store: ox.Store) -> list[Quad]:
    """Return the quads of the records of a store, as rdflib terms: all but ontology, computed and build graph."""
    skipped = {str(ONTOLOGY), str(COMPUTED), str(BUILD)}
    return [
        (URIRef(q.subject.value), URIRef(q.predicate.value), _rdflib(q.object), URIRef(q.graph_name.value))
        for q in store
        if q.graph_name.value not in skipped
    ]


def _rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        # xsd:string is what a plain text is in RDF 1.1; rdflib tells the two apart, so it is left plain.
        plain = term.language is not None or term.datatype.value == str(XSD.string)
        return Literal(term.value, lang=term.language, datatype=None if plain else URIRef(term.datatype.value))
    raise GraphError(f"a record holds {term}, which is neither a name nor a value")


def read_ontology(ontology: Path) -> list[ox.Quad]:
    """Read the schema, the program's own where the folder has none, and the concepts into the ontology graph."""
    quads: list[ox.Quad] = []
    graph = ox.NamedNode(ONTOLOGY)
    schema = [path for path in sorted(ontology.glob("*.ttl")) if path.name != SHAPES]
    if not (ontology / SCHEMA).is_file():
        schema.append(ontology_home() / SCHEMA)
    for path in [*schema, *concept_files(ontology)]:
        try:
            for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                quads.append(ox.Quad(triple.subject, triple.predicate, triple.object, graph))
        except SyntaxError as error:
            name = "/".join(path.parts[-2:])
            raise InputError(f"not Turtle: {error.msg}", path=name, line=error.lineno) from error
    return quads


def imported_quads(quads: Iterable[ox.Quad], lexicon: Lexicon) -> list[ox.Quad]:
    """Return the imported concepts that quads name, and what is wider, for the ontology graph.

    A vocabulary may hold a million concepts; a graph holds those that its works speak of.
    """
    named = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
    used = [iri for iri in named & lexicon.concepts.keys() if not iri.startswith(BASE)]
    wider = {up for iri in used for up in lexicon.ancestors(iri) if not up.startswith(BASE)}
    graph = ox.NamedNode(ONTOLOGY)
    return [
        ox.Quad(ox.NamedNode(iri), ox.NamedNode(predicate), value, graph)
        for iri in sorted({*used, *wider})
        for predicate, value in _concept_values(lexicon.concepts[iri])
    ]


def _concept_values(concept: Concept) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield str(RDF.type), ox.NamedNode(str(SKOS.Concept))
    yield str(RDF.type), ox.NamedNode(str(EVG[concept.kind]))
    yield str(SKOS.prefLabel), ox.Literal(concept.label, language="en")
    for label in concept.alt_labels:
        yield str(SKOS.altLabel), ox.Literal(label, language="en")
    for wider in concept.broader:
        yield str(SKOS.broader), ox.NamedNode(wider)


def to_nquads(quads: Iterable[ox.Quad]) -> str:
    """Return the quads as N-Quads, each once, sorted: the same quads always give the same bytes.

    Canonical in the sense of RDF Dataset Canonicalization for datasets without blank nodes (W3C RDFC-1.0,
    section 5: the canonical form of such a dataset is its sorted canonical N-Quads).
    """
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    # Split at line feeds alone: other line separators of Unicode stand unescaped in literals. UTF-8 sorts as text does.
    lines = sorted(set(data.split(b"\n")) - {b""})
    del data  # as large as what is returned; of a thousand texts, 200 MB
    return b"".join(line + b"\n" for line in lines).decode()


def to_trig(quads: Iterable[ox.Quad]) -> str:
    """Return the quads as TriG for people: grouped by graph and subject, with prefixes."""
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    data = ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=PREFIXES)
    return (data or b"").decode()


def save(quads: Iterable[ox.Quad], folder: Path) -> None:
    """Write the quads into a new store on disk."""
    store = ox.Store(str(folder))
    store.bulk_extend(quads)
    store.flush()
    store.optimize()


def load(folder: Path) -> ox.Store:
    """Open a store for reading; a snapshot, so that a build beside it disturbs nobody.

    A build that replaces the folder while it is being opened is met by opening again.
    """
    for _ in range(5):
        if not folder.is_dir():
            break
        seen = folder.stat().st_ino
        try:
            return ox.Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:
            if folder.is_dir() and folder.stat().st_ino == seen:
                raise InputError(
                    f"the store is damaged: {error}", path=str(folder), mend="run `evgraph build` again"
                ) from error
    raise InputError("no evidence graph here", path=str(folder), mend="run `evgraph build` first")


def as_dataset(store: ox.Store) -> Dataset:
    """Return rdflib's interface over a store. Query through `evgraph.query`, which uses Oxigraph's engine."""
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    return Dataset(store=OxigraphStore(store=store), default_union=True)


def _looked_at(triples: Iterable[ox.Triple], shapes: Graph) -> Iterable[ox.Triple]:
    """Leave out what no shape can see, which is most of what texts make: triples whose predicate no shape names.

    Classes are found by rdf:type and rdfs:subClassOf (SHACL, section 1.1). A closed shape and one in SPARQL see all.
    """
    if any(shapes.subjects(SH.closed)) or any(shapes.subjects(SH.select)) or any(shapes.subjects(SH.ask)):
        return triples
    named = {str(term) for term in shapes.objects() if isinstance(term, URIRef)}
    named |= {str(RDF.type), str(RDFS.subClassOf)}
    return (triple for triple in triples if triple.predicate.value in named)


def validate(quads: Iterable[ox.Quad], shapes: Path) -> list[tuple[str, str]]:
    """Check quads against SHACL shapes; return (focus node, what is wrong) for each violation, sorted."""
    from pyshacl import validate as run_shacl

    shape_graph = Graph().parse(str(shapes), format="ox-turtle")
    data = Graph()
    triples = _looked_at((quad.triple for quad in quads), shape_graph)
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="ox-nt")
    _, report, _ = run_shacl(data, shacl_graph=shape_graph, inference="none", advanced=False, js=False)
    if not isinstance(report, Graph):
        raise InputError("the shapes cannot be run", path=shapes.name)
    found = []
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, message = report.value(result, SH.focusNode), report.value(result, SH.resultMessage)
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        detail = "; ".join(str(part) for part in (path, value) if part is not None)
        found.append((str(focus), f"{message}" + (f" [{detail}]" if detail else "")))
    return sorted(found)
