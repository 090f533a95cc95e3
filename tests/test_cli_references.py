"""`evgraph read`, `add` and `dedupe` on real files: every option, a paste, exit codes, what is printed where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evgraph import readers
from evgraph.cli import app
from evgraph.cli.references import ReferenceForm
from evgraph.model import Reference
from evgraph.readers import read_bytes, read_folder
from evgraph.writers import REFERENCE_WRITERS
from tests.test_mixed import BIBTEX, LIST, NBIB, NUMBERED, PARTS, RIS

#: Read as free text, without being sure of all of it.
UNSURE = "Roe R, Doe D Sample cells and others in Journal of Samples vol 3 2011 pages 4 to 9\n" * 2


def run(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a file of each format."""
    for name, (text, _) in PARTS.items():
        (tmp_path / name.replace(" ", "-")).write_text(text, encoding="utf-8")
    return tmp_path


def named(references: tuple[Reference, ...]) -> list[tuple[object, ...]]:
    return [
        (r.title, r.authors, r.journal, r.year, r.month, r.volume, r.issue, r.first_page, r.last_page, r.doi, r.pmid)
        for r in references
    ]


# --- read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PARTS)
def test_read_shows_a_file_of_any_format(name: str, files: Path) -> None:
    result = run("read", str(files / name.replace(" ", "-")))
    assert result.exit_code == 0, result.output
    count = PARTS[name][1]
    assert f"{count} reference{'' if count == 1 else 's'}\n" in result.stdout
    assert result.stderr == ""


def test_read_counts_on_from_file_to_file(files: Path) -> None:
    result = run("read", str(files / "RIS"), str(files / "NBIB"))
    assert "\n1  Roe R " in result.stdout
    assert "\n2  Roe Richard " in result.stdout


@pytest.mark.parametrize("words", [["read"], ["read", "-"]])
def test_read_takes_a_paste_on_standard_input(words: list[str]) -> None:
    result = run(*words, stdin=LIST)
    assert result.exit_code == 0
    assert "A trial of care" in result.stdout
    assert "2 references" in result.stdout


def test_read_takes_a_paste_between_files(files: Path) -> None:
    result = run("read", str(files / "RIS"), "-", str(files / "NBIB"), stdin=LIST)
    assert "4 references" in result.stdout


def test_read_marks_what_is_doubtful_and_says_from_which_words() -> None:
    result = run("read", stdin=UNSURE)
    assert " ?" in result.stdout
    assert "To check (?)" in result.stdout
    assert "read from '" in result.stdout


def test_read_lists_problems_below_the_table_and_leaves_code_one(tmp_path: Path) -> None:
    file = tmp_path / "broken.bib"
    file.write_text(BIBTEX + "\n@article{broken,\n title = {no end\n", encoding="utf-8")
    result = run("read", str(file))
    assert result.exit_code == 1
    table, _, below = result.stdout.partition("1 reference\n")
    assert "On B cells" in table
    assert below.startswith("\nProblems: 1\n  error: ")
    assert f"{file}:8" in below.replace("\n    ", "")


def test_read_leaves_code_zero_for_notes_alone() -> None:
    result = run("read", stdin=RIS.replace("ER  - \n", ""))
    assert result.exit_code == 0
    assert "note: " in result.stdout


def test_read_of_a_file_that_is_not_there_is_an_error_of_use(tmp_path: Path) -> None:
    result = run("read", str(tmp_path / "nowhere.ris"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no such file" in result.stderr


def test_read_of_a_folder_or_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    result = run("read", str(tmp_path), str(tmp_path / "empty"))
    assert "folders are not searched" in result.stdout
    assert "the file is empty" in result.stdout


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00" * 50, b"\x00\x01" * 50])
def test_read_of_a_binary_file_is_one_problem(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)
    result = run("read", str(tmp_path / "x"))
    assert result.exit_code == 1
    assert "this is a binary file" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_read_takes_any_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "x.ris").write_bytes(RIS.replace("Roe, R", "Gökbuget, N").encode(encoding))
    assert "Gökbuget N" in run("read", str(tmp_path / "x.ris")).stdout


def test_read_of_a_large_file_gives_the_same_table(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = run("read", str(files / "RIS"), str(files / "NBIB"))
    monkeypatch.setattr(readers, "LARGEST", 10)
    assert run("read", str(files / "RIS"), str(files / "NBIB")).stdout == small.stdout


def test_read_lets_no_control_character_through_to_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "x.ris").write_text(RIS.replace("On sample", "On \x1b[2J\u202esample"), encoding="utf-8")
    shown = run("read", str(tmp_path / "x.ris")).stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("form", [form.value for form in ReferenceForm if form is not ReferenceForm.TABLE])
def test_what_read_prints_in_a_format_is_read_back_the_same(form: str, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text(f"{RIS}\n{NBIB}\n{BIBTEX}", encoding="utf-8")
    result = run("read", str(file), "--format", form)
    assert result.exit_code == 0
    again = read_bytes(result.stdout.encode(), "again").references
    assert named(again) == named(read_bytes(file.read_bytes(), "x").references)
    assert run("read", "-f", form, stdin=result.stdout).stdout == result.stdout


def test_every_format_that_can_be_written_can_be_asked_for() -> None:
    assert {form.value for form in ReferenceForm} == {"table", *REFERENCE_WRITERS}


def test_read_in_a_format_prints_records_alone_and_problems_on_standard_error(tmp_path: Path) -> None:
    file = tmp_path / "x.bib"
    file.write_text(BIBTEX + "\n@article{broken,\n title = {no end\n", encoding="utf-8")
    result = run("read", str(file), "--format", "csl-json")
    assert result.exit_code == 1
    assert [item["id"] for item in json.loads(result.stdout)] == ["smith2020"]
    assert f"{file}:8: broken: lines 8 to 9 are no entry that can be read" in result.stderr


def test_what_a_format_has_no_place_for_is_told_on_standard_error() -> None:
    result = run("read", "--format", "nbib", stdin=RIS.replace("PY  - 2019", "PY  - 2019\nM1  - some words (of) it"))
    assert "has no place in" in result.stderr
    assert result.exit_code == 0


def test_an_unknown_format_is_an_error_of_use() -> None:
    assert run("read", "--format", "word", stdin=LIST).exit_code == 2


# --- add -----------------------------------------------------------------------------------------------------


def test_add_shows_what_is_new_and_writes_nothing_unless_told_to(tmp_path: Path) -> None:
    result = run("add", "--references", str(tmp_path), stdin=LIST)
    assert result.exit_code == 0
    assert "New: 2" in result.stdout
    assert "say --yes to write" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", PARTS)
def test_add_writes_bibtex_that_holds_what_was_read(name: str, files: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    result = run("add", str(files / name.replace(" ", "-")), "-r", str(home), "--to", "new.bib", "--yes")
    assert result.exit_code == 0, result.output
    assert f"added {PARTS[name][1]} to" in result.stderr
    read = read_bytes(PARTS[name][0].encode(), "x").references
    assert [row[:6] for row in named(read_folder(home).references)] == [row[:6] for row in named(read)]
    assert [path.name for path in home.iterdir()] == ["new.bib"]


def test_add_shows_each_difference_and_leaves_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "old.bib").write_text(BIBTEX, encoding="utf-8")
    pasted = BIBTEX.replace("smith2020", "other").replace("{Sample J}", "{Other J}").replace("{On {B}", "{on b")
    result = run("add", "-r", str(tmp_path), "-y", stdin=pasted)
    assert "There already: 1" in result.stdout
    assert "smith2020 (old.bib:1)" in result.stdout
    assert "journal: there 'Sample J', pasted 'Other J'" in result.stdout
    assert "(written differently)" in result.stdout
    assert "nothing to add" in result.stderr
    assert (tmp_path / "old.bib").read_text(encoding="utf-8") == BIBTEX
    assert [path.name for path in tmp_path.iterdir()] == ["old.bib"]


def test_add_puts_new_entries_behind_the_old_ones_byte_by_byte(tmp_path: Path) -> None:
    old = b"% mine\r\n" + BIBTEX.replace("\n", "\r\n").encode()
    (tmp_path / "added.bib").write_bytes(old)
    assert run("add", "-r", str(tmp_path), "-y", stdin=NUMBERED).exit_code == 0
    assert (tmp_path / "added.bib").read_bytes().startswith(old)
    assert len(read_folder(tmp_path).references) == 3


def test_add_to_a_file_it_cannot_read_writes_nothing(tmp_path: Path) -> None:
    old = BIBTEX.replace("Smith", "Gökbuget").encode("cp1252")
    (tmp_path / "added.bib").write_bytes(old)
    result = run("add", "-r", str(tmp_path), "-y", stdin=LIST)
    assert result.exit_code == 2
    assert "added.bib:2: the file is not UTF-8, so nothing can be added to it" in result.stderr
    assert (tmp_path / "added.bib").read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["added.bib"]


def test_add_into_a_file_that_is_no_bibtex_is_refused(tmp_path: Path) -> None:
    result = run("add", "-r", str(tmp_path), "--to", "list.txt", "-y", stdin=LIST)
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_add_of_a_paste_with_an_error_adds_the_rest_and_leaves_code_one(tmp_path: Path) -> None:
    result = run("add", "-r", str(tmp_path), "-y", stdin=BIBTEX + "\n@article{broken,\n title = {no end\n")
    assert result.exit_code == 1
    assert "Problems: 1" in result.stdout
    assert [found.key for found in read_folder(tmp_path).references] == ["smith2020"]


def test_add_twice_adds_once(tmp_path: Path) -> None:
    for _ in range(2):
        result = run("add", "-r", str(tmp_path), "-y", stdin=LIST)
    assert "nothing to add" in result.stderr
    assert len(read_folder(tmp_path).references) == 2


# --- dedupe --------------------------------------------------------------------------------------------------

TWICE = NUMBERED.replace("A trial of care", "A TRIAL OF CARE")


def test_dedupe_names_the_works_that_stand_twice_and_why(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(LIST, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TWICE, encoding="utf-8")
    result = run("dedupe", str(tmp_path / "one.txt"), str(tmp_path / "two.txt"))
    assert result.exit_code == 0
    assert result.stdout.startswith("4 records, 2 works; 2 records name works that another names.")
    assert (
        f"{tmp_path / 'one.txt'}:1 = {tmp_path / 'two.txt'}:1: the same title, authors and first page" in result.stdout
    )
    assert result.stderr == ""


def test_dedupe_without_reasons_names_only_the_works() -> None:
    result = run("dedupe", "--no-reasons", stdin=LIST + "\n" + BIBTEX + "\n" + TWICE)
    assert "5 records, 3 works" in result.stdout
    assert " = " not in result.stdout


def test_dedupe_tells_what_was_kept_apart() -> None:
    other = BIBTEX.replace("smith2020", "smith2021").replace("  year", "  doi = {10.1000/b},\n  year")
    result = run("dedupe", stdin=BIBTEX.replace("  year", "  doi = {10.1000/a},\n  year") + other)
    assert "Kept apart, although alike (1)" in result.stdout
    assert "another DOI" in result.stdout


def test_dedupe_tells_problems_on_standard_error_and_leaves_code_one() -> None:
    result = run("dedupe", stdin=BIBTEX + "\n@article{broken,\n title = {no end\n")
    assert result.exit_code == 1
    assert "1 record, 1 work; no work stands twice." in result.stdout
    assert "paste:8: broken" in result.stderr


def test_dedupe_of_a_large_file_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.ris").write_text(RIS * 3, encoding="utf-8")
    small = run("dedupe", str(tmp_path / "x.ris")).stdout
    monkeypatch.setattr(readers, "LARGEST", 10)
    assert run("dedupe", str(tmp_path / "x.ris")).stdout == small
