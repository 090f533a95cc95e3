"""ClinicalTrials.gov: registrations by id, ids of old, pages, posted results."""

from __future__ import annotations

import pytest

from evgraph.resolve import clinicaltrials
from evgraph.resolve.http import Door
from evgraph.resolve.records import RegistryStudy
from tests.conftest import QUICK
from tests.replay import Replay, Trial, faults


@pytest.fixture
def study(door: Door) -> RegistryStudy:
    return clinicaltrials.fetch_by_id(["nct90000001"], door).found["NCT90000001"]


def test_a_registration_has_its_names_and_its_design(study: RegistryStudy) -> None:
    told = study.registration
    assert (told.registry, told.title, study.acronym) == ("NCT90000001", "Samplinib in an Invented Disease", "SAMPLE")
    assert (told.study_type, told.phases, told.status) == ("INTERVENTIONAL", ("PHASE3",), "COMPLETED")
    assert "masking: DOUBLE (PARTICIPANT, INVESTIGATOR)" in told.design
    assert (told.enrolment, told.enrolment_kind, told.start) == (40, "ACTUAL", "2014-02")
    assert study.other_ids == ("SAMPLE-1", "2014-000001-11")


def test_a_registration_has_its_arms_and_outcomes(study: RegistryStudy) -> None:
    assert "Samplinib [EXPERIMENTAL]: Drug: Samplinib" in study.registration.arms
    assert study.registration.outcomes == ("primary: Doing well (12 weeks)", "secondary: Overall survival (5 years)")


def test_posted_results_are_kept_as_printed_each_with_its_path(study: RegistryStudy) -> None:
    compared, one, other = study.registration.figures
    path = "resultsSection.outcomeMeasuresModule.outcomeMeasures[0]"
    assert (one.rank, one.outcome, one.unit) == ("primary", "Doing well", "Participants")
    assert [(f.place, f.groups, f.value, f.size) for f in (one, other)] == [
        (f"{path}.classes[0].categories[0].measurements[0]", ("Samplinib",), "20", "20"),
        (f"{path}.classes[0].categories[0].measurements[1]", ("Placebo",), "7", "20"),
    ]
    assert (compared.place, compared.groups) == (f"{path}.analyses[0]", ("Placebo", "Samplinib"))
    assert (compared.parameter, compared.value, compared.lower, compared.upper, compared.p_value, compared.level) == (
        "Risk Ratio (RR)", "2.86", "1.58", "5.17", "<0.001", "95",
    )  # fmt: skip


def test_the_publications_that_a_registration_names_are_kept(study: RegistryStudy) -> None:
    (report,) = study.reports
    assert (report.relation, report.pmid) == ("RESULT", "90000001")


def test_a_trial_without_results_has_none(door: Door) -> None:
    told = clinicaltrials.fetch_by_id(["NCT90000002"], door).found["NCT90000002"].registration
    assert (told.has_results, told.figures, told.enrolment, told.arms) == (False, (), None, ())


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
    assert "INO-VATE" in f"{study.registration.title} {study.acronym}".upper()
