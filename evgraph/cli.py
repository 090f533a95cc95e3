"""The `evgraph` command: arguments, progress, messages and exit codes; the work is done elsewhere.

Results go to standard output, messages to standard error. Exit codes: 0 done; 1 done, with problems to look at;
2 the command could not be carried out. Everything heavy is imported inside the commands, so that `--help` is instant.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evgraph.graph import EvidenceGraph
    from evgraph.query import Rows

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Turn the references a paper cites into an evidence graph that can be checked.\n\n"
    "Start: put references into a folder, `evgraph build`, then `evgraph ask` or open build/evidence.html.\n\n"
    "Exit codes: 0 done, 1 done with problems (see build/problems.md), 2 not done.",
)

MAKE, EXPLORE, REPORT = "Make", "Explore", "Report"
BuildFolder = Annotated[Path, typer.Option("--build", "-b", envvar="EVGRAPH_BUILD", help="Folder that a build made.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File to write instead of standard output.")]


class RowsForm(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class GraphForm(StrEnum):
    """What a graph is exported as; a test compares it with `export.WRITERS`."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    JSONLD = "jsonld"
    GRAPHML = "graphml"


Format = Annotated[RowsForm, typer.Option("--format", "-f", help="How to print the rows.")]


@contextmanager
def _errors() -> Iterator[None]:
    """Show what evgraph raises on purpose as a message and leave with code 2; anything else is a bug and shows."""
    import warnings

    from evgraph.errors import EvgraphError, EvgraphWarning

    def show(message: Warning | str, *_: object, **__: object) -> None:
        typer.echo(f"warning: {message}", err=True)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", EvgraphWarning)
            warnings.showwarning = show
            yield
    except EvgraphError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from error


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show the step at work on a terminal; say nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update


def _open(folder: Path) -> EvidenceGraph:
    from evgraph.graph import open_graph

    return open_graph(folder)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8", newline="\n")
        typer.echo(f"wrote {output}", err=True)


def _print_rows(rows: Rows, form: RowsForm) -> None:
    if form is RowsForm.TABLE:
        typer.echo(str(rows))
    else:
        sys.stdout.write(rows.to_csv() if form is RowsForm.CSV else rows.to_json() + "\n")


def _pairs(words: list[str]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    if wrong := [word for word, equals, _ in pairs if not equals]:
        raise typer.BadParameter(f"{wrong[0]!r} is not name=value")
    return {name: value for name, _, value in pairs}


@app.command(rich_help_panel=MAKE)
def build(
    references: Annotated[
        Path, typer.Argument(help="Folder with .bib files, pasted lists and evidence/*.yaml.")
    ] = Path("references"),
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to make.")] = Path("build"),
    ontology: Annotated[Path | None, typer.Option(help="Folder of concepts (default: beside the references).")] = None,
) -> None:
    """Build the graph, the page, the summary and the list of problems.

    Example: `evgraph build references --out build`
    """
    from evgraph.pipeline import build as run_build

    with _errors():
        with _progress() as progress:
            report = run_build(references, out, ontology=ontology, progress=progress)
        typer.echo(str(report), err=True)
        for problem in report.problems:
            if problem.severity.value == "error":
                typer.echo(str(problem), err=True)
    raise typer.Exit(report.exit_code)


@app.command(rich_help_panel=MAKE)
def validate(
    references: Annotated[Path, typer.Argument(help="Folder to check.")] = Path("references"),
    ontology: Annotated[Path | None, typer.Option(help="Folder of concepts (default: beside the references).")] = None,
) -> None:
    """Check references, evidence files and shapes without writing anything.

    Example: `evgraph validate references`
    """
    from evgraph.pipeline import assemble, ontology_folder
    from evgraph.problems import render_problems

    with _errors():
        with _progress() as progress:
            parts = assemble(references, ontology_folder(references, ontology), progress)
        sys.stdout.write(render_problems(parts.problems))
    raise typer.Exit(int(any(problem.severity.value == "error" for problem in parts.problems)))


@app.command(rich_help_panel=EXPLORE)
def query(
    sparql: Annotated[str, typer.Argument(help="A SPARQL query, a file that holds one, or - for standard input.")],
    bind: Annotated[list[str] | None, typer.Option("--bind", help="Bind a variable to a text: name=value.")] = None,
    build: BuildFolder = Path("build"),
    form: Format = RowsForm.TABLE,
) -> None:
    """Ask in SPARQL; all prefixes are known.

    Example: `evgraph query "SELECT ?label WHERE { ?drug a evg:Drug ; skos:prefLabel ?label }"`
    """
    with _errors():
        text = sys.stdin.read() if sparql == "-" else sparql
        if sparql.endswith((".rq", ".sparql")) and Path(sparql).is_file():
            text = Path(sparql).read_text(encoding="utf-8")
        _print_rows(_open(build).query(text, **_pairs(bind or [])), form)


@app.command(rich_help_panel=EXPLORE)
def ask(
    question: Annotated[str | None, typer.Argument(help="Name of a question; without one, all are listed.")] = None,
    given: Annotated[list[str] | None, typer.Argument(help="Parameters: name=value.")] = None,
    build: BuildFolder = Path("build"),
    form: Format = RowsForm.TABLE,
) -> None:
    """Ask one of the named questions, or list them.

    Example: `evgraph ask mechanisms drug=bortezomib`
    """
    from evgraph.questions import read_questions

    with _errors():
        if question is None:
            for item in read_questions():
                names = " ".join(f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in item.params)
                typer.echo(f"{item.name} {names}".rstrip() + f"\n    {item.question}")
            return
        _print_rows(_open(build).ask(question, **_pairs(given or [])), form)


@app.command(rich_help_panel=EXPLORE)
def path(
    source: Annotated[str, typer.Argument(help="A concept, by any of its names.")],
    target: Annotated[str, typer.Argument(help="Another concept.")],
    hops: Annotated[int, typer.Option(min=1, max=6, help="At most so many steps.")] = 4,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many paths.")] = 5,
    build: BuildFolder = Path("build"),
) -> None:
    """Show the paths between two concepts, each hop with its references and the grade of its evidence.

    Example: `evgraph path bortezomib "T-cell ALL" --hops 3`
    """
    from evgraph.network import find_paths, path_text

    with _errors():
        graph = _open(build)
        ends = graph.concept(source).iri, graph.concept(target).iri
        network = graph.network()
        paths = find_paths(network, *ends, max_hops=hops, limit=limit)
        typer.echo("\n\n".join(path_text(found, network) for found in paths) or "no path within so many hops")


@app.command(rich_help_panel=REPORT)
def summary(build: BuildFolder = Path("build"), output: Output = None) -> None:
    """Print the summary, each sentence with its references.

    Example: `evgraph summary > summary.md`
    """
    with _errors():
        _write(_open(build).summary(), output)


@app.command(rich_help_panel=REPORT)
def view(
    around: Annotated[str | None, typer.Option(help="Only what lies around this concept or citation key.")] = None,
    hops: Annotated[int, typer.Option(min=1, max=4, help="How many steps around it.")] = 1,
    build: BuildFolder = Path("build"),
    output: Output = None,
) -> None:
    """Write the graph as one HTML page that opens offline; with --around, a part of it.

    Example: `evgraph view --around bortezomib --hops 1 -o bortezomib.html`
    """
    from evgraph.view import render_page

    with _errors():
        graph = _open(build)
        network, subtitle = graph.network(), ""
        if around is not None:
            network, subtitle = graph.around(around, hops), f"{hops} step{'s' if hops > 1 else ''} around {around}"
        _write(render_page(network, title="Evidence graph", subtitle=subtitle), output)


@app.command(rich_help_panel=REPORT)
def export(
    form: Annotated[GraphForm, typer.Option("--format", "-f", help="The form to write.")] = GraphForm.TURTLE,
    build: BuildFolder = Path("build"),
    output: Output = None,
) -> None:
    """Write the graph for other programs: Turtle, TriG, N-Quads, JSON-LD or GraphML.

    Example: `evgraph export --format graphml -o evidence.graphml`
    """
    from evgraph.export import export_graph

    with _errors():
        _write(export_graph(_open(build), form.value), output)


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Entry point; see `app`."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"evgraph {installed('evgraph')}")
        raise typer.Exit
