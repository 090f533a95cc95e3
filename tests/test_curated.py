"""Evidence files to records: one fault is one Problem where it stands, and costs only the part it is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import evgraph
from evgraph.claims import read_curated
from evgraph.errors import Problem, Severity
from evgraph.lexicon import Lexicon
from evgraph.model import Claim, Findings, Review
from evgraph.pipeline import assemble
from evgraph.readers import read_folder
from evgraph.references import unite
from tests.conftest import SMALL_BIB, SMALL_EVIDENCE

Folder = Callable[..., Path]
NAME = "evidence/smith2020.yaml"
#: The lines of the small evidence file that the faults below are put into.
SOURCE, STUDY, POPULATION, ARM, CR, CELLS = 4, 5, 7, 9, 11, 12
URL = ', url: "https://example.org/smith2020"'
STUDY_TEXT = "{key: SAMPLE, label: Sample study, design: case-series, source: abstract}"


def read(home: Path, lexicon: Lexicon) -> tuple[tuple[Findings, ...], list[Problem]]:
    references, _ = unite(read_folder(home))
    files, problems = read_curated(home, references, lexicon)
    return files, [problem for problem in problems if problem.severity is Severity.ERROR]


def changed(old: str, new: str, text: str = SMALL_EVIDENCE) -> str:
    assert old in text, f"{old!r} is not in the sample"
    return text.replace(old, new)


def claims_of(files: tuple[Findings, ...]) -> dict[str, Claim]:
    return {claim.key: claim for file in files for claim in file.claims}


def test_the_sample_itself_has_no_fault(folder: Folder, lexicon: Lexicon) -> None:
    files, problems = read(folder(), lexicon)
    assert (sorted(claims_of(files)), problems) == (["cells", "cr"], [])


#: (what is replaced, by what, claims that survive, line, key, words of the message, words of the mend)
FAULTS = [
    pytest.param("n: 16,", "m: 16,", ["cells"], CR, "claims[cr].m", "unknown key 'm'", "", id="unknown key of a claim"),
    pytest.param(
        "arm: btz, n",
        "arn: btz, n",
        ["cells"],
        CR,
        "claims[cr].arn",
        "unknown key 'arn'",
        "did you mean arm",
        id="misspelt key of a claim",
    ),
    pytest.param(
        "outcome: complete-remission, ",
        "",
        ["cells"],
        CR,
        "claims[cr]",
        "'outcome' is missing",
        "add `outcome:`",
        id="missing key of a claim",
    ),
    pytest.param(
        "source: title,",
        "",
        ["cr"],
        CELLS,
        "claims[cells]",
        "'source' is missing",
        "add `source:`",
        id="missing source of a claim",
    ),
    pytest.param("kind: result, ", "", ["cells"], CR, "claims[cr].kind", "kind", "result", id="missing kind"),
    pytest.param(
        "kind: result",
        "kind: resalt",
        ["cells"],
        CR,
        "claims[cr].kind",
        "'resalt'",
        "did you mean result",
        id="wrong kind",
    ),
    pytest.param(
        "kind: result", "kind: [result]", ["cells"], CR, "claims[cr].kind", "kind", "result", id="a list as kind"
    ),
    pytest.param(
        "effect: increases",
        "effect: increase",
        ["cr"],
        CELLS,
        "claims[cells].effect",
        "'increase' is not allowed",
        "did you mean increases",
        id="wrong effect",
    ),
    pytest.param(
        "percent: 80.0,",
        "percent: 80.0, status: checked,",
        ["cells"],
        CR,
        "claims[cr].status",
        "'checked' is not allowed",
        "read",
        id="wrong status",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 8O.0",
        ["cells"],
        CR,
        "claims[cr].percent",
        "'8O.0'",
        "",
        id="a letter in a percentage",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 80.0%",
        ["cells"],
        CR,
        "claims[cr].percent",
        "'80.0%'",
        "",
        id="a sign in a percentage",
    ),
    pytest.param("n: 16", "n: 16.5", ["cells"], CR, "claims[cr].n", "'16.5'", "", id="half a patient"),
    pytest.param("n: 16", "n: -1", ["cells"], CR, "claims[cr].n", "'-1'", "", id="fewer than no patients"),
    pytest.param(
        "n: 16", "n: \u0661\u0666", ["cells"], CR, "claims[cr].n", "\u0661\u0666", "", id="digits of another script"
    ),
    pytest.param(
        "percent: 80.0",
        'percent: "80.0\\n"',
        ["cells"],
        CR,
        "claims[cr].percent",
        "80.0",
        "",
        id="a line end after a percentage",
    ),
    pytest.param(
        "percent: 80.0",
        'percent: 80.0, ci: {lower: 1, upper: "2\\n"}',
        ["cells"],
        CR,
        "claims[cr].ci.upper",
        "2",
        "",
        id="a line end after a limit",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 80.0, ci: {lower: 55.1}",
        ["cells"],
        CR,
        "claims[cr].ci",
        "'upper' is missing",
        "add `upper:`",
        id="half an interval",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 80.0, p: {value: ns}",
        ["cells"],
        CR,
        "claims[cr].p.value",
        "'ns'",
        "",
        id="a word as P",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 80.0, p: {value: 0.01, operator: ~}",
        ["cells"],
        CR,
        "claims[cr].p.operator",
        "'~' is not allowed",
        "",
        id="wrong operator",
    ),
    pytest.param("n: 16", "at: P, n: 16", ["cells"], CR, "claims[cr].at", "'P'", "", id="a duration of nothing"),
    pytest.param(
        "n: 16",
        "at: P\u0663M, n: 16",
        ["cells"],
        CR,
        "claims[cr].at",
        "P\u0663M",
        "",
        id="a duration in digits of another script",
    ),
    pytest.param(
        "outcome: complete-remission",
        "outcome: complete-remision",
        ["cells"],
        CR,
        "claims[cr].outcome",
        "unknown concept 'complete-remision'; did you mean complete-remission",
        "",
        id="unknown outcome",
    ),
    pytest.param(
        "agents: [bortezomib]",
        "agents: [bortezomb]",
        ["cr"],
        CELLS,
        "claims[cells].agents",
        "unknown concept 'bortezomb'; did you mean bortezomib",
        "",
        id="unknown agent",
    ),
    pytest.param(
        "targets: [apoptosis]",
        "targets: [bortezomib, nobody-knows]",
        ["cr"],
        CELLS,
        "claims[cells].targets",
        "unknown concept 'nobody-knows'",
        "",
        id="unknown target beside a known one",
    ),
    pytest.param(
        "n: 16",
        "measure: medain, n: 16",
        ["cells"],
        CR,
        "claims[cr].measure",
        "unknown concept 'medain'",
        "",
        id="unknown measure",
    ),
    pytest.param(
        "arm: btz, n",
        "arm: bzt, n",
        ["cells"],
        CR,
        "claims[cr].arm",
        "unknown arm 'bzt'",
        "did you mean btz",
        id="unknown arm",
    ),
    pytest.param(
        "arm: btz, n",
        "population: al, n",
        ["cells"],
        CR,
        "claims[cr].population",
        "unknown population 'al'",
        "did you mean all",
        id="unknown population",
    ),
    pytest.param(
        "80.0, source: abstract",
        "80.0, source: abstrakt",
        ["cells"],
        CR,
        "claims[cr].source",
        "unknown source 'abstrakt'",
        "did you mean abstract",
        id="unknown source",
    ),
    pytest.param(
        "80.0, source: abstract",
        "80.0, source: [abstract, page]",
        ["cells"],
        CR,
        "claims[cr].source",
        "unknown source 'page'",
        "",
        id="one unknown source of two",
    ),
    pytest.param("id: cells", "id: cr", ["cr"], CELLS, "claims[cr]", "'cr' is taken", "own id", id="duplicate id"),
    pytest.param(
        "id: cells",
        "id: The Cells",
        ["cr"],
        CELLS,
        "claims[The Cells].id",
        "'The Cells'",
        "",
        id="an id that is no name",
    ),
    pytest.param(
        "quote: doubles the response",
        "quote: triples the response",
        ["cr"],
        13,
        "claims[cells].quote",
        "title does not hold",
        "letter for letter",
        id="quote not in the title",
    ),
    pytest.param(
        "quote: doubles",
        "quote: Doubles",
        ["cr"],
        13,
        "claims[cells].quote",
        "title does not hold",
        "letter for letter",
        id="quote in other case",
    ),
    pytest.param(
        "source: title,",
        "source: abstract,",
        ["cr"],
        13,
        "claims[cells].quote",
        "basis is title",
        "statement",
        id="quote without a title source",
    ),
    pytest.param(
        "curator", "curator", ["cells", "cr"], 1, "sauce", "unknown key 'sauce'", "source", id="unknown key of the file"
    ),
    pytest.param(
        "  - {id: cr,",
        "  - cr\n  - {id: cr,",
        ["cells", "cr"],
        CR,
        "claims[1]",
        "keys with values",
        "",
        id="a claim that is a word",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 80.0, differs_from: [{claim: other, reason: x}]",
        ["cells", "cr"],
        CR,
        "claims[cr]",
        "names no claim",
        "work/id",
        id="differs from nothing",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 80.0, differs_from: [{claim: jones/cr, reason: x}]",
        ["cells", "cr"],
        CR,
        "claims[cr]",
        "names no claim: 'jones/cr'",
        "work/id",
        id="differs from nothing in another file",
    ),
    pytest.param(
        "percent: 80.0",
        "percent: 80.0, differs_from: [{claim: cr, reason: x}]",
        ["cells", "cr"],
        CR,
        "claims[cr]",
        "itself",
        "",
        id="differs from itself",
    ),
    pytest.param(
        "design: case-series, source",
        "sauce: x, source",
        ["cells", "cr"],
        STUDY,
        "study.sauce",
        "unknown key 'sauce'",
        "source",
        id="unknown key of the study",
    ),
    pytest.param(
        "label: Sample study, ",
        "",
        ["cells", "cr"],
        STUDY,
        "study",
        "'label' is missing",
        "add `label:`",
        id="missing key of the study",
    ),
    pytest.param(
        "design: case-series",
        "design: case-serie",
        ["cells", "cr"],
        STUDY,
        "study.design",
        "unknown concept 'case-serie'; did you mean case-series",
        "",
        id="unknown design of the study",
    ),
    pytest.param(
        "label: Sample study",
        "label: Sample study, registry: [NCT0000]",
        ["cells", "cr"],
        STUDY,
        "study.registry",
        "'NCT0000'",
        "NCT",
        id="a registry id that is none",
    ),
    pytest.param(
        "size: 20, source: abstract}\narms",
        "size: 20, part_of: everybody, source: abstract}\narms",
        ["cells", "cr"],
        POPULATION,
        "populations.all.part_of",
        "'everybody'",
        "",
        id="part of no population",
    ),
    pytest.param(
        "size: 20, source: abstract}\narms",
        "size: 20, study: NOPE, source: abstract}\narms",
        ["cells", "cr"],
        POPULATION,
        "populations.all.study",
        "'NOPE'",
        "",
        id="population of no study",
    ),
    pytest.param(
        "population: all, int",
        "population: al, int",
        ["cells"],
        ARM,
        "arms.btz.population",
        "'al'",
        "did you mean all",
        id="arm of no population",
    ),
    pytest.param(
        "study: " + STUDY_TEXT,
        "study: NOPE",
        ["cells", "cr"],
        STUDY,
        "study",
        "'NOPE'",
        "",
        id="a study that no file describes",
    ),
]


@pytest.mark.parametrize(("old", "new", "kept", "line", "key", "words", "mend"), FAULTS)
def test_a_fault_is_one_problem_at_its_place_and_the_rest_survives(
    old: str, new: str, kept: list[str], line: int, key: str, words: str, mend: str, folder: Folder, lexicon: Lexicon
) -> None:
    text = SMALL_EVIDENCE + "sauce: x\n" if old == new else changed(old, new)
    line = text.count("\n") if old == new else line
    files, problems = read(folder(evidence=text), lexicon)
    own = [problem for problem in problems if problem.key == key or not key.startswith("arms.")]
    assert len(own) == 1, [str(problem) for problem in problems]
    assert (own[0].path, own[0].line, own[0].key) == (NAME, line, key)
    assert words in own[0].message + own[0].mend
    assert mend in own[0].mend
    assert own[0].mend, "a problem says how to mend it"
    assert set(kept) <= set(claims_of(files))


@pytest.mark.parametrize("fault", [pytest.param(p.values[:3], id=str(p.id)) for p in FAULTS])
def test_with_a_fault_what_survives_still_builds(fault: tuple[str, str, list[str]], folder: Folder, root: Path) -> None:
    old, new, kept = fault
    text = SMALL_EVIDENCE + "sauce: x\n" if old == new else changed(old, new)
    parts = assemble(folder(evidence=text), root / "ontology")
    assert [problem for problem in parts.problems if problem.severity is Severity.ERROR]
    assert set(kept) <= set(claims_of(parts.corpus.curated))


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        pytest.param("work: smith2020", "work: smith2021", 1, "work", "did you mean smith2020", id="unknown work"),
        pytest.param("work: smith2020\n", "", 1, "work", "missing", id="no work"),
        pytest.param("arms:\n", "arms:\n  btz: {label: x}\n", 10, "btz", "stands twice", id="duplicate key"),
        pytest.param("label: all patients", "label: &who all patients", 7, "", "anchors", id="anchor"),
        pytest.param("label: all patients", "label: 'all patients", 7, "", "not YAML", id="not YAML"),
    ],
)
def test_a_fault_of_the_whole_file_is_one_problem_and_no_claim_of_it_is_kept(
    old: str, new: str, line: int, key: str, words: str, folder: Folder, lexicon: Lexicon
) -> None:
    files, problems = read(folder(evidence=changed(old, new)), lexicon)
    assert claims_of(files) == {}
    assert len(problems) == 1, [str(problem) for problem in problems]
    assert (problems[0].path, problems[0].line, problems[0].key) == (NAME, line, key)
    assert words in problems[0].message + problems[0].mend


#: A fault in what claims rest on: one Problem for it, and one for each claim that cannot stand without it.
SHARED = [
    pytest.param("basis: abstract", "basis: abstrakt", "sources.abstract.basis", id="wrong basis"),
    pytest.param(URL, ", url: no url", "sources.abstract.url", id="no url"),
    pytest.param("size: 20", "size: twenty", "populations.all.size", id="size in words"),
    pytest.param("label: all patients, ", "", "populations.all", id="population without a label"),
    pytest.param(
        "criteria: [t-cell-all, adult]",
        "criteria: [t-cell-al, adult]",
        "populations.all.criteria",
        id="unknown criterion",
    ),
    pytest.param("interventions: [bortezomib], ", "", "arms.btz", id="arm without interventions"),
    pytest.param(
        "interventions: [bortezomib]", "interventions: [bortezomb]", "arms.btz.interventions", id="unknown drug"
    ),
    pytest.param(
        "  abstract: {basis",
        "  The Abstract: {basis: title}\n  abstract: {basis",
        "sources.The Abstract",
        id="key that is no name",
    ),
]


@pytest.mark.parametrize(("old", "new", "key"), SHARED)
def test_what_rests_on_a_faulty_part_is_named_and_the_rest_is_built(
    old: str, new: str, key: str, folder: Folder, lexicon: Lexicon, root: Path
) -> None:
    home = folder(evidence=changed(old, new))
    files, problems = read(home, lexicon)
    assert [problem.key for problem in problems].count(key) == 1, [str(problem) for problem in problems]
    assert "cells" in claims_of(files), "the mechanism rests on the title alone"
    lost = {"cr", "cells"} - set(claims_of(files))
    assert all(any(f"claims[{name}]" in problem.key for problem in problems) for name in lost)
    assert len(claims_of(assemble(home, root / "ontology").corpus.curated)) == 2 - len(lost)


def test_two_missing_keys_are_two_problems(folder: Folder, lexicon: Lexicon) -> None:
    text = changed("outcome: complete-remission, ", "", changed("percent: 80.0, source: abstract", "percent: 80.0"))
    _, problems = read(folder(evidence=text), lexicon)
    assert sorted(problem.message for problem in problems) == [
        "the key 'outcome' is missing",
        "the key 'source' is missing",
    ]


def test_a_bad_name_of_one_entry_does_not_cost_its_whole_section(folder: Folder, lexicon: Lexicon) -> None:
    text = changed("  all: {", "  All Patients: {label: x, source: abstract}\n  all: {")
    files, problems = read(folder(evidence=text), lexicon)
    assert [population.key for file in files for population in file.populations] == ["all"]
    assert [problem.key for problem in problems] == ["populations.All Patients"]


@pytest.mark.parametrize(
    ("section", "value"),
    [
        pytest.param("sources", "[{basis: title}, {basis: abstract}]", id="sources as a list of keys"),
        pytest.param("sources", "abstract", id="sources as a word"),
        pytest.param("populations", "[{label: x}, {label: y}]", id="populations as a list"),
        pytest.param("arms", "none", id="arms as a word"),
        pytest.param("claims", "{id: cr}", id="claims as keys"),
        pytest.param("claims", "", id="claims left empty"),
        pytest.param("studies", "{key: X}", id="studies as keys"),
        pytest.param("study", "[SAMPLE]", id="study as a list"),
        pytest.param("curator", "[a, b]", id="curator as a list"),
    ],
)
def test_a_section_of_the_wrong_form_is_a_problem_and_no_crash(
    section: str, value: str, folder: Folder, lexicon: Lexicon
) -> None:
    before, _, after = SMALL_EVIDENCE.partition(f"{section}:")
    rest = after.split("\n")[1:]
    while rest and rest[0].startswith(" "):
        rest.pop(0)
    _, problems = read(folder(evidence="\n".join([f"{before}{section}: {value}", *rest]) + "\n"), lexicon)
    assert [problem.key for problem in problems].count(section) == 1, [str(problem) for problem in problems]


def test_two_files_of_one_work_are_one_problem_and_the_first_counts(folder: Folder, lexicon: Lexicon) -> None:
    home = folder(evidence__again_dot_yaml=changed("id: cr", "id: cr-again"))
    files, problems = read(home, lexicon)
    assert len(problems) == 1
    assert sorted(claims_of(files)) == ["cells", "cr-again"]
    assert problems[0].path == NAME
    assert "evidence/again.yaml" in problems[0].message
    assert "join" in problems[0].mend


SECOND_BIB = SMALL_BIB + SMALL_BIB.replace("smith2020", "jones2021").replace("10--12", "40--42")


def test_a_study_is_described_once_and_named_by_key_elsewhere(folder: Folder, lexicon: Lexicon) -> None:
    other = changed("smith2020", "jones2021", changed("study: " + STUDY_TEXT, "study: SAMPLE"))
    files, problems = read(folder(bib=SECOND_BIB, evidence__jones2021_dot_yaml=other), lexicon)
    assert problems == []
    assert {(claim.reference, claim.study) for file in files for claim in file.claims} == {
        ("smith2020", "SAMPLE"),
        ("jones2021", "SAMPLE"),
    }
    assert {str(claim.evidence.design).rsplit("/", 1)[-1] for file in files for claim in file.claims} == {"case-series"}


@pytest.mark.parametrize("where", ["the same file", "another file"])
def test_a_study_described_twice_is_a_problem_and_not_the_end_of_the_build(
    where: str, folder: Folder, lexicon: Lexicon, tmp_path: Path
) -> None:
    if where == "the same file":
        home = folder(evidence=SMALL_EVIDENCE + "studies:\n  - {key: SAMPLE, label: Other, source: abstract}\n")
    else:
        other = changed("Sample study", "Other study", changed("smith2020", "jones2021"))
        home = folder(bib=SECOND_BIB, evidence__zjones_dot_yaml=other)
    _, problems = read(home, lexicon)
    assert len([problem for problem in problems if "SAMPLE" in problem.message]) == 1, list(map(str, problems))
    assert evgraph.build(home, tmp_path / "build").claims >= 2


def test_a_fault_in_a_further_study_is_reported_at_its_own_line(folder: Folder, lexicon: Lexicon) -> None:
    sound, faulty = "{key: A, label: A, source: abstract}", "{key: B, label: B, design: nonsense, source: abstract}"
    text = f"{SMALL_EVIDENCE}studies:\n  - {sound}\n  - {faulty}\n"
    _, problems = read(folder(evidence=text), lexicon)
    assert [(problem.line, problem.key) for problem in problems] == [(text.count("\n"), "studies[2].design")]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        pytest.param("value: 0.80", "valueText", id="value with a final zero"),
        pytest.param("value: not reached", "valueText", id="not reached"),
        pytest.param("value: -0.050", "valueText", id="below zero"),
        pytest.param("percent: 80.00", "percentText", id="percentage with zeros"),
        pytest.param("p: {value: 0.050}", "pValueText", id="P with a final zero"),
        pytest.param("ci: {lower: 0.10, upper: not estimable}", "ciUpperText", id="open interval"),
        pytest.param("ci: {lower: 0.10, upper: 3.0, level: 95.0}", "ciLevelText", id="level with a zero"),
        pytest.param("range: {lower: 1.0, upper: 1.50}", "rangeUpperText", id="range with a zero"),
    ],
)
def test_a_figure_survives_letter_for_letter_from_yaml_to_graph_and_summary(
    typed: str, field: str, folder: Folder, tmp_path: Path
) -> None:
    figure = typed.removeprefix("ci: ").removeprefix("range: ").removeprefix("p: ").strip("{}").split(": ")[-1]
    evgraph.build(folder(evidence=changed("percent: 80.0", typed)), tmp_path / "build")
    graph = evgraph.open(tmp_path / "build")
    rows = [row[0] for row in graph.query(f"SELECT ?t WHERE {{ ?e evg:{field} ?t }}")]
    assert rows == [figure]
    assert figure in graph.summary()


def test_a_quote_found_in_the_title_makes_its_claim_verified(folder: Folder, lexicon: Lexicon) -> None:
    claim = claims_of(read(folder(), lexicon)[0])["cells"]
    assert claim.review is Review.VERIFIED
    assert claim.evidence.span is not None
    assert claim.evidence.span.of("Bortezomib doubles the response of sample cells") == claim.evidence.quote


def test_a_claim_marked_unverified_stays_so_though_its_words_are_found(folder: Folder, lexicon: Lexicon) -> None:
    text = changed("source: title,", "source: title, status: unverified,")
    assert claims_of(read(folder(evidence=text), lexicon)[0])["cells"].review is Review.UNVERIFIED


PART = "  some: {label: some patients, part_of: all, source: abstract}\narms:"


def test_a_group_without_criteria_has_those_of_the_group_it_is_part_of(folder: Folder, lexicon: Lexicon) -> None:
    text = changed("arm: btz, n", "arm: btz, population: some, n", changed("arms:", PART))
    claim = claims_of(read(folder(evidence=text), lexicon)[0])["cr"]
    assert [iri.rsplit("/", 1)[-1] for iri in claim.proposition.population] == ["adult", "t-cell-all"]
    assert claim.evidence.population == "some"


def test_a_group_with_criteria_keeps_its_own(folder: Folder, lexicon: Lexicon) -> None:
    part = PART.replace("part_of", "criteria: [b-cell-precursor-all], part_of")
    text = changed("arm: btz, n", "arm: btz, population: some, n", changed("arms:", part))
    claim = claims_of(read(folder(evidence=text), lexicon)[0])["cr"]
    assert [iri.rsplit("/", 1)[-1] for iri in claim.proposition.population] == ["b-cell-precursor-all"]


@pytest.mark.parametrize("ends", ["all", "some"], ids=["part of itself", "part of its part"])
def test_groups_that_are_parts_of_each_other_are_a_problem_and_no_endless_loop(
    ends: str, folder: Folder, lexicon: Lexicon, tmp_path: Path
) -> None:
    text = changed("criteria: [t-cell-all, adult], size: 20", f"size: 20, part_of: {ends}", changed("arms:", PART))
    home = folder(evidence=text)
    files, problems = read(home, lexicon)
    assert sorted(claims_of(files)) == ["cells", "cr"]
    assert any("part_of" in problem.key for problem in problems), "a circle of groups is told"
    assert evgraph.build(home, tmp_path / "build").claims == 2


def test_an_agent_of_the_claim_comes_before_the_drugs_of_the_arm(folder: Folder, lexicon: Lexicon) -> None:
    text = changed("n: 16", "agents: [pegaspargase], n: 16")
    claim = claims_of(read(folder(evidence=text), lexicon)[0])["cr"]
    assert [iri.rsplit("/", 1)[-1] for iri in claim.proposition.agents] == ["pegaspargase"]


def test_a_claim_knows_the_lines_it_was_read_from(folder: Folder, lexicon: Lexicon) -> None:
    places = {key: claim.provenance.place for key, claim in claims_of(read(folder(), lexicon)[0]).items()}
    assert (places["cr"].line, places["cr"].end_line) == (11, 11)
    assert (places["cells"].line, places["cells"].end_line) == (12, 13)
    assert places["cr"].path == NAME


@pytest.mark.parametrize("name", ["x.YAML", "x.yml", "x.json", "sub/x.yaml", "notes.txt"])
def test_a_file_in_the_evidence_folder_is_read_or_reported_but_never_passed_over(
    name: str, folder: Folder, lexicon: Lexicon, tmp_path: Path
) -> None:
    home = folder()
    path = home / "evidence" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("work: nobody\n", encoding="utf-8")
    report = evgraph.build(home, tmp_path / "build")
    assert [problem for problem in report.problems if name.split("/")[0] in problem.path], "told of nowhere"


@pytest.mark.parametrize("how", ["a folder", "a link to nowhere"])
def test_what_is_named_like_an_evidence_file_and_cannot_be_read_is_a_problem(
    how: str, folder: Folder, lexicon: Lexicon
) -> None:
    home = folder()
    path = home / "evidence" / "x.yaml"
    path.mkdir() if how == "a folder" else path.symlink_to(home / "nowhere")
    files, problems = read(home, lexicon)
    assert [problem.path for problem in problems] == ["evidence/x.yaml"]
    assert sorted(claims_of(files)) == ["cells", "cr"]
