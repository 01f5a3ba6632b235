from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.errors import ReviewError
from pipeline.ledger.ledger_file import read_ledger
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.review.decisions import Decision
from pipeline.review.selection import ConflictError
from pipeline.stages.editing import edit
from tests.factories import ANA, BEA, ES, LEA, TODAY
from tests.stages.desks import edit_in_an_editor, find, make_desk, read, sign

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.review.selection import Selection
    from pipeline.stages.review import ReviewResult
    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


def put(
    workspace: Workspace, *targets: str, chosen: Selection | None = None, by: str = BEA, **fields: object
) -> ReviewResult:
    decision = Decision(**{"kind": EventKind.TRANSLATE, "by": by, "on": TODAY, **fields})  # type: ignore[arg-type] # as given
    chosen = chosen or read(workspace, "Rest well.")
    return edit(workspace, locale=ES, document="dose", chosen=chosen, targets=targets, decision=decision)


def test_an_edit_puts_its_author_on_record_and_keeps_what_it_replaces(workspace: Workspace) -> None:
    sign(workspace, LEA, read(workspace, "Rest well."))
    [event] = put(workspace, "Descanse mucho.").events
    one = find(workspace, "Rest well.")
    assert (one.entry.target, one.standing.state) == ("Descanse mucho.", State.TRANSLATED)
    assert one.standing.authors == (BEA,)
    assert (event.kind, event.by) == (EventKind.TRANSLATE, BEA)
    ledger = read_ledger(workspace.ledger(ES, "dose"), "x")
    assert [ledger.texts[kept.target] for kept in ledger.kept] == ["Descanse bien."]


def test_the_author_of_an_edit_does_not_approve_it(workspace: Workspace) -> None:
    put(workspace, "Descanse mucho.")
    [refused] = sign(workspace, BEA, read(workspace, "Rest well.")).refused
    assert refused.reason == "you wrote this text; somebody else must approve it"


def test_a_draft_becomes_finished_and_its_approvals_are_for_the_old_text(tmp_path: Path) -> None:
    workspace = make_desk(tmp_path, is_draft=True)
    sign(workspace, LEA, read(workspace, "Rest well."))
    put(workspace, "Descanse mucho.")
    one = find(workspace, "Rest well.")
    assert (one.entry.is_fuzzy, one.standing.state) == (False, State.TRANSLATED)
    put(workspace, "Tome 5 ml", chosen=read(workspace, "Take 5 ml."))
    assert find(workspace, "Take 5 ml.").standing.state is State.TRANSLATED
    assert find(workspace, "Call a doctor.").standing.state is State.DRAFT


def test_a_draft_may_be_taken_as_it_is(tmp_path: Path) -> None:
    workspace = make_desk(tmp_path, is_draft=True)
    assert put(workspace, "Descanse bien.").events
    assert find(workspace, "Rest well.").standing.authors == (BEA,)


def test_words_that_are_somebodys_already_stay_theirs(workspace: Workspace) -> None:
    put(workspace, "Descanse mucho.")
    assert put(workspace, "Descanse bien.", by=LEA).events == ()
    assert find(workspace, "Rest well.").standing.authors == (ANA,)
    [refused] = put(workspace, "Descanse bien.", by=LEA).refused
    assert refused.reason == f"the text is on record as {ANA}'s"


def test_an_edit_of_another_text_than_was_read_is_a_conflict_with_all_three(workspace: Workspace) -> None:
    seen = read(workspace, "Rest well.")
    edit_in_an_editor(workspace, "Descanse bien.", "Trabaje.")
    before = workspace.catalog(ES, "dose").read_bytes()
    with pytest.raises(ConflictError, match="has changed since you read it") as error:
        put(workspace, "Duerma.", chosen=seen)
    conflict = error.value.conflict
    assert (conflict.read, conflict.now, conflict.sent) == (("Descanse bien.",), ("Trabaje.",), ("Duerma.",))
    assert conflict.source == "Rest well."
    assert workspace.catalog(ES, "dose").read_bytes() == before
    with pytest.raises(ConflictError) as gone:
        put(workspace, "Duerma.", chosen=replace(seen, unit="0" * 12))
    assert gone.value.conflict.now is None


@pytest.mark.parametrize(
    ("targets", "reason"),
    [
        (("\u200b ",), "it would show a reader nothing"),
        (("a", "b"), "the unit has 1 forms, and 2 came"),
        (("a\0b",), "it holds a NUL character"),
        (("<1>a</1>",), "<1>"),
    ],
)
def test_what_can_be_no_target_is_refused(
    workspace: Workspace, targets: tuple[str, ...], reason: str
) -> None:
    before = workspace.catalog(ES, "dose").read_bytes()
    [refused] = put(workspace, *targets).refused
    assert reason in refused.reason
    assert workspace.catalog(ES, "dose").read_bytes() == before


def test_a_text_that_was_rejected_does_not_come_back(workspace: Workspace) -> None:
    sign(workspace, BEA, read(workspace, "Rest well."), kind=EventKind.REJECT)
    put(workspace, "Descanse mucho.")
    [refused] = put(workspace, "Descanse bien.", by=LEA).refused
    assert refused.reason == f"{BEA} rejected exactly this text"


def test_an_edit_is_a_translation_of_a_text_that_was_read(workspace: Workspace) -> None:
    with pytest.raises(ReviewError, match='recorded as "translate", not as "approve"'):
        put(workspace, "x", kind=EventKind.APPROVE)
    with pytest.raises(ReviewError, match="which text did you read"):
        put(workspace, "x", chosen=replace(read(workspace, "Rest well."), mark=""))


def test_other_entries_keep_their_bytes(workspace: Workspace) -> None:
    text = workspace.catalog(ES, "dose").read_text("utf-8")
    put(workspace, "Descanse mucho.")
    path = workspace.catalog(ES, "dose")
    assert path.read_text("utf-8") == text.replace("Descanse bien.", "Descanse mucho.")
    assert read_catalog(path, "x").entries
