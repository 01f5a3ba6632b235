"""Whether a file is still the one that was read: by its content, looked at again only where it may differ."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SETTLED_NS: Final = 3_000_000_000
"""What was written a shorter time ago may be written again without a trace in its times and size: clocks of
file systems tick up to two seconds apart."""
Signature = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was seen at a path."""

    signature: Signature
    stamp: str
    is_settled: bool
    """Whether the same signature proves the same content."""


class Stamps:
    """The contents of files and the names in folders, as digests; only what may have changed is read."""

    def __init__(self, clock: Callable[[], int] = time.time_ns) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}

    def of(self, path: str) -> str | None:
        """Return what stands for the content of a file, or for the names in a folder; None for nothing there.

        Law: two answers for a path are equal only where its content is.
        """
        now = self._clock()
        try:
            found = os.stat(path)  # noqa: PTH116 - a Path costs more than the question, hundreds of times a page
            signature = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
            known = self._known.get(path)
            if known is not None and known.is_settled and known.signature == signature:
                return known.stamp
            stamp = _read(path, is_folder=stat.S_ISDIR(found.st_mode))
        except OSError:
            self._known.pop(path, None)
            return None
        # Asked before the reading: what is written during it makes another signature, or is not settled.
        is_settled = max(signature[:2]) < now - SETTLED_NS
        self._known[path] = _Known(signature, stamp, is_settled)
        return stamp


def _read(path: str, *, is_folder: bool) -> str:
    if is_folder:
        names = "\0".join(sorted(os.listdir(path)))  # noqa: PTH208 - names alone, as above
        return hashlib.sha256(names.encode(errors="surrogateescape")).hexdigest()
    with open(path, "rb") as file:  # noqa: PTH123 - as for the question above
        return hashlib.file_digest(file, "sha256").hexdigest()
