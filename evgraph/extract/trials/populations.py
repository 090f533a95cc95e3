"""An annotated Document turned into its Populations: who was studied, how many, how old, by which criteria."""

from __future__ import annotations

from evgraph.extract.figures.tokens import NUMBER_WORDS
from evgraph.extract.figures.words import words
from evgraph.extract.records import Annotated
from evgraph.extract.telltales import Telltale, telltale
from evgraph.extract.trials.phrases import words_of
from evgraph.model import Population, Span

#: Kinds of things that say who somebody is.
CRITERIA = ("Condition", "Criterion")
_WHO = (
    r"(?:patients?|adults?|children|participants|subjects|women|men|adolescents|infants|individuals|people"
    r"|volunteers|pts|boys|"
    r"girls|neonates|males|females)"
)
_GROUP = telltale(
    "who",
    rf"\b{_WHO}\s+"
    rf"(?:\([^()]{{0,60}}\)\s*)?(?:aged\s+(?:(?:at least|over|under|between)\s+)?\d+(?:\s*(?:-|–|to"
    rf"|and)\s*\d+)?\s+(?:years|months)\s+(?:(?:or|and)\s+(?:older|younger)\s+|of age\s+)*)?(?:with|who had|having"
    rf"|suffering from|undergoing|diagnosed with|aged)\s+(?:\S+\s+){{0,25}}?\S+?(?=[.;:,(]|\s\(|\s(?:were|was|who"
    rf"|received|"
    rf"treated|at|to|in|by|from|after|enrolled|randomi[sz]ed|is|are|has|have|had|and\s\d|using|under|between|for)\b|$)",
)
_SIZE = telltale(
    "size",
    rf"(?<![\d.,/-])(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|[A-Z][a-z]+(?:-[a-z]+)?)\s+(?:(?:\w"
    rf"|-)+\s+){{0,4}}?{_WHO}\b(?:\s+[\w,()-]+){{0,14}}?\s+(?:were|was|underwent|"
    rf"have been)?\s*(?:randomi[sz]ed|randomly|enrolled|included|recruited|treated|entered|studied|evaluable"
    rf"|analy[sz]ed|assigned|eligible|registered|accrued)\b",
    flags=0,
)
_ENROLLED = telltale(
    "enrolment",
    rf"\b(?:enrolled|randomi[sz]ed|randomly assigned|recruited|included|treated|assigned|studied)\s+(?:a total "
    rf"of\s+)?(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s+(?:\w+\s+){{0,4}}?{_WHO}\b",
)
_TOTAL = telltale(
    "total",
    rf"\ba total of\s+(\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}})\s+(?:(?:\w|-)+\s+){{0,4}}?{_WHO}\b",
)
_AGE = telltale(
    "age",
    r"\b(?:aged?|ages)\s+(?:of\s+)?(?:(?:between|from)\s+)?((?:≥|≤|>|<|at least|over|under|up "
    r"to)?\s*\d{1,3}(?:\s*(?:-|–|to|and)\s*\d{1,3})?\s*(?:years?|yrs?|months?)?"
    r"(?:\s+(?:or|and)\s+(?:older|younger|over|above|more))?(?:\s+of age)?)|\b(\d{1,3}(?:\s*(?:-|–"
    r"|to)\s*\d{1,3})?\s+years\s+(?:(?:of age|old)(?:\s+(?:or|and)\s+(?:older|younger))?|(?:or|and)\s+(?:older"
    r"|younger)))",
)
_NOT_LEFT = words("randomly assigned enrolled randomized randomised allocated included recruited eligible total")
_RESULT = ("RESULT", "FINDING", "CONCLUSION", "INTERPRETATION")


def find_populations(read: Annotated) -> tuple[Population, ...]:
    """Return the group that was studied, as far as the text tells: its words, criteria, age and size.

    The first sentence that says "patients with ..." gives the words; size and age are taken from wherever they stand.
    """
    text = read.document.text
    group = next((span for s in read.sentences if (span := _group(text, s.span)) is not None), None)
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
    plain = number.replace(",", "")
    if plain.isdecimal():
        return int(plain)
    parts = number.lower().split("-")
    return sum(NUMBER_WORDS[part] for part in parts) if all(part in NUMBER_WORDS for part in parts) else None


def _first(pattern: Telltale, read: Annotated) -> str | None:
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
