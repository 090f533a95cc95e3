"""Claims beside one another: comparable, overlapping, superseded, in conflict; every answer with its reasons."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

import evgraph
from evgraph.appraisal import (
    Relation,
    Standoff,
    Studies,
    comparable,
    distance,
    find_conflicts,
    find_lineage,
    level_of,
    overlap_of_claims,
    overlap_of_studies,
    profile,
)
from evgraph.cli import app
from evgraph.lexicon import Lexicon
from evgraph.model import (
    Claim,
    Corpus,
    Direction,
    Effect,
    EffectEstimate,
    Evidence,
    Figure,
    Findings,
    Interval,
    Kind,
    Place,
    Population,
    Proposition,
    Provenance,
    Reference,
    Review,
    State,
    Study,
)
from evgraph.pooling.choose import Degree
from evgraph.vocabulary import CONCEPT

PLACE = Place("x.yaml", 1, 1)


def iri(name: str) -> str:
    return str(CONCEPT[name])


def claim(work: str, outcome: str = "complete-remission", **more: object) -> Claim:
    made = {"kind": Kind.RESULT, "agents": (iri("bortezomib"),), "outcomes": (iri(outcome),)}
    asked = Proposition(**(made | {k: v for k, v in more.items() if k in Proposition.__slots__}))  # type: ignore[arg-type]
    evidence = Evidence((), estimate=more.get("estimate"), models=more.get("models", ()), design=more.get("design"))  # type: ignore[arg-type]
    return Claim(
        str(more.get("key", "k")), work, asked, evidence, Provenance("Ann", "manual-assertion", PLACE), label=work,
        study=more.get("study"), direction=more.get("direction", Direction.SUPPORTS),  # type: ignore[arg-type]
    )  # fmt: skip


def corpus(*claims: Claim, studies: tuple[Study, ...] = (), populations: tuple[Population, ...] = ()) -> Corpus:
    works = dict.fromkeys(one.reference for one in claims)
    files = [
        Findings(
            work, PLACE, claims=tuple(one for one in claims if one.reference == work),
            studies=studies if work == next(iter(works)) else (),
            populations=tuple(group for group in populations if group.reference == work),
        )
        for work in works
    ]  # fmt: skip
    return Corpus(tuple(Reference(work, year=2000 + number) for number, work in enumerate(works)), tuple(files))


def counted(n: int, total: int) -> EffectEstimate:
    return EffectEstimate(events=n, total=total)


def ratio(value: str, lower: str, upper: str, level: str = "95") -> EffectEstimate:
    limits = Interval(Figure(lower), Figure(upper), Figure(level))
    return EffectEstimate(iri("hazard-ratio"), Figure(value), interval=limits)


# --- endpoints -------------------------------------------------------------------------------------------------


def test_the_two_remission_rates_of_one_trial_are_two_endpoints(graph: evgraph.EvidenceGraph) -> None:
    full, any_recovery = (
        graph.claim(f"kantarjian2017/{key}") for key in ("cr-blinatumomab", "cr-crh-cri-blinatumomab")
    )
    able, reasons = comparable(full, any_recovery, graph.lexicon)
    assert not able
    assert "endpoints defined differently" in reasons[0]
    assert reasons[0].endswith("; distance 2/3)")


def test_a_composite_lies_nearer_to_its_parts_than_to_what_it_does_not_count(lexicon: Lexicon) -> None:
    def apart(one: str, other: str) -> Fraction | None:
        return distance(iri(one), iri(other), lexicon)

    assert apart("complete-remission", "complete-remission") == 0
    assert apart("complete-remission", "cr-or-cri") == Fraction(1, 2)
    assert apart("cr-or-cri", "cr-crh-or-cri") == Fraction(1, 3)
    assert apart("complete-remission", "overall-survival") is None


def test_survival_times_with_another_start_cannot_be_compared(lexicon: Lexicon) -> None:
    assert distance(iri("relapse-free-survival"), iri("event-free-survival"), lexicon) == 1
    assert distance(iri("relapse-free-survival"), iri("disease-free-survival"), lexicon) == 0
    able, (reason,) = comparable(claim("a", "relapse-free-survival"), claim("b", "overall-survival"), lexicon)
    assert not able
    assert "counted from remission" in reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"time_point": "P6M"}, "different times: no time told and 6 months"),
        ({"grade": "3"}, "other grades: any and 3"),
        ({"kind": Kind.MECHANISM}, "one is a result, the other a mechanism"),
    ],
)
def test_what_keeps_claims_from_being_compared_is_said(
    change: dict[str, object], reason: str, lexicon: Lexicon
) -> None:
    able, reasons = comparable(claim("a"), claim("b", **change), lexicon)
    assert not able
    assert reason in "; ".join(reasons)


def test_an_endpoint_that_each_study_defines_is_comparable_only_where_both_define_it_alike(lexicon: Lexicon) -> None:
    one, other = (claim(work, "mrd-negativity", definition=text) for work, text in (("a", "0.01 %"), ("b", "0.1 %")))
    able, (reason,) = comparable(one, other, lexicon)
    assert not able
    assert "in its own way: 0.01 % and 0.1 %" in reason
    assert comparable(one, claim("b", "mrd-negativity", definition="0.01 %"), lexicon)[0]
    assert not comparable(claim("a", "mrd-negativity"), claim("b", "mrd-negativity"), lexicon)[0]


# --- overlap ---------------------------------------------------------------------------------------------------


def study(key: str, **more: object) -> Study:
    return Study(key, key, "a", **more)  # type: ignore[arg-type]


def degree(one: Study, other: Study, lexicon: Lexicon, *populations: Population) -> Degree:
    known = Studies.of(corpus(claim("a"), studies=(one, other), populations=populations), lexicon)
    return overlap_of_studies(one.key, other.key, known).degree


def test_one_registered_study_in_one_phase_is_one_group_of_patients(lexicon: Lexicon) -> None:
    assert degree(study("x", registry=("NCT1",)), study("y", registry=("NCT1",)), lexicon) is Degree.CERTAIN


def test_two_phases_of_one_protocol_may_share_patients(lexicon: Lexicon) -> None:
    first = study("phase1", protocols=("T2005-003",), phase=iri("phase-1-trial"))
    second = study("phase2", protocols=("T2005-003",), phase=iri("phase-2-trial"))
    assert degree(first, second, lexicon) is Degree.POSSIBLE


def test_other_years_or_other_ages_rule_shared_patients_out(lexicon: Lexicon) -> None:
    early, late = (study(key, groups=("G",), accrual=span) for key, span in (("x", "2001/2003"), ("y", "2004-05/2006")))
    assert degree(early, late, lexicon) is Degree.NONE
    children = Population("c", "children", "a", study="x", age="1 to 17 years")
    adults = Population("d", "adults", "a", study="y", age="18 to 79 years")
    assert degree(study("x", groups=("G",)), study("y", groups=("G",)), lexicon, children, adults) is Degree.NONE


def test_where_nothing_is_known_nothing_is_said(lexicon: Lexicon) -> None:
    assert degree(study("x"), study("y"), lexicon) is Degree.UNKNOWN
    assert degree(study("x", registry=("NCT1",)), study("y", registry=("NCT2",)), lexicon) is Degree.NONE


def test_works_that_name_one_registered_study_may_share_patients_though_their_claims_name_none(
    lexicon: Lexicon,
) -> None:
    two = claim("a"), claim("b")
    known = corpus(*two, studies=(study("NCT00000001", registry=("NCT00000001",), reports=("a", "b")),))
    found = overlap_of_claims(known, lexicon)(*two)
    assert (found.degree, found.why) == (Degree.POSSIBLE, "both works report on NCT00000001")
    assert overlap_of_claims(corpus(*two), lexicon)(*two).degree is Degree.UNKNOWN


def test_the_regimen_links_the_index_series_to_the_trial_it_took_it_from(graph: evgraph.EvidenceGraph) -> None:
    found = overlap_of_studies("index-series", "TACL-T2005-003", Studies.of(graph.corpus, graph.lexicon))
    assert found.degree is Degree.POSSIBLE
    assert found.reasons == ("one gave the regimen of the other",)


# --- lineage ---------------------------------------------------------------------------------------------------


def test_the_final_report_extends_the_first_and_the_drift_is_shown(graph: evgraph.EvidenceGraph) -> None:
    steps = {(step.later.key, step.earlier.key): step for step in find_lineage(graph.corpus, graph.lexicon)}
    step = steps["cr-cri-inotuzumab", "cr-cri-inotuzumab"]
    assert (step.relation, step.is_current) == (Relation.EXTENDS, True)
    assert "88/109" in step.drift
    assert "73.8" in step.drift


def test_a_subtype_is_a_subgroup_of_the_whole(graph: evgraph.EvidenceGraph) -> None:
    steps = {(step.later.key, step.earlier.key): step.relation for step in find_lineage(graph.corpus, graph.lexicon)}
    assert steps["cr-or-crp-t", "cr-or-crp"] is Relation.SUBGROUP


def test_a_report_without_a_year_has_no_place_in_the_order(lexicon: Lexicon) -> None:
    told = [claim(work, study="s", estimate=counted(n, 20)) for work, n in (("a", 5), ("b", 9))]
    found = corpus(*told)
    assert [step.relation for step in find_lineage(found, lexicon)] == [Relation.SUPERSEDES]
    nameless = replace(found, references=tuple(replace(work, year=None) for work in found.references))
    assert find_lineage(nameless, lexicon) == ()


def test_a_report_that_was_taken_back_supersedes_nothing(lexicon: Lexicon) -> None:
    found = corpus(*(claim(work, study="s", estimate=counted(n, 20)) for work, n in (("a", 5), ("b", 9))))
    void = replace(found, references=(found.references[0], replace(found.references[1], state=State.RETRACTED)))
    assert find_lineage(void, lexicon) == ()


def test_a_report_with_two_figures_for_one_question_is_not_placed_by_guess(lexicon: Lexicon) -> None:
    told = [claim("a", study="s", key=f"k{n}", estimate=counted(n, 20)) for n in (5, 6)]
    assert find_lineage(corpus(*told, claim("b", study="s", estimate=counted(9, 40))), lexicon) == ()


# --- conflicts -------------------------------------------------------------------------------------------------


def test_small_groups_do_not_contradict_each_other(lexicon: Lexicon) -> None:
    told = claim("a", estimate=counted(0, 2)), claim("b", estimate=counted(2, 4))
    assert find_conflicts(corpus(*told), lexicon) == ()


def test_what_chance_does_not_explain_is_a_conflict_in_the_same_people_and_a_difference_in_others(
    lexicon: Lexicon,
) -> None:
    one = claim("a", estimate=counted(5, 100))
    (found,) = find_conflicts(corpus(one, claim("b", estimate=counted(60, 100))), lexicon)
    assert found.standoff is Standoff.CONFLICT
    assert "Fisher" in found.reason
    other = claim("b", estimate=counted(60, 100), population=(iri("child"),))
    (found,) = find_conflicts(corpus(one, other), lexicon)
    assert found.standoff is Standoff.DIFFERENCE
    assert "in different people" in found.reason


def test_ratios_are_tested_at_the_level_of_their_intervals(lexicon: Lexicon) -> None:
    apart = claim("a", estimate=ratio("0.50", "0.40", "0.63")), claim("b", estimate=ratio("1.50", "1.20", "1.88"))
    near = (
        claim("a", estimate=ratio("0.75", "0.57", "0.99", "97.5")),
        claim("b", estimate=ratio("0.77", "0.58", "1.03", "97.5")),
    )
    assert len(find_conflicts(corpus(*apart), lexicon)) == 1
    assert find_conflicts(corpus(*near), lexicon) == ()


def test_different_endpoints_are_never_in_conflict(lexicon: Lexicon) -> None:
    told = claim("a", estimate=counted(5, 100)), claim("b", "cr-or-cri", estimate=counted(90, 100))
    assert find_conflicts(corpus(*told), lexicon) == ()


def test_reports_of_one_study_are_never_in_conflict(lexicon: Lexicon) -> None:
    told = [claim(work, study="s", estimate=counted(n, 100)) for work, n in (("a", 5), ("b", 60))]
    assert find_conflicts(corpus(*told, studies=(study("s"),)), lexicon) == ()


def acts(work: str, effect: Effect, **more: object) -> Claim:
    return claim(work, "notch1", kind=Kind.MECHANISM, effect=effect, **more)


def test_opposite_effects_conflict_in_one_model_and_differ_in_two(lexicon: Lexicon) -> None:
    one = acts("a", Effect.INCREASES, models=(iri("jurkat"),))
    (found,) = find_conflicts(corpus(one, acts("b", Effect.DECREASES, models=(iri("jurkat"),))), lexicon)
    assert (found.standoff, found.reason) == (Standoff.CONFLICT, "decreases and increases")
    (found,) = find_conflicts(corpus(one, acts("b", Effect.DECREASES, models=(iri("xenograft"),))), lexicon)
    assert found.standoff is Standoff.DIFFERENCE
    assert find_conflicts(corpus(one, acts("b", Effect.INCREASES)), lexicon) == ()


def test_a_disputed_effect_stands_against_a_supported_one(lexicon: Lexicon) -> None:
    told = acts("a", Effect.INCREASES), acts("b", Effect.INCREASES, direction=Direction.DISPUTES)
    (found,) = find_conflicts(corpus(*told), lexicon)
    assert found.standoff is Standoff.CONFLICT


# --- levels, profiles, the graph --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("design", "level"),
    [("randomized-controlled-trial", 2), ("single-arm-trial", 4), ("in-vitro", 5), ("meta-analysis", 1), (None, None)],
)
def test_the_level_follows_the_design(design: str | None, level: int | None, lexicon: Lexicon) -> None:
    assert level_of(claim("a", design=iri(design) if design else None), lexicon) == level


def test_a_profile_lists_each_domain_with_what_is_known_and_what_to_judge(graph: evgraph.EvidenceGraph) -> None:
    found = profile(graph.corpus, graph.lexicon, iri("cr-or-cri"))
    assert found
    for one in found:
        names = [domain.name for domain in one.domains]
        assert names == ["risk of bias", "inconsistency", "indirectness", "imprecision", "publication bias"]
        assert all(domain.known and domain.to_judge for domain in one.domains)
        assert all(claim.review not in {Review.MINED, Review.REJECTED} for claim in one.claims)


def test_pooling_refuses_two_reports_of_one_study(graph: evgraph.EvidenceGraph) -> None:
    both = [graph.claim(f"{work}/cr-cri-inotuzumab") for work in ("kantarjian2016", "kantarjian2019")]
    assert overlap_of_claims(graph.corpus, graph.lexicon)(*both).degree is Degree.CERTAIN


def test_the_graph_holds_what_was_found(graph: evgraph.EvidenceGraph) -> None:
    counts = {
        name: len(list(graph.query(f"SELECT ?x WHERE {{ ?x a evg:{name} }}")))
        for name in ("Conflict", "Lineage", "Overlap")
    }
    assert counts["Conflict"] == len(find_conflicts(graph.corpus, graph.lexicon))
    assert counts["Lineage"] == len(find_lineage(graph.corpus, graph.lexicon)) > 5
    assert counts["Overlap"] >= 1


def test_every_design_on_the_ladder_has_a_level(lexicon: Lexicon, root: Path) -> None:
    designs = [concept for concept in lexicon.of_kind("Design") if concept.rung is not None]
    lost = [d.label for d in designs if level_of(claim("a", design=d.iri), lexicon) is None]
    assert set(lost) <= {"phase 1 trial", "phase 2 trial", "phase 1/2 trial"}, "a phase alone is no design"


# --- docs/appraisal.md ------------------------------------------------------------------------------------------

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "appraisal.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ evgraph (.+)\n((?:.*\n)+?)```$", PAGE, re.M)


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_of_the_page_prints_what_it_shows(
    command: str, shown: str, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVGRAPH_BUILD", str(built))
    done = CliRunner().invoke(app, shlex.split(command))
    assert done.exit_code == 0, done.output
    assert done.stdout == shown


def test_the_page_has_its_examples() -> None:
    assert len(EXAMPLES) == PAGE.count("```console") == 4
