"""Broken bytes of every format, at random, for as long as asked: what crashes, takes too long, or loses a line.

    python -m tests.benchmarks.fuzz --minutes 10 --seed 1

Samples of all formats, alone or several in one, are cut, doubled, spliced and salted with what parsers stumble over;
each is read as a file and as a stream, shown as a table, written in every format and deduplicated. What fails is
printed with the input, and the run ends with code 1.
"""

from __future__ import annotations

import argparse
import io
import logging
import random
import sys
import time
import traceback
import warnings
from collections import Counter

from evgraph import readers
from evgraph.dedupe import cluster, render_clusters
from evgraph.errors import InputError
from evgraph.readers import Reading, read_bytes, stream_file
from evgraph.readers.reading import decode
from evgraph.readtable import render_table
from evgraph.writers import REFERENCE_WRITERS
from tests.laws import uncovered
from tests.test_mixed import FRAME, PARTS

SALT = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x81", b"\r", b"\n", b"\n\n", b"\x1b[2J", b"\x0c", b"\x85",
    "\u202e\u05d0\u2066".encode(), "\u2028".encode(), "e\u0301\ufb01\ufeff".encode(), b"\\", b"{", b"}", b'"', b"[",
    b"]", b"<", b">", b"&", b"&amp;&#0;&#x110000;&lol9;", b"<!ENTITY a 'b'>", b"<!DOCTYPE x [", b"<![CDATA[", b"]]>",
    b"<!--", b"-->", b"{" * 500, b"}" * 500, b"[" * 500, b"<a>" * 300, b"(" * 300, b"9" * 6000, b"-" * 2000, b" " * 999,
    b"\\u0000", b"\\ud800", b"1e999999", b"TY  - ", b"\nER  - \n", b"\nPMID- ", b"\n@string{a = {", b"@comment{",
    b"\nPT J\n", b"\nEF\n", b"10.1000/", b"2017 Mar;376(9):836-47", b" and ", b"\nAU  - , S\n", b"# a", b"et al.", b";",
    b"crossref = {smith2020},", b"<PubmedArticle>", b"</PubmedArticle>", b"<MedlineCitation>", b"</ref>", b"<ref>",
    b"</record>", b"0000-0000", b"%",
]  # fmt: skip


def sample(chance: random.Random) -> bytes:
    texts = [PARTS[name][0] for name in chance.choices(sorted(PARTS), k=chance.choice((1, 1, 2, 3)))]
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return chance.choice(("\n", "\n\n", "")).join(texts).encode(encoding)


def broken(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 5, 12))):
        one, two = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        kind = chance.randrange(7)
        if kind == 0:
            data = data[:one] + data[two:]
        elif kind == 1:
            data = data[:one] + data[one:two] * chance.choice((2, 3, 50)) + data[two:]
        elif kind == 2:
            data = data[:one] + bytes([chance.randrange(256)]) + data[one + 1 :]
        elif kind == 3:
            data = data[:one] + sample(chance) + data[one:]
        elif kind == 4:
            data = data[:one] + data[two:] + data[one:two]
        else:
            data = data[:one] + chance.choice(SALT) + data[one:]
        data = data[:60_000]
    return data


def check(data: bytes) -> str:
    """Return what is wrong, "" for nothing."""
    start = time.process_time()
    reading = read_bytes(data, "x")
    list(stream_file(io.BytesIO(data), "x"))
    spent = time.process_time() - start
    if spent > 2 + len(data) / 10_000:
        return f"{spent:.1f} s for {len(data):,} bytes"
    render_table(Reading(reading.references[:50], reading.problems[:200]))
    for writer in REFERENCE_WRITERS.values():
        writer.write(reading.references[:50])
    render_clusters(cluster(reading.references[:50]))
    return lost(data, reading)


def lost(data: bytes, reading: Reading) -> str:
    try:
        text, _ = decode(data, "x")
    except InputError:
        return "" if reading.problems else "a file that is no text, and no problem"
    told = " ".join(problem.message for problem in reading.problems)
    if not text.strip() or "no reader for this file" in told or "declares entities" in told:
        return ""
    comments = r"(?m:^E[FR]\s*$)|@(?i:comment|string|preamble)[^\n]*|(?m:^\s*%[^\n]*)"
    rows = uncovered(text, reading, f"{comments}|{FRAME}")
    return f"lines that nothing accounts for: {rows[:5]}" if rows else ""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("error")
    logging.disable(logging.CRITICAL)
    whole, found, count = readers.LARGEST, Counter[str](), 0
    end = time.monotonic() + 60 * options.minutes
    while time.monotonic() < end:
        count += 1
        chance = random.Random(f"{options.seed} {count}")
        data = broken(sample(chance), chance)
        readers.LARGEST = chance.choice((whole, 20))
        try:
            wrong = check(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
            wrong = f"{type(error).__name__} at {traceback.extract_tb(error.__traceback__)[-1]}: {str(error)[:80]}"
        if wrong:
            kind = wrong.partition(":")[0]
            found[kind] += 1
            if found[kind] <= 5:
                print(f"input {count}: {wrong}\n  {data[:3000]!r}", flush=True)
    print(f"{count:,} inputs, seed {options.seed}, {options.minutes:g} minutes; {sum(found.values())} failed")
    for kind, times in found.most_common():
        print(f"  {times:6} {kind}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
