from __future__ import annotations

from collections import Counter

import pytest

from pipeline.errors import MeaningError, RaisedError
from pipeline.ledger.ledger_file import Ledger
from pipeline.ledger.states import LedgerIndex, Standing
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from pipeline.stages.accounts import Fate, prove_meaning, prove_no_loss, prove_no_raise
from pipeline.stages.standings import UnitStanding
from tests.factories import ES, make_catalog, make_entry, make_kept, make_ledger, make_pair, make_unit

STALE = make_entry("Rest now.", flags=(FUZZY,), previous=UnitKey(None, "Rest well."))
DOSE = "Take 5 ml now."


@pytest.mark.parametrize(
    ("after", "fate"),
    [
        (make_entry(), Fate.UNCHANGED),
        (make_entry("Rest  well."), Fate.CARRIED),
        (STALE, Fate.STALE),
        (make_entry("Other.", "", comments=("old target: Descanse bien.",)), Fate.SHOWN),
        (make_entry("Other.", ""), Fate.KEPT),
    ],
)
def test_every_text_has_one_fate(after: Entry, fate: Fate) -> None:
    ledger = make_ledger(kept=[make_kept()])
    assert prove_no_loss([make_entry()], make_catalog(after), ledger, "x.po") == Counter({fate: 1})


def test_a_text_is_shown_only_where_every_form_is() -> None:
    old = make_entry(plural="Rests.", targets=("uno", "dos"))
    ledger = make_ledger(
        kept=[make_kept(make_pair("Rest well.", "uno\0dos"))], texts=["Rest well.", "uno\0dos"]
    )
    half = make_entry("Other.", "", comments=("old target: uno",))
    assert prove_no_loss([old], make_catalog(half), ledger, "x.po") == Counter({Fate.KEPT: 1})


@pytest.mark.parametrize(
    ("after", "is_right"),
    [
        (make_entry(), True),
        (make_entry("Rest  well."), True),
        (STALE, True),
        (make_entry("Other.", ""), True),
        (make_entry("Rest now."), False),
        (make_entry("Rest now.", flags=(FUZZY,)), False),
        (make_entry("Rest 5 times.", flags=(FUZZY,), previous=UnitKey(None, "Rest well.")), False),
        (make_entry("Do not rest.", flags=(FUZZY,), previous=UnitKey(None, "Rest well.")), False),
        (make_entry("Rest now.", "New words."), False),
        (make_entry("Rest  well.", context="title"), False),
    ],
)
def test_no_target_stands_under_another_meaning(after: Entry, is_right: bool) -> None:  # noqa: FBT001
    """Law 7: a match whose source differs in a number, unit, negation or modal is never filled in as text to
    accept."""
    before = [make_entry()]
    if is_right:
        prove_meaning(before, make_catalog(after), "x.po")
    else:
        with pytest.raises(MeaningError, match=r"x\.po: the update would put another text's target under"):
            prove_meaning(before, make_catalog(after), "x.po")


def test_a_change_of_form_raises_nothing() -> None:
    with pytest.raises(MeaningError):
        prove_meaning([make_entry(flags=(FUZZY,))], make_catalog(make_entry("Rest  well.")), "x.po")


def stood(entry: Entry, state: State) -> UnitStanding:
    return UnitStanding(
        document="dose",
        locale=ES,
        unit=make_unit(),
        entry=entry,
        standing=Standing(state=state),
        index=LedgerIndex(Ledger()),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (stood(make_entry(target=""), State.EMPTY), stood(make_entry(), State.TRANSLATED)),
        (stood(make_entry(), State.APPROVED), stood(make_entry(target="x"), State.UNATTRIBUTED)),
        (stood(make_entry(), State.APPROVED), stood(make_entry(comments=("why?",)), State.APPROVED)),
        (stood(make_entry(flags=(FUZZY,)), State.DRAFT), stood(make_entry(), State.UNATTRIBUTED)),
    ],
)
def test_a_state_may_rise_to_a_persons_own_translation(before: UnitStanding, after: UnitStanding) -> None:
    prove_no_raise([before], [after], "x.po")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (stood(make_entry(target=""), State.EMPTY), stood(make_entry(), State.APPROVED)),
        (stood(make_entry(flags=(FUZZY,)), State.DRAFT), stood(make_entry(), State.REVIEWED)),
        (stood(make_entry(), State.UNATTRIBUTED), stood(make_entry(), State.TRANSLATED)),
    ],
)
def test_a_state_may_not_rise_further(before: UnitStanding, after: UnitStanding) -> None:
    with pytest.raises(RaisedError, match=f"would become {after.standing.state.value}"):
        prove_no_raise([before], [after], "x.po")
