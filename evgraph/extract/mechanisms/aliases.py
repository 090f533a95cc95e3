"""A second name in brackets turned into a name of its own: "protein A (also known as B)" is B where it is A."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evgraph.extract.mechanisms.events import Event
from evgraph.extract.mechanisms.phrases import Tokens, closing
from evgraph.extract.wordlists import words

_NAMELY = words("also known as formerly previously called termed named or the e i g · alias hereafter encoded by a")


def versions(tokens: Tokens, event: Event) -> Iterator[Event]:
    """Yield an event, and the same event under the other names that brackets give its two sides.

    >>> from evgraph.extract.mechanisms.tokens import find_tokens
    >>> from evgraph.extract.mechanisms.readings import find_events
    >>> from evgraph.model import Span
    >>> tokens = find_tokens("AA inhibits BB (CC).", 0, 20, (Span(0, 2), Span(12, 14), Span(16, 18)))
    >>> [tokens[one.target.place].text for event in find_events(tokens) for one in versions(tokens, event)]
    ['bb', 'cc']
    """
    yield event
    agents, targets = alias_of(tokens, event.agent.place), alias_of(tokens, event.target.place)
    for target in targets:
        yield replace(event, target=replace(event.target, place=target))
    for agent in agents:
        yield replace(event, agent=replace(event.agent, place=agent))
        for target in targets:
            yield replace(event, agent=replace(event.agent, place=agent), target=replace(event.target, place=target))


def alias_of(tokens: Tokens, name: int) -> tuple[int, ...]:
    """Return the places of the names that the bracket behind a name gives as others for it."""
    if name + 1 >= len(tokens) or tokens[name + 1].text != "(":
        return ()
    end = closing(tokens, name + 1)
    found: list[int] = []
    for place in range(name + 2, end):
        token = tokens[place]
        if token.name >= 0 and (tokens[place + 1].text in (")", ";", ",", "/") or place + 1 == end):
            found.append(place)
        elif token.text not in _NAMELY and token.text not in (",", ";", "/"):
            break
    return tuple(found)
