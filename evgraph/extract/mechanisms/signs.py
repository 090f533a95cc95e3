"""A pair of names turned into the sign of what the text says of them: given that they are related, which way.

Where the grammar of `events` ties the two together, that decides. Else every trigger near the pair is weighed by where
it stands, and the heaviest one decides: an answer for a pair known to be related, never a way to find related pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evgraph.extract.mechanisms.events import net
from evgraph.extract.mechanisms.grammar import BE, CLAUSES, DETERMINERS, LISTS, PREPOSITIONS
from evgraph.extract.mechanisms.phrases import Tokens, bound_name, word_at
from evgraph.extract.mechanisms.readings import find_events
from evgraph.extract.mechanisms.tokens import VERBAL, Token, find_tokens
from evgraph.extract.mechanisms.triggers import Form, Trigger
from evgraph.extract.wordlists import words
from evgraph.model import Effect, Span

#: Characters before the first and behind the second name that are looked at.
_BEFORE, _BEHIND = 150, 110
#: Characters between two names beyond which nothing is said.
_APART = 1_500
_STOPS = CLAUSES | words("by via through with after without following")
_BY = words("by with after following via through upon")
_EFFECTS = {1: Effect.INCREASES, -1: Effect.DECREASES, 0: Effect.AFFECTS}
#: Words that tell the sign only where nothing better does: IC50, EC50, "active against".
_WEAK = {
    "against": -1, "ic": -1, "ic50": -1, "ki": -1, "target": -1, "targets": -1, "targeting": -1, "targeted": -1,
    "poison": -1, "poisons": -1, "anti": -1, "ec": 1, "ec50": 1, "potency": -1, "sensitive": -1, "selective": -1,
    "selectivity": -1, "responsive": 1, "higher": 1, "exposed": 1, "exposure": 1, "enzyme": 0, "substrate": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Weighed:
    score: float
    place: int
    sign: int


def sign_of(text: str, head: Span, tail: Span) -> Effect | None:
    """Return what one name is said to do to the other, None where nothing near them tells.

    Which of the two acts is read from the text, so the order of `head` and `tail` does not matter. AFFECTS stands for
    an act without direction (it is metabolised, transported, changed), BINDS for binding alone.

    >>> text = "Drug A abolished the up-regulation of p53, and p21 is induced by it."
    >>> sign_of(text, Span(0, 6), Span(38, 41)).value
    'decreases'
    """
    first, second = sorted((head, tail))
    if first.end > second.start or second.start - first.end > _APART:
        return None
    start, end = max(0, first.start - _BEFORE), min(len(text), second.end + _BEHIND)
    tokens = _sentence(find_tokens(text, start, end, (first, second)))
    places = [place for place, token in enumerate(tokens) if token.name >= 0]
    if len(places) != 2:
        return None
    found = [(net(tokens, event), event.trigger) for event in find_events(tokens)]
    if not found:
        weighed = sorted(_weigh(tokens, *places), key=lambda item: (-item.score, item.place))
        found = [(item.sign, item.place) for item in weighed]
    if not found:
        return None
    sign, place = found[0]
    trigger = tokens[place].trigger
    return Effect.BINDS if sign == 0 and trigger is not None and trigger.binds else _EFFECTS[sign]


def _sentence(tokens: list[Token]) -> list[Token]:
    """Return the tokens of the sentences that the two names stand in."""
    names = [place for place, token in enumerate(tokens) if token.name >= 0]
    if not names:
        return []
    start = next((place + 1 for place in range(names[0], -1, -1) if tokens[place].text == "."), 0)
    end = next((place + 1 for place in range(names[-1], len(tokens)) if tokens[place].text == "."), len(tokens))
    return tokens[start:end]


def _weigh(tokens: Tokens, first: int, second: int) -> Iterator[_Weighed]:
    """Yield every trigger near the pair with its weight: the surer the way of saying it, the heavier."""
    for place, token in enumerate(tokens):
        trigger = token.trigger
        if trigger is None:
            if token.text in _WEAK:
                away = min(abs(place - first), abs(place - second))
                yield _Weighed(1.5 - 0.05 * away, place, _WEAK[token.text])
            continue
        if first < place < second:
            found = _between(tokens, first, place, second, trigger)
        elif place > second:
            found = _behind(tokens, place, second, trigger)
        else:
            found = _before(tokens, first, place, trigger)
        if found is not None:
            yield _Weighed(found[0] - _doubt(trigger), place, found[1])


def _doubt(trigger: Trigger) -> float:
    """Return by how much a trigger without sign weighs less."""
    if trigger.sign:
        return 0.0
    vague = trigger.root in ("affect", "regulate", "modulate", "influence", "alter", "change", "control")
    return 3.0 if vague or trigger.binds else 1.0


def _between(tokens: Tokens, first: int, place: int, second: int, trigger: Trigger) -> tuple[float, int] | None:
    """Weigh a trigger between the two names."""
    before, after = place - first, second - place
    breaks = sum(tokens[other].text in CLAUSES for other in range(place + 1, second))
    bound = bound_name(tokens, place)
    if bound >= 0:
        if bound != first:
            return 0.5, trigger.sign
        return 6.5 - 0.1 * after - 2 * breaks, _tied_sign(tokens, place, second, trigger)
    if trigger.form is Form.AGENT:
        return _weigh_agent(tokens, first, place, second), trigger.sign
    by = next((other for other in range(place + 1, min(place + 6, second)) if tokens[other].text in _BY), None)
    told = by is not None and all(tokens[other].trigger is None for other in range(place + 1, by))
    if by is not None and told and second - by <= 6:
        if trigger.form is Form.PAST:
            return _weigh_passive(tokens, first, place, second, by)
        if trigger.form is Form.NOUN:
            return 7.5 - 0.1 * before, trigger.sign * _climb(tokens, place)[0]
    if trigger.form is Form.NOUN and before <= 3 and not _has(tokens, first + 1, place, "and", ",", "by"):
        return 4.5 - 0.1 * after - (2 if breaks else 0), trigger.sign
    up, over = _climb(tokens, place)
    sign = trigger.sign * up
    if trigger.sign == 0 and over is not None and not over.light and not trigger.binds:
        sign = up if over.sign else 0
    for nominal in (_nominal_after(tokens, second), _nominal_after(tokens, first, place)):
        sign = -sign if nominal is not None and nominal.sign < 0 else sign
    doubt = -_doubt(trigger) if sign else 0.0
    return 7 - 0.2 * after - 2 * breaks - (1.5 if trigger.light else 0) - doubt, sign


def _has(tokens: Tokens, start: int, end: int, *words: str) -> bool:
    return any(token.text in words for token in tokens[start:end])


def _tied_sign(tokens: Tokens, place: int, second: int, trigger: Trigger) -> int:
    """Return the sign of "X-induced inhibition of Y": of the participle and of the nominal it stands with."""
    sign = 1 if trigger.light else trigger.sign
    inside = [tokens[other].trigger for other in range(second - 1, place, -1) if bound_name(tokens, other) < 0]
    nominals = (next((inner for inner in inside if inner is not None and inner.form is Form.NOUN), None),
                _nominal_after(tokens, second))  # fmt: skip
    for nominal in nominals:
        if nominal is not None:
            sign = sign * nominal.sign if nominal.sign else (0 if trigger.light else sign)
    return sign


def _weigh_agent(tokens: Tokens, first: int, place: int, second: int) -> float:
    """Weigh "X inhibitor Y" and "X is an inhibitor of Y"."""
    near = place - first <= 4 and not any(
        tokens[other].text in CLAUSES or tokens[other].text == "," for other in range(first + 1, place)
    )
    after = second - place
    of = after <= 8 and _has(tokens, place + 1, min(place + 4, second), "of", "for", "to", "at", "on")
    return 10 - 0.2 * after if near or of else 4 - 0.15 * after


def _weigh_passive(tokens: Tokens, first: int, place: int, second: int, by: int) -> tuple[float, int]:
    """Weigh "X was inhibited by Y", "inhibition of X was reversed by Y", "X was induced by inhibition of Y"."""
    trigger = tokens[place].trigger
    sign = trigger.sign if trigger is not None else 0
    for nominal in (_nominal_before(tokens, first), _nominal_after(tokens, first, place)):
        sign *= (nominal.sign if nominal is not None else 0) or 1
    auxiliary = any(tokens[other].text in BE for other in range(max(first, place - 4), place))
    inner = _nominal_before(tokens, second, by)
    if auxiliary and inner is not None and inner.form is Form.NOUN:
        sign *= inner.sign or 1
    sure = auxiliary or place - first <= 6
    return 8 - 0.1 * (place - first) - (0 if sure else 2.5), sign


def _behind(tokens: Tokens, place: int, second: int, trigger: Trigger) -> tuple[float, int] | None:
    """Weigh a trigger that follows the second name: "X, a Y inhibitor"."""
    if place - second > 8 or _place_after(tokens, second) != place:
        return None
    after = place - second
    weights = {Form.AGENT: 9.5, Form.ADJECTIVE: 8.0, Form.NOUN: 5.6, Form.PAST: 3.0}
    doubt = 0.5 * _doubt(trigger) if trigger.form is Form.NOUN else 0.0
    return weights.get(trigger.form, 4.0) - 0.45 * after - doubt, trigger.sign


def _before(tokens: Tokens, first: int, place: int, trigger: Trigger) -> tuple[float, int] | None:
    """Weigh a trigger that leads to the first name: "inhibition of X by Y"."""
    away = first - place
    if away > 12 or bound_name(tokens, place) >= 0:
        return None
    if trigger.form in (Form.NOUN, Form.ADJECTIVE):
        up, over = _climb(tokens, place) if trigger.form is Form.NOUN else (1, None)
        up = 1 if over is not None and over.light else up
        joined = _has(tokens, place + 1, first, "of", "in", "on", "between")
        return (6.4 if joined else 4.0) - 0.3 * away, trigger.sign * up
    if trigger.form is Form.AGENT:
        return 6 - 0.4 * away, trigger.sign
    return (4.4 if trigger.form is Form.ING else 4.0) - 0.3 * away, trigger.sign


def _climb(tokens: Tokens, place: int) -> tuple[int, Trigger | None]:
    """Return the sign of what governs a nominal, and the verb that does: "prevented the loss of Y"."""
    trigger = tokens[place].trigger
    before = tokens[place - 1] if place else None
    ruled = before is not None and (
        before.text in DETERMINERS or (before.trigger is not None and before.trigger.form in VERBAL)
    )
    if trigger is None or not (trigger.form is Form.NOUN or (trigger.form is Form.PAST and ruled)):
        return 1, None
    sign, listed = 1, False
    for other in range(place - 1, max(-1, place - 23), -1):
        token = tokens[other]
        over = token.trigger
        if token.text in _STOPS or token.name >= 0:
            break
        listed = listed or token.text in LISTS or token.text in ("as", "well", "including")
        if over is None or bound_name(tokens, other) >= 0 or over.form is Form.ADJECTIVE:
            continue
        if over.form is Form.NOUN:
            sign *= 1 if listed else (over.sign or 1)
        elif over.form is Form.AGENT or (over.form is Form.PAST and word_at(tokens, other + 1) == "by"):
            break
        else:
            return sign * (over.sign or 1), over
    return sign, None


def _place_after(tokens: Tokens, name: int) -> int | None:
    """Return the place of the trigger that follows a name in its phrase, what is in brackets aside."""
    place = name + 1
    if word_at(tokens, place) == ")" and word_at(tokens, name - 1) == "(":
        place += 1
    if word_at(tokens, place) == "(":
        while place < min(len(tokens) - 1, name + 7) and tokens[place].text != ")":
            place += 1
        place += 1
    for other in range(place, min(len(tokens), place + 4)):
        token = tokens[other]
        if token.trigger is not None:
            return other
        if token.text in _STOPS or token.text in LISTS or token.text in PREPOSITIONS or token.text in BE:
            break
        if token.text in "()":
            break
    return None


def _nominal_after(tokens: Tokens, name: int, end: int | None = None) -> Trigger | None:
    """Return the nominal that follows a name: "Y degradation"."""
    place = _place_after(tokens, name)
    if place is None or (end is not None and place >= end):
        return None
    trigger = tokens[place].trigger
    return trigger if trigger is not None and trigger.form is Form.NOUN else None


def _nominal_before(tokens: Tokens, name: int, start: int = -1) -> Trigger | None:
    """Return the nominal that leads to a name: "inhibition of X", "inhibiting X"."""
    of = False
    for place in range(name - 1, max(start, name - 7), -1):
        token = tokens[place]
        of = of or token.text in ("of", "in")
        if token.name >= 0 or token.text in LISTS or token.text in _STOPS:
            break
        if token.trigger is not None and bound_name(tokens, place) < 0:
            nominal = (token.trigger.form is Form.NOUN and of) or token.trigger.form is Form.ING
            return token.trigger if nominal else None
    return None
