"""Records written and read back: what a format can hold is there again, what it cannot is named."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers import Reading, bibtex, csljson, nbib, ris
from evgraph.readers.reading import decode
from evgraph.writers import REFERENCE_WRITERS, Writing
from evgraph.writers.latex import escape, escape_title

READ = {"bibtex": bibtex.read, "ris": ris.read, "nbib": nbib.read, "csl-json": csljson.read}
FORMATS = sorted(REFERENCE_WRITERS)


def write(form: str, *references: Reference) -> Writing:
    return REFERENCE_WRITERS[form].write(references)


def read(form: str, text: str) -> Reading:
    return READ[form](decode(text.encode(), "x")[0], "x")


def back(form: str, reference: Reference) -> Reference:
    (found,) = read(form, write(form, reference).text).references
    return found


# --- the round trip --------------------------------------------------------------------------------------------

#: Marks that mean something in one of the formats, letters of several scripts and directions, no whole words.
CHARACTERS = "kvXYZéßØ王אβ 259 .,:;!?'\"`-–()[]<>/+*=|@&%$#_~\\{}^"


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


texts = st.text(CHARACTERS, min_size=1, max_size=40).map(composed).filter(bool)
# PubMed puts a full stop behind each title, and readers take it off.
titles = texts.filter(lambda text: text[-1] != ".")
words = st.text("abcdefé'", min_size=1, max_size=8)
families = st.builds(lambda head, tail: head + tail, st.sampled_from("ABDÉØ"), words)
doubles = st.builds(lambda one, two: f"{one} {two}", families, families)
persons = st.builds(
    Author,
    family=st.none() | families | doubles | st.sampled_from(["王", "O'Neil", "and", "d'Arc", "Müller-Lüdenscheidt"]),
    given=st.none() | st.sampled_from(["J", "HM", "J. A.", "Jean-Pierre", "小", "Anna and", "É."]),
    particle=st.none() | st.sampled_from(["van der", "de", "von und zu"]),
    suffix=st.none() | st.sampled_from(["Jr", "III", "2nd"]),
).filter(
    # A suffix or a particle alone is no name; who has neither given name nor suffix has one word.
    lambda author: (
        (author.given is not None or (author.family is not None and " " not in author.family and not author.particle))
        and (author.family is not None or not author.particle)
        and not (author.suffix and (author.given is None or author.family is None))
    )
)
bodies = st.builds(lambda text: Author(collective=f"The Group {text}"), texts.filter(lambda text: ";" not in text))
numbers = st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True)
pages = st.one_of(
    st.just({}),
    st.builds(lambda first: {"first_page": first}, numbers),
    st.builds(
        lambda first, more: {"first_page": str(first), "last_page": str(first + more)},
        st.integers(100, 500),
        st.integers(1, 400),
    ),
    st.just({"first_page": "S96", "last_page": "S119"}),
    st.just({"article_number": "e0188680"}),
)
dates = st.one_of(
    st.just({}),
    st.builds(lambda year: {"year": year}, st.integers(1000, 2999)),
    st.builds(lambda year, month: {"year": year, "month": month}, st.integers(1000, 2999), st.integers(1, 12)),
)
#: What all four formats have a place for.
extras = st.lists(
    st.tuples(st.sampled_from(["abstract", "publisher", "publisher-place", "language", "edition"]), texts),
    max_size=4, unique_by=lambda pair: pair[0],
)  # fmt: skip
keywords = st.lists(st.tuples(st.just("keyword"), texts.filter(lambda text: not set(text) & set(",;"))), max_size=3)
records = st.builds(
    lambda dates, pages, extras, words, **others: Reference("x#1", **others, **dates, **pages, extra=(*extras, *words)),
    dates, pages, extras, keywords,
    title=titles, authors=st.lists(persons | bodies, max_size=4).map(tuple), et_al=st.booleans(),
    journal=st.none() | texts,
    volume=st.none() | numbers, issue=st.none() | numbers | st.just("2 Suppl 1"),
    doi=st.none() | st.sampled_from(["10.1056/nejmoa1609783", "10.1002/(sici)8:9<19::aid>3.0", "10.1234/a_b%#c"]),
    pmid=st.none() | st.sampled_from(["1", "28249141"]), pmcid=st.none() | st.just("PMC5881572"),
    issn=st.none() | st.just("0028-4793"), places=st.just((Place("x", 1, 1),)),
)  # fmt: skip


def printed(reference: Reference) -> Reference:
    """Return the record with particle and family name as one: three formats have one place for both."""

    def joined(author: Author) -> Author:
        family = " ".join(part for part in (author.particle, author.family) if part)
        return replace(author, family=family or None, particle=None)

    return replace(reference, key="", places=(), extra=(), authors=tuple(map(joined, reference.authors)))


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=150, deadline=None)
@given(reference=records)
def test_a_record_is_read_back_as_it_was(form: str, reference: Reference) -> None:
    writing = write(form, reference)
    found = back(form, reference)
    assert writing.problems == ()
    assert printed(found) == printed(reference)
    missing = Counter((name, value) for name, value in reference.extra) - Counter(found.extra)
    assert not missing


# --- what a format cannot hold ---------------------------------------------------------------------------------

others = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "ris:M1", "nbib:MH", "nbib:AD[1]", "nbib:AD[7]", "csl:foo", "csl:title", "bibtex:howpublished",
                "event-title", "version", "genre", "DOI", "PMID", "ISSN", "ISBN", "page", "issued", "editor",
                "translator", "archive", "accession", "keyword", "note", "title", "author", "odd name!", "url",
                "number",
            ]
        ),
        st.text("kvX2 ,;-/()é&%", min_size=1, max_size=12).map(composed).filter(lambda text: text.strip(",; ")),
    ),
    max_size=5,
).map(tuple)  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=150, deadline=None)
@given(extra=others, work_type=st.sampled_from(["article", "book", "report", "thesis", "dataset", "map", "odd type"]))
def test_what_else_a_record_says_is_written_or_named(
    form: str, extra: tuple[tuple[str, str], ...], work_type: str
) -> None:
    reference = Reference(
        "x#1", "A title", (Author("Roe", "R"),), work_type=work_type, extra=extra, places=(Place("x", 1, 1),)
    )
    writing = write(form, reference)
    told = " ".join(problem.message for problem in writing.problems)
    (found,) = read(form, writing.text).references
    held = composed(" ".join((str(found), writing.text)))
    for name, value in extra:
        words = [word for word in value.replace("\\", "").replace(";", " ").replace(",", " ").split() if word.isalnum()]
        assert all(word in held for word in words) or repr(value) in told, (name, value)


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=200, deadline=None)
@given(
    text=st.text(min_size=1, max_size=60)
    | st.text('\n\r\t\x00\x07\x1c\x85\u2028 -{}@,="TYERAUPMID', min_size=1, max_size=60)
)
def test_no_text_breaks_out_of_its_record(form: str, text: str) -> None:
    hostile = Reference(
        "x#1", f"A{text}", (Author(f"R{text}", text), Author(collective=f"G{text}")), journal=text,
        volume=text, note=text, url=text,
        extra=tuple((name, text) for name in ("abstract", "keyword", "ris:M1", "bibtex:foo", "csl:foo", "nbib:GS")),
        places=(Place("x", 1, 1),),
    )  # fmt: skip
    sane = Reference("roe2020", "On B cells", (Author("Roe", "R"),), journal="Blood", year=2020)
    found = read(form, write(form, hostile, sane).text)
    assert [problem for problem in found.problems if problem.severity is Severity.ERROR and problem.line is None] == []
    assert len(found.references) == 2
    assert printed(found.references[1]) == printed(sane)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_a_control_character_is_replaced_and_named_or_escaped(form: str, character: str) -> None:
    writing = write(form, Reference("a2020", f"On B{character}cells"))
    assert character not in writing.text
    assert writing.problems or json.loads(writing.text)[0]["title"] == f"On B{character}cells"


@pytest.mark.parametrize("form", ["bibtex", "nbib", "ris"])
def test_a_line_break_in_a_title_becomes_a_space_and_is_named(form: str) -> None:
    reference = Reference("a2020", "On B cells\nER  - \n\nTY  - JOUR", places=(Place("a.txt", 7, 9),))
    (problem,) = write(form, reference).problems
    assert str(problem) == "a.txt:7: a2020: title: its line breaks and tabs became spaces"
    assert composed(str(back(form, reference).title)) == "On B cells ER - TY - JOUR"


def test_an_abstract_keeps_its_paragraphs_in_ris() -> None:
    reference = Reference("a2020", "On B cells", extra=(("abstract", "First.\nSecond."),))
    assert write("ris", reference).problems == ()
    assert ("abstract", "First.\nSecond.") in back("ris", reference).extra


def test_a_paragraph_that_looks_like_a_field_does_not_become_one_in_ris() -> None:
    reference = Reference("a2020", "On B cells", extra=(("abstract", "First.\nPY  - 1999"),))
    writing = write("ris", reference)
    assert "abstract: its line breaks and tabs became spaces" in writing.problems[0].message
    assert back("ris", reference).year is None


@pytest.mark.parametrize("form", FORMATS)
def test_works_cited_are_named_as_left_out(form: str) -> None:
    (problem,) = write(form, Reference("a2020", "On B cells", cites=("b2019",))).problems
    assert problem.message.startswith("cites 'b2019' has no place in")
    assert problem.severity is Severity.NOTE


# --- what other programs expect --------------------------------------------------------------------------------

ROE = Reference(
    "a.txt#1", "Outcome of B-cell disease in Rome: 5% & more",
    (Author("Giessen", "Jan A", "van der", "Jr"), Author(given="S"), Author(collective="The Study Group, and Friends")),
    journal="Sample J Med", year=2020, month=3, volume="7", issue="2", first_page="836", last_page="847",
    doi="10.1234/a_b", pmid="123", pmcid="PMC456", issn="0028-4793", places=(Place("a.txt", 1, 1),),
)  # fmt: skip


def test_bibtex_is_what_latex_reads() -> None:
    assert write("bibtex", ROE).text == (
        "@article{giessen2020,\n"
        "  author  = {van der Giessen, Jr, Jan A and {}, S and {The Study Group, and Friends}},\n"
        "  title   = {Outcome of {B-cell} disease in {Rome}: 5\\% \\& more},\n"
        "  journal = {Sample J Med},\n"
        "  year    = {2020},\n"
        "  month   = mar,\n"
        "  volume  = {7},\n"
        "  number  = {2},\n"
        "  pages   = {836--847},\n"
        "  doi     = {10.1234/a_b},\n"
        "  pmid    = {123},\n"
        "  pmcid   = {PMC456},\n"
        "  issn    = {0028-4793},\n"
        "}\n\n"
    )


def test_ris_is_what_endnote_reads() -> None:
    assert write("ris", ROE).text == (
        "TY  - JOUR\nAU  - van der Giessen, Jan A, Jr\nAU  - , S\nAU  - The Study Group, and Friends,\n"
        "TI  - Outcome of B-cell disease in Rome: 5% & more\nT2  - Sample J Med\nPY  - 2020\nDA  - 2020/03//\nVL  - 7\n"
        "IS  - 2\nSP  - 836\nEP  - 847\nDO  - 10.1234/a_b\nAN  - PMID: 123\nC2  - PMC456\nSN  - 0028-4793\nER  - \n\n"
    )


def test_nbib_is_what_pubmed_gives() -> None:
    assert write("nbib", ROE).text == (
        "PMID- 123\nIS  - 0028-4793\nDP  - 2020 Mar\nVI  - 7\nIP  - 2\n"
        "TI  - Outcome of B-cell disease in Rome: 5% & more.\n"
        "PG  - 836-847\nLID - 10.1234/a_b [doi]\nAID - 10.1234/a_b [doi]\nPMC - PMC456\n"
        "FAU - van der Giessen, Jan A, Jr\nAU  - van der Giessen JA Jr\nFAU - , S\nAU  - , S\n"
        "CN  - The Study Group, and Friends\nJT  - Sample J Med\n\n"
    )


def test_csl_json_is_what_citeproc_reads() -> None:
    assert json.loads(write("csl-json", ROE).text) == [
        {
            "id": "giessen2020", "type": "article-journal", "title": "Outcome of B-cell disease in Rome: 5% & more",
            "author": [
                {"family": "Giessen", "given": "Jan A", "non-dropping-particle": "van der", "suffix": "Jr"},
                {"family": "", "given": "S"}, {"literal": "The Study Group, and Friends"},
            ],
            "container-title": "Sample J Med", "issued": {"date-parts": [[2020, 3]]}, "volume": "7", "issue": "2",
            "page": "836-847", "DOI": "10.1234/a_b", "PMID": "123", "PMCID": "PMC456", "ISSN": "0028-4793",
        }
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_a_family_name_that_was_lost_stays_lost_in_its_place(form: str) -> None:
    found = back(form, replace(ROE, authors=(Author("Roe", "R"), Author(given="S"), Author("Doe", "J"))))
    assert [author.name for author in found.authors] == ["Roe R", "[family name lost] S", "Doe J"]


@pytest.mark.parametrize("form", FORMATS)
def test_no_records_are_a_text_without_records(form: str) -> None:
    assert write(form).text == ("[]\n" if form == "csl-json" else "")


@pytest.mark.parametrize(
    "work_type",
    ["article", "book", "chapter", "paper-conference", "thesis", "report", "webpage", "dataset", "software", "patent"],
)
@pytest.mark.parametrize("form", ["bibtex", "csl-json", "ris"])
def test_a_type_of_work_is_read_back(form: str, work_type: str) -> None:
    reference = Reference(
        "a2020", "A title", work_type=work_type, journal=None if work_type == "book" else "A container"
    )
    assert write(form, reference).problems == ()
    assert back(form, reference).work_type == work_type


@pytest.mark.parametrize("form", FORMATS)
def test_a_type_of_work_that_has_no_place_is_named(form: str) -> None:
    assert "'odd type'" in write(form, Reference("a2020", "A title", work_type="odd type")).problems[0].message


def test_a_day_is_kept_with_its_date() -> None:
    reference = Reference("a2020", "A title", year=2020, month=3, extra=(("issued", "2020-03-15"),))
    assert "DA  - 2020/03/15/" in write("ris", reference).text
    assert "DP  - 2020 Mar 15" in write("nbib", reference).text
    assert json.loads(write("csl-json", reference).text)[0]["issued"] == {"date-parts": [[2020, 3, 15]]}
    assert "date  = {2020-03-15}" in write("bibtex", reference).text


def test_other_libraries_read_what_is_written() -> None:
    rispy, medline = pytest.importorskip("rispy"), pytest.importorskip("nbib")
    (entry,) = rispy.loads(write("ris", ROE).text)
    assert entry["authors"][0] == "van der Giessen, Jan A, Jr"
    assert (entry["start_page"], entry["end_page"], entry["doi"]) == ("836", "847", "10.1234/a_b")
    (record,) = medline.read(write("nbib", replace(ROE, issn=None)).text)  # it wants "(Print)" behind an ISSN
    assert (record["title"], record["doi"], record["pubmed_id"]) == (f"{ROE.title}.", "10.1234/a_b", 123)


# --- keys ------------------------------------------------------------------------------------------------------


def keys(*references: Reference) -> list[str]:
    return [reference.key for reference in read("bibtex", write("bibtex", *references).text).references]


def test_a_key_of_its_own_is_kept() -> None:
    assert keys(Reference("Gökbuget:2018+a", "One")) == ["Gökbuget:2018+a"]


def test_a_temporary_key_becomes_surname_year_and_letter() -> None:
    assert keys(ROE, replace(ROE, title="Two"), replace(ROE, title="Three")) == [
        "giessen2020",
        "giessen2020a",
        "giessen2020b",
    ]


def test_a_key_that_is_not_safe_is_replaced_and_named() -> None:
    writing = write("bibtex", Reference("a, b}", "One", (Author("Roe"),), year=2020))
    assert "@article{roe2020," in writing.text
    assert "roe2020 was written" in writing.problems[0].message


def test_a_key_is_given_once() -> None:
    assert len(set(keys(*[Reference("same", f"Title {n}") for n in range(800)]))) == 800


# --- LaTeX -----------------------------------------------------------------------------------------------------


def test_names_that_bibtex_would_take_apart_are_held_together() -> None:
    authors = (
        Author("Others", "A"),
        Author("others"),
        Author("de la Torre Vega", "J and K"),
        Author("Smith, Ltd", "X"),
    )
    assert back("bibtex", Reference("a", "A title", authors)).authors == authors


def test_two_signs_that_latex_would_join_stay_two() -> None:
    assert escape("5''-ends -- ``x") == "5'{}'-ends -{}- `{}`x"
    assert back("bibtex", Reference("a", "5''-ends -- ``x --- y")).title == "5''-ends -- ``x --- y"


def test_latex_that_was_read_is_written_as_it_was() -> None:
    text = "@misc{a,\n  title = {A},\n  howpublished = {\\emph{x} {\\&} \\url{https://x.org/a_b}},\n}\n"
    (found,) = read("bibtex", text).references
    assert "howpublished = {\\emph{x} {\\&} \\url{https://x.org/a_b}}" in write("bibtex", found).text
    assert write("bibtex", found).text.startswith("@misc{a,")


def test_braces_that_are_no_pair_do_not_unbalance_the_entry() -> None:
    assert escape("a } b") == "a \\textbraceright{} b"
    assert back("bibtex", Reference("a", "On } and { cells")).title == "On } and { cells"


def test_capitals_of_a_headline_are_left_to_the_style() -> None:
    assert escape_title("The Outcome of Disease in Adults") == "The Outcome of Disease in Adults"


@pytest.mark.parametrize("form", FORMATS)
def test_a_writer_begins_before_it_has_seen_the_last_record(form: str) -> None:
    endless = (Reference(f"a{number}", "A title") for number in count())
    pieces = REFERENCE_WRITERS[form].stream(endless)
    assert "A title" in str(next(pieces))


def test_the_version_of_a_pmid_begins_no_second_record() -> None:
    text = "PMID- 12 [version 2]\nTI  - T\n"
    (found,) = read("nbib", text).references
    assert write("nbib", found).text.startswith("PMID- 12 [version 2]\n")
    other = write("nbib", replace(found, pmid="13"))
    assert [len(read("nbib", other.text).references), len(other.problems)] == [1, 1]


def test_a_subtitle_is_not_written_twice() -> None:
    (found,) = read("bibtex", "@book{a, title = {Sleep}, subtitle = {a study}}").references
    assert back("bibtex", found).title == found.title == "Sleep: a study"


@pytest.mark.parametrize("name", ["year", "number", "note", "title"])
def test_what_another_format_calls_like_a_field_of_bibtex_does_not_become_it(name: str) -> None:
    read_back = back("bibtex", Reference("a", work_type="article", extra=((name, "7"),)))
    assert (read_back.year, read_back.issue, read_back.note, read_back.title) == (None, None, None, None)
    assert read_back.extra == ((f"bibtex:x-{name}", "7"),)
