"""Zip files of every kind, and damaged ones, for tests."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = (2020, 2, 29, 12, 30, 2)


def zipped(
    members: Mapping[str, bytes],
    *,
    method: int = zipfile.ZIP_DEFLATED,
    comment: bytes = b"",
    extra: bytes = b"",
) -> bytes:
    """Return a plain zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.comment = comment
        for name, data in members.items():
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = method
            info.extra = extra
            info.comment = b"about " + name.encode()
            archive.writestr(info, data)
    return file.getvalue()


class _Pipe(io.RawIOBase):
    """A file that can't be searched, so that writers put descriptors after members."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def streamed(members: Mapping[str, bytes], *, is_large: bool = False) -> bytes:
    """Return a zip file with data descriptors, in ZIP64 form if `is_large`."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=is_large) as member:
                member.write(data)
    return bytes(pipe.data)


def large(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file whose members and end are in ZIP64 form, as if it had more than 4 GiB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            with archive.open(zipfile.ZipInfo(name, DAY), "w", force_zip64=True) as member:
                member.write(data)
    return _with_end64(_with_entries64(file.getvalue()))


def _with_entries64(data: bytes) -> bytes:
    """Return the file with the numbers of its directory moved into ZIP64 fields."""
    end = data.rindex(b"PK\x05\x06")
    at = first = struct.unpack("<I", data[end + 16 : end + 20])[0]
    entries = b""
    while at < end:
        compressed, size, name, extra, comment = struct.unpack("<IIHHH", data[at + 20 : at + 34])
        place = struct.unpack("<I", data[at + 42 : at + 46])[0]
        stop = at + 46 + name + extra + comment
        field = struct.pack("<HHQQQ", 1, 24, size, compressed, place)
        head = data[at : at + 20] + struct.pack("<IIHHH", *[0xFFFFFFFF] * 2, name, extra + 28, comment)
        head += data[at + 34 : at + 42] + b"\xff" * 4 + data[at + 46 : at + 46 + name + extra]
        entries += head + field + data[stop - comment : stop]
        at = stop
    tail = data[end : end + 12] + struct.pack("<I", len(entries)) + data[end + 16 :]
    return data[:first] + entries + tail


def _with_end64(data: bytes) -> bytes:
    end = data.rindex(b"PK\x05\x06")
    count, _, size, place = struct.unpack("<HHII", data[end + 8 : end + 20])
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, place)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    short = data[end : end + 8] + b"\xff" * 12 + data[end + 20 :]
    return data[:end] + record + locator + short


def unzip(data: bytes) -> dict[str, bytes]:
    """Return a zip file's members as another reader sees them, every checksum compared."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def raw_members(data: bytes) -> dict[str, bytes]:
    """Return each member's bytes as they are stored, with its local header."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
        stops = [*(info.header_offset for info in infos[1:]), archive.start_dir]
        return {
            info.filename: data[info.header_offset : stop] for info, stop in zip(infos, stops, strict=True)
        }
