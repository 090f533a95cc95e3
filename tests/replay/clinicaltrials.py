"""ClinicalTrials.gov's API, version 2: studies by id list with pages, single studies, 301 for an id of old."""

from __future__ import annotations

import re

from tests.replay.corpus import Corpus, Trial
from tests.replay.reply import Reply, Request, as_json, as_text

_NCT = re.compile(r"[Nn][Cc][Tt]0*[1-9]\d{0,7}")


def lane(request: Request) -> str:
    """One limit for all."""
    return ""


def allowed(request: Request) -> int:
    """Return how many requests a second are allowed; the service publishes no number."""
    return 3


def too_fast(request: Request) -> Reply:
    """Refuse."""
    return as_text("Too many requests", 429)


def answer(corpus: Corpus, request: Request) -> Reply:
    """Answer one request."""
    head, _, nct = request.path.partition("/")
    if head != "studies":
        return as_text("Not found", 404)
    return _single(corpus, request, nct) if nct else _list(corpus, request)


def _single(corpus: Corpus, request: Request, nct: str) -> Reply:
    if not _NCT.fullmatch(nct):
        return as_text(f"nctId has incorrect format: {nct}", 400)
    for trial in corpus.trials:
        if nct.upper() == trial.nct:
            return as_json(_study(trial))
        if nct.upper() in trial.aliases:
            return Reply(301, b"", "text/plain", {"Location": f"{request.root}/studies/{trial.nct}"})
    return as_text(f"NCT number {nct} not found", 404)


def _list(corpus: Corpus, request: Request) -> Reply:
    params = request.params
    ids = [one.upper() for one in re.split(r"[,|]", params.get("filter.ids", "")) if one]
    if any(not _NCT.fullmatch(one) for one in ids):
        return as_text("filter.ids has incorrect format", 400)
    found = [trial for trial in corpus.trials if not ids or {trial.nct, *trial.aliases} & set(ids)]
    size = int(params.get("pageSize", 10)) or 10
    start = int(params["pageToken"].removeprefix("Z")) if "pageToken" in params else 0
    told: dict[str, object] = {"studies": [_study(trial) for trial in found[start : start + size]]}
    if start + size < len(found):
        told["nextPageToken"] = f"Z{start + size}"
    return as_json(told)


def _study(trial: Trial) -> dict[str, object]:
    outcomes: dict[str, list[dict[str, str]]] = {}
    for rank, measure, frame in trial.outcomes:
        outcomes.setdefault(f"{rank}Outcomes", []).append({"measure": measure, "timeFrame": frame})
    protocol = {
        "identificationModule": {
            "nctId": trial.nct, "nctIdAliases": list(trial.aliases), "orgStudyIdInfo": {"id": "SAMPLE-1"},
            "secondaryIdInfos": [{"id": one, "type": "EUDRACT_NUMBER"} for one in trial.other_ids],
            "briefTitle": trial.title, "officialTitle": f"{trial.title}, in Full", "acronym": trial.acronym,
        },
        "statusModule": {
            "overallStatus": trial.status, "startDateStruct": {"date": trial.start, "type": "ACTUAL"},
            "lastUpdatePostDateStruct": {"date": "2020-01-02", "type": "ACTUAL"},
        },
        "conditionsModule": {"conditions": ["Invented Disease"]},
        "designModule": {
            "studyType": "INTERVENTIONAL", "phases": list(trial.phases),
            "designInfo": {"allocation": "RANDOMIZED", "interventionModel": "PARALLEL", "primaryPurpose": "TREATMENT",
                           "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "INVESTIGATOR"]}},
            "enrollmentInfo": {"count": trial.enrollment, "type": "ACTUAL"} if trial.enrollment else {},
        },
        "armsInterventionsModule": {
            "armGroups": [{"label": label, "type": kind, "interventionNames": list(given)}
                          for label, kind, given in trial.arms],
        },
        "outcomesModule": outcomes,
        "referencesModule": {
            "references": [{"type": kind, "pmid": pmid, "citation": words} for kind, pmid, words in trial.reports],
        },
    }  # fmt: skip
    told: dict[str, object] = {"protocolSection": protocol, "hasResults": bool(trial.results)}
    if trial.results:
        told["resultsSection"] = {"outcomeMeasuresModule": {"outcomeMeasures": [_result(trial)]}}
    return told


def _result(trial: Trial) -> dict[str, object]:
    groups = [{"id": f"OG00{at}", "title": name} for at, (name, _) in enumerate(trial.results)]
    values = [{"groupId": f"OG00{at}", "value": value} for at, (_, value) in enumerate(trial.results)]
    return {
        "type": "PRIMARY", "title": trial.outcomes[0][1], "timeFrame": trial.outcomes[0][2],
        "paramType": "COUNT_OF_PARTICIPANTS", "unitOfMeasure": "Participants", "groups": groups,
        "denoms": [{"units": "Participants", "counts": [{"groupId": group["id"], "value": "20"} for group in groups]}],
        "classes": [{"categories": [{"measurements": values}]}],
        "analyses": [{"groupIds": [group["id"] for group in groups], "statisticalMethod": "Fisher Exact",
                      "paramType": "Risk Ratio (RR)", "paramValue": "2.86", "ciPctValue": "95",
                      "ciNumSides": "TWO_SIDED", "ciLowerLimit": "1.58", "ciUpperLimit": "5.17", "pValue": "<0.001"}],
    }  # fmt: skip
