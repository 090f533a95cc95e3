"""How sure the reader may be: its fields held against the gold on strings that the training did not see.

For each field a logistic regression on what `trust` looks at, drawn towards the one of all fields together, so that a
rare field is not fitted to its few examples.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evgraph.errors import InputError
from evgraph.readers import crf
from evgraph.readers.agree import grammar, least_sure, weighed
from evgraph.readers.fields import assemble
from evgraph.readers.names import parse_names
from evgraph.readers.reading import parse_pages
from evgraph.readers.training import csl, gold
from evgraph.readers.trust import FIELDS, Told, logit

#: Field, what is known of it, and whether it is right.
Case = tuple[str, list[float], bool]

_SEED = 3
#: How strongly a field's weights are drawn to those of all fields; examples this counts for.
_DRAWN = 5.0
_GOLD = {"author": "authors"}
_WORD = re.compile(r"^\W*(?:vols?|volume|nos?|number|issue)\b\W*", re.IGNORECASE)
_PAGE = re.compile(r"([A-Za-z]{0,3}\d+[A-Za-z]?)(?:\W+([A-Za-z]{0,3}\d+[A-Za-z]?))?")


def fit(model: crf.Model, folder: Path) -> NDArray[np.float32]:
    """Return a row of weights for each of `FIELDS`, and one for all others."""
    cases = list(_cases(model, folder))
    everything = _regression(cases, np.zeros(3 + len(Told)), 1.0)
    rows = [_regression([case for case in cases if case[0] == name], everything, _DRAWN) for name in FIELDS]
    return np.array([*rows, everything], dtype=np.float32)


def _cases(model: crf.Model, folder: Path) -> Iterator[Case]:
    rows = list(_strings(folder))
    for (text, truth), runs in zip(rows, model.tag([text for text, _ in rows]), strict=True):
        parsed = assemble(text, runs)
        least = least_sure(parsed)
        for name, piece, _, told in weighed(parsed, *grammar(text)):
            if name in FIELDS and not (name == "author" and truth["authors"] is None):
                known = [1.0, logit(piece.sure), logit(least), *(float(told == one) for one in Told)]
                yield name, known, is_right(name, piece.text, truth)


def _strings(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the gold's strings for calibration, and records written in styles that were not trained on."""
    for name in ("plos_jats", "grobid", "anystyle"):
        for row in gold.rows(folder, name):
            if gold.part(row) == "calibrate" and not (name == "plos_jats" and gold.has_slip(row)):
                yield " ".join(row["raw"].split()), row["gold"]
    rng = random.Random(_SEED)  # noqa: S311 - chance that can be repeated is the point
    records = gold.records(folder, "calibrate")
    for style in filter(csl.unseen, csl.styles()):
        for record in rng.sample(records, 2):
            written = csl.render_csl(record, record.authors, rng, style)
            if written:
                pieces, authors = written
                found = dict(reversed(pieces))
                people = [{"family": family, "given": given} for family, given in authors]
                yield "".join(words for _, words in pieces).strip(), found | {"authors": people, "year": record.year}


def is_right(name: str, text: str, truth: dict[str, Any]) -> bool:
    """Say whether a field's text says what the gold has; letters and digits count, marks and accents do not.

    >>> is_right("pages", "836-47", {"pages": "836-847"}), is_right("title", "A walk", {"title": "A long walk"})
    (True, False)
    """
    wanted = truth.get(_GOLD.get(name, name))
    if not wanted:
        return False
    match name:
        case "author":
            found = [
                " ".join(filter(None, (one.particle, one.family))) or one.collective for one in parse_names(text)[0]
            ]
            return [_bare(one or "") for one in found] == [_bare(one["family"] or "") for one in wanted]
        case "pages":
            return _range(text) == _range(str(wanted))
        case "year":
            return text == str(wanted)[:4]
        case _:
            return _bare(_WORD.sub("", text)) == _bare(_WORD.sub("", str(wanted)))


def _range(text: str) -> tuple[str | None, ...]:
    match = _PAGE.search(text)
    if match is None:
        return (_bare(text),)
    try:
        pages = parse_pages(match[1], match[2])
    except InputError:
        return match.groups()
    first = pages.first or pages.article_number
    return first, pages.last if pages.last != first else None


def _bare(text: str) -> str:
    return re.sub(
        r"[\W_]", "", "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    ).lower()


def _regression(cases: list[Case], towards: NDArray[np.float64], pull: float) -> NDArray[np.float64]:
    """Return the weights of a logistic regression with a ridge (Newton's method)."""
    known = np.array([case[1] for case in cases])
    right = np.array([case[2] for case in cases], dtype=np.float64)
    weights = towards.copy()
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(known @ weights, -30, 30)))
        slope = known.T @ (right - chance) - pull * (weights - towards)
        bend = (known * (chance * (1 - chance))[:, None]).T @ known + pull * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return weights
