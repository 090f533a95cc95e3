"""A build with resolved.json: gaps filled and traced, studies joined, a retraction loud wherever the work shows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import evgraph
from evgraph.citation import cite
from evgraph.cli import app
from evgraph.errors import EvgraphWarning, VocabularyError
from evgraph.impact import find_impact, render_impact, without
from evgraph.model import Reference, Registration, State, Study
from evgraph.network import evidence_network
from evgraph.rdf import from_quads, to_quads
from evgraph.readers import read_folder
from evgraph.references import unite
from evgraph.resolve.merge import Difference, Filled
from evgraph.resolve.records import Found
from evgraph.resolve.saved import Entry, Resolved, Suggestion, mark_of, read_resolved, write_resolved
from evgraph.resolve.standing import WorkState
from evgraph.resolve.studies import Mentioned, Trial, own_mentions
from evgraph.resolve.verdict import Verdict, rule

DAY = "2026-01-02T03:04:05Z"
ASKED = ("crossref", DAY, "https://api.example.org/works/10.5555/1")
FILLED = (Filled("doi", "10.5555/1", *ASKED), Filled("issue", "4", *ASKED), Filled("month", 3, *ASKED))
RETRACTED = WorkState(State.RETRACTED, "crossref (publisher)", "2026-01-02", "10.5555/9, 2025-05-06")


def smith(folder: Path) -> Reference:
    return unite(read_folder(folder))[0][0]


def settle(folder: Path, **more: object) -> None:
    """Write a resolved.json with one entry, verified, and what else is said."""
    entry = Entry(mark_of(smith(folder)), Verdict.VERIFIED, "agree: title, year", **more)  # type: ignore[arg-type]
    write_resolved(Resolved((("smith2020", entry),)), folder)


def build_of(folder: Path, out: Path) -> tuple[evgraph.EvidenceGraph, str]:
    """Build and return the graph and the page of problems."""
    report = evgraph.build(folder, out)
    assert report.exit_code == 0
    return evgraph.open(out), (out / "problems.md").read_text(encoding="utf-8")


def test_gaps_are_filled_and_say_from_which_answer(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    settle(home, filled=FILLED, standing=WorkState(State.OK, "crossref", "2026-01-02"))
    graph, _ = build_of(home, tmp_path / "out")
    work = graph.reference("smith2020")
    assert (work.doi, work.issue, work.month) == ("10.5555/1", "4", 3)
    assert (work.state, work.state_source, work.state_date) == (State.OK, "crossref", "2026-01-02")
    rows = graph.query("""SELECT ?field ?service ?when ?request WHERE { GRAPH graph:provenance {
        ?lookup evg:filled ?field ; prov:wasAssociatedWith/foaf:name ?service ; prov:endedAtTime ?when ;
                prov:used ?request } ?work evg:lookup ?lookup ; evg:key 'smith2020' } ORDER BY ?field""")
    assert [tuple(str(value) for value in row) for row in rows] == [
        (name, "crossref", "2026-01-02 03:04:05+00:00", ASKED[2]) for name in ("doi", "issue", "month")
    ]


def test_a_field_that_is_there_stays_and_the_difference_is_told(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    settle(home, filled=(Filled("year", 1999, *ASKED),), differences=(Difference("year", "2020", "1999", *ASKED),))
    graph, problems = build_of(home, tmp_path / "out")
    assert graph.reference("smith2020").year == 2020
    assert 'year: kept "2020", crossref says "1999" (2026-01-02)' in problems


def test_an_identifier_that_no_record_confirms_is_told(folder: Callable[..., Path], tmp_path: Path) -> None:
    from tests.conftest import SMALL_BIB

    home = folder(SMALL_BIB.replace("smith2020,", "smith2020, pmid = {91000001},"))
    mine = smith(home)
    its = Found("crossref", ASKED[2], DAY, replace(mine, pmid=None, doi="10.5555/1"))
    ruling = rule(mine, [], [its])
    entry = Entry(mark_of(mine), ruling.verdict, ruling.reason)
    write_resolved(Resolved((("smith2020", entry),)), home)
    _, problems = build_of(home, tmp_path / "out")
    assert entry.verdict is Verdict.VERIFIED
    assert "no record gives the PMID 91000001, so it is not confirmed" in problems


def test_an_entry_of_another_wording_of_the_reference_is_not_used(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    settle(home, filled=FILLED, standing=RETRACTED)
    file = home / "sample.bib"
    file.write_text(file.read_text(encoding="utf-8").replace("2020}", "2019}"), encoding="utf-8")
    graph, problems = build_of(home, tmp_path / "out")
    assert graph.reference("smith2020").doi is None
    assert graph.reference("smith2020").state is None
    assert "was changed since it was resolved" in problems


@pytest.mark.parametrize("verdict", [Verdict.MISMATCH, Verdict.AMBIGUOUS, Verdict.OPEN])
def test_what_is_not_verified_fills_nothing_and_is_told(
    folder: Callable[..., Path], tmp_path: Path, verdict: Verdict
) -> None:
    home = folder()
    entry = Entry(mark_of(smith(home)), verdict, "the reason", filled=FILLED)
    write_resolved(Resolved((("smith2020", entry),)), home)
    graph, problems = build_of(home, tmp_path / "out")
    assert graph.reference("smith2020").doi is None
    assert f"{verdict.value}: the reason" in problems


# --- an identifier of another work ----------------------------------------------------------------------------

WRONG = "10.5555/other.7"


def mistaken(folder: Callable[..., Path], more: str = "", **said: object) -> Path:
    """Make a folder whose one reference has the identifiers of another work, and a resolved.json that says so."""
    home = folder()
    file = home / "sample.bib"
    text = file.read_text(encoding="utf-8")
    fields = f"year = {{2020}}, doi = {{{WRONG}}}, pmid = {{90000077}},{more}"
    file.write_text(re.sub(r"year *= *\{2020\},?", lambda _: fields, text), encoding="utf-8")
    refuted = (("doi", WRONG), ("pmid", "90000077"))
    entry = Entry(mark_of(smith(home)), Verdict.MISMATCH, "it names another work", **{"refuted": refuted} | said)  # type: ignore[arg-type]
    write_resolved(Resolved((("smith2020", entry),)), home)
    return home


def test_a_refuted_identifier_is_linked_nowhere_and_kept_with_the_reference(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    home = mistaken(folder, f" url = {{https://doi.org/{WRONG}}},")
    before = (home / "sample.bib").read_bytes()
    graph, problems = build_of(home, tmp_path / "out")
    work = graph.reference("smith2020")
    assert (work.doi, work.pmid, work.url) == (None, None, None)
    assert {("refuted:doi", WRONG), ("refuted:pmid", "90000077")} <= set(work.extra)
    rows = graph.query("SELECT ?id { GRAPH ?g { ?work bibo:doi|bibo:pmid|rdfs:seeAlso ?id ; evg:key 'smith2020' } }")
    assert list(rows) == []
    for name in ("evidence.html", "summary.md"):
        page = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert f"doi.org/{WRONG}" not in page
        assert "pubmed.ncbi.nlm.nih.gov/90000077" not in page
    assert f"DOI {WRONG} leads to another work" in problems
    assert "PMID 90000077 leads to another work" in problems
    assert (home / "sample.bib").read_bytes() == before


def test_an_identifier_that_is_not_refuted_stays_beside_one_that_is(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    home = mistaken(folder, " url = {https://example.org/read/1},", refuted=(("doi", WRONG),))
    work = build_of(home, tmp_path / "out")[0].reference("smith2020")
    assert (work.doi, work.pmid, work.url) == (None, "90000077", "https://example.org/read/1")


def test_an_entry_of_old_that_names_no_refuted_identifier_lets_none_but_those_of_the_work_found_through(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    home = mistaken(folder, refuted=(), suggested=(Suggestion("the work", "10.5555/right", "90000077"),))
    work = build_of(home, tmp_path / "out")[0].reference("smith2020")
    assert (work.doi, work.pmid) == (None, "90000077")


def test_a_work_that_is_suggested_is_told_once_and_a_retracted_one_first_of_all(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    home, told = mistaken(folder), {"state": State.RETRACTED, "notice": "10.5555/9, crossref"}
    records = (Suggestion("A trial (ncbi)", "10.5555/8", **told), Suggestion("A trial (crossref)", "10.5555/8", **told))  # type: ignore[arg-type]
    one = Suggestion("Another work (ncbi)", "10.5555/6")
    settled = dict(read_resolved(home).entries)["smith2020"]
    write_resolved(Resolved((("smith2020", replace(settled, suggested=(*records, one))),)), home)
    _, problems = build_of(home, tmp_path / "out")
    first = problems.split("## ")[1]
    assert first.startswith("Taken back, or in doubt (1)")
    assert "may be RETRACTED (10.5555/9, crossref): A trial (ncbi); claims that rest on this reference" in first
    assert "A trial (crossref)" not in problems
    assert "may be Another work (ncbi)" in problems


def test_a_folder_without_the_file_builds_as_before(folder: Callable[..., Path], tmp_path: Path) -> None:
    _, problems = build_of(folder(), tmp_path / "out")
    assert "resolve" not in problems


def test_a_broken_file_is_an_error_and_the_build_goes_on(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder(resolved_dot_json="{")
    report = evgraph.build(home, tmp_path / "out")
    assert report.exit_code == 1
    assert report.claims == 2


def test_two_builds_give_the_same_bytes(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    settle(home, filled=FILLED, standing=RETRACTED)
    files = [(build_of(home, tmp_path / name), (tmp_path / name / "evidence.nq").read_bytes())[1] for name in "ab"]
    assert files[0] == files[1]


# --- a retraction is loud ------------------------------------------------------------------------------------


@pytest.fixture
def retracted(folder: Callable[..., Path], tmp_path: Path) -> Path:
    """A build whose one work was retracted."""
    home = folder()
    settle(home, standing=RETRACTED)
    build_of(home, tmp_path / "out")
    return tmp_path / "out"


def test_problems_begin_with_it_and_name_the_notice(retracted: Path) -> None:
    page = (retracted / "problems.md").read_text(encoding="utf-8")
    first = page.split("## ")[1]
    assert first.startswith("Taken back, or in doubt (1)")
    assert "retracted (10.5555/9, 2025-05-06, crossref (publisher); asked 2026-01-02)" in first
    assert "evgraph impact smith2020" in first


def test_the_summary_warns_above_and_in_each_sentence_that_rests_on_it(retracted: Path) -> None:
    page = (retracted / "summary.md").read_text(encoding="utf-8")
    head, _, rest = page.partition("## Efficacy")
    assert "**Warning:" in head
    assert "RETRACTED: Bortezomib doubles" in head
    sentences = re.findall(r"^- \*\*[A-Z]\d+\*\* .*\[1\]\.$", rest, re.M)
    assert len(sentences) == 2
    assert all("the work was retracted" in sentence for sentence in sentences)


def test_the_page_names_it_in_its_title_line_its_node_and_its_claims(retracted: Path) -> None:
    page = (retracted / "evidence.html").read_text(encoding="utf-8")
    assert "WARNING, taken back or in doubt: Smith 2020 (retracted)" in page
    network = evgraph.open(retracted).network()
    nodes = [data for _, data in network.nodes(data=True) if data["kind"] == "reference"]
    assert [node["label"] for node in nodes] == ["Smith 2020 (retracted)"]
    labels = {data["claim_label"] for _, _, data in network.edges(data=True) if data.get("claim")}
    assert labels
    assert all(label.startswith("[work retracted] ") for label in labels)


def test_a_query_finds_it_by_its_state(retracted: Path) -> None:
    with pytest.warns(EvgraphWarning, match="smith2020 is retracted"):
        rows = evgraph.open(retracted).query("SELECT ?key WHERE { ?work evg:state 'retracted' ; evg:key ?key }")
    assert [str(row[0]) for row in rows] == ["smith2020"]


def test_an_answer_that_names_it_and_one_that_only_counts_both_warn(retracted: Path) -> None:
    graph = evgraph.open(retracted)
    with pytest.warns(EvgraphWarning, match="smith2020 is retracted: what rests on it is in this answer"):
        rows = graph.ask("drug-claims", drug="bortezomib")
    assert rows.warnings == ("smith2020 is retracted: what rests on it is in this answer",)
    with pytest.warns(EvgraphWarning, match="may be in this answer"):
        graph.ask("levels")
    assert not graph.ask("overlaps").warnings


@pytest.mark.parametrize(
    "command",
    [("ask", "drug-claims", "drug=bortezomib"), ("profile", "complete remission"),
     ("compare", "smith2020/cr", "smith2020/cells"), ("check", "--all"), ("path", "bortezomib", "apoptosis")],
)  # fmt: skip
def test_commands_say_on_standard_error_what_rests_on_it(retracted: Path, command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, [*command, "--build", str(retracted)])
    assert (done.exit_code, "warning: smith2020 is retracted" in done.stderr) == (0, True), done.output


def test_pooling_leaves_it_out_and_says_so(retracted: Path) -> None:
    result = evgraph.open(retracted).pool("complete remission")
    assert [(one.claim.key, one.why) for one in result.out] == [("cr", "the work is retracted")]
    assert result.entries == ()


@pytest.mark.parametrize(
    ("state", "alert"),
    [
        (State.WITHDRAWN, True), (State.CONCERN, True), (State.CORRECTED, False), (State.OK, False),
        (State.UNKNOWN, False),
    ],
)  # fmt: skip
def test_only_what_was_taken_back_or_is_in_doubt_raises_an_alert(
    folder: Callable[..., Path], tmp_path: Path, state: State, alert: bool
) -> None:
    home = folder()
    settle(home, standing=replace(RETRACTED, state=state))
    _, problems = build_of(home, tmp_path / "out")
    assert ("Taken back, or in doubt" in problems) is alert


@pytest.fixture
def doubted(folder: Callable[..., Path], tmp_path: Path) -> Path:
    """A build whose one work is under an expression of concern."""
    home = folder()
    settle(home, standing=replace(RETRACTED, state=State.CONCERN))
    build_of(home, tmp_path / "out")
    return tmp_path / "out"


def test_an_expression_of_concern_warns_in_the_summary_the_page_and_each_sentence(doubted: Path) -> None:
    summary = (doubted / "summary.md").read_text(encoding="utf-8")
    assert "**Warning: this summary holds statements of works that were taken back or are in doubt.**" in summary
    assert summary.count("the work is under an expression of concern") == 2
    page = (doubted / "evidence.html").read_text(encoding="utf-8")
    assert "WARNING, taken back or in doubt: Smith 2020 (expression of concern)" in page
    network = evgraph.open(doubted).network()
    labels = [data["claim_label"] for *_, data in network.edges(data=True) if data.get("claim")]
    assert all(label.startswith("[work under an expression of concern] ") for label in labels)


def test_an_expression_of_concern_warns_in_answers(doubted: Path) -> None:
    told = "smith2020 is under an expression of concern: what rests on it is in this answer"
    with pytest.warns(EvgraphWarning, match="under an expression of concern: what rests on it is in this answer"):
        assert evgraph.open(doubted).ask("outcome-results", outcome="complete remission").warnings == (told,)
    with pytest.warns(EvgraphWarning, match="may be in this answer"):
        evgraph.open(doubted).ask("designs")
    done = CliRunner().invoke(app, ["ask", "outcome-results", "outcome=complete remission", "--build", str(doubted)])
    assert (done.exit_code, done.stderr) == (0, f"warning: {told}\n")


def test_a_corrected_work_is_named_in_a_note(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    settle(home, standing=replace(RETRACTED, state=State.CORRECTED))
    build_of(home, tmp_path / "out")
    command = ["ask", "outcome-results", "outcome=complete remission", "--build", str(tmp_path / "out")]
    told = CliRunner().invoke(app, command).stderr
    assert told == "note: corrected after publication, read the correction beside the figures: smith2020\n"
    summary = (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")
    assert "Corrected after publication: `smith2020` (10.5555/9, 2025-05-06)" in summary
    assert "Warning" not in summary
    nodes = evgraph.open(tmp_path / "out").network().nodes(data=True)
    assert [data["note"] for _, data in nodes if data["kind"] == "reference"] == [
        "Corrected after publication (10.5555/9, 2025-05-06)."
    ]


def test_the_build_command_says_it_at_once(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    settle(home, standing=RETRACTED)
    done = CliRunner().invoke(app, ["build", str(home), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0
    assert "smith2020: retracted" in done.stderr


PUBMED = """PMID- 91000001
OWN - NLM
DP  - 2017
TI  - An effect that could not be repeated.
AU  - Roe R
JT  - Journal of invented trials
PT  - Journal Article
PT  - Retracted Publication
RIN - J Invent Trials. 2019;16:5. PMID: 91000005
"""


def test_a_download_of_pubmed_tells_a_retraction_without_any_service(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    graph, problems = build_of(folder(pubmed_dot_nbib=PUBMED), tmp_path / "out")
    (work,) = [one for one in graph.corpus.references if one.pmid == "91000001"]
    assert (work.state, work.notice, work.state_source) == (State.RETRACTED, "91000005", "pubmed.nbib")
    assert "Taken back, or in doubt (1)" in problems


def test_of_several_files_with_a_work_the_one_that_tells_the_state_is_named(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    from tests.conftest import SMALL_BIB

    download = (
        PUBMED.replace("2017", "2020").replace("Roe R", "Smith J").replace("Journal of invented trials", "Sample J")
    )
    download = download.replace(
        "An effect that could not be repeated", "Bortezomib doubles the response of sample cells"
    )
    bib = SMALL_BIB.replace("smith2020,", "smith2020, pmid = {91000001},")
    graph, _ = build_of(folder(bib, z_dot_nbib=download), tmp_path / "out")
    (work,) = [one for one in graph.corpus.references if one.pmid == "91000001"]
    assert [place.path for place in work.places] == ["sample.bib", "z.nbib"]
    assert (work.state, work.notice, work.state_source) == (State.RETRACTED, "91000005", "z.nbib")


def test_a_state_that_no_service_told_has_no_day_in_the_warning(folder: Callable[..., Path], tmp_path: Path) -> None:
    build_of(folder(pubmed_dot_nbib=PUBMED), tmp_path / "out")
    head, _, _ = (tmp_path / "out" / "summary.md").read_text(encoding="utf-8").partition("## ")
    assert "(91000005, pubmed.nbib; key `" in head
    assert "asked" not in head


def test_a_title_that_says_so_counts_and_the_graver_state_stands(folder: Callable[..., Path], tmp_path: Path) -> None:
    from tests.conftest import SMALL_BIB

    home = folder(SMALL_BIB.replace("{Bortezomib doubles", "{RETRACTED: Bortezomib doubles"))
    settle(home, standing=WorkState(State.OK, "crossref", "2026-01-02"))
    graph, _ = build_of(home, tmp_path / "out")
    assert graph.reference("smith2020").state is State.RETRACTED
    assert "RETRACTED: Bortezomib" in cite(graph.reference("smith2020"))
    assert cite(graph.reference("smith2020")).count("RETRACTED") == 1


# --- studies -------------------------------------------------------------------------------------------------

SECOND = "\n@article{lee2021, author = {Lee, Kim}, title = {Later results of the sample trial}, year = {2021}}\n"
TOLD = Registration("NCT00000001", "clinicaltrials", ASKED[2], DAY, "A Sample Trial")
TRIAL = Trial(("NCT00000001", "2014-000001-11"), ("lee2021", "smith2020"), "SAMPLER", TOLD)


def with_trial(home: Path, trial: Trial) -> None:
    bib = home / "sample.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + SECOND, encoding="utf-8")
    works = unite(read_folder(home))[0]
    entries = tuple(
        (work.key, Entry(mark_of(work), Verdict.VERIFIED, "", registry=(Mentioned("NCT00000001", "record"),)))
        for work in sorted(works, key=lambda work: work.key)
    )
    write_resolved(Resolved(entries, (trial,)), home)


def studies(graph: evgraph.EvidenceGraph) -> dict[str, Study]:
    return {study.key: study for file in graph.corpus.curated for study in file.studies}


def test_a_study_nobody_described_groups_the_reports_of_its_registry_id(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    home = folder()
    with_trial(home, TRIAL)
    graph, _ = build_of(home, tmp_path / "out")
    study = studies(graph)["NCT00000001"]
    assert study.reports == ("lee2021", "smith2020")
    assert (study.label, study.acronyms) == ("SAMPLER", ("SAMPLER",))
    assert set(study.registry) == set(TRIAL.registry)


def test_a_study_that_a_curator_described_gets_names_ids_and_reports(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    from tests.conftest import SMALL_EVIDENCE

    home = folder(
        evidence=SMALL_EVIDENCE.replace("source: abstract}\npop", "registry: [NCT00000001], source: abstract}\npop")
    )
    with_trial(home, TRIAL)
    graph, _ = build_of(home, tmp_path / "out")
    assert set(studies(graph)) == {"SAMPLE"}
    study = studies(graph)["SAMPLE"]
    assert (study.label, study.acronyms, study.reports) == ("Sample study", ("SAMPLER",), ("lee2021", "smith2020"))
    names = {data["key"]: data["alt"] for _, data in graph.network().nodes(data=True) if data["kind"] == "reference"}
    assert "SAMPLER" in names["lee2021"]


def test_ids_in_downloads_group_reports_without_any_service(folder: Callable[..., Path], tmp_path: Path) -> None:
    banks = "SI  - ClinicalTrials.gov/NCT00000001\n"
    words = "AB  - The sample trial (NCT00000001; NCT00000002) gave it to all.\n"
    home = folder(
        bib=None, evidence=None,
        one_dot_nbib=f"PMID- 1\nTI  - Sample trial of a drug\nDP  - 2019\n{banks}",
        two_dot_nbib=f"PMID- 2\nTI  - Later results of the sample trial\nDP  - 2021\n{words}",
    )  # fmt: skip
    graph, _ = build_of(home, tmp_path / "out")
    keys = {work.title: work.key for work in graph.corpus.references}
    both, later = tuple(sorted(keys.values())), keys["Later results of the sample trial"]
    assert {key: study.reports for key, study in studies(graph).items()} == {
        "NCT00000001": both, "NCT00000002": (later,),
    }  # fmt: skip
    place = studies(graph)["NCT00000002"].place
    assert place is not None
    assert place.path.endswith("two.nbib")


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("The SAMPLER trial (NCT00000001) gave it to all.", "SAMPLER"),
        ("Funded by a firm; SAMPLER-2 ClinicalTrials.gov number, NCT00000001.", "SAMPLER-2"),
        ("Funded by the FIRM; ClinicalTrials.gov number, NCT00000001.", "NCT00000001"),
        ("One trial (NCT00000001) gave it to all.", "NCT00000001"),
    ],
)
def test_an_acronym_beside_the_id_is_the_label_of_the_study(
    folder: Callable[..., Path], tmp_path: Path, words: str, label: str
) -> None:
    home = folder(bib=None, evidence=None, one_dot_nbib=f"PMID- 1\nTI  - A drug for all\nDP  - 2019\nAB  - {words}\n")
    (study,) = studies(build_of(home, tmp_path / "out")[0]).values()
    assert (study.label, study.registry) == (label, ("NCT00000001",))


@pytest.mark.parametrize(
    ("bank", "ids"),
    [
        ("ClinicalTrials.gov/NCT00000001/NCT00000002", ["NCT00000001", "NCT00000002"]),
        ("ISRCTN/ISRCTN00000001", ["ISRCTN00000001"]),
        ("CTRI/CTRI/2010/091/000001/CTRI/2010/091/000002", ["CTRI/2010/091/000001", "CTRI/2010/091/000002"]),
        ("GENBANK/AB000001", []), ("GENBANK/NCT00000001", []),
    ],
)  # fmt: skip
def test_data_banks_that_are_registers_of_trials_give_ids(bank: str, ids: list[str]) -> None:
    assert [one.registry for one in own_mentions(Reference("a", extra=(("nbib:SI", bank),)))] == ids


def test_ids_in_downloads_join_the_study_that_a_service_told_of(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder(own_dot_nbib="PMID- 7\nTI  - A third report\nDP  - 2022\nSI  - EudraCT/2014-000001-11\n")
    with_trial(home, TRIAL)
    graph, _ = build_of(home, tmp_path / "out")
    third = next(work.key for work in graph.corpus.references if work.pmid == "7")
    assert studies(graph)["NCT00000001"].reports == tuple(sorted(("lee2021", "smith2020", third)))


def test_states_lookups_and_studies_come_back_from_the_triples(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder()
    with_trial(home, TRIAL)
    graph, _ = build_of(home, tmp_path / "out")
    again = from_quads(to_quads(graph.corpus))
    assert (again.references, again.curated) == (graph.corpus.references, graph.corpus.curated)


# --- impact --------------------------------------------------------------------------------------------------


def test_without_a_reference_its_claims_sentences_and_lines_go(graph: evgraph.EvidenceGraph) -> None:
    impact = find_impact(graph.corpus, graph.lexicon, "gokbuget2018")
    own = next(file for file in graph.corpus.curated if file.reference == "gokbuget2018")
    assert {claim.key for claim in impact.claims} == {claim.key for claim in own.claims}
    assert {claim.reference for claim in impact.differences} == {"blast-final"}
    assert impact.gone
    assert all(line.after < line.before or line.before == 0 for line in impact.lines)


def test_the_impact_is_what_a_build_without_the_reference_shows(
    graph: evgraph.EvidenceGraph, root: Path, tmp_path: Path
) -> None:
    """Take a work out by hand: its entry and its evidence file; then the two builds differ by what was foretold."""
    import shutil

    home = tmp_path / "references"
    shutil.copytree(root / "references", home)
    shutil.copytree(root / "ontology", tmp_path / "ontology")
    (home / "evidence" / "nakao2000.yaml").unlink()
    for file in home.glob("*.bib"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"@article\{nakao2000,.*?\n\}\n", "", text, flags=re.S), encoding="utf-8")
    evgraph.build(home, tmp_path / "out")
    rest = evgraph.open(tmp_path / "out").corpus
    kept = without(graph.corpus, "nakao2000")
    assert [file.claims for file in rest.curated] == [file.claims for file in kept.curated]
    networks = [evidence_network(one, graph.lexicon) for one in (rest, kept)]
    edges = [
        {
            (start, end, data["predicate"], data["claim"])
            for start, end, data in network.edges(data=True)
            if data["claim"]
        }
        for network in networks
    ]
    assert edges[0] == edges[1]


def test_a_study_that_others_report_stays_without_what_only_this_one_told(graph: evgraph.EvidenceGraph) -> None:
    shared = next(
        (study, file.reference)
        for file in graph.corpus.curated
        for study in file.studies
        if any(
            claim.study == study.key for other in graph.corpus.curated if other is not file for claim in other.claims
        )
    )
    rest = without(graph.corpus, shared[1])
    (kept,) = [study for file in rest.curated for study in file.studies if study.key == shared[0].key]
    assert kept.reference != shared[1]
    assert kept.facts == ()


def test_a_study_that_only_a_registry_told_of_stays_with_its_other_reports(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    """The first report is taken out of the folder by hand: the summary then is what was foretold."""
    home = folder(evidence=None)
    with_trial(home, TRIAL)
    graph, _ = build_of(home, tmp_path / "out")
    impact = find_impact(graph.corpus, graph.lexicon, "lee2021")
    assert (impact.gone, impact.come) == ((), ())
    kept = without(graph.corpus, "lee2021")
    file = home / "sample.bib"
    file.write_text(file.read_text(encoding="utf-8").replace(SECOND, ""), encoding="utf-8")
    rest, _ = build_of(home, tmp_path / "rest")
    (mine,), (its,) = ([study for file in one.curated for study in file.studies] for one in (kept, rest.corpus))
    assert (mine.reference, mine.reports) == (its.reference, its.reports) == ("smith2020", ("smith2020",))


def test_a_reference_that_nobody_rests_on_changes_no_sentence(graph: evgraph.EvidenceGraph) -> None:
    reporting = {file.reference for file in graph.corpus.curated}
    silent = next(work.key for work in graph.corpus.references if work.key not in reporting)
    impact = find_impact(graph.corpus, graph.lexicon, silent)
    assert (impact.claims, impact.gone, impact.come, impact.settled, impact.raised) == ((), (), (), (), ())


def test_the_impact_names_the_lineage_that_goes_and_the_one_that_comes(graph: evgraph.EvidenceGraph) -> None:
    impact = find_impact(graph.corpus, graph.lexicon, "kantarjian2016")
    pairs = [("cr-cri-inotuzumab", "extends"), ("cr-cri-standard", "extends"), ("os-standard", "supersedes")]
    for claim, relation in pairs:
        start = f"kantarjian2019/{claim} {relation} kantarjian2016/{claim}: "
        (line,) = (line for line in impact.settled if line.startswith(start))
        assert line.endswith(f"; kantarjian2019/{claim} is current")
        assert line in render_impact(impact)
    assert not any("kantarjian2016" in line for line in impact.raised)


def test_an_unknown_key_is_an_error_with_code_two(graph: evgraph.EvidenceGraph, built: Path) -> None:
    with pytest.raises(VocabularyError, match="nobody2000"):
        find_impact(graph.corpus, graph.lexicon, "nobody2000")
    assert CliRunner().invoke(app, ["impact", "nobody2000", "--build", str(built)]).exit_code == 2


def test_the_command_lists_every_part(graph: evgraph.EvidenceGraph, built: Path) -> None:
    done = CliRunner().invoke(app, ["impact", "messinger2012", "--build", str(built)])
    assert done.exit_code == 0
    impact = find_impact(graph.corpus, graph.lexicon, "messinger2012")
    assert done.stdout == render_impact(impact)
    assert done.stdout.startswith("Without messinger2012 (Messinger YH")
    assert f"{len(impact.claims)} claims would go:" in done.stdout


def test_the_file_is_json_with_sorted_keys(folder: Callable[..., Path]) -> None:
    home = folder()
    settle(home, filled=FILLED)
    text = (home / "resolved.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
