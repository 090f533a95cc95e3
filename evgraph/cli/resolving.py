"""Commands around services on the web and what they say: resolve, impact."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evgraph.cli.common import BuildFolder, errors, opened

if TYPE_CHECKING:
    from evgraph.model import Reference
    from evgraph.resolve.saved import Resolved
    from evgraph.resolve.service import Progress

#: Where to find services by another address, such as a mirror: `ncbi=https://... crossref=https://...`.
SERVICES = "EVGRAPH_SERVICES"


def resolve(
    references: Annotated[Path, typer.Argument(help="Folder with the references.")] = Path("references"),
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; use the answers on this machine.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again what was answered before.")] = False,
    email: Annotated[
        str | None, typer.Option("--email", envvar="EVGRAPH_EMAIL", help="Tell the services how to reach you.")
    ] = None,
) -> None:
    """Verify and complete references with PubMed, Crossref and others; `resolved.json` holds what was established.

    Example: `evgraph resolve references --offline`
    """
    with errors():
        failures = _resolve(references, offline=offline, refresh=refresh, email=email)
    raise typer.Exit(int(failures))


def impact(
    reference: Annotated[str, typer.Argument(help="Citation key of the reference to do without.")],
    build: BuildFolder = Path("build"),
) -> None:
    """List every claim, appraisal, sentence of the summary and line of the page that would change without a work.

    Example: `evgraph impact kantarjian2016`
    """
    from evgraph.impact import find_impact, render_impact

    with errors():
        graph = opened(build)
        sys.stdout.write(render_impact(find_impact(graph.corpus, graph.lexicon, reference)))


def _resolve(folder: Path, *, offline: bool, refresh: bool, email: str | None) -> bool:
    """Ask, write and print; return whether something of the input was not asked about."""
    from evgraph.resolve.cache import cache_folder
    from evgraph.resolve.chain import resolve_references
    from evgraph.resolve.http import Door
    from evgraph.resolve.saved import read_resolved, write_resolved
    from evgraph.resolve.service import MAIL

    if email:
        os.environ[MAIL] = email
    works = _references(folder)
    home, before = cache_folder(), read_resolved(folder)
    bases = _bases(os.environ.get(SERVICES, ""))
    with (
        _steps() as (step, tell),
        Door(home, offline=offline, refresh=refresh, bases=bases, tell=tell) as door,
    ):
        resolved, problems = resolve_references(works, door, home, before=before, tell=step)
    write_resolved(resolved, folder)
    _print(resolved, works)
    for told, count in Counter(replace(problem, key="") for problem in problems).items():
        typer.echo(f"{told}{f' ({count} times)' if count > 1 else ''}", err=True)
    return any(problem.severity.value == "error" for problem in problems)


def _bases(text: str) -> dict[str, str]:
    """Return the addresses of services by name, from pairs with commas or spaces between; raises `InputError`.

    >>> _bases("ncbi=https://a.example.org, crossref=https://b.example.org/x")
    {'ncbi': 'https://a.example.org', 'crossref': 'https://b.example.org/x'}
    """
    from urllib.parse import urlsplit

    from evgraph.errors import InputError
    from evgraph.resolve import RESOLVERS

    bases = {}
    for pair in text.replace(",", " ").split():
        name, _, base = pair.partition("=")
        if name not in RESOLVERS:
            raise InputError(f"no service has the name {name!r}", path=SERVICES, mend=f"one of {', '.join(RESOLVERS)}")
        try:
            parts = urlsplit(base)
            sound = parts.scheme in ("http", "https") and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound:
            mend = f"write {name}=https://mirror.example.org"
            raise InputError(f"{base!r} is no address of a service", path=SERVICES, mend=mend)
        bases[name] = base
    return bases


def _references(folder: Path) -> tuple[Reference, ...]:
    """Return the works of a folder, as a build reads them."""
    from evgraph.errors import InputError
    from evgraph.readers import read_folder
    from evgraph.references import unite

    works, _ = unite(read_folder(folder))
    if not works:
        raise InputError("no references here", path=str(folder), mend="put a .bib file or a pasted list there")
    return works


def _print(resolved: Resolved, works: tuple[Reference, ...]) -> None:
    """Print a line for each reference and each work it may be, and the tally."""
    from evgraph.resolve.saved import suggestions

    for key, entry in resolved.entries:
        state = entry.standing.state
        loud = f" {state.value.upper()}" if state.is_void or state.value == "expression of concern" else ""
        filled = f"; filled: {', '.join(one.field for one in entry.filled)}" if entry.filled else ""
        typer.echo(f"{key}: {entry.verdict.value}{loud} ({entry.reason}{filled})")
        for one in suggestions(entry):
            typer.echo(f"  may be {one}")
    tally = Counter(entry.verdict.value for _, entry in resolved.entries)
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(tally.items()))
    typer.echo(f"{len(works)} references: {told}", err=True)


@contextmanager
def _steps() -> Iterator[tuple[Callable[[str, int], None], Callable[[Progress], None]]]:
    """Show the step at work, and how many requests were answered, on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield (lambda step, count: None), (lambda progress: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def step(words: str, count: int) -> None:
            bar.update(task, description=f"{words} ({count} references)")

        def tell(progress: Progress) -> None:
            wait = f": waits {progress.seconds:.0f} s, {progress.reason}" if progress.what == "waiting" else ""
            bar.update(task, description=f"{progress.service}{wait}", advance=int(progress.what != "waiting"))

        yield step, tell
