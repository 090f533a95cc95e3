"""An opened graph to files that other programs read. `WRITERS` is the whole list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from evgraph.errors import VocabularyError
from evgraph.rdf.iris import BUILD
from evgraph.store import to_nquads, to_trig
from evgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from evgraph.graph import EvidenceGraph


def export_graph(graph: EvidenceGraph, form: str) -> str:
    """Return the graph in one of the forms of `WRITERS`; raises `VocabularyError` for another."""
    if form not in WRITERS:
        raise VocabularyError(f"unknown form {form!r}; known: {', '.join(WRITERS)}")
    return WRITERS[form](graph)


def _quads(graph: EvidenceGraph) -> list[ox.Quad]:
    """Return all quads but the build's own: the clock stays out of what is exported."""
    return [quad for quad in graph.store if quad.graph_name != ox.NamedNode(BUILD)]


def _nquads(graph: EvidenceGraph) -> str:
    return to_nquads(_quads(graph))


def _trig(graph: EvidenceGraph) -> str:
    return to_trig(_quads(graph))


def _turtle(graph: EvidenceGraph) -> str:
    """Write all graphs as one; Turtle cannot tell them apart."""
    triples = sorted({quad.triple for quad in _quads(graph)}, key=str)
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()


def _jsonld(graph: EvidenceGraph) -> str:
    quads = sorted(_quads(graph), key=str)
    return (ox.serialize(quads, format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES) or b"").decode()


def _graphml(graph: EvidenceGraph) -> str:
    """Write the evidence network for Gephi, yEd or Cytoscape; GraphML holds texts and numbers only."""
    import networkx as nx

    network = graph.network()
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in network.nodes(data=True):
        plain.add_node(node, **_plain(data))
    for source, target, key, data in network.edges(keys=True, data=True):
        plain.add_edge(source, target, key=key, **_plain(data))
    return "\n".join(nx.generate_graphml(plain)) + "\n"


def _plain(data: Mapping[str, object]) -> dict[str, str | int]:
    flat: dict[str, str | int] = {}
    for name, value in data.items():
        if isinstance(value, tuple):
            flat[name] = "; ".join(" ".join(map(str, v)) if isinstance(v, tuple) else str(v) for v in value)
        elif value is not None:
            flat[name] = value if isinstance(value, int) else str(value)
    return flat


#: Form to writer, in the order people ask for them.
WRITERS: Mapping[str, Callable[[EvidenceGraph], str]] = {
    "turtle": _turtle,
    "trig": _trig,
    "nquads": _nquads,
    "jsonld": _jsonld,
    "graphml": _graphml,
}
