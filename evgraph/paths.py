"""Paths through an evidence network: chains of claims from one concept to another, each hop graded.

The grade of a hop is the best design among the claims that say just this of just these two concepts; what a claim
says in other words is another hop, on another path. A path stands or falls with its weakest hop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from evgraph.errors import VocabularyError
from evgraph.model import Review
from evgraph.network import CITES, IS_A, REMARKS, REPORTS

if TYPE_CHECKING:
    import networkx as nx

INCLUDES = "includes"
#: Predicates of the literature itself; a path between concepts never walks them.
_NO_STEP = {CITES, REPORTS, REMARKS}
#: Reviews of claims for which nobody stands.
_DOUBTFUL = frozenset({Review.UNVERIFIED.value, Review.MINED.value})


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a path: which claims carry it, by which references, the best of their designs.

    `unverified`: how many of the claims are, among them mined ones that nobody looked at. A hop by
    definition ("is a") has no claims and no design.
    """

    source: str
    target: str
    predicate: str
    claims: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    design: str | None = None
    rung: int | None = None
    unverified: int = 0

    @property
    def is_unverified(self) -> bool:
        """Whether no claim of the hop was checked."""
        return bool(self.claims) and self.unverified == len(self.claims)


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of hops. `weakest` is the hop with the lowest rung of the evidence ladder, if any has one."""

    hops: tuple[Hop, ...]

    @property
    def weakest(self) -> Hop | None:
        """The hop that the whole path stands or falls with; a hop without a graded design counts as lowest."""
        carried = [hop for hop in self.hops if hop.claims]
        return min(carried, key=lambda hop: (hop.rung or 0, not hop.is_unverified), default=None)


def find_paths(
    network: nx.MultiDiGraph[str], source: str, target: str, *, max_hops: int = 4, limit: int = 20
) -> list[Path]:
    """Return paths between two concepts, the shortest first, among them the best graded first.

    "is a" is walked in both directions, since what is known of a class matters for its members; all else only
    forwards. Simple paths of growing length (networkx `all_simple_edge_paths`; Sedgewick, Algorithms in C, part 5),
    of each length at most 50 times `limit`.
    """
    import networkx as nx

    for node in (source, target):
        if node not in network:
            raise VocabularyError(f"{node} is in no claim of this graph")
    hops = _hops(network)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for start, end, predicate in hops:
        plain.add_edge(start, end, key=predicate)
    if source not in plain or target not in plain:
        return []
    found: list[Path] = []
    for length in range(1, max_hops + 1):
        walks: Iterator[Any] = nx.all_simple_edge_paths(plain, source, target, cutoff=length)
        exact = (walk for walk in walks if len(walk) == length)
        paths = [Path(tuple(hops[edge] for edge in walk)) for walk in islice(exact, limit * 50)]
        found += sorted(paths, key=_order)
        if len(found) >= limit:
            break
    return found[:limit]


def _hops(network: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], Hop]:
    """Return the steps of a network: one for all claims that say the same of the same two concepts."""
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for source, target, data in network.edges(data=True):
        if data["predicate"] == IS_A:
            groups.setdefault((source, target, IS_A), [])
            groups.setdefault((target, source, INCLUDES), [])
        elif data.get("leads", True) and data["predicate"] not in _NO_STEP:
            groups.setdefault((source, target, data["predicate"]), []).append(data)
    return {ends: _hop(network, *ends, claims) for ends, claims in sorted(groups.items())}


def _hop(
    network: nx.MultiDiGraph[str], source: str, target: str, predicate: str, claims: list[Mapping[str, Any]]
) -> Hop:
    if not claims:
        return Hop(source, target, predicate)
    best = max(claims, key=lambda data: (data["rung"] or 0, data["claim"]))
    return Hop(
        source,
        target,
        predicate,
        tuple(sorted({data["claim"] for data in claims})),
        tuple(sorted({network.nodes[data["reference"]]["key"] for data in claims})),
        best["design"],
        best["rung"],
        len({data["claim"] for data in claims if data["review"] in _DOUBTFUL}),
    )


def _order(path: Path) -> tuple[int, int, str]:
    weakest = path.weakest
    definitions = sum(1 for hop in path.hops if not hop.claims)
    return definitions, -(weakest.rung or 0) if weakest else 0, str([(hop.target, hop.predicate) for hop in path.hops])


def path_text(path: Path, network: nx.MultiDiGraph[str]) -> str:
    """Return a path in words, each hop with its references and grade, and the weakest hop named."""

    def name(iri: str) -> str:
        return str(network.nodes[iri]["label"])

    def grade(hop: Hop) -> str:
        doubt = f", {hop.unverified} of {len(hop.claims)} claims unverified" if hop.unverified else ""
        return (hop.design or "no graded design") + doubt

    lines = [name(path.hops[0].source)]
    for hop in path.hops:
        told = f"{', '.join(hop.references)}; {grade(hop)}" if hop.claims else "by definition"
        lines.append(f"  –{hop.predicate}→ {name(hop.target)} [{told}]")
    if (weakest := path.weakest) is not None:
        step = f"{name(weakest.source)} –{weakest.predicate}→ {name(weakest.target)}"
        lines.append(f"  weakest hop: {step} ({grade(weakest)})")
    return "\n".join(lines)
