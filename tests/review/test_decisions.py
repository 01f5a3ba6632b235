from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.ledger.states import LedgerIndex
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.event import Event, EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey
from pipeline.review.decisions import Decision, Subject, decided_entry, make_event, why_not
from tests.factories import (
    ANA,
    BEA,
    CARL,
    DOCUMENT,
    EVE,
    LEA,
    TODAY,
    make_draft,
    make_entry,
    make_ledger,
    make_signing,
    standing_of,
)
from tests.factories import (
    make_event as event_of,
)

if TYPE_CHECKING:
    from pipeline.ledger.ledger_file import Ledger

CLAIM, APPROVE, REJECT, REVOKE = EventKind.CLAIM, EventKind.APPROVE, EventKind.REJECT, EventKind.REVOKE
CLAIMED = event_of(CLAIM, ANA)
SIGNED = event_of(APPROVE, BEA)
REJECTED = event_of(REJECT, BEA, text="no")


def make_subject(entry: Entry | None = None, *events: Event, risk: Risk = Risk.STANDARD) -> Subject:
    ledger = make_ledger(*events)
    return subject_of(entry or make_entry(), ledger, risk)


def subject_of(entry: Entry, ledger: Ledger, risk: Risk = Risk.STANDARD) -> Subject:
    standing = standing_of(entry, ledger, risk)
    return Subject(
        locale="es", document=DOCUMENT, entry=entry, risk=risk, standing=standing, index=LedgerIndex(ledger)
    )


def decision(kind: EventKind, by: str = BEA, **fields: Any) -> Decision:
    return Decision(**{"kind": kind, "by": by, "on": TODAY, **fields})


EMPTY = make_entry(target="")
BLANK = make_entry(target=" \u200e")
HALF = make_entry(plural="Rests.", targets=("uno", ""))
FUZZY_TEXT = make_entry(flags=(FUZZY,))
STALE = make_entry(flags=(FUZZY,), previous=UnitKey(None, "Rest."))
TOUCHED = make_entry(target="Repose.", flags=(FUZZY,), comments=make_draft().comments)
STALE_DRAFT = make_draft(previous=UnitKey(None, "Rest."))
NOBODY = "nobody is on record for this text: its translator must claim it first"
UNFINISHED = "the text is marked fuzzy and a person touched it: its translator must finish and claim it first"
OLDER = "the text was written for an older source; it must be revised first"
FINISH = "the text is marked fuzzy: finish it and clear the mark in your editor first"
THEIRS = f"{BEA} rejected exactly this text; it must be corrected, or they take that back"
NONE_OF_YOURS = "there is no approval or rejection of yours on this text"
UNLISTED = f"{EVE} is not listed for es in locales/reviewers.toml"


@pytest.mark.parametrize(
    ("entry", "events", "wanted", "reason"),
    [
        (EMPTY, (), decision(APPROVE), "there is no translation yet"),
        (BLANK, (CLAIMED,), decision(APPROVE), "there is no translation yet"),
        (HALF, (), decision(CLAIM, ANA), "there is no translation yet"),
        (None, (), decision(CLAIM, " "), "nobody can be put on record without an address"),
        (None, (), decision(CLAIM, ANA), None),
        (None, (), decision(EventKind.TRANSLATE, ANA), None),
        (None, (CLAIMED,), decision(CLAIM), f"the text is on record as {ANA}'s"),
        (FUZZY_TEXT, (), decision(CLAIM, ANA), FINISH),
        (make_draft(), (), decision(CLAIM, ANA), FINISH),
        (
            None,
            (event_of(APPROVE, BEA, draft="m"),),
            decision(CLAIM),
            "you have approved this text; its author can't be its approver",
        ),
        (None, (), decision(APPROVE), NOBODY),
        (None, (CLAIMED,), decision(APPROVE), None),
        (None, (CLAIMED,), decision(APPROVE, EVE), UNLISTED),
        (
            None,
            (event_of(CLAIM, BEA),),
            decision(APPROVE),
            "you wrote this text; somebody else must approve it",
        ),
        (
            None,
            (event_of(CLAIM, "Bea@Example.org"),),
            decision(APPROVE),
            "you wrote this text; somebody else must approve it",
        ),
        (None, (CLAIMED, SIGNED), decision(APPROVE), "you have approved this text already"),
        (
            None,
            (CLAIMED, SIGNED),
            decision(APPROVE, "BEA@example.org"),
            "you have approved this text already",
        ),
        (None, (CLAIMED, SIGNED), decision(APPROVE, CARL), None),
        (None, (CLAIMED, REJECTED), decision(APPROVE, CARL), THEIRS),
        (None, (CLAIMED, REJECTED), decision(APPROVE, BEA), THEIRS),
        (make_draft(), (REJECTED,), decision(APPROVE, CARL), THEIRS),
        (make_draft(), (), decision(APPROVE), None),
        (FUZZY_TEXT, (), decision(APPROVE), UNFINISHED),
        (TOUCHED, (), decision(APPROVE), UNFINISHED),
        (STALE, (), decision(APPROVE), OLDER),
        (STALE_DRAFT, (), decision(APPROVE), OLDER),
        (None, (), decision(REJECT, text="no"), None),
        (None, (), decision(REJECT, EVE, text="no"), UNLISTED),
        (None, (), decision(REJECT), "a rejection needs a reason"),
        (None, (), decision(REJECT, text=" "), "a rejection needs a reason"),
        (None, (), decision(EventKind.COMMENT, EVE, text="hm"), None),
        (None, (), decision(EventKind.COMMENT, EVE), "a comment needs words"),
        (None, (CLAIMED, SIGNED), decision(REVOKE), None),
        (None, (CLAIMED, REJECTED), decision(REVOKE), None),
        (None, (CLAIMED, SIGNED), decision(REVOKE, CARL), NONE_OF_YOURS),
        (None, (CLAIMED, SIGNED, event_of(REVOKE, CARL)), decision(REVOKE), NONE_OF_YOURS),
        (None, (CLAIMED,), decision(EventKind.CARRY), "only an update records that a source changed in form"),
    ],
)
def test_who_may_decide_what(
    entry: Entry | None, events: tuple[Event, ...], wanted: Decision, reason: str | None
) -> None:
    assert why_not(make_subject(entry, *events), wanted, make_signing()) == reason


def test_every_kind_of_decision_has_its_rules() -> None:
    for kind in EventKind:
        why_not(make_subject(), decision(kind), make_signing())


def test_an_event_names_the_texts_that_were_read() -> None:
    subject = make_subject(None, CLAIMED)
    assert make_event(subject, decision(APPROVE, " BEA@example.org")) == SIGNED
    assert subject.pair.is_of(SIGNED)


def test_approving_a_machine_draft_names_its_origin_and_takes_fuzzy_off() -> None:
    subject = make_subject(make_draft(references=("a.txt",)))
    event = make_event(subject, decision(APPROVE))
    assert event.draft == "fake@1"
    after = decided_entry(subject, decision(APPROVE))
    assert (after.flags, after.comments, after.references) == ((), make_draft().comments, ("a.txt",))


def test_the_second_approver_of_a_machine_draft_signs_the_same_draft() -> None:
    first = event_of(APPROVE, BEA, draft="fake@1")
    subject = make_subject(None, first, risk=Risk.CRITICAL)
    assert why_not(subject, decision(APPROVE, CARL), make_signing()) is None
    second = make_event(subject, decision(APPROVE, CARL))
    assert second.draft == "fake@1"
    assert standing_of(ledger=make_ledger(first, second), risk=Risk.CRITICAL).state is State.APPROVED


def test_who_shares_a_group_with_the_author_is_told_so() -> None:
    signing = make_signing()
    both = (replace(one, group="agency" if one.email in {BEA, CARL} else "") for one in signing.reviewers)
    subject = make_subject(None, event_of(CLAIM, BEA))
    reason = why_not(subject, decision(APPROVE, CARL), replace(signing, reviewers=tuple(both)))
    assert reason == f"{BEA} of your group wrote this text; somebody else must approve it"
    assert why_not(subject, decision(APPROVE, CARL), signing) is None


def test_who_brought_a_text_in_for_its_author_can_not_approve_it() -> None:
    brought = replace(CLAIMED, brought_by=BEA)
    assert why_not(make_subject(None, brought), decision(APPROVE), make_signing()) == (
        f"you brought this text in for {ANA}; somebody else must approve it"
    )
    assert why_not(make_subject(None, brought), decision(APPROVE, CARL), make_signing()) is None
    grouped = tuple(replace(one, group="agency") for one in make_signing().reviewers)
    signing = replace(make_signing(), reviewers=grouped)
    assert why_not(make_subject(None, brought), decision(APPROVE, CARL), signing) == (
        f"{BEA} of your group brought this text in; somebody else must approve it"
    )
    standing = standing_of(make_entry(), make_ledger(brought, SIGNED))
    assert (standing.state, standing.authors, standing.bringers) == (State.TRANSLATED, (ANA,), (BEA,))
    assert standing.approvers == ()


def test_who_approved_a_text_can_not_bring_in_who_wrote_it() -> None:
    signed = event_of(APPROVE, BEA, draft="fake@1")
    subject = make_subject(make_entry(), signed)
    reason = f"{BEA} has approved this text; its approver can't bring it in for its author"
    assert why_not(subject, decision(CLAIM, ANA, brought_by=BEA), make_signing()) == reason
    assert why_not(subject, decision(CLAIM, ANA, brought_by=EVE), make_signing()) is None


def test_a_claimed_text_is_approved_as_its_authors() -> None:
    assert make_event(make_subject(None, CLAIMED), decision(APPROVE)).draft is None


@pytest.mark.parametrize("kind", [CLAIM, REJECT, REVOKE, EventKind.COMMENT])
def test_nothing_but_an_approval_takes_fuzzy_off(kind: EventKind) -> None:
    subject = make_subject(make_draft())
    assert decided_entry(subject, decision(kind)) is subject.entry
    assert make_event(subject, decision(kind)).draft is None


def test_a_revoke_names_only_ones_own_decisions() -> None:
    other = event_of(REJECT, CARL, text="no")
    event = make_event(make_subject(None, CLAIMED, SIGNED, other), decision(REVOKE))
    assert event.after == (SIGNED.id,)
    assert standing_of(ledger=make_ledger(CLAIMED, SIGNED, other, event)).state is State.REJECTED


def test_the_same_decision_taken_again_is_a_new_event() -> None:
    events = [CLAIMED]
    for kind in (APPROVE, REVOKE, APPROVE, REVOKE, REJECT, REVOKE, REJECT):
        subject = make_subject(None, *events)
        wanted = decision(kind, text="no" if kind is REJECT else None)
        assert why_not(subject, wanted, make_signing()) is None
        events.append(make_event(subject, wanted))
    assert len(set(events)) == len(events)
    assert standing_of(ledger=make_ledger(*events)).state is State.REJECTED


def test_an_approval_after_a_revoke_names_it() -> None:
    revoke = event_of(REVOKE, BEA)
    event = make_event(make_subject(None, CLAIMED, SIGNED, revoke), decision(APPROVE, LEA))
    assert event.after == (revoke.id,)
    assert standing_of(ledger=make_ledger(CLAIMED, SIGNED, revoke, event)).approvers == (LEA,)
