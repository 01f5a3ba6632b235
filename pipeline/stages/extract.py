"""extract: sources to templates. A template changes only when the text in it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.po import write_catalog
from pipeline.catalogs.templates import make_template
from pipeline.errors import raise_all
from pipeline.stages.gone import Lost, find_lost
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.segmentation import record_segmentation
from pipeline.stages.sources import RESERVED, read_sources
from pipeline.workspace.lock import exclusive

if TYPE_CHECKING:
    from pipeline.model.finding import Finding
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
class ExtractResult:
    """What was extracted, and what the content owner should know."""

    rows: tuple[TemplateRow, ...]
    removed: tuple[str, ...]
    """Templates of documents that are gone; their catalogs stay."""
    findings: tuple[Finding, ...]
    lost: Lost
    """What people wrote for documents that are gone."""
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
        lost=find_lost(workspace, sources.keys()),
        is_recut=record_segmentation(workspace),
    )


def _remove_old_templates(workspace: Workspace, wanted: set[str]) -> tuple[str, ...]:
    old = [path for path in sorted((workspace.root / "locales").glob("*.pot")) if path.stem not in wanted]
    for path in old:
        path.unlink()
    return tuple(workspace.name_of(path) for path in old)
