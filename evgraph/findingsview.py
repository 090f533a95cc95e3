"""Findings of texts for people and programs: a table, JSON lines with offsets, an HTML page with the words marked.

What is shown is what `extract` found, nothing is decided here. Places are code points from 0, the end not included.
"""

from __future__ import annotations

import json
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Document, Findings, Mention, Span, Unattached
from evgraph.readtable import visible
from evgraph.wording import figure_text, kind_text

if TYPE_CHECKING:
    from rich.table import Table

#: A text with what was found in it.
Found = tuple[Document, Findings]
#: What JSON leaves as it is and some readers take for the end of a line.
_LINE_ENDS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: what sort it is, where it stands, its words, and what they mean."""

    sort: str
    span: Span
    words: str
    meaning: str
    more: Mapping[str, object]


def rows_of(document: Document, findings: Findings, lexicon: Lexicon) -> tuple[Row, ...]:
    """Return every finding of a document in text order: mentions, then figures, then claims of the same place."""
    labels = {term.iri: term.label for term in findings.terms}

    def label(iri: str) -> str:
        return labels.get(iri) or lexicon.get(iri).label

    rows = [_mention(mention, document, label, labels) for mention in findings.mentions]
    rows += [_unattached(figure, document, label) for figure in findings.unattached]
    rows += [_claim(claim, document, label) for claim in findings.claims if claim.evidence.span]
    return tuple(
        sorted(rows, key=lambda row: (row.span.start, ("mention", "figure", "claim").index(row.sort), row.span.end))
    )


def _mention(mention: Mention, document: Document, label: Callable[[str], str], terms: Mapping[str, str]) -> Row:
    if mention.concept is None:
        meaning = "open: " + " or ".join(label(iri) for iri in mention.candidates)
    else:
        meaning = label(mention.concept) + (" (in no vocabulary)" if mention.concept in terms else "")
    more = {"kind": mention.kind, "concept": mention.concept, "candidates": list(mention.candidates)}
    told = f"{kind_text(mention.kind).capitalize()}: {meaning}"
    return Row("mention", mention.span, mention.span.of(document.text), told, more)


def _unattached(figure: Unattached, document: Document, label: Callable[[str], str]) -> Row:
    text = figure_text(figure.estimate, label)
    more = {"figures": text, "reason": figure.reason}
    return Row("figure", figure.span, figure.span.of(document.text), f"{text}; not attached: {figure.reason}", more)


def _claim(claim: Claim, document: Document, label: Callable[[str], str]) -> Row:
    proposition, evidence = claim.proposition, claim.evidence
    assert evidence.span is not None  # noqa: S101 - the caller passes claims with words only
    standing = f" [{', '.join(claim.standing)}]" if claim.standing else ""
    where = f" ({evidence.locator})" if evidence.locator else ""
    figure = evidence.figure
    more: dict[str, object] = {
        "key": claim.key,
        "kind": proposition.kind.value,
        "agents": [label(iri) for iri in proposition.agents],
        "comparators": [label(iri) for iri in proposition.comparators],
        "outcomes": [label(iri) for iri in proposition.outcomes],
        "population": [label(iri) for iri in proposition.population],
        "effect": proposition.effect.value if proposition.effect else None,
        "aspect": label(proposition.aspect) if proposition.aspect else None,
        "design": label(evidence.design) if evidence.design else None,
        "models": [label(iri) for iri in evidence.models],
        "dose": evidence.dose,
        "time_point": proposition.time_point,
        "contrast": evidence.contrast.value if evidence.contrast else None,
        "figures": figure_text(evidence.estimate, label) if evidence.estimate else None,
        "figure_start": figure.start if figure else None,
        "figure_end": figure.end if figure else None,
        "standing": [standing.value for standing in claim.standing],
        "section": evidence.locator,
        "rule": claim.provenance.rule,
    }
    return Row("claim", evidence.span, evidence.span.of(document.text), f"{claim.label}{standing}{where}", more)


def render_findings(found: Iterable[Found], lexicon: Lexicon, width: int = 120) -> str:
    """Return tables for a terminal: claims first, since they are what a reader looks for, then the rest by place."""
    from rich.console import Console

    console = Console(file=StringIO(), width=width, color_system=None, highlight=False, markup=False, emoji=False)
    with console.capture() as shown:
        for document, findings in found:
            rows = rows_of(document, findings, lexicon)
            console.print(f"{visible(document.reference)}: {document.part}, {len(document.text):,} characters\n")
            for title, sort in (("Claims", "claim"), ("Figures without a place", "figure"), ("Mentions", "mention")):
                listed = [row for row in rows if row.sort == sort]
                if listed:
                    console.print(_table(f"{title}: {len(listed)}", listed), "")
            if not rows:
                console.print("Nothing was recognised.\n")
    return "\n".join(line.rstrip() for line in shown.get().splitlines()) + "\n"


def _table(title: str, rows: Iterable[Row]) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=SIMPLE, pad_edge=False, expand=True)
    table.add_column("place", no_wrap=True)
    table.add_column("meaning", ratio=1)
    table.add_column("words", ratio=1)
    for row in rows:
        table.add_row(f"{row.span.start}-{row.span.end}", Text(visible(row.meaning)), Text(visible(row.words)))
    return table


def to_json_lines(found: Iterable[Found], lexicon: Lexicon) -> str:
    """Return one JSON object a line for each finding, with the offsets of its words in the text."""
    lines = []
    for document, findings in found:
        for row in rows_of(document, findings, lexicon):
            place = {
                "reference": document.reference,
                "part": document.part,
                "start": row.span.start,
                "end": row.span.end,
            }
            line = json.dumps({"type": row.sort, **place, "text": row.words, **row.more}, ensure_ascii=False)
            lines.append(line.translate(_LINE_ENDS))
    return "".join(f"{line}\n" for line in lines)


def render_annotated(found: Iterable[Found], lexicon: Lexicon) -> str:
    """Return a page of its own with each text, its mentions and figures marked, and the claims beneath."""
    from jinja2 import Environment, StrictUndefined

    texts = []
    for document, findings in found:
        rows = rows_of(document, findings, lexicon)
        claims = [row for row in rows if row.sort == "claim"]
        texts.append({"document": document, "pieces": tuple(_pieces(document.text, rows)), "claims": claims})
    template = files("evgraph.view").joinpath("annotated.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["in_words"] = kind_text
    return environment.from_string(template).render(texts=texts)


def _pieces(text: str, rows: Iterable[Row]) -> Iterator[tuple[str, Row | None]]:
    """Cut a text into plain pieces and marked ones; of two marks that meet, the longer is shown."""
    marks = [*(row for row in rows if row.sort != "claim"), *_figures(text, rows)]
    taken: list[Row] = []
    for row in sorted(marks, key=lambda row: (row.span.start - row.span.end, row.span.start)):
        at = bisect(taken, row.span, key=lambda other: other.span)
        before, after = taken[max(0, at - 1) : at], taken[at : at + 1]
        if all(o.span.end <= row.span.start for o in before) and all(row.span.end <= o.span.start for o in after):
            taken.insert(at, row)
    last = 0
    for row in taken:
        yield text[last : row.span.start], None
        yield row.words, row
        last = row.span.end
    yield text[last:], None


def _figures(text: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the figures of claims as marks of their own, each place once."""
    seen = set()
    for row in rows:
        start, end = row.more.get("figure_start"), row.more.get("figure_end")
        if row.sort == "claim" and isinstance(start, int) and isinstance(end, int) and (start, end) not in seen:
            seen.add((start, end))
            yield Row("attached", Span(start, end), text[start:end], row.meaning, row.more)


#: How findings are printed.
FINDING_FORMS: Mapping[str, Callable[[Iterable[Found], Lexicon], str]] = {
    "table": render_findings,
    "jsonl": to_json_lines,
    "html": render_annotated,
}
