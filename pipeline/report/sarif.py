"""Findings to SARIF 2.1.0, which code-scanning services and editors read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.checks.base import Rule
    from pipeline.model.finding import Finding

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_TEXTS: Final = ("locale", "unit", "source", "target", "expected", "found")


def render_sarif(findings: Sequence[Finding], rules: Mapping[str, Rule], version: str) -> str:
    """Return a SARIF log with one run; `rules` are those that the checks have, by id.

    A line is the entry's in its catalog, so a region has no columns; a waived finding is a suppressed result.
    """
    ids = sorted({*rules, *(finding.check for finding in findings)})
    places = {name: place for place, name in enumerate(ids)}
    driver = {
        "name": "Caveat",
        "version": version,
        "rules": [_descriptor(name, rules.get(name)) for name in ids],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places[finding.check]) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _descriptor(name: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:  # what a stage finds, and no check
        return {"id": name}
    told = {
        "id": name,
        "shortDescription": {"text": rule.description},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"category": rule.category},
    }
    return {**told, "help": {"text": rule.hint}} if rule.hint else told


def _result(finding: Finding, place: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.unit:
        location["logicalLocations"] = [{"name": finding.unit, "kind": "unit"}]
    result = {
        "ruleId": finding.check,
        "ruleIndex": place,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [location],
        "partialFingerprints": {"caveatFinding/v1": finding.fingerprint},
        "properties": {
            "blocking": finding.blocking,
            **{name: value for name in _TEXTS if (value := getattr(finding, name)) is not None},
        },
    }
    if finding.waiver:
        result["suppressions"] = [{"kind": "external", "justification": finding.waiver}]
    return result


def _message(finding: Finding) -> str:
    return f"{finding.message} ({finding.hint})" if finding.hint else finding.message
