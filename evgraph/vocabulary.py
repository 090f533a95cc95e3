"""The program's own IRIs, in a closed namespace: a misspelt term raises, it is never written; and all prefixes.

The definitions stand in `ontology/evgraph.ttl`; a test compares the two. To add a term, add it in both.
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

from evgraph.identifiers import BASE
from evgraph.standards import BIBO, BIOLINK, CITO, FABIO, OA


class EVG(DefinedNamespace):
    """The schema of evgraph."""

    _NS = Namespace(BASE + "ns#")
    _fail = True

    # classes
    Proposition: URIRef
    Claim: URIRef
    ResultClaim: URIRef
    ComparisonClaim: URIRef
    CharacteristicClaim: URIRef
    TransitionClaim: URIRef
    MechanismClaim: URIRef
    ConclusionClaim: URIRef
    Evidence: URIRef
    Study: URIRef
    Population: URIRef
    Arm: URIRef
    Source: URIRef
    Place: URIRef
    Difference: URIRef
    Check: URIRef
    Conflict: URIRef
    Overlap: URIRef
    Lineage: URIRef
    Mention: URIRef
    Unattached: URIRef
    Term: URIRef
    Meeting: URIRef
    Registration: URIRef
    RegistryFigure: URIRef
    Drug: URIRef
    DrugClass: URIRef
    Regimen: URIRef
    Target: URIRef
    Process: URIRef
    Condition: URIRef
    Criterion: URIRef
    Outcome: URIRef
    AdverseEvent: URIRef
    Procedure: URIRef
    Characteristic: URIRef
    Design: URIRef
    Model: URIRef
    Measure: URIRef
    Aspect: URIRef
    EvidenceType: URIRef

    # properties
    key: URIRef
    kind: URIRef
    reference: URIRef
    proposition: URIRef
    evidence: URIRef
    study: URIRef
    agent: URIRef
    comparator: URIRef
    outcome: URIRef
    criterion: URIRef
    effect: URIRef
    aspect: URIRef
    after: URIRef
    grade: URIRef
    timePoint: URIRef
    timePointText: URIRef
    population: URIRef
    arm: URIRef
    comparatorArm: URIRef
    contrast: URIRef
    design: URIRef
    phase: URIRef
    model: URIRef
    measure: URIRef
    value: URIRef
    valueText: URIRef
    unit: URIRef
    qualifier: URIRef
    events: URIRef
    total: URIRef
    percent: URIRef
    percentText: URIRef
    ciLower: URIRef
    ciLowerText: URIRef
    ciUpper: URIRef
    ciUpperText: URIRef
    ciLevel: URIRef
    ciLevelText: URIRef
    rangeLower: URIRef
    rangeLowerText: URIRef
    rangeUpper: URIRef
    rangeUpperText: URIRef
    pValue: URIRef
    pValueText: URIRef
    pOperator: URIRef
    pSided: URIRef
    printed: URIRef
    source: URIRef
    basis: URIRef
    about: URIRef
    recheck: URIRef
    locator: URIRef
    quote: URIRef
    sha256: URIRef
    figureQuote: URIRef
    standing: URIRef
    reviewer: URIRef
    remark: URIRef
    agreement: URIRef
    detail: URIRef
    curatedClaim: URIRef
    minedClaim: URIRef
    concept: URIRef
    candidate: URIRef
    rule: URIRef
    part: URIRef
    licence: URIRef
    text: URIRef
    sd: URIRef
    sdText: URIRef
    rangeKind: URIRef
    review: URIRef
    direction: URIRef
    statement: URIRef
    registryId: URIRef
    protocolNumber: URIRef
    studyGroup: URIRef
    centre: URIRef
    accrual: URIRef
    regimenOf: URIRef
    oxfordLevel: URIRef
    endEvent: URIRef
    startEvent: URIRef
    variesByStudy: URIRef
    endpointDefinition: URIRef
    verdict: URIRef
    degree: URIRef
    overlap: URIRef
    relation: URIRef
    later: URIRef
    earlier: URIRef
    drift: URIRef
    isCurrent: URIRef
    bothCurated: URIRef
    acronym: URIRef
    registration: URIRef
    registryFigure: URIRef
    status: URIRef
    studyType: URIRef
    registeredPhase: URIRef
    registeredDesign: URIRef
    enrolment: URIRef
    enrolmentKind: URIRef
    startDate: URIRef
    completionDate: URIRef
    registeredArm: URIRef
    registeredOutcome: URIRef
    hasResults: URIRef
    registryPath: URIRef
    registryOutcome: URIRef
    registryGroup: URIRef
    rank: URIRef
    timeFrame: URIRef
    category: URIRef
    analysed: URIRef
    parameter: URIRef
    postedUnit: URIRef
    dispersion: URIRef
    postedSpread: URIRef
    postedLower: URIRef
    postedUpper: URIRef
    statisticalMethod: URIRef
    report: URIRef
    fact: URIRef
    age: URIRef
    eligibility: URIRef
    size: URIRef
    partOf: URIRef
    role: URIRef
    intervention: URIRef
    experimental: URIRef
    dose: URIRef
    between: URIRef
    reason: URIRef
    method: URIRef
    difference: URIRef
    file: URIRef
    line: URIRef
    endLine: URIRef
    place: URIRef
    rung: URIRef
    neighbour: URIRef
    stranger: URIRef
    journal: URIRef
    pmcid: URIRef
    articleNumber: URIRef
    month: URIRef
    extra: URIRef
    etAl: URIRef
    state: URIRef
    stateSource: URIRef
    stateDate: URIRef
    notice: URIRef
    lookup: URIRef
    filled: URIRef
    position: URIRef
    particle: URIRef
    suffix: URIRef
    collective: URIRef
    version: URIRef
    inputHash: URIRef

    # derived edges, only in the computed graph
    studiedIn: URIRef
    observedWith: URIRef
    actsOn: URIRef
    followedBy: URIRef

    # verdicts on figures, only in the computed graph, and what they are computed from
    check: URIRef
    result: URIRef
    why: URIRef
    formula: URIRef
    recomputed: URIRef
    recomputedLower: URIRef
    recomputedUpper: URIRef
    combines: URIRef


#: Concepts of `ontology/concepts/`; open, since a topic brings its own.
CONCEPT = Namespace(BASE + "concept/")

#: Prefixes known to every query, so that nobody has to type them.
PREFIXES: dict[str, str] = {
    "evg": str(EVG._NS),
    "concept": str(CONCEPT),
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "bibo": str(BIBO._NS),
    "fabio": str(FABIO._NS),
    "cito": str(CITO._NS),
    "oa": str(OA._NS),
    "biolink": str(BIOLINK._NS),
    "obo": "http://purl.obolibrary.org/obo/",
    "sh": "http://www.w3.org/ns/shacl#",
    "graph": BASE + "graph/",
    "reference": BASE + "reference/",
    "claim": BASE + "claim/",
    "proposition": BASE + "proposition/",
    "evidence": BASE + "evidence/",
    "study": BASE + "study/",
    "population": BASE + "population/",
    "arm": BASE + "arm/",
}


def shorten(iri: str) -> str:
    """Return an IRI with the longest prefix that fits, for people to read.

    >>> shorten("https://w3id.org/evgraph/concept/bortezomib")
    'concept:bortezomib'
    """
    fits = [(len(base), name, base) for name, base in PREFIXES.items() if iri.startswith(base)]
    if not fits:
        return iri
    _, name, base = max(fits)
    return f"{name}:{iri[len(base) :]}"


def expand(curie: str) -> str:
    """Return the IRI of a `prefix:name`, or the text itself when its prefix is none of ours.

    >>> expand("concept:bortezomib")
    'https://w3id.org/evgraph/concept/bortezomib'
    """
    name, colon, rest = curie.partition(":")
    return PREFIXES[name] + rest if colon and name in PREFIXES else curie
