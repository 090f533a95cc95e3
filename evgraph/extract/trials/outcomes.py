"""Sentences turned into the outcomes they report: what was measured, as the words name it.

The lexicon knows the outcomes of its topic. Any other is what is told to be an end point, what happened to people by a
verb, and what the tagger marks in sentences of results (`outcome_names`).
"""

from __future__ import annotations

import re
from collections import deque

from evgraph.extract.records import Annotated, mentions_in, term
from evgraph.extract.telltales import telltale
from evgraph.extract.trials.outcome_names import LEADING, NEVER, named_spans
from evgraph.extract.trials.phrases import words_of
from evgraph.model import Mention, Span

_ENDPOINT = telltale(
    "end point",
    r"\b(?:(?:co-?)?primary|main|secondary|key|principal)\s+(?:\w+\s+){0,3}?(?:end\s?-?points?|outcomes?|outcome "
    r"measures?)\s+"
    r"(?:measures?\s+)?(?:was|were|is|are|included|include|:)\s+",
)


_LIST_END = re.compile(
    r"[;.]\s|;|, (?:which|defined|as)\b|\b(?:defined|assessed|measured|at|after)\b|\bend\s?-?points?\b"
)
#: How far, in characters, the list of end points may reach.
_LONGEST = 400


def endpoint_spans(text: str, start: int, end: int) -> list[Span]:
    """Return what a sentence says to be an end point.

    >>> text = "The primary end point was overall survival; secondary endpoints included rash and time to relapse."
    >>> [span.of(text) for span in endpoint_spans(text, 0, len(text))]
    ['overall survival', 'rash', 'time to relapse']
    """
    found: list[Span] = []
    for match in _ENDPOINT.finditer(text, start, end):
        last = min(end, match.end() + _LONGEST)
        stop = _LIST_END.search(text, match.end(), last)
        found += _listed(text, match.end(), stop.start() if stop else last)
    return found


def _listed(text: str, start: int, end: int) -> list[Span]:
    """Return the items of a list: "A, B, and time to C"."""
    found = []
    for match in re.finditer(r"[^,;]+?(?=,|;|\band\b|$)|(?<=\band\b)[^,;]+", text[start:end]):
        words = [word for word in words_of(text, start + match.start(), start + match.end()) if word.kind != "S"]
        while words and (words[0].kind in "DPA" or words[0].low in LEADING):
            words.pop(0)
        while words and words[-1].kind in "DPAV":
            words.pop()
        if words and len(words) <= 10 and words[0].low not in NEVER:
            found.append(Span(words[0].start, words[-1].end))
    return found


#: What happens to people, told by a verb, and the noun for it.
_EVENTS = {
    "died": "death",
    "relapsed": "relapse",
    "responded": "response",
    "progressed": "progression",
    "survived": "survival",
    "recurred": "recurrence",
}
_EVENT = telltale("event", rf"\b(?:{'|'.join(_EVENTS)})\b", flags=0)


def _told_by_verb(read: Annotated, start: int, end: int) -> list[Mention]:
    """Return the outcomes that a sentence tells by a verb: "three patients died"."""
    found = []
    for match in _EVENT.finditer(read.document.text, start, end):
        noun = _EVENTS[match.group()]
        known = [c for c in read.lexicon.find(noun) if c.kind in ("Outcome", "AdverseEvent")]
        concept = known[0] if len(known) == 1 else term("Outcome", noun)
        span = Span(match.start(), match.end())
        found.append(
            Mention(read.document.reference, read.document.part, span, concept.kind, concept.iri, (), "event verb")
        )
    return found


#: Events counted together; neither of them alone is what is told.
_COMPOSITE = telltale(
    "composite",
    r"\b(?:(?:disease|clinical|tumou?r|first)\s)?(?:progression|relapse|recurrence|hospitali[sz]ation|infarction"
    r"|stroke|readmission)"
    r"(?:,? or | and/or |/)(?:all-cause |any-cause )?(?:death|mortality|relapse)\b",
)
_NO_RESULT = (
    "METHOD",
    "DESIGN",
    "SETTING",
    "OBJECTIVE",
    "AIM",
    "PURPOSE",
    "INTRODUCTION",
    "BACKGROUND",
    "TITLE",
    "FUNDING",
)
_COMPLETING = ("with", "without", "with or without", "from", "from the", "since", "since the")
_KNOWN = ("Outcome", "AdverseEvent", "Characteristic", "Drug", "Procedure", "Regimen")


def find_outcome_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return mentions of outcomes that no vocabulary holds: of sentences of results, and of end points anywhere."""
    text = read.document.text
    defined = [endpoint_spans(text, sentence.span.start, sentence.span.end) for sentence in read.sentences]
    results = [
        sentence.span
        for sentence, spans in zip(read.sentences, defined, strict=True)
        if not spans and not any(name in sentence.section for name in _NO_RESULT)
    ]
    marked = deque(named_spans(read, results))
    found = []
    for sentence, spans in zip(read.sentences, defined, strict=True):
        start, end = sentence.span.start, sentence.span.end
        while marked and marked[0].start < end:
            spans.append(marked.popleft())
        found += _told_by_verb(read, start, end)
        composites = [Span(*match.span()) for match in _COMPOSITE.finditer(text, start, end)]
        found += [_coined(read, span) for span in composites]
        known = [one.span for one in mentions_in(read, start, end) if one.kind in _KNOWN and one.concept]
        spans = [span for span in spans if not any(_meet(span, other) for other in composites)]
        spans = [span for span in spans if not any(_completes(text, span, other) for other in known)]
        for span in spans:
            if not any(_meet(span, other) and not _says_more(text, span, other) for other in known):
                found.append(_coined(read, span))
    return tuple(found)


def _says_more(text: str, span: Span, known: Span) -> bool:
    """Say whether a phrase is more than the known word it ends with: "partial response" is not "response"."""
    more = text[span.start : known.start]
    plain = " " not in known.of(text) and span.end == known.end and known.start > span.start
    return plain and " of " not in more and " in " not in more


def _completes(text: str, span: Span, known: Span) -> bool:
    """Say whether a phrase says more of what is named before it: "remission with full recovery"."""
    return known.end < span.start and text[known.end : span.start].strip() in _COMPLETING


def _coined(read: Annotated, span: Span) -> Mention:
    concept = term("Outcome", span.of(read.document.text)).iri
    return Mention(read.document.reference, read.document.part, span, "Outcome", concept, (), "outcome phrase")


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
