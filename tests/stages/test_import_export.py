"""Exports into a project: what is kept, what is removed, and that an error writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import CaveatError, ConfigError
from pipeline.stages.import_export import ImportOrder, ImportResult, import_export
from pipeline.stages.sources import read_sources
from tests.formats.workbooks import inline, make_sheets, make_workbook, number, two_sheets
from tests.projects import DAY, Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

FIRST = (
    "id,Title (English),Body (English),Rich (English),Note\n"
    '1,Cramps,"Rest\n\nWalk a lot.",<b>Call</b> a doctor.,internal\n'
    "2,Sleep,Sleep well.,<p>Drink.</p>,\n"
    "3,Pain,Walk.,Now.,\n"
)
ORDER = {"key": "id", "collection": "drugs"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


def take(project: Project, text: str | bytes, name: str = "export.csv", **order: Any) -> ImportResult:
    path = project.write(f"../{name}", text)
    return import_export(project.open(), path, ImportOrder(**order), today=DAY)


def stored(project: Project, name: str = "source/drugs/export.csv") -> str:
    return project.read(name)


def test_the_first_export_declares_its_collection_and_is_kept_byte_for_byte(project: Project) -> None:
    before = project.read("caveat.toml")
    result = take(project, FIRST, key="id")
    assert result.path == "source/export/export.csv"
    assert project.read(result.path) == FIRST
    after = project.read("caveat.toml")
    assert after == before + "\n" + result.declared
    assert result.declared == (
        '[collections.export]\npath = "source/export"\nfiles = ["*.csv"]\nformat = "csv"\nkey = "id"\n\n'
        '[collections.export.fields]\n"Title" = "text"\n"Body" = "plain"\n"Rich" = "html"\n'
    )
    assert result.added == ("1", "2", "3")
    ids = [one.id for one in read_sources(project.open()).documents]
    assert ids == ["cramps", "export-1", "export-2", "export-3"]


def test_a_file_without_an_end_of_line_and_one_with_other_line_ends_are_appended_to(project: Project) -> None:
    config = project.read("caveat.toml").rstrip("\n").replace("\n", "\r\n")
    project.write("caveat.toml", config)
    result = take(project, FIRST, key="id")
    assert project.read("caveat.toml") == config + "\r\n\r\n" + result.declared.replace("\n", "\r\n")


def test_a_given_format_wins_and_names_a_field_that_no_language_marks(project: Project) -> None:
    result = take(project, FIRST, **ORDER, fields={"Body": "markdown", "Note": "text"})
    assert '"Body" = "markdown"\n"Rich" = "html"\n"Note" = "text"\n' in result.declared


def test_a_bare_column_beside_another_language_is_a_field(project: Project) -> None:
    result = take(project, "id,Title,Title (Spanish),Other\n1,Cramps,,x\n", key="id")
    assert result.declared.endswith('fields]\n"Title" = "text"\n')


def test_without_columns_that_name_a_language_the_fields_are_asked_for(project: Project) -> None:
    with pytest.raises(CaveatError, match='no column is named like "Symptoms') as error:
        take(project, "id,Title\n1,Cramps\n", key="id")
    assert error.value.hint == 'name them: --field "NAME=FORMAT"; the columns are "id", "Title"'
    assert take(project, "id,Title\n1,Cramps\n", key="id", fields={"Title": "text"}).added == ("1",)


def test_a_partial_export_keeps_what_it_does_not_name(project: Project) -> None:
    take(project, FIRST, **ORDER)
    newer = 'id,Title (English)\n2,Sleeping\n4,"New, too"\n'
    result = take(project, newer, "export-december.csv", collection="drugs", is_full=False)
    assert (result.added, result.changed, result.removed) == (("4",), ("2",), ())
    assert (result.unchanged, result.kept) == ((), ("1", "3"))
    assert result.path == "source/drugs/export.csv"
    assert stored(project) == FIRST.replace("2,Sleep,", "2,Sleeping,") + '4,"New, too",,,\n'
    assert result.declared == ""


def test_only_a_full_export_or_a_tombstone_removes(project: Project) -> None:
    take(project, FIRST, **ORDER)
    newer = "id,Title (English),gone\n1,Cramps,\n2,Sleep,yes\n"
    partial = take(project, newer, collection="drugs", is_full=False, tombstone="gone")
    assert (partial.removed, partial.kept) == (("2",), ("3",))
    assert "2,Sleep" not in stored(project)
    full = take(project, newer, collection="drugs", is_full=True, tombstone="gone")
    assert full.removed == ("3",)
    assert [one.id for one in read_sources(project.open()).documents][1:] == ["drugs-1"]


def test_a_tombstone_counts_in_the_first_export_too(project: Project) -> None:
    result = take(project, "id,Title (English),gone\n1,A,0\n2,B,1\n", **ORDER, tombstone="gone")
    assert (result.added, result.removed) == (("1",), ("2",))
    assert stored(project) == "id,Title (English),gone\n1,A,0\n"


def test_with_an_export_to_merge_with_one_must_say_which_kind_it_is(project: Project) -> None:
    take(project, FIRST, **ORDER)
    with pytest.raises(ConfigError, match="say --partial or --full"):
        take(project, FIRST, collection="drugs")


def test_the_same_import_again_changes_nothing(project: Project) -> None:
    take(project, FIRST, **ORDER)
    before = project.files()
    for is_full in (True, False):
        result = take(project, FIRST, collection="drugs", is_full=is_full)
        assert result.unchanged == ("1", "2", "3")
        assert (result.is_written, result.added, result.changed, result.removed) == (False, (), (), ())
    assert project.files() == before


def test_an_export_is_never_put_into_a_collection_by_a_guess(project: Project) -> None:
    take(project, FIRST, **ORDER)
    with pytest.raises(ConfigError, match="which collection is it for") as error:
        take(project, FIRST, "other.csv", key="id", is_full=True)
    assert error.value.hint == "--collection drugs; another name declares a new one"
    assert take(project, FIRST, is_full=True).collection == "drugs"
    assert take(project, FIRST, "other.csv", key="id", collection="more").path == "source/more/other.csv"


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        (FIRST, {}, "say which column is the key"),
        (FIRST, {"key": "nope"}, 'no column "nope"'),
        (FIRST.replace("3,", "1,"), {"key": "id"}, 'two rows have the id "1"'),
        (FIRST, {"key": "id", "fields": {"Body": "docs"}}, 'no format is named "docs"'),
        (FIRST, {"key": "id", "fields": {"Absent": "text"}}, "no column"),
        (FIRST, {"key": "id", "fields": {"Body": "text"}}, "holds more than one line"),
        (FIRST, {"key": "id", "collection": "a/b"}, "can't be called"),
        (FIRST, {"key": "id", "collection": "articles"}, "no exports"),
        (FIRST, {"key": "id", "tombstone": "gone"}, 'no column "gone"'),
        ('id,Title (English)\n1,"open\n', {"key": "id"}, "quote is not closed"),
        ("id,Title (English)\n", {"key": "id"}, "no rows"),
        (b"id,Title (English)\n1,\xff\n", {"key": "id"}, "not UTF-8"),
    ],
)
def test_nothing_is_written_when_a_first_export_is_refused(
    project: Project, text: str | bytes, order: dict[str, Any], message: str
) -> None:
    before = project.files()
    with pytest.raises(CaveatError, match=message):
        take(project, text, **order)
    assert project.files() == before
    assert not (project.root / "source/export").exists()


@pytest.mark.parametrize(
    ("text", "order", "message"),
    [
        ("id,Title (English)\n", {"is_full": True}, "has no rows"),
        ("id,Title (English)\n2,Sleep\n", {"is_full": True, "tombstone": "gone"}, 'no column "gone"'),
        ('id,Title (English)\n2,"Two\nlines"\n', {"is_full": False}, "holds more than one line"),
        ("id,Title (English)\na/b,X\na?b,Y\n", {"is_full": False}, 'two documents have the id "drugs-a-b"'),
        (FIRST, {"is_full": False, "key": "Note"}, 'has the key "id", not "Note"'),
        (FIRST, {"is_full": False, "fields": {"Note": "text"}}, "declares its fields already"),
    ],
)
def test_nothing_is_written_when_a_later_export_is_refused(
    project: Project, text: str, order: dict[str, Any], message: str
) -> None:
    take(project, FIRST, **ORDER)
    before = project.files()
    with pytest.raises(CaveatError, match=message):
        take(project, text, collection="drugs", **order)
    assert project.files() == before


def test_what_is_wrong_with_a_first_export_is_told_where_it_stands(project: Project) -> None:
    with pytest.raises(CaveatError) as error:
        take(project, FIRST, key="id", fields={"Body": "text"})
    assert str(error.value.at).endswith("/export.csv:2")
    assert "source/export" not in str(error.value)


def test_a_broken_article_beside_it_does_not_stop_an_export_without_translations(project: Project) -> None:
    project.write("source/articles/broken.txt", b"\xff\n")
    assert take(project, FIRST, **ORDER).added == ("1", "2", "3")


def test_a_file_that_another_collection_claims_is_refused(project: Project) -> None:
    take(project, FIRST, **ORDER)
    wide = project.read("caveat.toml").replace('"source/drugs"', '"source"').replace('"*.csv"', '"**/*.csv"')
    project.write("caveat.toml", wide)
    before = project.files()
    with pytest.raises(ConfigError, match=r"\[collections.drugs\] claims this file already"):
        take(project, FIRST.replace("1,", "9,"), "new.csv", key="id", collection="more")
    assert project.files() == before


def test_several_exports_in_a_collection_are_told_apart_by_their_names(project: Project) -> None:
    take(project, FIRST, **ORDER)
    project.write("source/drugs/second.csv", "id,Title (English),Body (English),Rich (English)\n9,Z,,\n")
    with pytest.raises(ConfigError, match="several exports") as error:
        take(project, FIRST, "third.csv", collection="drugs", is_full=False)
    assert "export.csv, second.csv" in (error.value.hint or "")
    result = take(project, "id,Title (English)\n9,Y\n", "second.csv", collection="drugs", is_full=False)
    assert (result.path, result.changed) == ("source/drugs/second.csv", ("9",))


def test_a_name_that_the_collection_does_not_claim_is_refused(project: Project) -> None:
    take(project, FIRST, **ORDER)
    (project.root / "source/drugs/export.csv").unlink()
    with pytest.raises(ConfigError, match="does not claim a file of this name"):
        take(project, FIRST, "export.tsv", collection="drugs")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("e.json", '[{"id": 1, "Title (English)": "Cramps", "n": 1.50}]'),
        ("e.jsonl", '{"id": 1, "Title (English)": "Cramps", "n": 1.50}\n'),
        (
            "e.xlsx",
            make_workbook([[inline("id"), inline("Title (English)")], [inline("1"), inline("Cramps")]]),
        ),
    ],
)
def test_every_kind_of_export_is_kept_as_it_is(project: Project, name: str, data: str | bytes) -> None:
    result = take(project, data, name, key="id")
    raw = data if isinstance(data, bytes) else data.encode()
    assert (project.root / result.path).read_bytes() == raw
    assert '"Title" = "text"' in result.declared
    assert [one.id for one in read_sources(project.open()).documents][1:] == ["e-1"]


def test_a_file_that_is_no_export_is_refused(project: Project) -> None:
    with pytest.raises(ConfigError, match=r'no export is called "\.txt"'):
        take(project, "x", "e.txt", key="id")
    with pytest.raises(CaveatError, match="no such file"):
        import_export(project.open(), project.root / "absent.csv", ImportOrder(), today=DAY)


def test_a_field_in_an_object_is_declared_by_its_path_and_the_languages_beside_it_are_found(
    project: Project,
) -> None:
    data = '[{"id": 1, "content": {"title": "Cramps", "care (English)": "Rest.\\nWalk.", "n": 1.50}}]'
    result = take(project, data, "e.json", key="id", fields={"content.title": "text"})
    assert '"content.care" = "plain"\n"content.title" = "text"\n' in result.declared
    assert project.read(result.path) == data
    texts = [unit.key.source for unit in read_sources(project.open()).documents[1].occurrences()]
    assert texts == ["Cramps", "Rest.", "Walk."]
    newer = data.replace("Cramps", "Cramps at night").replace("1.50", "1.5")
    again = take(project, newer, "e.json", is_full=False)
    assert (again.changed, project.read(result.path)) == (("1",), newer)


def test_a_list_on_the_way_to_a_field_is_refused_and_nothing_is_written(project: Project) -> None:
    before = project.files()
    data = '[{"id": 1, "content": {"title": "A"}},\n{"id": 2, "content": [{"title": "B"}]}]'
    with pytest.raises(CaveatError) as caught:
        take(project, data, "e.json", key="id", fields={"content.title": "text"})
    assert str(caught.value.at).endswith("e.json:2")
    assert 'content.title of "2" is no text' in str(caught.value)
    assert project.files() == before


def test_a_sheet_is_declared_by_its_name_and_merged_into(project: Project) -> None:
    result = take(project, two_sheets(), "e.xlsx", key="id", sheet="Data", fields={"Title": "text"})
    assert 'key = "id"\nsheet = "Data"\n\n' in result.declared
    [unit, *_] = read_sources(project.open()).documents[1].occurrences()
    assert unit.key.source == "Cramps"
    again = take(project, two_sheets(), "e.xlsx", is_full=True, sheet="Data")
    assert again.unchanged == ("1",)
    header = [inline("id"), inline("Title")]
    sheets = {
        "Old & gone": [header, [number("1"), inline("Cramps")]],
        "Data": [header, [number("1"), inline("Leg cramps")]],
    }
    newer = take(project, make_sheets(sheets), "e.xlsx", is_full=True)
    assert newer.changed == ("1",)
    [unit, *_] = read_sources(project.open()).documents[1].occurrences()
    assert unit.key.source == "Leg cramps"
    with pytest.raises(ConfigError, match="says which sheet it is"):
        take(project, two_sheets(), "e.xlsx", is_full=True, sheet="Old & gone")


def test_a_sheet_that_is_not_there_and_one_of_a_file_without_are_refused(project: Project) -> None:
    with pytest.raises(CaveatError, match='there is no sheet "Dat"'):
        take(project, two_sheets(), "e.xlsx", key="id", sheet="Dat")
    with pytest.raises(ConfigError, match='format "csv" has no sheets'):
        take(project, FIRST, key="id", sheet="Data")
