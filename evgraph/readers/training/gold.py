"""The public gold (segments of reference strings) and its records, read only, for training; split by citing file."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evgraph.readers.crf import LABELS
from evgraph.readers.training.render import Pieces, Record
from evgraph.readers.words import tokenise

#: One string: its tokens and the label of each.
Labelled = tuple[list[str], list[str]]

#: One in so many of the citing files that are not for testing is for calibration.
_CALIBRATE = 8
_EDGE = " \t\n.,;:()[]{}\"'“”‘’«»„-–—"
_NUMBERS = re.compile(r"[A-Za-z]{0,3}\d+\w*(?:\s*[-–/]\s*\d+)?")
_EDITOR = re.compile(r"\b(?:in|dans)\b[:\s]*|\(?\b(?:eds?|editors?|hrsg|hg)\b[.)]*\s*$", re.IGNORECASE)


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of one gold file."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def part(row: dict[str, Any]) -> str:
    """Return what a row is for: "test", "calibrate" or "train"; whole citing files, of one big file whole hundreds."""
    name, _, number = str(row["id"]).partition("#")
    item = name.rpartition(":")[2]
    block = f"{item}/{int(number) // 100}" if item == "citations.xml" else item
    chance, other = zlib.crc32(block.encode()) % 3, zlib.crc32(block.encode()) // 3 % _CALIBRATE
    return "test" if chance == 0 else "calibrate" if other == 0 else "train"


def held_out(row: dict[str, Any]) -> bool:
    """Say whether a row is kept for testing."""
    return part(row) == "test"


def labelled(pieces: Pieces) -> Labelled:
    """Cut pieces into tokens; marks at the edges of a field belong to no field.

    >>> labelled([("author", "Hu X"), ("o", ". "), ("title", "A b."), ("o", " ")])
    (['Hu ', 'X', '. ', 'A ', 'b', '. '], ['author', 'author', 'o', 'title', 'title', 'o'])
    """
    text, spans = "", []
    for label, words in pieces:
        start = len(text) + len(words) - len(words.lstrip(_EDGE))
        text += words
        spans.append((start, max(start, len(text) - len(words) + len(words.rstrip(_EDGE))), label))
    lead = len(text) - len(text.lstrip())
    tokens, labels, at, span = tokenise(text.lstrip()), [], lead, 0
    for token in tokens:
        while span < len(spans) and spans[span][1] <= at:
            span += 1
        inside = span < len(spans) and spans[span][0] <= at
        labels.append(spans[span][2] if inside and spans[span][2] in LABELS else "o")
        at += len(token)
    return tokens, labels


def has_slip(row: dict[str, Any]) -> bool:
    """Say whether the gold of a row breaks its own rules: an issue left in the volume, a journal left in the title.

    Some journals' XML has `14(6)` as the volume, or no journal but a volume; what such rows teach is wrong, and no
    reader that is right can agree with them.

    >>> has_slip({"raw": "A b. J C. 14(6): 712-8.", "gold": {"volume": "14(6)", "container": "J C", "type": "journal"}})
    True
    """
    it = row["gold"]
    volume = it.get("volume") or ""
    merged = it.get("type") == "journal" and bool(volume) and not it.get("container")
    lost = not it.get("issue") and re.search(rf"(?<!\w){re.escape(volume)}\s?\(\w{{1,9}}\)\s?:", row["raw"]) is not None
    return "(" in volume or merged or (bool(volume) and lost)


def strings(folder: Path, name: str) -> Iterator[Labelled]:
    """Yield the labelled strings of a gold file that are for training and have no slips."""
    for row in rows(folder, name):
        if part(row) == "train" and not (name == "plos_jats" and has_slip(row)):
            yield labelled(list(_mended(row["segs"])))


def _mended(segments: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Bring segments to one convention: numbers without `vol.` and `pp.`, issue apart from volume, editors bare."""
    behind_in = False
    for label, words in segments:
        behind_in = behind_in or (label == "o" and re.search(r"\b[Ii]n:?\s*$", words) is not None)
        if label == "volume":
            yield from _numbers(words, ("volume", "issue"))
        elif label == "pages" and re.match(r"\W*(?:pp?|pages?|S)\b", words):
            head = re.match(r"\W*(?:pp?|pages?|S)\b\W*", words)
            yield "o", head[0] if head else ""
            yield label, words[head.end() if head else 0 :]
        elif label == "editor" or (label == "author" and behind_in):
            at = 0
            for match in _EDITOR.finditer(words):
                yield "editor", words[at : match.start()]
                yield "o", match[0]
                at = match.end()
            yield "editor", words[at:]
        else:
            yield label, words


def _numbers(words: str, labels: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    found = list(_NUMBERS.finditer(words))
    if len(found) < 2 and not re.match(r"\W*vol|\W*no\b|\W*bd", words, re.IGNORECASE):
        yield labels[0], words
        return
    at = 0
    for number, match in enumerate(found):
        yield "o", words[at : match.start()]
        yield labels[min(number, len(labels) - 1)], match[0]
        at = match.end()
    yield "o", words[at:]


def records(folder: Path, use: str = "train") -> list[Record]:
    """Return the journal articles of the PLOS gold as records, those for one use."""
    found = []
    for row in rows(folder, "plos_jats"):
        gold = row["gold"]
        if (
            has_slip(row)
            or gold["type"] != "journal"
            or not all(gold[name] for name in ("authors", "title", "container", "year", "volume"))
        ):
            continue
        if part(row) == use:
            authors = tuple((name["family"] or "", name["given"] or "") for name in gold["authors"])
            pages = re.sub(r"\s", "", gold["pages"] or "")
            found.append(Record(authors, gold["title"], gold["container"], gold["year"][:4], gold["volume"],
                gold["issue"] or "",
                                pages, gold["doi"] or "", gold.get("pmid") or ""))  # fmt: skip
    return found


def journals(folder: Path) -> list[str]:
    """Return names of journals, long and short, from the strings that are not held out."""
    names = {
        str(row["gold"]["container"]).strip(" .,;:")
        for name in ("grobid", "anystyle")
        for row in rows(folder, name)
        if part(row) == "train" and row["gold"].get("volume") and row["gold"].get("container")
    }
    return sorted(name for name in names if 2 < len(name) < 90 and "\n" not in name and name.isprintable())
