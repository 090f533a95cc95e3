"""Files and pastes to References: the real ones, and hostile ones of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from evgraph.errors import Problem, Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers import READERS, Reader, Reading, read_bytes, read_folder
from evgraph.readers.fieldvalues import parse_range
from evgraph.readers.latex import to_text
from evgraph.readers.reading import LARGEST, Pages, parse_month, parse_pages

REFERENCES = Path(__file__).parent.parent / "references"
PASTE = (REFERENCES / "rr-all.txt").read_text(encoding="utf-8")

#: What the list says, by eye: first author, number of authors, cut, year, month, volume, issue, pages, ISSN.
LIST = [
    ("Kantarjian H", 6, True, 2017, 3, "376", "9", "836-847", "0028-4793"),
    ("Kantarjian HM", 6, True, 2016, 8, "375", "8", "740-753", "0028-4793"),
    ("Zhang LN", 3, False, 2018, 3, "11", "1", "41", "1756-8722"),
    ("Brown RE", 3, False, 2004, None, "34", "2", "203-205", "0091-7370"),
    ("Messinger YH", 7, True, 2012, 7, "120", "2", "285-290", "0006-4971"),
    ("Zhao J", 5, False, 2015, 6, "8", None, "211-214", "1178-7074"),
    ("Nakao M", 4, False, 2000, 6, "60", "12", "3281-3289", "0008-5472"),
    ("Du X", 6, True, 2017, 7, "16", "1", "101-108", "1791-2997"),
    ("Koyama D", 6, True, 2014, 6, "28", "6", "1216-1226", "0887-6924"),
    ("Huang C", 6, True, 2012, 12, "70", "6", "801-809", "0344-5704"),
    ("Takahashi K", 6, True, 2017, 12, "12", "12", "e0188680", "1932-6203"),
    ("Dewar R", 5, False, 2011, 3, "11", "6", "552-558", "1538-4047"),
    ("Gökbuget N", 6, True, 2018, 4, "131", "14", "1522-1531", "0006-4971"),
    ("Aldoss I", 6, True, 2016, 4, "96", "4", "375-380", "0902-4441"),
]


def read(text: str, path: str = "x.bib") -> Reading:
    return read_bytes(text.encode(), path)


def pages(reference: Reference) -> str:
    return reference.article_number or "-".join(p for p in (reference.first_page, reference.last_page) if p)


def messages(reading: Reading, severity: Severity = Severity.ERROR) -> list[str]:
    return [str(problem) for problem in reading.problems if problem.severity is severity]


def uncovered(text: str, reading: Reading) -> list[int]:
    """Return the lines that stand neither in a reference nor in a problem."""
    covered = {problem.line for problem in reading.problems}
    for reference in reading.references:
        for place in reference.places:
            covered |= set(range(place.line, place.end_line + 1))
    return [n for n, row in enumerate(text.split("\n"), 1) if row.strip() and n not in covered]


# --- the pasted list -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "expected"), list(enumerate(LIST, 1)), ids=[row[0] for row in LIST])
def test_an_item_of_the_pasted_list_is_read_whole(number: int, expected: tuple[object, ...]) -> None:
    reference = read(PASTE, "rr-all.txt").references[number - 1]
    assert reference.key == f"rr-all.txt#{number}"
    assert (
        reference.authors[0].name,
        len(reference.authors),
        reference.et_al,
        reference.year,
        reference.month,
        reference.volume,
        reference.issue,
        pages(reference),
        reference.issn,
    ) == expected


def test_the_pasted_list_has_its_titles_and_journals_as_printed() -> None:
    references = read(PASTE, "rr-all.txt").references
    lines = PASTE.split("\n")
    assert len(references) == 14
    for reference in references:
        assert reference.title in lines
        assert reference.journal in lines
        assert lines.index(str(reference.title)) < lines.index(str(reference.journal), reference.places[0].line)


def test_the_references_of_the_list_cover_it_line_by_line() -> None:
    reading = read(PASTE, "rr-all.txt")
    ends = [0, *(reference.places[0].end_line for reference in reading.references)]
    starts = [reference.places[0].line for reference in reading.references]
    assert starts == [end + 1 for end in ends[:-1]]
    assert ends[-1] == PASTE.rstrip("\n").count("\n") + 1


def test_a_lost_family_name_stays_lost_in_its_place_and_is_noted_with_its_line() -> None:
    reading = read(PASTE, "rr-all.txt")
    assert reading.references[9].authors[3] == Author(given="S")
    (note,) = [problem for problem in reading.problems if "family name" in problem.message]
    assert PASTE.split("\n")[note.line - 1 if note.line else 0] == "S"
    assert note.severity is Severity.NOTE


def test_a_consortium_after_et_al_is_an_author_and_a_particle_is_no_family_name() -> None:
    authors = read(PASTE, "rr-all.txt").references[4].authors
    assert authors[3] == Author(family="Giessen", given="J", particle="van der")
    assert authors[-1].collective == "Therapeutic Advances in Childhood Leukemia & Lymphoma (TACL) Consortium"


def test_one_note_says_where_a_dash_was_restored() -> None:
    notes = messages(read(PASTE, "rr-all.txt"), Severity.NOTE)
    (note,) = [text for text in notes if "dash" in text]
    assert note.endswith(": 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14")


def test_the_list_gives_no_error() -> None:
    assert messages(read(PASTE, "rr-all.txt")) == []


@pytest.mark.parametrize("shape", ["{} ", "{}\n\n", "  {}\n"], ids=["one line", "blank lines", "indented"])
def test_the_same_list_in_another_layout_gives_the_same_references(shape: str) -> None:
    text = "".join(shape.format(row) for row in PASTE.split("\n") if row)
    for number, row in enumerate(LIST, 2):  # on one line, the items begin lines of their own
        text = text.replace(f"{row[-1]} {number}. ", f"{row[-1]}\n{number}. ")
    mine = [(r.title, r.authors, r.journal, r.year, r.volume, pages(r), r.issn) for r in read(text).references]
    assert mine == [(r.title, r.authors, r.journal, r.year, r.volume, pages(r), r.issn) for r in read(PASTE).references]


def test_no_line_is_lost_when_any_one_line_is_missing() -> None:
    rows = PASTE.rstrip("\n").split("\n")
    for gone in range(1, len(rows)):
        text = "\n".join(rows[:gone] + rows[gone + 1 :])
        assert uncovered(text, read(text, "x.txt")) == [], f"without line {gone + 1} ({rows[gone]})"


@pytest.mark.parametrize("junk", ["Junk of the page", "99.", ".", ",", "2019", "[PubMed]", "@article", "):"])
def test_no_line_is_lost_when_a_line_is_put_anywhere(junk: str) -> None:
    rows = PASTE.rstrip("\n").split("\n")
    for at in range(0, len(rows), 3):
        text = "\n".join([*rows[:at], junk, *rows[at:]])
        assert uncovered(text, read(text, "x.txt")) == [], f"{junk} before line {at + 1}"


def test_text_before_and_after_the_list_is_reported_line_by_line() -> None:
    text = f"An abstract.\n\n{PASTE}Copyright\nAll rights reserved. 2018.\n"
    reading = read(text, "x.txt")
    last = text.count("\n")
    assert [problem.line for problem in reading.problems if problem.severity is Severity.ERROR] == [1, last - 1, last]
    assert len(reading.references) == 14
    assert uncovered(text, reading) == []


TYPED = """\
1. Kantarjian H, Stein A, et al. Drug A versus chemotherapy. N Engl J Med. 2017 Mar;376(9):836-47. [PubMed] 0028-4793
2. Messinger YH, van der Giessen J, et al.; TACL Consortium. Drug B is
   active: is it? Blood. 2012;120 Suppl 2:S285\u201390. doi: 10.1182/blood-2012. PMID: 22653976; PMCID: PMC3390963
3. Wang L, S, Cheng H Jr. Growth of E. coli. J. Clin. Oncol. 2012;70:801.
"""


def test_a_typed_list_is_read_by_the_same_grammar() -> None:
    first, second, third = read(TYPED, "x.txt").references
    assert [author.name for author in first.authors] == ["Kantarjian H", "Stein A"]
    assert (first.et_al, first.title, first.journal) == (True, "Drug A versus chemotherapy", "N Engl J Med")
    assert (first.year, first.month, first.issue, pages(first), first.issn) == (2017, 3, "9", "836-847", "0028-4793")
    assert second.authors[1:] == (
        Author(family="Giessen", given="J", particle="van der"),
        Author(collective="TACL Consortium"),
    )
    assert (second.title, second.journal) == ("Drug B is active: is it?", "Blood")
    assert (second.volume, second.issue, pages(second)) == ("120", "Suppl 2", "S285-S290")
    assert (second.doi, second.pmid, second.pmcid) == ("10.1182/blood-2012", "22653976", "PMC3390963")
    assert second.places == (Place("x.txt", 2, 3),)
    assert third.authors[1:] == (Author(given="S"), Author(family="Cheng", given="H", suffix="Jr"))
    assert (third.title, third.journal, pages(third)) == ("Growth of E. coli", "J. Clin. Oncol", "801")


def test_a_range_typed_with_its_dash_is_restored_without_a_note() -> None:
    assert [text for text in messages(read(TYPED, "x.txt"), Severity.NOTE) if "dash" in text] == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0028-4793", "0028-4794", "check digit"),
        ("836\n47", "836\n0", "not the first and the last page"),
        ("2.\n", "3.\n", "numbered 3 where 2 was expected"),
        ("Stein\nA\n", "", "an author is missing"),
        ("Mar", "Foo", "no month"),
        ("2017\nMar\n", "2017\nMar\n2\n", "no place in the record"),
        ("2017\nMar", "Mar", "no year"),
        ("836\n47", "2005.0006", "not understood: '2005.0006'"),
    ],
)
def test_what_is_odd_in_a_list_is_named(old: str, new: str, message: str) -> None:
    text = PASTE.replace(old, new, 1)
    reading = read(text, "x.txt")
    assert any(message in str(problem) for problem in reading.problems)
    assert uncovered(text, reading) == []


def test_an_item_longer_than_any_reference_is_reported_and_the_next_is_read() -> None:
    text = f"1.\n{'word ' * 200_000}\n.\n2017;1:2.\n2.\nHu\nX\n.\nTitle\n.\nBlood\n.\n2012\n;\n1\n:\n2\n.\n"
    reading = read(text, "x.txt")
    assert [reference.title for reference in reading.references] == ["Title"]
    assert uncovered(text, reading) == []
    assert all(len(str(problem)) < 200 for problem in reading.problems)


# --- BibTeX --------------------------------------------------------------------------------------------------


def test_the_bib_files_hold_the_index_article_the_list_and_the_related_works_without_an_error() -> None:
    reading = read_folder(REFERENCES)
    keys = [r.key for r in reading.references if r.places[0].path == "rr-all.bib"]
    assert " ".join(keys) == (
        "index2018 kantarjian2017 kantarjian2016 zhang2018 brown2004 messinger2012 zhao2015 nakao2000 du2017 "
        "koyama2014 huang2012 takahashi2017 dewar2011 gokbuget2018 aldoss2016"
    )
    assert messages(reading) == []
    assert [(cited.citing, cited.path) for cited in reading.lists] == [("index2018", "rr-all.txt")]


@pytest.mark.parametrize(
    ("key", "doi", "pmid", "pmcid"),
    [
        ("index2018", None, None, None),
        ("kantarjian2017", "10.1056/nejmoa1609783", "28249141", "PMC5881572"),
        ("kantarjian2016", "10.1056/nejmoa1509277", "27292104", None),
        ("zhang2018", "10.1186/s13045-018-0593-5", None, None),
        ("brown2004", None, None, None),
        ("messinger2012", None, None, None),
        ("zhao2015", "10.2147/ijgm.s59537", None, None),
        ("nakao2000", None, None, None),
        ("du2017", "10.3892/mmr.2017.6554", None, None),
        ("koyama2014", "10.1038/leu.2013.366", None, None),
        ("huang2012", None, None, None),
        ("takahashi2017", "10.1371/journal.pone.0188680", "29236701", "PMC5728482"),
        ("dewar2011", None, None, None),
        ("gokbuget2018", "10.1182/blood-2017-08-798322", None, None),
        ("aldoss2016", None, None, None),
        ("canres2009", "10.1158/0008-5472.can-09-0605", "19654305", "PMC2763358"),
    ],
)
def test_only_the_identifiers_that_were_seen_are_there(
    key: str, doi: str | None, pmid: str | None, pmcid: str | None
) -> None:
    found = {reference.key: reference for reference in read_folder(REFERENCES).references}[key]
    assert (found.doi, found.pmid, found.pmcid) == (doi, pmid, pmcid)


def test_the_index_article_says_no_more_than_was_read() -> None:
    index = next(r for r in read_folder(REFERENCES).references if r.key == "index2018")
    assert str(index.title).endswith("...")
    assert (index.year, index.authors, index.last_page) == (None, (), None)
    assert "2018" in str(index.note)


def test_an_entry_without_a_title_is_a_reference_and_a_note() -> None:
    reading = read("@article{a, pmcid={PMC1}}")
    assert (reading.references[0].title, reading.references[0].pmcid) == (None, "PMC1")
    assert messages(reading, Severity.NOTE) == ["x.bib:1: a: no title; kept without one"]


ENTRY = r"""
@string{jco = "J Clin Oncol"}
@comment{not a word of this}
% nor of this
@Article{smith2020,
  Author = {Smith, John A. and {van der Giessen}, J and von Berg, Karl and G{\"o}kbuget, N and Foà, R
            and Jones, Jr, Tom and {{The Study Group and Friends}} and {}, S and others},
  TITLE = "{CD19} and {\ss}-blockers in 50% of {T}-cells: the \emph{final} report",
  journal = jco # { (Camb)}, Year = 2020, month = "7", volume = {12}, number = {3--4},
  pages = {1216--26}, doi = {https://doi.org/10.1000/ABC_d}, url = {https://x.org/a_b~c%20d},
  issn = {0028-4793}
}
"""


def test_an_entry_with_everything_is_read_into_plain_unicode() -> None:
    reading = read(ENTRY)
    (entry,) = reading.references
    assert reading.problems == ()
    assert entry.title == "CD19 and ß-blockers in 50% of T-cells: the final report"
    assert (entry.journal, entry.year, entry.month) == ("J Clin Oncol (Camb)", 2020, 7)
    assert (entry.issue, pages(entry)) == ("3–4", "1216-1226")
    assert (entry.doi, entry.url, entry.issn) == ("10.1000/abc_d", "https://x.org/a_b~c%20d", "0028-4793")
    assert entry.places == (Place("x.bib", 5, 12),)
    assert entry.et_al


def test_names_keep_particle_suffix_body_and_a_lost_family_name() -> None:
    (entry,) = read(ENTRY).references
    assert entry.authors == (
        Author(family="Smith", given="John A."),
        Author(family="van der Giessen", given="J"),
        Author(family="Berg", given="Karl", particle="von"),
        Author(family="Gökbuget", given="N"),
        Author(family="Foà", given="R"),
        Author(family="Jones", given="Tom", suffix="Jr"),
        Author(collective="The Study Group and Friends"),
        Author(given="S"),
    )


@pytest.mark.parametrize("month", ["jul", "{July}", '"07"', "{7}", "{Jul.}", "JUL"])
def test_a_month_is_normalised_however_it_is_written(month: str) -> None:
    reading = read(f"@article{{a, title={{T}}, month={month}}}")
    assert (reading.references[0].month, reading.problems) == (7, ())


def test_biblatex_fields_are_read() -> None:
    (entry,) = read("@article{a, title={T}, journaltitle={J}, date={2012-07-03}, eid={e12}}").references
    assert (entry.journal, entry.year, entry.month, entry.article_number) == ("J", 2012, 7, "e12")


GOOD = "@article{{{0}, title={{Title {0}}}, year={{2001}}}}\n"


@pytest.mark.parametrize(
    "broken",
    [
        "@article{bad, title={Open {brace, year=2000,\n  journal={X}\n}\n",
        '@article{bad, title="Open quote, year=2000}\n',
        "@article{bad\n  title={X}, year={2000}}\n",
        "@article{bad, title={X}, year}\n",
        "@article{bad, title = {X},\n  year = {2000\n\n",
    ],
    ids=["brace", "quote", "no comma after the key", "field without a value", "never closed"],
)
def test_a_broken_entry_is_reported_and_its_neighbours_are_read(broken: str) -> None:
    text = GOOD.format("first") + broken + GOOD.format("last")
    reading = read(text)
    assert [reference.key for reference in reading.references] == ["first", "last"]
    (problem,) = reading.problems
    assert (problem.path, problem.line, problem.key, problem.severity) == ("x.bib", 2, "bad", Severity.ERROR)


def test_a_broken_last_entry_is_reported() -> None:
    reading = read(GOOD.format("first") + "@article{bad, title = {X},\n")
    assert ([r.key for r in reading.references], [p.key for p in reading.problems]) == (["first"], ["bad"])


def test_a_brace_too_many_does_not_lose_the_fields_behind_it_in_silence() -> None:
    reading = read("@article{a, title={X} },\n  year={2000},\n  volume={3}\n}\n")
    assert [problem.line for problem in reading.problems if problem.severity is Severity.ERROR] == [1, 2, 3, 4]


def test_a_missing_comma_costs_no_field() -> None:
    reading = read("@article{a, title={X}\n  journal={J}\n  year=2000 volume=3}")
    (entry,) = reading.references
    assert (entry.title, entry.journal, entry.year, entry.volume) == ("X", "J", 2000, "3")
    assert [problem.line for problem in reading.problems] == [2, 3, 3]


def test_a_key_used_twice_is_an_error_that_names_both_lines() -> None:
    reading = read(GOOD.format("a") + GOOD.format("a"))
    assert len(reading.references) == 1
    assert messages(reading) == [
        "x.bib:2: a: the key is used before, at line 1; this entry was left out (give it a key of its own)"
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("title={T}, title={U}", "title is given twice: kept 'T', also 'U'"),
        ("title={T}, Title={U}", "title is given twice: kept 'T', also 'U'"),
        ("title={T}, doi={nonsense}", "'nonsense' is not a DOI"),
        ("title={T}, issn={0028-4794}", "check digit is wrong"),
        ("title={T}, issn={0028-4793, 1533-4406}", "also 1533-4406"),
        ("title={T}, journal=undefined", "'undefined' is no abbreviation"),
        ("title={T}, year={in press}", "'in press' is no year"),
        ("title={T}, month={Spring}", "'Spring' is no month"),
        ("title={T}, month={2 July}", "only the month was kept"),
        ("title={T}, pages={12, 14--15}", "neither a page nor a range"),
        ("title={T}, pages={19--12}", "not the first and the last page"),
        ("title={T}, keywords={x}, keywords={x}", "the field 'keywords' is not used"),
        (r"title={T \weird{x}}", r"the LaTeX command \weird is not known"),
        ("title={T}, author={Smith J, Jones B, Hu X}", "write 'and' between names"),
        ("title={T}, author={Smith, A, B, C}", "is not one name"),
        ("title={T}, author={Kantarjian HM}", "has 'HM' for its family name"),
        ("title=Bare words", "'Bare' is no abbreviation"),
        ("title={T} and more", "not understood: 'and more'"),
    ],
)
def test_what_is_odd_in_an_entry_is_named_with_file_and_line(fields: str, message: str) -> None:
    reading = read(f"\n@article{{a, {fields}}}")
    assert len(reading.references) == 1
    found = [problem for problem in reading.problems if message in problem.message]
    assert [(problem.path, problem.line) for problem in found] == [("x.bib", 2)]


def test_an_entry_without_a_key_is_reported() -> None:
    assert "no key" in messages(read("@article{, title={T}}"))[0]


def test_text_between_entries_is_noted_unless_it_is_a_comment() -> None:
    reading = read(f"% a comment\nSome words\n{GOOD.format('a')}")
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(2, Severity.NOTE)]


def test_a_failed_block_says_nothing_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    read("@article{bad, title={Open\n" + GOOD.format("a"))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\'{\i}\v{s}\c c\H{o}\k{a}\r{u}", "íšçőąů"),
        (r"\o re, \aa{}, \L{}\'od\'z", "øre, å, Łódź"),
        (r"$\alpha$- and \Gamma-chain", "α- and Γ-chain"),
        (r"costs $5 and $6 \& 5\,\%", "costs $5 and $6 & 5 %"),
        (r"10$^6$ cells", "10^6 cells"),
    ],
)
def test_latex_becomes_unicode(latex: str, text: str) -> None:
    assert to_text(latex) == (text, ())


# --- files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message", "severity"),
    [
        (b"\x7fELF\x00\x01\x02", "binary file", Severity.ERROR),
        (b"", "the file is empty", Severity.NOTE),
        (b" \n\t\n", "the file is empty", Severity.NOTE),
        (b"just words", "no reader for this file", Severity.ERROR),
        (b"x" * 1_000_000, "no reader for this file", Severity.ERROR),
        (b"1. " + b"2017; " * 200_000, "not a reference", Severity.ERROR),
        (b"@article{" + b"{" * 1_000_000, "no entry that can be read", Severity.ERROR),
        (b"@article{a, title={\x81\x8d}}", "cannot be read", Severity.ERROR),
    ],
    ids=["binary", "empty", "blank", "words", "1 MB of one line", "1 MB of a list", "1 MB of braces", "no encoding"],
)
def test_a_file_that_is_no_list_gives_one_clear_problem(data: bytes, message: str, severity: Severity) -> None:
    reading = read_bytes(data, "x")
    assert reading.references == ()
    (problem,) = reading.problems
    assert message in problem.message
    assert (problem.path, problem.severity) == ("x", severity)
    assert len(str(problem)) < 300


def test_a_title_of_one_megabyte_is_read() -> None:
    (entry,) = read("@article{a, title={" + "long " * 200_000 + "}}").references
    assert len(str(entry.title)) == 999_999


@pytest.mark.parametrize("change", ["\ufeff{}", "{}\r\n"], ids=["byte order mark", "CRLF"])
def test_byte_order_marks_and_line_ends_change_nothing(change: str) -> None:
    for text in (ENTRY, PASTE):
        changed = change.format(text) if "{}\r" not in change else text.replace("\n", "\r\n")
        assert read(changed) == read(text)


def test_a_file_in_latin_1_is_read_and_the_first_such_line_is_noted() -> None:
    reading = read_bytes("@article{a,\n author={Gökbuget, N},\n title={T}}".encode("latin-1"), "x.bib")
    assert reading.references[0].authors == (Author(family="Gökbuget", given="N"),)
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(2, Severity.NOTE)]


def test_a_file_in_utf_16_is_read() -> None:
    assert read_bytes(ENTRY.encode("utf-16"), "x.bib") == read(ENTRY)


def test_letters_come_out_composed() -> None:
    (entry,) = read("@article{a, title={Go\u0308kbuget}}").references
    assert entry.title == "Gökbuget"


def test_the_content_decides_which_reader_reads_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "list.bib").write_text(PASTE, encoding="utf-8")
    (tmp_path / "entries.txt").write_text(ENTRY, encoding="utf-8")
    reading = read_folder(tmp_path)
    assert [reference.key for reference in reading.references[:2]] == ["smith2020", "list.bib#1"]
    assert len(reading.references) == 15


def test_a_folder_is_read_in_order_and_what_is_not_read_is_named(tmp_path: Path) -> None:
    for name in ("b.bib", "a.bib", ".hidden.bib"):
        (tmp_path / name).write_text(GOOD.format(name[0]), encoding="utf-8")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "x.bib").write_text(GOOD.format("x"), encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00")
    reading = read_folder(tmp_path)
    assert [reference.key for reference in reading.references] == ["a", "b"]
    assert [(problem.path, problem.severity) for problem in reading.problems] == [
        ("more", Severity.NOTE),
        ("picture.png", Severity.ERROR),
    ]


def test_paths_are_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(GOOD.format("a") + "@article{bad, title={", encoding="utf-8")
    reading = read_folder(tmp_path)
    assert {place.path for reference in reading.references for place in reference.places} == {"a.bib"}
    assert {problem.path for problem in reading.problems} == {"a.bib"}


def test_a_file_that_is_too_big_is_not_loaded(tmp_path: Path) -> None:
    with (tmp_path / "big.bib").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert "more than 50,000,000" in messages(read_folder(tmp_path))[0]


def test_a_folder_that_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such folder"):
        read_folder(tmp_path / "nowhere")


SAMPLES = {
    "Web of Science": "FN X\nVR 1.0\nPT J\nAU Smith, J\nTI A title\nPY 2020\nER\n\nEF\n",
    "Cochrane": "Record #1 of 1\nID: CN-1\nAU: Smith J\nTI: A title\nYR: 2020\n",
    "BibTeX": ENTRY,
    "numbered list": PASTE,
    "PubMed XML": "<?xml version='1.0'?>\n<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><PMID>1</PMID><Article>"
    "<ArticleTitle>A trial</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n</PubmedArticleSet>\n",
    "JATS": "<article><back><ref-list><ref id='r1'><element-citation><article-title>A trial</article-title>"
    "<year>2020</year></element-citation></ref></ref-list></back></article>\n",
    "EndNote XML": "<xml><records><record><ref-type name='Journal Article'>17</ref-type><titles><title>A trial</title>"
    "</titles></record></records></xml>\n",
    "CSL-JSON": '[{"id": "smith2020", "type": "article-journal", "title": "A trial"}]\n',
    "RIS": "TY  - JOUR\nAU  - Smith, Jane\nTI  - A trial\nPY  - 2020\nER  - \n",
    "NBIB": "PMID- 1\nTI  - A trial\nAU  - Smith J\nDP  - 2020 Mar\n",
    "cited references": "Smith J, 2020, BLOOD, V1, P3\nRossi M, 2018, SAMPLE RESPIR, V7, P55\n",
    "reference list": "Smith J, Doe K. A trial of a drug in adults. Blood. 2020;1(2):3-9.\n\n"
    "Rossi M, Li W. How patients use inhalers. Sample Respir. 2018;7(2):55-60.\n",
}


@pytest.mark.parametrize("reader", READERS, ids=[reader.name for reader in READERS])
def test_the_first_reader_that_accepts_a_sample_is_its_own_and_reads_it(reader: Reader) -> None:
    sample = SAMPLES[reader.name]
    assert next(other.name for other in READERS if other.accepts(sample)) == reader.name
    reading = reader.read(sample, "sample")
    assert reading.references
    assert [problem for problem in reading.problems if problem.severity is Severity.ERROR] == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("836", "47", Pages("836", "847")),
        ("203", "5", Pages("203", "205")),
        ("836", "847", Pages("836", "847")),
        ("98", "103", Pages("98", "103")),
        ("S96", "119", Pages("S96", "S119")),
        ("e12", "e18", Pages("e12", "e18")),
        ("xii", "xv", Pages("xii", "xv")),
        ("41", None, Pages("41")),
        ("e0188680", None, Pages(article_number="e0188680")),
    ],
)
def test_pages_are_restored_by_their_common_beginning(first: str, last: str | None, expected: Pages) -> None:
    assert parse_pages(first, last) == expected


@pytest.mark.parametrize("digits", ["9" * 13, "9" * 6000])
def test_pages_of_thousands_of_digits_are_kept_as_they_stand(digits: str) -> None:
    assert parse_pages("836", digits) == Pages("836", digits)
    assert parse_month(digits) is None
    assert parse_range(f"{digits}-{digits}")[0].first in (None, digits)


def test_a_month_out_of_range_is_none() -> None:
    assert parse_month("13") is None


def test_readings_add_up() -> None:
    one = Reading((Reference("a"),), (Problem("x"),))
    assert one + one == Reading((Reference("a"), Reference("a")), (Problem("x"), Problem("x")))
