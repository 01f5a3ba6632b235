"""The memory on disk: an SQLite file that can be thrown away, made again from catalogs and ledgers."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from importlib import resources
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError
from pipeline.memory.pairs import MemoryPair
from pipeline.memory.words import form_key, words_of
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

VERSION: Final = 2
"""Of the tables; a file of another version is made again."""
_BATCH: Final = 20_000
_MAPPED: Final = 1 << 30
"""Bytes of the file that are read without a copy, which makes a search three times as fast."""
_SERIAL_BITS: Final = 32
"""Of an id: what stands before them is how many characters the source has."""
_ADD_SOURCE: Final = """
INSERT INTO source (id, form, text)
SELECT coalesce(max(id) + 1, :first), :form, :text FROM source WHERE id BETWEEN :first AND :last
"""
_PAIRS: Final = """
SELECT source.text, pair.target, pair.locale, pair.document, pair.context, pair.state, pair.people,
       pair.before, pair.after, pair.present
FROM source CROSS JOIN pair ON pair.source = source.id AND pair.locale = ?
"""
"""With CROSS JOIN the source is looked up first; otherwise SQLite may walk through a whole locale."""


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """Open the memory, an empty one when there is none or when it is of another version or damaged.

    Raises CaveatError when the file can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = _connect(path)
    except sqlite3.DatabaseError:  # damaged: nothing in it is needed
        path.unlink(missing_ok=True)
        connection = _connect(path)
    with closing(connection):
        try:
            yield Store(connection)
        except sqlite3.OperationalError as error:
            hint = f"delete {path.name}; it is made again from catalogs and ledgers"
            raise CaveatError(f"the translation memory can't be used: {error}", hint=hint) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # a crash costs only a cache
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != VERSION:
            _make_tables(connection)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'words_%'"
    ).fetchall()
    for (name,) in names:
        connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    schema = resources.files("pipeline.memory").joinpath("schema.sql").read_text("utf-8")
    connection.executescript(f"BEGIN;{schema}PRAGMA user_version = {VERSION};COMMIT;")


def ids_of_size(least: int, most: int) -> tuple[int, int]:
    """Return the first and the last id that a source of a size can have, in characters."""
    return least << _SERIAL_BITS, ((most + 1) << _SERIAL_BITS) - 1


class Store:
    """The tables of an open memory."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def fingerprints(self) -> dict[tuple[str, str], str]:
        """Return what each shelf (locale, document) was read from."""
        rows = self._db.execute("SELECT locale, document, fingerprint FROM shelf")
        return {(locale, document): fingerprint for locale, document, fingerprint in rows}

    def count(self) -> int:
        """Return how many pairs there are."""
        found: int = self._db.execute("SELECT count(*) FROM pair").fetchone()[0]
        return found

    def replace_shelf(
        self, locale: str, document: str, fingerprint: str, pairs: Iterable[MemoryPair]
    ) -> None:
        """Put the pairs of one document in one locale in place of those that were there."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._drop_shelf(locale, document)
            self._add(pairs)
            self._db.execute("INSERT INTO shelf VALUES (?, ?, ?)", (locale, document, fingerprint))
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def remove_shelf(self, locale: str, document: str) -> None:
        """Forget the pairs of a document that is gone."""
        self._db.execute("BEGIN IMMEDIATE")
        self._drop_shelf(locale, document)
        self._db.execute("COMMIT")

    def _drop_shelf(self, locale: str, document: str) -> None:
        """Take pairs out. Their sources stay in the index: an unused one costs a look, not a wrong match."""
        self._db.execute("DELETE FROM pair WHERE locale = ? AND document = ?", (locale, document))
        self._db.execute("DELETE FROM shelf WHERE locale = ? AND document = ?", (locale, document))

    def _add(self, pairs: Iterable[MemoryPair]) -> None:
        batch: list[MemoryPair] = []
        for pair in pairs:
            batch.append(pair)
            if len(batch) == _BATCH:
                self._add_batch(batch)
                batch = []
        self._add_batch(batch)

    def _add_batch(self, batch: Sequence[MemoryPair]) -> None:
        ids = self._add_sources(dict.fromkeys(pair.source for pair in batch))
        self._db.executemany(
            "INSERT INTO pair VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (_row(ids[pair.source], pair) for pair in batch),
        )

    def _add_sources(self, texts: Iterable[str]) -> dict[str, int]:
        """Return the ids of sources; those that are new are added and indexed by their words."""
        forms = {text: form_key(text) for text in texts}
        found = {text: self._find_source(text, form) for text, form in forms.items()}
        counts: Counter[str] = Counter()
        # in the order of their ids, because the index of words is slow to go back
        added = {
            text: self._add_source(text, forms[text], counts)
            for text in sorted((text for text, number in found.items() if number is None), key=len)
        }
        self._db.executemany(
            "INSERT INTO word VALUES (?, ?)"
            " ON CONFLICT (word) DO UPDATE SET sources = sources + excluded.sources",
            sorted(counts.items()),
        )
        return added | {text: number for text, number in found.items() if number is not None}

    def _find_source(self, text: str, form: bytes) -> int | None:
        query = "SELECT id FROM source WHERE form = ? AND text = ?"
        row = self._db.execute(query, (form, text)).fetchone()
        return row and int(row[0])

    def _add_source(self, text: str, form: bytes, counts: Counter[str]) -> int:
        words = dict.fromkeys(words_of(text))
        first, last = ids_of_size(len(text), len(text))
        row = {"first": first, "last": last, "form": form, "text": text}
        number = int(self._db.execute(_ADD_SOURCE, row).lastrowid or 0)
        self._db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, " ".join(words)))
        counts.update(words.keys())
        return number

    def word_counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return in how many sources each word stands; a word that stands in none is left out."""
        marks = ",".join("?" * len(words))
        query = f"SELECT word, sources FROM word WHERE word IN ({marks})"  # noqa: S608 - only question marks are put in
        return dict(self._db.execute(query, words))

    def sources_with(self, expression: str, sizes: tuple[int, int], limit: int) -> dict[int, str]:
        """Return the sources, by id, that match an FTS5 expression and are of a size, in characters.

        They are at most `limit`, all where it is negative.
        """
        rows = self._db.execute(
            "SELECT id, text FROM"
            " (SELECT rowid AS found FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ? LIMIT ?)"
            " CROSS JOIN source ON id = found",
            (expression, *ids_of_size(*sizes), limit),
        )
        return dict(rows.fetchall())

    def sources_with_any(self, words: Iterable[str], sizes: tuple[int, int]) -> dict[int, str]:
        """Return the sources, by id in their order, that hold one of the words and are of a size."""
        return self.sources_with(" OR ".join(f'"{word}"' for word in words), sizes, -1)

    def sources_with_word(self, word: str) -> list[int]:
        """Return the ids of all sources that hold a word, in their order."""
        rows = self._db.execute("SELECT rowid FROM words WHERE words MATCH ?", (f'"{word}"',))
        return [number for (number,) in rows.fetchall()]

    def sources(self, limit: int) -> dict[int, str]:
        """Return the sources by id, the shortest ones where there are more."""
        return dict(self._db.execute("SELECT id, text FROM source ORDER BY id LIMIT ?", (limit,)).fetchall())

    def texts_of(self, sources: Iterable[int]) -> dict[int, str]:
        """Return sources by id."""
        query = "SELECT text FROM source WHERE id = ?"
        return {number: self._db.execute(query, (number,)).fetchone()[0] for number in sources}

    def pairs_like(self, text: str, locale: str) -> tuple[MemoryPair, ...]:
        """Return the pairs whose source is `text`, but for quotes, spaces and Unicode form."""
        rows = self._db.execute(f"{_PAIRS} WHERE source.form = ?", (locale, form_key(text)))
        return tuple(map(_pair, rows))

    def pairs_in(self, locale: str) -> Iterator[MemoryPair]:
        """Yield every pair of a locale, in a fixed order."""
        order = "ORDER BY pair.document, source.text, pair.context, pair.target"
        return map(_pair, self._db.execute(f"{_PAIRS} {order}", (locale,)))

    def pairs_of(self, sources: Iterable[int], locale: str) -> tuple[MemoryPair, ...]:
        """Return the pairs of sources in a locale."""
        ids = tuple(sources)
        marks = ",".join("?" * len(ids))
        query = f"{_PAIRS} WHERE source.id IN ({marks})"
        return tuple(map(_pair, self._db.execute(query, (locale, *ids))))


def _row(source: int, pair: MemoryPair) -> tuple[object, ...]:
    place = (pair.locale, pair.document, pair.context)
    return (source, *place, pair.target, pair.state.value, pair.by, pair.before, pair.after, pair.is_present)


def _pair(row: tuple[str, str, str, str, str | None, str, str, str, str, int]) -> MemoryPair:
    source, target, locale, document, context, state, by, before, after, present = row
    return MemoryPair(
        source=source,
        target=target,
        locale=locale,
        document=document,
        context=context,
        state=State(state),
        by=by,
        before=before,
        after=after,
        is_present=bool(present),
    )
