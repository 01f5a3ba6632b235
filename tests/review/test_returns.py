"""Returns: what a text that comes back may do to a catalog."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.exchange_rows import texts_mark
from pipeline.ledger.states import LedgerIndex, Standing, standing_approvals
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey
from pipeline.review.decisions import Decision, Subject
from pipeline.review.returns import Outcome, Returned, Verdict, judge_return
from tests.factories import (
    ANA,
    BEA,
    CARL,
    EVE,
    SOURCE,
    TARGET,
    TODAY,
    make_draft,
    make_entry,
    make_event,
    make_ledger,
    make_pair,
    make_signing,
    standing_of,
)

if TYPE_CHECKING:
    from pipeline.ledger.ledger_file import Ledger
    from pipeline.model.event import Event

TEXTS = (TARGET, "Repose.", "Duerma.")
ORDER = (
    State.EMPTY,
    State.DRAFT,
    State.STALE,
    State.UNATTRIBUTED,
    State.TRANSLATED,
    State.REVIEWED,
    State.APPROVED,
)


def judged(entry: Entry, ledger: Ledger | None = None, by: str = ANA, **fields: Any) -> Verdict:
    known = ledger or make_ledger()
    subject = Subject(
        locale="es",
        document="dose",
        entry=entry,
        risk=Risk.STANDARD,
        standing=standing_of(entry, known),
        index=LedgerIndex(known),
    )
    texts = {
        "mark": texts_mark(entry.key.source, entry.target),
        "source": entry.key.source,
        "target": "Repose.",
    }
    decision = Decision(kind=EventKind.TRANSLATE, by=by, on=TODAY)
    return judge_return(subject, Returned(**{**texts, **fields}), decision, make_signing())


def after(verdict: Verdict, ledger: Ledger) -> Standing:
    assert verdict.entry
    events = [verdict.event] if verdict.event else []
    return standing_of(verdict.entry, ledger.with_records(events=events, texts=[verdict.entry.target]))


events_of_people = st.lists(
    st.builds(
        lambda kind, by, text: make_event(kind, by, make_pair(target=text)),
        st.sampled_from([EventKind.CLAIM, EventKind.TRANSLATE, EventKind.APPROVE, EventKind.REJECT]),
        st.sampled_from([ANA, BEA, CARL, EVE]),
        st.sampled_from(TEXTS),
    ),
    max_size=4,
)


RETURNS = st.builds(
    Returned,
    mark=st.sampled_from(("", *TEXTS)).map(lambda sent: texts_mark(SOURCE, sent)),
    source=st.just(SOURCE),
    target=st.sampled_from(("", " ", *TEXTS)),
    said=st.sampled_from([None, State.DRAFT, State.TRANSLATED]),
)
ENTRIES = st.builds(
    make_entry,
    target=st.sampled_from(("", *TEXTS)),
    flags=st.sampled_from([(), (FUZZY,)]),
    previous=st.sampled_from([None, UnitKey(None, "Rest.")]),
)


@given(entry=ENTRIES, returned=RETURNS, by=st.sampled_from([ANA, BEA, EVE]), events=events_of_people)
def test_law_3_a_return_makes_a_translation_at_most(
    entry: Entry, returned: Returned, by: str, events: list[Event]
) -> None:
    """What stands higher afterwards rests on approvals of exactly this text that were there before."""
    ledger = make_ledger(*events, texts=(SOURCE, *TEXTS))
    verdict = judged(entry, ledger, by, target=returned.target, said=returned.said, mark=returned.mark)
    if verdict.entry is None:
        assert verdict.event is None
        assert verdict.outcome in (Outcome.UNCHANGED, Outcome.CONFLICT, Outcome.REFUSED)
        return
    assert verdict.entry.target == returned.target != entry.target
    assert returned.mark == texts_mark(SOURCE, entry.target)
    standing = after(verdict, ledger)
    old = LedgerIndex(ledger).events_of(make_pair(target=returned.target))
    if not standing_approvals(old):
        assert ORDER.index(standing.state) <= ORDER.index(State.TRANSLATED)
    if verdict.outcome is Outcome.UNFINISHED:
        assert verdict.event is None
        assert standing.state in (State.DRAFT, State.STALE)
        assert entry.is_fuzzy or entry.is_empty
    else:
        assert verdict.event is None or verdict.event.kind is EventKind.TRANSLATE
        assert standing.authors or standing.approvers
        assert standing.state is not State.REJECTED


@given(said=st.sampled_from([None, State.DRAFT, State.TRANSLATED]), text=st.sampled_from(TEXTS))
def test_law_3_an_unchanged_text_changes_nothing(said: State | None, text: str) -> None:
    for entry in (make_entry(target=text), make_draft(target=text), make_entry(target=text, flags=(FUZZY,))):
        verdict = judged(entry, target=text, said=said)
        assert (verdict.outcome, verdict.entry, verdict.event) == (Outcome.UNCHANGED, None, None)


def test_a_file_that_calls_an_unchanged_draft_finished_is_told() -> None:
    assert "decide with `caveat review`" in str(
        judged(make_draft(), target=TARGET, said=State.TRANSLATED).reason
    )
    assert judged(make_entry(), target=TARGET, said=State.TRANSLATED).reason is None
    assert judged(make_draft(), target=TARGET).reason is None


def test_a_person_who_approved_a_draft_does_not_become_its_author() -> None:
    approval = make_event(EventKind.APPROVE, BEA, make_pair(target="Repose."), draft="fake@1")
    ledger = make_ledger(approval, texts=(SOURCE, "Repose."))
    verdict = judged(make_entry(), ledger, by=BEA)
    assert (verdict.outcome, verdict.event) == (Outcome.TAKEN, None)
    assert verdict.reason == "you have approved this text; its author can't be its approver"
    assert judged(make_entry(), ledger, by=ANA).event is not None


@pytest.mark.parametrize("other", ["Rest badly.", "", "Rest well"])
def test_another_source_is_refused(other: str) -> None:
    assert judged(make_entry(), source=other).outcome is Outcome.REFUSED


def test_no_older_source_stays_beside_a_new_text() -> None:
    stale = make_entry(flags=(FUZZY,), previous=UnitKey(None, "Rest."), previous_plural="Rests.")
    verdict = judged(stale)
    assert verdict.entry
    assert (verdict.entry.previous, verdict.entry.previous_plural) == (None, None)


def test_comments_and_other_flags_stay() -> None:
    entry = replace(make_draft(), flags=(FUZZY, "no-wrap"), comments=("of mine",))
    verdict = judged(entry)
    assert verdict.entry
    assert (verdict.entry.flags, verdict.entry.comments) == (("no-wrap",), ("of mine",))
    unfinished = judged(make_entry(target="", flags=("no-wrap",)), said=State.DRAFT)
    assert unfinished.entry
    assert unfinished.entry.flags == (FUZZY, "no-wrap")
