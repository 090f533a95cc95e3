"""ClinicalTrials.gov: registrations by id, ids of old, pages, posted results."""

from __future__ import annotations

import pytest

from evgraph.resolve import clinicaltrials
from evgraph.resolve.http import Door
from evgraph.resolve.records import RegistryArm, RegistryStudy, RegistryValue
from tests.conftest import QUICK
from tests.replay import Replay, Trial, faults


@pytest.fixture
def study(door: Door) -> RegistryStudy:
    return clinicaltrials.fetch_by_id(["nct90000001"], door).found["NCT90000001"]


def test_a_registration_has_its_names_and_its_design(study: RegistryStudy) -> None:
    assert (study.title, study.acronym) == ("Samplinib in an Invented Disease", "SAMPLE")
    assert (study.study_type, study.phases, study.status) == ("INTERVENTIONAL", ("PHASE3",), "COMPLETED")
    assert dict(study.design)["masking"] == "DOUBLE"
    assert (study.enrollment, study.enrollment_kind, study.start) == (40, "ACTUAL", "2014-02")
    assert study.other_ids == ("SAMPLE-1", "2014-000001-11")


def test_a_registration_has_its_arms_and_outcomes(study: RegistryStudy) -> None:
    assert study.arms[0] == RegistryArm("Samplinib", "EXPERIMENTAL", "", ("Drug: Samplinib",))
    assert [(one.rank, one.measure, one.time_frame) for one in study.outcomes] == [
        ("primary", "Doing well", "12 weeks"), ("secondary", "Overall survival", "5 years"),
    ]  # fmt: skip


def test_posted_results_are_kept_as_printed(study: RegistryStudy) -> None:
    (result,) = study.results
    assert (result.rank, result.measure, result.unit) == ("primary", "Doing well", "Participants")
    assert result.groups == (("Samplinib", "20"), ("Placebo", "20"))
    assert result.values == (RegistryValue("Samplinib", "20"), RegistryValue("Placebo", "7"))
    (analysis,) = result.analyses
    assert analysis.groups == ("Samplinib", "Placebo")
    assert (analysis.value, analysis.lower, analysis.upper, analysis.p_value) == ("2.86", "1.58", "5.17", "<0.001")


def test_the_publications_that_a_registration_names_are_kept(study: RegistryStudy) -> None:
    (report,) = study.reports
    assert (report.relation, report.pmid) == ("RESULT", "90000001")


def test_a_trial_without_results_has_none(door: Door) -> None:
    study = clinicaltrials.fetch_by_id(["NCT90000002"], door).found["NCT90000002"]
    assert (study.has_results, study.results, study.enrollment, study.arms) == (False, (), None, ())


def test_an_id_of_old_brings_the_trial_under_its_present_one(door: Door) -> None:
    asked = clinicaltrials.fetch_by_id(["NCT90000009"], door)
    assert asked.found["NCT90000009"].nct == "NCT90000001"
    assert asked.found["NCT90000009"].aliases == ("NCT90000009",)


def test_an_id_that_lists_do_not_know_is_asked_for_singly(door: Door, replay: Replay) -> None:
    replay.plan(faults.Fault("clinicaltrials/studies", change=lambda _: b'{"studies": []}'))
    asked = clinicaltrials.fetch_by_id(["NCT90000009"], door)
    assert asked.found["NCT90000009"].nct == "NCT90000001"  # by a redirect
    assert [one.status for one in replay.seen] == [200, 301, 200]


def test_an_id_that_nobody_knows_is_absent_and_no_problem(door: Door) -> None:
    asked = clinicaltrials.fetch_by_id(["NCT99999999"], door)
    assert (asked.found, asked.problems) == ({}, ())


def test_pages_are_turned_also_past_an_empty_one(door: Door, replay: Replay) -> None:
    ids = [f"NCT8000{n:04}" for n in range(60)]
    replay.corpus.trials += [Trial(nct, f"Trial {nct}") for nct in ids]
    body = b'{"studies": [], "nextPageToken": "Z0"}'
    replay.plan(faults.Fault("clinicaltrials/studies", change=lambda _: body))
    assert clinicaltrials.fetch_by_id(ids, door).found.keys() == set(ids)
    assert len(replay.asked("clinicaltrials")) == 3  # two lists, and the second page of the first


def test_a_failure_belongs_to_the_trials_that_were_asked_for(door: Door, replay: Replay) -> None:
    replay.plan(faults.status(500, times=QUICK.attempts))
    asked = clinicaltrials.fetch_by_id(["NCT90000001", "NCT90000002"], door)
    assert [problem.key for problem in asked.problems] == ["NCT90000001", "NCT90000002"]


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"studies": [{}]}', b'{"studies": [{"protocolSection": null}]}'])
def test_an_answer_of_another_shape_is_no_study(door: Door, replay: Replay, body: bytes) -> None:
    replay.plan(faults.Fault(change=lambda _: body, times=1))
    asked = clinicaltrials.fetch_by_id(["NCT90000001"], door)
    assert all(study.nct == "NCT90000001" for study in asked.found.values())


@pytest.mark.network
@pytest.mark.enable_socket
def test_a_public_trial_comes_by_its_id() -> None:
    with Door() as door:
        study = clinicaltrials.fetch_by_id(["NCT01564784"], door).found["NCT01564784"]
    assert "INO-VATE" in f"{study.title} {study.official_title} {study.acronym}".upper()
