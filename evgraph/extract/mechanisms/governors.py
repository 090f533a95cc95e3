"""What governs a name in its sentence: the verb that it is the object of, and the nominals on the way there."""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.extract.mechanisms.grammar import (
    AUXILIARIES,
    FOR,
    INCLUDING,
    LISTS,
    NAMING,
    NEEDED,
    PREPOSITIONS,
    REACH,
    RELATIVES,
    SENSITIVE,
    TAKING,
    TIED,
    TO,
)
from evgraph.extract.mechanisms.phrases import (
    Tokens,
    bound_name,
    is_clause,
    is_event_noun,
    is_nominal,
    is_passive,
    is_verb,
    opening,
    word_at,
)
from evgraph.extract.mechanisms.triggers import Form


@dataclass(frozen=True, slots=True)
class Governor:
    """What governs a name: its kind, its place, and the nominals between it and the name, nearest first.

    Kinds: "verb" (the name is its object), "means" (by, via), "needed" (required for it), "agent" (an inhibitor of
    it), "other" (a verb without sign, a copula), "nominal" (nothing but the nominals).
    """

    kind: str
    place: int
    inner: tuple[int, ...] = ()


def governor(tokens: Tokens, name: int) -> Governor | None:
    """Return what governs a name, walking left to the nearest verb; None where that cannot be told."""
    inner: list[int] = []
    listed = own = apart = False
    inner_here: tuple[int, ...] | None = None
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
            return Governor("nominal", place, inner_here) if inner_here is not None else found
        if token.text in LISTS or token.text in ("well", "but"):
            listed = True
            if token.text in ("and", "but", ",") and inner_here is None and _is_subject(tokens, name):
                inner_here = tuple(inner)
        elif token.text in INCLUDING:
            listed = True
            place -= word_at(tokens, place - 1) in RELATIVES
        elif token.name >= 0:
            if not listed:
                return None
            apart = apart or own
        elif is_nominal(tokens, place):
            # In "reduced A, loss of B and C dysfunction" each item of the list stands for itself.
            item = is_event_noun(tokens, place) and tokens[place + 1].text not in PREPOSITIONS
            if not (listed and (inner or item)) and not apart:
                inner.append(place)
                listed = False
        elif token.text == "of":
            own = own or not (listed or word_at(tokens, place - 1) in LISTS)
        elif token.text in PREPOSITIONS and not _takes(tokens, place):
            break
        place -= 1
    return Governor("nominal", max(place, 0), tuple(inner)) if inner else None


def _is_subject(tokens: Tokens, name: int) -> bool:
    """Say whether a verb with its auxiliary follows a name: what is listed with it may be of another clause."""
    for place in range(name + 1, min(len(tokens), name + 6)):
        token = tokens[place]
        if token.text in AUXILIARIES:
            return True
        if token.name >= 0 or token.text in LISTS or token.text in "()" or is_clause(tokens, place):
            break
    return False


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
    done = is_passive(tokens, place) and token.trigger.root not in ("involve", "implicate")
    return Governor("nominal" if done else "verb", place, inner)


def _takes(tokens: Tokens, place: int) -> bool:
    """Say whether what stands before a preposition takes it, as in "increase in" and "leads to"."""
    if place == 0 or word_at(tokens, place + 2) in ("absence", "presence"):
        return False
    word, before = tokens[place].text, tokens[place - 1]
    if word == "to" and any(token.text in SENSITIVE for token in tokens[max(0, place - 6) : place]):
        return True
    if word == "to" and before.text == "and":
        led = (tokens[at - 1].trigger for at in range(max(1, place - 20), place - 1) if tokens[at].text == "to")
        return any(trigger is not None and trigger.light for trigger in led)
    if word == "as":
        return before.text in ("such", "well") or word_at(tokens, place + 1) == "well"
    if before.text in NEEDED:
        return word == "for"
    if word == "between" and is_nominal(tokens, place - 1):
        return True
    if word in ("in", "at", "on") and _has_root(tokens, place, "phosphorylate"):
        return True
    if word in ("against", "from") and (_has_root(tokens, place, "protect") or _has_root(tokens, place, "rescue")):
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
