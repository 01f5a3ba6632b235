"""receive: a translator's work back into catalogs and ledgers.

Law 6: after `update` or `receive` every human text is still active, stale, or in the ledger; the stage proves
it and fails otherwise. Law 3: a text that comes back is at most translated by the person who sent it, unless
others had signed exactly this text before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.catalogs.po import parse_catalog, render_catalog, revise, write_catalog
from pipeline.catalogs.received import Outcome, Received, Setting, merged_catalog, receive_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.errors import CatalogError, Location
from pipeline.formats.inline import why_not as why_not_tags
from pipeline.ledger.ledger_file import Ledger, write_ledger
from pipeline.ledger.states import LedgerIndex, Signing, Standing, derive_standing
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.decisions import Decision, Subject, make_event, why_not
from pipeline.stages.accounts import SIGNED, prove_no_loss, prove_no_raise
from pipeline.stages.returned import read_returned
from pipeline.stages.standings import read_shelved, read_signing
from pipeline.stages.update import kept_pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.model.catalog import Catalog
    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.stages.returned import ReturnedCatalog
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.workspace.project import Workspace

_SET_ASIDE: Final = frozenset({Outcome.SHOWN, Outcome.KEPT, Outcome.CONFLICT, Outcome.REFUSED})
"""What became of texts that the catalog does not hold as a target: the ledger keeps them."""
_OWN: Final = frozenset({Outcome.TAKEN, Outcome.STALE, Outcome.SHOWN, Outcome.KEPT})
"""What became of texts that the person is put on record for, unless they left them fuzzy."""
_UNSETTLED: Final = frozenset({State.EMPTY, State.DRAFT, State.STALE, State.REJECTED})
"""The states whose text may give way to one of which nobody knows what it was written over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit that did not stay as it was, or was refused."""

    document: str
    unit: str
    line: int
    """In the file that came back."""
    outcome: Outcome
    reason: str
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One catalog that came back; `unchanged` and the units of `rows` are all of its units."""

    document: str
    path: str
    units: int
    unchanged: int
    rows: tuple[UnitRow, ...]
    recorded: int
    """Events of the person in the ledger."""
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveResult:
    """What was done with a file that came back."""

    locale: str
    person: str
    job: str | None
    documents: tuple[DocumentRow, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One catalog, merged and proven, to be written."""

    shelved: Shelved
    received: tuple[Received, ...]
    catalog: Catalog
    ledger: Ledger
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """What every catalog of one file is merged with."""

    workspace: Workspace
    locale: Locale
    person: str
    today: str
    signing: Signing
    kinds: Mapping[Outcome, EventKind]
    """What is put on record for the person, by what became of a unit."""

    def standing(self, entry: Entry, document: str, risk: Risk, index: LedgerIndex) -> Standing:
        """Return where an entry stands by a ledger."""
        return derive_standing(
            entry,
            locale=self.locale.code,
            document=document,
            risk=risk,
            index=index,
            signing=self.signing,
        )


def receive(
    workspace: Workspace, path: Path, *, by: str | None, today: str, claim_cleared: bool = False
) -> ReceiveResult:
    """Merge what came back; raises CaveatError before anything is written.

    `claim_cleared` puts the person on record for texts whose fuzzy mark they took off and left as they were.
    """
    returned = read_returned(workspace, path, by)
    kinds = dict.fromkeys(_OWN, EventKind.TRANSLATE)
    desk = _Desk(
        workspace=workspace,
        locale=returned.locale,
        person=returned.person,
        today=today,
        signing=read_signing(workspace),
        kinds=kinds | ({Outcome.CLEARED: EventKind.CLAIM} if claim_cleared else {}),
    )
    work = [_merge(desk, one) for one in returned.catalogs]
    return ReceiveResult(
        locale=returned.locale.code,
        person=returned.person,
        job=returned.job,
        documents=tuple(_write(desk, one) for one in work),
        missing=returned.missing,
        strangers=returned.strangers,
    )


def _merge(desk: _Desk, one: ReturnedCatalog) -> _Work:
    shelved = _read_shelved(desk, one)
    may_give_way = {unit.entry.key for unit in shelved.units if unit.standing.state in _UNSETTLED}
    setting = Setting(
        handed=one.handed,
        refuse=_why_not_tags,
        is_settled=lambda entry: entry.key not in may_give_way,
        unreadable=one.unreadable,
        drops_unfinished=one.drops_unfinished,
    )
    received = receive_catalog(shelved.catalog, one.catalog, setting)
    received = tuple(_without_raise(desk, shelved, each) for each in received)
    path = desk.workspace.catalog(desk.locale, shelved.document)
    name = desk.workspace.name_of(path)
    merged = merged_catalog(shelved.catalog, received)
    catalog = parse_catalog(render_catalog(merged), name)  # the proof is about what a reader will find
    events = tuple(_events(desk, shelved, received))
    ledger = _ledger(shelved, received, events, desk.locale)
    prove_no_loss(_accountable(shelved.catalog, received), catalog, ledger, name, work="merge")
    prove_no_raise(shelved.units, _restood(desk, shelved, catalog, ledger), name)
    return _Work(shelved=shelved, received=received, catalog=merged, ledger=ledger, events=events)


def _read_shelved(desk: _Desk, one: ReturnedCatalog) -> Shelved:
    path = desk.workspace.catalog(desk.locale, one.source.id)
    if not path.exists():
        name = desk.workspace.name_of(path)
        raise CatalogError("there is no such catalog", at=Location(name), hint="run `caveat update` first")
    return read_shelved(desk.workspace, one.source, desk.locale, desk.signing)


def _why_not_tags(entry: Entry) -> str | None:
    sources = (entry.key.source, *((entry.plural,) * (len(entry.targets) - 1) if entry.plural else ()))
    pairs = zip(sources, entry.targets, strict=False)
    return next((why for source, target in pairs if (why := why_not_tags(source, target))), None)


def _without_raise(desk: _Desk, shelved: Shelved, one: Received) -> Received:
    """Return the same, still marked fuzzy where its bare text would bring an old approval back to life."""
    if one.made is None or one.outcome not in (Outcome.TAKEN, Outcome.CLEARED):
        return one
    risk = next((unit.risk for unit in shelved.units if unit.unit.key == one.made.key), Risk.STANDARD)
    standing = desk.standing(one.made, shelved.document, risk, LedgerIndex(shelved.ledger))
    if standing.state not in SIGNED:
        return one
    reason = f"{', '.join(standing.approvers)} approved exactly this text before: take the mark off by hand"
    if one.outcome is Outcome.CLEARED:
        return replace(one, outcome=Outcome.REFUSED, reason=reason, made=None)
    made = revise(one.made, flags=(FUZZY, *one.made.flags))
    return replace(one, outcome=Outcome.FUZZY, reason=reason, made=made)


def _events(desk: _Desk, shelved: Shelved, received: Sequence[Received]) -> Iterator[Event]:
    """Yield what goes on record for the person: exactly these texts, under their own sources."""
    index = LedgerIndex(shelved.ledger)
    for one in received:
        kind = desk.kinds.get(one.outcome)
        if kind is None:
            continue
        subject = Subject(
            locale=desk.locale.code,
            document=shelved.document,
            entry=one.theirs,
            risk=Risk.STANDARD,
            standing=desk.standing(one.theirs, shelved.document, Risk.STANDARD, index),
            index=index,
        )
        decision = Decision(kind=kind, by=desk.person, on=desk.today)
        if why_not(subject, decision, desk.signing) is None:
            yield make_event(subject, decision)


def _ledger(
    shelved: Shelved, received: Sequence[Received], events: Sequence[Event], locale: Locale
) -> Ledger:
    """Return the ledger with the person's events and every text that the catalog does not hold."""
    aside = [one.theirs for one in received if one.outcome in _SET_ASIDE and not one.theirs.is_empty]
    left = [
        _as_written(one.replaced)
        for one in received
        if one.made and one.replaced and is_human_text(one.replaced)
        if one.made.targets != one.replaced.targets
    ]
    signed = {event.key for event in events}
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


def _restood(desk: _Desk, shelved: Shelved, catalog: Catalog, ledger: Ledger) -> Iterator[UnitStanding]:
    index, entries = LedgerIndex(ledger), catalog.by_key()
    for one in shelved.units:
        entry = entries.get(one.unit.key, one.entry)
        standing = desk.standing(entry, shelved.document, one.risk, index)
        yield replace(one, entry=entry, standing=standing)


def _write(desk: _Desk, work: _Work) -> DocumentRow:
    document = work.shelved.document
    path = desk.workspace.catalog(desk.locale, document)
    # The ledger first: after a crash between the two the work is on record, and the old text still in place.
    write_ledger(desk.workspace.ledger(desk.locale, document), work.ledger)
    rows = tuple(_row(document, one) for one in work.received if one.outcome is not Outcome.UNCHANGED)
    return DocumentRow(
        document=document,
        path=desk.workspace.name_of(path),
        units=len(work.received),
        unchanged=len(work.received) - len(rows),
        rows=rows,
        recorded=len(work.events),
        is_written=write_catalog(path, work.catalog),
    )


def _row(document: str, one: Received) -> UnitRow:
    return UnitRow(
        document=document,
        unit=one.theirs.key.id,
        line=one.theirs.line,
        outcome=one.outcome,
        reason=one.reason,
        source=one.theirs.key.source,
        target=one.theirs.whole_target.replace("\0", " | "),
    )
