"""The notes beside a change: no sign of a text is taken for one of the form."""

import json

from pipeline.report.annotations import render_github, render_rdjsonl
from tests.report.findings import ERROR, FINDINGS


def test_a_workflow_command_a_finding_with_its_signs_escaped() -> None:
    assert render_github(FINDINGS).splitlines() == [
        (
            "::error file=locales/es/LC_MESSAGES/a b%2Cc.po,line=7,title=number.changed::"
            "5 became 6: 100 %25%0Ahint: copy%0Athe number"
        ),
        "::notice file=source/x.txt,line=1,title=source.junk::“Null” <is> & \x02",
    ]


def test_a_diagnostic_a_line() -> None:
    first, second = map(json.loads, render_rdjsonl(FINDINGS).splitlines())
    assert first == {
        "message": "5 became 6: 100 %\nhint: copy\nthe number",
        "location": {"path": ERROR.file, "range": {"start": {"line": 7}}},
        "severity": "ERROR",
        "source": {"name": "caveat"},
        "code": {"value": "number.changed"},
    }
    assert second["location"] == {"path": "source/x.txt"}
    assert second["severity"] == "INFO"
