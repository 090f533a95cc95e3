"""Claims to sentences. A sentence is only ever made from claims, so that no number can point at nothing.

What a registry says is said apart, with the id of the trial and the day it was asked.

Claims of one work that belong together (two arms and their comparison) make one sentence. What is unverified, disputed
or known only second hand says so in the sentence itself.
"""

from evgraph.sentences.gaps import gap_sentences
from evgraph.sentences.mined import mined_sentences
from evgraph.sentences.registered import registered_sentences
from evgraph.sentences.results import result_sentences
from evgraph.sentences.told import (
    conclusion_sentences,
    difference_sentences,
    mechanism_sentences,
    transition_sentences,
)
from evgraph.sentences.writer import Sentence, Writer

__all__ = [
    "Sentence",
    "Writer",
    "conclusion_sentences",
    "difference_sentences",
    "gap_sentences",
    "mechanism_sentences",
    "mined_sentences",
    "registered_sentences",
    "result_sentences",
    "transition_sentences",
]
