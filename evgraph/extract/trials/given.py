"""What the words of an arm name that can be given: drugs, regimens, classes of drugs, procedures."""

from __future__ import annotations

from evgraph.extract.records import Annotated, within
from evgraph.model import Span

#: Kinds of things that are given.
GIVEN = ("Drug", "Regimen", "DrugClass", "Procedure")


def interventions(read: Annotated, name: Span) -> tuple[str, ...]:
    """Return what the words of an arm name: drugs, regimens, procedures."""
    inside = [m.concept for m in read.mentions if m.concept and m.kind in GIVEN and within(name, m.span)]
    return tuple(sorted(set(inside)))
