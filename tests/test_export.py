"""Every form of export read back by another program, and found to hold the same."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from evgraph.errors import VocabularyError
from evgraph.export import WRITERS, export_graph
from evgraph.graph import EvidenceGraph
from evgraph.rdf.iris import BUILD


@pytest.fixture(scope="module")
def quads(graph: EvidenceGraph) -> set[ox.Quad]:
    return {quad for quad in graph.store if quad.graph_name != ox.NamedNode(BUILD)}


@pytest.fixture(scope="module")
def written(graph: EvidenceGraph) -> dict[str, str]:
    return {form: export_graph(graph, form) for form in WRITERS}


#: Form to the parser that reads it back.
READ_BACK = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def test_every_form_has_a_test_here() -> None:
    assert set(WRITERS) == {*READ_BACK, "graphml"}


@pytest.mark.parametrize("form", READ_BACK)
def test_a_form_of_rdf_parses_back_to_the_same_number_of_triples(
    form: str, written: dict[str, str], quads: set[ox.Quad]
) -> None:
    found = set(ox.parse(input=written[form].encode(), format=READ_BACK[form]))
    assert {quad.triple for quad in found} == {quad.triple for quad in quads}
    if form != "turtle":
        assert found == quads


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own, in its N-Quads parser
@pytest.mark.parametrize("form", ["turtle", "nquads"])
def test_rdflib_reads_the_same_number_with_its_own_parser(
    form: str, written: dict[str, str], quads: set[ox.Quad]
) -> None:
    if form == "turtle":
        lines = written[form]
        assert len(Graph().parse(data=lines, format="turtle")) == len({quad.triple for quad in quads})
    else:
        dataset = Dataset()
        dataset.parse(data=written[form], format="nquads")
        assert sum(1 for _ in dataset.quads()) == len(quads)


def test_json_ld_is_json_with_a_context_of_our_prefixes(written: dict[str, str]) -> None:
    data = json.loads(written["jsonld"])
    assert "evg" in json.dumps(data)
    assert "@context" in written["jsonld"] or isinstance(data, list)


def test_graphml_reads_back_as_the_same_network(graph: EvidenceGraph, written: dict[str, str]) -> None:
    network = graph.network()
    back = nx.parse_graphml(written["graphml"], edge_key_type=str, force_multigraph=True)
    assert set(back) == set(network)
    assert back.number_of_edges() == network.number_of_edges()
    assert sorted(back.edges(keys=True)) == sorted(network.edges(keys=True))
    claims = {data["claim"] for *_, data in back.edges(data=True) if data.get("claim")}
    assert claims == {data["claim"] for *_, data in network.edges(data=True) if data.get("claim")}


def test_graphml_is_well_formed_xml(written: dict[str, str]) -> None:
    assert ET.fromstring(written["graphml"]).tag.endswith("graphml")


@pytest.mark.parametrize("form", list(WRITERS))
def test_an_export_is_the_same_each_time_and_knows_no_clock(
    form: str, graph: EvidenceGraph, written: dict[str, str]
) -> None:
    assert export_graph(graph, form) == written[form]
    assert "endedAtTime" not in written[form]
    assert written[form].endswith(("\n", "}", "]"))


def test_an_unknown_form_is_refused_and_the_known_ones_are_named(graph: EvidenceGraph) -> None:
    with pytest.raises(VocabularyError, match="turtle, trig, nquads, jsonld, graphml"):
        export_graph(graph, "xml")
