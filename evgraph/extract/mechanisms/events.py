"""What an event is: an agent does something to a target, said by a trigger; its sign, and what stands in its phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from evgraph.extract.mechanisms.agents import (
    Part,
)
from evgraph.extract.mechanisms.governors import governor
from evgraph.extract.mechanisms.grammar import LISTS, PREPOSITIONS
from evgraph.extract.mechanisms.phrases import (
    Tokens,
    bound_name,
    closing,
    is_adjectival,
    is_clause,
    is_event_noun,
    is_nominal,
    is_verb,
)
from evgraph.extract.mechanisms.triggers import Form


@dataclass(frozen=True, slots=True)
class Event:
    """An agent does something to a target. `sign`: of the trigger alone; `trigger`: its place in the sentence."""

    agent: Part
    target: Part
    trigger: int
    sign: int
    rule: str


#: A rule looks at one place of a sentence and yields the events said there. It attaches a name only where the grammar
#: ties it to the verb or noun of the event; what cannot be tied is left out.
Reading = Callable[[Tokens, int], Iterator[Event]]


def net(tokens: Tokens, event: Event) -> int:
    """Return what the event means for the target itself: 1 more or more active, -1 less, 0 untold."""
    sign = event.sign * event.agent.sign
    for place in event.target.inner:
        trigger = tokens[place].trigger
        sign *= (trigger.sign if trigger is not None else 0) or 1
    return sign


def attach(
    tokens: Tokens, agents: Iterable[Part], target: Part, place: int, rule: str, sign: int | None = None
) -> Iterator[Event]:
    """Yield the event of each agent, where agent and target are not the same name."""
    if sign is None:
        sign = _sign_at(tokens, place, target)
    for agent in agents:
        if agent.place != target.place and tokens[agent.place].text != tokens[target.place].text:
            yield Event(agent, target, place, sign, rule)


#: Who rescues a loss does away with it.
_MENDING = ("rescue", "restore", "recover", "improve", "normalize", "normalise", "correct", "repair")


def _sign_at(tokens: Tokens, place: int, target: Part) -> int:
    trigger = tokens[place].trigger
    if trigger is None or trigger.yields:
        return 1
    acts = [tokens[inner].trigger for inner in target.inner]
    if trigger.root == "mediate":
        return int(not acts or any(act is not None and (act.sign != 0 or act.yields) for act in acts))
    if trigger.root in _MENDING and any(act is not None and act.sign < 0 for act in acts):
        return -1
    return trigger.sign or (adverb_sign(tokens, place) if trigger.root == "regulate" else 0)


def adverb_sign(tokens: Tokens, place: int) -> int:
    """Return the sign of "negatively regulates" and "positive regulator", 0 where no such word stands there."""
    for before in range(max(0, place - 2), place):
        if tokens[before].text in ("negatively", "negative"):
            return -1
        if tokens[before].text in ("positively", "positive"):
            return 1
    return 0


def inner_after(tokens: Tokens, name: int) -> tuple[int, ...]:
    """Return the nominals that follow a name in its phrase: "X degradation"."""
    found: list[int] = []
    place = name + 1
    while place < min(len(tokens), name + 6):
        token = tokens[place]
        if token.text == "(":
            place = closing(tokens, place)
        elif token.trigger is not None:
            potent = token.trigger.form is Form.ADJECTIVE and _is_effect(tokens, place + 1)
            if not (potent or token.trigger.form is Form.NOUN or is_event_noun(tokens, place)):
                break
            if token.trigger.sign and place + 1 < len(tokens) and tokens[place + 1].text == "of":
                break  # "X inactivation of Y" is what X does
            found.append(place)
        elif token.text not in ("-", "/"):
            listed = token.text in PREPOSITIONS or token.text in LISTS or is_clause(tokens, place)
            if token.name >= 0 or listed or is_verb(tokens, place):
                break
        place += 1
    return tuple(found)


def _is_effect(tokens: Tokens, place: int) -> bool:
    return place < len(tokens) and tokens[place].text in ("activity", "activities", "potency", "effect", "effects")


def inner_before(tokens: Tokens, name: int) -> tuple[int, ...]:
    """Return the nominals that lead to a name by "of": "degradation of X"."""
    found: list[int] = []
    of = False
    for place in range(name - 1, max(-1, name - 7), -1):
        token = tokens[place]
        if token.text in ("of", "in"):
            of = True
        elif token.trigger is not None and bound_name(tokens, place) < 0:
            if not (is_nominal(tokens, place) and (of or is_adjectival(tokens, place))):
                break
            found.append(place)
        elif token.text in ("and", "or", "/") and not found:
            over = governor(tokens, name)
            return over.inner if over is not None and over.kind == "nominal" else ()
        elif token.name >= 0 or token.text in PREPOSITIONS or token.text in LISTS or is_verb(tokens, place):
            break
    return tuple(found)
