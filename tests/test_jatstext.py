"""The text of an article to passages: what each element of a full text becomes, and that nothing of it is lost."""

from __future__ import annotations

import re

import pytest

from evgraph.model import Passage
from evgraph.readers.jatsmath import math_text
from evgraph.readers.jatstext import abstract_text, passages_of
from evgraph.readers.xmlparts import Element, parse


def passages(inner: str, tag: str = "body") -> tuple[Passage, ...]:
    return passages_of(parse(f"<{tag}>{inner}</{tag}>")[0])[0]


def words(inner: str) -> str:
    """Return the one line that a paragraph becomes."""
    (found,) = passages(f"<p>{inner}</p>")
    return found.text


def test_nested_sections_keep_their_titles() -> None:
    inner = "<sec><title>Survival</title><p>Longer.</p></sec><sec><title>Safety</title><p>Good.</p></sec>"
    found = passages(f"<sec><title>Results</title>{inner}</sec>")
    assert [(one.heading, one.label) for one in found] == [
        ("Results\nSurvival", "RESULTS / SURVIVAL"),
        ("Safety", "RESULTS / SAFETY"),
    ]


@pytest.mark.parametrize(
    ("attributes", "title", "label"),
    [
        ("", "2.1. Materials and Methods", "MATERIALS AND METHODS"),
        ('sec-type="intro"', "Why mice", "INTRODUCTION / WHY MICE"),
        ('sec-type="materials|methods"', "Patients and Methods", "PATIENTS AND METHODS"),
        ('sec-type="discussion"', "", "DISCUSSION"),
    ],
)
def test_a_label_says_what_a_section_is(attributes: str, title: str, label: str) -> None:
    (found,) = passages(f"<sec {attributes}>{f'<title>{title}</title>' if title else ''}<p>Words.</p></sec>")
    assert (found.label, found.heading) == (label, title)


def test_what_stands_before_the_first_section_introduces() -> None:
    found = passages("<p>First.</p><sec><title>Results</title><p>Then.</p></sec>")
    assert [(one.heading, one.label) for one in found] == [("", "INTRODUCTION"), ("Results", "RESULTS")]
    assert [one.label for one in passages("<p>Alone.</p>")] == [""]


BIBR = '<xref ref-type="bibr" rid="b{0}">{0}</xref>'


@pytest.mark.parametrize(
    ("inner", "text", "cited"),
    [
        (f"in 45%<sup>{BIBR.format(12)}</sup> of them", "in 45%[12] of them", ["12"]),
        (f"seen.<sup>{BIBR.format(1)},{BIBR.format(3)}&#x2013;{BIBR.format(5)}</sup>", "seen.[1,3–5]", ["1", "3", "5"]),
        (f"seen [{BIBR.format(1)}, {BIBR.format(2)}].", "seen [1, 2].", ["1", "2"]),
        (f"seen {BIBR.format('[7]')}, {BIBR.format('[8]')}.", "seen [7], [8].", ["[7]", "[8]"]),
        (f"as in {BIBR.format(9)}.", "as in [9].", ["9"]),
        ('(<xref ref-type="bibr" rid="b1">Roe et al, 2010</xref>)', "(Roe et al, 2010)", ["Roe et al, 2010"]),
        ('see <xref ref-type="table" rid="t1">Table 1</xref>.', "see Table 1.", []),
    ],
)
def test_citations_are_in_brackets_and_known(inner: str, text: str, cited: list[str]) -> None:
    (found,) = passages(f"<p>{inner}</p>")
    assert (found.text, [span.of(found.text) for span in found.cited]) == (text, cited)


def test_places_of_citations_hold_in_the_second_paragraph_too() -> None:
    (found,) = passages(f"<p>One {BIBR.format(1)}.</p>\n<p>  Two   more {BIBR.format(2)}.</p>")
    assert found.text == "One [1].\n\nTwo more [2]."
    assert [span.of(found.text) for span in found.cited] == ["1", "2"]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("10<sup>6</sup> cells in H<sub>2</sub>O, CD4<sup>+</sup>", "10^6 cells in H2O, CD4+"),
        ("<italic>E. coli</italic>\n   grew", "E. coli grew"),
        ("of 12&#x2009;345 and 88&#xa0;%", "of 12\u2009345 and 88 %"),
        ("a mean of 4<xref ref-type='fn'>*</xref>", "a mean of 4[*]"),
        ("one<break/>two", "one two"),
        ("<inline-formula><italic>P</italic> = 0.03</inline-formula> here", "P = 0.03 here"),
    ],
)
def test_what_stands_in_a_line(inner: str, text: str) -> None:
    assert words(inner) == text


MATH = "<mml:math><mml:mi>P</mml:mi><mml:mo>=</mml:mo><mml:mn>0.02</mml:mn></mml:math>"


def test_a_formula_in_mathml_keeps_its_signs_beside_tex_and_an_image() -> None:
    both = (
        f"<inline-formula><alternatives><tex-math>\\usepackage{{x}}P</tex-math>{MATH}</alternatives></inline-formula>"
    )
    assert words(f"It fell ({both}).") == "It fell (P=0.02)."


def test_a_formula_without_signs_leaves_a_mark_and_is_counted() -> None:
    tex = "<disp-formula><tex-math>x</tex-math></disp-formula><inline-formula><graphic/></inline-formula>"
    found, missed = passages_of(parse(f"<body><p>So {tex} follows.</p></body>")[0])
    assert (found[0].text, missed) == ("So [formula] [formula] follows.", {"formula": 2})


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a+b)/c"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2"),
        ("<msqrt><mi>n</mi><mo>-</mo><mn>1</mn></msqrt>", "√(n-1)"),
        ("<semantics><mi>k</mi><annotation>tex</annotation></semantics>", "k"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
         "1, 2; 3"),
    ],
)  # fmt: skip
def test_mathml_is_written_in_one_line(inner: str, text: str) -> None:
    assert math_text(parse(f"<math>{inner}</math>")[0]) == text


TABLE = """<table-wrap><label>Table 2</label><caption><title>Responses.</title><p>By arm.</p></caption>
<alternatives><graphic/><table><thead><tr><th>Arm</th><th>n</th></tr></thead>
<tbody><tr><td>A</td><td>12<xref ref-type="table-fn">a</xref></td></tr><tr><td>B</td><td/></tr></tbody></table>
</alternatives><table-wrap-foot><fn><label>a</label><p>One died.</p></fn></table-wrap-foot></table-wrap>"""


def test_a_table_is_its_caption_its_rows_and_its_notes() -> None:
    found, missed = passages_of(parse(f"<body><sec><title>Results</title>{TABLE}</sec></body>")[0])
    assert {one.label for one in found} == {"RESULTS / TABLE 2"}
    assert [(one.text, one.cells) for one in found] == [
        ("Responses.\n\nBy arm.", False),
        ("Arm | n\nA | 12[a]\nB |", True),
        ("[a] One died.", True),
    ]
    assert missed == {"table": 1}


def test_a_float_stands_behind_its_paragraph() -> None:
    fig = "<fig><label>Figure 1</label><caption><p>Curves.</p></caption><graphic/></fig>"
    found = passages(f"<sec><title>Results</title><p>They lived {fig}longer.</p><p>All.</p></sec>")
    assert [(one.label, one.text) for one in found] == [
        ("RESULTS", "They lived longer."),
        ("RESULTS / FIGURE 1", "Curves."),
        ("RESULTS", "All."),
    ]


def test_lists_boxes_definitions_and_footnotes_keep_their_words() -> None:
    inner = """<p>Two aims:<list><list-item><p>One.</p></list-item>
    <list-item><label>2.</label><p>Two.</p></list-item></list>
    done<fn><label>b</label><p>A note.</p></fn>.</p>
    <boxed-text><caption><title>Key</title></caption><p>Boxed.</p></boxed-text>
    <def-list><def-item><term>CR</term><def><p>complete response</p></def></def-item></def-list>
    <disp-quote><p>Said.</p><attrib>Roe</attrib></disp-quote>"""
    text = "\n".join(one.text for one in passages(inner))
    told = "Two aims: – One. 2. Two. done. [b] A note. Key Boxed. CR: complete response Said. Roe"
    assert " ".join(text.split()) == told


def test_the_back_has_its_parts_and_no_references() -> None:
    back = """<ack><p>Thanks.</p></ack><app-group><app><title>Appendix A</title><p>More.</p></app></app-group>
    <ref-list><ref><mixed-citation>Roe 2010</mixed-citation></ref></ref-list>
    <fn-group><fn><p>None.</p></fn></fn-group>"""
    found = passages(back, "back")
    assert [(one.label, one.text) for one in found] == [
        ("ACKNOWLEDGEMENTS", "Thanks."), ("APPENDIX A", "More."), ("FOOTNOTES", "None."),
    ]  # fmt: skip


def test_every_word_of_a_text_is_in_its_passages() -> None:
    inner = f"<sec><title>T1</title><p>w1 <bold>w2</bold> <odd>w3</odd></p><strange><p>w4</p>w5</strange>{TABLE}</sec>"
    element = parse(f"<body>{inner}</body>")[0]
    told = " ".join(f"{one.heading} {one.text}" for one in passages(inner))
    assert set(re.findall(r"\w+", element_text(element))) <= set(re.findall(r"\w+", told))


def element_text(element: Element) -> str:
    return " ".join(one if isinstance(one, str) else element_text(one) for one in element.content)


def test_an_abstract_has_its_titles_in_capitals() -> None:
    inner = "<title>Abstract</title><sec><title>Aims.</title><p>To see.</p><p>More.</p></sec>"
    told = parse(f"<abstract>{inner}<sec><title>Results</title><p>We saw.</p></sec></abstract>")[0]
    assert abstract_text(told) == "AIMS: To see.\nMore.\nRESULTS: We saw."
    assert abstract_text(parse("<abstract><p>Plain.</p></abstract>")[0]) == "Plain."
