"""How surely two studies share patients, from what is known of them; every answer carries its reasons.

Certain: one registered study, or reports of one. Possible: one protocol number, registry entry with several parts,
group, centre or regimen, and nothing that rules it out. None: entered in other years, other ages, or registered apart
with nothing in common. No mark at all is no proof: then nothing is known, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evgraph.lexicon import Lexicon
from evgraph.model import Arm, Claim, Corpus, Population, Study
from evgraph.pooling.choose import Degree, Groups, Sharing, same_patients

_AGES = re.compile(r"(\d{1,3})(?: years?)? (?:to|-) (\d{1,3})")


@dataclass(frozen=True, slots=True)
class StudyOverlap:
    """Two studies, how surely they share patients, and why."""

    first: str
    second: str
    degree: Degree
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Studies:
    """Every study of a corpus with the groups and arms that belong to it."""

    studies: Mapping[str, Study]
    populations: Mapping[str, tuple[Population, ...]]
    arms: Mapping[str, tuple[Arm, ...]]
    lexicon: Lexicon

    @classmethod
    def of(cls, corpus: Corpus, lexicon: Lexicon) -> Studies:
        """Gather the studies that evidence files describe."""
        studies = {study.key: study for file in corpus.curated for study in file.studies}
        populations: dict[str, tuple[Population, ...]] = {}
        arms: dict[str, tuple[Arm, ...]] = {}
        for file in corpus.curated:
            for group in file.populations:
                populations[group.study or ""] = (*populations.get(group.study or "", ()), group)
            for arm in file.arms:
                arms[arm.study or ""] = (*arms.get(arm.study or "", ()), arm)
        return cls(studies, populations, arms, lexicon)


def overlap_of_studies(first: str, second: str, known: Studies) -> StudyOverlap:
    """Judge two studies by their keys."""
    one, other = known.studies[first], known.studies[second]
    apart = tuple(_apart(one, other, known))
    shared = tuple(_shared(one, other, known))
    if first == second:
        return StudyOverlap(first, second, Degree.CERTAIN, (f"both report on {first}",))
    if set(one.registry) & set(other.registry) and one.phase == other.phase:
        return StudyOverlap(first, second, Degree.CERTAIN, shared)
    if apart:
        return StudyOverlap(first, second, Degree.NONE, (*apart, *shared))
    if shared:
        return StudyOverlap(first, second, Degree.POSSIBLE, shared)
    if one.registry and other.registry:
        names = f"{', '.join(one.registry)} and {', '.join(other.registry)}"
        return StudyOverlap(
            first, second, Degree.NONE, (f"registered apart: {names}; no group, centre or regimen in common",)
        )
    return StudyOverlap(first, second, Degree.UNKNOWN, ("nothing is known that ties them or rules it out",))


def _shared(one: Study, other: Study, known: Studies) -> Iterable[str]:
    """Yield what two studies have in common."""
    pairs = (
        ("one registry entry", one.registry, other.registry),
        ("one protocol number", one.protocols, other.protocols),
        ("one study group", one.groups, other.groups),
        ("one centre", one.centres, other.centres),
    )
    for name, ours, theirs in pairs:
        if same := sorted(set(ours) & set(theirs)):
            part = ", in different phases" if name == "one registry entry" and one.phase != other.phase else ""
            yield f"{name}: {', '.join(same)}{part}"
    if one.regimen_of == other.key or other.regimen_of == one.key:
        yield "one gave the regimen of the other"
    elif one.regimen_of is not None and one.regimen_of == other.regimen_of:
        yield "both gave one regimen"


def _apart(one: Study, other: Study, known: Studies) -> Iterable[str]:
    """Yield what rules shared patients out: other years of entry, other ages."""
    if one.accrual and other.accrual:
        (begin, end), (start, stop) = (study.split("/") for study in (one.accrual, other.accrual))
        if end < start[: len(end)] or stop < begin[: len(stop)]:
            yield f"patients entered in other years: {one.accrual} and {other.accrual}"
    ours, theirs = (_ages(known.populations.get(study.key, ())) for study in (one, other))
    if ours and theirs and (ours[1] < theirs[0] or theirs[1] < ours[0]):
        yield f"other ages: {ours[0]} to {ours[1]} and {theirs[0]} to {theirs[1]} years"


def _ages(groups: Iterable[Population]) -> tuple[int, int] | None:
    """Return the least and the greatest age of the whole groups of a study, where all of them tell it."""
    found = [_AGES.search(group.age or "") for group in groups if group.part_of is None]
    spans = [(int(match[1]), int(match[2])) for match in found if match]
    return (min(low for low, _ in spans), max(high for _, high in spans)) if spans and all(found) else None


def overlap_of_claims(corpus: Corpus, lexicon: Lexicon) -> _Judge:
    """Return a judge of two claims: within one work by their groups, across works by their studies."""
    return _Judge(Studies.of(corpus, lexicon), Groups.of(corpus.findings))


@dataclass(frozen=True, slots=True)
class _Judge:
    known: Studies
    groups: Groups

    def __call__(self, first: Claim, second: Claim) -> Sharing:
        """Judge one pair; fits `pooling.Overlap`."""
        studies = (first.study, second.study)
        if first.reference == second.reference:
            return same_patients(self.groups)(first, second)
        if None in studies or not set(studies) <= set(self.known.studies):
            if both := sorted(self._reported(first) & self._reported(second)):
                return Sharing(Degree.POSSIBLE, f"both works report on {', '.join(both)}")
            return same_patients(self.groups)(first, second)
        found = overlap_of_studies(str(first.study), str(second.study), self.known)
        return Sharing(found.degree, "; ".join(found.reasons))

    def _reported(self, claim: Claim) -> set[str]:
        """Return the study of a claim; where it names none, all those that its work reports on."""
        if claim.study is not None:
            return {claim.study}
        return {study.key for study in self.known.studies.values() if claim.reference in study.reports}
