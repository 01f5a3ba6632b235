"""What is shown to people: a file of the project never steers the terminal."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.cli.console import render_finding
from pipeline.cli.main import main
from pipeline.model.finding import Finding, Severity
from tests.factories import ES
from tests.stages.desks import make_desk

if TYPE_CHECKING:
    from pathlib import Path

STEERING = "\x1b]0;title\x07\x1b[2J\r\x9b2J"


def test_controls_in_a_finding_are_spelt_out() -> None:
    finding = Finding(
        file="x.jsonl",
        check="ledger.text-missing",
        severity=Severity.ERROR,
        blocking=True,
        message=f"approve by {STEERING}a@b: two\nlines",
        hint=f"ask {STEERING}a@b",
    )
    shown = render_finding(finding)
    assert shown.replace("\n", "").isprintable()
    assert shown.count("\\u001b]0;title\\u0007\\u001b[2J\\u000d\\u009b2J") == 2
    assert "two\nlines" in shown


def test_letters_and_joiners_stay_as_they_are() -> None:
    finding = Finding(
        file="fa.po",
        check="terms.missing",
        severity=Severity.WARNING,
        blocking=False,
        message="“می\u200cروم” is missing",
    )
    assert "می\u200cروم" in render_finding(finding)


def test_controls_in_an_error_are_spelt_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_desk(tmp_path).ledger(ES, "dose")
    path.write_text(json.dumps({"v": 1, "kind": STEERING}) + "\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["caveat", "review", "check-ledger"])
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr().err
    assert "\\u001b[2J" in told
    assert told.replace("\n", "").isprintable()
