"""Answers of another shape than the services document: whatever stands in them, a batch goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evgraph.errors import ResolveError
from evgraph.resolve import clinicaltrials, crossref, europepmc, openalex
from evgraph.resolve.http import Door
from evgraph.resolve.records import Answer
from tests.conftest import QUICK
from tests.replay import Replay, faults
from tests.replay.run import ask_all

ODD = (None, [], {}, "", "x", -1, 1e308, True, [[]], [None], [[None]], {"a": 1}, ["x", {"y": []}], "<p>&lt;<p>", "10.")

#: What is asked, and what makes records of the answer.
QUESTIONS: dict[str, tuple[Callable[[Door], Answer], Callable[[Answer], object]]] = {
    "crossref, a list": (
        lambda door: door.get(
            crossref.SERVICE, "works", [("filter", "doi:10.5555/jit.2015.101,doi:10.5555/jit.2019.5")],
            accept="json", lane="list",
        ),
        crossref._listed,
    ),
    "crossref, one work": (
        lambda door: door.get(crossref.SERVICE, "works/10.5555%2Fjit.2015.113", accept="json", lane="single"),
        crossref._single,
    ),
    "europepmc": (
        lambda door: door.get(
            europepmc.SERVICE, "search", [("query", "EXT_ID:90000004"), ("format", "json"), ("resultType", "core")],
            accept="json",
        ),
        europepmc._records,
    ),
    "openalex": (
        lambda door: door.get(openalex.SERVICE, "works", [("filter", "doi:10.5555/jit.2015.101")], accept="json"),
        openalex._records,
    ),
    "clinicaltrials": (
        lambda door: door.get(clinicaltrials.SERVICE, "studies", [("filter.ids", "NCT90000001")], accept="json"),
        clinicaltrials._studies,
    ),
}  # fmt: skip


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the paths of all values in a JSON text."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from places(one, (*path, name))


def put(value: Any, path: tuple[str | int, ...], odd: object) -> Any:
    """Return a JSON value with another one at a path."""
    if not path:
        return odd
    name, *rest = path
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[name] = put(copy[name], tuple(rest), odd)
    return copy


@pytest.mark.parametrize("name", QUESTIONS)
def test_json_with_any_value_in_any_place_is_read_or_refused(door: Door, name: str) -> None:
    ask, read = QUESTIONS[name]
    answer = ask(door)
    told = json.loads(answer.body)
    assert read(answer)
    for path in places(told):
        for odd in ODD:
            try:
                read(replace(answer, body=json.dumps(put(told, path, odd)).encode()))
            except ResolveError:
                continue
            except Exception as error:  # noqa: BLE001 - the test is that there is none
                pytest.fail(f"{odd!r} at {path}: {error!r}")


@pytest.mark.parametrize("name", ["ncbi", "crossref", "europepmc", "openalex", "clinicaltrials"])
@pytest.mark.parametrize("status", [204, 304, 400, 401, 404, 410, 418])
def test_any_status_is_a_problem_and_raises_nothing(replay: Replay, name: str, status: int) -> None:
    replay.strict = False
    replay._faults[:] = [faults.status(status, times=100, words=b"no" if status >= 400 else b"")]
    with Door(bases=replay.bases, rates={name: 5000.0}, limits=replace(QUICK, attempts=1)) as opened:
        asked = ask_all(name, opened)
    assert all(one.found == {} for one in asked)
    assert asked[0].problems or status == 404  # a service says that it knows none of them


QUIETLY = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIETLY
@given(st.integers(0, 4000), st.integers(1, 400), st.sampled_from([b"", b"<x>", b"&", b"]]>", b"\xff", b"</PMID>"]))
def test_xml_of_any_shape_raises_nothing(replay: Replay, at: int, length: int, odd: bytes) -> None:
    replay.strict = False
    change = faults.Fault("efetch", QUICK.attempts, change=lambda body: body[:at] + odd + body[at + length :])
    replay._faults[:] = [change]
    with Door(bases=replay.bases, rates={"ncbi": 5000.0}, limits=replace(QUICK, attempts=1)) as opened:
        ask_all("ncbi", opened)


@QUIETLY
@given(st.sampled_from(["ecitmatch", "esearch"]), st.binary(max_size=200))
def test_lists_of_identifiers_of_any_shape_raise_nothing(replay: Replay, tool: str, body: bytes) -> None:
    replay.strict = False
    replay._faults[:] = [faults.Fault(tool, QUICK.attempts, change=lambda _: body)]
    with Door(bases=replay.bases, rates={"ncbi": 5000.0}, limits=replace(QUICK, attempts=1)) as opened:
        ask_all("ncbi", opened)
