"""What an export's syntax gives and takes: rows of cells with their places, and changes to write."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.errors import ConfigError, DocumentError, Location, raise_all
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.errors import CaveatError
    from pipeline.model.document import Package

PROBLEMS_SHOWN: Final = 50
"""Problems of one export that are told one by one."""
_HALF: Final = re.compile("[\ud800-\udfff]")
_HEAD_SHOWN: Final = 60
"""Characters of a text in a message."""

Step = tuple[int, int]
"""A place in a cell's text, in bytes of UTF-8, and the place in the file that it stands for."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row."""

    start: int
    """Where its spelled text starts in the file, inside of the quotes."""
    stop: int
    line: int
    text: str | None
    """None where the file says that there is none: `null`."""
    is_quoted: bool = False
    is_text: bool = True
    """False for numbers, truth values, dates, formulas, lists; `text` is then how they are spelled."""
    steps: tuple[Step, ...] = ()
    """Where the file spells a character with more bytes than the text: the place after it."""
    has_lines: bool = False
    """A line end in its text is one in the file."""
    kind: str = ""
    """What a value that is no text is, as the format says it."""
    is_understood: bool = True
    """False for text that can't be taken out and put back, such as a cell with several fonts."""
    is_shared: bool = False
    """A cell of another column has the same bytes."""
    name_at: int = 0
    """Where the name of the cell starts, in files that name each."""
    prefix: str = ""
    """What its name starts with and the file does not write there: the path of the object that it is in."""
    is_list: bool = False
    is_dead_end: bool = False
    """A path to a field ends here, on its way, at something that is no object."""

    @property
    def range(self) -> ByteRange:
        """The spelled text, without quotes."""
        return ByteRange(self.start, self.stop)

    @property
    def whole(self) -> ByteRange:
        """The cell with its quotes."""
        return ByteRange(self.start - self.is_quoted, self.stop + self.is_quoted)

    def place(self, offset: int) -> int:
        """Return the place in the file of a place in the text, both in bytes."""
        if not self.steps:
            return self.start + offset
        at = bisect_right(self.steps, offset, key=lambda step: step[0])
        base, place = self.steps[at - 1] if at else (0, self.start)
        return place + offset - base

    def places(self, where: ByteRange) -> ByteRange:
        """Return the range in the file of a range of the text, both in bytes."""
        return ByteRange(self.place(where.start), self.place(where.stop))


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the names of its columns."""

    cells: Mapping[str, Cell]
    start: int
    stop: int
    """Where it ends, without the end of the line or the comma after it."""
    line: int

    @property
    def outer(self) -> dict[str, Cell]:
        """The cells that stand in the row itself, not in an object of it."""
        return {name: cell for name, cell in self.cells.items() if not cell.prefix}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """An export, read row by row; the rows can be gone through once."""

    data: bytes
    """What the places of cells count in: the file, or the text members of a package."""
    rows: Iterator[Row]
    columns: tuple[str, ...] | None = None
    """The header, or None where each row names its own cells."""
    package: Package | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a cell is to hold."""

    text: str | None
    raw: bytes | None = None
    """How another export of the same format spells a value that is no text."""
    kind: str = ""
    """What that value is, as the format says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """Changes to an export; rows and columns that it does not name stay byte for byte."""

    cells: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """Key -> column -> what the cell is to hold."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The new columns -> the column that each is spelled like and, where cells are named, stands after."""
    removed: frozenset[str] = frozenset()
    """The keys of rows to leave out."""
    added: tuple[Mapping[str, Value], ...] = ()
    """Rows to put at the end."""
    spares_values: bool = False
    """A cell that holds a number, a formula or the like is not to be replaced by a text."""

    def check(self, row: Row, key: str, path: str) -> None:
        """Raise DocumentError where a row's cell is to be spared."""
        for name in self.cells.get(key, ()) if self.spares_values else ():
            cell = row.cells.get(name)
            if cell is not None and not cell.is_text:
                message = f'{name} of "{key[:_HEAD_SHOWN]}" holds no text, so no translation goes there'
                hint = "empty the cell in the export, or rename its column"
                raise DocumentError(message, at=Location(path, cell.line), hint=hint)


class Codec(Protocol):
    """The syntax of one kind of export."""

    @property
    def name(self) -> str:
        """The format's name."""

    def at_sheet(self, name: str | None) -> Codec:
        """Return the syntax for the sheet of this name; raises ConfigError where files have no sheets."""

    def read(self, data: bytes, path: str, wanted: tuple[str, ...]) -> Sheet:
        """Return the sheet in a file; raises DocumentError with file and line, some only while rows are read.

        `wanted` are names that the columns hold or start with, the key first.
        """

    def spell(self, sheet: bytes, cell: Cell, where: ByteRange, text: str) -> bytes | None:
        """Return the bytes of a text for a range of a cell, or None where the cell can't hold them there."""

    def find_illegal(self, text: str) -> str | None:
        """Return the first character of a text that no cell of such a file can hold, as `U+0001`."""

    def write(self, data: bytes, path: str, key: str, wanted: tuple[str, ...], patch: Patch) -> bytes:
        """Return the file with the changes."""


def refuse_sheet(name: str | None, kind: str) -> None:
    """Raise ConfigError for the name of a sheet, for a kind of export that has none."""
    if name is not None:
        hint = "leave the sheet out, or give the export as a workbook"
        raise ConfigError(
            f'an export of the format "{kind}" has no sheets, so none is called "{name}"', hint=hint
        )


def refuse_unwritable(text: str, at: Location) -> None:
    """Raise DocumentError for a text that no export can hold."""
    if "\0" in text or _HALF.search(text):
        shown = text[:_HEAD_SHOWN].encode("unicode_escape").decode()
        message = f'"{shown}" holds a NUL or half a character, which no file can hold'
        raise DocumentError(message, at=at, hint="correct the translation")


def refuse_illegal(codec: Codec, text: str, at: Location) -> None:
    """Raise DocumentError for a text with a character that a kind of export can't hold."""
    illegal = codec.find_illegal(text)
    if illegal:
        message = f"{text[:_HEAD_SHOWN]!r} holds {illegal}, which no {codec.name} file can hold"
        raise DocumentError(message, at=at, hint="correct the translation")


def raise_some(problems: Iterable[CaveatError], path: str) -> None:
    """Raise the first problems of many, and say how many more there are."""
    found = list(dict.fromkeys(problems))
    if len(found) > PROBLEMS_SHOWN:
        more = len(found) - PROBLEMS_SHOWN
        hint = "correct the export, or its declaration in caveat.toml"
        found[PROBLEMS_SHOWN:] = [DocumentError(f"{more} more problems", at=Location(path), hint=hint)]
    raise_all(found)


def read_key(row: Row, key: str, path: str) -> str:
    """Return the key of a row; raises DocumentError where it has none."""
    cell = row.cells.get(key)
    text = (cell.text or "").strip() if cell else ""
    if cell is None or not text or cell.is_dead_end or (not cell.is_text and text in ("true", "false")):
        line = cell.line if cell else row.line
        hint = "give every row a key that never changes"
        raise DocumentError(f'a row has no "{key}"', at=Location(path, line), hint=hint)
    return text


def keyed_rows(sheet: Sheet, key: str, path: str) -> Iterator[tuple[str, Row]]:
    """Yield each row with its key; raises DocumentError for a key that is missing or stands twice."""
    if sheet.columns is not None and key not in sheet.columns:
        raise missing_column(key, sheet.columns, path)
    seen: dict[str, int] = {}
    for row in sheet.rows:
        name = read_key(row, key, path)
        if name in seen:
            message = f'two rows have the {key} "{name[:_HEAD_SHOWN]}"; the other is on line {seen[name]}'
            hint = "give every row a key of its own"
            raise DocumentError(message, at=Location(path, row.cells[key].line), hint=hint)
        seen[name] = row.cells[key].line
        yield name, row


def refuse_twins(columns: Sequence[str], path: str) -> None:
    """Raise DocumentError where two columns have one name."""
    twin = next((name for name in columns if name and columns.count(name) > 1), None)
    if twin:
        hint = "rename one of them in the export"
        raise DocumentError(f'two columns are named "{twin}"', at=Location(path, 1), hint=hint)


def missing_column(name: str, columns: Iterable[str], path: str) -> DocumentError:
    """Return the problem that there is no column of this name."""
    shown = ", ".join(f'"{one[:_HEAD_SHOWN]}"' for one in list(columns)[:20])
    hint = f"the columns are {shown}" if shown else "export it again"
    return DocumentError(f'there is no column "{name}"', at=Location(path, 1), hint=hint)
