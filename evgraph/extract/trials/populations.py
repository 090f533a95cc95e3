"""An annotated Document turned into its Populations: who was studied, how many, how old, by which criteria."""

from __future__ import annotations

import re

from evgraph.extract.figures.tokens import tokens_of
from evgraph.extract.figures.words import words
from evgraph.extract.records import Annotated
from evgraph.extract.trials.phrases import words_of
from evgraph.model import Population, Span

#: Kinds of things that say who somebody is.
CRITERIA = ("Condition", "Criterion")
_WHO = (
    r"(?:patients?|adults?|children|participants|subjects|women|men|adolescents|infants|individuals|people"
    r"|volunteers|pts|boys|"
    r"girls|neonates|males|females)"
)
_GROUP = re.compile(
    rf"\b{_WHO}\s+"
    rf"(?:\([^()]{{0,60}}\)\s*)?(?:aged\s+(?:(?:at least|over|under|between)\s+)?\d+(?:\s*(?:-|–|to"
    rf"|and)\s*\d+)?\s+(?:years|months)\s+(?:(?:or|and)\s+(?:older|younger)\s+|of age\s+)*)?(?:with|who had|having"
    rf"|suffering from|undergoing|diagnosed with|aged)\s+(?:\S+\s+){{0,25}}?\S+?(?=[.;:,(]|\s\(|\s(?:were|was|who"
    rf"|received|"
    rf"treated|at|to(?!\s(?:severe|moderate|high|\d))|in|by|from|after|enrolled|randomi[sz]ed|is|are|has|have|had"
    rf"|resulted|showed|typically|as|while|whereas|and\s\d|using|under|between|for)\b|$)",
    re.IGNORECASE,
)
_SIZE = re.compile(
    rf"(?<![\d.,/-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}"
    rf"|[A-Z][a-z]+(?:-[a-z]+)?(?:\shundred(?:\sand)?(?:\s[a-z]+(?:-[a-z]+)?)?)?)\s+(?:(?:\w"
    rf"|-)+\s+){{0,4}}?{_WHO}\b(?:\s+(?!assessed|screened|whom|excluded)[\w,()-]+){{0,14}}?\s+(?:were|was|underwent|"
    rf"have been)?\s*(?:randomi[sz]ed|randomly|enrolled|included|recruited|treated|entered|studied|evaluable"
    rf"|analy[sz]ed|assigned|eligible|registered|accrued)\b",
)
_ENROLLED = re.compile(
    rf"\b(?:enrolled|randomi[sz]ed|randomly assigned|recruited|included|treated|assigned|studied)\s+(?:a total "
    rf"of\s+)?(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s+(?:\w+\s+){{0,4}}?{_WHO}\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    rf"\ba total of\s+(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s+(?:(?:\w|-)+\s+){{0,4}}?{_WHO}\b", re.IGNORECASE
)
_AGE = re.compile(
    r"\b(?:aged?|ages)\s+(?:of\s+)?(?:(?:between|from)\s+)?((?:≥|≤|>|<|at least|over|under|up "
    r"to)?\s*\d{1,3}(?:\s*(?:-|–|to|and)\s*\d{1,3})?\s*(?:years?|yrs?|months?)?"
    r"(?:\s+(?:or|and)\s+(?:older|younger|over|above|more))?(?:\s+of age)?)|\b(\d{1,3}(?:\s*(?:-|–"
    r"|to)\s*\d{1,3})?\s+years\s+(?:(?:of age|old)(?:\s+(?:or|and)\s+(?:older|younger))?|(?:or|and)\s+(?:older"
    r"|younger)))",
    re.IGNORECASE,
)
_NOT_LEFT = words(
    "randomly assigned enrolled randomized randomised allocated included recruited eligible total hundred thousand"
)
_RESULT = ("RESULT", "FINDING", "CONCLUSION", "INTERPRETATION")


def find_populations(read: Annotated) -> tuple[Population, ...]:
    """Return the group that was studied, as far as the text tells: its words, criteria, age and size.

    The first sentence that says "patients with ..." gives the words; size and age are taken from wherever they stand.
    """
    text = read.document.text
    before = [s for s in read.sentences if not any(name in s.section for name in _RESULT)]
    group = next((span for s in before if (span := _group(text, s.span)) is not None), None)
    size = _size(read)
    age = _first(_AGE, read)
    if group is None and size is None and age is None:
        return ()
    label = group.of(text) if group is not None else f"{size} patients" if size else f"aged {age}"
    criteria = tuple(
        sorted(
            {m.concept for m in read.mentions if m.concept and m.kind in CRITERIA and group and _inside(group, m.span)}
        )
    )
    return (Population("mined-population-1", label, read.document.reference, criteria=criteria, age=age, size=size),)


def _group(text: str, span: Span) -> Span | None:
    """Return the words "patients with ..." of a sentence, with what says more of them on their left."""
    match = _GROUP.search(text, span.start, span.end)
    if match is None:
        return None
    left = words_of(text, max(span.start, match.start() - 60), match.start())
    start = match.start()
    while left and left[-1].kind == "N" and left[-1].low not in _NOT_LEFT:
        if text[left[-1].end : start].strip(" -"):
            break
        start = left.pop().start
    return Span(start, match.end())


def _size(read: Annotated) -> int | None:
    """Return how many were studied: the first number that enrolment, allocation or treatment is told of."""
    text = read.document.text
    for pattern in (_TOTAL, _ENROLLED, _SIZE):
        for sentence in read.sentences:
            match = pattern.search(text, sentence.span.start, sentence.span.end)
            number = _number(match.group(1)) if match is not None else None
            if number is not None and number > 1:
                return number
    return None


def _number(number: str) -> int | None:
    numbers = [token.text.replace(",", "") for token in tokens_of(number) if token.kind == "num"]
    return int(numbers[0]) if len(numbers) == 1 and numbers[0].isdecimal() else None


def _first(pattern: re.Pattern[str], read: Annotated) -> str | None:
    """Return what a pattern finds first outside of results."""
    text = read.document.text
    for sentence in read.sentences:
        if any(name in sentence.section for name in _RESULT):
            continue
        match = pattern.search(text, sentence.span.start, sentence.span.end)
        if match is not None:
            return " ".join(next(group for group in match.groups() if group).split())
    return None


def _inside(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
