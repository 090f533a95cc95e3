"""The format of named questions, and what a person types for their parameters."""

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from evgraph.errors import InputError, QueryError, VocabularyError
from evgraph.query import iri, run
from evgraph.questions import Param, bindings_for, find_question, parse_question, read_questions

TEXT = """\
# title: Events above a share
# question: Which events had more than so many?
# group: Safety
#
# param: min number 10 lower limit
# param: drug concept - only this drug (leave out for all)
# param: work reference - citation key of the work
# example: min=2 work="smith 2020"
# answer: two events
# answer: of one work
SELECT ?c ?n WHERE {
  ?c evg:events ?n ; evg:key ?work .  # not a header: title
  FILTER (?n > ?min && (!BOUND(?drug) || EXISTS { ?c evg:agent ?drug }))
}
"""
CONCEPTS = {"Drug A": "https://w3id.org/evgraph/concept/a"}


def resolve(name: str) -> str:
    if name not in CONCEPTS:
        raise VocabularyError(f"{name!r} may mean several concepts: concept:a, concept:b")
    return CONCEPTS[name]


def test_a_file_becomes_a_question():
    question = parse_question(TEXT, "some/events.rq")
    assert question.name == "events"
    assert (question.title, question.group) == ("Events above a share", "Safety")
    assert question.question == "Which events had more than so many?"
    assert question.params == (
        Param("min", "number", "lower limit", "10", required=False),
        Param("drug", "concept", "only this drug (leave out for all)", None, required=False),
        Param("work", "reference", "citation key of the work", None, required=True),
    )
    assert question.example == (("min", "2"), ("work", "smith 2020"))
    assert question.answer == ("two events", "of one work")


def test_the_query_keeps_the_lines_of_its_file():
    assert parse_question(TEXT, "events.rq").sparql == TEXT


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# title: Events above a share\n", "", "x.rq:1: title: the header does not say this (add `# title: ...`)"),
        ("# group: Safety", "# group:", "x.rq:1: group: the header does not say this"),
        ("# group: Safety", "# gruop: Safety", "x.rq:3: gruop: unknown in a header (Did you mean group?)"),
        ("# group: Safety", "# title: Safety", "x.rq:3: title: this is said twice"),
        ("# group: Safety", "# just words", "x.rq:3: a line of the header is `# name: value`"),
        ("min number 10", "min nubmer 10", "x.rq:5: min: unknown type 'nubmer'"),
        ("min number 10", "min number ten", "x.rq:5: min: 'ten' is not a number"),
        ("min number 10 lower limit", "min number 10", "x.rq:5: min: a parameter has four parts"),
        ("param: min", "param: mni", "x.rq:5: mni: the query has no variable ?mni (Did you mean ?min?)"),
        ("min=2 ", "mni=2 ", "x.rq: example: 'mni' is not name=value of a parameter"),
        ("min=2 ", "2 ", "x.rq: example: '2' is not name=value of a parameter"),
        ('"smith 2020"', '"smith 2020', "x.rq: example: cannot be read"),
        (' work="smith 2020"', "", "x.rq: example: does not give work"),
        ("evg:events", "ev:events", "x.rq: line 12, column 6: unknown prefix ev:"),
        ("?c evg:events", "SERVICE <http://a.example/> {} ?c evg:events", "SERVICE is refused"),
    ],
)
def test_a_wrong_header_names_file_and_line(old, new, message):
    assert old in TEXT
    with pytest.raises(InputError) as caught:
        parse_question(TEXT.replace(old, new, 1), "x.rq")
    assert message in str(caught.value)


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path):
    for name in ("b.rq", "a.rq", "notes.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [question.name for question in read_questions(tmp_path)] == ["a", "b"]


def test_a_missing_folder_is_an_error(tmp_path: Path):
    with pytest.raises(InputError, match="no such folder"):
        read_questions(tmp_path / "none")


def test_the_questions_of_the_package_are_read_and_their_examples_bind():
    questions = read_questions()
    assert questions
    for question in questions:
        bound = bindings_for(question, dict(question.example), lambda name: f"https://w3id.org/evgraph/concept/{name}")
        assert set(bound) == {param.name for param in question.params}


@pytest.mark.filterwarnings("error")
def test_every_question_of_the_package_runs_without_a_warning():
    for question in read_questions():
        run(
            ox.Store(),
            question.sparql,
            bindings_for(question, dict(question.example), lambda name: str(iri(f"concept:{name}").value)),
        )


def test_a_question_is_found_by_name(tmp_path: Path):
    (tmp_path / "events.rq").write_text(TEXT, encoding="utf-8")
    assert find_question("events", tmp_path).title == "Events above a share"
    with pytest.raises(VocabularyError, match=r"Did you mean events\?"):
        find_question("event", tmp_path)


def test_words_become_terms_of_the_type_of_the_parameter():
    bound = bindings_for(parse_question(TEXT, "x.rq"), {"min": "0.50", "drug": "Drug A", "work": "smith2020"}, resolve)
    assert bound == {"min": Decimal("0.50"), "drug": iri("concept:a"), "work": "smith2020"}


def test_what_is_left_out_has_its_default_or_stays_open():
    bound = bindings_for(parse_question(TEXT, "x.rq"), {"work": "smith2020"}, resolve)
    assert bound == {"min": Decimal(10), "drug": None, "work": "smith2020"}


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        (
            {},
            QueryError,
            r"x needs work\. Its parameters:\n    min \(number, default 10\): lower limit\n    drug \(concept, opt",
        ),
        ({"work": "a", "durg": "b"}, QueryError, r"x has no parameter 'durg'\. Did you mean drug\?"),
        ({"work": "a", "zzz": "b"}, QueryError, r"x has no parameter 'zzz'\. Its parameters:"),
        ({"work": "a", "min": "many"}, QueryError, "min: 'many' is not a number"),
        ({"work": "a", "min": "NaN"}, QueryError, "min: 'NaN' is not a number"),
        ({"work": "a", "drug": "CR"}, VocabularyError, "drug: 'CR' may mean several concepts: concept:a, concept:b"),
    ],
)
def test_a_wrong_parameter_says_what_there_is(given, error, message):
    with pytest.raises(error, match=message):
        bindings_for(parse_question(TEXT, "x.rq"), given, resolve)


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, [7, 12]), ({"drug": "Drug A"}, [7]), ({"min": "10"}, [12]), ({"min": "2.5"}, [3, 7, 12])],
)
def test_a_question_is_answered_from_a_store(given, expected):
    store = ox.Store()
    events = {"a": 7, "b": 12, "c": 3}
    data = "".join(f'concept:x{d} evg:events {n} ; evg:key "k" ; evg:agent concept:{d} .' for d, n in events.items())
    prefixes = "PREFIX evg: <https://w3id.org/evgraph/ns#> PREFIX concept: <https://w3id.org/evgraph/concept/>"
    store.update(f"{prefixes} INSERT DATA {{ {data} }}")
    question = parse_question(TEXT, "x.rq")
    rows = run(store, question.sparql, bindings_for(question, {"work": "k", "min": "5", **given}, resolve))
    assert sorted(rows.column("n")) == expected
