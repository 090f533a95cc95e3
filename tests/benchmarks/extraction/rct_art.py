"""Measurements, outcomes and who had which result, on the sentences of RCT-ART (Whitton, Hunter; Apache-2.0).

Measurements there are the value with its unit, spread and share, and the counted noun behind a count; ratios, P values
and sizes of groups are none. `measurement` brings a figure to that form. Known: BioBERT .890, a plain CRF .81.
Outcomes and groups are the tagger's, trained without the document (`taggers`); times are outcomes in this corpus.
"""

from __future__ import annotations

from evgraph.extract.figures import find_figures, read_drafts
from evgraph.extract.figures.build import Builder, Draft
from evgraph.extract.figures.words import PERSONS, RATIOS
from evgraph.extract.trials.linking import groups_of, outcomes_of
from evgraph.extract.trials.tagger import MEASURED
from evgraph.model import Span
from tests.benchmarks.extraction import Row, Score, rows
from tests.benchmarks.extraction.taggers import tagger_for


def main(half: str, errors: bool) -> None:
    strict, overlap = Score(), Score()
    wrong: list[str] = []
    for row in rows("rct_art", half):
        gold = {(e["start"], e["end"]) for e in row["entities"] if e["type"] == "MEAS"}
        found = set(measurements(row["text"]))
        strict.add(found, gold)
        count_overlap(overlap, found, gold)
        wrong += listed(row, found, gold)
    print(strict.line("measurements, strict"))
    print(overlap.line("measurements, overlap"))
    outcome, group, missing = links(half)
    both = Score(outcome.right + group.right, outcome.wrong + group.wrong, outcome.missed + group.missed)
    print(outcome.line("links to outcomes, gold spans"))
    print(group.line("links to groups, gold spans"))
    print(both.line("links, gold spans"))
    for line in joint(half):
        print(line)
    if errors:
        print("\n".join(wrong + missing))


def joint(half: str) -> list[str]:
    """Score outcomes, groups and the links between what was found, nothing being given."""
    outcomes, groups, strict, overlap = Score(), Score(), Score(), Score()
    for row in rows("rct_art", half):
        text = row["text"]
        spans = {e["id"]: (e["start"], e["end"]) for e in row["entities"]}
        gold = {k: {spans[e["id"]] for e in row["entities"] if e["type"] == k} for k in ("OC", "INTV")}
        figures = [Span(*place) for place in sorted(set(measurements(text)))]
        tagged = tagger_for(row).tag(
            text, [(Span(0, len(text)), MEASURED)], [figure.span for figure in find_figures(text)]
        )
        phrases = [Span(words[0].start, words[-1].end) for kind, words in tagged if kind == "group"]
        named = [Span(words[0].start, words[-1].end) for kind, words in tagged if kind == "outcome"]
        outcomes.add({place(span) for span in named}, gold["OC"])
        groups.add({place(span) for span in phrases}, gold["INTV"])
        found = {
            (place(named[i]), place(figure))
            for figure, numbers in zip(figures, outcomes_of(text, figures, named), strict=True)
            for i in numbers
        } | {
            (place(phrases[i]), place(figure))
            for figure, i in zip(figures, groups_of(text, figures, phrases), strict=True)
            if i is not None
        }
        pairs = {(spans[r["head"]], spans[r["tail"]]) for r in row["relations"]}
        strict.add(found, pairs)
        met = sum(any(meet(a, c) and meet(b, d) for c, d in found) for a, b in pairs)
        overlap.right += met
        overlap.missed += len(pairs) - met
        overlap.wrong += sum(not any(meet(a, c) and meet(b, d) for c, d in pairs) for a, b in found)
    return [
        outcomes.line("outcomes, strict"),
        groups.line("groups, strict"),
        strict.line("joint links, strict"),
        overlap.line("joint links, overlap"),
    ]


def place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def links(half: str) -> tuple[Score, Score, list[str]]:
    """Score which outcome and which group each measurement is linked to, all spans being the gold's."""
    outcome, group, lines = Score(), Score(), []
    for row in rows("rct_art", half):
        spans = {e["id"]: Span(e["start"], e["end"]) for e in row["entities"]}
        kinds = {
            kind: sorted(spans[e["id"]] for e in row["entities"] if e["type"] == kind)
            for kind in ("MEAS", "OC", "INTV")
        }
        figures = kinds["MEAS"]
        found_o = {
            (kinds["OC"][i], figure)
            for figure, numbers in zip(figures, outcomes_of(row["text"], figures, kinds["OC"]), strict=True)
            for i in numbers
        }
        found_g = {
            (kinds["INTV"][i], figure)
            for figure, i in zip(figures, groups_of(row["text"], figures, kinds["INTV"]), strict=True)
            if i is not None
        }
        pairs = [(r["type"], spans[r["head"]], spans[r["tail"]]) for r in row["relations"]]
        gold_o = {(head, tail) for kind, head, tail in pairs if kind == "OC_RES"}
        gold_g = {(head, tail) for kind, head, tail in pairs if kind != "OC_RES"}
        outcome.add(found_o, gold_o)
        group.add(found_g, gold_g)
        if found_o | found_g != gold_o | gold_g:
            text = row["text"]
            lines.append(f"  {row['id']} {text}")
            for sign, wrong in (
                ("+", (found_o | found_g) - gold_o - gold_g),
                ("-", (gold_o | gold_g) - found_o - found_g),
            ):
                lines += [f"    {sign} {head.of(text)!r} -> {tail.of(text)!r}" for head, tail in sorted(wrong)]
    return outcome, group, lines


def measurements(text: str) -> list[tuple[int, int]]:
    """Return the places of the measurements of a sentence, by the corpus's rules."""
    builder = read_drafts(text)
    spans = []
    for draft in builder.drafts:
        if draft.kind == "p" or draft.measure in RATIOS:
            continue
        spans.append(measurement(builder, draft))
    return spans


def measurement(builder: Builder, draft: Draft) -> tuple[int, int]:
    first, last = draft.first, draft.last
    if draft.value.startswith(("-", "\N{MINUS SIGN}")) and builder.tokens[first].text[0] not in "-\N{MINUS SIGN}":
        first -= 1
    if draft.percent and draft.events is None and draft.core_last == last and builder.low(last) == "of":
        i = last + 1 + (builder.low(last + 1) == "the")
        if builder.low(i) in PERSONS:
            last = i + 1
    if draft.events is not None:
        i = last
        while i < last + 2 and builder.reader.at(i).kind == "word" and builder.low(i) not in PERSONS:
            i += 1
        if builder.low(i) in PERSONS and builder.low(last) not in ("in", "and", "for"):
            last = i + 1
    return builder.tokens[first].start, builder.tokens[last - 1].end


def count_overlap(score: Score, found: set[tuple[int, int]], gold: set[tuple[int, int]]) -> None:
    right = sum(any(meet(one, other) for other in gold) for one in found)
    covered = sum(any(meet(one, other) for other in found) for one in gold)
    score.right += covered
    score.missed += len(gold) - covered
    score.wrong += len(found) - right


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def listed(row: Row, found: set[tuple[int, int]], gold: set[tuple[int, int]]) -> list[str]:
    if found == gold:
        return []
    text = row["text"]
    lines = [f"  {row['id']} {text}"]
    lines += [f"    + {text[a:b]!r}" for a, b in sorted(found - gold)]
    return lines + [f"    - {text[a:b]!r}" for a, b in sorted(gold - found)]
