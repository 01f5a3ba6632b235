"""Comma-separated values after RFC 4180: comma, semicolon or tab, quotes doubled inside of quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.export_rows import (
    Cell,
    Row,
    Sheet,
    Value,
    keyed_rows,
    missing_column,
    refuse_sheet,
    refuse_twins,
)
from pipeline.formats.lines import line_at, refuse_binary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.formats.export_rows import Patch
    from pipeline.model.document import ByteRange

DELIMITERS: Final = (b",", b";", b"\t")
_BOM: Final = b"\xef\xbb\xbf"
_END: Final = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class _Span:
    """A cell as the file spells it."""

    start: int
    stop: int
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class CsvCodec:
    """The syntax of `csv`."""

    name: str = "csv"

    def at_sheet(self, name: str | None) -> CsvCodec:
        """Return the same; raises ConfigError for a name."""
        refuse_sheet(name, self.name)
        return self

    def read(self, data: bytes, path: str, wanted: tuple[str, ...]) -> Sheet:
        """Return the sheet; its delimiter is the one that finds the wanted columns in the header."""
        refuse_binary(data, path)
        dialect, columns = _find_dialect(data, path, wanted)
        return Sheet(data=data, rows=_read_rows(dialect, columns), columns=columns)

    def spell(self, sheet: bytes, cell: Cell, where: ByteRange, text: str) -> bytes | None:
        """Return a text's bytes; a cell without quotes gets them only when the text is all of it."""
        if cell.is_quoted:
            return text.replace('"', '""').encode()
        around = sheet[cell.start - 1 : cell.start] + sheet[cell.stop : cell.stop + 1]
        if not any(one in text for one in '"\r\n') and not any(chr(one) in text for one in around):
            return text.encode()
        return _quote(text) if where == cell.range else None

    def find_illegal(self, text: str) -> str | None:  # noqa: ARG002 - of the protocol
        """Return nothing: what this can't hold, no file can."""
        return None

    def write(self, data: bytes, path: str, key: str, wanted: tuple[str, ...], patch: Patch) -> bytes:
        """Return the file with the changes; a row that is changed keeps its other cells."""
        refuse_binary(data, path)
        dialect, columns = _find_dialect(data, path, wanted)
        sheet = Sheet(data=data, rows=_read_rows(dialect, columns), columns=columns)
        writer = _Writer(dialect, columns, patch)
        writer.write_header()
        for name, row in keyed_rows(sheet, key, path):
            writer.write_row(name, row)
        return writer.finish()


@dataclass(frozen=True, slots=True)
class _Dialect:
    """A file and how it separates cells."""

    data: bytes
    path: str
    delimiter: bytes

    def records(self) -> Iterator[tuple[int, list[_Span], int]]:
        """Yield each line's number, its cells, and where the next line starts; empty lines are none."""
        position, line = len(_BOM) if self.data.startswith(_BOM) else 0, 1
        while position < len(self.data):
            start = position
            spans, position = self._record(position)
            if len(spans) > 1 or spans[0].is_quoted or spans[0].start < spans[0].stop:
                yield line, spans, position
            line += _count_ends(self.data, start, position)

    def _record(self, position: int) -> tuple[list[_Span], int]:
        spans = []
        cell = _cell_pattern(self.delimiter)
        while True:
            found = cell.match(self.data, position)
            if not found:
                raise self._broken(position)
            group = 1 if found.start(1) >= 0 else 2
            spans.append(_Span(*found.span(group), group == 1))
            position = found.end()
            if found[3] != self.delimiter:
                return spans, position

    def _broken(self, position: int) -> DocumentError:
        at = Location(self.path, line_at(self.data, position))
        if re.compile(rb'"(?:[^"]|"")*+"').match(self.data, position):
            hint = 'write a quote inside of a quoted cell twice: ""'
            return DocumentError("text follows the closing quote of a cell", at=at, hint=hint)
        hint = "the cell that starts here never ends; close it, or export the file again"
        return DocumentError("a quote is not closed", at=at, hint=hint)

    def cell(self, span: _Span, line: int) -> Cell:
        """Return a cell with its text."""
        raw = self.data[span.start : span.stop]
        if not span.is_quoted or b'""' not in raw:
            return Cell(span.start, span.stop, line, raw.decode(), span.is_quoted, has_lines=span.is_quoted)
        steps = tuple(
            (found.end() - number, span.start + found.end())
            for number, found in enumerate(re.finditer(b'""', raw), 1)
        )
        text = raw.replace(b'""', b'"').decode()
        return Cell(span.start, span.stop, line, text, is_quoted=True, steps=steps, has_lines=True)

    def cells(self, spans: Sequence[_Span], line: int) -> Iterator[Cell]:
        """Yield the cells of a row, each with the line that it starts on."""
        position = spans[0].start
        for span in spans:
            line += _count_ends(self.data, position, span.start)
            position = span.start
            yield self.cell(span, line)


@cache
def _cell_pattern(delimiter: bytes) -> re.Pattern[bytes]:
    one = re.escape(delimiter)
    return re.compile(
        rb'(?:"([^"]*+(?:""[^"]*+)*+)"|((?:[^"\r\n' + one + rb"][^\r\n" + one + rb"]*+)?))"
        rb"(" + one + rb"|\r\n|\r|\n|\Z)"
    )


def _count_ends(data: bytes, start: int, stop: int) -> int:
    if data.find(b"\r", start, stop) < 0:
        return data.count(b"\n", start, stop)
    return len(_END.findall(data, start, stop))


def _find_dialect(data: bytes, path: str, wanted: tuple[str, ...]) -> tuple[_Dialect, tuple[str, ...]]:
    """Return the dialect whose delimiter finds most of the wanted columns, then makes most columns."""
    best: tuple[tuple[bool, int, int], _Dialect, tuple[str, ...]] | None = None
    for delimiter in DELIMITERS:
        dialect = _Dialect(data, path, delimiter)
        try:
            line, spans, _ = next(dialect.records())
        except (DocumentError, StopIteration):
            continue
        columns = tuple((cell.text or "").strip() for cell in dialect.cells(spans, line))
        found = sum(any(column.startswith(name) for column in columns) for name in wanted)
        score = (wanted[0] in columns, found, len(columns))
        if best is None or score > best[0]:
            best = (score, dialect, columns)
    if best is None:
        next(_Dialect(data, path, DELIMITERS[0]).records(), None)
        raise DocumentError("the export is empty", at=Location(path, 1), hint="export it again")
    refuse_twins(best[2], path)
    if wanted[0] not in best[2]:
        raise missing_column(wanted[0], best[2], path)
    return best[1], best[2]


def _read_rows(dialect: _Dialect, columns: Sequence[str]) -> Iterator[Row]:
    records = dialect.records()
    next(records)
    for line, spans, _ in records:
        if len(spans) != len(columns):
            message = f"the row has {len(spans)} cells, the header {len(columns)}"
            hint = "a cell that holds a delimiter or a line end must stand in quotes"
            raise DocumentError(message, at=Location(dialect.path, line), hint=hint)
        cells = dict(zip(columns, dialect.cells(spans, line), strict=True))
        yield Row(cells, spans[0].start - spans[0].is_quoted, spans[-1].stop + spans[-1].is_quoted, line)


def _needs_quotes(text: str) -> bool:
    return any(one in text for one in '"\r\n,;\t')


def _quote(text: str) -> bytes:
    return b'"' + text.replace('"', '""').encode() + b'"'


def _spelled(text: str, *, is_quoted: bool) -> bytes:
    return _quote(text) if is_quoted or _needs_quotes(text) else text.encode()


class _Writer:
    """Puts a file together, in one walk over its rows."""

    def __init__(self, dialect: _Dialect, columns: tuple[str, ...], patch: Patch) -> None:
        self.dialect, self.columns, self.patch = dialect, columns, patch
        self.data = dialect.data
        _, self.header, self.header_end = next(dialect.records())
        self.parts: list[bytes] = []
        self.position = 0
        self.models = {
            name: columns.index(like) for name, like in patch.columns.items() if name not in columns
        }
        self.is_quoted = {name: span.is_quoted for name, span in zip(columns, self.header, strict=True)}

    def write_header(self) -> None:
        """Add the new columns' names."""
        new = [_spelled(name, is_quoted=self.header[like].is_quoted) for name, like in self.models.items()]
        self._append(self.header[-1].stop + self.header[-1].is_quoted, new)

    def write_row(self, key: str, row: Row) -> None:
        """Write one row."""
        if key in self.patch.removed:
            stop = self._line_end(row.stop)
            self.parts.append(self.data[self.position : row.start])
            self.position = stop
            return
        values = self.patch.cells.get(key, {})
        self.patch.check(row, key, self.dialect.path)
        cells = list(row.cells.items())
        self.is_quoted = {name: cell.is_quoted for name, cell in cells}
        for name, cell in cells:
            if name in values:
                text = values[name].text or ""
                self._replace(cell.whole, _spelled(text, is_quoted=cell.is_quoted))
        new = [
            _spelled(_text_of(values.get(name)), is_quoted=row.cells[self.columns[like]].is_quoted)
            for name, like in self.models.items()
        ]
        self._append(row.stop, new)

    def finish(self) -> bytes:
        """Return the file, with the added rows at its end."""
        self.parts.append(self.data[self.position :])
        body = b"".join(self.parts)
        end = self.data[self._end_of_header() : self.header_end] or b"\n"
        if self.patch.added and not body.endswith((b"\n", b"\r")):
            body += end
        return body + b"".join(self._added(row) + end for row in self.patch.added)

    def _added(self, row: Mapping[str, Value]) -> bytes:
        names = chain(self.columns, self.models)
        quoted = {
            **self.is_quoted,
            **{name: self.is_quoted[self.columns[at]] for name, at in self.models.items()},
        }
        cells = [_spelled(_text_of(row.get(name)), is_quoted=quoted[name]) for name in names]
        if cells == [b""]:
            return b'""'
        return self.dialect.delimiter.join(cells)

    def _end_of_header(self) -> int:
        return self.header[-1].stop + self.header[-1].is_quoted

    def _line_end(self, position: int) -> int:
        found = _END.match(self.data, position)
        return found.end() if found else position

    def _replace(self, where: ByteRange, new: bytes) -> None:
        self.parts += [self.data[self.position : where.start], new]
        self.position = where.stop

    def _append(self, position: int, new: Sequence[bytes]) -> None:
        """Add cells at the end of a line."""
        if new:
            self.parts += [
                self.data[self.position : position],
                *(self.dialect.delimiter + one for one in new),
            ]
            self.position = position


def _text_of(value: Value | None) -> str:
    return (value.text or "") if value else ""
