"""build: the rows of an export into one file, what a release leaves out, and what changed since one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.build.page import Mode
from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.errors import CaveatError
from pipeline.formats.export_xlsx import XlsxCodec
from pipeline.model.digest import digest_bytes, digest_text
from pipeline.model.locale import Locale
from pipeline.stages.build import build
from pipeline.stages.verify import verify
from tests.documents import HEADING, TEXT, approve, refresh, spanish, translate
from tests.exports import make_csv, make_table, read_csv
from tests.formats.workbooks import inline, make_workbook
from tests.projects import ARTICLE, DAY, Project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages.build import BuildResult

FILE = "exports/table/export.csv"
LATER = "2026-04-01"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    project = make_table(tmp_path_factory.mktemp("table"))
    translate(project)
    approve(project)
    return project.files()


@pytest.fixture
def project(files: dict[str, bytes], tmp_path: Path) -> Project:
    """Return an export with everything approved in Spanish and nothing in Arabic."""
    project = Project(tmp_path / "project")
    for name, data in files.items():
        project.write(name, data)
    return project


def release(project: Project, day: str = DAY, since: str | None = None, jobs: int = 1) -> BuildResult:
    return build(project.open(), Mode.RELEASE, as_of=day, since=since, jobs=jobs)


def released(project: Project, file: str = FILE) -> dict[str, dict[str, str]]:
    return read_csv(project.read(f"output/release/{file}"))


def record(project: Project, day: str = DAY) -> str:
    [path] = (project.root / "locales/releases").glob(f"{day}-*.json")
    return path.stem


def renew(project: Project, csv: str) -> None:
    """Put a newer export in, with everything translated and approved."""
    project.write("source/tables/export.csv", csv)
    refresh(project)
    translate(project)
    approve(project)


def change_target(project: Project, document: str, source: str, target: str) -> None:
    path = project.open().catalog(Locale("es"), document)
    catalog = read_catalog(path, document)
    new = [revise(one, targets=(target,)) if one.key.source == source else one for one in catalog.entries]
    write_catalog(path, type(catalog)(entries=tuple(new)))


def test_a_release_is_one_file_with_a_column_more_for_each_field(project: Project) -> None:
    result = release(project)
    rows, source = released(project), read_csv(make_csv())
    assert list(rows["17"]) == [*source["17"], "Title (Spanish)", "Body (Spanish)", "Tip (Spanish)"]
    for key, row in source.items():
        assert {name: rows[key][name] for name in row} == row
    care, first, second = spanish("Care"), spanish("Stretch the leg."), spanish("Drink water.")
    assert rows["17"]["Body (Spanish)"] == f"{HEADING}\n{TEXT}\n{care}\n{first} {second}"
    assert rows["17"]["Title (Spanish)"] == spanish("Cramps at night")
    assert rows["18"]["Tip (Spanish)"] == ""
    assert set(project.files("output/release")) == {FILE, "manifest.json"}
    assert [(page.document, page.locale) for page in result.pages] == [
        (f"table-{key}", locale) for locale in ("en", "es") for key in ("17", "18", "19")
    ]
    assert {pair[1] for pair in result.withheld} == {"ar"}


def test_a_row_that_is_not_approved_is_withheld_and_the_others_are_not(project: Project) -> None:
    change_target(project, "table-18", "Call a doctor at once.", "Uno dos tres cuatro.")
    result = release(project)
    [reason] = result.withheld["table-18", "es"]
    assert reason.message == "needs a translator who claims the text"
    rows = released(project)
    assert not any(rows["18"][f"{field} (Spanish)"] for field in ("Title", "Body", "Tip"))
    assert rows["19"]["Title (Spanish)"] == spanish("Pain in the back")
    manifest = json.loads(project.read("output/release/manifest.json"))
    listed = {(page["document"], page["locale"]) for page in manifest["pages"]}
    assert ("table-18", "en") not in listed
    assert ("table-19", "es") in listed


def test_an_export_of_which_nothing_may_be_shown_is_not_written(tmp_path: Path) -> None:
    project = make_table(tmp_path)
    result = release(project)
    assert not result.pages
    assert set(project.files("output/release")) == {"manifest.json"}


def test_what_the_content_system_has_already_stays_where_a_row_is_withheld(tmp_path: Path) -> None:
    csv = (
        "id,Title (English),Body (English),Tip (English),Title (Spanish)\n1,A cramp,,,Calambre\n2,A leg,,,\n"
    )
    project = make_table(tmp_path, csv)
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    assert read_csv(project.read(f"output/preview/{FILE}"))["1"]["Title (Spanish)"] == "Calambre"
    assert verify(project.open(), project.root / "output/preview", release=False, as_of=DAY).findings == ()


def test_a_translation_that_a_spreadsheet_would_run_is_withheld(project: Project) -> None:
    change_target(project, "table-19", "Pain in the back", "=1+1")
    approve(project)
    preview = build(project.open(), Mode.PREVIEW, as_of=DAY)
    assert read_csv(project.read(f"output/preview/{FILE}"))["19"]["Title (Spanish)"].endswith("=1+1")
    assert preview.findings == ()  # the banner stands before it
    result = release(project)
    [reason] = result.withheld["table-19", "es"]
    assert "would be run as a formula" in reason.message
    assert released(project)["19"]["Body (Spanish)"] == ""


def test_pages_and_exports_stand_side_by_side_and_lists_name_pages_only(project: Project) -> None:
    config = project.read("caveat.toml")
    project.write(
        "caveat.toml", config + '\n[collections.articles]\npath = "source/articles"\nprofile = "article"\n'
    )
    project.write("source/articles/cramps.txt", ARTICLE)
    refresh(project)
    translate(project)
    approve(project)
    release(project)
    files = set(project.files("output/release"))
    assert {FILE, "es/cramps.html", "es/index.html", "index.html"} <= files
    assert "table" not in project.read("output/release/es/index.html")
    assert verify(project.open(), project.root / "output/release", release=True, as_of=DAY).findings == ()


def test_jobs_give_the_same_bytes(project: Project) -> None:
    project.write("caveat.toml", project.read("caveat.toml") + SECOND)
    project.write("source/more/second.csv", "id,Title (English)\n1,Third title\n")
    refresh(project)
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    one = project.files("output/preview")
    build(project.open(), Mode.PREVIEW, as_of=DAY, jobs=2)
    assert project.files("output/preview") == one


SECOND = """
[collections.more]
path = "source/more"
files = ["*.csv"]
format = "csv"
key = "id"

[collections.more.fields]
Title = "text"
"""


def test_a_record_holds_the_digest_of_each_filled_cell(project: Project) -> None:
    release(project)
    data = json.loads(project.read(f"locales/releases/{record(project)}.json"))
    [found] = [one for one in data["published"] if (one["document"], one["locale"]) == ("table-19", "es")]
    row = released(project)["19"]
    fields = ("Title (Spanish)", "Body (Spanish)", "Tip (Spanish)")
    assert found["fields"] == {name: digest_text(row[name]) for name in fields}
    built = (project.root / "output/release" / FILE).read_bytes()
    assert found["files"] == {FILE: digest_bytes(built)}


def test_a_delta_holds_exactly_the_rows_that_say_something_else(project: Project) -> None:
    release(project)
    renew(project, make_csv().replace("Rest for a while", "Rest for long"))
    result = release(project, LATER, since=record(project))
    delta = "deltas/table/export.csv"
    assert [path.relative_to(result.folder).as_posix() for path in result.deltas] == [delta]
    rows = released(project, delta)
    assert list(rows) == ["19"]
    assert rows["19"] == released(project)["19"]
    assert result.unpublished == ()
    release(project, LATER)
    assert not (project.root / "output/release/deltas").exists()


def test_a_delta_of_nothing_is_no_file(project: Project) -> None:
    release(project)
    result = release(project, LATER, since=DAY)
    assert (result.deltas, result.since) == ((), record(project))


def test_a_changed_translation_and_a_new_row_are_in_the_delta(project: Project) -> None:
    release(project)
    change_target(project, "table-17", "Cramps at night", "Otra cosa")
    project.write("source/tables/export.csv", make_csv() + "20,A new row,,,\r\n")
    refresh(project)
    path = project.open().catalog(Locale("es"), "table-20")
    catalog = read_catalog(path, "x")
    entries = [one if one.is_header else revise(one, targets=("Una fila",)) for one in catalog.entries]
    write_catalog(path, type(catalog)(entries=tuple(entries)))
    approve(project)
    release(project, LATER, since=DAY)
    rows = released(project, "deltas/table/export.csv")
    assert list(rows) == ["17", "20"]
    assert rows["17"]["Title (Spanish)"] == "Otra cosa"


def test_a_row_that_is_no_longer_published_is_told(project: Project) -> None:
    release(project)
    change_target(project, "table-18", "Call a doctor at once.", "Uno dos tres cuatro.")
    result = release(project, LATER, since=DAY)
    assert set(result.unpublished) == {("table-18", "en"), ("table-18", "es")}
    assert result.deltas == ()


@pytest.mark.parametrize(
    ("since", "message"),
    [
        ("2026-02-28", "no release on or before 2026-02-28"),
        ("nope", 'no release record "nope"'),
        ("2026-03-01-absent", 'no release record "2026-03-01-absent"'),
    ],
)
def test_a_release_that_is_not_there_is_refused_before_anything_is_written(
    project: Project, since: str, message: str
) -> None:
    release(project)
    before = project.files()
    with pytest.raises(CaveatError, match=message):
        release(project, LATER, since=since)
    assert project.files() == before


def test_two_releases_of_a_day_must_be_named(project: Project) -> None:
    release(project)
    first = record(project)
    project.write(f"locales/releases/{DAY}-other.json", "{}")
    with pytest.raises(CaveatError, match="2 releases of") as error:
        release(project, LATER, since="2026-03-31")
    assert first in (error.value.hint or "")
    assert release(project, LATER, since=f"{first}.json").since == first


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"caveat": "release/1"}', '{"caveat": "release/9"}'])
def test_a_damaged_record_is_told_with_its_name(project: Project, text: str) -> None:
    project.write("locales/releases/2026-01-01-x.json", text)
    with pytest.raises(CaveatError) as error:
        release(project, since="2026-01-01-x")
    assert str(error.value.at) == "locales/releases/2026-01-01-x.json"
    assert error.value.hint


BOOK = "exports/table/export.xlsx"


@pytest.fixture
def book(tmp_path: Path) -> Project:
    """Return a workbook of two approved rows; a control character stands in one translation."""
    rows = [
        [inline("id"), inline("Title (English)"), inline("Title (Spanish)")],
        [inline("1"), inline("A cramp"), inline("Calambre")],
        [inline("2"), inline("A leg"), inline("Una pata")],
    ]
    project = make_table(tmp_path / "book", make_workbook(rows), "export.xlsx", fields=1)
    translate(project)
    change_target(project, "table-1", "A cramp", "Un \x07calambre")
    approve(project)
    return project


def titles(project: Project, folder: str) -> list[str | None]:
    data = (project.root / folder / BOOK).read_bytes()
    rows = XlsxCodec().read(data, BOOK, ("id",)).rows
    return [row.cells["Title (Spanish)"].text for row in rows]


def test_a_translation_that_no_workbook_can_hold_leaves_its_field_as_it_was_in_a_preview(
    book: Project,
) -> None:
    result = build(book.open(), Mode.PREVIEW, as_of=DAY)
    left, filled = titles(book, "output/preview")
    assert left == "Calambre"
    assert filled is not None
    assert filled.endswith(spanish("A leg"))
    reasons = {page.document: page.refused for page in result.pages if page.locale == "es"}
    [reason] = reasons["table-1"]
    assert reason.message == (
        "its format can't hold the text: 'Un \\x07calambre' holds U+0007, which no xlsx file can hold"
    )
    assert reasons["table-2"] == ()


def test_a_translation_that_no_workbook_can_hold_withholds_its_row_and_no_other(book: Project) -> None:
    result = release(book)
    [reason] = result.withheld["table-1", "es"]
    assert "holds U+0007, which no xlsx file can hold" in reason.message
    assert ("table-2", "es") not in result.withheld
    assert titles(book, "output/release") == ["Calambre", spanish("A leg")]
