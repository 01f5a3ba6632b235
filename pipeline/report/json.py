"""Figures to `report.json`, for programs.

The object:

    {"caveat": "report/1", "project", "source_locale",
     "review": {"statement", "detail"},          whether a person has read these texts, in words
     "locales": [LOCALE, ...],                   in the project's order
     "source_findings": [FINDING, ...]}          about the source files themselves

LOCALE: {"locale", "verdict", "released", "withheld", "reasons": [REASON, ...], "states": STATES,
    "total": AMOUNT, "critical": APPROVAL, "critical_share", "reviewer_hours", "engines": {name: AMOUNT},
    "findings": COUNTS, "disclaimers": [DISCLAIMER, ...], "catalogs": [CATALOG, ...]}.
    `verdict` is "released", "partly released", "withheld" or "nothing to release".
    The figures are over the documents; the parts "disclaimers" (workbench) and "interface" are counted apart.
    `critical_share` is per cent of the words, null of nothing; `reviewer_hours` is what people still have to
    read, each text as often as it lacks signatures, at the speeds of `pipeline/model/effort.py`.
CATALOG: {"document", "part", "released", "reasons", "states", "total", "critical", "critical_share",
    "reviewer_hours", "engines", "findings", "units": [UNIT, ...]}. `part` is "document", "disclaimers" or
    "interface"; outside documents `released` is null.
UNIT: {"unit", "role", "section", "risk", "state", "words", "engine", "missing", "findings": [FINDING, ...]}
    in reading order. The texts themselves stand in the catalogs.
STATES: every state -> AMOUNT. AMOUNT: {"units", "words"}, words of the source.
APPROVAL: {"approved", "total", "below": [unit id, ...]}. COUNTS: {"error", "warning", "notice",
    "blocking", "waived"}; the first three without what is waived.
REASON: {"message", "risk", "state", "units", "documents"}; `units` is 0 where it is not about units.
DISCLAIMER: {"id", "version", "status", "reason", "expires", "approved_by"}; `status` is "pinned", "owed",
    "outdated", "expired" or "unsigned". FINDING: see `Finding.to_json`.

A key may be added within report/1; none changes its meaning or goes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from pipeline.report.rows import Part
from pipeline.report.wording import describe_review

if TYPE_CHECKING:
    from pipeline.report.metrics import Approval, CatalogMetrics, LocaleMetrics, Metrics, Sum
    from pipeline.report.rows import DisclaimerRow, UnitRow

FORMAT: Final = "report/1"


def render_json(metrics: Metrics) -> str:
    """Return the figures as JSON; it holds no date and no path of this machine."""
    facts = metrics.facts
    statement, detail = describe_review(metrics.everything.rows, facts.disclaimers)
    data = {
        "caveat": FORMAT,
        "project": facts.project,
        "source_locale": facts.source_locale.code,
        "review": {"statement": statement, "detail": detail},
        "locales": [_locale(one) for one in metrics.locales],
        "source_findings": [finding.to_json() for finding in facts.source_findings],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _locale(one: LocaleMetrics) -> dict[str, Any]:
    return {
        "locale": one.locale.code,
        "verdict": one.verdict.value,
        "released": one.released,
        "withheld": len(one.documents) - one.released,
        "reasons": [asdict(reason) for reason in one.reasons],
        **_figures(one.sum),
        "disclaimers": [_disclaimer(row) for row in one.disclaimers],
        "catalogs": [_catalog(catalog) for catalog in one.catalogs],
    }


def _catalog(catalog: CatalogMetrics) -> dict[str, Any]:
    return {
        "document": catalog.document,
        "part": catalog.part.value,
        "released": catalog.is_released if catalog.part is Part.DOCUMENT else None,
        "reasons": [asdict(reason) for reason in catalog.reasons],
        **_figures(catalog.sum),
        "units": [_unit(row) for row in catalog.sum.rows],
    }


def _figures(found: Sum) -> dict[str, Any]:
    return {
        "states": {state.value: asdict(amount) for state, amount in found.states.items()},
        "total": asdict(found.total),
        "critical": _approval(found.critical),
        "critical_share": found.critical_share,
        "reviewer_hours": found.reviewer_hours,
        "engines": {name: asdict(amount) for name, amount in found.engines.items()},
        "findings": {
            **{severity.value: number for severity, number in found.severities.items()},
            "blocking": found.blocking,
            "waived": found.waived,
        },
    }


def _approval(found: Approval) -> dict[str, Any]:
    below = [row.unit for row in found.below]
    return {"approved": found.approved, "total": found.total, "below": below}


def _unit(row: UnitRow) -> dict[str, Any]:
    return {
        "unit": row.unit,
        "role": row.role,
        "section": row.section,
        "risk": row.risk.label,
        "state": row.state.value,
        "words": row.words,
        "engine": row.engine,
        "missing": row.missing,
        "findings": [finding.to_json() for finding in row.findings],
    }


def _disclaimer(row: DisclaimerRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "version": row.version,
        "status": row.pinning.value,
        "reason": row.reason,
        "expires": row.expires,
        "approved_by": list(row.approved_by),
    }
