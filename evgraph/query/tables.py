"""Rows of terms to tables: plain text for a terminal, HTML for a notebook, CSV and JSON for other programs."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Sequence

import pyoxigraph as ox
from rdflib import XSD

from evgraph.vocabulary import shorten

_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
_Answers = Sequence[Sequence[_Node]]

#: Rows a table shows; `to_csv`, `to_json` and `df` have them all.
SHOWN = 20
#: Characters a cell shows on a terminal.
WIDTH = 80
_XSD = str(XSD)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
INTEGERS = frozenset(
    _XSD + name
    for name in re.findall(
        r"\w+",
        "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger "
        "unsignedLong unsignedInt unsignedShort unsignedByte",
    )
)
_NUMERIC = INTEGERS | {_XSD + "decimal", _XSD + "double", _XSD + "float"}


def is_numeric(term: _Node) -> bool:
    """Say whether a term is a number by its datatype."""
    return isinstance(term, ox.Literal) and term.datatype.value in _NUMERIC


def _words(term: _Node) -> str:
    """Return a term as a person reads it: an IRI short, a literal without its datatype, nothing for unbound."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


def _footer(total: int, seconds: float, shown: int = SHOWN) -> str:
    rows = f"{total} row{'' if total == 1 else 's'}"
    time = f"{seconds * 1000:.0f} ms" if seconds < 10 else f"{seconds:.0f} s"
    return f"{f'showing {shown} of ' if total > shown else ''}{rows}, {time}"


def _numeric_columns(columns: Sequence[str], answers: _Answers) -> list[bool]:
    shown = answers[:SHOWN]
    cells = [[answer[index] for answer in shown if answer[index] is not None] for index in range(len(columns))]
    return [bool(column) and all(map(is_numeric, column)) for column in cells]


def to_text(columns: Sequence[str], answers: _Answers, seconds: float, *, whole: bool = False) -> str:
    """Return the first rows as a table of plain text; `whole`: every row, and no cell cut."""
    width = None if whole else WIDTH
    shown = answers if whole else answers[:SHOWN]
    lines = [list(columns), *([_cell(term, width) for term in answer] for answer in shown)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    lines.insert(1, ["-" * width for width in widths])
    numeric = _numeric_columns(columns, answers)
    text = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    ]
    return "\n".join([*text, _footer(len(answers), seconds, len(shown))])


def _cell(term: _Node, most: int | None) -> str:
    # One line, and no control characters: a text from a file must not steer somebody's terminal.
    words = " ".join(_words(term).split())
    words = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words)
    return words if most is None or len(words) <= most else words[: most - 1] + "…"


def to_html(columns: Sequence[str], answers: _Answers, seconds: float, warnings: Sequence[str]) -> str:
    """Return the first rows as a plain HTML table: no script, no style sheet, all text escaped."""
    right = [' style="text-align:right"' if numeric else "" for numeric in _numeric_columns(columns, answers)]
    titles = map(html.escape, columns)
    head = "".join(f'<th scope="col"{style}>{name}</th>' for name, style in zip(titles, right, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{style}>{_link(term)}</td>" for term, style in zip(answer, right, strict=True)) + "</tr>"
        for answer in answers[:SHOWN]
    )
    notes = "".join(f"<p>Warning: {html.escape(message)}</p>" for message in warnings)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f"<div>{notes}{table}<p>{_footer(len(answers), seconds)}</p></div>"


def _link(term: _Node) -> str:
    words = html.escape(_words(term))
    if isinstance(term, ox.NamedNode) and re.match(r"https?://", term.value, re.IGNORECASE):
        return f'<a href="{html.escape(term.value)}" rel="noopener noreferrer">{words}</a>'
    return words


def to_csv(columns: Sequence[str], answers: _Answers) -> str:
    """Return all rows as CSV, IRIs in full. Texts that a spreadsheet takes for a formula get an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_guarded(term) for term in answer] for answer in answers)
    return out.getvalue()


def _guarded(term: _Node) -> str:
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else _words(term)
    # OWASP, "CSV injection": = + - @ tab and carriage return begin a formula in one spreadsheet or another.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not _NUMBER.fullmatch(text) else text


def to_json(columns: Sequence[str], answers: _Answers, form: str) -> str:
    """Return all rows as SPARQL 1.1 Query Results JSON."""
    if form == "ASK":
        answer = answers[0][0]
        result: dict[str, object] = {"head": {}, "boolean": isinstance(answer, ox.Literal) and answer.value == "true"}
    else:
        bindings = [
            {name: _json(term) for name, term in zip(columns, answer, strict=True) if term is not None}
            for answer in answers
        ]
        result = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    return json.dumps(result, ensure_ascii=False, indent=1)


def _json(term: _Node) -> dict[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json(part) for name, part in parts.items()}}
    if not isinstance(term, ox.Literal):
        return {}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == _XSD + "string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
