"""Build the evidence graph of `references/` into `build/`. The same as `evgraph build`."""

from evgraph.cli import app

app(["build"])
