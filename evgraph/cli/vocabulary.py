"""Commands for vocabularies that others keep: vocabulary import, vocabulary list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evgraph.cli.common import errors

app = typer.Typer(no_args_is_help=True, help="Bring in concepts that others keep: MONDO, ChEBI, MeSH or your own.")
_SHOWN = 20


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="OBO, OWL, SKOS (.ttl, .rdf, .owl, .nt), CSV or TSV files.")],
    name: Annotated[str, typer.Option(help="What to call it; a second import of the name replaces the first.")],
    source: Annotated[str, typer.Option(help="Where it comes from: its web address, with the version.")],
    licence: Annotated[str, typer.Option(help="Under which terms it may be used: CC-BY-4.0.")],
    kind: Annotated[str | None, typer.Option(help="Class of the concepts: Condition, Drug, Target ...")] = None,
    into: Annotated[Path, typer.Option(help="Ontology folder.")] = Path("ontology"),
) -> None:
    """Read a vocabulary and put its concepts, with source and licence, into an ontology folder.

    Example: `evgraph vocabulary import mondo.obo --name mondo --kind Condition --licence CC-BY-4.0
    --source https://purl.obolibrary.org/obo/mondo.obo`
    """
    from evgraph.importing import import_vocabulary

    with errors():
        done = import_vocabulary(files, into, name, source, licence, kind)
    for problem in done.problems[:_SHOWN]:
        typer.echo(str(problem), err=True)
    if len(done.problems) > _SHOWN:
        typer.echo(f"and {len(done.problems) - _SHOWN:,} more problems", err=True)
    typer.echo(str(done))
    raise typer.Exit(int(bool(done.problems)))


@app.command("list")
def list_imported(
    ontology: Annotated[Path, typer.Argument(help="Ontology folder.")] = Path("ontology"),
) -> None:
    """Show the vocabularies that were imported, with their size, source and licence.

    Example: `evgraph vocabulary list ontology`
    """
    from evgraph.importing import read_vocabularies

    with errors():
        found = read_vocabularies(ontology)
    if not found:
        typer.echo(f"nothing was imported into {ontology}", err=True)
    for about in found:
        typer.echo(
            f"{about.name}: {about.concepts:,} concepts, {about.labels:,} labels; {about.licence}; {about.source}"
        )
