"""What the door knows of a service: where it is, its pace, and how it wants to know who asks. And what the door tells.

Keys and the address for mail are read from the environment when a request is made, and nowhere else.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit

from evgraph.resolve.judging import Fault

#: The environment variable with the address under which a service may reach who runs this.
MAIL = "EVGRAPH_EMAIL"

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Service:
    """A service on the web.

    `rates`: requests a second by lane (a kind of question), without and with what `known_by` ("key" or "mail") names.
    `key` is an environment variable. `identity`: fixed parameters of every request. `unknown`: statuses that say "no
    such thing". `busy`: statuses after which to ask again, beside the usual ones; `spent`: those that mean a budget is
    used up, so that asking again is in vain. `fault`: what is wrong with the body of an answer that says 200.
    """

    name: str
    base: str
    rates: Mapping[str, tuple[float, float]]
    known_by: str = "key"
    key: str = ""
    key_parameter: str = ""
    mail_parameter: str = ""
    identity: tuple[tuple[str, str], ...] = ()
    unknown: frozenset[int] = frozenset()
    busy: frozenset[int] = frozenset()
    spent: frozenset[int] = frozenset()
    fault: Callable[[bytes], Fault | None] = lambda body: None

    def rate(self, lane: str, mail: str) -> float:
        """Return how many requests a second are allowed to who asks."""
        known = os.environ.get(self.key) if self.known_by == "key" else mail
        return self.rates[lane][1 if known else 0]

    def who(self, mail: str) -> list[tuple[str, str]]:
        """Return the parameters that say who asks; they go into a request and nowhere else."""
        told = (*self.identity, (self.mail_parameter, mail), (self.key_parameter, os.environ.get(self.key, "")))
        return [(name, value) for name, value in told if name and value]

    def plain(self, url: str) -> str:
        """Return an address that the service gave, without who asks."""
        parts = urlsplit(url)
        private = {self.key_parameter, self.mail_parameter, *(name for name, _ in self.identity)}
        query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in private]
        return parts._replace(query=urlencode(query), fragment="").geturl()


@dataclass(frozen=True, slots=True)
class Limits:
    """How often the door asks, how long it waits (seconds), how much it takes (bytes)."""

    attempts: int = 5
    first_wait: float = 1.0
    longest_wait: float = 60.0
    connect: float = 10.0
    read: float = 30.0
    whole: float = 180.0
    largest: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Progress:
    """What the door does just now: `what` is "asked", "from cache" or "waiting" (so many seconds, for that reason)."""

    service: str
    what: str
    url: str
    seconds: float = 0.0
    reason: str = ""


class Pace:
    """When the next request may go.

    Requests keep their distance, and of those that reach a service within one second there are never too many: a
    request may be on its way for long, so that a new one waits until a second after enough others were answered.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._last = -1.0 / rate
        self._answered: deque[float] = deque(maxlen=max(int(rate), 1))

    def wait(self) -> None:
        """Wait for one's turn."""
        now = time.monotonic()
        start = max(now, self._last + 1 / self._rate)
        if len(self._answered) == self._answered.maxlen:
            start = max(start, self._answered[0] + 1.02 * len(self._answered) / self._rate)
        self._last = start
        time.sleep(start - now)

    def answered(self) -> None:
        """Remember that a request is over."""
        self._answered.append(time.monotonic())

    def slow_to(self, rate: float) -> None:
        """Ask no more often than so many times a second from now on."""
        if rate < self._rate:
            self._rate = rate
            self._answered = deque(self._answered, maxlen=max(int(rate), 1))

    def heed(self, headers: Mapping[str, str]) -> None:
        """Slow down where the headers name a lower rate, as Crossref's do: a limit, and its interval in seconds."""
        limit, interval = headers.get("x-rate-limit-limit", ""), headers.get("x-rate-limit-interval", "")
        seconds = interval.removesuffix("s")
        if limit.isdecimal() and seconds.isdecimal() and int(limit) and int(seconds):
            self.slow_to(int(limit) / int(seconds))


class Secrets(logging.Filter):
    """What must not be seen of a request. As a filter, it takes them out of the addresses that urllib3 logs."""

    def __init__(self) -> None:
        super().__init__()
        self._words: set[str] = set()

    def add(self, values: Iterable[str]) -> None:
        """Hide these, however they are quoted."""
        self._words |= {form for value in values if value for form in (value, quote(value), quote_plus(value))}

    def hide(self, text: str) -> str:
        """Return the text without them."""
        for word in self._words:
            text = text.replace(word, "[hidden]")
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Change a record of a log."""
        record.msg, record.args = self.hide(record.getMessage()), ()
        return True
