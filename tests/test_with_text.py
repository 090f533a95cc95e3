"""Whole texts are in a graph and its exports only where they were asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from typer.testing import CliRunner

import evgraph
from evgraph.cli import app
from evgraph.export import WRITERS, export_graph
from tests.test_docs import PAGES

#: No reader of findings finds anything in it, and it is far from every figure.
SILENT = "The kettle on the windowsill was painted green, and nobody in the corridor had noticed it before Tuesday."
SENTENCE = "Complete remission was seen in 16 of 20 patients (80%)."
ABSTRACT = f"{SILENT} " * 3 + f"{SENTENCE} " + f"{SILENT} " * 3
DOWNLOAD = f"PMID- 12345678\nTI  - Bortezomib doubles the response of sample cells\nAB  - {ABSTRACT}\nDP  - 2020\n"
TEXTS = "SELECT ?text ?hash WHERE { ?d evg:text ?text ; evg:sha256 ?hash }"


def test_without_being_asked_no_output_holds_more_than_quotes(folder: Callable[..., Path], tmp_path: Path) -> None:
    evgraph.build(folder(bib=None, evidence=None, own_dot_nbib=DOWNLOAD), tmp_path / "out")
    graph = evgraph.open(tmp_path / "out")
    assert any(file.claims for file in graph.corpus.mined)
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.*") if path.is_file()]
    exported = [export_graph(graph, form) for form in WRITERS]
    in_store = [str(quad) for quad in graph.store]
    assert not [text for text in (*written, *exported, *in_store) if SILENT in text]
    assert not graph.query(TEXTS)


def test_without_being_asked_the_sentence_of_a_claim_is_quoted_in_every_output_as_the_docs_say(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    evgraph.build(folder(bib=None, evidence=None, own_dot_nbib=DOWNLOAD), tmp_path / "out")
    for name in ("evidence.nq", "evidence.trig", "evidence.html", "summary.md"):
        assert SENTENCE.rstrip(".") in (tmp_path / "out" / name).read_text(encoding="utf-8"), name
    page = " ".join(PAGES["resolve"].split())
    assert "the graph, its exports, the page and the summary hold those sentences word for word" in page


def test_asked_for_the_text_is_on_its_document_and_fits_the_hash(folder: Callable[..., Path], tmp_path: Path) -> None:
    home, out = folder(bib=None, evidence=None, own_dot_nbib=DOWNLOAD), tmp_path / "out"
    done = CliRunner().invoke(app, ["build", str(home), "--out", str(out), "--with-text"])
    assert done.exit_code == 0, done.output
    graph = evgraph.open(out)
    rows = list(graph.query(TEXTS))
    assert [row.hash for row in rows] == [hashlib.sha256(row.text.encode()).hexdigest() for row in rows]
    assert SILENT in rows[0].text
    assert SILENT in export_graph(graph, "turtle")


def test_asked_for_every_text_that_was_read_is_there_also_one_in_which_nothing_was_found(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    silent = "PMID- 12345679\nTI  - Kettles\nAB  - It was painted green.\nDP  - 2021\n"
    home = folder(bib=None, evidence=None, own_dot_nbib=f"{DOWNLOAD}\n{silent}")
    evgraph.build(home, tmp_path / "with", with_text=True)
    graph = evgraph.open(tmp_path / "with")
    assert "Kettles\n\nIt was painted green." in [str(row.text) for row in graph.query(TEXTS)]
    assert [file.reference for file in graph.corpus.mined] == ["bortezomib2020"]
    evgraph.build(home, tmp_path / "without")
    hashes = "SELECT ?key WHERE { ?d evg:sha256 ?hash ; evg:reference/evg:key ?key }"
    assert evgraph.open(tmp_path / "without").query(hashes).column("key") == ("bortezomib2020",)
