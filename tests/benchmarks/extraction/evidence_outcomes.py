"""Outcomes named in results and conclusions, on EvidenceOutcomes (MIT). Known: PubMedBERT .69, a CRF .45.

What is measured is the tagger, trained without the document (`taggers`), on the sentences that the corpus marks.
"""

from __future__ import annotations

from collections import Counter

from evgraph.extract.figures import find_figures
from evgraph.extract.trials.tagger import NAMED
from evgraph.extract.trials.tagger.train import reporting
from tests.benchmarks.extraction import Score, rows
from tests.benchmarks.extraction.rct_art import count_overlap
from tests.benchmarks.extraction.taggers import tagger_for


def main(half: str, errors: bool) -> None:
    strict, overlap = Score(), Score()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows("evidence_outcomes", half):
        text = row["text"]
        gold = {(e["start"], e["end"]) for e in row["entities"]}
        figures = [figure.span for figure in find_figures(text)]
        marked = tagger_for(row).tag(text, [(span, NAMED) for span in reporting(text)], figures)
        found = {(words[0].start, words[-1].end) for kind, words in marked if kind == "outcome"}
        strict.add(found, gold)
        count_overlap(overlap, found, gold)
        wrong.update(text[a:b].lower() for a, b in found - gold)
        missed.update(text[a:b].lower() for a, b in gold - found)
    print(strict.line("outcome spans, strict"))
    print(overlap.line("outcome spans, overlap"))
    if errors:
        for name, counts in (("wrong", wrong), ("missed", missed)):
            print(f"  {name}: " + "; ".join(f"{words} ({n})" for words, n in counts.most_common(150)))
