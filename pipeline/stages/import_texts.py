"""The translations that are new in an export, against what it said when it was imported before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.po import read_catalog
from pipeline.formats.base import Reading
from pipeline.formats.export_columns import target_column
from pipeline.formats.export_document import get_export
from pipeline.formats.export_parts import part_id
from pipeline.formats.export_rows import keyed_rows
from pipeline.formats.export_targets import read_targets
from pipeline.ledger.ledger_file import read_ledger
from pipeline.stages.segmentation import read_own_rules
from pipeline.stages.sources import read_disclaimers
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.config.project import Collection
    from pipeline.formats.export import ExportFormat
    from pipeline.formats.export_document import Export
    from pipeline.formats.export_rows import Row
    from pipeline.formats.export_targets import TargetCell
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import SourceFile, Workspace

_UNCHANGED = "the English text changed, and this one did not"


@dataclass(frozen=True, slots=True, kw_only=True)
class Untaken:
    """A translation in an export that was left there, and why."""

    file: str
    line: int
    row: str
    """The row's key."""
    field: str
    locale: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The translations that are new in an export."""

    file: SourceFile
    cells: Mapping[Locale, tuple[TargetCell, ...]]
    """By locale; empty where the export holds none that is new."""
    before: Mapping[tuple[str, str], str]
    """What each cell said in the export as it was kept before, by row and column."""
    untaken: tuple[Untaken, ...]


def untaken(file: SourceFile, cell: TargetCell, locale: Locale, text: str, reason: str) -> Untaken:
    """Return a text of a cell that is left where it is, with the reason."""
    return Untaken(
        file=file.name,
        line=cell.line,
        row=cell.part,
        field=cell.field,
        locale=locale.code,
        text=text,
        reason=reason,
    )


def read_like(workspace: Workspace, collection: Collection, path: str) -> Reading:
    """Return how the files of a collection are read."""
    return Reading(
        id="",
        path=path,
        collection=collection,
        disclaimers=read_disclaimers(workspace),
        source_locale=workspace.config.source_locale,
        rules=read_own_rules(workspace),
    )


def find_texts(workspace: Workspace, file: SourceFile, one: ExportFormat, old: bytes | None) -> Texts:
    """Return the translations that a kept export holds and did not hold before; raises CaveatError.

    The catalogs and ledgers that they may go to are read too, so that what is wrong is told in time.
    """
    reading = read_like(workspace, file.collection, file.name)
    data = read_bytes(file.path, file.name)
    export = get_export(one.parse(data, reading))
    before = dict(_cells_of(export, old)) if old is not None else {}
    sources = {(cell.part, cell.field): (cell.column, cell.cell.text) for cell in export.cells}
    cells: dict[Locale, tuple[TargetCell, ...]] = {}
    left: list[Untaken] = []
    for locale in workspace.config.locales:
        if not _has_columns(export, locale):
            continue
        fresh = []
        for cell in read_targets(one, data, reading, locale):
            if before.get((cell.part, cell.column)) != cell.text:
                fresh.append(cell)
                continue
            column, text = sources.get((cell.part, cell.field), ("", None))
            if before.get((cell.part, column)) != text:
                left.append(untaken(file, cell, locale, cell.text, _UNCHANGED))
        if fresh:
            cells[locale] = tuple(fresh)
            _read_all(workspace, file.collection, locale, {cell.part for cell in fresh})
    return Texts(file=file, cells=cells, before=before, untaken=tuple(left))


def _has_columns(export: Export, locale: Locale) -> bool:
    reading = export.reading
    names = reading.collection.profile.language_names
    wanted = {
        target_column(field, export.columns, locale, reading.source_locale, names)
        for field in reading.collection.fields
    }
    return not wanted.isdisjoint(export.columns)


def _cells_of(export: Export, data: bytes) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what each cell of an older version of an export says, by row and column."""
    sheet = export.codec.read(data, export.path, export.wanted)
    rows: Iterable[tuple[str, Row]] = keyed_rows(sheet, export.key, export.path)
    for key, row in rows:
        for name, cell in row.cells.items():
            yield (key, name), cell.text or ""


def _read_all(workspace: Workspace, collection: Collection, locale: Locale, parts: Iterable[str]) -> None:
    """Raise CaveatError for a catalog or ledger that can't be read."""
    for part in parts:
        document = part_id(collection.name, part)
        path, ledger = workspace.catalog(locale, document), workspace.ledger(locale, document)
        if path.exists():
            read_catalog(path, workspace.name_of(path))
        read_ledger(ledger, workspace.name_of(ledger))
