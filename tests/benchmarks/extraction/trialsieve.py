"""Measurements, P values and group sizes on TrialSieve (CC0): labels of many hands, noisy, for the report only."""

from __future__ import annotations

from evgraph.extract import Matcher, annotate, document_from_text
from evgraph.extract.figures import read_drafts
from evgraph.lexicon import ontology_home, read_concepts
from tests.benchmarks.extraction import Score, rows
from tests.benchmarks.extraction.rct_art import count_overlap


def main(half: str, errors: bool) -> None:
    matcher = Matcher.of(read_concepts(ontology_home()))
    measures, values, sizes = Score(), Score(), Score()
    for row in rows("trialsieve", half):
        text = row["text"]
        gold = {
            kind: {(e["start"], e["end"]) for e in row["entities"] if e["type"] == kind}
            for kind in ("Quantitative Measurement", "Statistical Significance", "Sample Size")
        }
        builder = read_drafts(text)
        tokens = builder.tokens
        count_overlap(
            measures,
            {(tokens[d.first].start, tokens[d.last - 1].end) for d in builder.drafts if d.kind != "p"},
            gold["Quantitative Measurement"],
        )
        found = {(tokens[d.p.first].start, tokens[d.p.last - 1].end) for d in builder.drafts if d.p is not None}
        count_overlap(values, found, gold["Statistical Significance"])
        read = annotate(document_from_text(row["doc_id"], text), matcher)
        told = {str(n) for n in (*(a.size for a in read.arms), *(p.size for p in read.populations)) if n is not None}
        sizes.add(told, {text[a:b].replace(",", "") for a, b in gold["Sample Size"] if text[a:b][:1].isdigit()})
    print(measures.line("measurements, overlap"))
    print(values.line("P values, overlap"))
    print(sizes.line("sizes of groups, by number"))
