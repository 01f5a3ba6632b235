"""Reading and writing files: every write is atomic, and an unchanged file is not rewritten (Law 4)."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from typing import TYPE_CHECKING

from pipeline.errors import CaveatError, Location

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY_PREFIX, TEMPORARY_SUFFIX = ".caveat-", ".tmp"
_NO_SUCH_CALL = frozenset({errno.EINVAL, errno.ENOTSUP})
"""What file systems answer that can't sync a folder."""


def read_bytes(path: Path, name: str) -> bytes:
    """Return a file's bytes; `name` is the path to show. Raises CaveatError."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CaveatError("no such file", at=Location(name)) from error
    except OSError as error:
        raise CaveatError(f"can't be read: {error.strerror or error}", at=Location(name)) from error


def read_text(path: Path, name: str) -> str:
    """Return a UTF-8 file's text, without a BOM; raises CaveatError with the line of a bad byte."""
    return decode_utf8(read_bytes(path, name), name).removeprefix("\ufeff")


def decode_utf8(data: bytes, name: str) -> str:
    """Return the text of UTF-8 bytes; raises CaveatError with the line of the first bad byte."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CaveatError(
            f"not UTF-8: byte 0x{data[error.start]:02x} can't be read",
            at=Location(name, line),
            hint="save the file as UTF-8",
        ) from error


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write `data` atomically unless the file holds it already; return whether it was written."""
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return False
    try:
        _replace(path, data)
    except OSError as error:
        raise CaveatError(f"can't be written: {error.strerror or error}", at=Location(str(path))) from error
    return True


def _replace(path: Path, data: bytes) -> None:
    _make_folder(path.parent)
    # mkstemp opens with O_EXCL and O_NOFOLLOW, so nobody's link can lead the bytes elsewhere.
    handle, temporary = tempfile.mkstemp(TEMPORARY_SUFFIX, TEMPORARY_PREFIX, path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o777 if path.exists() else 0o644)  # noqa: PTH101 - by its plain name
        os.replace(temporary, path)  # noqa: PTH105 - the plain call, so that a failure names the system call
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108 - by its plain name
        raise
    _sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    """Make a folder that outlives a loss of power: each new one is on record in the folder above it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in missing:
        _sync_folder(one.parent)


def _sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk; raises OSError where the disk refuses."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written and not read; the file itself is safe
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_CALL:
            raise
    finally:
        os.close(handle)


def sweep_leftovers(folder: Path) -> int:
    """Remove temporary files that a killed process left below `folder`; return how many."""
    pattern = f"{TEMPORARY_PREFIX}*{TEMPORARY_SUFFIX}"
    leftovers = [path for path in folder.rglob(pattern) if path.is_file()]
    for path in leftovers:
        path.unlink(missing_ok=True)
    return len(leftovers)
