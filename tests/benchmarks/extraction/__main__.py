"""How well and how fast texts are read, part by part.

    python -m tests.benchmarks.extraction [PART ...] [--errors] [--half tune|report|all]

A part is a module of this package with a function `main(half, errors)` that prints its table.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from tests.benchmarks.extraction import NoCorpusError

#: Part to what it measures.
PARTS = {
    "abbreviations": "definitions of short forms, on med1250",
    "effect_tuples": "figures as tuples, and bound to outcome and arms, on our own sentences",
    "mentions": "names of diseases, on the NCBI disease corpus",
    "sentences": "where sentences end, on sentences of our own",
    "speed": "bytes of text read in a second, next to other programs",
    "evidence_inference": "which way an outcome went, on Evidence Inference",
    "evidence_outcomes": "outcomes named in results and conclusions, on EvidenceOutcomes",
    "mechanisms": "signs of pairs and signed claims, on chemprot, bel_aligned and our own sentences",
    "rct_art": "measurements, outcomes and links of result sentences, on rct_art",
    "trialsieve": "measurements, P values and sizes of groups, on TrialSieve (noisy)",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.extraction")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--errors", action="store_true", help="list what is wrong, by kind")
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for part in options.parts or PARTS:
        print(f"\n{part}: {PARTS[part]} ({options.half})")
        try:
            import_module(f"tests.benchmarks.extraction.{part}").main(options.half, options.errors)
        except NoCorpusError as error:
            print(f"  {error}")


if __name__ == "__main__":
    main()
