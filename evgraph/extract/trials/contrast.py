"""A comparison turned into which of its two arms had more of the outcome, where words or figures say so.

More or less, never better or worse: whether more of an outcome is good, a text does not say in one word. "Improved" and
"superior" tell nothing here unless the figures of both arms stand beside them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from evgraph.extract.figures.words import RATIOS
from evgraph.extract.trials.bound import COMPARING, Bound
from evgraph.model import Contrast, EffectEstimate
from evgraph.vocabulary import CONCEPT

_DENIED = re.compile(
    r"\b(?:no|not|nor|neither|without)\b[^.;]{0,40}?\b(?:differ\w*|significant\w*)\b"
    r"|\b(?:similar|comparable|unchanged|equivalent|identical|equal(?:ly)?|the same|non-?significant(?:ly)?)\b"
    r"|\b(?:did|does|was|were)\s?(?:n't|not)\s(?:\w+\s){0,2}(?:differ\w*|affect\w*|change\w*|alter\w*|reduc\w*"
    r"|increas\w*"
    r"|higher|lower|longer|shorter)\b",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:increased?|increases|higher|greater|more|longer|larger|elevated|raised|prolong(?:ed|s)?|exceeded)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:decreased?|decreases|lower|lowered|reduced?|reduces|reduction|fewer|less|shorter|shortened|smaller"
    r"|diminished)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"\b(?:compared (?:with|to)|than|versus|vs\.?|relative to|as against)\b", re.IGNORECASE)
#: Where a clause begins or ends.
_CLAUSE = re.compile(r";|,\s(?:but|while|whereas|however|although|and)\b|\b(?:but|whereas|while|however|although)\b")
_RATIOS = frozenset(str(CONCEPT) + name for name in RATIOS)
_LEVEL = Decimal("0.05")


def contrast_of(text: str, bound: Bound, beside: Sequence[Bound]) -> Contrast | None:
    """Return whether the first arm of a comparison had more of the outcome, less, or no difference was shown.

    `beside` are the figures of the same sentence. `None` where neither words nor figures tell, or where they differ.
    """
    significant = _is_significant(bound.figure.estimate)
    clause = _clause(text, bound)
    words = text[clause[0] : clause[1]]
    if "inferior" in words.casefold():  # a P value of non-inferiority tells of no difference
        return None
    if significant is False:
        return Contrast.NO_DIFFERENCE
    if _DENIED.search(words):
        return None if significant else Contrast.NO_DIFFERENCE
    told, counted = _by_words(text, clause, bound), _by_values(bound, beside) if significant else None
    if told is not None and counted is not None and told is not counted:
        return None
    return told or counted


def _is_significant(estimate: EffectEstimate) -> bool | None:
    """Say whether a P value lies below 0.05, or an interval leaves out what no difference is; `None` without both."""
    if estimate.p is not None:
        value, operator = estimate.p.value.value, estimate.p.operator
        if value is None:
            return False if estimate.p.value.text.upper() == "NS" else None
        if operator in (">", "≥"):
            return False if value >= _LEVEL else None
        return value < _LEVEL or (operator in ("<", "≤") and value == _LEVEL) or (False if value >= _LEVEL else None)
    if estimate.interval is None or estimate.measure not in COMPARING:
        return None
    lower, upper = estimate.interval.lower.value, estimate.interval.upper.value
    if lower is None or upper is None:
        return None
    nothing = 1 if estimate.measure in _RATIOS else 0
    return not lower <= nothing <= upper


def _clause(text: str, bound: Bound) -> tuple[int, int]:
    """Return the clause that a figure stands in, from the outcome on where that was named in an earlier one."""
    span, place = bound.sentence.span, bound.figure.span.start
    cuts = [match.start() for match in _CLAUSE.finditer(text, span.start, span.end)]
    start = max((cut for cut in cuts if cut < place), default=span.start)
    if bound.outcome is not None and span.start <= bound.outcome.span.start < start:
        start = max((cut for cut in cuts if cut < bound.outcome.span.start), default=span.start)
    return start, min((cut for cut in cuts if cut >= place), default=span.end)


def _by_words(text: str, clause: tuple[int, int], bound: Bound) -> Contrast | None:
    """Return what the words of a clause say of the first arm, or the other way round of the second."""
    start, end = clause
    up, down = _UP.search(text, start, end), _DOWN.search(text, start, end)
    if (up is None) == (down is None):
        return None
    subject = _subject(text, clause, bound)
    if subject is None:
        return None
    return Contrast.HIGHER if (up is not None) is subject else Contrast.LOWER


def _subject(text: str, clause: tuple[int, int], bound: Bound) -> bool | None:
    """Say whether a clause speaks of the first arm, not of the second; `None` where it does not tell."""
    start, end = clause
    named = [item for item in bound.named if start <= item.span.start < end]
    if any(item.arm is None for item in named):
        return None
    keys = list(dict.fromkeys(item.arm.key for item in named if item.arm is not None))
    own = bound.arm.key if bound.arm else ""
    if len(keys) == 1:
        return keys[0] == own
    against = _AGAINST.search(text, start, end)
    if len(keys) != 2 or against is None:
        return None
    behind = [item.arm.key for item in named if item.arm is not None and item.span.start >= against.end()]
    return behind[0] != own if behind else None


def _by_values(bound: Bound, beside: Sequence[Bound]) -> Contrast | None:
    """Return which arm has the higher value, where the sentence gives one value of the outcome for each."""
    if bound.arm is None or bound.versus is None or bound.outcome is None:
        return None
    values: dict[str, set[Decimal]] = {bound.arm.key: set(), bound.versus.key: set()}
    for other in beside:
        same = other.outcome is not None and other.outcome.concept == bound.outcome.concept
        figure = other.figure.estimate.percent or other.figure.estimate.value
        if same and not other.reason and not other.compares and other.arm and figure and figure.value is not None:
            values.setdefault(other.arm.key, set()).add(figure.value)
    own, versus = values[bound.arm.key], values[bound.versus.key]
    if len(own) != 1 or len(versus) != 1 or own == versus:
        return None
    return Contrast.HIGHER if min(own) > min(versus) else Contrast.LOWER
