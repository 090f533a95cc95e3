"""The command for looking at what was mined and what is in doubt."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evgraph.cli.common import errors, progress_bar

if TYPE_CHECKING:
    from evgraph.model import Corpus
    from evgraph.reviewing import Item

Folder = Annotated[Path, typer.Argument(help="Folder of references.")]


def review(
    references: Folder = Path("references"),
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="Accept a mined claim, as REFERENCE/KEY.")
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option("--reject", help="Reject a mined claim, as REFERENCE/KEY.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decides; needed to decide.")] = None,
    remark: Annotated[str | None, typer.Option("--remark", help="Why, in your own words.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many to list; 0 for all.")] = 20,
) -> None:
    """List what to look at, most doubtful first, or write what you decide into the evidence files.

    Example: `evgraph review references`
    """
    from evgraph.lexicon import read_concepts
    from evgraph.pipeline import ontology_folder, read_corpus
    from evgraph.reviewing import to_review

    with errors(), progress_bar() as say:
        say("reading")
        corpus, _ = read_corpus(references, read_concepts(ontology_folder(references)))
        chosen = [(name, "accepted") for name in accept or []] + [(name, "rejected") for name in reject or []]
        if chosen:
            _decide(corpus, references, chosen, by, remark)
        else:
            _show(to_review(corpus), limit)


def _decide(corpus: Corpus, folder: Path, chosen: list[tuple[str, str]], by: str | None, remark: str | None) -> None:
    from evgraph.errors import InputError
    from evgraph.model import Decision, Review
    from evgraph.reviewing import record_decision

    if not by:
        raise typer.BadParameter("say who decides: --by NAME")
    if twice := sorted(name for name in dict(chosen) if sum(other == name for other, _ in chosen) > 1):
        raise typer.BadParameter(f"{twice[0]} is decided twice")
    open_claims = {
        f"{claim.reference}/{claim.key}"
        for file in corpus.mined
        for claim in file.claims
        if claim.review is Review.MINED
    }
    for name, _ in chosen:
        if name not in open_claims:
            raise InputError(f"no open mined claim {name!r}", mend="copy a key that `evgraph review` lists")
    for name, decision in chosen:
        reference, _, key = name.partition("/")
        path = record_decision(folder, reference, Decision(key, Review(decision), by, remark))
        typer.echo(f"{decision} {name} in {path}", err=True)


def _show(items: tuple[Item, ...], limit: int) -> None:
    from evgraph.readtable import visible
    from evgraph.reviewing import WHY

    shown, doubt = items[:limit] if limit else items, None
    for item in shown:
        if item.doubt is not doubt:
            doubt = item.doubt
            typer.echo(f"\n{WHY[doubt][0].upper()}{WHY[doubt][1:]}: {sum(one.doubt is doubt for one in items)}")
        name = f"{item.reference}/{item.claim}" if item.claim else item.reference
        detail = f" [{item.detail}]" if item.detail else ""
        typer.echo(visible(f"  {name}{detail}\n    {item.label}" + (f"\n    “{item.words}”" if item.words else "")))
    rest = len(items) - len(shown)
    typer.echo(f"\n{len(items)} to look at" + (f"; {rest} more: --limit 0 shows all" if rest else ""))
