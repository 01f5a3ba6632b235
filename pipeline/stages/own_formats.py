"""Documents that are built in their own format: where their files go, and what did not fit into them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.build.exports import ExportTask
from pipeline.build.render import find_paths
from pipeline.build.task import OwnFormat
from pipeline.catalogs.po import read_catalog
from pipeline.config.project import Output
from pipeline.errors import ConfigError, Location
from pipeline.formats.export import ExportFormat
from pipeline.formats.registry import open_formats
from pipeline.model.finding import Finding, Severity
from pipeline.workspace.project import one_spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.build.task import Rendered, Task
    from pipeline.formats.base import DocumentFormat
    from pipeline.model.locale import Locale
    from pipeline.stages.releases import Release
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import SourceFile, Workspace

OwnFormats = dict[str, dict["Locale", OwnFormat]]
"""By source file, then by locale."""
REFUSED = "build.text-refused"
EXPORTS = "exports"
DELTAS = "deltas"
"""Folders beside those of the languages: an export holds all of them."""


def read_own_formats(workspace: Workspace, sources: Sources) -> OwnFormats:
    """Return how each file is written whose collection has `output = "document"`."""
    formats = open_formats()
    config = workspace.config
    known = {document.path for document in sources.documents}
    return {
        file.name: {
            locale: _own_format(file, formats.get(file.collection.format), locale)
            for locale in (config.source_locale, *config.locales)
        }
        for file in workspace.source_files()
        if file.collection.output is Output.DOCUMENT and file.name in known
    }


def _own_format(file: SourceFile, found: DocumentFormat, locale: Locale) -> OwnFormat:
    is_export = isinstance(found, ExportFormat)
    return OwnFormat(
        format=found,
        file=f"../{EXPORTS}/{file.collection.name}/{file.inside}" if is_export else file.inside,
        links=file.collection.profile.links.get(locale.code, {}),
        is_export=is_export,
    )


def export_tasks(tasks: Iterable[Task], since: Release | None) -> Iterator[ExportTask]:
    """Yield one task for each export of which rows are to be made."""
    rows: dict[str, list[Task]] = defaultdict(list)
    own: dict[str, OwnFormat] = {}
    for task in tasks:
        if task.own and task.own.is_export:
            rows[task.own.file].append(task)
            own[task.own.file] = task.own
    for file, found in rows.items():
        known = None if since is None else since.fields
        yield ExportTask(tasks=tuple(found), own=own[file], file=file.removeprefix("../"), since=known)


def find_collisions(workspace: Workspace, sources: Sources, own: OwnFormats) -> Iterator[ConfigError]:
    """Yield an error for each two source files that would be built into the same place."""
    source = workspace.config.source_locale
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    for document in sources.documents:
        for path in find_paths(document.id, own.get(document.path, {}).get(source)):
            place = one_spelling(path)
            above = [str(folder) for folder in PurePosixPath(place).parents][:-1]
            others = (taken.get(place), folders.get(place), *(taken.get(folder) for folder in above))
            other = next((one for one in others if one not in (None, document.path)), None)
            if other:
                hint = "move one of them to another folder of its collection, or give it another id"
                message = f'would be built into the place of {other}: "{path}"'
                yield ConfigError(message, at=Location(document.path), hint=hint)
            taken.setdefault(place, document.path)
            folders |= dict.fromkeys(above, document.path)


def find_refused(workspace: Workspace, pages: Iterable[Rendered]) -> Iterator[Finding]:
    """Yield each text that was left out of a preview, where it stands in its catalog."""
    for page in pages:
        if page.refused:
            path = workspace.catalog(workspace.config.get_locale(page.locale), page.document)
            name = workspace.name_of(path)
            lines = {entry.key.id: entry.line for entry in read_catalog(path, name).units()}
            for reason in page.refused:
                yield Finding(
                    file=name,
                    line=lines.get(reason.unit or ""),
                    unit=reason.unit,
                    locale=page.locale,
                    check=REFUSED,
                    severity=Severity.WARNING,
                    message=reason.message,
                    hint="write it another way: a release would withhold the document",
                )
