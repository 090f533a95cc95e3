"""A sentence turned into its events by every rule."""

from __future__ import annotations

from evgraph.extract.mechanisms.agents import is_aimed
from evgraph.extract.mechanisms.circumstances import CIRCUMSTANCE_READINGS
from evgraph.extract.mechanisms.effects import EFFECT_READINGS
from evgraph.extract.mechanisms.events import Event, Reading
from evgraph.extract.mechanisms.grammar import HAVING
from evgraph.extract.mechanisms.links import LINK_READINGS, chained
from evgraph.extract.mechanisms.nouns import NOUN_READINGS
from evgraph.extract.mechanisms.openings import OPENING_READINGS
from evgraph.extract.mechanisms.phrases import Tokens
from evgraph.extract.mechanisms.pronouns import settled
from evgraph.extract.mechanisms.verbs import VERB_READINGS

#: Every way of saying it.
READINGS: tuple[Reading, ...] = (
    *VERB_READINGS,
    *CIRCUMSTANCE_READINGS,
    *OPENING_READINGS,
    *LINK_READINGS,
    *NOUN_READINGS,
    *EFFECT_READINGS,
)


def find_events(tokens: Tokens) -> list[Event]:
    """Return the events of a sentence in the order of its words."""
    found = [
        event
        for place, token in enumerate(tokens)
        if token.name >= 0 or token.trigger is not None or token.text in HAVING
        for reading in READINGS
        for event in reading(tokens, place)
        if not is_aimed(tokens, event.agent.place)
    ]
    found = settled(tokens, found)
    return [*found, *chained(tokens, found)]
