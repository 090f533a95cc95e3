"""Which of the outcomes that a sentence names its figures can be of."""

from __future__ import annotations

import re

from evgraph.extract.records import Annotated, FoundFigure, Sentence, within
from evgraph.extract.wordlists import words
from evgraph.model import Mention

_CAUSE = re.compile(
    r"\b(?:due to|because of|owing to|caused by|related to|as a result of|attributable to"
    r"|resulting from|secondary to|threshold for|threshold of|upon|following|until|prior to|before"
    r"|at the time of|at first|despite|during|during induction of)\s(?:an?\s|the\s)?$"
)
#: More of the outcome named before a comma: "toxicity, particularly rash, was".
_EXAMPLE = re.compile(r",\s(?:particularly|especially|mainly|predominantly|mostly|notably)\s(?:[\w-]+\s)?$")
#: No outcome but what sets people apart: "relapsed or refractory", "relapsed leukaemia".
_ATTRIBUTE = re.compile(
    r"(?:relapsed|refractory|progressed|responding)(?:[ /](?:or|and|and/or)?[ /]?(?:relapsed|refractory)\b"
    r"|\s(?!(?:and|or|in|at|within|after|during|while|before|on|with|from|later|early)\b)\w)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"in (?:first|second|third|later)\b")
_WITH = re.compile(
    r"\b(?:patients|adults|children|adolescents|infants|participants|subjects|those|cases)\s+with\s+"
    r"(?:[\w-]+\s+){0,2}$|\bwho\s(?:obtained|achieved|had|attained|reached|were in|entered)\s(?:an?\s)?$"
    r"|\b(?:patients|adults|children|those|with [\w -]{1,40}) in\s+"
    r"(?:(?:an?|first|second|later|or|complete|hematologic|haematologic|morphologic|continuous)\s+)*$"
)
#: The last of what is told together: "nausea or vomiting occurred in 5%" is of either.
_EITHER = re.compile(r"[\w)]\s+(?:and/)?or\s+(?:[\w-]+\s)?$")
#: Words for any outcome.
_GENERIC = words(
    "duration time times rate rates incidence median frequency percentage proportion value effect effects"
) | {"effect size"}
_GROUP_NAME = re.compile(
    r"\b(?:[Gg]roup|[Aa]rm|[Cc]ohort)s?\s(?:[A-Z][\w-]{0,9}|\d{1,2}|[a-e])\b|\b(?:groups?|arms?|cohorts?)$"
)
#: Words that say what became of something or when, and are no outcome alone.
_NO_THING = re.compile(
    r"(?:them|they|it|recipients?|candidates?|.*\b(?:dates?|volunteers|controls)"
    r"|(?:[A-Za-z-]+ )?(?:end\s?-?points?|outcomes?)|(?:patients?|pts"
    r"|participants|subjects|boys|girls|men"
    r"|women|children)(?: [a-z]+ed)?|[a-z]+ed|landmark|(?:rates? of )?freedom|time of .*|phases?"
    r"|enrol?lment|inclusion|admission|entry|induction|consolidation|maintenance|screening|visits?|respects?"
    r"|categor(?:y|ies)|domains?|subsets?|strata|centers?|centres?|sites?|countr(?:y|ies)|years?|time points?)",
)
_DOSE = re.compile(r"[\d.·]+\s?\w{1,6}")
_UNIT = re.compile(r"\w+/(?:hour|day|week|month|year)|m?[A-Z]{1,3}/m?[Ll]|[µμmn]?(?:g|mol|IU|U)/(?:[md]?[Ll]|kg|g)")
_TREATMENT = re.compile(
    r"(?:therap(?:y|ies)|treatments?|regimens?|chemotherapy|radiotherapy|transplant(?:ation)?s?|surgery|groups?|arms?"
    r"|trials?|study"
    r"|inhibitors?|antibod(?:y|ies)|vaccines?|agents?|blockers?|agonists?|antagonists?)$",
    re.IGNORECASE,
)
_HAVING = re.compile(r"\b(?:had|have|has|having|with|in)\s(?:\w+ly\s)?$")


def countable(text: str, outcomes: list[Mention], figures: list[FoundFigure]) -> list[Mention]:
    """Return the outcomes that can be what a figure is of.

    None is within another ("relapse or death"), a cause ("withdrawal due to rash"), or words of a figure, unless the
    figure counts it ("35 deaths").
    """
    kept: list[Mention] = []
    for mention in outcomes:
        span = mention.span
        inside = any(f.span.start < span.start and span.end < f.span.end and f.estimate.events is None for f in figures)
        part = any(o is not mention and o.span != span and within(o.span, span) for o in outcomes)
        if _ORDINAL.match(text, max(0, span.start - 3)):
            continue
        if _ATTRIBUTE.match(text, span.start) or _WITH.search(text, max(0, span.start - 60), span.start):
            continue
        more = _EXAMPLE.search(text, max(0, span.start - 40), span.start)
        if not inside and not part and not more and not _CAUSE.search(text, max(0, span.start - 20), span.start):
            kept.append(mention)
    return kept


def names_no_outcome(read: Annotated, mention: Mention) -> bool:
    """Say whether words taken for an outcome name a group or a treatment: "Group II", the short form of a therapy."""
    if mention.concept in read.lexicon.concepts:
        return False
    name = mention.span.of(read.document.text)
    if name.count("(") != name.count(")") or _DOSE.fullmatch(name):
        return True
    if _TREATMENT.search(name) and not re.search(r"\b(?:of|to|from|with)\b", name):
        return True
    if _GROUP_NAME.search(name) or _NO_THING.fullmatch(name) or _UNIT.fullmatch(name):
        return True
    if name.isupper() and _is_study(name, read.document.text):
        return True
    return any(
        pair.short.of(read.document.text) == name and _TREATMENT.search(pair.long.of(read.document.text))
        for pair in read.abbreviations
    )


def _is_study(name: str, text: str) -> bool:
    """Say whether capitals are the name of a study: "the ABC study", "in ABC"."""
    plain = re.escape(name)
    return re.search(rf"\b{plain} (?:study|trial)|\b(?:in|study|trial):? {plain}\b", text) is not None


def is_generic(mention: Mention, text: str) -> bool:
    """Say whether an outcome is only a word for any: "duration", of what was named before."""
    return mention.span.of(text).casefold() in _GENERIC


def is_condition(read: Annotated, mention: Mention, conditions: dict[int, int]) -> bool:
    """Say whether an outcome read by grammar is what people have: "55 (33%) had untreated X"."""
    start = conditions.get(mention.span.end)
    if start is None or mention.concept in read.lexicon.concepts or start < mention.span.start:
        return False
    text = read.document.text
    return _HAVING.search(text, max(0, mention.span.start - 20), mention.span.start) is not None


def is_either(text: str, sentence: Sentence, outcome: Mention, outcomes: list[Mention]) -> bool:
    """Say whether an outcome is the last of "A or B", each named by itself."""
    start, end = outcome.span.start, outcome.span.end
    if any(re.fullmatch(r"\s(?:and/)?or\s", text[end : other.span.start]) for other in outcomes):
        return True
    return _EITHER.search(text, max(sentence.span.start, start - 30), start) is not None and any(
        0 <= start - other.span.end <= 40 for other in outcomes
    )
