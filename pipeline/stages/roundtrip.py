"""roundtrip: proof that putting every unit's source back gives a file byte for byte (Law 1).

With pseudo-translation also that other texts leave its structure as it is (Law 2). With coverage, what share
of its letters is in units at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.config.project import Collection, Profile
from pipeline.drafting.pseudo import pseudo_text
from pipeline.errors import ConfigError, DocumentError, Location
from pipeline.formats.base import DocumentFormat, Reading, rebuild
from pipeline.formats.coverage import Coverage, measure_coverage
from pipeline.formats.registry import open_formats
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.document import Block, Document, Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundtripRow:
    """One file: whether it came back, and where it first differs."""

    file: str
    identical: bool
    line: int | None
    units: int
    kept: bool | None = None
    """With pseudo-translation: whether the structure stayed as it was."""
    changed: int | None = None
    """With pseudo-translation: the line of the source where the structure first differs."""
    refused: int = 0
    """With pseudo-translation: targets that could not be written without changing the structure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow(Coverage):
    """The letters of one file, or of all of them."""

    file: str | None = None
    """None for the sum."""


def roundtrip(
    paths: Sequence[Path], *, is_pseudo: bool = False, format_name: str | None = None
) -> tuple[RoundtripRow, ...]:
    """Take each file apart and put it together again; with `is_pseudo`, pseudo-translated as well (Law 2).

    `format_name` is for files whose names don't tell, or tell another format.
    """
    return tuple(_roundtrip_one(path, format_name, is_pseudo=is_pseudo) for path in paths)


def cover(paths: Sequence[Path], *, format_name: str | None = None) -> tuple[CoverageRow, ...]:
    """Return the letters of each file by what becomes of them, and their sum."""
    rows: list[CoverageRow] = []
    total = Coverage()
    for path in paths:
        found, reading = _open(path, format_name)
        one = measure_coverage(found.parse(read_bytes(path, str(path)), reading))
        rows.append(CoverageRow(file=str(path), **asdict(one)))
        total = total.plus(one)
    return (*rows, CoverageRow(**asdict(total)))


def _open(path: Path, format_name: str | None) -> tuple[DocumentFormat, Reading]:
    name = str(path)
    found = open_formats().get(format_name) if format_name else _format_for(path, name)
    collection = Collection(name="none", path=".", files=(), format=found.name, profile=Profile(name=""))
    return found, Reading(id=path.stem, path=name, collection=collection)


def _roundtrip_one(path: Path, format_name: str | None, *, is_pseudo: bool) -> RoundtripRow:
    name = str(path)
    found, reading = _open(path, format_name)
    data = read_bytes(path, name)
    document = found.parse(data, reading)
    back = rebuild(found, document, lambda occurrence: occurrence.key.source)
    line = None if back == data else _first_difference(data, back)
    units = len(list(document.occurrences()))
    row = RoundtripRow(file=name, identical=back == data, line=line, units=units)
    return _pseudo_translated(row, found, document, reading) if is_pseudo else row


def _pseudo_translated(
    row: RoundtripRow, one: DocumentFormat, document: Document, reading: Reading
) -> RoundtripRow:
    """Return the row with what became of the structure when every unit got another text."""
    refused: list[Occurrence] = []

    def target(unit: Occurrence) -> str:
        pseudo = pseudo_text(unit.key.source)
        try:
            one.encode(document, unit, pseudo)
        except DocumentError:
            refused.append(unit)
            return unit.key.source
        return pseudo

    # Read by paragraph: where sentences end in accented text is no question of structure.
    whole = replace(reading, collection=replace(reading.collection, segmentation="paragraph"))
    before = one.parse(document.data, whole).blocks
    pairs = zip_longest(before, one.parse(rebuild(one, document, target), whole).blocks)
    differing = next((old or before[-1] for old, new in pairs if _shape(old) != _shape(new)), None)
    changed = differing.line if differing else None
    return replace(row, kept=changed is None, changed=changed, refused=len(refused))


def _shape(block: Block | None) -> tuple[object, ...]:
    """Return what a translation must leave as it is: the kind of block, its level, its inline markup."""
    if block is None:
        return ()
    codes = Counter((code.opening, code.closing) for unit in block.occurrences for code in unit.codes)
    return block.kind, block.level, frozenset(codes.items())


def _format_for(path: Path, name: str) -> DocumentFormat:
    formats = open_formats()
    found = next((one for one in formats if path.suffix.lower() in one.suffixes), None)
    if found is None:
        known = ", ".join(sorted(suffix for one in formats for suffix in one.suffixes))
        hint = f"known: {known}; or give --format"
        raise ConfigError(f'no format reads "{path.suffix}" files', at=Location(name), hint=hint)
    return found


def _first_difference(data: bytes, back: bytes) -> int:
    pairs = zip(data, back, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(data), len(back)))
    return data.count(b"\n", 0, at) + 1
