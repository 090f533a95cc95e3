"""What a reading makes of a sentence, in words: for the examples in docstrings, and for tests."""

from __future__ import annotations

import re

from evgraph.extract.mechanisms.events import Reading, net
from evgraph.extract.mechanisms.tokens import find_tokens
from evgraph.model import Span


def told(rule: Reading, text: str, *names: str) -> list[str]:
    """Return the events that a rule reads in a sentence, in words."""
    places = sorted(match.span() for name in names for match in re.finditer(re.escape(name), text))
    tokens = find_tokens(text, 0, len(text), [Span(*place) for place in places])
    signs = {1: "increases", -1: "decreases", 0: "affects"}
    found = [event for place in range(len(tokens)) for event in rule(tokens, place)]
    return [
        f"{tokens[event.agent.place].text} {signs[net(tokens, event)]} {tokens[event.target.place].text}"
        for event in found
    ]
