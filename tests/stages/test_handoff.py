from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CatalogError, ConfigError
from pipeline.memory.tmx import parse_tmx
from pipeline.model.event import EventKind
from pipeline.model.job import JobFormat
from pipeline.model.state import State
from tests.factories import ANA, BEA
from tests.packages import (
    CATALOG,
    CRAMPS,
    decide_all,
    edited,
    hand_out,
    hand_out_omegat,
    make_updated,
    unpack,
)
from tests.projects import acting

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projects import Project

STAYS = "Call a doctor if the pain stays."


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_updated(tmp_path / "project")


def put(project: Project, source: str, target: str) -> None:
    project.write(CATALOG, edited(project.read(CATALOG), source, target))


def test_a_package_holds_the_catalogs_byte_for_byte_and_what_helps(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "job.zip"
    result = hand_out(project, path)
    files = unpack(path)
    assert files[CRAMPS] == project.read(CATALOG).encode()
    assert result.job is not None
    assert json.loads(files["job.json"])["job"] == result.job.id
    assert {"INSTRUCTIONS.html", "INSTRUCTIONS.txt", "preview/es/cramps.html", "preview/index.html"} <= set(
        files
    )
    assert "po/interface.po" not in files
    assert not [name for name in files if name.startswith(("memory", "glossary"))]


def test_a_preview_needs_nothing_that_is_not_in_the_package(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "job.zip"
    hand_out(project, path)
    files = unpack(path)
    pages = [name for name in files if name.startswith("preview/") and name.endswith(".html")]
    assert len(pages) == 5
    for page in pages:
        for link in re.findall(r'(?:href|src)="([^"#]+)', files[page].decode()):
            assert not re.match(r"[a-z]+:|//", link), link
            folder = page.split("/")[:-1]
            for part in link.split("/"):
                folder = folder[:-1] if part == ".." else [*folder, part]
            assert "/".join(folder) in files, f"{page}: {link}"


def test_the_same_project_gives_the_same_bytes_and_git_sees_nothing(project: Project, tmp_path: Path) -> None:
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    before = {name: data for name, data in project.files().items() if not name.startswith(".caveat")}
    first = hand_out(project, one)
    hand_out(project, other)
    assert one.read_bytes() == other.read_bytes()
    assert first.is_written
    assert not hand_out(project, one).is_written
    after = {name: data for name, data in project.files().items() if not name.startswith(".caveat")}
    assert after == before


def test_only_what_waits_is_the_job_unless_states_are_given(project: Project, tmp_path: Path) -> None:
    put(project, STAYS, "Llame.")
    counts = {}
    for name, wanted in (("open", {}), ("empty", {"states": frozenset({State.UNATTRIBUTED})})):
        job = hand_out(project, tmp_path / f"{name}.zip", **wanted).job
        assert job is not None
        counts[name] = (sum(one.units for one in job.words), sum(one.words for one in job.words))
        asked = [unit for document in job.documents for unit in document.units if unit.is_asked]
        assert len(asked) == counts[name][0]
        assert len(job.documents[0].units) == 11
    assert counts == {"open": (10, 26), "empty": (1, 7)}


def test_nothing_that_waits_makes_no_package(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "job.zip"
    assert hand_out(project, path, states=frozenset({State.APPROVED})).job is None
    assert not path.exists()


def test_words_stand_in_the_band_of_their_best_match(project: Project, tmp_path: Path) -> None:
    put(project, STAYS, "Llame al médico si el dolor persiste.")
    project.write(
        "locales/memory/older.tmx",
        '<tmx version="1.4"><header srclang="en"/><body><tu>'
        '<tuv xml:lang="en"><seg>Stretch the leg.</seg></tuv>'
        '<tuv xml:lang="es"><seg>Estire la pierna.</seg></tuv></tu></body></tmx>',
    )
    job = hand_out(project, tmp_path / "job.zip").job
    assert job is not None
    bands = {one.band: (one.units, one.words) for one in job.words if one.units}
    assert bands == {"95-99": (1, 3), "new": (9, 23)}


def test_the_memory_and_the_glossary_go_along(project: Project, tmp_path: Path) -> None:
    put(project, STAYS, "Llame al médico.")
    project.write("locales/es/glossary.csv", "source,target\ncramp,calambre\n")
    path = tmp_path / "job.zip"
    assert hand_out(project, path).pairs == 1
    files = unpack(path)
    assert files["glossary.csv"] == b"source,target\ncramp,calambre\n"
    (unit,) = parse_tmx(files["memory.tmx"], "memory.tmx")
    assert (unit.source, dict(unit.targets)["es"]) == (STAYS, "Llame al médico.")
    assert b"memory.tmx" in files["INSTRUCTIONS.txt"]
    assert b"glossary.csv" in files["INSTRUCTIONS.txt"]


def test_omegat_gets_a_project_with_approved_texts_apart(project: Project, tmp_path: Path) -> None:
    people = f'[[reviewers]]\nemail = "{BEA}"\nname = "Bea"\nroles = ["language"]\nlocales = ["es"]\n'
    project.write("locales/reviewers.toml", people)
    project.write("locales/es/glossary.csv", "source,target\ncramp,calambre\n")
    put(project, "Drink water.", "Beba agua.")
    decide_all(project, EventKind.CLAIM, ANA)
    decide_all(project, EventKind.APPROVE, BEA)
    put(project, STAYS, "Llame al médico.")
    path = tmp_path / "job.zip"
    hand_out_omegat(project, path)
    files = unpack(path)
    assert files["source/cramps.po"] == project.read(CATALOG).encode()
    assert {"omegat.project", "target/", "tm/", "glossary/", "dictionary/", "omegat/"} <= set(files)
    sources = {
        name: [unit.source for unit in parse_tmx(data, name)]
        for name, data in files.items()
        if name.endswith(".tmx")
    }
    assert sources == {"tm/approved.tmx": ["Drink water."], "tm/penalty-010/not-approved.tmx": [STAYS]}
    assert files["glossary/glossary.txt"] == b"cramp\tcalambre\t\n"
    assert not [name for name in files if name.startswith(("tm/auto", "tm/enforce", "po/"))]


def test_xliff_holds_what_is_asked_for(project: Project, tmp_path: Path) -> None:
    put(project, STAYS, "Llame.")
    path = tmp_path / "job.zip"
    hand_out(project, path, format=JobFormat.XLIFF)
    files = unpack(path)
    assert files["xliff/cramps.xlf"].count(b"<trans-unit ") == 10
    assert STAYS.encode() not in files["xliff/cramps.xlf"]


def test_a_critical_unit_is_listed(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "job.zip"
    assert hand_out(project, path).critical == 2
    for name in ("INSTRUCTIONS.html", "INSTRUCTIONS.txt"):
        assert STAYS.encode() in unpack(path)[name]


@pytest.mark.parametrize(
    ("wanted", "error", "told"),
    [
        ({"person": "ana"}, ConfigError, '"ana" is not an e-mail address'),
        ({"documents": ("cramp",)}, ConfigError, 'no document is named "cramp"'),
    ],
)
def test_an_order_that_can_not_be_met_is_refused(
    project: Project, tmp_path: Path, wanted: dict[str, object], error: type[Exception], told: str
) -> None:
    path = tmp_path / "job.zip"
    with pytest.raises(error, match=re.escape(told)):
        hand_out(project, path, **wanted)
    assert not path.exists()


def test_a_catalog_that_is_not_there_is_told(project: Project, tmp_path: Path) -> None:
    (project.root / CATALOG).unlink()
    with pytest.raises(CatalogError, match="there is no such catalog"):
        hand_out(project, tmp_path / "job.zip")


def test_the_command_line_hands_out_and_takes_back(project: Project) -> None:
    done = project.run("handoff", "es", "--to", "Ana Maria@x", "--document", "cramps")
    assert done.code == 2
    assert "is not an e-mail address" in done.err
    done = project.run("handoff", "es", "--to", ANA, "--document", "cramps")
    assert done.code == 0, done.err
    assert "all              11      33" in done.out
    package = project.root / "output/handoff/es-ana-2026-03-01.zip"
    assert project.run("handoff", "es", "--to", ANA, "--state", "approved").code == 4
    back = project.run("receive", str(package), **acting(ANA))
    assert (back.code, back.err) == (0, "")
    assert "received from ana@example.org for es: nothing changed" in back.out
