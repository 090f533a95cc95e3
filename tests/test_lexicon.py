"""The lexicon: what it finds, what it refuses, and what it says then."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from evgraph.errors import InputError, VocabularyError
from evgraph.lexicon import Lexicon, fold, read_concepts
from evgraph.model import Concept
from evgraph.vocabulary import CONCEPT

ONTOLOGY = Path(__file__).parents[1] / "ontology"
PREFIXES = """@prefix concept: <https://w3id.org/evgraph/concept/> .
@prefix evg: <https://w3id.org/evgraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SMALL = """\
concept:gear a skos:Concept , evg:DrugClass ; skos:prefLabel "gear"@en .
concept:wheel a skos:Concept , evg:DrugClass ; skos:prefLabel "wheel"@en ; skos:broader concept:gear .
concept:cog a skos:Concept , evg:Drug ; skos:prefLabel "\u03b1-cog"@en , "Zahnrad"@de ; skos:altLabel "KX-19"@en ;
    skos:hiddenLabel "CR"@en ; skos:broader concept:wheel .
concept:rim a skos:Concept , evg:Design ; skos:prefLabel "rim"@en ; evg:rung 4 ; skos:hiddenLabel "CR"@en .
"""


def slugs(iris: tuple[str, ...]) -> list[str]:
    return [iri.removeprefix(str(CONCEPT)) for iri in iris]


def found(lexicon: Lexicon, label: str) -> list[str]:
    return slugs(tuple(concept.iri for concept in lexicon.find(label)))


def written(folder: Path, turtle: str) -> Path:
    (folder / "concepts").mkdir()
    (folder / "concepts" / "things.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Lexicon:
    return read_concepts(written(tmp_path, SMALL))


@pytest.mark.parametrize("name", ["cog", "concept:cog", "https://w3id.org/evgraph/concept/cog"])
def test_a_concept_is_got_by_slug_by_curie_and_by_iri(small: Lexicon, name: str) -> None:
    assert small.get(name).label == "\N{GREEK SMALL LETTER ALPHA}-cog"


def test_a_concept_knows_its_kind_its_labels_and_its_rung(small: Lexicon) -> None:
    cog = small.get("cog")
    assert (cog.kind, cog.alt_labels, cog.broader) == ("Drug", ("KX-19", "Zahnrad"), (CONCEPT + "wheel",))
    assert (cog.rung, small.get("rim").rung) == (None, 4)


def test_an_unknown_concept_is_refused_with_the_nearest_name(small: Lexicon) -> None:
    with pytest.raises(VocabularyError, match="unknown concept 'wheeel'; did you mean wheel"):
        small.get("wheeel")


def test_a_label_in_place_of_a_slug_is_refused_with_the_slug(small: Lexicon) -> None:
    with pytest.raises(VocabularyError, match="did you mean cog"):
        small.get("KX-19")


def test_a_name_like_no_other_is_refused_without_a_guess(small: Lexicon) -> None:
    with pytest.raises(VocabularyError) as caught:
        small.get("zzzzzz")
    assert "did you mean" not in str(caught.value)


@pytest.mark.parametrize(
    "label", ["\N{GREEK SMALL LETTER ALPHA}-cog", "Alpha COG", "alphacog", "a cog", "kx 19", "KX19", "cog", "zahnrad"]
)
def test_labels_are_found_whatever_their_case_hyphens_spaces_and_greek(small: Lexicon, label: str) -> None:
    assert found(small, label) == ["cog"]


def test_what_texts_name_is_found_by_its_label_unless_a_concept_has_that_label(small: Lexicon) -> None:
    base = "https://w3id.org/evgraph/term/"
    new, known = Concept(base + "1", "Drug", "Examplinib"), Concept(base + "2", "Outcome", "KX-19")
    two = (Concept(base + "4", "Drug", "Sample"), Concept(base + "3", "Outcome", "sample"))
    more = small.with_terms([new, known, *two])
    assert more.find("examplinib") == (new,)
    assert found(more, "KX-19") == found(small, "KX-19") == ["cog"]
    assert [concept.iri for concept in more.find("Sample")] == [base + "3", base + "4"]
    assert small.find("examplinib") == ()
    assert more.get(known.iri) == known


def test_a_label_nobody_has_finds_nothing(small: Lexicon) -> None:
    assert small.find("sprocket") == ()


def test_a_hidden_label_is_found_and_needs_context(small: Lexicon) -> None:
    assert found(small, "cr") == ["cog", "rim"]
    assert small.needs_context("CR")


def test_an_open_label_of_one_concept_needs_no_context(small: Lexicon) -> None:
    assert not small.needs_context("KX-19")


def test_opposite_signs_stay_apart() -> None:
    assert len({fold("Ph+ ALL"), fold("Ph- ALL"), fold("Ph ALL"), fold("PhALL")}) == 3


def test_phase_one_two_is_not_phase_three() -> None:
    assert fold("phase I/II") != fold("phase III")


def test_labels_in_other_scripts_stay_apart() -> None:
    assert fold("\N{CJK UNIFIED IDEOGRAPH-767D}") != fold("\N{CJK UNIFIED IDEOGRAPH-8840}")


def test_ancestors_come_nearest_first(small: Lexicon) -> None:
    assert slugs(small.ancestors("cog")) == ["wheel", "gear"]


def test_ancestors_come_to_an_end_in_a_circle(tmp_path: Path) -> None:
    circle = SMALL + "concept:gear skos:broader concept:cog ."
    assert slugs(read_concepts(written(tmp_path, circle)).ancestors("cog")) == ["wheel", "gear", "cog"]


def test_concepts_of_a_kind_are_those_of_that_class_sorted(small: Lexicon) -> None:
    assert [concept.label for concept in small.of_kind("DrugClass")] == ["gear", "wheel"]


def test_broken_turtle_is_refused_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_concepts(written(tmp_path, 'concept:a a evg:Drug ; skos:prefLabel "a"@en\nconcept:b a evg:Drug .'))
    problem = caught.value.problem
    assert (Path(problem.path).name, problem.line) == ("things.ttl", 5)


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("concept:a a evg:Drug .", "0 preferred labels"),
        ('concept:a a evg:Drug ; skos:prefLabel "a"@en , "b"@en .', "2 preferred labels"),
        ('concept:a a skos:Concept ; skos:prefLabel "a"@en .', "no single known class"),
        ('concept:a a evg:Drug , evg:Target ; skos:prefLabel "a"@en .', "no single known class"),
        ('concept:a a evg:Drugg ; skos:prefLabel "a"@en .', "no single known class"),
        ('concept:a a evg:Drug ; skos:prefLabel "a"@en ; skos:broader concept:b .', "broader concept .*/b is unknown"),
        ('concept:a a evg:Design ; skos:prefLabel "a"@en ; evg:rung "high" .', "rung is no single whole number"),
        ("concept:a a evg:Drug ; skos:prefLabel [] .", "the value of label has no name"),
    ],
)
def test_a_concept_that_is_not_whole_is_refused_with_its_line(tmp_path: Path, turtle: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_concepts(written(tmp_path, turtle))
    assert (caught.value.problem.key, caught.value.problem.line) == ("a", 4)


def test_a_file_that_is_no_text_is_refused_with_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, "") / "concepts" / "things.ttl"
    path.write_bytes(b'\n<a:b> <a:c> "\xff\xfe" .')
    with pytest.raises(InputError, match=r"things\.ttl"):
        read_concepts(tmp_path)


def test_a_folder_without_concepts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no Turtle files"):
        read_concepts(tmp_path)


def test_the_own_ontology_is_read_in_a_blink() -> None:
    began = time.process_time()
    read_concepts(ONTOLOGY)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Velcade", "bortezomib"),
        ("ps 341", "bortezomib"),
        ("P-gp", "abcb1"),
        ("BIM", "bcl2l11"),
        ("acute lymphoblastic leukaemia", "acute-lymphoblastic-leukemia"),
        ("Ph+ ALL", "ph-positive-all"),
        ("phase II", "phase-2-trial"),
        ("CR/CRi", "cr-or-cri"),
    ],
)
def test_names_people_use_lead_to_one_concept(label: str, slug: str) -> None:
    assert found(read_concepts(ONTOLOGY), label) == [slug]


@pytest.mark.parametrize("label", ["CR", "ALL", "MRD", "HR", "RR", "PD", "IO", "PI", "p50", "PR", "SD", "PARP"])
def test_abbreviation_traps_need_context(label: str) -> None:
    assert read_concepts(ONTOLOGY).needs_context(label)
