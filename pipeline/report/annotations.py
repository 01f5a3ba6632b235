"""Findings as the notes that services put beside the lines of a change: GitHub's commands, rdjsonl."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.finding import Finding

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "notice"}
_LEVELS: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTICE: "INFO"}
_IN_MESSAGE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_VALUE: Final = _IN_MESSAGE | str.maketrans({":": "%3A", ",": "%2C"})


def render_github(findings: Iterable[Finding]) -> str:
    """Return a workflow command a finding; those that nobody has waived."""
    return "".join(map(_command, (one for one in findings if one.waiver is None)))


def _command(finding: Finding) -> str:
    values = {"file": finding.file, "line": str(finding.line or 1), "title": finding.check}
    told = ",".join(f"{name}={value.translate(_IN_VALUE)}" for name, value in values.items())
    return f"::{_COMMANDS[finding.severity]} {told}::{_message(finding).translate(_IN_MESSAGE)}\n"


def render_rdjsonl(findings: Iterable[Finding]) -> str:
    """Return a Diagnostic of the Reviewdog Diagnostic Format a line; those that nobody has waived."""
    shown = (one for one in findings if one.waiver is None)
    return "".join(json.dumps(_diagnostic(one), ensure_ascii=False) + "\n" for one in shown)


def _diagnostic(finding: Finding) -> dict[str, Any]:
    place = {"range": {"start": {"line": finding.line}}} if finding.line else {}
    return {
        "message": _message(finding),
        "location": {"path": finding.file, **place},
        "severity": _LEVELS[finding.severity],
        "source": {"name": "caveat"},
        "code": {"value": finding.check},
    }


def _message(finding: Finding) -> str:
    lines = [finding.message, f"hint: {finding.hint}" if finding.hint else ""]
    return "\n".join(filter(None, lines))
