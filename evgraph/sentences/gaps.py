"""What a corpus does not tell, as sentences."""

from __future__ import annotations

from evgraph.model import Kind
from evgraph.sentences.writer import Sentence, Writer, finish
from evgraph.wording import join


def gap_sentences(writer: Writer, least: int = 2) -> list[Sentence]:
    """Return what the corpus does not tell: for each drug on trial, outcomes by subtype without a result.

    Outcomes are those that at least so many works report; of a missing outcome and what is narrower, only the
    broader one is named.
    """
    lexicon = writer.lexicon
    reports: dict[str, set[str]] = {}
    told: set[tuple[str, str, str]] = set()
    groups: set[str] = set()
    for claim in writer.claims:
        proposition = claim.proposition
        if proposition.kind is not Kind.RESULT or writer.is_harm(claim) or writer.is_laboratory(claim):
            continue
        groups |= set(proposition.population)
        who = {iri for group in proposition.population for iri in (group, *lexicon.ancestors(group))}
        for outcome in (above for o in proposition.outcomes for above in (o, *lexicon.ancestors(o))):
            reports.setdefault(outcome, set()).add(claim.reference)
            told |= {(agent, group, outcome) for agent in proposition.agents for group in who}
    outcomes = [iri for iri, works in reports.items() if len(works) >= least]
    subtypes = [iri for iri in groups if lexicon.get(iri).kind == "Condition" and lexicon.get(iri).broader]
    drugs = {iri for file in writer.corpus.curated for arm in file.arms for iri in arm.experimental}
    sentences = []
    for drug in drugs:
        same: dict[tuple[str, ...], list[str]] = {}
        for group in subtypes:
            missing = {outcome for outcome in outcomes if (drug, group, outcome) not in told}
            broadest = sorted(writer.label(o) for o in missing if not missing & set(lexicon.ancestors(o)))
            same.setdefault(tuple(broadest), []).append(writer.label(group))
        for names, where in same.items():
            if names:
                text = f"no result on {join(names, 'or')} in {join(sorted(where), 'or')}"
                sentences.append(Sentence(writer.label(drug), "", finish(text, []), ()))
    return sorted(sentences, key=lambda sentence: sentence.order)
