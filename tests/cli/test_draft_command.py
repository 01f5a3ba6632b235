from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from pipeline.cli.main import main
from pipeline.drafting.base import Draft, Failure
from pipeline.registry import Registry
from pipeline.stages import draft_choice, engines
from tests.drafting.scripted import ScriptedEngine
from tests.projects import Project, make_project

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.drafting.base import Request


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project")
    for command in ("extract", "update"):
        assert project.run(command).code == 0
    return project


def test_a_dry_run_shows_the_bill_and_leaves_everything(project: Project) -> None:
    before = project.files()
    ran = project.run("draft", "--dry-run", "-l", "es", "--engine", "pseudo", "--engine", "deepl")
    first, second, last = ran.out.splitlines()
    assert first.startswith("es       pseudo           about ")
    assert first.endswith(" characters, offline")
    assert second.startswith("es       deepl            ")
    assert (ran.code, last) == (0, "nothing was sent")
    assert project.files() == before
    rows = project.run("draft", "--dry-run", "-l", "es", "--json").rows()
    assert {row["kind"] for row in rows} == {"bill"}


def test_a_dry_run_says_that_nothing_could_be_sent_anywhere(project: Project) -> None:
    ran = project.run("draft", "--dry-run", "-l", "es", "--engine", "chat", "--engine", "libretranslate")
    first, second, _ = ran.out.splitlines()
    assert first == "es       chat             no endpoint is set, so nothing leaves this machine"
    assert second == "es       libretranslate   no endpoint is set, so nothing leaves this machine"


def test_what_was_drafted_is_told_before_the_catalog_that_can_not_be_read(project: Project) -> None:
    project.write("locales/es/LC_MESSAGES/cramps.po", 'msgid "x\n')
    ran = project.run("draft", "-l", "es", "--engine", "pseudo")
    assert ran.code == 3
    assert "units drafted, 0 left" in ran.out
    assert "0 units drafted" not in ran.out
    assert "error: locales/es/LC_MESSAGES/cramps.po:1: " in ran.err
    assert project.run("draft", "-l", "es", "--dry-run").code == 3


def test_the_budget_is_a_number(project: Project) -> None:
    assert project.run("draft", "--max-chars", "-1").code == 2
    assert project.run("draft", "--max-cost", "much").code == 2
    assert project.run("draft", "--max-chars", "0", "--max-cost", "0.5", "--engine", "pseudo").code == 0


def test_what_engines_were_asked_is_told_to_programs(project: Project) -> None:
    rows = project.run("draft", "-l", "es", "--engine", "pseudo", "--no-cache", "--json").rows()
    (used,) = [row for row in rows if row["kind"] == "usage"]
    assert (used["engine"], used["locale"], used["is_offline"], used["cached"]) == ("pseudo", "es", True, 0)
    assert used["texts"] > 0


def test_an_option_says_whose_it_is(project: Project) -> None:
    before = project.files()
    ran = project.run("draft", "-l", "es", "--option", "timeout=3")
    assert (ran.code, project.files()) == (2, before)
    assert "--option has no effect without --engine" in ran.err


def test_options_of_an_engine_that_does_not_exist_are_refused(project: Project) -> None:
    config = project.root / "caveat.toml"
    table = "\n[drafting.options.apertum]\ntimeout = 3\n"
    config.write_text(config.read_text(encoding="utf-8") + table, encoding="utf-8")
    for command in ("draft", "engines"):
        ran = project.run(command)
        assert ran.code == 2
        assert '[drafting.options.apertum]: no engine is named "apertum"' in ran.err
        assert 'did you mean "apertium"?' in ran.err


def test_an_engine_that_dies_on_the_way_fails_the_command_and_its_drafts_are_told(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Dying(ScriptedEngine):
        def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
            used_up = Draft(failure=Failure.QUOTA, reason="the quota is used up", hint="pay")
            return [used_up] if self.asked else super().draft(requests, deadline)

    engine = Dying(name="dying", is_offline=False)
    for module in (draft_choice, engines):
        monkeypatch.setattr(module, "open_engines", lambda: Registry("engine", (engine,)))
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(sys, "argv", ["caveat", "draft", "-l", "es", "--engine", "dying"])
    with pytest.raises(SystemExit) as left:
        main()
    out = capsys.readouterr().out
    assert left.value.code == 3
    assert "draft    1 unit drafted, " in out
    assert "dying for es: 1 text, " in out
    assert "dying does not work for es: the quota is used up\n    hint: pay\n" in out
