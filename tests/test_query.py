"""Queries on a small store of our own: what comes back, what is refused, and where an error points."""

import csv
import datetime
import io
import json
import pickle
import subprocess
import sys
import warnings
from decimal import Decimal

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDFS, SKOS, XSD

from evgraph.errors import QueryError
from evgraph.query import IRI, EvgraphWarning, Rows, iri, run
from evgraph.query.tokens import MAX_DEPTH, MAX_JOINTS, MAX_LENGTH, read
from evgraph.vocabulary import CONCEPT, EVG

DATA = """
PREFIX evg: <https://w3id.org/evgraph/ns#>
PREFIX concept: <https://w3id.org/evgraph/concept/>
PREFIX claim: <https://w3id.org/evgraph/claim/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
INSERT DATA {
  GRAPH <urn:g:1> {
    claim:1 a evg:ResultClaim ; evg:agent concept:a ; evg:events 7 ; evg:percent 35.0 ; rdfs:label "one" .
    claim:2 a evg:ResultClaim ; evg:agent concept:b ; evg:events 3 ; rdfs:label "two" . }
  GRAPH <urn:g:2> {
    claim:3 a evg:ResultClaim ; evg:agent concept:a ; evg:events 12 ; evg:percent 0.5 ;
      rdfs:label "=cmd|' /C calc'!A0" .
    concept:a skos:broader concept:top ; skos:prefLabel "A drug"@en .
    concept:b skos:prefLabel "b\\u001B[31m<script>alert(1)</script>" . }
  concept:top skos:prefLabel "top" .
}
"""


A_IRI, B_IRI, CLAIM_3 = str(CONCEPT["a"]), str(CONCEPT["b"]), "https://w3id.org/evgraph/claim/3"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.update(DATA)
    return made


def values(rows: Rows) -> list[tuple[object, ...]]:
    return [tuple(row) for row in rows]


def problem(store: ox.Store, sparql: str, **bindings: object) -> str:
    with pytest.raises(QueryError) as caught:
        run(store, sparql, bindings)
    return str(caught.value)


def caret(message: str) -> str:
    """Return what stands above the caret."""
    lines = message.splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip() == "^")
    return lines[at - 1][lines[at].index("^") :]


# --- results ---------------------------------------------------------------------------------------


def test_all_graphs_and_all_prefixes_are_known(store):
    rows = run(store, "SELECT ?label { ?c a evg:ResultClaim ; evg:events ?n ; rdfs:label ?label } ORDER BY ?n")
    assert rows.column("label") == ("two", "one", "=cmd|' /C calc'!A0")


def test_a_graph_can_still_be_named(store):
    assert len(run(store, "SELECT ?c { GRAPH <urn:g:1> { ?c a evg:ResultClaim } }")) == 2


def test_values_are_native(store):
    row = run(
        store,
        """SELECT ?drug ?n ?share ?label (true AS ?yes) ("2015-01-02"^^xsd:date AS ?day) (1e0 AS ?x) ?none ?bad {
        claim:1 evg:agent ?drug ; evg:events ?n ; evg:percent ?share . ?drug skos:prefLabel ?label
        BIND ("13.5.2015"^^xsd:date AS ?bad) OPTIONAL { ?drug skos:related ?none } }""",
    )[0]
    assert tuple(row) == (
        CONCEPT["a"],
        7,
        Decimal("35.0"),
        "A drug",
        True,
        datetime.date(2015, 1, 2),
        1.0,
        None,
        "13.5.2015",
    )
    assert [type(value) for value in row[:4]] == [IRI, int, Decimal, str]


def test_a_row_is_read_by_name_by_place_or_unpacked(store):
    row = run(store, "SELECT ?c (7 AS ?count) { ?c evg:events 7 }")[0]
    claim, count = row
    assert row.count == row["count"] == row[1] == count == 7
    assert row.c == claim
    with pytest.raises(AttributeError, match=r"there are c, count"):
        _ = row.title
    with pytest.raises(KeyError, match="no column"):
        _ = row["title"]


def test_rows_can_be_pickled(store):
    rows = run(store, "SELECT ?c ?n { ?c evg:events ?n }")
    assert pickle.loads(pickle.dumps(rows)) == rows
    assert pickle.loads(pickle.dumps(rows[0])).n == rows[0].n


def test_the_order_of_the_query_is_kept(store):
    assert run(store, "SELECT ?n { ?c evg:events ?n } ORDER BY DESC(?n)").column("n") == (12, 7, 3)


def test_select_star_has_its_columns_in_the_order_of_the_query(store):
    assert run(store, "SELECT * { ?zeta evg:events ?alpha }").columns == ("zeta", "alpha")


@pytest.mark.parametrize(("number", "answer"), [(7, True), (8, False)])
def test_ask_gives_one_row_and_is_as_true_as_its_answer(store, number, answer):
    rows = run(store, "ASK { ?c evg:events ?n }", {"n": number})
    assert (rows.columns, values(rows), bool(rows)) == (("answer",), [(answer,)], answer)
    assert json.loads(rows.to_json()) == {"head": {}, "boolean": answer}


def test_no_rows_are_false(store):
    assert not run(store, "SELECT ?c { ?c evg:events 99 }")


def test_construct_gives_a_graph_with_every_datatype_and_language(store):
    rows = run(
        store,
        "CONSTRUCT { ?d evg:events ?n ; rdfs:label ?l } { ?c evg:agent ?d ; evg:events ?n . ?d skos:prefLabel ?l }",
    )
    graph = rows.graph()
    assert isinstance(graph, Graph)
    assert (CONCEPT["a"], EVG.events, Literal(12)) in graph
    assert (CONCEPT["a"], RDFS.label, Literal("A drug", lang="en")) in graph
    assert len(graph) == len(rows) == 5
    assert rows.columns == ("subject", "predicate", "object")


def test_describe_gives_what_is_said_of_a_thing(store):
    graph = run(store, "DESCRIBE ?d", {"d": iri("concept:a")}).graph()
    assert (CONCEPT["a"], SKOS.broader, CONCEPT["top"]) in graph


def test_rows_of_a_select_are_no_graph(store):
    with pytest.raises(TypeError, match="CONSTRUCT"):
        run(store, "SELECT ?c { ?c a evg:ResultClaim }").graph()


def test_a_large_values_block_is_run(store):
    block = " ".join(f"concept:x{n}" for n in range(3000))
    assert run(store, f"SELECT ?d {{ VALUES ?d {{ {block} concept:a }} ?d skos:broader ?t }}").column("d") == (
        CONCEPT["a"],
    )


# --- parameters ------------------------------------------------------------------------------------

A = iri("concept:a")


CASES = {
    "selected": ("SELECT ?d ?n { claim:1 evg:agent ?d ; evg:events ?n }", {"d": A}, [(A_IRI, 7)]),
    "not selected": ("SELECT ?n { ?c evg:agent ?d ; evg:events ?n } ORDER BY ?n", {"d": A}, [(7,), (12,)]),
    "star": ("SELECT * { ?c evg:agent ?d ; evg:events ?n FILTER(?n > 7) }", {"d": A}, [(CLAIM_3, A_IRI, 12)]),
    "filter": ("SELECT ?n { ?c evg:events ?n FILTER(?n > ?min) }", {"min": 7}, [(12,)]),
    "filter with another datatype": (
        "SELECT ?n { ?c evg:events ?n FILTER(?n > ?min) }",
        {"min": Decimal("7.5")},
        [(12,)],
    ),
    "comparison without spaces": (
        "SELECT ?n { ?c evg:events ?n FILTER(?n<?max&&?n>?min) }",
        {"max": 12, "min": 3},
        [(7,)],
    ),
    "bind": ("SELECT ?e ?n { BIND(?d AS ?e) ?c evg:agent ?e ; evg:events ?n FILTER(?n = 7) }", {"d": A}, [(A_IRI, 7)]),
    "aggregate": ("SELECT (SUM(?n * ?f) AS ?s) { ?c evg:events ?n }", {"f": 10}, [(220,)]),
    "group by": ("SELECT ?d (COUNT(?c) AS ?n) { ?c evg:agent ?d } GROUP BY ?d", {"d": A}, [(A_IRI, 2)]),
    "group by, nothing found": (
        "SELECT ?d (COUNT(?c) AS ?n) { ?c evg:agent ?d } GROUP BY ?d",
        {"d": iri("concept:z")},
        [],
    ),
    "having": ("SELECT ?d { ?c evg:agent ?d } GROUP BY ?d HAVING (COUNT(?c) > ?k)", {"k": 1}, [(A_IRI,)]),
    "order by": ("SELECT ?n { ?c evg:events ?n } ORDER BY (?n * ?s) ?s", {"s": -1}, [(12,), (7,), (3,)]),
    "sub-select": (
        "SELECT ?d ?s { { SELECT ?d (SUM(?n) AS ?s) { ?c evg:agent ?d ; evg:events ?n } GROUP BY ?d } }",
        {"d": A},
        [(A_IRI, 19)],
    ),
    "sub-select, not selected": (
        "SELECT ?s { { SELECT (SUM(?n) AS ?s) { ?c evg:agent ?d ; evg:events ?n } } }",
        {"d": A},
        [(19,)],
    ),
    "two levels down": (
        "SELECT * { { SELECT ?d { { SELECT ?d ?c { ?c evg:agent ?d } } } } }",
        {"d": iri("concept:b")},
        [(B_IRI,)],
    ),
    "optional": (
        "SELECT ?n ?p { ?c evg:events ?n OPTIONAL { ?c evg:percent ?p FILTER(?p > ?min) } } ORDER BY ?n",
        {"min": 1},
        [(3, None), (7, Decimal("35.0")), (12, None)],
    ),
    "union": (
        "SELECT ?n { { ?c evg:agent ?d } UNION { ?d evg:agent ?c } ?c evg:events ?n FILTER(?n < 8) }",
        {"d": A},
        [(7,)],
    ),
    "exists": ("SELECT ?n { ?c evg:events ?n FILTER NOT EXISTS { ?c evg:agent ?d } }", {"d": A}, [(3,)]),
    "minus": ("SELECT ?n { ?c evg:events ?n MINUS { ?c evg:agent ?d } }", {"d": A}, [(3,)]),
    "path": (
        "SELECT ?n { ?c evg:agent/skos:broader* ?d ; evg:events ?n } ORDER BY ?n",
        {"d": iri("concept:top")},
        [(7,), (12,)],
    ),
    "predicate": ("SELECT ?n { claim:1 ?p ?n }", {"p": iri("evg:events")}, [(7,)]),
    "graph": ("SELECT ?n { GRAPH ?g { ?c evg:events ?n } }", {"g": ox.NamedNode("urn:g:2")}, [(12,)]),
    "bound": (
        "SELECT ?n { ?c evg:events ?n FILTER(!BOUND(?d) || EXISTS { ?c evg:agent ?d }) } ORDER BY ?n",
        {"d": A},
        [(7,), (12,)],
    ),
    "left open": (
        "SELECT ?n { ?c evg:events ?n FILTER(!BOUND(?d) || EXISTS { ?c evg:agent ?d }) } ORDER BY ?n",
        {"d": None},
        [(3,), (7,), (12,)],
    ),
    "dollar": ("SELECT ?n { $c evg:events ?n }", {"c": iri("claim:1")}, [(7,)]),
}


@pytest.mark.parametrize(("sparql", "bindings", "expected"), CASES.values(), ids=CASES)
def test_a_bound_variable_has_its_value_wherever_it_stands(store, sparql, bindings, expected):
    assert values(run(store, sparql, bindings)) == expected


@pytest.mark.parametrize(
    ("value", "datatype", "expected"),
    [
        ("text", XSD.string, "text"),
        (URIRef("urn:x:y"), None, "urn:x:y"),
        (Literal("text", lang="en"), "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "text"),
        (Literal("2015", datatype=XSD.gYear), XSD.gYear, "2015"),
        (Literal("plain"), XSD.string, "plain"),
        (5, XSD.integer, 5),
        (True, XSD.boolean, True),
        (0.25, XSD.double, 0.25),
        (Decimal("1E+2"), XSD.decimal, Decimal(100)),
        (datetime.date(2015, 11, 26), XSD.date, datetime.date(2015, 11, 26)),
        (datetime.datetime(2015, 11, 26, 1, 2), XSD.dateTime, datetime.datetime(2015, 11, 26, 1, 2)),
        (ox.Literal("x", language="de"), "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "x"),
    ],
)
def test_a_python_value_becomes_the_term_it_is(store, value, datatype, expected):
    row = run(store, "SELECT ?x (DATATYPE(?x) AS ?type) {}", {"x": value})[0]
    assert (row.x, row.type) == (expected, datatype and str(datatype))


@pytest.mark.parametrize("value", [object(), b"bytes", float("nan"), Decimal("Infinity"), BNode("b"), ["list"]])
def test_a_value_without_a_term_is_refused(store, value):
    assert "?x cannot be bound to" in problem(store, "SELECT ?x {}", x=value)


@pytest.mark.parametrize(
    "text",
    [
        '" } DROP ALL #',
        "' . ?s ?p ?o } #",
        "\\",
        '\\" SERVICE <http://127.0.0.1:9/> {} ',
        "a\nb\r\nc\td\x00\x1b\u2028é😀",
        "<http://a.example/>",
        "?c",
        "concept:a",
        '"""',
        "'''\\q'''",
        '"^^<urn:x>',
        '"@en',
        "\\u0022",
    ],
)
def test_a_text_is_only_ever_a_value(store, text):
    before = len(store)
    rows = run(store, "SELECT ?x (STRLEN(?x) AS ?n) (?x = ?y AS ?same) { ?c evg:events 7 }", {"x": text, "y": text})
    assert values(rows) == [(text, len(text), True)]
    assert values(run(store, "SELECT ?c { ?c rdfs:label ?x }", {"x": text})) == []
    assert len(store) == before


@pytest.mark.parametrize(
    "text", ["http://a.example/> ?p ?o . <http://b.example/", "concept:a> <b", "concept:a b", "://", ""]
)
def test_a_text_cannot_break_out_of_an_iri(text):
    with pytest.raises(QueryError, match="IRI"):
        iri(text)


@pytest.mark.parametrize("text", ["javascript:alert('#1')", "urn:x:)SERVICE#'", "http://a.example/(1)#it's"])
def test_any_iri_can_be_bound_and_comes_back(store, text):
    rows = run(store, "SELECT ?x { ?c evg:events ?n FILTER(?n<8&&?x!=?c&&?n>3) }", {"x": ox.NamedNode(text)})
    assert values(rows) == [(text,)]
    assert values(run(store, "SELECT ?y {}", {"y": rows[0].x})) == [(text,)]


def test_an_iri_of_a_row_can_be_bound_again_and_says_its_short_form(store):
    drug = run(store, "SELECT ?d { claim:1 evg:agent ?d }")[0].d
    assert (drug, drug.curie) == (A_IRI, "concept:a")
    assert len(run(store, "SELECT ?c { ?c evg:agent ?d }", {"d": drug})) == 2


def test_an_unknown_prefix_is_not_taken_for_an_iri():
    with pytest.raises(QueryError, match=r"Did you mean concept:\?"):
        iri("concpt:a")


def test_an_unknown_parameter_says_what_was_meant(store):
    assert "no variable ?drgu to bind. Did you mean drug?" in problem(
        store, "SELECT ?drug { ?c evg:agent ?drug }", drgu=1
    )


@pytest.mark.parametrize(
    "sparql", ["SELECT ?x { VALUES ?x { 1 } }", "SELECT ?x { BIND(1 AS ?x) }", "SELECT (1 AS ?x) {}"]
)
def test_a_variable_the_query_gives_a_value_cannot_be_bound(store, sparql):
    message = problem(store, sparql, x=1)
    assert "gives ?x a value here" in message
    assert caret(message).startswith("?x")


def test_a_value_where_it_cannot_stand_is_shown_in_the_query_as_typed(store):
    message = problem(store, "SELECT ?s\nWHERE { ?s   ?p ?o }", p="text", o="some long text")
    assert message.startswith('line 2, column 14: ?p is bound to "text", which cannot stand here')
    assert caret(message).startswith("?p ?o")


# --- refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sparql", "place"),
    [
        ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * { ?s ?p ?o . service silent <http://localhost:1/> {} }", "service"),
        ("SELECT * { ?s ?p 1SERVICE<http://localhost:1/>{} }", "SERVICE"),
        ("SELECT * { ?s ?p trueSERVICE<http://localhost:1/>{} }", "trueSERVICE"),
        ("SELECT * { SERVICESILENT<http://localhost:1/>{} }", "SERVICESILENT"),
        ("SELECT * { SERVICEevg:a{} }", "SERVICEevg:a"),
        ("PREFIX SERVICEevg: <http://x.example/> SELECT * { SERVICEevg:a{} }", "SERVICEevg:"),
        ("PREFIX from: <http://x.example/> SELECT * { ?s ?p from:a }", "from:"),
        (
            "PREFIX e: <http://x.example/> SELECT * { ?s ?p ?v FILTER(?v<e:b)SERVICE#>\n<http://localhost:1/>{} }",
            "<e:b)",
        ),
        ("SELECT * { ?s ?p ?v FILTER(?v<?s)SERVICE#>\n<http://localhost:1/>{} }", "SERVICE#"),
        ("SELECT * { VALUES ?v { '''a' } SERVICE <http://localhost:1/> {} #\\q'''\n }", "'''a'"),
        ("SELECT * { VALUES ?v { '''a' } SERVICE <http://localhost:1/> {} #\\uD800'''\n }", "'''a'"),
        ("SELECT ?x FROM <file:///etc/passwd> { ?x ?p ?o }", "FROM"),
        ("SELECT ?x FROM NAMED <urn:g:1> { ?x ?p ?o }", "FROM"),
        ("BASE <http://a.example/> SELECT ?x { ?x ?p ?o }", "BASE"),
        ("INSERT DATA { <urn:a:b> <urn:a:b> 1 }", "INSERT"),
        ("PREFIX e: <http://a.example/>\nDELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("CLEAR ALL", "CLEAR"),
        ("drop all", "drop"),
        ("ASK {} ; DROP ALL", "DROP"),
    ],
)
def test_what_reaches_outside_or_changes_data_is_refused_at_its_place(sparql, place):
    with pytest.raises(QueryError) as caught:
        read(sparql)
    assert caret(str(caught.value)).startswith(place)


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT ?x { ?x rdfs:label "SERVICE <http://localhost:1/>" }',
        "SELECT ?x { ?x rdfs:label '''FROM ' LOAD '' DROP''' }",
        "SELECT ?service ?from { ?service rdfs:label ?from }",
        "SELECT ?x { ?x <http://service.example/FROM/load#SERVICE> ?y }",
        "# SERVICE and FROM\nSELECT ?x { ?x rdfs:label ?y # LOAD it's\n}",
        "PREFIX x: <http://x.example/> SELECT ?x { ?x x:load|x:service/x:from* ?y }",
        "SELECT ?x { ?x rdfs:label ?y FILTER(?y<'b'&&?y>'SERVICE') }",
        "SELECT ?x { ?x rdfs:label 'it\\'s \\\\ \\u0053ERVICE' }",
        "SELECT (COUNT(*) AS ?n) ?c { ?c !(rdfs:label|^rdf:type) [] ; a ?t . OPTIONAL { ?c ?p (1 ?t) } } GROUP BY ?c",
        "\ufeffSELECT?x{?x rdfs:label'one'}LIMIT 1",
        "SELECT ?x { graph:x evg:key ?x . GRAPH graph:x { ?x evg:key 1 } }",
    ],
)
def test_harmless_words_are_not_refused(store, sparql):
    run(store, sparql)


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * " + "{" * 3000 + "}" * 3000, f"more than {MAX_DEPTH} brackets"),
        ("SELECT * { FILTER(" + "IF(1,2," * 1000 + "1" + ")" * 1000 + ") }", f"more than {MAX_DEPTH} brackets"),
        ("SELECT * { ?a ?b " + "[<urn:p:p>" * 1000 + " 1" + "]" * 1000 + "}", f"more than {MAX_DEPTH} brackets"),
        ("SELECT * { FILTER(" + "!" * 20_000 + "true) }", f"more than {MAX_JOINTS} words"),
        ("SELECT (1" + "-1" * 10_000 + " AS ?x) {}", f"more than {MAX_JOINTS} words"),
        ("SELECT * { ?a rdfs:label" + "/rdfs:label" * 5000 + " ?b }", f"more than {MAX_JOINTS} words"),
        ("SELECT * { {}" + " UNION {}" * 5000 + " }", f"more than {MAX_JOINTS} words"),
        ("SELECT * {" + "OPTIONAL { ?a ?b ?c }" * 3000 + "}", f"more than {MAX_JOINTS} words"),
        ("DESCRIBE" + " <urn:p:p>" * 5000, f"more than {MAX_JOINTS} words"),
        ("SELECT * {" + " " * MAX_LENGTH + "}", "at most 100,000"),
    ],
    ids=["groups", "functions", "blank nodes", "not", "minus", "path", "union", "optional", "describe", "length"],
)
def test_what_would_overflow_the_engine_is_refused(store, sparql, message):
    assert message in problem(store, sparql)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sets the size of the stack")
def test_the_largest_allowed_queries_do_not_overflow_a_stack_of_2_mb():
    exists = "SELECT * {" + "FILTER EXISTS {" * (MAX_DEPTH - 1) + "}" * MAX_DEPTH
    functions = "SELECT (" + "IF(1,2," * (MAX_DEPTH - 1) + "1" + ")" * (MAX_DEPTH - 1) + " AS ?x) {}"
    describe = "DESCRIBE" + " <urn:p:p>" * (MAX_JOINTS - 1)
    path = "SELECT * { <urn:a:a> rdfs:label" + "/rdfs:label" * (MAX_JOINTS - 5) + " 1 }"
    order = "SELECT * { } ORDER BY" + " ?x" * (MAX_JOINTS - 5)
    script = "import sys, warnings, pyoxigraph as ox; from evgraph.query import run; warnings.simplefilter('ignore')\n"
    script += f"for sparql in {[exists, functions, describe, order]!r}: run(ox.Store(), sparql)\n"
    script += f"from evgraph.query.tokens import read; read({path!r}); print('alive')"
    command = ["bash", "-c", 'ulimit -s 2048; exec "$0" -c "$1"', sys.executable, script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


# --- errors that point -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sparql", "message", "place"),
    [
        ("SELECT ?c\nWHERE {\n  ?c ev:agent ?d }", "line 3, column 6: unknown prefix ev:", "ev:agent"),
        ("SELECT ?c WHERE { ?c <p> ?d }", "no IRI in full", "<p>"),
        ("SELECT ?c WHERE { ?c evg:agent ?d . ?e }", "cannot stand here", "}"),
        ("SELECT ?c WHERE { ?c evg:agent ?d } ; SELECT ?d { }", "cannot stand here", ";"),
        ("SELECT ?c WHERE { ?c evg:events ?n FILTER(?n > ) }", "cannot stand here", ")"),
        ("SELECT ?c { ?c 'text' ?d }", "cannot stand here", "'text'"),
        ("SELECT ?c WHERE ?c evg:agent ?d", "cannot stand here", "?c evg:agent"),
        ("SELECT ?c { ?c evg:agent ?d } LIMIT ?n", "cannot stand here", "?n"),
        ("SELECT ?c", "the query ends too soon", ""),
        ("", "the query is empty", ""),
        ("SELCT ?c { ?c evg:agent ?d }", "Did you mean SELECT?", "SELCT"),
        ("SELECT ?c { ?c evg:agent ?d FITLER(?d > 1) }", "Did you mean FILTER?", "FITLER"),
        ("SELECT ?c { ?c evg:agent ?d FILTER(CONTAIN(?d, 'x')) }", "Did you mean CONTAINS?", "CONTAIN"),
        ("SELECT ?c { ?c evg:agent ?d ", "{ is never closed", "{ ?c"),
        ("SELECT ?c { ?c evg:agent ?d ) }", "} is still to come", ") }"),
        ("SELECT ?c { ?c rdfs:label “one” }", "typographic quotation mark", "“one”"),
        ("SELECT ?c { ?c\u00a0rdfs:label 1 }", "(U+00A0) cannot stand here", ""),
        ("SELECT ?c { ?c rdfs:label 'one }", "this text has no end", "'one"),
        ("SELECT ?c ?c { ?c rdfs:label 1 }", "a variable is selected twice", ""),
        ("SELECT ?c { ?c evg:agent ?d } GROUP BY ?d", "neither in GROUP BY nor aggregated", ""),
        ("PREFIX x <http://x.example/> SELECT ?c { ?c x:a ?d }", "a prefix is declared like this", "PREFIX"),
    ],
)
def test_an_error_shows_its_place_and_what_was_meant(store, sparql, message, place):
    said = problem(store, sparql)
    assert message in said
    assert caret(said).startswith(place)


def test_an_unknown_prefix_suggests_one_and_lists_all(store):
    said = problem(store, "SELECT ?c { ?c ev:agent ?d }")
    assert "Did you mean evg:? Known prefixes: arm, bibo" in said


def test_an_unknown_function_is_an_error_of_the_query(store):
    assert "custom function" in problem(store, "SELECT (evg:value(?n) AS ?x) { ?c evg:events ?n }")


def test_a_prefix_of_the_query_wins_over_ours(store):
    rows = run(store, "PREFIX evg: <http://other.example/> SELECT (evg:outcom AS ?x) {}")
    assert (values(rows), rows.warnings) == ([("http://other.example/outcom",)], ())


# --- warnings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?c ?ttile { ?c rdfs:label ?title }", "?ttile is never bound. Did you mean ?title?"),
        ("SELECT ?c { ?c rdfs:label ?title } ORDER BY ?titel", "?titel is never bound. Did you mean ?title?"),
        ("SELECT ?c { ?c rdfs:label ?title FILTER(?titel = 'x') }", "?titel is never bound. Did you mean ?title?"),
        ("SELECT ?c { ?c rdfs:label ?t FILTER(!BOUND(?zzz)) }", "?zzz is never bound."),
        ("SELECT (COUNT(?cc) AS ?n) { ?c rdfs:label ?t }", "?cc is never bound."),
        ("SELECT (COUNT(?c) AS ?n) { ?c rdfs:label ?t } GROUP BY ?t HAVING (?many > 1)", "?many is never bound."),
        ("SELECT ?t { { SELECT ?c { ?c rdfs:label ?t } } }", "?t is never bound."),
        ("CONSTRUCT { ?c rdfs:label ?other } WHERE { ?c rdfs:label ?t }", "?other is never bound."),
        ("SELECT ?c { ?c evg:outcom ?t }", "evg:outcom is not a term of the schema. Did you mean evg:outcome?"),
        (
            "SELECT ?c { ?c a <https://w3id.org/evgraph/ns#claim> }",
            "evg:claim is not a term of the schema. Did you mean evg:Claim?",
        ),
    ],
)
def test_what_cannot_be_meant_is_warned_about(store, sparql, message):
    with pytest.warns(EvgraphWarning) as caught:
        rows = run(store, sparql)
    assert rows.warnings == (str(caught[0].message),)
    assert rows.warnings[0].startswith(message)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?c ?n { ?c rdfs:label ?t BIND(1 AS ?n) }",
        "SELECT ?c ?n { VALUES (?c ?n) { (1 2) } }",
        "SELECT (1 AS ?x) (?x + 1 AS ?y) {} ORDER BY ?y",
        "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?c ?p ?o } } }",
        "SELECT ?c { { SELECT * { ?c ?p ?o } } }",
        "SELECT ?c ?x { ?c rdfs:label ?t } VALUES ?x { 1 }",
        "SELECT ?t (COUNT(DISTINCT ?c) AS ?n) { ?c rdfs:label ?x } GROUP BY (LCASE(?x) AS ?t) HAVING (COUNT(?c) > 1)",
        "SELECT ?c { ?c rdfs:label ?t FILTER(EXISTS { ?c evg:events ?n FILTER(?n > 1) }) }",
        "SELECT ?y { ?c rdfs:seeAlso (?x ?y) FILTER(?x > 1) }",
        "SELECT ?g { GRAPH ?g { [] rdfs:label [ rdfs:label ?x ] } FILTER(?x > 1) }",
        "CONSTRUCT WHERE { ?c rdfs:label ?t }",
    ],
)
def test_a_bound_variable_is_not_warned_about(store, sparql):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(store, sparql)


def test_a_parameter_counts_as_bound_even_when_left_open(store):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(store, "SELECT ?c ?d ?e { ?c rdfs:label ?t FILTER(!BOUND(?d) || ?d = ?e) }", {"d": None, "e": 1})


# --- shown and written -----------------------------------------------------------------------------


def many(store: ox.Store) -> Rows:
    return run(store, f"SELECT ?n ?d {{ VALUES ?n {{ {' '.join(map(str, range(31)))} }} BIND(concept:a AS ?d) }}")


def test_a_table_for_a_terminal_shows_short_names_and_a_count(store):
    lines = str(many(store)).splitlines()
    assert lines[:3] == [" n  d", "--  ---------", " 0  concept:a"]
    assert lines[-1].startswith("showing 20 of 31 rows, ")
    assert len(lines) == 23
    assert repr(many(store)).splitlines()[:-1] == lines[:-1]


def test_a_terminal_gets_no_control_characters(store):
    text = str(run(store, "SELECT ?l { concept:b skos:prefLabel ?l }"))
    assert "\x1b" not in text
    assert "b\N{REPLACEMENT CHARACTER}[31m" in text


def test_a_notebook_gets_an_escaped_table_without_script(store):
    shown = run(
        store, "SELECT ?c ?n ?l { ?c evg:agent ?d ; evg:events ?n . ?d skos:prefLabel ?l } ORDER BY ?n"
    )._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert '<th scope="col" style="text-align:right">n</th>' in shown
    assert '<td style="text-align:right">3</td>' in shown
    assert '<a href="https://w3id.org/evgraph/claim/2" rel="noopener noreferrer">claim:2</a>' in shown
    assert "<p>3 rows, " in shown


def test_only_web_addresses_become_links(store):
    rows = run(
        store, "SELECT ?x ?y {}", {"x": ox.NamedNode("javascript:alert(1)"), "y": iri("http://a.example/?b=1&c=%22")}
    )
    shown = rows._repr_html_()
    assert 'href="javascript' not in shown
    assert 'href="http://a.example/?b=1&amp;c=%22"' in shown


def test_a_notebook_shows_the_warnings(store):
    with pytest.warns(EvgraphWarning):
        rows = run(store, "SELECT ?c { ?c evg:outcom ?t }")
    assert "<p>Warning: evg:outcom is not" in rows._repr_html_()


def test_csv_has_every_row_and_guards_formulas_but_not_numbers(store):
    assert many(store).to_csv().count("\n") == 32
    rows = run(store, 'SELECT ?l (-5 AS ?n) ("-0.5" AS ?t) ?none { claim:3 rdfs:label ?l OPTIONAL { ?l ?p ?none } }')
    parsed = list(csv.reader(io.StringIO(rows.to_csv())))
    assert parsed == [["l", "n", "t", "none"], ["'=cmd|' /C calc'!A0", "-5", "-0.5", ""]]


def test_json_is_the_standard_form_with_datatype_and_language(store):
    rows = run(
        store,
        "SELECT ?d ?l ?n ?none { claim:1 evg:agent ?d ; evg:events ?n . ?d skos:prefLabel ?l OPTIONAL { ?n a ?none } }",
    )
    assert json.loads(rows.to_json()) == {
        "head": {"vars": ["d", "l", "n", "none"]},
        "results": {
            "bindings": [
                {
                    "d": {"type": "uri", "value": str(CONCEPT["a"])},
                    "l": {"type": "literal", "value": "A drug", "xml:lang": "en"},
                    "n": {"type": "literal", "value": "7", "datatype": str(XSD.integer)},
                }
            ]
        },
    }


def test_a_data_frame_keeps_whole_numbers_whole_beside_empty_cells(store):
    pytest.importorskip("pandas")
    frame = run(store, "SELECT ?d ?n { ?c evg:agent ?d OPTIONAL { ?c evg:events ?n FILTER(?n > 3) } } ORDER BY ?n").df()
    assert list(frame.columns) == ["d", "n"]
    assert str(frame["n"].dtype) == "Int64"
    assert frame["n"].isna().tolist() == [True, False, False]
    assert frame["n"].sum() == 19
    assert frame["d"].tolist() == [B_IRI, A_IRI, A_IRI]


def test_without_pandas_the_message_names_what_to_install(store, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'evgraph\[pandas\]'"):
        run(store, "SELECT ?c { ?c a evg:ResultClaim }").df()


def test_importing_it_loads_neither_pandas_nor_a_sparql_parser():
    heavy = ("pandas", "pyparsing", "rdflib.plugins.sparql")
    script = f"import sys, evgraph.query; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
