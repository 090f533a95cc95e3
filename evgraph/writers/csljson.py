"""References to CSL-JSON, as citeproc, pandoc and Zotero read it. What CSL has no variable for stands in `custom`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from evgraph.model import Author, Reference
from evgraph.readers.csljson import DATES, NAMES, STRINGS
from evgraph.writers.writing import REPLACED, Keys, Notes, Pieces, date_parts, split_name

#: The types of CSL 1.0.2; any other type of work is written as a document.
TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage""".split()  # noqa: SIM905
)
#: Variables of text that a Reference has a field for; they take what stands in `extra` where the field is empty.
_FIELDS = frozenset({"DOI", "ISSN", "PMCID", "PMID", "URL", "page", "note", "title"})
_HIDDEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_LONE = re.compile("[\ud800-\udfff]")


def stream(references: Iterable[Reference]) -> Pieces:
    """Yield a JSON array, one item after the other."""
    keys = Keys()
    before = "[\n"
    for reference in references:
        notes = Notes.on(reference, "CSL-JSON")
        record = item(reference, keys.give(reference, notes), notes)
        rows = (f"    {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in record.items())
        text = "  {\n" + ",\n".join(rows) + "\n  }"
        if _LONE.search(text):
            text = _LONE.sub(REPLACED, text)
            notes.note(f"halves of characters were replaced by {REPLACED}")
        yield before + _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
        yield from notes.problems
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def item(reference: Reference, key: str, notes: Notes) -> dict[str, object]:
    """Return one item under its id."""
    if reference.month is not None and reference.year is None:
        notes.lost("month", "CSL-JSON, which has none without a year", str(reference.month))
    record: dict[str, object] = {"id": key, "type": _type(reference, notes)}
    fields = (
        ("title", reference.title), ("author", _names(reference)), ("container-title", reference.journal),
        ("issued", _issued(reference)), ("volume", reference.volume), ("issue", reference.issue),
        ("page", _page(reference)), ("article-number", reference.article_number), ("DOI", reference.doi),
        ("PMID", reference.pmid), ("PMCID", reference.pmcid), ("ISSN", reference.issn), ("URL", reference.url),
        ("note", reference.note),
    )  # fmt: skip
    record.update((name, value) for name, value in fields if value)
    custom: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for name, _ in reference.extra if name != "csl:type"):
        left = _put(record, name, [value for called, value in reference.extra if called == name])
        if left:
            custom[name] = left
    if custom:
        record["custom"] = {name: values[0] if len(values) == 1 else values for name, values in custom.items()}
    return record


def _type(reference: Reference, notes: Notes) -> str:
    """Return the type; an article that was read as CSL's `article` is one again."""
    kind = reference.work_type
    if kind == "article":
        return "article" if ("csl:type", "article") in reference.extra else "article-journal"
    if kind not in TYPES:
        notes.note(f"the type of work {kind!r} has no place in CSL-JSON; document was written")
    return kind if kind in TYPES else "document"


def _put(record: dict[str, object], name: str, values: list[str]) -> list[str]:
    """Write what else is said under a name, and return the values that its variable cannot hold."""
    if name.startswith("csl:"):
        return _put_as_read(record, name.removeprefix("csl:"), values)
    if name == "issued" and "issued" in record and (parts := _parts(values[0])) and len(parts) == 3:
        if record["issued"] != {"date-parts": [parts[:2]]}:
            return values
        record["issued"] = {"date-parts": [parts]}
        return values[1:]
    if name in record or name not in NAMES | DATES | STRINGS | _FIELDS | {"issued"}:
        return values
    if name in NAMES:
        record[name] = [_name(Author(collective=value) if value == "others" else split_name(value)) for value in values]
        return []
    if name == "keyword":
        held = [value for value in values if not re.search("[,;]", value)]
        record.update([(name, ", ".join(held))] if held else [])
        return [value for value in values if value not in held]
    if name in DATES or name == "issued":
        parts = _parts(values[0])
        record[name] = {"date-parts": [parts]} if parts else {"literal": values[0]}
    else:
        record[name] = values[0]
    return values[1:]


def _put_as_read(record: dict[str, object], name: str, values: list[str]) -> list[str]:
    """Write a variable that CSL does not know, or the mark-up of one that it does, as it was read."""
    if re.search(r"[^\w-]", name) or len(values) > 1 or (name in record and not isinstance(record[name], str)):
        return values
    value = values[0]
    if value[:1] in ("{", "["):
        try:
            record[name] = json.loads(value)
        except json.JSONDecodeError:
            record[name] = value
    else:
        record[name] = value
    return []


def _parts(text: str) -> list[int] | None:
    """Return the parts of a date that is written as they are read back."""
    parts = date_parts(text)
    return parts if parts and "-".join(f"{part:02}" for part in parts) == text else None


def _names(reference: Reference) -> list[dict[str, str]]:
    """Return the names; a list that was cut ends in "others", as pandoc writes and prints it."""
    return [*(_name(author) for author in reference.authors), *([{"literal": "others"}] if reference.et_al else [])]


def _name(author: Author) -> dict[str, str]:
    """Return a name; a family name that was lost is an empty one, since a person in CSL has one."""
    if author.collective is not None:
        return {"literal": author.collective}
    parts = {
        "family": author.family or "", "given": author.given, "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }  # fmt: skip
    return {name: part for name, part in parts.items() if part is not None}


def _issued(reference: Reference) -> dict[str, object] | None:
    if reference.year is None:
        return None
    return {"date-parts": [[reference.year, *([reference.month] if reference.month is not None else [])]]}


def _page(reference: Reference) -> str | None:
    """Return the pages; a work without any is found by its article number, and styles print only this variable."""
    first, last = reference.first_page, reference.last_page
    pages = "-".join(page for page in (first, last if last != first else None) if page)
    return pages or reference.article_number
