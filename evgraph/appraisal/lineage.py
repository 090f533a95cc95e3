"""Reports of one study on one question: which extends, supersedes or is a subgroup of which, and the current figure.

The rule of the current figure: of the claims of one study on one question, the report of the latest year and month
counts, among those of one date the one with more patients. It is a rule of the program and no judgement of quality; the
figures before it stay, and the drift shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Corpus, Kind, Population, Proposition, Review
from evgraph.wording import figure_text

_Groups = Mapping[tuple[str, str], Population]


class Relation(StrEnum):
    """How a later report stands to an earlier one."""

    SUPERSEDES = "supersedes"
    EXTENDS = "extends"
    SUBGROUP = "subgroup of"


@dataclass(frozen=True, slots=True)
class Lineage:
    """Two claims of one study, the relation of the later to the earlier, both figures, and whether it is current."""

    later: Claim
    earlier: Claim
    relation: Relation
    drift: str
    is_current: bool


def find_lineage(corpus: Corpus, lexicon: Lexicon) -> tuple[Lineage, ...]:
    """Return how reports of one study on one question follow one another, and which groups are parts of others.

    A report without a year has no place in the order, nor has one that was taken back; one that tells several groups
    apart by words alone has no one figure: none is placed by guess.
    """
    years = {
        work.key: (work.year, work.month or 0)
        for work in corpus.references
        if work.year and not (work.state and work.state.is_void)
    }
    groups = {(file.reference, group.key): group for file in corpus.findings for group in file.populations}
    lines: dict[tuple[str, Proposition, str | None], dict[str, list[Claim]]] = {}
    for file in corpus.findings:
        for claim in file.claims:
            told = claim.study and claim.evidence.estimate and claim.review is not Review.REJECTED
            if told and file.reference in years:
                lines.setdefault(_question(claim, groups), {}).setdefault(file.reference, []).append(claim)
    found: list[Lineage] = []
    for reports in lines.values():
        figures = [_one_figure(claims, groups) for claims in reports.values()]
        claims = [claim for claim in figures if claim is not None]
        ordered = sorted(claims, key=lambda claim: (years[claim.reference], _size(claim, groups), claim.reference))
        found += _follow(ordered, groups, lexicon)
    found += _subgroups(corpus, groups, lexicon)
    return tuple(found)


def _one_figure(claims: list[Claim], groups: _Groups) -> Claim | None:
    """Return the claim on the largest group of a report, or nothing where it has two that tell different figures."""

    def is_whole(claim: Claim) -> bool:
        group = groups.get((claim.reference, claim.evidence.population or ""))
        return group is None or group.part_of is None

    whole = [claim for claim in claims if is_whole(claim)] or claims
    values = {
        (estimate.value, estimate.percent, estimate.events) for claim in whole if (estimate := claim.evidence.estimate)
    }
    return whole[0] if len(values) == 1 else None


def _question(claim: Claim, groups: _Groups) -> tuple[str, Proposition, str | None]:
    """Return what makes two claims reports on one question: the study, the proposition, the measure.

    Who was studied is told in other words from report to report; what a claim adds to that is part of the question. So
    the first patients of a trial are no other question than all of them, and those with a feature are.
    """
    estimate = claim.evidence.estimate
    group = groups.get((claim.reference, claim.evidence.population or ""))
    while group is not None and group.part_of is not None:
        group = groups.get((claim.reference, group.part_of))
    added = tuple(iri for iri in claim.proposition.population if group is not None and iri not in group.criteria)
    return str(claim.study), replace(claim.proposition, population=added), estimate.measure if estimate else None


def _size(claim: Claim, groups: _Groups) -> int:
    estimate = claim.evidence.estimate
    group = groups.get((claim.reference, claim.evidence.population or ""))
    return (estimate.total if estimate else None) or (group.size if group else None) or 0


def _follow(ordered: list[Claim], groups: _Groups, lexicon: Lexicon) -> Iterator[Lineage]:
    for earlier, later in pairwise(ordered):
        grown = _size(later, groups) > _size(earlier, groups) > 0
        relation = Relation.EXTENDS if grown else Relation.SUPERSEDES
        yield Lineage(later, earlier, relation, _drift(earlier, later, lexicon), later is ordered[-1])


def _subgroups(corpus: Corpus, groups: _Groups, lexicon: Lexicon) -> Iterator[Lineage]:
    """Yield the claims on a part of a group whose whole has a claim on the same question in the same work."""
    for file in corpus.curated:
        results = [claim for claim in file.claims if claim.proposition.kind is Kind.RESULT and claim.evidence.estimate]
        for part in results:
            group = groups.get((file.reference, part.evidence.population or ""))
            if group is None or group.part_of is None:
                continue
            for whole in results:
                if whole.evidence.population == group.part_of and _same_outcome(part, whole):
                    yield Lineage(part, whole, Relation.SUBGROUP, _drift(whole, part, lexicon), is_current=False)


def _same_outcome(part: Claim, whole: Claim) -> bool:
    ours, theirs = replace(part.proposition, population=()), replace(whole.proposition, population=())
    return ours == theirs and part.evidence.arm in (whole.evidence.arm, None)


def _drift(earlier: Claim, later: Claim, lexicon: Lexicon) -> str:
    def text(claim: Claim) -> str:
        estimate = claim.evidence.estimate
        return figure_text(estimate, lambda iri: lexicon.concepts[iri].label) if estimate else ""

    return f"{text(earlier)} → {text(later)}"
