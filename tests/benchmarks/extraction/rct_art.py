"""Measurements, outcomes and who had which result, on the sentences of RCT-ART (Whitton, Hunter; Apache-2.0).

Measurements there are the value with its unit, spread and share, the counted noun behind a count, and sizes of groups;
ratios, differences with an interval, P values and times of follow-up are none. A count and its share are two where
words of another kind stand between them.
`measurements` brings figures to that form. Known: BioBERT .890, a plain CRF .81.
Outcomes and groups are the tagger's, trained without the document (`taggers`); times are outcomes in this corpus.
"""

from __future__ import annotations

import re

from evgraph.extract.figures import find_figures, read_drafts
from evgraph.extract.figures.build import Builder, Draft
from evgraph.extract.figures.words import DIFFERENCES, ISO, PERSONS, RATIOS
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


#: Sizes of groups, which are no figures.
_SIZE = re.compile(r"\bn ?= ?\d+|(?<=[(\[] )\d+ (?:patients|children|subjects|eyes|women|men)(?= [)\]])")


def measurements(text: str) -> list[tuple[int, int]]:
    """Return the places of the measurements of a sentence, by the corpus's rules."""
    builder = read_drafts(text)
    spans: list[tuple[int, int]] = []
    for draft in builder.drafts:
        followed = draft.unit in ISO and any(builder.low(i) == "follow" for i in range(draft.first - 6, draft.first))
        compares = draft.measure in RATIOS or (draft.measure in DIFFERENCES and draft.interval is not None)
        if draft.kind != "p" and not compares and not followed:
            spans += parted(builder, draft, measurement(builder, draft))
    sizes = [match.span() for match in _SIZE.finditer(text)]
    return spans + [size for size in sizes if not any(meet(size, span) for span in spans)]


def parted(builder: Builder, draft: Draft, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Return a count and its share apart where more than the counted people stands between them."""
    low = [builder.low(i) for i in range(draft.first, draft.last)]
    opened = next((i for i, word in enumerate(low) if i > 1 and word in ("(", "[")), 0)
    counted = [word for word in low[1:opened] if word.isalpha() and word not in PERSONS and word != "of"]
    if draft.events is None or not draft.percent or not counted:
        return [span]
    tokens = builder.tokens[draft.first : draft.last]
    numbers = [i for i in range(opened) if low[i][0].isdigit()]
    end = numbers[-1] + 1 if numbers else 1
    end += end < opened and low[end] in PERSONS
    percent = next(i for i in range(opened + 1, len(low)) if low[i] in ("%", "percent"))
    return [(tokens[0].start, tokens[end - 1].end), (tokens[opened + 1].start, tokens[percent].end)]


def measurement(builder: Builder, draft: Draft) -> tuple[int, int]:
    first, last = draft.first, draft.last
    if draft.value.startswith(("-", "\N{MINUS SIGN}")) and builder.tokens[first].text[0] not in "-\N{MINUS SIGN}":
        first -= 1
    if draft.percent and draft.events is None and draft.core_last == last and builder.low(last) == "of":
        i = last + 1 + (builder.low(last + 1) == "the")
        i += builder.low(i).isdecimal()
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
