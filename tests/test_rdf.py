"""Records to triples and back, nothing lost on the way."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import evgraph
from evgraph.extract.records import term
from evgraph.lexicon import Lexicon
from evgraph.model import (
    Arm,
    Author,
    Basis,
    Claim,
    Corpus,
    Document,
    EffectEstimate,
    Evidence,
    Figure,
    Findings,
    Interval,
    Kind,
    Mention,
    Place,
    Proposition,
    Provenance,
    PValue,
    Reference,
    Review,
    Source,
    Span,
    Standing,
    Unattached,
)
from evgraph.pipeline import read_corpus
from evgraph.rdf import from_quads, to_quads
from evgraph.rdf.slots import SLOTS
from evgraph.vocabulary import CONCEPT, EVG


def canonical(corpus: Corpus) -> Corpus:
    """Put a corpus into the order in which it is read back."""
    references = sorted(
        (replace(r, cites=tuple(sorted(r.cites)), places=tuple(sorted(r.places, key=str))) for r in corpus.references),
        key=lambda r: r.key,
    )
    files = []
    for file in sorted(corpus.curated, key=lambda f: f.reference):
        parts = {
            name: tuple(sorted((sort_tuples(record) for record in getattr(file, name)), key=lambda r: r.key))
            for name in ("sources", "studies", "populations", "arms", "claims")
        }
        files.append(replace(file, place=Place("", 1, 1), **parts))
    return Corpus(tuple(references), tuple(files))


def sort_tuples(record: object) -> object:
    changes: dict[str, object] = {}
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        if isinstance(value, tuple):
            changes[field.name] = tuple(sorted(value, key=str))
    if isinstance(record, Claim):
        changes["evidence"] = sort_tuples(record.evidence)
    return replace(record, **changes)  # type: ignore[type-var]


def test_the_whole_corpus_comes_back_as_it_was(root: Path, lexicon: Lexicon) -> None:
    corpus, _ = read_corpus(root / "references", lexicon)
    assert canonical(from_quads(to_quads(corpus))) == canonical(corpus)


def test_the_records_read_from_the_store_are_those_that_were_built(
    root: Path, lexicon: Lexicon, graph: evgraph.EvidenceGraph
) -> None:
    corpus, _ = read_corpus(root / "references", lexicon)
    assert canonical(graph.corpus) == canonical(corpus)


def test_every_field_of_a_full_estimate_comes_back() -> None:
    place = Place("x.yaml", 1, 9)
    estimate = EffectEstimate(
        str(CONCEPT["hazard-ratio"]), Figure("0.80"), "mo", 3, 10, Figure("30.0"),
        Interval(Figure("0.050"), Figure("not reached"), Figure("97.5")), Interval(Figure("-1.0"), Figure("2")),
        PValue(Figure("0.0105"), "<", "one-sided"), "about",
    )  # fmt: skip
    proposition = Proposition(Kind.MECHANISM, (str(CONCEPT["a"]),), outcomes=(str(CONCEPT["b"]),))
    claim = Claim(
        "k", "r", proposition, Evidence((), estimate=estimate, quote="itle", span=Span(1, 5), part="title"),
        Provenance("someone", "manual-assertion", place), label="label",
    )  # fmt: skip
    reference = Reference("r", "Title", (Author(given="S"), Author(collective="A Group")), places=(place,))
    source_free = Findings("r", place, claims=(claim,))
    corpus = Corpus((reference,), (source_free,))
    quads = to_quads(corpus)
    back = [c for c in [from_claim(quads)] if c]
    assert back == [claim]


def test_what_was_mined_from_a_text_comes_back_and_stays_apart() -> None:
    place = Place("a.nbib", 1, 9)
    text = "Drug A works\n\nOverall, 16 of 22 had remission. HR 0.7."
    drug = term("Drug", "Examplemab")
    estimate = EffectEstimate(events=16, total=22, sd=Figure("1.0"), range_kind="interquartile range")
    claim = Claim(
        "mined-1", "r", Proposition(Kind.RESULT, (drug.iri,)),
        Evidence(("abstract",), estimate=estimate, quote=text[14:47], span=Span(14, 47), figure=Span(23, 31),
                 part="abstract", arm="mined-arm-1"),
        Provenance("evgraph", "automatic-assertion", place, "arm_result"), label="label",
        review=Review.MINED, standing=(Standing.HEDGED,),
    )  # fmt: skip
    mined = Findings(
        "r", place, (Source("abstract", Basis.ABSTRACT),),
        arms=(Arm("mined-arm-1", "A", "r", interventions=(drug.iri,), sources=("abstract",), place=place),),
        claims=(claim,),
        mentions=(Mention("r", "abstract", Span(0, 6), "Drug", drug.iri, (), "lexicon"),),
        unattached=(Unattached("r", "abstract", Span(48, 54), EffectEstimate(value=Figure("0.7")), "no outcome"),),
        terms=(drug,),
    )  # fmt: skip
    reference = Reference("r", "Drug A works", places=(place,))
    back = from_quads(to_quads(Corpus((reference,), (), (mined,), (Document("r", "abstract", text),))))
    assert back == Corpus((reference,), (), (mined,))


def from_claim(quads: list) -> Claim | None:  # type: ignore[type-arg]
    from evgraph.rdf.read import _Graph

    graph = _Graph(quads)
    return next((graph.claim(node, "r") for node in graph.of_class(EVG.Claim)), None)


def test_a_printed_figure_keeps_its_zeros() -> None:
    assert Figure("0.050").text == "0.050"
    assert str(Figure("0.050").value) == "0.050"


def test_every_plain_field_of_a_record_is_in_the_table_or_written_by_name() -> None:
    by_name = {
        "authors", "cites", "places", "reference", "sources", "place", "study", "population", "part_of", "arm",
        "comparator_arm", "proposition", "evidence", "provenance", "differs_from", "estimate", "quote", "span",
        "value", "percent", "interval", "range", "p", "sd", "raw", "parsed", "figure", "part", "lookups", "service",
        "reports", "regimen_of", "curated", "mined", "body", "registration", "figures",
    }  # fmt: skip
    for record, slots in SLOTS.items():
        written = {slot.field for slot in slots} | by_name
        assert {field.name for field in fields(record)} <= written, record


def test_no_two_records_share_an_iri_and_no_node_is_blank(graph: evgraph.EvidenceGraph) -> None:
    rows = graph.query("SELECT ?s WHERE { ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }")
    assert list(rows) == []
    double = graph.query(
        "SELECT ?claim WHERE { ?claim a evg:Claim ; evg:key ?k } GROUP BY ?claim HAVING (COUNT(DISTINCT ?k) > 1)"
    )
    assert list(double) == []
