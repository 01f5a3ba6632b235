"""What every format does, and the two laws it keeps.

Law 1 (identity): putting every unit's source back gives the file byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from pipeline.config.project import Collection
from pipeline.model.disclaimer import Disclaimer
from pipeline.model.document import ByteRange, Document, Occurrence
from pipeline.model.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a format needs to know besides the bytes."""

    id: str
    path: str
    collection: Collection
    disclaimers: tuple[Disclaimer, ...] = ()
    source_locale: Locale = Locale("en")


class DocumentFormat(Protocol):
    """A kind of document."""

    name: str
    suffixes: tuple[str, ...]

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document in `data`; raises DocumentError with file and line."""


def splice(data: bytes, pieces: Iterable[tuple[ByteRange, bytes]]) -> bytes:
    """Return `data` with each range replaced by its bytes; ranges must not overlap."""
    parts: list[bytes] = []
    position = 0
    for where, replacement in sorted(pieces, key=lambda piece: piece[0]):
        if where.start < position:
            raise ValueError(f"ranges overlap at byte {where.start}")
        parts += [data[position : where.start], replacement]
        position = where.stop
    return b"".join([*parts, data[position:]])


def rebuild(document: Document, target: Callable[[Occurrence], str]) -> bytes:
    """Return the document with each unit's text replaced by `target`; the skeleton stays."""
    pieces = ((occurrence.range, target(occurrence).encode()) for occurrence in document.occurrences())
    return splice(document.data, pieces)
