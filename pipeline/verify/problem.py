"""A blocking finding about a built file; every rule of this package reports through here."""

from __future__ import annotations

from pipeline.model.finding import Finding, Severity


def problem(
    rule: str, file: str, message: str, *, hint: str, line: int | None = None, locale: str | None = None
) -> Finding:
    """Return an error that keeps the folder from being shown."""
    return Finding(
        file=file,
        line=line,
        check=rule,
        severity=Severity.ERROR,
        blocking=True,
        message=message,
        hint=hint,
        locale=locale,
    )
