"""roundtrip: proof that putting every unit's source back gives a file byte for byte (Law 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.config.project import Collection, Profile
from pipeline.errors import ConfigError, Location
from pipeline.formats.base import DocumentFormat, Reading, rebuild
from pipeline.formats.registry import open_formats
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundtripRow:
    """One file: whether it came back, and where it first differs."""

    file: str
    identical: bool
    line: int | None
    units: int


def roundtrip(paths: Sequence[Path]) -> tuple[RoundtripRow, ...]:
    """Take each file apart and put it together again."""
    return tuple(_roundtrip_one(path) for path in paths)


def _roundtrip_one(path: Path) -> RoundtripRow:
    name = str(path)
    found = _format_for(path, name)
    data = read_bytes(path, name)
    collection = Collection(name="none", path=".", files=(), format=found.name, profile=Profile(name=""))
    document = found.parse(data, Reading(id=path.stem, path=name, collection=collection))
    back = rebuild(found, document, lambda occurrence: occurrence.key.source)
    line = None if back == data else _first_difference(data, back)
    return RoundtripRow(file=name, identical=back == data, line=line, units=len(list(document.occurrences())))


def _format_for(path: Path, name: str) -> DocumentFormat:
    formats = open_formats()
    found = next((one for one in formats if path.suffix.lower() in one.suffixes), None)
    if found is None:
        known = ", ".join(sorted(suffix for one in formats for suffix in one.suffixes))
        raise ConfigError(f'no format reads "{path.suffix}" files', at=Location(name), hint=f"known: {known}")
    return found


def _first_difference(data: bytes, back: bytes) -> int:
    pairs = zip(data, back, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(data), len(back)))
    return data.count(b"\n", 0, at) + 1
