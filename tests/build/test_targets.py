"""What counts as ready to be shown."""

from dataclasses import replace

import pytest

from pipeline.build.page import Mode, Standing
from pipeline.build.targets import Target, standing_of
from pipeline.model.catalog import is_invisible
from pipeline.model.state import State
from pipeline.model.unit import Risk
from tests.build.shelves import NOTE, make_shelf, pin


def target(state: State, text: str = "Texto", *, is_blocked: bool = False) -> Target:
    return Target(text=text, state=state, risk=Risk.STANDARD, is_blocked=is_blocked)


@pytest.mark.parametrize("state", State)
def test_a_preview_shows_all_but_empty_stale_and_rejected(state: State) -> None:
    is_shown = state not in {State.EMPTY, State.STALE, State.REJECTED}
    assert target(state).may_be_shown(Mode.PREVIEW) is is_shown
    assert target(state).may_be_shown(Mode.RELEASE) is (state is State.APPROVED)


def test_a_finding_keeps_an_approved_text_out_of_a_release_only() -> None:
    blocked = target(State.APPROVED, is_blocked=True)
    assert not blocked.may_be_shown(Mode.RELEASE)
    assert blocked.may_be_shown(Mode.PREVIEW)


@pytest.mark.parametrize("text", ["", " ", "\u00a0\u200b\n", "\u200e\u202c"])
def test_a_text_that_nobody_sees_is_never_shown(text: str) -> None:
    assert is_invisible(text)
    assert not target(State.APPROVED, text).may_be_shown(Mode.RELEASE)
    assert not target(State.DRAFT, text).may_be_shown(Mode.PREVIEW)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"expires": "2026-03-01"}, None),
        ({"expires": "2026-02-28"}, "the pinned one expired on 2026-02-28"),
        ({"expires": "soon"}, "the pinned one expired on soon"),
        ({"expires": "2026-3-9"}, "the pinned one expired on 2026-3-9"),
        ({"source_digest": "sha256:0"}, "the pinned one was made for another English wording"),
        ({"version": "1"}, "the pinned one was made for another English wording"),
        ({"approved_by": ("a@example.org",)}, "the pinned one was approved by 1 of 2 people"),
        (
            {"approved_by": ("a@example.org", "A@example.org ")},
            "the pinned one was approved by 1 of 2 people",
        ),
        ({"id": "other"}, "no approved translation is pinned"),
    ],
)
def test_a_pinned_disclaimer_counts_only_while_it_is_valid(
    changes: dict[str, object], reason: str | None
) -> None:
    shelf = make_shelf({}, pinned=(pin(**changes),))
    assert shelf.why_owed(NOTE) == (reason and f'disclaimer "note" is owed: {reason}')
    assert (shelf.find_pinned(NOTE) is None) is (reason is not None)


def test_a_preview_asks_for_no_number_of_approvers() -> None:
    assert make_shelf({}, pinned=(pin(approved_by=()),), approvers=0).find_pinned(NOTE)


def test_a_page_stands_as_high_as_its_lowest_text() -> None:
    approved, draft = target(State.APPROVED), target(State.DRAFT)
    assert standing_of([approved], owes_disclaimer=False) is Standing.REVIEWED
    assert standing_of([approved], owes_disclaimer=True) is Standing.PARTIAL
    assert standing_of([approved, draft], owes_disclaimer=False) is Standing.PARTIAL
    assert standing_of([target(State.REVIEWED)], owes_disclaimer=False) is Standing.PARTIAL
    assert standing_of([draft, target(State.TRANSLATED)], owes_disclaimer=False) is Standing.DRAFT
    assert standing_of([], owes_disclaimer=False) is Standing.DRAFT


def test_a_pin_that_the_ledger_does_not_support_is_owed_in_a_release() -> None:
    supported = make_shelf({}, pinned=(pin(),))
    unsupported = replace(supported, unsupported={NOTE.id: "1 more approver"})
    assert supported.why_owed(NOTE) is None
    assert unsupported.why_owed(NOTE) == (
        f'disclaimer "{NOTE.id}" is owed: by the ledger the pinned one needs 1 more approver'
    )
    assert unsupported.find_pinned(NOTE) is None
    assert replace(unsupported, approvers=0).why_owed(NOTE) is None  # a preview asks for no signatures
