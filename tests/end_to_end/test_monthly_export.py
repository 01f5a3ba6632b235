"""A content system's export, month by month: in full, released, in part, and back as a delta."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.documents import HEADING, TEXT, approve, spanish, translate
from tests.projects import CONFIG, DISCLAIMERS, Project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NOTE = "Educational Disclaimer\nThis page teaches. It does not replace a doctor."
HEAD = ["id", "Name", "Symptoms (English)", "Price", "Gone"]
MAY = [
    ["1", "Cramps at night", f"{NOTE}\nCare\nStretch the leg. Drink water.", "1.50", ""],
    ["2", "Sleeping badly", f"{NOTE}\nCare\nGo to bed early every day.", "007", ""],
    ["3", "Pain in the back", f"{NOTE}\nCare\nWalk a little every day.", '"x"', ""],
]
JUNE = [
    ["2", "Sleeping badly", f"{NOTE}\nCare\nGo to bed late every day.", "007", ""],
    ["3", "", "", "", "yes"],
    ["4", "A stiff neck", f"{NOTE}\nCare\nTurn the head slowly.", "2", ""],
]
RELEASED = "output/release/exports/articles/may.csv"
DELTA = "output/release/deltas/articles/may.csv"


def write(project: Project, name: str, rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEAD, *rows])
    project.write(f"../{name}", out.getvalue())
    return f"../{name}"


def read(project: Project, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(project.read(name), newline="")))


def good(project: Project, *arguments: str, code: int = 0) -> str:
    ran = project.run(*arguments)
    assert ran.code == code, ran.out + ran.err
    assert "Traceback" not in ran.err
    return ran.out


def publish(project: Project, *more: str) -> str:
    """Let everybody do their work, and release."""
    good(project, "extract")
    good(project, "update")
    translate(project)
    approve(project)
    said = good(project, "build", "--release", *more)
    good(project, "verify", "--release")
    return said


def start(root: Path) -> Project:
    """Return a project with the export of May in it, in the collection that the import declared."""
    project = Project(root)
    config = CONFIG.replace('"source/articles"', '"source/pages"').replace("articles]", "pages]")
    project.write("caveat.toml", config)
    project.write("source/disclaimers.toml", DISCLAIMERS)
    may = write(project, "may.csv", MAY)
    said = good(
        project, "import", may, "--full", "--key", "id", "--collection", "articles",
        "--field", "Name=text", "--field", "Symptoms=record",
    )  # fmt: skip
    assert "rows: 3 added, 0 changed, 0 removed, 0 unchanged" in said
    assert '"Name" = "text"' in said
    declared = project.read("caveat.toml")
    profiled = declared.replace('format = "csv"\n', 'format = "csv"\nprofile = "article"\n')
    project.write("caveat.toml", profiled)
    return project


def add_june(project: Project) -> None:
    """Import a row that changed, one that is new and one that is gone."""
    june = write(project, "june.csv", JUNE)
    assert "say --partial or --full" in project.run("import", june, "--collection", "articles").err
    imported = ("import", june, "--partial", "--collection", "articles", "--tombstone", "Gone")
    [said] = [one for one in project.run(*imported, "--json").rows() if one["kind"] == "import"]
    assert (said["added"], said["changed"], said["removed"], said["kept"]) == (["4"], ["2"], ["3"], ["1"])
    assert "nothing changed" in good(project, *imported)


def test_a_monthly_export_from_import_to_delta(tmp_path: Path) -> None:
    project = start(tmp_path / "project")
    publish(project)
    rows = read(project, RELEASED)
    for row, source in zip(rows, MAY, strict=True):
        assert [row[name] for name in HEAD] == source
        assert row["Name (Spanish)"] == spanish(source[1])
        assert row["Symptoms (Spanish)"].startswith(f"{HEADING}\n{TEXT}\n")
    [record] = (path.stem for path in (project.root / "locales/releases").iterdir())

    add_june(project)
    good(project, "extract")
    good(project, "update")
    good(project, "build", "--release", "--as-of", "2026-03-15")
    [first, second, fourth] = read(project, RELEASED)
    assert first == rows[0]
    assert (second["Name (Spanish)"], fourth["Name (Spanish)"]) == ("", "")
    assert (project.root / "locales/es/LC_MESSAGES/articles-3.po").exists()
    assert (project.root / "locales/es/reviews/articles-3.jsonl").exists()

    said = publish(project, "--since", record, "--as-of", "2026-04-01")
    assert "published then and not now: articles-3 in es" in said
    delta = read(project, DELTA)
    assert [row["id"] for row in delta] == ["2", "4"]
    assert spanish("Go to bed late every day.") in delta[0]["Symptoms (Spanish)"]
    assert delta == [row for row in read(project, RELEASED) if row["id"] in ("2", "4")]


def test_translations_of_the_content_system_are_offered_and_never_published_unread(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.write("caveat.toml", CONFIG)
    project.write("source/disclaimers.toml", DISCLAIMERS)
    project.write("../e.csv", "id,Name (English),Name (Spanish)\n1,Cramps at night,Calambres nocturnos\n")
    ran = project.run("import", "../e.csv", "--key", "id", "--json")
    [row] = [one for one in ran.rows() if one["kind"] == "import"]
    assert row["taken"] == {"es": 1}
    assert 'msgstr "Calambres nocturnos"' in project.read("locales/es/LC_MESSAGES/e-1.po")
    good(project, "build", "--release", code=1)
    [found] = [
        one
        for one in project.run("build", "--release", "--json").rows()
        if one["kind"] == "withheld" and one["locale"] == "es" and one["document"] == "e-1"
    ]
    assert found["state"] == "unattributed"
    assert json.loads(project.read("output/release/manifest.json"))["pages"] == []
