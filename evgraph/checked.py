"""Verdicts on the figures of a corpus to triples of the computed graph, and to Problems where a figure does not close.

They can always be made again from the claims, and nothing is derived from them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox

from evgraph.checks import Result, Verdict
from evgraph.checks.corpus import Checked
from evgraph.checks.work import Composites
from evgraph.errors import Problem, Severity
from evgraph.identifiers import mint
from evgraph.model import Corpus, Place
from evgraph.rdf.iris import COMPUTED, Iris, figure_iri, keyed_iri
from evgraph.vocabulary import EVG, PREFIXES

_GRAPH = ox.NamedNode(COMPUTED)
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
_DECIMAL = ox.NamedNode(PREFIXES["xsd"] + "decimal")
#: Digits kept of what was recomputed: fewer than any two machines differ in.
_DIGITS = 4


def composites_of(quads: Iterable[ox.Quad]) -> Composites:
    """Return the outcomes that the concepts say combine other ones, each with its forms."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        if quad.predicate.value == str(EVG.combines) and isinstance(quad.subject, ox.NamedNode):
            found[quad.subject.value].append(str(quad.object.value) if isinstance(quad.object, ox.NamedNode) else "")
    return {outcome: tuple(sorted(forms)) for outcome, forms in sorted(found.items())}


def verdict_quads(checked: Iterable[Checked], corpus: Corpus) -> list[ox.Quad]:
    """Return the verdicts as nodes of the computed graph, each on the claim, figure or population it is about."""
    claims = Iris.of(corpus).claims
    quads = []
    for item in checked:
        if item.figure is not None:
            subject = figure_iri(item.figure)
        elif item.claim is not None:
            subject = claims[f"{item.reference}/{item.key}"]
        else:
            subject = keyed_iri("population", item.reference, item.key)
        for verdict in item.verdicts:
            node = ox.NamedNode(mint("check", f"{item.reference} {item.key}", str(subject), verdict.check))
            quads.append(ox.Quad(ox.NamedNode(subject), ox.NamedNode(EVG.check), node, _GRAPH))
            quads += [ox.Quad(node, predicate, value, _GRAPH) for predicate, value in _facts(verdict)]
    return quads


def _facts(verdict: Verdict) -> Iterator[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]]:
    yield _TYPE, ox.NamedNode(EVG.Check)
    yield _LABEL, ox.Literal(verdict.check)
    yield ox.NamedNode(EVG.result), ox.Literal(verdict.result.value)
    yield ox.NamedNode(EVG.why), ox.Literal(verdict.why)
    yield ox.NamedNode(EVG.formula), ox.Literal(verdict.formula)
    band = verdict.band
    if band is not None and math.isfinite(band.lower) and math.isfinite(band.upper):
        yield ox.NamedNode(EVG.recomputed), ox.Literal(verdict.of)
        yield ox.NamedNode(EVG.recomputedLower), _number(band.lower)
        yield ox.NamedNode(EVG.recomputedUpper), _number(band.upper)


def _number(value: float) -> ox.Literal:
    """Write a number as canonical decimal (XML Schema 1.1, 3.3.3.2)."""
    rounded = Decimal(f"{value:.{_DIGITS}g}").normalize()
    return ox.Literal(f"{rounded:f}" if rounded else "0", datatype=_DECIMAL)


def verdict_problems(checked: Iterable[Checked], corpus: Corpus) -> list[Problem]:
    """Return a note for every figure that does not close."""
    sizes = {
        (findings.reference, population.key): population.place
        for findings in corpus.findings
        for population in findings.populations
    }
    texts = {work.key: next(iter(work.places), None) for work in corpus.references}
    problems = []
    for item in checked:
        place = item.claim.provenance.place if item.claim is not None else sizes.get((item.reference, item.key))
        place = texts.get(item.reference) if item.figure is not None else place
        problems += [
            _problem(item, verdict, place) for verdict in item.verdicts if verdict.result is Result.INCONSISTENT
        ]
    return problems


def _problem(item: Checked, verdict: Verdict, place: Place | None) -> Problem:
    return Problem(
        f"{verdict.check}: {verdict.why}",
        path=place.path if place is not None else "",
        line=place.line if place is not None else None,
        key=f"{item.reference}/{item.key}",
        mend="compare it with the source; where it is printed so, it stays",
        severity=Severity.NOTE,
    )
