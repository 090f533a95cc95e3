"""Inputs that are broken, absurd or meant to harm: told of, inert, and never at the cost of what is sound."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import evgraph
from evgraph.claims import read_curated
from evgraph.errors import EvgraphError, GraphError, InputError, Problem, Severity
from evgraph.lexicon import Lexicon
from evgraph.pipeline import Report, assemble
from evgraph.readers import read_folder
from evgraph.references import unite
from tests.conftest import SMALL_BIB, SMALL_EVIDENCE

Folder = Callable[..., Path]
OTHER_BIB = SMALL_BIB.replace("smith2020", "jones2021").replace("10--12", "40--42")


def errors(report: Report) -> list[Problem]:
    return [problem for problem in report.problems if problem.severity is Severity.ERROR]


def changed(old: str, new: str, text: str = SMALL_EVIDENCE) -> str:
    assert old in text, f"{old!r} is not in the sample"
    return text.replace(old, new)


# --- a fault beside what is sound -------------------------------------------------------------------

FAULTY = [
    pytest.param(
        {"bib": SMALL_BIB + "@article{broken,\n title = {no end\n\n" + OTHER_BIB},
        "sample.bib",
        id="a broken entry between good ones",
    ),
    pytest.param(
        {"broken_dot_bib": "@article{x, title = {never closed"}, "broken.bib", id="a .bib without a sound entry"
    ),
    pytest.param({"data_dot_bib": b"\x00\x01\xff" * 400}, "data.bib", id="a binary .bib"),
    pytest.param({"data_dot_txt": b"\x89PNG\r\n\x1a\n\x00" + bytes(range(256))}, "data.txt", id="a picture named .txt"),
    pytest.param({"evidence__x_dot_yaml": b"\x00\x01\xfe\xff" * 400}, "evidence/x.yaml", id="a binary .yaml"),
    pytest.param(
        {"evidence__x_dot_yaml": "work: smith2020 \u00e9".encode("latin-1")}, "evidence/x.yaml", id="a .yaml in Latin-1"
    ),
    pytest.param({"evidence__x_dot_yaml": SMALL_EVIDENCE.encode("utf-16")}, "evidence/x.yaml", id="a .yaml in UTF-16"),
    pytest.param(
        {"evidence__x_dot_yaml": "work: nobody\nsources: {a: {basis: title}}\n"},
        "evidence/x.yaml",
        id="an unknown work",
    ),
    pytest.param({"evidence__x_dot_yaml": "- just\n- a list\n"}, "evidence/x.yaml", id="a list"),
    pytest.param({"evidence__x_dot_yaml": ""}, "evidence/x.yaml", id="an empty .yaml"),
    pytest.param({"evidence__x_dot_yaml": "a: " + "x" * 1_000_000}, "evidence/x.yaml", id="a line of a megabyte"),
    pytest.param({"evidence__x_dot_yaml": "a: " + "[" * 40_000}, "evidence/x.yaml", id="nested without end"),
    pytest.param(
        {"evidence__x_dot_yaml": "a: " + "[" * 20_000 + "]" * 20_000}, "evidence/x.yaml", id="nested on one line"
    ),
    pytest.param(
        {"evidence__x_dot_yaml": "a:\n" + "".join(f"{' ' * n}-\n" for n in range(1, 590))},
        "evidence/x.yaml",
        id="nested by indentation",
    ),
    pytest.param(
        {"evidence__x_dot_yaml": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"}, "evidence/x.yaml", id="a bomb of aliases"
    ),
    pytest.param({"evidence__x_dot_yaml": "work: \x07\n"}, "evidence/x.yaml", id="a control character"),
    pytest.param(
        {"evidence__x_dot_yaml": "work: !!python/object/apply:os.system [id]\n"},
        "evidence/x.yaml",
        id="a tag that would run",
    ),
]


@pytest.mark.parametrize(("more", "path"), FAULTY)
def test_a_faulty_file_is_told_of_and_the_sound_rest_is_built(
    more: dict[str, Any], path: str, folder: Folder, tmp_path: Path
) -> None:
    report = evgraph.build(folder(**more), tmp_path / "build")
    assert report.exit_code == 1
    assert {problem.path for problem in errors(report)} == {path}
    assert report.claims == 2
    assert f"`{path}" in (tmp_path / "build" / "problems.md").read_text(encoding="utf-8")


def test_entries_around_a_broken_one_are_both_in_the_graph(folder: Folder, tmp_path: Path) -> None:
    bib = SMALL_BIB + "@article{broken,\n title = {no end\n\n" + OTHER_BIB
    evgraph.build(folder(bib=bib), tmp_path / "build")
    assert {"smith2020", "jones2021"} <= {r.key for r in evgraph.open(tmp_path / "build").corpus.references}


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda folder, tmp: tmp / "nowhere", id="a folder that is missing"),
        pytest.param(lambda folder, tmp: folder(bib=None, evidence=None), id="an empty folder"),
        pytest.param(lambda folder, tmp: folder(bib=None), id="evidence without references"),
        pytest.param(lambda folder, tmp: folder() / "sample.bib", id="a file"),
        pytest.param(lambda folder, tmp: folder(bib="", evidence=None), id="an empty .bib"),
    ],
)
def test_where_there_is_nothing_to_build_from_nothing_is_made(
    make: Callable[[Folder, Path], Path], folder: Folder, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        evgraph.build(make(folder, tmp_path), tmp_path / "build")
    assert caught.value.problem.mend
    assert not (tmp_path / "build").exists()


# --- the graph would break its shapes ---------------------------------------------------------------

VIOLATIONS = [
    pytest.param("n: 16, of: 20", "n: 21, of: 20", "n of n/N is larger", id="more events than patients"),
    pytest.param("percent: 80.0", "percent: 120", "between 0 and 100", id="120 percent"),
    pytest.param("percent: 80.0", "percent: -1", "between 0 and 100", id="less than no percent"),
    pytest.param("percent: 80.0", "ci: {lower: 0.93, upper: 0.55}", "higher to the lower", id="a reversed interval"),
    pytest.param("percent: 80.0", "range: {lower: 9, upper: 1}", "higher to the lower", id="a reversed range"),
    pytest.param("percent: 80.0", "p: {value: 1.5}", "P lies between", id="P over one"),
    pytest.param("percent: 80.0", "measure: bortezomib, value: 1", "the measure is none", id="a drug as measure"),
    pytest.param("percent: 80.0", "design: bortezomib, value: 1", "no design", id="a drug as design"),
]


@pytest.mark.parametrize(("old", "new", "words"), VIOLATIONS)
def test_a_broken_shape_names_file_and_line_and_leaves_the_earlier_build_untouched(
    old: str, new: str, words: str, folder: Folder, tmp_path: Path
) -> None:
    out = tmp_path / "build"
    evgraph.build(folder(), out)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*") if path.is_file()}
    with pytest.raises(GraphError) as caught:
        evgraph.build(folder(evidence=changed(old, new)), out)
    line = next(row for row in str(caught.value).splitlines() if words in row)
    assert line.startswith("evidence/smith2020.yaml:11: ")
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in out.rglob("*") if path.is_file()} == before
    assert evgraph.open(out).counts["claims"] == 2


# --- words that are code somewhere ------------------------------------------------------------------

MARKS = "<script>alert(1)</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) </script><!-- ]]> `x` *b* | c"


class Inspector(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def hostile(folder: Folder) -> Path:
    quoted = json.dumps(MARKS)
    text = changed("Bortezomib makes sample cells die.", quoted)
    text = changed("label: all patients", f"label: {quoted}", text)
    text = changed("label: bortezomib", f"label: {quoted}", text)
    text = changed("label: Sample study", f"label: {quoted}, facts: [{quoted}]", text)
    text = changed("80.0, source: abstract", f"80.0, source: abstract, locator: {quoted}", text)
    text = changed("basis: title}", f"basis: title, about: {quoted}}}", text)
    bib = SMALL_BIB.replace("{Sample J}", f"{{{MARKS}}}") + OTHER_BIB
    bad = (
        f"work: jones2021\nsources: {{a: {{basis: title}}}}\nclaims: [{{id: {quoted}, kind: {quoted}}}]\n{quoted}: x\n"
    )
    return folder(bib=bib, evidence=text, evidence__zz_dot_yaml=bad)


def test_markup_in_the_input_is_inert_in_the_page(folder: Folder, tmp_path: Path) -> None:
    plain, marked = Inspector(), Inspector()
    evgraph.build(folder(), tmp_path / "build")
    plain.feed((tmp_path / "build" / "evidence.html").read_text(encoding="utf-8"))
    evgraph.build(hostile(folder), tmp_path / "build")
    page = (tmp_path / "build" / "evidence.html").read_text(encoding="utf-8")
    marked.feed(page)
    assert {tag for tag, _ in marked.tags} == {tag for tag, _ in plain.tags}
    assert sum(tag == "script" for tag, _ in marked.tags) == sum(tag == "script" for tag, _ in plain.tags)
    assert not [(tag, name) for tag, attrs in marked.tags for name in attrs if name.startswith("on")]
    assert not [attrs for _, attrs in marked.tags if "javascript:" in str(attrs.get("href", ""))]
    assert "alert(1)" in page, "shown as text, not dropped"


@pytest.mark.parametrize("name", ["summary.md", "problems.md"])
def test_markup_in_the_input_is_inert_in_the_reports(name: str, folder: Folder, tmp_path: Path) -> None:
    evgraph.build(hostile(folder), tmp_path / "build")
    page = (tmp_path / "build" / name).read_text(encoding="utf-8")
    outside = re.sub(r"`[^`\n]*`", "", page.replace("\\`", ""))
    assert "alert(1)" in page
    assert not re.search(r"<(?=[A-Za-z/!?])", outside)
    assert not re.search(r"(?<!\\)\[[^\[\]\n]*\]\(javascript:", outside)


def test_a_cell_of_the_last_table_cannot_be_split_by_what_it_holds(folder: Folder, tmp_path: Path) -> None:
    evgraph.build(hostile(folder), tmp_path / "build")
    rows = [
        row
        for row in (tmp_path / "build" / "summary.md").read_text(encoding="utf-8").splitlines()
        if row.startswith("| ")
    ]
    assert rows
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}


URLS = [
    "javascript:alert(1)",
    "https://example.org/a b",
    'https://example.org/"onclick="x',
    "https://example.org/<script>",
    "file:///etc/passwd",
    "data:text/html,x",
    "//example.org/x",
    "example.org",
    "https://",
    "https://example.org/\n",
    "https://exa[mple.org/",
    "https://example.org/%zz",
    "https://example.org/\u0000x",
    "ftp://example.org/x",
    "https://[x",
]


@pytest.mark.parametrize("url", URLS, ids=ascii)
def test_an_address_that_is_none_is_refused_in_an_evidence_file(
    url: str, folder: Folder, root: Path, lexicon: Lexicon
) -> None:
    home = folder(evidence=changed('"https://example.org/smith2020"', json.dumps(url)))
    files, problems = read_curated(home, unite(read_folder(home))[0], lexicon)
    assert any("url" in problem.key or problem.line == 4 or problem.line is None for problem in problems)
    assert url not in {source.url for file in files for source in file.sources}
    assert [problem for problem in assemble(home, root / "ontology").problems if problem.severity is Severity.ERROR]


@pytest.mark.parametrize("url", [url for url in URLS if not url.startswith("ftp") and url.isprintable()], ids=ascii)
def test_an_address_that_is_none_is_told_of_in_a_bib_file_and_never_becomes_a_link(
    url: str, folder: Folder, tmp_path: Path
) -> None:
    report = evgraph.build(
        folder(bib=changed("  year ", f"  url = {{{url}}},\n  year ", SMALL_BIB)), tmp_path / "build"
    )
    assert report.claims == 2
    assert [problem for problem in report.problems if "url" in str(problem)], "told of nowhere"
    assert f"]({url})" not in (tmp_path / "build" / "summary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["a\u2028b", "a\u2029b", "a\u0085b", "a\u200bb", "\u202eabc", "a\ufeffb", "\U0001f600", "e\u0301"],
    ids=ascii,
)
def test_a_character_out_of_the_ordinary_survives_from_yaml_to_file_and_store(
    text: str, folder: Folder, tmp_path: Path
) -> None:
    typed = json.dumps(f"Cells {text} die.", ensure_ascii=max(text) < "\U00010000")
    home = folder(evidence=changed("Bortezomib makes sample cells die.", typed))
    evgraph.build(home, tmp_path / "build")
    graph = evgraph.open(tmp_path / "build")
    statements = [claim.statement for file in graph.corpus.curated for claim in file.claims if claim.statement]
    assert statements == [f"Cells {text} die."]
    data = list(ox.parse(path=str(tmp_path / "build" / "evidence.nq"), format=ox.RdfFormat.N_QUADS))
    assert f"Cells {text} die." in {quad.object.value for quad in data if isinstance(quad.object, ox.Literal)}


def test_very_long_words_are_kept_whole(folder: Folder, tmp_path: Path) -> None:
    long = "x" * 90_000
    evgraph.build(folder(evidence=changed("label: bortezomib,", f"label: {long},")), tmp_path / "build")
    assert long in (tmp_path / "build" / "summary.md").read_text(encoding="utf-8")


# --- nothing is lost, whatever is damaged -----------------------------------------------------------

RICH = (
    SMALL_EVIDENCE.partition("claims:\n")[0]
    + """\
  care: {label: usual care, population: some, role: comparator, interventions: [pegaspargase], source: abstract}
studies:
  - {key: FURTHER, label: Further study, registry: [NCT02013167], source: [abstract, title]}
claims:
  - {id: cr, kind: result, outcome: complete-remission, arm: btz, n: 16, of: 20, percent: 80.0, source: abstract,
     differs_from: [{claim: later, reason: later cut-off}]}
  - {id: later, kind: result, outcome: complete-remission, arm: care, percent: 81.0, at: P6M, source: abstract}
  - {id: os, kind: comparison, outcome: overall-survival, arm: btz, versus: care, measure: hazard-ratio, value: 0.80,
     ci: {lower: 0.50, upper: not reached, level: 95}, p: {value: 0.050, operator: <}, source: [abstract, title]}
  - {id: cells, kind: mechanism, agents: [bortezomib], effect: increases, targets: [apoptosis], source: title,
     quote: doubles the response, statement: Cells die.}
  - {id: end, kind: conclusion, agents: [bortezomib], statement: Learn more., status: unverified, source: title}
"""
).replace("\narms:", "\n  some: {label: some patients, part_of: all, size: 9, source: abstract}\narms:")


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of everything within a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [p for key, item in items for p in ((*path, key), *paths_of(item, (*path, key)))]


WHOLE: dict[str, Any] = yaml.load(RICH, Loader=yaml.BaseLoader)
PATHS = sorted(paths_of(WHOLE), key=str)
ODD: list[Any] = [
    "",
    "x",
    "cr",
    "btz",
    "all",
    "SAMPLE",
    "abstract",
    "title",
    "smith2020",
    "bortezomib",
    "apoptosis",
    "result",
    "-1",
    "1e9",
    "not reached",
    "P",
    "0.80\n",
    "\u0661",
    "javascript:x",
    "a/b",
    [],
    {},
    ["x"],
    ["abstract"],
    [[]],
    [{}],
    [["x"]],
    {"x": "y"},
    {"key": "SAMPLE"},
    {"claim": "cr", "reason": "r"},
    "https://[",
    "<b>",
    "\u2028",
    "1" * 40,
]
DAMAGE = st.lists(
    st.tuples(st.sampled_from(PATHS), st.sampled_from(["drop", "rename", "replace", "double"]), st.sampled_from(ODD)),
    min_size=1,
    max_size=4,
)


def damaged(steps: list[tuple[tuple[Any, ...], str, Any]]) -> dict[str, Any]:
    """Return the rich sample with damage done; a step whose place is gone does nothing."""
    value = copy.deepcopy(WHOLE)
    for path, what, odd in steps:
        parent: Any = value
        try:
            for key in path[:-1]:
                parent = parent[key]
            item = parent[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if what == "replace":
            parent[path[-1]] = copy.deepcopy(odd)
        elif what == "double" and isinstance(parent, list):
            parent.append(copy.deepcopy(item))
        elif what == "rename" and isinstance(parent, dict):
            parent[f"{path[-1]}x"] = parent.pop(path[-1])
        else:
            parent.pop(path[-1])
    return value


def ids_of(value: dict[str, Any]) -> list[str]:
    claims = value.get("claims")
    found = [c.get("id") for c in claims if isinstance(c, dict)] if isinstance(claims, list) else []
    return [name for name in found if isinstance(name, str) and name]


def test_the_rich_sample_is_sound(folder: Folder, tmp_path: Path) -> None:
    report = evgraph.build(folder(evidence=RICH), tmp_path / "build")
    assert (report.claims, errors(report)) == (5, [])


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=DAMAGE)
def test_whatever_is_damaged_every_claim_is_in_the_graph_or_named_by_a_problem(
    steps: list[tuple[tuple[Any, ...], str, Any]], folder: Folder, lexicon: Lexicon
) -> None:
    value = damaged(steps)
    home = folder(evidence=json.dumps(value))
    files, problems = read_curated(home, unite(read_folder(home))[0], lexicon)
    if not files:
        assert problems, "a whole file was passed over"
        return
    kept = [claim.key for file in files for claim in file.claims]
    assert len(kept) == len(set(kept))
    named = [p for p in problems if p.severity is Severity.ERROR]
    for name in set(ids_of(value)) - set(kept):
        assert any(f"[{name}]" in problem.key for problem in named), (name, list(map(str, problems)))
    for name in {name for name in ids_of(value) if ids_of(value).count(name) > 1}:
        assert any(f"[{name}]" in problem.key for problem in named), f"{name} stands twice"
    if "claims" in value and not isinstance(value["claims"], list):
        assert any(problem.key == "claims" for problem in named)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(steps=DAMAGE)
def test_whatever_is_damaged_a_build_ends_in_a_graph_or_in_an_error_on_purpose(
    steps: list[tuple[tuple[Any, ...], str, Any]], folder: Folder, root: Path
) -> None:
    home = folder(evidence=json.dumps(damaged(steps)))
    told = ""
    try:
        assert len(assemble(home, root / "ontology").corpus.references) == 1
    except EvgraphError as error:
        told = str(error)
    assert not told or "smith2020.yaml:" in told, "an error on purpose names file and line"


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=200), at=st.integers(0, len(RICH.encode())), cut=st.integers(0, 60))
def test_any_bytes_anywhere_in_an_evidence_file_never_crash_the_reading(
    data: bytes, at: int, cut: int, folder: Folder, lexicon: Lexicon
) -> None:
    raw = RICH.encode()
    home = folder(evidence=None, evidence__smith2020_dot_yaml=raw[:at] + data + raw[at + cut :])
    files, problems = read_curated(home, unite(read_folder(home))[0], lexicon)
    assert files or problems


@pytest.mark.parametrize("number", [1, 3])
def test_the_count_of_the_report_is_the_count_of_the_graph(number: int, folder: Folder, tmp_path: Path) -> None:
    text = SMALL_EVIDENCE + "".join(f"  - {{id: c{n}, kind: nonsense, source: title}}\n" for n in range(number))
    report = evgraph.build(folder(evidence=text), tmp_path / "build")
    graph = evgraph.open(tmp_path / "build")
    assert (report.claims, len(errors(report))) == (2, number)
    assert report.claims == graph.counts["claims"] == sum(len(file.claims) for file in graph.corpus.curated)
    assert report.triples == len((tmp_path / "build" / "evidence.nq").read_text(encoding="utf-8").splitlines())
