"""Pieces of text from a JATS paragraph to one line, with the places of its citations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from evgraph.model import Span

#: Not the thin spaces, which part the thousands of a number.
_SPACE = re.compile("[ \\t\\n\\r\\f\\v\u00a0]+")


@dataclass(slots=True)
class Words:
    """A line of text while it is put together; what is in brackets is known, so that citations get theirs once."""

    pieces: list[str] = field(default_factory=list)
    cited: list[Span] = field(default_factory=list)
    length: int = 0
    last: str = ""
    inside: int = 0

    def add(self, text: str) -> None:
        """Add text; white space is one space, and none at the beginning."""
        text = _SPACE.sub(" ", text)
        if self.last in ("", " "):
            text = text.removeprefix(" ")
        if text:
            opened = text.count("(") + text.count("[") - text.count(")") - text.count("]")
            self.inside = max(self.inside + opened, 0)
            self.pieces.append(text)
            self.length, self.last = self.length + len(text), text[-1]

    def cite(self, text: str) -> None:
        """Add a citation, in brackets of its own where it is a bare number."""
        bare = not self.inside and text[:1].isdigit()
        start = self.length + (1 if bare else 0)
        self.add(f"[{text}]" if bare else text)
        if text:
            self.cited.append(Span(start, start + len(text)))

    def taken(self) -> tuple[str, list[Span]]:
        """Return the line, and begin a new one."""
        text, cited = "".join(self.pieces).rstrip(), self.cited
        self.pieces, self.cited, self.length, self.last, self.inside = [], [], 0, "", 0
        return text, cited
