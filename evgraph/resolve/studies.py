"""Ids of trials, found in records and abstracts, to the Study behind each, with the references that report it.

One study may have several reports, and one report several studies. Two ids are of one study only where a registration
says so. What a registration names as background it does not report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from evgraph.errors import IdentifierError
from evgraph.identifiers import parse_registry
from evgraph.model import Reference, Registration
from evgraph.resolve.records import Found, RegistryStudy

_IN_TEXT = re.compile(r"(?<![A-Za-z0-9])(?:NCT ?[0-9]{8}|20[0-9]{2}-[0-9]{6}-[0-9]{2})(?![0-9])", re.IGNORECASE)
#: An acronym that a text gives the study of an id: "the TOWER trial (NCT02013167)", as NEJM has it "TOWER
#: ClinicalTrials.gov number, NCT02013167". Capitals before a semicolon may be whoever paid.
_NAMED = re.compile(
    r"(?<![\w-])(?P<acronym>[A-Z][\w-]{0,20}[A-Z0-9][\w-]{0,10})\s+"
    r"(?:(?:trial|study)\b[\s,;:(\[]{1,3}(?:ClinicalTrials\.gov\s)?|ClinicalTrials\.gov\s)"
    r"(?:(?:number|identifier|ID|no\.)[\s,:]{1,3})?(?P<id>NCT ?[0-9]{8})(?![0-9])"
)
#: Data banks that are registers of trials; the others hold sequences and structures.
REGISTERS = frozenset({
    "ANZCTR", "ChiCTR", "ClinicalTrials.gov", "CRiS", "CTRI", "DRKS", "EudraCT", "IRCT", "ISRCTN", "JapicCTI", "JMACCT",
    "jRCT", "NTR", "PACTR", "ReBec", "REPEC", "RPCEC", "SLCTR", "TCTR", "UMIN CTR", "UMIN-CTR",
})  # fmt: skip
_REPORTS = frozenset({"RESULT", "DERIVED"})


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An id of a trial and where it was found: in the "record" of a reference, or in its "abstract".

    `acronym`: what the abstract calls the study.
    """

    registry: str
    where: str
    acronym: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A study: its ids, the keys of the references that report it, its acronym and its registration.

    Without a registration (it was not asked for, or is in another register) only ids and reports are known.
    """

    registry: tuple[str, ...]
    reports: tuple[str, ...]
    acronym: str = ""
    registration: Registration | None = None


def find_registry(text: str) -> tuple[str, ...]:
    """Return the trial ids that stand in a text, each once.

    >>> find_registry("Registered as NCT02013167 (EudraCT 2013-000536-10); nct02013167.")
    ('NCT02013167', '2013-000536-10')
    """
    return tuple(dict.fromkeys(parse_registry(match[0].replace(" ", "")) for match in _IN_TEXT.finditer(text)))


def _in_abstract(text: str, found: dict[str, Mentioned]) -> None:
    """Add the ids of an abstract; one that a record lists stays the record's, with the acronym of the abstract."""
    names = {parse_registry(match["id"].replace(" ", "")): match["acronym"] for match in _NAMED.finditer(text)}
    for value in find_registry(text):
        known = found.get(value, Mentioned(value, "abstract"))
        found[value] = replace(known, acronym=known.acronym or names.get(value, ""))


def own_mentions(work: Reference) -> tuple[Mentioned, ...]:
    """Return the trial ids of a reference as it was read, such as a download with abstract and data banks.

    >>> banks, words = ("nbib:SI", "ClinicalTrials.gov/NCT00000001"), ("abstract", "The TOWER trial (NCT02013167).")
    >>> [(one.registry, one.where, one.acronym) for one in own_mentions(Reference("a", extra=(words, banks)))]
    [('NCT00000001', 'record', ''), ('NCT02013167', 'abstract', 'TOWER')]
    """
    found: dict[str, Mentioned] = {}
    for name, text in work.extra:
        for value in _in_bank(text) if name == "nbib:SI" else ():
            found[value] = Mentioned(value, "record")
    for name, text in work.extra:
        if name == "abstract":
            _in_abstract(text, found)
    return tuple(sorted(found.values(), key=lambda one: one.registry))


def _in_bank(text: str) -> tuple[str, ...]:
    """Return the ids of a data bank as MEDLINE lists them, if it is a register of trials: "ISRCTN/ISRCTN00000001"."""
    bank, _, ids = text.partition("/")
    if bank not in REGISTERS:
        return ()
    # The ids of some registers hold slashes themselves: "CTRI/2010/091/000123".
    values = re.split(rf"/(?={re.escape(bank)}/)", ids) if ids.startswith(f"{bank}/") else ids.split("/")
    return tuple(_normal(value) for value in values if value.strip())


def mentions(records: Iterable[Found], work: Reference | None = None) -> tuple[Mentioned, ...]:
    """Return the trial ids of the records of one work; one that its record lists is not told of its abstract again.

    `work` is the reference itself, which may come with an abstract of its own.
    """
    found = {one.registry: one for one in (own_mentions(work) if work else ())}
    for record in records:
        for value in record.registry:
            known = found.get(_normal(value), Mentioned(_normal(value), "record"))
            found[_normal(value)] = replace(known, where="record")
        if record.abstract:
            _in_abstract(record.abstract.text, found)
    return tuple(sorted(found.values(), key=lambda one: one.registry))


def group_reports(
    mentioned: Mapping[str, Iterable[Mentioned]], pmids: Mapping[str, str], registered: Mapping[str, RegistryStudy]
) -> tuple[Trial, ...]:
    """Group the references by study. `pmids`: key to PMID; `registered`: id as asked to its registration.

    >>> trials = group_reports({"a": [Mentioned("NCT00000001", "record")]}, {"b": "7"}, {})
    >>> [(trial.registry, trial.reports) for trial in trials]
    [(('NCT00000001',), ('a',))]
    """
    groups: list[tuple[set[str], set[str]]] = []
    for key, ids in mentioned.items():
        for one in ids:
            _join(groups, {one.registry}, {key})
    by_pmid: dict[str, set[str]] = {}
    for key, pmid in pmids.items():
        by_pmid.setdefault(pmid, set()).add(key)
    for asked, study in registered.items():
        named = {asked, study.nct, *study.aliases, *(_normal(value) for value in study.other_ids if _is_id(value))}
        told = (by_pmid.get(report.pmid or "", set()) for report in study.reports if report.relation in _REPORTS)
        _join(groups, named, set().union(*told))
    names = {one.registry: one.acronym for ids in mentioned.values() for one in ids if one.acronym}
    trials = [_trial(ids, keys, registered, names) for ids, keys in groups if keys]
    return tuple(sorted(trials, key=lambda trial: trial.registry))


def add_reports(trials: Iterable[Trial], mentioned: Mapping[str, Iterable[Mentioned]]) -> tuple[Trial, ...]:
    """Return the trials with the reports that name their ids, and those that nobody told of yet.

    >>> known, told = Trial(("NCT00000001",), ("a",)), Mentioned("NCT00000001", "abstract")
    >>> [trial.reports for trial in add_reports([known], {"b": [told]})]
    [('a', 'b')]
    """
    told = {trial.registry: trial for trial in trials}
    ids = {one: registry for registry in told for one in registry}
    for key, names in mentioned.items():
        for one in names:
            registry = ids.setdefault(one.registry, (one.registry,))
            trial = told.get(registry, Trial(registry, ()))
            reports = tuple(sorted({*trial.reports, key}))
            told[registry] = replace(trial, reports=reports, acronym=trial.acronym or one.acronym)
    return tuple(sorted(told.values(), key=lambda trial: trial.registry))


def _join(groups: list[tuple[set[str], set[str]]], ids: set[str], keys: set[str]) -> None:
    """Add ids and reports to the group that has one of the ids; groups that turn out to be one are joined."""
    alike = [group for group in groups if group[0] & ids]
    groups[:] = [group for group in groups if group not in alike]
    groups.append((ids.union(*(group[0] for group in alike)), keys.union(*(group[1] for group in alike))))


def _trial(ids: set[str], keys: set[str], registered: Mapping[str, RegistryStudy], names: Mapping[str, str]) -> Trial:
    study = next((registered[name] for name in sorted(ids) if name in registered), None)
    first = [study.nct] if study else []
    order = tuple(dict.fromkeys([*first, *sorted(ids, key=lambda name: (not name.startswith("NCT"), name))]))
    told = next((names[name] for name in order if name in names), "")
    registered_as = study.acronym if study else ""
    return Trial(order, tuple(sorted(keys)), registered_as or told, study.registration if study else None)


def _normal(value: str) -> str:
    try:
        return parse_registry(value)
    except IdentifierError:
        return " ".join(value.split())


def _is_id(value: str) -> bool:
    try:
        return bool(parse_registry(value))
    except IdentifierError:
        return False
