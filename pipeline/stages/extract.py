"""extract: sources to templates. A template changes only when the text in it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.po import read_catalog, write_catalog
from pipeline.catalogs.templates import make_template
from pipeline.errors import raise_all
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.segmentation import record_segmentation
from pipeline.stages.sources import RESERVED, read_sources
from pipeline.workspace.lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model.finding import Finding
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import Sources
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """One template."""

    document: str
    path: str
    units: int
    critical: int
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """A document that seems to be one that is gone, under another file name."""

    old: str
    """Its former id, under which its translations and approvals are."""
    file: str
    inside: str
    """The file's path inside its collection."""
    collection: str

    @property
    def remedy(self) -> str:
        """The line of `caveat.toml` that keeps the former id."""
        return f'under [collections.{self.collection}.ids]: "{self.inside}" = "{self.old}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractResult:
    """What was extracted, and what the content owner should know."""

    rows: tuple[TemplateRow, ...]
    removed: tuple[str, ...]
    """Templates of documents that are gone; their catalogs stay."""
    findings: tuple[Finding, ...]
    renamed: tuple[Rename, ...] = ()
    is_recut: bool = False
    """The text is cut into units by something else than in the last run."""

    @property
    def documents(self) -> int:
        """How many of the templates are of documents."""
        return sum(row.document not in RESERVED for row in self.rows)


@exclusive
def extract(workspace: Workspace, progress: Progress | None = None) -> ExtractResult:
    """Write the templates; raises every document's problem after the others are done."""
    progress = progress or Silent()
    sources = read_sources(workspace)
    progress.start("extract", len(sources.catalogs))
    renamed = tuple(_find_renames(workspace, sources))
    rows = []
    for source in sources.catalogs:
        path = workspace.template(source.id)
        template = make_template(source.id, source.units, source.reference)
        rows.append(
            TemplateRow(
                document=source.id,
                path=workspace.name_of(path),
                units=len(source.units),
                critical=sum(unit.risk > 0 for unit in source.units),
                is_written=write_catalog(path, template),
            )
        )
        progress.advance(source.id)
    progress.finish()
    raise_all(sources.problems)
    removed = _remove_old_templates(workspace, {row.document for row in rows})
    return ExtractResult(
        rows=tuple(rows),
        removed=removed,
        findings=sources.findings,
        renamed=renamed,
        is_recut=record_segmentation(workspace),
    )


def _find_renames(workspace: Workspace, sources: Sources) -> Iterator[Rename]:
    """Yield each new document most of whose units stand in the template of a document that is gone."""
    present = {source.id: source for source in sources.catalogs}
    templates = sorted((workspace.root / "locales").glob("*.pot"))
    gone = {path.stem: _keys(path, workspace) for path in templates if path.stem not in present}
    for file in workspace.source_files():
        source = present.get(file.id)
        if source is not None and gone and not workspace.template(file.id).exists():
            keys = {unit.key for unit in source.units}
            old = max(gone, key=lambda name: len(keys & gone[name]))
            if 2 * len(keys & gone[old]) > max(len(keys), len(gone[old])):
                collection = file.collection.name
                yield Rename(old=old, file=file.name, inside=file.inside, collection=collection)


def _keys(path: Path, workspace: Workspace) -> set[UnitKey]:
    return {entry.key for entry in read_catalog(path, workspace.name_of(path)).units()}


def _remove_old_templates(workspace: Workspace, wanted: set[str]) -> tuple[str, ...]:
    old = [path for path in sorted((workspace.root / "locales").glob("*.pot")) if path.stem not in wanted]
    for path in old:
        path.unlink()
    return tuple(workspace.name_of(path) for path in old)
