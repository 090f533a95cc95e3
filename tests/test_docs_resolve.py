"""What docs/resolve.md says is so: its tables are those of the program, and what it shows runs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import evgraph
from evgraph.model import State
from evgraph.resolve import RESOLVERS
from evgraph.resolve.verdict import Verdict
from tests.test_docs import PAGES, blocks, tables, ticked
from tests.test_resolved import ASKED, DAY, FILLED, settle

PAGE = PAGES["resolve"]
PACKAGE = Path(evgraph.__file__).parent


def test_the_verdicts_are_those_of_the_program() -> None:
    (rows,) = tables(PAGE, "verdict", "meaning")
    assert [ticked(row[0])[0] for row in rows] == [verdict.value for verdict in Verdict]


def test_the_states_are_those_of_the_model() -> None:
    (rows,) = tables(PAGE, "state", "from")
    assert [ticked(row[0])[0] for row in rows] == [state.value for state in State]


def test_the_names_of_services_for_another_address_are_those_of_the_program() -> None:
    paragraph = next(part for part in PAGE.split("\n\n") if part.startswith("**Another address.**"))
    assert ticked(paragraph.partition("The names are")[2]) == list(RESOLVERS)


def test_the_services_and_their_keys_are_those_of_the_program() -> None:
    (rows,) = tables(PAGE, "service", "asked for", "key")
    assert [row[0].partition(" (")[0] for row in rows] == [one.title for one in RESOLVERS.values()]
    for row, resolver in zip(rows, RESOLVERS.values(), strict=True):
        keys = [name for name in ticked(row[2]) if name.endswith("_KEY")]
        assert keys == ([resolver.service.key] if resolver.service.key else [])


def test_every_key_of_the_file_is_described() -> None:
    schema = json.loads((PACKAGE / "resolve" / "resolved.schema.json").read_text(encoding="utf-8"))
    keys = schema["properties"]["references"]["additionalProperties"]["properties"]
    (rows,) = tables(PAGE, "key of a reference", "holds")
    assert sorted(name for row in rows for name in ticked(row[0])) == sorted(keys)


def test_the_query_says_where_a_field_came_from(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    settle(home, filled=FILLED)
    evgraph.build(home, tmp_path / "out")
    (query,) = [block.text for block in blocks(PAGE) if block.language == "sparql"]
    rows = [tuple(map(str, row)) for row in evgraph.open(tmp_path / "out").query(query)]
    assert {row[:3] for row in rows} == {("smith2020", one.field, ASKED[0]) for one in FILLED}
    assert {row[3][:10] for row in rows} == {DAY[:10]}


def test_the_python_shown_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(root / "references", tmp_path / "references")
    monkeypatch.chdir(tmp_path)
    (code,) = [block.text for block in blocks(PAGE) if block.language == "python"]
    names: dict[str, object] = {}
    exec(code, names)
    assert names["documents"] == ()
