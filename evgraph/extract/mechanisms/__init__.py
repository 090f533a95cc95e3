"""What laboratory work reports: an agent acts on a target. Sentences turned into mentions, events and claims.

`tables`, `triggers` and `grammar` hold the words, `tokens`, `phrases` and `governors` the sentence, `agents`,
`subjects` and `doers` who acts, `presence` whether it is there or taken away, `events` who does what to whom, `verbs`,
`nouns`, `effects`, `circumstances`, `links` and `pronouns` the ways of saying it, `aliases` the other names that
brackets give, `aspects` what of the target changes, `doses` how much was given, `signs` the sign of a pair known to be
related, `names` what no vocabulary holds, `rules` the claims.
"""

from evgraph.extract.mechanisms.names import find_mechanism_mentions
from evgraph.extract.mechanisms.rules import MECHANISM_RULES
from evgraph.extract.mechanisms.signs import sign_of

__all__ = ["MECHANISM_RULES", "find_mechanism_mentions", "sign_of"]
