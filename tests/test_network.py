"""Records as networks: every claim is an edge somewhere, and a path says on what each step rests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import evgraph
from evgraph.errors import VocabularyError
from evgraph.graph import EvidenceGraph
from evgraph.network import CITES, IS_A, most_connected, neighbourhood
from evgraph.paths import find_paths, path_text
from tests.conftest import SMALL_EVIDENCE

Folder = Callable[..., Path]


@pytest.fixture(scope="module")
def network(graph: EvidenceGraph):
    return graph.network()


def small(home: Path, out: Path) -> EvidenceGraph:
    evgraph.build(home, out)
    return evgraph.open(out)


def with_claims(*claims: str) -> str:
    head = SMALL_EVIDENCE.partition("claims:\n")[0]
    return head + "claims:\n" + "".join(f"  - {{{claim}}}\n" for claim in claims)


def test_every_claim_is_an_edge(graph: EvidenceGraph, network) -> None:
    drawn = {data["claim"] for *_, data in network.edges(data=True) if data.get("claim")}
    assert len(drawn) == graph.counts["claims"]


def test_every_reference_is_a_node_though_nothing_is_claimed_of_it(graph: EvidenceGraph, network) -> None:
    named = {data["key"] for _, data in network.nodes(data=True) if data.get("kind") == "reference"}
    assert named == {reference.key for reference in graph.corpus.references}


def test_an_edge_that_carries_a_claim_says_by_which_reference_and_how_it_was_read(
    graph: EvidenceGraph, network
) -> None:
    for _, _, data in network.edges(data=True):
        if data.get("claim"):
            assert network.nodes[data["reference"]]["kind"] == "reference"
            assert data["review"] in {"verified", "read", "unverified", "mined", "accepted"}
            assert data["basis"]
        else:
            assert data["predicate"] in {IS_A, CITES, "reports on"}


def test_no_edge_leads_from_a_node_to_itself(network) -> None:
    assert [edge for edge in network.edges() if edge[0] == edge[1]] == []


def test_the_paper_cites_its_fourteen_references(graph: EvidenceGraph) -> None:
    citations = graph.citations()
    assert citations.number_of_edges() == 14
    assert len({citing for citing, _ in citations.edges()}) == 1
    assert citations.number_of_nodes() == len(graph.corpus.references)


def test_the_evidence_network_holds_the_same_citations(graph: EvidenceGraph, network) -> None:
    cites = {
        (network.nodes[a]["key"], network.nodes[b]["key"])
        for a, b, data in network.edges(data=True)
        if data["predicate"] == CITES
    }
    assert cites == set(graph.citations().edges())


PAIRS = [("bortezomib", "t-cell-all"), ("bortezomib", "apoptosis"), ("blinatumomab", "overall-survival")]


@pytest.mark.parametrize(("source", "target"), PAIRS, ids="-".join)
def test_a_path_begins_and_ends_where_it_was_asked_for_and_its_hops_join(
    graph: EvidenceGraph, source: str, target: str
) -> None:
    paths = graph.paths(source, target)
    assert paths
    for path in paths:
        assert path.hops[0].source == graph.concept(source).iri
        assert path.hops[-1].target == graph.concept(target).iri
        assert [hop.target for hop in path.hops[:-1]] == [hop.source for hop in path.hops[1:]]
        nodes = [hop.source for hop in path.hops] + [path.hops[-1].target]
        assert len(set(nodes)) == len(nodes)
    assert [len(path.hops) for path in paths] == sorted(len(path.hops) for path in paths)


@pytest.mark.parametrize(("source", "target"), PAIRS, ids="-".join)
def test_every_hop_is_carried_by_claims_with_references_or_follows_from_the_concepts(
    graph: EvidenceGraph, network, source: str, target: str
) -> None:
    for path in graph.paths(source, target):
        for hop in path.hops:
            if not hop.claims:
                assert hop.predicate in {IS_A, "includes"}
                pair = (hop.source, hop.target) if hop.predicate == IS_A else (hop.target, hop.source)
                assert pair[1] in graph.lexicon.get(pair[0]).broader
                continue
            edges = [d for d in network.get_edge_data(hop.source, hop.target).values() if d.get("claim") in hop.claims]
            assert {d["predicate"] for d in edges} >= set(hop.predicate.split(" / "))
            assert set(hop.references) == {network.nodes[d["reference"]]["key"] for d in edges}
            assert hop.rung == max(d["rung"] or 0 for d in edges) or hop.rung is None


@pytest.mark.parametrize(("source", "target"), PAIRS, ids="-".join)
def test_the_weakest_hop_has_the_lowest_rung_of_those_with_claims(
    graph: EvidenceGraph, source: str, target: str
) -> None:
    for path in graph.paths(source, target):
        carried = [hop for hop in path.hops if hop.claims]
        assert (path.weakest is None) == (not carried)
        if path.weakest is not None:
            assert (path.weakest.rung or 0) == min(hop.rung or 0 for hop in carried)


@pytest.mark.parametrize(("source", "target"), PAIRS, ids="-".join)
def test_a_path_in_words_names_every_reference_and_the_weakest_hop(
    graph: EvidenceGraph, network, source: str, target: str
) -> None:
    path = graph.paths(source, target)[0]
    text = path_text(path, network)
    assert all(reference in text for hop in path.hops for reference in hop.references)
    assert ("weakest hop" in text) == (path.weakest is not None)
    assert len(text.splitlines()) == 1 + len(path.hops) + (path.weakest is not None)


MECHANISM = "id: one, kind: mechanism, agents: [bortezomib], effect: {}, targets: [apoptosis], source: abstract"


@pytest.mark.parametrize(
    ("effect", "more", "leads"),
    [
        pytest.param("increases", "", True, id="an effect leads on"),
        pytest.param("does not change", "", False, id="no effect leads nowhere"),
        pytest.param("increases", ", direction: disputes", False, id="a disputed effect leads nowhere"),
    ],
)
def test_only_an_effect_that_was_found_is_a_step(
    effect: str, more: str, leads: bool, folder: Folder, tmp_path: Path
) -> None:
    graph = small(folder(evidence=with_claims(MECHANISM.format(effect) + more)), tmp_path / "build")
    assert bool(graph.paths("bortezomib", "apoptosis", 1)) is leads


def test_a_claim_that_disputes_says_so_on_its_edge(folder: Folder, tmp_path: Path) -> None:
    graph = small(
        folder(evidence=with_claims(MECHANISM.format("increases") + ", direction: disputes")), tmp_path / "build"
    )
    edges = [data for *_, data in graph.network().edges(data=True) if data.get("claim")]
    assert edges
    assert all("disputes" in str(data) for data in edges)


def test_is_a_is_walked_in_both_directions(folder: Folder, tmp_path: Path) -> None:
    graph = small(folder(evidence=with_claims(MECHANISM.format("increases"))), tmp_path / "build")
    broader = graph.lexicon.get(graph.concept("bortezomib").broader[0])
    up, down = graph.paths("bortezomib", broader.iri, 1), graph.paths(broader.iri, "apoptosis", 2)
    assert [hop.predicate for hop in up[0].hops] == [IS_A]
    assert [hop.predicate for hop in down[0].hops] == ["includes", "increases"]
    assert up[0].weakest is None, "a definition has no grade"
    assert graph.paths("apoptosis", "bortezomib", 1) == [], "all else is walked forwards only"


def test_what_is_in_no_claim_has_no_path_and_says_so(graph: EvidenceGraph, network) -> None:
    with pytest.raises(VocabularyError, match="in no claim"):
        find_paths(network, "https://w3id.org/evgraph/concept/nobody", graph.concept("bortezomib").iri)


def test_no_more_paths_come_back_than_were_asked_for(graph: EvidenceGraph, network) -> None:
    ends = graph.concept("bortezomib").iri, graph.concept("overall-survival").iri
    assert len(find_paths(network, *ends, limit=3)) <= 3
    assert all(len(path.hops) <= 2 for path in find_paths(network, *ends, max_hops=2))


def test_the_most_connected_are_concepts_counted_by_reference_and_claim(graph: EvidenceGraph, network) -> None:
    rows = most_connected(network, 10_000)
    assert [row for row in rows if row[0] not in graph.lexicon.concepts] == [], "a reference is no concept"
    assert [row[1] for row in rows] == sorted((row[1] for row in rows), reverse=True)
    for iri, references, claims in rows[:5]:
        touching = [d for a, b, d in network.edges(data=True) if d.get("claim") and iri in (a, b)]
        assert (len({d["reference"] for d in touching}), len({d["claim"] for d in touching})) == (references, claims)


def test_a_neighbourhood_holds_what_is_near_in_either_direction_and_nothing_else(graph: EvidenceGraph, network) -> None:
    node = graph.concept("bortezomib").iri
    near = neighbourhood(network, [node])
    assert set(near) == {node, *network.successors(node), *network.predecessors(node)}
    assert set(neighbourhood(network, [node], 0)) == {node}
    assert set(near) < set(neighbourhood(network, [node], 2))
    with pytest.raises(VocabularyError, match="not in this network"):
        neighbourhood(network, ["nowhere"])


def test_a_neighbourhood_can_be_changed_without_changing_the_network(graph: EvidenceGraph, network) -> None:
    before = network.number_of_edges()
    neighbourhood(network, [graph.concept("bortezomib").iri]).clear()
    assert network.number_of_edges() == before


def test_the_drugs_on_trial_stand_for_an_arm_and_not_its_backbone(folder: Folder, tmp_path: Path) -> None:
    text = SMALL_EVIDENCE.replace("interventions: [bortezomib]", "interventions: [bortezomib, pegaspargase]")
    graph = small(folder(evidence=text), tmp_path / "build")
    network, backbone = graph.network(), graph.concept("pegaspargase").iri
    assert backbone not in network or not [d for *_, d in network.edges(backbone, data=True) if d.get("claim")]
