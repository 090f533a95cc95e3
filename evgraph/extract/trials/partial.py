"""Figures told of some of the patients, or of what cannot be told: the reasons why they make no claim."""

from __future__ import annotations

import itertools
import re

from evgraph.extract.figures.words import ISO
from evgraph.extract.records import Annotated, FoundFigure, Sentence, mentions_in
from evgraph.extract.trials.bound import place_in
from evgraph.model import Mention

_CYCLES = re.compile(r"\s*(?:\w+\s)?(?:cycles?|courses?|doses|infusions?|blocks?)\b")
_STRENGTH = re.compile(r"\b(?:treat(?:ed|ment)|therapy|given|received)\s(?:with\s)?(?:\w+\s)?$")
_CHOICES = re.compile(
    r"\s*(?:(?!in\b|of\b|per\b)\w+\s)?(?:groups?|arms?|schedules?|regimens?|treatments|studies|trials|strategies)\b"
)
#: Ratios of what foretells an outcome compare no arms.
_FORETOLD = re.compile(
    r"\b(?:multivaria\w+|univaria\w+|prognostic|risk factors?|predict\w*|(?:was|were|is|are) (?:\w+ )?(?:associated"
    r"|linked|correlated))\b",
    re.IGNORECASE,
)
_PREDICTS = re.compile(r"\b(?:multivaria\w+|univaria\w+|prognostic|risk factors?|predict\w*)\b", re.IGNORECASE)
_AMONG_RESPONDERS = re.compile(r"\W*(?:Among|In|Of)\s+(?:the\s+)?(?:\d+\s+)?(?:[\w-]+\s)?(?:non-?)?responders\b")
_EACH = re.compile(
    r"\s+(?:of|in|for|among|with)\s+(?!(?:the\s|all\s|evaluable\s|treated\s)?(?:patients|cases|children)\b)\w"
)
_OF_WHOM = re.compile(r"\s*of (?:whom|these|them|which)\b")
_IN_WHOM = re.compile(r"\s+(?:in|for|among)\s+(?:(?!patients|children|adults|the\b|all\b)[\w-]+\s+){1,3}")
_RESPONDERS = re.compile(
    r"(?:\s+at\s+\d+\s+(?:months?|years?))?\s+(?:in|among|for)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}(?:non-?)?responders\b"
)
#: A subject that is some of the patients: "Patients with a low burden had", "complete responders had".
_SOME = re.compile(
    r"\W*(?:[\w -]{0,60}, )?(?:the )?(?:(?:[\w-]+\s){0,3}(?:non-?)?responders|(?:patients|those|children|adults) "
    r"(?:with|without|who (?:had|were|achieved|received))\b[^,;.]{0,90}?)\s(?:had|achieved|showed|experienced"
    r"|lived|survived|fared|were\s(?:more|less|at|not|significantly|mainly|mostly|often))\b",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"\b(?:resolved|improved|recovered|reversible|reversed|disappeared|led to|leading to|resulted in)\b"
)
_LEADING_SOME = re.compile(
    r"\W*(?:In|Among|Within|For)\s(?:an?\s(?:[\w-]+\s){0,4}analys[ei]s\s(?:of|in|among)\s)?(?:the\s)?(?!all\b"
    r"|both\b)(?:sub(?:group|set|population)s?\b|(?:[\w-]+\s){0,2}?(?:patients"
    r"|those|children"
    r"|adults|participants|subjects|women|men)\s(?:with|without|whose|having|in whom"
    r"|who(?!\s(?:received|(?:had|have)?\s?(?:been|were)\s(?:given|treated|assigned|random|evaluable|enrolled))))\b)"
)
_TIME = re.compile(r"(?:time|duration|length|interval|follow-up|age)\b", re.IGNORECASE)
_LIMIT = re.compile(r"\s*(?:[≥≤<>=]|(?:of\s)?(?:at least|more than|less than|greater than|above|below)\s)")
_SOME_IN_CLAUSE = re.compile(
    r"\b(?:patients|those|children|adults|subjects|individuals|women|men)\s(?:[a-z]+\s)?(?:with|without"
    r"|who\s(?!received|(?:were|had been)\s(?:treated|given|random|assigned|enrolled|evaluable|included|studied))"
    r"\w+)\s"
)
_IN_SUBGROUP = re.compile(
    r"(?:\s(?:versus|vs\.?|and)\s[\d.·]+\s?%?)?\s+in the (?!overall|whole|entire|intent|ITT|total|safety|study"
    r"|full|per)"
    r"(?:[\w/-]+\s){0,4}?(?:sub(?:group|set|population)|population)s?\b"
)
_AMONG_SOME = re.compile(
    r"\s+(?:in|among|for|of)\s(?:those|(?:the\s|those\s|these\s)?(?:patients|children|adults|participants))\s"
    r"(?:patients\s)?(?:with|without|who|whose)\s"
)
_MORE = re.compile(
    r"\d[\d.·,]*\s?(?:[\w/%-]+\s)?(?:points?\s)?(?:shorter|longer|higher|lower|greater|less|more|fewer|faster|earlier"
    r"|later|better|worse|smaller|larger)\b"
)
#: Between a count and the event it counts: "12 patients developed", "3 treatment-related".
_HAPPENED = re.compile(
    r"\s*(?:\([^()]{1,30}\)\s*)?(?:(?:patients?|cases?|episodes?|subjects?|participants?|children|women|men"
    r"|adults|of them"
    r"|events?)\s*(?:\([^()]{1,30}\)\s*)?)?(?:of|had|died|developed|experienced|achieved|with|showed|suffered"
    r"|reported|attained"
    r"|obtained|reached|entered|went into)\s+(?:[\w-]+\s+){0,3}"
    r"|\s+(?:[\w/-]+\s+){0,2}|\s*(?:patients?|children|women|men|adults|subjects|participants|cases|of them)\s*",
)
#: Between an event and the count of those who had it.
_SEEN_IN = re.compile(
    r"\b(?:occurred|observed|seen|noted|reported|developed|found|detected|recorded|documented|achieved|obtained|present"
    r"|failed|diagnosed)\b[^;.%]{0,60}?(?:\b(?:in|for|by|among|and|versus|vs\.?|compared with)|,)"
    r"\s+(?:only\s+|all\s+)?$"
    r"|(?<!.)\s?[(:]\s?(?:n\s?=\s?)?$"
)
_VERSUS = re.compile(r"\b(?:vs|versus|v|compared with)\b")


def counts_given(text: str, figure: FoundFigure) -> bool:
    """Say whether a figure counts what was given: "within two cycles", "to one of three regimens"."""
    if figure.estimate.percent is not None and _STRENGTH.search(
        text, max(0, figure.span.start - 30), figure.span.start
    ):
        return True
    pattern = _CYCLES if figure.estimate.total is None else _CHOICES
    return pattern.match(text, figure.span.end) is not None


def counts_people(text: str, sentence: Sentence, figure: FoundFigure, outcome: Mention | None) -> bool:
    """Say whether a bare count may be the size of a group: only words of an event beside it make it a result."""
    estimate = figure.estimate
    bare = estimate.value is not None and not estimate.unit and not estimate.measure and estimate.value.text.isdecimal()
    if outcome is None or estimate.total is not None or estimate.percent is not None or estimate.sd or estimate.range:
        return False
    if estimate.events is None and not bare:
        return False
    start, end = figure.span.start, figure.span.end
    if outcome.span.start >= end:
        return _HAPPENED.fullmatch(text, end, outcome.span.start) is None
    if outcome.span.end > start:
        return False
    return _SEEN_IN.search(text[outcome.span.end : start]) is None


def is_some(read: Annotated, sentence: Sentence, figure: FoundFigure) -> bool:
    """Say whether the subject of a sentence is some of the patients only."""
    text = read.document.text
    some = _SOME.match(text, sentence.span.start, max(sentence.span.start, figure.span.start))
    known = read.populations[0].criteria if read.populations else ()
    return some is not None and not any(m.concept in known for m in mentions_in(read, some.start(), some.end()))


def became_of(text: str, figure: FoundFigure, outcome: Mention | None) -> bool:
    """Say whether a figure is of an event's course, not of the event: "pain resolved in 72%"."""
    if outcome is None or outcome.kind != "AdverseEvent" or outcome.span.end > figure.span.start:
        return False
    return _COURSE.search(text, outcome.span.end, figure.span.start) is not None


def why_no_share(text: str, figure: FoundFigure, outcome: Mention | None) -> str:
    """Return why a share is not of its outcome: that is a time, or passes a limit ("60% had scores above 3")."""
    estimate = figure.estimate
    if outcome is not None and estimate.value and estimate.unit and _TIME.match(text, outcome.span.start):
        return "" if estimate.unit in ISO or estimate.unit == "%" else "its outcome is a time, and the figure is none"
    if outcome is None or (estimate.percent is None and estimate.events is None):
        return ""
    if _TIME.match(text, outcome.span.start):
        return "is a share, and its outcome is measured"
    beyond = outcome.span.start >= figure.span.end and _LIMIT.match(text, outcome.span.end)
    return "is a share of those beyond a limit" if beyond else ""


def is_among_some(read: Annotated, figure: FoundFigure, *, named: bool) -> bool:
    """Say whether a figure is told of patients with something that not all have; `named`: it is of a group named."""
    text = read.document.text
    if _IN_SUBGROUP.match(text, figure.span.end):
        return True
    some = None if named else _AMONG_SOME.match(text, figure.span.end)
    known = read.populations[0].criteria if read.populations else ()
    return some is not None and not any(m.concept in known for m in mentions_in(read, some.end(), some.end() + 60))


def leads_with_some(read: Annotated, sentence: Sentence) -> bool:
    """Say whether a sentence begins with what not all patients of the study have: "In the subgroup with X,"."""
    text = read.document.text
    some = _LEADING_SOME.match(text, sentence.span.start, sentence.span.end)
    if some is None:
        return False
    known = read.populations[0].criteria if read.populations else ()
    end = text.find(",", some.end(), min(sentence.span.end, some.end() + 120))
    return not any(m.concept in known for m in mentions_in(read, some.end(), max(some.end(), end)))


def is_difference(text: str, figure: FoundFigure) -> bool:
    """Say whether a value is how much one group had more: "was 4.3 days shorter with"."""
    estimate = figure.estimate
    told = estimate.qualifier is not None and not estimate.qualifier.endswith(" by")
    if estimate.value is None or told or estimate.unit == "fold":
        return False
    more = _MORE.search(text, figure.span.start, figure.span.end + 24)
    return more is not None and "(" not in text[figure.span.start : more.start()]


def _is_clause_of_some(read: Annotated, sentence: Sentence, figure: FoundFigure) -> bool:
    """Say whether the clause before a figure tells of patients with what not all have: "and those with X had"."""
    text = read.document.text
    start = max(sentence.span.start, text.rfind(";", 0, figure.span.start), figure.span.start - 160)
    some = list(_SOME_IN_CLAUSE.finditer(text, start, figure.span.start))
    known = read.populations[0].criteria if read.populations else ()
    return bool(some) and not any(m.concept in known for m in mentions_in(read, some[-1].end(), figure.span.start))


def is_of_whom(text: str, figure: FoundFigure) -> bool:
    """Say whether a figure is of those counted before it, or of responders: "46% of whom", "58% in responders"."""
    return (_OF_WHOM.match(text, figure.span.end) or _RESPONDERS.match(text, figure.span.end)) is not None


def foretells(words: str, *, names_arm: bool) -> bool:
    """Say whether a sentence tells what foretells an outcome; "A was associated with" tells of an arm."""
    return (_PREDICTS if names_arm else _FORETOLD).search(words) is not None


def why_partial(read: Annotated, sentence: Sentence, figure: FoundFigure, figures: list[FoundFigure]) -> str:
    """Return why a figure is not of everybody, where its sentence tells of some of the patients."""
    text = read.document.text
    if _AMONG_RESPONDERS.match(text, sentence.span.start):
        return "is of some of the patients only"
    if is_some(read, sentence, figure) or _is_clause_of_some(read, sentence, figure):
        return "is of some of the patients only"
    if len(read.arms) < 2 and figure.series is not None and _EACH.match(text, figure.span.end):
        return "compares groups that are no arms"
    if any(
        m.kind == "Condition" and _IN_WHOM.fullmatch(text, figure.span.end, m.span.start)
        for m in mentions_in(read, figure.span.end, figure.span.end + 60)
    ):
        return "is of some of the patients only"
    place = place_in(figures, figure)
    beside = figures[max(0, place - 1) : place + 2]
    parted = any(
        _VERSUS.search(text, left.span.end, right.span.start)
        for left, right in itertools.pairwise(beside)
        if right.series and left.series is not None
    )
    return "compares groups that are no arms" if parted and len(read.arms) < 2 else ""


def is_unlabelled(read: Annotated, figure: FoundFigure) -> bool:
    """Say whether a bare number stands in brackets behind a figure: "59% versus 53% (0.69, 0.49 to 0.98)"."""
    estimate, text = figure.estimate, read.document.text
    told = estimate.measure or estimate.unit or estimate.percent or estimate.events is not None
    before = text[max(0, figure.span.start - 40) : figure.span.start]
    if not told and estimate.value is None and estimate.range and before.rfind("(") > before.rfind(")"):
        return True
    if not told and estimate.value is not None and estimate.interval is not None:
        return True
    if not told and re.match(r",\s[\d.·]+\s?[–-]\s?[\d.·]", text[figure.span.end : figure.span.end + 20]):
        return True
    if told or figure.series is not None:
        return False
    return re.search(r"(?:[%)\d]|respectively)\s?\([\d.·, ]*$", before) is not None
