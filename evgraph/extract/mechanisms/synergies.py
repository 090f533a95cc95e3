"""Two drugs that a sentence says act in synergy, turned into a claim of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evgraph.extract.mechanisms.stated import concept_named, named_sentences, stated
from evgraph.extract.mechanisms.triggers import TRIGGERS
from evgraph.extract.records import Annotated, within
from evgraph.model import Claim, Effect, Kind, Mention, Proposition, Span

#: What opens a clause of its own, in which other drugs are spoken of.
_CLAUSE = re.compile(r";|\b(?:whereas|but|while|although|though|however)\b", re.IGNORECASE)
#: Between "synergy" and "with" these say that what follows is of another statement, or denied.
_APART = re.compile(r",|\b(?:no|not|nor|never|neither|without|except|antagonis\w{1,6}|additive)\b", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:rather than|instead of) (?:being |act\w{0,3} )?$")


def find_synergies(read: Annotated) -> Iterator[Claim]:
    """Yield pairs of drugs that a sentence says act in synergy: "A synergised with B", "synergy between A and B"."""
    for sentence, mentions in named_sentences(read):
        said = sentence.span.of(read.document.text).lower()
        start = said.find("synerg")
        if start < 0 or _is_adverb_of_event(said[start:]) or _DENIED.search(said[:start]):
            continue
        clause = _clause_at(read.document.text, sentence.span, sentence.span.start + start)
        drugs = [mention for mention in mentions if mention.kind in ("Drug", "DrugClass") and mention.concept]
        drugs = [mention for mention in drugs if within(clause, mention.span)]
        pair = _pair_in_synergy(read.document.text, sentence.span.start + start, drugs)
        if pair is None:
            continue
        first, second = pair
        proposition = Proposition(
            Kind.MECHANISM, (first,), outcomes=(second,), effect=Effect.INCREASES, aspect=concept_named("synergy", read)
        )
        place = Span(sentence.span.start + start, sentence.span.start + start + 6)
        yield stated(proposition, place, place, 1, sentence, mentions, read)


def _clause_at(text: str, sentence: Span, place: int) -> Span:
    """Return the clause of a sentence that holds a place."""
    cuts = [match.start() for match in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    first = max((cut for cut in cuts if cut < place), default=sentence.start)
    return Span(first, min((cut for cut in cuts if cut > place), default=sentence.end))


def _pair_in_synergy(text: str, place: int, drugs: list[Mention]) -> tuple[str, str] | None:
    """Return the two drugs beside "synergy", where they are tied to it by "with" or "and"."""
    before = [mention for mention in drugs if mention.span.end <= place]
    after = [mention for mention in drugs if mention.span.start >= place]
    between = text[place : after[0].span.start] if after else ""
    if before and " with " in between and not _APART.search(between):
        one, other = before[0], after[0]
    elif len(after) >= 2 and _joined(text, after[0], after[1]):
        one, other = after[0], after[1]
    elif len(before) >= 2 and _joined(text, before[-2], before[-1]):
        one, other = before[-2], before[-1]
    else:
        return None
    if one.concept is None or other.concept is None or one.concept == other.concept:
        return None
    return one.concept, other.concept


def _is_adverb_of_event(said: str) -> bool:
    """Say whether "synergistically" goes with a verb that `find_mechanisms` reads."""
    first, _, rest = said.partition(" ")
    return first == "synergistically" and rest.split(" ", 1)[0].strip(",.;") in TRIGGERS


def _joined(text: str, one: Mention, other: Mention) -> bool:
    between = text[one.span.end : other.span.start]
    return len(between) < 30 and any(word in f" {between} " for word in (" and ", " with ", " plus "))
