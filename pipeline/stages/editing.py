"""review: a person puts another text in the place of one that they read, and goes on record for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.catalogs.po import revise, write_catalog
from pipeline.catalogs.update import is_human_text
from pipeline.errors import ReviewError
from pipeline.formats import inline
from pipeline.ledger.ledger_file import write_ledger
from pipeline.ledger.states import derive_standing, open_rejections
from pipeline.model.catalog import FUZZY, is_invisible
from pipeline.model.event import EventKind
from pipeline.review.decisions import make_event, why_not
from pipeline.review.selection import Conflict, ConflictError, is_mark_of, refuse_unread
from pipeline.stages.pins import withdraw_unsupported
from pipeline.stages.review import Refusal, ReviewResult, subject_of
from pipeline.stages.scopes import Shelves
from pipeline.stages.sources import DISCLAIMERS, Sources, read_sources
from pipeline.stages.standings import read_signing
from pipeline.stages.update import kept_pair
from pipeline.workspace.lock import project_lock

if TYPE_CHECKING:
    from pipeline.ledger.states import Signing
    from pipeline.model.catalog import Entry
    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.review.decisions import Decision
    from pipeline.review.selection import Selection
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.workspace.project import Workspace


def edit(  # noqa: PLR0913 - where, what was read, what is written, and who
    workspace: Workspace,
    *,
    locale: Locale,
    document: str,
    chosen: Selection,
    targets: tuple[str, ...],
    decision: Decision,
    sources: Sources | None = None,
) -> ReviewResult:
    """Put a person's text in the place of the one they read: finished, with them on record as its author.

    The text that it replaces stays in the ledger. Raises ConflictError, with all the texts, where the unit is
    not as it was read; then nothing is written.
    """
    if decision.kind is not EventKind.TRANSLATE:
        raise ReviewError(f'an edit is recorded as "translate", not as "{decision.kind.value}"')
    refuse_unread([chosen], decision.kind)
    with project_lock(workspace.root):
        english, signing = sources or read_sources(workspace), read_signing(workspace)
        shelves = Shelves(workspace=workspace, sources=english, locale=locale, signing=signing)
        one = shelves.find(document, chosen.unit)
        if one is None or not is_mark_of(chosen.mark, one.mark):
            raise ConflictError(_conflict(one, chosen, targets))
        done = _edit(workspace, shelves.get(document), one, targets, decision, signing)
        withdrawn = withdraw_unsupported(workspace, locale) if document == DISCLAIMERS else ()
    return replace(done, withdrawn=withdrawn)


def _conflict(one: UnitStanding | None, chosen: Selection, targets: tuple[str, ...]) -> Conflict:
    now = None if one is None else one.entry.targets
    source = "" if one is None else one.unit.key.source
    return Conflict(read=chosen.read, now=now, sent=targets, source=source)


def _edit(
    workspace: Workspace,
    shelved: Shelved,
    one: UnitStanding,
    targets: tuple[str, ...],
    decision: Decision,
    signing: Signing,
) -> ReviewResult:
    old = one.entry
    flags = tuple(flag for flag in old.flags if flag != FUZZY)
    new = revise(old, targets=targets, flags=flags, previous=None, previous_plural=None)
    reason = _why_not_text(old, targets)
    event, refused = None, reason
    if reason is None:
        event, refused = _event(one, new, decision, signing)
    if refused is not None:
        refusal = Refusal(unit=one.unit.key.id, source=old.key.source, reason=refused)
        return ReviewResult(events=(), refused=(refusal,))
    events = () if event is None else (event,)
    is_kept = is_human_text(old) and old.targets != targets
    kept = [kept_pair(old, shelved.document, shelved.locale)] if is_kept else []
    texts = [new.key.source, new.whole_target]
    texts += [old.written_for.source, old.whole_target] if is_kept else []
    # The ledger first: after a crash between the two the text is on record, and the old one still in place.
    ledger = shelved.ledger.with_records(events=events, kept=kept, texts=texts)
    write_ledger(workspace.ledger(shelved.locale, shelved.document), ledger)
    entries = shelved.catalog.entries
    catalog = replace(shelved.catalog, entries=tuple(new if x.key == old.key else x for x in entries))
    write_catalog(workspace.catalog(shelved.locale, shelved.document), catalog)
    return ReviewResult(events=events, refused=())


def _why_not_text(old: Entry, targets: tuple[str, ...]) -> str | None:
    """Return why these words can't be the unit's target, or None when they can."""
    if len(targets) != len(old.targets):
        return f"the unit has {len(old.targets)} forms, and {len(targets)} came"
    if any(is_invisible(target) for target in targets):
        return "it would show a reader nothing"
    if any("\0" in target for target in targets):
        return "it holds a NUL character"
    return next((why for target in targets if (why := inline.why_not(old.key.source, target))), None)


def _event(
    one: UnitStanding, new: Entry, decision: Decision, signing: Signing
) -> tuple[Event | None, str | None]:
    """Return what goes on record, or None where it is already; and why the text can't be taken, or None."""
    standing = derive_standing(
        new, locale=one.locale.code, document=one.document, risk=one.risk, index=one.index, signing=signing
    )
    subject = replace(subject_of(one), entry=new, standing=standing)
    names = sorted({event.by for event in open_rejections(subject.events)})
    if names:
        return None, f"{', '.join(names)} rejected exactly this text"
    if standing.authors and new != one.entry:
        return None, None  # somebody is on record for these words already: they are theirs
    reason = why_not(subject, decision, signing)
    return (None, reason) if reason else (make_event(subject, decision), None)
