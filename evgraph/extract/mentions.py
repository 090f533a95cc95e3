"""What is named in a Document turned into Mentions: labels of the lexicon, short forms, drug names by their stems.

What a short form means is decided by the document's own definition, else by the words near it; where neither tells,
the Mention has no concept and lists the candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from evgraph.extract.matcher import Match, Matcher
from evgraph.extract.records import Abbreviation, Sentence, term
from evgraph.model import Document, Mention, Span

#: Stems of international nonproprietary names (WHO, The use of stems in the selection of INN, 2018), at the end of a
#: word; only stems that ordinary words do not share.
_STEMS = (
    "zomib|ciclib|degib|parib|lisib|rafenib|tinib|metinib|anib|sertib|clax|denib|mab|tuzumab|cept|leucel|mustine"
    "|platin|rubicin|taxel|citabine|trexate|trexed|grastim|poetin|fungin|conazole|ciclovir|vastatin|gliptin"
    "|gliflozin|glutide|sartan|prazole|setron|triptan|domide|rolimus|staurin|inostat|lukast|xaban|gatran"
    "|bactam|penem|floxacin|cycline|mycin|mulin|navir|tegravir|buvir|previr|dronate|oxetine|azepam"
    "|afil|olol|dipine|kinra|ermin|relix|relin|tecan|bulin|blastine|cristine"
)
_SUFFIXES = "vedotin|ozogamicin|deruxtecan|emtansine|mafodotin|tesirine|govitecan|soravtansine|pegol|alfa|beta"
_DRUG = re.compile(rf"\b(?:[A-Za-z]+-)?[A-Za-z]{{2,24}}?(?:{_STEMS})(?:[ -](?:{_SUFFIXES}))?\b")


def find_mentions(
    document: Document, sentences: Iterable[Sentence], abbreviations: Iterable[Abbreviation], matcher: Matcher
) -> tuple[Mention, ...]:
    """Return the mentions in text order, none within another."""
    text = document.text
    means = _defined(text, abbreviations, matcher)
    found = [_mention(document, match, matcher, means) for match in matcher.find(text)]
    taken = {mention.span for mention in found}
    drugs = (_drug(document, match) for match in _DRUG.finditer(text))
    free = [drug for drug in drugs if not any(_meet(drug.span, span) for span in taken)]
    return tuple(sorted((*found, *free), key=lambda mention: mention.span))


def _defined(text: str, abbreviations: Iterable[Abbreviation], matcher: Matcher) -> dict[str, str]:
    """Return what the short forms of a document mean, where a label of the lexicon is the long form."""
    means: dict[str, str] = {}
    for found in abbreviations:
        words = found.long.of(text)
        for match in matcher.find(words):
            is_whole = match.end - match.start == len(words) and len(match.senses) == 1
            if is_whole and not match.senses[0].hidden:
                means.setdefault(found.short.of(text), match.senses[0].iri)
    return means


def _mention(document: Document, match: Match, matcher: Matcher, means: Mapping[str, str]) -> Mention:
    span = Span(match.start, match.end)
    iris = tuple(sorted({sense.iri for sense in match.senses}))
    is_sure = len(iris) == 1 and not match.senses[0].hidden
    concept = means.get(span.of(document.text), iris[0] if is_sure else None)
    kinds = sorted({matcher.lexicon.concepts[iri].kind for iri in iris})
    kind = matcher.lexicon.concepts[concept].kind if concept else kinds[0]
    return Mention(document.reference, document.part, span, kind, concept, () if concept else iris, "label")


def _drug(document: Document, match: re.Match[str]) -> Mention:
    concept = term("Drug", match[0])
    return Mention(document.reference, document.part, Span(*match.span()), "Drug", concept.iri, (), "INN stem")


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
