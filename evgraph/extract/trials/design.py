"""An annotated Document turned into its design and phase, as concepts of `ontology/concepts/designs.ttl`."""

from __future__ import annotations

from evgraph.extract.records import Annotated
from evgraph.extract.telltales import telltale
from evgraph.model import Span
from evgraph.vocabulary import CONCEPT

#: The surest words first: their telltale words, what a text says of itself, and the name of the design.
_DESIGNS = (
    (
        "meta-analysis",
        r"systematic review and (?:network )?meta-analys[ei]s|meta-analys[ei]s",
        "meta-analysis",
    ),
    (
        "systematic review",
        r"systematic review",
        "systematic-review",
    ),
    (
        "randomised",
        r"randomi[sz]ed|randomly (?:assigned|allocated)|randomi[sz]ation|\bRCT\b|double[- ]blind|"
        r"placebo-controlled|cross-?over (?:trial|study)",
        "randomized-controlled-trial",
    ),
    (
        "single arm",
        r"single[- ]arm|one[- ]arm|uncontrolled trial|non-?comparative",
        "single-arm-trial",
    ),
    (
        "retrospective",
        r"retrospective(?:ly)?|chart review",
        "retrospective-study",
    ),
    (
        "phase",
        r"phase\s+(?:[1-4]|I{1,3}V?|IV)\b",
        "clinical-trial",
    ),
    (
        "case report",
        r"case report|"
        r"(?:we|here we) (?:report|describe|present) (?:a|the|one) (?:rare )?(?:case|patient)|a case of",
        "case-report",
    ),
    (
        "case series",
        r"case series|"
        r"(?:we|here we) (?:report|describe) (?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:\w+ )?"
        r"(?:cases|patients)",
        "case-series",
    ),
    (
        "cohort",
        r"cohort study|prospective cohort|cohort of",
        "cohort-study",
    ),
    (
        "observational",
        r"registry|real-world|observational",
        "observational-study",
    ),
    (
        "clinical trial",
        r"clinical trial|open-label|multicent(?:er|re) (?:trial|study)|pilot (?:trial|study)|"
        r"prospective (?:trial|study)",
        "clinical-trial",
    ),
    (
        "xenograft",
        r"xenografts?|patient-derived xenograft|\bPDX\b|NOD[/-]SCID|\bNSG mice",
        "xenograft",
    ),
    (
        "animal",
        r"\bmice\b|\bmouse model|\brats?\b|\bmurine\b|in vivo",
        "animal-model",
    ),
    (
        "ex vivo",
        r"ex vivo|primary (?:blasts|cells|samples)|patient samples",
        "ex-vivo",
    ),
    (
        "in vitro",
        r"cell lines?|in vitro",
        "in-vitro",
    ),
    (
        "review",
        r"(?:this|the present|our) review|we review|is reviewed|are reviewed|narrative review",
        "review",
    ),
)
_ANY = tuple((telltale(words, pattern), name) for words, pattern, name in _DESIGNS)
_PHASE = telltale(
    "phase",
    r"\bphase[\s-]+(?P<low>IV|III|II|I|[1-4])(?P<sub>[ab])?(?:\s?(?:/|-|–|and|to)\s?(?P<high>III|II|[23])(?:[ab])?)?\b",
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
_OTHERS = telltale(
    "other work",
    r"\b(?:previous|prior|earlier|future|further|larger|other|warrant\w*|needed|required|should)\b",
)


def find_design(read: Annotated) -> tuple[str | None, str | None]:
    """Return the design and the phase that a document gives itself; `None` where it gives none.

    The title is asked first, then what stands before the results; a sentence about other work is not asked.
    """
    text = read.document.text
    title = [s.span for s in read.sentences if s.section == "TITLE"]
    own = [s.span for s in read.sentences if not _OTHERS.search(text, s.span.start, s.span.end)]
    return _design(text, title) or _design(text, own), _phase(text, title) or _phase(text, own)


def _design(text: str, sentences: list[Span]) -> str | None:
    for pattern, name in _ANY:
        if pattern.may_stand_in(text) and any(pattern.search(text, span.start, span.end) for span in sentences):
            return str(CONCEPT) + name
    return None


def _phase(text: str, sentences: list[Span]) -> str | None:
    for span in sentences:
        match = _PHASE.search(text, span.start, span.end)
        if match is not None:
            low, high = _number(match["low"]), _number(match["high"] or "")
            name = _PHASES.get(f"{low}-{high}" if high and high != low else low)
            return str(CONCEPT) + name if name else None
    return None


def _number(words: str) -> str:
    return _NUMBERS.get(words.lower(), words)
