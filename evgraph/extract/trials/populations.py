"""An annotated Document turned into its Populations: who was studied, how many, how old, by which criteria."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain

from evgraph.extract.figures.tokens import NUMBER_WORDS, tokens_of
from evgraph.extract.records import Annotated, Sentence
from evgraph.extract.telltales import telltale
from evgraph.extract.trials.phrases import words_of
from evgraph.extract.wordlists import words
from evgraph.model import Population, Span
from evgraph.wording import count

#: Kinds of things that say who somebody is.
CRITERIA = ("Condition", "Criterion")
_WHO = (
    r"(?:patients?|adults?|children|participants|subjects|women|men|adolescents|infants|individuals|people"
    r"|volunteers|pts|boys|girls|neonates|males|females|smokers|survivors|recipients)"
)
_GROUP = telltale(
    "who",
    rf"\b{_WHO}\s+"
    r"(?:\([^()]{0,60}\)\s*)?(?:aged\s+(?:(?:at least|over|under|between)\s+)?\d+(?:\s*(?:-|–|to"
    r"|and)\s*\d+)?\s+(?:years|months)\s+(?:(?:or|and)\s+(?:older|younger)\s+|of age\s+)*)?(?:with|who had|having"
    r"|suffering from|undergoing|diagnosed with|aged)\s+"
    r"(?:(?:grade\s\d|mild|moderate|low|minimal|early|locally\sadvanced)(?:[\s-]to[\s-]"
    r"|\sor\s)(?=\w))?(?:\S+\s+){0,25}?"
    r"\S+?(?=[;:,(]|\.(?=\s[A-Z]|$)|\s\(|(?<!ly)\s(?:received|treated)\b"
    r"|\s(?:were|was|who|at|to|in|by|from|after|enrolled"
    r"|randomi[sz]ed|is|are|has"
    r"|have|had|and\s\d|using|under|between|for|but|as|during|while|whose|despite|when|if|entered|participated"
    r"|completed|poorly|inadequately|receiving"
    r"|previously(?!\s(?:un)?treated)|need|needs|compared|versus|vs|on)\b|$)",
)
#: Nobody was studied who is told of like this: "in most patients with", "may help patients with".
_NOBODY = re.compile(
    r"\b(?:most|many|some|few|fewer|more|other|all|these|those|healthy|for|help|among|several|proportion of|% of"
    r"|of the|\d)"
    r"\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_ENROLLING = re.compile(
    r"\b(?:randomi[sz]ed|randomly|enrol+ed|included|recruited|eligible|assigned|allocated|studied|conducted|trial|study"
    r"|cohort|participated|registered|accrued|evaluated)\b",
    re.IGNORECASE,
)
_NUMBER = r"(?<![\d/=-] )(?<![\d.,/=-])(\d{1,3}(?:,\d{3})+|\d{1,6})"
_BETWEEN = r"(?:(?!(?:and|or|of|in|to|per)\b)[\w-]+ ){0,4}?"
_VERB = (
    r"(?:randomi[sz]ed|randomly|enrol+ed|included|recruited|treated|entered|studied|evaluable|analy[sz]ed|assigned"
    r"|allocated|eligible|registered|accrued|participated|received|underwent|completed)"
)
#: How many there were, the surest way of saying it first; read in a text whose numbers are figures.
_SIZES = (
    re.compile(rf"\ba total of {_NUMBER} {_BETWEEN}{_WHO}\b", re.IGNORECASE),
    re.compile(
        rf"\b(?:enrol+ed|randomi[sz]ed|randomly assigned|recruited|included|assigned) {_NUMBER} {_BETWEEN}{_WHO}\b",
        re.IGNORECASE,
    ),
    re.compile(rf"{_NUMBER} {_BETWEEN}{_WHO}\b(?: [\w,()-]+){{0,24}}? {_VERB}\b", re.IGNORECASE),
    re.compile(rf"\b(?:[Oo]f|[Tt]reated|[Ss]tudied|[Ff]ollowed) (?:the )?{_NUMBER} {_BETWEEN}{_WHO}\b"),
    re.compile(rf"\b(?:in|on|with|among|comprised|involved|involving|were) {_NUMBER} {_BETWEEN}{_WHO}\b"),
)
#: Behind or before it stands what is not the whole: "20 patients in each group", "13 and 129 patients", "planned".
_PARTLY = re.compile(
    r"\D{0,80}?\b(?:in|to|per|for) (?:each|either|both) (?:treatment |study |of the )?(?:groups?|arms?|two|three)\b"
    r"| ?(?:%|percent\b|mg\b)",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(
    r"(?:\b(?:additional|other|further|planned|remaining|first|last|up to|about \d+ of|aimed to \w+|target of|every)"
    r"|\d and|(?<!19\d\d)(?<!20\d\d)(?<=\d) ,|\d %|\d to|\d or|\d /|n =)\s*$",
    re.IGNORECASE,
)
_AGE = telltale(
    "age",
    r"(?<!mean )(?<!median )(?<!average )\b(?:aged|ages|age)\s+(?:of\s+)?(?:(?:between|from)\s+)?("
    r"(?:≥|≤|>|<|at least|over|under|up to)\s*\d{1,3}\s*(?:years?|yrs?|months?)?(?:\s+of age)?"
    r"|\d{1,3}\s*(?:-|–|to|and)\s*\d{1,3}\s*(?:years?|yrs?|months?)?(?:\s+of age)?"
    r"|\d{1,3}\s*(?:years?|yrs?|months?)?\s+(?:or|and)\s+(?:older|younger|over|above|more))(?![.\d])"
    r"|\b(\d{1,3}\s*(?:-|–|to)\s*\d{1,3}\s+(?:years|yrs)\s+(?:of age|old)"
    r"|(?:≥|≤|>|<|at least|over|under)\s*\d{1,3}\s+(?:years|yrs)\s+(?:of age|old)"
    r"|\d{1,3}\s+years\s+(?:(?:of age|old)\s+)?(?:or|and)\s+(?:older|younger))",
)
_NOT_LEFT = words(
    "randomly assigned enrolled randomized randomised allocated included recruited eligible total hundred thousand "
    "treating treated managing manage consecutive evaluable consenting studied involving randomizing randomising trial "
    "trials study studies among"
)
_LOOSE_END = re.compile(
    r"\s+(?:and|or|refractory|resistant|intolerant|related|due|with|a|an|the|moderate)$", re.IGNORECASE
)
#: Adjectives in a row: "with unresectable, locally advanced or metastatic cancer".
_LISTED = re.compile(
    r"(?<=able|ated|ulky|cted|sive|ural|ssed|ound|ting|tory|sent|rent|tive|oing|vere|mary|dary|tent|ocal),\s"
    r"(?:(?:\w+ly\s)?[\w-]+(?:,|\sor|\sand)\s){1,3}(?:[\w-]+\s){0,5}?[\w-]+(?=[.;:,(]|\s\(|\s(?:were|was|who|received"
    r"|treated|at|to|in|by|from|after|and|or|with|have|had|has|are|is|on|for)\b|$)"
)
_RESULT = ("RESULT", "FINDING", "CONCLUSION", "INTERPRETATION")


def find_populations(read: Annotated) -> tuple[Population, ...]:
    """Return the group that was studied, as far as the text tells: its words, criteria, age and size.

    The words are those of the title, else of the sentence that tells who was enrolled; size and age are taken from
    wherever they stand.
    """
    text = read.document.text
    group = _studied(read)
    size = _size(read)
    age = _age(read)
    if group is None and size is None and age is None:
        return ()
    label = group.of(text) if group is not None else count(size, "patient") if size else f"aged {age}"
    criteria = tuple(
        sorted(
            {m.concept for m in read.mentions if m.concept and m.kind in CRITERIA and group and _inside(group, m.span)}
        )
    )
    return (Population("mined-population-1", label, read.document.reference, criteria=criteria, age=age, size=size),)


def _studied(read: Annotated) -> Span | None:
    """Return the words for those who were studied: of the title, of who was enrolled, of the first that are named."""
    text = read.document.text
    found = [(sentence, span) for sentence in read.sentences for span in _groups(text, sentence.span)]
    planned = [(s, span) for s, span in found if not _is_result(s)]
    titled = (span for s, span in planned if s.section == "TITLE")
    enrolled = (span for s, span in planned if _ENROLLING.search(text, s.span.start, s.span.end))
    loose = (span for s, span in planned if not _NOBODY.search(text, max(0, span.start - 24), span.start))
    told = (span for s, span in found if re.search(rf"\b{_VERB}\b", s.span.of(text)))
    return next(chain(titled, enrolled, loose, told), None)


def _groups(text: str, span: Span) -> Iterator[Span]:
    """Yield the words "patients with ..." of a sentence, with what says more of them on their left, without number."""
    for match in _GROUP.finditer(text, span.start, span.end):
        left = words_of(text, max(span.start, match.start() - 60), match.start())
        start, end = match.span()
        while left and left[-1].kind == "N" and left[-1].low not in _NOT_LEFT and not _is_number(left[-1].low):
            if text[left[-1].end : start].strip(" -"):
                break
            start = left.pop().start
        while loose := _LOOSE_END.search(text, start, end):
            end = loose.start()
        if end > match.start() + len(match.group().split()[0]):
            more = _LISTED.match(text, end, span.end) if end == match.end() else None
            yield Span(start, more.end() if more else end)


def _is_number(word: str) -> bool:
    return word.split("-")[0] in NUMBER_WORDS or word[0].isdecimal()


def _is_result(sentence: Sentence) -> bool:
    return any(name in sentence.section for name in _RESULT)


def _size(read: Annotated) -> int | None:
    """Return how many were studied: the first number that enrolment, allocation or treatment is told of."""
    text = read.document.text
    told = [(sentence, told) for sentence in read.sentences if (told := _with_figures(text, sentence.span))]
    for pattern in _SIZES:
        for sentence, words_told in told:
            if pattern is _SIZES[-1] and _is_result(sentence):
                continue
            for match in pattern.finditer(words_told):
                number = int(match.group(1).replace(",", ""))
                before = words_told[max(0, match.start(1) - 40) : match.start(1)]
                if number > 2 and not _NOT_ALL.search(before) and not _PARTLY.match(words_told, match.end(1)):
                    return number
    return None


def _with_figures(text: str, span: Span) -> str:
    """Return the words of a sentence, numbers in figures; nothing of one that names nobody or no number."""
    if not _GROUP.may_stand(text, span.start, span.end):
        return ""
    tokens = tokens_of(text)
    first, last = (bisect_left(tokens, (place,)) for place in (span.start, span.end))
    if all(token.kind != "num" for token in tokens[first:last]):
        return ""
    return " ".join([token.text for token in tokens[first:last]]).replace(" - ", "-")


def _age(read: Annotated) -> str | None:
    """Return the age that those studied had to have, from outside of the results."""
    for sentence in read.sentences:
        match = (
            None if _is_result(sentence) else _AGE.search(read.document.text, sentence.span.start, sentence.span.end)
        )
        if match is not None:
            return " ".join(next(group for group in match.groups() if group).split())
    return None


def _inside(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
