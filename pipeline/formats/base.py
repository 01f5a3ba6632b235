"""What every format does, and the law it keeps.

Law 1 (identity): putting every unit's source back gives the file byte for byte, whatever the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from pipeline.formats.packages import repack
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with the language it is in."""

    text: str
    locale: Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A document in one locale, with every decision made: a format only writes it down."""

    locale: Locale
    source_locale: Locale
    text_of: Callable[[Occurrence], str]
    """The final text of each unit; of a fallback it is the source."""
    fallback: frozenset[int] = frozenset()
    """Places in `Document.blocks` of the blocks that stay in the source language and must say so."""
    mark: str = ""
    """The source language's name for readers, such as `[Inglés]`, where a format can't mark a language."""
    banner: Passage | None = None
    """What a preview says first, so that nobody takes it for a release; None in a release."""
    notices: Mapping[int, Passage] = field(default_factory=dict)
    """What readers are told before a block, by its place: that a disclaimer is not in their language."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Link targets that differ in this locale: as in the source -> as here."""


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

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the document in its own format as an edition has it: texts, language marks, banner, notices.

        An edition that says what the source says, without marks, gives the file byte for byte, but for junk.
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
    pieces = ((unit.range, one.encode(document, unit, target(unit))) for unit in units)
    return finish(document, splice(document.data, pieces))


def finish(document: Document, data: bytes) -> bytes:
    """Return the file for a document's new bytes: in a package they are put back into its members."""
    return data if document.package is None else repack(document.package, data)
