"""JATS to References: citations of every kind, the article and whom it cites, damage."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings

from evgraph.errors import Severity
from evgraph.model import Author, Reference
from evgraph.readers.jats import accepts, read, stream
from evgraph.readers.reading import Reading
from evgraph.resolve.standing import stand_as_read
from tests.laws import DAMAGES, Damage, damaged, uncovered

FRONT = """\
<front><journal-meta><journal-title-group><journal-title>Sample J</journal-title></journal-title-group>
<issn pub-type="epub">1533-4406</issn><issn pub-type="ppub">0028-4793</issn></journal-meta>
<article-meta><article-id pub-id-type="pmc">PMC1</article-id><article-id pub-id-type="doi">10.1000/A</article-id>
<title-group><article-title>Main</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Hu</surname><given-names>X</given-names></name>
<xref ref-type="aff">1</xref></contrib></contrib-group>
<pub-date pub-type="epub"><day>3</day><month>7</month><year>2012</year></pub-date>
<pub-date pub-type="ppub"><year>2013</year></pub-date>
<volume>1</volume><elocation-id>e12345</elocation-id><permissions><p>words</p></permissions></article-meta></front>
<body><p>Words of the article</p></body>
"""
ELEMENT = """\
<ref id="r1"><label>1</label><element-citation publication-type="journal">
<person-group person-group-type="author"><name><surname>van Berg</surname><given-names>P</given-names></name>
<collab>The Group</collab><etal/></person-group>
<person-group person-group-type="editor"><name><surname>Ed</surname><given-names>E</given-names></name></person-group>
<article-title>On CD4<sup>+</sup> in 10<sup>6</sup></article-title><source>Sample J</source><year>2010</year>
<month>Mar</month><volume>1</volume><issue>2</issue><fpage>836</fpage><lpage>47</lpage>
<pub-id pub-id-type="doi">10.1000/B</pub-id><pub-id pub-id-type="pmid">123</pub-id><odd>odd one</odd>
</element-citation></ref>
"""
MIXED = """\
<ref id="r2"><mixed-citation publication-type="book"><string-name><surname>Hu</surname>, <given-names>X</given-names>
</string-name> (<year>2001</year>). <source>The Book</source>. <publisher-name>Press</publisher-name>.
</mixed-citation></ref>
"""
NLM = """\
<ref id="r3"><nlm-citation citation-type="journal"><name><surname>Doe</surname><given-names>J</given-names></name>
<article-title>Old</article-title><source>Sample J</source><year>1999a</year><comment>PMID: 5</comment>
</nlm-citation></ref>
"""


def article(*refs: str) -> str:
    return f"<article>\n{FRONT}<back><ref-list><title>References</title>\n{''.join(refs)}</ref-list></back></article>\n"


def cited(text: str) -> Reference:
    (reference,) = read(f"<ref-list>\n{text}</ref-list>", "x.xml").references
    return reference


def test_an_element_citation_is_read_whole() -> None:
    work = cited(ELEMENT)
    assert work.authors == (Author("Berg", "P", "van"), Author(collective="The Group"))
    assert (work.et_al, work.title, work.journal) == (True, "On CD4+ in 10^6", "Sample J")
    assert (work.year, work.month, work.volume, work.issue) == (2010, 3, "1", "2")
    assert (work.first_page, work.last_page, work.doi, work.pmid) == ("836", "847", "10.1000/b", "123")
    assert (work.work_type, work.raw) == ("article", None)
    assert set(work.extra) == {("editor", "Ed, E"), ("jats:odd", "odd one"), ("citation-label", "1")}


def test_a_mixed_citation_keeps_its_text() -> None:
    work = cited(MIXED)
    assert (work.title, work.journal, work.year, work.work_type) == ("The Book", None, 2001, "book")
    assert work.authors == (Author("Hu", "X"),)
    assert work.raw == "Hu, X (2001). The Book. Press."
    assert ("publisher", "Press") in work.extra


def test_an_nlm_citation_is_read() -> None:
    work = cited(NLM)
    assert (work.title, work.year, work.note, work.authors) == ("Old", 1999, "PMID: 5", (Author("Doe", "J"),))
    assert ("year-suffix", "a") in work.extra


def test_the_article_cites_the_references_of_its_list() -> None:
    first, *others = read(article(ELEMENT, MIXED), "x.xml").references
    assert (first.title, first.journal, first.year, first.article_number) == ("Main", "Sample J", 2013, "e12345")
    assert (first.doi, first.pmcid, first.issn) == ("10.1000/a", "PMC1", "0028-4793")
    assert first.authors == (Author("Hu", "X"),)
    assert ("jats:pub-date[epub]", "2012-07-03") in first.extra
    assert first.cites == tuple(other.key for other in others) == ("x.xml#2", "x.xml#3")


def test_two_articles_in_a_file_cite_their_own_lists() -> None:
    references = read(article(ELEMENT) + article(MIXED, NLM), "x.xml").references
    assert {r.key: r.cites for r in references if r.cites} == {
        "x.xml#1": ("x.xml#2",),
        "x.xml#3": ("x.xml#4", "x.xml#5"),
    }


def test_the_text_of_the_article_is_read_and_its_terms_are_kept() -> None:
    text = article(ELEMENT)
    reading = read(text, "x.xml")
    assert reading.problems == ()
    assert [part.text for part in reading.references[0].body] == ["Words of the article"]
    assert ("jats:license", "words") not in reading.references[0].extra
    assert uncovered(text, reading, FRAME) == []


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("10.1000/B", "none", ("DOI", "none")),
        ("<year>2010</year>", "<year>in press</year>", ("issued", "in press")),
        ("<lpage>47</lpage>", "<lpage>0</lpage>", ("page", "836-0")),
        ('pub-id-type="pmid"', 'pub-id-type="sici"', ("jats:pub-id[sici]", "123")),
        ('publication-type="journal"', 'publication-type="thesis"', ("jats:publication-type", "thesis")),
        ("</source>", "</source><source>Other</source>", ("jats:source", "Other")),
        ("<month>Mar</month>", "<month>3</month><day>4</day>", ("issued", "2010-03-04")),
    ],
)
def test_what_has_no_field_or_is_not_what_it_says_is_kept(old: str, new: str, kept: tuple[str, str]) -> None:
    assert old in ELEMENT
    assert kept in cited(ELEMENT.replace(old, new)).extra


def test_an_address_of_doi_org_is_the_doi() -> None:
    link = '<ext-link xlink:href="https://doi.org/10.1000/zz">x</ext-link>'
    work = cited(MIXED.replace("</mixed-citation>", f"{link}</mixed-citation>"))
    assert (work.doi, work.url) == ("10.1000/zz", None)


def test_several_citations_in_one_ref_are_several_references() -> None:
    one = "<mixed-citation><source>{}</source></mixed-citation>"
    two = f"<ref>{one.format('A')}{one.format('B')}</ref>"
    assert [r.journal for r in read(f"<ref-list>{two}</ref-list>", "x").references] == ["A", "B"]


def test_alternatives_are_one_reference() -> None:
    inner = ELEMENT[ELEMENT.index("<element") : ELEMENT.index("</ref>")]
    text = f"<ref><citation-alternatives><mixed-citation>text</mixed-citation>{inner}</citation-alternatives></ref>"
    assert cited(text).title == "On CD4+ in 10^6"


TEXT = "Stein AK, Hu X. A trial of care. N Engl J Med. 2017 Mar;376(9):836-47."


@pytest.mark.parametrize("inside", [f"<mixed-citation>{TEXT}</mixed-citation>", f"<note><p>{TEXT}</p></note>"])
def test_a_ref_that_is_only_text_is_read_as_free_text_and_keeps_it(inside: str) -> None:
    reading = read(f"<ref-list>\n<ref id='r1'><label>3</label>{inside}</ref></ref-list>", "x")
    (found,) = reading.references
    assert (found.title, found.journal, found.year, found.last_page) == ("A trial of care", "N Engl J Med", 2017, "847")
    assert (found.key, found.places[0].line, found.raw) == ("x#1", 2, TEXT)
    assert {part.field: part.span.of(TEXT) for part in found.parsed}["title"] == "A trial of care"
    assert [problem.message for problem in reading.problems] == [
        "this reference is only text; its fields were read from the text"
    ]


def test_a_ref_whose_text_names_no_work_is_kept_as_text() -> None:
    reading = read("<ref-list><ref><mixed-citation>See there.</mixed-citation></ref></ref-list>", "x")
    assert reading.references[0].raw == "See there."
    assert "only text" in reading.problems[0].message


def test_a_broken_ref_hides_no_other() -> None:
    text = article(ELEMENT.replace("</person-group>", "", 1), MIXED.replace("</ref>", ""), NLM)
    reading = read(text, "x.xml")
    assert [reference.title for reference in reading.references] == ["Main", "Old"]
    rows = text.split("\n")
    wrong = [n for n, row in enumerate(rows, 1) if "</element-citation>" in row or 'id="r2"' in row]
    assert [problem.line for problem in reading.problems if problem.severity is Severity.ERROR] == wrong


def test_a_stream_gives_what_the_text_gives() -> None:
    text = article(ELEMENT, MIXED)
    found = [item for item in stream(io.BytesIO(text.encode()), "x.xml") if isinstance(item, Reference)]
    assert [reference.key for reference in found] == ["x.xml#2", "x.xml#3", "x.xml#1"]
    assert set(found) == set(read(text, "x.xml").references)


def test_entities_are_not_declared_here() -> None:
    reading = read('<!DOCTYPE a [<!ENTITY a "b">]>\n' + article(ELEMENT), "x")
    assert reading.references == ()
    assert any("declares entities" in problem.message for problem in reading.problems)


def test_lists_and_fronts_are_accepted_and_other_xml_is_not() -> None:
    assert accepts(article(ELEMENT))
    assert not accepts("<xml><records><record/></records></xml>")


FRAME = r"</?(?:article|front|body|back|ref-list)>|<title>References</title>"


@settings(max_examples=300, deadline=None)
@given(DAMAGES)
def test_no_line_is_lost_whatever_happens_to_the_file(damages: list[Damage]) -> None:
    text = damaged(article(ELEMENT, MIXED, NLM).split("\n"), damages)
    assert uncovered(text, read(text, "x"), FRAME) == []


@pytest.mark.parametrize("tag", ["</ref-list, and\nwords>", "<back words\n and more>"])
def test_words_in_a_broken_tag_are_told(tag: str) -> None:
    text = article(ELEMENT) + tag
    assert any(problem.severity is Severity.ERROR or "passed over" in problem.message
               for problem in read(text, "x").problems)  # fmt: skip
    assert uncovered(text, read(text, "x"), FRAME) == []


def test_a_day_of_thousands_of_digits_is_kept_and_is_no_date() -> None:
    text = ELEMENT.replace("<month>Mar</month>", f"<month>Mar</month><day>{'9' * 5000}</day>")
    assert ("jats:day", "9" * 5000) in cited(text).extra


BODY = "<body><p>Words of the article</p></body>"


def of_body(body: str, refs: str = NLM) -> Reading:
    return read(article(refs).replace(BODY, body), "x.xml")


def test_a_body_that_is_no_xml_is_told_and_hides_neither_the_article_nor_its_references() -> None:
    reading = of_body("<body>\n<sec><p>Words</sec>\n</body>")
    assert [(one.title, one.body) for one in reading.references] == [("Main", ()), ("Old", ())]
    (problem,) = (one for one in reading.problems if one.severity is Severity.ERROR)
    assert "<body>" in problem.message
    assert problem.line == next(n for n, row in enumerate(article(NLM).split("\n"), 1) if BODY in row) + 1


@pytest.mark.parametrize("cut", ["</body>", "</back></article>", "</ref-list></back></article>"])
def test_a_text_that_lost_its_end_keeps_its_references(cut: str) -> None:
    reading = read(article(NLM).replace(cut, ""), "x.xml")
    assert [one.title for one in reading.references] == ["Main", "Old"]
    assert bool(reading.references[0].body) == (cut != "</body>")


def test_references_within_the_body_are_read_with_their_lines() -> None:
    reading = of_body(f"<body><p>Words</p>\n<ref-list>\n{MIXED}</ref-list></body>")
    main, book, old = reading.references
    assert [part.text for part in main.body] == ["Words"]
    assert (book.title, old.title, main.cites) == ("The Book", "Old", (book.key, old.key))
    rows = article(NLM).replace(BODY, f"<body><p>Words</p>\n<ref-list>\n{MIXED}</ref-list></body>").split("\n")
    assert rows[book.places[0].line - 1].startswith('<ref id="r2">')


def test_a_letter_of_a_reviewer_is_not_the_article() -> None:
    letter = "<sub-article><front-stub/><body><p>Not of the authors</p></body></sub-article>"
    reading = read(article(NLM).replace("</article>", f"{letter}</article>"), "x.xml")
    assert [part.text for part in reading.references[0].body] == ["Words of the article"]
    assert any("<sub-article>" in problem.message for problem in reading.problems)


@pytest.mark.parametrize(
    ("permissions", "terms"),
    [
        ('<license xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>Free</license-p></license>',
         "https://creativecommons.org/licenses/by/4.0/"),
        ("<license><ali:license_ref>https://example.org/terms</ali:license_ref></license>", "https://example.org/terms"),
        ("<license><license-p>See <ext-link xlink:href='https://example.org/by'>there</ext-link></license-p></license>",
         "https://example.org/by"),
        ("<license><license-p>All may read it.</license-p></license>", "All may read it."),
    ],
)  # fmt: skip
def test_the_terms_of_a_text_are_kept(permissions: str, terms: str) -> None:
    text = article(NLM).replace("<permissions><p>words</p></permissions>", f"<permissions>{permissions}</permissions>")
    assert ("jats:license", terms) in read(text, "x.xml").references[0].extra


def test_of_several_abstracts_the_plain_one_is_the_abstract() -> None:
    abstracts = "<abstract abstract-type='teaser'><p>Short.</p></abstract><abstract><p>Whole.</p></abstract>"
    extra = dict(read(article(NLM).replace("<volume>", f"{abstracts}<volume>", 1), "x").references[0].extra)
    assert (extra["abstract"], extra["jats:abstract[teaser]"]) == ("Whole.", "Short.")


def test_a_text_deeper_than_any_article_is_refused_in_words() -> None:
    reading = of_body("<body>" + "<sec>" * 5000 + "</sec>" * 5000 + "</body>")
    assert any("nested deeper" in problem.message for problem in reading.problems)
    assert [one.title for one in reading.references] == ["Main", "Old"]


@pytest.mark.parametrize(
    ("kind", "link", "state"),
    [("retraction-forward", "retracted", "retracted"), ("correction-forward", "corrected", "corrected"),
     ("concern-forward", "doubted", "expression of concern"), ("companion", "", "")],
)  # fmt: skip
def test_an_article_tells_what_became_of_it(kind: str, link: str, state: str) -> None:
    related = f'<related-article related-article-type="{kind}" ext-link-type="doi" xlink:href="10.1000/{link}"/>'
    text = article(NLM).replace("<volume>", f"{related}<volume>", 1)
    work = read(text, "x.xml").references[0]
    assert (f"jats:{kind}", f"10.1000/{link}") in work.extra
    told = stand_as_read(work)
    assert (told.state.value, told.notice, told.source) == (state, f"10.1000/{link}", "x.xml") if told else not state
    notice = text.replace("<article>", '<article xml:lang="en" article-type="retraction">')
    assert stand_as_read(read(notice, "x.xml").references[0]) is None
