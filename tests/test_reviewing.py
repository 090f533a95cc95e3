"""What a person should look at, and what they decide, written where nothing else is touched."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from mined_home import CURATED, home
from typer.testing import CliRunner

import evgraph
from evgraph.cli import app
from evgraph.errors import InputError
from evgraph.lexicon import Lexicon
from evgraph.model import Decision, Review
from evgraph.pipeline import read_corpus
from evgraph.reviewing import Doubt, record_decision, to_review

_YES = Decision("mined-1", Review.ACCEPTED, 'Jane "J" Smith', "as read: p. 3 # yes")
_ENTRY = (
    '  - claim: "mined-1"\n    decision: accepted\n    by: "Jane \\"J\\" Smith"\n    remark: "as read: p. 3 # yes"\n'
)


def _run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.output


def test_a_figure_that_differs_comes_first_with_its_words(tmp_path: Path, lexicon: Lexicon) -> None:
    items = to_review(read_corpus(home(tmp_path), lexicon)[0])
    assert (items[0].doubt, items[0].reference, items[0].detail) == (Doubt.DIFFERS, "specimen2017", "died: n 3 and 2")
    assert items[0].words == "Two patients (9%) died of infection."
    assert [item.doubt for item in items] == sorted(item.doubt for item in items)
    assert sum(item.claim == items[0].claim for item in items) == 1


def test_the_command_lists_what_differs_first(tmp_path: Path) -> None:
    code, output = _run("review", str(home(tmp_path)))
    assert code == 0
    assert output.strip().startswith(
        "The text has another figure than the curator: 1\n  specimen2017/mined-result-death-"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_rest_of_the_file_stays_letter_for_letter(tmp_path: Path, end: str, mark: str) -> None:
    path = home(tmp_path) / "evidence" / "specimen2017.yaml"
    old = (mark + CURATED.replace("\n", end)).encode()
    path.write_bytes(old)
    assert record_decision(tmp_path / "references", "specimen2017", _YES) == path
    assert path.read_bytes() == old + f"decisions:\n{_ENTRY}".replace("\n", end).encode()
    record_decision(tmp_path / "references", "specimen2017", _YES)
    assert path.read_bytes() == old + f"decisions:\n{_ENTRY}{_ENTRY}".replace("\n", end).encode()


def test_a_decision_goes_among_the_others_wherever_they_stand(tmp_path: Path) -> None:
    first = "work: a\ndecisions:\n- claim: x\n  decision: rejected\n  by: me # so\n"
    path = home(tmp_path, None) / "evidence" / "a.yaml"
    path.write_text(first + "# last\nclaims: []\n", encoding="utf-8")
    record_decision(tmp_path / "references", "a", Decision("y", Review.REJECTED, "you"))
    entry = '- claim: "y"\n  decision: rejected\n  by: "you"\n'
    assert path.read_text(encoding="utf-8") == first + entry + "# last\nclaims: []\n"


def test_a_new_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = record_decision(home(tmp_path, None), "example2015", _YES)
    assert path.read_text(encoding="utf-8") == f'work: "example2015"\ndecisions:\n{_ENTRY}'
    assert [file.name for file in path.parent.iterdir()] == ["example2015.yaml"]


def test_no_key_leads_out_of_the_folder(tmp_path: Path) -> None:
    path = record_decision(home(tmp_path, None), "../../x/y", _YES)
    assert path.parent == tmp_path / "references" / "evidence"


@pytest.mark.parametrize(
    "text", ["work: other\n", "work: smith\ndecisions: [{claim: x, decision: accepted, by: me}]\n"]
)
def test_a_file_with_no_safe_place_is_left_alone(tmp_path: Path, text: str) -> None:
    path = home(tmp_path, None) / "evidence" / "smith.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        record_decision(tmp_path / "references", "smith", _YES)
    assert path.read_text(encoding="utf-8") == text


def test_what_was_decided_shows_in_the_next_build(tmp_path: Path, lexicon: Lexicon) -> None:
    references = home(tmp_path)
    names = [f"{i.reference}/{i.claim}" for i in to_review(read_corpus(references, lexicon)[0]) if i.claim]
    bad = next(name for name in names if "result-death" in name)
    good = next(name for name in names if "mechanism-apoptosis" in name)
    assert _run("review", str(references), "--reject", bad, "--accept", good, "--by", "Jane")[0] == 0
    report = evgraph.build(references, tmp_path / "build")
    graph = evgraph.open(tmp_path / "build")
    reviews = {f"{c.reference}/{c.key}": (c.review, c.reviewer) for file in graph.corpus.mined for c in file.claims}
    assert reviews[bad] == (Review.REJECTED, "Jane")
    assert reviews[good] == (Review.ACCEPTED, "Jane")
    assert report.exit_code == 0
    key = bad.partition("/")[2]
    assert key not in (tmp_path / "build" / "summary.md").read_text(encoding="utf-8")
    assert key not in (tmp_path / "build" / "evidence.html").read_text(encoding="utf-8")
    assert list(graph.query("SELECT ?a { ?a evg:actsOn ?t }"))
    assert bad not in _run("review", str(references), "-n", "0")[1]


def test_a_decision_whose_claim_is_gone_is_told(tmp_path: Path) -> None:
    references = home(tmp_path)
    record_decision(references, "specimen2017", _YES)
    evgraph.build(references, tmp_path / "build")
    told = (tmp_path / "build" / "problems.md").read_text(encoding="utf-8")
    assert "no mined claim of 'specimen2017' has this key" in told


def test_nobody_decides_what_is_not_there_or_without_a_name(tmp_path: Path) -> None:
    references = str(home(tmp_path))
    assert _run("review", references, "--accept", "x/y", "--by", "me")[0] != 0
    assert _run("review", references, "--accept", "x/y")[0] != 0
    assert _run("review", references, "--accept", "x/y", "--reject", "x/y", "--by", "me")[0] != 0


def test_the_page_on_review_names_commands_that_run(tmp_path: Path, root: Path) -> None:
    references = home(tmp_path)
    page = (root / "docs" / "review.md").read_text(encoding="utf-8")
    shown = [shlex.split(line) for line in page.splitlines() if line.startswith("evgraph ")]
    key = next(line for line in _run("review", str(references))[1].split() if line.startswith("specimen2017/"))
    shown = [words for words in shown if words[1] != "query"]  # it needs a build
    assert len(shown) == 6
    for _, *words in shown[:5]:
        known = {"references/export.nbib": str(references / "export.nbib"), "references": str(references), "KEY": key}
        known["read.html"] = str(tmp_path / "read.html")
        assert _run(*(known.get(word, word) for word in words))[0] == 0
    assert "--reject" in shown[5]
