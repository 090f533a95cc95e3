"""What the tagger marked turned into names of outcomes: without grade, measure, time and cause around them.

A figure tells of grade and measure by itself, and what something was due to is not what was counted: "grade 3 or 4
rash" is rash, "the hazard ratio for relapse" a ratio of relapse, "withdrawals due to rash" are withdrawals.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from evgraph.extract.records import Annotated, Sentence
from evgraph.extract.trials.groups import GROUP, PEOPLE
from evgraph.extract.trials.outcome_links import is_time
from evgraph.extract.trials.phrases import Word, noun_phrases, words_of
from evgraph.extract.trials.tagger import MEASURED, NAMED, load
from evgraph.extract.trials.tagger.model import Marked
from evgraph.extract.wordlists import words
from evgraph.model import Span

#: Words that are never an outcome by themselves.
NEVER = words(
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
ALONE = NEVER | words(
    "grade grades percentage percentages proportion proportions rate rates incidence frequency likelihood level levels "
    "occurrence profile changes change reduction reductions increase improvement improvements events score scores "
    "count "
    "ratio hazard odds median mean number numbers point points risk risks time use need probability responders "
    "endpoint endpoints outcome outcomes extent end estimate estimates"
)
#: Before a noun phrase they do not belong to the name of an outcome.
LEADING = words(
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
    r"|(?:at|after)?\s*\d+\s(?:days?|weeks?|months?|years?),\s+"
    r"|\d+\s?-\s?(?:day|week|month|year|hour|minute)s?\s+"
    r"|(?:one|two|three|four|five|six|ten|twelve)-(?:week|month|year)s?\s+)",
    re.IGNORECASE,
)
#: Behind the name: the grade again, what it was due to, who had it.
_BEHIND = re.compile(
    rf"\s*[(,]?\s*\b(?:(?:of\s+|at\s+)?grades?\s+{_DEGREE}\b"
    r"|at (?:the )?(?:(?:day|week|month|year)s? \d+|\d+ (?:day|week|month|year)s?)\b"
    r"|due to|because of|owing to|as a result of|caused by|defined as"
    r"|(?:in|of|among) (?:the |all )?(?:patients|participants|subjects)\b)",
    re.IGNORECASE,
)
#: Before a name that says what its subject is: "X was the most frequent serious event".
_PREDICATE = re.compile(r"\b(?:was|were|is|are) (?:the|an?) (?:[\w-]+ ){0,3}$")
#: Behind the subject of a sentence that tells how many had it.
_SEEN = re.compile(
    r"\s+(?:(?:was|were)\s+(?:also\s+)?(?:seen|reported|observed|noted|recorded|found|detected|present|documented"
    r"|the most)\b|occurred\b|developed\b)"
)
#: A name has at most so many words.
_MOST = 12
#: Words of a clause, not of a name.
_CLAUSE = words("was were is are do did had has have received would could will who which")
_PEOPLE = (
    PEOPLE | GROUP | words("controls users smokers ex-smokers nonsmokers persons responders nonresponders population")
)
_HANGING = frozenset(",;:.=<>≥≤-–/([&'\"")
_ADJECTIVE = re.compile(
    r".*(?:[^e]ed|ous|ly)|once|positive|negative|male|female|cardiac|renal|free|effective|affecting"
)
#: What no name holds: signs of figures, finite verbs.
_NO_NAME = words("% = ci is are was were be been can could may might must did does")
#: How far back, in characters, such words are looked for.
_BACK = 60


def named_spans(read: Annotated, sentences: Sequence[Sentence]) -> list[Span]:
    """Return the outcomes that sentences name, in text order.

    A sentence with figures is asked what these are of, another one what it names. Where no section is named, nothing
    is asked before the first figure: what stands there is no result.
    """
    text = read.document.text
    figures = sorted(figure.span for figure in read.figures)
    starts = [span.start for span in figures]
    asked = []
    for sentence in sentences:
        first, last = bisect_left(starts, sentence.span.start), bisect_left(starts, sentence.span.end)
        if last or sentence.section:
            asked.append((sentence.span, MEASURED if first < last else NAMED))
    found = []
    marked = load().tag(text, asked, figures)
    for kind, told in [*marked, *_subjects(text, asked, starts, marked)]:
        start = told[0].start
        if kind == "outcome" and not _PREDICATE.search(text, max(0, start - _BACK), start):
            at = bisect_right(starts, start)
            stop = starts[at] if at < len(starts) else len(text)
            name = _name(text, [word for word in told if word.end <= stop])
            found += [name] if name else []
    return sorted(found)


def _subjects(
    text: str, asked: Sequence[tuple[Span, str]], starts: Sequence[int], marked: Sequence[Marked]
) -> Iterator[Marked]:
    """Yield what was seen in so many, "rash was seen in 12%", where nothing is marked before the first figure."""
    taken = [words[0].start for kind, words in marked if kind == "outcome"]
    for span, style in asked:
        stop = starts[bisect_left(starts, span.start)] if style == MEASURED else span.start
        if bisect_left(taken, span.start) < bisect_left(taken, stop):
            continue
        words = words_of(text, span.start, stop)
        for first, last in noun_phrases(words)[:1]:
            if first < 2 and _SEEN.match(text, words[last - 1].end, span.end):
                yield "outcome", words[first:last]


def _name(text: str, words: list[Word]) -> Span | None:
    """Return the name of an outcome that is within marked words, if any.

    >>> names = [_name(text, words_of(text)) for text in ("Grade 3 or 4 rash", "Mean pain scores", "6 months")]
    >>> names[0], names[1], names[2]
    (Span(start=13, end=17), Span(start=5, end=16), None)
    >>> [_name(text, words_of(text)) for text in ("ejection fraction (LVEF", "transplanted from a donor")]
    [Span(start=0, end=17), None]
    """
    if not words:
        return None
    start, end = words[0].start, words[-1].end
    while (before := _BEFORE.match(text, start, end)) is not None:
        start = before.end()
    behind = _BEHIND.search(text, start, end)
    stop = behind.start() if behind and behind.start() > start else end
    words = _bare([word for word in words if start <= word.start and word.end <= stop])
    clause = next((i for i, word in enumerate(words) if word.low in _CLAUSE), None)
    words = _bare(_within_brackets(words[:clause]))
    if not _is_name(words) or _tells(words):
        return None
    name = Span(words[0].start, words[-1].end)
    return None if is_time(name.of(text)) else name


def _is_name(words: Sequence[Word]) -> bool:
    """Say whether words can name an outcome: not people, not a number, not an adjective."""
    if not 0 < len(words) <= _MOST or (words[0].kind == "X" and [word.low for word in words[1:2]] != ["h"]):
        return False
    head = next((i for i, word in enumerate(words) if word.kind in "PS"), len(words)) - 1
    if words[head].low in _PEOPLE or all(word.low in ALONE or word.kind in "XSPD" for word in words):
        return False
    only = words[0].low if len(words) == 1 else ""
    return only == "" or (len(only) > 1 and _ADJECTIVE.fullmatch(only) is None)


def _tells(words: Sequence[Word]) -> bool:
    """Say whether marked words tell something instead of naming it: "transplanted from a donor", "not evaluable"."""
    done = words[0].low.endswith("ed") and len(words) > 1 and words[1].kind == "P"
    empty = words[-1].low in ("evaluable", "estimable", "reached", "first-line", "second-line")
    return done or empty or any(word.low in _NO_NAME for word in words)


def _within_brackets(words: list[Word]) -> list[Word]:
    """Return the words behind a bracket that was never opened and before one that is never closed."""
    opened: list[int] = []
    first = 0
    for place, word in enumerate(words):
        if word.low in ("(", "["):
            opened.append(place)
        elif word.low in (")", "]"):
            if opened:
                opened.pop()
            else:
                first = place + 1
    last = opened[0] if opened else len(words)
    return words[first:last]


def _bare(words: list[Word]) -> list[Word]:
    """Return words without those at both ends that belong to no name, nor a comma or a bracket alone."""
    first, last = 0, len(words)
    while first < last and (words[first].low in LEADING or words[first].kind in "VDPAS"):
        first += 1
    while last > first and (words[last - 1].kind in "DPAV" or words[last - 1].low in _HANGING):
        last -= 1
    return words[first:last]
