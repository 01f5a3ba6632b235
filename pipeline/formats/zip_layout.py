"""Where everything stands in a zip file: its members, and each number that names a size, a checksum, a place.

Nothing is decompressed here. A file in which two readers could see different members is refused: members that
overlap, names that are there twice, a directory that says something else than the members themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MEMBERS: Final = 20_000
LARGEST_FILE: Final = 1 << 30
"""Bytes. Sizes and places then fit into four bytes, whatever is put into a member."""

_END: Final = b"PK\x05\x06"
_END_SIZE: Final = 22
_LONGEST_COMMENT: Final = 0xFFFF
_END64: Final = b"PK\x06\x06"
_END64_SIZE: Final = 56
_LOCATOR: Final = b"PK\x06\x07"
_LOCATOR_SIZE: Final = 20
_ENTRY: Final = b"PK\x01\x02"
_ENTRY_SIZE: Final = 46
_LOCAL: Final = b"PK\x03\x04"
_LOCAL_SIZE: Final = 30
_DESCRIPTOR: Final = b"PK\x07\x08"
_IN_EXTRA: Final = 0xFFFFFFFF
"""Says that the ZIP64 field of the extra data holds the number."""
_IN_END64: Final = 0xFFFF
_ZIP64: Final = 1
_ENCRYPTED: Final = 1 | 1 << 6 | 1 << 13
_HAS_DESCRIPTOR: Final = 1 << 3
_IS_UTF8: Final = 1 << 11
STORED: Final = 0
DEFLATED: Final = 8
_BAD_NAME: Final = re.compile(r"\A/|\A[A-Za-z]:|\\|[\x00-\x1f\x7f]|(?:\A|/)\.\.(?:/|\Z)|\A\Z")

What = Literal["crc", "compressed", "size", "place"]


class BadZipError(Exception):
    """Why a zip file is refused, in words."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A number in the file that changes when members change."""

    start: int
    width: int
    what: What


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file inside a zip file."""

    name: str
    start: int
    """Where its local header starts."""
    data: ByteRange
    """Its bytes as they are stored."""
    stop: int
    """Where it ends, with the descriptor that may stand after its bytes."""
    method: int
    crc: int
    size: int
    """Its size unpacked, as the directory declares it."""
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLayout:
    """A zip file's members, in the order in which they stand, and the places its end names."""

    members: tuple[Member, ...]
    slots: tuple[Slot, ...]
    """Where the end of the file says how far away the directory is."""


@dataclass(frozen=True, slots=True)
class _End:
    first: int
    """Where the directory starts."""
    count: int
    stop: int
    """Where it ends."""
    base: int
    """How many bytes stand before the zip file: what makes an archive a program, for instance."""
    slots: tuple[Slot, ...]


def read_layout(data: bytes) -> ZipLayout:
    """Return where everything stands; raises BadZipError."""
    if len(data) > LARGEST_FILE:
        raise BadZipError(f"holds more than {LARGEST_FILE >> 20} MiB")
    end = _read_end(data)
    if end.count > MOST_MEMBERS:
        raise BadZipError(f"holds {end.count} members, and {MOST_MEMBERS} is the most that is read")
    members = sorted(_read_members(data, end), key=lambda member: member.start)
    for one, other in pairwise(members):
        if other.start < one.stop:
            raise BadZipError(f'the members "{one.name}" and "{other.name}" overlap')
    if members and members[-1].stop > end.first:
        raise BadZipError(f'the member "{members[-1].name}" overlaps the directory')
    return ZipLayout(members=tuple(members), slots=end.slots)


def _number(data: bytes, start: int, width: int) -> int:
    return int.from_bytes(data[start : start + width], "little")


def _read_end(data: bytes) -> _End:
    at = _find_end(data)
    if _number(data, at + 4, 2) or _number(data, at + 6, 2):
        raise BadZipError("is one of several parts of an archive")
    has_end64 = data[max(0, at - _LOCATOR_SIZE) : at].startswith(_LOCATOR)
    counts = (_number(data, at + 8, 2), _number(data, at + 10, 2))
    places = (_number(data, at + 12, 4), _number(data, at + 16, 4))
    if has_end64:
        return _read_end64(data, at, (*counts, *places))
    base = at - places[0] - places[1]
    if counts[0] != counts[1] or base < 0:
        raise BadZipError("its directory is damaged")
    return _End(base + places[1], counts[0], at, base, (Slot(at + 16, 4, "place"),))


def _find_end(data: bytes) -> int:
    """Return where the end record stands. Its comment must end with the file, so that there is only one."""
    found: list[int] = []
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    first = max(0, len(data) - _END_SIZE - _LONGEST_COMMENT)
    while at >= 0:
        if at + _END_SIZE + _number(data, at + 20, 2) == len(data) and at + _END_SIZE <= len(data):
            found.append(at)
        at = data.rfind(_END, first, at)
    if not found:
        raise BadZipError("is no zip file, or its end is cut off")
    if len(found) > 1:
        raise BadZipError("has two ends, so that two readers could see two files")
    return found[0]


def _read_end64(data: bytes, end: int, short: tuple[int, ...]) -> _End:
    locator = end - _LOCATOR_SIZE
    at = locator - _END64_SIZE
    if at < 0 or data[at : at + 4] != _END64 or _number(data, at + 4, 8) != _END64_SIZE - 12:
        raise BadZipError("its ZIP64 directory is damaged, or of a kind that can't be read")
    long = tuple(_number(data, at + 24 + 8 * n, 8) for n in range(4))
    markers = (_IN_END64, _IN_END64, _IN_EXTRA, _IN_EXTRA)
    agree = all(one in (other, mark) for one, other, mark in zip(short, long, markers, strict=True))
    base = at - long[2] - long[3]
    if not agree or long[0] != long[1] or base < 0 or _number(data, locator + 8, 8) != at - base:
        raise BadZipError("its ZIP64 directory is damaged")
    slots = [Slot(at + 48, 8, "place"), Slot(locator + 8, 8, "place")]
    if short[3] != _IN_EXTRA:
        slots.append(Slot(end + 16, 4, "place"))
    return _End(base + long[3], long[0], at, base, tuple(slots))


def _read_members(data: bytes, end: _End) -> Iterator[Member]:
    at, seen = end.first, set[str]()
    for _ in range(end.count):
        if data[at : at + 4] != _ENTRY or at + _ENTRY_SIZE > end.stop:
            raise BadZipError("its directory is damaged")
        lengths = [_number(data, at + 28 + 2 * n, 2) for n in range(3)]
        stop = at + _ENTRY_SIZE + sum(lengths)
        member = _read_member(data, at, end.base)
        if member.name.casefold() in seen:
            raise BadZipError(f'the member "{member.name}" is there twice')
        seen.add(member.name.casefold())
        yield member
        at = stop
    if at != end.stop:
        raise BadZipError("its directory is damaged")


def _read_member(data: bytes, entry: int, base: int) -> Member:
    flags, method = _number(data, entry + 8, 2), _number(data, entry + 10, 2)
    raw = data[entry + _ENTRY_SIZE :][: _number(data, entry + 28, 2)]
    name = _read_name(raw, flags)
    extra = ByteRange(entry + _ENTRY_SIZE + len(raw), 0)
    extra = ByteRange(extra.start, extra.start + _number(data, entry + 30, 2))
    wanted: tuple[tuple[int, What], ...] = ((24, "size"), (20, "compressed"), (42, "place"))
    slots = [Slot(entry + 16, 4, "crc"), *_slots(data, [(entry + at, what) for at, what in wanted], extra)]
    values = {slot.what: _number(data, slot.start, slot.width) for slot in slots}
    _refuse_member(name, flags, method, _number(data, entry + 34, 2))
    start = base + values["place"]
    head = data[start : start + _LOCAL_SIZE]
    if head[:4] != _LOCAL or _number(head, 6, 2) != flags or _number(head, 8, 2) != method:
        raise BadZipError(f'the member "{name}" is not where the directory says')
    name_stop = start + _LOCAL_SIZE + _number(head, 26, 2)
    first = name_stop + _number(head, 28, 2)
    if data[start + _LOCAL_SIZE : name_stop] != raw:
        raise BadZipError(f'the member "{name}" has another name in the directory')
    stored = ByteRange(first, first + values["compressed"])
    own, stop = _read_own(data, start, stored, values, ByteRange(name_stop, first))
    return Member(
        name=name,
        start=start,
        data=stored,
        stop=stop,
        method=method,
        crc=values["crc"],
        size=values["size"],
        slots=(*slots, *own),
    )


def _read_name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & _IS_UTF8 else "cp437")
    except UnicodeDecodeError as error:
        raise BadZipError("a member's name is not UTF-8") from error
    if _BAD_NAME.search(name):
        raise BadZipError(f"a member's name is no plain path: {name[:80]!r}")
    return name


def _refuse_member(name: str, flags: int, method: int, disk: int) -> None:
    if flags & _ENCRYPTED:
        raise BadZipError(f'the member "{name}" is encrypted')
    if method not in (STORED, DEFLATED):
        raise BadZipError(f'the member "{name}" is compressed by method {method}, which is not supported')
    if disk:
        raise BadZipError("is one of several parts of an archive")


def _slots(data: bytes, wanted: list[tuple[int, What]], extra: ByteRange) -> Iterator[Slot]:
    """Yield where the numbers stand: in the header, or one after the other in the ZIP64 field."""
    inside = _find_zip64(data, extra)
    for at, what in wanted:
        if _number(data, at, 4) != _IN_EXTRA:
            yield Slot(at, 4, what)
            continue
        if inside is None or inside.start + 8 > inside.stop:
            raise BadZipError("a member says that it is very large, and not how large")
        yield Slot(inside.start, 8, what)
        inside = ByteRange(inside.start + 8, inside.stop)


def _find_zip64(data: bytes, extra: ByteRange) -> ByteRange | None:
    at = extra.start
    while at + 4 <= extra.stop:
        stop = at + 4 + _number(data, at + 2, 2)
        if _number(data, at, 2) == _ZIP64 and stop <= extra.stop:
            return ByteRange(at + 4, stop)
        at = stop
    return None


def _read_own(
    data: bytes, start: int, stored: ByteRange, values: dict[What, int], extra: ByteRange
) -> tuple[list[Slot], int]:
    """Return the slots beside a member's bytes and where it ends; they must say what the directory says."""
    flags = _number(data, start + 6, 2)
    wanted: list[tuple[int, What]] = [(start + 22, "size"), (start + 18, "compressed")]
    slots = [Slot(start + 14, 4, "crc"), *_slots(data, wanted, extra)]
    stop = stored.stop
    if flags & _HAS_DESCRIPTOR:
        slots = [slot for slot in slots if _number(data, slot.start, slot.width)]
        found = _find_descriptor(data, stored.stop, values)
        stop = found[-1].start + found[-1].width
        slots += found
    if any(_number(data, slot.start, slot.width) != values[slot.what] for slot in slots) or stop > len(data):
        raise BadZipError("a member and the directory do not say the same about its size or checksum")
    return slots, stop


def _find_descriptor(data: bytes, at: int, values: dict[What, int]) -> list[Slot]:
    """Return the slots of the descriptor after a member: with a signature or without, long or short."""
    for signature in (_DESCRIPTOR, b""):
        first = at + len(signature)
        for width in (4, 8):
            slots = [
                Slot(first, 4, "crc"),
                Slot(first + 4, width, "compressed"),
                Slot(first + 4 + width, width, "size"),
            ]
            is_it = all(_number(data, slot.start, slot.width) == values[slot.what] for slot in slots)
            if is_it and data.startswith(signature, at):
                return slots
    raise BadZipError("a member's size and checksum are not where they should be")
