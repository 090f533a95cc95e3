"""What was recognised in a Document: Mentions of concepts, and figures that found no arm or outcome."""

from __future__ import annotations

from dataclasses import dataclass

from evgraph.model.figures import EffectEstimate
from evgraph.model.works import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A recognised name: its place, the kind of thing (a class of the schema) and what it means.

    `concept` is the IRI of a concept, or of a term where the text names a thing that no vocabulary holds; `None` where
    several are possible, which `candidates` then lists. `part` names the Document of the reference.
    """

    reference: str
    part: str
    span: Span
    kind: str
    concept: str | None = None
    candidates: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Unattached:
    """A reported figure that could not be given to an arm and an outcome, and why; kept, never attached by guess."""

    reference: str
    part: str
    span: Span
    estimate: EffectEstimate
    reason: str
