"""What people paste to the one normal form of an identifier; what is none is refused with an example."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.errors import IdentifierError
from evgraph.identifiers import (
    BASE,
    digest,
    mint,
    parse_doi,
    parse_issn,
    parse_pmcid,
    parse_pmid,
    parse_registry,
    slug,
)

Parse = Callable[[str], str]

GOOD = [
    (parse_doi, "10.1056/NEJMoa1609783", "10.1056/nejmoa1609783"),
    (parse_doi, " doi:10.1182/blood-2017-08-798785", "10.1182/blood-2017-08-798785"),
    (parse_doi, "http://dx.doi.org/10.1002/(SICI)1097-0142", "10.1002/(sici)1097-0142"),
    (parse_doi, "https://doi.org/10.1038/leu.2014.124.", "10.1038/leu.2014.124"),
    (parse_pmid, "PMID: 28249141", "28249141"),
    (parse_pmid, "https://pubmed.ncbi.nlm.nih.gov/28249141/", "28249141"),
    (parse_pmid, "1", "1"),
    (parse_pmcid, "PMCID: PMC5881572", "PMC5881572"),
    (parse_pmcid, "https://pmc.ncbi.nlm.nih.gov/articles/PMC2763358", "PMC2763358"),
    (parse_registry, "nct02013167", "NCT02013167"),
    (parse_registry, "EudraCT 2013-000536-10", "2013-000536-10"),
    (parse_issn, "0028-4793", "0028-4793"),
    (parse_issn, "2434561x", "2434-561X"),
]
BAD = [
    (parse_doi, ""), (parse_doi, "10.1056"), (parse_doi, "10.1056/ with space"), (parse_doi, "11.1056/x"),
    (parse_doi, "https://example.org/10.1056/x"), (parse_doi, "javascript:10.1056/x"),
    (parse_pmid, "0123"), (parse_pmid, "1234567890"), (parse_pmid, "28249141a"), (parse_pmid, "\u0662\u0668"),
    (parse_pmid, "-5"), (parse_pmcid, "5881572"), (parse_pmcid, "PMC"), (parse_pmcid, "PMC0"),
    (parse_registry, "NCT0201316"), (parse_registry, "NCT020131670"), (parse_registry, "2013-000536"),
    (parse_registry, "NCT\u0660\u0662\u0660\u0661\u0663\u0661\u0666\u0667"), (parse_registry, "hello"),
    (parse_issn, "0028-4794"), (parse_issn, "0028479"), (parse_issn, "X028-4793"),
]  # fmt: skip


@pytest.mark.parametrize(("parse", "pasted", "normal"), GOOD, ids=lambda v: v if isinstance(v, str) else "")
def test_what_people_paste_becomes_the_one_normal_form(parse: Parse, pasted: str, normal: str) -> None:
    assert parse(pasted) == normal
    assert parse(normal) == normal, "the normal form of the normal form is itself"


@pytest.mark.parametrize(("parse", "pasted"), BAD, ids=lambda v: ascii(v) if isinstance(v, str) else "")
def test_what_is_no_identifier_is_refused_and_named(parse: Parse, pasted: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        parse(pasted)
    assert repr(pasted) in str(caught.value)


@given(st.text(max_size=30))
@pytest.mark.parametrize("parse", [parse_doi, parse_pmid, parse_pmcid, parse_registry, parse_issn])
def test_any_text_is_parsed_or_refused_and_the_normal_form_is_stable(parse: Parse, text: str) -> None:
    try:
        normal = parse(text)
    except IdentifierError:
        return
    assert parse(normal) == normal


@given(st.text(max_size=80))
def test_a_slug_is_short_lower_case_ascii_and_never_empty(text: str) -> None:
    made = slug(text)
    assert 0 < len(made) <= 48
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_only_the_same_parts_have_the_same_digest(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_minted_name_is_an_iri_whatever_it_is_made_of(name: str, part: str) -> None:
    made = mint("claim", name, part)
    assert made.startswith(f"{BASE}claim/")
    assert made.isascii()
    assert not set(made) & set(' <>"{}|\\^`\n')


def test_names_of_two_kinds_with_the_same_parts_differ() -> None:
    assert mint("arm", "a", "x").rsplit("-", 1)[-1] != mint("study", "a", "x").rsplit("-", 1)[-1]
