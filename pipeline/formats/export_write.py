"""Localized fields back into an export, for several languages and rows at once, and the rows of a delta."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError, Location
from pipeline.formats.export_columns import target_column
from pipeline.formats.export_document import get_export
from pipeline.formats.export_rows import Patch, Value, keyed_rows, refuse_illegal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.formats.base import Edition
    from pipeline.formats.export_cells import TextCell
    from pipeline.formats.export_document import Export
    from pipeline.model.document import Document


def write_back(document: Document, editions: Iterable[Edition]) -> bytes:
    """Return an export's file with the fields of each edition; the other cells stay byte for byte.

    A field is left as it is where a part of its text stays in the source language. Editions in the source
    language change nothing. The document may be one row of the export: only its fields are written then.
    """
    return write_versions(document, ((document, edition) for edition in editions))


def delta(document: Document, parts: Iterable[str], editions: Iterable[Edition]) -> bytes:
    """Return what `write_back` gives with only the rows whose keys are in `parts`."""
    return write_versions(document, ((document, edition) for edition in editions), parts)


def write_versions(
    document: Document, versions: Iterable[tuple[Document, Edition]], parts: Iterable[str] | None = None
) -> bytes:
    """Return the file that a document is of, with the fields of every version of its rows.

    Each version is the export or one row of it, with an edition of that. `parts` are the keys of the rows to
    keep; None keeps all.
    """
    return write_fillings(document, (one for version in versions for one in fill(*version)), parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What one cell of another language is to hold."""

    part: str
    """The row's key."""
    column: str
    like: str
    """The column of the source text, which a new one is spelled like."""
    text: str


def fill(document: Document, edition: Edition) -> tuple[Filling, ...]:
    """Return the cells of an export, or of one row of it, that are wholly in an edition's language.

    Raises DocumentError for a text that its cell can't hold. The source's own language fills none.
    """
    if edition.locale == edition.source_locale:
        return ()
    export = get_export(document)
    columns = _name_columns(export, edition)
    return tuple(
        Filling(part=cell.part, column=columns[cell.field], like=cell.column, text=text)
        for cell, text in _texts(export, edition)
    )


def write_fillings(
    document: Document, fillings: Iterable[Filling], parts: Iterable[str] | None = None
) -> bytes:
    """Return the file that a document is of with its cells filled, and of its rows those in `parts`."""
    export = get_export(document)
    cells: dict[str, dict[str, Value]] = defaultdict(dict)
    columns: dict[str, str] = {}
    for one in fillings:
        cells[one.part][one.column] = Value(text=one.text)
        columns.setdefault(one.column, one.like)
    removed = frozenset() if parts is None else _others(export, frozenset(parts))
    if not cells and not removed:
        return export.file
    order = {name: place for place, name in enumerate(export.columns)}
    columns = dict(sorted(columns.items(), key=lambda item: order[item[1]]))
    patch = Patch(cells=cells, columns=columns, removed=removed, spares_values=True)
    return export.codec.write(export.file, export.path, export.key, export.wanted, patch)


def _name_columns(export: Export, edition: Edition) -> dict[str, str]:
    """Return the column of each field in an edition's language."""
    names = export.reading.collection.profile.language_names
    return {
        field: target_column(field, export.columns, edition.locale, edition.source_locale, names)
        for field in export.reading.collection.fields
    }


def _texts(export: Export, edition: Edition) -> Iterator[tuple[TextCell, str]]:
    """Yield each cell that is wholly in the edition's language, with its text."""
    place = 0
    for cell in export.cells:
        text = cell.localize(edition, place)
        place += len(cell.blocks)
        if text is not None:
            refuse_illegal(export.codec, text, cell.place)
            yield cell, text


def _others(export: Export, parts: frozenset[str]) -> frozenset[str]:
    """Return the keys of the rows that are not named; raises DocumentError for a name that is no row."""
    sheet = export.codec.read(export.file, export.path, export.wanted)
    keys = {key for key, _ in keyed_rows(sheet, export.key, export.path)}
    for unknown in sorted(parts - keys):
        at = Location(export.path)
        raise DocumentError(f'there is no row "{unknown}"', at=at, hint="name rows by their key")
    return frozenset(keys - parts)
