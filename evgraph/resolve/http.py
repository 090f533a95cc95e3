"""The one door to the web: a question to a service → an `Answer`, from the cache if it is there, else asked politely.

Politely: each service at its own pace, slower where it says so, and told who asks where it wants to know; a failure
that may pass is asked again after a growing time with jitter, or after what `Retry-After` says. Safely: redirects only
to the same host, answers bounded in size and time. A key is added to a request as the last thing, so that it is in no
`Answer`, no cache, no exception and no log.

Not for several threads at once: a service allows one user so many requests a second, however many threads ask.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from urllib.parse import urlencode, urljoin, urlsplit

from evgraph.errors import ResolveError
from evgraph.resolve.cache import Cache, key_of
from evgraph.resolve.judging import MEDIA, Accept, Fault, find_fault, is_html, said
from evgraph.resolve.records import Answer
from evgraph.resolve.service import MAIL, Limits, Pace, Pairs, Progress, Secrets, Service
from evgraph.resolve.wire import FailureError, Reply, Wire

__all__ = ["Door", "Limits", "Progress", "Service"]

#: An answer older than this is asked for again.
MAX_AGE = timedelta(days=30)
#: A refresh that was interrupted goes on within this time; later it begins anew.
_RESUMED = timedelta(days=1)
_LIMITS = Limits()
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_MOST_HOPS = 3
#: A shorter one is no key, and might be a part of any word.
_SHORTEST_KEY = 8
#: A service that failed so often in a row is not asked again by this door.
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class _Question:
    """One request as it may be shown: neither `url` nor `form` says who asks."""

    service: Service
    method: str
    url: str
    form: tuple[tuple[str, str], ...]
    accept: Accept
    lane: str

    @property
    def shown(self) -> str:
        """The address, with the form as a query."""
        return self.url + (f"?{urlencode(self.form)}" if self.form else "")

    @property
    def key(self) -> str:
        """The name of its answer in the cache."""
        return key_of(self.method, self.url, self.form, self.accept)


class Door:
    """Asks services and keeps their answers; to be used as a context manager.

    `cache`: the folder of the answers; without one they are kept as long as the door is open. `offline`: answers come
    from the cache, however old. `refresh`: what is in the cache is asked for again, unless a
    refresh that was interrupted has just done so. `bases` and `rates` (a second)
    replace those of a service, by its name. `mail` is the address under which services may reach who asks, else what
    the environment says. `tell` is called with every step.
    """

    def __init__(
        self,
        cache: Path | None = None,
        *,
        offline: bool = False,
        refresh: bool = False,
        max_age: timedelta = MAX_AGE,
        bases: Mapping[str, str] | None = None,
        rates: Mapping[str, float] | None = None,
        tell: Callable[[Progress], None] = lambda progress: None,
        mail: str = "",
        limits: Limits = _LIMITS,
    ) -> None:
        self._mail = mail or os.environ.get(MAIL, "")
        self._folder, self._offline, self._tell, self._limits = cache, offline, tell, limits
        self._bases, self._rates = dict(bases or {}), dict(rates or {})
        self._refresh = refresh and not offline
        self._oldest = "" if offline else _stamp(datetime.now(UTC) - max_age)
        self._paces: dict[tuple[str, str], Pace] = {}
        self._failures: dict[str, int] = {}
        self._secrets = Secrets()

    def __enter__(self) -> Door:
        self._cache = Cache(self._folder)
        if self._refresh:
            # Refreshing takes what it has asked itself, also before it was interrupted: nothing is fetched twice.
            now = datetime.now(UTC)
            self._oldest = self._cache.begin_refresh(_stamp(now), _stamp(now - _RESUMED))
        self._wire = Wire(self._limits)
        logging.getLogger("urllib3.connectionpool").addFilter(self._secrets)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        logging.getLogger("urllib3.connectionpool").removeFilter(self._secrets)
        self._wire.close()
        try:
            if self._refresh and kind is None:
                self._cache.end_refresh()
        finally:
            self._cache.close()

    def get(self, service: Service, path: str, params: Pairs = (), *, accept: Accept, lane: str = "") -> Answer:
        """Ask with the question in the address; raises `ResolveError`.

        A status that is neither 200 nor one of `service.unknown` raises, and so does a body that is not what `accept`
        says, or in which the service tells of an error.
        """
        query = urlencode(list(params))
        url = self._address(service, path) + (f"?{query}" if query else "")
        return self._answer(_Question(service, "GET", url, (), accept, lane))

    def post(self, service: Service, path: str, form: Pairs, *, accept: Accept, lane: str = "") -> Answer:
        """Ask with the question in a form, as services want it when it is long; raises `ResolveError`.

        The address of the answer shows the form as a query, so that it tells what was asked.
        """
        return self._answer(_Question(service, "POST", self._address(service, path), tuple(form), accept, lane))

    def _address(self, service: Service, path: str) -> str:
        return self._bases.get(service.name, service.base).rstrip("/") + "/" + path.lstrip("/")

    def _answer(self, asked: _Question) -> Answer:
        name = asked.service.name
        if (held := self._cache.get(asked.key, self._oldest)) is not None:
            self._tell(Progress(name, "from cache", held.url))
            return held
        if self._offline:
            raise ResolveError(asked.shown, "the answer is not in the cache, and offline nothing else is asked")
        if self._failures.get(name, 0) >= _ENOUGH:
            raise ResolveError(asked.shown, f"not asked, since {name} failed {_ENOUGH} times in a row; try later")
        try:
            answer = self._insist(asked)
        except FailureError as error:
            self._failures[name] = self._failures.get(name, 0) + error.passing
            again = f"; asked {self._limits.attempts} times" if error.passing else ""
            raise ResolveError(asked.shown, error.reason + again) from None
        self._failures[name] = 0
        self._cache.put(asked.key, answer)
        return answer

    def _insist(self, asked: _Question) -> Answer:
        """Ask until there is an answer; raises the last `FailureError` when that was in vain."""
        import tenacity

        limits = self._limits
        backing_off = tenacity.wait_random_exponential(multiplier=limits.first_wait, max=limits.longest_wait)
        jitter = tenacity.wait_random(0, limits.first_wait)

        def wait(state: tenacity.RetryCallState) -> float:
            told = _failure(state).seconds
            return backing_off(state) if told is None else told + jitter(state)

        def tell(state: tenacity.RetryCallState) -> None:
            seconds, reason = state.upcoming_sleep, _failure(state).reason
            self._tell(Progress(asked.service.name, "waiting", asked.shown, seconds, reason))

        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda error: isinstance(error, FailureError) and error.passing),
            stop=tenacity.stop_after_attempt(limits.attempts), wait=wait, before_sleep=tell, reraise=True,
        )  # fmt: skip
        return retrying(self._ask, asked)

    def _ask(self, asked: _Question) -> Answer:
        """Ask once, and follow where the service itself leads."""
        url = asked.url
        for _ in range(_MOST_HOPS + 1):
            self._tell(Progress(asked.service.name, "asked", asked.shown))
            reply = self._send(asked, url)
            if reply.status not in _REDIRECTS:
                shown = asked.shown if url == asked.url else url
                media = reply.headers.get("content-type", "")
                answer = Answer(shown, reply.status, media, reply.body, _stamp(datetime.now(UTC)))
                self._judge(asked, reply)
                return answer
            url = _target(asked, url, reply.headers.get("location", ""))
        raise FailureError(f"redirected more than {_MOST_HOPS} times", passing=False)

    def _send(self, asked: _Question, url: str) -> Reply:
        """Send one request when it is its turn, with who asks; a key in the body of the answer is taken out."""
        service, who = asked.service, asked.service.who(self._mail)
        self._secrets.add(value for pair in who if pair not in service.identity for value in pair[1:])
        if (service.name, asked.lane) not in self._paces:
            allowed = service.rate(asked.lane, self._mail)
            self._paces[service.name, asked.lane] = Pace(self._rates.get(service.name, allowed))
        pace = self._paces[service.name, asked.lane]
        pace.wait()
        if asked.method == "GET" and who:
            url += ("&" if "?" in url else "?") + urlencode(who)
        form = [*asked.form, *who] if asked.method == "POST" else []
        try:
            reply = self._wire.send(asked.method, url, form, MEDIA[asked.accept])
        finally:
            pace.answered()
        pace.heed(reply.headers)
        for key in (value for name, value in who if name == service.key_parameter and len(value) >= _SHORTEST_KEY):
            reply = replace(reply, body=reply.body.replace(key.encode(), b"[hidden]"))
        return reply

    def _judge(self, asked: _Question, reply: Reply) -> None:
        """Raise `FailureError` for an answer that is none."""
        service, status = asked.service, reply.status
        if status == 200:
            fault = find_fault(reply.body, asked.accept) or service.fault(reply.body)
        elif status in service.unknown and not is_html(reply.body):
            fault = None
        else:
            fault = _status_fault(status, reply.body, status in _PASSING | service.busy)
        if fault is None:
            return
        seconds, reason = reply.retry_after, self._secrets.hide(fault.reason)
        longer = seconds is not None and seconds > self._limits.longest_wait
        if status in service.spent and (seconds is None or longer):
            raise FailureError(f"{reason}: what it allows for today is used up", passing=False)
        if longer:
            raise FailureError(f"{reason}, and asks to come back after {seconds:.0f} s", passing=False)
        raise FailureError(reason, passing=fault.passing, seconds=seconds)


def _status_fault(status: int, body: bytes, passing: bool) -> Fault:
    words = "" if is_html(body) or not body.strip() else f"; {said(body[:2000].decode('utf-8', 'replace')).reason}"
    return Fault(f"the service answers {status}{words}", passing)


def _failure(state: object) -> FailureError:
    """Return the failure after which tenacity is to wait; it only waits after one."""
    error = state.outcome.exception()  # type: ignore[attr-defined]
    assert isinstance(error, FailureError)  # noqa: S101 - by `retry`
    return error


def _target(asked: _Question, url: str, location: str) -> str:
    """Return where a redirect leads, which must be the same host by the same protocol."""
    target = urljoin(url, location)
    here, there = urlsplit(url), urlsplit(target)
    if not location or asked.method != "GET" or (there.scheme, there.netloc) != (here.scheme, here.netloc):
        where = f"{there.scheme}://{there.hostname or ''}" if location else "nowhere"
        raise FailureError(f"redirected to {where}, which is not the service: not followed", passing=False)
    return asked.service.plain(target)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
