"""Exports as Excel workbooks: the sheet of a name, or the first one whose header names the key.

New texts are written into their cells as inline strings, so that a shared string never changes under another
cell. Formulas, numbers, dates and every other member of the package keep their bytes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import Location
from pipeline.formats.base import splice
from pipeline.formats.export_rows import (
    Cell,
    Row,
    Sheet,
    Value,
    keyed_rows,
    missing_column,
    refuse_illegal,
    refuse_twins,
)
from pipeline.formats.export_xlsx_parts import (
    attributes,
    attributes_but,
    column_letters,
    column_number,
    find_sheets,
    read_workbook,
)
from pipeline.formats.packages import repack
from pipeline.formats.xml_ranges import escape_text, find_illegal
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.formats.export_rows import Patch
    from pipeline.formats.export_xlsx_parts import Workbook
    from pipeline.formats.xml_ranges import Node

_LOOKS_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DIMENSION: Final = re.compile(r"([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)")
_HOLDS_PLACES: Final = frozenset(
    f"s:{name}"
    for name in (
        *("f", "mergeCell", "tablePart", "conditionalFormatting", "dataValidation", "hyperlink"),
        *("drawing", "legacyDrawing", "protectedRange", "rowBreaks"),
    )
)
"""What names cells by their places, so that rows can't move; removed rows leave a gap then."""
_SPANS: Final = re.compile(r"([0-9]+):([0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """A sheet with its header."""

    book: Workbook
    header: Node
    header_number: int
    columns: Mapping[int, str]
    """Number of the column -> its name."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.columns.values())


@dataclass(frozen=True, slots=True)
class XlsxCodec:
    """The syntax of `xlsx`."""

    name: str = "xlsx"
    sheet: str | None = None
    """The name of the sheet; None for the first one whose header names the key."""

    def at_sheet(self, name: str | None) -> XlsxCodec:
        """Return the syntax for the sheet of this name."""
        return replace(self, sheet=name)

    def read(self, data: bytes, path: str, wanted: tuple[str, ...]) -> Sheet:
        """Return the sheet; lines are the numbers of its rows."""
        grid = _find_grid(data, path, wanted[0], self.sheet)
        rows = (row for row, _ in _read_rows(grid, path))
        return Sheet(data=grid.book.data, rows=rows, columns=grid.names, package=grid.book.package)

    def spell(self, sheet: bytes, cell: Cell, where: ByteRange, text: str) -> bytes | None:  # noqa: ARG002 - of the protocol
        """Return a text's bytes; None where another cell shares them."""
        return None if cell.is_shared else _escape(text)

    def find_illegal(self, text: str) -> str | None:
        """Return the first character that XML can't hold."""
        return find_illegal(text)

    def write(self, data: bytes, path: str, key: str, wanted: tuple[str, ...], patch: Patch) -> bytes:
        """Return the file with the changes; only the sheet's member is touched."""
        grid = _find_grid(data, path, wanted[0], self.sheet)
        return _Writer(grid, path, key, patch).write()


def _escape(text: str) -> bytes:
    return escape_text(_LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_"))


def _find_grid(data: bytes, path: str, key: str, sheet: str | None) -> _Grid:
    """Return the sheet of a name, or the first one whose header names the key."""
    columns: list[str] = []
    for member in find_sheets(data, path, sheet):
        grid = _read_header(read_workbook(data, path, member), path)
        if grid and key in grid.names:
            refuse_twins(grid.names, path)
            return grid
        columns += grid.names if grid else ()
    raise missing_column(key, columns, path)


def _read_header(book: Workbook, path: str) -> _Grid | None:
    for number, row in book.rows():
        columns = {}
        for column, cell in book.cells(row):
            text = book.text_of(cell, path, number)
            name = (text.text if text else book.value_of(cell) or "").strip()
            if name:
                columns[column] = name
        if columns:
            return _Grid(book=book, header=row, header_number=number, columns=columns)
    return None


def _read_rows(grid: _Grid, path: str) -> Iterator[tuple[Row, Node]]:
    book = grid.book
    columns = _columns_of_strings(book)
    is_below = False
    for number, node in book.rows():
        if is_below:
            cells = {
                grid.columns[column]: _read_cell(book, cell, path, number, columns)
                for column, cell in book.cells(node)
                if column in grid.columns
            }
            if any((cell.text or "").strip() for cell in cells.values()):
                yield Row(cells, node.start, node.stop, number), node
        is_below = is_below or node is grid.header


def _columns_of_strings(book: Workbook) -> dict[str, set[int]]:
    """Return the columns in which each shared string is used."""
    columns: dict[str, set[int]] = defaultdict(set)
    for _, row in book.rows():
        for column, cell in book.cells(row):
            if cell.get(book.data, "t") == "s":
                columns[book.value_of(cell) or ""].add(column)
    return columns


def _read_cell(book: Workbook, node: Node, path: str, line: int, columns: Mapping[str, set[int]]) -> Cell:
    kind = node.get(book.data, "t")
    found = book.text_of(node, path, line)
    value, where = book.value_of(node), book.value_range(node)
    if found is None:
        is_empty = value is None and node.find("s:f") is None
        return Cell(where.start, where.stop, line, value, is_text=is_empty, kind=kind or "n")
    is_shared = kind == "s" and len(columns[value or ""]) > 1
    start, stop = found.range.start, found.range.stop
    return Cell(
        start,
        stop,
        line,
        found.text,
        steps=found.steps,
        is_understood=found.is_plain,
        is_shared=is_shared,
    )


class _Writer:
    """Puts a sheet together."""

    def __init__(self, grid: _Grid, path: str, key: str, patch: Patch) -> None:
        self.grid, self.path, self.key, self.patch = grid, path, key, patch
        self.book, self.data = grid.book, grid.book.data
        self.pieces: list[tuple[ByteRange, bytes]] = []
        new = [name for name in patch.columns if name not in grid.names]
        widest = max(column for _, row in self.book.rows() for column, _ in self.book.cells(row))
        self.new = {name: widest + place for place, name in enumerate(new, 1)}
        self.width = widest + len(new)
        self.height = max(number for number, _ in self.book.rows())
        self.places = {name: column for column, name in grid.columns.items()} | self.new

    def write(self) -> bytes:
        """Return the file."""
        names = {name: Value(text=name) for name in self.new}
        self._change(self.grid.header, self.grid.header_number, names)
        read = [row for row, _ in _read_rows(self.grid, self.path)]
        sheet = Sheet(data=self.data, rows=iter(read), columns=self.grid.names)
        keys = {row.start: (name, row) for name, row in keyed_rows(sheet, self.key, self.path)}
        may_move = not any(node.name in _HOLDS_PLACES for node in self.book.sheet.walk())
        last, gone = self.grid.header, 0
        for number, node in self.book.rows():
            name, row = keys.get(node.start, ("", None))
            if row is not None and name in self.patch.removed:
                self.pieces.append((node.range, b""))
                gone += may_move
                continue
            values = self.patch.cells.get(name, {})
            if row is not None:
                last = node
                self.patch.check(row, name, self.path)
                self._change(node, number - gone, values)
            if gone:
                self._move(node, number - gone, {self.places[one] for one in values})
        self._add_rows(last, self.height - gone)
        self._widen(gone)
        return repack(self.book.package, splice(self.data, self.pieces))

    def _move(self, row: Node, number: int, but: Iterable[int]) -> None:
        """Give a row below a removed one its new number; a gap would end the table for some programs."""
        places = [one for one in row.attributes(self.data) if one.name == "r"]
        self.pieces += ((one.range, str(number).encode()) for one in places)
        for column, cell in self.book.cells(row):
            places = [one for one in cell.attributes(self.data) if one.name == "r" and column not in but]
            self.pieces += ((one.range, f"{column_letters(column)}{number}".encode()) for one in places)

    def _change(self, row: Node, number: int, values: Mapping[str, Value]) -> None:
        """Put values into a row: into the cells that are there, else into new ones in their places."""
        there = dict(self.book.cells(row))
        inserted: dict[int, bytes] = defaultdict(bytes)
        for name, value in sorted(values.items(), key=lambda item: self.places[item[0]]):
            column = self.places[name]
            old = there.get(column)
            new = self._cell(column, number, value, old, row.tag)
            if old is not None:
                self.pieces.append((old.range, new))
            else:
                after = next((cell.start for at, cell in there.items() if at > column), row.close_start)
                inserted[after] += new
        self.pieces += ((ByteRange(at, at), new) for at, new in inserted.items())
        spans = next((one for one in row.attributes(self.data) if one.name == "spans"), None)
        found = _SPANS.fullmatch(spans.value) if spans else None
        if inserted and spans and found and int(found[2]) < self.width:
            self.pieces.append((spans.range, f"{found[1]}:{self.width}".encode()))

    def _cell(self, column: int, number: int, value: Value, old: Node | None, row_tag: bytes) -> bytes:
        prefix = row_tag[: row_tag.rfind(b":") + 1].decode()
        place = f"{column_letters(column)}{number}"
        kind = value.kind if value.raw is not None else "inlineStr"
        wanted = {"r": place, "t": "" if kind == "n" else kind}
        kept = attributes_but(old, self.data, wanted) if old else attributes(wanted)
        start = f"<{prefix}c".encode() + kept
        if value.raw is not None:
            body = f"<{prefix}v>".encode() + value.raw + f"</{prefix}v>".encode()
        elif value.text:
            refuse_illegal(XlsxCodec(), value.text, Location(self.path, number))
            text = _escape(value.text)
            body = f'<{prefix}is><{prefix}t xml:space="preserve">'.encode() + text
            body += f"</{prefix}t></{prefix}is>".encode()
        else:
            return (
                f"<{prefix}c".encode()
                + (attributes_but(old, self.data, {"r": place, "t": ""}) if old else attributes({"r": place}))
                + b"/>"
            )
        return start + b">" + body + f"</{prefix}c>".encode()

    def _add_rows(self, model: Node, height: int) -> None:
        """Add the new rows below the last one, with the looks of its cells."""
        looks = {column: cell.get(self.data, "s") for column, cell in self.book.cells(model)}
        tag = model.tag.decode()
        rows = b""
        for number, row in enumerate(self.patch.added, height + 1):
            cells = b""
            for name, value in sorted(row.items(), key=lambda item: self.places[item[0]]):
                cell = self._cell(self.places[name], number, value, None, model.tag)
                look = looks.get(self.places[name])
                head = tag[: tag.rfind(":") + 1] + "c"
                cells += (
                    cell.replace(f"<{head}".encode(), f'<{head} s="{look}"'.encode(), 1) if look else cell
                )
            rows += f'<{tag} r="{number}">'.encode() + cells + f"</{tag}>".encode()
        sheet = self.book.sheet.find("s:sheetData")
        if rows and sheet:
            self.pieces.append((ByteRange(sheet.close_start, sheet.close_start), rows))

    def _widen(self, gone: int) -> None:
        """Correct the size that the sheet declares."""
        node = self.book.sheet.find("s:dimension")
        size = next((one for one in node.attributes(self.data) if one.name == "ref"), None) if node else None
        found = _DIMENSION.fullmatch(size.value) if size else None
        if size and found and (self.new or self.patch.added or gone):
            width = column_letters(max(self.width, column_number(found[3])))
            height = max(1, self.height - gone + len(self.patch.added))
            self.pieces.append((size.range, f"{found[1]}{found[2]}:{width}{height}".encode()))
