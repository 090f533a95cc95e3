"""Where sentences end: on sentences of our own, joined in many orders, and on the lines of EvidenceOutcomes.

A sentence counts where both its ends are right. The lines of EvidenceOutcomes were made by a program and hold its
errors; they are shown for scale.
"""

from __future__ import annotations

import random
from pathlib import Path

from evgraph.extract.sentences import find_sentences
from evgraph.model import Document
from tests.benchmarks.extraction import Score, rows

GOLD = Path(__file__).with_name("sentences.txt")


def main(half: str, errors: bool) -> None:
    gold = GOLD.read_text(encoding="utf-8").splitlines()
    order = random.Random(5)
    texts = [gold, *(order.sample(gold, len(gold)) for _ in range(20))]
    print(measure(texts, errors).line("own sentences"))
    outcomes = [
        [line for part in row["text"].split("\n\n") for line in part.split("\n") if line.strip()]
        for row in rows("evidence_outcomes", half)
    ]
    print(measure(outcomes, errors).line("lines of evidence_outcomes"))


def measure(texts: list[list[str]], errors: bool) -> Score:
    score = Score()
    told: set[str] = set()
    for number, lines in enumerate(texts):
        text, gold = "", []
        for line in lines:
            gold.append((number, len(text), len(text) + len(line.strip())))
            text += line.strip() + " "
        document = Document(str(number), "abstract", text)
        found = [(number, one.span.start, one.span.end) for one in find_sentences(document)]
        score.add(found, gold)
        wrong = {text[start:end] for _, start, end in set(found) - set(gold)}
        if errors and wrong - told:
            told |= wrong
            print(*(f"  + {words}" for words in sorted(wrong)[:3]), sep="\n")
    return score
