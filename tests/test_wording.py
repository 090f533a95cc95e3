"""Records in words: what was printed stands as printed, and nothing else is said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from evgraph.model import Effect, EffectEstimate, Figure, Interval, Kind, Proposition, PValue
from evgraph.wording import Names, claim_label, duration_text, figure_text, flat_figure_text, join, proposition_text


def F(text: str) -> Figure:  # noqa: N802 - a short name for a table
    return Figure(text)


ESTIMATES = [
    pytest.param(EffectEstimate(events=16, total=20, percent=F("80.0")), "16/20 (80.0 %)", id="n of N with percentage"),
    pytest.param(EffectEstimate(events=16, total=20), "16/20", id="n of N, no percentage is computed"),
    pytest.param(EffectEstimate(events=2), "2 patients", id="patients alone"),
    pytest.param(EffectEstimate(events=1), "1 patient", id="one patient"),
    pytest.param(EffectEstimate(events=0, total=9), "0/9", id="none of nine"),
    pytest.param(EffectEstimate(percent=F("34"), total=271), "34 % of 271", id="percentage of N"),
    pytest.param(EffectEstimate(percent=F("0.50")), "0.50 %", id="percentage alone keeps its zero"),
    pytest.param(EffectEstimate(total=12), "n = 12", id="N alone"),
    pytest.param(EffectEstimate("median", F("12.0"), "mo"), "median 12.0 months", id="a median with its unit"),
    pytest.param(EffectEstimate("median", F("not reached"), "mo"), "median not reached", id="not reached has no unit"),
    pytest.param(EffectEstimate("ratio", F("0.80")), "ratio 0.80", id="a value keeps its zero"),
    pytest.param(EffectEstimate(value=F("2.5"), unit="fold"), "2.5-fold", id="fold joins its number"),
    pytest.param(EffectEstimate(value=F("10"), unit="nmol/L"), "10 nmol/L", id="a unit without a word of its own"),
    pytest.param(
        EffectEstimate(value=F("80"), qualifier="more than", unit="%"), "more than 80 %", id="qualifier first"
    ),
    pytest.param(
        EffectEstimate("HR", F("0.71"), interval=Interval(F("0.55"), F("0.93"), F("95"))),
        "HR 0.71 (95 % CI 0.55–0.93)",
        id="interval with its level",
    ),
    pytest.param(
        EffectEstimate("HR", F("0.71"), interval=Interval(F("0.55"), F("0.93"))),
        "HR 0.71 (CI 0.55–0.93)",
        id="a level that is not told is not said",
    ),
    pytest.param(
        EffectEstimate("d", F("-0.5"), interval=Interval(F("-1.0"), F("0.1"))),
        "d -0.5 (CI -1.0 to 0.1)",
        id="an interval below zero has no dash",
    ),
    pytest.param(
        EffectEstimate("d", F("-2"), interval=Interval(F("-3"), F("-1"))), "d -2 (CI -3 to -1)", id="both below zero"
    ),
    pytest.param(
        EffectEstimate(value=F("36.5"), interval=Interval(F("22.0"), F("not estimable"), F("95"))),
        "36.5 (95 % CI 22.0 to not estimable)",
        id="an open interval",
    ),
    pytest.param(
        EffectEstimate(value=F("2"), range=Interval(F("1"), F("9"))), "2 (range 1–9)", id="a range is no interval"
    ),
    pytest.param(EffectEstimate(p=PValue(F("0.050"))), "P = 0.050", id="P alone keeps its zero"),
    pytest.param(EffectEstimate(p=PValue(F("0.001"), "<", "one-sided")), "one-sided P < 0.001", id="P with sides"),
    pytest.param(
        EffectEstimate("HR", F("0.7"), events=3, total=9, percent=F("33"), p=PValue(F("0.2"), ">")),
        "HR 0.7 3/9 (33 %; P > 0.2)",
        id="value and counts",
    ),
]


@pytest.mark.parametrize(("estimate", "words"), ESTIMATES)
def test_an_estimate_is_written_as_it_was_printed(estimate: EffectEstimate, words: str) -> None:
    assert figure_text(estimate) == words


@pytest.mark.parametrize(("estimate", "words"), ESTIMATES)
def test_the_flat_form_says_the_same_without_brackets(estimate: EffectEstimate, words: str) -> None:
    flat = flat_figure_text(estimate)
    assert "(" not in flat
    assert sorted(re.findall(r"[^\s,;()]+", flat)) == sorted(re.findall(r"[^\s,;()]+", words))


def test_the_name_of_the_measure_can_be_left_out() -> None:
    assert figure_text(EffectEstimate("median", F("12"), "mo"), measure=False) == "12 months"


def test_a_measure_is_called_by_its_label() -> None:
    assert figure_text(EffectEstimate("x/hr", F("0.7")), {"x/hr": "hazard ratio"}.__getitem__) == "hazard ratio 0.7"


@pytest.mark.parametrize(
    ("words", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")], ids=str
)
def test_words_are_joined_as_a_sentence_does(words: list[str], joined: str) -> None:
    assert join(words) == joined


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        ("P1Y", "1 year"), ("P18M", "18 months"), ("P12W", "12 weeks"), ("P1D", "1 day"),
        ("P1Y6M", "1 year and 6 months"), ("P2Y3M4D", "2 years, 3 months and 4 days"),
    ],
)  # fmt: skip
def test_a_duration_is_said_in_words(duration: str, words: str) -> None:
    assert duration_text(duration) == words


PROPOSITIONS = [
    pytest.param(
        Proposition(Kind.RESULT, ("drug",), (), ("CR",), ("ALL", "adults")), "CR with drug in ALL, adults", id="result"
    ),
    pytest.param(
        Proposition(Kind.RESULT, ("drug",), (), ("fever",), grade=">=3", time_point="P6M"),
        "fever (grade ≥3) at 6 months with drug",
        id="grade and time",
    ),
    pytest.param(Proposition(Kind.COMPARISON, ("a", "b"), ("c",), ("OS",)), "OS with a + b versus c", id="comparison"),
    pytest.param(
        Proposition(Kind.MECHANISM, ("drug",), (), ("death",), effect=Effect.NO_CHANGE),
        "drug does not change death",
        id="no change is said",
    ),
    pytest.param(
        Proposition(Kind.MECHANISM, ("drug",), (), ("steroid",), effect=Effect.INCREASES, aspect="sensitivity"),
        "drug increases sensitivity to steroid",
        id="sensitivity to",
    ),
    pytest.param(
        Proposition(Kind.MECHANISM, ("drug",), (), ("steroid",), effect=Effect.INCREASES, aspect="synergy"),
        "drug increases synergy with steroid",
        id="synergy with",
    ),
    pytest.param(
        Proposition(Kind.MECHANISM, ("drug",), (), ("gene",), effect=Effect.DECREASES, aspect="expression"),
        "drug decreases expression of gene",
        id="expression of",
    ),
    pytest.param(
        Proposition(Kind.TRANSITION, ("drug",), (), ("transplant",), after="CR"),
        "transplant after CR with drug",
        id="what came next",
    ),
    pytest.param(
        Proposition(Kind.CHARACTERISTIC, (), (), ("t-all",), ("t-all", "adults")),
        "t-all in adults",
        id="what a claim is about is not said again",
    ),
]


@pytest.mark.parametrize(("proposition", "words"), PROPOSITIONS)
def test_a_proposition_is_said_in_one_line(proposition: Proposition, words: str) -> None:
    assert proposition_text(proposition, str) == words


def test_the_names_of_arm_and_population_come_before_their_concepts() -> None:
    proposition = Proposition(Kind.COMPARISON, ("drug",), ("care",), ("OS",), ("ALL",))
    names = Names("drug 2 mg", "usual care", "adults in relapse")
    assert proposition_text(proposition, str, names) == "OS with drug 2 mg versus usual care in adults in relapse"


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("Patients with relapsed sprains", "in patients with relapsed sprains"),
        ("Participants", "in participants"),
        ("Women's Sample Initiative", "in Women's Sample Initiative"),
        ("MEN study", "in MEN study"),
        ("Patientslike registry", "in Patientslike registry"),
        ("Ph+ disease", "in Ph+ disease"),
    ],
)
def test_only_an_ordinary_word_for_people_loses_its_capital_in_a_sentence(people: str, words: str) -> None:
    proposition = Proposition(Kind.RESULT, ("drug",), (), ("OS",))
    assert proposition_text(proposition, str, Names(population=people)) == f"OS with drug {words}"
    assert proposition_text(replace(proposition, population=(people,)), str) == f"OS with drug {words}"


def test_every_label_of_the_graph_ends_with_the_figures_as_printed(graph: object) -> None:
    label = {iri: concept.label for iri, concept in graph.lexicon.concepts.items()}.__getitem__  # type: ignore[attr-defined]
    claims = [claim for file in graph.corpus.curated for claim in file.claims]  # type: ignore[attr-defined]
    told = [claim for claim in claims if claim.evidence.estimate and claim.proposition.kind is not Kind.CONCLUSION]
    assert len(told) > 100
    assert [c.key for c in told if not c.label.endswith(f": {figure_text(c.evidence.estimate, label)}")] == []


def test_a_label_is_made_of_the_record_alone(graph: object) -> None:
    label = {iri: concept.label for iri, concept in graph.lexicon.concepts.items()}.__getitem__  # type: ignore[attr-defined]
    for file in graph.corpus.curated:  # type: ignore[attr-defined]
        arms, groups = {a.key: a.label for a in file.arms}, {p.key: p.label for p in file.populations}
        for claim in file.claims:
            e = claim.evidence
            names = Names(arms.get(e.arm or ""), arms.get(e.comparator_arm or ""), groups.get(e.population or ""))
            assert claim.label == claim_label(claim, label, names)
