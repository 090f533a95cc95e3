"""Ways of saying that one thing acts on another, with the names given: what the grammar ties together, and its sign."""

from __future__ import annotations

import re

import pytest

from evgraph.extract.mechanisms.aliases import versions
from evgraph.extract.mechanisms.doses import dose_at
from evgraph.extract.mechanisms.events import net
from evgraph.extract.mechanisms.readings import find_events
from evgraph.extract.mechanisms.tokens import find_tokens
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
