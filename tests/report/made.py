"""Rows made by hand, with every default in one place."""

from __future__ import annotations

from typing import Any

from pipeline.model.finding import Finding, Severity
from pipeline.model.locale import Locale
from pipeline.model.pinning import Pinning
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.report.rows import CatalogRows, DisclaimerRow, Facts, Part, UnitRow, Withholding

ENGINE = "apertium/eng-spa@0.8.1"
NASTY = "<script>alert(1)</script> & \"quoted\" 'text' </td>"
OWED = 'disclaimer "educational" is owed: no approved translation is pinned'


def make_row(**changes: Any) -> UnitRow:
    """Return a standard unit that nobody has touched since a machine drafted it."""
    values: dict[str, Any] = {
        "document": "guide",
        "locale": "es",
        "unit": "0123456789ab",
        "source": "Rest well.",
        "target": "Descanse bien.",
        "state": State.DRAFT,
        "risk": Risk.STANDARD,
        "words": 2,
        "engine": ENGINE,
        "missing": "a person's decision",
    }
    return UnitRow(**{**values, **changes})


def make_catalog(*rows: UnitRow, **changes: Any) -> CatalogRows:
    """Return a document's catalog."""
    values: dict[str, Any] = {"document": "guide", "locale": "es", "part": Part.DOCUMENT, "rows": rows}
    return CatalogRows(**{**values, **changes})


def make_facts(*catalogs: CatalogRows, **changes: Any) -> Facts:
    """Return a project in Spanish."""
    values: dict[str, Any] = {
        "project": "Health",
        "source_locale": Locale("en"),
        "locales": (Locale("es"),),
        "catalogs": catalogs,
    }
    return Facts(**{**values, **changes})


def make_finding(**changes: Any) -> Finding:
    """Return an error about a unit that keeps it from being released."""
    values: dict[str, Any] = {
        "file": "locales/es/LC_MESSAGES/guide.po",
        "check": "number.changed",
        "severity": Severity.ERROR,
        "message": "5 became 50",
        "line": 12,
        "unit": "0123456789ab",
        "blocking": True,
    }
    return Finding(**{**values, **changes})


def make_busy_facts() -> Facts:
    """Return two languages, one of them right to left, with every part, state, risk and kind of finding."""
    catalogs = tuple(_busy_catalog(locale, part) for locale in ("ar", "es") for part in Part)
    return make_facts(
        *catalogs,
        locales=(Locale("ar"), Locale("es")),
        disclaimers=(
            DisclaimerRow(locale="ar", id="educational", version="1", pinning=Pinning.OWED, reason=OWED),
            DisclaimerRow(
                locale="es",
                id="educational",
                version="1",
                pinning=Pinning.PINNED,
                approved_by=("ana@example.org", "luis@example.org"),
                expires="2030-01-01",
            ),
        ),
        source_findings=(make_finding(file="source/a.txt", unit=None, severity=Severity.NOTICE),),
    )


def _busy_catalog(locale: str, part: Part) -> CatalogRows:
    document = {Part.DOCUMENT: "guide", Part.DISCLAIMERS: "disclaimers", Part.INTERFACE: "interface"}[part]
    risks = (Risk.DISCLAIMER,) if part is Part.DISCLAIMERS else (Risk.STANDARD, Risk.CRITICAL)
    rows = [
        make_row(
            document=document,
            locale=locale,
            unit=f"{number:06x}{risk:06x}",
            source=f"{NASTY} {state.value}",
            target="" if state is State.EMPTY else f"{NASTY} target",
            state=state,
            risk=risk,
            words=number + 1,
            engine=ENGINE if state in {State.DRAFT, State.STALE} else None,
            missing=None if state is State.APPROVED else "1 more approver",
            section=f"Section {number // 3}",
            role="heading" if number % 3 == 0 else None,
            previous="The old text." if state is State.STALE else None,
            findings=(make_finding(message=NASTY, unit=f"{number:06x}{risk:06x}"),) if number == 1 else (),
            approvers=("ana@example.org",) if state is State.APPROVED else (),
        )
        for number, state in enumerate(State)
        for risk in risks
    ]
    reason = Withholding(message="needs 1 more approver", unit="000001000001", state="draft", risk="critical")
    return make_catalog(
        *rows,
        document=document,
        locale=locale,
        part=part,
        findings=(make_finding(unit=None, line=None, check="header.plural", blocking=False),),
        withholdings=(reason,) if part is Part.DOCUMENT and locale == "ar" else (),
    )
