"""What is done to the thing named before: "A phosphorylates B, inhibiting its activity", "A binds B and its loss"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evgraph.extract.mechanisms.agents import Part
from evgraph.extract.mechanisms.events import Event
from evgraph.extract.mechanisms.grammar import LISTS
from evgraph.extract.mechanisms.phrases import Tokens, closing, is_verb, word_at
from evgraph.extract.mechanisms.tokens import VERBAL
from evgraph.extract.mechanisms.triggers import Form
from evgraph.extract.wordlists import words

#: What of a thing "its" may speak of.
_OWN = words(
    "activity activation function expression degradation levels level phosphorylation stability translocation "
    "transcription synthesis translation signaling signalling secretion release turnover stabilization production "
    "ubiquitination binding inactivation inhibition dephosphorylation accumulation induction downregulation "
    "upregulation proteolysis cleavage abundance amount"
)
#: Acts on a protein that leave open whether it does more or less after.
_OPEN = words(
    "phosphorylate dephosphorylate cleave bind interact ubiquitinate ubiquitylate acetylate deacetylate methylate "
    "demethylate sumoylate complex associate"
)


def possessed(tokens: Tokens, events: Sequence[Event]) -> Iterator[Event]:
    """Yield what a verb does to "its activity", where "its" takes up what the event before acts on."""
    for event in events:
        if event.rule not in ("active", "passive", "means", "nominal", "changed"):
            continue
        verb = _next_verb(tokens, event)
        own = _own_after(tokens, verb) if verb >= 0 else ()
        if not own:
            continue
        trigger = tokens[verb].trigger
        sign = trigger.sign if trigger is not None else 0
        if sign:
            target = Part(event.target.place, 1, tuple(at for at in own if tokens[at].trigger is not None))
            yield Event(event.agent, target, verb, sign, "possessed")


def settled(tokens: Tokens, events: Sequence[Event]) -> list[Event]:
    """Return the events with what follows for the thing itself: a phosphorylation that inhibits is no activation.

    >>> from evgraph.extract.mechanisms.events import net
    >>> from evgraph.extract.mechanisms.readings import find_events
    >>> from evgraph.extract.mechanisms.tokens import find_tokens
    >>> from evgraph.model import Span
    >>> text = "AA phosphorylates BB, thereby inhibiting its activity."
    >>> tokens = find_tokens(text, 0, len(text), (Span(0, 2), Span(18, 20)))
    >>> [(event.rule, net(tokens, event)) for event in find_events(tokens)]
    [('active', 0), ('possessed', -1)]
    """
    later = list(possessed(tokens, events))
    told = {(event.agent.place, event.target.place) for event in later}
    told |= {(event.agent.place, event.target.place) for event in events if event.sign and not _is_open(tokens, event)}
    return [
        replace(event, sign=0) if (event.agent.place, event.target.place) in told and _is_open(tokens, event) else event
        for event in events
    ] + later


def _is_open(tokens: Tokens, event: Event) -> bool:
    trigger = tokens[event.trigger].trigger
    return trigger is not None and trigger.root in _OPEN


def _next_verb(tokens: Tokens, event: Event) -> int:
    """Return the verb said next of the same subject, or of the whole event, else -1."""
    last = max(event.target.place, event.agent.place, event.trigger)
    place = last + 1
    while place < min(len(tokens), last + 22):
        token = tokens[place]
        if token.text == "(":
            place = closing(tokens, place) + 1
            continue
        if token.name >= 0 or token.text in (";", ".", ":"):
            break
        trigger = token.trigger
        says = trigger is not None and (trigger.form is Form.ING or is_verb(tokens, place))
        if trigger is not None and trigger.form in VERBAL and says and word_at(tokens, place - 1) != "-":
            return place if event.rule != "passive" or trigger.form is Form.ING else -1
        place += 1
    return -1


def _own_after(tokens: Tokens, verb: int) -> tuple[int, ...]:
    """Return the places of the words of what is "its": "inhibits its kinase activity"."""
    to = next((at for at in range(verb + 1, min(len(tokens), verb + 4)) if tokens[at].text in ("its", "their")), -1)
    if to < 0:
        return ()
    found: list[int] = []
    for place in range(to + 1, min(len(tokens), to + 5)):
        if tokens[place].text in _OWN:
            found.append(place)
        elif found or tokens[place].name >= 0 or tokens[place].text in LISTS:
            break
    return tuple(found)
