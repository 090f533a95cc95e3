"""The records of a graph as NetworkX networks: who acts on what, who cites whom, and the paths between.

An evidence network has concepts, references and studies as nodes and claims as edges. One claim may be several
edges (a drug was studied in a condition; an outcome was observed in it), all of which carry the claim.
Edges that follow from the concept scheme ("is a") carry no claim and no grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from evgraph.citation import cite, identifiers_of, links_of, short_name
from evgraph.errors import VocabularyError
from evgraph.identifiers import digest
from evgraph.lexicon import Lexicon
from evgraph.model import Arm, Claim, Corpus, Direction, Effect, Findings, Kind, Reference, Review, Source, State
from evgraph.rdf import Iris
from evgraph.wording import aspect_text, figure_text, kind_text, registration_text

if TYPE_CHECKING:
    import networkx as nx

IS_A = "is a"
CITES = "cites"
REPORTS = "reports on"
REMARKS = "remarks on"


def evidence_network(corpus: Corpus, lexicon: Lexicon) -> nx.MultiDiGraph[str]:
    """Return the evidence network; node keys are IRIs, edge keys are claim IRIs or hashes of their ends."""
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    iris = Iris.of(corpus)
    states = {work.key: work.state for work in corpus.references if work.state and work.state.is_doubted}
    for file in corpus.findings:
        for claim in (claim for claim in file.claims if claim.review is not Review.REJECTED):
            # A claim that joins no two concepts still shows, as a remark of its reference.
            edges = list(_edges(claim, file, lexicon)) or _remarks(claim, str(iris.references[claim.reference]))
            for source, target, predicate in edges:
                attributes = _attributes(claim, file, iris, lexicon, states)
                key = f"{iris.claims[f'{claim.reference}/{claim.key}']}#{digest(source, target, predicate)}"
                said = predicate if claim.direction is Direction.SUPPORTS else f"{claim.direction}: {predicate}"
                network.add_edge(source, target, key=key, predicate=said, label=said, **attributes)
    concepts = sorted(node for node in network if node in lexicon.concepts)
    for iri in concepts:
        _add_broader(network, iri, lexicon)
    for iri in sorted(node for node in network if node in lexicon.concepts):
        network.nodes[iri].update(_concept_node(iri, lexicon))
    _add_references(network, corpus, iris, lexicon)
    return network


def citation_network(corpus: Corpus) -> nx.DiGraph[str]:
    """Return who cites whom: nodes are reference keys, an edge points from the citing to the cited work."""
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    for reference in corpus.references:
        network.add_node(reference.key, label=cite(reference), year=reference.year)
    for reference in corpus.references:
        network.add_edges_from((reference.key, cited) for cited in reference.cites if cited in network)
    return network


def _remarks(claim: Claim, reference: str) -> list[tuple[str, str, str]]:
    proposition = claim.proposition
    concepts = {*proposition.agents, *proposition.outcomes, *proposition.population} or {reference}
    return [(reference, concept, REMARKS) for concept in sorted(concepts)]


def _edges(claim: Claim, file: Findings, lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """Yield (source, target, predicate) for what a claim says of concepts."""
    proposition = claim.proposition
    arms: dict[str | None, Arm] = {arm.key: arm for arm in file.arms}
    arm = arms.get(claim.evidence.arm)
    # With drugs on trial named, the backbone beside them is not what the claim is about.
    agents = (arm.experimental if arm else ()) or proposition.agents
    if proposition.kind is Kind.MECHANISM:
        # What several agents do together is no claim about each of them.
        together = "in combination " if len(agents) > 1 else ""
        aspect = f" {aspect_text(lexicon.get(proposition.aspect).label)}" if proposition.aspect else ""
        predicate = f"{together}{proposition.effect or Effect.AFFECTS}{aspect}"
        for target in proposition.outcomes:
            yield from ((agent, target, predicate) for agent in agents if agent != target)
            yield from ((target, who, "seen in") for who in proposition.population if who != target)
    elif proposition.kind is Kind.CHARACTERISTIC:
        for outcome in proposition.outcomes:
            yield from ((outcome, who, "found in") for who in proposition.population if outcome != who)
    elif proposition.kind is Kind.TRANSITION:
        starts = (proposition.after,) if proposition.after else agents
        for target in proposition.outcomes:
            yield from ((start, target, "followed by") for start in starts if start != target)
    elif proposition.kind is Kind.CONCLUSION:
        ends = (*proposition.outcomes, *proposition.population)
        yield from ((agent, end, "concluded on") for agent in agents for end in ends if agent != end)
    else:
        yield from ((agent, who, "studied in") for agent in agents for who in proposition.population if agent != who)
        for outcome in proposition.outcomes:
            yield from ((who, outcome, "observed") for who in proposition.population if who != outcome)
            yield from ((agent, outcome, "observed with") for agent in agents if agent != outcome)


def _attributes(
    claim: Claim, file: Findings, iris: Iris, lexicon: Lexicon, states: Mapping[str, State]
) -> dict[str, Any]:
    evidence = claim.evidence
    design = lexicon.get(evidence.design) if evidence.design else None
    sources: dict[str, Source] = {source.key: source for source in file.sources}
    used = [sources[key] for key in evidence.sources]
    return {
        "claim": str(iris.claims[f"{claim.reference}/{claim.key}"]),
        "claim_label": f"[work {states[claim.reference].told}] {claim.label}"
        if claim.reference in states
        else claim.label,
        "statement": claim.statement if claim.statement != claim.label else None,
        "figures": figure_text(evidence.estimate, lambda iri: lexicon.get(iri).label) if evidence.estimate else None,
        "design": design.label if design else None,
        "rung": design.rung if design else None,
        "review": claim.review.value,
        "direction": claim.direction.value,
        "leads": _leads(claim),
        "reference": str(iris.references[claim.reference]),
        "locator": evidence.locator,
        "basis": ", ".join(dict.fromkeys(source.basis.value for source in used)),
        "sources": tuple((source.about or source.basis.value, source.url) for source in used),
        "quote": evidence.quote,
    }


def _leads(claim: Claim) -> bool:
    """Say whether a path may go over a claim: it supports that something happens, and says so plainly."""
    supports = claim.direction is Direction.SUPPORTS and not claim.standing
    return supports and claim.proposition.effect is not Effect.NO_CHANGE


def _add_broader(network: nx.MultiDiGraph[str], iri: str, lexicon: Lexicon) -> None:
    """Join a concept to everything above it, so that a question about the class finds the drug."""
    for narrow in (iri, *lexicon.ancestors(iri)):
        for broad in lexicon.get(narrow).broader:
            key = digest(narrow, broad, IS_A)
            if not network.has_edge(narrow, broad, key):
                network.add_edge(narrow, broad, key=key, predicate=IS_A, label=IS_A, claim=None)


def _concept_node(iri: str, lexicon: Lexicon) -> dict[str, Any]:
    concept = lexicon.get(iri)
    kind = kind_text(concept.kind)
    return {"label": concept.label, "kind": kind, "alt": concept.alt_labels, "ids": concept.ids, "note": None}


def _add_references(network: nx.MultiDiGraph[str], corpus: Corpus, iris: Iris, lexicon: Lexicon) -> None:
    studies, registered = _study_names(corpus)
    told = _registrations(corpus)
    for reference in corpus.references:
        network.add_node(
            str(iris.references[reference.key]),
            label=short_name(reference),
            key=reference.key,
            kind="reference",
            alt=(*((reference.title,) if reference.title else ()), *studies.get(reference.key, ()), reference.key),
            ids=(*identifiers_of(reference), *registered.get(reference.key, ())),
            note=_note(reference, told.get(reference.key, ())),
            citation=cite(reference),
            links=links_of(reference),
        )
    for reference in corpus.references:
        citing = str(iris.references[reference.key])
        for cited in reference.cites:
            if cited in iris.references:
                target = str(iris.references[cited])
                network.add_edge(citing, target, key=digest(citing, target), predicate=CITES, label=CITES, claim=None)
    about = {
        (data["reference"], source)
        for source, _, data in network.edges(data=True)
        if data.get("claim") and source in lexicon.concepts
    }
    for node, concept in sorted(about):
        network.add_edge(
            node, concept, key=digest(node, concept, REPORTS), predicate=REPORTS, label=REPORTS, claim=None
        )


def _note(reference: Reference, registrations: Iterable[str]) -> str | None:
    """Return the note of a reference, that it was corrected, and what a registry says of its study."""
    notice = f" ({reference.notice})" if reference.notice else ""
    corrected = f"Corrected after publication{notice}." if reference.state is State.CORRECTED else ""
    registered = (f"As registered, {text}." for text in registrations)
    return " ".join(filter(None, (reference.note, corrected, *registered))) or None


def _registrations(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """Return what registries say of the studies that each reference reports, by citation key."""
    found: dict[str, tuple[str, ...]] = {}
    for study in (study for file in corpus.curated for study in file.studies):
        told = (registration_text(study.registration),) if study.registration else ()
        for key in dict.fromkeys((study.reference, *study.reports)):
            found[key] = found.get(key, ()) + told
    return found


def _study_names(corpus: Corpus) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the labels and the registry ids of the studies that each reference reports, by citation key."""
    studies = {study.key: study for file in corpus.curated for study in file.studies}
    labels: dict[str, tuple[str, ...]] = {}
    registered: dict[str, tuple[str, ...]] = {}
    for file in corpus.curated:
        keys = dict.fromkeys([*(s.key for s in file.studies), *(c.study for c in file.claims if c.study)])
        labels[file.reference] = tuple(studies[key].label for key in keys)
        registered[file.reference] = tuple(number for key in keys for number in studies[key].registry)
    for study in studies.values():
        for report in study.reports:
            labels[report] = tuple(dict.fromkeys((*labels.get(report, ()), study.label, *study.acronyms)))
            registered[report] = tuple(dict.fromkeys((*registered.get(report, ()), *study.registry)))
    return labels, registered


def most_connected(network: nx.MultiDiGraph[str], limit: int = 10) -> list[tuple[str, int, int]]:
    """Return (concept IRI, number of references, number of claims), the most referred-to first.

    A claim counts once for a concept, however many edges it makes.
    """
    claims: dict[str, set[str]] = {}
    references: dict[str, set[str]] = {}
    for source, target, data in network.edges(data=True):
        if data.get("claim"):
            for node in {source, target} - {data["reference"]}:
                claims.setdefault(node, set()).add(data["claim"])
                references.setdefault(node, set()).add(data["reference"])
    ranked = sorted(claims, key=lambda node: (-len(references[node]), -len(claims[node]), node))
    return [(node, len(references[node]), len(claims[node])) for node in ranked[:limit]]


def core(network: nx.MultiDiGraph[str], limit: int) -> nx.MultiDiGraph[str]:
    """Return the part of a network with its best connected nodes, references before others of the same degree.

    >>> import networkx as nx
    >>> sorted(core(nx.MultiDiGraph([("a", "b"), ("b", "c"), ("b", "d")]), 2))
    ['a', 'b']
    """
    if network.number_of_nodes() <= limit:
        return network
    degrees = dict(network.degree())
    kinds = network.nodes(data="kind")
    ranked = sorted(network, key=lambda node: (-degrees[node], kinds[node] != "reference", node))
    return network.subgraph(ranked[:limit]).copy()


def neighbourhood(network: nx.MultiDiGraph[str], nodes: Iterable[str], hops: int = 1) -> nx.MultiDiGraph[str]:
    """Return the part of a network within so many steps of some nodes, in either direction."""
    import networkx as nx

    undirected = network.to_undirected(as_view=True)
    near: set[str] = set()
    for node in nodes:
        if node not in network:
            raise VocabularyError(f"{node} is not in this network")
        near |= set(nx.ego_graph(undirected, node, radius=hops))
    return network.subgraph(near).copy()
