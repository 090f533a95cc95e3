"""RIS to References: the dialects of the databases, and damage of every kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Problem, Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers import Reading, ris, taggedlines
from tests.laws import DAMAGES, LINE, Damage, damaged, extra, messages, uncovered


def read(text: str) -> Reading:
    return ris.read(text, "x.ris")


def one(*rows: str) -> Reference:
    (reference,) = read("\n".join(["TY  - JOUR", "TI  - A title", *rows, "ER  - "])).references
    return reference


PLAIN = """\
TY  - JOUR
AU  - van der Giessen, Jan, Jr.
AU  - Smith, John A.
AU  - The Example Study Group
TI  - Drug A versus drug B
T2  - The Journal of Examples
J2  - J Ex
PY  - 2017
DA  - 2017/03/02/
VL  - 376
IS  - 9
SP  - 836
EP  - 847
SN  - 0028-4793
SN  - 1533-4406
DO  - https://doi.org/10.1000/ABC
UR  - https://example.org/1
AB  - First paragraph.
Second paragraph.
KW  - one
two
N1  - A note
ER  - 
"""


def test_a_record_is_read_whole() -> None:
    reading = read(PLAIN)
    (reference,) = reading.references
    assert reading.problems == ()
    assert reference == Reference(
        key="x.ris#1",
        title="Drug A versus drug B",
        authors=(
            Author(family="Giessen", given="Jan", particle="van der", suffix="Jr"),
            Author(family="Smith", given="John A."),
            Author(collective="The Example Study Group"),
        ),
        journal="The Journal of Examples",
        year=2017,
        month=3,
        volume="376",
        issue="9",
        first_page="836",
        last_page="847",
        doi="10.1000/abc",
        issn="0028-4793",
        url="https://example.org/1",
        note="A note",
        places=(Place("x.ris", 1, 23),),
        extra=(
            ("container-title-short", "J Ex"),
            ("issued", "2017-03-02"),
            ("ISSN", "1533-4406"),
            ("abstract", "First paragraph.\nSecond paragraph."),
            ("keyword", "one"),
            ("keyword", "two"),
        ),
    )


# --- the dialects --------------------------------------------------------------------------------------------


def test_ovid_gives_the_pmid_as_accession_number_and_the_whole_range_in_sp() -> None:
    reference = one(
        "DB  - Ovid MEDLINE(R) ALL <1946 to now>", "AN  - 28249141", "A1  - Smith, J", "Y1  - 2017//", "SP  - e12-e20",
        "JF  - Journal of Examples", "JA  - J Ex", "N2  - Text.", "UR  - http://ovidsp.ovid.com/x",
    )  # fmt: skip
    assert (reference.pmid, reference.year, reference.month) == ("28249141", 2017, None)
    assert (reference.first_page, reference.last_page, reference.journal) == ("e12", "e20", "Journal of Examples")
    assert reference.authors == (Author(family="Smith", given="J"),)
    assert extra(reference, "abstract") == ["Text."]
    assert extra(reference, "accession") == ["28249141"]


@pytest.mark.parametrize(
    ("rows", "pmid"),
    [
        (["DB  - Embase", "AN  - 612345678"], None),
        (["DB  - Embase", "U2  - L612345678", "C5  - 28249141"], "28249141"),
        (["DB  - Embase", "AN  - PMID:28249141"], "28249141"),
        (["DB  - Embase <1974 to now>, Ovid MEDLINE(R)", "AN  - 612345678"], None),
        (["DB  - Scopus", "C2  - 28249141"], "28249141"),
        (["C2  - 28249141"], None),
        (["AN  - CN-01234567", "C3  - EMBASE 612345678, PUBMED 28249141"], "28249141"),
        (["AN  - WOS:000395496300005", "PM  - 28249141"], "28249141"),
        (["AN  - MEDLINE:28249141"], "28249141"),
        (["DP  - NLM", "AN  - 28249141"], "28249141"),
        (["UR  - https://pubmed.ncbi.nlm.nih.gov/28249141/"], "28249141"),
        (["N1  - PMID: 28249141"], "28249141"),
        (["AN  - 28249141"], None),
    ],
)
def test_a_pmid_is_taken_only_where_the_database_puts_it(rows: list[str], pmid: str | None) -> None:
    assert one(*rows).pmid == pmid


def test_a_pmc_number_is_taken_from_where_endnote_puts_it() -> None:
    assert one("C2  - PMC5881572").pmcid == "PMC5881572"


def test_scopus_gives_the_article_number_in_c7_and_labels_the_issn() -> None:
    reference = one(
        "DB  - Scopus", "C7  - 093903", "SN  - 00284793 (ISSN)", "N1  - Export Date: 1 May", "N1  - CODEN: X"
    )
    assert (reference.article_number, reference.issn) == ("093903", "0028-4793")
    assert (reference.note, extra(reference, "note")) == ("Export Date: 1 May", ["CODEN: X"])
    assert extra(reference, "ISSN") == ["00284793 (ISSN)"]


def test_a_registry_number_in_c7_of_cochrane_is_no_article_number() -> None:
    reference = one("AN  - CN-01234567", "C7  - NCT01234567")
    assert (reference.article_number, extra(reference, "ris:C7")) == (None, ["NCT01234567"])


def test_web_of_science_gives_month_and_day_apart_from_the_year() -> None:
    reference = one("AN  - WOS:000395496300005", "DA  - MAR 2", "PY  - 2017", "AB  - A text", "   that goes on")
    assert (reference.year, reference.month, extra(reference, "issued")) == (2017, 3, ["2017-03-02"])
    assert extra(reference, "abstract") == ["A text that goes on"]


def test_embase_names_without_a_comma_are_persons_and_others_are_bodies() -> None:
    reference = one("A1  - Kantor H.M.", "A1  - van der Berg J.", "A1  - World Example Body", "A1  - et al.")
    assert reference.authors == (
        Author(family="Kantor", given="HM"),
        Author(family="Berg", given="J", particle="van der"),
        Author(collective="World Example Body"),
    )
    assert reference.et_al


def test_several_names_on_one_line_are_parted() -> None:
    assert [author.family for author in one("AU  - Smith, J; Jones, B").authors] == ["Smith", "Jones"]


def test_a_lost_family_name_stays_lost_and_is_noted() -> None:
    reading = read("TY  - JOUR\nTI  - T\nAU  - , S\nER  - ")
    assert reading.references[0].authors == (Author(given="S"),)
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(3, Severity.NOTE)]


# --- fields --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "pages"),
    [
        (["SP  - 836", "EP  - 47"], ("836", "847", None)),
        (["SP  - 836-847", "EP  - 847"], ("836", "847", None)),
        (["SP  - S12", "EP  - 20"], ("S12", "S20", None)),
        (["SP  - e0188680"], (None, None, "e0188680")),
        (["SP  - 41"], ("41", None, None)),
        (["SP  - 41", "EP  - 41"], ("41", None, None)),
        (["SP  - 203-5; discussion 206"], ("203", "205", None)),
        (["SP  - (no pagination)"], (None, None, None)),
        (["SP  - 20", "EP  - 12"], ("20", None, None)),
        (["EP  - 12"], (None, None, None)),
    ],
)
def test_pages_are_read_however_they_are_split(rows: list[str], pages: tuple[str | None, ...]) -> None:
    reference = one(*rows)
    assert (reference.first_page, reference.last_page, reference.article_number) == pages
    if rows[0][6:] in ("203-5; discussion 206", "(no pagination)"):
        assert extra(reference, "page") == [rows[0][6:]]


@pytest.mark.parametrize(
    ("row", "date"),
    [
        ("PY  - 2017/03/02/", (2017, 3)),
        ("Y1  - 2017///Spring", (2017, None)),
        ("PY  - 2017-03-02", (2017, 3)),
        ("DA  - 2 March 2017", (2017, 3)),
        ("PY  - in press", (None, None)),
    ],
)
def test_dates_are_read_and_what_is_more_is_kept(row: str, date: tuple[int | None, int | None]) -> None:
    reference = one(row)
    assert (reference.year, reference.month) == date
    assert bool(extra(reference, f"ris:{row[:2]}")) == ("Spring" in row or "press" in row)


def test_two_years_that_differ_are_a_difference_and_both_are_kept() -> None:
    reading = read("TY  - JOUR\nTI  - T\nPY  - 2017\nY1  - 2016\nER  - ")
    assert reading.references[0].year == 2017
    assert extra(reading.references[0], "ris:Y1") == ["2016"]
    assert [(p.line, p.severity) for p in reading.problems] == [(4, Severity.DIFFERENCE)]


@pytest.mark.parametrize(
    "row", ["DO  - doi:10.1000/ABC", "M3  - 10.1000/abc", "L3  - 10.1000/abc", "UR  - https://doi.org/10.1000/abc"]
)
def test_a_doi_is_found_where_it_is_all_that_the_field_says(row: str) -> None:
    assert one(row).doi == "10.1000/abc"


def test_a_bad_doi_stays_in_extra_and_is_noted() -> None:
    reading = read("TY  - JOUR\nTI  - T\nDO  - unknown\nER  - ")
    assert (reading.references[0].doi, extra(reading.references[0], "ris:DO")) == (None, ["unknown"])
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(3, Severity.NOTE)]


def test_m1_is_the_issue_only_where_there_is_no_other_and_it_can_be_one() -> None:
    assert one("M1  - 9").issue == "9"
    assert one("IS  - 3", "M1  - 9").issue == "3"
    assert one("M1  - (Smith J.) Department of Examples").issue is None


@pytest.mark.parametrize(
    ("word", "kind"), [("BOOK", "book"), ("CHAP", "chapter"), ("THES", "thesis"), ("JFULL", "article")]
)
def test_types_become_those_of_csl(word: str, kind: str) -> None:
    (reference,) = read(f"TY  - {word}\nTI  - T\nT2  - Container\nER  - ").references
    assert reference.work_type == kind
    assert extra(reference, "ris:TY") == (["JFULL"] if word == "JFULL" else [])
    assert (reference.journal is None) == (kind in ("book", "thesis"))


def test_every_value_of_a_record_is_somewhere_in_its_reference() -> None:
    tags = sorted(ris._TAGS - {"TY", "ER", "PY", "Y1", "YR", "DA", "SP", "EP", "AU", "A1"})
    rows = [f"{tag}  - value of {tag}" for tag in tags for _ in range(2)]
    reference = one(*rows)
    text = repr(reference)
    assert [tag for tag in tags if f"value of {tag}" not in text] == []


# --- damage --------------------------------------------------------------------------------------------------

FIRST, LAST = "TY  - JOUR\nTI  - First\nER  - \n", "TY  - JOUR\nTI  - Last\nER  - \n"


def titles(text: str) -> list[str | None]:
    return [reference.title for reference in read(text).references]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("  - ", " - "),
        lambda text: text.replace("  - ", "  \u2013 "),
        lambda text: text.lower().replace("first", "First").replace("last", "Last"),
        lambda text: text.replace("ER  - \n", ""),
        lambda text: text.replace("ER  - ", "ER  -"),
        lambda text: text.replace("TY  - JOUR\n", ""),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: "Provider: Example\nContent: text/plain\n\n" + text,
        lambda text: text.replace("TY", "  TY"),
    ],
    ids=[
        "BOM",
        "one space",
        "en dash",
        "lower case",
        "no ER",
        "bare ER",
        "no TY",
        "CRLF",
        "blank lines",
        "heading",
        "indent",
    ],
)
def test_no_record_is_lost_to(damage: Callable[[str], str]) -> None:
    text = damage(FIRST + "\n" + LAST)
    assert ris.accepts(text)
    assert titles(text) == ["First", "Last"]
    assert messages(read(text), Severity.ERROR) == []
    assert uncovered(text, read(text)) == []


def test_a_missing_end_is_told_once_with_its_count() -> None:
    (note,) = messages(read((FIRST + LAST).replace("ER  - \n", "")), Severity.NOTE)
    assert note.startswith("records without their last line (ER), as if cut off: 2, ")
    assert note.endswith(", the first begins at line 1, the last begins at line 3")


def test_two_records_run_together_are_an_error_that_keeps_both_titles() -> None:
    reading = read("TY  - JOUR\nTI  - First\nTI  - Last\nER  - ")
    assert "run together" in messages(reading, Severity.ERROR)[0]
    assert extra(reading.references[0], "ris:TI") == ["Last"]


def test_text_between_records_is_an_error_with_its_lines() -> None:
    reading = read(FIRST + "Some words\nand more\n" + LAST)
    assert messages(reading, Severity.ERROR) == ["lines 4 to 5 outside of any record, beginning 'Some words'"]


def test_a_record_that_says_nothing_is_an_error() -> None:
    assert messages(read("TY  - JOUR\nER  - \n" + LAST), Severity.ERROR) == ["lines 1 to 2: a record that says nothing"]


def test_a_line_without_a_tag_behind_a_number_is_an_error_and_the_number_stays() -> None:
    reading = read("TY  - JOUR\nTI  - T\nVL  - 12\nAU Smith J\nER  - ")
    assert reading.references[0].volume == "12"
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(4, Severity.ERROR)]


def test_a_word_with_a_dash_in_an_abstract_is_no_tag() -> None:
    assert extra(one("AB  - Groups:", "AN - anaemia", "PB-positive"), "abstract") == [
        "Groups:\nAN - anaemia\nPB-positive"
    ]


def test_control_and_right_to_left_characters_survive() -> None:
    assert one("N1  - a\x0bb\u202e\u05d0").note == "a\x0bb\u202e\u05d0"


def test_a_record_longer_than_any_is_left_out_and_the_next_is_read() -> None:
    text = FIRST + "TY  - JOUR\n" + "KW  - word\n" * (taggedlines.LONGEST + 5000) + "ER  - \n" + LAST
    reading = read(text)
    assert reading.references[0].title == "First"
    assert reading.references[-1].title == "Last"
    assert any("longer than any record" in message for message in messages(reading, Severity.ERROR))
    assert uncovered(text, reading) == []


def test_a_stream_gives_the_first_record_before_the_second_is_there() -> None:
    def lines() -> list[str]:
        raise AssertionError("read too far")

    rows = iter((FIRST * 2000).split("\n"))
    found = ris.stream((row if n < 5000 else str(lines()) for n, row in enumerate(rows)), "x.ris")
    assert isinstance(next(found), Reference)


@pytest.mark.parametrize(
    "text", ["@article{a, title={T}}", "1. Smith J. Title. Blood. 2012;1:2.", "TYPE - x", "PMID- 1\nTI  - T"]
)
def test_other_formats_are_not_taken(text: str) -> None:
    assert not ris.accepts(text)


# --- the law -------------------------------------------------------------------------------------------------

FIELDS = st.tuples(st.sampled_from(sorted(ris._TAGS - {"TY", "ER", "TI", "T1"})), LINE)


@st.composite
def files(draw: st.DrawFn) -> list[str]:
    rows: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        fields = [f"{tag}  - {value}" for tag, value in draw(st.lists(FIELDS, max_size=6))]
        rows += ["TY  - JOUR", f"TI  - Title {number}", *fields, "ER  - ", ""]
    return rows


@given(files())
@settings(max_examples=150, deadline=None)
def test_every_whole_record_is_one_reference(rows: list[str]) -> None:
    text = "\n".join(rows)
    reading = read(text)
    assert [reference.title for reference in reading.references] == [
        row[6:] for row in rows if row.startswith("TI  - Title")
    ]
    assert uncovered(text, reading) == []


@given(files(), DAMAGES)
@settings(max_examples=300, deadline=None)
def test_no_line_is_lost_whatever_is_damaged(rows: list[str], damages: list[Damage]) -> None:
    text = damaged(rows, damages)
    reading = read(text)
    assert all(isinstance(problem, Problem) for problem in reading.problems)
    assert uncovered(text, reading) == []
    left = {row[6:].strip() for row in text.split("\n") if row.startswith("TI  - Title ")}
    told = repr(reading)
    assert [title for title in left if title not in told] == []


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
