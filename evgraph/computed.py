"""What the program derives from claims: direct edges for browsing. They live in a graph of their own.

A derived edge says less than the claims it comes from and can always be made again; nothing is ever derived
from it. Each rule is one CONSTRUCT query, run by the store's own engine. Claims that dispute their proposition
derive nothing.
"""

from __future__ import annotations

import pyoxigraph as ox

from evgraph.rdf.iris import COMPUTED
from evgraph.vocabulary import PREFIXES

#: What the program mined and no person accepted derives nothing either: it is never mixed in silently.
_CLAIM = (
    "?claim evg:direction 'supports' ; evg:evidence ?evidence ; evg:proposition ?p ; evg:review ?review . "
    "FILTER (?review != 'mined' && ?review != 'rejected') "
    # That a person accepted it says that the text says it so: in doubt, or of other work.
    "FILTER NOT EXISTS { ?claim evg:standing ?standing }"
)
#: With drugs on trial named, the backbone beside them is not what a claim is about.
_AGENT = """
    ?p evg:agent ?given .
    OPTIONAL { ?evidence evg:arm/evg:experimental ?experimental }
    BIND (COALESCE(?experimental, ?given) AS ?agent)
"""

#: Name of the derived edge to its rule, in the order of the ladder of predicates.
EDGES: dict[str, str] = {
    "studiedIn": f"""CONSTRUCT {{ ?agent evg:studiedIn ?who }} WHERE {{
        {_CLAIM} VALUES ?kind {{ 'result' 'comparison' }} ?p evg:kind ?kind ; evg:criterion ?who . {_AGENT} }}""",
    "observedWith": f"""CONSTRUCT {{ ?agent evg:observedWith ?outcome }} WHERE {{
        {_CLAIM} VALUES ?kind {{ 'result' 'comparison' }} ?p evg:kind ?kind ; evg:outcome ?outcome . {_AGENT} }}""",
    "actsOn": f"""CONSTRUCT {{ ?agent evg:actsOn ?target }} WHERE {{
        {_CLAIM} ?p evg:kind 'mechanism' ; evg:agent ?agent ; evg:outcome ?target .
        # What several agents do together is no claim about each of them.
        FILTER NOT EXISTS {{ ?p evg:agent ?other FILTER (?other != ?agent) }}
        FILTER NOT EXISTS {{ ?p evg:effect 'does not change' }} }}""",
    "followedBy": f"""CONSTRUCT {{ ?state evg:followedBy ?next }} WHERE {{
        {_CLAIM} ?p evg:kind 'transition' ; evg:after ?state ; evg:outcome ?next }}""",
}


def derive(store: ox.Store) -> list[ox.Quad]:
    """Return the derived edges of a store, as quads of the computed graph."""
    graph = ox.NamedNode(COMPUTED)
    quads: list[ox.Quad] = []
    for rule in EDGES.values():
        triples = store.query(rule, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(triples, ox.QueryTriples)  # noqa: S101 - every rule is a CONSTRUCT
        quads += [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]
    return quads
