"""Commands that explore: query, ask, path."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from evgraph.cli.common import BuildFolder, Format, RowsForm, Whole, errors, opened, pairs_of, print_rows


def query(
    sparql: Annotated[str, typer.Argument(help="A SPARQL query, a file that holds one, or - for standard input.")],
    bind: Annotated[list[str] | None, typer.Option("--bind", help="Bind a variable to a text: name=value.")] = None,
    build: BuildFolder = Path("build"),
    form: Format = RowsForm.TABLE,
    whole: Whole = False,
) -> None:
    """Ask in SPARQL; all prefixes are known.

    Example: `evgraph query "SELECT ?label WHERE { ?drug a evg:Drug ; skos:prefLabel ?label }"`
    """
    with errors():
        text = sys.stdin.read() if sparql == "-" else sparql
        if sparql.endswith((".rq", ".sparql")) and Path(sparql).is_file():
            text = Path(sparql).read_text(encoding="utf-8")
        print_rows(opened(build).query(text, **pairs_of(bind or [])), form, whole=whole)


def ask(
    question: Annotated[str | None, typer.Argument(help="Name of a question; without one, all are listed.")] = None,
    given: Annotated[list[str] | None, typer.Argument(help="Parameters: name=value.")] = None,
    build: BuildFolder = Path("build"),
    form: Format = RowsForm.TABLE,
    whole: Whole = False,
) -> None:
    """Ask one of the named questions, or list them.

    Example: `evgraph ask mechanisms drug=bortezomib`
    """
    from evgraph.questions import find_question, read_questions

    with errors():
        if question is None:
            for item in read_questions():
                names = " ".join(f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in item.params)
                typer.echo(f"{item.name} {names}".rstrip() + f"\n    {item.question}")
            return
        rows = opened(build).ask(question, **pairs_of(given or []))
        print_rows(rows, form, whole=whole)
        if not rows:
            typer.echo(f"no answer in this build to: {find_question(question).question}", err=True)


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
    from evgraph.paths import find_paths, path_text

    with errors():
        graph = opened(build)
        ends = graph.concept(source).iri, graph.concept(target).iri
        network = graph.network()
        paths = find_paths(network, *ends, max_hops=hops, limit=limit)
        text = "\n\n".join(path_text(found, network) for found in paths) or "no path within so many hops"
        typer.echo(text)
        graph.flag(text)
