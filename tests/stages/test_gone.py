"""What people wrote for a document that was renamed or removed is counted, offered and led back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.errors import CatalogError
from pipeline.memory.matching import Question, find_matches
from pipeline.model.event import EventKind
from pipeline.model.unit import Risk, UnitKey
from pipeline.stages.draft import draft
from pipeline.stages.extract import extract
from pipeline.stages.gone import HINT, find_lost, findings_of, names_of_gone, source_of_gone
from pipeline.stages.memory import open_memory
from pipeline.stages.report import report
from pipeline.stages.sources import RESERVED
from pipeline.stages.update import update
from tests.factories import ANA, BEA, CARL, ES, TODAY
from tests.packages import CATALOG, bring_up, decide_all, edited, make_updated
from tests.projects import DAY, Project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.catalog import Entry

WATER, PAIN = "Cramps are sudden pains.", "Call a doctor if the pain stays."
SIGNED = {WATER: "Los calambres son dolores repentinos.", PAIN: "Llame al médico si el dolor persiste."}
OLD, NEW = "source/articles/cramps.txt", "source/articles/legs.txt"
REMEDY = 'under [collections.articles.ids]: "legs.txt" = "cramps"'
IDS = '\n[collections.articles.ids]\n"legs.txt" = "cramps"\n'
EDITED = ("Leg Cramps at Night", "What They Are", "They pass soon.", "Stretch the leg.", "Drink water.")
ANOTHER = """\
Sore Feet
Educational Disclaimer
This page teaches. It does not replace a doctor.
When to Seek Care
Your feet hurt. Ask a nurse. Wear other shoes. Sit down often. Sleep well. Call a doctor if the pain stays.
"""
PEOPLE = "\n".join(
    f'[[reviewers]]\nemail = "{who}"\nname = "{who}"\nlocales = ["es"]\nroles = ["language", "clinical"]\n'
    for who in (BEA, CARL)
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project in which two sentences are translated and signed."""
    project = make_updated(tmp_path)
    project.write("locales/reviewers.toml", PEOPLE)
    text = project.read(CATALOG)
    for source, target in SIGNED.items():
        text = edited(text, source, target)
    project.write(CATALOG, text)
    decide_all(project, EventKind.CLAIM, ANA)
    decide_all(project, EventKind.APPROVE, BEA)
    return project


def rename(project: Project, old: str = "", new: str = "") -> None:
    article = project.read(OLD)
    (project.root / OLD).unlink()
    project.write(NEW, article.replace(old, new))


def entry_of(project: Project, source: str, document: str = "legs") -> Entry:
    path = project.open().catalog(ES, document)
    return next(one for one in read_catalog(path, path.name).units() if one.key.source == source)


def units_of(project: Project) -> list[UnitKey]:
    """Return the units of the catalog that is left."""
    return [entry.key for entry in read_catalog(project.root / CATALOG, CATALOG).units()]


def test_a_rename_is_told_by_every_extract_and_update_until_the_id_is_declared(project: Project) -> None:
    rename(project)
    for _ in range(2):
        for lost in (
            extract(project.open()).lost,
            update(project.open(), locales=(ES,), today=DAY).lost,
        ):
            [gone], [renamed] = lost.gone, lost.renamed
            assert (gone.document, gone.human_texts, gone.catalogs) == ("cramps", 2, (CATALOG,))
            assert (renamed.old, renamed.file, renamed.remedy) == ("cramps", NEW, REMEDY)
    project.write("caveat.toml", project.read("caveat.toml") + IDS)
    lost = extract(project.open()).lost
    assert (lost.gone, lost.renamed) == ((), ())
    bring_up(project)
    assert entry_of(project, PAIN, "cramps").target == SIGNED[PAIN]


@pytest.mark.parametrize(
    ("shared", "others", "is_rename"),
    [(4, 0, True), (4, 8, True), (11, 22, True), (3, 0, False), (4, 9, False), (11, 23, False)],
)
def test_a_rename_shares_one_unit_in_three_with_what_is_gone(
    project: Project,
    shared: int,
    others: int,
    is_rename: bool,  # noqa: FBT001 - a column of the table
) -> None:
    rename(project)
    old = sorted(units_of(project), key=lambda key: key.source not in SIGNED)
    assert len(old) == 11
    new = [UnitKey(None, f"Other {number}.") for number in range(others)]
    lost = find_lost(project.open(), {"legs": [*old[:shared], *new]})
    assert [one.old for one in lost.renamed] == ["cramps"] * is_rename


def test_of_two_new_files_the_one_that_shares_more_is_the_new_name(project: Project) -> None:
    rename(project)
    project.write("source/articles/feet.txt", ANOTHER)
    project.write("source/articles/toes.txt", ANOTHER)
    old = units_of(project)
    less = sorted(old, key=lambda key: key.source not in SIGNED)[:6]
    lost = find_lost(project.open(), {"feet": less, "legs": old, "toes": less})
    assert [one.file for one in lost.renamed] == [NEW]
    [finding] = findings_of(lost)
    assert finding.hint == f"{NEW} seems to be its new name; write {REMEDY}"


def test_what_is_gone_keeps_the_risk_that_its_template_noted(project: Project) -> None:
    rename(project)
    risks = {unit.key.source: unit.risk for unit in source_of_gone(project.open(), "cramps", ES).units}
    assert (risks[PAIN], risks[WATER]) == (Risk.CRITICAL, Risk.STANDARD)


def test_a_declared_id_is_an_answer_that_is_not_asked_about_the_other_way_round(project: Project) -> None:
    rename(project)
    bring_up(project)
    path = "locales/es/LC_MESSAGES/legs.po"
    project.write(path, edited(project.read(path), "Drink water.", "Beba agua."))
    project.write("caveat.toml", project.read("caveat.toml") + IDS)
    lost = extract(project.open()).lost
    assert [one.document for one in lost.gone] == ["legs"]
    assert lost.renamed == ()


def test_a_rename_with_half_of_the_units_edited_is_told_too(project: Project) -> None:
    article = project.read(OLD)
    (project.root / OLD).unlink()
    for source in EDITED:
        assert article.count(source) == 1
        article = article.replace(source, f"Now {len(source)} other words")
    project.write(NEW, article)
    assert [one.old for one in extract(project.open()).lost.renamed] == ["cramps"]


def test_another_document_is_no_rename_and_what_is_gone_is_counted(project: Project) -> None:
    (project.root / OLD).unlink()
    project.write(NEW, ANOTHER)
    lost = extract(project.open()).lost
    assert lost.renamed == ()
    [finding] = findings_of(lost)
    assert finding.message == '2 human texts in 1 catalog without a document: "cramps" is gone'
    assert finding.hint == HINT
    (project.root / CATALOG).unlink()
    assert extract(project.open()).lost.gone == ()


def test_who_has_translated_it_anew_is_not_asked_any_more(project: Project) -> None:
    rename(project)
    bring_up(project)
    path = "locales/es/LC_MESSAGES/legs.po"
    text = project.read(path)
    for source in SIGNED:
        text = edited(text, source, "Otra cosa.")
    project.write(path, text)
    lost = extract(project.open()).lost
    assert [one.document for one in lost.gone] == ["cramps"]
    assert lost.renamed == ()


def test_an_approved_text_of_a_gone_document_is_approved_in_the_memory(project: Project) -> None:
    rename(project)
    with open_memory(project.open()) as store:
        [match] = find_matches(store, Question(source=WATER, locale="es"))
    assert (match.pair.target, match.pair.state.value) == (SIGNED[WATER], "approved")


def test_law_7_its_text_is_shown_and_not_filled_in(project: Project) -> None:
    rename(project)
    bring_up(project)
    found = entry_of(project, WATER)
    assert found.is_empty
    assert found.comments == (
        "in the memory, from a document that is gone: cramps (approved)",
        f"memory source: {WATER}",
        f"memory target: {SIGNED[WATER]}",
    )


def test_the_memory_drafts_it_before_another_engine_is_asked(project: Project) -> None:
    config = project.read("caveat.toml").replace('["pseudo"]', '["memory", "pseudo"]')
    project.write("caveat.toml", config)
    rename(project)
    bring_up(project)
    draft(project.open(), locales=(ES,), today=TODAY)
    found = entry_of(project, WATER)
    assert (found.target, found.is_fuzzy) == (SIGNED[WATER], True)


def test_a_catalog_without_a_document_that_cannot_be_read_is_named(project: Project) -> None:
    rename(project)
    project.write(CATALOG, 'msgid "a\n')
    with pytest.raises(CatalogError, match=r"cramps\.po:1"):
        extract(project.open())


def test_a_ledger_is_enough_to_know_a_document_that_is_gone(project: Project) -> None:
    rename(project)
    (project.root / CATALOG).unlink()
    assert names_of_gone(project.open(), ES, ("legs",)) == ("cramps",)


@pytest.mark.parametrize("name", RESERVED)
def test_a_catalog_that_belongs_to_no_document_is_not_gone(project: Project, name: str) -> None:
    project.write(f"locales/es/LC_MESSAGES/{name}.po", project.read(CATALOG))
    assert names_of_gone(project.open(), ES, ()) == ("cramps",)
    assert extract(project.open()).lost.gone == ()


def test_the_report_and_the_commands_count_it(project: Project) -> None:
    rename(project)
    ran = project.run("extract")
    assert "  2 human texts in 1 catalog without a document: cramps\n" in ran.out
    assert f"    {REMEDY}\n" in ran.out
    assert "legs.po: 11 new, 2 offered something in comments\n" in project.run("update").out
    rows = project.run("update", "--json").rows()
    assert {"kind": "gone", "document": "cramps", "human_texts": 2, "catalogs": [CATALOG]} in rows
    assert [row["old"] for row in rows if row["kind"] == "renamed"] == ["cramps"]
    report(project.open(), as_of=DAY)
    assert "source.gone" in project.read("output/report/report.json")
    assert "2 human texts in 1 catalog without a document" in project.read("output/report/index.html")


def test_the_list_names_what_is_gone_below_what_waits(project: Project) -> None:
    rename(project)
    for command in ("extract", "update"):
        project.run(command)
    told = f"  2 human texts in 1 catalog without a document: cramps\n  {NEW} seems to be "
    ran = project.run("review", "list")
    assert (ran.code, told in ran.out.partition(" units\n")[2]) == (0, True)
    rows = project.run("review", "list", "--json").rows()
    assert {"kind": "gone", "document": "cramps", "human_texts": 2, "catalogs": [CATALOG]} in rows
    another = project.run("review", "list", "--document", "legs").out
    assert ("without a document" in another, "seems to be" in another) == (False, False)
    asked = project.run("review", "list", "--document", "cramps")
    assert (asked.code, asked.out.startswith("0 units\n"), told in asked.out) == (4, True, True)


def test_the_list_refuses_a_document_that_never_was(project: Project) -> None:
    ran = project.run("review", "list", "--document", "cramp")
    assert (ran.code, ran.out) == (2, "")
    assert 'no catalog is named "cramp"' in ran.err
    assert 'did you mean "cramps"' in ran.err


def test_the_list_takes_no_document_for_gone_that_cannot_be_read(project: Project) -> None:
    project.write(OLD, b"\xff\xfe\x00")
    ran = project.run("review", "list", "--document", "cramps")
    assert (ran.code, "without a document" in ran.out) == (3, False)
    assert OLD in ran.err
    assert project.run("review", "list", "--document", "not-yet-in-a-catalog").code == 3


def test_fmt_brings_the_catalogs_of_what_is_gone_to_canonical_form_too(project: Project) -> None:
    canonical = project.read(CATALOG)
    project.write(CATALOG, canonical.replace("\n", "\r\n"))
    rename(project)
    ran = project.run("fmt", "--check")
    assert (ran.code, f"  {CATALOG} is not canonical\n" in ran.out) == (1, True)
    project.run("fmt")
    assert project.read(CATALOG) == canonical
