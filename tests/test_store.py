"""The dataset: the file and the store hold the same, sorted and canonical, and shapes find what was planted."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

import evgraph
from evgraph import store
from evgraph.errors import InputError
from evgraph.graph import EvidenceGraph
from evgraph.identifiers import BASE
from evgraph.rdf.iris import BUILD
from evgraph.vocabulary import EVG
from tests.conftest import SMALL_BIB, SMALL_EVIDENCE

Folder = Callable[..., Path]
XSD = "http://www.w3.org/2001/XMLSchema#"


def nquads(path: Path) -> list[ox.Quad]:
    return list(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def test_the_file_holds_what_the_store_holds_but_the_build_itself(built: Path, graph: EvidenceGraph) -> None:
    stored = {quad for quad in graph.store if quad.graph_name != ox.NamedNode(BUILD)}
    assert set(nquads(built / "evidence.nq")) == stored
    assert len(stored) < len(graph.store), "the clock and the inputs are in the build graph"


def test_the_file_is_sorted_with_each_line_once_and_a_line_end_at_the_end(built: Path) -> None:
    data = (built / "evidence.nq").read_bytes()
    lines = data.decode().split("\n")
    assert lines.pop() == ""
    assert lines == sorted(set(lines))
    assert all(line.endswith(" .") for line in lines)
    assert b"\r" not in data
    assert not [line for line in lines if line.startswith("_:") or " _:" in line.partition('"')[0]], "no blank nodes"


def test_trig_holds_the_same_quads(built: Path) -> None:
    trig = set(ox.parse(path=str(built / "evidence.trig"), format=ox.RdfFormat.TRIG))
    assert trig == set(nquads(built / "evidence.nq"))


@pytest.mark.parametrize(
    "text",
    [f"a{char}b" for char in '\n\r\t"\\\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1eé\U0001f600'],
    ids=ascii,
)
def test_any_text_survives_the_sorted_file(text: str, tmp_path: Path) -> None:
    node = ox.NamedNode("http://example.org/x")
    quads = [ox.Quad(node, node, ox.Literal(text), node), ox.Quad(node, node, ox.Literal("z"), node)]
    made = store.to_nquads(quads)
    assert set(ox.parse(input=made.encode(), format=ox.RdfFormat.N_QUADS)) == set(quads)
    assert set(ox.parse(input=store.to_trig(quads).encode(), format=ox.RdfFormat.TRIG)) == set(quads)


def test_the_same_quads_in_another_order_are_the_same_bytes(built: Path) -> None:
    quads = nquads(built / "evidence.nq")
    assert store.to_nquads(reversed(quads)) == (built / "evidence.nq").read_text(encoding="utf-8")
    assert store.to_trig([*reversed(quads), quads[0]]) == (built / "evidence.trig").read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", ["0.050", "0.80", "80.00", "1000000.0"])
def test_a_figure_keeps_its_text_in_file_and_store(typed: str, folder: Folder, tmp_path: Path) -> None:
    text = SMALL_EVIDENCE.replace("percent: 80.0", f"value: {typed}")
    evgraph.build(folder(evidence=text), tmp_path / "build")
    assert f'<{EVG.valueText}> "{typed}" ' in (tmp_path / "build" / "evidence.nq").read_text(encoding="utf-8")
    opened = evgraph.open(tmp_path / "build").store
    texts = [quad.object.value for quad in opened.quads_for_pattern(None, ox.NamedNode(EVG.valueText), None)]
    numbers = [float(quad.object.value) for quad in opened.quads_for_pattern(None, ox.NamedNode(EVG.value), None)]
    assert (texts, numbers) == ([typed], [float(typed)])


LEXICAL = {
    "integer": r"[-+]?\d+",
    "decimal": r"[-+]?(\d+(\.\d*)?|\.\d+)",
    "boolean": r"true|false|1|0",
    "gYear": r"-?\d{4,}",
    "duration": r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
}


def test_every_typed_value_is_written_as_its_type_allows(built: Path) -> None:
    wrong = {
        str(quad.object)
        for quad in nquads(built / "evidence.nq")
        if isinstance(quad.object, ox.Literal)
        and (rule := LEXICAL.get(quad.object.datatype.value.removeprefix(XSD)))
        and not re.fullmatch(rule, quad.object.value)
    }
    assert wrong == set()


PLANTED = [
    pytest.param("evg:percent", '"120"^^xsd:decimal', "between 0 and 100", id="percentage over a hundred"),
    pytest.param("evg:percent", '"-1"^^xsd:decimal', "between 0 and 100", id="percentage below zero"),
    pytest.param("evg:pValue", '"1.2"^^xsd:decimal', "P lies between 0 and 1", id="P over one"),
    pytest.param("evg:source", "<http://example.org/nothing>", "names no source", id="a source that is none"),
    pytest.param("evg:arm", "<http://example.org/nothing>", "no arm", id="an arm that is none"),
    pytest.param("evg:measure", "concept:bortezomib", "the measure is none", id="a drug as measure"),
    pytest.param("evg:design", "concept:bortezomib", "the design is no design", id="a drug as design"),
]


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> list[ox.Quad]:
    home = tmp_path_factory.mktemp("planted") / "references"
    (home / "evidence").mkdir(parents=True)
    (home / "sample.bib").write_text(SMALL_BIB, encoding="utf-8")
    (home / "evidence" / "a.yaml").write_text(SMALL_EVIDENCE, encoding="utf-8")
    evgraph.build(home, home.parent / "build")
    return nquads(home.parent / "build" / "evidence.nq")


def test_a_sound_graph_has_no_violation(quads: list[ox.Quad], root: Path) -> None:
    assert store.validate(quads, root / "ontology" / "shapes.ttl") == []


@pytest.mark.parametrize(("predicate", "value", "words"), PLANTED)
def test_what_is_planted_is_found_with_its_node(
    predicate: str, value: str, words: str, quads: list[ox.Quad], root: Path
) -> None:
    typed = [q for q in quads if q.predicate.value.endswith("#type")]
    node = next(q.subject for q in typed if q.object == ox.NamedNode(EVG.Evidence))
    prefixes = f"@prefix evg: <{EVG._NS}> . @prefix xsd: <{XSD}> . @prefix concept: <{BASE}concept/> . "
    planted = ox.parse(input=f"{prefixes} {node} {predicate} {value} .", format=ox.RdfFormat.TURTLE)
    found = store.validate([*quads, *(ox.Quad(*t.triple) for t in planted)], root / "ontology" / "shapes.ttl")
    assert {focus for focus, message in found if words in message} == {node.value}


@pytest.mark.parametrize("kind", ["Claim", "Evidence", "Proposition", "Source", "Arm", "Population", "Study"])
def test_a_record_that_lost_its_facts_is_found(kind: str, quads: list[ox.Quad], root: Path) -> None:
    typed = [q for q in quads if q.predicate.value.endswith("#type")]
    node = next(q.subject for q in typed if q.object == ox.NamedNode(EVG[kind]))
    left = [q for q in quads if q.subject != node or q.predicate.value.endswith("#type")]
    assert node.value in {focus for focus, _ in store.validate(left, root / "ontology" / "shapes.ttl")}


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib warns of its own calls
def test_a_store_can_be_asked_through_rdflib(graph: EvidenceGraph) -> None:
    from rdflib import RDF, URIRef

    dataset = graph.dataset()
    claims = set(dataset.subjects(RDF.type, URIRef(EVG.Claim)))
    assert len(claims) == graph.counts["claims"]
    some = sorted(claims)[0]
    assert dataset.value(some, URIRef(EVG.key)) is not None
    assert len(list(dataset.triples((some, None, None)))) > 5


def test_a_store_opened_for_reading_cannot_be_written(graph: EvidenceGraph) -> None:
    node = ox.NamedNode("http://example.org/x")
    with pytest.raises((OSError, RuntimeError), match=r"read-write|read-only"):
        graph.store.add(ox.Quad(node, node, node, node))


@pytest.mark.parametrize("wrong", ["no folder", "an empty folder", "a file", "an empty store", "a torn store"])
def test_what_is_no_build_is_refused_with_a_mend(wrong: str, folder: Folder, tmp_path: Path) -> None:
    place = tmp_path / "build"
    if wrong == "an empty folder":
        place.mkdir()
    elif wrong == "a file":
        place.write_text("x", encoding="utf-8")
    elif wrong == "an empty store":
        (place / "store").mkdir(parents=True)
    elif wrong == "a torn store":
        evgraph.build(folder(), place)
        (place / "store" / "CURRENT").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        evgraph.open(place)
    assert "build" in caught.value.problem.mend


def test_a_graph_that_is_open_stays_as_it_was_while_builds_replace_it(folder: Folder, tmp_path: Path) -> None:
    home, out = folder(), tmp_path / "build"
    evgraph.build(home, out)
    before = evgraph.open(out)
    counts, errors = dict(before.counts), []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                if dict(before.counts) != counts or evgraph.open(out).counts["claims"] not in {1, 2}:
                    errors.append("changed")
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is a failure here
                errors.append(repr(error))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(4):
        text = SMALL_EVIDENCE if number % 2 else SMALL_EVIDENCE.partition("  - {id: cells")[0]
        evgraph.build(folder(evidence=text), out)
    done.set()
    reader.join()
    assert errors == []
    assert before.counts == counts
    assert len(list(before.store)) == counts["triples"]


def test_an_ontology_file_that_is_no_turtle_is_named_with_its_line(root: Path, tmp_path: Path) -> None:
    home = tmp_path / "ontology"
    shutil.copytree(root / "ontology", home)
    (home / "mine.ttl").write_text("@prefix a: <http://a/> .\na:b a:c a:d .\na:b a:c\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        store.read_ontology(home)
    assert caught.value.problem.path == "ontology/mine.ttl"
    assert caught.value.problem.line in {3, 4}
