"""Ways of saying that one thing acts on another, with the names given: what the grammar ties together, and its sign."""

from __future__ import annotations

import re

import pytest

from evgraph.extract import Matcher, annotate, document_from_text, extract
from evgraph.extract.figures import find_figures
from evgraph.extract.mechanisms.aliases import versions
from evgraph.extract.mechanisms.doses import dose_at
from evgraph.extract.mechanisms.events import net
from evgraph.extract.mechanisms.forms import find_forms
from evgraph.extract.mechanisms.readings import find_events
from evgraph.extract.mechanisms.synergies import find_synergies
from evgraph.extract.mechanisms.tokens import find_tokens
from evgraph.lexicon import Lexicon
from evgraph.model import Span


def read(marked: str) -> set[str]:
    """Return the signed pairs of a sentence whose names stand in square brackets."""
    names: list[Span] = []
    text = ""
    for part in re.split(r"(\[[^\]]*\])", marked):
        if part.startswith("["):
            names.append(Span(len(text), len(text) + len(part) - 2))
            part = part[1:-1]
        text += part
    tokens = find_tokens(text, 0, len(text), names)
    found = [event for said in find_events(tokens) for event in versions(tokens, said)]
    return {
        f"{tokens[event.agent.place].text} {'-?+'[net(tokens, event) + 1]} {tokens[event.target.place].text}"
        for event in found
    }


@pytest.mark.parametrize(
    ("sentence", "pairs"),
    [
        # other names in brackets
        ("[AA] reduced [BB] ([CC]) levels.", {"aa - bb", "aa - cc"}),
        ("[AA] blocks factor one (F1; also known as [BB]).", {"aa - bb"}),
        ("Protein alpha ([AA])-induced [BB] was seen.", {"aa + bb"}),
        # what is printed between the words
        ("[AA] led to acti- vation of [BB] [12, 13].", {"aa + bb"}),
        ("[AA] (p<0.02) and clearly (p<0.04) elevated [BB].", {"aa + bb"}),
        # asides between subject and verb
        ("[AA], a kinase that targets [CC], is an effective inhibitor of [BB].", {"aa - bb"}),
        ("[AA] and [CC], selective [DD] inhibitors, suppressed [BB].", {"aa - bb", "cc - bb", "aa - dd", "cc - dd"}),
        ("[AA] is a potent, well tolerated, selective inhibitor of [BB].", {"aa - bb"}),
        ("We tested [AA] and [CC], known [BB] inhibitors.", {"aa - bb", "cc - bb"}),
        # what a noun says of what it inhibits
        ("We gave the [BB] inhibitor [AA], the [DD] antagonist [CC] and water.", {"aa - bb", "cc - dd"}),
        ("[AA] showed good inhibitory potency against [BB].", {"aa - bb"}),
        ("[AA] exhibits inhibitory effects on [BB].", {"aa - bb"}),
        ("Pretreatment with the [CC] inhibitor [AA] prevented [BB].", {"aa - bb", "aa - cc"}),
        # what a drug is aimed at, or works through, does not do what the drug does
        ("[XX], a [CC]-based degrader of [BB], induces [AA].", {"xx - bb", "xx + aa"}),
        ("[XX], an [MM]-dependent inhibitor of [BB], was given.", {"xx - bb"}),
        ("[XX] is a [CC]-mediated degrader of [BB].", {"xx - bb"}),
        ("The [BB]-targeting compound [XX] induces [AA].", {"xx + aa"}),
        ("The [BB]-targeting compound induces [AA].", set()),
        ("The [BB]-directed antibody [XX] induces [AA].", {"xx + aa"}),
        ("[AA] was induced by a [BB]-directed antibody.", set()),
        ("The [CC]-based [BB] degrader [XX] reduced [AA].", {"xx - bb", "xx - aa"}),
        ("The [CC]-based degrader [XX] reduced [AA].", {"xx - aa"}),
        ("[BB]-mediated drug resistance raised [AA].", {"bb + aa"}),
        ("[BB]-dependent signalling raised [AA].", {"bb + aa"}),
        # its activity
        ("[AA] phosphorylates [BB], thereby inhibiting its activity.", {"aa ? bb", "aa - bb"}),
        ("[AA] binds [BB] and inhibits its function.", {"aa ? bb", "aa - bb"}),
        ("[BB] is phosphorylated and inhibited by [AA].", {"aa ? bb", "aa - bb"}),
        ("[AA] promotes growth, and their depletion inhibits [BB].", {"aa + bb"}),
        # twice less
        ("[AA] prevented the loss of [BB].", {"aa + bb"}),
        ("Knockdown of [AA] with siRNA reduced [BB].", {"aa + bb"}),
        ("siRNA-mediated [AA] knock-down raised [BB].", {"aa - bb"}),
        ("Deletion of the factor, [AA], enhances [BB].", {"aa - bb"}),
        ("Inhibition of one, two and [AA] by water raised [BB].", {"aa - bb"}),
        ("Blocking [AA] inhibits repression of [BB].", {"aa - bb"}),
        # who protects and who rescues
        ("[AA] protects [BB] from stress.", {"aa + bb"}),
        ("[AA] protects cells from [BB].", {"aa - bb"}),
        ("[AA] rescued cells from [BB].", {"aa - bb"}),
        # circumstances
        ("Cells lacking [AA] had higher levels of [BB].", {"aa - bb"}),
        ("When [AA] was silenced, [BB] increased.", {"aa - bb"}),
        ("In [AA] knockout mice, [BB] was increased and [CC] was reduced.", {"aa - bb", "aa + cc"}),
        ("[BB] underwent down-regulation after [AA] treatment.", {"aa - bb"}),
        ("Upon [AA] exposure, [BB] became progressively depleted.", {"aa - bb"}),
        # where it comes from, what comes of it
        ("Increased [BB] results from loss of [AA].", {"aa - bb"}),
        ("[BB] activation is a consequence of [AA] deficiency.", {"aa - bb"}),
        ("They disrupt [AA], leading to [BB].", {"aa - bb"}),
        ("[AA] was involved in activation of [BB].", {"aa + bb"}),
        ("[AA] plays a role in the activation of [BB].", {"aa + bb"}),
        ("[AA] resulted in markedly reduced [BB].", {"aa - bb"}),
        ("[AA] led to an increase in one and to a decrease in [BB].", {"aa - bb"}),
        # lists
        ("[AA] caused effects that include [BB], [CC] and [DD].", {"aa + bb", "aa + cc", "aa + dd"}),
        ("[BB] is activated and is then cleaved by [AA].", {"aa + bb", "aa ? bb"}),
        ("[AA] reduced expression of [BB] and the location of [CC].", {"aa - bb", "aa - cc"}),
        # what is not said
        ("[AA] could not counteract [CC] and loss of [BB] could not restore [DD].", {"aa - cc", "bb - dd"}),
        ("[AA] stabilises growth in the absence of [BB].", set()),
        ("Silencing of [AA] abolished the effect of [CC] on [BB].", {"cc ? bb"}),
        ("[AA] was associated with decreased [BB].", set()),
        ("Knockdown of [AA] enhanced [CC] caused by [BB].", {"aa - cc", "bb + cc"}),
        ("The anti-inflammatory drug [AA] reduced [BB].", {"aa - bb"}),
        ("[AA] raised [BB] but not [CC].", {"aa + bb"}),
        ("[AA] raised [BB] accompanied by less of [CC].", {"aa + bb"}),
        ("The damage induced by [BB] inhibition was prevented by [AA].", set()),
        ("A lower dose of [AA] reduced [BB].", {"aa - bb"}),
    ],
)
def test_what_a_sentence_ties_together(sentence: str, pairs: set[str]) -> None:
    assert read(sentence) == pairs


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("DRUG (10 nM) slowed growth.", "10 nM"),
        ("DRUG at concentrations of 1-10 µM slowed growth.", "1-10 µM"),
        ("DRUG (5 and 10 mg/kg) slowed growth.", "5 and 10 mg/kg"),
        ("DRUG (12 patients) slowed growth.", None),
        ("DRUG slowed growth at 10 nM.", None),
    ],
)
def test_a_dose_is_the_one_beside_the_name(text: str, dose: str | None) -> None:
    assert dose_at(text, Span(0, 4)) == dose


@pytest.fixture(scope="module")
def matcher(lexicon: Lexicon) -> Matcher:
    return Matcher.of(lexicon)


def test_a_drug_said_to_be_a_degrader_is_a_drug_by_its_stem() -> None:
    text = "Vorilast, a cereblon-based degrader of BRD4, was given."
    assert "Vorilast" in [span.of(text) for kind, _, span in find_forms(text) if kind == "Drug"]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Zolimib with imatinib was synergistic, whereas no synergy arose with dexamethasone.", []),
        ("Imatinib was synergistic in part, but antagonistic with dexamethasone.", []),
        ("Imatinib showed synergy in one line, with dexamethasone being weaker.", []),
        ("Imatinib was antagonistic rather than synergistic with dexamethasone.", []),
        ("Vincristine killed cells while imatinib synergised with dexamethasone.", [("imatinib", "dexamethasone")]),
        ("Imatinib synergised with dexamethasone, but not with vincristine.", [("imatinib", "dexamethasone")]),
    ],
)
def test_synergy_stays_within_its_clause(text: str, pairs: list[tuple[str, str]], matcher: Matcher) -> None:
    claims = find_synergies(annotate(document_from_text("x", text), matcher))
    said = [(claim.proposition.agents[0], claim.proposition.outcomes[0]) for claim in claims]
    assert [(one.rsplit("/", 1)[-1], other.rsplit("/", 1)[-1]) for one, other in said] == pairs


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mice lived longer (median 47 vs 29 days) and it reduced tumor burden by 68%.", "reduced by"),
        ("Vorilast lowered tumor burden by about 68%.", "lowered by about"),
        ("Vorilast lowered spleen weight by 12% and tumor burden by 68%.", "lowered by"),
        ("Decreased appetite was reported by 68%.", None),
    ],
)
def test_a_change_in_percent_keeps_its_verb_and_takes_no_median(text: str, told: str | None) -> None:
    estimate = find_figures(text)[-1].estimate
    assert (estimate.qualifier, estimate.measure) == (told, None)
    number = estimate.percent if told is None else estimate.value
    assert number is not None
    assert number.text == "68"


def test_a_median_told_in_a_bracket_ends_with_it() -> None:
    last = find_figures("Mice lived longer (median 47 days) and had a urea of 20.5 mmol/L.")[-1].estimate
    assert last.measure is None


def test_a_change_of_something_unnamed_is_kept_back(matcher: Matcher) -> None:
    text = "It prolonged survival of mice (median 47 days) and reduced tumor burden by 68%."
    findings = extract(document_from_text("x", text), matcher)
    kept = {text[item.span.start : item.span.end]: item.reason for item in findings.unattached}
    assert kept["68%"] == "tells how much something else changed"
    assert all(claim.evidence.figure is None or claim.evidence.figure.of(text) != "68%" for claim in findings.claims)


def test_a_change_is_told_of_the_outcome_that_changed(matcher: Matcher) -> None:
    text = "Tumor burden decreased significantly in treated mice by 52%."
    claims = extract(document_from_text("x", text), matcher).claims
    estimates = [claim.evidence.estimate for claim in claims if claim.evidence.estimate is not None]
    assert [(estimate.qualifier, estimate.unit) for estimate in estimates] == [("decreased by", "%")]
