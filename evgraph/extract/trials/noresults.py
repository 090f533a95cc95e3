"""Numbers of a text that are no result of it: times and limits within names, doses, addresses, lengths of observation.

Whose such a number would be does not matter, so they are sorted out before a figure is bound to anything.
"""

from __future__ import annotations

import re

from evgraph.extract.figures.words import DOSE_UNITS
from evgraph.extract.records import Annotated, FoundFigure, mentions_in
from evgraph.extract.trials.given import GIVEN

#: What is measured over a time or at a setting, counts up to it, or passes a limit: "volume in 1 s", "at 37 degrees".
_LIMIT = re.compile(r"(?:[<>≤≥=]|\b(?:in|within|over|for|after|every|at|during|than|until|up to|at least))\s*$")
_CONDITION = re.compile(
    r"(?:°|degrees?|k?hz|rpm|s|sec|secs|seconds?|min|mins|minutes?|h|hr|hrs|hours?|d|days?|wk|weeks?|mo|months?|y|yr|years?)(?![^\W\d_])",
    re.IGNORECASE,
)
_HETEROGENEITY = re.compile(r"\bI\s?\(?[2²]\)?\s*(?:=|was|of)?\s*$")
_ADDRESS = re.compile(r"(?:://|\bwww\.|\bdoi\b|\b10\.\d{4,9}/)\S*$", re.IGNORECASE)
_WATCHED = re.compile(r"\s?(?:patient|person|subject)[- ](?:years?|months?|days?)\b", re.IGNORECASE)
_EVENTS = re.compile(
    r"\s(?:[\w-]+\s){0,3}(?:events|episodes|exacerbations|attacks|admissions|hospitali[sz]ations|reactions|reports)\b"
)
#: A number in brackets right behind a name, as in FEV(1).
_IN_NAME = re.compile(r"\w[(\[]$")


def why_no_result(read: Annotated, figure: FoundFigure) -> str:
    """Return why a figure is none that a text reports; empty where it may be one."""
    text, estimate, span = read.document.text, figure.estimate, figure.span
    before = text[max(0, span.start - 12) : span.start]
    if _HETEROGENEITY.search(before):
        return "tells how studies differ"
    if _WATCHED.match(text, span.end):
        return "is the time of observation"
    if estimate.total is None and estimate.percent is None and _EVENTS.match(text, span.end):
        return "counts events, not people"
    if estimate.percent is not None or estimate.interval is not None or estimate.p is not None:
        return ""
    behind = text[span.end : span.end + 10]
    condition = _CONDITION.match(estimate.unit or behind.lstrip(" -"))
    if _LIMIT.search(before) and (condition or before.rstrip()[-1:] in "<>≤≥"):
        return "is a time, a setting or a limit, not a result"
    if _ADDRESS.search(text[max(0, span.start - 60) : span.end]):
        return "is part of an address"
    if _IN_NAME.search(before) and behind[:1] in (")", "]"):
        return "is part of a name"
    return "is a dose" if _is_dose(read, figure) else ""


def _is_dose(read: Annotated, figure: FoundFigure) -> bool:
    """Say whether a weight stands right behind the name of what is given."""
    start = figure.span.start
    return (figure.estimate.unit or "").partition("/")[0] in DOSE_UNITS and any(
        0 <= start - mention.span.end <= 2 for mention in mentions_in(read, start - 60, start) if mention.kind in GIVEN
    )
