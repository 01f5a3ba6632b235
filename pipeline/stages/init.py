"""init: a new project with a small article, ready for `caveat run`."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, Location
from pipeline.workspace.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

HIDDEN = ("gitignore", "gitattributes")
"""Stored without the dot, so that they do not act on Caveat's own repository."""


def init(folder: Path) -> tuple[str, ...]:
    """Write a new project into `folder`; return the files. Raises ConfigError rather than overwrite one."""
    files = dict(_starter(resources.files("pipeline.stages").joinpath("starter")))
    taken = sorted(name for name in files if (folder / name).exists())
    if taken:
        raise ConfigError(
            "there is a file already", at=Location(str(folder / taken[0])), hint="choose another folder"
        )
    for name, data in files.items():
        write_if_changed(folder / name, data)
    return tuple(sorted(files))


def _starter(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _starter(item, f"{prefix}{item.name}/")
        else:
            name = f".{item.name}" if item.name in HIDDEN else item.name
            yield prefix + name, item.read_bytes()
