"""Appraisals in words: a comparison of two claims, the profile of an outcome, what conflicts and what follows what."""

from __future__ import annotations

from collections.abc import Iterable

from evgraph.appraisal import LEVELS, comparable, find_conflicts, find_lineage, level_of, overlap_of_claims
from evgraph.appraisal.levels import Profile
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Corpus
from evgraph.readtable import visible


def render_comparison(first: Claim, second: Claim, corpus: Corpus, lexicon: Lexicon) -> str:
    """Return whether two claims can be compared, whether they share patients, and what else is known of the two."""
    able, reasons = comparable(first, second, lexicon)
    sharing = overlap_of_claims(corpus, lexicon)(first, second)
    pair = {_name(first), _name(second)}
    lines = [f"{name}: {visible(claim.label)}" for name, claim in ((_name(first), first), (_name(second), second))]
    lines.append(("comparable: " if able else "not comparable because ") + "; ".join(reasons))
    lines.append(f"shared patients: {sharing.degree.value}" + (f", {sharing.why}" if sharing.why else ""))
    for claim in (first, second):
        level = level_of(claim, lexicon)
        known = f"{level}, {LEVELS[level]} (Oxford 2011)" if level else "no design known"
        lines.append(f"level of {_name(claim)}: {known}")
    for conflict in find_conflicts(corpus, lexicon):
        if {_name(conflict.first), _name(conflict.second)} == pair:
            lines.append(f"{conflict.standoff.value}: {conflict.reason}")
    for step in find_lineage(corpus, lexicon):
        if {_name(step.later), _name(step.earlier)} == pair:
            lines.append(f"{_name(step.later)} {step.relation.value} {_name(step.earlier)}: {step.drift}")
    return "\n".join(lines) + "\n"


def render_profiles(profiles: Iterable[Profile], lexicon: Lexicon) -> str:
    """Return profiles as text: for each domain what is known, then what a person must judge."""
    parts = []
    for one in profiles:
        agents, versus = (" + ".join(lexicon.get(iri).label for iri in iris) for iris in (one.agents, one.comparators))
        treated = (agents or "no agent told") + (f" versus {versus}" if versus else "")
        lines = [f"{lexicon.get(one.outcome).label}, {treated}"]
        for domain in one.domains:
            lines.append(f"  {domain.name}")
            lines += [f"    known: {visible(known)}" for known in domain.known]
            lines.append(f"    to judge: {domain.to_judge}")
        parts.append("\n".join(lines))
    return ("\n\n".join(parts) or "no claim on this outcome") + "\n"


def _name(claim: Claim) -> str:
    return f"{claim.reference}/{claim.key}"
