"""Texts to findings: places hold the words, no figure is lost, nothing that a text says stops a build."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from abstracts import CELLS, ONE_ARM, RANDOMISED, SAMPLES, export, nbib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mined_home import home
from test_rdf import canonical, sort_tuples

import evgraph
from evgraph.extract import Matcher, document_from_text, extract
from evgraph.extract.figures import find_figures
from evgraph.lexicon import Lexicon
from evgraph.model import Basis, Corpus, Document, Findings, Kind, Review, Span
from evgraph.pipeline import assemble, read_corpus

#: What texts are made of, and what they should not be made of.
_WORDS = """Of 22 patients|16 (73%)|achieved complete remission|bortezomib|versus|dexamethasone alone|n = 150|P<0.001|.
    95% CI, 0.44 to 0.77|hazard ratio, 0.58|<sub>2</sub>|&lt;0·05|НЕТ|白血病|\u200f12%|\x07|\ufeff|\u2028|(((|]]>|ﬁ
    150%|33 of 22|median|9.5 months|0.93 to 0.55|P = 1.7|RESULTS:|\n\n|No|may|inhibited|BCL2|NF-κB|in vitro|é"""
_PIECES = st.sampled_from(_WORDS.split("|"))
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=40).map(" ".join),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=300),
    st.lists(st.sampled_from(". ".join(abstract for _, abstract, *_ in SAMPLES).split()), max_size=60).map(" ".join),
)


@pytest.fixture(scope="module")
def matcher(lexicon: Lexicon) -> Matcher:
    return Matcher.of(lexicon)


def _read(sample: tuple[str, str, str, int], matcher: Matcher) -> tuple[Document, Findings]:
    document = document_from_text("sample", f"{sample[0]}\n\n{sample[1]}")
    return document, extract(document, matcher)


def _spans(findings: Findings) -> list[Span]:
    evidence = [claim.evidence for claim in findings.claims]
    found = [*findings.mentions, *findings.unattached, *evidence]
    return [item.span for item in found if item.span] + [item.figure for item in evidence if item.figure]


def _check(document: Document, findings: Findings) -> None:
    assert all(0 <= span.start < span.end <= len(document.text) for span in _spans(findings))
    for claim in findings.claims:
        evidence = claim.evidence
        assert evidence.span is not None
        assert evidence.quote == document.text[evidence.span.start : evidence.span.end]
        assert evidence.part == document.part
    claimed = {claim.evidence.figure for claim in findings.claims}
    unattached = [figure.span for figure in findings.unattached]
    assert len(set(unattached)) == len(unattached)
    figures = [figure.span for figure in find_figures(document.text)]
    assert [span for span in figures if (span in claimed) == (span in unattached)] == []
    assert len({claim.key for claim in findings.claims}) == len(findings.claims)
    assert len({(mention.span, mention.kind) for mention in findings.mentions}) == len(findings.mentions)


@settings(max_examples=150)
@given(_TEXTS)
@example("Remission occurred in 130% of patients given bortezomib. " * 2)
@example("")
@example("\x00\x01 <b>12</b>% \u2028 12%")
def test_any_text_keeps_its_places_and_each_figure_once(matcher: Matcher, text: str) -> None:
    document = document_from_text("any", text)
    _check(document, extract(document, matcher))


@pytest.mark.parametrize("sample", SAMPLES, ids=["randomised", "one arm", "cells"])
def test_our_abstracts_keep_their_places_and_each_figure_once(
    matcher: Matcher, sample: tuple[str, str, str, int]
) -> None:
    _check(*_read(sample, matcher))


@pytest.mark.parametrize("letter", ["a", "(", "1", ".", "\n", "A", "-"])
def test_a_megabyte_of_one_thing_is_read_in_bounded_time(matcher: Matcher, letter: str) -> None:
    document = document_from_text("long", letter * (1_000_000 // len(letter)))
    start = time.process_time()
    findings = extract(document, matcher)
    assert time.process_time() - start < 60
    assert all(0 <= span.start < span.end <= len(document.text) for span in _spans(findings))


def test_both_groups_of_a_randomised_trial_get_their_figures(matcher: Matcher) -> None:
    _, findings = _read(RANDOMISED, matcher)
    told = {(c.evidence.estimate.events, c.evidence.estimate.total): c for c in findings.claims if c.evidence.estimate}
    assert {(108, 150), (60, 150)} <= told.keys()
    given = {arm.key: arm.label for arm in findings.arms}
    assert given[told[108, 150].evidence.arm or ""] == "bortezomib plus dexamethasone"
    assert given[told[60, 150].evidence.arm or ""] == "dexamethasone alone"
    ratios = [c for c in findings.claims if c.proposition.kind is Kind.COMPARISON and c.evidence.estimate.value]
    assert [(c.evidence.estimate.value.text, c.evidence.estimate.interval.lower.text) for c in ratios] == [
        ("0.58", "0.44")
    ]


def test_a_claim_says_by_whom_how_and_by_which_rule_it_was_made(matcher: Matcher) -> None:
    _, findings = _read(ONE_ARM, matcher)
    assert findings.claims
    for claim in findings.claims:
        assert (claim.review, claim.provenance.agent) == (Review.MINED, "evgraph")
        assert claim.provenance.method == "automatic-assertion"
        assert claim.provenance.rule
        assert claim.label
        assert claim.key.startswith(f"mined-{claim.proposition.kind}-")
        assert [source.basis for source in findings.sources if source.key in claim.evidence.sources] == [Basis.ABSTRACT]


def test_work_in_the_laboratory_gives_mechanisms(matcher: Matcher) -> None:
    _, findings = _read(CELLS, matcher)
    assert {str(claim.proposition.effect) for claim in findings.claims} >= {"increases", "does not change"}


def test_a_claim_of_the_title_has_the_title_as_its_source(matcher: Matcher) -> None:
    _, findings = _read(("Bortezomib inhibits the proteasome", CELLS[1], "", 0), matcher)
    bases = {source.key: source.basis for source in findings.sources}
    in_title = [claim for claim in findings.claims if claim.evidence.span and claim.evidence.span.end <= 34]
    assert [[bases[key] for key in claim.evidence.sources] for claim in in_title] == [[Basis.TITLE]]
    assert set(bases.values()) == {Basis.TITLE, Basis.ABSTRACT}


def test_a_full_text_can_be_read(matcher: Matcher) -> None:
    document = Document("whole", "full text", ONE_ARM[1])
    findings = extract(document, matcher)
    assert {source.basis for source in findings.sources} == {Basis.FULL_TEXT}
    assert findings.claims


@pytest.mark.parametrize(
    "words",
    [
        "Complete remission occurred in 130% of patients.",
        "Complete remission occurred in 50% of patients (95% CI, 93% to 55%).",
    ],
)
def test_a_figure_that_cannot_be_is_kept_but_claims_nothing(tmp_path: Path, root: Path, words: str) -> None:
    text = f"In this study, 22 patients with leukemia received bortezomib. {words}"
    (tmp_path / "a.nbib").write_text(nbib(1, "A study of patients", text, "Example, Anna", 2011), encoding="utf-8")
    corpus = assemble(tmp_path, root / "ontology").corpus
    kept = [figure.reason for file in corpus.mined for figure in file.unattached]
    claimed = [claim.evidence.estimate for file in corpus.mined for claim in file.claims]
    assert kept
    assert all(e.percent is None or e.percent.value <= 100 for e in claimed if e)


def test_two_works_may_name_a_new_thing_in_other_letters(tmp_path: Path, root: Path) -> None:
    text = "Twenty patients with leukemia received bortezomib. The {} was 80% (16 of 20)."
    records = [
        nbib(n, f"{title} of patients", text.format(name), f"{author}, Anna", 2011)
        for n, (title, name, author) in enumerate(
            [("One study", "wound healing rate", "Example"), ("Another", "Wound Healing Rate", "Muster")], 1
        )
    ]
    (tmp_path / "a.nbib").write_text("".join(records), encoding="utf-8")
    parts = assemble(tmp_path, root / "ontology")
    labels = {(term.iri, term.label) for file in parts.corpus.mined for term in file.terms}
    assert len(labels) == len({iri for iri, _ in labels})
    assert "wound healing rate" in {label for _, label in labels}


def test_what_was_mined_is_read_back_from_the_graph_as_it_was_built(tmp_path: Path, lexicon: Lexicon) -> None:
    references = home(tmp_path)
    built, _ = read_corpus(references, lexicon)
    evgraph.build(references, tmp_path / "build")
    read = evgraph.open(tmp_path / "build").corpus
    assert canonical(read).curated == canonical(built).curated
    assert [sort_tuples(work) for work in read.references] == [
        sort_tuples(work) for work in canonical(built).references
    ]
    assert read.meetings == tuple(sorted(built.meetings, key=str))
    assert _mined(read) == _mined(built)
    assert any(file.terms for file in read.mined)
    assert any(file.unattached for file in read.mined)


def _mined(corpus: Corpus) -> list[object]:
    """Return what was mined, in one order."""
    names = ("sources", "populations", "arms", "claims", "terms")
    return [
        (
            file.reference, file.mentions, file.unattached,
            [sorted((sort_tuples(record) for record in getattr(file, name)), key=str) for name in names],
        ) for file in sorted(corpus.mined, key=lambda file: file.reference)
    ]  # fmt: skip


def test_mined_claims_lie_in_graphs_of_their_own(tmp_path: Path) -> None:
    evgraph.build(home(tmp_path), tmp_path / "build")
    rows = list(
        evgraph.open(tmp_path / "build").query(
            "SELECT DISTINCT ?g ?review WHERE { GRAPH ?g { ?c a evg:Claim ; evg:review ?review } }"
        )
    )
    assert {str(review) for graph, review in rows if "/graph/mined/" in str(graph)} == {"mined"}
    assert {str(review) for graph, review in rows if "/graph/mined/" not in str(graph)} == {"verified", "read"}


def test_the_same_abstracts_give_the_same_bytes_under_another_hash_seed(tmp_path: Path, root: Path) -> None:
    references = home(tmp_path)
    for seed in ("0", "4321"):
        subprocess.run(
            [sys.executable, "-m", "evgraph", "build", str(references), "--out", str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}, check=True, cwd=tmp_path,
        )  # fmt: skip
    for name in ("evidence.nq", "evidence.trig", "evidence.html", "summary.md", "problems.md"):
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "4321" / name).read_bytes(), name


def test_no_abstract_is_printed_whole_into_the_graph(tmp_path: Path) -> None:
    evgraph.build(home(tmp_path), tmp_path / "build")
    graph = (tmp_path / "build" / "evidence.nq").read_text(encoding="utf-8")
    assert [title for title, abstract, *_ in SAMPLES if abstract in graph] == []


def test_a_title_alone_is_read_too(tmp_path: Path, root: Path) -> None:
    text = export().split("AB  - ")[0] + "\n"
    (tmp_path / "a.nbib").write_text(text, encoding="utf-8")
    corpus = assemble(tmp_path, root / "ontology").corpus
    assert {mention.part for file in corpus.mined for mention in file.mentions} == {"title"}
