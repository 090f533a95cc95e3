"""Records as the Cochrane Library gives them out as plain text (`Record #1 of 2`, `ID: CN-…`, `AU: …`) to References.

The tags are those of its RIS, each with a colon, so that `ris` makes the Reference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from evgraph.model import Reference
from evgraph.readers.ris import NAMES, build
from evgraph.readers.tagged import Entry, Form
from evgraph.readers.taggedlines import Format

_TAGS = frozenset({
    "AB", "AU", "CC", "DOI", "ID", "KY", "NO", "PB", "PG", "PM", "PT", "PY", "SN", "SO", "TI", "US", "VL", "XR", "YR",
})  # fmt: skip
_BEGIN = "Record"
_TAGGED = re.compile(r"\ufeff?([A-Z]{2,3}):(?:\s(.*))?", re.DOTALL)
_RECORD = re.compile(r"\ufeff?Record (#\d{1,9} of \d{1,9})")


@dataclass(frozen=True, slots=True)
class _Lines(Form):
    """The form of the lines: a colon behind a tag, no columns."""

    def split(self, row: str, entry: Entry | None) -> tuple[str | None, str]:
        """Return tag and text of a line; in an abstract, a tag that is not known here is text."""
        if begun := _RECORD.fullmatch(row.rstrip()):
            return _BEGIN, begun[1]
        found = _TAGGED.fullmatch(row.rstrip())
        if found is None or (found[1] not in _TAGS and (entry is None or entry.tag in self.free)):
            text = row.strip().strip("\ufeff")
            return ("" if text else None), text
        return found[1], (found[2] or "").strip()


_FORM = _Lines(
    name="ris", width=2, begin=_BEGIN, end="", tags=_TAGS, free=frozenset({"AB", "KY"}), apart=frozenset(),
    names={**NAMES, "ID": "accession", "KY": "keyword", "PT": "genre", "US": "URL"}, once=frozenset({"ID"}),
    indents=False, heading=re.compile(r"(?:Search Name|Date Run|Comment):"),
    accepted=re.compile(r"^\ufeff?Record #\d+ of \d+[ \t]*\n+ID: \S", re.MULTILINE),
)  # fmt: skip


def _reference(entry: Entry) -> Reference:
    entry.fields.pop(_BEGIN, None)
    return build(entry)


_FORMAT = Format(_FORM, _reference)
accepts, read, stream = _FORMAT.accepts, _FORMAT.read, _FORMAT.stream
