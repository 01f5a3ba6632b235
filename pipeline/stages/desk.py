"""A desk: where texts that came back are merged into catalogs and ledgers, proven, and put away.

Every file that comes back goes over it, from whichever tool: so one policy holds for all of them. Law 6: no
text of a person is lost. Law 3: a text that comes back is at most translated by the person who sent it,
unless others had signed exactly this text before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.po import parse_catalog, render_catalog, revise, write_catalog
from pipeline.catalogs.received import Outcome, Received, Setting, merged_catalog, receive_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.errors import CatalogError, Location
from pipeline.formats.inline import why_not as why_not_tags
from pipeline.ledger.ledger_file import Ledger, write_ledger
from pipeline.ledger.states import LedgerIndex, Signing, Standing, derive_standing, open_rejections
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.event import EventKind, Pair
from pipeline.model.people import normal_address
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.decisions import Decision, Subject, make_event, why_not
from pipeline.stages.accounts import SIGNED, prove_no_loss, prove_no_raise
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.stages.update import kept_pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.catalogs.handed import Handed
    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.model.unit import UnitKey
    from pipeline.stages.sources import CatalogSource
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.workspace.project import Workspace

_SET_ASIDE: Final = frozenset({Outcome.SHOWN, Outcome.KEPT, Outcome.CONFLICT, Outcome.REFUSED})
"""What became of texts that the catalog does not hold as a target: the ledger keeps them."""
_OWN: Final = frozenset({Outcome.TAKEN, Outcome.STALE, Outcome.SHOWN, Outcome.KEPT})
"""What became of texts that the person is put on record for, unless they left them fuzzy."""
_UNSETTLED: Final = frozenset({State.EMPTY, State.DRAFT, State.STALE, State.REJECTED})
"""The states whose text may give way to one of which nobody knows what it was written over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedCatalog:
    """One document's texts in one language, as they came back."""

    source: CatalogSource
    catalog: Catalog
    handed: Mapping[str, Handed] | None
    """Units as they were handed out, by id; None where nobody knows."""
    is_whole: bool = True
    """All that the catalog held was handed out."""
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Why a unit of the file says nothing, by its id."""
    drops_unfinished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """One catalog with what came back, proven, to be put away."""

    shelved: Shelved
    received: tuple[Received, ...]
    catalog: Catalog
    as_read: Catalog
    """The same, as a reader will find it in its file."""
    ledger: Ledger
    events: tuple[Event, ...]

    @property
    def taken(self) -> tuple[UnitKey, ...]:
        """The units whose text or mark came into the catalog."""
        return tuple(one.made.key for one in self.received if one.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What everything that one person sent is merged with."""

    workspace: Workspace
    person: str
    brought_by: str | None
    """Who brings it in, where that is not the person."""
    today: str
    signing: Signing
    kinds: Mapping[Outcome, EventKind]
    """What is put on record for the person, by what became of a unit."""


def open_desk(workspace: Workspace, *, person: str, brought_by: str, today: str, claim_cleared: bool) -> Desk:
    """Return the desk for a person's work, which they or somebody else brings in.

    `claim_cleared` puts the person on record for texts whose fuzzy mark they took off and left as they were.
    """
    kinds = dict.fromkeys(_OWN, EventKind.TRANSLATE)
    bringer = normal_address(brought_by)
    return Desk(
        workspace=workspace,
        person=person,
        brought_by=None if bringer == normal_address(person) else bringer,
        today=today,
        signing=read_signing(workspace),
        kinds=kinds | ({Outcome.CLEARED: EventKind.CLAIM} if claim_cleared else {}),
    )


def read_shelf(desk: Desk, source: CatalogSource, locale: Locale) -> Shelved:
    """Return a catalog with its ledger; raises CatalogError where there is none."""
    path = desk.workspace.catalog(locale, source.id)
    if not path.exists():
        name = desk.workspace.name_of(path)
        raise CatalogError("there is no such catalog", at=Location(name), hint="run `caveat update` first")
    return read_shelved(desk.workspace, source, locale, desk.signing)


def merge(desk: Desk, shelved: Shelved, one: ReturnedCatalog) -> Merged:
    """Return a catalog with what came back; raises CaveatError where a text would be lost or a state rise."""
    may_give_way = {unit.entry.key for unit in shelved.units if unit.standing.state in _UNSETTLED}
    shelf = _Shelf(desk, shelved, LedgerIndex(shelved.ledger))
    setting = Setting(
        handed=one.handed,
        is_whole=one.is_whole,
        refuse=shelf.why_refused,
        is_settled=lambda entry: entry.key not in may_give_way,
        unreadable=one.unreadable,
        drops_unfinished=one.drops_unfinished,
    )
    risks = {unit.unit.key: unit.risk for unit in shelved.units}
    received = receive_catalog(shelved.catalog, one.catalog, setting)
    received = tuple(_without_raise(shelf, each, risks) for each in received)
    name = desk.workspace.name_of(desk.workspace.catalog(shelved.locale, shelved.document))
    merged = merged_catalog(shelved.catalog, received)
    catalog = parse_catalog(render_catalog(merged), name)  # the proof is about what a reader will find
    events = tuple(_events(shelf, received))
    ledger = _ledger(shelved, received, events)
    prove_no_loss(_accountable(shelved.catalog, received), catalog, ledger, name, work="merge")
    prove_no_raise(shelved.units, _restood(desk, shelved, catalog, ledger), name)
    return Merged(
        shelved=shelved, received=received, catalog=merged, as_read=catalog, ledger=ledger, events=events
    )


def put_away(desk: Desk, merged: Merged) -> bool:
    """Write ledger and catalog; return whether the catalog changed."""
    shelved = merged.shelved
    # The ledger first: after a crash between the two the work is on record, and the old text still in place.
    write_ledger(desk.workspace.ledger(shelved.locale, shelved.document), merged.ledger)
    return write_catalog(desk.workspace.catalog(shelved.locale, shelved.document), merged.catalog)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A catalog and its ledger before anything is merged."""

    desk: Desk
    shelved: Shelved
    index: LedgerIndex

    def standing(self, entry: Entry, risk: Risk) -> Standing:
        """Return where an entry stands."""
        return _standing(self.desk, self.shelved, entry, risk, self.index)

    def why_refused(self, entry: Entry) -> str | None:
        """Return why a text can't be taken, in words."""
        return _why_not_tags(entry) or self._why_rejected(entry)

    def _why_rejected(self, entry: Entry) -> str | None:
        locale, document = self.shelved.locale.code, self.shelved.document
        pair = Pair(locale=locale, document=document, unit=entry.key, target=entry.whole_target)
        names = sorted({event.by for event in open_rejections(self.index.events_of(pair))})
        return f"{', '.join(names)} rejected exactly this text" if names else None


def _standing(desk: Desk, shelved: Shelved, entry: Entry, risk: Risk, index: LedgerIndex) -> Standing:
    return derive_standing(
        entry,
        locale=shelved.locale.code,
        document=shelved.document,
        risk=risk,
        index=index,
        signing=desk.signing,
    )


def _why_not_tags(entry: Entry) -> str | None:
    sources = (entry.key.source, *((entry.plural,) * (len(entry.targets) - 1) if entry.plural else ()))
    pairs = zip(sources, entry.targets, strict=False)
    return next((why for source, target in pairs if (why := why_not_tags(source, target))), None)


def _without_raise(shelf: _Shelf, one: Received, risks: Mapping[UnitKey, Risk]) -> Received:
    """Return the same, still marked fuzzy where its bare text would bring an old approval back to life."""
    if one.made is None or one.outcome not in (Outcome.TAKEN, Outcome.CLEARED):
        return one
    standing = shelf.standing(one.made, risks.get(one.made.key, Risk.STANDARD))
    if standing.state not in SIGNED:
        return one
    reason = f"{', '.join(standing.approvers)} approved exactly this text before: take the mark off by hand"
    if one.outcome is Outcome.CLEARED:
        return replace(one, outcome=Outcome.REFUSED, reason=reason, made=None)
    made = revise(one.made, flags=(FUZZY, *one.made.flags))
    return replace(one, outcome=Outcome.FUZZY, reason=reason, made=made)


def _events(shelf: _Shelf, received: Sequence[Received]) -> Iterator[Event]:
    """Yield what goes on record for the person: exactly these texts, under their own sources."""
    desk, shelved = shelf.desk, shelf.shelved
    for one in received:
        kind = desk.kinds.get(one.outcome)
        if kind is None:
            continue
        subject = Subject(
            locale=shelved.locale.code,
            document=shelved.document,
            entry=one.theirs,
            risk=Risk.STANDARD,
            standing=shelf.standing(one.theirs, Risk.STANDARD),
            index=shelf.index,
        )
        decision = Decision(kind=kind, by=desk.person, on=desk.today, brought_by=desk.brought_by)
        if why_not(subject, decision, desk.signing) is None:
            yield make_event(subject, decision)


def _ledger(shelved: Shelved, received: Sequence[Received], events: Sequence[Event]) -> Ledger:
    """Return the ledger with the person's events and every text that the catalog does not hold."""
    aside = [one.theirs for one in received if one.outcome in _SET_ASIDE and not one.theirs.is_empty]
    left = [
        _as_written(one.replaced)
        for one in received
        if one.made and one.replaced and is_human_text(one.replaced)
        if one.made.targets != one.replaced.targets
    ]
    locale, signed = shelved.locale, {event.key for event in events}
    own = [one.theirs for one in received if kept_pair(one.theirs, shelved.document, locale).key in signed]
    texts = [text for entry in (*aside, *left, *own) for text in (entry.key.source, entry.whole_target)]
    kept = [kept_pair(entry, shelved.document, locale) for entry in (*aside, *left)]
    return shelved.ledger.with_records(events=events, kept=kept, texts=texts)


def _as_written(entry: Entry) -> Entry:
    """Return an entry under the source that its target was written for, whatever its mark says."""
    return replace(entry, key=entry.written_for, previous=None, flags=())


def _accountable(catalog: Catalog, received: Sequence[Received]) -> Iterator[Entry]:
    """Yield every human text: those of the catalog, and those that came back."""
    cleared = {one.made.key for one in received if one.made and one.outcome is Outcome.CLEARED}
    for entry in catalog.entries:
        if is_human_text(entry):
            yield replace(entry, flags=()) if entry.key in cleared else _as_written(entry)
    for one in received:
        if one.outcome not in (Outcome.UNCHANGED, Outcome.UNKNOWN) and not one.theirs.is_empty:
            yield one.theirs


def _restood(desk: Desk, shelved: Shelved, catalog: Catalog, ledger: Ledger) -> Iterator[UnitStanding]:
    index, entries = LedgerIndex(ledger), catalog.by_key()
    for one in shelved.units:
        entry = entries.get(one.unit.key, one.entry)
        standing = _standing(desk, shelved, entry, one.risk, index)
        yield replace(one, entry=entry, standing=standing)
