"""Findings as a table, JSON lines and a page, and the command that prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from abstracts import ONE_ARM, SAMPLES, export
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from evgraph.cli import app
from evgraph.cli.extracting import FindingForm
from evgraph.extract import Matcher, document_from_text, extract
from evgraph.findingsview import FINDING_FORMS, to_json_lines
from evgraph.lexicon import Lexicon

_RIS = f"TY  - JOUR\nTI  - {ONE_ARM[0]}\nAU  - Specimen, Bo\nPY  - 2017\nAB  - {ONE_ARM[1]}\nER  - \n"
_XML = (
    '<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>90000001</PMID><Article>'
    f"<ArticleTitle>{ONE_ARM[0]}</ArticleTitle><Abstract><AbstractText>{ONE_ARM[1]}</AbstractText></Abstract>"
    "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
)


@pytest.fixture(scope="module")
def matcher(lexicon: Lexicon) -> Matcher:
    return Matcher.of(lexicon)


def _extract(*words: str, text: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, ["extract", *words], input=text)
    return result.exit_code, result.stdout


def test_the_forms_of_the_command_are_those_that_can_be_printed() -> None:
    assert [form.value for form in FindingForm] == list(FINDING_FORMS)


@pytest.mark.parametrize(
    ("name", "text"), [("a.nbib", export()), ("a.xml", _XML), ("a.ris", _RIS), ("a.txt", ONE_ARM[1])]
)
def test_every_kind_of_file_gives_the_remission_of_its_text(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, printed = _extract("-f", "jsonl", str(tmp_path / name))
    rows = [json.loads(line) for line in printed.splitlines()]
    assert code == 0
    assert "16/22 (73 %)" in {row.get("figures") for row in rows if row["type"] == "claim"}


def test_offsets_of_json_lines_hold_the_words() -> None:
    text = f"Título\n\n{ONE_ARM[1]}"
    code, printed = _extract("-f", "jsonl", text=text)
    rows = [json.loads(line) for line in printed.splitlines()]
    assert code == 0
    assert {row["type"] for row in rows} >= {"claim", "mention"}
    assert [row for row in rows if text[row["start"] : row["end"]] != row["text"]] == []


#: Words of our abstracts, and what is awkward to count or to print on one line.
_PIECES = st.one_of(
    st.sampled_from(" ".join(abstract for _, abstract, *_ in SAMPLES).split()),
    st.sampled_from(
        [
            "\x85",
            "\u2028",
            "\u2029",
            "\r",
            "\n\n",
            "\t",
            "\x00",
            "\N{DNA DOUBLE HELIX}",
            "e\u0301",
            "12\u00b75%",
            '"',
            "\\",
            "АБВ",
            "白血病",
        ]
    ),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=8),
)


@settings(max_examples=100)
@given(st.lists(_PIECES, max_size=60).map(" ".join))
@example("16 of 22 patients (73\u00b70%) achieved complete remission with bortezomib\u2028")
def test_each_line_is_one_finding_with_its_place_in_any_text(matcher: Matcher, text: str) -> None:
    document = document_from_text("any", text)
    findings = extract(document, matcher)
    lines = to_json_lines([(document, findings)], matcher.lexicon)
    rows = [json.loads(line) for line in lines.splitlines()]
    assert len(rows) == len(findings.mentions) + len(findings.unattached) + len(findings.claims)
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"] != ""
        if row.get("figure_start") is not None:
            assert 0 <= row["figure_start"] < row["figure_end"] <= len(text)
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)


def test_the_page_escapes_what_a_text_says() -> None:
    text = f"<script>alert(1)</script> \" onmouseover='x' {ONE_ARM[1]}"
    code, page = _extract("-f", "html", text=text)
    assert code == 0
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "Content-Security-Policy" in page


def test_the_kind_of_a_name_is_said_in_words() -> None:
    text = "Neutropenia occurred in 3 patients."
    assert "<sup>adverse event</sup>" in _extract("-f", "html", text=text)[1]
    assert "Adverse event: neutropenia" in _extract(text=text)[1]


def test_a_table_leads_with_the_claims() -> None:
    code, printed = _extract(text=ONE_ARM[1])
    assert code == 0
    assert printed.index("Claims: ") < printed.index("Mentions: ")


def test_a_text_without_findings_says_so() -> None:
    assert "Nothing was recognised." in _extract(text="Good morning to you.")[1]


def test_a_binary_file_ends_with_one_and_a_missing_one_with_two(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\0b")
    assert _extract(str(tmp_path / "a.txt"))[0] == 1
    assert _extract(str(tmp_path / "none.txt"))[0] == 2
