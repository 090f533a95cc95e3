"""What is named in a Document turned into Mentions: labels of the lexicon, short forms, drug names by their stems.

What a short form means is decided by the document's own definition, else by the words near it; where neither tells,
the Mention has no concept and lists the candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evgraph.extract.drugs import find_drug_names
from evgraph.extract.matcher import Match, Matcher, Sense
from evgraph.extract.records import Abbreviation, Sentence, term, within
from evgraph.extract.senses import choose
from evgraph.model import Document, Mention, Span

#: A short form before these is a part of another name: PD-1, CR2.
_NUMBERED = re.compile(r"-(?:\d|[A-Z]\d)")
#: Words that a short form may leave out and mean the same; of a deficiency it would not.
_HEADS = ("disease", "syndrome", "disorder")
_HEAD = re.compile(rf"\s?[)\]] ((?:{'|'.join(_HEADS)})s?)\b")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a document defines a short form to be; without a kind it is something that no vocabulary holds."""

    kind: str = ""
    concept: str | None = None
    candidates: tuple[str, ...] = ()


def find_mentions(
    document: Document, sentences: Sequence[Sentence], abbreviations: Iterable[Abbreviation], matcher: Matcher
) -> tuple[Mention, ...]:
    """Return the mentions in text order, none within another."""
    text = document.text
    matches = list(matcher.find(text))
    drugs = _free(list(find_drug_names(text)), [Span(match.start, match.end) for match in matches])
    meanings = _meanings(text, abbreviations, matches, drugs, matcher)
    reader = _Reader(document, sentences, matcher, meanings)
    found = [mention for match in matches if (mention := reader.of_match(match)) is not None]
    found += [reader.of_drug(span) for span in drugs]
    found += reader.of_short_forms([mention.span for mention in found])
    return tuple(sorted(found, key=lambda mention: (mention.span.start, mention.span.end)))


def _meanings(
    text: str, abbreviations: Iterable[Abbreviation], matches: Sequence[Match], drugs: Sequence[Span], matcher: Matcher
) -> dict[str, _Meaning]:
    """Return what the short forms of a document mean; the first definition of a short form counts."""
    starts = [match.start for match in matches]
    meanings: dict[str, _Meaning] = {}
    for found in abbreviations:
        at = bisect_right(starts, found.long.end - 1) - 1
        last = matches[at] if at >= 0 and matches[at].end == found.long.end else None
        short = found.short.of(text)
        if short in meanings:
            continue
        whole = tuple(sense for sense in matcher.lookup(found.long.of(text)) if not sense.hidden)
        if whole:
            meanings[short] = _one_of(whole, matcher)
        elif last is not None and last.start > found.long.start:
            meanings[short] = _kind_of(text, found.long, last, matcher)
        elif any(drug.end == found.long.end and drug.start <= found.long.start for drug in drugs):
            meanings[short] = _Meaning("Drug", term("Drug", found.long.of(text)).iri)
        else:
            meanings[short] = _agreeing(text, found, matcher)
    return meanings


def _one_of(senses: Sequence[Sense], matcher: Matcher) -> _Meaning:
    """Return the concept that all senses are, or all of them as candidates."""
    iris = tuple(sorted({sense.iri for sense in senses}))
    kind = min(matcher.lexicon.concepts[iri].kind for iri in iris)
    return _Meaning(kind, iris[0]) if len(iris) == 1 else _Meaning(kind, None, iris)


def _kind_of(text: str, long: Span, last: Match, matcher: Matcher) -> _Meaning:
    """Return a term of the kind of the label that a long form ends with: it is something narrower."""
    kinds = {matcher.lexicon.concepts[sense.iri].kind for sense in last.senses}
    return _Meaning(min(kinds), term(min(kinds), long.of(text)).iri) if len(kinds) == 1 else _Meaning()


def _agreeing(text: str, found: Abbreviation, matcher: Matcher) -> _Meaning:
    """Return what a short form means whose long form is a part of a label: "Sample-Example (SE) disease"."""
    behind = _HEAD.match(text, found.short.end)
    senses = matcher.lookup(f"{found.long.of(text)} {behind[1]}") if behind else ()
    if not senses:
        long = matcher.folded(found.long.of(text))
        whole = {long, *(f"{long} {head}" for head in _HEADS)}
        senses = tuple(
            sense
            for sense in matcher.lookup(found.short.of(text))
            if any(matcher.folded(label) in whole for label in _labels(matcher, sense.iri))
        )
    return _one_of(senses, matcher) if senses else _Meaning()


def _labels(matcher: Matcher, iri: str) -> tuple[str, ...]:
    concept = matcher.lexicon.concepts[iri]
    return (concept.label, *concept.alt_labels)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What a mention is made with."""

    document: Document
    sentences: Sequence[Sentence]
    matcher: Matcher
    meanings: dict[str, _Meaning]

    def of_match(self, match: Match) -> Mention | None:
        """Return the mention of a label, unless the document says that it is something else."""
        span = Span(match.start, match.end)
        words = span.of(self.document.text)
        meaning = self.meanings.get(words) or self.meanings.get(words.removesuffix("s"))
        if meaning is not None:
            return self._mention(span, meaning, "definition") if meaning.kind else None
        iris = tuple(sorted({sense.iri for sense in match.senses}))
        kinds = {self.matcher.lexicon.concepts[iri].kind for iri in iris}
        if len(iris) == 1 and not all(sense.hidden for sense in match.senses):
            return self._mention(span, _Meaning(min(kinds), iris[0]), "label")
        if _NUMBERED.match(self.document.text, span.end):
            return None
        chosen = self._chosen(span, iris)
        if chosen is not None:
            return self._mention(span, _Meaning(self.matcher.lexicon.concepts[chosen].kind, chosen), "neighbours")
        return self._mention(span, _Meaning(min(kinds), None, iris), "label")

    def of_drug(self, span: Span) -> Mention:
        """Return the mention of a drug that only its name tells."""
        words = span.of(self.document.text)
        name = words if words.isupper() and len(words) < 6 else words.lower()
        return self._mention(span, _Meaning("Drug", term("Drug", name).iri), "INN stem")

    def of_short_forms(self, taken: list[Span]) -> Iterator[Mention]:
        """Yield the mentions of defined short forms that no label covers."""
        known = {short: meaning for short, meaning in self.meanings.items() if meaning.kind}
        if not known:
            return
        shorts = "|".join(re.escape(short) for short in sorted(known, key=len, reverse=True))
        pattern = re.compile(rf"(?<![^\W_])(?:{shorts})(?=s?(?![^\W_]))")
        spans = [Span(*match.span()) for match in pattern.finditer(self.document.text)]
        for span in _free(spans, taken):
            yield self._mention(span, known[span.of(self.document.text)], "definition")

    def _chosen(self, span: Span, iris: Sequence[str]) -> str | None:
        at = bisect_right(self.sentences, span.start, key=lambda sentence: sentence.span.start) - 1
        if at < 0 or not within(self.sentences[at].span, span):
            return None
        lexicon = self.matcher.lexicon
        sentence = self.sentences[at].span
        folds = self.matcher.folds
        return choose(self.document.text, span, sentence, iris, lexicon.neighbours, lexicon.strangers, folds)

    def _mention(self, span: Span, meaning: _Meaning, rule: str) -> Mention:
        document = self.document
        return Mention(document.reference, document.part, span, meaning.kind, meaning.concept, meaning.candidates, rule)


def _free(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return the spans that meet none of the others."""
    ordered = sorted(taken, key=lambda span: (span.start, span.end))
    ends = [span.end for span in ordered]
    free = []
    for span in spans:
        at = bisect_right(ends, span.start)
        if at == len(ordered) or ordered[at].start >= span.end:
            free.append(span)
    return free
