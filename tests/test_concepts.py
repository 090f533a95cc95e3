"""The concept files themselves: whole, without circles, honest about identifiers, enough for the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from evgraph.lexicon import Lexicon, fold, read_concepts
from evgraph.vocabulary import CONCEPT, PREFIXES, expand

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "ontology" / "concepts").glob("*.ttl"))
EVIDENCE = sorted((ROOT / "references" / "evidence").glob("*.yaml"))
SKOS = PREFIXES["skos"]
TYPE = PREFIXES["rdf"] + "type"
MATCHES = {"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"}

#: Fields of an evidence file that hold a concept, and the classes it may have (None: any).
FIELDS: dict[str, set[str] | None] = {
    "design": {"Design"},
    "phase": {"Design"},
    "measure": {"Measure"},
    "aspect": {"Aspect"},
    "models": {"Model"},
    "interventions": {"Drug", "DrugClass", "Regimen", "Procedure"},
    "experimental": {"Drug", "DrugClass", "Regimen", "Procedure"},
    "outcome": None,
    "after": None,
    "criteria": None,
    "agents": None,
    "comparators": None,
    "next": None,
    "targets": None,
}

#: Identifiers of something close, wider or narrower, which must never be said to be the same.
NOT_EXACT = {
    "asparaginase": "drugbank:DB00023 drugbank:DB08886 unii:G4FQ3CKY5R unii:D733ET3F9O rxnorm:1431738",
    "imatinib": "NCIT_C1687 mesh:D000068877",
    "dasatinib": "CHEBI_49375",
    "fludarabine": "CHEBI_63599",
    "vincristine": "compound:CHEMBL90555 compound:CHEMBL499458",
    "cd19-car-t": "atc:L01XL mesh:D016219 mesh:D000076962",
    "proteasome-inhibition": "GO_1901799 CHEBI_52726 NCIT_C2160 atc:L01XG mesh:D061988",
    "notch-signalling": "mesh:D051880 mesh:D051881",
    "acute-lymphoblastic-leukemia": "mesh:D054198",
    "b-cell-precursor-all": "NCIT_C8936 mesh:D015452 MONDO_0004947 DOID_0080630",
    "t-cell-all": "mesh:D054218",
    "ph-positive-all": "mesh:D010677",
    "relapsed-all": "NCIT_C4798 mesh:D012008",
    "refractory-all": "NCIT_C8696 NCIT_C120186 MONDO_0036501 MONDO_0004404 DOID_7936 icd10cm:C91.00",
    "complete-remission": "mesh:D012074 EFO_0030048",
    "overall-survival": "mesh:D015996",
    "event-free-survival": "mesh:D018572",
    "relapse-free-survival": "NCIT_C17751 mesh:D018572 EFO_0000409",
    "mrd-negativity": "NCIT_C3896 mesh:D018365",
    "neurotoxicity": "icd10cm:G92.0",
    "febrile-neutropenia": "HP_0001875 icd10cm:D70",
    "randomized-controlled-trial": "ECO_0000180 CTO_0000220",
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_concepts(ROOT / "ontology")


@pytest.fixture(scope="module")
def quads() -> list[Quad]:
    return [quad for path in FILES for quad in parse(path=path, format=RdfFormat.TURTLE)]


def objects(quads: list[Quad], predicate: str) -> Iterator[tuple[str, str]]:
    for quad in quads:
        if quad.predicate.value == predicate:
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            yield quad.subject.value, quad.object.value


def concepts_used(node: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield every (field, slug) that an evidence file names."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from concepts_used(value, key)
    elif isinstance(node, list):
        for item in node:
            yield from concepts_used(item, field)
    elif isinstance(node, str) and field in FIELDS:
        yield field, node


def test_every_concept_has_one_preferred_label_one_class_and_the_scheme(quads: list[Quad]) -> None:
    named = Counter(subject for subject, kind in objects(quads, TYPE) if kind == SKOS + "Concept")
    classes = Counter(subject for subject, kind in objects(quads, TYPE) if kind.startswith(PREFIXES["evg"]))
    labels = Counter(subject for subject, _ in objects(quads, SKOS + "prefLabel"))
    schemes = Counter(subject for subject, _ in objects(quads, SKOS + "inScheme"))
    assert len(named) > 250
    assert named == classes == labels == schemes


def test_no_concept_is_defined_twice() -> None:
    starts = [line.split()[0] for path in FILES for line in path.read_text("utf-8").splitlines() if " a skos:C" in line]
    assert [name for name, count in Counter(starts).items() if count > 1] == []


def test_broader_has_no_circle(lexicon: Lexicon) -> None:
    assert [iri for iri in lexicon.concepts if iri in lexicon.ancestors(iri)] == []


@pytest.mark.parametrize("predicate", ["broader", "related"])
def test_every_concept_pointed_to_exists(quads: list[Quad], lexicon: Lexicon, predicate: str) -> None:
    assert [pair for pair in objects(quads, SKOS + predicate) if pair[1] not in lexicon.concepts] == []


@pytest.mark.parametrize("name", ["apoptosis", "notch-signalling", "canonical-nf-kb-signalling"])
def test_the_negative_regulation_of_a_process_is_not_a_kind_of_it(lexicon: Lexicon, name: str) -> None:
    # Else a claim that something increases the one would be found as increasing the other.
    under = [iri for iri in lexicon.concepts if CONCEPT + name in lexicon.ancestors(iri)]
    assert [iri for iri in under if "negative" in iri] == []


def test_no_concept_is_related_to_its_own_ancestor(quads: list[Quad], lexicon: Lexicon) -> None:
    pairs = objects(quads, SKOS + "related")
    assert [(one, other) for one, other in pairs if other in lexicon.ancestors(one)] == []


@pytest.mark.parametrize("name", NOT_EXACT)
def test_what_is_only_near_is_never_an_exact_match(quads: list[Quad], name: str) -> None:
    exact = [other for subject, other in objects(quads, SKOS + "exactMatch") if subject == CONCEPT + name]
    ends = tuple(NOT_EXACT[name].split())
    assert [iri for iri in exact if iri.endswith(ends)] == []


def test_no_identifier_is_matched_twice_by_one_concept(quads: list[Quad]) -> None:
    pairs = Counter(pair for match in MATCHES for pair in objects(quads, SKOS + match))
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_no_identifier_is_exactly_two_concepts(quads: list[Quad]) -> None:
    uses = Counter(other for _, other in objects(quads, SKOS + "exactMatch"))
    assert [iri for iri, count in uses.items() if count > 1] == []


def test_mappings_lead_outside(quads: list[Quad]) -> None:
    outside = ("http://purl.obolibrary.org/obo/", "http://www.ebi.ac.uk/efo/EFO_", "https://identifiers.org/")
    others = [other for match in MATCHES for _, other in objects(quads, SKOS + match)]
    assert [iri for iri in others if not iri.startswith((*outside, "https://bioregistry.io/icd10cm:"))] == []


def test_no_open_label_names_two_concepts(lexicon: Lexicon) -> None:
    assert {label: iris for label, iris in lexicon.labels.items() if len(iris) > 1} == {}


def test_no_hidden_label_is_also_an_open_one_of_the_same_concept(lexicon: Lexicon) -> None:
    both = lexicon.labels.keys() & lexicon.hidden.keys()
    assert [label for label in both if set(lexicon.labels[label]) & set(lexicon.hidden[label])] == []


def test_labels_are_in_english_and_have_words(quads: list[Quad]) -> None:
    labels = [quad.object for quad in quads if quad.predicate.value.endswith("Label")]
    assert all(isinstance(label, Literal) and label.language == "en" and fold(label.value) for label in labels)


def test_only_designs_stand_on_the_ladder(lexicon: Lexicon) -> None:
    assert {concept.kind for concept in lexicon.concepts.values() if concept.rung is not None} == {"Design"}


def test_the_ladder_climbs_from_cells_to_meta_analysis(lexicon: Lexicon) -> None:
    names = "in-vitro xenograft case-report case-series single-arm-trial randomized-controlled-trial meta-analysis"
    assert [lexicon.get(name).rung for name in names.split()] == [1, 2, 3, 4, 5, 6, 7]


def test_a_phase_that_may_be_of_any_design_has_no_rung(lexicon: Lexicon) -> None:
    assert lexicon.get("phase-3-trial").rung is None


@pytest.mark.parametrize(
    ("name", "wider"),
    [
        ("bortezomib", "proteasome-inhibitor"),
        ("blinatumomab", "immunotherapy"),
        ("tisagenlecleucel", "cd19-car-t"),
        ("doxorubicin", "chemotherapy"),
        ("early-t-cell-precursor-all", "acute-lymphoblastic-leukemia"),
        ("cr-with-incomplete-recovery", "complete-remission"),
        ("cr-crh-or-cri", "remission"),
        ("febrile-neutropenia", "neutropenia"),
    ],
)
def test_a_question_about_the_class_finds_the_member(lexicon: Lexicon, name: str, wider: str) -> None:
    assert expand(f"concept:{wider}") in lexicon.ancestors(name)


def test_a_partial_remission_is_no_remission(lexicon: Lexicon) -> None:
    assert CONCEPT + "remission" not in lexicon.ancestors("partial-remission")


@pytest.mark.parametrize("path", EVIDENCE, ids=lambda path: path.stem)
def test_every_concept_that_the_evidence_names_exists_and_fits_its_field(path: Path, lexicon: Lexicon) -> None:
    document = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    used = set(concepts_used(document))
    known = {slug for slug in {slug for _, slug in used} if CONCEPT + slug in lexicon.concepts}
    assert {slug for _, slug in used} - known == set()
    misfits = [(field, slug) for field, slug in used if (fits := FIELDS[field]) and lexicon.get(slug).kind not in fits]
    assert misfits == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_says_at_its_head_what_it_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith("# ")


def test_every_source_of_identifiers_is_named_in_the_scheme(quads: list[Quad]) -> None:
    sources = {iri.removesuffix(".owl").lower() for _, iri in objects(quads, PREFIXES["dcterms"] + "source")}
    others = {other for match in MATCHES for _, other in objects(quads, SKOS + match)}
    used = {other.rsplit("_" if "_" in other else ":", 1)[0].lower() for other in others}
    assert used - sources == set()
