"""The text cells of an export: each is a small document of its own, its places counted in the export."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError, DocumentError, Location, ManyErrors
from pipeline.formats.base import rebuild
from pipeline.formats.export_rows import refuse_unwritable
from pipeline.formats.lines import BLANK
from pipeline.model.document import Block, BlockKind, Document, Junk, Notice, Occurrence, Untranslated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.formats.base import DocumentFormat, Edition, Reading
    from pipeline.formats.export_rows import Cell

_FORMULA: Final = "=+-@\uff1d\uff0b\uff0d\uff20"
"""What a spreadsheet runs when a cell starts with it, in both widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCell:
    """A cell that holds text."""

    part: str
    """The key of its row."""
    field: str
    column: str
    cell: Cell
    format: DocumentFormat
    has_title: bool
    """Whether the row's title stands in it."""
    inner: Document
    """The document in the cell; its places count in the text of the cell."""
    blocks: tuple[Block, ...]
    """The inner document's blocks, with places in the export."""
    units: tuple[tuple[Occurrence, Occurrence], ...]
    """Each unit of the export with the inner document's, in the order of the file."""

    def find(self, occurrence: Occurrence) -> Occurrence:
        """Return the unit of the inner document that stands where a unit of the export does."""
        at = bisect_left(self.units, occurrence.range, key=lambda pair: pair[0].range)
        return self.units[at][1]

    def in_export(self, target: Callable[[Occurrence], str]) -> Callable[[Occurrence], str]:
        """Return a function of the inner document's units for one of the export's."""
        outer = {inner.range: unit for unit, inner in self.units}

        def find(inner: Occurrence) -> str:
            text = target(outer[inner.range])
            refuse_unwritable(text, self.place)
            return text

        return find

    @property
    def place(self) -> Location:
        """Where the cell stands, for messages."""
        return Location(self.inner.path, self.cell.line)

    def rebuild(self, target: Callable[[Occurrence], str]) -> bytes:
        """Return the inner document with each unit's text replaced."""
        return rebuild(self.format, self.inner, self.in_export(target))

    def junk(self) -> Iterator[Junk]:
        """Yield the inner document's junk."""
        for one in self.inner.junk:
            yield replace(one, range=self.cell.places(one.range), line=self.line(one.line))

    def untranslated(self) -> Iterator[Untranslated]:
        """Yield what the inner document leaves out."""
        for one in self.inner.untranslated:
            yield replace(one, range=self.cell.places(one.range))

    def notices(self) -> Iterator[Notice]:
        """Yield what the inner document's format has to say, with the row it says it of."""
        for one in self.inner.notices:
            message = f'{self.field} of "{self.part[:60]}": {one.message}'
            yield replace(one, line=self.line(one.line), message=message)

    def line(self, inner: int) -> int:
        """Return the line of the export for a line of the cell."""
        return _line(self.cell, inner)

    def localize(self, edition: Edition, first: int) -> str | None:
        """Return the cell's text in an edition, or None where a part of it stays in the source language.

        `first` is the place of the cell's first block among those that the edition knows.
        """
        own = range(first, first + len(self.blocks))
        if any(place in edition.fallback or place in edition.notices for place in own):
            return None
        inner = replace(edition, fallback=frozenset(), notices={}, text_of=self.in_export(edition.text_of))
        text = self.format.localize(self.inner, inner).decode()
        self.refuse(text)
        return text

    def refuse(self, text: str, *, is_start: bool = True) -> None:
        """Raise DocumentError for a text that a spreadsheet would run."""
        if is_start:
            what = f'{self.field} of "{self.part[:60]}"'
            refuse_formula(text, self.cell.text or "", what, self.place)


def _line(cell: Cell, inner: int) -> int:
    """Return the line for one of the cell's: a break that is spelled as an escape starts no line."""
    return cell.line + (inner - 1 if cell.has_lines else 0)


def refuse_formula(target: str, source: str, what: str, at: Location) -> None:
    """Raise DocumentError for a target that a spreadsheet would run, where its source is not one already."""
    sign = _formula_sign(target)
    if sign and sign != _formula_sign(source):
        message = f"{what} would be run as a formula by spreadsheets: it starts with {sign!r}"
        raise DocumentError(message, at=at, hint="correct the translation: the source does not start so")


def _formula_sign(text: str) -> str:
    first = text[:1]
    if first in ("\t", "\r"):
        return first
    rest = text.lstrip(BLANK)[:1]
    return rest if rest in _FORMULA else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A declared field, with the column of its source text and the format of its cells."""

    name: str
    column: str
    format: DocumentFormat
    has_title: bool
    """Whether the row's title stands in it."""
    reading: Reading
    """How its cells are read."""


def make_field(name: str, column: str, one: DocumentFormat, reading: Reading, *, has_title: bool) -> Field:
    """Return a field whose cells are read as the export is."""
    collection = replace(reading.collection, format=one.name)
    own = replace(reading, has_title=has_title, collection=collection)
    return Field(name=name, column=column, format=one, has_title=has_title, reading=own)


def parse_cell(part: str, one: Field, cell: Cell) -> TextCell:
    """Return the document in a cell; raises its problems with places in the export."""
    try:
        inner = one.format.parse((cell.text or "").encode(), one.reading)
    except CaveatError as error:
        raise _in_export(error, part, one.name, cell, one.reading.path) from error
    blocks = tuple(_block(block, part, one, cell) for block in inner.blocks)
    outer = (unit for block in blocks for unit in block.occurrences)
    return TextCell(
        part=part,
        field=one.name,
        column=one.column,
        cell=cell,
        format=one.format,
        has_title=one.has_title,
        inner=inner,
        blocks=blocks,
        units=tuple(sorted(zip(outer, inner.occurrences(), strict=True), key=lambda pair: pair[0].range)),
    )


def _block(block: Block, part: str, one: Field, cell: Cell) -> Block:
    kind, level = block.kind, block.level
    if kind is BlockKind.TITLE and not one.has_title:
        kind, level = BlockKind.HEADING, 1
    units = tuple(replace(unit, range=cell.places(unit.range)) for unit in block.occurrences)
    return replace(
        block,
        kind=kind,
        level=level,
        line=_line(cell, block.line),
        occurrences=units,
        language=cell.places(block.language) if block.language else None,
        part=part,
    )


def _in_export(error: CaveatError, part: str, name: str, cell: Cell, path: str) -> CaveatError:
    """Return a problem of an inner document as one of the export."""
    found = error.errors if isinstance(error, ManyErrors) else (error,)
    moved = []
    for one in found:
        line = _line(cell, one.at.line or 1) if one.at else cell.line
        message = f'{name} of "{part[:60]}": {one.message}'
        moved.append(DocumentError(message, at=Location(path, line), hint=one.hint))
    return moved[0] if len(moved) == 1 else ManyErrors(moved)


def is_blank(cell: Cell | None) -> bool:
    """Return whether there is nothing to translate in a cell."""
    return cell is None or not (cell.text or "").strip(BLANK)
