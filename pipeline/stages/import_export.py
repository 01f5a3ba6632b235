"""import: an export of a content system into the project, row by row.

The first one is kept as it is; each later one is merged into it. A partial export says nothing of the rows
that it does not hold. Nothing is written when anything is wrong.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pipeline.config.parse_config import parse_config
from pipeline.config.project import Collection, Profile
from pipeline.errors import ConfigError, Location, raise_all
from pipeline.formats.export import ExportFormat
from pipeline.formats.export_merge import ExportFile, Merged, merge_rows
from pipeline.formats.registry import open_formats
from pipeline.stages.import_catalogs import TakenRow, take_texts
from pipeline.stages.import_declaration import (
    add_declaration,
    find_fields,
    name_collection,
    refuse_name,
    render_declaration,
)
from pipeline.stages.import_texts import Untaken, find_texts, read_like
from pipeline.stages.sources import read_sources
from pipeline.workspace.files import decode_utf8, read_bytes, write_if_changed
from pipeline.workspace.lock import exclusive
from pipeline.workspace.project import CONFIG_NAME, Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.stages.progress import Progress
    from pipeline.workspace.project import SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What is asked for."""

    is_full: bool | None = None
    """Whether the export holds every row; None where nobody said."""
    key: str | None = None
    """The column that identifies a row; None where the collection says it."""
    collection: str | None = None
    tombstone: str | None = None
    """A column that says of a row that it is gone."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Of a new collection: fields with the formats of their cells, where they differ from what is found."""
    sheet: str | None = None
    """Of a new collection: the name of the workbook's sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of an export's rows."""

    collection: str
    path: str
    """Where the export is kept in the project."""
    declared: str
    """The tables that were added to `caveat.toml`; empty where the collection was declared before."""
    added: tuple[str, ...]
    """Keys of rows, as are the next four."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    """Rows that the export does not hold and that stay."""
    new_columns: tuple[str, ...]
    is_written: bool
    taken: tuple[TakenRow, ...] = ()
    untaken: tuple[Untaken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is to be written, before anything is."""

    workspace: Workspace
    """With the collection declared."""
    collection: Collection
    one: ExportFormat
    path: Path
    declared: str
    config: bytes
    """The whole of `caveat.toml` to be."""


@exclusive
def import_export(
    workspace: Workspace, export: Path, order: ImportOrder, *, today: str, progress: Progress | None = None
) -> ImportResult:
    """Take an export into the project; raises CaveatError, and then nothing is written.

    Languages that it holds are taken into the catalogs where these hold nothing of a person; see
    `import_catalogs`.
    """
    data = read_bytes(export, str(export))
    plan = _make_plan(workspace, export, data, order)
    name = plan.workspace.name_of(plan.path)
    old = read_bytes(plan.path, name) if plan.path.exists() else None
    merged = _merge(plan, old, ExportFile(data=data, path=str(export)), order)
    if old is None:  # read as it is, so that what is wrong is told where it stands
        plan.one.parse(data, read_like(plan.workspace, plan.collection, str(export)))
    config = workspace.root / CONFIG_NAME
    with _undone_on_error(plan.path, config):
        is_written = write_if_changed(plan.path, merged.data)
        write_if_changed(config, plan.config)
        file = _claimed(plan)
        sources = read_sources(plan.workspace)
        texts = find_texts(plan.workspace, file, plan.one, old)
        # Without texts to take, a problem of another document is no reason to refuse an export.
        raise_all(one for one in sources.problems if texts.cells or name in str(one))
    taken, untaken = take_texts(plan.workspace, texts, today=today, progress=progress)
    return ImportResult(
        collection=plan.collection.name,
        path=name,
        declared=plan.declared,
        added=merged.added,
        changed=merged.changed,
        removed=merged.removed,
        unchanged=merged.unchanged,
        kept=merged.kept,
        new_columns=merged.new_columns,
        is_written=is_written,
        taken=taken,
        untaken=untaken,
    )


def _merge(plan: _Plan, old: bytes | None, new: ExportFile, order: ImportOrder) -> Merged:
    """Return the file to keep; a first export is merged with itself, as tombstones count even then."""
    key = plan.collection.key or ""
    if old is not None and order.is_full is None:
        hint = "a partial export changes and adds rows; a full one also removes those that it does not hold"
        message = "say --partial or --full: there is an export to merge with"
        raise ConfigError(message, at=Location(plan.workspace.name_of(plan.path)), hint=hint)
    kept = new if old is None else ExportFile(data=old, path=plan.workspace.name_of(plan.path))
    merged = merge_rows(
        plan.one.codec.at_sheet(plan.collection.sheet),
        kept,
        new,
        key=key,
        is_full=order.is_full is True,
        tombstone=order.tombstone,
        fields=tuple(plan.collection.fields),
    )
    return merged if old is not None else replace(merged, added=merged.unchanged, unchanged=())


def _make_plan(workspace: Workspace, export: Path, data: bytes, order: ImportOrder) -> _Plan:
    config = read_bytes(workspace.root / CONFIG_NAME, CONFIG_NAME)
    collection = _find_collection(workspace, export, order)
    declared = ""
    if collection is None:
        name = order.collection or name_collection(export)
        refuse_name(name)
        one = _format_by_suffix(export)
        declared = _declare(workspace, name, one, export, data, order)
        config = add_declaration(config, declared)
        text = decode_utf8(config, CONFIG_NAME).removeprefix("\ufeff")
        workspace = Workspace(workspace.root, parse_config(text, CONFIG_NAME))
        collection = next(one for one in workspace.config.collections if one.name == name)
    else:
        one = _format_of(collection)
        _refuse_other_declaration(collection, order)
    path = _stored(workspace, collection, export)
    return _Plan(
        workspace=workspace, collection=collection, one=one, path=path, declared=declared, config=config
    )


def _find_collection(workspace: Workspace, export: Path, order: ImportOrder) -> Collection | None:
    """Return the collection that an export belongs to, or None for a new one; never by a guess."""
    collections = workspace.config.collections
    if order.collection is not None:
        return next((one for one in collections if one.name == order.collection), None)
    formats = {one.name for one in open_formats() if isinstance(one, ExportFormat)}
    exports = [one for one in collections if one.format in formats]
    holding = [one for one in exports if (workspace.root / one.path / export.name).is_file()]
    if len(holding) == 1:
        return holding[0]
    if exports:
        names = ", ".join(f"--collection {one.name}" for one in exports)
        hint = f"{names}; another name declares a new one"
        raise ConfigError("which collection is it for?", at=Location(str(export)), hint=hint)
    return None


def _format_by_suffix(export: Path) -> ExportFormat:
    formats = [one for one in open_formats() if isinstance(one, ExportFormat)]
    found = next((one for one in formats if export.suffix.lower() in one.suffixes), None)
    if found is None:
        known = ", ".join(suffix for one in formats for suffix in one.suffixes)
        message = f'no export is called "{export.suffix}"'
        raise ConfigError(message, at=Location(str(export)), hint=f"known: {known}")
    return found


def _format_of(collection: Collection) -> ExportFormat:
    found = open_formats().get(collection.format)
    if not isinstance(found, ExportFormat):
        message = (
            f'[collections.{collection.name}] holds documents of format "{collection.format}", no exports'
        )
        raise ConfigError(message, at=Location(CONFIG_NAME), hint="give --collection another name")
    return found


def _declare(
    workspace: Workspace, name: str, one: ExportFormat, export: Path, data: bytes, order: ImportOrder
) -> str:
    """Return the tables for a new collection."""
    if order.key is None:
        hint = "for instance --key id: the column that identifies a row and never changes"
        raise ConfigError("say which column is the key", at=Location(str(export)), hint=hint)
    source = workspace.config.source_locale
    codec = one.codec.at_sheet(order.sheet)
    fields = find_fields(codec, data, str(export), order.key, source, order.fields)
    made = Collection(
        name=name,
        path=f"source/{name}",
        files=(f"*{export.suffix}",),
        format=one.name,
        profile=Profile(name=""),
        key=order.key,
        fields=fields,
        sheet=order.sheet,
    )
    return render_declaration(made)


def _refuse_other_declaration(collection: Collection, order: ImportOrder) -> None:
    table = f"[collections.{collection.name}]"
    if order.key is not None and order.key != collection.key:
        message = f'{table} has the key "{collection.key}", not "{order.key}"'
        hint = "leave --key out, or change the table: every row would be another document"
        raise ConfigError(message, at=Location(CONFIG_NAME), hint=hint)
    if order.sheet is not None and order.sheet != collection.sheet:
        hint = f"change [collections.{collection.name}] in {CONFIG_NAME}, and leave --sheet out"
        raise ConfigError(f"{table} says which sheet it is", at=Location(CONFIG_NAME), hint=hint)
    if order.fields:
        hint = f"change [collections.{collection.name}.fields] in {CONFIG_NAME}, and leave --field out"
        raise ConfigError(f"{table} declares its fields already", at=Location(CONFIG_NAME), hint=hint)


def _stored(workspace: Workspace, collection: Collection, export: Path) -> Path:
    """Return the file that an export is merged into: the one of its name, else the only one there is."""
    folder = workspace.root / collection.path
    held = [one.path for one in workspace.source_files() if one.collection.name == collection.name]
    same = folder / export.name
    if same in held or not held:
        if not any(fnmatchcase(export.name, pattern.rpartition("/")[2]) for pattern in collection.files):
            message = f"[collections.{collection.name}] does not claim a file of this name"
            hint = f"its files are {', '.join(collection.files)}; rename the export, or add a pattern"
            raise ConfigError(message, at=Location(str(export)), hint=hint)
        return same
    if len(held) > 1:
        names = ", ".join(path.name for path in held)
        message = f"[collections.{collection.name}] holds several exports, and none of this name"
        hint = f"rename it to the one that it belongs to: {names}"
        raise ConfigError(message, at=Location(str(export)), hint=hint)
    return held[0]


def _claimed(plan: _Plan) -> SourceFile:
    """Return the stored file as the project sees it; raises ConfigError where another collection takes it."""
    found = [one for one in plan.workspace.source_files() if one.path == plan.path]
    other = next((one for one in found if one.collection.name != plan.collection.name), None)
    if other is not None:
        message = f"[collections.{other.collection.name}] claims this file already"
        hint = f"give --collection {other.collection.name}, or narrow its files"
        raise ConfigError(message, at=Location(other.name), hint=hint)
    return found[0]


@contextmanager
def _undone_on_error(*paths: Path) -> Iterator[None]:
    """Put the files back as they were when what is done meanwhile fails or is interrupted."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    folders = [path.parent for path in paths if not path.parent.exists()]
    try:
        yield
    except BaseException:
        for path, data in before.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                write_if_changed(path, data)
        for folder in folders:
            with suppress(OSError):
                folder.rmdir()
        raise
