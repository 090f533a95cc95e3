"""Words beside a figure turned into what sets apart the patients that it is of: "among patients with X"."""

from __future__ import annotations

import re

from evgraph.extract.records import Annotated, Sentence, mentions_in
from evgraph.model import Span

_TURN = re.compile(r"[;]|\b(?:whereas|while|but)\b")
_SUBGROUP = re.compile(
    r"\b(?:in|among|of|for)\s+(?:the\s+)?(?:\d+\s+)?(?:\w+\s+)?(?:patients|adults|children|those"
    r"|participants)\s+with\s+$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s+(?:in|among|of|for)\s+(?:the\s+)?(?:\d+\s+)?(?:\w+\s+)?(?:patients|adults|children|those"
    r"|participants)\s+with\s+",
    re.IGNORECASE,
)


def subgroup_of(read: Annotated, sentence: Sentence, figure: Span) -> tuple[str, ...]:
    """Return what sets apart the patients that a figure is of, beyond what all of them have."""
    text, end = read.document.text, sentence.span.end
    known = set(read.populations[0].criteria) if read.populations else set()
    told = [
        mention
        for mention in mentions_in(read, sentence.span.start, end)
        if mention.concept and mention.kind in ("Condition", "Criterion") and mention.span.end <= end
    ]
    behind = {
        mention.concept
        for mention in told
        if mention.concept and _BEHIND.fullmatch(text, figure.end, max(figure.end, mention.span.start))
    }
    found = behind or {
        mention.concept
        for mention in told
        if mention.concept
        and mention.concept not in known
        and mention.span.end <= figure.start
        and not _TURN.search(text, mention.span.end, figure.start)
        and _SUBGROUP.search(text[max(0, mention.span.start - 60) : mention.span.start])
    }
    return tuple(sorted(known | found)) if found - known else ()
