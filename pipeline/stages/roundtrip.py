"""roundtrip: proof that putting every unit's source back gives a file byte for byte (Law 1).

With pseudo-translation also that other texts leave its structure as it is (Law 2). With coverage, what share
of its letters is in units at all.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from pipeline.config.project import Collection, Profile
from pipeline.drafting.pseudo import pseudo_text
from pipeline.errors import ConfigError, DocumentError, Location, did_you_mean
from pipeline.formats.base import DocumentFormat, Nesting, Reading, rebuild, write_units
from pipeline.formats.coverage import Coverage, measure_coverage
from pipeline.formats.lines import line_at
from pipeline.formats.registry import open_formats
from pipeline.stages.segmentation import read_own_rules
from pipeline.stages.sources import read_disclaimers
from pipeline.workspace.files import read_bytes
from pipeline.workspace.project import CONFIG_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.model.document import ByteRange, Document, Occurrence
    from pipeline.workspace.project import Workspace

_QUOTED: Final = re.compile(rb"\"[^\"]*\"|'[^']*'")
_NO_TEXT: Final = b'""'
"""An attribute without its text, if quotes are around it: one without gets them."""
_NO_COLLECTION: Final = Collection(name="none", path=".", files=(), format="", profile=Profile(name=""))
NO_PROJECT: Final = Reading(id="", path="", collection=_NO_COLLECTION)
"""How a file is read that belongs to no project."""


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


def reading_of(workspace: Workspace, name: str) -> Reading:
    """Return how a project reads the files of a collection; raises ConfigError where it has none so named."""
    collections = {one.name: one for one in workspace.config.collections}
    if name not in collections:
        hint = did_you_mean(name, collections)
        raise ConfigError(f'no collection is named "{name}"', at=Location(CONFIG_NAME), hint=hint)
    return replace(
        NO_PROJECT,
        collection=collections[name],
        disclaimers=read_disclaimers(workspace),
        source_locale=workspace.config.source_locale,
        rules=read_own_rules(workspace),
    )


def reading_rows(key: str, fields: Mapping[str, str]) -> Reading:
    """Return how an export is read whose columns are declared by hand."""
    return replace(NO_PROJECT, collection=replace(NO_PROJECT.collection, key=key, fields=fields))


def roundtrip(
    paths: Sequence[Path],
    *,
    is_pseudo: bool = False,
    format_name: str | None = None,
    like: Reading = NO_PROJECT,
) -> tuple[RoundtripRow, ...]:
    """Take each file apart and put it together again; with `is_pseudo`, pseudo-translated as well (Law 2).

    `format_name` is for files whose names don't tell, or tell another format; `like` says how a collection of
    a project reads them.
    """
    return tuple(_roundtrip_one(path, format_name, like, is_pseudo=is_pseudo) for path in paths)


def cover(
    paths: Sequence[Path], *, format_name: str | None = None, like: Reading = NO_PROJECT
) -> tuple[CoverageRow, ...]:
    """Return the letters of each file by what becomes of them, and their sum."""
    rows: list[CoverageRow] = []
    total = Coverage()
    for path in paths:
        found, reading = _open(path, format_name, like)
        one = measure_coverage(_parse(found, read_bytes(path, str(path)), reading))
        rows.append(CoverageRow(file=str(path), **asdict(one)))
        total = total.plus(one)
    return (*rows, CoverageRow(**asdict(total)))


def _open(path: Path, format_name: str | None, like: Reading) -> tuple[DocumentFormat, Reading]:
    name = str(path)
    wanted = format_name or like.collection.format
    found = open_formats().get(wanted) if wanted else _format_for(path, name)
    collection = replace(like.collection, format=found.name)
    return found, replace(like, id=path.stem, path=name, collection=collection)


def _parse(one: DocumentFormat, data: bytes, reading: Reading) -> Document:
    """Return the document in a file; raises ConfigError too where only a project can say what it holds."""
    try:
        return one.parse(data, reading)
    except ConfigError as error:
        if reading.collection.name != _NO_COLLECTION.name or reading.collection.fields:
            raise
        message = f"such a file does not say what its columns hold ({one.name})"
        hint = 'give --key COLUMN and --field "NAME=FORMAT", or --collection NAME in its project'
        raise ConfigError(message, at=Location(reading.path), hint=hint) from error


def _roundtrip_one(path: Path, format_name: str | None, like: Reading, *, is_pseudo: bool) -> RoundtripRow:
    name = str(path)
    found, reading = _open(path, format_name, like)
    data = read_bytes(path, name)
    document = _parse(found, data, reading)
    back = rebuild(found, document, lambda occurrence: occurrence.key.source)
    line = None if back == data else _first_difference(data, back)
    units = len(list(document.occurrences()))
    row = RoundtripRow(file=name, identical=back == data, line=line, units=units)
    return _pseudo_translated(row, found, document, data, reading) if is_pseudo else row


def _pseudo_translated(
    row: RoundtripRow, one: DocumentFormat, document: Document, data: bytes, reading: Reading
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

    whole = _without_words(reading)
    before = one.parse(data, whole)
    after = one.parse(rebuild(one, document, target), whole)
    pairs = zip_longest(_shapes(one, before), _shapes(one, after))
    place = next((number for number, (old, new) in enumerate(pairs) if old != new), None)
    changed = None if place is None else before.blocks[min(place, len(before.blocks) - 1)].line
    return replace(row, kept=changed is None, changed=changed, refused=len(refused))


def _without_words(reading: Reading) -> Reading:
    """Return how to read what is accented: by paragraph, and without headings that a profile knows."""
    profile = replace(reading.collection.profile, sections=(), junk=())
    collection = replace(reading.collection, profile=profile, segmentation="paragraph")
    return replace(reading, collection=collection, disclaimers=())


def _shapes(one: DocumentFormat, document: Document) -> list[tuple[object, ...]]:
    """Return what a translation must leave as it is: of each block its kind, level and inline markup."""
    codes = _codes(one, document)
    return [
        (block.kind, block.level, Counter(code for unit in block.occurrences for code in codes[unit.range]))
        for block in document.blocks
    ]


def _codes(one: DocumentFormat, document: Document) -> dict[ByteRange, list[tuple[bytes, bytes | None]]]:
    """Return the tags of each unit, without the texts in them that are units of their own."""
    found: dict[ByteRange, list[tuple[bytes, bytes | None]]] = {}

    def note(unit: Occurrence) -> bytes:
        found[unit.range] = [(code.opening.replace(_NO_TEXT, b""), code.closing) for code in unit.codes]
        return b""

    if not isinstance(one, Nesting):
        for _ in write_units(document, note):
            pass
        return found
    # In a cell a text in a tag is spelled as the cell wants it, so it can't be found by its bytes.
    return {
        unit.range: [(_QUOTED.sub(b"", code.opening), code.closing) for code in unit.codes]
        for unit in document.occurrences()
    }


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
    return line_at(data, at)
