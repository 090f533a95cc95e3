"""A paste beside what is there, what is put into the file, and what the terminal shows of it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from evgraph.adding import SURE, Addition, Difference, apply_addition, compare, plan_addition
from evgraph.errors import InputError, Severity
from evgraph.model import Author, FieldSpan, Place, Reference, Span
from evgraph.readers import Reading, read_bytes, read_folder
from evgraph.readtable import render_addition, render_table
from evgraph.writers import REFERENCE_WRITERS

OLD = """% what we know
@article{roe2020,
  author = {Roe, R and Doe, J},
  title = {On {B} cells},
  journal = {Blood},
  year = 2020, volume = 7, pages = {1--9},
}
"""
PASTE = """1. Roe R, Doe J. On B cells. Blood. 2021;7:1-9.
2. Poe P, Doe J. On T cells. Sample J Med. 2019 Mar;3(2):10-9.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "known.bib").write_text(OLD, encoding="utf-8")
    return tmp_path


def paste(text: str = PASTE) -> Reading:
    return read_bytes(text.encode(), "paste.txt")


def record(title: str = "On T cells", **fields: object) -> Reference:
    return Reference("p#1", title, (Author("Poe", "P"),), year=2019, places=(Place("p", 1, 1),), **fields)  # type: ignore[arg-type]


def keys(addition: Addition) -> list[str]:
    return [reference.key for reference in addition.new]


# --- the plan --------------------------------------------------------------------------------------------------


def test_what_is_new_gets_a_key_and_what_is_there_keeps_its_own(folder: Path) -> None:
    addition = plan_addition(paste(), folder)
    assert keys(addition) == ["poe2019"]
    assert [(present.key, present.where) for present in addition.present] == [("roe2020", "known.bib:2")]


def test_a_difference_names_the_field_and_both_values(folder: Path) -> None:
    (present,) = plan_addition(paste(), folder).present
    assert present.differences == (Difference("year", "2020", "2021"),)


def test_another_writing_is_no_other_value() -> None:
    one = Reference("a", "On B cells", journal="New England Journal of Medicine")
    two = Reference("b", "On B Cells.", journal="N Engl J Med")
    assert [(found.field, found.alike) for found in compare(one, two)] == [("title", True), ("journal", True)]


def test_a_list_of_authors_that_was_cut_short_agrees_with_the_longer_one() -> None:
    full = Reference("a", authors=(Author("Roe", "Richard"), Author("Doe", "J"), Author("Poe", "P")))
    assert compare(full, Reference("b", authors=(Author("Roe", "R"), Author("Doe", "J")), et_al=True)) == ()
    assert [
        found.field for found in compare(full, Reference("b", authors=(Author("Roe", "R"), Author("Doe", "J"))))
    ] == ["authors"]


def test_what_the_paste_does_not_say_is_no_difference() -> None:
    assert compare(record(doi="10.1234/a"), record()) == ()


def test_what_only_the_paste_says_is_a_difference() -> None:
    assert compare(record(), record(doi="10.1234/a", extra=(("publisher", "Sample"),))) == (
        Difference("doi", "", "10.1234/a"), Difference("publisher", "", "Sample"),
    )  # fmt: skip


def test_a_new_key_is_taken_neither_there_nor_in_the_paste(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@article{poe2019, title = {Another work}, year = 2019}\n", encoding="utf-8")
    addition = plan_addition(Reading((record(), record("On NK cells"))), tmp_path)
    assert keys(addition) == ["poe2019a", "poe2019b"]


def test_a_work_that_the_paste_has_twice_is_new_once(tmp_path: Path) -> None:
    addition = plan_addition(Reading((record(volume="1"), record(volume="1"))), tmp_path)
    assert keys(addition) == ["poe2019"]
    assert [present.key for present in addition.present] == ["poe2019"]


def test_a_shared_identifier_without_agreement_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@article{x, title = {X}, doi = {10.1234/a}, pmid = 1}\n", encoding="utf-8")
    addition = plan_addition(Reading((record(doi="10.1234/a", pmid="2"),)), tmp_path)
    assert keys(addition) == ["poe2019"]
    assert ["kept apart from x" in problem.message for problem in addition.problems] == [True]


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    assert len(plan_addition(paste(), tmp_path / "none").new) == 2


def test_what_was_read_without_being_sure_is_told_and_its_text_kept(tmp_path: Path) -> None:
    raw = "Poe P. On T\ncells. 2019."
    unsure = record(
        raw=raw, parsed=(FieldSpan("title", Span(7, 17), 0.6, "T cells"), FieldSpan("year", Span(19, 23), 0.9))
    )
    addition = plan_addition(Reading((unsure,)), tmp_path)
    assert [problem.message for problem in addition.problems] == [
        "title: read with confidence 0.60; it may be 'T cells'; check it"
    ]
    apply_addition(addition, tmp_path / "a.bib")
    assert ("bibtex:pasted", "Poe P. On T cells. 2019.") in read_folder(tmp_path).references[0].extra


def test_problems_of_the_paste_and_errors_of_the_folder_are_handed_on(folder: Path) -> None:
    (folder / "broken.bib").write_text("@article{x, title = {never closed\n", encoding="utf-8")
    found = {problem.path for problem in plan_addition(paste("no list at all"), folder).problems}
    assert found == {"paste.txt", "broken.bib"}


# --- the file --------------------------------------------------------------------------------------------------


def test_the_file_begins_with_the_bytes_it_had(folder: Path) -> None:
    file = folder / "known.bib"
    apply_addition(plan_addition(paste(), folder), file)
    assert file.read_bytes().startswith(OLD.encode() + b"\n@article{poe2019,\n")
    assert [found.key for found in read_folder(folder).references] == ["roe2020", "poe2019"]


def test_adding_twice_adds_once(folder: Path) -> None:
    for _ in range(2):
        apply_addition(plan_addition(paste(), folder), folder / "known.bib")
    assert [found.key for found in read_folder(folder).references] == ["roe2020", "poe2019"]


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    file = tmp_path / "references" / "new.bib"
    apply_addition(plan_addition(paste(), tmp_path), file)
    assert file.read_text(encoding="utf-8").startswith("@article{roe2021,\n")


def test_a_last_line_without_end_and_foreign_line_ends_are_respected(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_bytes(b"@article{x,\r\n title = {X}}")
    apply_addition(plan_addition(Reading((record(),)), tmp_path), file)
    assert file.read_bytes().startswith(b"@article{x,\r\n title = {X}}\r\n\r\n@article{poe2019,\r\n")


@pytest.mark.parametrize(
    ("old", "why"),
    [
        (b"@article{poe2019, title = {X}}\n", "would not be read as before"),
        ("@article{x, title = {Fo\xe0}}\n".encode("cp1252"), "not UTF-8"),
    ],
)
def test_nothing_is_written_where_it_would_not_be_read(tmp_path: Path, old: bytes, why: str) -> None:
    file = tmp_path / "a.bib"
    addition = plan_addition(Reading((record(),)), tmp_path)
    file.write_bytes(old)
    with pytest.raises(InputError, match=why):
        apply_addition(addition, file)
    assert file.read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["a.bib"]


def test_only_a_bibtex_file_is_added_to(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.bib"):
        apply_addition(plan_addition(paste(), tmp_path), tmp_path / "list.txt")


def test_nothing_new_touches_nothing(tmp_path: Path) -> None:
    apply_addition(Addition(), tmp_path / "a.bib")
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.bib", tmp_path / "link.bib"
    real.write_text(OLD, encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    apply_addition(plan_addition(paste(), tmp_path), link)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert "poe2019" in real.read_text(encoding="utf-8")


# --- what the terminal shows -----------------------------------------------------------------------------------


def test_the_table_shows_what_was_understood() -> None:
    table = render_table(paste())
    assert "2  Poe P, Doe J  On T cells  Sample J Med  Mar 2019  3       2      10-19" in table
    assert "2 references" in table


def test_a_doubtful_field_is_marked_and_explained() -> None:
    raw = "Poe P. On T cells. 2019."
    unsure = record(
        raw=raw, parsed=(FieldSpan("title", Span(7, 17), 0.6), FieldSpan("year", Span(19, 23), 0.95, "2018"))
    )
    table = render_table(Reading((unsure,)))
    assert "On T cells ?" in table
    assert "1 title: read from 'On T cells', 0.60" in table
    assert "1 year: read from '2019', 0.95; another reading: '2018'" in table


def test_a_sure_field_is_not_marked() -> None:
    assert "?" not in render_table(Reading((record(raw="On", parsed=(FieldSpan("title", Span(0, 2), 0.8),)),)))


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    long = record("抗体の研究 " * 30 + "x" * 300, journal="Journal of " + "long " * 30, doi="10.1234/" + "y" * 200)
    lines = render_table(Reading((long,), paste("nonsense " * 60).problems), width).splitlines()
    wide = [sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line) for line in lines]
    assert max(wide) <= width


def test_every_word_of_a_title_is_in_the_table() -> None:
    title = " ".join(f"word{number}" for number in range(60))
    table = render_table(Reading((record(title),)))
    assert all(f"word{number}" in table for number in range(60))


def test_a_lost_family_name_is_seen() -> None:
    table = render_table(Reading((Reference("a#1", "On B cells", (Author("Roe", "R"), Author(given="S"))),)), 200)
    assert "[family name lost] S" in table


def test_no_text_steers_the_terminal() -> None:
    table = render_table(Reading((record("On\x1b[2J\u202ecells", journal="\x9b31m"),), ()))
    assert not {"\x1b", "\x9b", "\u202e"} & set(table)


def test_problems_stand_below_with_their_place() -> None:
    reading = paste("nonsense")
    assert f"error: {reading.problems[0]}" in render_table(reading, 300)
    assert reading.problems[0].severity is Severity.ERROR


def test_an_addition_shows_new_present_and_differences(folder: Path) -> None:
    assert render_addition(plan_addition(paste(), folder)).startswith(
        "New: 1\n  poe2019: Poe P, Doe J. On T cells. Sample J Med. 2019 Mar;3(2):10–19.\n\n"
        "There already: 1\n  roe2020 (known.bib:2):\n      year: there '2020', pasted '2021'\n"
    )


def test_nothing_to_add_says_so() -> None:
    assert render_addition(Addition()) == "Nothing to add.\n"


# --- docs/references.md ----------------------------------------------------------------------------------------

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "references.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in re.findall(r"^```text (\S+)\n(.*?)^```$", PAGE, re.M | re.S):
        Path(name).write_text(text, encoding="utf-8")
    code = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.M | re.S))
    exec(compile(code, "references.md", "exec"), {})
    printed = capsys.readouterr().out
    (shown,) = re.findall(r"^```output\n(.*?)^```$", PAGE, re.M | re.S)
    assert printed.startswith(shown)
    assert "2 references" in printed
    assert "New: 2" in printed
    assert "AU  - van der Berg, J\n" in printed
    assert [found.key for found in read_folder(Path("references")).references] == ["roe2020", "poe2019"]


def test_the_page_names_every_format_that_is_written() -> None:
    written = {name: writer.suffix for name, writer in REFERENCE_WRITERS.items()}
    assert dict(re.findall(r"^\| `([\w-]+)` \| `(\.\w+)` \|", PAGE, re.M)) == written


def test_the_page_shows_how_each_format_writes_a_body_and_a_lost_name() -> None:
    reference = Reference("a", "A title", (Author(collective="The Group"), Author(given="S")))
    for name, body, lost in re.findall(r"^\| `([\w-]+)` (?:\| [^|]+){2}\| `?(.*?)`? \| (.*?) \|", PAGE, re.M):
        text = REFERENCE_WRITERS[name].write([reference]).text
        assert body in text
        assert lost.strip("`").replace("an empty `family", '"family": ""') in text


def test_the_threshold_on_the_page_is_that_of_the_program() -> None:
    assert f"a confidence below {SURE}" in PAGE
