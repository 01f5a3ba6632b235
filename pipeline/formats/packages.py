"""Zip containers: the text members as one run of bytes, and back into the file.

Law 1 for containers: when no member changed the file comes back byte for byte; otherwise members that did not
change keep their raw bytes (headers, compressed data, order, comments), and those that did are equal after
decompression. Nothing is ever written to disk.

In a document's bytes a NUL byte stands after each member but the last, so that the members are found again
when texts have other lengths. Text holds no NUL, so a member that holds one is refused.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.zip_layout import DEFLATED, BadZipError, read_layout
from pipeline.model.document import ByteRange, Package

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.formats.zip_layout import Member, Slot

LARGEST_MEMBER: Final = 64 << 20
"""Bytes of one member, unpacked."""
LARGEST_TEXT: Final = 128 << 20
"""Bytes of all members that are read from a file, unpacked."""
HIGHEST_RATIO: Final = 250
"""Text is packed to a fiftieth at best; what unpacks to more than this is made to fill a machine."""
_SMALL: Final = 1 << 20
"""Bytes unpacked that are harmless, whatever the ratio."""
_SEPARATOR: Final = b"\0"


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file, its directory read and checked; a member is unpacked when it is asked for."""

    data: bytes
    path: str
    members: Mapping[str, Member]
    """By name, in the order in which they stand in the file."""
    end: tuple[Slot, ...]
    """Where the end of the file says how far away the directory is."""

    def read(self, name: str) -> bytes:
        """Return a member's bytes; raises KeyError where there is none, DocumentError where it is damaged."""
        try:
            return _unpack_member(self.data, self.members[name])
        except BadZipError as error:
            raise _refusal(error, self.path) from error

    def read_text(self, name: str) -> bytes:
        """Return a member's bytes; raises DocumentError too where they can't be text."""
        data = self.read(name)
        if _SEPARATOR in data:
            raise _refusal(BadZipError(f'the member "{name}" holds a NUL byte, so it is no text'), self.path)
        return data

    def unpack(self, wanted: Iterable[str]) -> tuple[Package, bytes]:
        """Return the package and the bytes of the wanted members, in the order of `wanted`.

        A name that is no member raises KeyError; a member that is no text, DocumentError.
        """
        parts: list[bytes] = []
        members: list[tuple[str, ByteRange]] = []
        position = 0
        for name in dict.fromkeys(wanted):
            parts.append(self.read_text(name))
            members.append((name, ByteRange(position, position + len(parts[-1]))))
            position += len(parts[-1]) + len(_SEPARATOR)
            if position > LARGEST_TEXT:
                raise _refusal(BadZipError(f"holds more than {LARGEST_TEXT >> 20} MiB of text"), self.path)
        return Package(data=self.data, members=tuple(members)), _SEPARATOR.join(parts)


def open_archive(data: bytes, path: str) -> Archive:
    """Return the zip file in `data`; raises DocumentError for one that is damaged or made to do harm."""
    try:
        layout = read_layout(data)
    except BadZipError as error:
        raise _refusal(error, path) from error
    return Archive(data, path, {member.name: member for member in layout.members}, layout.slots)


def _refusal(error: BadZipError, path: str) -> DocumentError:
    hint = "save the file again with the program that made it"
    return DocumentError(str(error), at=Location(path, 1), hint=hint)


def _unpack_member(data: bytes, member: Member) -> bytes:
    """Return a member's bytes; raises BadZipError before it takes more memory than it declared."""
    packed = member.data.stop - member.data.start
    if member.size > LARGEST_MEMBER or (member.size > _SMALL and member.size > HIGHEST_RATIO * packed):
        raise BadZipError(f'the member "{member.name}" would unpack to {member.size} bytes')
    raw = member.data.cut(data)
    text = _inflate(raw, member) if member.method == DEFLATED else raw
    if len(text) != member.size or zlib.crc32(text) != member.crc:
        raise BadZipError(f'the member "{member.name}" is damaged: its size or checksum is wrong')
    return text


def _inflate(raw: bytes, member: Member) -> bytes:
    reader = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more than declared is enough to see that there is more; zero would mean no limit.
        text = reader.decompress(raw, member.size + 1)
    except zlib.error as error:
        raise BadZipError(f'the member "{member.name}" is damaged: {error}') from error
    if not reader.eof or reader.unused_data:
        raise BadZipError(f'the member "{member.name}" does not end where the directory says')
    return text


def split_members(data: bytes) -> list[bytes]:
    """Return the members in a document's bytes, in order."""
    return data.split(_SEPARATOR)


def repack(package: Package, data: bytes) -> bytes:
    """Return the file with the members that `data` holds; those that did not change keep their raw bytes.

    Raises ValueError when `data` holds another number of members: a text with a NUL byte was put in.
    """
    archive = open_archive(package.data, "")
    texts = split_members(data)
    names = [name for name, _ in package.members]
    if len(texts) != len(names):
        raise ValueError(f"{len(texts)} members instead of {len(names)}")
    changed = {name: text for name, text in zip(names, texts, strict=True) if text != archive.read(name)}
    if not changed:
        return package.data
    return _write(archive, changed)


def _write(archive: Archive, changed: Mapping[str, bytes]) -> bytes:
    """Return the file with new members: its numbers are corrected in place, then bytes exchanged."""
    numbers = bytearray(archive.data)
    pieces: list[tuple[ByteRange, bytes]] = []
    shift = 0
    for member in archive.members.values():
        new: dict[str, int] = {}
        if member.name in changed:
            text = changed[member.name]
            raw = _deflate(text) if member.method == DEFLATED else text
            new = {"crc": zlib.crc32(text), "size": len(text), "compressed": len(raw)}
            pieces.append((member.data, raw))
        _correct(numbers, member.slots, new, shift)
        shift += pieces[-1][0].start - pieces[-1][0].stop + len(pieces[-1][1]) if new else 0
    _correct(numbers, archive.end, {}, shift)
    return _exchange(bytes(numbers), pieces)


def _correct(numbers: bytearray, slots: Iterable[Slot], new: Mapping[str, int], shift: int) -> None:
    for slot in slots:
        where = slice(slot.start, slot.start + slot.width)
        old = int.from_bytes(numbers[where], "little")
        value = old + shift if slot.what == "place" else new.get(slot.what, old)
        numbers[where] = value.to_bytes(slot.width, "little")


def _exchange(data: bytes, pieces: list[tuple[ByteRange, bytes]]) -> bytes:
    parts: list[bytes] = []
    position = 0
    for where, replacement in pieces:
        parts += [data[position : where.start], replacement]
        position = where.stop
    return b"".join([*parts, data[position:]])


def _deflate(text: bytes) -> bytes:
    writer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return writer.compress(text) + writer.flush()
