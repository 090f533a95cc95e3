"""Files too large to be held: read record by record, in any encoding, with the lines and problems of a small file."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph import readers
from evgraph.errors import InputError, Problem, Severity
from evgraph.model import Reference
from evgraph.readers import lines, read_bytes, stream_file
from evgraph.readers.reading import decode
from evgraph.readtable import render_table, stream_table
from tests.laws import LINE
from tests.test_mixed import BIBTEX, CITED, ENDNOTE, JATS, JSON, LIST, NBIB, PUBMED, RIS

FORMATS = {
    "RIS": RIS * 3, "NBIB": (NBIB + "\n") * 3, "BibTeX": BIBTEX, "CSL-JSON": JSON, "PubMed XML": PUBMED, "JATS": JATS,
    "EndNote XML": ENDNOTE, "cited references": CITED,
}  # fmt: skip


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every file a large one."""
    monkeypatch.setattr(readers, "LARGEST", 10)


def references(found: Iterable[Reference | Problem]) -> set[Reference]:
    return {item for item in found if isinstance(item, Reference)}


def problems(data: bytes) -> list[Problem]:
    return [item for item in stream_file(io.BytesIO(data), "x") if isinstance(item, Problem)]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_large_file_gives_what_a_small_one_gives(name: str, encoding: str, end: str, tiny: None) -> None:
    if name in ("PubMed XML", "JATS", "EndNote XML") and encoding == "cp1252":
        pytest.skip("XML says its encoding itself")
    text = FORMATS[name].replace("On ", "Über ").replace("\n", end)
    data = text.encode(encoding)
    assert references(stream_file(io.BytesIO(data), "x")) == set(read_bytes(data, "x").references)


def test_what_is_not_utf8_is_noted_with_its_line(tiny: None) -> None:
    data = (RIS * 3 + "TY  - JOUR\nTI  - Über\nER  - \n").encode("cp1252")
    told = [(found.line, found.severity) for found in problems(data) if "not UTF-8" in found.message]
    assert told == [(RIS.count("\n") * 3 + 2, Severity.NOTE)]


@pytest.mark.parametrize(
    "data",
    [
        RIS.encode() + b"\0" * 20,
        RIS.encode() + "Über".encode("cp1252") + b"\x81\x8d",
        codecs.BOM_UTF16_LE + RIS.encode("utf-16-le") + b"\x00\xd8",
    ],
    ids=["binary", "letters of no encoding", "half a character"],
)
def test_a_file_that_is_no_text_is_one_error(data: bytes, tiny: None) -> None:
    (problem,) = problems(data)
    assert problem.severity is Severity.ERROR


def test_a_large_file_of_plain_text_is_told_of_and_not_read(tiny: None) -> None:
    (problem,) = problems(LIST.encode())
    assert (problem.severity, problem.mend) == (Severity.ERROR, "split it into files of less than 10 bytes")


def test_what_is_in_another_format_behind_the_first_is_told_of(tiny: None) -> None:
    found = list(stream_file(io.BytesIO((RIS + "\n" + LIST).encode()), "x"))
    assert len(references(found)) == 1
    assert [item.line for item in found if isinstance(item, Problem) and item.severity is Severity.ERROR] == [11]


def test_a_line_without_end_stops_the_reading_at_that_line(tiny: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_BLOCK", 100)
    monkeypatch.setattr(lines, "LARGEST", 1000)
    found = list(stream_file(io.BytesIO((RIS * 3 + "TY  - JOUR\nAB  - " + "x" * 5000).encode()), "x"))
    assert len(references(found)) == 3
    told = [item for item in found if isinstance(item, Problem) and item.severity is Severity.ERROR]
    assert told[-1].line == RIS.count("\n") * 3 + 2
    assert told[-1].message == "a line of more than 1,000 characters; nothing from here on was read"


@given(st.lists(LINE, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]), st.integers(1, 9),
       st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]))  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_lines_are_those_of_the_whole_text(rows: list[str], end: str, size: int, encoding: str) -> None:
    text = end.join(rows)
    data = text.encode(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_BLOCK", size)
        try:
            whole, _ = decode(data, "x")
            found, _ = lines.find_encoding(io.BytesIO(data), "x")
        except InputError:
            return
        assert "".join(lines.read_lines(io.BytesIO(data), found, "x", pytest.fail)) == whole


def test_the_table_of_a_stream_is_that_of_the_whole_and_begins_before_the_end() -> None:
    reading = read_bytes((RIS * 3000).encode(), "x.ris")
    read = 0

    def counted() -> Iterable[Reference | Problem]:
        nonlocal read
        for item in (*reading.references, *reading.problems):
            read += 1
            yield item

    pieces = stream_table(counted())
    first = next(pieces)
    assert read == 1000
    assert first + "".join(pieces) == render_table(reading)
