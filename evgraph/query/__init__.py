"""SPARQL text, and values for its variables, to `Rows`; run by the store's own engine, guarded on the way.

    tokens.py     the text of a query to tokens; refuses what a question to a local graph never needs
    variables.py  tokens to the part each variable plays
    bindings.py   Python values to terms, and terms into the place of variables
    engine.py     runs the query; its errors and warnings point at the place
    rows.py       the result: native values by name and place, DataFrame, graph
    tables.py     the result as a table for a terminal or a notebook, as CSV, as JSON

Why a reader of our own and no parse tree: it takes microseconds where a parser takes 200 ms to load, it has no
recursion that a deep query could overflow, and one reading serves refusal, parameters, warnings and carets alike.
"""

from __future__ import annotations

from evgraph.errors import EvgraphWarning
from evgraph.query.bindings import IRI, iri
from evgraph.query.engine import run
from evgraph.query.rows import Row, Rows

__all__ = ["IRI", "EvgraphWarning", "Row", "Rows", "iri", "run"]
