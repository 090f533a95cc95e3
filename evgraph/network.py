"""The records of a graph as NetworkX networks: who acts on what, who cites whom, and the paths between.

An evidence network has concepts, references and studies as nodes and claims as edges. One claim may be several
edges (a drug was studied in a condition; an outcome was observed in it), all of which carry the claim.
Edges that follow from the concept scheme ("is a") carry no claim and no grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from evgraph.citation import cite, identifiers_of, links_of
from evgraph.errors import VocabularyError
from evgraph.identifiers import digest
from evgraph.lexicon import Lexicon
from evgraph.model import Arm, Claim, Corpus, Curated, Direction, Effect, Kind, Review, Source
from evgraph.rdf import Iris
from evgraph.wording import aspect_text, figure_text

if TYPE_CHECKING:
    import networkx as nx

IS_A = "is a"
CITES = "cites"
REPORTS = "reports on"
#: Predicates of the literature itself; a path between concepts never walks them.
_NO_STEP = {CITES, REPORTS, "remarks on"}


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: which claims carry it, by which references, and the best of their designs."""

    source: str
    target: str
    predicate: str
    claims: tuple[str, ...]
    references: tuple[str, ...]
    design: str | None
    rung: int | None
    is_unverified: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of hops. `weakest` is the hop with the lowest rung of the evidence ladder, if any has one."""

    hops: tuple[Hop, ...]

    @property
    def weakest(self) -> Hop | None:
        """The hop that the whole path stands or falls with; a hop without a graded design counts as lowest."""
        carried = [hop for hop in self.hops if hop.claims]
        return min(carried, key=lambda hop: (hop.rung or 0, not hop.is_unverified), default=None)


def evidence_network(corpus: Corpus, lexicon: Lexicon) -> nx.MultiDiGraph[str]:
    """Return the evidence network; node keys are IRIs, edge keys are claim IRIs or hashes of their ends."""
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    iris = Iris.of(corpus)
    for file in corpus.curated:
        for claim in file.claims:
            # A claim that joins no two concepts still shows, as a remark of its reference.
            edges = list(_edges(claim, file, lexicon)) or _remarks(claim, str(iris.references[claim.reference]))
            for source, target, predicate in edges:
                attributes = _attributes(claim, file, iris, lexicon)
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
    return [(reference, concept, "remarks on") for concept in sorted(concepts)]


def _edges(claim: Claim, file: Curated, lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
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


def _attributes(claim: Claim, file: Curated, iris: Iris, lexicon: Lexicon) -> dict[str, Any]:
    evidence = claim.evidence
    design = lexicon.get(evidence.design) if evidence.design else None
    sources: dict[str, Source] = {source.key: source for source in file.sources}
    used = [sources[key] for key in evidence.sources]
    return {
        "claim": str(iris.claims[f"{claim.reference}/{claim.key}"]),
        "claim_label": claim.label,
        "statement": claim.statement if claim.statement != claim.label else None,
        "figures": figure_text(evidence.estimate, lambda iri: lexicon.get(iri).label) if evidence.estimate else None,
        "design": design.label if design else None,
        "rung": design.rung if design else None,
        "review": claim.review.value,
        "direction": claim.direction.value,
        "leads": claim.direction is Direction.SUPPORTS and claim.proposition.effect is not Effect.NO_CHANGE,
        "reference": str(iris.references[claim.reference]),
        "locator": evidence.locator,
        "basis": ", ".join(dict.fromkeys(source.basis.value for source in used)),
        "sources": tuple((source.about or source.basis.value, source.url) for source in used),
        "quote": evidence.quote,
    }


def _add_broader(network: nx.MultiDiGraph[str], iri: str, lexicon: Lexicon) -> None:
    """Join a concept to everything above it, so that a question about the class finds the drug."""
    for narrow in (iri, *lexicon.ancestors(iri)):
        for broad in lexicon.get(narrow).broader:
            key = digest(narrow, broad, IS_A)
            if not network.has_edge(narrow, broad, key):
                network.add_edge(narrow, broad, key=key, predicate=IS_A, label=IS_A, claim=None)


def _concept_node(iri: str, lexicon: Lexicon) -> dict[str, Any]:
    concept = lexicon.get(iri)
    kind = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in concept.kind).strip()
    return {"label": concept.label, "kind": kind, "alt": concept.alt_labels, "ids": concept.ids, "note": None}


def _add_references(network: nx.MultiDiGraph[str], corpus: Corpus, iris: Iris, lexicon: Lexicon) -> None:
    for reference in corpus.references:
        network.add_node(
            str(iris.references[reference.key]),
            label=reference.key,
            kind="reference",
            alt=(reference.title,) if reference.title else (),
            ids=identifiers_of(reference),
            note=reference.note,
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


def find_paths(
    network: nx.MultiDiGraph[str], source: str, target: str, *, max_hops: int = 4, limit: int = 20
) -> list[Path]:
    """Return paths between two concepts, the shortest first, among them the best graded first.

    "is a" is walked in both directions, since what is known of a class matters for its members; all else only
    forwards. The search is breadth-first by length, simple paths only (networkx `all_simple_paths`, Sedgewick,
    Algorithms in C, part 5), stopped after `limit` times 50 paths of a length.
    """
    import networkx as nx

    for node in (source, target):
        if node not in network:
            raise VocabularyError(f"{node} is in no claim of this graph")
    plain: nx.DiGraph[str] = nx.DiGraph()
    for start, end, data in network.edges(data=True):
        if _leads(data):
            plain.add_edge(start, end)
            if data["predicate"] == IS_A:
                plain.add_edge(end, start)
    if source not in plain or target not in plain:
        return []
    found: list[Path] = []
    for length in range(1, max_hops + 1):
        walks = nx.all_simple_paths(plain, source, target, cutoff=length)
        exact = (walk for walk in walks if len(walk) == length + 1)
        paths = [Path(tuple(_hop(network, *ends) for ends in pairwise(walk))) for walk in islice(exact, limit * 50)]
        found += sorted(paths, key=_order)
        if len(found) >= limit:
            break
    return found[:limit]


def _leads(data: Mapping[str, Any]) -> bool:
    """Say whether an edge can be a step: an effect that was found, by a claim that supports it."""
    return bool(data.get("leads", True)) and data["predicate"] not in _NO_STEP


def _order(path: Path) -> tuple[int, int, str]:
    weakest = path.weakest
    definitions = sum(1 for hop in path.hops if not hop.claims)
    return definitions, -(weakest.rung or 0) if weakest else 0, str([hop.target for hop in path.hops])


def _hop(network: nx.MultiDiGraph[str], source: str, target: str) -> Hop:
    edges = list((network.get_edge_data(source, target) or {}).values())
    claims = [data for data in edges if data.get("claim") and _leads(data)]
    if not claims:
        predicate = IS_A if any(data["predicate"] == IS_A for data in edges) else "includes"
        return Hop(source, target, predicate, (), (), None, None)
    best = max(claims, key=lambda data: (data["rung"] or 0, data["claim"]))
    return Hop(
        source,
        target,
        " / ".join(sorted({data["predicate"] for data in claims})),
        tuple(sorted({data["claim"] for data in claims})),
        tuple(sorted({network.nodes[data["reference"]]["label"] for data in claims})),
        best["design"],
        best["rung"],
        all(data["review"] == Review.UNVERIFIED.value for data in claims),
    )


def path_text(path: Path, network: nx.MultiDiGraph[str]) -> str:
    """Return a path in words, each hop with its references and grade, and the weakest hop named."""

    def name(iri: str) -> str:
        return str(network.nodes[iri]["label"])

    def grade(hop: Hop) -> str:
        return (hop.design or "no graded design") + (", unverified" if hop.is_unverified else "")

    lines = [name(path.hops[0].source)]
    for hop in path.hops:
        told = f"{', '.join(hop.references)}; {grade(hop)}" if hop.claims else "by definition"
        lines.append(f"  –{hop.predicate}→ {name(hop.target)} [{told}]")
    if (weakest := path.weakest) is not None:
        step = f"{name(weakest.source)} –{weakest.predicate}→ {name(weakest.target)}"
        lines.append(f"  weakest hop: {step} ({grade(weakest)})")
    return "\n".join(lines)


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
