"""An annotated Document turned into its design and phase, as concepts of `ontology/concepts/designs.ttl`."""

from __future__ import annotations

import re

from evgraph.extract.records import Annotated
from evgraph.vocabulary import CONCEPT

#: The surest words first: what a text says of itself, to the name of the design.
_DESIGNS = (
    (
        r"systematic review and (?:network )?meta-analys[ei]s|meta-analys[ei]s",
        "meta-analysis",
    ),
    (
        r"systematic review",
        "systematic-review",
    ),
    (
        r"randomi[sz]ed|randomly (?:assigned|allocated)|randomi[sz]ation|\bRCT\b|double[- ]blind|"
        r"placebo-controlled|cross-?over (?:trial|study)",
        "randomized-controlled-trial",
    ),
    (
        r"single[- ]arm|one[- ]arm|uncontrolled trial|non-?comparative",
        "single-arm-trial",
    ),
    (
        r"retrospective(?:ly)?|chart review",
        "retrospective-study",
    ),
    (
        r"phase\s+(?:[1-4]|I{1,3}V?|IV)\b",
        "clinical-trial",
    ),
    (
        r"case report|"
        r"(?:we|here we) (?:report|describe|present) (?:a|the|one) (?:rare )?(?:case|patient)|a case of",
        "case-report",
    ),
    (
        r"case series|"
        r"(?:we|here we) (?:report|describe) (?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:\w+ )?"
        r"(?:cases|patients)",
        "case-series",
    ),
    (
        r"cohort study|prospective cohort|cohort of",
        "cohort-study",
    ),
    (
        r"registry|real-world|observational",
        "observational-study",
    ),
    (
        r"clinical trial|open-label|multicent(?:er|re) (?:trial|study)|pilot (?:trial|study)|"
        r"prospective (?:trial|study)",
        "clinical-trial",
    ),
    (
        r"xenografts?|patient-derived xenograft|\bPDX\b|NOD[/-]SCID|\bNSG mice",
        "xenograft",
    ),
    (
        r"\bmice\b|\bmouse model|\brats?\b|\bmurine\b|in vivo",
        "animal-model",
    ),
    (
        r"ex vivo|primary (?:blasts|cells|samples)|patient samples",
        "ex-vivo",
    ),
    (
        r"cell lines?|in vitro",
        "in-vitro",
    ),
    (
        r"(?:this|the present|our) review|we review|is reviewed|are reviewed|narrative review",
        "review",
    ),
)
_ANY = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in _DESIGNS)
_PHASE = re.compile(
    r"\bphase[\s-]+(?P<low>IV|III|II|I|[1-4])(?P<sub>[ab])?(?:\s?(?:/|-|–|and|to)\s?(?P<high>III|II|[23])(?:[ab])?)?\b",
    re.IGNORECASE,
)
_NUMBERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_PHASES = {
    "1": "phase-1-trial",
    "1-2": "phase-1-2-trial",
    "2": "phase-2-trial",
    "2-3": "phase-2-3-trial",
    "3": "phase-3-trial",
}
#: Words about other work: what stands in their sentence is not the design of this one.
_OTHERS = re.compile(
    r"\b(?:previous|prior|earlier|future|further|larger|other|warrant\w*|needed|required|should)\b", re.IGNORECASE
)


def find_design(read: Annotated) -> tuple[str | None, str | None]:
    """Return the design and the phase that a document gives itself; `None` where it gives none.

    The title is asked first, then what stands before the results; a sentence about other work is not asked.
    """
    text = read.document.text
    parts = [s.span.of(text) for s in read.sentences]
    title = [s.span.of(text) for s in read.sentences if s.section == "TITLE"]
    own = [words for words in parts if not _OTHERS.search(words)]
    return _design(title) or _design(own), _phase(title) or _phase(own)


def _design(sentences: list[str]) -> str | None:
    for pattern, name in _ANY:
        if any(pattern.search(words) for words in sentences):
            return str(CONCEPT) + name
    return None


def _phase(sentences: list[str]) -> str | None:
    for words in sentences:
        match = _PHASE.search(words)
        if match is not None:
            low, high = _number(match["low"]), _number(match["high"] or "")
            name = _PHASES.get(f"{low}-{high}" if high and high != low else low)
            return str(CONCEPT) + name if name else None
    return None


def _number(words: str) -> str:
    return _NUMBERS.get(words.lower(), words)
