from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ReviewError
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.review.selection import Scope
from pipeline.stages.editing import edit
from pipeline.stages.reading import show_unit
from tests.factories import ANA, BEA, ES, EVE, LEA, TODAY
from tests.stages.desks import find, make_desk, read, sign

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.stages.reading import UnitView
    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


def show(workspace: Workspace, source: str, person: str | None = None) -> UnitView:
    unit = find(workspace, source).unit.key.id
    return show_unit(workspace, locale=ES, document="dose", unit=unit, person=person)


def test_a_unit_is_shown_in_its_surroundings(workspace: Workspace) -> None:
    view = show(workspace, "Take 5 ml.")
    assert [one.unit.key.source for one in view.paragraph] == ["Rest well.", "Take 5 ml."]
    assert [one.unit.key.source for one in view.section] == ["Rest", "Rest well.", "Take 5 ml."]
    assert view.heading == "Rest"
    assert view.marks[Scope.UNIT] == view.one.mark
    twins = show(workspace, "Rest well.").everywhere
    assert {one.document for one in twins} == {"dose", "other"}


def test_findings_stand_beside_it(workspace: Workspace) -> None:
    chosen = read(workspace, "Take 5 ml.")
    decision = Decision(kind=EventKind.TRANSLATE, by=BEA, on=TODAY)
    edit(workspace, locale=ES, document="dose", chosen=chosen, targets=("Tome 50 ml.",), decision=decision)
    assert [one.check.partition(".")[0] for one in show(workspace, "Take 5 ml.").findings]
    assert not show(workspace, "Rest well.").findings


def test_what_was_signed_before_is_shown_and_nothing_of_the_present_text(workspace: Workspace) -> None:
    assert show(workspace, "Rest well.").history == ()
    sign(workspace, LEA, read(workspace, "Rest well."))
    decision = Decision(kind=EventKind.TRANSLATE, by=BEA, on=TODAY)
    chosen = read(workspace, "Rest well.")
    edit(workspace, locale=ES, document="dose", chosen=chosen, targets=("Repose.",), decision=decision)
    view = show(workspace, "Rest well.")
    [past] = view.history
    assert (past.source, past.target) == ("Rest well.", "Descanse bien.")
    assert {event.kind for event in past.events} == {EventKind.CLAIM, EventKind.APPROVE}
    assert view.last_approved == past
    assert show(workspace, "Take 5 ml.").last_approved is None


@pytest.mark.parametrize(
    ("person", "kind", "reason"),
    [
        (BEA, EventKind.APPROVE, None),
        (ANA, EventKind.APPROVE, "is not listed for es"),
        (EVE, EventKind.REJECT, "is not listed for es"),
        (BEA, EventKind.REVOKE, "there is no approval or rejection of yours"),
        (BEA, EventKind.CLAIM, f"the text is on record as {ANA}'s"),
        (EVE, EventKind.COMMENT, None),
    ],
)
def test_why_the_reader_may_not_decide_is_told(
    workspace: Workspace, person: str, kind: EventKind, reason: str | None
) -> None:
    why = show(workspace, "Rest well.", person).refusals[kind]
    assert why is None if reason is None else reason in str(why)


def test_an_unknown_unit_is_told(workspace: Workspace) -> None:
    with pytest.raises(ReviewError, match='no unit "0000" in dose'):
        show_unit(workspace, locale=ES, document="dose", unit="0000")
