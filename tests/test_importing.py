"""Vocabularies of others: what becomes a concept, what becomes a problem, and that nothing is lost between."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from evgraph.cli import app
from evgraph.compact import About, Row, read_about, read_rows, write_rows
from evgraph.errors import InputError
from evgraph.extract.matcher import Matcher
from evgraph.importing import KINDS, Import, import_vocabulary, read_vocabularies
from evgraph.importing.rdf import SYNTAXES
from evgraph.lexicon import ontology_home, read_concepts
from evgraph.model import Concept
from evgraph.vocabulary import EVG

OBO = """format-version: 1.2

[Term]
id: EX:0001
name: sample disease {source="x"} ! a comment
synonym: "sampleitis" EXACT []
synonym: "SD1" EXACT ABBREVIATION []
synonym: "sample trouble" RELATED [X:1]
synonym: "a \\"quoted\\" disease" EXACT []
is_a: EX:0002 ! disease
xref: DOID:1 {source="EX:equivalentTo"}
xref: DOID:2

[Term]
id: EX:0002
name: disease

[Term]
id: EX:0003
name: old disease
is_obsolete: true

[Term]
name: no id

[Term]
id: EX:0004

[Typedef]
id: part_of
name: part of
"""
TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix ex: <http://example.org/> .
ex:1 a skos:Concept ; skos:prefLabel "sample disease"@en , "Probenkrankheit"@de ; skos:altLabel "sampleitis" ;
  skos:hiddenLabel "SD1" ; skos:broader ex:2 .
ex:2 a skos:Concept ; skos:prefLabel "disease" .
"""
OWL = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY owl "http://www.w3.org/2002/07/owl#">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
  xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:o="http://www.geneontology.org/formats/oboInOwl#">
<owl:Class rdf:about="http://example.org/1"><rdfs:label>sample disease</rdfs:label>
  <o:hasExactSynonym>sampleitis</o:hasExactSynonym><o:hasRelatedSynonym>SD1</o:hasRelatedSynonym>
  <rdfs:subClassOf rdf:resource="http://example.org/2"/></owl:Class>
<owl:Class rdf:about="http://example.org/2"><rdfs:label>disease</rdfs:label></owl:Class>
</rdf:RDF>
"""
TABLE = (
    "iri,label,synonyms,hidden,broader\nhttp://example.org/1,sample disease,sampleitis|other,SD1,http://example.org/2\n"
)
TABLE += "http://example.org/2,disease,,,\n"


def imported(folder: Path, name: str, text: str, kind: str | None = "Condition") -> Import:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_vocabulary([path], folder / "ontology", "sample", "https://example.org/v1", "CC0-1.0", kind)


def rows(done: Import) -> dict[str, Row]:
    return {row.concept.iri.rsplit("/", 1)[-1]: row for row in read_rows(done.path)}


@pytest.mark.parametrize(
    ("name", "text", "key"),
    [("a.obo", OBO, "EX_0001"), ("a.ttl", TURTLE, "1"), ("a.owl", OWL, "1"), ("a.csv", TABLE, "1")],
)
def test_every_form_gives_the_same_concept(tmp_path: Path, name: str, text: str, key: str) -> None:
    row = rows(imported(tmp_path, name, text))[key]
    assert (row.concept.label, row.concept.kind) == ("sample disease", "Condition")
    assert "sampleitis" in row.concept.alt_labels
    assert "SD1" in row.hidden
    assert len(row.concept.broader) == 1


def test_every_entry_is_a_concept_or_obsolete_or_a_problem(tmp_path: Path) -> None:
    done = imported(tmp_path, "a.obo", OBO)
    assert (done.entries, done.about.concepts, done.obsolete, len(done.problems)) == (5, 2, 1, 2)
    assert [problem.line for problem in done.problems] == [23, 26]


def test_an_obo_name_loses_its_comment_and_keeps_its_quotes(tmp_path: Path) -> None:
    concept = rows(imported(tmp_path, "a.obo", OBO))["EX_0001"].concept
    assert concept.alt_labels == ('a "quoted" disease', "sampleitis")
    assert concept.ids == ("DOID:1",)
    assert concept.broader == ("http://purl.obolibrary.org/obo/EX_0002",)


def test_a_label_in_another_language_is_no_preferred_one(tmp_path: Path) -> None:
    assert rows(imported(tmp_path, "a.ttl", TURTLE))["1"].concept.alt_labels == ("Probenkrankheit", "sampleitis")


def test_a_table_without_iris_gets_readable_ones(tmp_path: Path) -> None:
    done = imported(tmp_path, "a.tsv", "label\tsynonyms\nSample disease\ta; b\n")
    assert rows(done)["sample-sample-disease"].concept.alt_labels == ("a", "b")


@pytest.mark.parametrize("name", ["not a web address", "javascript:alert(1)", "http://a b", "file:///etc/passwd"])
def test_an_iri_that_is_none_is_a_problem_with_its_line(tmp_path: Path, name: str) -> None:
    done = imported(tmp_path, "a.csv", f'iri,label\nhttp://example.org/1,good\n"{name}",bad\n')
    assert [(problem.line, problem.key) for problem in done.problems] == [(3, name)]


def test_the_same_iri_once_more_adds_its_labels(tmp_path: Path) -> None:
    done = imported(tmp_path, "a.csv", "iri,label\nhttp://example.org/1,one\nhttp://example.org/1,two\n")
    assert rows(done)["1"].concept.alt_labels == ("two",)


def test_a_cut_file_keeps_what_came_before_and_says_where_it_ends(tmp_path: Path) -> None:
    done = imported(tmp_path, "a.ttl", TURTLE + 'ex:3 a skos:Concept ; skos:prefLabel "cut')
    assert set(rows(done)) == {"1", "2"}
    assert [problem.message[:10].strip() for problem in done.problems] == ["no label", "breaks off"]


def test_an_entity_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    with pytest.raises(InputError, match="entities"):
        imported(tmp_path, "a.owl", bomb)
    with pytest.raises(InputError, match="entities"):
        imported(tmp_path, "a.rdf", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.xyz", "", "Condition"),
        ("a.csv", "one,two\n1,2\n", "Condition"),
        ("a.obo", "", "Condition"),
        ("a.obo", OBO, None),
        ("a.obo", OBO, "Disease"),
        ("a.ttl", "no turtle", "Drug"),
    ],
)
def test_what_cannot_be_imported_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, text: str, kind: str | None
) -> None:
    with pytest.raises(InputError):
        imported(tmp_path, name, text, kind)
    assert not (tmp_path / "ontology" / "concepts" / "sample.tsv").exists()


def test_the_kinds_are_classes_of_the_schema() -> None:
    assert all(hasattr(EVG, kind) for kind in KINDS)


def test_an_imported_concept_is_found_in_a_text_by_its_own_iri(tmp_path: Path) -> None:
    home = tmp_path / "ontology"
    (home / "concepts").mkdir(parents=True)
    scheme = ontology_home() / "concepts" / "scheme.ttl"
    (home / "concepts" / "scheme.ttl").write_bytes(scheme.read_bytes())
    imported(tmp_path, "a.csv", TABLE)
    lexicon = read_concepts(home)
    assert lexicon.get("http://example.org/1").label == "sample disease"
    assert lexicon.ancestors("http://example.org/1") == ("http://example.org/2",)
    (match,) = Matcher.of(lexicon).find("He had sample diseases.")
    assert [sense.iri for sense in match.senses] == ["http://example.org/1"]


def test_a_concept_that_ours_says_it_is_brings_its_labels_and_no_doubt(tmp_path: Path) -> None:
    home = tmp_path / "ontology"
    (home / "concepts").mkdir(parents=True)
    for path in (ontology_home() / "concepts").glob("*.ttl"):
        (home / "concepts" / path.name).write_bytes(path.read_bytes())
    table = "id,label,synonyms\nNCIT:C4870,Complete Remission of Sample,total vanishing\nEX:1,complete remission,\n"
    imported(tmp_path, "a.csv", table, "Outcome")
    lexicon = read_concepts(home)
    assert [concept.label for concept in lexicon.find("total vanishing")] == ["complete remission"]
    (match,) = Matcher.of(lexicon).find("complete remission")
    assert len(match.senses) == 1


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20)


@given(st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=3)), max_size=5))
def test_a_vocabulary_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, labels: list[tuple[str, list[str]]]
) -> None:
    path = tmp_path_factory.mktemp("v") / "a.tsv"
    about = About("a", "https://example.org", "CC0", len(labels), 0)
    wanted = [
        Row(Concept(f"http://example.org/{n}", "Drug", label, tuple(others)), tuple(others))
        for n, (label, others) in enumerate(labels)
    ]
    write_rows(path, about, wanted)
    assert read_about(path) == about
    assert list(read_rows(path)) == wanted


@pytest.mark.parametrize("cut", [0, 30, -1, -10])
def test_a_cut_vocabulary_is_refused_with_its_line(tmp_path: Path, cut: int) -> None:
    done = imported(tmp_path, "a.csv", TABLE)
    done.path.write_bytes(done.path.read_bytes()[:cut])
    with pytest.raises(InputError):
        list(read_rows(done.path))


def test_the_command_imports_and_lists(tmp_path: Path) -> None:
    (tmp_path / "a.obo").write_text(OBO, encoding="utf-8")
    home = str(tmp_path / "ontology")
    options = ["--name", "sample", "--source", "https://example.org", "--licence", "CC0-1.0", "--kind", "Condition"]
    done = CliRunner().invoke(app, ["vocabulary", "import", str(tmp_path / "a.obo"), "--into", home, *options])
    assert (done.exit_code, "2 concepts" in done.stdout) == (1, True)
    listed = CliRunner().invoke(app, ["vocabulary", "list", home])
    assert "sample: 2 concepts, 6 labels; CC0-1.0; https://example.org" in listed.stdout
    assert read_vocabularies(tmp_path / "nothing") == ()


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    options = ["--name", "sample", "--source", "x", "--licence", "CC0-1.0", "--into", str(tmp_path)]
    done = CliRunner().invoke(app, ["vocabulary", "import", str(tmp_path / "none.obo"), *options])
    assert (done.exit_code, "cannot be read" in done.stderr) == (2, True)


def test_the_page_on_vocabularies_names_every_kind_and_every_form() -> None:
    page = (Path(__file__).parents[1] / "docs" / "vocabularies.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []
    assert [suffix for suffix in (".obo", *SYNTAXES, ".csv", ".tsv", ".txt") if f"`{suffix}`" not in page] == []
