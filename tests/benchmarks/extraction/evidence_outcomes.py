"""Outcomes named in results and conclusions, on EvidenceOutcomes (MIT). Known: PubMedBERT .69, a CRF .45.

The corpus marks "safety", "efficacy" and "tolerated" wherever they stand, "mean" and "median" with their outcome, and
no adverse event of a list with figures; `by_its_rules` brings what was found to that form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from evgraph.extract import Matcher, annotate, document_from_text
from evgraph.extract.records import Annotated
from evgraph.extract.trials.outcomes import LEADING
from evgraph.extract.trials.phrases import words_of
from evgraph.lexicon import ontology_home, read_concepts
from evgraph.model import Span
from tests.benchmarks.extraction import Score, rows
from tests.benchmarks.extraction.rct_art import count_overlap

_ALWAYS = re.compile(
    r"\b(?:safety|efficacy|tolerated|safe|efficacious|immunogenic(?:ity)?|tolerability|AEs?|TEAEs|OS|PFS)\b"
)
_CENTRE = re.compile(r"\b(?:mean|median)\s$", re.IGNORECASE)
_LISTED = re.compile(r"\s*[(\[](?:\d|n ?=|[a-z]+ \[)")


def main(half: str, errors: bool) -> None:
    matcher = Matcher.of(read_concepts(ontology_home()))
    strict, overlap = Score(), Score()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in rows("evidence_outcomes", half):
        text = row["text"]
        gold = {(e["start"], e["end"]) for e in row["entities"]}
        read = annotate(document_from_text(row["doc_id"], text), matcher)
        found = {(span.start, span.end) for span in by_its_rules(read)}
        strict.add(found, gold)
        count_overlap(overlap, found, gold)
        wrong.update(text[a:b].lower() for a, b in found - gold)
        missed.update(text[a:b].lower() for a, b in gold - found)
    print(strict.line("outcome spans, strict"))
    print(overlap.line("outcome spans, overlap"))
    if errors:
        for name, counts in (("wrong", wrong), ("missed", missed)):
            print(f"  {name}: " + "; ".join(f"{words} ({n})" for words, n in counts.most_common(150)))


def by_its_rules(read: Annotated) -> Iterator[Span]:
    """Yield the outcomes of sentences of results, by the corpus's rules."""
    text = read.document.text
    labels = {sentence.section for sentence in read.sentences}
    for sentence in read.sentences:
        if not is_result(sentence.section, structured=len(labels) > 3):
            continue
        start, end = sentence.span.start, sentence.span.end
        fixed = [Span(match.start(), match.end()) for match in _ALWAYS.finditer(text, start, end)]
        yield from fixed
        lists = re.search(r"\b(?:adverse|common|frequent|toxicit)", text[start:end]) is not None
        for mention in read.mentions:
            span = mention.span
            if mention.kind not in ("Outcome", "AdverseEvent") or not start <= span.start < end:
                continue
            if any(span.start < other.end and other.start < span.end for other in fixed):
                continue
            if lists and _LISTED.match(text, span.end):
                continue
            span = _with_left(text, start, span)
            centre = _CENTRE.search(text, max(start, span.start - 8), span.start)
            yield Span(centre.start(), span.end) if centre else span


def _with_left(text: str, start: int, span: Span) -> Span:
    """Return an outcome with the nouns and adjectives on its left: the corpus marks whole phrases."""
    words = words_of(text, max(start, span.start - 60), span.start)
    first = span.start
    while words and words[-1].kind == "N" and words[-1].low not in LEADING and text[words[-1].end : first].isspace():
        first = words.pop().start
    return Span(first, span.end)


def is_result(section: str, *, structured: bool) -> bool:
    words = section.upper()
    if not structured:
        return words != "TITLE"
    return any(name in words for name in ("RESULT", "FINDING", "CONCLUSION", "INTERPRETATION", "DISCUSSION"))
