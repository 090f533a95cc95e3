"""How many BibTeX entries are read in a second of processor time, names split and every field kept.

    python -m tests.benchmarks.bibtex [ENTRIES]

The entries are invented: eleven fields, five authors, a quarter with LaTeX accents, no two names alike in the file's
first thousands, so that nothing rests on a cache. bibtexparser reads the same file for comparison.
"""

from __future__ import annotations

import random
import sys
import time

from evgraph.readers.bibtex import read

SYLLABLES = ["ba", "ko", "ri", "ne", "mu", "ta", "sel", "vor", "gan", "lis", "den", "mar", "hol", "pe", "sto", "wig"]
WORDS = ["response", "of", "cells", "to", "treatment", "in", "adults", "with", "relapse", "disease", "open", "{CD}19"]
ACCENTS = ['{\\"o}', "{\\'e}", '{\\"u}', "{\\o}", "\\'a"]


def name(chance: random.Random) -> str:
    family = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
    if chance.random() < 0.05:
        family = family[:2] + chance.choice(ACCENTS) + family[2:]
    if chance.random() < 0.05:
        family = "van der " + family
    return f"{family}, {''.join(chance.choices(SYLLABLES, k=2)).capitalize()} {chance.choice('ABCDEFG')}."


def entry(number: int, chance: random.Random) -> str:
    authors = " and ".join(name(chance) for _ in range(5))
    first = chance.randrange(1, 2000)
    return f"""@article{{key{number},
  author    = {{{authors}}},
  title     = {{{" ".join(chance.choices(WORDS, k=14))}}},
  journal   = {{Journal of {chance.choice(WORDS)}}},
  year      = {{{chance.randrange(1980, 2025)}}},
  month     = mar,
  volume    = {{{chance.randrange(1, 99)}}},
  number    = {{{chance.randrange(1, 12)}}},
  pages     = {{{first}--{first + 9}}},
  doi       = {{10.1000/j.{number}.{first}}},
  issn      = {{0028-4793}},
  publisher = {{Sample Press}},
}}

"""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    chance = random.Random(7)
    text = "".join(entry(number, chance) for number in range(count))
    sys.stdout.write(f"{count:,} entries, {len(text):,} characters\n")
    best = min(timed(text, count) for _ in range(3))
    sys.stdout.write(f"evgraph: {count / best:,.0f} entries per CPU-second, names split, every field kept\n")
    from bibtexparser.entrypoint import parse_string

    start = time.process_time()
    parse_string(text, parse_stack=[])
    sys.stdout.write(f"bibtexparser, split only: {count / (time.process_time() - start):,.0f}\n")


def timed(text: str, count: int) -> float:
    start = time.process_time()
    reading = read(text, "bench.bib")
    spent = time.process_time() - start
    assert len(reading.references) == count
    return spent


if __name__ == "__main__":
    main()
