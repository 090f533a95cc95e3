"""Answers of services on disk, kept as soon as they are judged sound: no run asks again what an earlier one has.

What is kept is the `Answer`, not the exchange of HTTP: keys and addresses of persons never get here, and neither does
an error that came as a success. SQLite writes each answer whole or not at all, whenever the program is killed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from evgraph.errors import InputError
from evgraph.resolve.records import Answer

#: Names another folder for the answers than the system's own for caches.
FOLDER = "EVGRAPH_CACHE"
_NAME = "answers.sqlite"
_TABLE = """CREATE TABLE IF NOT EXISTS answers
    (key TEXT PRIMARY KEY, url TEXT, status INTEGER, content_type TEXT, body BLOB, date TEXT)"""
#: When a refresh began that has not ended; one row, or none.
_REFRESH = "CREATE TABLE IF NOT EXISTS refresh (one INTEGER PRIMARY KEY CHECK (one = 1), begun TEXT)"


def cache_folder() -> Path:
    """Return where answers are kept: what `EVGRAPH_CACHE` names, else the user's folder for caches."""
    from platformdirs import user_cache_path

    named = os.environ.get(FOLDER)
    return Path(named) if named else user_cache_path("evgraph", appauthor=False)


def key_of(method: str, url: str, form: Sequence[tuple[str, str]], accept: str) -> str:
    """Return the name under which an answer is kept; `url` and `form` are without keys and addresses of persons.

    >>> key_of("GET", "https://example.org/a", (), "json") == key_of("POST", "https://example.org/a", (), "json")
    False
    """
    parts = (method, url, accept, *(part for pair in form for part in pair))
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


class Cache:
    """A table of answers, in a file of the folder, or in memory where there is none."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / _NAME if folder else None
        try:
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
            # Two runs at once may share the file: the second waits for the first one's write.
            self._db = sqlite3.connect(self._path or ":memory:", timeout=30, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            self._db.execute(_TABLE)
            self._db.execute(_REFRESH)
        except sqlite3.Error as error:
            self._db.close()
            raise self._unusable(error) from error

    def get(self, key: str, oldest: str = "") -> Answer | None:
        """Return the answer of that name, unless it was given before `oldest` (UTC, as in `Answer.date`)."""
        try:
            row = self._db.execute(
                "SELECT url, status, content_type, body, date FROM answers WHERE key = ? AND date >= ?", (key, oldest)
            ).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return Answer(row[0], row[1], row[2], row[3], row[4], from_cache=True) if row else None

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer in the place of an older one."""
        row = (key, answer.url, answer.status, answer.content_type, answer.body, answer.date)
        try:
            self._db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def begin_refresh(self, now: str, oldest: str) -> str:
        """Return when the unfinished refresh began, `now` where there is none or it began before `oldest`."""
        try:
            self._db.execute("DELETE FROM refresh WHERE begun < ? OR begun > ?", (oldest, now))
            self._db.execute("INSERT OR IGNORE INTO refresh VALUES (1, ?)", (now,))
            begun: str = self._db.execute("SELECT begun FROM refresh").fetchone()[0]
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return begun

    def end_refresh(self) -> None:
        """Forget that a refresh began."""
        try:
            self._db.execute("DELETE FROM refresh")
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _unusable(self, error: Exception) -> InputError:
        mend = f"delete the file, or name another folder in {FOLDER}"
        if "locked" in str(error):
            mend = "another run writes here; try again when it is done"
        return InputError(f"the answers kept here cannot be used: {error}", path=str(self._path), mend=mend)
