"""The door over real HTTP: it is polite, it is safe, it forgets nothing that it was told, and it tells no secret."""

from __future__ import annotations

import gzip
import json
import logging
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evgraph.errors import InputError, ResolveError
from evgraph.resolve import RESOLVERS, service
from evgraph.resolve.cache import Cache, cache_folder, key_of
from evgraph.resolve.http import Door, Limits, Progress, Service
from evgraph.resolve.records import Answer
from tests.conftest import QUICK, ROOT
from tests.replay import Replay, faults

NCBI, CROSSREF, EUROPE = (RESOLVERS[name].service for name in ("ncbi", "crossref", "europepmc"))
KEY, MAIL = "0123456789abcdef0123456789abcdef", "somebody+evgraph@example.org"
FETCH = (("db", "pubmed"), ("retmode", "xml"), ("id", "90000001"))
SEARCH = (("db", "pubmed"), ("retmode", "json"), ("term", "samplinib[ti]"))


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key and no address of whoever runs the tests."""
    for name in ("NCBI_API_KEY", "OPENALEX_API_KEY", "EVGRAPH_EMAIL"):
        monkeypatch.delenv(name, raising=False)


Opener = Callable[..., Door]


@pytest.fixture
def opened(replay: Replay, tmp_path: Path) -> Iterator[Opener]:
    """Open doors to the replay that share a folder of answers; they are closed after the test."""
    replay.strict = False
    doors: list[Door] = []

    def open_door(**options: object) -> Door:
        quick = {"bases": replay.bases, "rates": dict.fromkeys(replay.bases, 500.0), "limits": QUICK}
        doors.append(Door(tmp_path / "answers", **(quick | options)).__enter__())  # type: ignore[arg-type]
        return doors[-1]

    yield open_door
    for door in doors:
        door.__exit__(None, None, None)


def fetch(door: Door) -> Answer:
    return door.get(NCBI, "efetch.fcgi", FETCH, accept="xml")


def search(door: Door) -> Answer:
    return door.get(NCBI, "esearch.fcgi", SEARCH, accept="json")


# --- answers are kept ------------------------------------------------------------------------------------------


def test_an_answer_is_asked_for_once_and_then_comes_from_the_disk(replay: Replay, opened: Opener) -> None:
    first, second, third = fetch(opened()), fetch(opened()), fetch(opened())
    assert (first.from_cache, second.from_cache, third.from_cache) == (False, True, True)
    assert replace(second, from_cache=False) == first
    assert len(replay.seen) == 1


def test_a_form_is_kept_as_well_and_its_address_tells_what_was_asked(replay: Replay, opened: Opener) -> None:
    answers = [opened().post(NCBI, "efetch.fcgi", FETCH, accept="xml") for _ in range(2)]
    assert [one.method for one in replay.seen] == ["POST"]
    assert answers[1].from_cache
    assert answers[1].url == f"{replay.bases['ncbi']}/efetch.fcgi?db=pubmed&retmode=xml&id=90000001"


def test_no_such_thing_is_an_answer_and_is_kept(replay: Replay, opened: Opener) -> None:
    answers = [opened().get(CROSSREF, "works/10.5555%2Fnone", accept="json", lane="single") for _ in range(2)]
    assert [one.status for one in answers] == [404, 404]
    assert len(replay.seen) == 1


def test_an_old_answer_is_asked_for_again(replay: Replay, opened: Opener, tmp_path: Path) -> None:
    url = fetch(opened()).url
    cache = Cache(tmp_path / "answers")
    key = key_of("GET", url, (), "xml")
    held = cache.get(key)
    assert held is not None
    cache.put(key, replace(held, date="2001-02-03T04:05:06Z"))
    cache.close()
    assert fetch(opened(max_age=timedelta(days=20_000))).date == "2001-02-03T04:05:06Z"
    assert fetch(opened()).date > "2001-02-03T04:05:06Z"
    assert len(replay.seen) == 2


def test_refreshing_asks_again_but_only_once(replay: Replay, opened: Opener, tmp_path: Path) -> None:
    url = fetch(opened()).url
    cache = Cache(tmp_path / "answers")
    key = key_of("GET", url, (), "xml")
    held = cache.get(key)
    assert held is not None
    cache.put(key, replace(held, date="2001-02-03T04:05:06Z"))
    cache.close()
    door = opened(refresh=True)
    fetch(door)
    fetch(door)
    assert len(replay.seen) == 2


def aged(tmp_path: Path, url: str, date: str) -> None:
    """Let the answer on the disk be of another time."""
    cache = Cache(tmp_path / "answers")
    held = cache.get(key_of("GET", url, (), "xml"))
    assert held is not None
    cache.put(key_of("GET", url, (), "xml"), replace(held, date=date))
    cache.close()


def begun(tmp_path: Path, ago: timedelta) -> None:
    """Leave a refresh unfinished that began so long ago."""
    cache = Cache(tmp_path / "answers")
    cache.begin_refresh(stamp(ago), "")
    cache.close()


def stamp(ago: timedelta) -> str:
    return (datetime.now(UTC) - ago).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_refresh_that_was_interrupted_goes_on_where_it_stopped(
    replay: Replay, opened: Opener, tmp_path: Path
) -> None:
    url = fetch(opened()).url
    begun(tmp_path, timedelta(minutes=20))
    aged(tmp_path, url, stamp(timedelta(minutes=10)))
    assert fetch(opened(refresh=True)).from_cache
    aged(tmp_path, url, stamp(timedelta(minutes=30)))
    assert not fetch(opened(refresh=True)).from_cache
    assert len(replay.seen) == 2


def test_a_refresh_that_raises_stays_open_and_one_that_ends_does_not(
    replay: Replay, opened: Opener, tmp_path: Path
) -> None:
    url = fetch(opened()).url
    for kind, asked in ((KeyboardInterrupt, 1), (None, 2)):
        begun(tmp_path, timedelta(minutes=20))
        door = Door(tmp_path / "answers", refresh=True, bases=replay.bases).__enter__()
        door.__exit__(kind, None, None)
        aged(tmp_path, url, stamp(timedelta(minutes=10)))
        fetch(opened(refresh=True))
        assert len(replay.seen) == asked


def test_a_refresh_that_was_interrupted_days_ago_begins_anew(replay: Replay, opened: Opener, tmp_path: Path) -> None:
    url = fetch(opened()).url
    begun(tmp_path, timedelta(days=2))
    aged(tmp_path, url, stamp(timedelta(days=1, hours=12)))
    assert not fetch(opened(refresh=True)).from_cache
    assert len(replay.seen) == 2


def test_offline_an_answer_comes_from_the_disk_however_old(replay: Replay, opened: Opener) -> None:
    fetch(opened())
    assert fetch(opened(offline=True, max_age=timedelta(days=-1))).from_cache
    assert len(replay.seen) == 1


def test_offline_what_was_never_asked_is_an_error_that_says_so(replay: Replay, opened: Opener) -> None:
    with pytest.raises(ResolveError, match="not in the cache, and offline"):
        fetch(opened(offline=True))
    assert replay.seen == []


def test_without_a_folder_nothing_is_asked_twice_by_one_door(replay: Replay) -> None:
    with Door(bases=replay.bases) as door:
        assert [fetch(door).from_cache, fetch(door).from_cache] == [False, True]


def test_a_cache_that_is_no_cache_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"these are no answers, but a letter to my aunt" * 100)
    with pytest.raises(InputError, match=r"answers\.sqlite.*delete the file"), Door(tmp_path):
        pass


def fill(folder: Path, name: str) -> str:
    try:
        cache = Cache(folder)
        for number in range(3):
            cache.put(f"{name} {number}", Answer("", 200, "", b"x" * 5000, "2020"))
        cache.close()
    except InputError as error:
        return str(error)
    return "filled"


def test_several_runs_may_share_the_folder_of_answers(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        for round_ in range(5):
            folder = tmp_path / str(round_)
            assert set(pool.starmap(fill, [(folder, str(n)) for n in range(8)], chunksize=1)) == {"filled"}
            cache = Cache(folder)
            assert all(cache.get(f"{n} {number}") for n in range(8) for number in range(3))
            cache.close()


def test_the_folder_of_answers_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVGRAPH_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("EVGRAPH_CACHE")
    assert cache_folder().name == "evgraph"


# --- failures that pass ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("as_date", [False, True])
def test_too_many_requests_waits_as_long_as_the_service_says(replay: Replay, opened: Opener, as_date: bool) -> None:
    replay.plan(faults.too_many(2, as_date=as_date))
    told: list[Progress] = []
    began = time.monotonic()
    answer = fetch(opened(tell=told.append))
    assert answer.status == 200
    assert time.monotonic() - began >= (0.9 if as_date else 2)  # a date holds whole seconds only
    assert [one.what for one in told] == ["asked", "waiting", "asked"]
    assert "429" in told[1].reason


def test_a_service_that_asks_to_come_back_much_later_is_not_waited_for(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.too_many(3600))
    with pytest.raises(ResolveError, match="asks to come back after 3600 s"):
        fetch(opened())
    assert len(replay.seen) == 1


PASSING = {
    "500": (faults.status(500), "500"),
    "502 with a page": (replace(faults.web_page(), status=502), "502"),
    "503": (faults.status(503, words=b"Down for maintenance"), "Down for maintenance"),
    "a cut connection": (faults.cut(40), "cut"),
    "truncated": (faults.truncated(), "cut off"),
    "a page with 200": (faults.web_page(), "web page"),
    "too many, without a time": (faults.too_many(), "429"),
}


@pytest.mark.parametrize(("name", "ask"), [(name, ask) for name in PASSING for ask in (fetch, search)])
def test_a_failure_that_passes_is_asked_again(
    replay: Replay, opened: Opener, name: str, ask: Callable[[Door], Answer]
) -> None:
    sound = ask(opened()).body
    fault, reason = PASSING[name]
    replay.plan(replace(fault, times=2))
    told: list[Progress] = []
    with Door(bases=replay.bases, rates={"ncbi": 500}, limits=QUICK, tell=told.append) as door:
        assert ask(door).body == sound
    assert [one.what for one in told] == ["asked", "waiting", "asked", "waiting", "asked"]
    assert reason in told[1].reason


@pytest.mark.parametrize("name", PASSING)
def test_a_failure_that_does_not_pass_is_told_and_not_kept(replay: Replay, opened: Opener, name: str) -> None:
    fault, reason = PASSING[name]
    replay.plan(replace(fault, times=QUICK.attempts))
    with pytest.raises(ResolveError, match=rf"{reason}.*asked {QUICK.attempts} times"):
        fetch(opened())
    assert len(replay.seen) == QUICK.attempts
    assert not fetch(opened()).from_cache  # the failure was not kept, and the service is well again


def test_a_slow_answer_is_given_up_after_a_time_for_the_whole_of_it(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.slow(0.1, times=2))
    began = time.monotonic()
    with pytest.raises(ResolveError, match=r"no whole answer within 0\.5 s; asked 2 times"):
        fetch(opened(limits=replace(QUICK, whole=0.5, attempts=2)))
    assert time.monotonic() - began < 3


def test_a_silent_service_is_given_up(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.slow(1.5, times=2))
    with pytest.raises(ResolveError, match="no answer in time"):
        fetch(opened(limits=replace(QUICK, read=0.3, attempts=2)))


def test_a_slow_answer_that_comes_in_time_is_taken(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.slow(0.01))
    assert fetch(opened()).body.endswith(b"</PubmedArticleSet>\n")


def test_a_service_that_is_not_there_is_told_as_that(opened: Opener) -> None:
    nowhere = {"ncbi": "http://127.0.0.1:9"}
    with pytest.raises(ResolveError, match="no connection"):
        fetch(opened(bases=nowhere))


def test_a_service_that_keeps_failing_is_left_alone(replay: Replay, opened: Opener) -> None:
    door = opened(limits=replace(QUICK, attempts=1))
    replay.plan(faults.status(500, where="ncbi", times=100))
    for number in range(5):
        with pytest.raises(ResolveError):
            door.get(NCBI, "efetch.fcgi", (("id", str(number)),), accept="xml")
    assert len(replay.seen) == 3
    assert door.get(EUROPE, "search", (("query", "SRC:MED"), ("format", "json")), accept="json").status == 200


def test_waiting_grows_and_differs(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.status(500, times=4))
    told: list[Progress] = []
    fetch(opened(limits=replace(QUICK, first_wait=0.05), tell=told.append))
    waits = [one.seconds for one in told if one.what == "waiting"]
    assert len(set(waits)) == 4
    assert all(wait <= 0.05 * 2**at for at, wait in enumerate(waits))


# --- what is not taken -----------------------------------------------------------------------------------------


def test_entities_are_refused_before_they_grow(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.entity_bomb())
    with pytest.raises(ResolveError, match="declares entities"):
        fetch(opened())
    assert len(replay.seen) == 1  # asking again would bring it again


def test_a_giant_answer_is_not_taken_to_its_end(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.giant(400_000_000))
    with pytest.raises(ResolveError, match="more than 1,000,000 bytes"):
        fetch(opened(limits=replace(QUICK, largest=1_000_000)))
    assert not replay.seen[0].whole


@pytest.mark.parametrize(
    "there", ["http://other.example/x", "https://127.0.0.1/x", "http://localhost:1/x", "file:///x"]
)
def test_a_redirect_to_another_host_is_not_followed(replay: Replay, opened: Opener, there: str) -> None:
    replay.plan(faults.elsewhere(there))
    with pytest.raises(ResolveError, match="which is not the service: not followed"):
        fetch(opened())


def test_a_small_answer_that_unpacks_to_a_giant_is_not_taken(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.packed(200_000_000))
    with pytest.raises(ResolveError, match="more than 1,000,000 bytes"):
        fetch(opened(limits=replace(QUICK, largest=1_000_000)))


def test_a_packed_answer_is_unpacked(replay: Replay, opened: Opener) -> None:
    packed = faults.Fault(headers={"Content-Encoding": "gzip"}, change=gzip.compress)
    replay.plan(packed)
    assert b"Samplinib" in fetch(opened()).body


def test_a_redirect_that_goes_round_is_left(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.elsewhere("/ncbi/efetch.fcgi?id=1", times=9))
    with pytest.raises(ResolveError, match="redirected more than 3 times"):
        fetch(opened())


def test_a_redirect_within_the_service_is_followed(replay: Replay, opened: Opener) -> None:
    trials = RESOLVERS["clinicaltrials"].service
    answer = opened().get(trials, "studies/NCT90000009", accept="json")
    assert answer.url == f"{replay.bases['clinicaltrials']}/studies/NCT90000001"
    assert json.loads(answer.body)["protocolSection"]["identificationModule"]["nctId"] == "NCT90000001"


def test_the_right_answer_under_a_wrong_label_is_taken(replay: Replay, opened: Opener) -> None:
    replay.plan(faults.wrong_type("text/html"), faults.wrong_type("application/octet-stream"))
    assert (search(opened()).status, fetch(opened()).status) == (200, 200)


def test_a_wrong_answer_under_the_right_label_is_not(replay: Replay, opened: Opener) -> None:
    wrong = faults.Fault(times=9, content_type="application/json", change=lambda body: b"<eSearchResult/>")
    replay.plan(wrong)
    with pytest.raises(ResolveError, match="no JSON"):
        search(opened())


@pytest.mark.parametrize("body", [b'{"header": {}, "esearchresult": {"ERROR": "Invalid db name"}}', b'{"error": "no"}'])
def test_an_error_that_says_200_is_an_error(replay: Replay, opened: Opener, body: bytes) -> None:
    replay.plan(faults.Fault(change=lambda _: body))
    with pytest.raises(ResolveError, match=r"the service says: (Invalid db name|no)"):
        search(opened())
    assert len(replay.seen) == 1
    assert not search(opened()).from_cache


def test_an_error_in_xml_that_says_200_is_an_error(replay: Replay, opened: Opener) -> None:
    body = b"<eFetchResult>\n<ERROR>Cannot retrieve the list</ERROR></eFetchResult>"
    replay.plan(faults.Fault(change=lambda _: body))
    with pytest.raises(ResolveError, match="Cannot retrieve the list"):
        fetch(opened())


def test_a_refusal_is_told_in_the_words_of_the_service(replay: Replay, opened: Opener) -> None:
    with pytest.raises(ResolveError, match=r"400.*Parameter nonsense is unknown"):
        opened().get(CROSSREF, "works", (("nonsense", "1"),), accept="json", lane="list")
    assert len(replay.seen) == 1


# --- pace ------------------------------------------------------------------------------------------------------


def ask_often(door: Door, service: Service, path: str, count: int, lane: str = "") -> None:
    for number in range(count):
        pairs = (("db", "pubmed"), ("retmode", "json"), ("term", f"sample{number}[ti]"))
        pairs = pairs if service is NCBI else (("query.bibliographic", f"sample{number}"),)
        door.get(service, path, pairs, accept="json", lane=lane)


@pytest.mark.parametrize(("key", "most"), [("", 3), (KEY, 10)])
def test_ncbi_is_asked_three_times_a_second_or_ten_with_a_key(
    replay: Replay, monkeypatch: pytest.MonkeyPatch, key: str, most: int
) -> None:
    monkeypatch.setenv("NCBI_API_KEY", key)
    with Door(bases=replay.bases) as door:
        ask_often(door, NCBI, "esearch.fcgi", most + 4)
    assert replay.fastest("ncbi") <= most
    assert {one.status for one in replay.seen} == {200}


@pytest.mark.parametrize(("mail", "most"), [("", 1), (MAIL, 3)])
def test_crossref_is_asked_for_a_list_once_a_second_or_three_times_with_an_address(
    replay: Replay, mail: str, most: int
) -> None:
    with Door(bases=replay.bases, mail=mail) as door:
        ask_often(door, CROSSREF, "works", most + 2, "list")
    assert replay.fastest("crossref", "list") <= most
    assert {one.status for one in replay.seen} == {200}


def test_a_service_that_tells_a_lower_limit_is_asked_more_slowly(replay: Replay) -> None:
    with Door(bases=replay.bases, rates={"crossref": 200}, limits=replace(QUICK, first_wait=1)) as door:
        ask_often(door, CROSSREF, "works", 3, "list")
    assert [one.status for one in replay.seen].count(200) == 3
    assert replay.seen[-1].time - replay.seen[0].time > 2


def test_who_is_too_fast_is_refused_and_waits(replay: Replay) -> None:
    with Door(bases=replay.bases, rates={"ncbi": 200}, limits=Limits(first_wait=0.5)) as door:
        ask_often(door, NCBI, "esearch.fcgi", 6)
    refused = [one.status for one in replay.seen if one.status != 200]
    assert refused
    assert set(refused) == {429}


class Clock:
    """A clock that only runs when somebody sleeps, or waits for an answer."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@given(st.integers(1, 10), st.lists(st.tuples(st.floats(0, 3), st.floats(0, 1)), max_size=40), st.integers(0, 40))
def test_no_second_holds_too_many_requests_however_long_each_is_on_its_way(
    rate: int, travels: list[tuple[float, float]], slower_after: int
) -> None:
    clock, arrived = Clock(), []
    pace = service.Pace(2 * rate)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(service, "time", clock)
        for number, (travel, part) in enumerate(travels):
            if number == slower_after:
                pace.slow_to(rate)
            pace.wait()
            arrived.append(clock.now + travel * part)
            clock.now += travel
            pace.answered()
    slow = arrived[slower_after:]
    for times, most in ((arrived, 2 * rate), (slow, rate)):
        assert all(sum(start <= other < start + 1 for other in times) <= most for start in times)


# --- secrets ---------------------------------------------------------------------------------------------------


def test_a_service_is_told_who_asks_and_nobody_else_is(
    replay: Replay, opened: Opener, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setenv("NCBI_API_KEY", KEY)
    monkeypatch.setenv("EVGRAPH_EMAIL", MAIL)
    caplog.set_level(logging.DEBUG)
    told: list[Progress] = []
    door = opened(tell=told.append)
    echo = faults.Fault(where="ncbi", change=lambda body: body + f"<!-- {KEY} -->".encode())
    replay.plan(echo)
    shown = [repr(fetch(door)), repr(search(door)), repr(door.post(NCBI, "efetch.fcgi", FETCH, accept="xml"))]
    sent = [(one.params.get("api_key"), one.params.get("email"), one.params.get("tool")) for one in replay.seen]
    assert sent == [(KEY, MAIL, "evgraph")] * 3

    refusal = json.dumps({"error": "API rate limit exceeded", "api-key": KEY}).encode()
    failures = [
        faults.Fault("ncbi", QUICK.attempts, 429, change=lambda _: refusal),
        faults.elsewhere(f"http://other.example/?api_key={KEY}"),
        faults.cut(5, times=QUICK.attempts),
        faults.status(400, words=f"bad key {KEY} of {MAIL}".encode()),
    ]
    for number, failure in enumerate(failures):
        replay.plan(failure)
        other = opened(tell=told.append)
        with pytest.raises(ResolveError) as caught:
            other.get(NCBI, "efetch.fcgi", (("db", "pubmed"), ("id", str(number))), accept="xml")
        shown.append("".join(traceback.format_exception(caught.value)))
        chain: BaseException | None = caught.value
        while chain is not None:
            shown.append(repr(chain) + repr(vars(chain)))
            chain = chain.__cause__ or chain.__context__
    shown += [repr(told), caplog.text]
    shown += [path.read_bytes().decode("latin-1") for path in (tmp_path / "answers").iterdir()]
    assert "esearch.fcgi" in caplog.text  # the log has lines of requests, or this would prove nothing
    for secret in (KEY, MAIL, MAIL.replace("@", "%40"), MAIL.replace("@", "%40").replace("+", "%2B")):
        assert [text for text in shown if secret in text] == []


def test_a_redirect_does_not_carry_who_asks_into_the_answer(
    replay: Replay, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NCBI_API_KEY", KEY)
    replay.plan(faults.elsewhere(f"/ncbi/efetch.fcgi?db=pubmed&id=90000002&api_key={KEY}"))
    answer = fetch(opened())
    assert KEY not in answer.url
    assert [one.params["api_key"] for one in replay.seen] == [KEY, KEY]


def test_passwords_that_lie_about_are_not_sent(
    replay: Replay, opened: Opener, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    fetch(opened())
    assert "authorization" not in {name.lower() for name in replay.seen[0].headers}


# --- interruption ----------------------------------------------------------------------------------------------


def run(replay: Replay, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.replay.run", json.dumps(replay.bases), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT)


def result(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:]{8}Z", "DATE", output)


@pytest.mark.parametrize("where", ["ncbi/ecitmatch", "crossref/works", "europepmc/search", "clinicaltrials/studies"])
def test_a_run_that_was_killed_is_finished_by_the_next_with_the_same_result(
    replay: Replay, tmp_path: Path, where: str
) -> None:
    replay.strict = False
    expected = result(run(replay, tmp_path / "undisturbed"))
    asked = len(replay.seen)
    replay.seen.clear()

    replay.plan(faults.slow(0.5, where))
    killed = run(replay, tmp_path / "disturbed")
    until = time.monotonic() + 60
    while not replay.asked(where) and time.monotonic() < until:
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    before = len(replay.seen)

    assert result(run(replay, tmp_path / "disturbed")) == expected
    assert replay.fetched_twice() == []
    assert len(replay.seen) == asked + 1  # the one request in the middle of which it was killed
    assert 0 < before <= asked
