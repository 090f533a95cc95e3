"""Words that negate, hedge or place a statement in the background, each with how far it reaches."""

from __future__ import annotations

from collections.abc import Iterable

from evgraph.extract.records import Cue, Sentence
from evgraph.model import Document


def find_cues(document: Document, sentences: Iterable[Sentence]) -> tuple[Cue, ...]:
    """Return the cues of the sentences, in text order."""
    del document, sentences
    return ()
