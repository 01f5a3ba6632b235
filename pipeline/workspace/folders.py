"""Generated folders: they hold what was made and nothing else."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CaveatError, Location
from pipeline.workspace.files import sweep_leftovers, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FolderChange:
    """How many files were written and removed."""

    written: int
    removed: int


def write_folder(folder: Path, files: Mapping[str, bytes]) -> FolderChange:
    """Make the folder hold `files` (path -> bytes) and nothing else; they are written in their order.

    What is unchanged is not rewritten; what an earlier run left is removed first. Raises CaveatError where
    the folder, or the one it lies in, is a link: whatever it leads to is not ours to empty.
    """
    _refuse_link(folder)
    folder.mkdir(parents=True, exist_ok=True)
    sweep_leftovers(folder)
    removed = _remove_strays(folder, files)
    return FolderChange(sum(write_if_changed(folder / name, data) for name, data in files.items()), removed)


def _refuse_link(folder: Path) -> None:
    link = next((path for path in (folder, folder.parent) if path.is_symlink()), None)
    if link is not None:
        hint = "take the link away, and publish by copying the folder after the build"
        raise CaveatError("is a link, so nothing is written there", at=Location(str(link)), hint=hint)


def _remove_strays(folder: Path, files: Mapping[str, bytes]) -> int:
    """Remove what `files` does not name, and links of any kind; what a link leads to is not touched."""
    removed = 0
    for place, folders, names in os.walk(folder, topdown=False):  # unlike rglob it never follows a link
        here = Path(place)
        for path in [here / name for name in (*names, *folders)]:
            is_folder = path.is_dir() and not path.is_symlink()
            if is_folder and not any(path.iterdir()):
                path.rmdir()
            elif not is_folder and (path.is_symlink() or path.relative_to(folder).as_posix() not in files):
                path.unlink()
                removed += 1
    return removed
