"""Tokens of a sentence read as phrases: where clauses begin, what is a verb, what governs a name.

No parser and no part of speech: the closed words of English (determiners, prepositions, auxiliaries, conjunctions)
mark where phrases begin and end, as in the finite-state cascades of FASTUS (Hobbs et al. 1997, cmp-lg/9705013). Every
walk has a reach, so that the time is linear in the length of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evgraph.extract.mechanisms.grammar import (
    AUXILIARIES,
    BE,
    CLAUSES,
    DETERMINERS,
    FOR,
    INCLUDING,
    JOINING,
    LISTS,
    MEANS,
    MOST,
    NAMING,
    NEEDED,
    PREPOSITIONS,
    REACH,
    RELATIVES,
    SENSITIVE,
    TAKING,
    TIED,
    TO,
    VERBS,
)
from evgraph.extract.mechanisms.tokens import VERBAL, Token
from evgraph.extract.mechanisms.triggers import Form

Tokens = Sequence[Token]


@dataclass(frozen=True, slots=True)
class Governor:
    """What governs a name: its kind, its place, and the nominals between it and the name, nearest first.

    Kinds: "verb" (the name is its object), "means" (by, via), "needed" (required for it), "agent" (an inhibitor of
    it), "other" (a verb without sign, a copula), "nominal" (nothing but the nominals).
    """

    kind: str
    place: int
    inner: tuple[int, ...] = ()


def word_at(tokens: Tokens, place: int) -> str:
    """Return the word at a place, empty outside of the sentence."""
    return tokens[place].text if 0 <= place < len(tokens) else ""


def opening(tokens: Tokens, closing: int) -> int:
    """Return the place of the bracket that a closing one belongs to, at most twenty tokens before."""
    depth = 0
    for place in range(closing, max(-1, closing - 20), -1):
        depth += (tokens[place].text == ")") - (tokens[place].text == "(")
        if depth == 0:
            return place
    return closing


def closing(tokens: Tokens, place: int) -> int:
    """Return the place of the bracket that closes the one here, at most thirty tokens on."""
    for end in range(place, min(len(tokens), place + 30)):
        if tokens[end].text == ")":
            return end
    return place


def bound_name(tokens: Tokens, place: int) -> int:
    """Return the place of the word that a hyphen ties to this one from the left ("X-induced"), else -1."""
    if place < 2 or tokens[place - 1].text != "-":
        return -1
    return max(opening(tokens, place - 2) - 1, 0) if tokens[place - 2].text == ")" else place - 2


def is_clause(tokens: Tokens, place: int) -> bool:
    """Say whether the token opens a clause; "but not" only adds to a list."""
    word = tokens[place].text
    return word in CLAUSES and not (word == "but" and word_at(tokens, place + 1) in ("not", "also"))


def is_adjectival(tokens: Tokens, place: int) -> bool:
    """Say whether a participle stands before its noun, as in "the reduced expression"."""
    trigger = tokens[place].trigger
    if trigger is None or trigger.form not in (Form.PAST, Form.ING) or place + 1 >= len(tokens):
        return False
    after = tokens[place + 1].text
    if after in DETERMINERS or after in PREPOSITIONS or after in LISTS:
        return False
    if place == 0:
        return trigger.form is Form.PAST
    adverb = tokens[place - 1].text.endswith("ly") and place > 1
    before = tokens[place - 2] if adverb else tokens[place - 1]
    if before.text in ("has", "have", "had"):
        return False
    if adverb and (before.text in BE or before.name >= 0):
        return False
    if trigger.form is Form.ING:
        return before.text in DETERMINERS
    if not adverb and before.text == "that" and place > 1 and tokens[place - 2].text in VERBS:
        return True
    verbal = before.text in VERBS or (before.trigger is not None and before.trigger.form in VERBAL)
    return verbal or before.text in DETERMINERS or (before.text in PREPOSITIONS and before.text != "to")


def is_passive(tokens: Tokens, place: int) -> bool:
    """Say whether a past participle has a form of "be" before it, adverbs aside."""
    return auxiliary_of(tokens, place) >= 0


def auxiliary_of(tokens: Tokens, place: int) -> int:
    """Return the place of the form of "be" of a passive verb, else -1."""
    trigger = tokens[place].trigger
    if trigger is None or trigger.form is not Form.PAST:
        return -1
    for before in range(place - 1, max(-1, place - 5), -1):
        word = tokens[before].text
        if word in BE:
            return before
        if not (word.endswith("ly") or word in ("not", "also", "further", "and", "more", "less", "then", "thus")):
            return -1
    return -1


def is_verb(tokens: Tokens, place: int) -> bool:
    """Say whether the token is a verb that divides a subject from what is said of it."""
    token = tokens[place]
    if token.text in AUXILIARIES or token.text in VERBS:
        return bound_name(tokens, place) < 0
    trigger = token.trigger
    if trigger is None or trigger.form not in VERBAL or bound_name(tokens, place) >= 0:
        return False
    if token.text in ("lacking", "overexpressing"):
        return False
    if is_adjectival(tokens, place) or (trigger.form is Form.BASE and _is_noun_here(tokens, place)):
        return False
    reduced = trigger.form is Form.PAST and word_at(tokens, place + 1) == "by" and not is_passive(tokens, place)
    return not reduced


def _is_noun_here(tokens: Tokens, place: int) -> bool:
    """Say whether a word that is verb and noun alike ("increase", "form") is a noun where it stands."""
    of = word_at(tokens, place + 1) in ("of", "in")
    if place == 0 or word_at(tokens, place + 1) == "of":
        return of
    if tokens[place].text in ("result", "results") and of:
        return False
    before = tokens[place - 1]
    if before.text in ("to", "and", "or", "not") or before.text in AUXILIARIES:
        return False
    if before.text in DETERMINERS or before.text in PREPOSITIONS:
        return True
    if of or (before.trigger is not None and before.trigger.form in (Form.PAST, Form.ADJECTIVE, Form.ING)):
        return True
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    done = after is not None and after.trigger is not None and after.trigger.form is Form.PAST
    return before.name >= 0 and (done or word_at(tokens, place + 1) in BE)


def is_nominal(tokens: Tokens, place: int) -> bool:
    """Say whether the token names an event ("inhibition", "an increase") or tells its way ("reduced expression")."""
    trigger = tokens[place].trigger
    if trigger is None or bound_name(tokens, place) >= 0:
        return False
    return is_event_noun(tokens, place) or is_adjectival(tokens, place)


def is_event_noun(tokens: Tokens, place: int) -> bool:
    """Say whether the token is a noun that names an event, by its form or, as "increase", by where it stands."""
    trigger = tokens[place].trigger
    if trigger is None:
        return False
    return trigger.form is Form.NOUN or (trigger.form is Form.BASE and _is_noun_here(tokens, place))


def governor(tokens: Tokens, name: int) -> Governor | None:
    """Return what governs a name, walking left to the nearest verb; None where that cannot be told."""
    inner: list[int] = []
    listed = False
    place = _before_alias(tokens, name) - 1
    stop = max(-1, name - REACH)
    while place > stop:
        token = tokens[place]
        trigger = token.trigger
        if token.text == ")":
            place = opening(tokens, place) - 1
            continue
        if bound_name(tokens, place) >= 0 and (trigger is not None or token.text in TIED):
            place = bound_name(tokens, place) - 1
            continue
        found = None if token.text in INCLUDING else _governing(tokens, place, tuple(inner), name)
        if found is not None:
            return found
        if token.text in LISTS or token.text in ("well", "but"):
            listed = True
        elif token.text in INCLUDING:
            listed = True
            place -= word_at(tokens, place - 1) in RELATIVES
        elif token.name >= 0:
            if not listed:
                return None
        elif is_nominal(tokens, place):
            # In "reduced A, loss of B and C dysfunction" each item of the list stands for itself.
            item = is_event_noun(tokens, place) and tokens[place + 1].text not in PREPOSITIONS
            if not (listed and (inner or item)):
                inner.append(place)
                listed = False
        elif token.text in PREPOSITIONS and token.text != "of" and not _takes(tokens, place):
            break
        place -= 1
    return Governor("nominal", max(place, 0), tuple(inner)) if inner else None


def _before_alias(tokens: Tokens, name: int) -> int:
    """Return the place of the bracket that a name stands in as another name of the words before, else its own."""
    for place in range(name - 1, max(-1, name - 9), -1):
        if tokens[place].text == "(":
            return place if place == name - 1 or word_at(tokens, name - 1) in NAMING else name
        if tokens[place].text == ")":
            break
    return name


def _governing(tokens: Tokens, place: int, inner: tuple[int, ...], name: int) -> Governor | None:
    """Return the governor that stands at a place, if one does."""
    token = tokens[place]
    if is_clause(tokens, place):
        return Governor("nominal", place, inner)
    if token.text in ("by", "via", "through", "thereby"):
        return Governor("means", place, inner)
    if token.text in NEEDED and word_at(tokens, place + 1) in ("for", "to"):
        return Governor("needed", place, inner)
    if token.trigger is not None and token.trigger.form is Form.AGENT:
        return None if tokens[name - 1].text == "(" else Governor("agent", place, inner)
    if is_nominal(tokens, place) or not is_verb(tokens, place):
        return None
    if token.trigger is None:
        return Governor("other", place, inner)
    return Governor("nominal" if is_passive(tokens, place) else "verb", place, inner)


def _takes(tokens: Tokens, place: int) -> bool:
    """Say whether what stands before a preposition takes it, as in "increase in" and "leads to"."""
    if place == 0:
        return False
    word, before = tokens[place].text, tokens[place - 1]
    if word == "to" and any(token.text in SENSITIVE for token in tokens[max(0, place - 6) : place]):
        return True
    if word == "as":
        return before.text in ("such", "well") or word_at(tokens, place + 1) == "well"
    if before.text in NEEDED:
        return word == "for"
    if word in ("against", "from") and _has_root(tokens, place, "protect"):
        return True
    if before.text.endswith("ly") and place > 1:
        before = tokens[place - 2]
    trigger = before.trigger
    if trigger is None or trigger.form is Form.AGENT:
        return (before.text in TO and word == "to") or (before.text in FOR and word in ("to", "in", "against"))
    if trigger.light or trigger.binds:
        return word in ("in", "to", "with")
    if trigger.form is Form.ADJECTIVE or is_nominal(tokens, place - 1):
        return word in ("in", "on", "for", "to", "with")
    return trigger.root in TAKING and word in ("from", "against", "with", "to", "in")


def _has_root(tokens: Tokens, place: int, root: str) -> bool:
    """Say whether a trigger of a root stands among the four tokens before."""
    near = (token.trigger for token in tokens[max(0, place - 4) : place])
    return any(trigger is not None and trigger.root == root for trigger in near)


def listed_names(tokens: Tokens, first: int, end: int) -> Iterator[int]:
    """Yield the place of a name and of those listed with it: "A, B (also called C) and D"."""
    yield first
    place, joined, gap, count = first + 1, False, 0, 1
    while place < end and count < MOST:
        token = tokens[place]
        if token.text in JOINING or (token.text == "in" and word_at(tokens, place + 1) == "combination"):
            with_ = word_at(tokens, place + 1) == "with"
            joined = joined or with_
            place += 1 if with_ else 0
        elif token.text == "not" or (token.text in ("a", "an") and tokens[place - 1].text == ","):
            return
        elif token.text == "(":
            # "A (also B) and the receptor of X (C)": the name in brackets stands for the words before them.
            if joined and gap and place + 1 < end and tokens[place + 1].name >= 0:
                yield place + 1
                joined, gap, count = False, 0, count + 1
            place = closing(tokens, place)
        elif token.text in LISTS or token.text in ("as", "well"):
            joined, gap = True, 0
        elif token.name >= 0:
            if not joined:
                return
            yield place
            joined, gap, count = False, 0, count + 1
        elif (
            token.text in CLAUSES
            or token.text in MEANS
            or is_verb(tokens, place)
            or (token.text in PREPOSITIONS and token.text != "of")
            or gap > 6
        ):
            return
        else:
            gap += 1
        place += 1
