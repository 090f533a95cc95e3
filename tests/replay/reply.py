"""What goes between the server and the services it speaks for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `params` of the query and the form, `root` the path of the service."""

    method: str
    path: str
    params: dict[str, str]
    pairs: list[tuple[str, str]]
    headers: dict[str, str]
    root: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    status: int
    body: bytes
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)


def as_json(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """Answer with JSON."""
    return Reply(
        status, json.dumps(value, ensure_ascii=False).encode(), "application/json;charset=utf-8", headers or {}
    )


def as_text(words: str, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    """Answer with plain text."""
    return Reply(status, words.encode(), "text/plain; charset=UTF-8", headers or {})
