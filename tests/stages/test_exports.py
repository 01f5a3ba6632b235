"""An export in a project: each row goes through the stages as a document of its own."""

from pathlib import Path

import pytest

from pipeline.errors import CaveatError
from pipeline.formats.export_write import write_versions
from pipeline.model.locale import Locale
from pipeline.stages.check import check
from pipeline.stages.draft import draft
from pipeline.stages.extract import extract
from pipeline.stages.sources import read_sources
from pipeline.stages.update import update
from tests.formats.exports import make_edition
from tests.projects import CONFIG, DAY, Project, make_project

COLLECTION = """
[collections.table]
path = "source/tables"
files = ["*.csv"]
format = "csv"
profile = "article"
key = "id"

[collections.table.fields]
Title = "text"
Symptoms = "record"
"""
NOTE = "Educational Disclaimer\nThis page teaches. It does not replace a doctor."
ROWS = (
    "id,Title,Symptoms (English)\n"
    f'17,Cramps,"Null{NOTE}\nRest\nStretch. Drink water."\n'
    f'18,Sleep,"{NOTE}\nWhen to Seek Care\nCall a doctor."\n'
    f'a/b,Pain,"{NOTE}\nCare\nWalk."\n'
)


@pytest.fixture
def table(tmp_path: Path) -> Project:
    project = make_project(tmp_path / "project", config=CONFIG + COLLECTION)
    project.write("source/tables/export.csv", ROWS)
    return project


def test_three_rows_are_three_templates_and_catalogs(table: Project) -> None:
    result = extract(table.open())
    assert [row.document for row in result.rows][:4] == ["cramps", "table-17", "table-18", "table-a-b"]
    for name, word in (("17", "Stretch."), ("18", "Call a doctor."), ("a-b", "Walk.")):
        template = table.read(f"locales/table-{name}.pot")
        assert f'msgid "{word}"' in template
        assert template.count("Call a doctor.") == (name == "18")
        assert "#: source/tables/export.csv\n" in template
    assert 'msgctxt "Title"\nmsgid "Cramps"' in table.read("locales/table-17.pot")
    assert "#. risk: critical" in table.read("locales/table-18.pot")
    locales = (Locale("es"), Locale("ar"))
    update(table.open(), locales=locales, today="2026-03-01")
    draft(table.open(), locales=locales, today="2026-03-01")
    for locale in ("es", "ar"):
        for name in ("17", "18", "a-b"):
            catalog = table.read(f"locales/{locale}/LC_MESSAGES/table-{name}.po")
            assert 'msgctxt "Title"' in catalog
            assert "#, fuzzy" in catalog
    assert len(check(table.open(), locales=locales, as_of=DAY).catalogs) == 2 * len(result.rows)
    notices = [one for one in result.findings if one.check == "source.junk"]
    assert [one.line for one in notices if one.file == "source/tables/export.csv"] == [2]


def test_a_row_that_is_gone_takes_its_template_along(table: Project) -> None:
    extract(table.open())
    table.write("source/tables/export.csv", ROWS.replace('a/b,Pain,"', 'c,Pain,"'))
    assert extract(table.open()).removed == ("locales/table-a-b.pot",)


def test_rows_with_one_id_are_told_and_the_others_go_on(table: Project) -> None:
    more = f'id,Title,Symptoms\n18,Twin,\na-b,Same,"{NOTE}\nCare\nX."\n9,Own,\n'
    table.write("source/tables/more.csv", more)
    sources = read_sources(table.open())
    places = [str(one.at) for one in sources.problems]
    assert places == ["source/tables/more.csv:2", "source/tables/more.csv:3"]
    assert sources.problems[0].message == 'two documents have the id "table-18": source/tables/export.csv'
    assert sources.problems[0].hint == "give one of the rows another key, or one of the files another id"
    assert [one.id for one in sources.documents][1:] == ["table-17", "table-18", "table-a-b", "table-9"]
    with pytest.raises(CaveatError):
        extract(table.open())


def test_two_collections_may_count_from_one(table: Project) -> None:
    other = COLLECTION.replace("collections.table", "collections.drugs").replace("tables", "drugs")
    table.write("caveat.toml", CONFIG + COLLECTION + other)
    table.write("source/drugs/list.csv", ROWS)
    sources = read_sources(table.open())
    assert not sources.problems
    assert len({one.id for one in sources.documents}) == 7


def test_the_rows_of_a_project_are_written_back_into_one_file(table: Project) -> None:
    rows = [one for one in read_sources(table.open()).documents if one.path.endswith(".csv")]
    out = write_versions(rows[0], [(row, make_edition(str.upper, Locale("es"))) for row in rows]).decode()
    assert out.startswith("id,Title,Symptoms (English),Title (Spanish),Symptoms (Spanish)\n")
    assert 'a/b,Pain,"' in out
    assert out.count("STRETCH. DRINK WATER.") == out.count("WALK.") == 1
