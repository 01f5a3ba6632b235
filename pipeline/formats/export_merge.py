"""A newer export into the one that is kept: rows that changed, rows that are new, rows that are gone.

A partial export holds only some rows, so what it does not name stays. Only a full export, or a column that
says so (a tombstone), takes a row away. The kept file's order, columns and spelling stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.export_rows import Patch, Value, keyed_rows, missing_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.formats.export_rows import Cell, Codec, Row

_FALSE: Final = frozenset({"", "0", "false", "no", "n", "f", "off", "null", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge gives."""

    data: bytes
    added: tuple[str, ...]
    """The keys of rows that are new."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    """The keys of rows that say the same in both exports."""
    kept: tuple[str, ...]
    """The keys of rows that the newer export does not name."""
    new_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """One of the two files."""

    data: bytes
    path: str


@dataclass(frozen=True, slots=True)
class _Read:
    """An export's rows by key."""

    rows: Mapping[str, Row]
    columns: tuple[str, ...]
    data: bytes


def merge_rows(
    codec: Codec, old: ExportFile, new: ExportFile, *, key: str, is_full: bool, tombstone: str | None = None
) -> Merged:
    """Return the older file with the rows of the newer one.

    A row is changed when one of the newer file's cells says something else; cells of columns that the newer
    file does not have stay. Raises DocumentError for a full export without rows, and for a tombstone that is
    no column.
    """
    before, after = _read(codec, old, key), _read(codec, new, key)
    if is_full and not after.rows:
        hint = "import it as a partial export, or delete the file to remove every row"
        raise DocumentError("the full export has no rows", at=Location(new.path, 1), hint=hint)
    if tombstone is not None and tombstone not in after.columns:
        raise missing_column(tombstone, after.columns, new.path)
    dead = {name for name, row in after.rows.items() if tombstone and _is_true(row.cells.get(tombstone))}
    gone = dead | (set(before.rows) - set(after.rows) if is_full else set())
    columns = _new_columns(before, after, key, tombstone)
    patches = {
        name: _changes(before.rows[name], row, after, tombstone, columns)
        for name, row in after.rows.items()
        if name in before.rows and name not in dead
    }
    wanted = {*before.columns, *columns} or set(after.columns) - {tombstone or ""}
    fresh = [name for name in after.rows if name not in before.rows and name not in dead]
    patch = Patch(
        cells={name: values for name, values in patches.items() if values},
        columns=columns,
        removed=frozenset(gone & set(before.rows)),
        added=tuple(_values(after.rows[name], after, wanted) for name in fresh),
    )
    return Merged(
        data=codec.write(old.data, old.path, key, (key,), patch),
        added=tuple(fresh),
        changed=tuple(name for name, values in patches.items() if values),
        removed=tuple(name for name in before.rows if name in gone),
        unchanged=tuple(name for name, values in patches.items() if not values),
        kept=tuple(name for name in before.rows if name not in after.rows and name not in gone),
        new_columns=tuple(columns),
    )


def _read(codec: Codec, export: ExportFile, key: str) -> _Read:
    sheet = codec.read(export.data, export.path, (key,))
    rows = dict(keyed_rows(sheet, key, export.path))
    names = dict.fromkeys(sheet.columns or (name for row in rows.values() for name in row.cells))
    return _Read(rows, tuple(names), sheet.data)


def _is_true(cell: Cell | None) -> bool:
    return cell is not None and (cell.text or "").strip().casefold() not in _FALSE


def _new_columns(before: _Read, after: _Read, key: str, tombstone: str | None) -> dict[str, str]:
    """Return the columns that only the newer file has, each with a column that it is spelled like."""
    last = before.columns[-1] if before.columns else key
    return {name: last for name in after.columns if name and name not in (*before.columns, tombstone)}


def _changes(
    old: Row, new: Row, after: _Read, tombstone: str | None, columns: Mapping[str, str]
) -> dict[str, Value]:
    """Return the cells in which the newer row says something else."""
    return {
        name: _value(cell, after)
        for name, cell in new.cells.items()
        if name
        and (name != tombstone or name in old.cells)
        and not _says_the_same(old.cells.get(name), cell)
        and (name in old.cells or name in columns or cell.text is not None)
    }


def _says_the_same(old: Cell | None, new: Cell) -> bool:
    return old is not None and (old.text, old.is_text) == (new.text, new.is_text)


def _values(row: Row, after: _Read, columns: set[str]) -> dict[str, Value]:
    return {name: _value(cell, after) for name, cell in row.cells.items() if name in columns}


def _value(cell: Cell, after: _Read) -> Value:
    raw = None if cell.is_text else after.data[cell.start : cell.stop]
    return Value(text=cell.text, raw=raw, kind=cell.kind)
