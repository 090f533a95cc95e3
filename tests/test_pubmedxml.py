"""PubMed XML to References, and files that are cut off, broken or hostile."""

from __future__ import annotations

import io
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Author, Place, Reference
from evgraph.readers import Reading, pubmedxml
from tests.laws import DAMAGES, Damage, damaged, extra, messages, uncovered

HEAD = """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD" "https://example.org/x.dtd">
<PubmedArticleSet>
"""
TAIL = "</PubmedArticleSet>\n"


def read(text: str) -> Reading:
    return pubmedxml.read(text, "x.xml")


def article(inside: str = "", number: int = 1, about: str = "", data: str = "") -> str:
    return (
        f"<PubmedArticle>\n<MedlineCitation><PMID>{number}</PMID><Article>"
        f"<ArticleTitle>Title {number}.</ArticleTitle>\n"
        f"{inside}</Article>{about}</MedlineCitation>\n<PubmedData>{data}</PubmedData>\n</PubmedArticle>\n"
    )


def one(inside: str = "", about: str = "", data: str = "") -> Reference:
    (reference,) = read(HEAD + article(inside, 1, about, data) + TAIL).references
    return reference


WHOLE = """\
<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="1">28249141</PMID>
    <DateCompleted><Year>2017</Year><Month>3</Month><Day>10</Day></DateCompleted>
    <Article PubModel="Print">
      <Journal>
        <ISSN IssnType="Electronic">1533-4406</ISSN>
        <JournalIssue CitedMedium="Internet">
          <Volume>376</Volume><Issue>9</Issue>
          <PubDate><Year>2017</Year><Month>Mar</Month><Day>02</Day></PubDate>
        </JournalIssue>
        <Title>The Journal of Examples</Title>
        <ISOAbbreviation>J. Ex.</ISOAbbreviation>
      </Journal>
      <ArticleTitle>Drug <i>A</i> and CD19<sup>+</sup>
        cells.</ArticleTitle>
      <Pagination><StartPage>836</StartPage><EndPage>847</EndPage><MedlinePgn>836-47</MedlinePgn></Pagination>
      <ELocationID EIdType="pii" ValidYN="Y">EX-17</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1000/ABC</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND">It was <b>unknown</b>.</AbstractText>
        <AbstractText Label="RESULTS">It is known.</AbstractText>
        <CopyrightInformation>(c) 2017.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="N">
        <Author ValidYN="Y"><LastName>van der Giessen</LastName><ForeName>Jan</ForeName><Initials>J</Initials>
          <Suffix>Jr</Suffix><Identifier Source="ORCID">0000</Identifier>
          <AffiliationInfo><Affiliation>Department One</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="Y"><CollectiveName>The Example Study Group</CollectiveName></Author>
        <Author ValidYN="N"><LastName>Smiht</LastName><Initials>J</Initials></Author>
        <Author ValidYN="Y"><LastName>Smith</LastName><Initials>J</Initials></Author>
      </AuthorList>
      <Language>eng</Language>
      <GrantList CompleteYN="Y"><Grant><GrantID>R01</GrantID><Agency>Agency</Agency></Grant></GrantList>
      <PublicationTypeList><PublicationType UI="D1">Journal Article</PublicationType></PublicationTypeList>
      <VernacularTitle>Ein Titel.</VernacularTitle>
    </Article>
    <MedlineJournalInfo><MedlineTA>J Ex</MedlineTA><ISSNLinking>0028-4793</ISSNLinking></MedlineJournalInfo>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="ErratumIn"><RefSource>J Ex. 2018</RefSource><PMID>5</PMID></CommentsCorrections>
    </CommentsCorrectionsList>
    <MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="N">Cells</DescriptorName>
      <QualifierName MajorTopicYN="Y">growth</QualifierName></MeshHeading></MeshHeadingList>
    <KeywordList Owner="NOTNLM"><Keyword>word</Keyword></KeywordList>
    <Novelty>something new</Novelty>
  </MedlineCitation>
  <PubmedData>
    <History><PubMedPubDate PubStatus="entrez"><Year>2017</Year><Month>3</Month><Day>2</Day>
      <Hour>6</Hour><Minute>0</Minute>
      </PubMedPubDate></History>
    <PublicationStatus>ppublish</PublicationStatus>
    <ArticleIdList><ArticleId IdType="pubmed">28249141</ArticleId><ArticleId IdType="doi">10.1000/abc</ArticleId>
      <ArticleId IdType="pmc">PMC5881572</ArticleId></ArticleIdList>
    <ReferenceList><Reference><Citation>A cited work.</Citation><ArticleIdList>
      <ArticleId IdType="pmc">PMC1</ArticleId><ArticleId IdType="doi">10.9999/cited</ArticleId>
      </ArticleIdList></Reference>
    </ReferenceList>
  </PubmedData>
</PubmedArticle>
"""


def test_an_article_is_read_whole() -> None:
    reading = read(HEAD + WHOLE + TAIL)
    (reference,) = reading.references
    assert reading.problems == ()
    assert reference == Reference(
        key="x.xml#1",
        title="Drug A and CD19+ cells",
        authors=(
            Author(family="Giessen", given="Jan", particle="van der", suffix="Jr"),
            Author(collective="The Example Study Group"),
            Author(family="Smith", given="J"),
        ),
        et_al=True,
        journal="The Journal of Examples",
        year=2017,
        month=3,
        volume="376",
        issue="9",
        first_page="836",
        last_page="847",
        doi="10.1000/abc",
        pmid="28249141",
        pmcid="PMC5881572",
        issn="0028-4793",
        places=(Place("x.xml", 4, 3 + WHOLE.count("\n")),),
        extra=reference.extra,
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("abstract", ["BACKGROUND: It was unknown.\nRESULTS: It is known."]),
        ("container-title-short", ["J Ex", "J. Ex."]),
        ("genre", ["Journal Article"]),
        ("keyword", ["word"]),
        ("language", ["eng"]),
        ("issued", ["2017-03-02"]),
        ("original-title", ["Ein Titel."]),
        ("ISSN", ["1533-4406 (Electronic)", "0028-4793 (Linking)"]),
        ("nbib:AD[1]", ["Department One"]),
        ("nbib:AUID[1]", ["ORCID: 0000"]),
        ("nbib:CI", ["(c) 2017."]),
        ("nbib:CRDT", ["2017/03/02 06:00"]),
        ("nbib:DCOM", ["20170310"]),
        ("nbib:EIN", ["J Ex. 2018 PMID: 5"]),
        ("nbib:GR", ["R01/Agency"]),
        ("nbib:LID", ["EX-17 [pii]"]),
        ("nbib:MH", ["Cells/*growth"]),
        ("nbib:OWN", ["NLM"]),
        ("nbib:PST", ["ppublish"]),
        ("nbib:STAT", ["MEDLINE"]),
        ("pubmed:AuthorNotValid", ["Smiht, J"]),
        ("pubmed:Novelty", ["something new"]),
        ("pubmed:Reference", ["A cited work. [pmc: PMC1] [doi: 10.9999/cited]"]),
    ],
)
def test_what_has_no_field_is_kept_by_its_name(name: str, values: list[str]) -> None:
    assert extra(read(WHOLE).references[0], name) == values


def test_what_is_cited_is_kept_work_by_work_with_the_heads_of_its_lists() -> None:
    cited = "<Reference><Citation>A <i>b</i></Citation><Odd>c</Odd></Reference>"
    inner = f"<ReferenceList><Title>Two</Title>{cited}</ReferenceList>"
    assert extra(one(data=f"<ReferenceList><Title>One</Title>{cited}{inner}</ReferenceList>"), "pubmed:Reference") == [
        "One",
        "A b c",
        "Two",
        "A b c",
    ]


@pytest.mark.parametrize(("root", "told"), [("<PubmedArticleSet\n>", 0), ("<PubmedArticleSet\nPMID- >", 1)])
def test_a_root_over_two_lines_is_one_and_words_in_it_are_told(root: str, told: int) -> None:
    reading = read(f"{root}\n{article()}</PubmedArticleSet>")
    assert (len(reading.references), len(messages(reading))) == (1, told)


def test_every_text_of_an_article_is_somewhere_in_its_reference() -> None:
    told = repr(read(WHOLE).references)
    texts = {" ".join(text.split()) for text in re.findall(r">([^<>]+)<", WHOLE)}
    known = {
        "Ein Titel.",
        "02",
        "3",
        "6",
        "0",
        "10",
        "Mar",
        "J",
        "10.1000/ABC",
        "cells.",
        "836-47",
        "van der Giessen",
        ".",
    }
    assert [text for text in texts - known if text and text not in told] == []


def test_the_numbers_of_cited_works_are_never_the_articles_own() -> None:
    numbers = '<ArticleIdList><ArticleId IdType="doi">10.9999/x</ArticleId></ArticleIdList>'
    reference = one(data=f"<ReferenceList><Reference>{numbers}</Reference></ReferenceList>")
    assert (reference.doi, reference.pmcid, reference.pmid) == (None, None, "1")


def test_a_doi_that_is_marked_as_not_valid_is_not_taken() -> None:
    assert one('<ELocationID EIdType="doi" ValidYN="N">10.1000/x</ELocationID>').doi is None


def test_two_dois_that_differ_are_a_difference() -> None:
    inside = '<ELocationID EIdType="doi" ValidYN="Y">10.1000/x</ELocationID>'
    reading = read(article(inside, data='<ArticleIdList><ArticleId IdType="doi">10.1000/y</ArticleId></ArticleIdList>'))
    assert (reading.references[0].doi, len(messages(reading, Severity.DIFFERENCE))) == ("10.1000/y", 1)


@pytest.mark.parametrize(
    ("inside", "date", "kept"),
    [
        ("<Year>2017</Year><Month>03</Month>", (2017, 3), []),
        ("<Year>2017</Year><Season>Spring</Season>", (2017, None), ["2017 Spring"]),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", (1998, 12), ["1998 Dec-1999 Jan"]),
    ],
)
def test_dates_are_read_and_what_is_more_is_kept(inside: str, date: tuple[int, int | None], kept: list[str]) -> None:
    reference = one(f"<Journal><JournalIssue><PubDate>{inside}</PubDate></JournalIssue></Journal>")
    assert ((reference.year, reference.month), extra(reference, "nbib:DP")) == (date, kept)


@pytest.mark.parametrize(
    ("inside", "pages"),
    [
        ("<MedlinePgn>203-5; discussion 206</MedlinePgn>", ("203", "205", None)),
        ("<StartPage>12</StartPage><EndPage>19</EndPage>", ("12", "19", None)),
        ("<StartPage>12</StartPage>", ("12", None, None)),
        ("<MedlinePgn>e0188680</MedlinePgn>", (None, None, "e0188680")),
    ],
)
def test_pages_are_read_in_either_form(inside: str, pages: tuple[str | None, ...]) -> None:
    reference = one(f"<Pagination>{inside}</Pagination>")
    assert (reference.first_page, reference.last_page, reference.article_number) == pages


def test_an_author_without_a_name_keeps_his_place_and_is_noted() -> None:
    reading = read(
        article("<AuthorList><Author><Suffix>Jr</Suffix></Author><Author><LastName>Hu</LastName></Author></AuthorList>")
    )
    assert [author.family for author in reading.references[0].authors] == [None, "Hu"]
    assert messages(reading, Severity.NOTE) == ["an author without a name"]


BOOK = """\
<PubmedBookArticle><BookDocument><PMID>7</PMID><Book><Publisher><PublisherName>Press</PublisherName></Publisher>
<BookTitle>The Book</BookTitle><PubDate><Year>2010</Year></PubDate><AuthorList Type="editors"><Author>
<LastName>Ed</LastName><ForeName>Ann</ForeName></Author></AuthorList><Isbn>9780306406157</Isbn></Book>{}</BookDocument></PubmedBookArticle>
"""


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<ArticleTitle>The Chapter</ArticleTitle>", ("chapter", "The Chapter", "The Book")),
        ("", ("book", "The Book", None)),
    ],
)
def test_a_book_and_a_chapter_are_told_apart(inside: str, expected: tuple[str | None, ...]) -> None:
    (reference,) = read(HEAD + BOOK.format(inside) + TAIL).references
    assert (reference.work_type, reference.title, reference.journal) == expected
    assert (reference.pmid, reference.year, extra(reference, "editor")) == ("7", 2010, ["Ed, Ann"])
    assert (extra(reference, "publisher"), extra(reference, "ISBN")) == (["Press"], ["9780306406157"])


def test_a_list_of_deleted_records_is_a_note() -> None:
    reading = read(HEAD + article() + "<DeleteCitation>\n<PMID>5</PMID>\n</DeleteCitation>\n" + TAIL)
    assert len(reading.references) == 1
    assert messages(reading) == []
    assert len(messages(reading, Severity.NOTE)) == 1


# --- damage --------------------------------------------------------------------------------------------------

SET = HEAD + "".join(article(number=number) for number in range(1, 6)) + TAIL


def test_a_file_that_is_cut_off_gives_its_whole_articles_and_one_problem() -> None:
    text = SET[: SET.index("Title 4")]
    reading = read(text)
    assert [reference.pmid for reference in reading.references] == ["1", "2", "3"]
    assert messages(reading) == ["lines 19 to 20: an article that is cut off before its end; left out"]
    assert uncovered(text, reading, FRAME) == []


def test_one_broken_article_does_not_hide_those_after_it() -> None:
    text = SET.replace("<ArticleTitle>Title 2.", "<ArticleTitle>Title & <b>2.")
    reading = read(text)
    assert [reference.pmid for reference in reading.references] == ["1", "3", "4", "5"]
    assert [(problem.line, problem.severity) for problem in reading.problems] == [(10, Severity.ERROR)]
    assert uncovered(text, reading, FRAME) == []


def test_an_article_without_its_end_tag_does_not_swallow_the_next() -> None:
    text = SET.replace("</PubmedArticle>\n", "", 1)
    assert [reference.pmid for reference in read(text).references] == ["2", "3", "4", "5"]
    assert len(messages(read(text))) == 1


def test_text_between_articles_is_an_error_with_its_lines() -> None:
    text = SET.replace("</PubmedArticle>\n", "</PubmedArticle>\nsome words\nand more\n", 1)
    assert messages(read(text)) == ["lines 9 to 10 outside of any article, beginning 'some words and more'"]


def test_entities_are_refused_at_once() -> None:
    lol = '<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
    text = f"<!DOCTYPE PubmedArticleSet [{lol}]>\n<PubmedArticleSet>\n{article('&a19;')}</PubmedArticleSet>"
    begin = time.process_time()
    reading = read(text)
    assert time.process_time() - begin < 1
    assert reading.references == ()
    assert "declares entities" in messages(reading)[0]


def test_an_external_entity_is_not_fetched() -> None:
    text = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n' + article("&a;")
    assert read(text).references == ()


def test_one_element_nested_too_deeply_is_a_problem() -> None:
    text = HEAD + article("<b>" * 100_000) + article(number=2) + TAIL
    assert [reference.pmid for reference in read(text).references] == ["2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "utf-8-sig"])
def test_a_stream_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    declared = HEAD.replace('"1.0"', f'"1.0" encoding="{encoding.removesuffix("-sig")}"')
    data = (declared + article("<Language>françaîs</Language>") + TAIL).encode(encoding)
    (reference,) = pubmedxml.stream(io.BytesIO(data), "x.xml")
    assert isinstance(reference, Reference)
    assert extra(reference, "language") == ["françaîs"]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_it_does_not_matter_where_the_blocks_of_a_stream_end(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pubmedxml, "_BLOCK", size)
    assert list(pubmedxml.stream(io.BytesIO(SET.encode()), "x.xml")) == list(read(SET).references)


@pytest.mark.parametrize("text", ["<article><front/></article>", "TY  - JOUR", "<xml><records/></xml>"])
def test_other_formats_are_not_taken(text: str) -> None:
    assert pubmedxml.accepts(SET)
    assert not pubmedxml.accepts(text)


#: The frame of a file, whole lines of it.
FRAME = "(?m)^\ufeff*(?:" + "|".join(map(re.escape, (HEAD + TAIL).strip().split("\n"))) + ")\r*$"


@given(st.integers(1, 5), DAMAGES)
@settings(max_examples=200, deadline=None)
def test_no_line_is_lost_whatever_is_damaged(count: int, damages: list[Damage]) -> None:
    rows = (HEAD + "".join(article(number=number) for number in range(1, count + 1)) + TAIL).split("\n")
    text = damaged(rows, damages)
    reading = read(text)
    assert uncovered(text, reading, FRAME) == []
    if not damages:
        assert [reference.pmid for reference in reading.references] == [str(number) for number in range(1, count + 1)]


OLD = """\
<?xml version="1.0"?>
<!DOCTYPE MedlineCitationSet PUBLIC "x" "y">
<MedlineCitationSet>
<MedlineCitation Owner="NLM" Status="Completed"><MedlineID>99</MedlineID><PMID>7</PMID>
<DateCreated><Year>1999</Year><Month>2</Month><Day>1</Day></DateCreated>
<Article><Journal><JournalIssue><Volume>1</Volume><PubDate><MedlineDate>1999 Jan-Feb</MedlineDate></PubDate>
</JournalIssue></Journal><ArticleTitle>On cells.</ArticleTitle><Pagination><MedlinePgn>1-9</MedlinePgn></Pagination>
<Affiliation>Here</Affiliation>
<AuthorList><Author><LastName>Roe</LastName><FirstName>Ann</FirstName><MiddleName>B</MiddleName></Author></AuthorList>
</Article><MedlineJournalInfo><MedlineTA>J Ex</MedlineTA></MedlineJournalInfo></MedlineCitation>
<MedlineCitation><PMID>8</PMID><Article><ArticleTitle>More.</ArticleTitle></Article></MedlineCitation>
</MedlineCitationSet>
"""


def test_the_older_files_without_pubmed_data_are_read() -> None:
    reading = read(OLD)
    assert pubmedxml.accepts(OLD)
    assert [(found.pmid, found.places[0].line, found.places[0].end_line) for found in reading.references] == [
        ("7", 4, 10), ("8", 11, 11),
    ]  # fmt: skip
    first = reading.references[0]
    assert (first.title, first.journal, first.year, first.month, first.last_page) == ("On cells", "J Ex", 1999, 1, "9")
    assert [author.name for author in first.authors] == ["Roe Ann B"]
    assert extra(first, "nbib:DA") + extra(first, "nbib:UI") + extra(first, "nbib:AD") == ["19990201", "99", "Here"]
    assert reading.problems == ()


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_older_files_are_cut_wherever_blocks_end(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pubmedxml, "_BLOCK", size)
    assert list(pubmedxml.stream(io.BytesIO(OLD.encode()), "x.xml")) == list(read(OLD).references)


def test_old_and_new_records_in_one_file_are_both_read() -> None:
    assert [found.pmid for found in read(OLD + SET).references] == ["7", "8", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "head", ["<?xml some words\n and more ?>", "<!DOCTYPE PubmedArticleSet some\n words>", "<PubmedArticleSeticle>\n"]
)
def test_words_in_a_broken_declaration_are_no_frame_and_are_told(head: str) -> None:
    text = f"{head}\n{article()}"
    assert len(messages(read(text))) == 1
    assert uncovered(text, read(text)) == []
