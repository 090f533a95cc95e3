"""Conflicts, lineage, overlaps and levels of a corpus to triples of the computed graph.

They can always be made again from the claims, and nothing is derived from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import pyoxigraph as ox
from rdflib import URIRef

from evgraph.appraisal import (
    Conflict,
    Lineage,
    Studies,
    StudyOverlap,
    find_conflicts,
    find_lineage,
    level_of,
    overlap_of_studies,
)
from evgraph.identifiers import mint
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Corpus, Review
from evgraph.pooling.choose import Degree
from evgraph.rdf.iris import COMPUTED, Iris, study_iri
from evgraph.vocabulary import EVG, PREFIXES

_GRAPH = ox.NamedNode(COMPUTED)
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_BOOLEAN = ox.NamedNode(PREFIXES["xsd"] + "boolean")
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")
_Fact = tuple[str, ox.NamedNode | ox.Literal]


def appraise(corpus: Corpus, lexicon: Lexicon) -> list[ox.Quad]:
    """Return what is found when the claims of a corpus are laid beside one another, as quads of the computed graph."""
    claims = Iris.of(corpus).claims
    quads: list[ox.Quad] = []
    for conflict in find_conflicts(corpus, lexicon):
        quads += _quads(*_conflict(conflict, claims))
    for lineage in find_lineage(corpus, lexicon):
        quads += _quads(*_lineage(lineage, claims))
    for overlap in overlaps(corpus, lexicon):
        quads += _quads(*_overlap(overlap))
    for file in corpus.findings:
        for claim in file.claims:
            if (level := level_of(claim, lexicon)) is not None:
                value = ox.Literal(str(level), datatype=_INTEGER)
                quads.append(ox.Quad(ox.NamedNode(claims[_name(claim)]), ox.NamedNode(EVG.oxfordLevel), value, _GRAPH))
    return quads


def overlaps(corpus: Corpus, lexicon: Lexicon) -> Iterator[StudyOverlap]:
    """Yield the pairs of studies of which something is known that ties them; the rest of the pairs say nothing."""
    known = Studies.of(corpus, lexicon)
    for first, second in combinations(sorted(known.studies), 2):
        found = overlap_of_studies(first, second, known)
        if found.degree in {Degree.CERTAIN, Degree.POSSIBLE}:
            yield found


def _name(claim: Claim) -> str:
    return f"{claim.reference}/{claim.key}"


def _quads(node: str, facts: Iterable[_Fact]) -> list[ox.Quad]:
    return [ox.Quad(ox.NamedNode(node), ox.NamedNode(predicate), value, _GRAPH) for predicate, value in facts]


def _curated(*claims: Claim) -> ox.Literal:
    mined = any(claim.review in {Review.MINED, Review.ACCEPTED} for claim in claims)
    return ox.Literal("false" if mined else "true", datatype=_BOOLEAN)


def _conflict(conflict: Conflict, claims: Mapping[str, URIRef]) -> tuple[str, list[_Fact]]:
    names = [_name(claim) for claim in (conflict.first, conflict.second)]
    node = mint("conflict", " ".join(names), *names, conflict.reason)
    return node, [
        (str(_TYPE.value), ox.NamedNode(EVG.Conflict)),
        *((str(EVG.between), ox.NamedNode(claims[name])) for name in names),
        (str(EVG.verdict), ox.Literal(conflict.standoff.value)),
        (str(EVG.reason), ox.Literal(conflict.reason)),
        (str(EVG.degree), ox.Literal(conflict.overlap.degree.value)),
        (str(EVG.overlap), ox.Literal(conflict.overlap.why or "nothing known")),
        (str(EVG.bothCurated), _curated(conflict.first, conflict.second)),
    ]


def _lineage(lineage: Lineage, claims: Mapping[str, URIRef]) -> tuple[str, list[_Fact]]:
    later, earlier = _name(lineage.later), _name(lineage.earlier)
    node = mint("lineage", f"{later} {earlier}", later, earlier, lineage.relation.value)
    return node, [
        (str(_TYPE.value), ox.NamedNode(EVG.Lineage)),
        (str(EVG.later), ox.NamedNode(claims[later])),
        (str(EVG.earlier), ox.NamedNode(claims[earlier])),
        (str(EVG.relation), ox.Literal(lineage.relation.value)),
        (str(EVG.drift), ox.Literal(lineage.drift)),
        (str(EVG.isCurrent), ox.Literal("true" if lineage.is_current else "false", datatype=_BOOLEAN)),
        (str(EVG.bothCurated), _curated(lineage.later, lineage.earlier)),
    ]


def _overlap(overlap: StudyOverlap) -> tuple[str, list[_Fact]]:
    node = mint("overlap", f"{overlap.first} {overlap.second}", overlap.first, overlap.second)
    return node, [
        (str(_TYPE.value), ox.NamedNode(EVG.Overlap)),
        *((str(EVG.between), ox.NamedNode(study_iri(key))) for key in (overlap.first, overlap.second)),
        (str(EVG.degree), ox.Literal(overlap.degree.value)),
        *((str(EVG.reason), ox.Literal(reason)) for reason in overlap.reasons),
    ]
