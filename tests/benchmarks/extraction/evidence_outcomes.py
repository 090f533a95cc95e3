"""Outcomes named in results and conclusions, on EvidenceOutcomes (MIT). Known: PubMedBERT .69, a CRF .45."""

from __future__ import annotations

from collections import Counter

from evgraph.extract.documents import document_from_text
from evgraph.extract.trials.outcomes import outcome_spans
from evgraph.extract.sentences import find_sentences
from tests.benchmarks.extraction import Score, rows
from tests.benchmarks.extraction.rct_art import count_overlap


def main(half: str, errors: bool) -> None:
    strict, overlap = Score(), Score()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows("evidence_outcomes", half):
        text = row["text"]
        gold = {(e["start"], e["end"]) for e in row["entities"]}
        document = document_from_text(row["doc_id"], text)
        sentences = find_sentences(document)
        labels = {sentence.section for sentence in sentences}
        told = [s for s in sentences if is_result(s.section, structured=len(labels) > 3)]
        found = {tuple_of(span) for s in told for span in outcome_spans(text, s.span.start, s.span.end)}
        strict.add(found, gold)
        count_overlap(overlap, found, gold)
        wrong.update(text[a:b].lower() for a, b in found - gold)
        missed.update(text[a:b].lower() for a, b in gold - found)
    print(strict.line("outcome spans, strict"))
    print(overlap.line("outcome spans, overlap"))
    if errors:
        for name, counts in (("wrong", wrong), ("missed", missed)):
            print(f"  {name}: " + "; ".join(f"{words} ({n})" for words, n in counts.most_common(150)))


def tuple_of(span: object) -> tuple[int, int]:
    return span.start, span.end  # type: ignore[attr-defined]


def is_result(section: str, *, structured: bool) -> bool:
    words = section.upper()
    if not structured:
        return words != "TITLE"
    return any(name in words for name in ("RESULT", "FINDING", "CONCLUSION", "INTERPRETATION", "DISCUSSION"))
