"""Answers of engines on disk, written as they come in: what was answered once is never paid for again.

An SQLite file that can be deleted at any time. It holds texts and digests, no key and no address.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from pipeline.drafting.base import Draft
from pipeline.errors import CaveatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

VERSION: Final = 1
"""Of the tables, and of how a text is prepared for an engine; a file of another version is made again."""
_TABLES: Final = """
CREATE TABLE answer (
    key BLOB PRIMARY KEY, text TEXT NOT NULL, engine TEXT NOT NULL, note TEXT NOT NULL, words TEXT NOT NULL,
    confidence REAL
) WITHOUT ROWID;
CREATE TABLE spent (engine TEXT, day TEXT, chars INTEGER NOT NULL, PRIMARY KEY (engine, day)) WITHOUT ROWID;
"""
_MANY: Final = 500
"""Keys that one question to SQLite may hold."""


@contextmanager
def open_cache(path: Path) -> Iterator[Cache]:
    """Open the cache, an empty one when there is none or when it is of another version or damaged.

    Raises CaveatError when the file can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = _connect(path)
        except sqlite3.DatabaseError:  # damaged: nothing in it is needed
            path.unlink(missing_ok=True)
            connection = _connect(path)
    except (OSError, sqlite3.Error) as error:
        raise _unusable(path, error) from error
    with closing(connection):
        try:
            yield Cache(connection)
        except sqlite3.Error as error:
            raise _unusable(path, error) from error


def _unusable(path: Path, error: Exception) -> CaveatError:
    hint = f"delete {path.name}; what it holds is asked for again"
    return CaveatError(f"the cache of drafts can't be used: {error}", hint=hint)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # a killed process loses nothing by it
        connection.execute("BEGIN IMMEDIATE")  # two runs may start at once
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            for name in ("answer", "spent"):
                connection.execute(f"DROP TABLE IF EXISTS {name}")
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


class Cache:
    """The tables of an open cache."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Draft]:
        """Return the answers that are known, by key."""
        found: dict[bytes, Draft] = {}
        for start in range(0, len(keys), _MANY):
            some = keys[start : start + _MANY]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, text, engine, note, words, confidence FROM answer WHERE key IN ({marks})"  # noqa: S608 - only question marks are put in
            found |= {row[0]: _draft(*row[1:]) for row in self._db.execute(query, some)}
        return found

    def add(self, answers: Iterable[tuple[bytes, Draft]]) -> None:
        """Keep the answers that have a text; when this returns, a killed process does not lose them."""
        rows = [_row(key, draft.text, draft) for key, draft in answers if draft.text is not None]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")

    def spent(self, engine: str, day: str) -> int:
        """Return the characters that an engine was sent on a day."""
        row = self._db.execute("SELECT chars FROM spent WHERE engine = ? AND day = ?", (engine, day))
        found = row.fetchone()
        return int(found[0]) if found else 0

    def spend(self, engine: str, day: str, chars: int) -> None:
        """Count characters, or count fewer again where nothing was answered."""
        self._db.execute(
            "INSERT INTO spent VALUES (?, ?, ?)"
            " ON CONFLICT (engine, day) DO UPDATE SET chars = max(0, chars + excluded.chars)",
            (engine, day, chars),
        )


def _row(key: bytes, text: str, draft: Draft) -> tuple[object, ...]:
    return key, text, draft.engine, draft.note, "\n".join(draft.unknown), draft.confidence


def _draft(text: str, engine: str, note: str, words: str, confidence: float | None) -> Draft:
    unknown = tuple(words.split("\n")) if words else ()
    return Draft(text=text, engine=engine, note=note, unknown=unknown, confidence=confidence)
