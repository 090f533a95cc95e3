"""RIS as it is pasted and written by hand: other tags, other spaces, several names in a line."""

from __future__ import annotations

import pytest

from evgraph.errors import Severity
from evgraph.model import Author
from evgraph.readers import read_bytes
from tests.laws import extra, messages
from tests.test_ris import PLAIN, one, read


def test_the_fields_of_cochrane_are_read() -> None:
    found = one("SO  - Journal of Samples", "YR  - 2018", "VL  - 3", "NO  - 2", "PG  - 11-9", "KW  - Adult",
                "DOI  - 10.1000/abc")  # fmt: skip
    assert (found.journal, found.issue, found.first_page, found.last_page) == ("Journal of Samples", "2", "11", "19")
    assert (found.doi, extra(found, "keyword")) == ("10.1000/abc", ["Adult"])


def test_a_source_with_figures_is_no_journal_and_stays() -> None:
    found = one("SO  - Journal of Samples. 12(3):203-11, 2019 Mar")
    assert (found.journal, extra(found, "ris:SO")) == (None, ["Journal of Samples. 12(3):203-11, 2019 Mar"])


def test_the_proceedings_hold_a_conference_paper() -> None:
    (found,) = read("TY  - CONF\nTI  - A paper\nC3  - Proceedings of Samples\nER  - \n").references
    assert found.journal == "Proceedings of Samples"


def test_a_tag_may_lack_the_space_behind_its_dash() -> None:
    (found,) = read("TY  -JOUR\nTI  -A title\nAU  -Roe, R\nER  -\n").references
    assert (found.title, found.authors) == ("A title", (Author("Roe", "R"),))


@pytest.mark.parametrize("text", ["Roe, R, Doe, J, Poe, P", "Roe, Ruth and Doe, Jane"])
def test_several_names_in_one_line_are_an_error_and_not_taken_apart(text: str) -> None:
    reading = read(f"TY  - JOUR\nTI  - T\nAU  - {text}\nER  - \n")
    assert reading.references[0].authors == (Author(text),)
    assert messages(reading) == [f"AU: {text!r} is not one name; give each author a line; kept as written"]


@pytest.mark.parametrize("suffix", ["Jr", "III", "MD", "PhD", "MSc", "2nd", "Jr, PhD"])
def test_what_follows_the_given_names_may_be_a_suffix_or_a_degree(suffix: str) -> None:
    assert one(f"AU  - Roe, R., {suffix}").authors == (Author("Roe", "R.", None, suffix),)


def test_a_name_without_a_comma_that_may_be_a_person_is_noted() -> None:
    reading = read("TY  - JOUR\nTI  - T\nAU  - Jane Q. Doe\nAU  - The Sample Group\nER  - \n")
    assert [author.collective for author in reading.references[0].authors] == ["Jane Q. Doe", "The Sample Group"]
    (told,) = messages(reading, Severity.NOTE)
    assert told == "AU: 'Jane Q. Doe' is no name with a comma or initials; taken for a body"


@pytest.mark.parametrize("text", [PLAIN.replace("  - ", "\u00a0\u00a0-\u00a0"), PLAIN.replace("\n", "\n\u200b")])
def test_spaces_of_a_page_are_spaces(text: str) -> None:
    (found,) = read_bytes(text.encode(), "x.ris").references
    assert (found.title, found.volume, len(found.authors)) == ("Drug A versus drug B", "376", 3)


def test_the_end_mark_of_dos_and_the_fences_of_a_page_are_no_errors() -> None:
    assert messages(read(f"```\n{PLAIN}\n```\n\x1a")) == []
