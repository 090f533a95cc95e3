"""Curated claims beside mined ones: verified where the text bears them out, told where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from mined_home import CURATED, home

import evgraph
from evgraph.lexicon import Lexicon
from evgraph.meeting import compare, meet
from evgraph.model import Agreement, Claim, Corpus, EffectEstimate, Figure, Interval, PValue, Review
from evgraph.pipeline import read_corpus


def _claims(corpus: Corpus) -> dict[str, Claim]:
    return {claim.key: claim for file in corpus.curated for claim in file.claims}


def test_figures_in_the_text_verify_a_claim_with_span_and_quote(tmp_path: Path, lexicon: Lexicon) -> None:
    corpus, _ = read_corpus(home(tmp_path), lexicon)
    text = next(document.text for document in corpus.documents if document.reference == "specimen2017")
    for key in ("cr", "os"):
        claim = _claims(corpus)[key]
        assert claim.review is Review.VERIFIED
        assert claim.evidence.span is not None
        assert claim.evidence.quote == claim.evidence.span.of(text)
    assert _claims(corpus)["died"].review is Review.READ


def test_another_figure_is_a_meeting_that_differs(tmp_path: Path, lexicon: Lexicon) -> None:
    corpus, _ = read_corpus(home(tmp_path), lexicon)
    told = {meeting.curated: (meeting.agreement, meeting.detail) for meeting in corpus.meetings}
    assert told["died"] == (Agreement.DIFFER, "n 3 and 2")
    assert told["cr"][0] is told["os"][0] is Agreement.AGREE


def test_a_figure_the_text_lacks_leaves_a_claim_unverified(tmp_path: Path, lexicon: Lexicon) -> None:
    evidence = CURATED.replace(
        "n: 16, of: 22, percent: 73", "n: 16, of: 22, percent: 73, ci: {lower: 50, upper: 89, level: 95}"
    )
    claim = _claims(read_corpus(home(tmp_path, evidence), lexicon)[0])["cr"]
    assert claim.review is Review.READ


def test_the_same_figures_of_another_outcome_verify_nothing(tmp_path: Path, lexicon: Lexicon) -> None:
    evidence = CURATED.replace("outcome: complete-remission", "outcome: event-free-survival")
    assert _claims(read_corpus(home(tmp_path, evidence), lexicon)[0])["cr"].review is Review.READ


def test_what_a_person_rejected_meets_nothing(tmp_path: Path, lexicon: Lexicon) -> None:
    references = home(tmp_path)
    corpus, _ = read_corpus(references, lexicon)
    key = next(meeting.mined for meeting in corpus.meetings if meeting.curated == "died")
    path = references / "evidence" / "specimen2017.yaml"
    path.write_text(f"{CURATED}decisions:\n  - {{claim: {key}, decision: rejected, by: me}}\n", encoding="utf-8")
    again, problems = read_corpus(references, lexicon)
    assert [meeting for meeting in again.meetings if meeting.curated == "died"] == []
    assert [problem for problem in problems if "no mined claim" in problem.message] == []


def test_what_a_person_rejected_is_in_no_answer_unless_it_is_asked_for(tmp_path: Path, lexicon: Lexicon) -> None:
    references = home(tmp_path)
    mined = (one for file in read_corpus(references, lexicon)[0].mined for one in file.claims)
    claim = next(one for one in mined if one.reference == "specimen2017" and one.evidence.estimate
                 and one.evidence.estimate.events == 16)  # fmt: skip
    decision = f"decisions:\n  - {{claim: {claim.key}, decision: rejected, by: me, remark: a subgroup}}\n"
    (references / "evidence" / "specimen2017.yaml").write_text(CURATED + decision, encoding="utf-8")
    evgraph.build(references, tmp_path / "out")
    graph = evgraph.open(tmp_path / "out")
    for name, given in (("outcome-results", {"outcome": "complete remission"}), ("drug-claims", {"drug": "bortezomib"}),
                        ("verified-words", {})):  # fmt: skip
        rows = graph.ask(name, **given)
        assert rows
        assert "rejected" not in rows.column("review")
    asked = (
        "SELECT ?id ?who ?why WHERE { ?c evg:review 'rejected' ; evg:key ?id ; evg:reviewer ?who ; evg:remark ?why }"
    )
    assert [tuple(map(str, row)) for row in graph.query(asked)] == [(claim.key, "me", "a subgroup")]


def test_a_corpus_without_texts_is_left_as_it_is(lexicon: Lexicon) -> None:
    assert meet(Corpus(), lexicon) == Corpus()


@pytest.mark.parametrize(
    ("ours", "theirs", "agreement"),
    [
        (EffectEstimate(percent=Figure("73")), EffectEstimate(percent=Figure("72.7")), Agreement.AGREE),
        (EffectEstimate(percent=Figure("73")), EffectEstimate(percent=Figure("74")), Agreement.DIFFER),
        (EffectEstimate("HR", Figure("0.7")), EffectEstimate("OR", Figure("2.1")), Agreement.OPEN),
        (EffectEstimate(value=Figure("9"), unit="mo"), EffectEstimate(value=Figure("39"), unit="wk"), Agreement.OPEN),
        (EffectEstimate(events=2, p=PValue(Figure("0.001"), "<")), EffectEstimate(events=2, p=PValue(Figure("0.0004"))),
         Agreement.AGREE),
        (EffectEstimate("HR", Figure("0.7"), interval=Interval(Figure("0.5"), Figure("0.9"))),
         EffectEstimate("HR", Figure("0.7"), interval=Interval(Figure("0.4"), Figure("0.9"))), Agreement.DIFFER),
        (None, EffectEstimate(events=2), Agreement.OPEN),
    ],
)  # fmt: skip
def test_figures_are_compared_as_numbers_of_one_measure(
    ours: EffectEstimate | None, theirs: EffectEstimate | None, agreement: Agreement
) -> None:
    assert compare(ours, theirs)[0] is agreement
