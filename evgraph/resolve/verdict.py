"""A reference and the records that services have of it to a verdict. Nothing is asked and nothing is guessed here.

A record counts when `compare` accepts it. Records that share an identifier, or contradict each other in none, are of
one work; two works that fit alike leave the reference ambiguous. An identifier of the reference that leads to another
work is a mismatch, whatever else was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evgraph.model import Reference
from evgraph.resolve.compare import Comparison, Match, compare
from evgraph.resolve.records import Found
from evgraph.sameness import IDENTIFIERS

#: What people call the identifiers.
NAMES = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID"}
#: How a reason tells of an identifier of the reference that none of the records has.
UNSEEN = "no record gives the"
#: A title longer than this is cut in a reason.
_SHOWN = 80
_AGAINST = (Match.APART, Match.NOTICE, Match.OTHER)


class Verdict(StrEnum):
    """What was established of a reference.

    VERIFIED: one work has its title and enough of the rest. MISMATCH: an identifier of the reference names another
    work. AMBIGUOUS: several works fit. OPEN: nothing was established, for the reason told.
    """

    VERIFIED = "verified"
    MISMATCH = "mismatch"
    AMBIGUOUS = "ambiguous"
    OPEN = "could-not-verify"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with its reason and the fields that agreed and differed, of the record that decided.

    `records`: those of the work, where it is verified. `suggested`: those a person may look at, of which no identifier
    was taken. `identifiers`: what the records of the work agree on, by name. `refuted`: the identifiers of the
    reference that are another work's.
    """

    verdict: Verdict
    reason: str
    agreed: tuple[str, ...] = ()
    differed: tuple[str, ...] = ()
    records: tuple[Found, ...] = ()
    suggested: tuple[Found, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    refuted: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """A record with what came of its comparison."""

    found: Found
    seen: Comparison


def rule(
    reference: Reference, given: Iterable[Found], candidates: Iterable[Found], failed: Sequence[str] = ()
) -> Ruling:
    """Return the verdict. `given` were asked for by identifiers of the reference, `candidates` were searched for.

    `failed` names the services that could not be asked: what they would have said is not known.

    >>> from evgraph.model import Author
    >>> mine = Reference("a", "A trial of two drugs in mice", (Author("Smith"),), year=2020)
    >>> its = Reference("b", "A trial of two drugs in mice", (Author("Smith", "J"),), year=2020, doi="10.1000/1")
    >>> ruling = rule(mine, [], [Found("Sample", "", "", its)])
    >>> str(ruling.verdict), ruling.agreed, ruling.identifiers
    ('verified', ('title', 'first author', 'year'), (('doi', '10.1000/1'),))
    """
    led = [_Case(found, compare(reference, found, given=True)) for found in given]
    searched = [_Case(found, compare(reference, found)) for found in candidates]
    works = _leading(_fitting([*led, *searched]))
    # A service may tell a work in other words; what another service has under the same identifier outweighs it.
    held = [identifiers_of(case.found for case in work) for work in works]
    denied = [
        case
        for case in led
        if case.seen.match in _AGAINST
        and not any(identifiers_of([case.found])[name] & ids[name] for ids in held for name in IDENTIFIERS)
    ]
    if denied:
        return _mismatch(reference, denied, works)
    if len(works) > 1:
        return _ambiguous(works)
    if not works:
        return _open([*led, *searched], failed)
    return _established(reference, works[0])


def identifiers_of(records: Iterable[Found]) -> dict[str, set[str]]:
    """Return what the records of one work say its identifiers are, by name."""
    found: dict[str, set[str]] = {name: set() for name in IDENTIFIERS}
    for record in records:
        named = [(name, getattr(record.reference, name)) for name in IDENTIFIERS]
        for name, value in (*named, *record.related):
            if value and name in found:
                found[name].add(value.upper() if name == "pmcid" else value.lower())
    return found


def described(found: Found) -> str:
    """Return which work a record is of, in words."""
    work = found.reference
    title = work.title or "without a title"
    title = title if len(title) <= _SHOWN else title[:_SHOWN].rstrip() + "..."
    ids = [f"{NAMES[name]} {value}" for name in IDENTIFIERS if (value := getattr(work, name))]
    where = ", ".join(str(part) for part in (work.journal, work.year) if part)
    return f"“{title}” ({'; '.join(part for part in (where, *ids) if part)}; {found.service})"


def _fitting(cases: Sequence[_Case]) -> list[list[_Case]]:
    """Return the works that fit; what one service lists as a letter or a notice fits under no identifier."""
    notices = identifiers_of(case.found for case in cases if case.seen.match is Match.NOTICE)
    return _works(
        [
            case
            for case in cases
            if case.seen.match is Match.ACCEPTED
            and not any(values & notices[name] for name, values in identifiers_of([case.found]).items())
        ]
    )


def _works(cases: Sequence[_Case]) -> list[list[_Case]]:
    """Put the records of one work together."""
    works: list[list[_Case]] = []
    for case in cases:
        alike = [work for work in works if any(_one_work(case.found, other.found) for other in work)]
        joined = [case for work in alike for case in work] + [case]
        works = [work for work in works if work not in alike] + [joined]
    return works


def _one_work(a: Found, b: Found) -> bool:
    """Say whether two records that fit one reference are of one work: an identifier is shared, or none contradicts."""
    mine, its = identifiers_of([a]), identifiers_of([b])
    both = [name for name in IDENTIFIERS if mine[name] and its[name]]
    if any(mine[name] & its[name] for name in both):
        return True
    return not both and compare(a.reference, b).match is Match.ACCEPTED


def _leading(works: list[list[_Case]]) -> list[list[_Case]]:
    """Return the one work that agrees in all that another agrees in and more, and differs in no more; or all."""

    def fields(work: list[_Case]) -> tuple[set[str], set[str]]:
        return {name for case in work for name in case.seen.agreed}, {n for case in work for n in case.seen.differed}

    for work in works:
        agreed, differed = fields(work)
        others = [fields(other) for other in works if other is not work]
        if all(agreed > more and differed <= less for more, less in others):
            return [work]
    return works


def _mismatch(reference: Reference, denied: Sequence[_Case], works: list[list[_Case]]) -> Ruling:
    case = denied[0]
    shared = [f"{NAMES[name]} {value}" for name, value in _shared(reference, [case.found])]
    named = " and ".join(shared) or "the identifier"
    reason = (
        f"{named} {'name' if len(shared) > 1 else 'names'} another work, {described(case.found)}: {case.seen.reason}"
    )
    others = tuple(case.found for case in works[0]) if len(works) == 1 else ()
    refuted = _shared(reference, [one.found for one in denied])
    return Ruling(Verdict.MISMATCH, reason, case.seen.agreed, case.seen.differed, suggested=others, refuted=refuted)


def _shared(reference: Reference, records: Iterable[Found]) -> tuple[tuple[str, str], ...]:
    """Return the identifiers of a reference that records have too."""
    ids = identifiers_of(records)
    held = ((name, getattr(reference, name)) for name in IDENTIFIERS)
    return tuple((name, value) for name, value in held if value and _normal(name, value) in ids[name])


def _ambiguous(works: list[list[_Case]]) -> Ruling:
    told = " and ".join(described(work[0].found) for work in works[:3])
    seen = works[0][0].seen
    reason = f"{len(works)} works fit: {told}"
    return Ruling(
        Verdict.AMBIGUOUS, reason, seen.agreed, seen.differed, suggested=tuple(work[0].found for work in works)
    )


def _open(cases: Sequence[_Case], failed: Sequence[str]) -> Ruling:
    """Say why nothing was established, with the record that came nearest."""
    unasked = f"; {', '.join(failed)} could not be asked" if failed else ""
    near = sorted(
        (case for case in cases if "title" in case.seen.agreed),
        key=lambda case: (-len(case.seen.agreed), len(case.seen.differed)),
    )
    if not near:
        thin = next((case for case in cases if case.seen.match is Match.THIN), None)
        return Ruling(Verdict.OPEN, (thin.seen.reason if thin else "no record has this title") + unasked)
    case = near[0]
    reason = f"the nearest is {described(case.found)}, but {case.seen.reason}{unasked}"
    return Ruling(Verdict.OPEN, reason, case.seen.agreed, case.seen.differed, suggested=(case.found,))


def _established(reference: Reference, work: list[_Case]) -> Ruling:
    """Take the one work that fits, unless an identifier of the reference is not among its own."""
    records = tuple(case.found for case in work)
    ids = identifiers_of(records)
    best = max(work, key=lambda case: (len(case.seen.agreed), -len(case.seen.differed)))
    agreed, differed = best.seen.agreed, best.seen.differed
    refuted = tuple(
        (name, value)
        for name in IDENTIFIERS
        if (value := getattr(reference, name)) and ids[name] and _normal(name, value) not in ids[name]
    )
    if refuted:
        named = " and ".join(f"the {NAMES[name]} {value}" for name, value in refuted)
        reason = f"{named} is not that of the work found, {described(best.found)}"
        differed = (*differed, *(name for name, _ in refuted))
        return Ruling(Verdict.MISMATCH, reason, agreed, differed, suggested=records, refuted=refuted)
    doubled = [f"the records give {len(values)} {NAMES[name]}s" for name, values in ids.items() if len(values) > 1]
    unseen = [
        f"{UNSEEN} {NAMES[name]} {value}"
        for name in IDENTIFIERS
        if (value := getattr(reference, name)) and not ids[name]
    ]
    single = tuple((name, next(iter(values))) for name, values in ids.items() if len(values) == 1)
    reason = "; ".join([best.seen.reason, *doubled, *unseen])
    return Ruling(Verdict.VERIFIED, reason, agreed, differed, records, identifiers=single)


def _normal(name: str, value: str) -> str:
    return value.upper() if name == "pmcid" else value.lower()
