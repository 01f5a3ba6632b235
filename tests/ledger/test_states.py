from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.ledger.states import LedgerIndex
from pipeline.model.catalog import FUZZY
from pipeline.model.event import Event, EventKind, Pair
from pipeline.model.people import DEFAULT_POLICY, Requirement
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey
from tests.factories import (
    ANA,
    BEA,
    CARL,
    EVE,
    LEA,
    SOURCE,
    TARGET,
    make_carry,
    make_draft,
    make_entry,
    make_event,
    make_ledger,
    make_pair,
    make_reviewer,
    make_signing,
    standing_of,
)

if TYPE_CHECKING:
    from pipeline.ledger.ledger_file import Ledger
    from pipeline.ledger.states import Signing

CLAIM, APPROVE, REJECT, REVOKE = EventKind.CLAIM, EventKind.APPROVE, EventKind.REJECT, EventKind.REVOKE
CLAIMED = make_event(CLAIM, ANA)


def signed(by: str, **fields: object) -> Event:
    return make_event(APPROVE, by, **fields)


def drafted(by: str) -> Event:
    return signed(by, draft="fake@1")


@pytest.mark.parametrize(
    ("events", "risk", "state", "missing"),
    [
        ((), Risk.STANDARD, State.UNATTRIBUTED, "a translator who claims the text"),
        ((CLAIMED,), Risk.STANDARD, State.TRANSLATED, "1 more approver"),
        ((make_event(EventKind.TRANSLATE, ANA),), Risk.STANDARD, State.TRANSLATED, "1 more approver"),
        ((CLAIMED, signed(BEA)), Risk.STANDARD, State.APPROVED, None),
        ((CLAIMED, signed(ANA)), Risk.STANDARD, State.TRANSLATED, "1 more approver"),
        ((CLAIMED, signed(EVE)), Risk.STANDARD, State.TRANSLATED, "1 more approver"),
        ((signed(BEA),), Risk.STANDARD, State.UNATTRIBUTED, "a translator who claims the text"),
        ((drafted(BEA),), Risk.STANDARD, State.APPROVED, None),
        ((drafted(EVE),), Risk.STANDARD, State.UNATTRIBUTED, "a translator who claims the text"),
        ((drafted(EVE), signed(BEA)), Risk.STANDARD, State.UNATTRIBUTED, "a translator who claims the text"),
        ((CLAIMED, signed(BEA)), Risk.CRITICAL, State.REVIEWED, "an approver with the clinical role"),
        ((CLAIMED, signed(CARL)), Risk.CRITICAL, State.APPROVED, None),
        ((drafted(CARL),), Risk.CRITICAL, State.REVIEWED, "1 more approver"),
        ((drafted(CARL), drafted(CARL)), Risk.CRITICAL, State.REVIEWED, "1 more approver"),
        ((drafted(BEA), drafted(LEA)), Risk.CRITICAL, State.REVIEWED, "an approver with the clinical role"),
        ((drafted(BEA), drafted(CARL)), Risk.CRITICAL, State.APPROVED, None),
        ((CLAIMED, signed(LEA)), Risk.DISCLAIMER, State.REVIEWED, "1 more approver"),
        (
            (CLAIMED, signed(BEA), signed(CARL)),
            Risk.DISCLAIMER,
            State.REVIEWED,
            "an approver with the legal role",
        ),
        (
            (CLAIMED,),
            Risk.DISCLAIMER,
            State.TRANSLATED,
            "2 more approvers, one with the legal role",
        ),
        ((CLAIMED, signed(BEA), signed(LEA)), Risk.DISCLAIMER, State.APPROVED, None),
        (
            (make_event(EventKind.COMMENT, BEA, text="hm"),),
            Risk.STANDARD,
            State.UNATTRIBUTED,
            "a translator who claims the text",
        ),
    ],
)
def test_states_follow_from_who_did_what(
    events: tuple[Event, ...], risk: Risk, state: State, missing: str | None
) -> None:
    standing = standing_of(ledger=make_ledger(*events), risk=risk)
    assert (standing.state, standing.missing) == (state, missing)


@pytest.mark.parametrize(
    ("approvers", "roles", "told"),
    [
        (1, {"clinical"}, "1 more approver, with the clinical role"),
        (
            1,
            {"clinical", "legal"},
            "2 more approvers, one with the clinical role and one with the legal role",
        ),
        (3, {"legal"}, "3 more approvers, one with the legal role"),
    ],
)
def test_who_brings_a_role_is_one_of_the_missing_people(approvers: int, roles: set[str], told: str) -> None:
    need = Requirement(approvers=approvers, roles=frozenset(roles))
    signing = replace(make_signing(), policy={**make_signing().policy, Risk.STANDARD: need})
    now = standing_of(ledger=make_ledger(CLAIMED), signing=signing)
    assert now.missing == told
    assert now.missing.startswith(str(now.signatures_left))


def test_capital_letters_do_not_make_two_people_of_one() -> None:
    ledger = make_ledger(make_event(CLAIM, "Bea@Example.org"), signed(BEA))
    assert standing_of(ledger=ledger).state is State.TRANSLATED
    twice = make_ledger(CLAIMED, signed(LEA), signed(" LEA@example.org "))
    standing = standing_of(ledger=twice, risk=Risk.DISCLAIMER)
    assert (standing.state, standing.approvers) == (State.REVIEWED, (LEA,))


def test_a_reviewer_of_another_locale_does_not_count() -> None:
    signing = make_signing(make_reviewer(BEA, locales=["fr"]))
    assert standing_of(ledger=make_ledger(CLAIMED, signed(BEA)), signing=signing).state is State.TRANSLATED


@pytest.mark.parametrize(
    "change",
    [
        {"locale": "fr"},
        {"document": "other"},
        {"unit": UnitKey("title", SOURCE)},
        {"unit": UnitKey("", SOURCE)},
        {"unit": UnitKey(None, "Rest well")},
        {"target": "Descanse bien"},
    ],
)
def test_an_approval_of_anything_else_counts_for_nothing(change: dict[str, object]) -> None:
    other = make_pair(**change)
    ledger = make_ledger(make_event(CLAIM, ANA, other), make_event(APPROVE, BEA, other))
    assert standing_of(ledger=ledger).state is State.UNATTRIBUTED


@pytest.mark.parametrize("field", ["source", "target", "context"])
def test_an_event_whose_key_and_texts_disagree_counts_for_nothing(field: str) -> None:
    forged = replace(signed(BEA), **{field: "sha256:0"})
    assert standing_of(ledger=make_ledger(CLAIMED, forged)).state is State.TRANSLATED


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (make_entry(target=""), State.EMPTY),
        (make_entry(target=" \u200f\n"), State.EMPTY),
        (make_entry(flags=(FUZZY,)), State.DRAFT),
        (make_draft(), State.DRAFT),
        (make_entry(flags=(FUZZY,), previous=UnitKey(None, "Rest.")), State.STALE),
        (make_entry(flags=(FUZZY, "c-format")), State.DRAFT),
    ],
)
def test_nothing_and_fuzzy_beat_every_event(entry: object, state: State) -> None:
    pair = make_pair(target=entry.whole_target)
    ledger = make_ledger(make_event(CLAIM, ANA, pair), make_event(APPROVE, BEA, pair), texts=())
    assert standing_of(entry, ledger).state is state


def test_an_approval_is_bound_to_every_plural_form() -> None:
    entry = make_entry(plural="Rests.", targets=("uno", "dos"))
    pair = make_pair(target=entry.whole_target)
    ledger = make_ledger(make_event(CLAIM, ANA, pair), make_event(APPROVE, BEA, pair))
    assert standing_of(entry, ledger).state is State.APPROVED
    assert standing_of(replace(entry, targets=("uno", "tres")), ledger).state is State.UNATTRIBUTED


def test_a_revoke_beats_every_approval_that_does_not_name_it() -> None:
    revoke = make_event(REVOKE, BEA)
    ledger = make_ledger(CLAIMED, signed(BEA), signed(CARL), revoke)
    assert standing_of(ledger=ledger).state is State.TRANSLATED
    again = ledger.with_records(events=[signed(CARL, after=(revoke.id,))])
    assert standing_of(ledger=again).approvers == (CARL,)
    second = again.with_records(events=[make_event(REVOKE, BEA, on="2026-11-23")])
    assert standing_of(ledger=second).state is State.TRANSLATED


def test_only_its_own_author_takes_a_rejection_back() -> None:
    rejection = make_event(REJECT, BEA, text="wrong dose")
    ledger = make_ledger(CLAIMED, signed(CARL), rejection)
    assert standing_of(ledger=ledger).state is State.REJECTED
    others = make_event(REVOKE, CARL, after=(rejection.id,))
    assert standing_of(ledger=ledger.with_records(events=[others])).state is State.REJECTED
    approval = signed(LEA, after=(rejection.id,))
    assert standing_of(ledger=ledger.with_records(events=[approval])).state is State.REJECTED
    own = make_event(REVOKE, BEA, after=(rejection.id,))
    taken_back = ledger.with_records(events=[own])
    assert standing_of(ledger=taken_back).state is State.TRANSLATED
    anew = taken_back.with_records(events=[signed(CARL, after=(own.id,))])
    assert standing_of(ledger=anew).state is State.APPROVED


def test_a_rejection_stays_when_its_author_leaves_the_list() -> None:
    ledger = make_ledger(CLAIMED, signed(CARL), make_event(REJECT, BEA, text="no"))
    without_bea = make_signing(make_reviewer(CARL, "clinical"))
    assert standing_of(ledger=ledger, signing=without_bea).state is State.REJECTED


def test_a_stricter_policy_is_followed() -> None:
    policy = {**DEFAULT_POLICY, Risk.STANDARD: Requirement(approvers=2, approvers_of_draft=3)}
    ledger = make_ledger(drafted(BEA), drafted(CARL))
    signing = make_signing(policy=policy)
    assert standing_of(ledger=ledger, signing=signing).missing == "1 more approver"
    claimed = standing_of(ledger=ledger.with_records(events=[CLAIMED]), signing=signing)
    assert (claimed.state, claimed.missing) == (State.REVIEWED, "1 more approver")


def group_of(*people: str) -> Signing:
    """Return who may sign, with some of them in one group."""
    signing = make_signing()
    grouped = (replace(one, group="agency" if one.email in people else "") for one in signing.reviewers)
    return replace(signing, reviewers=tuple(grouped))


def test_people_of_one_group_are_no_two_approvers() -> None:
    ledger = make_ledger(CLAIMED, signed(BEA), signed(LEA))
    assert standing_of(risk=Risk.DISCLAIMER, ledger=ledger).state is State.APPROVED
    together = standing_of(risk=Risk.DISCLAIMER, ledger=ledger, signing=group_of(BEA, LEA))
    assert (together.state, together.missing) == (State.REVIEWED, "1 more approver")
    apart = standing_of(risk=Risk.DISCLAIMER, ledger=ledger, signing=group_of(BEA, CARL))
    assert apart.state is State.APPROVED


@pytest.mark.parametrize("spelling", ["Agency", "AGENCY", " agency "])
def test_capitals_and_spaces_make_no_second_group_of_one(spelling: str) -> None:
    signing = group_of(BEA)
    other = (replace(one, group=spelling) if one.email == LEA else one for one in signing.reviewers)
    signing = replace(signing, reviewers=tuple(other))
    assert signing.count_parties([BEA, LEA]) == 1
    assert signing.count_parties([BEA, CARL]) == 2


def test_a_second_of_a_group_helps_with_a_missing_role_alone() -> None:
    people = {one.email: one for one in make_signing().reviewers}
    together = group_of(BEA, LEA)
    for ledger in (make_ledger(CLAIMED, signed(LEA)), make_ledger(CLAIMED, signed(LEA), signed(BEA))):
        now = standing_of(risk=Risk.DISCLAIMER, ledger=ledger, signing=together)
        assert not now.is_helped_by(people[BEA], together)
        assert now.is_helped_by(people[CARL], together)
    by_bea = make_ledger(CLAIMED, signed(BEA))
    assert standing_of(risk=Risk.DISCLAIMER, ledger=by_bea, signing=together).is_helped_by(
        people[LEA], together
    )


def test_nobody_of_an_authors_group_is_an_approver() -> None:
    ledger = make_ledger(make_event(CLAIM, BEA), signed(CARL))
    assert standing_of(ledger=ledger).state is State.APPROVED
    together = standing_of(ledger=ledger, signing=group_of(BEA, CARL))
    assert (together.state, together.approvers) == (State.TRANSLATED, ())


def test_a_claim_after_a_signed_draft_does_not_lower_what_it_needs() -> None:
    signed = make_ledger(drafted(CARL))
    before = standing_of(risk=Risk.CRITICAL, ledger=signed)
    after = standing_of(risk=Risk.CRITICAL, ledger=signed.with_records(events=[CLAIMED]))
    assert before.state is after.state is State.REVIEWED


OLD, NEW = "It's “fine”.", 'It’s "fine".'


def carried(old: str, new: str, **fields: object) -> Ledger:
    before, after = make_pair(old), make_pair(new)
    events = [make_event(CLAIM, ANA, before), make_event(APPROVE, BEA, before)]
    return make_ledger(*events, make_carry(before, after, **fields), texts=(old, new, TARGET))


def test_a_recorded_carry_keeps_an_approval_over_quotes() -> None:
    assert standing_of(make_entry(NEW), carried(OLD, NEW)).state is State.APPROVED


def test_without_a_recorded_carry_quotes_cost_the_approval() -> None:
    events = [event for event in carried(OLD, NEW).events if event.kind is not EventKind.CARRY]
    ledger = make_ledger(*events, texts=(OLD, NEW, TARGET))
    assert standing_of(make_entry(NEW), ledger).state is State.UNATTRIBUTED


def test_a_revoke_of_the_old_pair_reaches_the_carried_one() -> None:
    ledger = carried(OLD, NEW).with_records(events=[make_event(REVOKE, BEA, make_pair(OLD))])
    assert standing_of(make_entry(NEW), ledger).state is State.TRANSLATED


def test_carries_follow_each_other_and_a_circle_ends() -> None:
    third = 'It\'s  "fine".'
    ledger = carried(OLD, NEW).with_records(
        events=[make_carry(make_pair(NEW), make_pair(third)), make_carry(make_pair(third), make_pair(OLD))],
        texts=[third],
    )
    assert standing_of(make_entry(third), ledger).state is State.APPROVED


def test_a_carry_whose_old_text_is_not_in_the_ledger_carries_nothing() -> None:
    whole = carried(OLD, NEW)
    ledger = make_ledger(*whole.events, texts=(NEW, TARGET))
    assert standing_of(make_entry(NEW), ledger).state is State.UNATTRIBUTED


@pytest.mark.parametrize(
    "change", [{"locale": "fr"}, {"document": "b"}, {"target": "x"}, {"unit": UnitKey("t", OLD)}]
)
def test_a_carry_from_another_locale_document_target_or_role_carries_nothing(
    change: dict[str, object],
) -> None:
    before, after = make_pair(OLD, **change) if "unit" not in change else make_pair(**change), make_pair(NEW)
    events = [make_event(CLAIM, ANA, before), make_event(APPROVE, BEA, before)]
    ledger = make_ledger(*events, make_carry(before, after), texts=(OLD, NEW, TARGET, "x"))
    assert standing_of(make_entry(NEW), ledger).state is State.UNATTRIBUTED


def test_a_carry_that_names_another_key_carries_nothing_though_the_texts_would_fit() -> None:
    before, after, other = make_pair(OLD), make_pair(NEW), make_pair(OLD, locale="fr")
    events = [make_event(CLAIM, ANA, pair) for pair in (before, other)] + [make_event(APPROVE, BEA, before)]
    ledger = make_ledger(*events, make_carry(other, after), texts=(OLD, NEW, TARGET))
    assert standing_of(make_entry(NEW), ledger).state is State.UNATTRIBUTED


def test_a_forged_carry_that_claims_the_old_source_carries_nothing() -> None:
    # The event's key is that of "50 mg", but its source says "5 mg", the text that was approved.
    before, after = make_pair("Take 5 mg."), make_pair("Take 50 mg.")
    forged = make_carry(before, after, source=make_event(pair=before).source)
    events = [make_event(CLAIM, ANA, before), make_event(APPROVE, BEA, before), forged]
    ledger = make_ledger(*events, texts=("Take 5 mg.", "Take 50 mg.", TARGET))
    assert standing_of(make_entry("Take 50 mg."), ledger).state is State.UNATTRIBUTED


def test_events_come_in_one_order_whatever_the_ledgers() -> None:
    events = [CLAIMED, signed(BEA), signed(CARL)]
    one, other = make_ledger(*events), make_ledger(*reversed(events))
    pair: Pair = make_pair()
    assert LedgerIndex(one).events_of(pair) == LedgerIndex(other).events_of(pair)
