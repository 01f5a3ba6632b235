"""What every format does, and the law it keeps.

Law 1 (identity): putting every unit's source back gives the file byte for byte, whatever the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from pipeline.formats.packages import repack
from pipeline.language.segmentation import find_sentences
from pipeline.model.document import ByteRange
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pipeline.config.project import Collection
    from pipeline.language.segmentation_rules import Rule
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import Code, Document, Occurrence

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
    rules: tuple[Rule, ...] = ()
    """The project's own rules of segmentation."""
    has_title: bool = True
    """Whether a title comes first where the format has no mark for one; not in each cell of an export."""

    def find_sentences(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return the spans of the sentences in a text of the source."""
        return find_sentences(text, self.source_locale.language, self.rules)


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
        An export holds its languages side by side: an edition in the source language gives it byte for byte.
        """


@runtime_checkable
class Nesting(Protocol):
    """A format whose documents hold documents of other formats, so that it puts them together itself."""

    def rebuild(self, document: Document, target: Callable[[Occurrence], str]) -> bytes:
        """Return the document with each unit's text replaced by `target`; the skeleton stays."""


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
    if isinstance(one, Nesting):
        return one.rebuild(document, target)
    pieces = write_units(document, lambda unit: one.encode(document, unit, target(unit)))
    return finish(document, splice(document.data, pieces))


def write_units(
    document: Document, write: Callable[[Occurrence], bytes], edits: Iterable[tuple[ByteRange, bytes]] = ()
) -> Iterator[tuple[ByteRange, bytes]]:
    """Yield the bytes of each unit's range, as `write` gives them, and the edits, all of them side by side.

    A unit or an edit inside a tag of another unit, such as a text in an attribute, is put into that tag:
    `write` is given the outer unit with its codes changed. What stands inside an edit is gone.
    """
    items: list[tuple[ByteRange, Occurrence | bytes]] = [*edits]
    items += [(unit.range, unit) for unit in document.occurrences()]
    waiting: list[tuple[ByteRange, Occurrence | bytes, list[tuple[ByteRange, bytes]]]] = []
    for where, item in sorted(items, key=lambda one: _outer_first(one[0])):
        while waiting and not _holds(waiting[-1][0], where):
            yield from _finish_one(document, write, waiting)
        waiting.append((where, item, []))
    while waiting:
        yield from _finish_one(document, write, waiting)


def _outer_first(where: ByteRange) -> tuple[int, bool, int]:
    return where.start, where.stop > where.start, -where.stop


def _holds(outer: ByteRange, inner: ByteRange) -> bool:
    """Return whether a range lies in another; an empty one at its edge does not."""
    if inner.start == inner.stop:
        return outer.start < inner.start < outer.stop
    return outer.start <= inner.start and inner.stop <= outer.stop


def _finish_one(
    document: Document,
    write: Callable[[Occurrence], bytes],
    waiting: list[tuple[ByteRange, Occurrence | bytes, list[tuple[ByteRange, bytes]]]],
) -> Iterator[tuple[ByteRange, bytes]]:
    """Write the innermost item that waits; it goes into the one around it, or out."""
    where, item, inner = waiting.pop()
    written = item if isinstance(item, bytes) else _write_outer(document.data, item, inner, write)
    if waiting:
        waiting[-1][2].append((where, written))
    else:
        yield where, written


def _write_outer(
    data: bytes, unit: Occurrence, inner: list[tuple[ByteRange, bytes]], write: Callable[[Occurrence], bytes]
) -> bytes:
    changed = [(where, written) for where, written in inner if written != where.cut(data)]
    if not changed:
        return write(unit)
    raw = unit.range.cut(data)
    written = write(replace(unit, codes=tuple(_with_inner(data, unit, changed))))
    return _splice_at(raw, unit.range.start, changed) if written == raw else written


def _with_inner(data: bytes, unit: Occurrence, inner: list[tuple[ByteRange, bytes]]) -> Iterator[Code]:
    """Yield a unit's codes with what is new inside of their tags. Codes stand in the order of the file."""
    position, first = unit.range.start, 0
    for code in unit.codes:
        start = data.index(code.opening, position, unit.range.stop)
        position = start + len(code.opening)
        while first < len(inner) and inner[first][0].start < start:
            first += 1
        last = first
        while last < len(inner) and inner[last][0].stop <= position:
            last += 1
        yield replace(code, opening=_splice_at(code.opening, start, inner[first:last]))
        first = last


def _splice_at(raw: bytes, start: int, pieces: Iterable[tuple[ByteRange, bytes]]) -> bytes:
    moved = ((ByteRange(where.start - start, where.stop - start), written) for where, written in pieces)
    return splice(raw, moved)


def finish(document: Document, data: bytes) -> bytes:
    """Return the file for a document's new bytes: in a package they are put back into its members."""
    return data if document.package is None else repack(document.package, data)
