"""Document: the bytes of one source file, with the units found in them; the rest is skeleton."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.unit import Risk, UnitKey


@dataclass(frozen=True, slots=True, order=True)
class ByteRange:
    """A half-open range of bytes in a document."""

    start: int
    stop: int

    def cut(self, data: bytes) -> bytes:
        """Return the bytes of this range."""
        return data[self.start : self.stop]


class BlockKind(Enum):
    """What a block is to a reader."""

    TITLE = "title"
    LABEL = "label"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    VALUE = "value"
    """A text beside the running text, with no place for a language mark: an attribute, a metadata key."""


class UntranslatedKind(Enum):
    """Why letters of a document are in no unit."""

    CODE = "code"
    METADATA = "metadata"
    """Front matter, properties, columns that nobody declared as text."""
    EXCLUDED = "excluded"
    """The author, a rule or the markup says that it is not to be translated."""
    UNKNOWN = "not understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What an inline tag of a unit stands for: `<1>…</1>` is a pair, `<2/>` an empty one."""

    number: int
    opening: bytes
    """The document's bytes for the opening tag, or for the empty one."""
    closing: bytes | None
    """The bytes for the closing tag; None for an empty tag."""
    note: str
    """What it is, for translators, for instance `bold` or `link to https://example.org`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One place where a unit stands."""

    key: UnitKey
    range: ByteRange
    risk: Risk
    reasons: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    """What the tags in the unit's source stand for here; empty where the source has none."""
    notes: tuple[str, ...] = ()
    """The author's own words to translators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A title, label, heading or paragraph, in reading order."""

    kind: BlockKind
    line: int
    occurrences: tuple[Occurrence, ...]
    """The units of the block in order; what lies between them is glue and belongs to the skeleton."""
    level: int = 0
    """Headings: 1 to 6, the smaller the higher; others: 0."""
    section: str | None = None
    """The source text of the heading this block stands under."""
    disclaimer: str | None = None
    """The id of the disclaimer that this block is part of."""
    language: ByteRange | None = None
    """Labels: where the name of the source language stands."""
    part: str | None = None
    """The row of an export that the block belongs to, by its key: each row is a document of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Junk:
    """A range that a declared rule keeps out of every output; it stays in the skeleton."""

    range: ByteRange
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something extraction decided that the content owner may want to know; never blocks."""

    rule: str
    line: int
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Untranslated:
    """A range of the skeleton that holds words; what is in no unit and in none of these is markup."""

    range: ByteRange
    kind: UntranslatedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Restricted:
    """A range that only some locales have; the source has it, and its units are in every catalog."""

    range: ByteRange
    languages: tuple[str, ...]
    """Language ranges after BCP 47, for instance `es-419` or `*-CA`."""
    is_exclusion: bool
    """Whether the ranges name those that don't have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A zip file whose text members, unpacked and with a NUL byte between two, are a document's bytes."""

    data: bytes
    """The file as it is on disk."""
    members: tuple[tuple[str, ByteRange], ...]
    """The members that hold text, each with its range in the document's bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source file, understood. Every byte is in a unit or in the skeleton."""

    id: str
    path: str
    """Relative to the project, with forward slashes."""
    data: bytes
    blocks: tuple[Block, ...]
    junk: tuple[Junk, ...] = ()
    notices: tuple[Notice, ...] = ()
    untranslated: tuple[Untranslated, ...] = ()
    restricted: tuple[Restricted, ...] = ()
    dialect: str = ""
    """What the profile turned on of its format's grammar, in the format's own word; empty for nothing."""
    package: Package | None = None
    """For zip containers: the file that `data` was unpacked from."""

    def occurrences(self) -> Iterator[Occurrence]:
        """Yield every occurrence in reading order."""
        for block in self.blocks:
            yield from block.occurrences
