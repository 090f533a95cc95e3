"""Whether two claims speak of the same endpoint, from the definitions that the concepts carry.

A composite says which forms it counts (`evg:combines`), a time to an event from when and to what (`evg:startEvent`,
`evg:endEvent`). An outcome without a definition is only ever the same as itself.
"""

from __future__ import annotations

from fractions import Fraction

from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Concept, Kind
from evgraph.wording import duration_text


def distance(first: str, second: str, lexicon: Lexicon) -> Fraction | None:
    """Return how far two outcomes lie apart by definition: 0 the same, 1 nothing in common, `None` not defined.

    The share of what only one of them counts among all that either counts (Jaccard 1901, the distance 1 - |A∩B|/|A∪B|),
    over the forms of a remission or the events that end a time. Times counted from different starts lie 1 apart.
    """
    if first == second:
        return Fraction(0)
    one, other = (lexicon.concepts.get(iri) for iri in (first, second))
    if one is None or other is None:
        return None
    if one.ends and other.ends:
        return Fraction(1) if one.start != other.start else _apart(set(one.ends), set(other.ends))
    if one.combines or other.combines:
        return _apart(_forms(one), _forms(other))
    return None


def _apart(one: set[str], other: set[str]) -> Fraction:
    return Fraction(len(one ^ other), len(one | other))


def _forms(concept: Concept) -> set[str]:
    return set(concept.combines) or {concept.iri}


def comparable(first: Claim, second: Claim, lexicon: Lexicon) -> tuple[bool, tuple[str, ...]]:
    """Say whether the figures of two claims may be put side by side, with each reason why not, or why."""
    one, other = first.proposition, second.proposition
    if one.kind is not other.kind:
        return False, (f"one is a {one.kind.value}, the other a {other.kind.value}",)
    reasons = [*_outcomes(first, second, lexicon), *_definitions(first, second, lexicon)]
    if one.time_point != other.time_point:
        times = " and ".join(
            duration_text(time) if time else "no time told" for time in (one.time_point, other.time_point)
        )
        reasons.append(f"measured at different times: {times}")
    if one.grade != other.grade:
        reasons.append(f"other grades: {one.grade or 'any'} and {other.grade or 'any'}")
    if one.kind is Kind.MECHANISM and one.aspect != other.aspect:
        reasons.append(f"other aspects: {_name(one.aspect, lexicon)} and {_name(other.aspect, lexicon)}")
    measures = {claim.evidence.estimate.measure for claim in (first, second) if claim.evidence.estimate}
    if len(measures) > 1:
        names = " and ".join(sorted(_name(iri, lexicon) for iri in measures))
        reasons.append(f"other measures: {names}")
    return (False, tuple(reasons)) if reasons else (True, ("the same endpoint, measure, time and grade",))


def _outcomes(first: Claim, second: Claim, lexicon: Lexicon) -> list[str]:
    ours, theirs = first.proposition.outcomes, second.proposition.outcomes
    if ours == theirs:
        return []
    names = " and ".join(", ".join(_name(iri, lexicon) for iri in outcomes) for outcomes in (ours, theirs))
    if len(ours) != 1 or len(theirs) != 1:
        return [f"other outcomes: {names}"]
    apart = distance(ours[0], theirs[0], lexicon)
    if apart == 0:
        return []
    if apart is None:
        return [f"other outcomes, without definitions that could be compared: {names}"]
    return [f"endpoints defined differently: {names} ({_difference(ours[0], theirs[0], lexicon)}; distance {apart})"]


def _definitions(first: Claim, second: Claim, lexicon: Lexicon) -> list[str]:
    """Say where an outcome that each study defines in its own way is defined in two ways, or not told how."""
    varies = [iri for iri in first.proposition.outcomes if iri in lexicon.concepts and lexicon.concepts[iri].varies]
    told = [claim.proposition.definition for claim in (first, second)]
    if told[0] != told[1] or (varies and told[0] is None and first.reference != second.reference):
        ways = " and ".join(definition or "not told how" for definition in told)
        return [f"each study defines {_name(varies[0], lexicon) if varies else 'the outcome'} in its own way: {ways}"]
    return []


def _difference(first: str, second: str, lexicon: Lexicon) -> str:
    one, other = lexicon.concepts[first], lexicon.concepts[second]
    if one.ends and other.ends:
        if one.start != other.start:
            return f"counted from {one.start}, and from {other.start}"
        only = set(one.ends) ^ set(other.ends)
    else:
        only = _forms(one) ^ _forms(other)
    return "only one of them counts " + ", ".join(sorted(_name(iri, lexicon) for iri in only))


def _name(iri: str | None, lexicon: Lexicon) -> str:
    if iri is None:
        return "none told"
    concept = lexicon.concepts.get(iri)
    return concept.label if concept else iri.rsplit("/", 1)[-1]
