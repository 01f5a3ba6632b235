"""Decisions: whether a person may take one, and the event and entry it makes.

Law 3: no tool, editor or merge can raise a state by accident; only these decisions do, each by a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.catalogs.po import revise
from pipeline.ledger.states import open_rejections, standing_approvals
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.digest import digest_text
from pipeline.model.draft import Origin, find_origin
from pipeline.model.event import Event, EventKind, Pair
from pipeline.model.people import normal_address
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
    def pair(self) -> Pair:
        """What the decision is about."""
        entry = self.entry
        return Pair(locale=self.locale, document=self.document, unit=entry.key, target=entry.whole_target)

    @property
    def key(self) -> str:
        """The digest that names the pair in the ledger."""
        return self.pair.key

    @property
    def events(self) -> tuple[Event, ...]:
        """What is on record for the pair."""
        return self.index.events_of(self.pair)

    @property
    def machine_draft(self) -> Origin | None:
        """The origin, when the text is a machine draft that nobody has touched."""
        origin = find_origin(self.entry.comments)
        has_older_source = self.entry.previous is not None or self.entry.previous_plural is not None
        was_signed_as_draft = any(event.draft for event in self.events)
        is_open = self.entry.is_fuzzy or was_signed_as_draft
        is_untouched = is_open and not has_older_source and len(self.entry.targets) == 1
        return origin if is_untouched and origin and origin.is_of(self.entry.target) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person wants to record."""

    kind: EventKind
    by: str
    on: str
    text: str | None = None
    """Their words; a rejection and a comment need them."""
    brought_by: str | None = None
    """Who brings the decision in, where the person took it in a packet or a sheet."""

    @property
    def person(self) -> str:
        """The one spelling of the person's address."""
        return normal_address(self.by)


def why_not(subject: Subject, decision: Decision, signing: Signing) -> str | None:
    """Return why this person may not take this decision on this text, or None when they may."""
    if not decision.person:
        return "nobody can be put on record without an address"
    if subject.entry.is_blank:
        return "there is no translation yet"
    rules = _RULES[decision.kind]
    return next((reason for rule in rules if (reason := rule(subject, decision, signing))), None)


def _why_not_listed(subject: Subject, decision: Decision, signing: Signing) -> str | None:
    if signing.find(decision.by, subject.locale) is None:
        return f"{decision.by} is not listed for {subject.locale} in locales/reviewers.toml"
    return None


def _why_not_silent(_subject: Subject, decision: Decision, _signing: Signing) -> str | None:
    if (decision.text or "").strip():
        return None
    return "a rejection needs a reason" if decision.kind is EventKind.REJECT else "a comment needs words"


def _why_not_claim(subject: Subject, decision: Decision, _signing: Signing) -> str | None:
    if subject.entry.is_fuzzy:
        return "the text is marked fuzzy: finish it and clear the mark in your editor first"
    if subject.standing.authors:
        return f"the text is on record as {', '.join(subject.standing.authors)}'s"
    if decision.person in subject.standing.approvers:
        return "you have approved this text; its author can't be its approver"
    if normal_address(decision.brought_by or "") in subject.standing.approvers:
        return f"{decision.brought_by} has approved this text; its approver can't bring it in for its author"
    return None


def _why_not_independent(subject: Subject, decision: Decision, signing: Signing) -> str | None:
    standing, party = subject.standing, signing.party_of(decision.person)
    if decision.person in standing.authors:
        return "you wrote this text; somebody else must approve it"
    author = next((one for one in standing.authors if signing.party_of(one) == party), None)
    if author is not None:
        return f"{author} of your group wrote this text; somebody else must approve it"
    if decision.person in standing.bringers:
        return f"you brought this text in for {', '.join(standing.authors)}; somebody else must approve it"
    bringer = next((one for one in standing.bringers if signing.party_of(one) == party), None)
    if bringer is not None:
        return f"{bringer} of your group brought this text in; somebody else must approve it"
    if decision.person in subject.standing.approvers:
        return "you have approved this text already"
    return None


def _why_not_over_rejection(subject: Subject, _decision: Decision, _signing: Signing) -> str | None:
    """One `approve all` must not overrule what somebody found wrong."""
    names = sorted({event.by for event in open_rejections(subject.events)})
    if not names:
        return None
    return f"{', '.join(names)} rejected exactly this text; it must be corrected, or they take that back"


def _why_not_finished(subject: Subject, _decision: Decision, _signing: Signing) -> str | None:
    if subject.standing.state is State.STALE:
        return "the text was written for an older source; it must be revised first"
    if subject.entry.is_fuzzy and subject.machine_draft is None:
        return (
            "the text is marked fuzzy and a person touched it: its translator must finish and claim it first"
        )
    if subject.standing.state is State.UNATTRIBUTED and subject.machine_draft is None:
        return "nobody is on record for this text: its translator must claim it first"
    return None


def _why_not_revoke(subject: Subject, decision: Decision, _signing: Signing) -> str | None:
    if _own(standing_approvals(subject.events), decision) or _own(open_rejections(subject.events), decision):
        return None
    return "there is no approval or rejection of yours on this text"


def _why_not_carry(_subject: Subject, _decision: Decision, _signing: Signing) -> str | None:
    return "only an update records that a source changed in form"


def _own(events: tuple[Event, ...], decision: Decision) -> bool:
    return any(normal_address(event.by) == decision.person for event in events)


_RULES: Mapping[EventKind, tuple[Callable[[Subject, Decision, Signing], str | None], ...]] = {
    EventKind.TRANSLATE: (_why_not_claim,),
    EventKind.CLAIM: (_why_not_claim,),
    EventKind.APPROVE: (_why_not_listed, _why_not_independent, _why_not_over_rejection, _why_not_finished),
    EventKind.REJECT: (_why_not_listed, _why_not_silent),
    EventKind.REVOKE: (_why_not_revoke,),
    EventKind.COMMENT: (_why_not_silent,),
    EventKind.CARRY: (_why_not_carry,),
}


def make_event(subject: Subject, decision: Decision) -> Event:
    """Return the event that records a decision, bound to exactly the texts that were read."""
    return Event(
        kind=decision.kind,
        key=subject.key,
        by=decision.person,
        on=decision.on,
        context=subject.entry.key.context,
        source=digest_text(subject.entry.key.source),
        target=digest_text(subject.entry.whole_target),
        draft=_draft_signed(subject) if decision.kind is EventKind.APPROVE else None,
        after=_seen(subject, decision),
        text=decision.text,
        brought_by=None if decision.brought_by is None else normal_address(decision.brought_by),
    )


def _draft_signed(subject: Subject) -> str | None:
    """Return the origin of an untouched machine draft; the second approver signs the same as the first."""
    if subject.machine_draft:
        return subject.machine_draft.engine
    if subject.standing.authors:
        return None
    return next((event.draft for event in standing_approvals(subject.events) if event.draft), None)


def _seen(subject: Subject, decision: Decision) -> tuple[str, ...]:
    """Return the events that the person had in view when they decided.

    A revoke names what it takes back, the person's own approvals and rejections; the others name the revokes
    and rejections before them. So the same decision taken again is a new event, not the old one twice.
    """
    if decision.kind is EventKind.REVOKE:
        own = (event for event in subject.events if normal_address(event.by) == decision.person)
        return _ids(event for event in own if event.kind in {EventKind.APPROVE, EventKind.REJECT})
    if decision.kind in {EventKind.APPROVE, EventKind.REJECT}:
        return _ids(event for event in subject.events if event.kind in {EventKind.REVOKE, EventKind.REJECT})
    return ()


def _ids(events: Iterable[Event]) -> tuple[str, ...]:
    return tuple(sorted(event.id for event in events))


def decided_entry(subject: Subject, decision: Decision) -> Entry:
    """Return the entry after a decision: approving a machine draft takes its fuzzy mark off."""
    if decision.kind is EventKind.APPROVE and subject.entry.is_fuzzy:
        return revise(subject.entry, flags=tuple(flag for flag in subject.entry.flags if flag != FUZZY))
    return subject.entry
