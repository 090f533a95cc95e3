"""The `evgraph` command: arguments, progress, messages and exit codes; the work is done elsewhere.

Results go to standard output, messages to standard error. Exit codes: 0 done; 1 done, with problems to look at;
2 the command could not be carried out. Everything heavy is imported inside the commands, so that `--help` is instant.
`COMMANDS` is the whole list.
"""

from __future__ import annotations

from typing import Annotated

import typer

from evgraph.cli.appraising import compare, profile
from evgraph.cli.checking import check, pool
from evgraph.cli.common import GraphForm
from evgraph.cli.exploring import ask, path, query
from evgraph.cli.extracting import extract
from evgraph.cli.making import build, validate
from evgraph.cli.references import add, dedupe, read
from evgraph.cli.reporting import export, summary, view
from evgraph.cli.resolving import impact, resolve
from evgraph.cli.reviewing import review
from evgraph.cli.vocabulary import app as vocabulary

__all__ = ["COMMANDS", "GraphForm", "app"]

#: Group to its commands, in the order of the help.
COMMANDS = {
    "Make": (build, validate),
    "References": (read, add, dedupe, resolve),
    "Texts": (extract, review),
    "Figures": (check, pool, compare, profile),
    "Explore": (query, ask, path, impact),
    "Report": (summary, view, export),
}

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Turn the references a paper cites into an evidence graph that can be checked.\n\n"
    "Start: put references into a folder, `evgraph build`, then `evgraph ask` or open build/evidence.html.\n\n"
    "Exit codes: 0 done, 1 done with problems (see build/problems.md), 2 not done.",
)

for group, commands in COMMANDS.items():
    for command in commands:
        app.command(rich_help_panel=group)(command)
app.add_typer(vocabulary, name="vocabulary", rich_help_panel="Make")


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Entry point; see `app`."""
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"evgraph {installed('evgraph')}")
        raise typer.Exit
