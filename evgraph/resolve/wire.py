"""One request over HTTP → status, headers and body, bounded in size and time. The only module that knows requests."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from evgraph.resolve.service import Limits

if TYPE_CHECKING:
    import requests

_PIECE = 1 << 16
_CUT = "the connection was cut in the middle of the answer"
#: How requests and urllib3 name failures, and in which words they are told; their own hold the address with the key.
_PASSING = {
    "ConnectTimeout": "no connection in time",
    "ReadTimeout": "no answer in time",
    "ReadTimeoutError": "no answer in time",
    "ProxyError": "the proxy does not let us through",
    "ConnectionError": "no connection, or it was cut",
    "ProtocolError": _CUT,
    "DecodeError": "the answer cannot be unpacked",
}


class FailureError(Exception):
    """Why a request came to nothing; if `passing`, ask again, after so many seconds where the service says so."""

    def __init__(self, reason: str, *, passing: bool, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.passing, self.seconds = reason, passing, seconds


@dataclass(frozen=True, slots=True)
class Reply:
    """What came over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after(self) -> float | None:
        """The seconds that `Retry-After` asks for, told as seconds or as a date (RFC 9110, section 10.2.3)."""
        value = self.headers.get("retry-after", "").strip()
        if value.isdecimal():
            return float(value)
        try:
            then = parsedate_to_datetime(value)
        except ValueError:
            return None
        then = then if then.tzinfo else then.replace(tzinfo=UTC)
        return max((then - datetime.now(UTC)).total_seconds(), 0.0)


def _anonymous(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


class Wire:
    """A session of requests. It follows no redirect, and takes no more of an answer than the limits allow."""

    def __init__(self, limits: Limits) -> None:
        import requests

        self._limits = limits
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "evgraph (https://w3id.org/evgraph)"
        # With an `auth` of its own, requests does not look for passwords in a .netrc.
        self._session.auth = _anonymous

    def send(self, method: str, url: str, form: list[tuple[str, str]], media: str) -> Reply:
        """Send one request; raises `FailureError`, in which nothing of the request is told."""
        import requests
        import urllib3

        limits = self._limits
        try:
            with self._session.request(
                method, url, data=form or None, headers={"Accept": media}, stream=True, allow_redirects=False,
                timeout=(limits.connect, limits.read),
            ) as response:  # fmt: skip
                return Reply(response.status_code, response.headers, self._body(response))
        except (requests.exceptions.SSLError, urllib3.exceptions.SSLError):
            failure = FailureError("the service could not prove who it is (TLS)", passing=False)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            names = [kind.__name__ for kind in type(error).__mro__]
            reason = next((_PASSING[name] for name in names if name in _PASSING), "")
            failure = FailureError(reason or f"the request failed ({names[0]})", passing=bool(reason))
        raise failure  # out here, so that no exception lies beneath it: that one holds the address with the key

    def _body(self, response: requests.Response) -> bytes:
        until = time.monotonic() + self._limits.whole
        pieces, size = [], 0
        # What has come is taken as it comes: `iter_content` would wait for a piece to be full, and not see the clock.
        while piece := response.raw.read1(_PIECE, decode_content=True):
            size += len(piece)
            if size > self._limits.largest:
                reason = f"the answer has more than {self._limits.largest:,} bytes, and was not taken"
                raise FailureError(reason, passing=False)
            if time.monotonic() > until:
                raise FailureError(f"no whole answer within {self._limits.whole:g} s", passing=True)
            pieces.append(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
