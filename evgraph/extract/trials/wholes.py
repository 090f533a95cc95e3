"""Outcomes of which a vocabulary knows only the last words, turned into mentions of the whole: "freedom from relapse".

The duration of a remission is no remission, and the time to a fall is no fall.
"""

from __future__ import annotations

import re

from evgraph.extract.records import Annotated, term
from evgraph.model import Mention, Span

_KINDS = ("Outcome", "AdverseEvent")
_LEAD = re.compile(
    r"\b(?:duration|time|interval|length|freedom|loss)\s(?:of|to|from|until)\s(?:the\s|an?\s"
    r"|first\s)?(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)


def find_whole_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return what "duration of", "time to" and the like make of the outcome behind them, where no vocabulary has it."""
    text = read.document.text
    known = [m.span for m in read.mentions if m.kind in _KINDS]
    found = []
    for span in known:
        lead = _LEAD.search(text, max(0, span.start - 60), span.start)
        whole = Span(lead.start(), span.end) if lead else span
        if lead and not any(other.start <= whole.start and whole.end <= other.end for other in known):
            concept = term("Outcome", whole.of(text)).iri
            found.append(Mention(read.document.reference, read.document.part, whole, "Outcome", concept, (), "whole"))
    return tuple(found)
