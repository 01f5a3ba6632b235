import subprocess
from pathlib import Path

import pytest

from pipeline.stages import doctor
from tests.projects import Project


def parts(folder: Path) -> dict[str, doctor.PartRow]:
    return {row.part: row for row in doctor.examine(folder)}


def test_a_sound_place(project: Project) -> None:
    found = parts(project.root)
    assert all(row.works for row in found.values() if row.is_needed)
    assert found["project"].detail == "Small: es, ar"


def test_no_project_is_told_but_stops_nothing(tmp_path: Path) -> None:
    row = parts(tmp_path)["project"]
    assert (row.works, row.is_needed) == (False, False)
    assert row.hint


def test_whatever_is_missing_has_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda _name: None)
    monkeypatch.setattr(doctor, "PACKAGES", ("no-such-package",))
    missing = [row for row in doctor.examine(tmp_path) if not row.works]
    assert {"git", "apertium", "no-such-package", "font: Arabic"} <= {row.part for row in missing}
    assert all(row.hint and row.detail for row in missing)


def test_a_font_tool_that_hangs_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_arguments: object, **_options: object) -> object:
        raise subprocess.TimeoutExpired("fc-list", 30)

    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(doctor.subprocess, "run", hang)
    assert not parts(tmp_path)["font: Arabic"].works


def test_a_glossary_is_counted_or_its_first_problem_told(project: Project) -> None:
    assert "glossary: es" not in parts(project.root)
    project.write("locales/es/glossary.csv", "source,target\nfever,fiebre\n")
    project.write("locales/ar/glossary.csv", "source,target\nfever,\ncold,\n")
    found = parts(project.root)
    assert (found["glossary: es"].works, found["glossary: es"].detail) == (True, "1 term")
    bad = found["glossary: ar"]
    assert (bad.works, bad.is_needed) == (False, False)
    assert bad.detail == 'locales/ar/glossary.csv:2: nothing is said of "fever"'
    assert bad.hint
