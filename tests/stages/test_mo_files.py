from __future__ import annotations

import gettext
from typing import TYPE_CHECKING

from tests.projects import Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = "locales/es/LC_MESSAGES/cramps.po"
MO = "output/preview-mo/es/LC_MESSAGES/cramps.mo"


def built(tmp_path: Path) -> Project:
    project = make_project(tmp_path)
    for stage in ("extract", "update", "draft"):
        assert project.run(stage).code == 0
    text = project.read(CATALOG)
    start = text.index('msgid "Drink water."')
    entry = text.rindex("#, fuzzy\n", 0, start)
    stop = text.index("msgstr", start)
    line_end = text.index("\n", stop)
    text = text[:entry] + text[entry + len("#, fuzzy\n") : stop] + 'msgstr "Tome agua."' + text[line_end:]
    project.write(CATALOG, text)
    return project


def read(project: Project) -> gettext.GNUTranslations:
    with (project.root / MO).open("rb") as file:
        return gettext.GNUTranslations(file)


def test_a_preview_holds_what_people_wrote_and_no_draft(tmp_path: Path) -> None:
    project = built(tmp_path)
    ran = project.run("build", "--mo", "--json")
    assert ran.code == 0
    texts = read(project)
    assert texts.gettext("Drink water.") == "Tome agua."
    assert texts.gettext("Stretch the leg.") == "Stretch the leg."
    (row,) = (row for row in ran.rows() if row["kind"] == "mo")
    assert row["files"] == 4
    assert row["folder"].endswith("output/preview-mo")
    assert not list((project.root / "output/preview-mo").rglob("disclaimers.mo"))


def test_a_release_of_nothing_holds_nothing(tmp_path: Path) -> None:
    project = built(tmp_path)
    assert project.run("build", "--release", "--mo").code == 1
    assert list((project.root / "output/release-mo").rglob("*.mo")) == []


def test_the_same_catalogs_give_the_same_bytes_and_old_files_go(tmp_path: Path) -> None:
    project = built(tmp_path)
    project.run("build", "--mo")
    before = (project.root / MO).read_bytes()
    stray = project.write("output/preview-mo/es/LC_MESSAGES/old.mo", b"x")
    project.run("build", "--mo", PYTHONHASHSEED="7")
    assert (project.root / MO).read_bytes() == before
    assert not stray.exists()


def test_without_the_option_there_is_none(tmp_path: Path) -> None:
    project = built(tmp_path)
    project.run("build")
    assert not (project.root / "output/preview-mo").exists()
