"""The schema file and the names in the program are the same list."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from evgraph.vocabulary import EVG


@pytest.fixture(scope="module")
def schema(root: Path) -> Graph:
    return Graph().parse(root / "ontology" / "evgraph.ttl")


def test_every_term_of_the_program_is_defined_and_every_definition_is_used(schema: Graph) -> None:
    base = str(EVG._NS)
    defined = {
        str(s)
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for s in schema.subjects(RDF.type, kind)
    }
    named = {base + name for name in EVG.__annotations__ if not name.startswith("_")}
    assert named == defined


def test_every_term_has_a_label_and_a_definition(schema: Graph) -> None:
    for term in set(schema.subjects(RDFS.label)):
        assert schema.value(term, SKOS.definition), term


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError):
        EVG.outcom  # noqa: B018


def test_the_shapes_speak_only_of_known_terms(root: Path) -> None:
    shapes = Graph().parse(root / "ontology" / "shapes.ttl")
    used = {
        term for triple in shapes for term in triple if isinstance(term, URIRef) and str(term).startswith(str(EVG._NS))
    }
    known = {EVG._NS + name for name in EVG.__annotations__}
    assert {str(term) for term in used} <= {str(term) for term in known}
