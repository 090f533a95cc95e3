"""docs/first-steps.ipynb runs from top to bottom wherever it is started, and shows what its words promise."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "first-steps.ipynb"


def notebook() -> NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


def execute(book: NotebookNode, folder: Path, home: Path) -> NotebookNode:
    """Run a notebook in a folder by this interpreter, whatever kernels and settings the machine has of its own."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(home / name.lower()))
        kernel = AsyncKernelManager(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
        client = NotebookClient(book, km=kernel, timeout=60, resources={"metadata": {"path": str(folder)}})
        return client.execute(cleanup_kc=True)


def code_cells(book: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    return execute(notebook(), NOTEBOOK.parent, tmp_path_factory.mktemp("jupyter"))


def shown(executed: NotebookNode, code: str) -> str:
    """Return as text what the cell that begins with this code shows."""
    (cell,) = [cell for cell in code_cells(executed) if cell.source.startswith(code)]
    parts = [output.get("data", {"text/plain": output.get("text")}) for output in cell.outputs]
    return "\n".join(part.get("text/markdown", part["text/plain"]) for part in parts)


def test_every_cell_shows_something_and_none_fails(executed: NotebookNode) -> None:
    for cell in code_cells(executed):
        kinds = [output.output_type for output in cell.outputs]
        assert kinds, cell.source
        assert "error" not in kinds
        assert [output.text for output in cell.outputs if output.get("name") == "stderr"] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import tempfile", "0 problems"),
        ('graph.ask("outcome-by-subtype"', "16/20 (80 %)"),
        ('graph.ask("outcome-by-subtype"', "0/2"),
        ('graph.ask("mechanisms"', "26S proteasome"),
        ('graph.ask("after"', "stem-cell transplantation"),
        ("for question", "Which figures differ between two sources, who says so, and why?"),
        ("graph.query", "CR or CRp with bortezomib plus VXLD in patients with B-prec"),
        ('graph.ask("rests-on"', "evidence/messinger2012.yaml"),
        ("mechanisms =", "in vitro"),
        ("from evgraph.paths import path_text", "weakest hop: bortezomib"),
        ("hop =", "bortezomib"),
        ("from evgraph.network import most_connected", "bortezomib"),
        ("print(report.folder", "evidence.html"),
        ("from IPython", "CR or CRp in patients with B-precursor ALL was reported in 16/20 (80 %)"),
        ("print(*(report", "## To know"),
        ('graph.ask("unverified"', "koyama2014"),
        ('graph.ask("differences"', "messinger2012"),
    ],
)
def test_a_cell_shows_what_the_words_around_it_promise(code: str, words: str, executed: NotebookNode) -> None:
    assert words in shown(executed, code)


def test_the_tables_are_tables_in_a_notebook(executed: NotebookNode) -> None:
    asked = [cell for cell in code_cells(executed) if cell.source.startswith("graph.ask")]
    assert len(asked) >= 8
    assert all("<table" in cell.outputs[0].data["text/html"] for cell in asked)


@pytest.mark.parametrize("start", ["the checkout", "anywhere"])
def test_it_finds_the_references_from_elsewhere_too(start: str, tmp_path: Path) -> None:
    book = notebook()
    book.cells = code_cells(book)[:1]
    folder = NOTEBOOK.parents[1] if start == "the checkout" else tmp_path
    (cell,) = execute(book, folder, tmp_path).cells
    assert "references" in cell.outputs[0].text


def test_it_is_stored_clean_so_that_a_change_of_it_can_be_read() -> None:
    book = notebook()
    nbformat.validate(book)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code_cells(book))
    assert [cell.id for cell in book.cells] == [f"cell-{number:02d}" for number in range(1, len(book.cells) + 1)]
    assert set(book.metadata) == {"kernelspec", "language_info"}


def test_words_stand_between_the_cells() -> None:
    kinds = [cell.cell_type for cell in notebook().cells]
    assert kinds[0] == kinds[-1] == "markdown"
    assert ("code", "code") not in set(pairwise(kinds))


def test_every_link_leads_to_a_file() -> None:
    links = [link for cell in notebook().cells for link in re.findall(r"\]\(([^)#]+)\)", cell.source)]
    assert links
    assert [link for link in links if not (NOTEBOOK.parent / link).exists()] == []
