"""The command: results on standard output, messages on standard error, exit codes as documented."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from abstracts import nbib
from mined_home import home
from typer.testing import CliRunner, Result

from evgraph.cli import COMMANDS as GROUPS
from evgraph.cli import GraphForm, app
from evgraph.export import WRITERS
from tests.conftest import SMALL_EVIDENCE

COMMANDS = {command.callback.__name__: command for command in app.registered_commands if command.callback}


def run(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=stdin)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_group_and_an_example_that_names_it(name: str) -> None:
    command = COMMANDS[name]
    assert command.rich_help_panel in GROUPS
    assert f"Example: `evgraph {name}" in (command.callback.__doc__ or "")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_the_help_runs(
    name: str, root: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = re.search(r"Example: `evgraph (.+)`", COMMANDS[name].callback.__doc__ or "")
    assert example
    shutil.copytree(root / "references", tmp_path / "references")
    (tmp_path / "ontology").symlink_to(root / "ontology")
    (tmp_path / "build").mkdir()
    monkeypatch.setenv("EVGRAPH_BUILD", str(built))
    monkeypatch.setenv("EVGRAPH_CACHE", str(tmp_path / "cache"))
    if name == "build":
        (tmp_path / "build").rmdir()
    done = subprocess.run(
        f"{sys.executable} -c 'from evgraph.cli import app; app()' {example.group(1)}",
        shell=True, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    # Offline, and with no answers kept, nothing can be established.
    assert done.returncode == (1 if name == "resolve" else 0), done.stderr


def test_a_build_with_problems_leaves_code_one_and_names_them(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder(evidence=SMALL_EVIDENCE.replace("outcome: complete-remission", "outcome: complete-remision"))
    result = run("build", str(home), "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "evidence/smith2020.yaml:11" in result.stderr
    assert "did you mean complete-remission" in result.stderr
    assert result.stdout == ""


def test_a_build_that_cannot_start_leaves_code_two(tmp_path: Path) -> None:
    result = run("build", str(tmp_path / "nowhere"))
    assert result.exit_code == 2
    assert "no such folder" in result.stderr


def test_asking_where_nothing_was_built_says_what_to_do(tmp_path: Path) -> None:
    result = run("ask", "arms", "--build", str(tmp_path))
    assert result.exit_code == 2
    assert "run `evgraph build` first" in result.stderr


def test_questions_are_listed_without_a_build() -> None:
    result = run("ask")
    assert result.exit_code == 0
    assert "mechanisms drug=…" in result.stdout


def test_a_misspelt_question_is_corrected(built: Path) -> None:
    result = run("ask", "mechanism", "--build", str(built))
    assert result.exit_code == 2
    assert "mechanisms" in result.stderr


def test_rows_come_as_csv_and_json_too(built: Path) -> None:
    csv = run("ask", "hazard-ratios", "--format", "csv", "--build", str(built))
    assert csv.stdout.splitlines()[0] == "outcome,arm,versus,printed,level,review,reference,claim_id"
    found = json.loads(run("ask", "hazard-ratios", "--format", "json", "--build", str(built)).stdout)
    assert len(found["results"]["bindings"]) == 2


def test_what_a_build_itself_named_is_asked_for_by_its_label(tmp_path: Path) -> None:
    text = (
        "In this randomised phase 3 trial, 200 adults with relapsed sprain were assigned to velozanib (n = 100) or"
        " placebo (n = 100). Grade 3 or 4 neutropenia occurred in 31% of patients who received velozanib and in 4% of"
        " patients who received placebo."
    )
    (tmp_path / "in").mkdir()
    record = nbib(1, "Velozanib in relapsed sprain", text, "Example, Anna", 2015)
    (tmp_path / "in" / "a.nbib").write_text(record, encoding="utf-8")
    out = str(tmp_path / "out")
    assert run("build", str(tmp_path / "in"), "--out", out).exit_code == 0
    for question in ("drug-claims", "adverse-events"):
        rows = run("ask", question, "drug=Velozanib", "--build", out, "-f", "csv").stdout
        assert ",mined,example2015," in rows
    assert "example2015" in run("path", "velozanib", "neutropenia", "--build", out).stdout


def test_a_question_without_rows_says_what_was_asked_and_what_is_left_out(tmp_path: Path) -> None:
    assert run("build", str(home(tmp_path, None)), "--out", str(tmp_path / "out")).exit_code == 0
    for question in ("designs", "levels", "models"):
        result = run("ask", question, "--build", str(tmp_path / "out"), "-f", "csv")
        assert len(result.stdout.splitlines()) == 1
        assert "what was mined and nobody accepted" in result.stderr


def test_a_query_is_read_from_standard_input_and_from_a_file(built: Path, tmp_path: Path) -> None:
    sparql = "SELECT ?key WHERE { ?x evg:key ?key ; a evg:Claim FILTER(?key = ?wanted) }"
    piped = run("query", "-", "--bind", "wanted=cr-all", "--build", str(built), "-f", "csv", stdin=sparql)
    (tmp_path / "q.rq").write_text(sparql, encoding="utf-8")
    read = run("query", str(tmp_path / "q.rq"), "--bind", "wanted=cr-all", "--build", str(built), "-f", "csv")
    assert piped.stdout == read.stdout == "key\ncr-all\n"


def test_a_warning_of_a_query_goes_to_standard_error(built: Path) -> None:
    result = run("query", "SELECT ?ttile WHERE { ?x dcterms:title ?title }", "--build", str(built))
    assert "Did you mean ?title?" in result.stderr
    assert "Did you mean" not in result.stdout


def test_a_broken_query_shows_the_place(built: Path) -> None:
    result = run("query", "SELECT ?x WHERE { ?x a evg:Claim", "--build", str(built))
    assert result.exit_code == 2
    assert "^" in result.stderr


def test_a_path_between_two_concepts_names_its_weakest_hop(built: Path) -> None:
    result = run("path", "bortezomib", "T-cell ALL", "--hops", "2", "--build", str(built))
    assert result.exit_code == 0
    assert "weakest hop: " in result.stdout


def test_a_part_of_the_page_is_smaller_than_the_whole(built: Path) -> None:
    part = run("view", "--around", "index2018", "--build", str(built)).stdout
    whole = (built / "evidence.html").read_text(encoding="utf-8")
    assert part.startswith("<!DOCTYPE html>") or part.startswith("<!doctype html>")
    assert len(part) < len(whole)


def test_validate_writes_nothing_and_says_what_is_wrong(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder(evidence=SMALL_EVIDENCE.replace("n: 16", "n: sixteen"))
    result = run("validate", str(home))
    assert result.exit_code == 1
    assert "claims\\[cr].n" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["references"]


def test_the_forms_of_export_are_the_writers() -> None:
    assert [form.value for form in GraphForm] == list(WRITERS)


def test_the_version_is_printed() -> None:
    assert re.fullmatch(r"evgraph \d+\.\d+\.\d+\n", run("--version").stdout)
