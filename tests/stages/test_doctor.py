import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.stages import doctor
from pipeline.stages.merge_driver import install
from tests.projects import Project

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


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


@pytest.fixture
def clone(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Give a project in a clone, whose git knows nothing but what the clone says."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    subprocess.run(["git", "init", "-q"], cwd=project.root, check=True)
    return project


@needs_git
def test_a_clone_without_the_driver_that_gitattributes_names_is_told(clone: Project) -> None:
    clone.write(".gitattributes", "*.bin binary\nlocales/**/*.po text merge=caveat\n")
    row = parts(clone.root)["merge driver"]
    assert (row.works, row.is_needed) == (False, False)
    assert row.detail == "not in this clone; git merges line by line"
    assert row.hint == "run `caveat merge-driver install`"
    install(clone.root)
    assert parts(clone.root)["merge driver"].works


@needs_git
@pytest.mark.parametrize(
    "text", ["", "# *.po merge=caveat\n", "*.jsonl merge=union\n", "*.po merge=caveat2\n"]
)
def test_a_project_that_names_no_driver_is_told_nothing_of_it(clone: Project, text: str) -> None:
    assert "merge driver" not in parts(clone.root)
    clone.write(".gitattributes", text)
    assert "merge driver" not in parts(clone.root)


def test_what_is_no_clone_needs_no_driver(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.root.parent))
    project.write(".gitattributes", "locales/**/*.po merge=caveat\n")
    assert "merge driver" not in parts(project.root)


def test_a_gitattributes_that_is_no_file_is_no_traceback(project: Project) -> None:
    (project.root / ".gitattributes").mkdir()
    assert "merge driver" not in parts(project.root)
