"""Who acts: the subject of a verb, the names after "by", and whether a name is there or taken away.

"Loss of X", "X knockdown" and "X inhibitors" stand for less of X: what they do, X does the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.extract.mechanisms.grammar import (
    AUXILIARIES,
    BE,
    CLAUSES,
    DETERMINERS,
    LISTS,
    MEANS,
    PREPOSITIONS,
    REACH,
    RELATIVES,
    TIED,
    VERBS,
    words,
)
from evgraph.extract.mechanisms.phrases import Tokens, is_clause, is_verb, listed_names, opening, word_at
from evgraph.extract.mechanisms.presence import own_sign, sign_before
from evgraph.extract.mechanisms.tokens import VERBAL
from evgraph.extract.mechanisms.triggers import TRIGGERS, Form


@dataclass(frozen=True, slots=True)
class Part:
    """A name in an event, -1 where less of it is meant, and the places of the nominals that lead to it."""

    place: int
    sign: int = 1
    inner: tuple[int, ...] = ()


_TREATMENT = words(
    "treatment pretreatment treated treating exposure exposed exposing incubation incubated administration "
    "administered stimulation stimulated culture cultured injection injected infusion addition transfection "
    "transfected infection infected therapy supplementation pretreated cotreatment presence "
    "challenge"
)
#: Tied to a name these tell of what cells are, not of what was done to them.
_QUALITIES = words("resistant sensitive positive negative independent specific related associated like type responsive")
#: What may stand between a verb and its subject.
_BETWEEN = AUXILIARIES | words(
    "not to also able all each then further known shown found reported thought likely both either never ability its believed "
    "therefore thus hence then often consistently strongly together alone "
    "demonstrated observed potently failed fails fail unable tended"
)
_COMPLEMENTS = VERBS | words("evidence hypothesis possibility previously recently idea fact")


def parts(tokens: Tokens, first: int, end: int, *, plain: bool = False) -> tuple[Part, ...]:
    """Return the names listed from the first on; `plain` names are there, whatever stands around them."""
    found: list[Part] = []
    for place in listed_names(tokens, first, end):
        sign = 1 if plain else own_sign(tokens, place)
        # "Loss of A and B": what is said of the first holds for the next, where nothing stands between them.
        joined = bool(found) and all(token.text in LISTS for token in tokens[found[-1].place + 1 : place])
        found.append(Part(place, -1 if joined and not plain and sign_before(tokens, found[-1].place) < 0 else sign))
    return tuple(found)


def is_given(tokens: Tokens, place: int) -> bool:
    """Say whether a participle only tells what cells were given: "cells treated with", "mice exposed to"."""
    if word_at(tokens, place + 1) not in ("with", "to", "by") or word_at(tokens, place - 1) in AUXILIARIES:
        return False
    return tokens[place].text in _TREATMENT and tokens[place].text.endswith("ed")


def subject_of(tokens: Tokens, verb: int, depth: int = 0) -> tuple[Part, ...]:
    """Return who does what the verb at a place says."""
    before = verb - 1
    while before >= 0 and (tokens[before].text in _BETWEEN or tokens[before].text.endswith("ly")):
        before -= 1
        if word_at(tokens, before) == ")" and word_at(tokens, opening(tokens, before) - 1).endswith("ly"):
            before = opening(tokens, before) - 1
    if word_at(tokens, before) == "turn" and word_at(tokens, before - 1) == "in":
        before -= 2
    if before < 0 or depth > 5:
        return ()
    word = tokens[before].text
    trigger = tokens[verb].trigger
    ing = trigger is not None and trigger.form is Form.ING
    if word in RELATIVES:
        complement = word == "that" and word_at(tokens, before - 1) in VERBS
        return () if complement else _antecedent(tokens, before, depth)
    if word in ("while", "whereas", "when") and ing:
        return earlier_subject(tokens, before - 1, depth)
    if word == "but":
        return earlier_subject(tokens, before - 1, depth)
    aside = word == "," and _before_aside(tokens, before) < before
    if word in MEANS or (word in LISTS and not aside) or ing:
        return earlier_subject(tokens, before, depth)
    if word in ("it", "they"):
        return _of_pronoun(tokens, before, depth)
    if word == ",":
        before = _before_aside(tokens, before)
    start = _subject_start(tokens, before + 1)
    found = _agents_in(tokens, start, before + 1)
    infinitive = word_at(tokens, verb - 1) == "to" or word_at(tokens, verb - 2) == "to"
    if infinitive and tokens[before].name >= 0 and word_at(tokens, before - 1) == "of":
        return (Part(before, own_sign(tokens, before)),)
    return found or (earlier_subject(tokens, start - 1, depth + 1) if infinitive else ())


def _before_aside(tokens: Tokens, comma: int) -> int:
    """Return where the subject ends that an aside follows: "A, a kinase that acts on B," ends at A; else the comma."""
    agent = tokens[comma - 1].trigger if comma else None
    plural = agent is not None and agent.form is Form.AGENT
    place = comma - 1
    while place > max(0, comma - 30):
        word = tokens[place].text
        if word == ")":
            place = opening(tokens, place) - 1
            continue
        if word in (";", ":", "."):
            break
        named = tokens[place - 1].name >= 0 or tokens[place - 1].text == ")"
        if word == "," and named and (plural or word_at(tokens, place + 1) in _ASIDES):
            return place - 1
        place -= 1
    return comma


_ASIDES = RELATIVES | words("a an the another one both two three known including such called termed where formerly")


def _of_pronoun(tokens: Tokens, pronoun: int, depth: int) -> tuple[Part, ...]:
    """Return the subject of the verb before, which "it" most often takes up."""
    for place in range(pronoun - 1, max(-1, pronoun - 30), -1):
        if tokens[place].text in (";", ".") and place < pronoun - 1:
            break
        if is_verb(tokens, place) and (tokens[place].text not in AUXILIARIES or tokens[place].text in BE):
            return subject_of(tokens, place, depth + 2)
    return ()


def earlier_subject(tokens: Tokens, place: int, depth: int = 0) -> tuple[Part, ...]:
    """Return the subject of the verb that a means, a participle or a second verb is joined to."""
    last, stop = place, max(-1, place - 60)
    while place > stop:
        token = tokens[place]
        if token.text == ")":
            place = opening(tokens, place) - 1
            continue
        if token.text in RELATIVES:
            if token.text == "that" and (word_at(tokens, place - 1) in _COMPLEMENTS or not _is_relative(tokens, place)):
                break
            return _antecedent(tokens, place, depth)
        if is_clause(tokens, place):
            break
        if is_verb(tokens, place) and (token.text not in AUXILIARIES or token.text in BE):
            return subject_of(tokens, place, depth + 1)
        place -= 1
    return _agents_in(tokens, place + 1, last)


def _is_relative(tokens: Tokens, that: int) -> bool:
    """Say whether a verb follows "that", adverbs aside: else what follows is a sentence of its own."""
    place = that + 1
    while word_at(tokens, place).endswith("ly") or word_at(tokens, place) in ("also", "not", "then"):
        place += 1
    return place < len(tokens) and is_verb(tokens, place)


def _antecedent(tokens: Tokens, relative: int, depth: int) -> tuple[Part, ...]:
    """Return the name that a relative pronoun stands for: the nearest before, or the subject it is a part of."""
    follows = tokens[relative + 1].trigger if relative + 1 < len(tokens) else None
    whole = word_at(tokens, relative - 1) == "," and follows is not None and follows.root in ("lead", "result", "cause")
    if whole:
        acts = (at for at in range(relative - 2, max(-1, relative - 14), -1) if is_verb(tokens, at))
        verb = next(acts, -1)
        if verb >= 0 and (trigger := tokens[verb].trigger) is not None and trigger.sign and not trigger.light:
            return subject_of(tokens, verb, depth + 1)
    place = relative - 1
    while place > max(-1, relative - 12):
        token = tokens[place]
        if token.text == ")":
            place = opening(tokens, place) - 1
            continue
        if token.name >= 0:
            return (Part(place, own_sign(tokens, place)),)
        if token.text in BE:
            return subject_of(tokens, place, depth + 1)
        if is_verb(tokens, place):
            whole = tokens[relative].text == "which" and word_at(tokens, relative - 1) == ","
            return subject_of(tokens, place, depth + 1) if whole and token.text not in AUXILIARIES else ()
        if token.text in CLAUSES:
            return ()
        place -= 1
    return ()


def _subject_start(tokens: Tokens, end: int) -> int:
    """Return where the subject that ends here begins: behind a clause, another verb or an opening phrase."""
    start = end
    while start > max(0, end - REACH):
        before = start - 1
        if tokens[before].text == ")" and opening(tokens, before) < before:
            start = opening(tokens, before)
            continue
        if is_clause(tokens, before):
            break
        if is_verb(tokens, before) and not is_given(tokens, before):
            return next((cut + 1 for cut in range(end - 1, start - 1, -1) if tokens[cut].text in LISTS), end)
        start = before
    return _behind_opening(tokens, start, end)


def _behind_opening(tokens: Tokens, start: int, end: int) -> int:
    """Return the start behind a leading "In these cells," or "Moreover,"."""
    if start >= end or tokens[start].name >= 0:
        return start
    for place in range(start, min(end, start + 14)):
        if tokens[place].text == ",":
            aside = tokens[start].text in PREPOSITIONS or not any(token.name >= 0 for token in tokens[start:place])
            named = any(token.name >= 0 for token in tokens[place + 1 : end])
            if aside and named:
                return place + 1
    return start


def subjects_before(tokens: Tokens, end: int) -> tuple[int, ...]:
    """Return the places of the names that a passive verb, whose auxiliary stands at `end`, is said of."""
    while end > 0 and (tokens[end - 1].text in _BETWEEN or tokens[end - 1].text.endswith("ly")):
        end -= 1
    if word_at(tokens, end - 1) in RELATIVES:
        return tuple(part.place for part in _antecedent(tokens, end - 1, 0))
    start = _subject_start(tokens, end)
    free = (place for place in range(start, end) if tokens[place].name >= 0 and not is_modifier(tokens, place))
    first = next(free, None)
    return () if first is None else tuple(listed_names(tokens, first, end))


def is_modifier(tokens: Tokens, name: int) -> bool:
    """Say whether a name only describes what follows: "X-induced", "X-expressing cells", "X inhibitors"."""
    if word_at(tokens, name + 1) == "-" and name + 2 < len(tokens):
        tied = tokens[name + 2]
        return tied.text in TIED or (tied.trigger is not None and tied.trigger.form in VERBAL)
    for place in range(name + 1, min(name + 4, len(tokens))):
        token = tokens[place]
        if token.trigger is not None:
            return token.trigger.form is Form.AGENT
        if token.name >= 0 or token.text in PREPOSITIONS or not (token.text.isalnum() or token.text in "()"):
            return False
    return False


def _agents_in(tokens: Tokens, start: int, end: int) -> tuple[Part, ...]:
    """Return the names of a subject that act: what was given, else the first name and those listed with it."""
    names = [place for place in range(start, end) if tokens[place].name >= 0]
    if any(token.text in _TREATMENT for token in tokens[start:end]):
        given = next((place for place in names if _is_given(tokens, place, start)), None)
        if given is not None:
            other = apposed_to_agent(tokens, given, end)
            return parts(tokens, given, end) if other is None else parts(tokens, other, end, plain=True)
    for place in names:
        described = word_at(tokens, place + 1) == "-" and is_modifier(tokens, place)
        if described and tokens[place + 2].text in _QUALITIES:
            continue
        if described and tokens[place + 2].text not in TIED and any(other > place for other in names):
            continue
        other = apposed_to_agent(tokens, place, end)
        return parts(tokens, place, end) if other is None else parts(tokens, other, end, plain=True)
    return ()


def _is_given(tokens: Tokens, name: int, start: int) -> bool:
    """Say whether a name is what something was treated with."""
    exposed = any(token.text.startswith("expos") for token in tokens[start:name])
    ways = ("with", "to", "using", "by") if exposed else ("with", "using", "by")
    return any(
        tokens[place].text in ways
        for place in range(name - 1, max(start - 1, name - 3), -1)
        if all(token.text in DETERMINERS or token.name < 0 for token in tokens[place + 1 : name])
    )


def apposed_to_agent(tokens: Tokens, name: int, end: int) -> int | None:
    """Return the place of B in "the A inhibitor B"."""
    last = TRIGGERS.get(tokens[name].text.rsplit(" ", 1)[-1])
    agent = name if last is not None and last.form is Form.AGENT and " " in tokens[name].text else None
    for place in range(name + 1, min(name + 8, end)):
        token = tokens[place]
        if token.name >= 0:
            return place if agent is not None and place - agent <= 4 else None
        if token.text in PREPOSITIONS or token.text == "and" or (agent is not None and token.text == ","):
            return None
        if token.trigger is not None and token.trigger.form is Form.AGENT:
            if place > name + 3:
                return None
            agent = place
    return None
