"""evgraph: the references a paper cites as an evidence graph that can be checked.

    import evgraph
    evgraph.build("references")
    graph = evgraph.open("build")
    graph.ask("mechanisms", drug="bortezomib")

Importing this touches neither disk nor network, and loads nothing until it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evgraph.errors import (
        EvgraphError,
        GraphError,
        IdentifierError,
        InputError,
        Problem,
        QueryError,
        VocabularyError,
    )
    from evgraph.graph import EvidenceGraph
    from evgraph.graph import open_graph as open
    from evgraph.pipeline import Report, build
    from evgraph.query import Rows, iri

#: Name to (module, name there).
_HOMES = {
    "EvgraphError": ("evgraph.errors", "EvgraphError"),
    "EvidenceGraph": ("evgraph.graph", "EvidenceGraph"),
    "GraphError": ("evgraph.errors", "GraphError"),
    "IdentifierError": ("evgraph.errors", "IdentifierError"),
    "InputError": ("evgraph.errors", "InputError"),
    "Problem": ("evgraph.errors", "Problem"),
    "QueryError": ("evgraph.errors", "QueryError"),
    "Report": ("evgraph.pipeline", "Report"),
    "Rows": ("evgraph.query", "Rows"),
    "VocabularyError": ("evgraph.errors", "VocabularyError"),
    "build": ("evgraph.pipeline", "build"),
    "iri": ("evgraph.query", "iri"),
    "open": ("evgraph.graph", "open_graph"),
}

__all__ = [
    "EvgraphError",
    "EvidenceGraph",
    "GraphError",
    "IdentifierError",
    "InputError",
    "Problem",
    "QueryError",
    "Report",
    "Rows",
    "VocabularyError",
    "build",
    "iri",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'evgraph' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
