"""Failures on purpose: what to do to an answer before it is sent. Each strikes so many `times`, then no more."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime


@dataclass(slots=True)
class Fault:
    """One failure. It strikes requests whose service and path hold `where` ("ncbi/efetch"); all of them if empty.

    `slow`: seconds between the pieces of the body. `cut`: bytes after which the connection is closed. `change`: what
    becomes of the body. `fill`: so many bytes are sent instead of a body.
    """

    where: str = ""
    times: int = 1
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str | None = None
    change: Callable[[bytes], bytes] = lambda body: body
    slow: float = 0.0
    cut: int | None = None
    fill: int = 0


def too_many(seconds: int | None = None, where: str = "", times: int = 1, *, as_date: bool = False) -> Fault:
    """429, with `Retry-After` as seconds or as a date."""
    headers = {}
    if seconds is not None:
        then = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)
        headers["Retry-After"] = then if as_date else str(seconds)
    return Fault(where, times, 429, headers, "text/plain", lambda body: b"Too Many Requests")


def status(code: int, where: str = "", times: int = 1, words: bytes = b"Internal Server Error") -> Fault:
    """Any status with a few words."""
    return Fault(where, times, code, {}, "text/plain", lambda body: words)


def slow(seconds: float, where: str = "", times: int = 1) -> Fault:
    """The body comes piece by piece, with pauses."""
    return Fault(where, times, slow=seconds)


def cut(after: int, where: str = "", times: int = 1) -> Fault:
    """The connection is closed in the middle of the body."""
    return Fault(where, times, cut=after)


def truncated(where: str = "", times: int = 1) -> Fault:
    """Half of the body, told as the whole of it."""
    return Fault(where, times, change=lambda body: body[: len(body) // 2])


def wrong_type(content_type: str, where: str = "", times: int = 1) -> Fault:
    """The right body under a wrong label."""
    return Fault(where, times, content_type=content_type)


def web_page(where: str = "", times: int = 1) -> Fault:
    """A web page that says 200, as proxies and maintenance do."""
    page = b"<!DOCTYPE html>\n<html><head><title>Sorry</title></head><body>Down for maintenance</body></html>"
    return Fault(where, times, 200, {}, "text/html", lambda body: page)


def entity_bomb(where: str = "", times: int = 1) -> Fault:
    """XML whose entities would grow to gigabytes."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "bang">{declared}]><a>&e11;</a>'.encode()
    return Fault(where, times, 200, {}, "text/xml", lambda body: bomb)


def giant(size: int, where: str = "", times: int = 1) -> Fault:
    """An answer of so many bytes."""
    return Fault(where, times, fill=size)


def packed(size: int, where: str = "", times: int = 1) -> Fault:
    """A small answer that unpacks to so many bytes."""
    return Fault(where, times, headers={"Content-Encoding": "gzip"}, change=lambda _: gzip.compress(bytes(size)))


def elsewhere(url: str, where: str = "", times: int = 1) -> Fault:
    """A redirect."""
    return Fault(where, times, 302, {"Location": url}, "text/plain", lambda body: b"")
