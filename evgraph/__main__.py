"""`python -m evgraph`: the same as the `evgraph` command."""

from evgraph.cli import app

app()
