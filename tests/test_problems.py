"""Problems as a page: by how much they matter, each with place, key and mend, and inert whatever they quote."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.errors import InputError, Problem, Severity
from evgraph.problems import plain_text, render_problems

ERROR = Problem("no title", "a.bib", 3, "smith2020", "add one")
NOTE = Problem("name lost", "b.txt", 7, severity=Severity.NOTE)
DIFFERENCE = Problem("year 2019 against 2020", "a.bib", 9, "smith2020", severity=Severity.DIFFERENCE)


def test_nothing_to_report_is_said() -> None:
    assert render_problems([]).count("Nothing.") == 3


def test_each_problem_stands_once_under_how_much_it_matters() -> None:
    page = render_problems([NOTE, ERROR, DIFFERENCE, ERROR])
    parts = page.split("## ")[1:]
    assert [part.splitlines()[0] for part in parts] == ["Not in the graph (2)", "Two inputs differ (1)", "To know (1)"]
    assert [part.count("\n- ") for part in parts] == [2, 1, 1]


def test_an_item_says_place_key_message_and_mend() -> None:
    assert "- `a.bib:3` **smith2020** no title. *Mend: add one.*" in render_problems([ERROR]).splitlines()


@pytest.mark.parametrize(
    ("problem", "item"),
    [
        (Problem("x"), "- x."),
        (Problem("x.", "a.bib"), "- `a.bib` x."),
        (Problem("x", key="k"), "- **k** x."),
        (Problem("x", "a.bib", mend="do y."), "- `a.bib` x. *Mend: do y.*"),
    ],
    ids=["message alone", "no line", "no place", "a mend with its own full stop"],
)
def test_what_is_not_known_leaves_no_gap(problem: Problem, item: str) -> None:
    assert item in render_problems([problem]).splitlines()


HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[click](javascript:alert(1))", "![x](http://x/y)",
    "line\n## Heading", "a\r\n- item", "`code` *bold* **x**", "</details>", "<!-- hidden", "\\<b>", "<a href=x>",
    "x\u2028# y",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("place", ["message", "key", "mend", "path"])
def test_what_a_problem_quotes_is_shown_as_text_on_one_line(text: str, place: str) -> None:
    page = render_problems([Problem(**({"message": "m", "path": "p"} | {place: text}))])
    assert page.count("\n- ") == 1
    assert [row for row in page.splitlines() if row.startswith("#")] == [
        "# Problems", "## Not in the graph (1)", "## Two inputs differ (0)", "## To know (0)",
    ]  # fmt: skip
    item = next(row for row in page.splitlines() if row.startswith("- "))
    outside = re.sub(r"`[^`]*`", "", item.replace("\\`", ""))  # within code nothing acts
    assert not re.search(r"<(?=[A-Za-z/!?])", outside), "a tag"
    assert not re.search(r"(?<!\\)\[[^\]]*\]\(", outside), "a link"


@pytest.mark.parametrize("name", ["a`b<script>alert(1)</script>.bib", "a`b*c.bib"])
def test_a_file_name_with_a_backtick_does_not_end_the_code_it_stands_in(name: str) -> None:
    item = next(row for row in render_problems([Problem("m", name)]).splitlines() if row.startswith("- "))
    fence = len(item) - len(item[2:].lstrip("`")) - 2
    assert item.count("`" * fence) == 2 or fence > 1, "the code ends where the name ends"
    assert "<script" not in item.rpartition("`")[2]


@given(st.text(max_size=60))
def test_plain_text_is_one_line_without_a_tag_whatever_it_is_given(text: str) -> None:
    made = plain_text(text)
    assert len(made.splitlines()) <= 1
    assert "<script" not in plain_text(text + "<script>")


def test_an_exception_carries_the_problem_it_tells() -> None:
    error = InputError("no title", path="a.bib", line=3, key="smith2020", mend="add one")
    assert error.problem == ERROR
    assert str(error) == "a.bib:3: smith2020: no title (add one)"
