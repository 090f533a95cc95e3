"""The ground truth holds: no wrong identifier is accepted, and at least 95 % of what can be resolved is."""

from __future__ import annotations

from functools import cache

import pytest

from evgraph.resolve.verdict import Verdict
from tests.benchmarks.resolve import ROUNDS, Outcome, World, plant, run, table, tally


@cache
def planted() -> World:
    return plant()


@cache
def outcomes(name: str) -> tuple[Outcome, ...]:
    world = planted()
    found, _ = run(world, [ROUNDS[name](work) for work in world.works])
    return tuple(found)


def test_there_are_two_hundred_traps_and_the_fourteen_cited_works() -> None:
    traps = [case.trap for case in planted().cases]
    assert traps.count("cited work of the project") == 14
    assert len(traps) - 14 >= 200
    assert len(set(traps)) > 30


@pytest.mark.parametrize("name", ROUNDS)
def test_no_wrong_identifier_is_accepted_and_what_can_be_resolved_is(name: str) -> None:
    found = list(outcomes(name))
    wrong, share = tally(found)
    assert wrong == 0, table(found)
    assert share >= 0.95, table(found)


def test_an_identifier_of_another_work_is_always_a_mismatch() -> None:
    traps = (
        "the DOI of another work",
        "the PMID of another work",
        "the DOI of a letter on it",
        "the PMID of its erratum",
    )
    verdicts = {one.entry.verdict for one in outcomes("all services") if one.case.trap in traps}
    assert verdicts == {Verdict.MISMATCH}


def test_two_works_that_fit_are_always_ambiguous() -> None:
    verdicts = {one.entry.verdict for one in outcomes("all services") if one.case.trap == "two works fit"}
    assert verdicts == {Verdict.AMBIGUOUS}


def test_the_table_would_show_a_wrong_identifier() -> None:
    """A measure that cannot fail measures nothing: exchange the truth of two clean references."""
    found = [one for one in outcomes("all services") if one.case.trap == "clean"]
    one, other = found[:2]
    wrong = [Outcome(other.case, one.entry), *found[1:]]
    assert tally(wrong)[0] == 1
    assert "WRONG" in table(wrong)
