"""The summary: every sentence rests on claims, every number is one they reported, nothing is silently left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from mined_home import home

import evgraph
from evgraph.citation import cite
from evgraph.graph import EvidenceGraph
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Findings, Kind, Review
from evgraph.pipeline import read_corpus
from evgraph.problems import plain_text
from evgraph.rdf.slots import figures_of
from evgraph.reviewing import Decision, record_decision, to_review
from evgraph.sentences import Sentence
from evgraph.summary import Section, named, summarise
from evgraph.wording import duration_text
from tests.conftest import SMALL_BIB, SMALL_EVIDENCE

Folder = Callable[..., Path]
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@pytest.fixture(scope="module")
def sections(graph: EvidenceGraph) -> tuple[Section, ...]:
    return summarise(graph.corpus, graph.lexicon)


@pytest.fixture(scope="module")
def page(built: Path) -> str:
    return (built / "summary.md").read_text(encoding="utf-8")


def sentences_of(sections: tuple[Section, ...]) -> list[Sentence]:
    return [sentence for section in sections for sentence in section.sentences]


def reported(claim: Claim, file: Findings, graph: EvidenceGraph) -> str:
    """Return all that a claim reports, as the inputs print it: the only place a number may come from."""
    proposition, evidence = claim.proposition, claim.evidence
    groups = {group.key: group for group in file.populations}
    arms = {arm.key: arm for arm in file.arms}
    studies = {study.key: study for other in graph.corpus.curated for study in other.studies}
    iris = [*proposition.agents, *proposition.comparators, *proposition.outcomes, *proposition.population]
    iris += [iri for iri in (proposition.aspect, proposition.after, evidence.design) if iri] + list(evidence.models)
    words = [claim.reference, claim.statement or "", proposition.grade or "", evidence.quote or ""]
    words += [duration_text(proposition.time_point)] if proposition.time_point else []
    words += [difference.reason for difference in claim.differs_from]
    for key in (evidence.arm, evidence.comparator_arm):
        words += [arms[key].label, arms[key].dose or ""] if key in arms else []
        iris += [*arms[key].interventions, *arms[key].experimental] if key in arms else []
    words += [groups[evidence.population].label] if evidence.population in groups else []
    if claim.study in studies:
        words += [studies[claim.study].label, *studies[claim.study].registry]
    if (estimate := evidence.estimate) is not None:
        words += [figure.text for figure in figures_of(estimate).values()]
        words += [str(number) for number in (estimate.events, estimate.total) if number is not None]
        words.append(estimate.unit or "")
        iris += [estimate.measure] if estimate.measure else []
    return " ".join([*words, *(graph.lexicon.get(iri).label for iri in iris)])


def test_every_number_of_every_sentence_is_one_that_its_claims_report(
    graph: EvidenceGraph, sections: tuple[Section, ...]
) -> None:
    files = {file.reference: file for file in graph.corpus.curated}
    checked, strays = 0, []
    for section in sections[:-1]:
        for sentence in section.sentences:
            known = set(NUMBER.findall(" ".join(reported(c, files[c.reference], graph) for c in sentence.claims)))
            for number in NUMBER.findall(" ".join((sentence.heading, sentence.setting, sentence.text))):
                checked += 1
                strays += [] if number in known else [(number, sentence.text)]
    assert strays == []
    assert checked > 300


def test_every_number_of_a_gap_is_part_of_the_name_of_a_concept(
    graph: EvidenceGraph, sections: tuple[Section, ...]
) -> None:
    names = set(NUMBER.findall(" ".join(concept.label for concept in graph.lexicon.concepts.values())))
    assert {n for sentence in sections[-1].sentences for n in NUMBER.findall(sentence.text)} <= names


def test_every_sentence_but_a_gap_rests_on_a_claim(sections: tuple[Section, ...]) -> None:
    assert [section.title for section in sections][-1] == "Gaps"
    assert [sentence.text for section in sections[:-1] for sentence in section.sentences if not sentence.claims] == []
    assert all(not sentence.claims for sentence in sections[-1].sentences)


TOLD = {Kind.RESULT, Kind.COMPARISON, Kind.MECHANISM, Kind.TRANSITION, Kind.CONCLUSION}


def test_every_claim_but_a_characteristic_is_told_once(graph: EvidenceGraph, sections: tuple[Section, ...]) -> None:
    wanted = {(c.reference, c.key) for f in graph.corpus.curated for c in f.claims if c.proposition.kind in TOLD}
    wanted |= {(c.reference, c.key) for f in graph.corpus.mined for c in f.claims}
    told = [
        (claim.reference, claim.key)
        for section in sections
        if section.letter != "D"
        for sentence in section.sentences
        for claim in sentence.claims
    ]
    assert sorted(set(told)) == sorted(wanted)
    assert len(told) == len(set(told)), "no claim is told in two places"


def test_the_figures_of_every_claim_stand_in_its_sentence(graph: EvidenceGraph, sections: tuple[Section, ...]) -> None:
    lost = []
    for section in sections[:-2]:
        for sentence in section.sentences:
            for claim in sentence.claims:
                estimate = claim.evidence.estimate
                if estimate is None:
                    continue
                lost += [
                    (claim.reference, claim.key, figure.text)
                    for figure in figures_of(estimate).values()
                    if figure.text not in sentence.text
                ]
    assert lost == []


def test_a_sentence_is_one_line_that_begins_with_a_capital_and_ends_with_one_full_stop(
    sections: tuple[Section, ...],
) -> None:
    for sentence in sentences_of(sections):
        assert sentence.text[0] == sentence.text[0].upper()
        assert sentence.text.endswith(".")
        assert not sentence.text.endswith("..")
        assert "\n" not in sentence.text
        assert "  " not in sentence.text
        assert "None" not in sentence.text


def test_what_is_unverified_says_so_in_its_own_sentence(sections: tuple[Section, ...]) -> None:
    doubtful = [s for s in sentences_of(sections) if any(c.review.value == "unverified" for c in s.claims)]
    assert doubtful
    assert [s.text for s in doubtful if "unverified" not in s.text] == []


def test_every_citation_leads_to_the_reference_of_its_claims(sections: tuple[Section, ...], page: str) -> None:
    body, _, tail = page.partition("\n## References\n")
    listed = re.findall(r"^(\d+)\. ", tail, re.MULTILINE)
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    cited = [int(n) for group in re.findall(r"\[(\d+(?:,\d+)*)\]\.$", body, re.MULTILINE) for n in group.split(",")]
    assert set(cited) == set(map(int, listed))
    order = dict.fromkeys(key for sentence in sentences_of(sections) for key in sentence.references)
    numbers = {key: number for number, key in enumerate(order, 1)}
    for section in sections:
        for name, sentence in named(section):
            line = next(row for row in body.splitlines() if row.startswith(f"- **{name}** "))
            found = re.search(r"\[(\d+(?:,\d+)*)\]\.$", line)
            cited_here = set(map(int, found[1].split(","))) if found else set()
            assert cited_here == {numbers[key] for key in sentence.references}


def test_every_reference_without_a_claim_is_named_too(graph: EvidenceGraph, page: str) -> None:
    tail = page.partition("\n## References\n")[2].partition("\n## Where")[0]
    for reference in graph.corpus.references:
        assert plain_text(cite(reference).rstrip(".")) in tail


def test_the_last_section_names_the_claims_and_what_was_read_for_each_sentence(
    graph: EvidenceGraph, sections: tuple[Section, ...], page: str
) -> None:
    rows = dict(re.findall(r"^\| ([A-Z]\d+) \| (.*) \|$", page, re.MULTILINE))
    wanted = {name: sentence for section in sections for name, sentence in named(section) if sentence.claims}
    assert rows.keys() == wanted.keys()
    for name, sentence in wanted.items():
        claims, _, read = rows[name].partition(" | ")
        assert re.findall(r"`([^`]+)`", claims) == [f"{c.reference}/{c.key}" for c in sentence.claims]
        assert read


def test_the_summary_of_the_opened_graph_is_the_file_of_the_build(graph: EvidenceGraph, page: str) -> None:
    assert graph.summary() == page


def small(home: Path, out: Path) -> str:
    evgraph.build(home, out)
    return evgraph.open(out).summary()


def with_claims(*claims: str, arms: str = "") -> str:
    head = SMALL_EVIDENCE.partition("claims:\n")[0] + arms
    return head + "claims:\n" + "".join(f"  - {{{claim}}}\n" for claim in claims)


SECOND_ARM = (
    "  care: {label: usual care, population: all, role: comparator, interventions: [pegaspargase], source: abstract}\n"
)
CR = "kind: result, outcome: complete-remission, source: abstract"


def test_two_arms_and_their_comparison_are_one_sentence(folder: Folder, tmp_path: Path) -> None:
    text = with_claims(
        f"id: a, {CR}, arm: btz, percent: 44.0",
        f"id: b, {CR}, arm: care, percent: 25.0",
        "id: c, kind: comparison, outcome: complete-remission, arm: btz, versus: care, population: all,"
        " p: {value: 0.050}, source: abstract",
        arms=SECOND_ARM,
    )
    page = small(folder(evidence=text), tmp_path / "build")
    line = "was reported in 44.0 % with bortezomib and 25.0 % with usual care (P = 0.050) [1]."
    assert page.count(line) == 1


def test_two_figures_for_one_arm_are_two_sentences(folder: Folder, tmp_path: Path) -> None:
    text = with_claims(f"id: a, {CR}, arm: btz, percent: 44.0", f"id: b, {CR}, arm: btz, percent: 45.0")
    page = small(folder(evidence=text), tmp_path / "build")
    assert len([row for row in page.splitlines() if "44.0 %" in row]) == 1
    assert not [row for row in page.splitlines() if "44.0 %" in row and "45.0 %" in row]


def test_statements_of_two_arms_without_figures_are_both_told(folder: Folder, tmp_path: Path) -> None:
    text = with_claims(
        f"id: a, {CR}, arm: btz, statement: Remission was frequent with the drug.",
        f"id: b, {CR}, arm: care, statement: Remission was rare with usual care.",
        arms=SECOND_ARM,
    )
    page = small(folder(evidence=text), tmp_path / "build")
    assert "Remission was frequent" in page
    assert "rare with usual care" in page


def test_a_statement_beside_a_comparison_loses_neither(folder: Folder, tmp_path: Path) -> None:
    text = with_claims(
        f"id: a, {CR}, arm: btz, statement: Remission was frequent with the drug.",
        f"id: b, {CR}, arm: care, statement: Remission was rare with usual care.",
        "id: c, kind: comparison, outcome: complete-remission, arm: btz, versus: care, population: all,"
        " p: {value: 0.050}, source: abstract",
        arms=SECOND_ARM,
    )
    assert "P = 0.050" in small(folder(evidence=text), tmp_path / "build")


MECHANISM = "id: m, kind: mechanism, agents: [bortezomib], effect: increases, targets: [apoptosis], source: abstract"


def test_a_mechanism_in_the_words_of_the_curator_keeps_its_figures(folder: Folder, tmp_path: Path) -> None:
    text = with_claims(MECHANISM + ", value: 2.50, unit: fold, statement: Cells die more often.")
    assert "2.50-fold" in small(folder(evidence=text), tmp_path / "build")


@pytest.mark.parametrize("direction", ["disputes", "neutral"])
@pytest.mark.parametrize("claim", [MECHANISM, f"id: m, {CR}, arm: btz, percent: 44.0"], ids=["mechanism", "result"])
def test_a_claim_that_does_not_support_its_proposition_says_so(
    direction: str, claim: str, folder: Folder, tmp_path: Path
) -> None:
    plain = small(folder(evidence=with_claims(claim)), tmp_path / "build")
    other = small(folder(evidence=with_claims(f"{claim}, direction: {direction}")), tmp_path / "build")
    assert plain != other, "read alike, though one supports and one does not"


def test_both_reasons_of_a_difference_noted_from_both_sides_are_told(folder: Folder, tmp_path: Path) -> None:
    text = with_claims(
        f"id: a, {CR}, arm: btz, percent: 44.0, differs_from: [{{claim: b, reason: First reason.}}]",
        f"id: b, {CR}, arm: btz, percent: 45.0, differs_from: [{{claim: a, reason: Second reason.}}]",
    )
    page = small(folder(evidence=text), tmp_path / "build")
    assert "First reason" in page
    assert "Second reason" in page


def test_a_difference_between_two_works_cites_both(folder: Folder, tmp_path: Path) -> None:
    bib = SMALL_BIB + SMALL_BIB.replace("smith2020", "jones2021").replace("10--12", "40--42")
    other = (
        with_claims(
            f"id: cr, {CR}, arm: btz, percent: 45.0, differs_from: [{{claim: smith2020/cr, reason: Later cut-off.}}]"
        )
        .replace("smith2020\n", "jones2021\n", 1)
        .replace("SAMPLE", "OTHER")
    )
    page = small(folder(bib=bib, evidence__jones2021_dot_yaml=other), tmp_path / "build")
    line = next(row for row in page.splitlines() if "Later cut-off" in row and row.startswith("- **D1**"))
    assert "45.0 %" in line
    assert "80.0 %" in line
    assert line.endswith("[1,2].")


def test_a_corpus_without_claims_says_that_it_holds_nothing(folder: Folder, tmp_path: Path) -> None:
    page = small(folder(evidence=None), tmp_path / "build")
    empty = page.partition("## Nothing in this corpus\n\n")[2].partition("\n\n")[0]
    assert len(empty.splitlines()) == 8
    assert "the works around it: no curated claims. Figures" in page


def test_claims_that_only_the_program_found_are_told_apart_from_the_lack_of_curated_ones(tmp_path: Path) -> None:
    references = home(tmp_path, None)
    report = evgraph.build(references, tmp_path / "build")
    page = evgraph.open(tmp_path / "build").summary()
    assert (report.claims, report.tally.accepted) == (0, 0)
    assert f"0 curated claims and {report.tally.mined} mined from texts, " in str(report)
    assert f"no curated claims; {report.tally.mined} claims that the program found in texts (below). " in page
    assert "## No curated claims on\n\n- Efficacy" in page
    assert "## Nothing in this corpus" not in page


def test_what_a_person_accepted_is_counted_as_accepted(tmp_path: Path, lexicon: Lexicon) -> None:
    references = home(tmp_path)
    mined = [item for item in to_review(read_corpus(references, lexicon)[0]) if item.claim]
    for item, review in zip(mined, (Review.ACCEPTED, Review.REJECTED), strict=False):
        record_decision(references, item.reference, Decision(str(item.claim), review, "Jane"))
    report = evgraph.build(references, tmp_path / "build")
    rest = len(mined) - 2
    counted = f"3 curated claims, 1 accepted by a person and {rest} mined from texts"
    assert f"3 references, {counted}, " in str(report)
    assert counted in (tmp_path / "build" / "evidence.html").read_text(encoding="utf-8")
    told = f"; beside them {rest + 1} claims that the program found in texts, 1 of them accepted by a person."
    assert told in (tmp_path / "build" / "summary.md").read_text(encoding="utf-8")
