"""Fields of a labelled reference string: where what one label was given to belongs to two fields, or two to one."""

from __future__ import annotations

import pytest

from evgraph.model import Reference
from evgraph.readers import crf, freetext
from evgraph.readers.crf import LABELS, Run
from evgraph.readers.fields import assemble
from evgraph.readers.words import tokenise


def labelled(*pieces: tuple[str, str]) -> tuple[str, list[Run]]:
    """Lay pieces of (label, words) end to end, as the CRF would have labelled them."""
    text, runs, token = "", [], 0
    for label, words in pieces:
        count = len(tokenise(words))
        runs.append((LABELS.index(label), token, token + count, len(text), len(text) + len(words), 0.9))
        text, token = text + words, token + count
    return text, runs


def fields(*pieces: tuple[str, str]) -> dict[str, str]:
    return {name: piece.text for name, piece in assemble(*labelled(*pieces)).pieces.items()}


def one(text: str) -> Reference:
    (reference,) = freetext.parse([text])
    return reference


def test_a_title_behind_the_editors_is_that_of_the_book() -> None:
    found = fields(
        ("title", "Sleep of sailors"), ("o", ". In: "), ("editor", "Lind E, Novak P"), ("o", ", editors. "),
        ("title", "A handbook of night work at sea"), ("o", ". "), ("publisher", "North Press"),
    )  # fmt: skip
    assert (found["title"], found["container"]) == ("Sleep of sailors", "A handbook of night work at sea")


def test_a_second_title_without_editors_is_no_book() -> None:
    found = fields(("title", "Sleep of sailors"), ("o", " et al. by "), ("author", "Lind"), ("title", "at sea"))
    assert "container" not in found


def test_a_year_in_the_title_does_not_end_it() -> None:
    found = fields(
        ("author", "Lind E"), ("o", ". "), ("title", "The walking beetle of Stein "), ("o", "(Stein, "),
        ("year", "1848"), ("o", ") ("), ("title", "Coleoptera) in winter"), ("o", ". "), ("container", "Beetle Res "),
        ("year", "2006"), ("o", ";"), ("volume", "1"), ("o", ":"), ("pages", "2-9"),
    )  # fmt: skip
    assert found["title"] == "The walking beetle of Stein (Stein, 1848) (Coleoptera) in winter"
    assert found["year"] == "2006"


def test_the_year_in_which_a_species_was_named_is_not_the_year_of_the_work() -> None:
    found = fields(
        ("title", "The walking beetle "), ("o", "(Stein, "), ("year", "1848"), ("o", ") (Coleoptera). "),
        ("container", "Beetle Res "), ("volume", "1"), ("o", " ("), ("year", "2006"), ("o", ")"),
    )  # fmt: skip
    assert (found["title"], found["year"]) == ("The walking beetle (Stein, 1848) (Coleoptera)", "2006")


def test_mar_before_the_rest_of_a_journals_name_is_no_month() -> None:
    found = fields(("title", "Pace of crabs"), ("o", ". "), ("year", "Mar "), ("container", "Crab Res "),
                   ("year", "2012"), ("o", ";"), ("volume", "8"))  # fmt: skip
    assert (found["container"], found["year"]) == ("Mar Crab Res", "2012")
    assert "month" not in found


def test_the_number_of_a_part_belongs_to_the_title() -> None:
    found = fields(("title", "Walks of beetles"), ("o", ". "), ("container", "VII. Coleoptera "), ("year", "1980"))
    assert (found["title"], found["container"]) == ("Walks of beetles. VII", "Coleoptera")


def test_a_sentence_that_begins_small_or_names_a_group_belongs_to_the_title() -> None:
    found = fields(("title", "Pasos de escarabajos"), ("o", ", "), ("container", "con notas de campo. Insecta "),
                   ("volume", "24"))  # fmt: skip
    assert (found["title"], found["container"]) == ("Pasos de escarabajos, con notas de campo", "Insecta")
    found = fields(("title", "Beetles of St"), ("o", ". "), ("container", "Paul. Acta Insecta "))
    assert (found["title"], found["container"]) == ("Beetles of St. Paul", "Acta Insecta")
    found = fields(("title", "Naps at sea"), ("o", ". "), ("container", "Sailors (SEA) Study Group. N Sea J Med "))
    assert (found["title"], found["container"]) == ("Naps at sea. Sailors (SEA) Study Group", "N Sea J Med")
    assert fields(("title", "Light"), ("o", ". "), ("container", "phys. stat. sol. "))["container"] == "phys. stat. sol"


@pytest.mark.parametrize("name", ["Ann Acad Night Sci USA", "Ann Acad Night Sci U S A"])
def test_a_land_behind_a_journals_name_is_a_part_of_it(name: str) -> None:
    head, _, land = name.partition("Sci ")
    found = fields(("title", "Light"), ("o", ". "), ("container", f"{head}Sci "), ("o", f"{land} "), ("year", "2000"))
    assert found["container"] == name


@pytest.mark.parametrize("name", ["Sleep Med [Online]", "Sleep Med [Internet]", "Sleep Med Volume", "Sleep Med, Vol"])
def test_what_is_no_part_of_a_journals_name_is_left_off(name: str) -> None:
    assert fields(("container", name), ("o", " "), ("volume", "3"))["container"] == "Sleep Med"


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("volume", "4-10", {"pages": "4-10"}),
        ("volume", "11-12", {"volume": "11-12"}),
        ("volume", "1998-2003", {"volume": "1998-2003"}),
        ("volume", "99035408", {"pmid": "99035408"}),
        ("volume", "50 Suppl 1", {"volume": "50", "issue": "Suppl 1"}),
        ("volume", "96, 327", {"volume": "96", "pages": "327"}),
        ("pages", "343 d6016", {"volume": "343", "pages": "d6016"}),
        ("pages", "836 47", {"pages": "836 47"}),
    ],
)
def test_joined_numbers_are_told_apart(label: str, text: str, expected: dict[str, str]) -> None:
    found = fields(("container", "Sleep Med"), ("o", " "), (label, text))
    assert {name: found[name] for name in found if name != "container"} == expected


def test_the_medium_is_no_part_of_a_title() -> None:
    assert fields(("title", "Naps at sea [Internet]"), ("o", ". "), ("year", "2001"))["title"] == "Naps at sea"


def test_a_double_volume_is_one_volume() -> None:
    reference = one("Stein AK, Hu X. Walking pace and sleep. Sleep Res. 2013;11–13: 3–584.")
    assert (reference.volume, reference.issue, reference.last_page) == ("11–13", None, "584")


def test_a_doi_without_its_name_is_no_last_page() -> None:
    reference = one("Stein, A.K.; Hu, X. Walking pace and sleep. Sleep Med 2011, 7(12), e1002309 10.1234/sm.1002309.")
    assert (reference.article_number, reference.doi) == ("e1002309", "10.1234/sm.1002309")


def test_every_label_of_the_model_can_be_put_together() -> None:
    assert set(fields(*[(label, "2001 ") for label in crf.LABELS])) <= {*crf.LABELS, "month", "pmcid"}
