"""Files to a zip: the same files give the same bytes, whatever the clock, the system or the user (Law 9)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The day that every member carries; a zip file can't do without one."""
_UNIX: Final = 3
_FILE, _FOLDER = 0o100644, 0o40755


def render_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of the files by path, in their order; a path that ends in a slash is an empty folder."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            is_folder = name.endswith("/")
            info = ZipInfo(name, _EARLIEST)
            info.create_system = _UNIX
            info.external_attr = (_FOLDER if is_folder else _FILE) << 16 | (0x10 if is_folder else 0)
            method = ZIP_STORED if is_folder else ZIP_DEFLATED
            archive.writestr(info, data, compress_type=method, compresslevel=None if is_folder else 9)
    return buffer.getvalue()
