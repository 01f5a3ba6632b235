"""One action on a unit, a paragraph, a section, a whole document, or the same words everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ReviewError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.review.selection import Scope, Selection, short_mark
from pipeline.stages.reading import show_unit
from tests.factories import BEA, CARL, ES
from tests.stages.desks import edit_in_an_editor, find, make_desk, read, sign

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


def whole(workspace: Workspace, source: str, scope: Scope) -> Selection:
    """Return the choice of somebody who has just read all that a scope holds."""
    view = show_unit(workspace, locale=ES, document="dose", unit=find(workspace, source).unit.key.id)
    return Selection(scope=scope, unit=view.one.unit.key.id, mark=view.marks[scope])


def approved(workspace: Workspace) -> set[str]:
    found = set()
    for document in ("dose", "other"):
        ledger = read_ledger(workspace.ledger(ES, document), "x")
        events = (event for event in ledger.events if event.kind is EventKind.APPROVE)
        found |= {f"{document}: {ledger.texts[event.source]}" for event in events}
    return found


@pytest.mark.parametrize(
    ("scope", "texts"),
    [
        (Scope.UNIT, {"dose: Rest well."}),
        (Scope.PARAGRAPH, {"dose: Rest well.", "dose: Take 5 ml."}),
        (Scope.EVERYWHERE, {"dose: Rest well.", "other: Rest well."}),
    ],
)
def test_one_action_signs_each_unit_by_itself(workspace: Workspace, scope: Scope, texts: set[str]) -> None:
    done = sign(workspace, BEA, whole(workspace, "Rest well.", scope))
    assert approved(workspace) == texts
    assert len(done.events) == len(texts)
    assert not done.refused


def test_a_section_and_a_document_tell_what_could_not_be_signed(workspace: Workspace) -> None:
    done = sign(workspace, BEA, whole(workspace, "Call a doctor.", Scope.SECTION))
    assert approved(workspace) == {"dose: Call a doctor.", "dose: Wait for help."}
    assert [one.reason for one in done.refused] == ["there is no translation yet"]  # the heading
    view = show_unit(workspace, locale=ES, document="dose", unit=find(workspace, "Take 5 ml.").unit.key.id)
    done = sign(workspace, CARL, Selection(scope=Scope.CATALOG, unit="", mark=view.marks[Scope.CATALOG]))
    assert {"dose: Rest well.", "dose: Take 5 ml."} <= approved(workspace)
    assert find(workspace, "Take 5 ml.").standing.state is State.APPROVED


@pytest.mark.parametrize("scope", [Scope.PARAGRAPH, Scope.SECTION, Scope.CATALOG])
def test_nothing_of_it_is_signed_when_one_text_in_it_changed(workspace: Workspace, scope: Scope) -> None:
    seen = replace(whole(workspace, "Rest well.", scope))
    edit_in_an_editor(workspace, "Tome 5 ml.", "Tome 6 ml.")
    [refused] = sign(workspace, BEA, seen).refused
    assert "a text in it has changed since you read it" in refused.reason
    assert approved(workspace) == set()


def test_everywhere_holds_what_was_read_everywhere(workspace: Workspace) -> None:
    seen = whole(workspace, "Rest well.", Scope.EVERYWHERE)
    edit_in_an_editor(workspace, "Descanse bien.", "Descanse mucho.", "other")
    assert sign(workspace, BEA, seen).refused
    assert approved(workspace) == set()
    sign(workspace, BEA, whole(workspace, "Rest well.", Scope.EVERYWHERE))
    assert approved(workspace) == {"dose: Rest well."}


def test_a_text_that_changed_is_a_conflict_with_what_was_read_and_what_is_there(workspace: Workspace) -> None:
    seen = read(workspace, "Rest well.")
    edit_in_an_editor(workspace, "Descanse bien.", "Trabaje.")
    other = read(workspace, "Take 5 ml.")
    done = sign(workspace, BEA, seen, other)
    [refused] = done.refused
    assert refused.conflict is not None
    conflict = refused.conflict
    assert (conflict.read, conflict.now, conflict.sent) == (("Descanse bien.",), ("Trabaje.",), None)
    assert approved(workspace) == {"dose: Take 5 ml."}


def test_what_somebody_said_in_the_meantime_is_read_before_signing(workspace: Workspace) -> None:
    seen = read(workspace, "Rest well.")
    sign(workspace, CARL, seen, kind=EventKind.COMMENT, text="Is that right?")
    [refused] = sign(workspace, BEA, seen).refused
    now = find(workspace, "Rest well.").mark
    assert refused.reason.endswith(f"has changed since you read it: {short_mark(now)} now")
    assert sign(workspace, BEA, read(workspace, "Rest well.")).events


def test_two_people_who_read_the_same_draft_can_both_sign_it(tmp_path: Path) -> None:
    workspace = make_desk(tmp_path, is_draft=True)
    seen = read(workspace, "Take 5 ml.")
    assert sign(workspace, BEA, seen).events
    assert sign(workspace, CARL, seen).events
    assert find(workspace, "Take 5 ml.").standing.state is State.APPROVED


def test_a_unit_that_is_gone_is_a_conflict_without_a_text(workspace: Workspace) -> None:
    seen = replace(read(workspace, "Rest well."), unit="0" * 12)
    [refused] = sign(workspace, BEA, seen).refused
    assert refused.conflict is not None
    assert (refused.conflict.read, refused.conflict.now) == (("Descanse bien.",), None)


@pytest.mark.parametrize("kind", [EventKind.APPROVE, EventKind.REJECT])
def test_nothing_is_decided_on_what_nobody_says_they_read(workspace: Workspace, kind: EventKind) -> None:
    seen = replace(read(workspace, "Rest well."), mark="")
    with pytest.raises(ReviewError, match="which text did you read"):
        sign(workspace, BEA, read(workspace, "Take 5 ml."), seen, kind=kind)
    assert approved(workspace) == set()
