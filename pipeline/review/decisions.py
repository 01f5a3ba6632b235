"""Decisions: whether a person may take one, and the event and entry it makes. Law 3: no tool, editor or merge
can raise a state by accident; only these decisions, each by a named person, do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.po import revise
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.digest import digest_text
from pipeline.model.draft import Origin, find_origin
from pipeline.model.event import Event, EventKind, pair_key
from pipeline.model.state import State

if TYPE_CHECKING:
    from pipeline.ledger.states import LedgerIndex, Signing, Standing
    from pipeline.model.unit import Risk


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A text that someone is about to decide on."""

    locale: str
    document: str
    entry: Entry
    risk: Risk
    standing: Standing
    index: LedgerIndex

    @property
    def key(self) -> str:
        """The pair that the decision is about."""
        return pair_key(self.locale, self.document, self.entry.key, self.entry.target)

    @property
    def machine_draft(self) -> Origin | None:
        """The origin, when the text is a machine draft that nobody has touched."""
        origin = find_origin(self.entry.comments)
        is_untouched = self.entry.is_fuzzy and self.entry.previous is None
        return origin if is_untouched and origin and origin.is_of(self.entry.target) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person wants to record."""

    kind: EventKind
    by: str
    on: str
    text: str | None = None
    """Their words; a rejection needs them."""


def why_not(subject: Subject, decision: Decision, signing: Signing) -> str | None:
    """Return why this person may not take this decision on this text, or None when they may."""
    if subject.entry.is_empty:
        return "there is no translation yet"
    match decision.kind:
        case EventKind.CLAIM:
            return _why_not_claim(subject)
        case EventKind.APPROVE:
            return _why_not_listed(subject, decision, signing) or _why_not_approve(subject, decision)
        case EventKind.REJECT:
            no_words = None if (decision.text or "").strip() else "a rejection needs a reason"
            return _why_not_listed(subject, decision, signing) or no_words
        case EventKind.REVOKE:
            return _why_not_revoke(subject, decision)
        case _:
            return None


def _why_not_listed(subject: Subject, decision: Decision, signing: Signing) -> str | None:
    if signing.find(decision.by, subject.locale) is None:
        return f"{decision.by} is not listed for {subject.locale} in locales/reviewers.toml"
    return None


def _why_not_claim(subject: Subject) -> str | None:
    if subject.entry.is_fuzzy:
        return "the text is marked fuzzy: finish it and clear the mark in your editor first"
    if subject.standing.authors:
        return f"the text is on record as {', '.join(subject.standing.authors)}'s"
    return None


def _why_not_approve(subject: Subject, decision: Decision) -> str | None:
    if decision.by in subject.standing.authors:
        return "you wrote this text; somebody else must approve it"
    if decision.by in subject.standing.approvers:
        return "you have approved this text already"
    if subject.standing.state is State.STALE:
        return "the text was written for an older source; it must be revised first"
    if subject.entry.is_fuzzy and subject.machine_draft is None:
        return "the text is marked fuzzy and a person touched it: its translator must finish and claim it first"
    if subject.standing.state is State.UNATTRIBUTED:
        return "nobody is on record for this text: its translator must claim it first"
    return None


def _why_not_revoke(subject: Subject, decision: Decision) -> str | None:
    events = subject.index.events_of(subject.key)
    own = [e for e in events if e.by == decision.by and e.kind in (EventKind.APPROVE, EventKind.REJECT)]
    return None if own else "there is no approval or rejection of yours on this text"


def make_event(subject: Subject, decision: Decision) -> Event:
    """Return the event that records a decision, bound to exactly the texts that were read."""
    origin = subject.machine_draft if decision.kind is EventKind.APPROVE else None
    return Event(
        kind=decision.kind,
        key=subject.key,
        by=decision.by,
        on=decision.on,
        context=subject.entry.key.context,
        source=digest_text(subject.entry.key.source),
        target=digest_text(subject.entry.target),
        draft=origin.engine if origin else _draft_on_record(subject, decision),
        after=_seen(subject, decision),
        text=decision.text,
    )


def _draft_on_record(subject: Subject, decision: Decision) -> str | None:
    """The second approver of a machine draft signs the same machine text as the first."""
    if decision.kind is not EventKind.APPROVE or subject.standing.authors:
        return None
    events = subject.index.events_of(subject.key)
    return next((event.draft for event in events if event.kind is EventKind.APPROVE and event.draft), None)


def _seen(subject: Subject, decision: Decision) -> tuple[str, ...]:
    """Return the revokes and rejections that the person had in view when they decided."""
    if decision.kind not in (EventKind.APPROVE, EventKind.REVOKE):
        return ()
    events = subject.index.events_of(subject.key)
    return tuple(sorted(event.id for event in events if event.kind in (EventKind.REVOKE, EventKind.REJECT)))


def decided_entry(subject: Subject, decision: Decision) -> Entry:
    """Return the entry after a decision: approving a machine draft takes its fuzzy mark off."""
    if decision.kind is EventKind.APPROVE and subject.entry.is_fuzzy:
        return revise(subject.entry, flags=tuple(flag for flag in subject.entry.flags if flag != FUZZY))
    return subject.entry
