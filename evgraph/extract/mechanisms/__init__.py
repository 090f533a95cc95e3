"""What laboratory work reports: an agent acts on a target."""

from __future__ import annotations

from evgraph.extract.records import Annotated, Rule
from evgraph.model import Mention

MECHANISM_RULES: tuple[Rule, ...] = ()


def find_mechanism_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return what laboratory work names beyond the lexicon."""
    return ()
