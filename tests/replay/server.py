"""The server: a thread on 127.0.0.1, counters, speed limits, and failures on purpose."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.replay import clinicaltrials, crossref, europepmc, ncbi, openalex
from tests.replay.corpus import Corpus, sample
from tests.replay.faults import Fault
from tests.replay.reply import Reply, Request

SERVICES = {
    "ncbi": ncbi, "crossref": crossref, "europepmc": europepmc, "openalex": openalex, "clinicaltrials": clinicaltrials,
}  # fmt: skip


@dataclass(slots=True)
class Seen:
    """One request that reached the server: when, what, and how it was answered."""

    service: str
    method: str
    path: str
    params: dict[str, str]
    time: float
    headers: dict[str, str]
    status: int = 0
    lane: str = ""
    whole: bool = False


@dataclass(slots=True)
class Replay:
    """The services on loopback. `strict`: limits are told, and whoever is faster than a service allows is refused."""

    corpus: Corpus = field(default_factory=sample)
    strict: bool = True
    seen: list[Seen] = field(default_factory=list)
    _faults: list[Fault] = field(default_factory=list)
    _lock: Any = field(default_factory=threading.Lock)
    _server: Any = None

    def __enter__(self) -> Replay:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.replay = self
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def bases(self) -> dict[str, str]:
        """The address of every service, as a `Door` takes them."""
        return {name: f"{self.address}/{name}" for name in SERVICES}

    def plan(self, *faults: Fault) -> None:
        """Fail on purpose, in this order."""
        with self._lock:
            self._faults += faults

    def asked(self, where: str = "") -> list[Seen]:
        """Return the requests whose service and path hold these words."""
        return [one for one in self.seen if where in f"{one.service}/{one.path}"]

    def fetched_twice(self) -> list[str]:
        """Return the requests that were answered well, and as a whole, more than once."""
        done = Counter(
            f"{one.service}/{one.path} {sorted(one.params.items())}"
            for one in self.seen
            if one.status == 200 and one.whole
        )
        return [request for request, count in done.items() if count > 1]

    def fastest(self, service: str, lane: str = "") -> int:
        """Return the most requests of a service that came within one second."""
        times = sorted(one.time for one in self.seen if one.service == service and one.lane == lane)
        return max((sum(start <= other < start + 1 for other in times) for start in times), default=0)

    def answer(self, service: str, request: Request) -> tuple[Reply, Seen]:
        """Answer one request, and count it."""
        module = SERVICES[service]
        lane = module.lane(request)
        now = time.monotonic()
        seen = Seen(service, request.method, request.path, request.params, now, request.headers, lane=lane)
        with self._lock:
            earlier = sum(one.service == service and one.lane == lane and now - one.time < 1 for one in self.seen)
            self.seen.append(seen)
        if self.strict and earlier >= module.allowed(request):
            reply = module.too_fast(request)
        else:
            reply = module.answer(self.corpus, request)
        if not self.strict:  # who may be as fast as he likes is told of no limit
            told = {name: value for name, value in reply.headers.items() if "limit" not in name.lower()}
            reply = replace(reply, headers=told)
        seen.status = reply.status
        return reply, seen

    def strike(self, service: str, path: str) -> Fault | None:
        """Return the failure that is planned for a request."""
        with self._lock:
            for fault in self._faults:
                if fault.where in f"{service}/{path}" and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    replay: Replay

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are sent apart, and nobody waits for the second
    timeout = 20
    server: _Server

    def do_GET(self) -> None:
        self._do("GET", b"")

    def do_POST(self) -> None:
        self._do("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _do(self, method: str, body: bytes) -> None:
        parts = urlsplit(self.path)
        service, _, path = parts.path.lstrip("/").partition("/")
        pairs = parse_qsl(parts.query, keep_blank_values=True) + parse_qsl(body.decode(), keep_blank_values=True)
        request = Request(method, unquote(path), dict(pairs), pairs, dict(self.headers), f"/{service}")
        if service not in SERVICES:
            self._send(Reply(404, b"no such service", "text/plain"), Fault())
            return
        reply, seen = self.server.replay.answer(service, request)
        fault = self.server.replay.strike(service, path) or Fault()
        headers = {**reply.headers, **fault.headers}
        content_type = fault.content_type or reply.content_type
        reply = Reply(fault.status or reply.status, fault.change(reply.body), content_type, headers)
        seen.status = reply.status
        with contextlib.suppress(OSError):
            self._send(reply, fault)
            seen.whole = True

    def _send(self, reply: Reply, fault: Fault) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(fault.fill or len(reply.body)))
        self.end_headers()
        for piece in _pieces(reply.body, fault):
            self.wfile.write(piece)
            self.wfile.flush()
            if fault.slow:
                time.sleep(fault.slow)
        if fault.cut is not None:
            self.close_connection = True

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


def _pieces(body: bytes, fault: Fault) -> Iterable[bytes]:
    if fault.fill:
        yield from (b" " * (1 << 16) for _ in range(fault.fill >> 16))
    elif fault.slow:
        size = max(len(body) // 20, 1)
        yield from (body[at : at + size] for at in range(0, len(body), size))
    else:
        yield body[: fault.cut]
