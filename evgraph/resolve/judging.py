"""The body of an answer to what is wrong with it. Services say 200 to errors, and what stands between says it to HTML.

The body is judged by what was asked for, never by its label: a service that labels its JSON as text gave JSON still.
XML is parsed by expat, which reads no file, and a declaration of an entity is refused before anything is expanded.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal
from xml.parsers import expat

Accept = Literal["json", "xml", "text"]

#: What is sent as `Accept`.
MEDIA = {"json": "application/json", "xml": "application/xml, text/xml;q=0.9", "text": "text/plain, */*;q=0.5"}

_HTML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_PASSING = re.compile(
    r"rate.?limit|too many|tempor|unavailable|backend|time.?d? ?out|try again|maintenance|busy", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer; `passing` if asking again may help."""

    reason: str
    passing: bool


class _DeclaredError(Exception):
    """An entity is declared."""


def said(words: str) -> Fault:
    """Return the fault of which a service tells in its own words.

    >>> said("API rate limit exceeded").passing, said("Invalid db name specified: pubmedd").passing
    (True, False)
    """
    brief = " ".join(words.split())[:200]
    return Fault(f"the service says: {brief}", _PASSING.search(brief) is not None)


def find_fault(body: bytes, accept: Accept) -> Fault | None:
    r"""Return why a body is not what was asked for, or `None`.

    >>> find_fault(b'{"a": 1', "json")
    Fault(reason='the answer is cut off, or no JSON', passing=True)
    >>> find_fault(b"<!DOCTYPE html><html>", "json").reason
    'a web page came instead of an answer'
    """
    if is_html(body):
        return Fault("a web page came instead of an answer", passing=True)
    if accept == "json":
        return _json_fault(body)
    return _xml_fault(body) if accept == "xml" else None


def is_html(body: bytes) -> bool:
    """Say whether a body is a web page."""
    return _HTML.match(body[:5000]) is not None


def _json_fault(body: bytes) -> Fault | None:
    try:
        json.loads(body)
    except ValueError:
        return Fault("the answer is cut off, or no JSON", passing=True)
    except RecursionError:
        return Fault("the answer is nested too deep", passing=False)
    return None


def _xml_fault(body: bytes) -> Fault | None:
    def refuse(*declaration: object) -> None:
        raise _DeclaredError

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)
    except _DeclaredError:
        return Fault("the answer declares entities, and is not read", passing=False)
    except expat.ExpatError:
        return Fault("the answer is cut off, or no XML", passing=True)
    return None
