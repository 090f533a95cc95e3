"""The table of rooms in docs/architecture.md, held: imports run downwards only, and importing costs nothing."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError

PACKAGE = Path(__file__).resolve().parents[1] / "evgraph"

#: Module or package to its layer; an import may only go to a lower layer, or stay in the same package.
LAYERS = {
    "errors": 0,
    "identifiers": 1,
    "model": 2,
    "standards": 2,
    "vocabulary": 3,
    "compact": 3,
    "checks": 4,
    "citation": 4,
    "pooling": 5,
    "appraisal": 6,
    "appraised": 8,
    "appraisaltext": 9,
    "lexicon": 4,
    "sameness": 4,
    "wording": 4,
    "files": 4,
    "problems": 4,
    "importing": 5,
    "readers": 5,
    "dedupe": 5.7,
    "references": 6,
    "resolve": 6.5,
    "writers": 5.5,
    "adding": 7,
    "resolved": 7,
    "readtable": 8,
    "texts": 7,
    "reviewing": 7,
    "meeting": 7,
    "findingsview": 9,
    "checktable": 9,
    "claims": 6,
    "extract": 6,
    "rdf": 7,
    "store": 8,
    "computed": 8,
    "checked": 8,
    "query": 9,
    "questions": 9.5,
    "network": 10,
    "paths": 11,
    "sentences": 10,
    "summary": 11,
    "view": 11,
    "graph": 12,
    "impact": 12,
    "export": 13,
    "pipeline": 13,
    "cli": 14,
    "__init__": 15,
    "__main__": 15,
}


def room(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "evgraph":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evgraph."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("evgraph.")}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_downwards_only(path: Path) -> None:
    own = room(path)
    assert own in LAYERS, f"give {own} a layer"
    wrong = {name for name in imported(path) if name != own and LAYERS[name] >= LAYERS[own]}
    # `export` and `sentences` name a type of a higher room under TYPE_CHECKING at most; nothing else may.
    assert not wrong, f"{own} (layer {LAYERS[own]}) imports {sorted(wrong)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_import_is_relative_or_starred(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert all(alias.name != "*" for alias in node.names)


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_test_that_reaches_for_the_network_fails() -> None:
    with socket.socket() as reaching, pytest.raises((SocketConnectBlockedError, UserWarning), match=r"192\.0\.2\.1"):
        reaching.connect(("192.0.2.1", 80))


def test_importing_evgraph_loads_nothing_heavy() -> None:
    heavy = "{'rdflib','networkx','pyvis','pandas','pyshacl','scipy','numpy','jinja2','yaml','requests','pyoxigraph'}"
    assert run(f"import sys, evgraph; print(sorted({heavy} & set(sys.modules)))") == "[]"


def test_the_command_line_loads_nothing_heavy_before_a_command() -> None:
    heavy = "{'rdflib','networkx','pyvis','pandas','pyshacl','scipy','numpy','jinja2','yaml','requests','pyoxigraph'}"
    assert run(f"import sys, evgraph.cli; print(sorted({heavy} & set(sys.modules)))") == "[]"


def test_nothing_in_the_code_knows_the_topic() -> None:
    words = ("leuk", "bortezomib", "blinatumomab", "inotuzumab", "proteasome", "notch1", "remission")
    found = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = {id(node.body[0].value) for node in ast.walk(tree) if _documented(node)}  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                found += [(path.name, node.value) for word in words if word in node.value.lower()]
    # The help of a command may show an example; it runs on the project's own corpus.
    examples = {"exploring.py", "reporting.py"}
    assert [item for item in found if item[0] not in examples] == []


def _documented(node: ast.AST) -> bool:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return isinstance(node, kinds) and bool(node.body) and ast.get_docstring(node) is not None
