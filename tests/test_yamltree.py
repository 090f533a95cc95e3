"""YAML to values that stay the text that was typed, with their lines; what could harm is refused."""

from __future__ import annotations

import pytest

from evgraph.claims.yamltree import MAX_CHARACTERS, MAX_DEPTH, parse_yaml
from evgraph.errors import InputError, Problem


def refused(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "sample.yaml")
    return caught.value.problem


@pytest.mark.parametrize(
    "typed", ["0.80", "0.050", "1e3", "no", "yes", "null", "~", "2020-01-01", "0x10", "007", "1_000"]
)
def test_a_scalar_stays_the_text_that_was_typed(typed: str) -> None:
    assert parse_yaml(f"value: {typed}", "sample.yaml").value == {"value": typed}


def test_a_value_knows_the_lines_of_its_key_and_of_its_end() -> None:
    tree = parse_yaml("a: 1\nb:\n  c: x\n  d:\n    - y\n    - z\ne: 2\n", "sample.yaml")
    spans = {path: tree.span(path) for path in [("a",), ("b",), ("b", "d"), ("b", "d", 1), ("e",)]}
    assert spans == {("a",): (1, 1), ("b",): (2, 6), ("b", "d"): (4, 6), ("b", "d", 1): (6, 6), ("e",): (7, 7)}


def test_the_line_of_what_is_not_there_is_that_of_the_nearest_thing_around_it() -> None:
    tree = parse_yaml("a: 1\nb:\n  c: x\n", "sample.yaml")
    assert (tree.line(("b", "missing")), tree.line(("nowhere", 3))) == (2, 1)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n", "---\n"], ids=["empty", "blank", "comment", "marker"]
)
def test_a_file_without_content_is_empty_keys_and_no_crash(text: str) -> None:
    assert parse_yaml(text, "sample.yaml").value in ({}, "")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "'a' stands twice", id="duplicate key"),
        pytest.param("a:\n  b: 1\n  b: 2\n", 3, "'b' stands twice", id="duplicate key deeper"),
        pytest.param("a: &x 1\nb: *x\n", 1, "anchors", id="alias of a scalar"),
        pytest.param("a: &x [1]\nb: *x\n", 1, "anchors", id="alias of a list"),
        pytest.param("a: &x [*x]\n", 1, "anchors", id="alias of itself"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x\n", 1, "anchors", id="merge key"),
        pytest.param("a: &x 1\n", 1, "anchors", id="anchor that nobody uses"),
        pytest.param("a: 1\n? [b, c]\n: 2\n", 2, "a key must be a word", id="a list as key"),
        pytest.param("a: [1\nb: 2\n", 2, "not YAML", id="bracket left open"),
        pytest.param("a: b: c\n", 1, "not YAML", id="two colons"),
        pytest.param("a: 1\n\tb: 2\n", 2, "not YAML", id="a tab"),
        pytest.param("a: 1\n---\nb: 2\n", 2, "not YAML", id="two documents"),
        pytest.param("b: 1\na: 'x\n\n", 2, "not YAML", id="quote left open"),
        pytest.param("a: @x\n", 1, "not YAML", id="reserved character"),
        pytest.param("a: *nobody\n", 1, "not YAML", id="alias of nothing"),
    ],
)
def test_what_yaml_could_lose_is_refused_with_its_line_and_a_mend(text: str, line: int, words: str) -> None:
    problem = refused(text)
    assert words in problem.message
    assert (problem.path, problem.line) == ("sample.yaml", line)
    assert problem.mend


@pytest.mark.parametrize("char", ["\0", "\x01", "\x07", "\x1b", "\x7f", "\ufffe"], ids=ascii)
def test_control_characters_are_refused(char: str) -> None:
    assert "not text" in refused(f"a: x{char}y\n").message


def test_a_bomb_of_aliases_is_refused_before_it_is_expanded() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "anchors" in refused("\n".join(rows)).message


DEEP = 20_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: " + "[" * DEEP, id="lists never closed"),
        pytest.param("a: " + "[" * DEEP + "]" * DEEP, id="lists on one line"),
        pytest.param("a: " + "{b: " * (DEEP // 2) + "}" * (DEEP // 2), id="keys on one line"),
        pytest.param("a:\n" + "".join(f"{' ' * n}-\n" for n in range(1, 590)), id="a list in a list by indentation"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(590)), id="a key in a key by indentation"),
        pytest.param("- " * 400 + "x", id="dashes on one line"),
        pytest.param("? " * 400 + "x", id="question marks on one line"),
        pytest.param("\n".join("[" for _ in range(DEEP)), id="a list a line"),
    ],
)
def test_what_is_nested_too_deep_is_refused_and_never_a_recursion_error(text: str) -> None:
    problem = refused(text)
    assert (problem.path, problem.line is not None, bool(problem.mend)) == ("sample.yaml", True, True)


def test_brackets_within_quotes_are_text_and_nest_nothing() -> None:
    text = "\n".join(f'k{n}: "half open interval [0, {n}"' for n in range(MAX_DEPTH + 10))
    assert len(parse_yaml(text, "sample.yaml").value) == MAX_DEPTH + 10


def test_a_file_that_is_too_long_is_refused() -> None:
    assert "more than" in refused("a: " + "x\n" * MAX_CHARACTERS).message


def test_a_line_of_a_megabyte_is_refused_with_its_number() -> None:
    problem = refused("a: 1\nb: " + "x" * 1_000_000)
    assert (problem.line, "100,000" in problem.message) == (2, True)


def test_a_tag_runs_nothing_and_leaves_the_text() -> None:
    assert parse_yaml("a: !!python/name:os.system x", "sample.yaml").value == {"a": "x"}
