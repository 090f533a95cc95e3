"""Registrations ⇄ triples: nodes of their own beside a study, with the service, the request and the day.

A posted figure is a node too, and no claim: no query for claims finds what a registry says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import FOAF, PROV

from evgraph.identifiers import mint
from evgraph.model import Registration, RegistryFigure
from evgraph.rdf.fields import fields
from evgraph.vocabulary import EVG

if TYPE_CHECKING:
    from evgraph.rdf.read import _Graph

Triple = tuple[URIRef, URIRef, URIRef | Literal]


def registration_triples(study: URIRef, told: Registration) -> Iterator[Triple]:
    """Yield what a registry says of a study."""
    node = URIRef(mint("registration", told.registry, told.registry))
    agent = URIRef(mint("agent", told.service, told.service))
    yield study, EVG.registration, node
    yield node, RDF.type, EVG.Registration
    yield node, RDFS.label, Literal(told.title or told.registry)
    yield node, PROV.wasAssociatedWith, agent
    yield agent, RDF.type, PROV.Agent
    yield agent, FOAF.name, Literal(told.service)
    yield from fields(node, told)
    for figure in told.figures:
        one = URIRef(mint("registry-figure", f"{told.registry} {figure.outcome}", told.registry, figure.place))
        yield node, EVG.registryFigure, one
        yield one, RDF.type, EVG.RegistryFigure
        yield from fields(one, figure)


def registration_of(study: URIRef, graph: _Graph) -> Registration | None:
    """Return what a registry says of a study, `None` where none was asked."""
    node = graph.one(study, EVG.registration)
    if node is None:
        return None
    figures = [graph.record(RegistryFigure, one) for one in graph.all(node, EVG.registryFigure)]
    agent = graph.one(node, PROV.wasAssociatedWith)
    return graph.record(
        Registration, node, service=str(graph.one(agent, FOAF.name)),
        figures=tuple(sorted(figures, key=lambda figure: figure.place)),
    )  # fmt: skip
