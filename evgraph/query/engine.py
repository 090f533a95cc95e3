"""Run a query that was read and bound, on Oxigraph's own engine; show its errors at their place in the query."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from time import perf_counter

import pyoxigraph as ox

from evgraph.errors import EvgraphWarning, QueryError
from evgraph.query.bindings import Rendered, Term, Value, check_names, render, to_term
from evgraph.query.rows import Answer, Rows
from evgraph.query.tokens import Reading, fault, read, suggest
from evgraph.query.variables import Variables, find_variables, never_bound
from evgraph.vocabulary import EVG, PREFIXES, shorten

_SCHEMA = str(EVG._NS)
_TERMS = frozenset(EVG.__annotations__) - {"_NS"}
#: Longer than any keyword: the engine reports a keyword it missed at its start plus its length.
_GAP = " " * 24
#: What the engine says of a query whose words are right, and what that means.
_REASONS = {
    "Duplicated variable name in SELECT": "a variable is selected twice",
    "The SELECT contains a variable that is unbound": "a variable of SELECT is neither in GROUP BY nor aggregated",
    "The SELECT overrides an existing variable": "AS in SELECT gives a value to a variable that has one already",
}


def run(store: ox.Store, sparql: str, bindings: Mapping[str, Value] | None = None) -> Rows:
    """Run SELECT, ASK, CONSTRUCT or DESCRIBE over all graphs of a store as one; all our prefixes are known.

    ASK gives one row with one column, `answer`; `bool(rows)` is then that answer, and else whether there are rows.
    CONSTRUCT and DESCRIBE give `subject`, `predicate`, `object`, each triple once; `rows.graph()` has them as a graph.

    `bindings` gives variables their values, which take the place of the variable wherever it stands, sub-selects
    included; the variable stays a column if it was one. A text is a plain string (`iri` makes an IRI of a name). A
    number in a pattern matches the same number of the same datatype; compare in FILTER to match by value. None leaves
    the variable open: it then matches whatever there is, and `BOUND` tells the query so.

    Raises `QueryError` with the place for what cannot be read or is refused (SERVICE, FROM, BASE, updates, more than
    100,000 characters, 60 open brackets or 500 words and operators) and for a name that the query does not hold.
    Warns (`EvgraphWarning`, also in `rows.warnings`) of variables that are never bound and unknown terms of `evg:`.
    """
    reading = read(sparql)
    variables = find_variables(reading)
    given = {name: to_term(name, value) for name, value in (bindings or {}).items()}
    terms = {name: term for name, term in given.items() if term is not None}
    check_names(variables, given)
    rendered = render(reading, variables, terms)
    messages = (*never_bound(variables, given), *_unknown_terms(reading))
    started = perf_counter()
    columns, answers = _answers(store, reading, rendered, terms)
    if variables.scopes[0].star and reading.form == "SELECT":
        columns, answers = _all_columns(columns, answers, variables, terms)
    seconds = perf_counter() - started
    for message in messages:
        warnings.warn(message, EvgraphWarning, stacklevel=2)
    return Rows(columns, answers, reading.form, messages, seconds)


def _answers(
    store: ox.Store, reading: Reading, rendered: Rendered, terms: Mapping[str, Term]
) -> tuple[tuple[str, ...], tuple[Answer, ...]]:
    """Run a query to its end; the engine answers step by step, and some of its errors come late."""
    try:
        result = store.query(rendered.text, use_default_graph_as_union=True, prefixes=PREFIXES)
        if isinstance(result, ox.QueryBoolean):
            return ("answer",), ((ox.Literal(bool(result)),),)
        if isinstance(result, ox.QueryTriples):
            found = ((triple.subject, triple.predicate, triple.object) for triple in result)
            return ("subject", "predicate", "object"), tuple(dict.fromkeys(found))
        return tuple(variable.value for variable in result.variables), tuple(tuple(row) for row in result)
    except SyntaxError as error:
        raise _syntax_fault(reading, rendered, terms, error) from error
    except RuntimeError as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def _all_columns(
    columns: tuple[str, ...], answers: tuple[Answer, ...], variables: Variables, terms: Mapping[str, Term]
) -> tuple[tuple[str, ...], tuple[Answer, ...]]:
    """Return the columns of SELECT * in the order of the query, bound ones included, made-up ones left out."""
    index = {name: number for number, name in enumerate(columns)}
    names = tuple(name for name in variables.names if name in index or name in terms)
    rows = (tuple(row[index[name]] if name in index else terms[name] for name in names) for row in answers)
    return names, tuple(rows)


def _syntax_fault(reading: Reading, rendered: Rendered, terms: Mapping[str, Term], error: SyntaxError) -> QueryError:
    """Point at the token the engine did not expect.

    Its own place may lie up to a keyword's length behind that, so it is asked again with wide gaps between tokens.
    """
    asked = rendered.spread(_GAP)
    try:
        ox.Store().query(asked.text, prefixes=PREFIXES)
    except SyntaxError as again:
        error = again
    else:
        asked = rendered
    place = _place(asked.text, error)
    token = asked.token_at(place)
    reason = next((text for said, text in _REASONS.items() if said in str(error)), "")
    if not reason and place >= len(asked.text):
        return fault(reading.text, len(reading.text), "the query ends too soon")
    if not reason and token.kind == "var" and token.text[1:] in terms:
        term = terms[token.text[1:]]
        return fault(reading.text, token.start, f"{token.text} is bound to {term}, which cannot stand here")
    wanted = re.search(r'expected "([^"\s]+)"$', str(error))
    mend = f"Expected {wanted.group(1)} here." if wanted else ""
    return fault(reading.text, token.start, reason or f"{token.text} cannot stand here", mend)


def _place(text: str, error: SyntaxError) -> int:
    """Return where in a text an error of the engine lies; it counts lines and characters from 1."""
    match = re.search(r"error at (\d+):(\d+)", str(error))
    if match is None:
        return len(text)
    line, column = int(match.group(1)), int(match.group(2))
    return sum(len(part) for part in text.splitlines(keepends=True)[: line - 1]) + column - 1


def _unknown_terms(reading: Reading) -> tuple[str, ...]:
    """Return a message for each name in our own namespace that is not in our schema."""
    messages: dict[str, None] = {}
    for token in reading.tokens:
        full = reading.expand(token)
        local = full.removeprefix(_SCHEMA)
        if local and local != full and local not in _TERMS:
            mend = suggest(local, _TERMS, "evg:{}")
            messages[f"{shorten(full)} is not a term of the schema.{' ' if mend else ''}{mend}"] = None
    return tuple(messages)
