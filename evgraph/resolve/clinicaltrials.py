"""ClinicalTrials.gov's API, version 2: the registration of a trial by its id, with posted results.

Described at https://clinicaltrials.gov/data-api/api. `filter.ids` searches ids and the ids a trial had before; a
single study under an id of old redirects to the present one. No limit is published; one request a second is asked, as
the site's robots.txt wishes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from evgraph.errors import IdentifierError, Problem, ResolveError
from evgraph.identifiers import parse_pmid
from evgraph.resolve.http import Door, Service
from evgraph.resolve.items import batches, failed, load, part, parts, text
from evgraph.resolve.judging import Fault
from evgraph.resolve.records import (
    Answer,
    Asked,
    RegistryAnalysis,
    RegistryArm,
    RegistryOutcome,
    RegistryReport,
    RegistryResult,
    RegistryStudy,
    RegistryValue,
)

_BATCH = 50
_MOST_PAGES = 20
_RANKS = ("primary", "secondary", "other")
_DESIGN = ("allocation", "interventionModel", "observationalModel", "timePerspective", "primaryPurpose")


def _find_fault(body: bytes) -> Fault | None:
    told = json.loads(body)
    known = isinstance(told, dict) and ("studies" in told or "protocolSection" in told)
    return None if known else Fault("the answer holds no study", passing=False)


SERVICE = Service(
    name="clinicaltrials",
    base="https://clinicaltrials.gov/api/v2",
    rates={"": (1, 1)},
    unknown=frozenset({404}),
    fault=_find_fault,
)


def fetch_by_id(ids: Sequence[str], door: Door) -> Asked[RegistryStudy]:
    """Bring the registrations of NCT ids, also of ids of old; an id that the registry does not know is absent."""
    found: dict[str, RegistryStudy] = {}
    problems: list[Problem] = []
    for some in batches((one.strip().upper() for one in ids), _BATCH):
        try:
            found |= _by_id(_list(some, door), some)
        except ResolveError as error:
            problems += failed(SERVICE.name, some, error)
            continue
        for nct in some:
            if nct in found:
                continue
            try:
                answer = door.get(SERVICE, f"studies/{nct}", accept="json")
                if answer.status == 200:
                    found[nct] = _study(load(answer), answer)
            except ResolveError as error:
                problems += failed(SERVICE.name, [nct], error)
    return Asked(found, tuple(problems))


def _list(ids: Iterable[str], door: Door) -> list[RegistryStudy]:
    """Return the studies of a list, page by page; a page may be empty and still not be the last."""
    studies: list[RegistryStudy] = []
    params = [("filter.ids", ",".join(ids)), ("pageSize", str(_BATCH))]
    token = ""
    for _ in range(_MOST_PAGES):
        answer = door.get(SERVICE, "studies", params + ([("pageToken", token)] if token else []), accept="json")
        studies += _studies(answer)
        token = text(load(answer), "nextPageToken")
        if not token:
            break
    return studies


def _studies(answer: Answer) -> list[RegistryStudy]:
    studies = [_study(study, answer) for study in parts(load(answer), "studies")]
    return [study for study in studies if study.nct]


def _by_id(studies: Iterable[RegistryStudy], asked: Sequence[str]) -> dict[str, RegistryStudy]:
    return {nct: study for study in studies for nct in (study.nct, *study.aliases) if nct in asked}


def _study(record: dict[str, Any], answer: Answer) -> RegistryStudy:
    protocol = part(record, "protocolSection")
    naming, status = part(protocol, "identificationModule"), part(protocol, "statusModule")
    design = part(protocol, "designModule")
    count = part(design, "enrollmentInfo", "count")
    numbers = [text(naming, "orgStudyIdInfo", "id"), *(text(one, "id") for one in parts(naming, "secondaryIdInfos"))]
    return RegistryStudy(
        nct=text(naming, "nctId"),
        request=answer.url,
        date=answer.date,
        title=text(naming, "briefTitle"),
        official_title=text(naming, "officialTitle"),
        acronym=text(naming, "acronym"),
        study_type=text(design, "studyType"),
        phases=_texts(design, "phases"),
        design=_design(part(design, "designInfo")),
        conditions=_texts(protocol, "conditionsModule", "conditions"),
        arms=tuple(_arm(one) for one in parts(protocol, "armsInterventionsModule", "armGroups")),
        outcomes=tuple(_outcomes(part(protocol, "outcomesModule"))),
        enrollment=count if isinstance(count, int) else None,
        enrollment_kind=text(design, "enrollmentInfo", "type"),
        status=text(status, "overallStatus"),
        start=text(status, "startDateStruct", "date"),
        completion=text(status, "completionDateStruct", "date"),
        updated=text(status, "lastUpdatePostDateStruct", "date"),
        has_results=part(record, "hasResults") is True,
        results=tuple(
            _result(one) for one in parts(record, "resultsSection", "outcomeMeasuresModule", "outcomeMeasures")
        ),
        reports=tuple(_report(one) for one in parts(protocol, "referencesModule", "references")),
        aliases=_texts(naming, "nctIdAliases"),
        other_ids=tuple(number for number in numbers if number),
    )


def _texts(record: object, *names: str) -> tuple[str, ...]:
    return tuple(str(one) for one in parts(record, *names))


def _design(info: object) -> tuple[tuple[str, str], ...]:
    told = [(name, text(info, name)) for name in _DESIGN]
    told.append(("masking", text(info, "maskingInfo", "masking")))
    told.append(("whoMasked", ", ".join(_texts(info, "maskingInfo", "whoMasked"))))
    return tuple((name, value) for name, value in told if value)


def _arm(arm: object) -> RegistryArm:
    return RegistryArm(
        text(arm, "label"), text(arm, "type"), text(arm, "description"), _texts(arm, "interventionNames")
    )


def _outcomes(module: object) -> Iterable[RegistryOutcome]:
    for rank in _RANKS:
        for one in parts(module, f"{rank}Outcomes"):
            yield RegistryOutcome(rank, text(one, "measure"), text(one, "description"), text(one, "timeFrame"))


def _report(report: object) -> RegistryReport:
    try:
        pmid = parse_pmid(text(report, "pmid"))
    except IdentifierError:
        pmid = None
    return RegistryReport(text(report, "type"), pmid, text(report, "citation"))


def _result(measure: object) -> RegistryResult:
    names = {text(one, "id"): text(one, "title") for one in parts(measure, "groups")}
    numbers = _analysed(measure)
    return RegistryResult(
        rank=text(measure, "type").lower(),
        measure=text(measure, "title"),
        time_frame=text(measure, "timeFrame"),
        parameter=text(measure, "paramType"),
        dispersion=text(measure, "dispersionType"),
        unit=text(measure, "unitOfMeasure"),
        groups=tuple((title, numbers.get(own, "")) for own, title in names.items()),
        values=tuple(_values(measure, names)),
        analyses=tuple(_analysis(one, names) for one in parts(measure, "analyses")),
    )


def _analysed(measure: object) -> dict[str, str]:
    """Return how many of each group were analysed, where that is told in participants."""
    for one in parts(measure, "denoms"):
        if text(one, "units") == "Participants":
            return {text(count, "groupId"): text(count, "value") for count in parts(one, "counts")}
    return {}


def _values(measure: object, names: dict[str, str]) -> Iterable[RegistryValue]:
    for row in parts(measure, "classes"):
        for category in parts(row, "categories"):
            label = ": ".join(title for title in (text(row, "title"), text(category, "title")) if title)
            for one in parts(category, "measurements"):
                yield RegistryValue(
                    group=names.get(text(one, "groupId"), text(one, "groupId")),
                    value=text(one, "value"),
                    lower=text(one, "lowerLimit"),
                    upper=text(one, "upperLimit"),
                    spread=text(one, "spread"),
                    category=label,
                    comment=text(one, "comment"),
                )


def _analysis(analysis: object, names: dict[str, str]) -> RegistryAnalysis:
    return RegistryAnalysis(
        groups=tuple(names.get(one, one) for one in _texts(analysis, "groupIds")),
        method=text(analysis, "statisticalMethod"),
        measure=text(analysis, "paramType"),
        value=text(analysis, "paramValue"),
        level=text(analysis, "ciPctValue"),
        lower=text(analysis, "ciLowerLimit"),
        upper=text(analysis, "ciUpperLimit"),
        p_value=text(analysis, "pValue"),
    )
