"""The references of a folder to what services establish of them: by identifier, by search, completed from each other.

PubMed and Crossref are asked of every reference, Europe PMC and OpenAlex of those that are still open. A failure of a
service is a Problem and never a verdict: what was established before is kept until a service says otherwise.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from evgraph.errors import Problem
from evgraph.model import Reference
from evgraph.resolve import RESOLVERS
from evgraph.resolve.http import Door
from evgraph.resolve.merge import Merged, merge_records
from evgraph.resolve.records import Asked, Found, RegistryStudy
from evgraph.resolve.saved import Entry, Resolved, Suggestion, entry_of, mark_of
from evgraph.resolve.standing import stand
from evgraph.resolve.studies import group_reports, mentions
from evgraph.resolve.texts import Text, keep_text
from evgraph.resolve.verdict import Ruling, Verdict, described, identifiers_of, rule
from evgraph.sameness import IDENTIFIERS

#: Asked of every reference, and only of those that are still open.
_FIRST, _LAST = ("ncbi", "crossref"), ("europepmc", "openalex")
_TRIALS = "clinicaltrials"
#: A service that knows no identifiers of the others is completed at most so often.
_ROUNDS = 2
#: Called with what begins, and how many references it is about.
Tell = Callable[[str, int], None]


def resolve_references(
    references: Sequence[Reference],
    door: Door,
    home: Path,
    *,
    before: Resolved | None = None,
    tell: Tell = lambda step, count: None,
) -> tuple[Resolved, tuple[Problem, ...]]:
    """Return what the services establish of the references, and what failed. Texts go into the cache at `home`.

    `before`: what was established earlier; an entry of it stays where services failed that it may rest on.
    """
    asking = _Asking({work.key: work for work in references}, door, tell)
    asking.by_identifier(references)
    asking.search(_FIRST, asking.of(Verdict.OPEN, Verdict.MISMATCH))
    asking.search(_LAST, asking.of(Verdict.OPEN))
    for _ in range(_ROUNDS):
        asking.complete()
    asking.abstracts()
    registered = asking.trials()
    earlier = before or Resolved()
    known = dict(earlier.entries)
    entries = tuple((key, asking.entry(key, home, known)) for key in sorted(asking.works))
    mentioned = {key: entry.registry for key, entry in entries}
    pmids = {key: pmid for key, entry in entries if (pmid := dict(entry.identifiers).get("pmid"))}
    studies = group_reports(mentioned, pmids, registered)
    # A registration that could not be asked for keeps what it said before.
    told = {trial.registry[0]: trial for trial in earlier.studies if trial.registration}
    studies = tuple(
        replace(told[trial.registry[0]], reports=trial.reports)
        if trial.registration is None and trial.registry[0] in told else trial
        for trial in studies
    )  # fmt: skip
    return Resolved(entries, studies), tuple(dict.fromkeys(asking.problems))


def services() -> tuple[str, ...]:
    """Return the services that are asked: one that wants a key only where there is one."""
    return tuple(name for name, one in RESOLVERS.items() if name != "openalex" or os.environ.get(one.service.key))


@dataclass(slots=True)
class _Asking:
    """What was asked and answered so far, by key of the reference."""

    works: Mapping[str, Reference]
    door: Door
    tell: Tell
    given: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    candidates: dict[str, list[Found]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Problem] = field(default_factory=list)
    _asked: set[tuple[str, str]] = field(default_factory=set)
    _rulings: dict[str, tuple[tuple[int, int, int], Ruling]] = field(default_factory=dict)

    def ruling(self, key: str) -> Ruling:
        """Return the verdict as it stands; it is made anew only where something came in."""
        held = (len(self.given[key]), len(self.candidates[key]), len(self.failed[key]))
        if self._rulings.get(key, (None,))[0] != held:
            failed = [one.title for name, one in RESOLVERS.items() if name in self.failed[key]]
            self._rulings[key] = held, rule(self.works[key], self.given[key], self.candidates[key], failed)
        return self._rulings[key][1]

    def of(self, *verdicts: Verdict) -> list[Reference]:
        """Return the references with such a verdict."""
        return [work for key, work in self.works.items() if self.ruling(key).verdict in verdicts]

    def by_identifier(self, references: Sequence[Reference]) -> None:
        """Ask for the records that the references' own identifiers name."""
        for name in _FIRST:
            wanted = {work.key: value for work in references if (value := getattr(work, RESOLVERS[name].identifier))}
            self._fetch(name, wanted, self.given)

    def search(self, names: Iterable[str], references: Sequence[Reference]) -> None:
        """Look for candidates."""
        for name in names:
            resolver = RESOLVERS[name]
            wanted = [work for work in references if (name, work.key) not in self._asked]
            if not wanted or resolver.find_candidates is None or name not in services():
                continue
            self.tell(f"searching {resolver.title}", len(wanted))
            self._asked |= {(name, work.key) for work in wanted}
            asked = resolver.find_candidates(wanted, self.door)
            self._note(name, asked.problems, {work.key: work.key for work in wanted})
            for key, found in asked.found.items():
                self.candidates[key] += [one for one in found if one not in self.candidates[key]]

    def complete(self) -> None:
        """Ask each service for the works that others established, by the identifiers they gave."""
        for name in _FIRST:
            scheme = RESOLVERS[name].identifier
            fetched: dict[str, str] = {}
            unknown: list[Reference] = []
            for key, work in self.works.items():
                ruling = self.ruling(key)
                if ruling.verdict is not Verdict.VERIFIED or any(one.service == name for one in ruling.records):
                    continue
                ids = dict(ruling.identifiers)
                if scheme in ids:
                    fetched[key] = ids[scheme]
                else:
                    unknown.append(replace(work, doi=ids.get("doi"), pmid=ids.get("pmid"), pmcid=ids.get("pmcid")))
            self._fetch(name, fetched, self.candidates)
            self.search([name], unknown)

    def abstracts(self) -> None:
        """Ask Europe PMC for the abstracts that are missing."""
        wanted = {}
        for key in self.works:
            ruling = self.ruling(key)
            ids = dict(ruling.identifiers)
            if "pmid" in ids and not any(one.abstract for one in ruling.records):
                wanted[key] = ids["pmid"]
        self._fetch("europepmc", wanted, self.candidates)

    def trials(self) -> dict[str, RegistryStudy]:
        """Ask for the registrations of the trials that the records name."""
        resolver, concerned = RESOLVERS[_TRIALS], defaultdict[str, list[str]](list)
        for key, work in self.works.items():
            for one in mentions(self.ruling(key).records, work):
                if one.registry.startswith("NCT"):
                    concerned[one.registry].append(key)
        if not concerned:
            return {}
        self.tell(f"asking {resolver.title}", len(concerned))
        asked = cast(Asked[RegistryStudy], resolver.fetch_by_id(tuple(concerned), self.door))
        self.problems += asked.problems
        return dict(asked.found)

    def entry(self, key: str, home: Path, before: Mapping[str, Entry]) -> Entry:
        """Return what was established of a reference; the earlier entry where services failed that it may rest on."""
        work, ruling = self.works[key], self.ruling(key)
        order = list(RESOLVERS)
        records = sorted(ruling.records, key=lambda one: order.index(one.service))
        names = tuple(dict.fromkeys(one.service for one in records))
        earlier = entry_of(work, before)
        if earlier and self.failed[key] and _outlasts(earlier, ruling.verdict, names, self.failed[key]):
            return earlier
        merged = merge_records(work, records, ruling.identifiers) if records else Merged()
        return Entry(
            mark_of(work), ruling.verdict, ruling.reason, ruling.agreed, ruling.differed, names, ruling.identifiers,
            merged.filled, merged.differences, self._suggestions(key, ruling),
            stand(records), mentions(records, work), _text(records, home), ruling.refuted,
        )  # fmt: skip

    def _suggestions(self, key: str, ruling: Ruling) -> tuple[Suggestion, ...]:
        """Return the records that are suggested; what any record of the same work says of its state counts for each."""
        told, made = [*self.given[key], *self.candidates[key]], []
        for found in ruling.suggested:
            ids = identifiers_of([found])
            its = [one for one in told if any(ids[name] & held for name, held in identifiers_of([one]).items())]
            standing, named = stand([found, *its]), [getattr(found.reference, name) for name in IDENTIFIERS]
            doubt = (standing.state, standing.witness) if standing.state.is_doubted else (None, "")
            made.append(Suggestion(described(found), *named, *doubt))
        return tuple(dict.fromkeys(made))

    def _fetch(self, name: str, wanted: Mapping[str, str], into: dict[str, list[Found]]) -> None:
        """Ask for records by identifier, `wanted` by key."""
        wanted = {key: value for key, value in wanted.items() if (name, f"{key} {value}") not in self._asked}
        if not wanted:
            return
        self.tell(f"asking {RESOLVERS[name].title}", len(wanted))
        self._asked |= {(name, f"{key} {value}") for key, value in wanted.items()}
        asked = cast(Asked[Found], RESOLVERS[name].fetch_by_id(tuple(dict.fromkeys(wanted.values())), self.door))
        self._note(name, asked.problems, wanted)
        for key, value in wanted.items():
            if value in asked.found:
                # An identifier of old leads to the record under the present one.
                scheme, found = RESOLVERS[name].identifier, asked.found[value]
                now = getattr(found.reference, scheme)
                into[key].append(found if now == value else replace(found, related=(*found.related, (scheme, value))))

    def _note(self, name: str, problems: Iterable[Problem], wanted: Mapping[str, str]) -> None:
        """Keep what failed, and which references it concerns."""
        keys = defaultdict[str, list[str]](list)
        for key, value in wanted.items():
            keys[value].append(key)
        for problem in problems:
            self.problems.append(problem)
            for key in keys.get(problem.key, ()):
                self.failed[key].add(name)


def _outlasts(earlier: Entry, now: Verdict, names: Iterable[str], failed: set[str]) -> bool:
    """Say whether what was established earlier stays where services failed: what they would have said is not known.

    A mismatch and an ambiguity name no services; the one that could not be asked may have told the other work.
    """
    if earlier.verdict is Verdict.OPEN:
        return False
    if earlier.verdict is not Verdict.VERIFIED or now is Verdict.OPEN:
        return True
    return bool(failed & set(earlier.services)) and not set(names) >= set(earlier.services)


def _text(records: Sequence[Found], home: Path) -> Text | None:
    return next((text for found in records if (text := keep_text(found, home))), None)
