"""Who does what a verb says: its subject, also behind relatives, asides, participles, second verbs and pronouns."""

from __future__ import annotations

from evgraph.extract.mechanisms.agents import TREATMENT, Part, agents_in, is_given, is_modifier
from evgraph.extract.mechanisms.governors import governor
from evgraph.extract.mechanisms.grammar import (
    AUXILIARIES,
    BE,
    CLAUSES,
    LISTS,
    MEANS,
    PREPOSITIONS,
    REACH,
    RELATIVES,
    VERBS,
)
from evgraph.extract.mechanisms.phrases import Tokens, is_clause, is_verb, listed_names, opening, word_at
from evgraph.extract.mechanisms.presence import LOSSES, own_sign
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

#: What may stand between a verb and its subject.
_BETWEEN = AUXILIARIES | words(
    "not to also able all each then further known shown found reported thought likely both either never ability its "
    "believed "
    "therefore thus hence then often consistently strongly together alone "
    "demonstrated observed potently failed fails fail unable tended"
)
_COMPLEMENTS = VERBS | words("evidence hypothesis possibility previously recently idea fact")


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
    if ing and word not in MEANS and word not in LISTS:
        beside = _beside(tokens, before)
        over = governor(tokens, beside[0].place) if beside else None
        if beside and (over is None or over.kind != "verb"):
            return beside
        if trigger is not None and trigger.yields:  # "cells expressing X": the cells do
            return ()
    if word in MEANS or (word in LISTS and not aside) or ing:
        return earlier_subject(tokens, before, depth)
    if not any(token.name >= 0 for token in tokens[max(0, before - 4) : before + 1]) and depth < 2:
        taken = _of_possessive(tokens, before, depth)
        if taken:
            return taken
    if word in ("it", "they"):
        return _of_pronoun(tokens, before, depth)
    if word == ",":
        before = _before_aside(tokens, before)
    start = _subject_start(tokens, before + 1)
    found = agents_in(tokens, start, before + 1)
    infinitive = word_at(tokens, verb - 1) == "to" or word_at(tokens, verb - 2) == "to"
    if infinitive and tokens[before].name >= 0 and word_at(tokens, before - 1) == "of":
        return (Part(before, own_sign(tokens, before)),)
    return found or (earlier_subject(tokens, start - 1, depth + 1) if infinitive else ())


def _beside(tokens: Tokens, last: int) -> tuple[Part, ...]:
    """Return the name that a participle directly follows with its noun: "X deletion leading to"."""
    for place in range(last, max(-1, last - 4), -1):
        token = tokens[place]
        if token.name >= 0:
            sign = own_sign(tokens, place)
            return (Part(place, sign),) if place == last or sign < 0 or tokens[last].trigger is not None else ()
        if token.text in LISTS or token.text in PREPOSITIONS or is_clause(tokens, place) or is_verb(tokens, place):
            break
    return ()


def _of_possessive(tokens: Tokens, last: int, depth: int) -> tuple[Part, ...]:
    """Return whose "its loss" is: the subject of the clause before, there or taken away as the noun says."""
    its = next((at for at in range(last, max(-1, last - 4), -1) if tokens[at].text in ("its", "their")), -1)
    if its < 0 or any(is_verb(tokens, at) for at in range(its, last + 1)):
        return ()
    lost = [tokens[at] for at in range(its + 1, last + 1)]
    less = any(token.text in LOSSES or (token.trigger is not None and token.trigger.sign < 0) for token in lost)
    return tuple(
        Part(part.place, -part.sign if less else part.sign) for part in earlier_subject(tokens, its - 1, depth + 1)
    )


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
    return agents_in(tokens, place + 1, last)


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
        if is_clause(tokens, before) or _is_because(tokens, before):
            break
        act = tokens[before].trigger
        if act is not None and act.form is Form.ING and act.sign and (before == 0 or is_clause(tokens, before - 1)):
            start = before  # "Blocking X inhibits Y"
            break
        if is_verb(tokens, before) and not is_given(tokens, before):
            return next((cut + 1 for cut in range(end - 1, start - 1, -1) if tokens[cut].text in LISTS), end)
        start = before
    return _behind_opening(tokens, start, end)


def _is_because(tokens: Tokens, place: int) -> bool:
    """Say whether "as" opens a clause: "as insulin stimulates", not "such as", "acts as a"."""
    if tokens[place].text != "as" or word_at(tokens, place + 1) in ("a", "an", "well", "the"):
        return False
    before = word_at(tokens, place - 1)
    return before not in ("such", "well", "known", "same", "defined", "used", "designated") and not before.startswith(
        ("act", "serv", "function", "identif")
    )


def _behind_opening(tokens: Tokens, start: int, end: int) -> int:
    """Return the start behind a leading "In these cells," or "Moreover,"."""
    if start >= end or tokens[start].name >= 0:
        return start
    for place in range(start, min(end, start + 14)):
        if tokens[place].text == ",":
            aside = tokens[start].text in PREPOSITIONS or not any(token.name >= 0 for token in tokens[start:place])
            named = any(token.name >= 0 for token in tokens[place + 1 : end])
            given = any(token.text in TREATMENT for token in tokens[start:place])
            unnamed = place + 1 < end and tokens[start].text in ("when", "while", "although", "because", "since")
            if aside and (named or (unnamed and not given)):
                return place + 1
    return start


def subjects_before(tokens: Tokens, end: int) -> tuple[int, ...]:
    """Return the places of the names that a passive verb, whose auxiliary stands at `end`, is said of."""
    while end > 0 and (tokens[end - 1].text in _BETWEEN or tokens[end - 1].text.endswith("ly")):
        end -= 1
    if word_at(tokens, end - 1) in RELATIVES:
        return tuple(part.place for part in _antecedent(tokens, end - 1, 0))
    start = _subject_start(tokens, end)
    # "The loss induced by X was": what is said is said of the loss.
    stop = next((at for at in range(start, end) if tokens[at].text == "by"), end)
    free = (place for place in range(start, stop) if tokens[place].name >= 0 and not is_modifier(tokens, place))
    first = next(free, None)
    return () if first is None else tuple(listed_names(tokens, first, end))
