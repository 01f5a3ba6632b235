"""report: the whole project's standing, as pages, JSON, Markdown and badges.

Without a date in it: the same inputs give the same bytes (Law 9), and an unchanged file is not rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.build.assemble import find_reasons
from pipeline.errors import raise_all
from pipeline.model.document import BlockKind, Document
from pipeline.model.draft import find_origin
from pipeline.model.pinning import find_pin, judge_pin
from pipeline.report.badges import render_badge
from pipeline.report.html import read_static, render_index, render_locale
from pipeline.report.json import render_json
from pipeline.report.markdown import render_markdown
from pipeline.report.metrics import measure
from pipeline.report.rows import CatalogRows, DisclaimerRow, Facts, Part, UnitRow, Withholding
from pipeline.stages.gone import find_lost, findings_of
from pipeline.stages.pins import find_unsupported
from pipeline.stages.progress import Progress, Silent
from pipeline.stages.shelves import CheckedCatalog, make_shelves, read_checked
from pipeline.stages.sources import DISCLAIMERS, INTERFACE, Sources, read_sources
from pipeline.stages.standings import UnitStanding, read_pinned, read_signing
from pipeline.workspace.folders import write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.build.targets import Shelf
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.report.metrics import LocaleMetrics, Metrics
    from pipeline.workspace.project import Workspace

FOLDER = "report"
PARTS = {DISCLAIMERS: Part.DISCLAIMERS, INTERFACE: Part.INTERFACE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One locale in a line."""

    locale: str
    verdict: str
    """`released`, `partly released`, `withheld` or `nothing to release`."""
    documents: int
    released: int
    units: int
    """Of the documents, as are the other figures."""
    approved: int
    critical: int
    critical_approved: int
    critical_share: int
    """Per cent of the words that are critical."""
    reviewer_hours: float
    """What reviewers still have to read, the interface and the disclaimers included."""
    drafts: int
    """Untouched machine text that no person has signed."""
    unattributed: int
    owed: int
    """Disclaimers without a valid pinned wording."""
    findings: int
    blocking: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResult:
    """What was written, and the figures in short."""

    folder: Path
    rows: tuple[ReportRow, ...]
    written: int
    removed: int


def report(workspace: Workspace, *, as_of: str, progress: Progress | None = None) -> ReportResult:
    """Write the report; raises the problems of sources that can't be read, before writing."""
    progress = progress or Silent()
    sources = read_sources(workspace)
    raise_all(sources.problems)
    facts = _gather(workspace, sources, as_of, progress)
    metrics = measure(facts)
    folder = workspace.output(FOLDER)
    change = write_folder(folder, _render_all(metrics))
    rows = tuple(_report_row(one) for one in metrics.locales)
    return ReportResult(folder=folder, rows=rows, written=change.written, removed=change.removed)


def _gather(workspace: Workspace, sources: Sources, as_of: str, progress: Progress) -> Facts:
    signing = read_signing(workspace)
    locales = workspace.config.locales
    catalogs: list[CatalogRows] = []
    disclaimers: list[DisclaimerRow] = []
    progress.start("report", len(locales))
    for locale in locales:
        checked = {one.id: read_checked(workspace, one, locale, signing, as_of) for one in sources.catalogs}
        shelves = make_shelves(workspace, sources, locale, checked, as_of)
        catalogs += [_catalog_rows(one, sources, shelves) for one in checked.values()]
        disclaimers += _disclaimer_rows(workspace, sources.disclaimers, locale, as_of)
        progress.advance(locale.code)
    progress.finish()
    return Facts(
        project=workspace.config.name,
        source_locale=workspace.config.source_locale,
        locales=locales,
        catalogs=tuple(catalogs),
        disclaimers=tuple(disclaimers),
        source_findings=(*sources.findings, *findings_of(find_lost(workspace, sources.keys()))),
    )


def _catalog_rows(checked: CheckedCatalog, sources: Sources, shelves: Mapping[str, Shelf]) -> CatalogRows:
    shelved = checked.shelved
    document = next((one for one in sources.documents if one.id == shelved.document), None)
    places = _places(document) if document else {}
    reasons = find_reasons(document, shelves[document.id]) if document else ()
    return CatalogRows(
        document=shelved.document,
        locale=shelved.locale.code,
        part=PARTS.get(shelved.document, Part.DOCUMENT),
        rows=tuple(_unit_row(one, checked, places.get(one.unit.key)) for one in shelved.units),
        findings=checked.findings.get(None, ()),
        withholdings=tuple(
            Withholding(message=one.message, unit=one.unit, state=one.state, risk=one.risk) for one in reasons
        ),
    )


def _places(document: Document) -> dict[UnitKey, str | None]:
    """Return the heading that each unit first stands under; a heading stands under itself."""
    places: dict[UnitKey, str | None] = {}
    for block in document.blocks:
        for unit in block.occurrences:
            is_heading = block.kind is BlockKind.HEADING
            places.setdefault(unit.key, unit.key.source if is_heading else block.section)
    return places


def _unit_row(one: UnitStanding, checked: CheckedCatalog, section: str | None) -> UnitRow:
    key, origin = one.unit.key, find_origin(one.entry.comments)
    is_untouched = origin is not None and origin.is_of(one.entry.target)
    return UnitRow(
        document=one.document,
        locale=one.locale.code,
        unit=key.id,
        source=key.source,
        target=one.entry.target,
        state=one.standing.state,
        risk=one.risk,
        words=one.words,
        engine=origin.engine if origin and is_untouched else None,
        missing=one.standing.missing,
        findings=checked.findings.get(key.id, ()),
        section=section,
        role=key.context,
        previous=one.entry.previous.source if one.entry.previous else None,
        note=origin.note if origin and is_untouched else "",
        approvers=one.standing.approvers,
        signatures_left=one.standing.signatures_left,
    )


def _disclaimer_rows(
    workspace: Workspace, disclaimers: Sequence[Disclaimer], locale: Locale, as_of: str
) -> Iterator[DisclaimerRow]:
    pinned, unsupported = read_pinned(workspace, locale), dict(find_unsupported(workspace, locale))
    for disclaimer in disclaimers:
        found = find_pin(pinned, disclaimer)
        standing = judge_pin(found, disclaimer, as_of=as_of, missing=unsupported.get(disclaimer.id))
        yield DisclaimerRow(
            locale=locale.code,
            id=disclaimer.id,
            version=disclaimer.version,
            pinning=standing.pinning,
            reason=standing.reason,
            expires=found.expires if found else None,
            approved_by=found.approved_by if found else (),
        )


def _render_all(metrics: Metrics) -> dict[str, bytes]:
    texts = {
        "index.html": render_index(metrics),
        "report.json": render_json(metrics),
        "report.md": render_markdown(metrics),
    }
    for one in metrics.locales:
        texts[f"{one.locale.code}.html"] = render_locale(metrics, one)
        texts[f"badges/{one.locale.code}.svg"] = render_badge(one)
    return {name: text.encode() for name, text in texts.items()} | dict(read_static())


def _report_row(one: LocaleMetrics) -> ReportRow:
    states = {state.value: amount.units for state, amount in one.sum.states.items()}
    return ReportRow(
        locale=one.locale.code,
        verdict=one.verdict.value,
        documents=len(one.documents),
        released=one.released,
        units=one.sum.total.units,
        approved=states["approved"],
        critical=one.sum.critical.total,
        critical_approved=one.sum.critical.approved,
        critical_share=one.sum.critical_share or 0,
        reviewer_hours=one.everything.reviewer_hours,
        drafts=sum(row.is_machine_draft for row in one.sum.rows),
        unattributed=states["unattributed"],
        owed=len(one.owed),
        findings=len(one.sum.findings),
        blocking=one.sum.blocking,
    )
