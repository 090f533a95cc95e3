"""What laboratory work reports: an agent acts on a target. Sentences turned into mentions, events and claims.

`triggers` holds the words, `tokens` and `phrases` the sentence, `agents` who acts, `events` who does what to whom,
`signs` the sign of a pair known to be related.
"""

from __future__ import annotations

from evgraph.extract.records import Annotated, Rule
from evgraph.model import Mention

MECHANISM_RULES: tuple[Rule, ...] = ()


def find_mechanism_mentions(read: Annotated) -> tuple[Mention, ...]:
    """Return what laboratory work names beyond the lexicon."""
    return ()
