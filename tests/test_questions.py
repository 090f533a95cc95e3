"""Every named question: its worked answer is what the graph says, and its page is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

import evgraph
from evgraph.questions import Question, read_questions
from tests.generate import page, worked_answer

QUESTIONS = read_questions()
#: They tell what services said, and the references of this project come without; `test_registered.py` asks them.
OF_SERVICES = ("registrations", "registry-results")


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_worked_answer_is_what_the_graph_says(question: Question, graph: evgraph.EvidenceGraph) -> None:
    assert list(question.answer) == worked_answer(graph, question), "run python -m tests.generate and read the change"
    assert (question.answer[-1] == "rows: 0") is (question.name in OF_SERVICES)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_binds_all_it_uses(
    question: Question, graph: evgraph.EvidenceGraph, recwarn: pytest.WarningsRecorder
) -> None:
    graph.ask(question.name, **dict(question.example))
    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_a_question_asks_in_plain_words(question: Question) -> None:
    assert question.question.endswith("?")
    assert not any(sign in question.title + question.question for sign in ("?x", "evg:", "SPARQL"))


def test_there_are_at_least_twenty_questions() -> None:
    assert len(QUESTIONS) >= 20


def test_the_page_of_questions_is_up_to_date(graph: evgraph.EvidenceGraph, root: Path) -> None:
    assert (root / "docs" / "questions.md").read_text(encoding="utf-8") == page(graph)


def test_complete_remission_by_lineage_counts_both_series(graph: evgraph.EvidenceGraph) -> None:
    given = {"outcome": "complete-remission", "disease": "acute lymphoblastic leukaemia", "drug": "bortezomib"}
    rows = graph.ask("outcome-by-subtype", **given)
    found = {(row.subtype, row.events, row.total, row.reference) for row in rows}
    assert ("B-cell precursor ALL", 5, 5, "index2018") in found
    assert ("T-cell ALL", 2, 4, "index2018") in found


def test_a_question_about_the_class_finds_the_drug(graph: evgraph.EvidenceGraph) -> None:
    of_class = {row.claim_text for row in graph.ask("drug-claims", drug="proteasome inhibitor")}
    assert {row.claim_text for row in graph.ask("drug-claims", drug="carfilzomib")} < of_class


def test_the_hazard_ratios_whose_interval_excludes_one_are_the_two_trials(graph: evgraph.EvidenceGraph) -> None:
    rows = list(graph.ask("hazard-ratios"))
    assert [(row.reference, row.level) for row in rows] == [("kantarjian2017", "95"), ("kantarjian2019", "97.5")]
    assert rows[0].printed == "hazard ratio 0.71 (95 % CI 0.55–0.93; P = 0.01)"


def test_an_adverse_event_of_exactly_the_limit_is_not_above_it(graph: evgraph.EvidenceGraph) -> None:
    printed = {row.printed for row in graph.ask("adverse-events", percent="10", drug="blinatumomab")}
    assert "12/116 (10 %)" not in printed
    assert "33/267 (12.4 %)" in printed


def test_an_abbreviation_with_two_meanings_is_never_guessed(graph: evgraph.EvidenceGraph) -> None:
    with pytest.raises(evgraph.VocabularyError, match="may mean several concepts"):
        graph.ask("drug-claims", drug="NF-kB")
