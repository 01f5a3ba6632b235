"""Law 6 at `receive`: every human text is still active, stale, or in the ledger."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import parse_catalog
from pipeline.errors import CatalogError, CaveatError, ConfigError, DocumentError, LossError, RaisedError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.event import EventKind
from pipeline.model.job import JobFormat
from pipeline.model.state import State
from pipeline.stages import desk as stage
from pipeline.stages.extract import extract
from pipeline.stages.review import Filter, list_units
from tests.factories import ANA, BEA, CARL, ES
from tests.packages import (
    CATALOG,
    CRAMPS,
    LEDGER,
    bring_up,
    change,
    decide_all,
    draft_all,
    edited,
    hand_out,
    hand_out_omegat,
    make_updated,
    outcomes,
    pack,
    take_back,
    translate,
    unpack,
)
from tests.projects import Project, acting, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.ledger.ledger_file import Ledger

STAYS, STAYS_ES = "Call a doctor if the pain stays.", "Llame al médico si el dolor persiste."
WATER, WATER_ES = "Drink water.", "Beba agua."
ARTICLE = "source/articles/cramps.txt"
OLD_ID = '"legs.txt" = "cramps"'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_updated(tmp_path / "project")


def states(project: Project) -> dict[str, str]:
    units = list_units(project.open(), (ES,), Filter(documents=frozenset({"cramps"})))
    return {one.unit.key.source: one.standing.state.value for one in units}


def entry_of(project: Project, source: str) -> tuple[str, bool]:
    catalog = parse_catalog(project.read(CATALOG).encode(), CATALOG)
    return next((one.target, one.is_fuzzy) for one in catalog.units() if one.key.source == source)


def ledger_of(project: Project) -> Ledger:
    return read_ledger(project.root / LEDGER, LEDGER)


def kept_targets(project: Project) -> set[str]:
    ledger = ledger_of(project)
    return {ledger.texts[one.target] for one in ledger.kept}


def put(project: Project, source: str, target: str, before: str = "", flag: str = "") -> None:
    """Write into the project's own catalog, as somebody else would meanwhile."""
    text = edited(project.read(CATALOG), source, target, before)
    project.write(CATALOG, text.replace(f'msgid "{source}"', f'{flag}msgid "{source}"'))


def change_source(project: Project, old: str, new: str) -> None:
    text = project.read(ARTICLE)
    assert old in text
    project.write(ARTICLE, text.replace(old, new))
    bring_up(project)


def test_what_the_person_wrote_is_taken_and_on_record_as_theirs(project: Project, package: Path) -> None:
    translate(package, STAYS, STAYS_ES)
    result = take_back(project, package)
    assert outcomes(result) == {STAYS: "taken"}
    assert (result.person, result.documents[0].unchanged, result.documents[0].recorded) == (ANA, 10, 1)
    assert entry_of(project, STAYS) == (STAYS_ES, False)
    assert states(project)[STAYS] == "translated"
    (event,) = ledger_of(project).events
    assert (event.kind, event.by, ledger_of(project).texts[event.target]) == (
        EventKind.TRANSLATE, ANA, STAYS_ES,
    )  # fmt: skip


def test_the_second_time_changes_nothing(project: Project, package: Path) -> None:
    put(project, WATER, "Tome agua.")
    change_source(project, "Rest\n", "Relax\n")
    for source, target in (
        (STAYS, STAYS_ES),
        (WATER, WATER_ES),
        ("Cramps are sudden pains.", "Son dolores."),
    ):
        translate(package, source, target)
    change_source(project, "Cramps are sudden pains.", "Cramps are sudden strong pains.")
    take_back(project, package)
    before = project.files()
    again = take_back(project, package)
    assert not again.documents[0].is_written
    assert project.files() == before
    assert outcomes(again) == {WATER: "conflict"}


def test_what_was_left_alone_keeps_every_byte(project: Project, package: Path) -> None:
    before = project.files()
    result = take_back(project, package)
    assert result.documents[0].unchanged == result.documents[0].units == 11
    assert project.files() == before


def test_fuzzy_stays_fuzzy_and_nobody_is_on_record(project: Project, package: Path) -> None:
    change(package, f'msgid "{STAYS}"\nmsgstr ""', f'#, fuzzy\nmsgid "{STAYS}"\nmsgstr "{STAYS_ES}"')
    result = take_back(project, package)
    assert (outcomes(result), result.documents[0].recorded) == ({STAYS: "fuzzy"}, 0)
    assert entry_of(project, STAYS) == (STAYS_ES, True)
    assert not ledger_of(project).events


def test_by_says_whose_work_it_is(project: Project, package: Path) -> None:
    translate(package, STAYS, STAYS_ES)
    take_back(project, package, by="Carl@Example.org")
    assert [event.by for event in ledger_of(project).events] == [CARL]


def test_a_mark_taken_off_without_a_change_makes_nobody_an_author(project: Project, tmp_path: Path) -> None:
    draft_all(project)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    files = unpack(package)
    pack(package, files | {CRAMPS: files[CRAMPS].replace(b"#, fuzzy\n", b"")})
    result = take_back(project, package)
    assert set(outcomes(result).values()) == {"cleared"}
    assert set(states(project).values()) == {"unattributed"}
    assert not ledger_of(project).events


def test_a_mark_taken_off_can_be_put_on_record(project: Project, tmp_path: Path) -> None:
    draft_all(project)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    files = unpack(package)
    pack(package, files | {CRAMPS: files[CRAMPS].replace(b"#, fuzzy\n", b"")})
    take_back(project, package, claim=True)
    assert set(states(project).values()) == {"translated"}
    assert {(event.kind, event.by) for event in ledger_of(project).events} == {(EventKind.CLAIM, ANA)}


def test_a_doubt_about_a_finished_text_comes_in(project: Project, tmp_path: Path) -> None:
    put(project, STAYS, STAYS_ES)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    change(package, f'msgid "{STAYS}"', f'#, fuzzy\nmsgid "{STAYS}"')
    assert outcomes(take_back(project, package)) == {STAYS: "fuzzy"}
    assert entry_of(project, STAYS) == (STAYS_ES, True)


def test_a_correction_replaces_a_text_and_the_ledger_keeps_the_old_one(
    project: Project, tmp_path: Path
) -> None:
    put(project, STAYS, "Llame.")
    package = tmp_path / "job.zip"
    hand_out(project, package)
    translate(package, STAYS, STAYS_ES, before="Llame.")
    assert outcomes(take_back(project, package)) == {STAYS: "taken"}
    assert entry_of(project, STAYS) == (STAYS_ES, False)
    assert kept_targets(project) == {"Llame."}


def test_a_machine_draft_that_was_redone_meanwhile_gives_way(project: Project, package: Path) -> None:
    draft_all(project)
    translate(package, STAYS, STAYS_ES)
    assert outcomes(take_back(project, package)) == {STAYS: "taken"}
    assert not ledger_of(project).kept


def test_where_both_wrote_the_catalogs_text_stays_and_the_other_is_kept(
    project: Project, package: Path
) -> None:
    translate(package, STAYS, STAYS_ES)
    put(project, STAYS, "Llame.")
    assert outcomes(take_back(project, package)) == {STAYS: "conflict"}
    assert entry_of(project, STAYS) == ("Llame.", False)
    assert kept_targets(project) == {STAYS_ES}
    assert not ledger_of(project).events


def test_a_draft_that_reviewers_signed_meanwhile_is_not_replaced(project: Project, tmp_path: Path) -> None:
    draft_all(project)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    draft, _ = entry_of(project, STAYS)
    translate(package, STAYS, STAYS_ES, before=draft)
    put(project, STAYS, draft, before=draft)
    assert outcomes(take_back(project, package)) == {STAYS: "conflict"}
    assert entry_of(project, STAYS) == (draft, False)


def test_a_text_for_an_older_source_comes_in_as_stale(project: Project, package: Path) -> None:
    translate(package, "Cramps are sudden pains.", "Son dolores repentinos.")
    change_source(project, "Cramps are sudden pains.", "Cramps are sudden strong pains.")
    assert outcomes(take_back(project, package)) == {"Cramps are sudden pains.": "stale"}
    assert entry_of(project, "Cramps are sudden strong pains.") == ("Son dolores repentinos.", True)
    assert '#| msgid "Cramps are sudden pains."' in project.read(CATALOG)
    assert states(project)["Cramps are sudden strong pains."] == "stale"
    assert [event.by for event in ledger_of(project).events] == [ANA]


def test_a_text_whose_source_now_says_something_else_is_never_filled_in(
    project: Project, package: Path
) -> None:
    translate(package, STAYS, STAYS_ES)
    change_source(project, STAYS, "Do not call a doctor if the pain stays.")
    assert outcomes(take_back(project, package)) == {STAYS: "shown"}
    assert entry_of(project, "Do not call a doctor if the pain stays.") == ("", False)
    assert f"# old target: {STAYS_ES}" in project.read(CATALOG)
    assert kept_targets(project) == {STAYS_ES}


def test_a_text_whose_source_somebody_translated_anew_is_a_conflict(project: Project, package: Path) -> None:
    translate(package, "Cramps are sudden pains.", "Son dolores repentinos.")
    change_source(project, "Cramps are sudden pains.", "Cramps are sudden strong pains.")
    put(project, "Cramps are sudden strong pains.", "Dolores fuertes.")
    assert outcomes(take_back(project, package)) == {"Cramps are sudden pains.": "conflict"}
    assert entry_of(project, "Cramps are sudden strong pains.") == ("Dolores fuertes.", False)
    assert kept_targets(project) == {"Son dolores repentinos."}


def test_a_stale_text_that_was_corrected_under_the_old_source_replaces_the_stale_one(
    project: Project, tmp_path: Path
) -> None:
    put(project, "Cramps are sudden pains.", "Son dolores.")
    package = tmp_path / "job.zip"
    hand_out(project, package)
    translate(package, "Cramps are sudden pains.", "Son dolores repentinos.", before="Son dolores.")
    change_source(project, "Cramps are sudden pains.", "Cramps are sudden strong pains.")
    assert outcomes(take_back(project, package)) == {"Cramps are sudden pains.": "stale"}
    assert entry_of(project, "Cramps are sudden strong pains.") == ("Son dolores repentinos.", True)
    ledger = ledger_of(project)
    kept = [(ledger.texts[one.source], ledger.texts[one.target]) for one in ledger.kept]
    assert kept == [("Cramps are sudden pains.", "Son dolores.")]


def test_a_text_whose_source_is_gone_is_kept_in_the_ledger(project: Project, package: Path) -> None:
    translate(package, WATER, WATER_ES)
    change_source(project, f" {WATER}", "")
    assert outcomes(take_back(project, package)) == {WATER: "kept"}
    assert kept_targets(project) == {WATER_ES}
    assert WATER_ES not in project.read(CATALOG)


def test_a_new_entry_is_not_let_in(project: Project, package: Path) -> None:
    files = unpack(package)
    extra = 'msgid "Take <b>50</b> pills."\nmsgstr "Tome 50 pastillas."\n'
    pack(package, files | {CRAMPS: files[CRAMPS] + b"\n" + extra.encode()})
    before = project.files()
    assert outcomes(take_back(project, package)) == {"Take <b>50</b> pills.": "unknown"}
    assert project.files() == before


def test_a_changed_source_is_not_let_in(project: Project, package: Path) -> None:
    change(package, f'msgid "{STAYS}"\nmsgstr ""', 'msgid "Call nobody."\nmsgstr "No llame."')
    before = project.files()
    assert outcomes(take_back(project, package)) == {"Call nobody.": "unknown"}
    assert project.files() == before


def test_broken_tags_are_refused_with_the_reason_and_the_text_is_kept(tmp_path: Path) -> None:
    config = '[project]\nname = "T"\nsource_locale = "en"\nlocales = ["es"]\n[collections.pages]\n'
    config += 'path = "source/pages"\nfiles = ["*.md"]\nformat = "markdown"\n'
    project = make_project(tmp_path / "project", config=config)
    project.write("source/pages/cramps.md", "Take **500 mg** a day.\n")
    bring_up(project)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    translate(package, "Take <1>500 mg</1> a day.", "Tome <1>500 mg al día.")
    result = take_back(project, package)
    (row,) = result.documents[0].rows
    assert (row.outcome.value, row.reason) == ("refused", "<1> is not closed")
    assert entry_of(project, "Take <1>500 mg</1> a day.") == ("", False)
    assert kept_targets(project) == {"Tome <1>500 mg al día."}


def test_a_text_that_was_taken_out_is_refused(project: Project, tmp_path: Path) -> None:
    put(project, STAYS, STAYS_ES)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    translate(package, STAYS, "", before=STAYS_ES)
    (row,) = take_back(project, package).documents[0].rows
    assert (row.outcome.value, row.reason) == ("refused", "the text was taken out")
    assert entry_of(project, STAYS) == (STAYS_ES, False)


def test_a_note_beside_a_text_comes_in_once(project: Project, package: Path) -> None:
    change(package, f'msgid "{STAYS}"', f'# Which pain, please?\nmsgid "{STAYS}"')
    take_back(project, package)
    take_back(project, package)
    assert project.read(CATALOG).count("# Which pain, please?\n") == 1


def test_a_comment_that_an_editor_wrapped_is_no_note(project: Project, tmp_path: Path) -> None:
    draft_all(project)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    files = unpack(package)
    wrapped = files[CRAMPS].replace(b" date=", b"\n# date=")
    before = project.files()
    take_back(project, pack(package, files | {CRAMPS: wrapped}))
    assert project.files() == before


def test_an_approval_that_stands_for_the_text_does_not_come_back_by_an_editor(
    project: Project, tmp_path: Path
) -> None:
    """An approved text was marked as doubtful; a program that takes every mark off must not decide that."""
    people = f'[[reviewers]]\nemail = "{BEA}"\nname = "Bea"\nroles = ["language"]\nlocales = ["es"]\n'
    project.write("locales/reviewers.toml", people)
    put(project, WATER, WATER_ES)
    decide_all(project, EventKind.CLAIM, ANA)
    decide_all(project, EventKind.APPROVE, BEA)
    assert states(project)[WATER] == "approved"
    put(project, WATER, WATER_ES, before=WATER_ES, flag="#, fuzzy\n")
    package = tmp_path / "job.zip"
    hand_out(project, package)
    translate(package, WATER, WATER_ES, before=WATER_ES)
    (row,) = take_back(project, package).documents[0].rows
    assert row.outcome.value == "refused"
    assert BEA in row.reason
    assert states(project)[WATER] == "draft"


def test_a_text_that_was_approved_once_comes_back_fuzzy(project: Project, tmp_path: Path) -> None:
    people = f'[[reviewers]]\nemail = "{BEA}"\nname = "Bea"\nroles = ["language"]\nlocales = ["es"]\n'
    project.write("locales/reviewers.toml", people)
    put(project, WATER, WATER_ES)
    decide_all(project, EventKind.CLAIM, ANA)
    decide_all(project, EventKind.APPROVE, BEA)
    assert states(project)[WATER] == "approved"
    put(project, WATER, "Tome agua.", before=WATER_ES)
    package = tmp_path / "job.zip"
    hand_out(project, package)
    translate(package, WATER, WATER_ES, before="Tome agua.")
    assert outcomes(take_back(project, package)) == {WATER: "fuzzy"}
    assert states(project)[WATER] == "draft"
    assert kept_targets(project) == {"Tome agua."}


def test_the_ledger_is_written_before_the_catalog(
    project: Project, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translate(package, STAYS, STAYS_ES)

    def crash(*_: object) -> bool:
        raise OSError("no space left")

    monkeypatch.setattr(stage, "write_catalog", crash)
    with pytest.raises(OSError, match="no space"):
        take_back(project, package)
    assert [event.by for event in ledger_of(project).events] == [ANA]
    assert entry_of(project, STAYS) == ("", False)


def test_a_merge_that_would_lose_a_text_stops_before_writing(
    project: Project, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translate(package, STAYS, STAYS_ES)
    put(project, STAYS, "Llame.")
    before = project.files()
    monkeypatch.setattr(stage, "_SET_ASIDE", frozenset())
    with pytest.raises(LossError, match="the merge would lose the target"):
        take_back(project, package)
    assert project.files() == before


def test_a_merge_that_would_raise_a_state_stops_before_writing(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "_without_raise", lambda _shelf, one, _risks: one)
    with pytest.raises(RaisedError, match="would become approved"):
        test_an_approval_that_stands_for_the_text_does_not_come_back_by_an_editor(project, tmp_path)


def test_a_folder_that_was_packed_again_is_understood(project: Project, package: Path) -> None:
    translate(package, STAYS, STAYS_ES)
    files = {f"es-ana/{name}": data for name, data in unpack(package).items()}
    files |= {
        "__MACOSX/es-ana/job.json": b"\0",
        "__MACOSX/es-ana/po/._cramps.po": b"\0",
        "es-ana/.DS_Store": b"",
    }
    result = take_back(project, pack(package, files))
    assert outcomes(result) == {STAYS: "taken"}
    assert result.strangers == ()


def test_documents_that_are_missing_and_catalogs_too_many_are_told(project: Project, tmp_path: Path) -> None:
    package = tmp_path / "job.zip"
    hand_out(project, package, documents=())
    files = unpack(package)
    files["po/other.po"] = files.pop("po/interface.po")
    result = take_back(project, pack(package, files))
    assert (result.missing, result.strangers) == (("interface",), ("po/other.po",))


def test_omegat_gives_back_what_is_finished_only(project: Project, tmp_path: Path) -> None:
    draft_all(project)
    package = tmp_path / "job.zip"
    hand_out_omegat(project, package)
    files = unpack(package)
    catalog = parse_catalog(files["source/cramps.po"], "cramps.po")
    text = 'msgid ""\nmsgstr "Language: es\\n"\n'
    for entry in catalog.units():  # blank, and without the mark, as OmegaT writes it
        context = f'msgctxt "{entry.key.context}"\n' if entry.key.context else ""
        target = STAYS_ES if entry.key.source == STAYS else ""
        text += f'\n{context}msgid "{entry.key.source}"\nmsgstr "{target}"\n'
    before = states(project)
    result = take_back(project, pack(package, files | {"target/cramps.po": text.encode()}))
    assert outcomes(result) == {STAYS: "taken"}
    assert states(project) == before | {STAYS: "translated"}


def test_an_omegat_project_without_its_translation_says_what_to_do(project: Project, tmp_path: Path) -> None:
    package = tmp_path / "job.zip"
    hand_out_omegat(project, package)
    with pytest.raises(CatalogError) as error:
        take_back(project, package)
    assert "Create Translated Documents" in (error.value.hint or "")


def test_a_catalog_alone_is_taken_for_who_is_named(project: Project, package: Path, tmp_path: Path) -> None:
    draft_all(project)
    put(project, WATER, "Tome agua.", before=entry_of(project, WATER)[0])
    text = edited(unpack(package)[CRAMPS].decode(), STAYS, STAYS_ES)
    lone = tmp_path / "cramps.po"
    lone.write_text(edited(text, WATER, WATER_ES), "utf-8")
    result = take_back(project, lone, by=ANA)
    assert outcomes(result) == {STAYS: "taken", WATER: "conflict"}
    assert states(project)[STAYS] == "translated"
    assert kept_targets(project) == {WATER_ES}
    before = project.files()
    take_back(project, lone, by=ANA)
    assert project.files() == before


def test_an_older_catalog_alone_lowers_and_raises_nothing(project: Project) -> None:
    draft_all(project)
    lone = project.write("../cramps.po", project.read(CATALOG))
    put(project, STAYS, STAYS_ES, before=entry_of(project, STAYS)[0])
    before = project.files()
    assert set(outcomes(take_back(project, lone, by=ANA)).values()) == {"conflict"}
    assert project.read(CATALOG).encode() == before[CATALOG]


@pytest.mark.parametrize(
    ("name", "text", "by", "told"),
    [
        ("cramps.po", 'msgid ""\nmsgstr "Language: es\\n"\n', None, "does not say whose work it is"),
        ("cramps.po", 'msgid ""\nmsgstr "Language: es\\n"\n', "nobody", "is not an e-mail address"),
        ("cramps.po", 'msgid ""\nmsgstr "Language: xx\\n"\n', ANA, "not one of the project's languages"),
        ("cramps.po", 'msgid "a"\nmsgstr "b"\n', ANA, "names no language"),
        ("cramp.po", 'msgid ""\nmsgstr "Language: es\\n"\n', ANA, 'no document is named "cramp"'),
        ("cramps.po", 'msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "a"\nmsgstr "b\n', ANA, "double quote"),
        ("cramps.txt", "hello", ANA, "neither a package nor a catalog"),
        ("cramps.zip", "PK\x03\x04 nothing more", None, "is no zip file"),
    ],
)
def test_what_is_no_work_is_refused(
    project: Project, tmp_path: Path, name: str, text: str, by: str | None, told: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    before = project.files()
    with pytest.raises(CaveatError) as error:
        take_back(project, path, by)
    assert told in str(error.value)
    assert error.value.hint
    assert project.files() == before


def test_a_broken_catalog_in_a_package_has_its_line_and_nothing_is_written(
    project: Project, tmp_path: Path
) -> None:
    package = tmp_path / "job.zip"
    hand_out(project, package, documents=())
    translate(package, STAYS, STAYS_ES)
    files = unpack(package)
    before = project.files()
    with pytest.raises(CatalogError) as error:
        take_back(
            project, pack(package, files | {"po/interface.po": files["po/interface.po"] + b'msgid "x\n'})
        )
    line = files["po/interface.po"].count(b"\n") + 1
    assert f"job.zip/po/interface.po:{line}:" in str(error.value)
    assert project.files() == before


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("project", "Other", 'of the project "Other"'),
        ("locale", "fr", 'no language "fr"'),
        ("documents", [], "holds no translation"),
    ],
)
def test_a_package_of_another_project_is_refused(
    project: Project, package: Path, key: str, value: object, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.catalogs.job_file._refuse_changed", lambda *_: None)
    files = unpack(package)
    data = json.loads(files["job.json"]) | {key: value}
    pack(package, files | {"job.json": json.dumps(data).encode()})
    with pytest.raises(CatalogError, match=told):
        take_back(project, package)


def test_work_for_a_document_that_was_renamed_meanwhile_comes_with_its_former_id(
    project: Project, package: Path
) -> None:
    translate(package, WATER, WATER_ES)
    project.write("source/articles/legs.txt", project.read(ARTICLE))
    (project.root / ARTICLE).unlink()
    bring_up(project)
    result = take_back(project, package)
    assert (result.gone, outcomes(result)) == (("cramps",), {WATER: "taken"})
    [gone], [renamed] = result.lost.gone, result.lost.renamed
    assert (gone.human_texts, renamed.old, renamed.inside) == (1, "cramps", "legs.txt")
    project.write("caveat.toml", f"{project.read('caveat.toml')}\n[collections.articles.ids]\n{OLD_ID}\n")
    bring_up(project)
    [one] = [one for one in list_units(project.open(), [ES], Filter()) if one.unit.key.source == WATER]
    assert (one.document, one.entry.target, one.standing.state) == ("cramps", WATER_ES, State.TRANSLATED)


def test_only_what_the_package_is_for_is_told_as_gone(project: Project, package: Path) -> None:
    translate(package, WATER, WATER_ES)
    other = edited(project.read(CATALOG), STAYS, STAYS_ES)
    project.write("source/articles/legs.txt", project.read(ARTICLE))
    (project.root / ARTICLE).unlink()
    bring_up(project)
    project.write(CATALOG.replace("cramps", "feet"), other)
    assert [one.document for one in extract(project.open()).lost.gone] == ["feet"]
    assert [one.document for one in take_back(project, package).lost.gone] == ["cramps"]


def test_the_command_tells_of_a_document_that_was_renamed_meanwhile(project: Project, package: Path) -> None:
    translate(package, WATER, WATER_ES)
    project.write("source/articles/legs.txt", project.read(ARTICLE))
    (project.root / ARTICLE).unlink()
    bring_up(project)
    ran = project.run("receive", str(package), **acting(ANA))
    assert (ran.code, f"    under [collections.articles.ids]: {OLD_ID}\n" in ran.out) == (1, True)
    assert "cramps: the document was renamed or removed meanwhile; its catalog and ledger keep" in ran.out


def test_another_catalog_without_a_document_that_cannot_be_read_stops_it_before_a_write(
    project: Project, package: Path
) -> None:
    translate(package, WATER, WATER_ES)
    project.write("source/articles/legs.txt", project.read(ARTICLE))
    (project.root / ARTICLE).unlink()
    project.write(CATALOG.replace("cramps", "feet"), 'msgid "a\n')
    before = project.files("locales")
    with pytest.raises(CatalogError, match=r"feet\.po:1"):
        take_back(project, package)
    assert project.files("locales") == before


def test_a_catalog_without_a_document_is_not_read_where_none_is_gone(project: Project, package: Path) -> None:
    translate(package, WATER, WATER_ES)
    project.write(CATALOG.replace("cramps", "feet"), 'msgid "a\n')
    assert outcomes(take_back(project, package)) == {WATER: "taken"}


def test_a_catalog_alone_of_a_document_that_was_renamed_is_taken_too(
    project: Project, tmp_path: Path
) -> None:
    alone = tmp_path / "cramps.po"
    alone.write_text(edited(project.read(CATALOG), WATER, WATER_ES), "utf-8")
    project.write("source/articles/legs.txt", project.read(ARTICLE))
    (project.root / ARTICLE).unlink()
    bring_up(project)
    result = take_back(project, alone, by=ANA)
    assert (result.gone, outcomes(result)) == (("cramps",), {WATER: "taken"})
    assert [one.old for one in result.lost.renamed] == ["cramps"]
    (project.root / CATALOG).unlink()
    with pytest.raises(CatalogError, match='no document is named "cramps"'):
        take_back(project, alone, by=ANA)


def test_work_for_a_document_without_a_catalog_is_refused_and_nothing_written(
    project: Project, package: Path
) -> None:
    translate(package, WATER, WATER_ES)
    project.write("source/articles/other.txt", project.read(ARTICLE))
    for name in (ARTICLE, CATALOG):
        (project.root / name).unlink()
    before = project.files()
    with pytest.raises(CatalogError, match='no document is named "cramps"') as caught:
        take_back(project, package)
    assert caught.value.hint is not None
    assert caught.value.hint.startswith("restore its catalog from git")
    assert project.files() == before


def test_a_package_without_its_job_or_with_two_is_refused(project: Project, package: Path) -> None:
    files = unpack(package)
    job = files.pop("job.json")
    with pytest.raises(CatalogError, match=r"holds no job\.json"):
        take_back(project, pack(package, files))
    with pytest.raises(CatalogError, match=r"holds 2 files named job\.json"):
        take_back(project, pack(package, files | {"a/job.json": job, "b/job.json": job}))


def test_a_zip_bomb_is_refused(project: Project, package: Path) -> None:
    files = unpack(package)
    with pytest.raises(DocumentError, match="would unpack to"):
        take_back(project, pack(package, files | {CRAMPS: b" " * (80 << 20)}))


def test_a_locale_without_catalogs_is_told_to_update(project: Project, package: Path) -> None:
    (project.root / CATALOG).unlink()
    with pytest.raises(CatalogError) as error:
        take_back(project, package)
    assert error.value.hint == "run `caveat update` first"


def test_an_address_that_is_none_is_refused(project: Project, package: Path) -> None:
    with pytest.raises(ConfigError, match="is not an e-mail address"):
        take_back(project, package, by="ana")


def translated_xliff(package: Path, source: str, target: str, state: str) -> Path:
    files = unpack(package)
    text = files["xliff/cramps.xlf"].decode()
    head, found, tail = text.partition(f"<source>{source}</source>")
    assert found
    own, end, rest = tail.partition("</trans-unit>")
    own = re.sub(r"<target.*</target>|<target[^>]*/>", "", own, flags=re.DOTALL)
    own = f'\n<target state="{state}">{target}</target>{own}'
    return pack(package, files | {"xliff/cramps.xlf": f"{head}{found}{own}{end}{rest}".encode()})


@pytest.fixture
def xliff(project: Project, tmp_path: Path) -> Path:
    path = tmp_path / "job.zip"
    hand_out(project, path, format=JobFormat.XLIFF)
    return path


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("translated", "taken"), ("needs-translation", "taken"), ("needs-review-translation", "fuzzy")],
)
def test_xliff_comes_back_into_the_catalog(project: Project, xliff: Path, state: str, outcome: str) -> None:
    translated_xliff(xliff, STAYS, STAYS_ES, state)
    result = take_back(project, xliff)
    assert outcomes(result) == {STAYS: outcome}
    assert result.documents[0].rows[0].line > 1
    assert entry_of(project, STAYS) == (STAYS_ES, outcome == "fuzzy")
    assert result.strangers == ()


def test_xliff_that_nobody_worked_on_changes_nothing(project: Project, tmp_path: Path) -> None:
    draft_all(project)
    put(project, WATER, WATER_ES, before=entry_of(project, WATER)[0])
    path = tmp_path / "job.zip"
    hand_out(project, path, format=JobFormat.XLIFF, states=frozenset(State))
    before = project.files("locales")
    assert outcomes(take_back(project, path)) == {}
    assert project.files("locales") == before


def test_xliff_whose_source_was_changed_is_refused_and_a_new_unit_is_unknown(
    project: Project, xliff: Path
) -> None:
    translated_xliff(xliff, STAYS, STAYS_ES, "translated")
    files = unpack(xliff)
    text = files["xliff/cramps.xlf"].decode()
    text = text.replace(f"<source>{STAYS}</source>", "<source>Call nobody.</source>")
    extra = '<trans-unit id="x"><source>New</source><target>Nuevo</target></trans-unit></body>'
    pack(xliff, files | {"xliff/cramps.xlf": text.replace("</body>", extra).encode()})
    result = take_back(project, xliff)
    assert outcomes(result) == {STAYS: "refused", "New": "unknown"}
    assert entry_of(project, STAYS) == ("", False)


def test_xliff_without_the_catalogs_that_went_with_it_is_refused(project: Project, xliff: Path) -> None:
    files = unpack(xliff)
    del files[CRAMPS]
    with pytest.raises(CatalogError, match=r"holds no po/cramps\.po"):
        take_back(project, pack(xliff, files))
