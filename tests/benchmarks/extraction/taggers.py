"""Taggers for measuring: for every document one that was trained without it, in five folds by document.

With EVGRAPH_TAGGER=shipped the tagger of the package is measured instead; that is right for corpora it has not seen.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache

from evgraph.extract.trials.tagger import Tagger, load
from evgraph.extract.trials.tagger.model import unpack
from evgraph.extract.trials.tagger.train import fit, samples
from tests.benchmarks.extraction import CORPORA, Row

FOLDS = 5


def tagger_for(row: Row) -> Tagger:
    """Return a tagger that has not seen a row's document."""
    if os.environ.get("EVGRAPH_TAGGER") == "shipped":
        return load()
    return _trained()[fold_of(row.get("doc_id") or row["id"])]


def fold_of(document: str) -> int:
    return hashlib.sha256(document.encode()).digest()[1] % FOLDS


@cache
def _trained() -> list[Tagger]:
    rows = list(samples(CORPORA))
    return [unpack(fit(row for row in rows if fold_of(row.document) != fold)) for fold in range(FOLDS)]
