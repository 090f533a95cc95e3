"""Verdicts of a whole corpus: sums and groups of a work, triples and Problems, the command, and docs/checks.md."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

import evgraph
from evgraph import store
from evgraph.checked import composites_of, verdict_quads
from evgraph.checks import ALONE, CHECKS, Result
from evgraph.checks.corpus import Checked, check_corpus, coverage
from evgraph.checks.together import GROUP_CHECKS
from evgraph.cli import app
from evgraph.cli.checking import BetweenStudies, PoolScale
from evgraph.pipeline import assemble
from evgraph.pooling import EXACT, RATIO, SCALES, TAU2
from tests.test_docs import blocks, says, tables, with_answers

CHECK_PAGE = (Path(__file__).resolve().parents[1] / "docs" / "checks.md").read_text(encoding="utf-8")

SUMS = """\
work: smith2020
sources:
  abstract: {basis: abstract, url: "https://example.org/smith2020"}
populations:
  all: {label: all patients, criteria: [adult], size: 22, source: abstract}
  b: {label: B-lineage, criteria: [b-cell-precursor-all], size: 20, part_of: all, source: abstract}
  t: {label: T-lineage, criteria: [t-cell-all], size: 2, part_of: all, source: abstract}
  last: {label: the last six, criteria: [adult], size: 6, part_of: all, source: abstract}
arms:
  x: {label: treated, population: all, size: 22, interventions: [bortezomib], source: abstract}
claims:
  - {id: all, kind: result, outcome: cr-or-crp, arm: x, n: 16, of: 22, percent: 73, source: abstract}
  - {id: b, kind: result, outcome: cr-or-crp, arm: x, population: b, n: 16, of: 20, percent: 80, source: abstract}
  - {id: t, kind: result, outcome: cr-or-crp, arm: x, population: t, n: 0, of: 2, source: abstract}
  - {id: last, kind: result, outcome: cr-or-crp, arm: x, population: last, n: 5, of: 6, source: abstract}
  - {id: cr, kind: result, outcome: complete-remission, arm: x, n: 14, of: 22, source: abstract}
  - {id: crp, kind: result, outcome: crp, arm: x, n: 2, of: 22, source: abstract}
"""

ARMS = """\
work: smith2020
sources:
  abstract: {basis: abstract, url: "https://example.org/smith2020"}
populations:
  all: {label: all randomised, criteria: [adult], size: 405, source: abstract}
  treated: {label: patients treated, criteria: [adult], size: 109, part_of: all, source: abstract}
arms:
  x: {label: new drug, population: all, size: 271, interventions: [blinatumomab], source: abstract}
  y: {label: standard, role: comparator, population: all, size: 134, interventions: [chemotherapy], source: abstract}
claims:
  - {id: x, kind: result, outcome: complete-remission, arm: x, n: 91, of: 271, percent: 34, source: abstract}
  - {id: y, kind: result, outcome: complete-remission, arm: y, n: 21, of: 134, percent: 16, source: abstract}
  - {id: xy, kind: comparison, outcome: complete-remission, arm: x, versus: y, source: abstract,
     p: {value: 0.001, operator: <}}
  - {id: harm, kind: result, outcome: fatal-adverse-event, arm: y, n: 19, of: 109, percent: 17.4, source: abstract}
"""


@pytest.fixture(scope="module")
def checked(graph: evgraph.EvidenceGraph) -> tuple[Checked, ...]:
    return graph.check()


def results(home: Path, root: Path) -> dict[tuple[str, str], tuple[Result, str]]:
    parts = assemble(home, root / "ontology")
    found = check_corpus(parts.corpus, composites_of(parts.quads))
    return {(item.key, verdict.check): (verdict.result, verdict.why) for item in found for verdict in item.verdicts}


# --- a whole work --------------------------------------------------------------------------------------------


def test_subgroups_and_forms_of_an_outcome_add_up(folder: Callable[..., Path], root: Path) -> None:
    found = results(folder(evidence=SUMS), root)
    assert found["all", "subgroups sum to the whole"] == (Result.CONSISTENT, "16 + 0 is 16 of 22")
    assert found["all", "parts of an outcome sum to the whole"] == (Result.CONSISTENT, "14 + 2 is 16 of 22")
    assert found["b", "denominator named"] == (Result.CONSISTENT, "N is 20: B-lineage")


@pytest.mark.parametrize(
    ("before", "after", "check", "why"),
    [
        ("n: 0, of: 2", "n: 1, of: 2", "subgroups sum to the whole", "16 + 1 is 17 of 22; printed 16"),
        ("crp, arm: x, n: 2", "crp, arm: x, n: 3", "parts of an outcome sum to the whole", "14 + 3 is 17 of 22"),
        ("n: 16, of: 22", "n: 17, of: 22", "n/N against %", "17/22 is 77.27 %; not 73 %"),
    ],
)
def test_a_slip_in_a_sum_is_found(
    folder: Callable[..., Path], root: Path, before: str, after: str, check: str, why: str
) -> None:
    assert before in SUMS
    result, said = results(folder(evidence=SUMS.replace(before, after)), root)["all", check]
    assert result is Result.INCONSISTENT
    assert said.startswith(why)


def test_of_two_ways_to_divide_a_group_none_is_chosen(folder: Callable[..., Path], root: Path) -> None:
    more = SUMS.replace(
        "  last: {label: the last six, criteria: [adult], size: 6,",
        "  last: {label: the last, criteria: [adult], size: 2,",
    ).replace("n: 5, of: 6", "n: 2, of: 2")
    assert ("all", "subgroups sum to the whole") not in results(folder(evidence=more), root)


def test_arms_add_up_and_p_is_that_of_their_counts(folder: Callable[..., Path], root: Path) -> None:
    found = results(folder(evidence=ARMS), root)
    assert found["all", "arms sum to the total"] == (Result.CONSISTENT, "271 + 134 is 405")
    assert found["xy", "P of two groups"][0] is Result.CONSISTENT
    assert found["harm", "denominator named"] == (
        Result.CONSISTENT,
        "N is 109: patients treated, not all randomised (405) or standard (134)",
    )
    wrong = results(folder(evidence=ARMS.replace("size: 134", "size: 143")), root)
    assert wrong["all", "arms sum to the total"] == (Result.INCONSISTENT, "271 + 143 is 414, more than the 405 in all")
    other = results(folder(evidence=ARMS.replace("value: 0.001, operator: <", "value: 0.3")), root)
    assert other["xy", "P of two groups"][0] is Result.INCONSISTENT


def test_the_fixtures_of_the_corpus_come_out(checked: tuple[Checked, ...]) -> None:
    found = {(f"{c.reference}/{c.key}", v.check): v for c in checked for v in c.verdicts}
    expected = {
        ("kantarjian2016/cr-cri-inotuzumab", "interval of a share"): "Clopper–Pearson for 88/109 (95 %)",
        ("kantarjian2016/cr-cri-standard", "interval of a share"): "Clopper–Pearson for 32/109 (95 %)",
        ("kantarjian2016/randomised", "arms sum to the total"): "164 + 162 is 326",
        ("kantarjian2017/randomised", "arms sum to the total"): "271 + 134 is 405",
        ("kantarjian2019/cr-cri-inotuzumab", "n/N against %"): "73.8 % is 121/164",
        ("kantarjian2019/cr-cri-standard", "n/N against %"): "30.9 % is 50/162",
        ("messinger2012/cr-or-crp", "parts of an outcome sum to the whole"): "14 + 2 is 16 of 22",
        ("messinger2012/cr-or-crp", "subgroups sum to the whole"): "16 + 0 is 16 of 22",
        ("index2018/cr-all", "subgroups sum to the whole"): "5 + 2 is 7 of 9",
        ("index2018/to-transplant", "next steps within the group"): "2 + 1 + 2: the next step is told for 5 of 7",
    }
    assert {name: found[name].why for name in expected} == expected
    assert {found[name].result for name in expected} == {Result.CONSISTENT}
    cut = found["index2018/to-best-available-therapy", "n/N against %"]
    assert cut.result is Result.ROUNDING
    assert [item for item in checked if item.result is Result.INCONSISTENT] == []


def test_the_coverage_counts_what_was_checked(checked: tuple[Checked, ...]) -> None:
    counted = coverage(checked)
    assert str(counted) == (
        f"Checked {len(checked) - len(counted.unchecked)} of {len(checked)} numbers; "
        f"{len(counted.unchecked)} not checkable, listed"
    )
    assert 0 < len(counted.unchecked) < len(checked) / 2
    assert all(verdict.why for item in counted.unchecked for verdict in item.verdicts)
    assert str(coverage(checked[:1])).startswith("Checked ")


# --- triples and Problems ------------------------------------------------------------------------------------


def test_every_claim_with_figures_has_its_verdicts_in_the_graph(
    graph: evgraph.EvidenceGraph, checked: tuple[Checked, ...]
) -> None:
    rows = graph.query("SELECT ?c ?k WHERE { ?c evg:check ?k . ?k a evg:Check ; evg:result ?r ; evg:why ?w }")
    assert len(rows) == sum(len(item.verdicts) for item in checked)
    alone = graph.query(
        "SELECT ?e WHERE { ?c evg:evidence ?e . ?e evg:total ?n FILTER NOT EXISTS { ?c evg:check ?k } }"
    )
    assert len(alone) == 0


def test_verdicts_live_in_the_computed_graph_and_are_the_same_each_time(
    graph: evgraph.EvidenceGraph, checked: tuple[Checked, ...]
) -> None:
    quads = verdict_quads(checked, graph.corpus)
    assert {quad.graph_name.value for quad in quads} == {"https://w3id.org/evgraph/graph/computed"}
    assert store.to_nquads(quads) == store.to_nquads(verdict_quads(reversed(checked), graph.corpus))
    assert all(quad in graph.store for quad in quads)


def test_a_verdict_that_breaks_its_shape_is_found(
    graph: evgraph.EvidenceGraph, checked: tuple[Checked, ...], root: Path
) -> None:
    item = next(item for item in checked if item.verdicts)
    quads = verdict_quads([item], graph.corpus)
    shapes = root / "ontology" / "shapes.ttl"
    assert [why for _, why in store.validate(quads, shapes) if "check" in why] == []
    result = ox.NamedNode("https://w3id.org/evgraph/ns#result")
    broken = [
        ox.Quad(quad.subject, quad.predicate, ox.Literal("fine"), quad.graph_name) if quad.predicate == result else quad
        for quad in quads
    ]
    assert any("unknown result of a check" in why for _, why in store.validate(broken, shapes))


def test_an_inconsistent_figure_is_a_note_with_its_line_and_stays_in_the_graph(
    folder: Callable[..., Path], root: Path, tmp_path: Path
) -> None:
    wrong = SUMS.replace("percent: 80", "percent: 88")
    report = evgraph.build(folder(evidence=wrong), tmp_path / "out", ontology=root / "ontology")
    notes = [str(problem) for problem in report.problems if "n/N against %" in str(problem)]
    line = wrong.splitlines().index(next(line for line in wrong.splitlines() if "percent: 88" in line)) + 1
    assert len(notes) == 1
    assert notes[0].startswith(f"evidence/smith2020.yaml:{line}: smith2020/b: n/N against %: 16/20 is 80 %; not 88 %")
    assert report.exit_code == 0
    rows = list(evgraph.open(tmp_path / "out").ask("not-closing"))
    assert [(row.result, row.claim_id) for row in rows] == [("inconsistent", "b")]


TEXT = """PMID- 12345678
TI  - A sample of cells
AB  - METHODS: Forms came back from 16 of 20 wards (88%). Of these, 41% were by hand.
DP  - 2020
"""


def test_a_figure_of_a_text_that_made_no_claim_is_checked_too(folder: Callable[..., Path], tmp_path: Path) -> None:
    report = evgraph.build(folder(bib=None, evidence=None, own_dot_nbib=TEXT), tmp_path / "out")
    (note,) = [str(problem) for problem in report.problems if "n/N against %" in str(problem)]
    assert note.startswith("own.nbib:1: ")
    assert "16/20 is 80 %; not 88 %" in note
    graph = evgraph.open(tmp_path / "out")
    (row,) = graph.ask("not-closing")
    assert (row.result, row.printed, row.review) == ("inconsistent", "16/20 (88 %)", "mined")
    assert row.claim.startswith("no claim: ")
    assert [item.result.value for item in graph.check()] == ["inconsistent"]  # 41% has nothing beside it
    code, shown, _ = run("check", "--build", str(tmp_path / "out"))
    assert code == 1
    assert "Checked 1 of 1 numbers" in shown


def test_a_figure_that_a_person_rejected_is_not_checked(checked: tuple[Checked, ...]) -> None:
    from evgraph.checks.corpus import check_findings
    from evgraph.model import Findings, Place, Review

    item = next(item for item in checked if item.claim is not None)
    assert item.claim is not None
    rejected = replace(item.claim, review=Review.REJECTED)
    assert check_findings(Findings(item.reference, Place("a", 1, 1), claims=(rejected,))) == ()


# --- the command ----------------------------------------------------------------------------------------------


def run(*words: str, stdin: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(words), input=stdin)
    return done.exit_code, done.stdout, done.stderr


def test_figures_typed_by_hand_are_checked() -> None:
    code, shown, _ = run("check", "HR 0.75 97.5% CI 0.57-0.99 one-sided P=.0105")
    assert code == 0
    assert "one-sided P is 0.00975" in shown
    assert "Checked 1 of 1 numbers" in shown


def test_an_inconsistent_figure_gives_exit_code_one() -> None:
    code, shown, _ = run("check", "16 of 22 patients (83%) responded")
    assert code == 1
    assert "inconsistent" in shown


def test_texts_are_read_from_files_and_from_a_paste(tmp_path: Path) -> None:
    text = "There were 16 of 22 patients (73%) who responded; the median was 7.7 months.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    from_file, from_paste = run("check", str(tmp_path / "a.txt")), run("check", "-", stdin=text)
    assert from_file[0] == from_paste[0] == 0
    for _, shown, _ in (from_file, from_paste):
        assert "72.7" in shown
        assert "Checked 1 of 2 numbers; 1 not checkable, listed" in shown


def test_what_is_neither_file_nor_figure_is_told() -> None:
    assert run("check", "nothing.txt")[0] == 2
    code, _, said = run("check", "no figure here 7")
    assert code == 2
    assert "no figure was found" in said


def test_a_refusal_to_pool_gives_exit_code_one(built: Path) -> None:
    code, shown, _ = run("pool", "CR or CRi", "--drug", "inotuzumab ozogamicin", "--build", str(built))
    assert code == 1
    assert shown.startswith("Not pooled:")
    assert run("pool", "complete remission", "--level", "100", "--build", str(built))[0] == 2


def test_the_choices_of_the_command_are_those_of_the_library() -> None:
    assert {scale.value for scale in PoolScale} == {EXACT, RATIO, *SCALES}
    assert {name.value for name in BetweenStudies} == set(TAU2)


# --- docs/checks.md -------------------------------------------------------------------------------------------


def test_the_commands_of_the_page_print_what_is_shown(built: Path, root: Path) -> None:
    program = f"{sys.executable} -m evgraph"
    found = blocks(CHECK_PAGE)
    pairs = [(one, two) for one, two in pairwise(found) if one.language == "sh"]
    assert len(pairs) == 6
    for command, shown in pairs:
        words = re.sub(r"\bevgraph (?=check|pool|ask)", f"{program} ", command.text)
        done = subprocess.run(
            ["bash", "-uc", words], cwd=root, env={"EVGRAPH_BUILD": str(built), "PATH": "/usr/bin:/bin"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stderr == ""
        assert done.stdout
        if shown.language == "text":
            assert says(" ".join(shown.text.split()), " ".join(done.stdout.split())), done.stdout


def test_the_python_of_the_page_prints_what_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    found = blocks(CHECK_PAGE)
    at = next(number for number, block in enumerate(found) if block.language == "python")
    exec(compile(found[at].text, "checks.md", "exec"), {})
    assert capsys.readouterr().out == found[at + 1].text


def test_the_query_of_the_page_has_the_answer_shown(graph: evgraph.EvidenceGraph) -> None:
    assert with_answers(CHECK_PAGE, graph) == CHECK_PAGE


def test_the_page_names_every_check_result_and_option() -> None:
    (checks,) = tables(CHECK_PAGE, "check", "what is compared")
    assert [row[0].strip("`") for row in checks] == [*CHECKS, *GROUP_CHECKS]
    assert f"`{ALONE}`" in CHECK_PAGE
    (meanings,) = tables(CHECK_PAGE, "result", "meaning")
    assert [row[0].strip("`") for row in meanings] == [result.value for result in Result]
    (options,) = tables(CHECK_PAGE, "option", "what it does")
    scales = {row[0].strip("`").removeprefix("--scale ") for row in options if "--scale" in row[0]}
    assert scales == {scale.value for scale in PoolScale}
