"""Ask every service for everything once, and print what was found: `python -m tests.replay.run BASES FOLDER`.

A program of its own, so that a test can kill it in the middle.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from evgraph.model import Author, Reference
from evgraph.resolve import RESOLVERS
from evgraph.resolve.http import Door
from evgraph.resolve.records import Asked

REFERENCES = (
    Reference(
        "trial", "Samplinib or placebo in adults with an invented disease", (Author("Ahlberg", "AB"),),
        journal="J Invent Trials", year=2015, volume="12", first_page="101",
    ),
    Reference("withdrawn", "An effect that could not be repeated", doi="10.5555/jit.2017(14)e1700123"),
    Reference("unknown", "Nothing of this kind stands anywhere"),
)  # fmt: skip
IDS = {
    "pmid": ("90000001", "90000004"),
    "doi": ("10.5555/jit.2015.101", "10.5555/none"),
    "nct": ("NCT90000009", "NCT90000002"),
}


def main() -> None:
    """Ask, and print."""
    bases = json.loads(sys.argv[1])
    with Door(Path(sys.argv[2]), bases=bases, rates=dict.fromkeys(bases, 100.0)) as door:
        for name in RESOLVERS:
            print(name, *ask_all(name, door))


def ask_all(name: str, door: Door) -> list[Asked[Any]]:
    """Ask one service by identifiers, and for candidates where it has such."""
    resolver = RESOLVERS[name]
    found: list[Asked[Any]] = [resolver.fetch_by_id(IDS[resolver.identifier], door)]
    return [*found, resolver.find_candidates(REFERENCES, door)] if resolver.find_candidates else found


if __name__ == "__main__":
    main()
