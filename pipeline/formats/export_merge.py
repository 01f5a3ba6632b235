"""A newer export into the one that is kept: rows that changed, rows that are new, rows that are gone.

A partial export holds only some rows, so what it does not name stays. Only a full export, or a column that
says so (a tombstone), takes a row away. The kept file's order, columns and spelling stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.export_json_rows import blend_objects, is_object, leads_into
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


def merge_rows(  # noqa: PLR0913 - two files, and what is known of both
    codec: Codec,
    old: ExportFile,
    new: ExportFile,
    *,
    key: str,
    is_full: bool,
    tombstone: str | None = None,
    fields: tuple[str, ...] = (),
) -> Merged:
    """Return the older file with the rows of the newer one.

    A row is changed when one of the newer file's cells says something else; cells of columns that the newer
    file does not have stay. So do members of an object that one of the `fields` is a path into. Raises
    DocumentError for a full export without rows, and for a tombstone that is no column.
    """
    wanted = (key, *fields)
    before, after = _read(codec, old, wanted), _read(codec, new, wanted)
    if is_full and not after.rows:
        hint = "import it as a partial export, or delete the file to remove every row"
        raise DocumentError("the full export has no rows", at=Location(new.path, 1), hint=hint)
    if tombstone is not None and tombstone not in after.columns:
        raise missing_column(tombstone, after.columns, new.path)
    dead = {name for name, row in after.rows.items() if tombstone and _is_true(row.cells.get(tombstone))}
    gone = dead | (set(before.rows) - set(after.rows) if is_full else set())
    columns = _new_columns(before, after, key, tombstone)
    patches = {
        name: _changes(before.rows[name], row, after, tombstone, columns, wanted)
        for name, row in after.rows.items()
        if name in before.rows and name not in dead
    }
    kept = {*before.columns, *columns} or set(after.columns) - {tombstone or ""}
    fresh = [name for name in after.rows if name not in before.rows and name not in dead]
    patch = Patch(
        cells={name: values for name, values in patches.items() if values},
        columns=columns,
        removed=frozenset(gone & set(before.rows)),
        added=tuple(_values(after.rows[name], after, kept) for name in fresh),
    )
    return Merged(
        data=codec.write(old.data, old.path, key, wanted, patch),
        added=tuple(fresh),
        changed=tuple(name for name, values in patches.items() if values),
        removed=tuple(name for name in before.rows if name in gone),
        unchanged=tuple(name for name, values in patches.items() if not values),
        kept=tuple(name for name in before.rows if name not in after.rows and name not in gone),
        new_columns=tuple(columns),
    )


def _read(codec: Codec, export: ExportFile, wanted: tuple[str, ...]) -> _Read:
    sheet = codec.read(export.data, export.path, wanted)
    rows = dict(keyed_rows(sheet, wanted[0], export.path))
    names = dict.fromkeys(sheet.columns or (name for row in rows.values() for name in row.outer))
    return _Read(rows, tuple(names), sheet.data)


def _is_true(cell: Cell | None) -> bool:
    return cell is not None and (cell.text or "").strip().casefold() not in _FALSE


def _new_columns(before: _Read, after: _Read, key: str, tombstone: str | None) -> dict[str, str]:
    """Return the columns that only the newer file has, each with a column that it is spelled like."""
    last = before.columns[-1] if before.columns else key
    return {name: last for name in after.columns if name and name not in (*before.columns, tombstone)}


def _changes(
    old: Row,
    new: Row,
    after: _Read,
    tombstone: str | None,
    columns: Mapping[str, str],
    wanted: tuple[str, ...],
) -> dict[str, Value]:
    """Return the cells in which the newer row says something else."""
    before = old.outer
    found = {
        name: (before.get(name), cell)
        for name, cell in new.outer.items()
        if name
        and (name != tombstone or name in before)
        and not _says_the_same(before.get(name), cell)
        and (name in before or name in columns or cell.text is not None)
    }
    values = {name: _blended(name, *pair, after, wanted) for name, pair in found.items()}
    return {name: value for name, value in values.items() if value is not None}


def _blended(name: str, old: Cell | None, new: Cell, after: _Read, wanted: tuple[str, ...]) -> Value | None:
    """Return what a cell is to hold, or None where an object gains nothing by the newer one."""
    if old is None or not (leads_into(name, wanted) and is_object(old) and is_object(new)):
        return _value(new, after)
    text = blend_objects(old.text or "", new.text or "", name, wanted)
    return None if text == old.text else Value(text=text, raw=text.encode())


def _says_the_same(old: Cell | None, new: Cell) -> bool:
    return old is not None and (old.text, old.is_text) == (new.text, new.is_text)


def _values(row: Row, after: _Read, columns: set[str]) -> dict[str, Value]:
    return {name: _value(cell, after) for name, cell in row.outer.items() if name in columns}


def _value(cell: Cell, after: _Read) -> Value:
    raw = None if cell.is_text else after.data[cell.start : cell.stop]
    return Value(text=cell.text, raw=raw, kind=cell.kind)
