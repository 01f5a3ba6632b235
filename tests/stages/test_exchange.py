from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.catalogs.exchange_rows import sent_id
from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.catalogs.received import Outcome
from pipeline.errors import CatalogError, CaveatError, ConfigError, LossError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.digest import digest_text
from pipeline.model.event import EventKind
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from pipeline.review.decisions import Decision
from pipeline.stages.draft import draft
from pipeline.stages.exchange import ExchangeExport, export_exchange
from pipeline.stages.exchange_files import FORMATS, ExchangeFormat
from pipeline.stages.exchange_import import ExchangeImport, UnitFate, import_exchange
from pipeline.stages.extract import extract
from pipeline.stages.review import Filter, decide, list_units
from pipeline.stages.update import update
from tests.factories import ANA, BEA, CARL, EVE
from tests.projects import CONFIG, DAY, Project, acting, make_project
from tests.selections import as_read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.stages.standings import UnitStanding

ES, AR = Locale("es"), Locale("ar")
NOTES = '\n[collections.notes]\npath = "source/notes"\nfiles = ["*.md"]\nformat = "markdown"\n'
NOTE = "# Doses\n\nTake **500 mg** of \\<1> [paracetamol](p.html) now.\n\nRest well.\n\nDrink tea.\n"
PEOPLE = "".join(
    f'[[reviewers]]\nemail = "{email}"\nname = "X"\nroles = ["clinical", "legal"]\nlocales = ["es"]\n'
    for email in (BEA, CARL)
)
PO = "locales/es/LC_MESSAGES/notes.po"
KINDS = pytest.mark.parametrize("kind", FORMATS)
XML = pytest.mark.parametrize("kind", ["xliff1", "xliff2"])
DOSE = r"Take <1>500 mg</1> of \<1> <2>paracetamol</2> now."


def build(root: Path) -> Project:
    project = make_project(root, config=CONFIG + NOTES)
    project.write("source/notes/notes.md", NOTE)
    project.write("locales/reviewers.toml", PEOPLE)
    workspace = project.open()
    extract(workspace)
    update(workspace, locales=(ES, AR), today=DAY)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return build(tmp_path)


def put(project: Project, source: str, target: str) -> None:
    """Write a target into the catalog, not fuzzy, as an editor would."""
    path = project.root / PO
    catalog = read_catalog(path, PO)
    entries = (
        revise(one, targets=(target,), flags=()) if one.key.source == source else one
        for one in catalog.entries
    )
    write_catalog(path, replace(catalog, entries=tuple(entries)))


def decided(project: Project, kind: EventKind, by: str, unit: str) -> None:
    decision = Decision(kind=kind, by=by, on=DAY, text="no")
    chosen = as_read(project.open(), ES, "notes", unit)
    result = decide(project.open(), locale=ES, document="notes", chosen=chosen, decision=decision)
    assert not result.refused


def sent(project: Project, kind: ExchangeFormat, **wanted: Any) -> ExchangeExport:
    return export_exchange(project.open(), project.root / "out.x", kind, (ES,), Filter(**wanted))


def came_back(project: Project, by: str = ANA, brought_by: str = ANA) -> ExchangeImport:
    return import_exchange(project.open(), project.root / "out.x", by=by, brought_by=brought_by, on=DAY)


def units(project: Project) -> dict[str, UnitStanding]:
    wanted = Filter(documents=frozenset({"notes"}))
    return {one.unit.key.source: one for one in list_units(project.open(), (ES,), wanted)}


def id_of(project: Project, source: str) -> str:
    return units(project)[source].unit.key.id


def kept_targets(project: Project) -> set[str]:
    known = ledger(project)
    return {known.texts[pair.target] for pair in known.kept}


def ledger(project: Project) -> Any:
    return read_ledger(project.root / "locales/es/reviews/notes.jsonl", "notes.jsonl")


def translate(project: Project, kind: ExchangeFormat, changes: dict[str, str], state: str = "") -> None:
    """Do in the file what a tool does: put targets in by source; `state` goes into every unit of XLIFF."""
    path = project.root / "out.x"
    if kind in ("csv", "xlsx"):
        _translate_sheet(path, kind, changes)
        return
    text = path.read_text("utf-8")
    for source, target in changes.items():
        start = rf"<source>{re.escape(source)}</source>\n"
        pattern = rf"({start}<target[^>]*>|{start}(?!<t))[^\n]*"
        text, count = re.subn(pattern, lambda found, target=target: _filled(found[1], target), text, count=1)
        assert count == 1, source
    if state:
        text = re.sub(r'(<(?:target|segment)[^>]*? state=")[^"]+"', rf'\g<1>{state}"', text)
    path.write_text(text, "utf-8")


def _filled(start: str, target: str) -> str:
    if "<target" in start:
        return f"{start}{target}</target>"
    return f"{start}<target>{target}</target>\n</segment>"


def _translate_sheet(path: Path, kind: str, changes: dict[str, str]) -> None:
    if kind == "csv":
        text = path.read_bytes().decode("utf-8-sig")
        for source, target in changes.items():
            text, count = re.subn(rf'("{re.escape(source)}",")[^"]*"', rf'\g<1>{target}"', text, count=1)
            assert count == 1, source
        path.write_bytes(text.encode())
        return
    archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for source, target in changes.items():
        pattern = rf'(<t xml:space="preserve">{re.escape(source)}</t></is></c><c [^>]*><is><t [^>]*>)[^<]*'
        sheet, count = re.subn(pattern, rf"\g<1>{target}", sheet, count=1)
        assert count == 1, source
    write_workbook(path, {**parts, "xl/worksheets/sheet1.xml": sheet})


def write_workbook(path: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def fates(result: ExchangeImport) -> dict[str, UnitFate]:
    return {fate.source: fate for fate in result.fates}


def fill(project: Project) -> None:
    """Give the units of `notes` every state that there is."""
    draft(project.open(), locales=(ES,), today=DAY)
    put(project, "Rest well.", "Descanse bien.")
    put(project, "Drink tea.", "Tome té.")
    decided(project, EventKind.CLAIM, ANA, id_of(project, "Drink tea."))
    decided(project, EventKind.APPROVE, BEA, id_of(project, "Drink tea."))


@KINDS
def test_a_file_that_comes_back_as_it_went_changes_nothing(project: Project, kind: ExchangeFormat) -> None:
    fill(project)
    before = project.files("locales")
    assert sent(project, kind).units == len(came_back(project).fates)
    result = came_back(project)
    assert {fate.outcome for fate in result.fates} == {Outcome.UNCHANGED}
    assert {fate.reason for fate in result.fates} == {""}
    assert project.files("locales") == before


@XML
@pytest.mark.parametrize("state", ["final", "signed-off", "reviewed", "translated"])
def test_law_3_a_state_in_a_file_signs_nothing(project: Project, kind: ExchangeFormat, state: str) -> None:
    fill(project)
    before, known = units(project), ledger(project)
    sent(project, kind)
    translate(project, kind, {}, state)
    path = project.root / "out.x"
    text = path.read_text("utf-8")
    path.write_text(re.sub("<trans-unit (?!.*approved)", '<trans-unit approved="yes" ', text), "utf-8")
    result = fates(came_back(project))
    for source, one in units(project).items():
        was_draft = before[source].standing.state is State.DRAFT
        assert result[source].outcome is (Outcome.CLEARED if was_draft else Outcome.UNCHANGED)
        assert one.standing.state is (State.UNATTRIBUTED if was_draft else before[source].standing.state)
        assert one.entry.target == before[source].entry.target
    assert ledger(project) == known


@XML
def test_a_mark_that_somebody_put_on_meanwhile_is_not_taken_off(
    project: Project, kind: ExchangeFormat
) -> None:
    fill(project)
    sent(project, kind)
    translate(project, kind, {}, "translated")
    text = project.read(PO).replace('msgid "Rest well."', '#, fuzzy\nmsgid "Rest well."')
    project.write(PO, text)
    assert fates(came_back(project))["Rest well."].outcome is Outcome.UNCHANGED
    assert units(project)["Rest well."].entry.is_fuzzy


def test_a_mark_taken_off_can_be_put_on_record(project: Project) -> None:
    fill(project)
    sent(project, "xliff1")
    translate(project, "xliff1", {}, "translated")
    path = project.root / "out.x"
    ran = project.run("exchange", "import", str(path), "--by", ANA, "--claim-cleared", **acting(ANA))
    assert ran.code == 1, "the checks have something to say of pseudo texts"
    assert units(project)["Doses"].standing.state is State.TRANSLATED
    assert units(project)["Doses"].standing.authors == (ANA,)


@KINDS
def test_a_changed_text_is_the_translation_of_who_brings_it(project: Project, kind: ExchangeFormat) -> None:
    fill(project)
    machine = units(project)["Doses"]
    assert machine.standing.state is State.DRAFT
    sent(project, kind)
    translate(project, kind, {"Doses": "Dosis"})
    before = project.files("locales")
    result = came_back(project, by=" Ana@Example.org ")
    assert fates(result)["Doses"].outcome is Outcome.TAKEN
    assert result.count(Outcome.UNCHANGED) == len(result.fates) - 1
    after = units(project)["Doses"]
    assert (after.entry.target, after.entry.is_fuzzy) == ("Dosis", False)
    assert (after.standing.state, after.standing.authors) == (State.TRANSLATED, (ANA,))
    (event,) = [event for event in ledger(project).events if event.target == digest_text("Dosis")]
    assert (event.kind, event.by, event.on) == (EventKind.TRANSLATE, ANA, DAY)
    changed = {name for name, data in project.files("locales").items() if before.get(name) != data}
    assert changed == {"es/LC_MESSAGES/notes.po", "es/reviews/notes.jsonl"}
    again = came_back(project, by=EVE)
    assert fates(again)["Doses"].outcome is Outcome.UNCHANGED


@KINDS
def test_an_empty_unit_is_filled(project: Project, kind: ExchangeFormat) -> None:
    sent(project, kind)
    translate(project, kind, {"Rest well.": "Descanse."})
    assert fates(came_back(project))["Rest well."].outcome is Outcome.TAKEN
    assert units(project)["Rest well."].standing.state is State.TRANSLATED


@KINDS
def test_law_6_a_text_of_a_person_that_is_replaced_stays_in_the_ledger(
    project: Project, kind: ExchangeFormat
) -> None:
    fill(project)
    sent(project, kind)
    translate(project, kind, {"Rest well.": "Repose.", "Drink tea.": "Beba té."})
    came_back(project)
    kept = ledger(project)
    texts = {kept.texts[pair.target] for pair in kept.kept}
    assert {"Descanse bien.", "Tome té."} <= texts
    assert units(project)["Drink tea."].standing.state is State.TRANSLATED


@KINDS
def test_a_target_that_is_emptied_is_refused(project: Project, kind: ExchangeFormat) -> None:
    fill(project)
    before = project.files("locales")
    sent(project, kind)
    translate(project, kind, {"Rest well.": ""})
    fate = fates(came_back(project))["Rest well."]
    assert (fate.outcome, fate.reason) == (
        Outcome.REFUSED,
        "the text was taken out",
    )
    assert project.files("locales") == before


@KINDS
def test_what_changed_on_both_sides_is_a_conflict_with_both_texts(
    project: Project, kind: ExchangeFormat
) -> None:
    fill(project)
    sent(project, kind)
    translate(project, kind, {"Rest well.": "Repose."})
    put(project, "Rest well.", "Descanse mucho.")
    before = project.read(PO)
    fate = fates(came_back(project))["Rest well."]
    assert (fate.outcome, fate.target, fate.catalog) == (Outcome.CONFLICT, "Repose.", "Descanse mucho.")
    assert project.read(PO) == before
    assert "Repose." in kept_targets(project)


def test_what_changed_in_the_catalog_alone_stays(project: Project) -> None:
    fill(project)
    sent(project, "csv")
    put(project, "Rest well.", "Descanse mucho.")
    before = project.files("locales")
    fate = fates(came_back(project))["Rest well."]
    assert fate.outcome is Outcome.UNCHANGED
    assert fate.reason == "only the catalog has changed since"
    assert project.files("locales") == before


@pytest.mark.parametrize(
    ("new", "outcome", "found"),
    [
        ("Rest very well.", Outcome.TAKEN, ("Rest well.", "Repose.", False)),
        ("Rest very well.", Outcome.STALE, ("Rest very well.", "Repose.", True)),
        ("Never rest well.", Outcome.SHOWN, ("Never rest well.", "", False)),
        ("Something else altogether is here.", Outcome.KEPT, ("Drink tea.", "Tome té.", False)),
    ],
)
@KINDS
def test_law_7_a_text_whose_source_has_changed_is_kept_and_offered(
    project: Project, kind: ExchangeFormat, new: str, outcome: Outcome, found: tuple[str, str, bool]
) -> None:
    fill(project)
    sent(project, kind)
    translate(project, kind, {"Rest well.": "Repose.", "Doses": "Dosis"})
    project.write("source/notes/notes.md", NOTE.replace("Rest well.", new))
    if outcome is not Outcome.TAKEN:  # else nobody has run `update` yet
        extract(project.open())
        update(project.open(), locales=(ES, AR), today=DAY)
    result = fates(came_back(project))
    assert result["Rest well."].outcome is outcome
    assert result["Doses"].outcome is Outcome.TAKEN
    source, target, is_fuzzy = found
    entry = next(one for one in read_catalog(project.root / PO, PO).units() if one.key.source == source)
    assert (entry.target, entry.is_fuzzy) == (target, is_fuzzy)
    if outcome is Outcome.STALE:
        assert entry.previous == UnitKey(None, "Rest well.")
    if outcome is Outcome.SHOWN:
        assert "old target: Repose." in entry.comments
    assert "Repose." in ledger(project).texts.values()


def test_a_source_that_was_edited_in_the_file_is_refused(project: Project) -> None:
    sent(project, "csv")
    path = project.root / "out.x"
    text = path.read_bytes().decode().replace('"Rest well.",""', '"Rest badly.","Descanse mal."')
    path.write_bytes(text.encode())
    fate = fates(came_back(project))["Rest badly."]
    assert (fate.outcome, fate.line is not None) == (Outcome.REFUSED, True)
    assert "its English was changed" in fate.reason
    assert "Descanse mal." in kept_targets(project)


@pytest.mark.parametrize("written", ["Rest well. ", "Rest  well.", " Rest\u00a0well.\r\n"])
def test_a_source_whose_spaces_a_spreadsheet_corrected_is_the_same(project: Project, written: str) -> None:
    sent(project, "csv")
    path = project.root / "out.x"
    text = path.read_bytes().decode().replace('"Rest well.",""', f'"{written}","Descanse bien."')
    path.write_bytes(text.encode())
    [fate] = [one for one in came_back(project).fates if one.target == "Descanse bien."]
    assert fate.outcome is Outcome.TAKEN


def test_rows_that_somebody_left_blank_say_nothing(project: Project) -> None:
    header = "unit,document,locale,source,target\n"
    row = f"{sent_id(id_of(project, 'Doses'), 'Doses', '')},notes,es,Doses,Dosis\n"
    project.write("out.x", f'{header},,,,\n{row}" ",,,,""\n,,,,Dosis\n')
    fates_found = came_back(project).fates
    assert [(fate.line, fate.outcome) for fate in fates_found] == [(3, Outcome.TAKEN), (5, Outcome.UNKNOWN)]


def test_a_tool_that_writes_other_line_ends_changes_nothing(project: Project) -> None:
    put(project, "Rest well.", "Descanse\nbien.")
    sent(project, "csv")
    before = project.files("locales")
    path = project.root / "out.x"
    path.write_bytes(path.read_bytes().replace(b"Descanse\nbien.", b"Descanse\r\nbien."))
    assert came_back(project).count(Outcome.UNCHANGED) == len(came_back(project).fates)
    assert project.files("locales") == before


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("Tome 500 mg de paracetamol.", "<1> is missing"),
        ("<1>500</1> <1>mg</1> <2>p</2>", "<1> is there 2 times"),
        ("<1>500 mg</1> <2>p</2> <3/>", "<3/> is not in the source"),
        ("<1>500 <2>mg</1></2>", "</1> crosses another tag"),
    ],
)
def test_tags_that_do_not_fit_are_refused(project: Project, target: str, reason: str) -> None:
    before = project.read(PO)
    sent(project, "csv")
    path = project.root / "out.x"
    path.write_bytes(path.read_bytes().replace(f'"{DOSE}",""'.encode(), f'"{DOSE}","{target}"'.encode()))
    fate = fates(came_back(project))[DOSE]
    assert (fate.outcome, fate.reason) == (Outcome.REFUSED, reason)
    assert project.read(PO) == before
    assert kept_targets(project) == {target}


def test_tags_go_out_as_elements_and_come_back(project: Project) -> None:
    put(project, DOSE, r"Tome <2>paracetamol</2> \<1> <1>500 mg</1>.")
    for kind in ("xliff1", "xliff2"):
        sent(project, kind)  # type: ignore[arg-type] # both are kinds
        text = (project.root / "out.x").read_text("utf-8")
        assert " of &lt;1&gt; " in text
        name, note = ("g", "equiv-text") if kind == "xliff1" else ("pc", "dispStart")
        assert text.count(f'<{name} id="1" {note}="bold"') == 2
        assert fates(came_back(project))[DOSE].outcome is Outcome.UNCHANGED


def test_rows_that_name_nothing_of_the_project_are_unknown(project: Project) -> None:
    header = "unit,document,locale,source,target\n"
    good, rest = id_of(project, "Doses"), id_of(project, "Rest well.")
    rows = [
        (sent_id(good, "Doses", ""), "notes", "de", '"de" is no language of the project'),
        (sent_id(good, "Doses", ""), "note", "es", 'no catalog is named "note"; did you mean "notes"?'),
        (sent_id(good, "Doses", ""), "../../notes", "es", 'no catalog is named "../../notes"'),
        (good, "notes", "es", "it was not handed out"),
        (sent_id("0" * 12, "Doses", ""), "notes", "es", "it was not handed out"),
        (sent_id(rest, "Rest well.", ""), "notes", "es-419", "its English was changed"),
        (sent_id(good, "Doses", ""), "notes", "ar", None),
    ]
    project.write(
        "out.x", header + "".join(f"{unit},{doc},{tag},Doses,Dosis\n" for unit, doc, tag, _ in rows)
    )
    result = came_back(project)
    for fate, (_, _, _, reason) in zip(result.fates, rows, strict=True):
        if reason is None:
            assert fate.outcome is Outcome.TAKEN
        else:
            outcome = Outcome.REFUSED if "English" in reason else Outcome.UNKNOWN
            assert (fate.outcome, fate.reason[: len(reason)]) == (outcome, reason)
    assert [fate.line for fate in result.fates] == list(range(2, 9))


def test_a_unit_that_stands_twice_is_taken_when_both_agree(project: Project) -> None:
    row = f"{sent_id(id_of(project, 'Doses'), 'Doses', '')},notes,es,Doses,"
    header = "unit,document,locale,source,target\n"
    project.write("out.x", f"{header}{row}Dosis\n{row}Tomas\n")
    before = project.read(PO)
    result = came_back(project)
    assert {fate.outcome for fate in result.fates} == {Outcome.REFUSED}
    assert {fate.target for fate in result.fates} == {"Dosis", "Tomas"} == kept_targets(project)
    assert project.read(PO) == before
    project.write("out.x", f"{header}{row}Dosis\n{row}Dosis\n")
    assert {fate.outcome for fate in came_back(project).fates} == {Outcome.TAKEN}
    assert len([one for one in ledger(project).events if one.kind is EventKind.TRANSLATE]) == 1


def test_a_unit_that_the_catalog_has_not_is_refused(project: Project) -> None:
    project.write("source/notes/notes.md", NOTE.replace("Rest well.", "Sleep well."))
    extract(project.open())
    sent(project, "csv")
    translate(project, "csv", {"Sleep well.": "Duerma.", "Doses": "Dosis"})
    result = fates(came_back(project))
    assert (result["Sleep well."].outcome, result["Sleep well."].reason) == (
        Outcome.REFUSED,
        "it is not in the catalog yet: run `caveat update`",
    )
    assert result["Doses"].outcome is Outcome.TAKEN
    assert kept_targets(project) == {"Duerma."}


def test_without_a_catalog_nothing_is_taken(project: Project) -> None:
    sent(project, "csv")
    translate(project, "csv", {"Doses": "Dosis"})
    (project.root / PO).unlink()
    before = project.files("locales")
    with pytest.raises(CatalogError, match="there is no such catalog"):
        came_back(project)
    assert project.files("locales") == before


def test_what_the_file_says_needs_review_stays_fuzzy(project: Project) -> None:
    fill(project)
    sent(project, "xliff1")
    translate(project, "xliff1", {"Doses": "Dosis"}, "needs-review-translation")
    fate = fates(came_back(project))["Doses"]
    assert fate.outcome is Outcome.FUZZY
    after = units(project)["Doses"]
    assert (after.entry.target, after.standing.state) == ("Dosis", State.DRAFT)


def test_an_empty_unit_that_needs_review_becomes_fuzzy(project: Project) -> None:
    sent(project, "xliff1")
    translate(project, "xliff1", {"Doses": "Dosis"}, "needs-review-translation")
    assert fates(came_back(project))["Doses"].outcome is Outcome.FUZZY
    assert units(project)["Doses"].standing.state is State.DRAFT


def test_what_needs_review_does_not_replace_a_finished_text(project: Project) -> None:
    fill(project)
    before = project.read(PO)
    sent(project, "xliff1", states=frozenset({State.UNATTRIBUTED}))
    translate(project, "xliff1", {"Rest well.": "Repose."}, "needs-review-translation")
    fate = fates(came_back(project))["Rest well."]
    assert fate.outcome is Outcome.REFUSED
    assert "the catalog has a finished text" in fate.reason
    assert project.read(PO) == before


def test_a_stale_text_that_was_revised_is_no_longer_stale(project: Project) -> None:
    put(project, "Rest well.", "Descanse bien.")
    project.write("source/notes/notes.md", NOTE.replace("Rest well.", "Rest really well."))
    extract(project.open())
    update(project.open(), locales=(ES, AR), today=DAY)
    assert units(project)["Rest really well."].standing.state is State.STALE
    sent(project, "xliff1")
    assert "the target was written for: Rest well." in (project.root / "out.x").read_text("utf-8")
    translate(project, "xliff1", {"Rest really well.": "Descanse muy bien."})
    came_back(project)
    after = units(project)["Rest really well."]
    assert (after.standing.state, after.entry.previous) == (State.TRANSLATED, None)


def test_an_approval_that_stands_for_the_text_does_not_come_back_by_a_file(project: Project) -> None:
    """Law 3: no tool, editor or merge can raise a state by accident."""
    fill(project)
    put(project, "Drink tea.", "Beba té.")
    sent(project, "csv")
    translate(project, "csv", {"Drink tea.": "Tome té."})
    fate = fates(came_back(project, by=EVE))["Drink tea."]
    assert (fate.outcome, fate.reason) == (
        Outcome.FUZZY,
        f"{BEA} approved exactly this text before: take the mark off by hand",
    )
    after = units(project)["Drink tea."]
    assert (after.entry.target, after.entry.is_fuzzy) == ("Tome té.", True)


def test_a_text_that_somebody_rejected_is_refused(project: Project) -> None:
    fill(project)
    decided(project, EventKind.REJECT, BEA, id_of(project, "Rest well."))
    put(project, "Rest well.", "Repose.")
    sent(project, "csv")
    translate(project, "csv", {"Rest well.": "Descanse bien."})
    fate = fates(came_back(project))["Rest well."]
    assert (fate.outcome, fate.reason) == (Outcome.REFUSED, f"{BEA} rejected exactly this text")


def test_export_takes_what_passes_in_reading_order(project: Project) -> None:
    fill(project)
    assert sent(project, "csv", documents=frozenset({"notes"})).units == 4
    text = (project.root / "out.x").read_text("utf-8-sig")
    assert re.findall(r'"(Doses|Take|Rest|Drink)', text) == ["Doses", "Take", "Rest", "Drink"]
    approved = frozenset({State.UNATTRIBUTED})
    assert sent(project, "csv", states=approved).units == 1
    (project.root / "out.x").unlink()
    assert sent(project, "csv", states=frozenset({State.REJECTED})).units == 0
    assert not (project.root / "out.x").exists()


def test_export_of_a_document_that_is_not_there(project: Project) -> None:
    with pytest.raises(ConfigError) as caught:
        sent(project, "csv", documents=frozenset({"note"}))
    assert caught.value.hint == 'did you mean "notes"?'


def test_a_source_that_can_not_be_read_stops_the_export_and_not_the_import_of_others(
    project: Project,
) -> None:
    sent(project, "csv")
    translate(project, "csv", {"Doses": "Dosis"})
    project.write("source/articles/cramps.txt", b"\xff\n")
    result = came_back(project)
    assert fates(result)["Doses"].outcome is Outcome.TAKEN
    lost = [fate for fate in result.fates if fate.document == "cramps"]
    assert {fate.outcome for fate in lost} == {Outcome.UNKNOWN}
    with pytest.raises(CaveatError, match="UTF-8"):
        sent(project, "csv")


def test_notes_say_what_a_translator_should_know(project: Project) -> None:
    sent(project, "xliff1")
    text = (project.root / "out.x").read_text("utf-8")
    start = text.index(f'<trans-unit id="{id_of(project, DOSE)}')
    unit = text[start : text.index("</trans-unit>", start)]
    told = re.findall(r'<note from="caveat">(.*)</note>', unit)
    assert told == [
        "section: Doses",
        "&lt;1&gt; bold",
        "&lt;2&gt; link to p.html",
        "risk: critical (dose, medicine)",
        "state: empty; needs a translation",
    ]


def test_people_go_out(project: Project) -> None:
    fill(project)
    for kind in ("xliff1", "xliff2"):
        sent(project, kind)  # type: ignore[arg-type] # both are kinds
        text = (project.root / "out.x").read_text("utf-8")
        assert f'its:person="{ANA}" its:revPerson="{BEA}"' in text
        assert 'its:tool="pseudo@1"' in text
        machine = 'state="needs-translation" state-qualifier="mt-suggestion" its:tool="pseudo@1"'
        assert (machine if kind == "xliff1" else 'subState="caveat:machine-draft"') in text


def test_xliff_2_takes_one_language_and_the_others_any_number(project: Project) -> None:
    path = project.root / "out.x"
    with pytest.raises(ConfigError, match="one language"):
        export_exchange(project.open(), path, "xliff2", (ES, AR), Filter())
    for kind in ("xliff1", "csv", "xlsx"):
        both = export_exchange(project.open(), path, kind, (ES, AR), Filter())  # type: ignore[arg-type] # a kind
        assert both.units == 2 * sent(project, kind).units  # type: ignore[arg-type] # a kind
    export_exchange(project.open(), path, "xliff1", (ES, AR), Filter())
    assert {fate.locale for fate in came_back(project).fates} == {"es", "ar"}


def test_what_a_file_can_not_hold_is_left_out_and_told(project: Project) -> None:
    put(project, "Rest well.", "a\x07")
    (one,) = sent(project, "xliff1").left_out
    assert (one.document, one.source, one.reason) == ("notes", "Rest well.", "it holds the character U+0007")
    assert not sent(project, "xliff2").left_out
    assert not sent(project, "csv").left_out
    put(project, "Rest well.", "a" * 40_000)
    assert [one.reason for one in sent(project, "xlsx").left_out] == [
        "it is 40000 characters long, a cell holds 32767"
    ]


def test_plural_forms_are_left_out(project: Project) -> None:
    text = project.read(PO).replace(
        'msgid "Doses"\nmsgstr ""', 'msgid "Doses"\nmsgid_plural "D"\nmsgstr[0] "a"\nmsgstr[1] "b"'
    )
    project.write(PO, text)
    assert [one.reason for one in sent(project, "csv").left_out] == ["it has plural forms"]


@pytest.mark.parametrize("by", ["", "ana", "ana @x.org", "a@b@c"])
def test_somebody_must_be_named(project: Project, by: str) -> None:
    sent(project, "csv")
    with pytest.raises(ConfigError, match="is not an e-mail address"):
        came_back(project, by=by)


def test_a_number_a_formula_or_a_date_in_a_cell_is_refused_and_text_is_taken(project: Project) -> None:
    sent(project, "xlsx")
    path = project.root / "out.x"
    archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    cells = {"Doses": "<v>5</v>", "Rest well.": "<f>1+1</f><v>2</v>"}
    for source, inside in cells.items():
        pattern = rf'(>{re.escape(source)}</t></is></c><c r="[A-Z0-9]+" s="1") t="inlineStr"><is>.*?</is>'
        sheet, count = re.subn(pattern, rf"\g<1>>{inside}", sheet, count=1)
        assert count == 1
    write_workbook(path, {**parts, "xl/worksheets/sheet1.xml": sheet})
    result = came_back(project)
    refused = [fate for fate in result.fates if fate.outcome is Outcome.REFUSED]
    assert [fate.reason for fate in refused] == ["its target is a number, a date or a formula, not text"] * 2


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (60 << 20))
        archive.writestr("_rels/.rels", b" " * (60 << 20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><xliff version="1.2"/>', "document type"),
        (b'<xliff version="9.0"/>', "not an XLIFF file of version 1 or 2"),
        (b"<tmx/>", "not an XLIFF file of version 1 or 2"),
        (b'<xliff version="1.2"', "not an XLIFF file"),
        (b"", "empty"),
        (b"unit,target\n1,2\n", 'no column "document"'),
        (b"a,b\n1,2\n", 'no column "unit"'),
        (b"unit,document,locale,source,target\n1,2\n", "2 cells"),
        (b"unit,document,locale,source,target\n\xff\n", "UTF-8"),
        (b"PK\x03\x04 no zip", "zip"),
        (bomb(), "would unpack to"),
    ],
)
def test_a_file_that_can_not_be_read_is_told_and_nothing_is_written(
    project: Project, data: bytes, message: str
) -> None:
    before = project.files("locales")
    project.write("out.x", data)
    start = time.process_time()
    with pytest.raises(CaveatError, match=message) as caught:
        came_back(project)
    assert time.process_time() - start < 5  # a bound against blow-up, no figure
    assert caught.value.at
    assert caught.value.hint
    assert project.files("locales") == before


@XML
def test_a_file_that_breaks_off_changes_nothing_though_it_starts_well(
    project: Project, kind: ExchangeFormat
) -> None:
    sent(project, kind)
    translate(project, kind, {"Doses": "Dosis"})
    before = project.files("locales")
    path = project.root / "out.x"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(CatalogError):
        came_back(project)
    assert project.files("locales") == before


def test_the_ledger_is_written_before_the_catalog(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(project, "csv", documents=frozenset({"notes"}))
    translate(project, "csv", {"Doses": "Dosis"})
    before = project.read(PO)

    def fail(*_: object) -> bool:
        raise CaveatError("disk full")

    monkeypatch.setattr("pipeline.stages.desk.write_catalog", fail)
    with pytest.raises(CaveatError, match="disk full"):
        came_back(project)
    assert project.read(PO) == before
    assert [event.by for event in ledger(project).events] == [ANA]


TEXTS = st.text(
    st.one_of(
        st.sampled_from("=+-@'\",;\t\r\n <>&\\/12_x000D"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    min_size=1,
    max_size=10,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return build(tmp_path_factory.mktemp("shared"))


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(targets=st.lists(TEXTS, min_size=3, max_size=3))
def test_any_targets_go_out_and_come_back_without_a_change(
    shared: Project, kind: ExchangeFormat, targets: Sequence[str]
) -> None:
    path = shared.root / PO
    old = read_catalog(path, PO)
    try:
        for source, target in zip(("Doses", "Rest well.", "Drink tea."), targets, strict=True):
            put(shared, source, target)
        before = shared.files("locales")
        held = sent(shared, kind).units
        result = came_back(shared)
        assert len(result.fates) == held
        assert {fate.outcome for fate in result.fates} == {Outcome.UNCHANGED}
        assert shared.files("locales") == before
        texts = {fate.source: fate.target for fate in result.fates}
        for source, target in zip(("Doses", "Rest well.", "Drink tea."), targets, strict=True):
            assert texts.get(source, target) == target
    finally:
        write_catalog(path, old)


def test_the_command_says_what_became_of_every_unit(project: Project) -> None:
    fill(project)
    assert project.run("exchange", "export", "out.x", "--format", "csv", "-l", "es").code == 0
    translate(project, "csv", {"Rest well.": "Repose.", "Doses": "Dosis"})
    put(project, "Rest well.", "Descanse mucho.")
    ran = project.run("exchange", "import", "out.x", "--by", ANA, **acting(ANA))
    assert ran.code == 1
    doses, rest = id_of(project, "Doses"), id_of(project, "Rest well.")
    assert f": taken notes es {doses} (Doses)\n" in ran.out
    assert f": conflict notes es {rest} (Rest well.): somebody else wrote another text meanwhile" in ran.out
    assert "  catalog: Descanse mucho.\n  file:    Repose.\n" in ran.out
    assert re.search(rf"\nfor {ANA}: \d+ unchanged, 1 taken, 1 in conflict: [^\n]+\n\Z", ran.out)
    rows = project.run("exchange", "import", "out.x", "--by", ANA, "--json", **acting(ANA)).rows()
    assert rows[-1]["kind"] == "exchange"
    assert rows[-1]["conflict"] == 1
    assert {row["outcome"] for row in rows[:-1]} == {"unchanged", "conflict"}


def test_nothing_in_scope_is_no_success(project: Project) -> None:
    ran = project.run("exchange", "export", "out.x", "--format", "csv", "--state", "approved")
    assert (ran.code, ran.out) == (4, "no unit passes; no file written\n")
    project.write("out.x", "unit,document,locale,source,target\n")
    ran = project.run("exchange", "import", "out.x", "--by", ANA, **acting(ANA))
    assert (ran.code, ran.out) == (4, f"for {ANA}: no unit in it\n")


def test_a_workbook_that_could_not_be_read_back_is_not_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.formats.packages.LARGEST_MEMBER", 5_000)
    with pytest.raises(ConfigError, match="too much for one workbook") as caught:
        sent(project, "xlsx")
    assert caught.value.hint
    assert not (project.root / "out.x").exists()


def test_a_unit_that_got_plural_forms_since_is_refused(project: Project) -> None:
    sent(project, "csv")
    translate(project, "csv", {"Doses": "Dosis"})
    plural = 'msgid "Doses"\nmsgid_plural "D"\nmsgstr[0] ""\nmsgstr[1] ""'
    project.write(PO, project.read(PO).replace('msgid "Doses"\nmsgstr ""', plural))
    fate = fates(came_back(project))["Doses"]
    assert (fate.outcome, fate.reason) == (
        Outcome.REFUSED,
        "it has plural forms, which the file can't hold",
    )


def test_law_6_an_import_that_would_lose_a_text_stops_before_it_writes(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(project)
    sent(project, "csv")
    translate(project, "csv", {"Rest well.": "Repose."})
    put(project, "Rest well.", "Descanse mucho.")
    before = project.files("locales")
    monkeypatch.setattr("pipeline.stages.desk._SET_ASIDE", frozenset())
    with pytest.raises(LossError):
        came_back(project)
    assert project.files("locales") == before
