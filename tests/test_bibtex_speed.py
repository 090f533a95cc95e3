"""The quick way through BibTeX against bibtexparser; biblatex, inheritance, damage."""

from __future__ import annotations

import io
import re
import time

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Entry
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Problem, Severity
from evgraph.model import Author, Reference
from evgraph.readers import Reading, bibtex, read_bytes
from evgraph.readers.bibnames import read_names, split_plain
from evgraph.readers.bibsplit import segments, split_entry
from tests.laws import DAMAGES, Damage, damaged, uncovered


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "x.bib")


def one(text: str) -> Reference:
    (reference,) = read(text).references
    return reference


def extra(reference: Reference, name: str) -> list[str]:
    return [value for key, value in reference.extra if key == name]


# --- the quick way and bibtexparser --------------------------------------------------------------------------

MARKS = st.text(alphabet='ab \n{}",=#@\\()%', max_size=12)
VALUES = st.one_of(
    st.text(alphabet='Abc {}\\"@=,\n', max_size=12).map(lambda text: f"{{{text}}}"),
    st.text(alphabet="Abc {}\\'@=,\n", max_size=8).map(lambda text: f'"{text}"'),
    st.sampled_from(["2001", "jan", "jan # {x}", ""]),
)
FIELDS = st.tuples(st.sampled_from(["title", "year", "Note", "a b", "x-y"]), VALUES).map(" = ".join)
ENTRIES = st.tuples(
    st.sampled_from(["@article{", "@Book {", " @misc(", "@string{", "@comment{", "@{"]),
    st.sampled_from(["key", "k:1", "", "two words"]),
    st.lists(FIELDS, max_size=4).map(",\n ".join),
    st.sampled_from(["}", ",}", "", ")", "}\n", "}}"]),
).map(lambda parts: f"{parts[0]}{parts[1]},{parts[2]}{parts[3]}")
FILES = st.lists(st.one_of(ENTRIES, ENTRIES, ENTRIES, MARKS), max_size=5).map("\n".join)
FILES = FILES.filter(lambda text: "\\\n" not in text)  # bibtexparser does not count a line end behind a backslash


@settings(max_examples=600, deadline=None)
@given(FILES)
def test_what_is_split_here_is_what_bibtexparser_splits(text: str) -> None:
    whole = parse_string(text, parse_stack=[]).blocks
    theirs = {(block.start_line or 0) + 1: getattr(block, "ignore_error_block", None) or block for block in whole}
    for line, part in segments(io.StringIO(text)):
        mine = split_entry(part)
        if mine is None:
            continue
        kind, key, found = mine
        entry = theirs[line]
        assert isinstance(entry, Entry)
        assert (entry.entry_type.lower(), entry.key) == (kind, key)
        values = [re.sub(r'^[{"]|[}"]$', "", field.value) for field in entry.fields]
        assert [(field.key, value) for field, value in zip(entry.fields, values, strict=True)] == [
            (name, braced or quoted or bare) for name, braced, quoted, bare in found
        ]


WORDS = st.sampled_from(["Smith", "von", "van der", "J.", "JA", "de", "O’Brien", "3rd", "d'Arc", "Jr", "X-Y", "ß"])
NAMES = st.lists(st.one_of(WORDS, WORDS, st.sampled_from([",", "and", "others"])), max_size=9).map(" ".join)


@settings(max_examples=600, deadline=None)
@given(NAMES.map(lambda text: text.replace(" ,", ",")))
def test_names_are_split_as_bibtexparser_splits_them(text: str) -> None:
    told: list[Severity] = []
    authors, _ = read_names(text, lambda message, severity: told.append(severity))
    names = [" ".join(name.split()) for name in split_multiple_persons_names(text)]
    names = [name for name in names if name and name.lower() != "others"]
    assert len(authors) == len(names)
    for author, name in zip(authors, names, strict=True):
        plain = split_plain(name)
        if plain is None or Severity.ERROR in told:
            continue
        parts = parse_single_name_into_parts(name)
        assert plain == tuple(" ".join(words) for words in (parts.last, parts.first, parts.von, parts.jr))
        assert author == Author(*(part or None for part in plain))


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ('G{\\"o}kbuget, Nicola', Author("Gökbuget", "Nicola")),
        ("{\\'E}mile de {\\v{C}}ech", Author("Čech", "Émile", "de")),
        ('Wei{\\ss}, J{\\"u}rgen', Author("Weiß", "Jürgen")),
        ("{{World Health Organization}}", Author(collective="World Health Organization")),
        ("{Barnes and Noble}", Author(collective="Barnes and Noble")),
        ("de la Vall{\\'e}e Poussin, Jr., Charles", Author("Vallée Poussin", "Charles", "de la", "Jr.")),
        ("李 小龙, Bruce", Author("李 小龙", "Bruce")),  # no case, so no particle
        ("Jean de la fontaine", Author("fontaine", "Jean", "de la")),
        ("family=Berg, given=Jan, prefix=van der, suffix=Jr, useprefix=true", Author("Berg", "Jan", "van der", "Jr")),
        ('given=Jan, family="Berg, Lund"', Author("Berg, Lund", "Jan")),
    ],
)
def test_particles_accents_and_bodies_of_names(written: str, author: Author) -> None:
    assert one(f"@article{{a, title={{T}}, author={{{written}}}}}").authors == (author,)


# --- biblatex ------------------------------------------------------------------------------------------------


def test_biblatex_names_of_fields_are_read_and_the_rest_is_kept() -> None:
    work = one(
        "@report{a, title={Main}, subtitle={Part}, date={2012-07/2012-09}, number={7}, institution={Institute},"
        " location={Oslo}, eprint={28249141}, eprinttype={pubmed}, editor={Berg, Piet and Hu, X}, isbn={9781},"
        " keywords={one, two}, langid={english}, urldate={2020-01-02}, options={useprefix=true}}"
    )
    assert (work.title, work.year, work.month, work.issue, work.pmid) == ("Main: Part", 2012, 7, None, "28249141")
    assert work.work_type == "report"
    assert set(work.extra) == {
        ("bibtex:subtitle", "Part"), ("issued", "2012-07/2012-09"), ("number", "7"), ("publisher", "Institute"),
        ("publisher-place", "Oslo"), ("editor", "Berg, Piet"), ("editor", "Hu, X"), ("ISBN", "9781"),
        ("keyword", "one"), ("keyword", "two"), ("language", "english"), ("accessed", "2020-01-02"),
        ("bibtex:options", "useprefix=true"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "work_type"),
    [
        ("inproceedings", "paper-conference"),
        ("phdthesis", "thesis"),
        ("online", "webpage"),
        ("incollection", "chapter"),
    ],
)
def test_a_type_becomes_that_of_csl_and_the_written_one_is_kept(kind: str, work_type: str) -> None:
    work = one(f"@{kind}{{a, title={{T}}}}")
    assert (work.work_type, extra(work, "bibtex:type")) == (work_type, [kind])


@pytest.mark.parametrize(
    ("field", "kept"),
    [
        ("doi={nonsense}", ("DOI", "nonsense")),
        ("year={in press}", ("issued", "in press")),
        ("month={Spring}", ("bibtex:month", "Spring")),
        ("pages={12, 14--15}", ("page", "12, 14--15")),
        ("issn={0028-4794}", ("ISSN", "0028-4794")),
    ],
)
def test_what_cannot_be_used_is_kept_as_written_with_a_note(field: str, kept: tuple[str, str]) -> None:
    reading = read(f"@article{{a, title={{T}}, {field}}}")
    assert reading.references[0].extra == (kept,)
    assert [problem.severity for problem in reading.problems] == [Severity.NOTE]


def test_abbreviations_are_joined_and_known_before_they_are_used() -> None:
    text = '@string{j = "J "}\n@string{jc = j # {Clin}}\n@article{a, title={T}, journal = jc # " Oncol"}\n'
    assert one(text).journal == "J Clin Oncol"
    assert one(text.replace('jc # " Oncol"', "jc")).journal == "J Clin"


# --- inheritance ---------------------------------------------------------------------------------------------

BOOK = "@book{parent, title={The Book}, year={2001}, publisher={Press}, doi={10.1000/book}, editor={Berg, P}}\n"
CHILD = "@inbook{child, title={Chapter}, author={Hu, X}, crossref={parent}}\n"


@pytest.mark.parametrize("text", [BOOK + CHILD, CHILD + BOOK], ids=["before", "behind"])
def test_a_chapter_inherits_from_its_book_wherever_the_book_stands(text: str) -> None:
    reading = read(text)
    child = next(reference for reference in reading.references if reference.key == "child")
    assert (child.title, child.journal, child.year, child.doi) == ("Chapter", "The Book", 2001, None)
    assert extra(child, "publisher") == ["Press"]
    assert extra(child, "bibtex:crossref") == ["parent"]
    assert [reference.places[0].line for reference in reading.references] == [1, 2]


def test_an_entry_that_is_not_there_to_inherit_from_is_noted() -> None:
    reading = read(CHILD)
    assert len(reading.references) == 1
    assert "there is no entry 'parent'" in reading.problems[0].message


def test_entries_that_inherit_from_each_other_end() -> None:
    text = "@book{a, title={A}, crossref={b}}\n@book{b, title={B}, volume={2}, crossref={a}}\n"
    assert [(r.key, r.title, r.volume) for r in read(text).references] == [("a", "A", "2"), ("b", "B", "2")]


def test_shared_fields_are_no_work() -> None:
    reading = read("@xdata{x, publisher={Press}}\n@book{a, title={A}, xdata={x}}\n")
    assert [(r.key, extra(r, "publisher")) for r in reading.references] == [("a", ["Press"])]


# --- nothing lost --------------------------------------------------------------------------------------------


SAMPLE = """\
@article{first,
  author = {Smith, John and van Berg, P},
  title = {On {B} cells},
  year = 2001
}
@book{second, title = "Quoted",
  publisher = {Press}}
@article{third,
  title = {Third},
  crossref = {second},
}
"""


FRAME = r"[ ,}%]"


@settings(max_examples=300, deadline=None)
@given(DAMAGES)
def test_no_line_is_lost_whatever_happens_to_the_file(damages: list[Damage]) -> None:
    text = damaged(SAMPLE.split("\n"), damages)
    assert uncovered(text, bibtex.read(text, "x.bib"), FRAME) == []


def test_a_stream_gives_what_the_file_gives() -> None:
    found = list(bibtex.stream(io.StringIO(SAMPLE), "x.bib"))
    assert sorted(r.key for r in found if isinstance(r, Reference)) == ["first", "second", "third"]
    assert {p for p in found if isinstance(p, Problem)} == set(read(SAMPLE).problems)


def test_a_stream_holds_no_more_than_an_entry() -> None:
    def lines() -> object:
        for number in range(3):
            yield f"@article{{k{number}, title={{T}}}}\n"
        raise AssertionError("read too far")

    found = bibtex.stream(lines(), "x.bib")  # type: ignore[arg-type]
    assert [next(found).key for _ in range(2)] == ["k0", "k1"]  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["@a{b,c={" + "{" * 200_000, "@a{b,c={" + "x\\" * 200_000, "\n" * 300_000 + "@a{b}"])
def test_hostile_text_takes_linear_time(text: str) -> None:
    start = time.process_time()
    read(text)
    assert time.process_time() - start < 3


@pytest.mark.parametrize("kind", ["comment", "preamble"])
def test_a_comment_of_several_lines_is_noted_since_it_may_hide_an_entry(kind: str) -> None:
    (note,) = read(f"@{kind}{{one\n two\n three}}\n@misc{{a, title={{T}}}}\n").problems
    assert note.message == f"lines 1 to 3: a {kind} was passed over"
    assert read(f"@{kind}{{one}}\n@misc{{a, title={{T}}}}\n").problems == ()


def test_an_abbreviation_that_swallowed_what_follows_is_noted() -> None:
    (note,) = read("@string{a = {\n title = {T},\n}}\n@misc{b, title={T}}\n").problems
    assert note.message == "lines 1 to 3: an abbreviation of several lines; is a brace missing?"
