"""Words that negate, hedge or place a statement in the background, each with how far it reaches.

After NegEx (Chapman et al., A simple algorithm for identifying negated findings and diseases in discharge summaries,
J Biomed Inform 2001, 34:301) and ConText (Harkema et al., J Biomed Inform 2009, 42:839): cues, what only looks like
one, and words that end a reach. The cues here are those of abstracts, not of clinical notes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum

from evgraph.extract.records import Cue, Sentence
from evgraph.extract.stretches import Remembered, found_in
from evgraph.model import Document, Span, Standing


class _Reach(Enum):
    AFTER = "from the cue to the end of its clause"
    CLAUSE = "the whole clause"
    SENTENCE = "the whole sentence"


_AFTER, _CLAUSE, _SENTENCE = _Reach
_NEGATED, _HEDGED, _BACKGROUND = Standing.NEGATED, Standing.HEDGED, Standing.BACKGROUND
_REPORT = (
    r"(?:shown|showed|show|demonstrated?|reported?|reports?|found|suggest(?:ed|s)?|indicate[ds]?|described|proposed"
    r"|revealed|established|identified|observed|implicated|associated|linked|used|approved|considered|recognised"
    r"|recognized|investigated|studied|evaluated|documented|confirmed)"
)
_WORKS = (
    r"(?:stud(?:y|ies)|reports?|works?|trials?|data|evidence|research|investigations?|experience|findings|analys[ei]s)"
)
#: First word, what must follow it, what it tells and how far it reaches; the first row that fits is taken. A row
#: without a standing is what only looks like a cue.
_CUES: tuple[tuple[str, str, Standing | None, _Reach], ...] = (
    ("not", r" (?:only|just|merely|surprisingly|unexpectedly|to mention|necessarily)\b", None, _AFTER),
    ("not", r" (?:yet )?(?:been )?(?:reached|estimable|evaluable|available|applicable|attained|met)\b", None, _AFTER),
    ("not", r" (?:yet )?(?:been )?(?:fully |well |completely )?(?:understood|known|clear|established|elucidated"
     r"|defined|determined)\b", _HEDGED, _CLAUSE),
    ("not", r" (?:been )?(?:observed|seen|found|detected|noted|reported|present|different|significant(?:ly)?|detectable"
     r"|affected|changed|altered|evident|required|confirmed|associated|correlated)\b", _NEGATED, _CLAUSE),
    ("not", "", _NEGATED, _AFTER),
    ("or", r" without\b", None, _AFTER),
    ("or", r" not\b", None, _AFTER),
    ("no", r"\. ?\d", None, _AFTER),
    ("no", r" (?:doubt|matter)\b", None, _AFTER),
    ("no", r"(?=[ -])", _NEGATED, _AFTER),
    ("none", "", _NEGATED, _AFTER),
    ("neither", "", _NEGATED, _AFTER),
    ("nor", "", _NEGATED, _AFTER),
    ("never", "", _NEGATED, _AFTER),
    ("cannot", "", _NEGATED, _AFTER),
    ("without", "", _NEGATED, _AFTER),
    ("failed", r" to\b", _NEGATED, _AFTER),
    ("fails", r" to\b", _NEGATED, _AFTER),
    ("fail", r" to\b", _NEGATED, _AFTER),
    ("unable", r" to\b", _NEGATED, _AFTER),
    ("lack", r" of\b", _NEGATED, _AFTER),
    ("lacked", "", _NEGATED, _AFTER),
    ("lacks", "", _NEGATED, _AFTER),
    ("absence", r" of\b", _NEGATED, _AFTER),
    ("absent", "", _NEGATED, _CLAUSE),
    ("unaffected", "", _NEGATED, _CLAUSE),
    ("unchanged", "", _NEGATED, _CLAUSE),
    ("unaltered", "", _NEGATED, _CLAUSE),
    ("nonsignificant", "", _NEGATED, _CLAUSE),
    ("nonsignificantly", "", _NEGATED, _CLAUSE),
    ("non", r"-significant(?:ly)?\b", _NEGATED, _CLAUSE),
    ("insignificant", "", _NEGATED, _CLAUSE),
    ("instead", r" of\b", _NEGATED, _AFTER),
    ("rather", r" than\b", _NEGATED, _AFTER),
    ("ruled", r" out\b", _NEGATED, _CLAUSE),
    ("may", "", _HEDGED, _CLAUSE),
    ("might", "", _HEDGED, _CLAUSE),
    ("could", r" be (?:detected|measured|assessed|evaluated|obtained|given|performed|identified)\b", None, _AFTER),
    ("could", "", _HEDGED, _CLAUSE),
    ("suggest", "", _HEDGED, _AFTER),
    ("suggests", "", _HEDGED, _AFTER),
    ("suggested", "", _HEDGED, _AFTER),
    ("suggesting", "", _HEDGED, _AFTER),
    ("suggestive", r" of\b", _HEDGED, _AFTER),
    ("appear", r"(?: to)?\b", _HEDGED, _CLAUSE),
    ("appears", r"(?: to)?\b", _HEDGED, _CLAUSE),
    ("appeared", r"(?: to)?\b", _HEDGED, _CLAUSE),
    ("seem", r"(?: to)?\b", _HEDGED, _CLAUSE),
    ("seems", r"(?: to)?\b", _HEDGED, _CLAUSE),
    ("seemed", r"(?: to)?\b", _HEDGED, _CLAUSE),
    ("likely", "", _HEDGED, _CLAUSE),
    ("possible", "", _HEDGED, _CLAUSE),
    ("possibly", "", _HEDGED, _CLAUSE),
    ("probable", "", _HEDGED, _CLAUSE),
    ("probably", "", _HEDGED, _CLAUSE),
    ("potentially", "", _HEDGED, _CLAUSE),
    ("presumably", "", _HEDGED, _CLAUSE),
    ("perhaps", "", _HEDGED, _CLAUSE),
    ("putative", "", _HEDGED, _AFTER),
    ("conceivable", "", _HEDGED, _CLAUSE),
    ("unclear", "", _HEDGED, _CLAUSE),
    ("unknown", "", _HEDGED, _CLAUSE),
    ("uncertain", "", _HEDGED, _CLAUSE),
    ("controversial", "", _HEDGED, _CLAUSE),
    ("whether", "", _HEDGED, _AFTER),
    ("hypothesize", r"[ds]?\b", _HEDGED, _AFTER),
    ("hypothesized", "", _HEDGED, _AFTER),
    ("hypothesised", "", _HEDGED, _AFTER),
    ("hypothesis", r" (?:is|was) that\b", _HEDGED, _AFTER),
    ("speculate", "", _HEDGED, _AFTER),
    ("postulated", "", _HEDGED, _AFTER),
    ("trend", r" (?:for|towards?|to)\b", _HEDGED, _CLAUSE),
    ("tended", r" to\b", _HEDGED, _CLAUSE),
    ("tendency", "", _HEDGED, _CLAUSE),
    ("to", r" (?:determine|evaluate|assess|investigate|examine|test|explore|compare|study|clarify|elucidate|analy[sz]e"
     r"|establish|identify|describe|ascertain|define)\b", _HEDGED, _AFTER),
    ("we", rf" (?:have |had )?(?:previously|recently|earlier) (?:have )?{_REPORT}\b", _BACKGROUND, _SENTENCE),
    ("we", r" (?:hypothesi[sz]ed?|speculated?|sought|aimed|investigated whether|asked whether)\b", _HEDGED, _AFTER),
    ("previous", rf" (?:\w+ ){{0,2}}{_WORKS}\b", _BACKGROUND, _SENTENCE),
    ("prior", rf" (?:\w+ )?{_WORKS}\b", _BACKGROUND, _SENTENCE),
    ("earlier", rf" (?:\w+ )?{_WORKS}\b", _BACKGROUND, _SENTENCE),
    ("recent", rf" (?:\w+ )?{_WORKS}\b", _BACKGROUND, _SENTENCE),
    ("several", rf" (?:\w+ )?{_WORKS} (?:have )?{_REPORT}\b", _BACKGROUND, _SENTENCE),
    ("studies", rf" have {_REPORT}\b", _BACKGROUND, _SENTENCE),
    ("previously", rf" (?:been )?{_REPORT}\b", _BACKGROUND, _SENTENCE),
    ("has", rf" (?:\w+ )?been (?:\w+ly )?{_REPORT}\b", _BACKGROUND, _CLAUSE),
    ("have", rf" (?:\w+ )?been (?:\w+ly )?{_REPORT}\b", _BACKGROUND, _CLAUSE),
    ("also", r" known as\b", None, _AFTER),
    ("known", r" (?:to|that|as)\b", _BACKGROUND, _CLAUSE),
    ("thought", r" (?:to|that)\b", _BACKGROUND, _CLAUSE),
    ("believed", r" (?:to|that)\b", _BACKGROUND, _CLAUSE),
    ("well", r"[ -](?:known|established|recogni[sz]ed)\b", _BACKGROUND, _CLAUSE),
    ("literature", "", _BACKGROUND, _CLAUSE),
    ("et", rf" al\.? (?:have |had )?(?:recently |previously )?{_REPORT}\b", _BACKGROUND, _SENTENCE),
)  # fmt: skip
_BY_WORD: dict[str, list[tuple[re.Pattern[str], Standing | None, _Reach]]] = {}
for _word, _rest, _standing, _reach in _CUES:
    _BY_WORD.setdefault(_word, []).append((re.compile(rf"{_word}\b{_rest}", re.IGNORECASE), _standing, _reach))

_WORD = re.compile(r"[A-Za-z]+")
_FINITE = (
    "(?:was|were|is|are|had|has|have|did|does|do|can|will|may|might|could|showed|shows|increased|decreased|reduced"
    "|improved|induced|inhibited|enhanced|led|resulted|remained|occurred|received|achieved|died|caused|activated|blocked"
    "|suppressed|promoted|prevented|abolished|attenuated|restored|prolonged|developed|tended|seemed|appeared)"
)
#: Where a clause ends: after Harkema's termination terms; "and" only where a verb of its own follows.
_CLAUSE_END = re.compile(
    r";|:\s|,? (?:but|however|although|though|whereas|while|yet|except|because|since|therefore|thus|hence|despite"
    r"|in spite of|apart from|aside from|other than|suggesting|indicating|leading to|resulting in|which|so that)\b"
    rf"|,? and (?:(?:we|it|they|this|these|there|thus|therefore|instead)\b|(?:\w+ly )?{_FINITE}\b|"
    rf"(?=(?:[\w-]+ ){{1,7}}(?:\w+ly )?{_FINITE}\b))",
    re.IGNORECASE,
)
#: Where a sentence turns from what others found to what is found here.
_OWN = re.compile(
    r"[;,]? ?(?:but|however|whereas|although|while|yet)?,? ?(?:we|our|here|in (?:this|our)|this)\b", re.IGNORECASE
)
#: Sections that tell what was known or asked, not what was found.
_NOT_FOUND_HERE = re.compile(
    "BACKGROUND|INTRODUCTION|CONTEXT|RATIONALE|IMPORTANCE|OBJECTIVE|AIM|PURPOSE|HYPOTHES|GOAL|WHAT IS KNOWN|QUESTION"
)
_ALSO_FOUND_HERE = re.compile("METHOD|RESULT|FINDING|CONCLUSION|DESIGN")
_OWN_PARTS = re.compile("METHOD|RESULT|FINDING|TITLE")


#: A clause that speaks of the work itself; one beside it that cites tells of another work.
_THIS_WORK = re.compile(
    r"\b(?:we|our|ours|here|(?:this|the present|the current) (?:study|trial|analysis|work|report))\b", re.IGNORECASE
)


def find_cues(document: Document, sentences: Iterable[Sentence]) -> tuple[Cue, ...]:
    """Return the cues of the sentences, in text order.

    A sentence of a section that tells what was known or asked is one cue as a whole, background. In a full text so is
    one that cites another work, or its clause where the sentence speaks of this work too; but not in methods and
    results, where a citation says how something was done.

    >>> text = "The drug did not slow growth but may kill cells."
    >>> from evgraph.extract.records import Sentence
    >>> for cue in find_cues(Document("a", "title", text), [Sentence(Span(0, len(text)))]):
    ...     cue.span.of(text), cue.standing.value, cue.scope.of(text)
    ('not', 'negated', 'not slow growth')
    ('may', 'hedged', 'but may kill cells.')
    """
    words = [(place + start, word) for place, found in found_in(document.text, _FIRST_WORDS) for start, word in found]
    return tuple(cue for sentence in sentences for cue in _in_sentence(document, sentence, words))


def _first_words(stretch: str) -> tuple[tuple[int, str], ...]:
    """Return the words of a stretch that a cue may begin with; the month is none."""
    words = ((match.start(), match[0]) for match in _WORD.finditer(stretch))
    return tuple((start, word.lower()) for start, word in words if word.lower() in _BY_WORD and word != "May")


_FIRST_WORDS = Remembered(_first_words)


def _in_sentence(document: Document, sentence: Sentence, words: list[tuple[int, str]]) -> Iterator[Cue]:
    text, span = document.text, sentence.span
    head = sentence.section.partition(" / ")[0]
    if _NOT_FOUND_HERE.search(head) and not _ALSO_FOUND_HERE.search(head):
        yield Cue(span, _BACKGROUND, span)
    elif document.cited and not _OWN_PARTS.search(head):
        yield from _citing(document, span)
    clauses: _Clauses | None = None
    done = span.start
    for start, word in words[bisect_left(words, (span.start, "")) : bisect_left(words, (span.end, ""))]:
        if start < done:
            continue
        for pattern, standing, reach in _BY_WORD[word]:
            found = pattern.match(text, start, span.end)
            if found is None:
                continue
            done = found.end()
            if standing is not None:
                clauses = clauses or _Clauses(text, span)
                yield Cue(Span(*found.span()), standing, clauses.scope(found.span(), reach))
            break


def _citing(document: Document, sentence: Span) -> Iterator[Cue]:
    """Yield a cue for the first citation in each clause of a sentence."""
    first = bisect_left(document.cited, sentence.start, key=lambda span: span.start)
    last = bisect_left(document.cited, sentence.end, lo=first, key=lambda span: span.start)
    if first == last:
        return
    mixed = _THIS_WORK.search(document.text, sentence.start, sentence.end) is not None
    clauses, done = _Clauses(document.text, sentence), sentence.start
    for cited in document.cited[first:last]:
        if cited.start >= done:
            scope = clauses.scope((cited.start, cited.end), _CLAUSE) if mixed else sentence
            done = scope.end
            yield Cue(cited, _BACKGROUND, scope)


class _Clauses:
    """Where the clauses of a sentence end, and where it turns to what is found here."""

    def __init__(self, text: str, sentence: Span) -> None:
        self.text, self.sentence = text, sentence
        self.ends = [end.start() for end in _CLAUSE_END.finditer(text, sentence.start, sentence.end)]
        self.turns = [end for end in self.ends if _OWN.match(text, end)]

    def scope(self, cue: tuple[int, int], reach: _Reach) -> Span:
        """Return how far a cue reaches; the word that ends a clause begins the next one."""
        start, end = cue
        ends = self.turns if reach is _SENTENCE else self.ends
        behind = bisect_left(ends, end)
        last = ends[behind] if behind < len(ends) else self.sentence.end
        if reach is _AFTER:
            return Span(start, last)
        before = bisect_right(ends, start) - 1 if reach is _CLAUSE else -1
        first = ends[before] if before >= 0 else self.sentence.start
        while first < start and self.text[first] in " ,;:":
            first += 1
        return Span(first, last)
