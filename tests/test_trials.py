from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.extract import Matcher, annotate, document_from_text, extract
from evgraph.extract.records import Annotated
from evgraph.extract.trials.direction import direction_of
from evgraph.extract.trials.linking import groups_of
from evgraph.extract.trials.outcome_links import outcomes_of
from evgraph.extract.trials.outcomes import endpoint_spans
from evgraph.lexicon import ontology_home, read_concepts
from evgraph.model import Claim, Effect, Findings, Kind, Role, Span
from tests.benchmarks.extraction import effect_tuples

TWO = "A trial\n\nMETHODS: Patients were randomly assigned to receive testanib (n = 30) or placebo (n = 28).\nRESULTS: "
ONE = "A trial\n\nMETHODS: Patients were treated with testanib.\nRESULTS: "


@cache
def matcher() -> Matcher:
    return Matcher.of(read_concepts(ontology_home()))


def read(text: str) -> Annotated:
    return annotate(document_from_text("x", text), matcher())


def mined(text: str) -> Findings:
    return extract(document_from_text("x", text), matcher())


def told(text: str, kind: Kind = Kind.RESULT) -> list[tuple[str, str, str]]:
    """Return outcome, arm and figure of the claims of a kind."""
    findings = mined(text)
    labels = {concept.iri: concept.label for concept in findings.terms}
    arms = {arm.key: arm.label for arm in findings.arms}
    document = document_from_text("x", text)
    found = []
    for claim in findings.claims:
        if claim.proposition.kind is kind and claim.evidence.figure is not None:
            iri = claim.proposition.outcomes[0]
            words = labels.get(iri) or matcher().lexicon.get(iri).label
            found.append((words, arms.get(claim.evidence.arm or "", ""), claim.evidence.figure.of(document.text)))
    return sorted(found, key=lambda item: document.text.find(item[2]))


@pytest.mark.parametrize(
    ("sentence", "labels", "sizes"),
    [
        ("Patients were randomly assigned to receive drug A or placebo.", ["drug A", "placebo"], [None, None]),
        (
            "We randomised 120 adults to olvimab (n = 61) or standard care (n = 59).",
            ["olvimab", "standard care"],
            [61, 59],
        ),
        (
            "Women were allocated to testanib plus surgery or to surgery alone.",
            ["testanib plus surgery", "surgery alone"],
            [None, None],
        ),
        ("Children were randomized 1:1 to testanib versus olvimab.", ["testanib", "olvimab"], [None, None]),
        (
            "They were randomly assigned to testanib, olvimab, or placebo.",
            ["testanib", "olvimab", "placebo"],
            [None, None, None],
        ),
    ],
)
def test_arms_are_read_from_the_allocation(sentence: str, labels: list[str], sizes: list[int | None]) -> None:
    arms = read(f"A trial\n\nMETHODS: {sentence}").arms
    assert [arm.label for arm in arms] == labels
    assert [arm.size for arm in arms] == sizes


def test_a_placebo_is_a_comparator() -> None:
    assert [arm.role for arm in read(TWO).arms] == [Role.INTERVENTION, Role.COMPARATOR]


def test_a_trial_without_allocation_has_one_arm() -> None:
    assert [arm.label for arm in read(ONE).arms] == ["testanib"]


def test_what_an_arm_was_given_is_a_mention() -> None:
    found = read("A trial\n\nMETHODS: Patients were randomly assigned to slow walking or brisk walking.")
    assert found.arms
    concepts = {mention.concept for mention in found.mentions}
    assert all(set(arm.interventions) <= concepts and arm.interventions for arm in found.arms)


@pytest.mark.parametrize(
    ("words", "label", "size"),
    [
        ("Two hundred and ninety-five adults with gout were randomly assigned to A or B.", "adults with gout", 295),
        ("In this study, 41 women with moderate to severe acne entered.", "women with moderate to severe acne", 41),
        ("Thirty men with gout were randomised in each group.", "men with gout", None),
        ("Most patients with gout smoke. We enrolled 60 children with croup.", "children with croup", 60),
        ("Overall, 13 and 129 patients with gout were enrolled in two phases.", "patients with gout", None),
        ("Adults with gout resistant to A were treated.", "Adults with gout", None),
        ("A total of 1,284 men with previously treated gout entered.", "men with previously treated gout", 1284),
        ("Between March 2018 and July 2020, 412 women with acne were randomised.", "women with acne", 412),
        ("We studied 20 men with recurrent, severe or old warts.", "men with recurrent, severe or old warts", 20),
    ],
)
def test_who_was_studied_and_how_many(words: str, label: str, size: int | None) -> None:
    assert [(group.label, group.size) for group in read(words).populations] == [(label, size)]


def test_the_population_has_words_size_and_age() -> None:
    text = "A trial\n\nMETHODS: A total of 218 adults with severe asthma aged 18 to 65 years were randomly assigned."
    (group,) = read(text).populations
    assert group.label.startswith("adults with severe asthma")
    assert (group.size, group.age) == (218, "18 to 65 years")


@pytest.mark.parametrize(
    ("text", "design", "phase"),
    [
        ("A randomised phase III trial of A versus B", "randomized-controlled-trial", "phase-3-trial"),
        ("A phase 1/2 study of A", "clinical-trial", "phase-1-2-trial"),
        ("A retrospective study", "retrospective-study", None),
        ("A systematic review and meta-analysis of randomized trials", "meta-analysis", None),
        ("A single-arm phase 2 trial", "single-arm-trial", "phase-2-trial"),
        ("A case report", "case-report", None),
        ("On the nature of things", None, None),
    ],
)
def test_design_and_phase_are_those_the_text_gives_itself(text: str, design: str | None, phase: str | None) -> None:
    found = read(text)
    assert (found.design or "").rsplit("/", 1)[-1] == (design or "")
    assert (found.phase or "").rsplit("/", 1)[-1] == (phase or "")


def test_a_phase_of_future_work_is_not_the_phase_of_this() -> None:
    assert read("A study\n\nA future phase 3 trial is warranted.").phase is None


def test_each_figure_finds_its_arm_and_outcome() -> None:
    assert told(TWO + "Pain was reported by 34% of patients given testanib and 16% given placebo.") == [
        ("Pain", "testanib", "34%"),
        ("Pain", "placebo", "16%"),
    ]


def test_respectively_is_followed() -> None:
    assert told(TWO + "Pain was reported in 34% and 16% of the testanib and placebo groups, respectively.") == [
        ("Pain", "testanib", "34%"),
        ("Pain", "placebo", "16%"),
    ]


def test_groups_named_by_a_letter_are_called_by_what_they_were_given() -> None:
    text = "A trial\n\nMETHODS: Group I received walking; group II received rest.\nRESULTS: "
    assert told(text + "Pain was seen in 10% of group I and 30% of group II.") == [
        ("Pain", "walking", "10%"),
        ("Pain", "rest", "30%"),
    ]


def test_an_outcome_named_one_sentence_earlier_is_taken_where_the_sentence_points_back() -> None:
    text = (
        TWO
        + "Pain scores were lower with testanib. The corresponding values were 3.1 with testanib and 4.2 with placebo."
    )
    assert [(outcome, arm) for outcome, arm, _ in told(text)] == [
        ("Pain scores", "testanib"),
        ("Pain scores", "placebo"),
    ]


def test_a_shared_p_belongs_to_the_comparison() -> None:
    text = TWO + "Pain was seen in 34% of patients given testanib and 16% of patients given placebo (P = .02)."
    findings = mined(text)
    comparisons = [c for c in findings.claims if c.proposition.kind is Kind.COMPARISON]
    assert [c.evidence.estimate.p.value.text for c in comparisons if c.evidence.estimate and c.evidence.estimate.p] == [
        ".02"
    ]
    results = [c for c in findings.claims if c.proposition.kind is Kind.RESULT]
    assert all(c.evidence.estimate is not None and c.evidence.estimate.p is None for c in results)


def test_a_comparison_names_both_arms() -> None:
    text = TWO + "Overall survival was longer with testanib than with placebo (HR 0.71; 95% CI 0.55-0.93; P=0.01)."
    (claim,) = [c for c in mined(text).claims if c.proposition.kind is Kind.COMPARISON]
    assert (claim.evidence.arm, claim.evidence.comparator_arm) == ("mined-arm-1", "mined-arm-2")


def test_a_transition_is_a_state_and_what_came_next() -> None:
    text = ONE + "Of 16 patients in complete remission, nine (56%) proceeded to allogeneic stem-cell transplantation."
    (claim,) = [c for c in mined(text).claims if c.proposition.kind is Kind.TRANSITION]
    assert claim.proposition.after is not None
    assert claim.evidence.estimate is not None
    assert claim.evidence.estimate.events == 9


def test_a_figure_without_a_group_is_kept_with_the_reason() -> None:
    findings = mined(TWO + "Pain was seen in 41% vs. 33%.")
    assert findings.claims == ()
    assert [item.reason for item in findings.unattached] == ["the sentence does not tell of which group it is"] * 2


def test_every_figure_makes_a_claim_or_is_kept() -> None:
    text = TWO + "Pain was seen in 34% with testanib and 16% with placebo. Cost was 12% higher. It was 41% vs. 33%."
    found = read(text)
    findings = mined(text)
    places = {c.evidence.figure for c in findings.claims} | {item.span for item in findings.unattached}
    assert {figure.span for figure in found.figures} <= places


def test_figures_of_the_methods_make_no_claim() -> None:
    text = (
        "A trial\n\nMETHODS: Patients were treated with testanib. Pain in 30% of patients was expected.\nRESULTS: None."
    )
    assert mined(text).claims == ()


def test_a_cause_is_not_the_outcome() -> None:
    (found,) = told(ONE + "Withdrawals due to rash occurred in 6 patients (4%).")
    assert found[0] == "Withdrawals"


def test_a_composite_is_not_one_of_its_parts() -> None:
    (found,) = told(TWO + "The hazard ratio for relapse or death was 0.54 (95% CI, 0.40 to 0.73).", Kind.COMPARISON)
    assert found[0] == "relapse or death"


def test_claims_point_into_the_text() -> None:
    text = TWO + "Pain was reported by 34% of patients given testanib and 16% given placebo (P=.01)."
    for claim in mined(text).claims:
        assert _holds(claim, document_from_text("x", text).text)


def _holds(claim: Claim, text: str) -> bool:
    evidence = claim.evidence
    return evidence.span is not None and evidence.figure is not None and evidence.span.of(text) == evidence.quote


@pytest.mark.parametrize(
    ("sentence", "outcome", "effect"),
    [
        ("Pain was lower with A than with B (P = .01).", "pain", Effect.DECREASES),
        ("Pain did not differ between A and B.", "pain", Effect.NO_CHANGE),
        ("There was no significant difference in pain (P = .3).", "pain", Effect.NO_CHANGE),
        ("A increased sleep time compared with B (P<.05).", "sleep time", Effect.INCREASES),
        ("Sleep time was longer with B than with A.", "sleep time", Effect.DECREASES),
    ],
)
def test_the_direction_of_an_outcome_is_told(sentence: str, outcome: str, effect: Effect) -> None:
    assert direction_of(sentence, outcome, "A", "B") is effect


def test_end_points_are_a_list() -> None:
    text = "Secondary end points were response rate, time to relapse, and safety."
    assert [span.of(text) for span in endpoint_spans(text, 0, len(text))] == [
        "response rate",
        "time to relapse",
        "safety",
    ]


def test_a_list_is_not_given_to_the_only_group_named() -> None:
    text = "It was higher in A (64% versus 61%)."
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in ("64%", "61%")]
    assert groups_of(text, spans, [Span(17, 18)]) == [0, None]


def test_a_time_is_linked_beside_the_outcome() -> None:
    text = "Pain was 14% at 3 months and 12% at 6 months."
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in ("14%", "12%")]
    outcomes = [Span(text.index(words), text.index(words) + len(words)) for words in ("Pain", "3 months", "6 months")]
    assert outcomes_of(text, spans, outcomes) == [(0, 1), (0, 2)]


def test_our_sentences_are_read_as_a_reader_reads_them() -> None:
    fields, tuples, bound, _ = effect_tuples.scores()
    assert fields.f1 >= 0.97
    assert tuples.f1 >= 0.93
    assert bound.f1 >= 0.90
    assert bound.precision >= 0.90


@given(st.lists(st.sampled_from(PIECES := [
    "Patients were randomly assigned to A or B. ", "Pain was 12% in A ", "and 5% in B. ", "RESULTS: ", "vs. ",
    "(P<.05)", "the A group ", "respectively", "; ", "HR 0.5 (0.2-0.9) ", "proceeded to transplantation", "\n\n",
    "\u00e9\u0327", "<b>",
]), max_size=25))  # fmt: skip
def test_any_order_of_pieces_is_survived_and_places_hold(pieces: list[str]) -> None:
    document = document_from_text("x", "".join(pieces))
    findings = extract(document, matcher())
    assert all(_holds(claim, document.text) for claim in findings.claims)


@pytest.mark.parametrize(
    "piece",
    ["in A ", "randomly assigned to ", "patients with ", "12% in ", "primary end point was ", "a, ", "(n = 1",
     "versus ", "aged 18 to "],
)  # fmt: skip
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = TWO + piece * (size // len(piece))
        start = time.process_time()
        read(text)
        return time.process_time() - start

    seconds(1_000)
    small, large = seconds(8_000), seconds(64_000)
    assert large < 45 * max(small, 0.05)


@pytest.mark.parametrize(
    ("text", "figures", "groups", "linked"),
    [
        ("In A it was 62 kg, whereas it was 65 kg in B.", ["62 kg", "65 kg"], ["A", "B"], [0, 1]),
        ("Time was in arm A 5.7 months and 9.1 months in arm B.", ["5.7", "9.1"], ["arm A", "arm B"], [0, 1]),
        ("It was higher in A (64% versus 61%) than in B.", ["64%", "61%"], ["A", "B"], [0, 1]),
        ("Rash was seen in 8.6% (A) and 8.9% (B).", ["8.6%", "8.9%"], ["(A", "(B"], [0, 1]),
        ("All 62 were assigned to A and 55 to B.", ["62", "55"], ["A and", "B"], [0, 1]),
        ("It was 71% in A compared with 52% (P < 0.02) for B.", ["71%", "52%"], ["A", "B"], [0, 1]),
    ],
)
def test_a_figure_is_of_the_group_its_words_lead_to(
    text: str, figures: list[str], groups: list[str], linked: list[int]
) -> None:
    def at(words: str) -> Span:
        start = text.index(words, 3 if words == "A" else 0)
        name = words.strip("(").removesuffix(" and")
        return Span(text.index(name, start), text.index(name, start) + len(name))

    assert groups_of(text, [at(words) for words in figures], [at(words) for words in groups]) == linked


def test_an_apposition_names_no_outcome_of_its_own() -> None:
    text = "Rash, the most frequent event, was seen in 12%."
    assert outcomes_of(text, [Span(43, 46)], [Span(0, 4), Span(24, 29)]) == [(0,)]


def test_what_two_counts_are_of_stands_behind_them() -> None:
    text = "The end point was survival and there were 49 (18%) and 44 (16%) deaths."
    figures = [Span(42, 50), Span(55, 63)]
    assert outcomes_of(text, figures, [Span(18, 26), Span(64, 70)]) == [(1,), (1,)]
