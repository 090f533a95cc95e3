"""Sentences turned into the outcomes they report: what was measured, as the words name it.

The lexicon knows the outcomes of its topic. Any other is found by grammar: the subject of a verb of results, what a
change or difference is in, the head nouns that only outcomes have, and what is told to be an end point.
"""

from __future__ import annotations

import re

from evgraph.extract.figures.words import DOSE_UNITS, UNITS
from evgraph.extract.records import Annotated, mentions_in, term
from evgraph.extract.trials.phrases import Word, noun_phrases, words_of
from evgraph.model import Mention, Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Last words of noun phrases that are outcomes wherever they stand in results.
HEADS = _words(
    "survival mortality death deaths incidence prevalence rate rates response responses responders score scores level "
    "levels pressure pain duration quality event events toxicity toxicities adverse recurrence recurrences relapse "
    "relapses progression infection infections bleeding hemorrhage haemorrhage stroke weight height index "
    "concentration concentrations function efficacy safety tolerability effectiveness symptom symptoms hospitalization "
    "hospitalizations hospitalisation readmission admission admissions stay failure failures success outcome outcomes "
    "endpoint endpoints adherence compliance satisfaction cost costs morbidity complication complications density "
    "volume "
    "thickness ratio percentage proportion frequency intensity severity scale count counts titer titers titre titres "
    "acuity performance depression anxiety disability fatigue nausea vomiting consumption intake expression activity "
    "sensitivity resistance control healing loss gain change changes reduction improvement need use requirement "
    "requirements risk hypoglycemia hypoglycaemia exacerbations exacerbation seizures falls fractures fracture "
    "thrombosis thromboembolism embolism infarction revascularization hypotension hypertension cholesterol glucose "
    "insulin "
    "hemoglobin haemoglobin creatinine bmi hba1c knowledge cognition memory sleep mood behavior behaviour strength "
    "discontinuation discontinuations withdrawal withdrawals cure eradication clearance delivery births birth "
    "pregnancy "
    "pregnancies time interval length dose uptake viability apoptosis proliferation size diameter area"
)
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
#: Before "in", "of" or "on" they say that what follows changed, differed or was measured.
CHANGES = _words(
    "change changes reduction reductions increase increases decrease decreases improvement improvements decline "
    "difference "
    "differences effect effects rate rates risk risks incidence incidences proportion percentage frequency number "
    "level "
    "levels prevalence impact benefit benefits reductions gain gains loss worsening deterioration rise drop fall "
    "likelihood "
    "probability odds occurrence severity duration elevation elevations"
)
_CHANGE_VERBS = _words(
    "reduced reduces reduce improved improves improve increased increases increase decreased decreases decrease "
    "lowered "
    "prevented prevents enhanced delayed prolonged shortened affected affect affects experienced achieved developed "
    "reported attenuated improving reducing increasing decreasing preventing lowering had"
)
_COMPARED = _words("higher lower greater better worse longer shorter larger smaller fewer less more similar superior")
#: Before a noun phrase they do not belong to the name of an outcome.
LEADING = _words(
    "mean median average adjusted unadjusted estimated observed reported cumulative absolute corresponding respective "
    "significant different similar secondary primary crude baseline results conclusions conclusion findings final "
    "clinically relevant new additional greater higher lower least-squares ls"
)
_AT = re.compile(
    r"\d+-(?:day|week|month|year|hour|minute)s?|(?:one|two|three|four|five|six|ten|twelve)-(?:week|month|year)s?"
)
_GRADE = re.compile(r"[ivx\d]+(?:[-/–][ivx\d]+)?")
_ENDPOINT = re.compile(
    r"\b(?:(?:co-?)?primary|main|secondary|key|principal)\s+(?:\w+\s+){0,3}?(?:end\s?-?points?|outcomes?|outcome "
    r"measures?)\s+"
    r"(?:measures?\s+)?(?:was|were|is|are|included|include|:)\s+",
    re.IGNORECASE,
)


def outcome_spans(text: str, start: int, end: int) -> list[Span]:
    """Return the outcomes that a sentence of results names, in order, none within another.

    >>> text = "Mean pain scores were lower with A, and A improved sleep quality."
    >>> [span.of(text) for span in outcome_spans(text, 0, len(text))]
    ['pain scores', 'sleep quality']
    """
    words = words_of(text, start, end)
    phrases = noun_phrases(words)
    found: list[Span] = []
    for number, (first, last) in enumerate(phrases):
        span = _outcome(text, words, phrases, number, first, last)
        if span is not None and (not found or found[-1].end <= span.start):
            found.append(span)
    return found


def _outcome(
    text: str, words: list[Word], phrases: list[tuple[int, int]], number: int, first: int, last: int
) -> Span | None:
    """Return the outcome that begins with a noun phrase, with the "of" phrase behind a head."""
    while first < last and (words[first].low in LEADING or _AT.fullmatch(words[first].low)):
        first += 1
    if last - first == 2 and words[first].low in ("grade", "grades") and _GRADE.fullmatch(words[first + 1].low):
        return None
    if first >= last or not _is_reported(words, first, last):
        return None
    end = last
    if words[last - 1].low in CHANGES | {"quality", "time", "length", "need", "rates", "rate", "use", "percentage"}:
        end = _with_complement(words, phrases, number, last)
    if end == last and all(word.low in ALONE for word in words[first:last]):
        return None
    if words[end - 1].low in NEVER and end == last:
        return None
    if all(word.low in UNITS or word.low.partition("/")[0] in UNITS | DOSE_UNITS for word in words[first:end]):
        return None
    if not any(word.low[0].isalpha() and len(word.low) > 1 for word in words[first:end]):
        return None
    if end == last and last - first == 1 and len(words[first].low) < 3:
        return None
    return Span(words[first].start, words[end - 1].end)


def _is_reported(words: list[Word], first: int, last: int) -> bool:
    """Say whether the sentence reports something of a noun phrase."""
    head = words[last - 1].low
    if _is_predicate(words, first):
        return False
    before = words[first - 1].low if first else ""
    earlier = words[first - 2].low if first > 1 else ""
    after = list(words[last : last + 3])
    if head in HEADS or head.endswith(("emia", "aemia", "itis", "penia", "uria", "pathy", "algia")):
        return True
    if before in ("in", "on", "of") and earlier in CHANGES:
        return True
    if before in _CHANGE_VERBS or before in _COMPARED:
        return True
    if len(after) > 1 and after[0].low in ("(", "[", "in") and after[1].kind == "X":
        return True
    if len(after) > 1 and after[0].low == "of" and after[1].low in ("any", "grade", "grades"):
        return True
    return (
        bool(after) and after[0].kind == "V" and after[0].low not in ("received", "randomized", "assigned", "treated")
    )


def _is_predicate(words: list[Word], first: int) -> bool:
    """Say whether a phrase says what its subject is: "sepsis was the most frequent serious event"."""
    index = first
    while index > 0 and words[index - 1].kind in "DA" and first - index < 4:
        index -= 1
    has_article = any(word.low in ("the", "a", "an") for word in words[index:first])
    return has_article and index > 0 and words[index - 1].low in ("was", "were", "is", "are")


def _with_complement(words: list[Word], phrases: list[tuple[int, int]], number: int, last: int) -> int:
    """Return where a phrase ends that goes on with "of X", "in X", "to X"."""
    if last < len(words) and words[last].low in ("of", "in", "to", "for") and number + 1 < len(phrases):
        first, end = phrases[number + 1]
        if first - last <= 2 and all(word.kind in "DP" for word in words[last:first]):
            if words[end - 1].low in NEVER:
                return last
            return end
    return last


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
_EVENT = re.compile(rf"\b(?:{'|'.join(_EVENTS)})\b")


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
_COMPOSITE = re.compile(
    r"\b(?:(?:disease|clinical|tumou?r|first)\s)?(?:progression|relapse|recurrence|hospitali[sz]ation|infarction"
    r"|stroke|readmission)"
    r"(?:,? or | and/or |/)(?:all-cause |any-cause )?(?:death|mortality|relapse)\b",
    re.IGNORECASE,
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
    found = []
    for sentence in read.sentences:
        start, end = sentence.span.start, sentence.span.end
        known = [one.span for one in mentions_in(read, start, end) if one.kind in _KNOWN and one.concept]
        spans = endpoint_spans(text, start, end)
        if not spans and not any(name in sentence.section for name in _NO_RESULT):
            spans = outcome_spans(text, start, end)
        found += _told_by_verb(read, start, end)
        composites = [Span(match.start(), match.end()) for match in _COMPOSITE.finditer(text, start, end)]
        found += [_coined(read, span) for span in composites]
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
