"""What registries say of the studies, in their words: one sentence for a registration, and none of its figures."""

from __future__ import annotations

from evgraph.sentences.writer import Sentence, Writer, finish
from evgraph.wording import registration_text


def registered_sentences(writer: Writer) -> list[Sentence]:
    """Return a sentence for each study that a registry was asked about."""
    return [
        Sentence(study.label, "", finish(registration_text(study.registration), []), ())
        for _, study in sorted(writer.studies.items())
        if study.registration
    ]
