"""The claims of a corpus to those on one outcome, of the drugs and people asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evgraph.checks.corpus import Checked
from evgraph.errors import VocabularyError
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Kind


def select(
    checked: Iterable[Checked], lexicon: Lexicon, outcome: str, drug: str | None = None, population: str | None = None
) -> tuple[Checked, ...]:
    """Return the checked claims on the very outcome; drugs and people may be narrower than what is asked for.

    All three are IRIs of concepts. Only what was given on trial counts as the drug, where an arm says so, and
    comparisons and what one group had are both kept.
    """

    def fits(claim: Claim) -> bool:
        said = claim.proposition
        return (
            said.kind in {Kind.RESULT, Kind.COMPARISON}
            and said.outcomes == (outcome,)
            and (drug is None or _covers(drug, said.agents, lexicon))
            and (population is None or _covers(population, said.population, lexicon))
        )

    return tuple(item for item in checked if item.claim is not None and fits(item.claim))


def pick(checked: Sequence[Checked], only: Iterable[str], without: Iterable[str]) -> tuple[Checked, ...]:
    """Keep the claims named in `only`, all if it is empty, and drop those named in `without`, as "work/claim".

    Raises `VocabularyError` for a name that is none of the claims.
    """
    names = {f"{item.reference}/{item.key}": item for item in checked}
    kept, dropped = set(only), set(without)
    if unknown := sorted((kept | dropped) - names.keys()):
        raise VocabularyError(f"{unknown[0]!r} is none of the claims asked for: {', '.join(names) or 'there are none'}")
    return tuple(item for name, item in names.items() if (not kept or name in kept) and name not in dropped)


def _covers(wanted: str, named: Iterable[str], lexicon: Lexicon) -> bool:
    return any(iri == wanted or (iri in lexicon.concepts and wanted in lexicon.ancestors(iri)) for iri in named)
