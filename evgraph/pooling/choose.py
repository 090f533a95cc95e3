"""Claims to those that can be pooled, and those that cannot with the reason: counts, duplicates, parts of others.

Whether two claims share patients, and whether their endpoints can be compared, is asked of two functions (`Overlap`,
`Comparable`); those here know only what stands in the records: the study, the groups, the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from evgraph.checks import Result, overall
from evgraph.checks.corpus import Checked
from evgraph.checks.measures import is_ratio, level_of
from evgraph.model import Claim, Direction, Findings, Population, Review, Standing


class Degree(StrEnum):
    """How surely two claims are about the same patients."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is known of the patients two claims share, and from what."""

    degree: Degree
    why: str = ""


class Overlap(Protocol):
    """Say how surely two claims share patients."""

    def __call__(self, first: Claim, second: Claim) -> Sharing:
        """Judge one pair."""


class Comparable(Protocol):
    """Say why the endpoints of two claims cannot be compared; `None` where they can."""

    def __call__(self, first: Claim, second: Claim) -> str | None:
        """Judge one pair."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one claim brings: n among N, or a ratio with its limits and their level."""

    claim: Claim
    count: tuple[int, int] | None = None
    ratio: tuple[float, float, float, float] | None = None
    note: str = ""

    @property
    def name(self) -> str:
        """The claim's name in the whole folder."""
        return f"{self.claim.reference}/{self.claim.key}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim that is not pooled, and why."""

    claim: Claim
    why: str


def choose(
    checked: Iterable[Checked], groups: Groups, *, ratios: bool
) -> tuple[tuple[Entry, ...], tuple[LeftOut, ...]]:
    """Return the claims that can be pooled, as n among N or as ratios, and the others."""
    entries: list[Entry] = []
    out: list[LeftOut] = []
    for item in checked:
        if item.claim is not None:
            found = _doubt(item) or (_ratio(item.claim) if ratios else _count(item))
            if isinstance(found, Entry):
                entries.append(found)
            else:
                out.append(LeftOut(item.claim, found))
    kept: list[Entry] = []
    for entry in entries:
        others = [other for other in entries if other is not entry]
        why = _repeats(entry, kept) or _is_part(entry, others, groups)
        if why:
            out.append(LeftOut(entry.claim, why))
        else:
            kept.append(entry)
    return tuple(kept), tuple(out)


@dataclass(frozen=True, slots=True)
class Groups:
    """The populations of every work, to tell a part from the whole."""

    populations: Mapping[tuple[str, str], Population]
    arms: Mapping[tuple[str, str], str | None]

    @classmethod
    def of(cls, findings: Iterable[Findings]) -> Groups:
        """Index the groups of all works."""
        works = tuple(findings)
        populations = {(work.reference, item.key): item for work in works for item in work.populations}
        return cls(populations, {(work.reference, arm.key): arm.population for work in works for arm in work.arms})

    def group(self, claim: Claim) -> str | None:
        """Return the key of the population a claim is of."""
        return claim.evidence.population or self.arms.get((claim.reference, claim.evidence.arm or ""))

    def wholes(self, claim: Claim) -> tuple[str, ...]:
        """Return the keys of the populations that the claim's own is a part of, nearest first."""
        found: list[str] = []
        item = self.populations.get((claim.reference, self.group(claim) or ""))
        while item is not None and item.part_of is not None and item.part_of not in found:
            found.append(item.part_of)
            item = self.populations.get((claim.reference, item.part_of))
        return tuple(found)


def same_patients(groups: Groups) -> Overlap:
    """Return an `Overlap` that knows what stands in the records: the study behind two claims, and their groups."""

    def judge(first: Claim, second: Claim) -> Sharing:
        if first.reference == second.reference:
            return _within_one_work(first, second, groups)
        if first.study is not None and first.study == second.study:
            return Sharing(Degree.CERTAIN, f"both report on {first.study}")
        return Sharing(Degree.UNKNOWN)

    return judge


def same_endpoint(first: Claim, second: Claim) -> str | None:
    """Say why two claims are not on the same endpoint: another outcome, time, grade or measure."""
    one, other = first.proposition, second.proposition
    pairs = (
        ("outcome", one.outcomes, other.outcomes),
        ("time", one.time_point, other.time_point),
        ("grade", one.grade, other.grade),
        ("measure", _measure(first), _measure(second)),
    )
    return next((f"another {name}" for name, left, right in pairs if left != right), None)


def _within_one_work(first: Claim, second: Claim, groups: Groups) -> Sharing:
    arms = first.evidence.arm, second.evidence.arm
    if None not in arms and arms[0] != arms[1]:
        return Sharing(Degree.NONE, "different arms of one work")
    one, other = groups.group(first), groups.group(second)
    if one == other or one in groups.wholes(second) or other in groups.wholes(first):
        return Sharing(Degree.CERTAIN, "the same group of one work, or a part of it")
    return Sharing(Degree.POSSIBLE, "two groups of one work")


def _doubt(item: Checked) -> str:
    claim = item.claim
    if claim is None or claim.evidence.estimate is None:
        return "no figure"
    if claim.review is Review.MINED:
        return "mined, and looked at by nobody"
    if (
        claim.review is Review.REJECTED
        or claim.direction is not Direction.SUPPORTS
        or Standing.NEGATED in claim.standing
    ):
        return "rejected, disputed or negated"
    if Standing.BACKGROUND in claim.standing:
        return "told of other works"
    if claim.evidence.estimate.qualifier is not None:
        return f'told as "{claim.evidence.estimate.qualifier}"'
    if overall(item.verdicts) is Result.INCONSISTENT:
        why = next(verdict.why for verdict in item.verdicts if verdict.result is Result.INCONSISTENT)
        return f"does not close: {why}"
    return ""


def _count(item: Checked) -> Entry | str:
    """Return n among N as printed, or the one n that the percentage of the printed N can stand for."""
    claim = item.claim
    estimate = claim.evidence.estimate if claim is not None else None
    if claim is None or estimate is None or not estimate.total:
        return "N is not told"
    if estimate.events is not None:
        return Entry(claim, (estimate.events, estimate.total))
    counts = {verdict.counts for verdict in item.verdicts if verdict.counts and verdict.result is Result.CONSISTENT}
    if len(counts) == 1 and len(only := counts.pop()) == 1 and estimate.percent is not None:
        return Entry(claim, (only[0], estimate.total), note=f"n recomputed from {estimate.percent.text} %")
    return "n is not told"


def _ratio(claim: Claim) -> Entry | str:
    estimate = claim.evidence.estimate
    if estimate is None or not is_ratio(estimate.measure) or estimate.value is None:
        return "no ratio"
    if estimate.interval is None:
        return "no interval"
    figures = (estimate.value, estimate.interval.lower, estimate.interval.upper)
    values = [float(figure.value) for figure in figures if figure.value is not None and figure.value > 0]
    if len(values) < len(figures) or values[1] >= values[2]:
        return "the interval cannot be used"
    level, named = level_of(estimate.interval)
    return Entry(claim, ratio=(values[0], values[1], values[2], level), note=f"{named} interval")


def _repeats(entry: Entry, kept: Iterable[Entry]) -> str:
    """Name a claim of the same work with the same figures for the same group."""
    claim = entry.claim
    for other in kept:
        same = (
            other.claim.reference,
            other.claim.evidence.arm,
            other.claim.evidence.population,
            other.count,
            other.ratio,
        )
        if same == (claim.reference, claim.evidence.arm, claim.evidence.population, entry.count, entry.ratio):
            return f"says the same as {other.name}"
    return ""


def _is_part(entry: Entry, others: Iterable[Entry], groups: Groups) -> str:
    """Name a claim of the same work and arm on a group that holds this one's."""
    claim, wholes = entry.claim, groups.wholes(entry.claim)
    for other in others:
        whole = other.claim
        alike = (whole.reference, whole.evidence.arm) == (claim.reference, claim.evidence.arm)
        if alike and same_endpoint(whole, claim) is None and groups.group(whole) in wholes:
            return f"a part of {other.name}"
    return ""


def _measure(claim: Claim) -> str | None:
    return claim.evidence.estimate.measure if claim.evidence.estimate is not None else None
