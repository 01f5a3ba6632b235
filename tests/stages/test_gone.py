"""What people wrote for a document that was renamed or removed is counted, offered and led back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.errors import CatalogError
from pipeline.memory.matching import Question, find_matches
from pipeline.model.event import EventKind
from pipeline.stages.draft import draft
from pipeline.stages.extract import extract
from pipeline.stages.gone import findings_of
from pipeline.stages.memory import open_memory
from pipeline.stages.report import report
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
