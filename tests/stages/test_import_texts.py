"""Translations that an export holds: into empty entries and machine drafts, never onto a wrong sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.errors import CaveatError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.stages.draft import draft
from pipeline.stages.draft_choice import Choice
from pipeline.stages.extract import extract
from pipeline.stages.import_export import ImportOrder, ImportResult, import_export
from pipeline.stages.sources import DISCLAIMERS, read_sources
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.stages.update import update
from tests.projects import CONFIG, DAY, Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.catalog import Entry

COLLECTION = """
[collections.table]
path = "source/tables"
files = ["*.csv"]
format = "csv"
profile = "article"
key = "id"

[collections.table.fields]
Title = "text"
Body = "record"
"""
NOTE = "Educational Disclaimer\nThis page teaches. It does not replace a doctor."
AVISO = "Aviso educativo\nEsta página enseña. No reemplaza a un médico."
ES = Locale("es")


def make_csv(*rows: tuple[str, ...], head: str = "id,Title,Body,Title (Spanish),Body (Spanish)") -> str:
    cells = (",".join(f'"{cell}"' for cell in row) for row in rows)
    return "".join(f"{line}\n" for line in (head, *cells))


BODY = f"{NOTE}\nCare\nStretch the leg. Drink water."
CUERPO = f"{AVISO}\nCuidado\nEstire la pierna. Beba agua."
ROW = ("1", "Cramps", BODY, "Calambres", CUERPO)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project", config=CONFIG + COLLECTION)


def take(project: Project, text: str, **order: Any) -> ImportResult:
    path = project.write("../export.csv", text)
    wanted = ImportOrder(collection="table", **{"is_full": False, **order})
    return import_export(project.open(), path, wanted, today=DAY)


def entries(project: Project, name: str = "table-1") -> dict[str, Entry]:
    catalog = read_catalog(project.open().catalog(ES, name), name)
    return {entry.key.source: entry for entry in catalog.units()}


def targets(project: Project, name: str = "table-1") -> dict[str, str]:
    return {source: entry.target for source, entry in entries(project, name).items()}


def put(project: Project, source: str, name: str = "table-1", **changes: Any) -> None:
    path = project.open().catalog(ES, name)
    catalog = read_catalog(path, name)
    found = [revise(one, **changes) if one.key.source == source else one for one in catalog.entries]
    write_catalog(path, type(catalog)(entries=tuple(found)))


def refresh(project: Project) -> None:
    extract(project.open())
    update(project.open(), locales=(ES,), today=DAY)


TAKEN = {
    "Cramps": "Calambres",
    "Care": "Cuidado",
    "Stretch the leg.": "Estire la pierna.",
    "Drink water.": "Beba agua.",
}


def test_filled_columns_become_unattributed_texts(project: Project) -> None:
    result = take(project, make_csv(ROW))
    assert [(row.locale, row.texts, row.catalogs) for row in result.taken] == [("es", 4, 1)]
    assert targets(project) == TAKEN
    workspace = project.open()
    source = next(one for one in read_sources(workspace).catalogs if one.id == "table-1")
    units = read_shelved(workspace, source, ES, read_signing(workspace)).units
    assert {one.standing.state for one in units} == {State.UNATTRIBUTED}
    assert not any(entry.is_fuzzy for entry in entries(project).values())
    path = workspace.ledger(ES, "table-1")
    assert read_ledger(path, path.name).events == ()


def test_a_disclaimer_is_never_taken_and_that_is_told(project: Project) -> None:
    result = take(project, make_csv(ROW))
    told = {(one.text, one.reason) for one in result.untaken}
    why = "a disclaimer is approved and pinned, never imported"
    assert {text for text, reason in told if reason == why} >= {"Aviso educativo"}
    workbench = project.read(f"locales/es/LC_MESSAGES/{DISCLAIMERS}.po")
    assert "Aviso" not in workbench
    assert "enseña" not in workbench
    assert not (project.root / "locales/es/disclaimers.toml").exists()


def test_the_same_import_again_takes_nothing_and_changes_nothing(project: Project) -> None:
    take(project, make_csv(ROW))
    before = project.files("locales")
    result = take(project, make_csv(ROW))
    assert (result.taken, result.untaken, result.is_written) == ((), (), False)
    assert project.files("locales") == before


def test_a_machine_draft_gives_way_and_a_text_of_a_person_does_not(project: Project) -> None:
    take(project, make_csv((*ROW[:3], "", "")))
    refresh(project)
    draft(project.open(), locales=(ES,), today=DAY, choice=Choice(engines=("pseudo",)))
    assert entries(project)["Care"].is_fuzzy
    put(project, "Drink water.", targets=("Tome agua.",), flags=(), comments=())
    touched = entries(project)["Cramps"].target + "!"
    put(project, "Cramps", targets=(touched,))
    result = take(project, make_csv(ROW))
    assert targets(project) == TAKEN | {"Drink water.": "Tome agua.", "Cramps": touched}
    assert entries(project)["Cramps"].is_fuzzy
    assert not entries(project)["Care"].is_fuzzy
    assert not entries(project)["Care"].comments
    told = {one.text: one for one in result.untaken if one.reason == "the project has another text here"}
    assert set(told) == {"Calambres", "Beba agua."}
    one = told["Beba agua."]
    assert (one.file, one.line, one.row, one.field, one.locale) == (
        "source/tables/export.csv", 5, "1", "Body", "es",
    )  # fmt: skip


def test_a_text_that_belongs_to_no_sentence_for_sure_is_told(project: Project) -> None:
    body = f"{AVISO}\nCuidado\nEstire la pierna y beba agua."
    result = take(project, make_csv((*ROW[:4], body)))
    assert targets(project)["Stretch the leg."] == targets(project)["Drink water."] == ""
    [one] = [one for one in result.untaken if one.text == "Estire la pierna y beba agua."]
    assert "sentence" in one.reason
    assert (one.row, one.field, one.line) == ("1", "Body", 5)


def test_a_number_that_differs_is_never_filled_in(project: Project) -> None:
    body = f"{NOTE}\nCare\nTake 2 tablets. Drink water."
    cuerpo = f"{AVISO}\nCuidado\nTome 3 tabletas. Beba agua."
    result = take(project, make_csv(("1", "Cramps", body, "", cuerpo)))
    assert targets(project)["Take 2 tablets."] == ""
    assert any("3" in one.text for one in result.untaken)


@pytest.mark.parametrize(
    ("source", "target", "rule"),
    [
        ("Take 2 tablets", "Tome 3 tabletas", "number.changed: "),
        ("Sleeping badly", "Dormir mal 2 veces", "number.added: "),
        ("Do not take this", "Tome esto", "negation.missing: "),
        ("See {name}", "Ver", "markup.placeholder: "),
    ],
)
def test_a_text_that_a_check_takes_for_another_meaning_is_never_filled_in(
    project: Project, source: str, target: str, rule: str
) -> None:
    result = take(project, make_csv(("1", source, BODY, target, "")))
    assert targets(project)[source] == ""
    [one] = result.untaken
    assert one.reason.startswith(rule)


def test_a_translation_that_did_not_change_with_its_source_is_left(project: Project) -> None:
    take(project, make_csv((*ROW[:3], "Calambres", "")))
    newer = make_csv(("1", "No cramps", BODY, "Calambres", ""))
    result = take(project, newer)
    assert result.changed == ("1",)
    assert [(one.text, one.reason) for one in result.untaken] == [
        ("Calambres", "the English text changed, and this one did not")
    ]
    refresh(project)
    found = entries(project)["No cramps"]
    assert found.is_fuzzy or not found.target


def test_a_sentence_that_stood_in_the_cell_before_is_not_taken_with_another_one(project: Project) -> None:
    old = BODY.replace("Drink water.", "Drink no alcohol at all.")
    take(project, make_csv(("1", "Cramps", BODY, "", "")))
    take(project, make_csv(("1", "Cramps", BODY, "", CUERPO.replace("Cuidado", "Cuidado\nMás"))))
    assert targets(project)["Drink water."] == ""
    take(project, make_csv(("1", "Cramps", old, "", CUERPO.replace("Cuidado", "Cuidado\nMás"))))
    result = take(project, make_csv(("1", "Cramps", old, "", CUERPO)))
    assert targets(project)["Drink no alcohol at all."] == ""
    told = [one.text for one in result.untaken if one.reason.startswith("it stood in the export before")]
    assert "Beba agua." in told


def test_a_text_that_the_ledger_knows_for_another_source_is_not_taken(project: Project) -> None:
    take(project, make_csv(("1", "Take 2 tablets", BODY, "", "")))
    refresh(project)
    put(project, "Take 2 tablets", targets=("Tome tabletas",), flags=())
    take(project, make_csv(("1", "Do not take tablets", BODY, "Tome tabletas", "")))
    assert targets(project)["Do not take tablets"] == ""
    result = take(project, make_csv(("1", "Do not take tablets", BODY, "", "")))
    result = take(project, make_csv(("1", "Do not take tablets", BODY, "Tome tabletas", "")))
    assert targets(project)["Do not take tablets"] == ""
    assert [one.reason for one in result.untaken] == ["it was written for another source text"]


def test_english_in_a_column_of_another_language_is_no_translation(project: Project) -> None:
    result = take(project, make_csv((*ROW[:3], "Cramps", "")))
    assert targets(project)["Cramps"] == ""
    assert [one.reason for one in result.untaken] == ["it is the source text itself"]


def test_one_source_text_with_two_translations_in_a_row_takes_the_first(project: Project) -> None:
    body = f"{NOTE}\nCare\nRest now. Walk.\nMore\nRest now. Run."
    cuerpo = f"{AVISO}\nCuidado\nDescanse ya. Ande.\nMás\nRepose ya. Corra."
    result = take(project, make_csv(("1", "Cramps", body, "", cuerpo)))
    assert targets(project)["Rest now."] == "Descanse ya."
    assert [one.reason for one in result.untaken if one.text == "Repose ya."] == [
        'the same source text is "Descanse ya." elsewhere in the row'
    ]


def test_a_row_without_a_source_text_is_told(project: Project) -> None:
    result = take(project, make_csv(ROW, ("2", "", "", "Sueño", "")))
    assert [(one.row, one.reason) for one in result.untaken if one.row == "2"] == [
        ("2", "the source cell is empty")
    ]


def test_nothing_is_written_where_a_catalog_can_not_be_read(project: Project) -> None:
    take(project, make_csv((*ROW[:3], "", "")))
    refresh(project)
    project.write("locales/es/LC_MESSAGES/table-1.po", 'msgid "x\n')
    before = project.files()
    with pytest.raises(CaveatError, match=r"not closed"):
        take(project, make_csv(ROW))
    assert project.files() == before


def test_nothing_is_written_where_another_document_can_not_be_read(project: Project) -> None:
    project.write("source/articles/broken.txt", b"\xff\n")
    before = project.files()
    with pytest.raises(CaveatError, match="not UTF-8"):
        take(project, make_csv(ROW))
    assert project.files() == before


def test_a_broken_catalog_of_another_document_is_told_after_the_texts_are_taken(project: Project) -> None:
    project.write("locales/es/LC_MESSAGES/cramps.po", 'msgid "x\n')
    with pytest.raises(CaveatError, match="not closed"):
        take(project, make_csv(ROW))
    assert targets(project) == TAKEN
