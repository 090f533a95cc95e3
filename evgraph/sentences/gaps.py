"""What a corpus does not tell, as sentences."""

from __future__ import annotations

from evgraph.model import Claim, Kind
from evgraph.sentences.writer import Sentence, Writer, finish
from evgraph.wording import join


def gap_sentences(writer: Writer, least: int = 2) -> list[Sentence]:
    """Return what the corpus does not tell: for each drug on trial, outcomes by subtype without a result.

    Outcomes stand for their family, the broadest concept above them: composites of one endpoint are no gaps of each
    other. Only outcomes that at least so many works report, and subtypes with so many studies, make a cell.
    """
    lexicon = writer.lexicon
    reports: dict[str, set[str]] = {}
    studied: dict[str, set[str]] = {}
    told: set[tuple[str, str, str]] = set()
    drugs: set[str] = set()
    for claim in writer.claims:
        if not _is_clinical_result(writer, claim):
            continue
        arm = writer.arm(claim)
        drugs |= set(arm.experimental if arm else ())
        who = {iri for group in claim.proposition.population for iri in (group, *lexicon.ancestors(group))}
        for group in who:
            studied.setdefault(group, set()).add(claim.study or claim.reference)
        for outcome in claim.proposition.outcomes:
            family = (outcome, *lexicon.ancestors(outcome))[-1]
            reports.setdefault(family, set()).add(claim.reference)
            told |= {(agent, group, family) for agent in claim.proposition.agents for group in who}
    outcomes = [iri for iri, works in reports.items() if len(works) >= least]
    subtypes = [iri for iri, studies in studied.items() if len(studies) >= least and _is_subtype(writer, iri)]
    sentences = []
    for drug in drugs:
        same: dict[tuple[str, ...], list[str]] = {}
        for group in subtypes:
            missing = sorted(writer.label(outcome) for outcome in outcomes if (drug, group, outcome) not in told)
            same.setdefault(tuple(missing), []).append(writer.label(group))
        for names, where in same.items():
            if names:
                text = f"no result on {join(names, 'or')} in {join(sorted(where), 'or')}"
                sentences.append(Sentence(writer.label(drug), "", finish(text, []), ()))
    return sorted(sentences, key=lambda sentence: sentence.order)


def _is_clinical_result(writer: Writer, claim: Claim) -> bool:
    kind = claim.proposition.kind
    return kind is Kind.RESULT and not writer.is_harm(claim) and not writer.is_laboratory(claim)


def _is_subtype(writer: Writer, iri: str) -> bool:
    concept = writer.lexicon.get(iri)
    return concept.kind == "Condition" and bool(concept.broader)
