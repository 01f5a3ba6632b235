"""Law 3 on the desk: what comes back is at most a translation, whatever file it comes in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.catalogs.exchange_rows import texts_mark
from pipeline.catalogs.handed import HandedInFile
from pipeline.catalogs.received import Outcome
from pipeline.catalogs.update import is_human_text
from pipeline.config.parse_config import parse_config
from pipeline.ledger.states import LedgerIndex
from pipeline.model.catalog import FUZZY
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from pipeline.stages.desk import Desk, Merged, ReturnedCatalog, merge
from pipeline.stages.sources import CatalogSource
from pipeline.stages.standings import Shelved, UnitStanding
from pipeline.workspace.project import Workspace
from tests.factories import (
    ANA,
    BEA,
    CARL,
    ES,
    EVE,
    SOURCE,
    TARGET,
    TODAY,
    make_catalog,
    make_entry,
    make_event,
    make_ledger,
    make_pair,
    make_signing,
    make_unit,
    standing_of,
)  # fmt: skip
from tests.projects import CONFIG

if TYPE_CHECKING:
    from pipeline.ledger.ledger_file import Ledger
    from pipeline.model.catalog import Entry
    from pipeline.model.event import Event

TEXTS = (TARGET, "Repose.", "Duerma.")
ORDER = (
    State.EMPTY, State.DRAFT, State.STALE, State.UNATTRIBUTED, State.TRANSLATED, State.REVIEWED,
    State.APPROVED,
)  # fmt: skip
EVENTS = st.lists(
    st.builds(
        lambda kind, by, text: make_event(kind, by, make_pair(target=text)),
        st.sampled_from([EventKind.CLAIM, EventKind.TRANSLATE, EventKind.APPROVE, EventKind.REJECT]),
        st.sampled_from([ANA, BEA, CARL, EVE]),
        st.sampled_from(TEXTS),
    ),
    max_size=4,
)
FLAGS = st.sampled_from([(), (FUZZY,)])
ENTRIES = st.builds(
    make_entry,
    target=st.sampled_from(("", *TEXTS)),
    flags=FLAGS,
    previous=st.sampled_from([None, UnitKey(None, "Rest.")]),
)
THEIRS = st.builds(make_entry, target=st.sampled_from(("", " ", *TEXTS)), flags=FLAGS)
HANDED = st.none() | st.builds(
    lambda sent, is_fuzzy: HandedInFile(SOURCE, texts_mark(SOURCE, sent, is_fuzzy=is_fuzzy)),
    st.sampled_from(("", *TEXTS)),
    st.booleans(),
)


def merged(
    entry: Entry, theirs: Entry, handed: HandedInFile | None, ledger: Ledger, by: str, *, claim: bool = False
) -> Merged:
    claimed = {Outcome.CLEARED: EventKind.CLAIM} if claim else {}
    desk = Desk(
        workspace=Workspace(Path("nowhere"), parse_config(CONFIG)),
        person=by,
        brought_by=None,
        today=TODAY,
        signing=make_signing(),
        kinds={Outcome.TAKEN: EventKind.TRANSLATE, **claimed},
    )
    unit = make_unit()
    one = UnitStanding(
        document="dose",
        locale=ES,
        unit=unit,
        entry=entry,
        standing=standing_of(entry, ledger),
        index=LedgerIndex(ledger),
    )
    shelved = Shelved(document="dose", locale=ES, catalog=make_catalog(entry), ledger=ledger, units=(one,))
    returned = ReturnedCatalog(
        source=CatalogSource(id="dose", units=(unit,), reference=""),
        catalog=make_catalog(theirs),
        handed={entry.key.id: handed} if handed else None,
    )
    return merge(desk, shelved, returned)


@given(
    entry=ENTRIES, theirs=THEIRS, handed=HANDED, by=st.sampled_from([ANA, BEA, EVE]), events=EVENTS,
    claim=st.booleans(),
)  # fmt: skip
def test_law_3_what_comes_back_is_a_translation_at_most(
    entry: Entry, theirs: Entry, handed: HandedInFile | None, by: str, events: list[Event], *, claim: bool
) -> None:
    """What stands higher afterwards stood as high before, as the same text."""
    ledger = make_ledger(*events, texts=(SOURCE, *TEXTS))
    done = merged(entry, theirs, handed, ledger, by, claim=claim)
    (after,) = done.catalog.units()
    before, standing = standing_of(entry, ledger), standing_of(after, done.ledger)
    if after == entry and not done.events:
        assert standing == before
        return
    assert ORDER.index(standing.state) <= ORDER.index(State.TRANSLATED)
    if after.target != entry.target:
        assert after.target == theirs.target
        assert not is_human_text(entry) or entry.target in kept_targets(done.ledger)
    for event in done.events:
        assert (event.by, event.kind) in {(by, EventKind.TRANSLATE), (by, EventKind.CLAIM)}
        assert not theirs.is_fuzzy


def kept_targets(ledger: Ledger) -> set[str]:
    return {ledger.texts[one.target] for one in ledger.kept}


@given(text=st.sampled_from(TEXTS), events=EVENTS)
def test_a_text_that_somebody_rejected_is_refused(text: str, events: list[Event]) -> None:
    rejected = make_event(EventKind.REJECT, BEA, make_pair(target=text))
    ledger = make_ledger(*events, rejected, texts=(SOURCE, *TEXTS))
    theirs = make_entry(target=text)
    done = merged(make_entry(target=""), theirs, None, ledger, ANA)
    (one,) = done.received
    assert one.outcome is Outcome.REFUSED
    assert BEA in one.reason
    assert "rejected exactly this text" in one.reason
    assert text in kept_targets(done.ledger)
