"""What a registry says of a study: in the graph with its place and day, shown apart from what works report."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import evgraph
from evgraph.model import Registration, RegistryFigure
from evgraph.rdf import from_quads, to_quads
from evgraph.resolve.saved import Resolved, read_resolved, render_resolved, write_resolved
from evgraph.resolve.studies import Trial

PATH = "resultsSection.outcomeMeasuresModule.outcomeMeasures[0].classes[0].categories[0].measurements[{}]"
FIGURES = (
    RegistryFigure(PATH.format(0), "Doing well", "14", "primary", "12 weeks", groups=("Samplinib",), size="20",
                   parameter="COUNT_OF_PARTICIPANTS", unit="Participants"),
    RegistryFigure(PATH.format(1), "Doing well", "7", "primary", "12 weeks", groups=("Placebo",), size="20",
                   parameter="COUNT_OF_PARTICIPANTS", unit="Participants"),
)  # fmt: skip
TOLD = Registration(
    "NCT00000001", "clinicaltrials", "https://example.org/api/studies/NCT00000001", "2026-01-02T03:04:05Z",
    "A sample trial", "COMPLETED", "INTERVENTIONAL", ("PHASE3",), ("allocation: RANDOMIZED",), 0, "ACTUAL", "2014-02",
    "2016-03", ("Placebo", "Samplinib [EXPERIMENTAL]"), ("primary: Doing well (12 weeks)",), True, FIGURES,
)  # fmt: skip
RESOLVED = Resolved((), (Trial(("NCT00000001",), ("smith2020",), "SAMPLER", TOLD),))


@pytest.fixture
def out(folder: Callable[..., Path], tmp_path: Path) -> Path:
    home = folder()
    write_resolved(RESOLVED, home)
    evgraph.build(home, tmp_path / "out")
    return tmp_path / "out"


def test_a_registration_comes_back_from_the_file_as_it_was(tmp_path: Path) -> None:
    write_resolved(RESOLVED, tmp_path)
    assert read_resolved(tmp_path) == RESOLVED
    assert json.loads(render_resolved(RESOLVED))["studies"][0]["registration"]["enrolment"] == 0


def test_a_registration_comes_back_from_the_triples_as_it_was(out: Path) -> None:
    corpus = evgraph.open(out).corpus
    (study,) = (one for file in corpus.curated for one in file.studies if one.registration)
    assert study.registration == replace(TOLD, date="2026-01-02T03:04:05+00:00")  # as stores write it
    again = from_quads(to_quads(corpus))
    assert study in [one for file in again.curated for one in file.studies]


def test_a_question_shows_what_is_registered(out: Path) -> None:
    (row,) = evgraph.open(out).ask("registrations")
    assert (row.study, row.registered, row.status, row.phase) == ("SAMPLER", "NCT00000001", "COMPLETED", "PHASE3")
    assert (row.enrolled, row.kind, row.results, row.asked) == (0, "ACTUAL", "posted", "2026-01-02")
    assert row.arms == "Placebo | Samplinib [EXPERIMENTAL]"


def test_a_question_shows_posted_figures_each_with_its_path(out: Path) -> None:
    rows = list(evgraph.open(out).ask("registry-results", registered="NCT00000001"))
    assert [(row.group, row.value, row.unit, row.analysed, row.field) for row in rows] == [
        ("Samplinib", "14", "Participants", "20", PATH.format(0)),
        ("Placebo", "7", "Participants", "20", PATH.format(1)),
    ]
    assert not evgraph.open(out).ask("registry-results", registered="NCT00000002")


def test_a_study_without_a_claim_names_its_reports(out: Path) -> None:
    rows = {row.study: row.reports for row in evgraph.open(out).ask("studies")}
    assert rows["SAMPLER"] == "smith2020"


def test_posted_figures_are_no_claims_and_no_answer_of_another_question(out: Path) -> None:
    graph = evgraph.open(out)
    assert sum(len(file.claims) for file in graph.corpus.findings) == 2
    claimed = [cell for name in ("comparisons", "verified-words", "deaths") for row in graph.ask(name) for cell in row]
    assert "Doing well" not in " ".join(map(str, claimed))


def test_the_summary_and_the_node_say_what_is_registered_and_who_said_it(out: Path) -> None:
    said = (
        "NCT00000001: PHASE3; COMPLETED; enrolment 0, ACTUAL; arms: Placebo | Samplinib [EXPERIMENTAL]; "
        "results posted, 2 figures (clinicaltrials, asked 2026-01-02)"
    )
    summary = (out / "summary.md").read_text(encoding="utf-8").replace("\\", "")
    assert "## As registered" in summary
    assert said in summary
    nodes = evgraph.open(out).network().nodes(data=True)
    assert [data["note"] for _, data in nodes if data["kind"] == "reference"] == [f"As registered, {said}."]


def test_two_registrations_are_two_nodes(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    other = replace(TOLD, registry="NCT00000002", figures=())
    trials = (*RESOLVED.studies, Trial(("NCT00000002",), ("smith2020",), "", other))
    write_resolved(Resolved((), trials), home)
    evgraph.build(home, tmp_path / "out")
    assert [row.registered for row in evgraph.open(tmp_path / "out").ask("registrations")] == [
        "NCT00000002",
        "NCT00000001",
    ]
