"""Records of the Cochrane Library as plain text to References."""

from __future__ import annotations

from evgraph.errors import Severity
from evgraph.model import Author, Place
from evgraph.readers import read_bytes
from tests.laws import extra, messages, uncovered

TWO = """\
Record #1 of 2
ID: CN-00000001
AU: Roe R
AU: van der Berg P
TI: Drug A in samples: a study
SO: Journal of samples
YR: 2017
VL: 3
NO: 2
PG: 211-9
PM: PUBMED 123456
PT: Journal article
AB: BACKGROUND: Words.
RESULTS: 12 of 30.
XX: something
DOI: 10.1000/abc
US: https://example.org/CN-00000001


Record #2 of 2
ID: CN-00000002
TI: Another
YR: 2016
"""


def test_the_fields_of_a_record_are_read() -> None:
    found = read_bytes(TWO.encode(), "x.txt").references[0]
    assert (found.title, found.journal, found.year) == ("Drug A in samples: a study", "Journal of samples", 2017)
    assert (found.volume, found.issue, found.first_page, found.last_page) == ("3", "2", "211", "219")
    assert (found.doi, found.pmid, found.places) == ("10.1000/abc", "123456", (Place("x.txt", 1, 17),))
    assert found.authors == (Author("Roe", "R"), Author("Berg", "P", "van der"))
    assert extra(found, "abstract") == ["BACKGROUND: Words.\nRESULTS: 12 of 30.\nXX: something"]
    assert extra(found, "accession") == ["CN-00000001"]


def test_records_are_told_apart_by_their_first_lines_or_their_numbers() -> None:
    for text in (TWO, TWO.replace("Record #2 of 2\n", "")):
        reading = read_bytes(text.encode(), "x.txt")
        assert [found.title for found in reading.references] == ["Drug A in samples: a study", "Another"]
        assert messages(reading) == []
        assert uncovered(text, reading) == []


def test_a_line_without_a_tag_is_an_error_outside_an_abstract() -> None:
    reading = read_bytes(TWO.replace("VL: 3\n", "VL: 3\nwords\n").encode(), "x.txt")
    assert messages(reading, Severity.ERROR) == ["not understood: 'words'"]


def test_a_tag_that_is_not_known_is_kept_under_its_name() -> None:
    reading = read_bytes(TWO.replace("VL: 3\n", "VL: 3\nZZ: words\n").encode(), "x.txt")
    assert extra(reading.references[0], "ris:ZZ") == ["words"]
