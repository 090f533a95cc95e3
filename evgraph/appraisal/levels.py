"""The level of evidence of a claim by its design, and what is known of an outcome for a judgement of certainty.

Levels and wording are those of the table of the Oxford Centre for Evidence-Based Medicine 2011 for treatment benefits
(OCEBM Levels of Evidence Working Group, "The Oxford 2011 Levels of Evidence"). The table lets people move a level up or
down for quality, precision, indirectness, inconsistency and the size of the effect; the program never does.

The profile follows the five domains of GRADE (Guyatt et al. 2008, doi:10.1136/bmj.39489.470347.AD). For each it lists
what the graph knows and what a person must judge; nothing is rated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evgraph.appraisal.conflicts import Conflict, Standoff, find_conflicts
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Corpus, Direction, Kind, Review
from evgraph.wording import count, figure_text, join

#: Level to the words of the table for the benefit of a treatment.
LEVELS: Mapping[int, str] = {
    1: "systematic review of randomized trials or n-of-1 trials",
    2: "randomized trial or observational study with dramatic effect",
    3: "non-randomized controlled cohort or follow-up study",
    4: "case-series, case-control or historically controlled studies",
    5: "mechanism-based reasoning",
}


@dataclass(frozen=True, slots=True)
class Domain:
    """One domain of a profile: what the graph knows, and what a person must judge."""

    name: str
    known: tuple[str, ...]
    to_judge: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one outcome for one treatment against one comparator."""

    outcome: str
    agents: tuple[str, ...]
    comparators: tuple[str, ...]
    claims: tuple[Claim, ...]
    domains: tuple[Domain, ...]


def level_of(claim: Claim, lexicon: Lexicon) -> int | None:
    """Return the Oxford level of a claim by its design, or of what is broader; `None` where no design is known."""
    design = claim.evidence.design
    if design is None or design not in lexicon.concepts:
        return None
    for iri in (design, *lexicon.ancestors(design)):
        if (level := lexicon.concepts[iri].level) is not None:
            return level
    return None


def profile(corpus: Corpus, lexicon: Lexicon, outcome: str) -> tuple[Profile, ...]:
    """Return a profile of an outcome for each treatment and comparator that claims name; mined claims are left out."""
    conflicts = find_conflicts(corpus, lexicon)
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Claim]] = {}
    for file in corpus.findings:
        for claim in file.claims:
            asked = claim.proposition
            wanted = asked.kind in {Kind.RESULT, Kind.COMPARISON} and outcome in asked.outcomes
            if wanted and claim.review not in {Review.MINED, Review.REJECTED}:
                groups.setdefault((asked.agents, asked.comparators), []).append(claim)
    return tuple(
        Profile(outcome, agents, versus, tuple(claims), _domains(claims, corpus, lexicon, conflicts))
        for (agents, versus), claims in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def _domains(
    claims: list[Claim], corpus: Corpus, lexicon: Lexicon, conflicts: Iterable[Conflict]
) -> tuple[Domain, ...]:
    return (
        Domain(
            "risk of bias",
            tuple(_designs(claims, lexicon)),
            "allocation, blinding, loss to follow-up, selective reporting",
        ),
        Domain("inconsistency", tuple(_inconsistency(claims, conflicts)), "whether what differs matters to patients"),
        Domain(
            "indirectness",
            tuple(_people(claims, corpus)),
            "whether these people and treatments are those of the question",
        ),
        Domain("imprecision", tuple(_precision(claims, lexicon)), "whether the interval holds both benefit and harm"),
        Domain(
            "publication bias",
            tuple(_works(claims, corpus)),
            "whether studies are missing: registries, protocols, funding",
        ),
    )


def _designs(claims: list[Claim], lexicon: Lexicon) -> Iterable[str]:
    levels: dict[int | None, list[str]] = {}
    for claim in claims:
        levels.setdefault(level_of(claim, lexicon), []).append(claim.reference)
    for level, works in sorted(levels.items(), key=lambda item: (item[0] is None, item[0] or 0)):
        name = f"Oxford 2011 level {level} ({LEVELS[level]})" if level is not None else "no design known"
        yield f"{name}: {join(sorted(set(works)))}"


def _inconsistency(claims: list[Claim], conflicts: Iterable[Conflict]) -> Iterable[str]:
    names = {(claim.reference, claim.key) for claim in claims}
    mine = [
        one
        for one in conflicts
        if {(one.first.reference, one.first.key), (one.second.reference, one.second.key)} <= names
    ]
    for one in mine:
        yield f"{one.standoff.value}: {one.first.reference} and {one.second.reference}, {one.reason}"
    if not any(one.standoff is Standoff.CONFLICT for one in mine):
        works = len({claim.reference for claim in claims})
        yield "one work only: nothing to compare" if works == 1 else "no conflict that the figures show"
    disputed = sorted({claim.reference for claim in claims if claim.direction is Direction.DISPUTES})
    if disputed:
        yield f"disputed by {join(disputed)}"


def _people(claims: list[Claim], corpus: Corpus) -> Iterable[str]:
    labels = {(file.reference, group.key): group.label for file in corpus.findings for group in file.populations}
    told = dict.fromkeys(labels.get((claim.reference, claim.evidence.population or ""), "") for claim in claims)
    yield from (label for label in told if label)
    if not any(told):
        yield "no population told"


def _precision(claims: list[Claim], lexicon: Lexicon) -> Iterable[str]:
    for claim in claims:
        estimate = claim.evidence.estimate
        if estimate is not None:
            text = figure_text(estimate, lambda iri: lexicon.concepts[iri].label if iri in lexicon.concepts else iri)
            yield f"{claim.reference}/{claim.key}: {text}{'' if estimate.interval else '; no interval told'}"
        else:
            yield f"{claim.reference}/{claim.key}: no figure"


def _works(claims: list[Claim], corpus: Corpus) -> Iterable[str]:
    studies = {study.key: study for file in corpus.curated for study in file.studies}
    keys = sorted({claim.study for claim in claims if claim.study})
    registered = [key for key in keys if key in studies and studies[key].registry]
    yield f"{count(len({claim.reference for claim in claims}), 'work')}, {len(keys)} of them of a named study"
    yield f"registered: {join(registered) or 'none'}"
