"""A full text in a references folder: one document, claims with their part, others' figures apart."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import evgraph
from evgraph.cli import app
from evgraph.extract import Matcher, document_of, extract
from evgraph.extract.fulltext import without_asides
from evgraph.lexicon import ontology_home, read_concepts
from evgraph.model import Basis, Document, Findings, Kind, Reference, Span, Standing
from evgraph.readers import read_bytes

CITE = '<xref ref-type="bibr" rid="b1">1</xref>'
INTRODUCTION = f"Bortezomib inhibits NF-kB signalling. Remission was seen in 30% of patients given bortezomib {CITE}."
RESULTS = "Complete remission was seen in 16 of 20 patients (80%) given bortezomib."
DISCUSSION = (
    f"Complete remission was seen in 12 of 40 patients (30%) given bortezomib elsewhere.{CITE} {RESULTS} "
    "We saw remission in 75% of patients given bortezomib, whereas elsewhere remission was seen in 20% of patients "
    f"given bortezomib {CITE}."
)
TABLE = """<table-wrap><label>Table 1</label><caption><p>Responses.</p></caption><table>
<tr><td>Complete remission</td><td>61 (33%)</td></tr></table></table-wrap>"""
ARTICLE = f"""<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front>
<journal-meta><journal-title-group><journal-title>Sample J</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1234/full</article-id>
<title-group><article-title>Bortezomib in sample patients</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Hu</surname><given-names>X</given-names></name></contrib>
</contrib-group><pub-date><year>2020</year></pub-date>
<permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"/></permissions>
<abstract><sec><title>Results</title><p>{RESULTS}</p></sec></abstract></article-meta></front>
<body>
<sec sec-type="intro"><title>Introduction</title><p>{INTRODUCTION}</p></sec>
<sec><title>Results</title><sec><title>Response</title><p>Age was 41 years in the median. The median overall survival
of patients given bortezomib was 14.2 months.</p>{TABLE}</sec></sec>
<sec><title>Discussion</title><p>{DISCUSSION}</p></sec>
</body>
<back><ack>
<p>Bortezomib inhibits NF-kB signalling, as Roe said; remission was seen in 3 of 9 patients given bortezomib.
</p></ack>
<ref-list><ref id="b1"><element-citation publication-type="book"><source>The Book</source><year>2001</year>
</element-citation></ref></ref-list></back></article>
"""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.of(read_concepts(ontology_home()))


@pytest.fixture(scope="module")
def document() -> Document:
    found = document_of(work())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def findings(document: Document, matcher: Matcher) -> Findings:
    return extract(document, matcher)


def work() -> Reference:
    return read_bytes(ARTICLE.encode(), "full.xml").references[0]


def test_a_full_text_begins_as_the_abstract_does(document: Document) -> None:
    abstract = f"Bortezomib in sample patients\n\nRESULTS: {RESULTS}"
    assert document.part == "full text"
    assert document.text.startswith(f"{abstract}\n\nIntroduction\n\n")
    assert [(one.label, one.part) for one in document.sections] == [
        ("TITLE", "title"),
        ("RESULTS", "abstract"),
        ("INTRODUCTION", "full text"),
        ("RESULTS / RESPONSE", "full text"),
        ("RESULTS / RESPONSE / TABLE 1", "full text"),
        ("DISCUSSION", "full text"),
        ("ACKNOWLEDGEMENTS", "full text"),
    ]
    assert document.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert {span.of(document.text) for span in document.cited} == {"1"}


def test_sections_hold_neither_titles_nor_cells(document: Document) -> None:
    read = " ".join(section.span.of(document.text) for section in document.sections)
    assert "61 (33%)" in document.text
    assert "61 (33%)" not in read
    assert "Discussion" not in read


def printed(findings: Findings, shares: str) -> list[tuple[str | None, tuple[Standing, ...]]]:
    return [
        (claim.evidence.locator, claim.standing)
        for claim in findings.claims
        if (estimate := claim.evidence.estimate) and estimate.percent and estimate.percent.text == shares
    ]


def test_what_the_introduction_tells_of_others_is_background(findings: Findings) -> None:
    claims = [claim for claim in findings.claims if claim.evidence.locator == "INTRODUCTION"]
    assert [(claim.proposition.kind, claim.standing) for claim in claims] == [(Kind.MECHANISM, (Standing.BACKGROUND,))]
    assert all(Standing.BACKGROUND in standing for _, standing in printed(findings, "30"))


def test_a_discussion_that_cites_tells_of_others_and_its_own_clause_does_not(findings: Findings) -> None:
    assert printed(findings, "20") == [("DISCUSSION", (Standing.BACKGROUND,))]
    assert printed(findings, "75") == [("DISCUSSION", ())]


def test_what_is_said_twice_is_one_claim_where_it_is_said_first(findings: Findings) -> None:
    assert printed(findings, "80") == [(None, ())]
    sources = {source.key: source.basis for source in findings.sources}
    bases = {sources[claim.evidence.sources[0]] for claim in findings.claims}
    assert bases == {Basis.ABSTRACT, Basis.FULL_TEXT}


def test_a_claim_of_the_body_names_its_part(findings: Findings) -> None:
    (survival,) = (c for c in findings.claims if c.evidence.estimate and c.evidence.estimate.value
                   and c.evidence.estimate.value.text == "14.2")  # fmt: skip
    assert (survival.evidence.part, survival.evidence.locator) == ("full text", "RESULTS / RESPONSE")


def test_no_figure_is_read_from_a_citation_or_a_cell(findings: Findings, document: Document) -> None:
    spans = [one.span for one in findings.unattached]
    spans += [claim.evidence.figure or claim.evidence.span for claim in findings.claims if claim.evidence.span]
    texts = [span.of(document.text) for span in spans]
    assert not [text for text in texts if "61" in text or text == "1"]


def test_a_full_text_goes_through_a_build_with_what_it_cites(folder: Callable[..., Path], tmp_path: Path) -> None:
    home = folder(bib=None, evidence=None, full_dot_xml=ARTICLE)
    report = evgraph.build(home, tmp_path / "out")
    assert report.exit_code == 0, report.problems
    graph = evgraph.open(tmp_path / "out")
    rows = graph.query("SELECT ?part ?where WHERE { ?e evg:locator ?where ; evg:quote/oa:hasSource/evg:part ?part }")
    assert {(str(row.part), str(row.where)) for row in rows} >= {("full text", "RESULTS / RESPONSE")}
    bases = graph.query("SELECT DISTINCT ?basis WHERE { ?s evg:basis ?basis }")
    assert {str(row.basis) for row in bases} == {"abstract", "full text"}
    assert len(graph.query("SELECT ?book WHERE { ?work cito:cites ?book }")) == 1
    told = (tmp_path / "out" / "problems.md").read_text(encoding="utf-8")
    assert "hold no references" not in told
    assert "tables (1) are kept as rows of cells" in told
    assert "full text: RESULTS / RESPONSE" in (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")


def test_the_article_and_its_entry_are_one_work_with_the_text(folder: Callable[..., Path], tmp_path: Path) -> None:
    entry = (
        "@article{hu2020,\n author = {Hu, X},\n title = {Bortezomib in sample patients},\n doi = {10.1234/full}\n}\n"
    )
    evgraph.build(folder(bib=entry, evidence=None, full_dot_xml=ARTICLE), tmp_path / "out")
    claims = [claim for file in evgraph.open(tmp_path / "out").corpus.mined for claim in file.claims]
    assert {claim.reference for claim in claims} == {"hu2020"}


def test_extract_shows_the_parts_of_a_full_text(tmp_path: Path) -> None:
    file = tmp_path / "full.xml"
    file.write_text(ARTICLE, encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(file), "--format", "jsonl"])
    assert done.exit_code == 0, done.output
    told = [json.loads(row) for row in done.stdout.splitlines()]
    sections = {row["section"] for row in told if row.get("section")}
    assert {"INTRODUCTION", "RESULTS / RESPONSE", "DISCUSSION"} <= sections


def test_the_time_for_a_full_text_grows_with_its_length(matcher: Matcher) -> None:
    def seconds(times: int) -> float:
        paragraphs = "".join(
            f"<p>In group {n} remission was seen in {n % 20} of 20 patients given bortezomib {CITE}, and the median "
            f"overall survival was {n % 30}.1 months. Others had seen less.{CITE}</p>" for n in range(times)
        )  # fmt: skip
        text = ARTICLE.replace(
            "<sec><title>Discussion", f"<sec><title>More results</title>{paragraphs}</sec><sec><title>Discussion"
        )
        start = time.process_time()
        document = document_of(read_bytes(text.encode(), "x.xml").references[0])
        assert document is not None
        extract(document, matcher)
        return time.process_time() - start

    seconds(750)  # what is remembered of words is remembered for both
    once, thrice = (min(seconds(times), seconds(times)) for times in (250, 750))
    assert thrice < 7 * once


def test_the_places_of_a_full_text_point_at_its_words(findings: Findings, document: Document) -> None:
    for claim in findings.claims:
        assert claim.evidence.span is not None
        assert claim.evidence.quote == claim.evidence.span.of(document.text)
    for mention in findings.mentions:
        assert isinstance(mention.span, Span)
        assert mention.span.of(document.text).strip()


def test_figures_to_check_are_those_of_sentences(tmp_path: Path) -> None:
    file = tmp_path / "full.xml"
    file.write_text(ARTICLE, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(file)])
    assert done.exit_code == 0, done.output
    assert "16 of 20" in done.output
    assert "61 (33%)" not in done.output


def test_what_is_no_sentence_is_blank_and_moves_nothing(document: Document) -> None:
    shown = without_asides(document)
    assert len(shown) == len(document.text)
    assert "61 (33%)" not in shown
    assert "[1]" not in shown
    for section in document.sections:
        words, own = section.span.of(shown), section.span.of(document.text)
        assert words.replace("[ ]", "") == own.replace("[1]", "")


def test_adding_an_article_to_a_bib_file_says_that_its_text_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "references").mkdir()
    (tmp_path / "full.xml").write_text(ARTICLE, encoding="utf-8")
    done = CliRunner().invoke(app, ["add", str(tmp_path / "full.xml"), "-r", str(tmp_path / "references"), "--yes"])
    assert done.exit_code == 0, done.output
    assert "put the file itself into the folder" in " ".join(done.output.split())


def test_thanks_make_no_claim(findings: Findings, document: Document) -> None:
    assert "ACKNOWLEDGEMENTS" not in {claim.evidence.locator for claim in findings.claims}
    reasons = {figure.span.of(document.text): figure.reason for figure in findings.unattached}
    assert reasons["3 of 9"] == "stands beside the article, not in it"
