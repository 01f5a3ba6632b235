from __future__ import annotations

import pytest

from pipeline.model.pinning import Pinning
from pipeline.model.state import State
from pipeline.report.rows import DisclaimerRow
from pipeline.report.wording import STATES, count, describe_review
from tests.report.made import make_row


def test_every_state_has_its_meaning() -> None:
    assert set(STATES) == set(State)
    assert next(iter(STATES)) is State.APPROVED


def test_machine_drafts_alone_are_said_to_be_unreviewed() -> None:
    head, detail = describe_review([make_row(), make_row(state=State.UNATTRIBUTED)], ())
    assert head == "No review has happened."
    assert "2 targets written, every one a machine draft." in detail
    assert "do not rely on it" in detail


def test_missing_targets_are_not_counted_as_written() -> None:
    empty = make_row(state=State.EMPTY, target="", engine=None)
    assert "1 of 2 targets written" in describe_review([make_row(), empty], ())[1]


def test_texts_of_unknown_origin_are_not_called_machine_drafts() -> None:
    detail = describe_review([make_row(), make_row(engine=None)], ())[1]
    assert "2 targets written, 1 of them machine drafts and the rest with no person on record." in detail


@pytest.mark.parametrize("state", [State.TRANSLATED, State.REVIEWED, State.APPROVED, State.REJECTED])
def test_one_recorded_decision_is_a_review(state: State) -> None:
    head, detail = describe_review([make_row(), make_row(state=state)], ())
    assert head.startswith("Review has begun")
    assert "1 machine draft that nobody has signed" in detail
    assert ("nothing is approved yet" in head) == (state is not State.APPROVED)


def test_a_signed_disclaimer_is_a_review_and_one_that_nobody_signed_is_not() -> None:
    signed = DisclaimerRow(
        locale="es", id="a", version="1", pinning=Pinning.EXPIRED, approved_by=("ana@example.org",)
    )
    unsigned = DisclaimerRow(locale="es", id="a", version="1", pinning=Pinning.UNSIGNED)
    assert describe_review([make_row()], [signed])[0].startswith("Review has begun")
    assert describe_review([make_row()], [unsigned])[0] == "No review has happened."


def test_an_empty_scope_never_reads_as_success() -> None:
    assert describe_review([], ())[0] == "There is nothing to translate."
    empty = make_row(state=State.EMPTY, engine=None)
    assert describe_review([empty], ()) == (
        "Nothing is translated yet.",
        "The only unit is without a target.",
    )
    assert describe_review([empty] * 3, ())[1] == "All 3 units are without a target."


def test_everything_approved_says_so() -> None:
    assert describe_review([make_row(state=State.APPROVED)], ())[0] == "Every target is approved."


def test_numbers_agree_with_their_nouns() -> None:
    assert (count(1, "unit"), count(0, "unit"), count(1204, "unit")) == ("1 unit", "0 units", "1,204 units")
