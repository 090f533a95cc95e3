"""What the pages of docs/ say is so: every query, file, command and table in them is tried out."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS
from typer.testing import CliRunner

import evgraph
from evgraph.claims.schema import load_schema
from evgraph.cli import app
from evgraph.computed import EDGES
from evgraph.lexicon import Lexicon
from evgraph.model import Basis, Kind, Review
from evgraph.vocabulary import EVG, expand
from tests.test_architecture import FILES, LAYERS, room

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = {name: (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in (
    "data-model", "evidence-files", "add-a-topic", "architecture", "resolve",
)}  # fmt: skip
MODEL, FILE, TOPIC, ROOMS, _ = PAGES.values()


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file it is (where one is named), its text."""

    language: str
    name: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(m[1], m[2] or "", m[3]) for m in re.finditer(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", page, re.M | re.S)]


def tables(page: str, *header: str) -> Iterator[list[list[str]]]:
    """Yield the rows of every table with this header."""
    for part in re.findall(rf"^\| {re.escape(' | '.join(header))} \|\n\|[-:|]+\|\n((?:\|.*\n)+)", page, re.M):
        yield [[cell.strip() for cell in line.strip("|\n").split("|")] for line in part.splitlines()]


def ticked(text: str) -> list[str]:
    """Return what stands between backticks, fenced blocks left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))


def says(shown: str, printed: str) -> bool:
    """Say whether what was printed is what is shown, where … stands for anything on a line."""
    return re.fullmatch(".*?".join(map(re.escape, shown.strip().split("…"))), printed.strip()) is not None


# --- every page ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", PAGES[page]) if "://" not in link]
    assert links
    assert [link for link in links if not (DOCS / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_term_of_the_schema_that_is_named_exists(page: str) -> None:
    assert {name for name in re.findall(r"\bevg:(\w+)", PAGES[page]) if name not in EVG.__annotations__} == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_is_named_exists(page: str) -> None:
    named = set(re.findall(r"evgraph (\w+)", "\n".join([*ticked(PAGES[page]), *(b.text for b in blocks(PAGES[page]))])))
    assert named <= {str(command.callback.__name__) for command in app.registered_commands if command.callback}


# --- data-model.md -------------------------------------------------------------------------------------------


def with_answers(page: str, graph: evgraph.EvidenceGraph) -> str:
    """Return a page with the answer after each SPARQL block as the graph gives it; the time is left out."""

    def answered(match: re.Match[str]) -> str:
        return f"{match[1]}\n```text\n{str(graph.query(match[2])).rpartition(', ')[0]}\n```\n"

    return re.sub(r"(^```sparql\n(.*?)^```\n)\n```text\n.*?^```\n", answered, page, flags=re.M | re.S)


def test_the_queries_have_the_answers_shown(graph: evgraph.EvidenceGraph) -> None:
    assert with_answers(MODEL, graph) == MODEL


def test_there_are_four_queries_of_eight_lines_at_most() -> None:
    queries = [block.text for block in blocks(MODEL) if block.language == "sparql"]
    assert len(queries) == 4
    assert max(len(query.splitlines()) for query in queries) <= 8
    assert MODEL.count("```sparql") == len(re.findall(r"```sparql\n[^`]+```\n\n```text\n[^`]+ rows?\n```\n", MODEL))


def test_every_class_of_the_schema_is_named() -> None:
    classes = {name for name in EVG.__annotations__ if name[0].isupper()}
    assert classes <= set(re.findall(r"`evg:(\w+)`", MODEL))


def test_every_borrowed_term_is_used_in_the_graph(graph: evgraph.EvidenceGraph) -> None:
    named = {name for name in ticked(MODEL) if re.fullmatch(r"(?!evg|graph|concept)[a-z]+:\w+", name)}
    used = {str(row[0]) for row in graph.query("SELECT DISTINCT ?x WHERE { { ?s ?x ?o } UNION { ?s a ?x } }")}
    assert len(named) > 20
    assert {name for name in named if expand(name) not in used} == set()


def test_the_review_states_and_bases_are_those_of_the_model() -> None:
    (rows,) = tables(MODEL, "state", "meaning")
    assert [ticked(row[0]) for row in rows] == [[state.value] for state in Review]
    assert {basis.value for basis in Basis} <= set(ticked(MODEL))


def test_the_ladder_is_that_of_the_designs(lexicon: Lexicon) -> None:
    ladder: dict[str, set[str]] = {}
    for design in lexicon.of_kind("Design"):
        if design.rung is not None:
            ladder.setdefault(str(design.rung), set()).add(design.label)
    (rows,) = tables(MODEL, "rung", "designs")
    assert {rung: set(designs.split(", ")) for rung, designs in rows} == ladder


def test_every_number_with_a_printed_form_is_listed_with_it() -> None:
    (rows,) = tables(MODEL, "number", "as printed")
    pairs = [pair for row in rows for pair in zip(ticked(row[0]), ticked(row[1]), strict=True)]
    texts = [f"evg:{name}" for name in EVG.__annotations__ if name.endswith("Text")]
    assert sorted(pairs) == sorted((text.removesuffix("Text"), text) for text in texts)


def test_the_named_graphs_are_those_of_a_build(graph: evgraph.EvidenceGraph) -> None:
    found = {str(row[0]) for row in graph.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")}
    works = {str(row[0]) for row in graph.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?work dcterms:type ?type } }")}
    (rows,) = tables(MODEL, "graph", "holds")
    example, mined, *others = [expand(name) for row in rows for name in ticked(row[0]) if name.startswith("graph:")]
    assert example in works
    assert mined in found
    assert set(others) == {name for name in found - works if "/mined/" not in name}


def test_the_iri_shown_is_that_of_a_claim(graph: evgraph.EvidenceGraph) -> None:
    shown = [name for name in ticked(MODEL) if name.startswith("https://")]
    assert [bool(graph.query("ASK { ?claim a evg:Claim }", claim=evgraph.iri(name))) for name in shown] == [True]


def test_the_derived_edges_are_those_that_are_derived() -> None:
    told = MODEL.partition("**Derived edges**")[2].partition("\n\n")[0]
    assert [name for name in ticked(told) if name.startswith("evg:")] == [f"evg:{name}" for name in EDGES]


def test_the_properties_are_defined_as_in_the_ontology_and_the_most_used_come_first(
    graph: evgraph.EvidenceGraph, root: Path
) -> None:
    ontology = Graph().parse(root / "ontology" / "evgraph.ttl")
    uses = {str(row[0]): row[1] for row in graph.query("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p")}
    (rows,) = tables(MODEL, "property", "of", "definition")
    names = [expand(ticked(row[0])[0]) for row in rows]
    assert [row[2] for row in rows] == [str(ontology.value(URIRef(name), SKOS.definition)) for name in names]
    counts = [uses[name] for name in names]
    # Neighbours may change places when the evidence grows a little, without the page being wrong.
    assert all(later <= 1.25 * earlier for earlier, later in pairwise(counts))


@pytest.mark.parametrize("row", next(tables(MODEL, "property", "of", "definition")), ids=lambda row: row[0].strip("`"))
def test_a_property_stands_on_the_nodes_that_are_named(row: list[str], graph: evgraph.EvidenceGraph) -> None:
    query = "SELECT DISTINCT ?c WHERE { ?s ?p ?o ; a ?c }"
    words = {"JournalArticle": "reference", "Expression": "reference", "Concept": "concept", "Person": "author"}
    words |= {name: name.lower() for name in re.findall(r"^\| (\w+) \| `evg:\1` \|", MODEL, re.M)}
    found = {re.split("[#/]", str(cell[0]))[-1] for cell in graph.query(query, p=evgraph.iri(ticked(row[0])[0]))}
    assert set(row[1].split(", ")) == {words[name] for name in found if name in words}


# --- evidence-files.md ---------------------------------------------------------------------------------------

SLIPS = re.findall(r"^```diff\n-(.*)\n\+(.*)\n```\n\n```text\n([^`]*)^```$", FILE, re.M)


@pytest.fixture
def build_example(tmp_path: Path, root: Path) -> Callable[[str, str], evgraph.Report]:
    def run(old: str = "", new: str = "") -> evgraph.Report:
        for block in blocks(FILE):
            if block.name:
                (tmp_path / block.name).parent.mkdir(parents=True, exist_ok=True)
                assert old in block.text or block.language != "yaml"
                text = block.text.replace(old, new, 1) if old else block.text
                (tmp_path / block.name).write_text(text, encoding="utf-8")
        return evgraph.build(tmp_path / "references", tmp_path / "build", ontology=root / "ontology")

    return run


def test_the_example_has_every_kind_of_claim_and_no_fault(
    build_example: Callable[..., evgraph.Report], tmp_path: Path
) -> None:
    assert [str(problem) for problem in build_example().problems if problem.severity == "error"] == []
    claims = evgraph.open(tmp_path / "build").corpus.curated[0].claims
    assert {claim.proposition.kind for claim in claims} == set(Kind)
    assert {claim.review for claim in claims} == {Review.VERIFIED, Review.READ, Review.UNVERIFIED}
    assert {claim.provenance.agent for claim in claims} == {"Ann Example"}


@pytest.mark.parametrize(("old", "new", "shown"), SLIPS)
def test_a_slip_is_answered_as_shown(
    old: str, new: str, shown: str, build_example: Callable[..., evgraph.Report]
) -> None:
    report = build_example(old, new)
    assert [str(problem) for problem in report.problems if problem.severity == "error"] == shown.splitlines()
    assert report.exit_code == 1


def test_there_are_four_slips() -> None:
    assert len(SLIPS) == FILE.count("```diff") == 4


def common_keys() -> set[str]:
    """Return the keys that every kind of claim may have."""
    return set.intersection(*(set(kind["properties"]) for kind in load_schema()["$defs"].values()))


def test_the_keys_are_those_of_the_schema() -> None:
    schema = load_schema()
    top = schema["properties"]
    entry = {name: next(iter(top[name]["patternProperties"].values())) for name in ("sources", "populations", "arms")}
    every = {"properties": common_keys(), "required": ["id", "kind", "source"]}
    parts = [
        schema,
        entry["sources"],
        top["studies"]["items"],
        entry["populations"],
        entry["arms"],
        every,
        top["decisions"]["items"],
    ]
    told = [{ticked(row[0])[0]: row[1] == "yes" for row in rows} for rows in tables(FILE, "key", "needed", "value")]
    assert told == [{name: name in part["required"] for name in part["properties"]} for part in parts]


def test_the_kinds_of_claims_have_the_keys_of_the_schema() -> None:
    *_, figures = tables(FILE, "key", "value")
    shorthand = {name for row in figures for name in ticked(row[0])}
    (rows,) = tables(FILE, "kind", "states", "must have", "may have")
    kinds = load_schema()["$defs"]
    assert [ticked(row[0])[0] for row in rows] == list(kinds)
    for name, _, needed, optional in rows:
        kind = kinds[ticked(name)[0]]
        own = set(kind["properties"]) - common_keys()
        must = set(kind["required"]) - {"id", "kind", "source"}
        assert set(ticked(needed)) == must
        assert set(ticked(optional)) | (shorthand if "figures" in optional else set()) == own - must


def test_every_word_that_a_key_allows_is_told() -> None:
    def words(node: object) -> Iterator[str]:
        if isinstance(node, dict):
            yield from (word for word in node.get("enum", ()) if isinstance(word, str))
            for value in node.values():
                yield from words(value)

    # A quoted word such as ">=" is told with its quotes; operators of P are explained by the sign itself.
    told = {name.strip('"') for name in ticked(FILE)}
    assert set(words(load_schema())) - {"<", ">", "<=", ">="} <= told


def test_the_editor_hint_leads_to_the_schema(root: Path) -> None:
    hints = re.findall(r"yaml-language-server: \$schema=(\S+)", FILE)
    schema = root / "evgraph" / "claims" / "evidence.schema.json"
    assert [(root / "references" / "evidence" / hint).resolve() for hint in hints] == [schema, schema]
    assert Path(shell(next(b.text for b in blocks(FILE) if "importlib" in b.text), root).strip()).samefile(schema)


# --- add-a-topic.md ------------------------------------------------------------------------------------------


def shell(command: str, folder: Path) -> str:
    """Run what a reader types, with the programs of this environment; return all that is printed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EVGRAPH")} | {"PATH": path}
    done = subprocess.run(["bash", "-uc", command], cwd=folder, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def topic(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str]]]:
    """Follow the page from an empty folder; return the folder and, for each answer shown, what was printed."""
    folder = tmp_path_factory.mktemp("my-topic")
    printed, pairs = "", []
    for block in blocks(TOPIC):
        if block.language == "sh":
            printed = shell(block.text, folder)
        elif block.language == "text" and not block.name:
            pairs.append((block.text, printed))
        elif block.name.startswith("build/"):
            known = (folder / block.name).read_text(encoding="utf-8").splitlines()
            pairs += [(line, line if line in known else "") for line in block.text.splitlines()]
        elif block.name:
            (folder / block.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.name).write_text(block.text, encoding="utf-8")
    return folder, pairs


def test_the_walk_from_an_empty_folder_prints_what_is_shown(topic: tuple[Path, list[tuple[str, str]]]) -> None:
    _, pairs = topic
    assert len(pairs) == 7
    for shown, printed in pairs:
        assert says(shown, printed), printed


def test_the_walk_ends_with_the_folder_that_is_drawn(topic: tuple[Path, list[tuple[str, str]]]) -> None:
    folder, _ = topic
    drawn = set(re.findall(r"[\w.-]+\.(?:bib|txt|yaml|ttl)", blocks(TOPIC)[0].text))
    found = {path.name for path in folder.rglob("*") if path.is_file()}
    assert drawn <= found
    assert {"evidence.html", "summary.md", "problems.md"} <= found


def test_the_troubles_are_as_told(topic: tuple[Path, list[tuple[str, str]]]) -> None:
    folder, _ = topic
    concepts, bib = folder / "ontology" / "concepts", folder / "references" / "asthma.bib"
    (concepts / "more.ttl").write_text(
        "@prefix c: <https://w3id.org/evgraph/concept/> .\n"
        "@prefix evg: <https://w3id.org/evgraph/ns#> .\n\nc:nameless a evg:Drug .\n"
    )
    assert "more.ttl:4: nameless: 0 preferred labels" in shell("evgraph build", folder)
    (concepts / "more.ttl").unlink()
    bib.write_text(bib.read_text(encoding="utf-8").replace("  citelist = {review2021.txt},\n", ""), encoding="utf-8")
    shell("evgraph build", folder)
    assert "nobody cites the works of this list" in (folder / "build" / "problems.md").read_text(encoding="utf-8")


# --- architecture.md -----------------------------------------------------------------------------------------

ROWS = next(tables(ROOMS, "layer", "room", "turns what into what", "third-party home"))


def test_the_rooms_and_layers_are_those_that_are_held() -> None:
    assert {ticked(row[1])[0]: float(row[0]) for row in ROWS} == LAYERS
    assert [float(row[0]) for row in ROWS] == sorted(LAYERS.values())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1].strip("`"))
def test_a_room_uses_the_libraries_that_are_named(row: list[str]) -> None:
    used: set[str] = set()
    for path in FILES:
        if room(path) == ticked(row[1])[0]:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                used |= set(libraries(node))
    assert sorted(used) == [name for name in row[3].split(", ") if name]


def libraries(node: ast.AST) -> Iterator[str]:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
        names = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    for name in names:
        top = name.partition(".")[0]
        if top != "evgraph" and top not in sys.stdlib_module_names:
            yield top


def test_every_place_to_change_is_there(root: Path) -> None:
    (rows,) = tables(ROOMS, "to add", "touch")
    named = [name for row in rows for name in ticked(row[1]) if "/" in name]
    assert [name for name in named if not (root / name).exists()] == []
    for name, path in re.findall(r"`([A-Z]+)` of `([^`]+)`", ROOMS):
        assert re.search(rf"^{name}\b", (root / path).read_text(encoding="utf-8"), re.M)


def test_the_exit_codes_are_as_told(folder: Callable[..., Path], tmp_path: Path) -> None:
    (rows,) = tables(ROOMS, "code", "meaning")
    inputs: tuple[dict[str, str | None], ...] = ({}, {"evidence": "work: unknown\n"}, {"bib": None, "evidence": None})
    for row, files in zip(rows, inputs, strict=True):
        done = CliRunner().invoke(app, ["build", str(folder(**files)), "--out", str(tmp_path / "out")])
        assert str(done.exit_code) == row[0]
