"""Law 7: what other documents have of a new sentence is shown in comments and never filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import parse_catalog
from pipeline.catalogs.update import human_comments, is_human_text
from pipeline.errors import CaveatError
from pipeline.model.locale import Locale
from pipeline.stages.extract import extract
from pipeline.stages.offers import Offers
from pipeline.stages.update import update
from tests.factories import ES, make_catalog, make_entry
from tests.packages import edited
from tests.projects import CONFIG, DAY, Project, make_project

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.catalog import Entry

NOTES = (
    '\n[collections.notes]\npath = "source/notes"\nfiles = ["*.md"]\nformat = "markdown"\n'
    'segmentation = "paragraph"\n'
)
OLD = (
    "Rest the sore leg often.\n\nDrink plenty of water.\n\nSleep with a pillow; keep the leg warm at night.\n"
)
REST, WATER = "Rest the sore leg often.", "Drink plenty of water."
PILLOW = "Sleep with a pillow; keep the leg warm at night."
TARGETS = {REST: "Descanse la pierna.", WATER: "Beba mucha agua.", PILLOW: "Duerma con una almohada."}
PO_OLD, PO_NEW = (f"locales/es/LC_MESSAGES/{name}.po" for name in ("old", "new"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = make_project(tmp_path, config=CONFIG + NOTES)
    project.write("source/notes/old.md", OLD)
    bring_up(project)
    text = project.read(PO_OLD)
    for source, target in TARGETS.items():
        text = edited(text, source, target)
    project.write(PO_OLD, text)
    return project


def bring_up(project: Project) -> None:
    extract(project.open())
    update(project.open(), locales=(ES,), today=DAY)


def new_entries(project: Project, text: str) -> dict[str, Entry]:
    project.write("source/notes/new.md", text)
    bring_up(project)
    return entries(project)


def entries(project: Project, path: str = PO_NEW) -> dict[str, Entry]:
    return {one.key.source: one for one in parse_catalog(project.read(path).encode(), path).units()}


def test_the_parts_of_a_joined_text_are_shown_and_nothing_is_filled_in(project: Project) -> None:
    found = new_entries(project, f"{REST} {WATER}\n")[f"{REST} {WATER}"]
    assert found.is_empty
    assert not found.is_fuzzy
    assert found.comments == (
        "in the memory these sentences are cut differently: old (unattributed)",
        f"memory source: {REST}",
        f"memory target: {TARGETS[REST]}",
        f"memory source: {WATER}",
        f"memory target: {TARGETS[WATER]}",
    )
    assert not is_human_text(found)


def test_the_text_that_held_a_split_one_is_shown(project: Project) -> None:
    found = new_entries(project, "Keep the leg warm at night.\n")["Keep the leg warm at night."]
    assert found.is_empty
    assert f"memory target: {TARGETS[PILLOW]}" in found.comments


def test_what_only_a_ledger_remembers_is_shown_too(project: Project) -> None:
    project.write("source/notes/old.md", "Something else altogether now.\n")
    bring_up(project)
    assert REST not in entries(project, PO_OLD)
    found = new_entries(project, f"{REST} {WATER}\n")[f"{REST} {WATER}"]
    assert f"memory target: {TARGETS[REST]}" in found.comments


def test_an_imported_memory_is_asked_too(project: Project) -> None:
    project.write(
        "locales/memory/theirs.tmx",
        '<tmx version="1.4"><header srclang="en"/><body><tu>'
        '<tuv xml:lang="en"><seg>Walk a little.</seg></tuv>'
        '<tuv xml:lang="es"><seg>Camine.</seg></tuv></tu></body></tmx>',
    )
    found = new_entries(project, f"Walk a little. {WATER}\n")[f"Walk a little. {WATER}"]
    assert "memory target: Camine." in found.comments
    assert found.comments[0].endswith("memory/theirs (unattributed), old (unattributed)")


def test_a_second_update_and_a_later_pair_change_nothing(project: Project) -> None:
    new_entries(project, f"{REST} {WATER}\n\nWalk a little. Sit down.\n")
    before = project.files("locales")
    bring_up(project)
    assert project.files("locales") == before


def test_a_text_that_is_known_as_it_is_needs_no_comment(project: Project) -> None:
    assert new_entries(project, f"{REST}\n")[REST].comments == ()


def test_a_unit_whose_own_old_text_is_shown_gets_no_more(project: Project) -> None:
    project.write("source/notes/old.md", OLD.replace(f"{REST}\n\n{WATER}", f"{REST} {WATER}"))
    bring_up(project)
    found = entries(project, PO_OLD)[f"{REST} {WATER}"]
    assert found.target == f"{TARGETS[REST]} {TARGETS[WATER]}"
    assert not any(comment.startswith("memory ") for comment in found.comments)


def test_comments_from_the_memory_are_nobodys_notes(project: Project) -> None:
    """They go with the sentence: neither the ledger nor the next sentence gets them."""
    found = new_entries(project, f"{REST} {WATER}\n")[f"{REST} {WATER}"]
    assert human_comments(found) == ()
    (after,) = new_entries(project, f"{REST} {WATER} Now.\n").values()
    assert not any("cut differently now" in comment for comment in after.comments)
    new_entries(project, "Something else altogether is here.\n")
    assert not (project.root / "locales/es/reviews/new.jsonl").exists()


def test_an_order_of_catalogs_makes_no_difference(project: Project) -> None:
    """Law 9: what is offered does not depend on what was looked up before."""
    new_entries(project, f"{REST} {WATER}\n")
    once = project.read(PO_NEW)
    (project.root / PO_NEW).unlink()
    (project.root / ".caveat/memory.sqlite3").unlink()
    bring_up(project)
    assert project.read(PO_NEW) == once


def test_a_broken_catalog_is_told_and_the_others_still_ask_the_rest(project: Project) -> None:
    project.write("source/notes/broken.md", "Walk a little.\n")
    bring_up(project)
    project.write("locales/es/LC_MESSAGES/broken.po", 'msgid "a\n')
    project.write("source/notes/new.md", f"{REST} {WATER}\n")
    with pytest.raises(CaveatError, match="double quote"):
        bring_up(project)
    assert f"memory target: {TARGETS[REST]}" in entries(project)[f"{REST} {WATER}"].comments


@pytest.mark.parametrize(("document", "has_comments"), [("disclaimers", False), ("another", True)])
def test_a_disclaimer_is_never_looked_up(project: Project, document: str, *, has_comments: bool) -> None:
    catalog = make_catalog(make_entry(f"{REST} {WATER}", ""))
    with Offers(project.open()) as offers:
        (found,) = offers.added(catalog, frozenset(), document, ES).units()
    assert bool(found.comments) is has_comments


def test_other_languages_get_their_own(project: Project) -> None:
    project.write("source/notes/new.md", f"{REST} {WATER}\n")
    extract(project.open())
    update(project.open(), locales=(Locale("ar"), ES), today=DAY)
    path = "locales/ar/LC_MESSAGES/new.po"
    assert all(not entry.comments for entry in entries(project, path).values())
