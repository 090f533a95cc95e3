"""ClinicalTrials.gov's API, version 2: the registration of a trial by its id, with posted results.

Described at https://clinicaltrials.gov/data-api/api. `filter.ids` searches ids and the ids a trial had before; a
single study under an id of old redirects to the present one. No limit is published; one request a second is asked, as
the site's robots.txt wishes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from evgraph.errors import IdentifierError, Problem, ResolveError
from evgraph.identifiers import parse_pmid
from evgraph.model import Registration, RegistryFigure
from evgraph.resolve.http import Door, Service
from evgraph.resolve.items import batches, failed, load, part, parts, text
from evgraph.resolve.judging import Fault
from evgraph.resolve.records import Answer, Asked, RegistryReport, RegistryStudy

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
    registration = Registration(
        text(naming, "nctId"), SERVICE.name, answer.url, answer.date,
        title=text(naming, "briefTitle"),
        status=text(status, "overallStatus"),
        study_type=text(design, "studyType"),
        phases=_sorted(_texts(design, "phases")),
        design=_sorted(_design(part(design, "designInfo"))),
        enrolment=count if type(count) is int and count >= 0 else None,
        enrolment_kind=text(design, "enrollmentInfo", "type"),
        start=text(status, "startDateStruct", "date"),
        completion=text(status, "completionDateStruct", "date"),
        arms=_sorted(_arm(one) for one in parts(protocol, "armsInterventionsModule", "armGroups")),
        outcomes=_sorted(_outcomes(part(protocol, "outcomesModule"))),
        has_results=part(record, "hasResults") is True,
        figures=tuple(sorted(_posted(record), key=lambda figure: figure.place)),
    )  # fmt: skip
    return RegistryStudy(
        registration,
        acronym=text(naming, "acronym"),
        reports=tuple(_report(one) for one in parts(protocol, "referencesModule", "references")),
        aliases=_texts(naming, "nctIdAliases"),
        other_ids=tuple(number for number in numbers if number),
    )


def _sorted(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({line for line in lines if line}))


def _texts(record: object, *names: str) -> tuple[str, ...]:
    return tuple(str(one) for one in parts(record, *names))


def _design(info: object) -> Iterator[str]:
    for name in _DESIGN:
        if value := text(info, name):
            yield f"{name}: {value}"
    if masking := text(info, "maskingInfo", "masking"):
        who = ", ".join(_texts(info, "maskingInfo", "whoMasked"))
        yield f"masking: {masking}{f' ({who})' if who else ''}"


def _arm(arm: object) -> str:
    given = "; ".join(_texts(arm, "interventionNames"))
    kind = text(arm, "type")
    return f"{text(arm, 'label')}{f' [{kind}]' if kind else ''}{f': {given}' if given else ''}"


def _outcomes(module: object) -> Iterator[str]:
    for rank in _RANKS:
        for one in parts(module, f"{rank}Outcomes"):
            frame = text(one, "timeFrame")
            yield f"{rank}: {text(one, 'measure')}{f' ({frame})' if frame else ''}"


def _report(report: object) -> RegistryReport:
    try:
        pmid = parse_pmid(text(report, "pmid"))
    except IdentifierError:
        pmid = None
    return RegistryReport(text(report, "type"), pmid, text(report, "citation"))


def _posted(record: object) -> Iterator[RegistryFigure]:
    """Yield the figures of the outcomes with posted results, each with its path in the answer."""
    names = ("resultsSection", "outcomeMeasuresModule", "outcomeMeasures")
    for number, measure in enumerate(parts(record, *names)):
        place = f"{'.'.join(names)}[{number}]"
        shared = RegistryFigure(
            place, text(measure, "title"), "", text(measure, "type").lower(), text(measure, "timeFrame")
        )
        groups = {text(one, "id"): text(one, "title") for one in parts(measure, "groups")}
        yield from _values(measure, groups, shared)
        for at, one in enumerate(parts(measure, "analyses")):
            yield replace(
                shared, place=f"{place}.analyses[{at}]", value=text(one, "paramValue"),
                groups=_sorted(groups.get(own, own) for own in _texts(one, "groupIds")),
                parameter=text(one, "paramType"), level=text(one, "ciPctValue"), lower=text(one, "ciLowerLimit"),
                upper=text(one, "ciUpperLimit"), p_value=text(one, "pValue"), method=text(one, "statisticalMethod"),
            )  # fmt: skip


def _values(measure: object, groups: dict[str, str], shared: RegistryFigure) -> Iterator[RegistryFigure]:
    sizes = _analysed(measure)
    for row, one_class in enumerate(parts(measure, "classes")):
        for column, category in enumerate(parts(one_class, "categories")):
            label = ": ".join(title for title in (text(one_class, "title"), text(category, "title")) if title)
            for at, one in enumerate(parts(category, "measurements")):
                own = text(one, "groupId")
                yield replace(
                    shared, place=f"{shared.place}.classes[{row}].categories[{column}].measurements[{at}]",
                    value=text(one, "value"), category=label, groups=_sorted([groups.get(own, own)]),
                    size=sizes.get(own, ""), parameter=text(measure, "paramType"), unit=text(measure, "unitOfMeasure"),
                    dispersion=text(measure, "dispersionType"), spread=text(one, "spread"),
                    lower=text(one, "lowerLimit"), upper=text(one, "upperLimit"), remark=text(one, "comment"),
                )  # fmt: skip


def _analysed(measure: object) -> dict[str, str]:
    """Return how many of each group were analysed, where that is told in participants."""
    for one in parts(measure, "denoms"):
        if text(one, "units") == "Participants":
            return {text(count, "groupId"): text(count, "value") for count in parts(one, "counts")}
    return {}
