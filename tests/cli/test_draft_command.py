from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects import Project, make_project

if TYPE_CHECKING:
    from pathlib import Path


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
    assert first.startswith("es       pseudo           at most ")
    assert first.endswith(" characters, offline")
    assert second.startswith("es       deepl            ")
    assert (ran.code, last) == (0, "nothing was sent")
    assert project.files() == before
    rows = project.run("draft", "--dry-run", "-l", "es", "--json").rows()
    assert {row["kind"] for row in rows} == {"bill"}


def test_the_budget_is_a_number(project: Project) -> None:
    assert project.run("draft", "--max-chars", "-1").code == 2
    assert project.run("draft", "--max-cost", "much").code == 2
    assert project.run("draft", "--max-chars", "0", "--max-cost", "0.5", "--engine", "pseudo").code == 0


def test_what_engines_were_asked_is_told_to_programs(project: Project) -> None:
    rows = project.run("draft", "-l", "es", "--engine", "pseudo", "--no-cache", "--json").rows()
    (used,) = [row for row in rows if row["kind"] == "usage"]
    assert (used["engine"], used["locale"], used["is_offline"], used["cached"]) == ("pseudo", "es", True, 0)
    assert used["texts"] > 0
