"""What comes back from outside: on record with who brought it, and checked as it comes in."""

from __future__ import annotations

import csv
import io
import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CaveatError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.finding import Severity
from pipeline.model.job import JobFormat
from pipeline.stages.exchange_import import import_exchange
from pipeline.stages.ledgers import check_ledgers
from pipeline.stages.waivers import WaiverOrder, waive
from tests.factories import ANA, BEA, ES, EVE, TODAY
from tests.packages import (
    CATALOG,
    LEDGER,
    bring_up,
    edited,
    hand_out,
    make_updated,
    take_back,
    translate,
    unpack,
)
from tests.projects import Project, acting

if TYPE_CHECKING:
    from pathlib import Path

STAYS, OPPOSITE = "Call a doctor if the pain stays.", "No llame al médico si el dolor persiste."
WATER, WATER_ES = "Drink water.", "Beba agua."
SHEET = "unit,document,locale,source,target\n"
REVIEWERS = f'[[reviewers]]\nemail = "{BEA}"\nname = "Bea"\nroles = ["clinical"]\nlocales = ["es"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_updated(tmp_path / "project")


def git(project: Project, *words: str) -> None:
    name = ["-c", f"user.email={BEA}", "-c", "user.name=x", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *name, *words], cwd=project.root, check=True, capture_output=True)


def write_sheet(project: Project, source: str, target: str) -> Path:
    """Write what a spreadsheet gives back: one row of what went out."""
    assert project.run("exchange", "export", "all.csv", "--format", "csv", "-l", "es").code == 0
    rows = csv.DictReader(io.StringIO(project.read("all.csv").removeprefix("\ufeff")))
    [row] = [row for row in rows if row["source"] == source]
    project.write("out.csv", f"{SHEET}{row['unit']},{row['document']},es,{source},{target}\n")
    return project.root / "out.csv"


def brought(project: Project) -> list[tuple[str, str | None]]:
    return [(event.by, event.brought_by) for event in read_ledger(project.root / LEDGER, LEDGER).events]


def test_who_brings_a_package_may_commit_it(project: Project, package: Path) -> None:
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "x")
    git(project, "tag", "base")
    translate(package, WATER, WATER_ES)
    take_back(project, package, brought_by=" Bea@Example.org")
    assert brought(project) == [(ANA, BEA)]
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "y")
    assert check_ledgers(project.open(), [ES], "base").findings == ()


def test_who_brings_a_sheet_is_on_record(project: Project) -> None:
    path = write_sheet(project, WATER, WATER_ES)
    import_exchange(project.open(), path, by=ANA, brought_by=BEA, on=TODAY)
    assert brought(project) == [(ANA, BEA)]


def test_nobody_brings_their_own_work(project: Project, package: Path) -> None:
    translate(package, WATER, WATER_ES)
    take_back(project, package, by=ANA, brought_by="ANA@example.org ")
    assert brought(project) == [(ANA, None)]


@pytest.mark.parametrize("words", [("receive", "job.zip"), ("exchange", "import", "out.csv", "--by", ANA)])
def test_the_commands_ask_git_who_brings_it(project: Project, words: tuple[str, ...]) -> None:
    write_sheet(project, WATER, WATER_ES)
    hand_out(project, project.root / "job.zip")
    translate(project.root / "job.zip", WATER, WATER_ES)
    before = project.files("locales")
    ran = project.run(*words)
    assert (ran.code, "git does not know who you are" in ran.err) == (2, True)
    assert project.files("locales") == before
    assert project.run(*words, **acting(BEA)).code == 0
    assert brought(project) == [(ANA, BEA)]


def test_the_opposite_is_taken_and_told(project: Project, package: Path) -> None:
    translate(package, STAYS, OPPOSITE)
    ran = project.run("receive", str(package), **acting(ANA))
    assert ran.code == 1
    assert "received from ana@example.org for es: 1 taken" in ran.out
    assert "[negation.added]" in ran.out
    assert "\ncheck    of what was taken: 1 warning\n" in ran.out
    assert OPPOSITE in project.read(CATALOG)


def test_findings_are_json_too(project: Project) -> None:
    path = write_sheet(project, STAYS, OPPOSITE)
    ran = project.run("exchange", "import", str(path), "--by", ANA, "--json", **acting(ANA))
    assert ran.code == 1
    [found] = [row for row in ran.rows() if row["kind"] == "finding"]
    assert (found["check"], found["source"], found["target"]) == ("negation.added", STAYS, OPPOSITE)
    assert found in project.run("check", "-l", "es", "--json").rows()


@pytest.mark.parametrize("kind", ["xliff1", "xliff2", "csv", "xlsx"])
def test_a_file_of_another_tool_is_received_alone(project: Project, kind: str) -> None:
    """The XLIFF file of a job, or a sheet: the policy is that of `exchange import`."""
    name = f"out.{'xlf' if kind.startswith('xliff') else kind}"
    words = ("--format", kind, "-l", "es", "--document", "cramps")
    assert project.run("exchange", "export", name, *words).code == 0
    ran = project.run("receive", name, **acting(BEA))
    assert (ran.code, "does not say whose work it is" in ran.err) == (2, True)
    assert f"`caveat receive {name} --by ana@example.org`" in ran.err
    ran = project.run("receive", name, "--by", ANA, **acting(BEA))
    assert (ran.code, ran.out) == (0, f"for {ANA}: 11 unchanged\n")


def test_the_xliff_file_of_a_job_is_taken_without_its_package(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "job.zip"
    hand_out(project, path, format=JobFormat.XLIFF)
    text = unpack(path)["xliff/cramps.xlf"].decode()
    start = f"<source>{WATER}</source>\n"
    assert text.count(start) == 1
    head, tail = text.split(start)
    line, tail = tail.split("\n", 1)
    tail = tail if "<target" in line else f"{line}\n{tail}"
    project.write("cramps.xlf", f"{head}{start}<target>{WATER_ES}</target>\n{tail}")
    ran = project.run("receive", "cramps.xlf", "--by", ANA, **acting(BEA))
    assert (ran.code, f"for {ANA}: 10 unchanged, 1 taken\n" in ran.out) == (0, True), ran
    assert brought(project) == [(ANA, BEA)]


def test_what_was_there_before_is_not_told_again(project: Project, package: Path) -> None:
    """Only exactly the texts that came in are checked: an old error is for `check` to tell."""
    project.write(CATALOG, edited(project.read(CATALOG), STAYS, OPPOSITE))
    translate(package, WATER, WATER_ES)
    assert take_back(project, package).findings == ()


def test_nothing_taken_finds_nothing(project: Project, package: Path) -> None:
    translate(package, STAYS, OPPOSITE)
    assert [one.check for one in take_back(project, package).findings] == ["negation.added"]
    assert take_back(project, package).findings == ()


def test_what_is_taken_is_checked_as_the_project_wants(project: Project, tmp_path: Path) -> None:
    """With its severities, the risk of the unit's section, and its glossary."""
    config = project.read("caveat.toml").replace("group = true\n", 'group = true\nrisk = "critical"\n')
    project.write("caveat.toml", f'{config}\n[checks.severity]\n"negation.added" = "error"\n')
    project.write("locales/es/glossary.csv", "source,target\nwater,agua\n")
    bring_up(project)
    path = tmp_path / "job.zip"
    hand_out(project, path)
    translate(path, WATER, "No beba vino.")
    found = {one.check: one for one in take_back(project, path).findings}
    assert found.keys() == {"negation.added", "terms.missing"}
    assert (found["negation.added"].severity, found["negation.added"].blocking) == (Severity.ERROR, True)


def test_where_nothing_is_taken_no_glossary_is_read(project: Project, package: Path) -> None:
    project.write("locales/es/glossary.csv", "nonsense\n")
    assert take_back(project, package).findings == ()


def test_what_is_waived_is_told_and_fails_nothing(project: Project, package: Path) -> None:
    project.write("locales/reviewers.toml", REVIEWERS)
    translate(package, STAYS, OPPOSITE)
    before = project.files("locales")
    [finding] = take_back(project, package).findings
    assert finding.unit
    order = WaiverOrder(
        rule=finding.check, unit=finding.unit, person=BEA, reason="the clinic wants it", on=TODAY
    )
    waive(project.open(), ES, [finding], order)
    for name in (CATALOG, LEDGER):
        old = before.get(name.removeprefix("locales/"))
        (project.root / name).write_bytes(old) if old else (project.root / name).unlink()
    [again] = take_back(project, package).findings
    assert again.waiver
    assert not again.counts


def test_a_glossary_that_can_t_be_read_stops_it_before_anything_is_written(
    project: Project, package: Path
) -> None:
    project.write("locales/es/glossary.csv", "nonsense\n")
    translate(package, WATER, WATER_ES)
    before = project.files("locales")
    with pytest.raises(CaveatError):
        take_back(project, package, by=EVE)
    assert project.files("locales") == before
