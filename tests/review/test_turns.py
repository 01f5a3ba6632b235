"""Whose turn it is with a text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.ledger.states import LedgerIndex
from pipeline.model.catalog import FUZZY
from pipeline.model.event import EventKind
from pipeline.model.unit import Risk
from pipeline.review.decisions import Subject
from pipeline.review.queue import Wait
from pipeline.review.turns import refusals_of, whose_turn
from tests.factories import (
    ANA,
    BEA,
    CARL,
    DOCUMENT,
    LEA,
    make_draft,
    make_entry,
    make_event,
    make_ledger,
    make_reviewer,
    make_signing,
    standing_of,
)

if TYPE_CHECKING:
    from pipeline.ledger.states import Signing
    from pipeline.model.catalog import Entry
    from pipeline.model.event import Event
    from pipeline.model.people import Reviewer

SIGNING = make_signing()
PEOPLE = {one.email: one for one in SIGNING.reviewers}
WRITTEN = make_event(EventKind.TRANSLATE, ANA)


def subject(entry: Entry, *events: Event, risk: Risk = Risk.STANDARD, signing: Signing = SIGNING) -> Subject:
    ledger = make_ledger(*events)
    return Subject(
        locale="es",
        document=DOCUMENT,
        entry=entry,
        risk=risk,
        standing=standing_of(entry, ledger, risk, signing=signing),
        index=LedgerIndex(ledger),
    )


def turn(person: str, entry: Entry, *events: Event, **fields: Any) -> Wait:
    who: Reviewer = PEOPLE.get(person) or make_reviewer(person)
    return whose_turn(subject(entry, *events, **fields), who, SIGNING)


def test_a_written_text_waits_for_everybody_but_its_author() -> None:
    assert turn(BEA, make_entry(), WRITTEN) is Wait.YOU
    assert turn(BEA, make_entry(), make_event(EventKind.TRANSLATE, BEA)) is Wait.OTHERS


def test_an_approved_text_waits_for_nobody() -> None:
    assert turn(CARL, make_entry(), WRITTEN, make_event(by=BEA)) is Wait.NOBODY


@pytest.mark.parametrize(
    "entry",
    [
        make_entry(target=""),
        make_entry(),
        make_entry(flags=(FUZZY,)),
        make_draft(previous=make_entry("Older.").key),
    ],
)
def test_what_must_be_written_finished_or_claimed_waits_for_a_translator(entry: Entry) -> None:
    assert turn(BEA, entry) is Wait.TRANSLATOR


def test_a_rejected_text_waits_for_a_translator_even_as_a_draft() -> None:
    assert turn(CARL, make_entry(), WRITTEN, make_event(EventKind.REJECT, BEA)) is Wait.TRANSLATOR
    assert turn(CARL, make_draft(), make_event(EventKind.REJECT, BEA)) is Wait.TRANSLATOR


def test_a_machine_draft_of_critical_text_waits_for_two_and_one_clinical() -> None:
    draft = make_draft()
    assert turn(BEA, draft, risk=Risk.CRITICAL) is Wait.YOU
    signed = make_event(by=BEA, draft="fake@1")
    now = make_entry(comments=draft.comments)
    assert turn(BEA, now, signed, risk=Risk.CRITICAL) is Wait.OTHERS
    assert turn(CARL, now, signed, risk=Risk.CRITICAL) is Wait.YOU


def test_a_signature_that_the_policy_does_not_ask_for_is_not_asked_for() -> None:
    entry = make_entry()
    assert turn(BEA, entry, WRITTEN, make_event(by=LEA), risk=Risk.CRITICAL) is Wait.OTHERS
    assert turn(CARL, entry, WRITTEN, make_event(by=LEA), risk=Risk.CRITICAL) is Wait.YOU


def test_a_second_of_a_group_is_not_asked_and_an_independent_person_still_is() -> None:
    grouped = (replace(one, group="agency" if one.email in {BEA, LEA} else "") for one in SIGNING.reviewers)
    signing = replace(SIGNING, reviewers=tuple(grouped))
    events = (WRITTEN, make_event(by=LEA), make_event(by=BEA))
    for known in (events[:2], events):
        text = subject(make_entry(), *known, risk=Risk.DISCLAIMER, signing=signing)
        assert whose_turn(text, PEOPLE[CARL], signing) is Wait.YOU
        assert whose_turn(text, PEOPLE[BEA], signing) is Wait.OTHERS


def test_refusals_say_why_for_each_decision() -> None:
    found = refusals_of(subject(make_entry(), WRITTEN), PEOPLE[BEA], SIGNING)
    assert found[EventKind.APPROVE] is None
    assert found[EventKind.REJECT] is None
    assert found[EventKind.COMMENT] is None
    assert found[EventKind.CLAIM] == f"the text is on record as {ANA}'s"
    assert found[EventKind.REVOKE] == "there is no approval or rejection of yours on this text"
