"""Exports of a content system's fields: CSV, JSON, JSON Lines and Excel, each row a document of its own.

The columns of a field are named like `Symptoms (English)`. A text cell is read by the format that the
collection declares for its field, so that everything a file of that format can hold, a cell can hold too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError, ConfigError, DocumentError, Location
from pipeline.formats.base import finish, splice
from pipeline.formats.export_cells import Field, TextCell, is_blank, make_field, parse_cell
from pipeline.formats.export_columns import source_column
from pipeline.formats.export_document import Export, get_export, wanted_names
from pipeline.formats.export_rows import (
    PROBLEMS_SHOWN,
    keyed_rows,
    raise_some,
    refuse_illegal,
    refuse_unwritable,
)
from pipeline.formats.export_text import LINE, LineFormat
from pipeline.formats.export_write import write_back
from pipeline.model.document import Block, BlockKind, Notice, Untranslated, UntranslatedKind
from pipeline.workspace.project import CONFIG_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.formats.base import DocumentFormat, Edition, Reading
    from pipeline.formats.export_rows import Cell, Codec, Row, Sheet
    from pipeline.model.document import ByteRange, Document, Occurrence
    from pipeline.registry import Registry

_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """The formats `csv`, `json`, `jsonl` and `xlsx`."""

    codec: Codec
    suffixes: tuple[str, ...]
    formats: Callable[[], Registry[DocumentFormat]]
    """Where the formats of cells are looked up."""

    @property
    def name(self) -> str:
        """The codec's name."""
        return self.codec.name

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the export in `data`; raises DocumentError, or ManyErrors with the first problems."""
        _check_declaration(reading)
        codec = self._codec(reading)
        sheet = codec.read(data, reading.path, wanted_names(reading))
        return _Parser(self, codec, reading, sheet).parse()

    def _codec(self, reading: Reading) -> Codec:
        """Return the codec for a collection's sheet; raises ConfigError where its files have none."""
        try:
            return self.codec.at_sheet(reading.collection.sheet)
        except ConfigError as error:
            message = f"[collections.{reading.collection.name}]: {error.message}"
            raise ConfigError(message, at=Location(CONFIG_NAME), hint=error.hint) from error

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return a target's bytes in its cell; raises DocumentError where the cell can't hold them."""
        cell = _find_cell(get_export(document), occurrence)
        refuse_unwritable(target, cell.place)
        inner = cell.find(occurrence)
        new = cell.format.encode(cell.inner, inner, target)
        if new == inner.range.cut(cell.inner.data):
            return occurrence.range.cut(document.data)
        return self._spell(document, cell, occurrence.range, new)

    def _spell(self, document: Document, cell: TextCell, where: ByteRange, new: bytes) -> bytes:
        """Return the bytes of a text for a range of a cell; raises DocumentError where it can't be."""
        text = new.decode()
        cell.refuse(text, is_start=where.start == cell.cell.start)
        refuse_illegal(self.codec, text, cell.place)
        spelled = self.codec.spell(document.data, cell.cell, where, text)
        if spelled is None:
            hint = "give the cell quotes, or a text of its own, in the export"
            raise DocumentError(f'the cell can\'t hold "{text[:60]}" there', at=cell.place, hint=hint)
        return spelled

    def rebuild(self, document: Document, target: Callable[[Occurrence], str]) -> bytes:
        """Return the file with each unit's text replaced; a cell without quotes gets them where it must."""
        export = get_export(document)
        pieces: dict[ByteRange, bytes] = {}
        for cell in export.cells:
            new = cell.rebuild(target)
            if new != cell.inner.data:
                pieces[cell.cell.range] = self._spell(export, cell, cell.cell.range, new)
        return finish(export, splice(export.data, pieces.items()))

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the whole file with the edition's fields: columns named like `Symptoms (Spanish)`.

        An edition in the source language gives the file byte for byte.
        """
        return write_back(document, [edition])


def _find_cell(export: Export, occurrence: Occurrence) -> TextCell:
    at = bisect_right(export.by_place, occurrence.range.start, key=lambda one: one.cell.start) - 1
    return export.by_place[at]


def _check_declaration(reading: Reading) -> None:
    """Raise ConfigError where a collection does not say what an export holds."""
    collection, at = reading.collection, Location(CONFIG_NAME)
    table = f"[collections.{collection.name}]"
    if not collection.key:
        hint = 'add key = "id", with the name of the column that identifies a row'
        raise ConfigError(f"{table} names no key", at=at, hint=hint)
    if not collection.fields:
        hint = f'add [collections.{collection.name}.fields] with "Title" = "text" or the like'
        raise ConfigError(f"{table} declares no fields that hold text", at=at, hint=hint)


class _Parser:
    """An export being understood."""

    def __init__(self, one: ExportFormat, codec: Codec, reading: Reading, sheet: Sheet) -> None:
        self.codec, self.reading, self.sheet = codec, reading, sheet
        known = one.formats()
        fields = reading.collection.fields
        self.formats = {name: self._format(name, kind, known) for name, kind in fields.items()}
        self.columns: dict[str, None] = dict.fromkeys(sheet.columns or ())
        self.fields: dict[str, Field] = {}
        self.waiting: list[tuple[str, Row]] = []
        self.cells: list[TextCell] = []
        self.blocks: list[Block] = []
        self.untranslated: list[Untranslated] = []
        self.problems: list[CaveatError] = []
        self.unread: list[tuple[str, Notice]] = []
        self.rows = 0

    def _format(self, field: str, kind: str, known: Registry[DocumentFormat]) -> DocumentFormat:
        fields = self.reading.collection.fields
        if kind == LINE:
            is_title = field == next(name for name, one in fields.items() if one == LINE)
            return LineFormat(field, BlockKind.TITLE if is_title else BlockKind.VALUE)
        table = f'[collections.{self.reading.collection.name}.fields] "{field}"'
        try:
            found = known.get(kind)
        except ConfigError as error:
            hint = f'one line is "{LINE}"; {error.hint}'
            raise ConfigError(f"{table}: {error.message}", at=Location(CONFIG_NAME), hint=hint) from error
        if isinstance(found, ExportFormat):
            hint = f'give "record", "markdown", "{LINE}" or the like'
            raise ConfigError(f"{table}: a cell can't hold an export", at=Location(CONFIG_NAME), hint=hint)
        return found

    def parse(self) -> Export:
        """Return the export; raises what is wrong with it."""
        path = self.reading.path
        for key, row in self._rows():
            self._add_row(key, row)
        if not self.rows and not self.problems:
            raise DocumentError("the export has no rows", at=Location(path, 1), hint="export it again")
        raise_some(self.problems, path)
        if not self.blocks:
            hint = "look at [collections.NAME.fields], or leave the export out"
            raise DocumentError("no field of any row holds text", at=Location(path, 1), hint=hint)
        return self._export()

    def _rows(self) -> Iterator[tuple[str, Row]]:
        """Yield the rows once it is known which columns hold the fields."""
        key, path = self.reading.collection.key or "", self.reading.path
        rows = keyed_rows(self.sheet, key, path)
        if self.sheet.columns is None:
            found = list(rows)
            self.columns.update((name, None) for _, row in found for name in row.cells)
            rows = iter(found)
            self.rows = len(found)
        if self.columns:
            self._find_fields()
        yield from rows

    def _find_fields(self) -> None:
        reading = self.reading
        names = reading.collection.profile.language_names
        declared = list(reading.collection.fields)
        lines = [name for name in declared if reading.collection.fields[name] == LINE]
        title = (lines or declared)[0]
        for name in declared:
            column = source_column(name, self.columns, reading.source_locale, names, reading.path)
            one = self.formats[name]
            self.fields[column] = make_field(name, column, one, reading, has_title=name == title)

    def _add_row(self, key: str, row: Row) -> None:
        self.rows += 1
        for name, cell in row.cells.items():
            one = self.fields.get(name)
            if cell.is_dead_end:
                self._refuse(key, name, cell)
            elif one is None:
                self._leave(cell)
            elif len(self.problems) <= PROBLEMS_SHOWN:
                self._add_cell(key, one, cell)

    def _refuse(self, key: str, field: str, cell: Cell) -> None:
        """Note that a field is no text."""
        hint = "take the field out of [collections.NAME.fields], or correct the export"
        if cell.is_list:
            hint = "a field is one text, and a path leads through objects only, never into a list; " + hint
        shown = (cell.text or "")[:40]
        message = f'{field} of "{key[:60]}" is no text: {shown}'
        self.problems.append(DocumentError(message, at=Location(self.reading.path, cell.line), hint=hint))

    def _leave(self, cell: Cell) -> None:
        if cell.text and cell.start < cell.stop and _LETTER.search(cell.text):
            self.untranslated.append(Untranslated(range=cell.range, kind=UntranslatedKind.METADATA))

    def _add_cell(self, key: str, one: Field, cell: Cell) -> None:
        if not cell.is_text:
            self._refuse(key, one.name, cell)
        elif not cell.is_understood:
            self._leave_rich(key, one, cell)
        elif not is_blank(cell):
            try:
                found = parse_cell(key, one, cell)
            except CaveatError as error:
                self.problems.append(error)
                return
            self.cells.append(found)
            self.blocks += found.blocks

    def _leave_rich(self, key: str, one: Field, cell: Cell) -> None:
        self.untranslated.append(Untranslated(range=cell.range, kind=UntranslatedKind.UNKNOWN))
        shown = (cell.text or "")[:40]
        notice = Notice(
            rule="source.not-understood",
            line=cell.line,
            message=f'{one.name} of "{key[:60]}" has more than one look, and nobody translates it: "{shown}"',
            hint="give the whole cell one font, or export it as CSV",
        )
        self.unread.append((key, notice))

    def _export(self) -> Export:
        cells = tuple(self.cells)
        inner = [one for cell in cells for one in cell.untranslated()]
        notices = [notice for _, notice in self.unread]
        notices += [notice for cell in cells for notice in cell.notices()]
        return Export(
            id=self.reading.id,
            path=self.reading.path,
            data=self.sheet.data,
            blocks=tuple(self.blocks),
            junk=tuple(one for cell in cells for one in cell.junk()),
            notices=tuple(sorted(notices, key=lambda notice: notice.line)),
            untranslated=tuple(sorted([*self.untranslated, *inner], key=lambda one: one.range)),
            package=self.sheet.package,
            codec=self.codec,
            reading=self.reading,
            columns=tuple(self.columns),
            cells=cells,
            unread=tuple(self.unread),
            by_place=tuple(sorted(cells, key=lambda one: one.cell.start)),
        )
