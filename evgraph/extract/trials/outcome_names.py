"""What the tagger marked turned into names of outcomes: without grade, measure, time and cause around them.

A figure tells of grade and measure by itself, and what something was due to is not what was counted: "grade 3 or 4
rash" is rash, "the hazard ratio for relapse" a ratio of relapse, "withdrawals due to rash" are withdrawals.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from evgraph.extract.records import Annotated
from evgraph.extract.trials.linking import is_time
from evgraph.extract.trials.phrases import Word
from evgraph.extract.trials.tagger import MEASURED, NAMED, load
from evgraph.model import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that are never an outcome by themselves.
NEVER = _words(
    "patients patient participants participant subjects group groups arm arms study studies trial trials treatment "
    "treatments therapy therapies analysis analyses difference differences result results data evidence baseline week "
    "weeks month months year years day days hours hour minutes p value values ci confidence interval intervals placebo "
    "control controls women men children adults eyes ratio odds sd range n vs percent period "
    "periods effect effects significance finding findings conclusion conclusions intervention interventions "
    "addition contrast comparison total majority population populations sample samples background methods objective "
    "objectives authors author model models hr or rr cohort cohorts followup visit regression figure "
    "research benefit benefits combination drug drugs dose doses use cases case infants individuals people question "
    "sd se sem addition respect terms order regard grade-3 "
    "questions factors factor setting settings practice half third rest subgroup subgroups regimen regimens test tests"
)
#: Never an outcome without another word.
ALONE = NEVER | _words(
    "grade grades percentage percentages proportion proportions rate rates incidence frequency likelihood level levels "
    "occurrence profile changes change reduction reductions increase improvement improvements events score scores "
    "count "
    "ratio hazard odds median mean number numbers point points risk risks time use need probability responders "
    "endpoint endpoints outcome outcomes extent end estimate estimates"
)
#: Before a noun phrase they do not belong to the name of an outcome.
LEADING = _words(
    "mean median average adjusted unadjusted estimated observed reported cumulative absolute corresponding respective "
    "significant different similar secondary primary crude baseline results conclusions conclusion findings final "
    "clinically relevant new additional greater higher lower least-squares ls exact"
)
_DEGREE = (
    r"(?:[≥>]\s?=?\s?)?(?:\d|I{1,3}|IV|V)"
    r"(?:\s?(?:[-/–]|to|or|and)\s?(?:\d|I{1,3}|IV|V|higher|greater|more|worse|above))?"
)
#: What stands before the name of an outcome and is told by the figure.
_BEFORE = re.compile(
    rf"(?:(?:of\s+)?grades?\s+{_DEGREE}\s+"
    r"|(?:\w+\s+)?(?:(?:hazards?|odds|risk|rate)\s+ratios?|(?:absolute\s+)?(?:risk\s+)?differences?|relative\s+risks?)\s+(?:for|of|in|between)\s+"
    r"|(?:at\s+)?(?:weeks?|days?|months?|years?|cycles?)\s\d+,?\s+"
    r"|\d+-(?:day|week|month|year|hour|minute)s?\s+"
    r"|(?:one|two|three|four|five|six|ten|twelve)-(?:week|month|year)s?\s+)",
    re.IGNORECASE,
)
#: Behind the name: the grade again, what it was due to, who had it.
_BEHIND = re.compile(
    rf"\s*[(,]?\s*\b(?:(?:of\s+|at\s+)?grades?\s+{_DEGREE}\b"
    r"|due to|because of|owing to|as a result of|caused by|defined as"
    r"|(?:in|of|among) (?:the |all )?(?:patients|participants|subjects)\b)",
    re.IGNORECASE,
)
#: Before a name that says what its subject is: "X was the most frequent serious event".
_PREDICATE = re.compile(r"\b(?:was|were|is|are) (?:the|an?) (?:[\w-]+ ){0,3}$")
#: How far back, in characters, such words are looked for.
_BACK = 60


def named_spans(read: Annotated, sentences: Sequence[Span]) -> list[Span]:
    """Return the outcomes that sentences name, in text order.

    A sentence with figures is asked what these are of, another one what it names.
    """
    text = read.document.text
    figures = sorted(figure.span for figure in read.figures)
    starts = [span.start for span in figures]
    asked = [
        (span, MEASURED if bisect_left(starts, span.start) < bisect_left(starts, span.end) else NAMED)
        for span in sentences
    ]
    found = []
    for kind, words in load().tag(text, asked, figures):
        start = words[0].start
        if kind == "outcome" and not _PREDICATE.search(text, max(0, start - _BACK), start):
            name = _name(text, words)
            found += [name] if name else []
    return found


def _name(text: str, words: list[Word]) -> Span | None:
    """Return the name of an outcome that is within marked words, if any.

    >>> from evgraph.extract.trials.phrases import words_of
    >>> names = [_name(text, words_of(text)) for text in ("Grade 3 or 4 rash", "Mean pain scores", "6 months")]
    >>> names[0], names[1], names[2]
    (Span(start=13, end=17), Span(start=5, end=16), None)
    """
    start, end = words[0].start, words[-1].end
    while (before := _BEFORE.match(text, start, end)) is not None:
        start = before.end()
    behind = _BEHIND.search(text, start, end)
    stop = behind.start() if behind and behind.start() > start else end
    words = [word for word in words if start <= word.start and word.end <= stop]
    while words and (words[0].low in LEADING or words[0].kind in "VDPAS"):
        words.pop(0)
    while words and (words[-1].kind in "DPAV" or _hangs(words)):
        words.pop()
    if not words or all(word.low in ALONE or word.kind in "XSPD" for word in words):
        return None
    name = Span(words[0].start, words[-1].end)
    return None if is_time(name.of(text)) or len(name.of(text)) < 2 else name


def _hangs(words: Sequence[Word]) -> bool:
    """Say whether a name ends with a sign that belongs to nothing in it: a comma, a bracket never closed or opened."""
    last = words[-1]
    if last.kind != "S":
        return False
    if last.low in ")]":
        return sum(word.low in "([" for word in words) < sum(word.low in ")]" for word in words)
    return last.low not in "%+"
