"""An export as a document: what a format needs to write it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.document import Document

if TYPE_CHECKING:
    from pipeline.formats.base import Reading
    from pipeline.formats.export_cells import TextCell
    from pipeline.formats.export_rows import Codec
    from pipeline.model.document import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Document):
    """An export, or one row of it, with what is needed to write it."""

    codec: Codec
    reading: Reading
    columns: tuple[str, ...]
    """The names of all columns, in the order in which they come up."""
    cells: tuple[TextCell, ...]
    """The text cells, in the order of the blocks."""
    unread: tuple[tuple[str, Notice], ...]
    """The keys of rows with a cell that could not be understood, and what it is."""
    by_place: tuple[TextCell, ...]
    """The same, in the order of the file."""

    @property
    def file(self) -> bytes:
        """The whole export as it is on disk."""
        return self.package.data if self.package else self.data

    @property
    def key(self) -> str:
        """The column that identifies a row."""
        return self.reading.collection.key or ""

    @property
    def wanted(self) -> tuple[str, ...]:
        """Names that columns hold or start with."""
        return wanted_names(self.reading)


def wanted_names(reading: Reading) -> tuple[str, ...]:
    """Return the key column and the fields of an export's collection."""
    return (reading.collection.key or "", *reading.collection.fields)


def get_export(document: Document) -> Export:
    """Return a document as an export; raises TypeError for one that is none."""
    if not isinstance(document, Export):
        raise TypeError(f"{document.path} is no export")
    return document
