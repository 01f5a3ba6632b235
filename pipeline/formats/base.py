"""What every format does, and the law it keeps.

Law 1 (identity): putting every unit's source back gives the file byte for byte, whatever the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.config.project import Collection
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import ByteRange, Document, Occurrence

ENGLISH: Final = Locale("en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a format needs to know besides the bytes."""

    id: str
    path: str
    """Relative to the project, for messages."""
    collection: Collection
    disclaimers: tuple[Disclaimer, ...] = ()
    source_locale: Locale = ENGLISH


class DocumentFormat(Protocol):
    """A kind of document."""

    @property
    def name(self) -> str:
        """What `format` says in a collection."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of file names, in small letters, with the dot."""

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError with file and line."""

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:
        """Return the bytes that stand in the occurrence's range for a target; the source gives those there.

        Raises DocumentError for a target that would change the document's structure.
        """


def splice(data: bytes, pieces: Iterable[tuple[ByteRange, bytes]]) -> bytes:
    """Return `data` with each range replaced by its bytes; raises ValueError when ranges overlap."""
    parts: list[bytes] = []
    position = 0
    for where, replacement in sorted(pieces, key=lambda piece: piece[0]):
        if where.start < position:
            raise ValueError(f"ranges overlap at byte {where.start}")
        parts += [data[position : where.start], replacement]
        position = where.stop
    return b"".join([*parts, data[position:]])


def rebuild(one: DocumentFormat, document: Document, target: Callable[[Occurrence], str]) -> bytes:
    """Return the document with each unit's text replaced by `target`; the skeleton stays."""
    units = document.occurrences()
    return splice(document.data, ((unit.range, one.encode(document, unit, target(unit))) for unit in units))
