"""Mechanism claims: signs of pairs, events, aspects, models, how a sentence says it, names no vocabulary has."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.extract import Matcher, annotate, document_from_text
from evgraph.extract.mechanisms import MECHANISM_RULES, find_mechanism_mentions, sign_of
from evgraph.extract.mechanisms.readings import find_events
from evgraph.extract.mechanisms.tokens import find_tokens
from evgraph.extract.mechanisms.triggers import TRIGGERS
from evgraph.extract.records import Annotated
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Effect, Kind, Span, Standing

GOLD = Path(__file__).parent / "data" / "mechanism_sentences.jsonl"


@pytest.fixture(scope="module")
def matcher(lexicon: Lexicon) -> Matcher:
    return Matcher.of(lexicon)


def claims_of(text: str, matcher: Matcher) -> tuple[list[Claim], Annotated]:
    read = annotate(document_from_text("sample", text), matcher)
    return [claim for rule in MECHANISM_RULES for claim in rule(read)], read


def last(iri: str | None) -> str | None:
    return iri.rsplit("/", 1)[-1] if iri else None


def said(text: str, matcher: Matcher) -> list[tuple[list[str | None], Effect | None, str | None, list[str | None]]]:
    claims, _ = claims_of(text, matcher)
    found = [claim.proposition for claim in claims]
    return [([last(a) for a in p.agents], p.effect, last(p.aspect), [last(o) for o in p.outcomes]) for p in found]


def pair(text: str, one: str, other: str) -> Effect | None:
    places = [Span(text.index(name), text.index(name) + len(name)) for name in (one, other)]
    return sign_of(text, *places)


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("XXX inhibits YYY.", Effect.DECREASES),
        ("YYY was strongly activated by XXX.", Effect.INCREASES),
        ("The YYY antagonist XXX was given.", Effect.DECREASES),
        ("XXX, a partial agonist of YYY, was given.", Effect.INCREASES),
        ("Inhibition of YYY by XXX was seen.", Effect.DECREASES),
        ("XXX prevented the loss of YYY.", Effect.INCREASES),
        ("XXX-induced YYY expression was seen.", Effect.INCREASES),
        ("XXX reduced ZZZ-induced expression of YYY.", Effect.DECREASES),
        ("XXX is metabolised by YYY.", Effect.AFFECTS),
        ("XXX binds to YYY.", Effect.BINDS),
        ("XXX and YYY were weighed.", None),
    ],
)
def test_the_sign_of_a_pair_is_read_from_its_sentence(text: str, effect: Effect | None) -> None:
    assert pair(text, "XXX", "YYY") is effect
    assert pair(text, "YYY", "XXX") is effect, "the order of the two does not matter"


def test_a_pair_that_overlaps_has_no_sign() -> None:
    assert sign_of("alpha inhibitor", Span(0, 5), Span(3, 15)) is None


def test_what_promotes_degradation_increases_the_degradation_not_the_target(matcher: Matcher) -> None:
    text = "Bortezomib promoted the degradation of SP1."
    assert said(text, matcher) == [(["bortezomib"], Effect.INCREASES, "degradation", ["sp1"])]


def test_resistance_is_told_as_sensitivity_the_other_way_round(matcher: Matcher) -> None:
    text = "Overexpression of MDR1 conferred resistance to vincristine."
    assert said(text, matcher) == [(["abcb1"], Effect.DECREASES, "sensitivity", ["vincristine"])]


def test_two_drugs_in_combination_are_the_agents_of_one_claim(matcher: Matcher) -> None:
    text = "Bortezomib plus dexamethasone decreased the levels of MCL1."
    assert said(text, matcher) == [(["bortezomib", "dexamethasone"], Effect.DECREASES, "amount", ["mcl1"])]


def test_two_drugs_named_side_by_side_make_a_claim_each(matcher: Matcher) -> None:
    found = said("Bortezomib and dexamethasone decreased the levels of MCL1.", matcher)
    assert [agents for agents, *_ in found] == [["bortezomib"], ["dexamethasone"]]


def test_what_lies_between_two_events_acts_on_the_second(matcher: Matcher) -> None:
    found = said("Bortezomib inhibited AKT, leading to apoptosis of Jurkat cells.", matcher)
    assert (["akt"], Effect.DECREASES, None, ["apoptosis"]) in found


@pytest.mark.parametrize(
    "text", ["Imatinib inhibits neither AKT nor KIT.", "AKT-deficient cells failed to activate apoptosis."]
)
def test_what_did_not_happen_is_left_out(text: str, matcher: Matcher) -> None:
    assert said(text, matcher) == []


def test_synergy_is_a_claim_of_its_own(matcher: Matcher) -> None:
    found = said("Bortezomib acted synergistically with dexamethasone.", matcher)
    assert found == [(["bortezomib"], Effect.INCREASES, "synergy", ["dexamethasone"])]


def test_an_effect_that_is_denied_changes_nothing(matcher: Matcher) -> None:
    assert said("Imatinib had no effect on AKT activity in Jurkat cells.", matcher)[0][1] is Effect.NO_CHANGE


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("Imatinib did not inhibit AKT activity.", Standing.NEGATED),
        ("Imatinib may inhibit AKT activity.", Standing.HEDGED),
        ("Previous studies have shown that imatinib inhibits AKT activity.", Standing.BACKGROUND),
    ],
)
def test_how_it_is_said_stays_on_the_claim(text: str, standing: Standing, matcher: Matcher) -> None:
    claims, _ = claims_of(text, matcher)
    assert [claim.standing for claim in claims] == [(standing,)]


def test_another_thing_left_out_negates_nothing(matcher: Matcher) -> None:
    claims, _ = claims_of("Bortezomib, but not dexamethasone, reduced MCL1 levels.", matcher)
    assert [(last(claim.proposition.agents[0]), claim.standing) for claim in claims] == [("bortezomib", ())]


def test_the_model_and_its_design_stand_on_the_evidence(matcher: Matcher) -> None:
    claims, read = claims_of("Bortezomib reduced NOTCH1 expression in Jurkat cells.", matcher)
    (claim,) = claims
    assert [last(model) for model in claim.evidence.models] == ["jurkat"]
    assert last(claim.evidence.design) == "in-vitro"
    assert claim.evidence.span is not None
    assert claim.evidence.span.of(read.document.text) == claim.evidence.quote


def test_genes_and_research_drugs_are_found_by_their_form(matcher: Matcher) -> None:
    _, read = claims_of(
        "The inhibitor LY294002 reduced the phosphorylation of GRAP2 and caspase-8 in U937 cells.", matcher
    )
    named = {mention.span.of(read.document.text): mention.kind for mention in read.mentions}
    assert {
        "LY294002": "Drug",
        "GRAP2": "Target",
        "caspase-8": "Target",
        "U937 cells": "Model",
    }.items() <= named.items()


def test_codes_of_trials_are_no_drugs_and_endpoints_no_genes(matcher: Matcher) -> None:
    text = (
        "Patients of the ABCD1234 trial were followed for OS, EFS and MRD (NCT01234567). Week2 and Grade3 were noted."
    )
    _, read = claims_of(text, matcher)
    assert [mention for mention in read.mentions if mention.rule in ("research code", "gene symbol")] == []


@pytest.mark.parametrize(
    "text",
    [
        "Bortezomib-resistant cells showed increased expression of PSMB5.",
        "NOTCH1 and PTEN mutations were found in 12 of 30 samples.",
        "Patients received bortezomib, dexamethasone and doxorubicin on day 1.",
    ],
)
def test_what_claims_nothing_yields_nothing(text: str, matcher: Matcher) -> None:
    assert said(text, matcher) == []


def test_our_own_sentences_are_read_with_precision(matcher: Matcher) -> None:
    right = wrong = missed = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        claims, read = claims_of(row["text"], matcher)
        named = {mention.concept: mention.span.of(read.document.text) for mention in reversed(read.mentions)}
        found = {
            (" + ".join(sorted(named[a] for a in c.proposition.agents)), named[o])
            for c in claims
            for o in c.proposition.outcomes
        }
        gold = {(claim[0], claim[3]) for claim in row["claims"]}
        right, wrong, missed = right + len(found & gold), wrong + len(found - gold), missed + len(gold - found)
    assert right / (right + wrong) > 0.95
    assert right / (right + missed) > 0.8


def test_every_claim_is_a_mechanism_about_things_that_are_mentioned(matcher: Matcher) -> None:
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        claims, read = claims_of(json.loads(line)["text"], matcher)
        known = {mention.concept for mention in read.mentions}
        for claim in claims:
            assert claim.proposition.kind is Kind.MECHANISM
            assert {*claim.proposition.agents, *claim.proposition.outcomes} <= known


def named_pairs(text: str, matcher: Matcher) -> set[str]:
    claims, read = claims_of(text, matcher)
    named = {mention.concept: mention.span.of(read.document.text).lower() for mention in reversed(read.mentions)}
    return {
        f"{named[agent]} > {named[outcome]}"
        for claim in claims
        for agent in claim.proposition.agents
        for outcome in claim.proposition.outcomes
    }


ABSTRACTS = [json.loads(line) for line in (GOLD.parent / "mechanism_abstracts.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ABSTRACTS, ids=lambda row: row["text"].split("\n")[0])
def test_an_abstract_of_the_laboratory_yields_nothing_that_it_does_not_say(
    row: dict[str, list[str]], matcher: Matcher
) -> None:
    found = named_pairs(str(row["text"]), matcher)
    assert found <= {pair.lower() for pair in row["right"]}
    assert {pair.lower() for pair in row["some"]} <= found


WORDS = st.sampled_from(
    [*sorted(TRIGGERS)[::9], "XXX", "YYY", "by", "of", "-", "(", ")", ",", "and", "which", "not", ".", "was"]
)


@given(st.lists(WORDS, max_size=60))
def test_no_order_of_words_breaks_the_reading(parts: list[str]) -> None:
    text = " ".join(parts)
    names = [Span(at, at + 3) for at in range(len(text)) if text[at : at + 3] in ("XXX", "YYY")]
    tokens = find_tokens(text, 0, len(text), names)
    for token in tokens:
        assert text[token.start : token.end].lower() == token.text or token.text in ("-", "·")
    for event in find_events(tokens):
        assert tokens[event.agent.place].name >= 0
        assert tokens[event.target.place].name >= 0
        assert event.agent.place != event.target.place
    if len(names) > 1:
        sign_of(text, names[0], names[-1])


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    read = Annotated(document_from_text("sample", text), Lexicon({}, {}, {}))
    for mention in find_mechanism_mentions(read):
        assert mention.span.end <= len(read.document.text)
    for rule in MECHANISM_RULES:
        assert list(rule(read)) == []


@pytest.mark.parametrize(
    "piece",
    [
        "XXX inhibits ",
        "inhibition of ",
        "XXX, ",
        "(XXX ",
        "-induced ",
        "by by ",
        "A-",
        "cell growth ",
        "pathway/",
        "IL-1",
        "ase ",
    ],
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    def took(length: int) -> float:
        text = piece * (length // len(piece))
        names = [Span(at, at + 3) for at in range(0, len(text), len(piece)) if text.startswith("XXX", at)]
        start = time.process_time()
        find_events(find_tokens(text, 0, len(text), names))
        find_mechanism_mentions(Annotated(document_from_text("sample", "cells " + text), Lexicon({}, {}, {})))
        return time.process_time() - start

    took(2_000)
    short, long = took(40_000), took(200_000)
    # Five times the text: quadratic work takes 25 times as long; the room is for other work on the machine.
    assert long < 20 * max(short, 0.05), f"five times the text took {long / max(short, 1e-9):.0f} times as long"


def test_a_megabyte_on_one_line_is_read_to_its_end() -> None:
    text = "Kinase-9 inhibits XYZ1 expression by activation of caspase-3 and " * 16_000
    found = find_mechanism_mentions(Annotated(document_from_text("sample", text), Lexicon({}, {}, {})))
    assert len(found) == 32_000
    assert found[-1].span.end > len(text) - 40


def test_the_example_of_the_docs_prints_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "mechanisms.md").read_text(encoding="utf-8")
    code, printed = page.split("```python\n")[1].split("```")[0], page.split("```text\n")[1].split("```")[0]
    exec(code, {})
    assert capsys.readouterr().out == printed
