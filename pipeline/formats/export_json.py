"""Exports as JSON: a list of objects, an object that holds one such list, or one object a line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.formats.base import splice
from pipeline.formats.export_json_rows import ONE_LIST, read_row
from pipeline.formats.export_json_scan import Scanner
from pipeline.formats.export_rows import Sheet, keyed_rows, refuse_sheet
from pipeline.formats.lines import refuse_binary
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.formats.export_json_scan import Value as Found
    from pipeline.formats.export_rows import Cell, Patch, Row, Value

_BOM: Final = b"\xef\xbb\xbf"
_LINE: Final = re.compile(rb"[^\n]+")


@dataclass(frozen=True, slots=True)
class JsonCodec:
    """The syntax of `json`, and of `jsonl` where each line is an object."""

    name: str
    is_lines: bool

    def at_sheet(self, name: str | None) -> JsonCodec:
        """Return the same; raises ConfigError for a name."""
        refuse_sheet(name, self.name)
        return self

    def read(self, data: bytes, path: str, wanted: tuple[str, ...]) -> Sheet:
        """Return the sheet; each row names its own cells, and wanted names with a dot may be paths."""
        return Sheet(data=data, rows=self._rows(data, path, tuple(name for name in wanted if "." in name)))

    def spell(self, sheet: bytes, cell: Cell, where: ByteRange, text: str) -> bytes | None:  # noqa: ARG002 - of the protocol
        """Return a text's bytes, escaped; the file decides whether letters beyond ASCII are."""
        return _spelled(text, _is_ascii(sheet))[1:-1]

    def find_illegal(self, text: str) -> str | None:  # noqa: ARG002 - of the protocol
        """Return nothing: what this can't hold, no file can."""
        return None

    def write(self, data: bytes, path: str, key: str, wanted: tuple[str, ...], patch: Patch) -> bytes:
        """Return the file with the changes; a row that is changed keeps its other members."""
        writer = _Writer(data, path, patch)
        for name, row in keyed_rows(self.read(data, path, wanted), key, path):
            writer.add_row(name, row)
        if writer.head is None:
            writer.start(len(data) if self.is_lines else _find_list(Scanner(data, path)).start + 1)
        return writer.finish(is_lines=self.is_lines)

    def _rows(self, data: bytes, path: str, paths: tuple[str, ...]) -> Iterator[Row]:
        refuse_binary(data, path)
        scanner = Scanner(data, path)
        position, line = 0, 1
        for item in _line_values(scanner) if self.is_lines else scanner.items(_find_list(scanner).start):
            line += data.count(b"\n", position, item.start)
            position = item.start
            yield read_row(scanner, item, line, paths)


def _start(data: bytes) -> int:
    return len(_BOM) if data.startswith(_BOM) else 0


def _line_values(scanner: Scanner) -> Iterator[Found]:
    for found in _LINE.finditer(scanner.data, _start(scanner.data)):
        start = scanner.skip_space(found.start())
        if start < found.end():
            value = scanner.value(start)
            if scanner.skip_space(value.stop) < found.end() or value.stop > found.end():
                raise scanner.fail(
                    start, "the line holds more or less than one value", "put one object on each line"
                )
            yield value


def _find_list(scanner: Scanner) -> Found:
    """Return the list of rows: the file itself, or the only list of objects in it."""
    start = scanner.skip_space(_start(scanner.data))
    if start == len(scanner.data):
        raise scanner.fail(start, "the export is empty")
    top = scanner.value(start)
    scanner.expect_end(top.stop)
    if top.kind == "[":
        return top
    if top.kind != "{":
        raise scanner.fail(start, "the export is neither a list nor an object", ONE_LIST)
    members = [one.value for one in scanner.members(start)]
    lists = [one for one in members if one.kind == "[" and _holds_objects(scanner, one)]
    if len(lists) != 1:
        found = "no list" if not lists else f"{len(lists)} lists"
        raise scanner.fail(start, f"the export holds {found} of objects", ONE_LIST)
    return lists[0]


def _holds_objects(scanner: Scanner, found: Found) -> bool:
    first = next(scanner.items(found.start), None)
    return first is not None and first.kind == "{"


@lru_cache(maxsize=1)
def _is_ascii(data: bytes) -> bool:
    """Return whether a file escapes every letter beyond ASCII."""
    return data.isascii() and b"\\u" in data


def _spelled(text: str, is_ascii: bool) -> bytes:  # noqa: FBT001 - a property of the file
    return json.dumps(text, ensure_ascii=is_ascii).encode()


def _value(value: Value, is_ascii: bool) -> bytes:  # noqa: FBT001 - a property of the file
    if value.raw is not None:
        return value.raw
    return b"null" if value.text is None else _spelled(value.text, is_ascii)


class _Writer:
    """Puts a file together out of its rows and what stands between them."""

    def __init__(self, data: bytes, path: str, patch: Patch) -> None:
        self.data, self.path, self.patch = data, path, patch
        self.is_ascii = _is_ascii(data)
        self.rows: list[bytes] = []
        self.gaps: list[bytes] = []
        """What stands before each row that is kept; the first one's is the head of the file."""
        self.between: bytes | None = None
        self.head: bytes | None = None
        self.position = 0
        self.model: Row | None = None

    def add_row(self, key: str, row: Row) -> None:
        """Write one row, unless it is removed."""
        gap = self.data[self.position : row.start]
        self.position = row.stop
        if self.head is None:
            self.head = gap
        elif self.between is None:
            self.between = gap
        self.model = row
        if key in self.patch.removed:
            return
        self.patch.check(row, key, self.path)
        self.gaps.append(gap if self.rows else self.head)
        self.rows.append(self._row(row, self.patch.cells.get(key, {})))

    def _row(self, row: Row, values: Mapping[str, Value]) -> bytes:
        pieces: dict[ByteRange, bytes] = {}
        for name, value in values.items():
            cell = row.cells.get(name)
            if cell is not None:
                where, new = cell.whole, _value(value, self.is_ascii)
            else:
                like = row.cells.get(self.patch.columns.get(name, "")) or list(row.outer.values())[-1]
                stop = like.whole.stop
                where, new = ByteRange(stop, stop), self._member(name, value, like)
            pieces[where] = pieces.get(where, b"") + new
        moved = ((ByteRange(at.start - row.start, at.stop - row.start), new) for at, new in pieces.items())
        return splice(self.data[row.start : row.stop], moved)

    def _member(self, name: str, value: Value, like: Cell) -> bytes:
        """Return a comma and a member, laid out like another one."""
        return b"," + self._lead(like) + self._named(name, value, like)

    def _lead(self, cell: Cell) -> bytes:
        """Return the white space before a cell's name."""
        before = (
            self.data[: cell.name_at]
            if cell.name_at < 1 << 10
            else self.data[cell.name_at - 1024 : cell.name_at]
        )
        return before[len(before.rstrip(b" \t\r\n")) :]

    def _named(self, name: str, value: Value, like: Cell) -> bytes:
        old = self.data[like.name_at : like.whole.start]
        colon = old[old.rindex(b'"') + 1 :]
        return _spelled(name.removeprefix(like.prefix), self.is_ascii) + colon + _value(value, self.is_ascii)

    def start(self, position: int) -> None:
        """Put the rows at a place in a file that has none yet."""
        self.head = self.data[:position]
        self.position = position

    def finish(self, *, is_lines: bool) -> bytes:
        """Return the file, with the added rows at its end."""
        head = self.head or b""
        for row in self.patch.added:
            self.gaps.append(self._between(head, is_lines=is_lines) if self.rows else head)
            self.rows.append(self._added(row))
        tail = self.data[self.position :]
        if not self.rows:
            return head + tail
        return b"".join(part for pair in zip(self.gaps, self.rows, strict=True) for part in pair) + tail

    def _between(self, head: bytes, *, is_lines: bool) -> bytes:
        if self.between is not None:
            return self.between
        if is_lines:
            return b"\r\n" if b"\r\n" in self.data else b"\n"
        return b"," + (head[len(head.rstrip(b" \t\r\n")) :] or b" ")

    def _added(self, row: Mapping[str, Value]) -> bytes:
        if self.model is None:
            members = (
                _spelled(name, self.is_ascii) + b": " + _value(one, self.is_ascii)
                for name, one in row.items()
            )
            return b"{" + b", ".join(members) + b"}"
        cells = list(self.model.outer.values())
        first, later = cells[0], cells[min(1, len(cells) - 1)]
        end = self.data[cells[-1].whole.stop : self.model.stop]
        members = (self._named(name, value, first) for name, value in row.items())
        return b"{" + self._lead(first) + (b"," + self._lead(later)).join(members) + end
