"""Exports to rows of cells, by the readers of the standard library, which know nothing of the formats."""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from pipeline.verify.native import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BOOK: Final = "xl/workbook.xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedStrings.xml"
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE: Final = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell that holds no text: a number, a truth value, a formula, a list; as it is spelled."""

    spelled: str


Cell = str | Value | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row, by the names of its columns."""

    line: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An export."""

    columns: tuple[str, ...]
    """In their order; of files whose rows name their cells, in the order in which they come up."""
    rows: tuple[TableRow, ...]
    rest: object = None
    """What the file holds beside the rows, to be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """What is declared of an export."""

    format: str
    key: str
    fields: tuple[str, ...] = ()
    sheet: str | None = None
    """The name of a workbook's sheet; None for the first with the key."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The names that may lead into objects of a row: `content.symptoms`."""
        return tuple(name for name in (self.key, *self.fields) if "." in name)


def read_table(shape: TableShape, data: bytes) -> Table:
    """Return the rows of an export; raises UnreadableError."""
    name, key = shape.format, shape.key
    try:
        if name == "xlsx":
            return _read_workbook(data, shape)
        text = data.decode("utf-8").removeprefix("\ufeff")
        if name == "csv":
            return _read_csv(text, key)
        if name == "json":
            return _read_json(text, shape.paths)
        if name == "jsonl":
            lines = (line for line in enumerate(text.split("\n"), 1) if line[1].strip())
            return _named([(number, _loads(line)) for number, line in lines], shape.paths)
    except (ValueError, csv.Error, zipfile.BadZipFile, expat.ExpatError, KeyError, RecursionError) as error:
        raise UnreadableError(f"is not {name}: {error}") from error
    raise UnreadableError(f'nothing here reads the export "{name}" independently, so nothing is proven')


def _read_csv(text: str, key: str) -> Table:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    for delimiter in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        columns: list[str] = next((row for row in reader if row), [])
        if key in columns:
            rows, line = [], reader.line_num + 1
            for row in reader:
                if row:
                    rows.append(TableRow(line=line, cells=dict(zip(columns, row, strict=False))))
                line = reader.line_num + 1
            return Table(columns=tuple(columns), rows=tuple(rows))
    raise UnreadableError(f'no column is named "{key}"')


def _loads(text: str) -> Any:
    return json.loads(text, parse_int=Value, parse_float=Value, object_pairs_hook=_without_twins)


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise UnreadableError("an object names a value twice")
    return table


def _read_json(text: str, paths: tuple[str, ...]) -> Table:
    root = _loads(text)
    rest = None
    if isinstance(root, dict):
        lists = [name for name, value in root.items() if isinstance(value, list)]
        names = [name for name in lists if root[name] and isinstance(root[name][0], dict)] or lists
        if len(names) != 1:
            raise UnreadableError("holds not one list of rows")
        rest = [(name, None if name == names[0] else value) for name, value in root.items()]
        root = root[names[0]]
    if not isinstance(root, list):
        raise UnreadableError("holds no list of rows")
    return _named([(1, row) for row in root], paths, rest)


def _named(rows: list[tuple[int, Any]], paths: tuple[str, ...], rest: object = None) -> Table:
    if not all(isinstance(row, dict) for _, row in rows):
        raise UnreadableError("a row is no object")
    found = tuple(
        TableRow(
            line=line,
            # What is left of an object is told from what paths took out of it, and both are compared.
            cells=dict(_take_inner(row, paths)) | {name: _cell(value) for name, value in row.items()},
        )
        for line, row in rows
    )
    columns = dict.fromkeys(name for row in found for name in row.cells)
    return Table(columns=tuple(columns), rows=found, rest=rest)


def _take_inner(
    members: dict[str, Any], paths: Sequence[str], prefix: str = ""
) -> Iterator[tuple[str, Cell]]:
    """Take what paths lead to out of the objects in an object, and yield it by its path."""
    ways: dict[str, list[str]] = {}
    for path in paths:
        heads = [name for name in members if path.startswith(name + ".")]
        if heads and not any(_names(name, path) for name in members):
            way = max(heads, key=len)
            ways.setdefault(way, []).append(path[len(way) + 1 :])
    for way, rest in ways.items():
        inner = members[way]
        if isinstance(inner, dict):
            yield from _take_inner(inner, rest, f"{prefix}{way}.")
            for name in [one for one in inner if any(_names(one, path) for path in rest)]:
                yield f"{prefix}{way}.{name}", _cell(inner.pop(name))


def _names(name: str, path: str) -> bool:
    """Return whether a name is a path's, or that with a language in parentheses."""
    return name == path or (name.startswith(path) and name[len(path) :].lstrip(" \t\xa0").startswith("("))


def _cell(value: Any) -> Cell:
    return value if value is None or isinstance(value, (str, Value)) else Value(repr(value))


def _read_workbook(data: bytes, shape: TableShape) -> Table:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {one.filename: archive.read(one) for one in archive.infolist() if not one.is_dir()}
    strings = _read_strings(members[_STRINGS]) if _STRINGS in members else []
    key = shape.key
    for sheet in _sheets(members, shape.sheet):
        grid = _read_sheet(members[sheet], strings)
        header = next(iter(grid), (0, {}))[1]
        names = {column: cell for column, cell in header.items() if isinstance(cell, str) and cell}
        if key in names.values():
            rows = tuple(
                TableRow(line=line, cells={names[at]: cell for at, cell in cells.items() if at in names})
                for line, cells in grid[1:]
                if any(at in names for at in cells)
            )
            rest = {name: raw for name, raw in members.items() if name not in (sheet, _STRINGS)}
            order = sorted(names, key=lambda at: (len(at), at))
            return Table(columns=tuple(names[at] for at in order), rows=rows, rest=rest)
    raise UnreadableError(f'no sheet has a column named "{key}"')


def _sheets(members: Mapping[str, bytes], wanted: str | None) -> list[str]:
    """Return the members that hold sheets, in the workbook's order, or that of one name."""
    targets = {
        found["Id"]: posixpath.normpath(posixpath.join("/xl", found["Target"])).lstrip("/")
        for name, found, _ in _elements(members[_LINKS])
        if name == "Relationship"
    }
    ids = [
        next((value for key, value in found.items() if key.endswith("id") and key != "sheetId"), "")
        for name, found, _ in _elements(members[_BOOK])
        if name == "sheet" and wanted in (None, found["name"])
    ]
    return [targets[one] for one in ids if targets.get(one) in members]


def _elements(data: bytes) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield each element when it ends: its name without a prefix, its attributes, all text in it."""
    done: list[tuple[str, dict[str, str], str]] = []
    opened: list[tuple[str, dict[str, str], list[str]]] = []
    parser = expat.ParserCreate()

    def start(name: str, found: dict[str, str]) -> None:
        opened.append((name.rpartition(":")[2], found, []))

    def text(piece: str) -> None:
        for _, _, pieces in opened[-4:]:  # a run in an item, or a text in a cell, is no deeper
            pieces.append(piece)

    def end(_: str) -> None:
        name, found, pieces = opened.pop()
        done.append((name, found, "".join(pieces)))

    parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
    parser.Parse(data, True)  # noqa: FBT003 - Expat takes no keywords
    return iter(done)


def _read_strings(data: bytes) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    for name, _, text in _elements(data):
        if name == "t":
            pieces.append(text)
        elif name == "rPh":
            pieces.clear()
        elif name == "si":
            texts.append(_unescape("".join(pieces)))
            pieces.clear()
    return texts


def _read_sheet(data: bytes, strings: list[str]) -> list[tuple[int, dict[str, Cell]]]:
    """Return the rows with their numbers; cells by the letters of their columns."""
    grid: list[tuple[int, dict[str, Cell]]] = []
    cells: dict[str, Cell] = {}
    parts: dict[str, str] = {}
    for name, found, text in _elements(data):
        if name in ("v", "f", "t"):
            parts[name] = parts.get(name, "") + text
        elif name == "c":
            place = _PLACE.fullmatch(found.get("r", ""))
            if place is None:
                raise UnreadableError("a cell says no place")
            cells[place[1]] = _read_cell(found.get("t", "n"), parts, strings)
            parts.clear()
        elif name == "row":
            grid.append((int(found.get("r", len(grid) + 1)), dict(cells)))
            cells.clear()
    return [(line, row) for line, row in grid if any(cell is not None for cell in row.values())]


def _read_cell(kind: str, parts: Mapping[str, str], strings: list[str]) -> Cell:
    if "f" not in parts and kind == "s":
        return strings[int(parts.get("v", ""))]
    if "f" not in parts and kind == "inlineStr":
        return _unescape(parts.get("t", ""))
    return Value(f"{kind}:{parts.get('f')}:{parts.get('v')}") if parts else None


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
