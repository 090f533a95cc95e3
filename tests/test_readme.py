"""What the README says is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

import evgraph
from evgraph.cli import app
from evgraph.questions import read_questions


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_are_those_that_ci_runs(readme: str, root: Path) -> None:
    ci = (root / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install -e . && python build_graph.py" in readme
    assert "pip install -q -e .\n" in ci
    assert "python build_graph.py" in ci
    assert 'pip install -e ".[dev]" && python -m pytest' in readme
    assert 'pip install -q -e ".[dev]"' in ci
    assert "python -m pytest" in ci


def test_every_file_it_leads_to_is_there(readme: str, root: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", readme)
    assert links
    assert [link for link in links if not (root / link).exists()] == []


def test_it_fits_one_screen_and_a_bit(readme: str) -> None:
    assert len(readme.splitlines()) <= 90


def test_the_example_question_has_the_answer_shown(readme: str, built: Path) -> None:
    shown = re.search(r"```sh\n(evgraph ask [^\n]+)\n```\n\n```\n(.+?)```", readme, re.DOTALL)
    assert shown
    words = shlex.split(shown.group(1))[1:]
    result = CliRunner().invoke(app, [*words, "--build", str(built)])
    assert result.exit_code == 0
    printed = result.stdout
    for line in shown.group(2).splitlines()[1:]:
        for cell in re.split(r"\s{2,}", line.strip()):
            assert cell in printed


def test_the_figures_it_quotes_are_in_the_graph(readme: str, graph: evgraph.EvidenceGraph) -> None:
    quoted = re.findall(r"`(hazard ratio [^`]+)`", readme)
    assert len(quoted) == 2
    assert {row.printed for row in graph.ask("hazard-ratios")} == set(quoted)


def test_the_python_example_runs(readme: str, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    block = re.search(r"```python\n(.+?)```", readme, re.DOTALL)
    assert block
    monkeypatch.chdir(built.parent)
    exec(compile(block.group(1), "README.md", "exec"), {})


def test_it_counts_the_questions_right(readme: str) -> None:
    assert f"[{len(read_questions())} such questions]" in readme


def test_it_names_the_exit_codes_that_the_help_names(readme: str) -> None:
    text = CliRunner().invoke(app, ["--help"]).stdout
    for code in ("0 done", "1 done with problems", "2 not done"):
        assert code in readme
        assert code in " ".join(text.split())
