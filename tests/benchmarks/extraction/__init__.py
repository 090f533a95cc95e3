"""What every part of the benchmark needs: the corpora, one half to tune on and one to report, and the scores.

The corpora are looked for in $EVGRAPH_CORPORA, else in ../shared/corpora beside the checkout.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPORA = Path(os.environ.get("EVGRAPH_CORPORA", Path(__file__).parents[3].parent / "shared" / "corpora"))

Row = dict[str, Any]


class NoCorpusError(Exception):
    """A corpus is not on this machine."""


def rows(corpus: str, half: str = "all") -> Iterator[Row]:
    """Yield the rows of a corpus: all, or those whose document is in the half to `tune` on or to `report` on."""
    path = CORPORA / f"{corpus}.jsonl.gz"
    if not path.exists():
        raise NoCorpusError(f"no {path}; set EVGRAPH_CORPORA")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if half in ("all", half_of(row.get("doc_id") or row["id"])):
                yield row


def half_of(doc_id: str) -> str:
    """Return the half that a document is in, the same on every machine."""
    return "tune" if hashlib.sha256(doc_id.encode()).digest()[0] % 2 else "report"


@dataclass(slots=True)
class Score:
    """Counts of what was found right, found wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: Iterable[Any], gold: Iterable[Any]) -> None:
        found, gold = set(found), set(gold)
        self.right += len(found & gold)
        self.wrong += len(found - gold)
        self.missed += len(gold - found)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def line(self, name: str) -> str:
        figures = f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{name:42}{figures}  n {self.right + self.missed:,}"
