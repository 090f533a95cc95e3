"""A sentence and an outcome turned into what happened to it: increased, decreased or not different.

The words nearest to the outcome decide: a denied difference first, then comparatives and verbs of change, then the
figures.
"""

from __future__ import annotations

import itertools
import re

from evgraph.extract.figures import find_figures
from evgraph.model import Effect

_NO = re.compile(
    r"\b(?:no|not|nor|neither|without|non-?)\b[^.;]{0,60}?\b(?:differ\w*|significan\w*|effects?|changes?|changed"
    r"|associat\w*|improv\w*|"
    r"increas\w*|decreas\w*|reduc\w*|affect\w*|alter\w*|benefit\w*|superior\w*|influence\w*|evidence|interaction\w*"
    r"|higher|lower|better|impact)\b"
    r"|\b(?:similar|comparable|unchanged|equivalent|unaffected|identical|equal(?:ly)?|the same"
    r"|non-?significant(?:ly)?|insignifican\w*|ns)\b"
    r"|\bdid(?:n't| not)\b|\bfailed to\b|\bneither\b|\bnon-?inferior|\bP\s*=\s*NS\b|\bnot\b[^.;]{0,25}\bdifferen"
    r"|\bno\b[^.;]{0,30}\b(?:was|were)\b",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:increas\w*|higher|greater|more|longer|larger|improv\w*|elevat\w*|rose|rise|gain\w*|better|superior\w*"
    r"|enhanc\w*|"
    r"prolong\w*|highest|faster|exceed\w*|favou?r\w*|rais\w*|upregulat\w*|stronger|outperform\w*|augment\w*|most)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:decreas\w*|lower\w*|reduc\w*|fewer|less|shorter|smaller|declin\w*|worse\w*|fell|dropp\w*|diminish\w*"
    r"|attenuat\w*|"
    r"inferior|lowest|slower|suppress\w*|inhibit\w*|prevent\w*|shorten\w*|loss|deteriorat\w*|alleviat\w*"
    r"|downregulat\w*|weaker|poorer|least|minimi[sz]\w*)\b",
    re.IGNORECASE,
)
_P = re.compile(r"\b[pP](?:[- ]?values?)?\s*(=|<|>|≤|≥|was|of)\s*(\d?[.·]\d+)")
_VERSUS = re.compile(r"\b(?:compared (?:with|to)|than|versus|vs\.?|relative to|over)\b", re.IGNORECASE)
_STOP = re.compile(
    r"[;]|,\s*(?:but|while|whereas|however|although|and)\b|\bbut\b|\bwhereas\b|\bwhile\b|\bhowever\b|\balthough\b"
)


def direction_of(sentence: str, outcome: str, intervention: str = "", comparator: str = "") -> Effect:
    """Return what a sentence says of an outcome under the intervention, against the comparator where it names one.

    >>> direction_of("Pain scores did not differ between groups, but nausea was less frequent with A.", "nausea")
    <Effect.DECREASES: 'decreases'>
    >>> direction_of("Pain scores did not differ between groups, but nausea was less frequent with A.", "pain scores")
    <Effect.NO_CHANGE: 'does not change'>
    >>> direction_of("Survival was longer with placebo than with A.", "survival", "A", "placebo")
    <Effect.DECREASES: 'decreases'>
    """
    clause = _clause(sentence, outcome)
    for words in (clause, sentence):
        found = _told(words, intervention, comparator)
        if found is not None:
            return found
    return Effect.NO_CHANGE


def _told(words: str, intervention: str, comparator: str) -> Effect | None:
    denied = _NO.search(words)
    up, down = _UP.search(words), _DOWN.search(words)
    significant = [match for match in _P.finditer(words) if _is_significant(match)]
    insignificant = [match for match in _P.finditer(words) if not _is_significant(match)]
    if denied and not (significant and (up or down) and not insignificant):
        return Effect.NO_CHANGE
    if insignificant and not significant:
        return Effect.NO_CHANGE
    cue = min((match for match in (up, down) if match), key=lambda match: match.start(), default=None)
    if cue is not None:
        effect = Effect.INCREASES if cue is up else Effect.DECREASES
        return _turned(effect) if _is_of_comparator(words, cue.end(), intervention, comparator) else effect
    return _by_figures(words, intervention, comparator)


def _is_significant(match: re.Match[str]) -> bool:
    value = float(match[2].replace("·", "."))
    return match[1] != ">" and (value < 0.05 or (match[1] == "<" and value <= 0.05))


def _turned(effect: Effect) -> Effect:
    return Effect.DECREASES if effect is Effect.INCREASES else Effect.INCREASES


def _is_of_comparator(words: str, place: int, intervention: str, comparator: str) -> bool:
    """Say whether what is higher or lower is so in the comparator's group."""
    versus = _VERSUS.search(words, place)
    own, other = _place(words, intervention), _place(words, comparator)
    if own is None and other is None:
        return False
    if versus is not None:
        if own is not None and other is not None and own != other:
            return other < versus.start() < own
        if own is not None and other is None:
            return own > versus.start()
        return other is not None and other < versus.start() and own is None
    return own is None and other is not None and comparator.lower() not in ("placebo", "control")


def _place(words: str, name: str) -> int | None:
    """Return where the first telling word of a name stands."""
    low = words.lower()
    for word in sorted(set(re.findall(r"[A-Za-z][\w-]{2,}|[A-Z]{1,4}\b", name)), key=lambda word: (-len(word), word)):
        if word.lower() in _DULL:
            continue
        match = re.search(rf"\b{re.escape(word.lower())}", low)
        if match:
            return match.start()
    return None


_DULL = frozenset(
    [
        "group",
        "groups",
        "arm",
        "the",
        "and",
        "with",
        "for",
        "from",
        "daily",
        "dose",
        "treatment",
        "therapy",
        "patients",
        "received",
        "receiving",
        "plus",
        "mg",
        "day",
        "days",
        "week",
        "weeks",
        "versus",
        "than",
        "once",
        "twice",
        "tablet",
        "tablets",
        "oral",
        "per",
        "body",
        "weight",
        "of",
        "in",
        "or",
        "care",
    ]
)


def _by_figures(words: str, intervention: str, comparator: str) -> Effect | None:
    """Compare the two figures of a list, the first being the intervention's unless the names say otherwise."""
    figures = [f for f in find_figures(words) if f.estimate.value or f.estimate.percent]
    if len(figures) < 2 or not any(f.estimate.p or "signific" in words for f in figures):
        return None
    numbers = [(f.estimate.percent or f.estimate.value) for f in figures[:2]]
    values = [number.value for number in numbers if number is not None and number.value is not None]
    if len(values) < 2 or values[0] == values[1]:
        return None
    effect = Effect.INCREASES if values[0] > values[1] else Effect.DECREASES
    own, other = _place(words, intervention), _place(words, comparator)
    return _turned(effect) if own is not None and other is not None and other < own else effect


def _clause(sentence: str, outcome: str) -> str:
    """Return the part of a sentence in which most words of an outcome stand."""
    cuts = [0, *(match.start() for match in _STOP.finditer(sentence)), len(sentence)]
    names = [word for word in re.findall(r"\w{3,}", outcome.lower()) if word not in _DULL]
    best, most = sentence, 0
    for first, last in itertools.pairwise(cuts):
        part = sentence[first:last]
        low = part.lower()
        score = sum(name[:6] in low for name in names)
        if score > most:
            best, most = part, score
    return best
