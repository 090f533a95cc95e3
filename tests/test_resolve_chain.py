"""A folder of references resolved over real HTTP on loopback: what is established, kept, told, and read by a build."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import evgraph
from evgraph.cli import app
from evgraph.cli.resolving import _steps
from evgraph.errors import InputError, Problem
from evgraph.model import Reference, State
from evgraph.readers import RESOLVED, read_folder
from evgraph.references import unite
from evgraph.resolve import Door
from evgraph.resolve.chain import resolve_references
from evgraph.resolve.saved import Resolved, mark_of, read_resolved, render_resolved, write_resolved
from evgraph.resolve.service import Limits, Progress
from evgraph.resolve.texts import read_text
from evgraph.resolve.verdict import Verdict
from evgraph.resolved import read_documents
from tests.replay import Replay, faults

BIB = """\
@article{sample,
  author = {Ahlberg, AB and others}, title = {Samplinib or placebo in adults with an invented disease},
  journal = {J Invent Trials}, year = {2015}, pages = {101},
}
@article{letter,
  author = {Übel, E}, title = {Samplinib or placebo in adults with an invented disease},
  journal = {J Invent Trials}, year = {2015}, volume = {12}, pages = {113},
}
@article{takenback,
  author = {Übel, Eva and Ahlberg, Ann}, title = {An effect that could not be repeated: {H2O} & {CD19+} cells},
  journal = {J Invent Trials}, year = {2017}, volume = {14},
}
@article{wrong,
  author = {Bosch, Bo}, title = {Twin report number 2 of one issue}, journal = {J Invent Trials}, year = {2018},
  volume = {15}, pages = {200}, doi = {10.5555/jit.2018.300},
}
@article{nowhere,
  author = {Nobody, N}, title = {A work that no service has heard of}, journal = {J Invent Trials}, year = {2001},
}
"""
QUICK = Limits(attempts=1, first_wait=0.01)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A references folder with works that the replay knows, and one that it does not."""
    folder = tmp_path / "references"
    folder.mkdir()
    (folder / "a.bib").write_text(BIB, encoding="utf-8")
    return folder


@pytest.fixture
def served() -> Iterator[Replay]:
    """The replay without speed limits: these tests are not about them."""
    with Replay(strict=False) as replay:
        yield replay


def works(home: Path) -> tuple[Reference, ...]:
    return unite(read_folder(home))[0]


def door(replay: Replay, cache: Path, **more: object) -> Door:
    return Door(cache, bases=replay.bases, rates=dict.fromkeys(replay.bases, 1e4), limits=QUICK, **more)  # type: ignore[arg-type]


def resolved(replay: Replay, home: Path, before: Resolved | None = None) -> tuple[Resolved, tuple[Problem, ...]]:
    cache = home.parent / "cache"
    with door(replay, cache) as opened:
        return resolve_references(works(home), opened, cache, before=before)


def test_each_reference_gets_its_verdict(served: Replay, home: Path) -> None:
    found, problems = resolved(served, home)
    entries = dict(found.entries)
    assert problems == ()
    assert {key: entry.verdict.value for key, entry in entries.items()} == {
        "sample": "verified", "letter": "verified", "takenback": "verified", "wrong": "mismatch",
        "nowhere": "could-not-verify",
    }  # fmt: skip
    assert dict(entries["sample"].identifiers) == {
        "doi": "10.5555/jit.2015.101", "pmid": "90000001", "pmcid": "PMC9900001",
    }  # fmt: skip
    assert dict(entries["letter"].identifiers)["pmid"] == "90000002"
    assert entries["wrong"].identifiers == ()
    assert entries["wrong"].refuted == (("doi", "10.5555/jit.2018.300"),)
    assert [one.doi for one in entries["wrong"].suggested] == ["10.5555/jit.2018.200"] * len(entries["wrong"].suggested)


def test_a_mismatch_names_the_identifier_that_is_another_works_and_a_build_does_not_link_it(
    served: Replay, home: Path, tmp_path: Path
) -> None:
    text = (home / "a.bib").read_text(encoding="utf-8")
    twin = dict(dict(resolved(served, home)[0].entries)["letter"].identifiers)["pmid"]
    (home / "a.bib").write_text(text.replace("doi = {10.5555/jit.2018.300}", f"pmid = {{{twin}}}"), encoding="utf-8")
    found, _ = resolved(served, home)
    assert dict(found.entries)["wrong"].refuted == (("pmid", twin),)
    write_resolved(found, home)
    assert read_resolved(home) == found
    evgraph.build(home, tmp_path / "out")
    work = evgraph.open(tmp_path / "out").reference("wrong")
    assert work.pmid is None
    assert ("refuted:pmid", twin) in work.extra
    assert f"/{twin}/" not in (tmp_path / "out" / "summary.md").read_text(encoding="utf-8")


def test_states_are_told_with_source_and_day(served: Replay, home: Path) -> None:
    entries = dict(resolved(served, home)[0].entries)
    taken_back = entries["takenback"].standing
    assert taken_back.state is State.RETRACTED
    assert taken_back.notice == "10.5555/jit.2019.5, 2019-07-26"
    assert taken_back.source.startswith("crossref (")
    assert entries["sample"].standing.state is State.CORRECTED
    assert entries["letter"].standing.state is State.OK
    assert entries["nowhere"].standing.state is State.UNKNOWN


def test_reports_are_grouped_under_their_study_by_its_registry_id(served: Replay, home: Path) -> None:
    (trial,) = resolved(served, home)[0].studies
    assert trial.registry[0] == "NCT90000001"
    assert set(trial.registry) == {"NCT90000001", "NCT90000009", "2014-000001-11"}
    assert (trial.acronym, trial.reports) == ("SAMPLE", ("sample",))


def test_an_id_in_an_abstract_of_the_folder_itself_is_asked_for_and_joins_its_study(served: Replay, home: Path) -> None:
    words = "TI  - A report of our own\nDP  - 2020\nAB  - It is registered (NCT90000009).\n"
    (home / "own.nbib").write_text(f"PMID- 99999999\n{words}", encoding="utf-8")
    (trial,) = resolved(served, home)[0].studies
    own = next(work.key for work in works(home) if work.pmid == "99999999")
    assert (trial.acronym, trial.reports) == ("SAMPLE", tuple(sorted(("sample", own))))


def test_the_same_answers_give_the_same_bytes_and_nothing_is_asked_twice(served: Replay, home: Path) -> None:
    first, _ = resolved(served, home)
    asked = len(served.seen)
    again, _ = resolved(served, home, first)
    assert render_resolved(first) == render_resolved(again)
    assert len(served.seen) == asked
    assert served.fetched_twice() == []


def test_what_is_written_is_read_back_and_holds_no_text_of_an_abstract(served: Replay, home: Path) -> None:
    found, _ = resolved(served, home)
    write_resolved(found, home)
    assert read_resolved(home) == found
    text = (home / RESOLVED).read_text(encoding="utf-8")
    assert "sample adults did well" not in text
    assert [path.name for path in home.iterdir() if path.name.startswith(".")] == []


def test_the_text_lies_in_the_cache_under_its_hash_with_its_sections(served: Replay, home: Path) -> None:
    found, _ = resolved(served, home)
    text = dict(found.entries)["sample"].text
    assert text is not None
    words = read_text(text.sha256, home.parent / "cache")
    assert words is not None
    assert [(one.label, one.span.of(words)) for one in text.sections] == [
        ("BACKGROUND", "Nobody has the invented disease."), ("RESULTS", "All 20 sample adults did well."),
    ]  # fmt: skip
    assert text.rights == "Copyright of nobody."


def test_texts_come_back_as_documents_with_their_labels_and_a_missing_one_is_noted(
    served: Replay, home: Path, tmp_path: Path
) -> None:
    found, _ = resolved(served, home)
    documents, problems = read_documents(found, works(home), home.parent / "cache")
    assert problems == ()
    sections = {one.reference: [(part.label, part.span.of(one.text)) for part in one.sections] for one in documents}
    assert [label for label, _ in sections["sample"]] == ["TITLE", "BACKGROUND", "RESULTS"]
    assert sections["sample"][2] == ("RESULTS", "All 20 sample adults did well.")
    assert set(sections) == {"sample", "takenback"}
    elsewhere, notes = read_documents(found, works(home), tmp_path / "elsewhere")
    assert elsewhere == ()
    assert {note.key for note in notes} == {"sample", "takenback"}


def test_a_text_that_was_changed_in_the_cache_is_not_used(served: Replay, home: Path) -> None:
    found, _ = resolved(served, home)
    for file in (home.parent / "cache" / "texts").rglob("*.txt"):
        file.chmod(0o644)
        file.write_text("Other words.", encoding="utf-8")
    assert read_documents(found, works(home), home.parent / "cache")[0] == ()


def test_a_text_that_was_damaged_in_the_cache_is_brought_again(served: Replay, home: Path) -> None:
    resolved(served, home)
    for file in (home.parent / "cache" / "texts").rglob("*.txt"):
        file.chmod(0o644)
        file.write_text("Other words.", encoding="utf-8")
    found, _ = resolved(served, home)
    documents, problems = read_documents(found, works(home), home.parent / "cache")
    assert {one.reference for one in documents} == {"sample", "takenback"}
    assert problems == ()


def test_a_build_reads_the_texts_and_holds_none_of_them(
    served: Replay, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVGRAPH_CACHE", str(home.parent / "cache"))
    write_resolved(resolved(served, home)[0], home)
    evgraph.build(home, tmp_path / "out")
    assert "All 20 sample adults did well" not in (tmp_path / "out" / "evidence.nq").read_text(encoding="utf-8")
    assert "is not on this machine" not in (tmp_path / "out" / "problems.md").read_text(encoding="utf-8")


def test_a_service_that_fails_is_told_and_takes_nothing_back(served: Replay, home: Path) -> None:
    first, _ = resolved(served, home)
    served.plan(faults.status(500, times=1000))
    with door(served, home.parent / "empty", max_age=timedelta(0)) as opened:
        again, problems = resolve_references(works(home), opened, home.parent / "empty", before=first)
    assert problems
    assert {problem.severity.value for problem in problems} == {"error"}
    assert dict(again.entries)["sample"] == dict(first.entries)["sample"]
    assert again.studies == first.studies


def test_an_outage_does_not_erase_a_mismatch(served: Replay, home: Path) -> None:
    first, _ = resolved(served, home)
    served.plan(faults.status(500, times=1000))
    with door(served, home.parent / "empty", max_age=timedelta(0)) as opened:
        again, _ = resolve_references(works(home), opened, home.parent / "empty", before=first)
    assert dict(first.entries)["wrong"].verdict is Verdict.MISMATCH
    assert dict(again.entries)["wrong"] == dict(first.entries)["wrong"]


def test_an_offline_run_does_not_erase_a_mismatch(served: Replay, home: Path) -> None:
    first, _ = resolved(served, home)
    with door(served, home.parent / "empty", offline=True) as opened:
        again, _ = resolve_references(works(home), opened, home.parent / "empty", before=first)
    assert dict(again.entries)["wrong"] == dict(first.entries)["wrong"]


def test_a_mismatch_is_no_verification_while_the_service_that_told_it_is_out(served: Replay, home: Path) -> None:
    text = (home / "a.bib").read_text(encoding="utf-8")
    (home / "a.bib").write_text(text.replace("doi = {10.5555/jit.2018.300}", "pmid = {90000001}"), encoding="utf-8")
    first, _ = resolved(served, home)
    served.plan(faults.status(500, where="ncbi", times=1000))
    with door(served, home.parent / "empty", max_age=timedelta(0)) as opened:
        alone, _ = resolve_references(works(home), opened, home.parent / "empty")
        again, _ = resolve_references(works(home), opened, home.parent / "empty", before=first)
    assert dict(alone.entries)["wrong"].verdict is Verdict.VERIFIED
    assert dict(first.entries)["wrong"].verdict is Verdict.MISMATCH
    assert dict(again.entries)["wrong"] == dict(first.entries)["wrong"]


def test_a_mismatch_that_was_mended_is_asked_anew_and_not_kept(served: Replay, home: Path) -> None:
    first, _ = resolved(served, home)
    text = (home / "a.bib").read_text(encoding="utf-8")
    (home / "a.bib").write_text(text.replace("10.5555/jit.2018.300", "10.5555/jit.2018.200"), encoding="utf-8")
    assert dict(resolved(served, home, first)[0].entries)["wrong"].verdict is Verdict.VERIFIED


def test_without_an_earlier_answer_a_failure_leaves_it_open_and_says_why(served: Replay, home: Path) -> None:
    served.plan(faults.status(500, times=1000))
    found, _ = resolved(served, home)
    entry = dict(found.entries)["sample"]
    assert entry.verdict is Verdict.OPEN
    assert "PubMed, Crossref, Europe PMC could not be asked" in entry.reason
    assert entry.standing.state is State.UNKNOWN


def test_one_service_failing_does_not_hinder_the_other(served: Replay, home: Path) -> None:
    served.plan(faults.status(500, where="ncbi", times=1000))
    entries = dict(resolved(served, home)[0].entries)
    assert entries["sample"].verdict is Verdict.VERIFIED
    assert "ncbi" not in entries["sample"].services


def test_a_reference_that_was_changed_loses_its_entry_but_not_by_its_key_or_note(home: Path) -> None:
    (first, *_) = works(home)
    assert mark_of(first) == mark_of(replace(first, key="other", note="seen"))
    assert mark_of(first) != mark_of(replace(first, year=1999))


def test_resolved_json_is_no_list_of_references(served: Replay, home: Path) -> None:
    before = read_folder(home)
    write_resolved(resolved(served, home)[0], home)
    assert read_folder(home) == before


@pytest.mark.parametrize(
    "content",
    [
        b"{", b"[]", b"\xff\xfe", b'{"format": 1, "references": {}, "studies": []}', b"[" * 100_000,
        b'{"format": 2, "references": {"a": {"mark": 1}}, "studies": []}',
        b'{"format": 2, "references": {"a": {"mark": "x", "verdict": "verified", "reason": "", "text": {"sha256": '
        b'"../../etc/passwd", "part": "abstract"}}}, "studies": []}',
        b'{"format": 2, "references": {"a": {"mark": "x", "verdict": "verified", "reason": "", "filled": {"doi": '
        b'{"value": "10.5555/1", "request": "javascript:alert(1)"}}}}, "studies": []}',
        b'{"format": 2, "references": {"a": {"mark": "x", "verdict": "verified", "reason": "", "filled": {"doi": '
        b'{"value": "no doi"}}}}, "studies": []}',
    ],
    ids=[
        "broken", "no object", "no text", "another format", "nested deep", "wrong type", "a path for a hash",
        "a script for a request", "no identifier",
    ],
)  # fmt: skip
def test_a_file_that_is_not_of_the_form_is_refused(home: Path, content: bytes) -> None:
    (home / RESOLVED).write_bytes(content)
    with pytest.raises(InputError, match=r"resolved\.json"):
        read_resolved(home)


def test_a_file_of_an_earlier_version_is_told_as_such(home: Path) -> None:
    (home / RESOLVED).write_text('{"format": 1, "references": {}, "studies": []}', encoding="utf-8")
    with pytest.raises(InputError, match="format 1, this program reads 2") as raised:
        read_resolved(home)
    assert "remove the file and run evgraph resolve again" in str(raised.value)


# --- the command ---------------------------------------------------------------------------------------------


@pytest.fixture
def run(served: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command against the replay."""
    monkeypatch.setenv("EVGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("EVGRAPH_SERVICES", " ".join(f"{name}={base}" for name, base in served.bases.items()))
    monkeypatch.setattr("evgraph.resolve.http._LIMITS", QUICK)
    monkeypatch.setattr("evgraph.resolve.service.Pace.wait", lambda self: None)
    monkeypatch.delenv("EVGRAPH_EMAIL", raising=False)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("between", [" ", ",", ", ", "\n"])
def test_addresses_of_services_stand_with_commas_or_spaces_between(
    run: Callable[..., Result], home: Path, served: Replay, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    monkeypatch.setenv("EVGRAPH_SERVICES", between.join(f"{name}={base}" for name, base in served.bases.items()))
    done = run("resolve", home)
    assert done.exit_code == 0, done.stderr
    assert {one.service for one in served.seen} >= {"ncbi", "crossref"}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("crosref=https://example.org", "no service has the name 'crosref'"),
        ("https://example.org", "no service has the name 'https://example.org'"),
        ("crossref", "'' is no address"),
        ("crossref=example.org", "'example.org' is no address"),
        ("crossref=ftp://example.org", "'ftp://example.org' is no address"),
        ("crossref=https://[", "'https://[' is no address"),
    ],
)
def test_what_names_no_service_or_no_address_stops_before_anything_is_asked(
    run: Callable[..., Result], home: Path, served: Replay, monkeypatch: pytest.MonkeyPatch, value: str, told: str
) -> None:
    monkeypatch.setenv("EVGRAPH_SERVICES", value)
    done = run("resolve", home)
    assert done.exit_code == 2
    assert told in done.stderr
    assert "EVGRAPH_SERVICES" in done.stderr
    assert served.seen == []


def test_the_command_writes_the_file_and_says_what_came_of_each(run: Callable[..., Result], home: Path) -> None:
    done = run("resolve", home)
    assert done.exit_code == 0, done.stderr
    assert "takenback: verified RETRACTED" in done.stdout
    assert "wrong: mismatch" in done.stdout
    assert "5 references: 1 could-not-verify, 1 mismatch, 3 verified" in done.stderr
    assert json.loads((home / RESOLVED).read_text(encoding="utf-8"))["format"] == 2


def test_a_retracted_work_behind_a_wrong_doi_is_loud(run: Callable[..., Result], home: Path, tmp_path: Path) -> None:
    text = (home / "a.bib").read_text(encoding="utf-8")
    text = text.replace("volume = {14},", "volume = {14}, doi = {10.5555/jit.2018.300},")
    (home / "a.bib").write_text(text, encoding="utf-8")
    done = run("resolve", home)
    assert "takenback: mismatch" in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if "RETRACTED" in line]
    assert line.startswith("  may be RETRACTED (10.5555/jit.2019.5, 2019-07-26, crossref (")
    assert "An effect that could not be repeated" in line
    assert "  may be “Twin report number 2 of one issue”" in done.stdout
    evgraph.build(home, tmp_path / "out")
    first = (tmp_path / "out" / "problems.md").read_text(encoding="utf-8").split("## ")[1]
    assert first.startswith("Taken back, or in doubt")
    assert "**takenback** may be RETRACTED" in first


def test_offline_the_answers_that_were_kept_give_the_same_file(
    run: Callable[..., Result], home: Path, served: Replay
) -> None:
    run("resolve", home)
    first, asked = (home / RESOLVED).read_bytes(), len(served.seen)
    assert run("resolve", home, "--offline").exit_code == 0
    assert (home / RESOLVED).read_bytes() == first
    assert len(served.seen) == asked


def test_offline_without_answers_leaves_code_one_and_asks_nobody(
    run: Callable[..., Result], home: Path, served: Replay
) -> None:
    done = run("resolve", home, "--offline")
    assert done.exit_code == 1
    assert "offline" in done.stderr
    assert served.seen == []


def test_refresh_asks_again(run: Callable[..., Result], home: Path, served: Replay) -> None:
    run("resolve", home)
    asked = len(served.seen)
    time.sleep(1.1)  # the age of an answer is counted in whole seconds
    run("resolve", home, "--refresh")
    assert len(served.seen) > asked


def test_the_address_for_mail_reaches_the_services_and_no_file(
    run: Callable[..., Result], home: Path, served: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVGRAPH_EMAIL", "")
    run("resolve", home, "--email", "somebody@example.org")
    assert {one.params.get("email") for one in served.asked("ncbi")} == {"somebody@example.org"}
    assert "somebody" not in (home / RESOLVED).read_text(encoding="utf-8")


def test_on_a_terminal_each_step_is_shown(run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with _steps() as (step, tell):
        step("asking PubMed", 3)
        tell(Progress("ncbi", "waiting", "https://example.org/", 2.0, "too many requests"))
        tell(Progress("ncbi", "asked", "https://example.org/"))
    assert "ncbi" in sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_a_folder_without_references_leaves_code_two(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run("resolve", tmp_path / "empty").exit_code == 2
