"""SARIF: what code-scanning services read; held against a model of the standard, nothing unknown in it."""

import json
from typing import Any

from sarif_pydantic import Sarif

from pipeline.checks.registry import all_rules
from pipeline.report.sarif import render_sarif
from tests.report.findings import ERROR, FINDINGS, NOTICE, WAIVED

_OPEN = frozenset({"properties", "partialFingerprints", "$schema"})
"""Where the standard lets a tool write keys of its own, and the key that names the schema."""


def log() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render_sarif(FINDINGS, all_rules(), "1.2.3"))
    return found


def names(data: object) -> set[str]:
    """Return every key of an object and of those inside it."""
    if isinstance(data, list):
        return set().union(*map(names, data))
    if not isinstance(data, dict):
        return set()
    inner = (names(value) for key, value in data.items() if key not in _OPEN)
    return (set(data) - _OPEN).union(*inner)


def test_the_log_is_what_the_standard_says() -> None:
    data = log()
    again = Sarif.model_validate(data).model_dump(by_alias=True, exclude_none=True, mode="json")
    assert names(data) <= names(again)
    assert data["version"] == "2.1.0"


def test_each_result_names_its_rule_by_place() -> None:
    [run] = log()["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [one.check for one in FINDINGS]
    assert [one["ruleId"] for one in run["results"]] == [one.check for one in FINDINGS]
    assert len({rule["id"] for rule in rules}) == len(rules) > len(all_rules())
    [told] = [rule for rule in rules if rule["id"] == ERROR.check]
    rule = all_rules()[ERROR.check]
    assert told["shortDescription"]["text"] == rule.description
    assert told["help"]["text"] == rule.hint


def test_a_result_holds_the_place_the_weight_and_the_texts() -> None:
    [run] = log()["runs"]
    error, notice, waived = run["results"]
    [place] = error["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "locales/es/LC_MESSAGES/a%20b%2Cc.po"
    assert place["physicalLocation"]["region"] == {"startLine": 7}
    assert place["logicalLocations"] == [{"name": ERROR.unit, "kind": "unit"}]
    assert [one["level"] for one in run["results"]] == ["error", "note", "warning"]
    assert error["properties"]["found"] == ERROR.found
    assert error["properties"]["blocking"] is True
    assert error["partialFingerprints"] == {"caveatFinding/v1": ERROR.fingerprint}
    assert "region" not in notice["locations"][0]["physicalLocation"]
    assert notice["message"]["text"] == NOTICE.message
    assert waived["suppressions"] == [{"kind": "external", "justification": WAIVED.waiver}]
    assert "suppressions" not in error
